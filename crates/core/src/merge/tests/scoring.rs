//! What the composite is given of a merged round.

use std::collections::BTreeMap;

use super::facts::{agreed, applications};
use super::history::{Desk, id, round, ticket};
use crate::amount::{Fen, Hundredths};
use crate::application::FieldValue;
use crate::id::ApplicationId;
use crate::mark::{FactKey, FactProposal, FactValue, Judgement};
use crate::merge::consensus::{LayerMark, Whose};
use crate::merge::facts::{FactDecision, Facts};
use crate::merge::scoring::{Gathering, input};
use crate::merge::{Pieces, Recused, merge};
use crate::scheme::{Decider, Scheme, parse};
use crate::score::{ApplicationInput, Attendance, ItemDecision};

const SCHEME: &str =
    include_str!("../../../../../review-packages/schemes/ecommerce-demonstration.toml");

pub(super) fn scheme() -> Scheme {
    parse(SCHEME).unwrap()
}

fn given(
    scheme: &Scheme,
    pieces: &Pieces,
    decisions: &[FactDecision],
    layers: &[LayerMark],
) -> BTreeMap<ApplicationId, ApplicationInput> {
    let applications = applications();
    let merged = merge(pieces);
    let facts = Facts::gather(scheme, &applications, pieces, &merged, decisions);
    let gathering = Gathering {
        scheme,
        applications: &applications,
        pieces,
        merged: &merged,
        facts: &facts,
        layers,
        votes: &[],
    };
    let input = input(&gathering);
    input
        .applications
        .into_iter()
        .map(|a| (a.id.clone(), a))
        .collect()
}

fn score(mark: i64) -> Judgement {
    Judgement::Score(Hundredths(mark))
}

#[test]
fn everyone_asked_is_there_and_who_was_replaced_is_not() {
    let mut desk = Desk::new("t1");
    desk.seal("a1", 700);
    let mut recused = Desk::new("t2");
    recused.seal("a1", 300);
    let mut pieces = round();
    pieces.insert_bundle(desk.hand_in());
    pieces.insert_bundle(recused.hand_in());
    pieces.recusals.insert(Recused {
        ticket: id("t2"),
        application: id("a1"),
    });
    pieces.tickets.insert(ticket("t9", Some("t3")));
    pieces.tickets.insert(crate::merge::Ticket {
        purpose: crate::merge::Purpose::Visit,
        ..ticket("v1", None)
    });
    let a1 = &given(&scheme(), &pieces, &[], &[])["a1"];
    let attendance: Vec<_> = a1
        .experts
        .iter()
        .map(|(key, marks)| (key.as_str(), marks.attendance))
        .collect();
    assert_eq!(
        attendance,
        [
            ("t1", Attendance::Present),
            ("t2", Attendance::Recused),
            ("t9", Attendance::Absent),
        ]
    );
    assert_eq!(a1.experts["t1"].marks["A1"], score(700));
    assert_eq!(
        a1.experts["t2"].marks["A1"],
        score(300),
        "kept, not counted"
    );
}

#[test]
fn withdrawn_applications_are_not_scored() {
    let mut pieces = round();
    pieces.withdrawn.insert(id("a1"));
    assert!(given(&scheme(), &pieces, &[], &[]).is_empty());
}

#[test]
fn facts_as_they_hold_are_what_is_computed_from() {
    let decision = FactDecision {
        application: id("a1"),
        fact: FactKey::Field(id("F16")),
        value: Some(FactValue::Field(FieldValue::Money(Fen(2_500_000)))),
        reason: "audit report".to_owned(),
        decided_by: vec!["chair".to_owned()],
        at: super::history::at(0),
    };
    let a1 = &given(&scheme(), &round(), &[decision], &[])["a1"];
    assert_eq!(Some(a1.facts["F16"]), "2.5".parse().ok(), "in 万元");
    assert_eq!(a1.choices["C2.2"], id("lead"));
}

#[test]
fn an_item_that_is_only_proposed_is_undecided() {
    let scheme = scheme();
    assert_ne!(scheme.bonus.decides, Decider::Experts);
    let item = &scheme.bonus.items[0].code;
    let mut desk = Desk::new("t1");
    desk.proposals = vec![FactProposal {
        fact: FactKey::Item(item.clone()),
        value: FactValue::Count(1),
        reason: "certificate".to_owned(),
        citations: vec![],
    }];
    desk.seal("a1", 700);
    let mut pieces = round();
    pieces.insert_bundle(desk.hand_in());
    let a1 = &given(&scheme, &pieces, &[], &[])["a1"];
    assert_eq!(
        a1.items,
        BTreeMap::from([(item.clone(), ItemDecision::Undecided)])
    );
    assert!(a1.experts["t1"].items.is_empty());
    let decision = FactDecision {
        application: id("a1"),
        fact: FactKey::Item(item.clone()),
        value: Some(FactValue::Count(1)),
        reason: "seen".to_owned(),
        decided_by: vec!["chair".to_owned()],
        at: super::history::at(0),
    };
    let a1 = &given(&scheme, &pieces, &[decision], &[])["a1"];
    assert_eq!(a1.items[item], ItemDecision::Count(1));
}

#[test]
fn layers_stand_before_marks_and_leave_what_was_sealed_alone() {
    let mut desk = Desk::new("t1");
    desk.seal("a1", 700);
    let mut pieces = round();
    pieces.insert_bundle(desk.hand_in());
    let own = LayerMark {
        whose: Whose::Expert(id("t1")),
        ..agreed(Some(650), 1)
    };
    let a1 = &given(&scheme(), &pieces, &[], &[own, agreed(Some(800), 1)])["a1"];
    assert_eq!(a1.experts["t1"].marks["A1"], score(650));
    assert_eq!(a1.agreed, BTreeMap::from([(id("A1"), score(800))]));
    let sealed: Vec<_> = pieces
        .reviews()
        .values()
        .map(|review| review.marks[0].judgement.clone())
        .collect();
    assert_eq!(sealed, [score(700)]);
}
