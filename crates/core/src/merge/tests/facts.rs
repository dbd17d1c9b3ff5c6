//! Facts, visits and the consensus layer on top of a merged round.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{Desk, at, id, round};
use crate::amount::Fen;
use crate::application::{Application, DeclaredValue, Enterprise, FieldValue};
use crate::id::{ApplicationId, CitationId, Digest};
use crate::mark::{FactKey, FactProposal, FactValue, Judgement};
use crate::merge::consensus::{ChangeGround, LayerError, LayerMark, LayerSource, Whose, layer};
use crate::merge::facts::{DecisionError, FactDecision, Facts, Provenance};
use crate::merge::{Content, Pieces, Purpose, Sealed, Ticket, merge};
use crate::visit::{EnterpriseStatement, Subject, Treatment, Verdict, VisitLine, VisitRecord};

fn revenue() -> FactKey {
    FactKey::Field(id("F16"))
}

fn money(fen: i64) -> FactValue {
    FactValue::Field(FieldValue::Money(Fen(fen)))
}

pub(super) fn applications() -> BTreeMap<ApplicationId, Application> {
    let declared = DeclaredValue {
        value: FieldValue::Money(Fen(1_000)),
        source: None,
    };
    let application = Application {
        id: id("a1"),
        enterprise: Enterprise {
            name: "甲公司".to_owned(),
            credit_code: String::new(),
            legal_representative: String::new(),
            group: None,
            shareholders: vec![],
            unit: id("ZJ"),
        },
        enterprise_type: id("R"),
        fields: BTreeMap::from([(id("F16"), declared)]),
        choices: BTreeMap::from([(id("C2.2"), id("lead"))]),
        evidence: vec![],
        material_version: 1,
    };
    BTreeMap::from([(id("a1"), application)])
}

fn proposing(ticket: &str, value: FactValue, citations: usize) -> Pieces {
    let mut desk = Desk::new(ticket);
    desk.proposals = vec![FactProposal {
        fact: revenue(),
        value,
        reason: format!("says {ticket}"),
        citations: vec![id::<CitationId>("c1"); citations],
    }];
    desk.seal("a1", 500);
    let mut pieces = round();
    pieces.insert_bundle(desk.hand_in());
    pieces
}

fn decision(value: Option<FactValue>, seconds: i64) -> FactDecision {
    FactDecision {
        application: id("a1"),
        fact: revenue(),
        value,
        reason: "audit report, page 9".to_owned(),
        decided_by: vec!["chair".to_owned()],
        at: at(seconds),
    }
}

fn visited(treatment: Treatment, seconds: i64) -> Pieces {
    let line = VisitLine {
        subject: Subject::Fact(revenue()),
        declared: Some(money(1_000)),
        seen: vec![],
        verified: Some(money(750)),
        verdict: Verdict::Inconsistent,
        treatment,
        note: "ledger".to_owned(),
        photos: vec![],
    };
    let record = VisitRecord {
        round: id("r1"),
        package: id("p1"),
        ticket: id("v1"),
        application: id("a1"),
        seal: 1,
        previous: None,
        lineage: id("l1"),
        scheme: super::history::scheme(),
        material_version: 1,
        last_notice: 0,
        unseal_reason: None,
        lines: vec![line],
        members: vec!["one".to_owned()],
        conclusion: "recompute".to_owned(),
        enterprise: EnterpriseStatement::Agrees {
            signatory: "x".to_owned(),
        },
        interviews: vec![],
        documents: vec![],
        signatures: vec![],
        sealed_at: at(seconds),
    };
    let sealed = Sealed {
        digest: Digest::of(b"visit"),
        content: record,
    };
    let mut bundle = Desk::new("v1").hand_in();
    bundle.content = Content::Visits(vec![sealed]);
    let mut pieces = round();
    pieces.keys.insert(super::history::key("v1"));
    pieces.tickets.insert(Ticket {
        purpose: Purpose::Visit,
        assigned: BTreeSet::from([id("a1")]),
        ..super::history::ticket("v1", None)
    });
    pieces.insert_bundle(bundle);
    pieces
}

