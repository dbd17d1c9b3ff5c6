//! Ambiguous archives, on which ZIP readers disagree, grafted onto a valid package in every way
//! we know: nothing of them is ever accepted.

use crate::support::{data, files};
use crate::world::*;

const LOCAL: &[u8] = b"PK\x03\x04";
const DIRECTORY: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";

fn find_all(bytes: &[u8], needle: &[u8]) -> Vec<usize> {
    (0..bytes.len())
        .filter(|&at| bytes[at..].starts_with(needle))
        .collect()
}

/// Copies the fixed fields of the donor's first record of a kind over each of ours, one run of
/// fields at a time, where that changes anything.
fn overlays(package: &[u8], donor: &[u8], record: &[u8], length: usize) -> Vec<Vec<u8>> {
    let mut grafted = Vec::new();
    let Some(&from) = find_all(donor, record).first() else {
        return grafted;
    };
    let Some(fields) = donor.get(from..from + length) else {
        return grafted;
    };
    for at in find_all(package, record) {
        for start in (4..length).step_by(2) {
            let mut bytes = package.to_vec();
            bytes[at + start..at + length].copy_from_slice(&fields[start..]);
            if bytes != package {
                grafted.push(bytes);
            }
        }
    }
    grafted
}

fn grafts(package: &[u8], donor: &[u8]) -> Vec<Vec<u8>> {
    let directory = find_all(package, DIRECTORY)[0];
    let end = *find_all(package, END).last().unwrap();
    let second = find_all(package, LOCAL)[1];
    let mut all = vec![
        donor.to_vec(),
        [donor, package].concat(),
        [package, donor].concat(),
    ];
    for at in [second, directory, end] {
        all.push([&package[..at], donor, &package[at..]].concat());
        all.push([&package[..at], donor].concat());
    }
    if let Some(&donor_end) = find_all(donor, END).last() {
        all.push([&package[..end], &donor[donor_end..]].concat());
    }
    if let Some(&donor_directory) = find_all(donor, DIRECTORY).first() {
        all.push([&package[..directory], &donor[donor_directory..]].concat());
    }
    all.extend(overlays(package, donor, LOCAL, 30));
    all.extend(overlays(package, donor, DIRECTORY, 46));
    all.extend(overlays(package, donor, END, 22));
    all
}

#[test]
fn no_graft_of_an_ambiguous_archive_is_accepted() {
    let Some(folder) = data("zip") else { return };
    let package = tiny_package();
    let mut tried = 0;
    for path in files(&folder) {
        let donor = std::fs::read(&path).unwrap();
        for (nth, grafted) in grafts(&package, &donor).iter().enumerate() {
            assert!(
                verify_bytes(grafted).is_err(),
                "graft {nth} of {}",
                path.display()
            );
            tried += 1;
        }
    }
    println!("{tried} grafts refused");
    assert!(tried > 1000);
}
