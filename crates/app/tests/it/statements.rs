//! Notes and signatures as files of their own, and kits that the panel draws for a visit team.

use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use hengping_app::error::Refused;
use hengping_app::panel::{KitRequest, Panel, Subject, signatory};
use hengping_core::visit::LineReason;

use crate::panel::fact;
use crate::support::{Round, card_of, digits, id, is_refused, key, settings, unlock};

/// A round whose bundles are open.
fn opened() -> Round {
    let mut round = Round::reviewed();
    round.open();
    round
}

fn observed(round: &Round) -> Panel {
    Panel::observe(&round.place.at("chair"), unlock(), &settings()).unwrap()
}

#[test]
fn a_note_of_an_observer_is_a_file_that_a_chair_takes_in_once() {
    let mut round = opened();
    let place = Rc::clone(&round.place);
    let (ctx, file) = (place.ctx(), place.at("note.json"));
    let who = signatory(&place.at("third"), unlock(), &settings()).unwrap();
    let observer = observed(&round);
    let before = round.panel.log().unwrap().entries.len();
    let silent = observer.state(Subject::Record, " ", &who, &file, &ctx);
    assert_eq!(key(silent), "field-value");
    let words = "present throughout";
    let made = observer.state(Subject::Record, words, &who, &file, &ctx);
    assert_eq!(made.unwrap().statement.entries, Some(before as u64));
    assert_eq!(round.panel.log().unwrap().entries.len(), before);
    let mut observer = observed(&round);
    assert_eq!(key(observer.take_statement(&file, &ctx)), "read-only");
    round.panel.take_statement(&file, &ctx).unwrap();
    round.panel.take_statement(&file, &ctx).unwrap();
    let kept = round.panel.statements(&ctx).unwrap();
    let [note] = &kept.notes[..] else {
        panic!("one note")
    };
    assert_eq!((note.name.as_str(), note.words.as_str()), ("third", words));
    assert_eq!(round.panel.log().unwrap().entries.len(), before + 1);
}

#[test]
fn a_changed_note_and_one_about_another_record_are_refused() {
    let mut round = opened();
    let other = opened();
    let ctx = round.place.ctx();
    let who = other.panel.oneself().unwrap();
    let file = other.place.at("note.json");
    let about = other
        .panel
        .state(Subject::Record, "seen", &who, &file, &ctx);
    about.unwrap();
    let foreign = round.panel.take_statement(&file, &ctx);
    assert!(is_refused(foreign, &Refused::StatementForeign));
    let mut bytes = fs::read(&file).unwrap();
    let at = bytes.len() / 2;
    bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
    let changed = round.place.at("changed.json");
    fs::write(&changed, bytes).unwrap();
    assert!(round.panel.take_statement(&changed, &ctx).is_err());
    assert!(round.panel.statements(&ctx).unwrap().notes.is_empty());
}

#[test]
fn the_list_shows_who_signed_and_who_is_missing() {
    let mut round = opened();
    let place = Rc::clone(&round.place);
    let ctx = place.ctx();
    let member = signatory(&place.at("e1"), unlock(), &settings()).unwrap();
    let sign = |panel: &Panel, name: &str| {
        let file = place.at(name);
        let done = panel.state(Subject::List, "", &member, &file, &ctx);
        done.map(|made| made.file)
    };
    let early = sign(&round.panel, "early.json");
    assert!(is_refused(early, &Refused::NotDecided));
    assert!(round.panel.statements(&ctx).unwrap().decision.is_none());
    round.panel.decide("all agree", &ctx).unwrap();
    let all = round.panel.statements(&ctx).unwrap();
    assert_eq!((all.signed.len(), all.missing.len()), (0, 3));
    let file = sign(&round.panel, "e1.json").unwrap();
    round.panel.take_statement(&file, &ctx).unwrap();
    let own = round.panel.oneself().unwrap();
    let chair = place.at("chair.json");
    let signed = round.panel.state(Subject::List, "", &own, &chair, &ctx);
    round
        .panel
        .take_statement(&signed.unwrap().file, &ctx)
        .unwrap();
    let all = round.panel.statements(&ctx).unwrap();
    assert_eq!((all.signed.len(), all.missing.len()), (2, 2));
    assert!(all.chair_signed);
    let of_e1 = Some(round.ticket("e1"));
    assert!(all.signed.iter().any(|one| one.ticket == of_e1));
    assert!(!all.missing.contains(&round.ticket("e1")));
    let archive = place.at("archive");
    round.panel.archive(&archive, &ctx).unwrap();
    assert_eq!(
        fs::read_dir(archive.join("data/statements"))
            .unwrap()
            .count(),
        2
    );
    hengping_app::panel::replay(&archive, &ctx).unwrap();
}