fn effective(pieces: &Pieces, decisions: &[FactDecision]) -> (FactValue, Provenance) {
    let applications = applications();
    let merged = merge(pieces);
    let facts = Facts::gather(
        &super::scoring::scheme(),
        &applications,
        pieces,
        &merged,
        decisions,
    );
    let fact = facts.of(&id("a1")).remove(&revenue()).unwrap();
    (fact.value, fact.provenance)
}

#[test]
fn equal_proposals_are_gathered_and_change_nothing() {
    let pieces = proposing("t1", money(900), 2)
        .union(proposing("t2", money(800), 1))
        .union(proposing("t3", money(900), 1));
    let (applications, merged) = (applications(), merge(&pieces));
    let facts = Facts::gather(
        &super::scoring::scheme(),
        &applications,
        &pieces,
        &merged,
        &[],
    );
    let queue = facts.queue();
    assert_eq!(queue.len(), 1);
    let values: Vec<_> = queue[0]
        .proposals
        .iter()
        .map(|g| (&g.value, g.by.len()))
        .collect();
    assert_eq!(values, [(&money(900), 2), (&money(800), 1)]);
    assert_eq!(queue[0].proposals[0].by["t1"].citations, 2);
    assert_eq!(
        effective(&pieces, &[]),
        (money(1_000), Provenance::Declared)
    );
}

#[test]
fn the_latest_decision_holds_and_keeps_what_was_before() {
    let pieces = proposing("t1", money(900), 1);
    let decisions = [decision(Some(money(900)), 5), decision(None, 1)];
    let (applications, merged) = (applications(), merge(&pieces));
    let facts = Facts::gather(
        &super::scoring::scheme(),
        &applications,
        &pieces,
        &merged,
        &decisions,
    );
    let fact = facts.of(&id("a1")).remove(&revenue()).unwrap();
    assert_eq!((fact.value, fact.before), (money(900), Some(money(1_000))));
    assert!(matches!(fact.provenance, Provenance::Decided { .. }));
    let applied = facts.applied(&id("a1")).unwrap();
    assert_eq!(
        applied.fields[&id("F16")].value,
        FieldValue::Money(Fen(900))
    );
    assert_eq!(facts.queue()[0].decision, Some(decisions[0].clone()));
}

#[test]
fn as_declared_is_a_decision_too() {
    let (value, provenance) = effective(&round(), &[decision(None, 1)]);
    assert_eq!(value, money(1_000));
    assert!(matches!(provenance, Provenance::Decided { .. }));
}

#[test]
fn a_visit_changes_facts_and_a_decision_of_the_panel_stands_above_it() {
    let visit = visited(Treatment::UseVerified, 10);
    assert_eq!(effective(&visit, &[]).0, money(750));
    for seconds in [5, 10, 15] {
        let decided = decision(Some(money(900)), seconds);
        assert_eq!(effective(&visit, &[decided]).0, money(900), "{seconds}");
    }
    assert_eq!(
        effective(&visited(Treatment::CountZero, 10), &[]).0,
        money(0)
    );
}

/// What holds when the visit's record was changed before it was handed in, and what is referred.
fn changed(change: impl Fn(&mut VisitRecord)) -> (FactValue, usize) {
    let mut pieces = visited(Treatment::UseVerified, 10);
    for bundle in pieces.bundles.values_mut() {
        if let Content::Visits(records) = &mut bundle.content {
            records.iter_mut().for_each(|one| change(&mut one.content));
        }
    }
    let (applications, merged) = (applications(), merge(&pieces));
    let facts = Facts::gather(
        &super::scoring::scheme(),
        &applications,
        &pieces,
        &merged,
        &[],
    );
    let value = facts.of(&id("a1"))[&revenue()].value.clone();
    (value, facts.referred().len())
}

