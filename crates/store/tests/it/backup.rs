//! Backups and the way back.

use std::fs;
use std::path::Path;

use hengping_core::id::PackageId;
use hengping_store::work::WorkStore;
use hengping_store::{Access, BackupNote, OpenError, Restored, StoreError, Unlock};

use crate::support::{Bench, PASSPHRASE, at, key, lineage, mark, set_mark, settings};

fn restore(from: &Path, to: &Path) -> Result<Restored<hengping_store::work::Work>, OpenError> {
    let unlock = Unlock::Passphrase(PASSPHRASE);
    WorkStore::restore(from, to, unlock, &lineage("n2"), at(500), &settings())
}

fn packages() -> Vec<PackageId> {
    vec!["p1".parse().unwrap()]
}

fn marks(store: &WorkStore) -> usize {
    store.read().marks().of(&key("a01")).unwrap().len()
}

#[test]
fn a_backup_restores_on_another_machine_as_a_new_history() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    set_mark(&mut store, "a01", &mark("A1.1", 750, ""), 10).unwrap();
    let stick = bench.path("stick");
    let note: BackupNote = store.back_up(&stick, &packages(), at(20)).unwrap();
    set_mark(&mut store, "a01", &mark("A1.2", 750, ""), 30).unwrap();

    let restored = restore(&stick, &bench.path("other")).unwrap();
    assert_eq!(restored.note, note);
    assert_eq!((marks(&restored.store), marks(&store)), (1, 2));
    assert_eq!(restored.store.access(), Access::Full);
    assert_eq!(
        restored.store.read().meta().lineage().unwrap(),
        lineage("n2")
    );
    let log = restored.store.read().log().since(0).unwrap();
    assert_eq!(
        hengping_core::log::extends(note.log, &log).unwrap().length,
        note.log.length + 1
    );
    assert!(!restored.is_older_generation);
}

#[test]
fn a_damaged_generation_falls_back_on_the_older_one() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let stick = bench.path("stick");
    store.back_up(&stick, &packages(), at(20)).unwrap();
    set_mark(&mut store, "a01", &mark("A1.1", 750, ""), 30).unwrap();
    store.back_up(&stick, &packages(), at(40)).unwrap();
    let database = stick.join("current").join("store.db");
    let mut bytes = fs::read(&database).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&database, bytes).unwrap();

    let restored = restore(&stick, &bench.path("other")).unwrap();
    assert!(restored.is_older_generation);
    assert_eq!(marks(&restored.store), 0);

    fs::remove_file(stick.join("previous").join("store.db")).unwrap();
    let refused = restore(&stick, &bench.path("third")).err();
    assert_eq!(refused, Some(OpenError::Backup));
    assert!(!bench.path("third").exists());
}

#[test]
fn a_wrong_passphrase_is_not_taken_for_damage() {
    let bench = Bench::new();
    let mut store = bench.create("wang");
    store.back_up(&bench.path("stick"), &[], at(20)).unwrap();
    let unlock = Unlock::Passphrase("another");
    let (stick, other) = (bench.path("stick"), bench.path("other"));
    let refused = WorkStore::restore(&stick, &other, unlock, &lineage("n2"), at(5), &settings());
    assert_eq!(refused.err(), Some(OpenError::WrongPassphrase));
    let nothing = restore(&bench.path("empty"), &other).err();
    assert_eq!(nothing, Some(OpenError::NoStore));
}

#[test]
fn an_interrupted_rotation_leaves_something_to_restore() {
    let bench = Bench::new();
    let mut store = bench.create("wang");
    let stick = bench.path("stick");
    store.back_up(&stick, &[], at(20)).unwrap();
    store.back_up(&stick, &[], at(30)).unwrap();
    // As a crash between the two renames of the third backup leaves it.
    fs::remove_dir_all(stick.join("previous")).unwrap();
    fs::rename(stick.join("current"), stick.join("previous")).unwrap();
    fs::create_dir(stick.join("fresh")).unwrap();
    assert!(restore(&stick, &bench.path("other")).is_ok());
    store.back_up(&stick, &[], at(40)).unwrap();
    assert!(stick.join("current").is_dir() && !stick.join("fresh").exists());
}

#[test]
fn a_backup_that_cannot_be_written_keeps_the_ones_before() {
    let bench = Bench::new();
    let mut store = bench.create("wang");
    let stick = bench.path("stick");
    store.back_up(&stick, &[], at(20)).unwrap();
    let before = fs::read(stick.join("current").join("backup.json")).unwrap();
    fs::remove_file(bench.path("wang").join("key.json")).unwrap();
    let failed = store.back_up(&stick, &[], at(30));
    assert_eq!(failed, Err(StoreError::Io(std::io::ErrorKind::NotFound)));
    assert_eq!(
        fs::read(stick.join("current").join("backup.json")).unwrap(),
        before
    );
    assert!(!stick.join("fresh").exists());
}
