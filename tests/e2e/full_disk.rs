//! A disk that is full: nothing half, nothing lost, and it goes on once there is room.

use std::path::Path;

use hengping_app::error::Error;
use hengping_app::notice::Notice;
use hengping_app::office::PackRequest;
use hengping_store::{OpenError, StoreError};
use hengping_tests::disk::{self, SmallDisk};
use hengping_tests::{Applicant, Moment, Plan, Round, evidence, person};

fn large_round() -> Round {
    let file = |number: usize| {
        (
            format!("{number}.pdf"),
            evidence::large_pdf(&format!("file {number}"), 600_000),
        )
    };
    let applicant = Applicant::new("a01", "甲公司").with_files((1..=4).map(file).collect());
    Round::of(&Plan {
        applicants: vec![applicant],
        ..Plan::default()
    })
}

fn is_full<T: std::fmt::Debug>(result: Result<T, Error>) {
    let full = match &result {
        Err(Error::Store(StoreError::DiskFull)) => true,
        Err(Error::Open(OpenError::Store(StoreError::DiskFull))) => true,
        Err(Error::File { kind, .. }) => *kind == std::io::ErrorKind::StorageFull,
        Err(Error::Format(refusal)) => refusal.is_out_of_room(),
        _ => false,
    };
    assert!(full, "{result:?}");
    let notice = Notice::from(&result.expect_err("refused"));
    assert!(["S001", "R094"].contains(&notice.code), "{notice:?}");
}

/// A round whose first expert works on a disk of `kilobytes`.
fn on_small_disk(round: &mut Round, kilobytes: usize) -> Option<SmallDisk> {
    let small = SmallDisk::mount(kilobytes)?;
    let home = small.path().join("home");
    disk::copy_folder(&round.experts[0].home, &home);
    round.experts[0].home = home;
    Some(small)
}

#[test]
fn an_import_stops_at_a_full_disk_and_goes_on() {
    let mut round = large_round();
    let Some(small) = on_small_disk(&mut round, 16_000) else {
        return;
    };
    small.fill(1_500);
    let mut expert = round.experts[0].open(&round.moment);
    is_full(expert.import(&round.import_files(0), &round.moment.context()));
    assert!(
        expert.conflicts().is_err(),
        "the package must not be usable"
    );
    small.empty();
    expert
        .import(&round.import_files(0), &round.moment.context())
        .unwrap();
    expert.pledge(&round.moment.context()).unwrap();
}

#[test]
fn a_mark_that_finds_no_room_is_refused_and_the_others_stay() {
    let mut round = large_round();
    let Some(small) = on_small_disk(&mut round, 16_000) else {
        return;
    };
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    small.fill(64);
    let mut last = String::new();
    let mut moment = Moment::of(round.moment.now);
    let refused = loop {
        moment = moment.later(61);
        let text = format!("{} {}", moment.now, "长评语".repeat(2_000));
        let request = hengping_app::expert::MarkRequest {
            indicator: "impact".parse().unwrap(),
            judgement: hengping_core::mark::Judgement::NotApplicable,
            comment: text.clone(),
            citations: Vec::new(),
        };
        match expert.mark(&person::id("a01"), request, &moment.context()) {
            Ok(_) => last = text,
            refused => break refused,
        }
    };
    is_full(refused);
    drop(expert);
    small.empty();
    let mut expert = round.experts[0].open(&moment);
    expert.log().unwrap();
    drop(expert);
    let store = round.experts[0].store(&moment);
    let key = hengping_store::table::applications::ApplicationRef::new(
        &"r2026".parse().unwrap(),
        &person::id("a01"),
    );
    let marks = store.read().marks().of(&key).unwrap();
    assert_eq!(
        marks.first().map_or("", |row| row.mark.comment.as_str()),
        last
    );
    drop(store);
    expert = round.experts[0].open(&moment);
    person::judge(&mut expert, "a01", 6, "还有空间", &moment);
}