#[test]
fn a_faulty_record_or_an_unknown_value_changes_nothing_and_is_referred() {
    let declared = money(1_000);
    assert_eq!(changed(|_| {}), (money(750), 0));
    assert_eq!(changed(|r| r.conclusion.clear()), (declared.clone(), 1));
    let number = FactValue::Field(FieldValue::Text("much".to_owned()));
    let other_kind = |r: &mut VisitRecord| r.lines[0].verified = Some(number.clone());
    assert_eq!(changed(other_kind), (declared.clone(), 1));
    let unknown_type = |r: &mut VisitRecord| {
        r.lines[0].subject = Subject::Fact(FactKey::EnterpriseType);
        r.lines[0].declared = Some(FactValue::EnterpriseType(id("R")));
        r.lines[0].verified = Some(FactValue::EnterpriseType(id("nowhere")));
    };
    assert_eq!(changed(unknown_type), (declared.clone(), 1));
    let unknown_field =
        |r: &mut VisitRecord| r.lines[0].subject = Subject::Fact(FactKey::Field(id("F99")));
    assert_eq!(changed(unknown_field), (declared.clone(), 1));
    let unknown_option = |r: &mut VisitRecord| {
        r.lines[0].subject = Subject::Fact(FactKey::Choice(id("C2.2")));
        r.lines[0].declared = Some(FactValue::Option(id("lead")));
        r.lines[0].verified = Some(FactValue::Option(id("nobody")));
    };
    assert_eq!(changed(unknown_option), (declared, 1));
}

#[test]
fn what_a_visit_cannot_settle_is_referred_to_the_panel() {
    let pieces = visited(Treatment::ReferToVeto, 10);
    let (applications, merged) = (applications(), merge(&pieces));
    let facts = Facts::gather(
        &super::scoring::scheme(),
        &applications,
        &pieces,
        &merged,
        &[],
    );
    assert_eq!(facts.of(&id("a1"))[&revenue()].value, money(1_000));
    assert_eq!(facts.referred().len(), 1);
}

#[test]
fn a_decision_needs_a_fitting_value_a_reason_and_a_name() {
    let good = decision(Some(money(1)), 0);
    assert_eq!(good.check(), Ok(()));
    let wrong = FactDecision {
        value: Some(FactValue::Count(1)),
        ..good.clone()
    };
    assert_eq!(wrong.check(), Err(DecisionError::Kind));
    let silent = FactDecision {
        reason: " ".to_owned(),
        ..good.clone()
    };
    assert_eq!(silent.check(), Err(DecisionError::ReasonMissing));
    let nobody = FactDecision {
        decided_by: vec![String::new()],
        ..good
    };
    assert_eq!(nobody.check(), Err(DecisionError::Anonymous));
}

pub(super) fn agreed(judgement: Option<i64>, seconds: i64) -> LayerMark {
    LayerMark {
        application: id("a1"),
        indicator: id("A1"),
        whose: Whose::Panel,
        judgement: judgement.map(|m| Judgement::Score(crate::amount::Hundredths(m))),
        ground: ChangeGround::Unreasonable,
        reason: "discussed".to_owned(),
        source: LayerSource::Meeting,
        keyed_by: vec!["clerk".to_owned()],
        at: at(seconds),
    }
}

#[test]
fn a_layer_shows_its_latest_entry_and_can_be_taken_back() {
    let marks = [agreed(Some(800), 2), agreed(Some(700), 1)];
    let shown: Vec<_> = layer(&marks, &id("a1")).into_values().cloned().collect();
    assert_eq!(shown, [Judgement::Score(crate::amount::Hundredths(800))]);
    let back = [agreed(Some(800), 2), agreed(None, 3)];
    assert!(layer(&back, &id("a1")).is_empty());
    assert!(layer(&marks, &id("a2")).is_empty());
}

#[test]
fn an_answer_on_paper_is_keyed_by_two_people() {
    let mut mark = agreed(Some(800), 1);
    assert_eq!(mark.check(), Ok(()));
    mark.source = LayerSource::Paper;
    assert_eq!(
        mark.check(),
        Err(LayerError::Keyed {
            found: 1,
            needed: 2
        })
    );
    mark.keyed_by = vec!["clerk".to_owned(), "clerk ".to_owned()];
    assert_eq!(
        mark.check(),
        Err(LayerError::Keyed {
            found: 1,
            needed: 2
        })
    );
    mark.keyed_by = vec!["clerk".to_owned(), "second".to_owned()];
    assert_eq!(mark.check(), Ok(()));
}
