//! Archives on which ZIP readers disagree, put in the place of a package or grafted onto one: both
//! doors refuse, and nothing is stored. What each was refused for is counted.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hengping_app::error::Error;
use hengping_app::expert::{Expert, ImportFiles};
use hengping_app::inspect;
use hengping_app::notice::Notice;
use hengping_tests::{Moment, Plan, Round, data, disk};

use crate::rule;

const DIRECTORY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const LOCAL: &[u8] = b"PK\x03\x04";

fn first(bytes: &[u8], record: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == record)
}

fn last(bytes: &[u8], record: &[u8]) -> Option<usize> {
    bytes.windows(4).rposition(|window| window == record)
}

/// The archive for itself, and everything of it that fits somewhere on the package.
fn grafts(package: &[u8], donor: &[u8]) -> Vec<Vec<u8>> {
    let directory = last_run(package, DIRECTORY);
    let end = last(package, END).unwrap();
    let second = 1 + first(&package[1..], LOCAL).unwrap();
    let mut all = vec![
        donor.to_vec(),
        [donor, package].concat(),
        [package, donor].concat(),
    ];
    for at in [second, directory, end] {
        all.push([&package[..at], donor, &package[at..]].concat());
        all.push([&package[..at], donor].concat());
    }
    if let Some(own_end) = last(donor, END) {
        all.push([&package[..end], &donor[own_end..]].concat());
    }
    if let Some(own_directory) = first(donor, DIRECTORY) {
        all.push([&package[..directory], &donor[own_directory..]].concat());
    }
    all
}

/// Where the directory begins: its first line, which stands behind all content.
fn last_run(package: &[u8], record: &[u8]) -> usize {
    let end = last(package, END).unwrap();
    let field: [u8; 4] = package[end + 16..end + 20].try_into().unwrap();
    let start = u32::from_le_bytes(field) as usize;
    assert_eq!(&package[start..start + 4], record);
    start
}

/// Tries both doors with the file; the codes of the refusals.
fn codes(expert: &mut Expert, files: &ImportFiles, moment: &Moment) -> [String; 2] {
    let context = moment.context();
    let verified = inspect::verify_package(&files.package, &files.root, &context);
    let imported = expert.import(files, &context);
    let code = |error: Error| Notice::from(&error).code.to_owned();
    [
        code(verified.expect_err("verified")),
        code(imported.expect_err("imported")),
    ]
}

fn counted(folder: &Path, round: &Round) -> BTreeMap<String, usize> {
    let package = fs::read(round.package()).unwrap();
    let mut expert = round.experts[0].open(&round.moment);
    let before = expert.log().unwrap().head;
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let file = round.path("grafted.orp");
    for path in disk::files_under(folder) {
        let donor = fs::read(&path).unwrap();
        for grafted in grafts(&package, &donor) {
            fs::write(&file, grafted).unwrap();
            let files = ImportFiles {
                package: file.clone(),
                ..round.import_files(0)
            };
            for code in codes(&mut expert, &files, &round.moment) {
                *counts.entry(code).or_default() += 1;
            }
            rule(expert.conflicts());
        }
    }
    assert_eq!(expert.log().unwrap().head, before, "something was stored");
    counts
}

#[test]
fn no_graft_of_an_ambiguous_archive_is_taken_in() {
    let Some(folder) = data::find("zip") else {
        return;
    };
    let round = Round::of(&Plan::default());
    let counts = counted(&folder, &round);
    let tried: usize = counts.values().sum();
    data::report(&format!("{tried} grafts refused, by code: {counts:?}"));
    assert!(tried > 2_000 && counts.len() >= 4, "{counts:?}");
    // The package itself is as good as before.
    let mut expert = round.experts[0].open(&round.moment);
    expert
        .import(&round.import_files(0), &round.moment.context())
        .unwrap();
}
