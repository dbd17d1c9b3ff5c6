//! A decided list: what changes it afterwards needs one of the four grounds, and is shown.

use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use hengping_app::panel::{ConsensusRequest, CorrectedThing, FactRequest, replay};
use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::ChangeGround;

use crate::support::{Round, copy_folder, id, key};

fn fact(value: Option<&str>) -> FactRequest {
    FactRequest {
        application: id("a2"),
        fact: "F1".to_owned(),
        value: value.map(str::to_owned),
        reason: "seen in the meeting".to_owned(),
        by: vec!["chair".to_owned()],
    }
}

fn mark(score: i64) -> ConsensusRequest {
    ConsensusRequest {
        application: id("a2"),
        indicator: id("A2"),
        ticket: None,
        judgement: Some(Judgement::Score(Hundredths(score))),
        ground: ChangeGround::Unreasonable,
        reason: "agreed in the meeting".to_owned(),
        by: vec!["chair".to_owned()],
    }
}

fn arithmetic() -> Option<(ChangeGround, String)> {
    Some((ChangeGround::Arithmetic, "the sum was wrong".to_owned()))
}

#[test]
fn what_changes_a_decided_list_is_refused_without_one_of_the_four_grounds() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let ticket = round.ticket("e1");
    let before = round.panel.results(&place.ctx()).unwrap();
    round.panel.decide("all agree", &place.ctx()).unwrap();
    assert_eq!(
        key(round.panel.decide("once more", &place.ctx())),
        "already-decided"
    );
    let refused = [
        key(round.panel.decide_fact(&fact(Some("90")), &place.ctx())),
        key(round.panel.consensus(&mark(1000), &place.ctx())),
        key(round
            .panel
            .explain_divergence(&id("a2"), None, &ticket, "late", &place.ctx())),
    ];
    assert_eq!(refused, ["decided"; 3]);
    let label = round.panel.status(&place.ctx()).unwrap().arrivals[0]
        .label
        .to_string();
    assert_eq!(
        key(round.panel.keep_out(&label, "no reason", &place.ctx())),
        "decided"
    );
    // A decision that changes nothing is none of theirs.
    round.panel.decide_fact(&fact(None), &place.ctx()).unwrap();
    let after = round.panel.results(&place.ctx()).unwrap();
    assert_eq!(
        serde_json::to_value(&after).unwrap(),
        serde_json::to_value(&before).unwrap()
    );
    assert_eq!(
        key(round
            .panel
            .correct_on(Some((ChangeGround::Arithmetic, " ".into())))),
        "bad-argument"
    );
}

#[test]
fn a_correction_stands_beside_the_result_with_before_and_after() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    round.panel.decide("all agree", &place.ctx()).unwrap();
    round.panel.correct_on(arithmetic()).unwrap();
    round.panel.consensus(&mark(1000), &place.ctx()).unwrap();
    round.panel.correct_on(None).unwrap();
    let results = round.panel.results(&place.ctx()).unwrap();
    let [correction] = &results.corrections[..] else {
        panic!("one correction");
    };
    assert_eq!(
        (correction.ground, correction.what),
        (ChangeGround::Arithmetic, CorrectedThing::Mark)
    );
    assert_eq!(
        (correction.subject.as_str(), correction.note.as_str()),
        ("a2 A2", "the sum was wrong")
    );
    let change = correction
        .changes
        .iter()
        .find(|one| one.application == id("a2"));
    let change = change.unwrap();
    let (before, after) = (
        change.before.as_ref().unwrap(),
        change.after.as_ref().unwrap(),
    );
    // 10 of 10 instead of 6.5 on 50 points.
    assert_eq!(
        (before.composite.as_deref(), after.composite.as_deref()),
        (Some("70.50"), Some("88.00"))
    );
    assert_eq!((before.place, after.place), (Some(2), Some(1)));
    assert_eq!((before.proposed, after.proposed), (false, true));
    // Decided anew, on the corrected list.
    let decided = round.panel.decide("as corrected", &place.ctx()).unwrap();
    assert_eq!(decided.proposed, [id("a2")]);
    let folder = place.at("archive");
    round.panel.archive(&folder, &place.ctx()).unwrap();
    let replayed = replay(&folder, &place.ctx()).unwrap();
    assert_eq!(replayed.corrections.len(), 1);
    assert_eq!(replayed.results, decided.results);
}