#[test]
fn a_signature_falls_with_the_decision_it_was_given_to() {
    use hengping_core::merge::consensus::ChangeGround;
    let mut round = opened();
    let place = Rc::clone(&round.place);
    let ctx = place.ctx();
    round.panel.decide("all agree", &ctx).unwrap();
    let own = round.panel.oneself().unwrap();
    let file = place.at("chair.json");
    let signed = round.panel.state(Subject::List, "", &own, &file, &ctx);
    round
        .panel
        .take_statement(&signed.unwrap().file, &ctx)
        .unwrap();
    let ground = Some((ChangeGround::MembersDiffer, "a slip".to_owned()));
    round.panel.correct_on(ground).unwrap();
    let changed = fact("a1", "item:J1", "1");
    round.panel.decide_fact(&changed, &ctx).unwrap();
    round.panel.decide("agree again", &ctx).unwrap();
    let all = round.panel.statements(&ctx).unwrap();
    assert!(all.signed.is_empty() && !all.chair_signed);
}

fn request(round: &Round, holder: &str, sample: usize) -> KitRequest {
    KitRequest {
        card: card_of(round, holder),
        applications: vec![id("a1")],
        sample,
        typed: digits(),
    }
}

fn drawn(round: &mut Round, name: &str, sample: usize) -> PathBuf {
    let request = request(round, "team", sample);
    let (file, place) = (round.place.at(name), Rc::clone(&round.place));
    round.panel.kit(&request, &file, &place.ctx()).unwrap().file
}

#[test]
fn a_kit_brings_flagged_leaves_and_a_sample_onto_the_sheet_with_their_reasons() {
    let mut round = opened();
    let place = Rc::clone(&round.place);
    let ctx = place.ctx();
    let before = round.visit.lines(Some(&id("a1"))).unwrap();
    assert!(before[0].lines.iter().all(|line| line.reasons.is_empty()));
    let file = drawn(&mut round, "kit.json", 9);
    round.visit.take_kit(&file, &ctx).unwrap();
    let sheet = round.visit.lines(Some(&id("a1"))).unwrap().remove(0);
    assert!(sheet.lines.len() > before[0].lines.len());
    let of = |wanted: LineReason| {
        let lines = sheet.lines.iter();
        lines
            .filter(move |line| line.reasons.contains(&wanted))
            .count()
    };
    assert!(of(LineReason::Flagged) > 0 && of(LineReason::Sample) > 0);
    assert!(sheet.lines.iter().all(|line| !line.reasons.is_empty()));
    let untouched = round.visit.lines(Some(&id("a2"))).unwrap().remove(0);
    assert!(untouched.lines.iter().all(|line| line.reasons.is_empty()));
}

#[test]
fn the_same_digits_draw_the_same_sample_and_one_person_draws_none() {
    let mut round = opened();
    let place = Rc::clone(&round.place);
    let ctx = place.ctx();
    let again = |round: &mut Round, name: &str| {
        let file = drawn(round, name, 1);
        round.visit.take_kit(&file, &place.ctx()).unwrap();
        let sheet = round.visit.lines(Some(&id("a1"))).unwrap().remove(0);
        let lines = sheet.lines.into_iter();
        lines
            .map(|line| (line.subject, line.reasons))
            .collect::<Vec<_>>()
    };
    assert_eq!(again(&mut round, "one.json"), again(&mut round, "two.json"));
    let mut alone = request(&round, "team", 1);
    alone.typed.pop();
    let refused = round.panel.kit(&alone, &place.at("x"), &ctx);
    assert_eq!(key(refused), "bad-argument");
    let expert = request(&round, "e1", 1);
    let refused = round.panel.kit(&expert, &place.at("x"), &ctx);
    assert_eq!(key(refused), "not-for-this-key");
}

#[test]
fn a_kit_of_another_team_is_refused() {
    let mut round = opened();
    let mut other = opened();
    let file = drawn(&mut other, "kit.json", 1);
    let place = Rc::clone(&round.place);
    assert!(round.visit.take_kit(&file, &place.ctx()).is_err());
    let sheet = round.visit.lines(Some(&id("a1"))).unwrap().remove(0);
    assert!(sheet.lines.iter().all(|line| line.reasons.is_empty()));
}
