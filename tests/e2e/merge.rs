//! What the panel makes of bundles that repeat, contradict and skip one another.

use std::path::PathBuf;

use hengping_app::panel::{Panel, PanelStatus};
use hengping_core::merge::{ConflictKind, Gap};
use hengping_tests::{Plan, Round, disk, person};

/// The panel after these bundles came and were opened.
fn opened(round: &Round, bundles: &[PathBuf]) -> Panel {
    let mut panel = round.panel();
    let arrived = panel.arrive(bundles, &round.moment.context()).unwrap();
    assert!(arrived.refused.is_empty());
    round.unlock_bundles(&mut panel, &round.moment);
    panel
}

fn status(round: &Round, bundles: &[PathBuf]) -> PanelStatus {
    opened(round, bundles)
        .status(&round.moment.context())
        .unwrap()
}

/// Two machines with copies of one store of the first expert, begun and not yet marked.
fn two_machines(round: &Round) -> PathBuf {
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    drop(expert);
    let copy = round.path("copy");
    disk::copy_folder(&round.experts[0].home, &copy);
    copy
}

#[test]
fn two_seals_of_one_number_from_one_history_are_an_equivocation() {
    let round = Round::of(&Plan::default());
    let copy = two_machines(&round);
    let mut one = round.experts[0].open(&round.moment);
    let mut other = person::open(&copy, &round.moment);
    person::judge(&mut one, "a01", 8, "这样说", &round.moment);
    person::judge(&mut other, "a01", 2, "那样说", &round.moment);
    let one = person::deliver(&mut one, &round.path("one"), &round.moment).file;
    let other = person::deliver(&mut other, &round.path("other"), &round.moment).file;
    let status = status(&round, &[one, other]);
    assert_eq!(status.conflicts.len(), 1);
    assert_eq!(status.conflicts[0].kind, ConflictKind::Equivocation);
    assert_eq!(status.conflicts[0].claims.len(), 2);
    assert!(!status.conflicts[0].differences.is_empty());
    assert_eq!((status.accepted, status.held), (0, 2));
}

#[test]
fn seals_from_a_restored_store_are_a_fork() {
    let round = Round::of(&Plan::default());
    let mut first = round.experts[0].open(&round.moment);
    person::begin(&mut first, &round.import_files(0), &round.moment);
    first
        .back_up(&round.path("stick"), &round.moment.context())
        .unwrap();
    let mut second = person::restore(&round.path("stick"), &round.path("second"), &round.moment);
    second
        .import(&round.import_files(0), &round.moment.context())
        .unwrap();
    person::judge(&mut first, "a01", 8, "第一台", &round.moment);
    person::judge(&mut second, "a01", 2, "第二台", &round.moment);
    let one = person::deliver(&mut first, &round.path("one"), &round.moment).file;
    let other = person::deliver(&mut second, &round.path("other"), &round.moment).file;
    let status = status(&round, &[one, other]);
    assert_eq!(status.conflicts[0].kind, ConflictKind::Fork);
    assert_eq!(status.accepted, 0);
}

/// Three hand-ins of one expert, the second of which may be lost.
fn three_hand_ins(round: &Round) -> Vec<PathBuf> {
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let mut files = Vec::new();
    for (number, halves) in [(1, 8), (2, 6), (3, 4)] {
        let moment = round.moment.later(number * 3600);
        if number > 1 {
            expert
                .unseal(&person::id("a01"), "再想", &moment.context())
                .unwrap();
        }
        person::judge(&mut expert, "a01", halves, "改", &moment);
        let name = format!("bundles{number}");
        files.push(person::deliver(&mut expert, &round.path(&name), &moment).file);
    }
    files
}

#[test]
fn a_hand_in_that_never_came_is_a_recorded_gap_and_the_last_counts() {
    let round = Round::of(&Plan::default());
    let files = three_hand_ins(&round);
    let status = status(&round, &[files[0].clone(), files[2].clone()]);
    let bundles = status
        .gaps
        .iter()
        .filter(|gap| matches!(gap, Gap::Bundle { seq: 2, .. }));
    assert_eq!(bundles.count(), 1, "{:?}", status.gaps);
    let seals = status
        .gaps
        .iter()
        .filter(|gap| matches!(gap, Gap::Seal { seal: 2, .. }));
    assert_eq!(seals.count(), 1, "{:?}", status.gaps);
    assert_eq!((status.accepted, status.superseded), (1, 1));
    assert!(status.conflicts.is_empty());
}

