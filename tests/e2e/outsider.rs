//! What an expert can do with stock tools: an application that was not assigned stays shut.

use std::fs;
use std::path::Path;
use std::process::Command;

use hengping_format::doc::{Entry, TicketSecrets};
use hengping_format::suite::Identity;
use hengping_format::ticket;
use hengping_format::trust::{Purpose, Trust};
use hengping_tests::{Plan, Round, data, person, round};

/// The first expert works for 乙公司 and is therefore not given `a02`.
fn tied_round() -> Round {
    Round::of(&Plan {
        ties: vec![(0, "乙公司".to_owned())],
        ..Plan::default()
    })
}

#[test]
fn an_expert_with_a_tie_gets_a_ticket_without_that_application() {
    let round = tied_round();
    let mut expert = round.experts[0].open(&round.moment);
    let imported = expert
        .import(&round.import_files(0), &round.moment.context())
        .unwrap();
    assert_eq!(imported.applications, vec![person::id("a01")]);
    let conflicts = expert.conflicts().unwrap();
    let row = conflicts
        .rows
        .iter()
        .find(|row| row.application == person::id("a02"))
        .unwrap();
    assert!(!row.assigned);
}

#[test]
fn an_unassigned_application_does_not_open_with_stock_age() {
    let Some(age) = data::program("age") else {
        return;
    };
    let round = tied_round();
    let secrets = secrets_of(&round, 0);
    let opened = |application: &str, identity: &Identity| {
        let file = entry(&round, &Entry::Application(person::id(application)));
        opens(&age, &round, &file, identity)
    };
    let assigned = secrets
        .assignments
        .iter()
        .find(|one| one.application == person::id("a01"));
    let own = assigned.unwrap().identity.clone().unwrap();
    // First that the tool, the file and the key are the right ones.
    assert!(opened("a01", &own));
    let person = round.experts[0].keys(&round.moment).identity;
    for key in [&own, &secrets.index, &person] {
        assert!(!opened("a02", key));
    }
    let package = round.opened_package();
    let objects: Vec<Entry> = package
        .object_entries()
        .map(|one| one.name.clone())
        .collect();
    drop(package);
    let with_own = objects
        .iter()
        .filter(|name| opens(&age, &round, &entry(&round, name), &own));
    assert_eq!(with_own.count() * 2, objects.len());
    let with_index = |name: &&Entry| opens(&age, &round, &entry(&round, name), &secrets.index);
    assert_eq!(objects.iter().filter(with_index).count(), 0);
}

pub(crate) fn secrets_of(round: &Round, number: usize) -> TicketSecrets {
    let bytes = fs::read(round.ticket(number)).unwrap();
    let package = round.opened_package();
    let trust = Trust::pinned(round::pin_of(&round.packed.root));
    let json = package.trust_json();
    let mut state = trust
        .accept(json, round.moment.now, Purpose::Reading)
        .unwrap();
    let outside = ticket::verify(&bytes, package.manifest(), &state).unwrap();
    let keys = round.experts[number].keys(&round.moment);
    let opened = ticket::open(
        outside,
        &keys.identity,
        None,
        package.manifest(),
        &mut state,
    );
    opened.unwrap().secrets().clone()
}

fn entry(round: &Round, entry: &Entry) -> Vec<u8> {
    round.opened_package().entry_bytes(entry).unwrap()
}

fn opens(age: &Path, round: &Round, ciphertext: &[u8], identity: &Identity) -> bool {
    let (file, key) = (round.path("outsider.age"), round.path("outsider.key"));
    fs::write(&file, ciphertext).unwrap();
    fs::write(&key, identity.to_secret_text().as_bytes()).unwrap();
    let output = Command::new(age)
        .arg("-d")
        .arg("-i")
        .arg(key)
        .arg(file)
        .output()
        .unwrap();
    output.status.success()
}