#[test]
fn a_backup_that_finds_no_room_leaves_the_one_before() {
    let round = large_round();
    let Some(small) = SmallDisk::mount(4_000) else {
        return;
    };
    let stick = small.path().join("stick");
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let first = expert.back_up(&stick, &round.moment.context()).unwrap();
    person::judge(&mut expert, "a01", 6, "可", &round.moment);
    small.fill(16);
    is_full(expert.back_up(&stick, &round.moment.context()));
    let restore = |name: &str| {
        let unlock = hengping_app::Unlock::Passphrase(hengping_tests::PASSPHRASE);
        let settings = hengping_tests::settings();
        let home = round.path(name);
        let context = round.moment.context();
        hengping_app::expert::Expert::restore(&stick, &home, unlock, &settings, &context)
            .unwrap()
            .1
    };
    assert_eq!(restore("before").log_length, first.log_length);
    small.empty();
    let second = expert.back_up(&stick, &round.moment.context()).unwrap();
    assert_eq!(restore("after").log_length, second.log_length);
}

#[test]
fn an_export_that_finds_no_room_leaves_no_fragment() {
    let round = large_round();
    let Some(small) = SmallDisk::mount(1_000) else {
        return;
    };
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    person::judge(&mut expert, "a01", 6, "可", &round.moment);
    expert.hand_in(&round.moment.context()).unwrap();
    small.fill(4);
    let stick = small.path().join("stick");
    is_full(expert.export(&stick));
    assert_eq!(left_on(&stick), [""; 0]);
    small.empty();
    expert.export(&stick).unwrap();
}

/// Names of the files on a stick.
fn left_on(stick: &Path) -> Vec<String> {
    match stick.exists() {
        true => disk::files_under(stick)
            .iter()
            .map(|path| path.display().to_string())
            .collect(),
        false => Vec::new(),
    }
}

#[test]
fn a_hand_in_that_finds_no_room_is_made_afterwards() {
    let mut round = large_round();
    let Some(small) = on_small_disk(&mut round, 16_000) else {
        return;
    };
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    person::judge(&mut expert, "a01", 6, "可", &round.moment);
    small.fill(32);
    is_full(expert.hand_in(&round.moment.context()));
    drop(expert);
    small.empty();
    let mut expert = round.experts[0].open(&round.moment);
    let log = expert.log().unwrap();
    assert!(log.entries.iter().all(|entry| entry.kind != "handed-in"));
    person::deliver(&mut expert, &round.path("bundles"), &round.moment);
}

#[test]
fn a_first_backup_that_finds_no_room_is_none() {
    let round = large_round();
    let Some(small) = SmallDisk::mount(4_000) else {
        return;
    };
    let stick = small.path().join("stick");
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    small.fill(16);
    is_full(expert.back_up(&stick, &round.moment.context()));
    let unlock = hengping_app::Unlock::Passphrase(hengping_tests::PASSPHRASE);
    let (settings, context) = (hengping_tests::settings(), round.moment.context());
    let restore = |name: &str| {
        let home = round.path(name);
        hengping_app::expert::Expert::restore(&stick, &home, unlock, &settings, &context)
    };
    let none = restore("none").map(drop);
    assert!(
        matches!(none, Err(Error::Open(OpenError::NoStore))),
        "{none:?}"
    );
    small.empty();
    expert.back_up(&stick, &round.moment.context()).unwrap();
    restore("whole").map(drop).unwrap();
}

#[test]
fn a_package_that_finds_no_room_leaves_no_fragment() {
    let round = large_round();
    let Some(small) = SmallDisk::mount(8_000) else {
        return;
    };
    let mut office = round.unpacked("full");
    let request = PackRequest {
        out: small.path().join("stick"),
        panel: round.holders.iter().map(|one| one.card.clone()).collect(),
        ..PackRequest::default()
    };
    small.fill(1_000);
    is_full(office.pack(&request, &round.moment.context()));
    assert_eq!(left_on(&request.out), [""; 0]);
    small.empty();
    office.pack(&request, &round.moment.context()).unwrap();
}

#[test]
fn an_archive_that_finds_no_room_is_none_until_it_is_written_again() {
    let round = large_round();
    let Some(small) = SmallDisk::mount(1_000) else {
        return;
    };
    let bundles: Vec<_> = (0..round.experts.len())
        .map(|number| round.review(number, 6, "可").file)
        .collect();
    let mut panel = round.panel();
    panel.arrive(&bundles, &round.moment.context()).unwrap();
    round.unlock_bundles(&mut panel, &round.moment);
    let folder = small.path().join("archive");
    small.fill(40);
    is_full(panel.archive(&folder, &round.moment.context()));
    assert!(!folder.join("data/manifest.json").exists());
    small.empty();
    panel.archive(&folder, &round.moment.context()).unwrap();
    hengping_app::panel::replay(&folder, &round.moment.context()).unwrap();
}