#[test]
fn every_order_of_arrival_gives_one_result() {
    let round = Round::of(&Plan::default());
    let mut files = three_hand_ins(&round);
    files.push(round.review(1, 7, "二号").file);
    files.push(round.review(2, 5, "三号").file);
    let mut results = Vec::new();
    let pristine = round.path("pristine");
    disk::copy_folder(&round.holders[0].home, &pristine);
    for order in [
        [0, 1, 2, 3, 4],
        [4, 3, 2, 1, 0],
        [2, 0, 4, 1, 3],
        [3, 2, 1, 0, 4],
    ] {
        std::fs::remove_dir_all(&round.holders[0].home).unwrap();
        disk::copy_folder(&pristine, &round.holders[0].home);
        let files: Vec<PathBuf> = order.iter().map(|&place| files[place].clone()).collect();
        let panel = opened(&round, &files);
        let computed = panel.results(&round.moment.context()).unwrap();
        results.push(serde_json::to_string(&computed).unwrap());
    }
    assert!(results.iter().all(|one| *one == results[0]));
}

#[test]
fn a_bundle_exported_twice_counts_once() {
    let round = Round::of(&Plan::default());
    let first = round.review(0, 7, "可").file;
    let expert = round.experts[0].open(&round.moment);
    let second = expert.export(&round.path("stick")).unwrap().file;
    let mut panel = round.panel();
    let context = round.moment.context();
    let arrived = panel.arrive(&[first, second], &context).unwrap();
    assert_eq!((arrived.new, arrived.duplicates), (1, 1));
    round.unlock_bundles(&mut panel, &round.moment);
    assert_eq!(panel.status(&context).unwrap().arrivals.len(), 1);
}

#[test]
fn what_comes_after_the_opening_is_held_until_it_is_ruled_on() {
    let round = Round::of(&Plan::default());
    let late = round.review(1, 2, "迟").file;
    let mut panel = opened(&round, &[round.review(0, 7, "可").file]);
    let context = round.moment.context();
    let before = serde_json::to_string(&panel.results(&context).unwrap()).unwrap();
    let arrived = panel.arrive(&[late], &context).unwrap();
    assert_eq!(arrived.late, 1);
    round.unlock_bundles(&mut panel, &round.moment);
    let held = panel.status(&context).unwrap();
    assert_eq!((held.accepted, held.held), (1, 1));
    assert_eq!(
        serde_json::to_string(&panel.results(&context).unwrap()).unwrap(),
        before
    );
    let bundle = arrived.bundles[0].bundle.to_string();
    panel.admit(&bundle, "路上耽误", &context).unwrap();
    assert_eq!(panel.status(&context).unwrap().accepted, 2);
}

/// A foreign bundle, a damaged one and no bundle at all are named and touch nothing.
#[test]
fn what_is_refused_at_the_door_is_named_and_touches_nothing() {
    let round = Round::of(&Plan::default());
    let other = Round::of(&Plan {
        round: "r2027".to_owned(),
        ..Plan::default()
    });
    let good = round.review(0, 7, "可").file;
    let damaged = round.path("damaged.orb");
    let mut bytes = std::fs::read(&good).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 4;
    std::fs::write(&damaged, bytes).unwrap();
    let mut panel = round.panel();
    let files = [
        other.review(0, 7, "可").file,
        damaged,
        round.package(),
        good,
    ];
    let arrived = panel.arrive(&files, &round.moment.context()).unwrap();
    assert_eq!((arrived.new, arrived.refused.len()), (1, 3));
    let keys: Vec<&str> = arrived.refused.iter().map(|one| one.notice.key).collect();
    assert_eq!(keys, ["unknown-ticket", "content-digest", "mimetype"]);
}
