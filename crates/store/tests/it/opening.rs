//! What opens a store, and every refusal by its own name.

use std::fs;

use hengping_store::office::OfficeStore;
use hengping_store::work::WorkStore;
use hengping_store::{
    Access, DiskKind, Event, OpenError, RecoveryCode, Settings, StoreError, Unlock,
};

use crate::support::{Bench, PASSPHRASE, at, lineage, mark, open, set_mark, settings};

fn refusal<T>(result: Result<T, OpenError>) -> OpenError {
    match result {
        Ok(_) => panic!("opened"),
        Err(error) => error,
    }
}

#[test]
fn a_wrong_passphrase_is_refused_as_that() {
    let bench = Bench::new();
    drop(bench.create("wang"));
    let folder = bench.path("wang");
    let try_open = |text| WorkStore::open(&folder, Unlock::Passphrase(text), at(0), &settings());
    assert_eq!(refusal(try_open("another")), OpenError::WrongPassphrase);
    assert_eq!(refusal(try_open("")), OpenError::WrongPassphrase);
}

#[test]
fn a_passphrase_in_full_width_is_the_same() {
    let bench = Bench::new();
    drop(bench.create("wang"));
    let full_width = "衡评 ｐａｓｓｐｈｒａｓｅ";
    let unlock = Unlock::Passphrase(full_width);
    assert!(WorkStore::open(&bench.path("wang"), unlock, at(0), &settings()).is_ok());
}

#[test]
fn the_recovery_sheet_opens_and_another_does_not() {
    let bench = Bench::new();
    let folder = bench.path("wang");
    let code = RecoveryCode::random().unwrap();
    let n1 = lineage("n1");
    let made = WorkStore::create(&folder, PASSPHRASE, Some(&code), &n1, at(0), &settings());
    drop(made.unwrap());
    let typed: RecoveryCode = code.to_string().to_lowercase().parse().unwrap();
    let opened = WorkStore::open(&folder, Unlock::Recovery(&typed), at(0), &settings());
    drop(opened.unwrap());
    let other = RecoveryCode::random().unwrap();
    let refused = WorkStore::open(&folder, Unlock::Recovery(&other), at(0), &settings());
    assert_eq!(refusal(refused), OpenError::WrongRecoveryCode);
}

#[test]
fn a_new_passphrase_takes_the_place_of_the_old() {
    let bench = Bench::new();
    let mut store = bench.create("wang");
    store
        .rewrap(Unlock::Passphrase("new"), &settings())
        .unwrap();
    drop(store);
    let folder = bench.path("wang");
    let try_open = |text| WorkStore::open(&folder, Unlock::Passphrase(text), at(0), &settings());
    assert_eq!(refusal(try_open(PASSPHRASE)), OpenError::WrongPassphrase);
    assert!(try_open("new").is_ok());
}

#[test]
fn foreign_files_are_refused_and_left_alone() {
    let bench = Bench::new();
    drop(bench.create("wang"));
    drop(bench.create("li"));
    let (wang, li) = (bench.path("wang"), bench.path("li"));
    fs::copy(li.join("store.db"), wang.join("store.db")).unwrap();
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let opened = WorkStore::open(&wang, unlock, at(0), &settings());
    assert_eq!(refusal(opened), OpenError::Foreign);
    let same = |name: &str| fs::read(wang.join(name)).unwrap() == fs::read(li.join(name)).unwrap();
    assert!(same("store.db"));

    fs::write(wang.join("store.db"), b"%PDF-1.7 not a database at all").unwrap();
    let opened = WorkStore::open(&wang, unlock, at(0), &settings());
    assert_eq!(refusal(opened), OpenError::Foreign);

    fs::write(wang.join("key.json"), b"{}").unwrap();
    let opened = WorkStore::open(&wang, unlock, at(0), &settings());
    assert_eq!(refusal(opened), OpenError::KeyFile);
}

#[test]
fn one_kind_of_store_is_not_opened_as_another() {
    let bench = Bench::new();
    drop(bench.create("wang"));
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let opened = OfficeStore::open(&bench.path("wang"), unlock, at(0), &settings());
    assert_eq!(refusal(opened), OpenError::Foreign);
}

#[test]
fn nothing_there_and_something_there_already_are_told() {
    let bench = Bench::new();
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let opened = WorkStore::open(&bench.path("nobody"), unlock, at(0), &settings());
    assert_eq!(refusal(opened), OpenError::NoStore);
    drop(bench.create("wang"));
    let n2 = lineage("n2");
    let folder = bench.path("wang");
    let again = WorkStore::create(&folder, PASSPHRASE, None, &n2, at(0), &settings());
    assert_eq!(refusal(again), OpenError::AlreadyExists);
    drop(bench.open("wang"));
}