#[test]
fn a_late_bundle_enters_a_decided_list_by_correction_only() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let in_time = round.review(0, (800, 700), (600, 600));
    let late = round.review(1, (1000, 1000), (1000, 1000));
    round.panel.arrive(&[in_time], &place.ctx()).unwrap();
    round.open();
    round.panel.decide("all agree", &place.ctx()).unwrap();
    let arrived = round.panel.arrive(&[late], &place.ctx()).unwrap();
    let bundle = arrived.bundles[0].bundle.to_string();
    assert_eq!(
        key(round.panel.admit(&bundle, "the courier", &place.ctx())),
        "still-closed"
    );
    assert!(round.open().late, "opening what is held changes nothing");
    assert_eq!(
        key(round.panel.admit(&bundle, "the courier", &place.ctx())),
        "decided"
    );
    round.panel.correct_on(arithmetic()).unwrap();
    round
        .panel
        .admit(&bundle, "the courier", &place.ctx())
        .unwrap();
    let results = round.panel.results(&place.ctx()).unwrap();
    assert_eq!(results.corrections[0].what, CorrectedThing::Ruling);
    assert_eq!(results.corrections[0].changes.len(), 2);
    let folder = place.at("archive");
    round.panel.archive(&folder, &place.ctx()).unwrap();
    replay(&folder, &place.ctx()).unwrap();
}

#[test]
fn nothing_is_decided_while_an_admitted_bundle_is_closed() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let in_time = round.review(0, (800, 700), (600, 600));
    let late = round.review(1, (1000, 1000), (1000, 1000));
    round.panel.arrive(&[in_time], &place.ctx()).unwrap();
    round.open();
    let arrived = round.panel.arrive(&[late], &place.ctx()).unwrap();
    let bundle = arrived.bundles[0].bundle.to_string();
    round
        .panel
        .admit(&bundle, "the courier", &place.ctx())
        .unwrap();
    assert_eq!(
        key(round.panel.decide("all agree", &place.ctx())),
        "still-closed"
    );
    round
        .panel
        .keep_out(&bundle, "too late", &place.ctx())
        .unwrap();
    round.panel.decide("all agree", &place.ctx()).unwrap();
}

#[test]
fn a_later_register_that_takes_marks_away_is_a_correction() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    round.panel.decide("all agree", &place.ctx()).unwrap();
    let (old, again) = (round.ticket("e1"), crate::support::card_of(&round, "e1"));
    let out = place.at("replaced");
    round
        .office
        .replace_ticket(&old, &again, &out, &place.ctx())
        .unwrap();
    let mut files = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let is_register = |path: &PathBuf| path.to_string_lossy().contains("register-");
    let register = files.find(is_register).unwrap();
    assert_eq!(
        key(round.panel.import_register(&register, &place.ctx())),
        "decided"
    );
    round.panel.correct_on(arithmetic()).unwrap();
    round
        .panel
        .import_register(&register, &place.ctx())
        .unwrap();
    let results = round.panel.results(&place.ctx()).unwrap();
    assert_eq!(results.corrections[0].what, CorrectedThing::Register);
    assert!(!results.corrections[0].changes.is_empty());
}

#[test]
fn a_replay_finds_a_change_that_is_no_correction() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    // Another history of the same round, in which the mark was agreed first.
    let twin = place.at("chair-twin");
    copy_folder(&place.at("chair"), &twin);
    round.panel.decide("all agree", &place.ctx()).unwrap();
    round
        .panel
        .archive(&place.at("decided"), &place.ctx())
        .unwrap();
    let settings = crate::support::settings();
    let mut other = hengping_app::panel::Panel::open_store(
        &twin,
        crate::support::unlock(),
        &settings,
        &place.ctx(),
    )
    .unwrap();
    other.consensus(&mark(1000), &place.ctx()).unwrap();
    other.archive(&place.at("agreed"), &place.ctx()).unwrap();
    // The opinion of one, then the agreed mark of the other, with the other's result.
    let read = |folder: &str, file: &str| {
        let bytes = fs::read(place.at(folder).join("data").join(file)).unwrap();
        serde_json::from_slice::<serde_json::Value>(&bytes).unwrap()
    };
    let mut decisions = read("decided", "decisions.json");
    let agreed = read("agreed", "decisions.json")[0].clone();
    decisions.as_array_mut().unwrap().push(agreed);
    let forged = place.at("agreed/data");
    fs::write(
        forged.join("decisions.json"),
        serde_json::to_vec(&decisions).unwrap(),
    )
    .unwrap();
    crate::archive::relist(&round, &forged, "decisions.json");
    assert_eq!(key(replay(&forged, &place.ctx())), "archive-differs");
}
