//! Imports that break off, objects that are damaged, copies that are put back.

use std::fs;

use hengping_app::error::Error;
use hengping_app::expert::ImportFiles;
use hengping_app::{Unlock, context};
use hengping_format::doc::Entry;
use hengping_store::Access;
use hengping_store::work::WorkStore;
use hengping_tests::{
    Applicant, PASSPHRASE, Plan, Round, disk, evidence, patiently, person, settings,
};

use crate::reason;

fn large_round() -> Round {
    let file = |number: usize| {
        (
            format!("{number}.pdf"),
            evidence::large_pdf(&format!("file {number}"), 200_000),
        )
    };
    let applicant = Applicant::new("a01", "甲公司").with_files((1..=5).map(file).collect());
    Round::of(&Plan {
        applicants: vec![applicant],
        ..Plan::default()
    })
}

/// Where each object lies in the package file.
fn place_of(round: &Round, bytes: &[u8], number: usize) -> (Entry, usize) {
    let mut package = round.opened_package();
    let entries: Vec<Entry> = package
        .object_entries()
        .map(|one| one.name.clone())
        .collect();
    let content = package.entry_bytes(&entries[number]).unwrap();
    let place = bytes
        .windows(64)
        .position(|window| window == &content[..64])
        .unwrap();
    (entries[number].clone(), place + content.len() / 2)
}

fn copy_with(round: &Round, change: impl FnOnce(&mut Vec<u8>)) -> ImportFiles {
    let mut bytes = fs::read(round.package()).unwrap();
    change(&mut bytes);
    let package = round.path("copy.orp");
    fs::write(&package, bytes).unwrap();
    ImportFiles {
        package,
        ..round.import_files(0)
    }
}

#[test]
fn a_damaged_object_is_named_with_its_volume_and_the_rest_is_kept() {
    let round = large_round();
    let bytes = fs::read(round.package()).unwrap();
    let (entry, place) = place_of(&round, &bytes, 3);
    let damaged = copy_with(&round, |bytes| bytes[place] ^= 0x20);
    let mut expert = round.experts[0].open(&round.moment);
    let refused = expert.import(&damaged, &round.moment.context());
    let Err(Error::Format(refusal)) = &refused else {
        panic!("{refused:?}")
    };
    let said = refusal.place.to_string();
    assert!(
        said.contains(&entry.name()),
        "{said} does not name {}",
        entry.name()
    );
    assert!(
        said.contains("package.orp"),
        "{said} does not name the volume"
    );
    assert!(
        expert.conflicts().is_err(),
        "the package must not be usable"
    );
    let sound = expert
        .import(&round.import_files(0), &round.moment.context())
        .unwrap();
    assert_eq!(sound.applications.len(), 1);
}

#[test]
fn objects_that_were_taken_over_are_not_taken_over_again() {
    let round = large_round();
    let bytes = fs::read(round.package()).unwrap();
    let (_, place) = place_of(&round, &bytes, 4);
    let damaged = copy_with(&round, |bytes| bytes[place] ^= 1);
    let mut expert = round.experts[0].open(&round.moment);
    expert
        .import(&damaged, &round.moment.context())
        .err()
        .unwrap();
    // The first four objects of this copy are spoilt; only the fifth is still read.
    let (_, first) = place_of(&round, &bytes, 0);
    let other = copy_with(&round, |bytes| bytes[first] ^= 1);
    expert.import(&other, &round.moment.context()).unwrap();
}

#[test]
fn a_package_that_was_cut_off_is_refused() {
    let round = large_round();
    let whole = fs::read(round.package()).unwrap();
    for length in [0, 30, 1000, whole.len() / 2, whole.len() - 1] {
        let cut = copy_with(&round, |bytes| bytes.truncate(length));
        let mut expert = round.experts[0].open(&round.moment);
        reason(expert.import(&cut, &round.moment.context()));
        assert!(expert.conflicts().is_err(), "{length} bytes");
    }
}

#[test]
fn an_old_copy_put_back_by_mistake_opens_for_reading_only() {
    let round = Round::of(&Plan::default());
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    drop(expert);
    let (home, copy) = (&round.experts[0].home, round.path("copy"));
    disk::copy_folder(home, &copy);
    let mut expert = round.experts[0].open(&round.moment);
    person::judge(&mut expert, "a01", 7, "后来", &round.moment);
    drop(expert);
    // The database goes back, the sidecar beside it does not.
    let sidecar = sidecar_of(home);
    let newer = fs::read(&sidecar).unwrap();
    fs::remove_dir_all(home).unwrap();
    disk::copy_folder(&copy, home);
    fs::write(&sidecar, newer).unwrap();
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let open = || {
        Ok(WorkStore::open(
            home,
            unlock,
            round.moment.now,
            &settings(),
        )?)
    };
    let store = patiently(open).unwrap();
    assert_eq!(store.access(), Access::Behind);
}

fn sidecar_of(home: &std::path::Path) -> std::path::PathBuf {
    let named = |path: &std::path::PathBuf| path.to_string_lossy().contains("sidecar");
    disk::files_under(home)
        .into_iter()
        .find(named)
        .expect("a sidecar")
}

/// Both machines go on: their seals of one number carry different lineages, so that merging can
/// tell a fork from a lie.
#[test]
fn a_restored_store_goes_on_under_a_lineage_of_its_own() {
    let round = Round::of(&Plan::default());
    let mut first = round.experts[0].open(&round.moment);
    person::begin(&mut first, &round.import_files(0), &round.moment);
    first
        .back_up(&round.path("stick"), &round.moment.context())
        .unwrap();
    let home = round.path("second");
    let unlock = Unlock::Passphrase(PASSPHRASE);
    let context: context::Context = round.moment.context();
    let restored = hengping_app::expert::Expert::restore(
        &round.path("stick"),
        &home,
        unlock,
        &settings(),
        &context,
    );
    let (mut second, report) = restored.unwrap();
    assert_eq!(report.packages.len(), 1);
    second.import(&round.import_files(0), &context).unwrap();
    person::judge(&mut first, "a01", 7, "第一台", &round.moment);
    person::judge(&mut second, "a01", 4, "第二台", &round.moment);
    let one = person::deliver(&mut first, &round.path("one"), &round.moment);
    let other = person::deliver(&mut second, &round.path("other"), &round.moment);
    let (one, other) = (round.open_bundle(&one.file), round.open_bundle(&other.file));
    let (one, other) = (&one.reviews[0].review, &other.reviews[0].review);
    assert_eq!((one.seal, other.seal), (1, 1));
    assert_ne!(one.lineage, other.lineage);
}
