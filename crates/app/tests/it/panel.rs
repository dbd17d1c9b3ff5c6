//! The panel: from closed bundles to an archive that replays.

use std::fs;
use std::path::PathBuf;
use std::rc::Rc;

use hengping_app::error::Refused;
use hengping_app::expert::Expert;
use hengping_app::panel::{ConsensusRequest, FactRequest, Panel, replay};
use hengping_core::amount::Hundredths;
use hengping_core::id::Digest;
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::ChangeGround;

use crate::support::{
    Round, card_of, copy_folder, hand_in, id, is_refused, key, mark, settings, unlock,
};

fn composite(round: &Round, application: &str) -> String {
    let results = round.panel.results(&round.ctx()).unwrap();
    let line = results
        .applications
        .iter()
        .find(|one| one.application == id(application));
    line.unwrap().composite.clone().unwrap()
}

pub(crate) fn fact(application: &str, fact: &str, value: &str) -> FactRequest {
    FactRequest {
        application: id(application),
        fact: fact.to_owned(),
        value: Some(value.to_owned()),
        reason: "seen in the meeting".to_owned(),
        by: vec!["chair".to_owned()],
    }
}

#[test]
fn a_round_goes_from_closed_bundles_to_an_archive_that_replays() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    assert!(is_refused(
        round.panel.results(&round.ctx()),
        &Refused::NotOpened
    ));
    let status = round.panel.status(&round.ctx()).unwrap();
    assert!(status.missing.is_empty());
    assert!(status.arrivals.iter().all(|line| line.state == "closed"));
    let opened = round.open();
    assert_eq!((opened.opened, opened.reviews, opened.listed), (3, 6, 3));
    assert_eq!(opened.present, ["chair", "second"]);
    // a1: 120 万元 → 10; 8.5 of 10 on 50 and 7.5 of 10 on 30. a2: 1500 万元 → 20; 6.5 and 6.
    assert_eq!(composite(&round, "a1"), "75.00");
    assert_eq!(composite(&round, "a2"), "70.50");
    let results = round.panel.results(&round.ctx()).unwrap();
    assert_eq!(results.applications[0].place, Some(1));
    let spread = results.applications[0].spread.as_ref().unwrap();
    assert_eq!(
        (spread.least.as_str(), spread.greatest.as_str()),
        ("71.00", "79.00")
    );
    assert_eq!(spread.deviation, "3.27");
    let proposed: Vec<bool> = results.selection.iter().map(|line| line.proposed).collect();
    assert_eq!(proposed, [true, false]);
    let ctx = place.ctx();
    let decided = round.panel.decide("all agree", &ctx).unwrap();
    assert_eq!(decided.proposed, [id("a1")]);
    let folder = round.place.at("archive");
    let archived = round.panel.archive(&folder, &ctx).unwrap();
    let replayed = replay(&folder, &round.ctx()).unwrap();
    assert_eq!(replayed.results, archived.results);
    assert_eq!(
        replayed.results, decided.results,
        "the opinion stands on that result"
    );
    assert_eq!((replayed.bundles, replayed.documents), (3, 6));
    let transcript = round.place.at("transcript.json");
    assert_eq!(
        round.panel.transcript(&transcript, &ctx).unwrap().counted,
        3
    );
    let bytes = fs::read(&transcript).unwrap();
    for expert in &mut round.experts {
        assert_eq!(expert.check_transcript(&bytes, &ctx).unwrap().own.len(), 1);
    }
    round.panel.log().unwrap();
}

#[test]
fn fewer_holders_than_needed_open_nothing() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    let ctx = place.ctx();
    let (shares, second) = (round.shares.clone(), round.holder("second"));
    assert_eq!(
        key(round.panel.open(&shares[..1], &[], &ctx)),
        "shares-too-few"
    );
    let doubled = [shares[0].clone(), shares[0].clone()];
    assert_eq!(key(round.panel.open(&doubled, &[], &ctx)), "shares-too-few");
    assert_eq!(
        key(round.panel.open(&shares[..2], &[], &ctx)),
        "not-for-this-key"
    );
    assert_eq!(
        key(round.panel.rehearse(&shares[1..2], &[second], &ctx)),
        "shares-too-few"
    );
    let both = [round.holder("second"), round.holder("third")];
    let chair = round.holder("chair");
    assert_eq!(
        key(round.panel.rehearse(&shares[..1], &[chair], &ctx)),
        "shares-too-few",
        "the chair's own store can be named as a holder's while it is open"
    );
    let rehearsed = round.panel.rehearse(&shares[1..], &both, &ctx).unwrap();
    assert_eq!(
        (rehearsed.shares, rehearsed.needed, rehearsed.of),
        (2, 2, 3)
    );
    assert!(
        round.panel.status(&round.ctx()).unwrap().opened.is_none(),
        "a rehearsal opens nothing"
    );
    assert_eq!(round.open().opened, 3);
    let second = round.holder("second");
    let again = round.panel.open(&shares[..2], &[second], &ctx);
    assert!(is_refused(again, &Refused::AlreadyOpened));
}