#[test]
fn stores_lie_on_local_disks_only() {
    let bench = Bench::new();
    drop(bench.create("wang"));
    let checks: [fn(&std::path::Path) -> DiskKind; 3] = [
        |_| DiskKind::Network,
        |_| DiskKind::Removable,
        |_| DiskKind::Synced,
    ];
    for disk in checks {
        let settings = Settings { disk, ..settings() };
        let folder = bench.path("wang");
        let opened = WorkStore::open(&folder, Unlock::Passphrase(PASSPHRASE), at(0), &settings);
        assert_eq!(refusal(opened), OpenError::NotLocal(disk(&folder)));
    }
}

#[test]
fn a_second_opener_may_only_read() {
    let bench = Bench::new();
    let mut first = bench.with_applications("wang");
    let folder = bench.path("wang");
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let second = WorkStore::open(&folder, unlock, at(0), &settings());
    assert_eq!(refusal(second), OpenError::InUse);

    let mut reader = WorkStore::open_read_only(&folder, unlock, &settings()).unwrap();
    assert_eq!(reader.access(), Access::ReadOnly);
    set_mark(&mut first, "a01", &mark("A1.1", 750, ""), 5).unwrap();
    let key = crate::support::key("a01");
    assert_eq!(reader.read().marks().of(&key).unwrap().len(), 1);
    let written = set_mark(&mut reader, "a01", &mark("A1.1", 800, ""), 6);
    assert_eq!(written, Err(StoreError::ReadOnly));
    drop((first, reader));
    drop(open(&folder));
}

#[test]
fn a_store_that_nobody_has_open_can_be_read() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    set_mark(&mut store, "a01", &mark("A1.1", 750, ""), 5).unwrap();
    drop(store);
    let folder = bench.path("wang");
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let reader = WorkStore::open_read_only(&folder, unlock, &settings()).unwrap();
    let key = crate::support::key("a01");
    assert_eq!(reader.read().marks().of(&key).unwrap().len(), 1);
}

#[test]
fn a_half_made_store_is_no_obstacle() {
    let bench = Bench::new();
    let leavings = bench.path(".wang.new");
    fs::create_dir(&leavings).unwrap();
    fs::write(leavings.join("store.db"), b"half").unwrap();
    drop(bench.create("wang"));
    assert!(!leavings.exists());
}

#[test]
fn an_old_copy_put_back_is_noticed() {
    let bench = Bench::new();
    let store = bench.with_applications("wang");
    drop(store);
    let folder = bench.path("wang");
    let old = fs::read(folder.join("store.db")).unwrap();
    let mut store = open(&folder);
    let act = store.write(at(9), |_| Ok::<_, StoreError>(((), Event::act("seal"))));
    act.unwrap();
    drop(store);
    fs::write(folder.join("store.db"), old).unwrap();

    let mut store = open(&folder);
    assert_eq!(store.access(), Access::Behind);
    let written = set_mark(&mut store, "a01", &mark("A1.1", 750, ""), 10);
    assert_eq!(written, Err(StoreError::RolledBack));
    store.continue_as_restored(&lineage("n2"), at(11)).unwrap();
    set_mark(&mut store, "a01", &mark("A1.1", 750, ""), 12).unwrap();
    assert_eq!(store.read().meta().lineage().unwrap(), lineage("n2"));
    drop(store);
    assert_eq!(open(&folder).access(), Access::Full);
}

#[test]
fn a_store_without_its_sidecar_is_taken_for_a_copy() {
    let bench = Bench::new();
    drop(bench.create("wang"));
    fs::remove_file(bench.path("wang").join("sidecar.json")).unwrap();
    assert_eq!(bench.open("wang").access(), Access::Behind);
}

#[test]
fn a_store_that_nobody_closed_says_so_once() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    assert!(!store.recovered().unclosed);
    set_mark(&mut store, "a01", &mark("A1.1", 350, ""), 3).unwrap();
    // What lies on the disk while it is open is what a cut of power leaves.
    let cut = bench.path("cut");
    fs::create_dir(&cut).unwrap();
    for entry in fs::read_dir(bench.path("wang")).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            fs::copy(&path, cut.join(path.file_name().unwrap())).unwrap();
        }
    }
    drop(store);
    let opened = WorkStore::open(&cut, Unlock::Passphrase(PASSPHRASE), at(9), &settings());
    let opened = opened.unwrap();
    assert!(opened.recovered().unclosed);
    drop(opened);
    for name in ["cut", "wang"] {
        let again = open(&bench.path(name));
        assert!(!again.recovered().unclosed, "{name}");
    }
}