#[test]
fn a_bundle_that_came_before_is_known_and_a_changed_one_is_refused() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let bundle = round.review(0, (800, 700), (600, 600));
    let mut bytes = fs::read(&bundle).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let changed = round.place.at("changed.orb");
    fs::write(&changed, bytes).unwrap();
    let junk = round.place.at("junk.orb");
    fs::write(&junk, b"not a bundle").unwrap();
    let missing = round.place.at("nowhere.orb");
    let files = [bundle.clone(), bundle, changed, junk, missing];
    let ctx = place.ctx();
    let arrived = round.panel.arrive(&files, &ctx).unwrap();
    assert_eq!((arrived.new, arrived.duplicates), (1, 1));
    assert_eq!(arrived.refused.len(), 3);
    let status = round.panel.status(&ctx).unwrap();
    assert_eq!(status.arrivals.len(), 1);
    assert_eq!(status.missing.len(), 2, "two experts are still out");
}

#[test]
fn the_order_of_arrival_leaves_no_trace_in_the_result() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let mut bundles = vec![
        round.review(0, (800, 700), (600, 600)),
        round.review(1, (850, 750), (650, 600)),
    ];
    let ctx = place.ctx();
    round.experts[0]
        .unseal(&id("a2"), "read again", &ctx)
        .unwrap();
    round.seal(0, "a2", (500, 500));
    bundles.push(round.hand_in(0, "again"));
    let twin = place.at("chair-twin");
    copy_folder(&place.at("chair"), &twin);
    let first = results_of(&mut round, &bundles, "first");
    round.panel = Panel::open_store(&twin, unlock(), &settings(), &ctx).unwrap();
    bundles.reverse();
    assert_eq!(results_of(&mut round, &bundles, "other"), first);
}

fn results_of(round: &mut Round, bundles: &[PathBuf], archive: &str) -> Vec<u8> {
    let place = Rc::clone(&round.place);
    for bundle in bundles {
        let arrived = round
            .panel
            .arrive(std::slice::from_ref(bundle), &place.ctx())
            .unwrap();
        assert_eq!(arrived.new, 1);
    }
    round.open();
    round
        .panel
        .archive(&place.at(archive), &place.ctx())
        .unwrap();
    fs::read(place.at(archive).join("data/results.json")).unwrap()
}

#[test]
fn a_later_hand_in_supersedes() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let first = round.review(0, (800, 700), (600, 600));
    let ctx = place.ctx();
    round.experts[0]
        .unseal(&id("a1"), "read the wrong page", &ctx)
        .unwrap();
    round.seal(0, "a1", (200, 100));
    let second = round.hand_in(0, "second-bundle");
    round.panel.arrive(&[second, first], &ctx).unwrap();
    round.open();
    let status = round.panel.status(&ctx).unwrap();
    assert_eq!((status.accepted, status.superseded), (1, 1));
    // 10 + 2 of 10 on 50 + 1 of 10 on 30.
    assert_eq!(composite(&round, "a1"), "23.00");
}

#[test]
fn two_stories_of_one_expert_hold_the_application_until_a_seal_is_named() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let copied = round.place.at("copy");
    round.experts.remove(0);
    copy_folder(&round.place.at("e1"), &copied);
    let mut stories = Vec::new();
    for (folder, marks) in [("e1", (800, 700)), ("copy", (200, 100))] {
        let path = round.place.at(folder);
        let ctx = place.ctx();
        let mut expert = Expert::open(&path, unlock(), &settings(), &ctx).unwrap();
        mark(&mut expert, "a1", marks, &ctx);
        expert.seal(&[id("a1")], &ctx).unwrap();
        stories.push(hand_in(
            &mut expert,
            &round.place.at(&format!("out-{folder}")),
            &ctx,
        ));
    }
    let ctx = place.ctx();
    round.panel.arrive(&stories, &ctx).unwrap();
    round.open();
    let status = round.panel.status(&ctx).unwrap();
    assert_eq!(status.held, 2);
    let [conflict] = &status.conflicts[..] else {
        panic!("one conflict")
    };
    assert_eq!(conflict.application, id("a1"));
    assert_eq!(conflict.differences.len(), 2, "both marks differ");
    let ticket = round.ticket("e1");
    let seal = *conflict.claims.first().unwrap();
    let ctx = place.ctx();
    let unknown = Digest::of(b"nobody's");
    assert!(
        round
            .panel
            .name_seal(&ticket, &id("a1"), unknown, "says so", &ctx)
            .is_err()
    );
    round
        .panel
        .name_seal(&ticket, &id("a1"), seal, "says so on paper", &ctx)
        .unwrap();
    let status = round.panel.status(&ctx).unwrap();
    assert!(status.conflicts.is_empty());
    let line = round.panel.outcome_of(&id("a1"), &ctx).unwrap();
    assert_eq!(line.experts.valid, 1);
}

#[test]
fn a_late_bundle_counts_only_by_ruling_and_after_the_holders_came_again() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let in_time = round.review(0, (800, 700), (600, 600));
    let late = round.review(1, (1000, 1000), (1000, 1000));
    let ctx = place.ctx();
    assert!(is_refused(
        round.panel.open(&round.shares, &[], &ctx),
        &Refused::NoArrivals
    ));
    round.panel.arrive(&[in_time], &ctx).unwrap();
    round.open();
    let before = composite(&round, "a1");
    let arrived = round.panel.arrive(&[late], &ctx).unwrap();
    assert_eq!(arrived.late, 1);
    let bundle = arrived.bundles[0].bundle.to_string();
    let status = round.panel.status(&ctx).unwrap();
    assert_eq!(
        (
            status.arrivals[1].state,
            status.arrivals[1].reasons[0].as_str()
        ),
        ("held", "late")
    );
    assert!(round.open().late);
    assert_eq!(composite(&round, "a1"), before, "open, but held");
    let status = round.panel.status(&ctx).unwrap();
    assert_eq!(status.held, 1);
    assert!(
        round
            .panel
            .admit("no-such-bundle", "courier", &ctx)
            .is_err()
    );
    assert!(round.panel.admit(&bundle, " ", &ctx).is_err());
    let admitted = round
        .panel
        .admit(&bundle, "the courier was delayed", &ctx)
        .unwrap();
    assert!(admitted.opened);
    // (8 + 10) / 2 = 9 of 10 on 50, 8.5 of 10 on 30.
    assert_eq!(composite(&round, "a1"), "80.50");
    round
        .panel
        .archive(&round.place.at("archive"), &ctx)
        .unwrap();
    replay(&round.place.at("archive"), &ctx).unwrap();
}

#[test]
fn who_recused_is_told_from_who_has_not_done_it() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let ctx = place.ctx();
    round.experts[0].recuse(&id("a2"), "kinship", &ctx).unwrap();
    round.seal(0, "a1", (800, 700));
    round.seal(1, "a1", (800, 700));
    let bundles = [round.hand_in(0, "one"), round.hand_in(1, "two")];
    round.panel.arrive(&bundles, &ctx).unwrap();
    round.open();
    let status = round.panel.status(&ctx).unwrap();
    let [recusal] = &status.recusals[..] else {
        panic!("one recusal")
    };
    assert_eq!(
        (recusal.application.as_str(), recusal.ground.code()),
        ("a2", "kinship")
    );
    let cell = |holder: &str| {
        let row = status
            .grid
            .iter()
            .find(|row| row.ticket == round.ticket(holder));
        row.unwrap().cells[&id::<hengping_core::id::ApplicationId>("a2")]
    };
    assert_eq!(
        (cell("e1"), cell("e2"), cell("e3")),
        ("recused", "not_done", "not_handed_in")
    );
    let experts = round.panel.outcome_of(&id("a2"), &ctx).unwrap().experts;
    assert_eq!((experts.asked, experts.recused, experts.absent), (3, 1, 2));
}

#[test]
fn a_decided_fact_changes_the_computed_leaf_and_says_so() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let ctx = place.ctx();
    let decided = round
        .panel
        .decide_fact(&fact("a1", "F1", "1200"), &ctx)
        .unwrap();
    assert_eq!(
        (decided.before.as_deref(), decided.after.as_deref()),
        (Some("120"), Some("1200"))
    );
    assert_eq!(decided.effect.before.composite.as_deref(), Some("75.00"));
    assert_eq!(decided.effect.after.composite.as_deref(), Some("85.00"));
    round
        .panel
        .decide_fact(&fact("a1", "item:J1", "1"), &ctx)
        .unwrap();
    assert_eq!(composite(&round, "a1"), "86.50");
    let vetoed = round
        .panel
        .decide_fact(&fact("a1", "item:V1", "1"), &ctx)
        .unwrap();
    assert_eq!(vetoed.effect.after.place, None);
    let as_declared = FactRequest {
        value: None,
        ..fact("a1", "F1", "")
    };
    let ctx = place.ctx();
    let back = round.panel.decide_fact(&as_declared, &ctx).unwrap();
    assert_eq!(back.after.as_deref(), Some("120"));
    assert_eq!(
        key(round.panel.decide_fact(&fact("a1", "F9", "1"), &ctx)),
        "unknown-fact"
    );
    assert_eq!(
        key(round.panel.decide_fact(&fact("a1", "F1", "much"), &ctx)),
        "bad-value"
    );
    assert_eq!(
        key(round.panel.decide_fact(&fact("a9", "F1", "1"), &ctx)),
        "unknown-application"
    );
    let anonymous = FactRequest {
        by: vec![String::new()],
        ..fact("a1", "F1", "1")
    };
    assert_eq!(
        key(round.panel.decide_fact(&anonymous, &ctx)),
        "bad-argument"
    );
}

#[test]
fn agreed_marks_stand_above_and_can_be_taken_back() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let request = ConsensusRequest {
        application: id("a1"),
        indicator: id("A2"),
        ticket: None,
        judgement: Some(Judgement::Score(Hundredths(1000))),
        ground: ChangeGround::Unreasonable,
        reason: "all three agree".to_owned(),
        by: vec!["clerk".to_owned()],
    };
    let ctx = place.ctx();
    let recorded = round.panel.consensus(&request, &ctx).unwrap();
    assert_eq!(recorded.effect.after.composite.as_deref(), Some("82.50"));
    let off = ConsensusRequest {
        judgement: Some(Judgement::Score(Hundredths(1025))),
        ..request.clone()
    };
    assert_eq!(key(round.panel.consensus(&off, &ctx)), "mark-refused");
    let ctx = place.ctx();
    let back = ConsensusRequest {
        judgement: None,
        ..request
    };
    round.panel.consensus(&back, &ctx).unwrap();
    assert_eq!(composite(&round, "a1"), "75.00");
}

#[test]
fn a_file_of_decisions_is_taken_and_what_is_wrong_in_it_is_listed() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let ticket = round.ticket("e1");
    let text = format!(
        r#"
        [[fact]]
        application = "a1"
        fact = "F1"
        value = "1200"
        accepted = true
        reason = "seen"
        by = "chair"
        [[fact]]
        application = "a9"
        fact = "F1"
        value = "1"
        reason = "seen"
        [[explanation]]
        ticket = "{ticket}"
        application = "a1"
        indicator = "A2"
        text = "strict reading"
        [[consensus]]
        application = "a2"
        indicator = "A3"
        score = "7"
        reason = "agreed"
        keyed_by = ["clerk"]
        [[vote]]
        question = "the seat"
        for = "a2"
        votes = {{ a1 = 1, a2 = 2 }}
        "#
    );
    let ctx = place.ctx();
    let taken = round.panel.take(&text, &ctx).unwrap();
    let counts = (
        taken.facts,
        taken.explanations,
        taken.consensus,
        taken.votes,
    );
    assert_eq!(counts, (1, 1, 1, 1));
    assert_eq!(taken.refused.len(), 1);
    assert_eq!(key(round.panel.take("[[fact]]", &ctx)), "marks-file");
    round
        .panel
        .archive(&round.place.at("archive"), &ctx)
        .unwrap();
    assert_eq!(
        replay(&round.place.at("archive"), &ctx).unwrap().decisions,
        4
    );
}

#[test]
fn a_replaced_ticket_comes_with_a_later_register() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    round.open();
    let old = round.ticket("e1");
    let again = card_of(&round, "e1");
    let ctx = place.ctx();
    let replaced = round
        .office
        .replace_ticket(&old, &again, &round.place.at("replaced"), &ctx)
        .unwrap();
    let register = round.place.at("replaced/register-0002.json");
    let imported = round.panel.import_register(&register, &ctx).unwrap();
    assert_eq!((imported.experts, imported.revoked), (4, 1));
    let status = round.panel.status(&ctx).unwrap();
    let row = status.grid.iter().find(|row| row.ticket == old).unwrap();
    assert!(row.revoked && row.cells.values().all(|cell| *cell == "replaced"));
    assert!(
        status
            .missing
            .iter()
            .any(|missing| missing.ticket == replaced.ticket)
    );
    let older = round.packed.register.clone();
    assert_eq!(
        key(round.panel.import_register(&older, &ctx)),
        "trust-rollback"
    );
}
