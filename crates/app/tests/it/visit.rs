//! The visit team: from its sheet to a fact that changes the composite.

use std::path::PathBuf;
use std::rc::Rc;

use hengping_app::Language;
use hengping_app::messages::Catalogue;
use hengping_app::visit::{FindingRequest, Statement};
use hengping_core::log::Head;
use hengping_core::visit::{EnterpriseStatement, Treatment, Verdict};
use hengping_format::Document;
use hengping_format::bundle::{self, BundleSpec};
use hengping_format::doc::{BundleKind, VisitRecord};
use hengping_format::suite::{SigningKey, Suite};
use hengping_store::work::WorkStore;

use crate::reports::text_of;
use crate::support::{Round, id, key, settings, unlock};

fn request(verified: Option<&str>, verdict: Verdict, treatment: Treatment) -> FindingRequest {
    FindingRequest {
        application: id("a1"),
        subject: "F1".to_owned(),
        verified: verified.map(str::to_owned),
        verdict,
        treatment,
        note: "counted twice".to_owned(),
        seen: Vec::new(),
    }
}

#[test]
fn a_verified_value_takes_the_place_of_the_declared_one() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let sheets = round.visit.lines(Some(&id("a1"))).unwrap();
    let line = &sheets[0].lines[0];
    assert_eq!(
        (line.subject.as_str(), line.declared.as_deref()),
        ("F1", Some("120"))
    );
    let ctx = place.ctx();
    assert_eq!(key(round.visit.seal(&id("a1"), &ctx)), "nothing-to-seal");
    let wrong = request(
        Some("ninety"),
        Verdict::Inconsistent,
        Treatment::UseVerified,
    );
    assert_eq!(key(round.visit.finding(&wrong, &ctx)), "bad-value");
    let found = request(Some("90"), Verdict::Inconsistent, Treatment::UseVerified);
    let made = round.visit.finding(&found, &ctx).unwrap();
    assert_eq!(made.finding.difference_percent.as_deref(), Some("-25"));
    assert_eq!(
        key(round.visit.seal(&id("a1"), &ctx)),
        "incomplete",
        "nobody signed"
    );
    let statement = Statement {
        members: vec!["one".to_owned()],
        conclusion: "recompute".to_owned(),
        enterprise: EnterpriseStatement::Agrees {
            signatory: "director".to_owned(),
        },
        interviews: vec![],
        documents: vec![],
    };
    round.visit.state(&id("a1"), &statement, &ctx).unwrap();
    let say = Catalogue::new(Language::En);
    let print = |round: &Round| round.visit.print(&id("a1"), &place.at("paper"), &say);
    assert_eq!(key(print(&round)), "not-sealed");
    assert_eq!(round.visit.seal(&id("a1"), &ctx).unwrap().seal, 1);
    let paper = text_of(&print(&round).unwrap().file);
    for said in ["120", "90", "-25%", "recompute", "director"] {
        assert!(paper.contains(said), "{paper}");
    }
    assert_eq!(
        key(round.visit.state(&id("a1"), &statement, &ctx)),
        "sealed"
    );
    round.visit.hand_in(&ctx).unwrap();
    let visited = round.visit.export(&round.place.at("visited")).unwrap().file;
    let bundle = round.review(0, (800, 700), (600, 600));
    let ctx = place.ctx();
    round.panel.arrive(&[bundle, visited], &ctx).unwrap();
    let opened = round.open();
    assert_eq!((opened.reviews, opened.visits), (2, 1));
    let queue = round.panel.facts(&ctx).unwrap();
    let [fact] = &queue.visited[..] else {
        panic!("one fact was verified")
    };
    assert_eq!(
        (fact.declared.as_deref(), fact.verified.as_str()),
        (Some("120"), "90")
    );
    // 90 万元 is below the band of 100: 0 instead of 10 points.
    let outcome = round.panel.outcome_of(&id("a1"), &ctx).unwrap();
    assert_eq!(outcome.composite.unwrap().text, "61.00");
    round
        .panel
        .archive(&round.place.at("archive"), &ctx)
        .unwrap();
    hengping_app::panel::replay(&round.place.at("archive"), &ctx).unwrap();
}

/// A bundle as changed software might make it: everything signed and sealed as it should be, but
/// what it calls a visit record is none.
fn forged(round: &Round) -> PathBuf {
    let ctx = round.place.ctx();
    let store = WorkStore::open_read_only(&round.place.at("team"), unlock(), &settings()).unwrap();
    let read = store.read();
    let package = read.packages().all().unwrap().pop().unwrap();
    let ticket = read.tickets().in_force(&package.round.id).unwrap().unwrap();
    let secret = read.identity().get().unwrap().unwrap().secret;
    let keys: serde_json::Value = serde_json::from_slice(secret.expose()).unwrap();
    let holder: SigningKey = serde_json::from_value(keys["signing"].clone()).unwrap();
    let label_key: [u8; 32] = ticket.label_key.expose().try_into().unwrap();
    let record = VisitRecord {
        suite: Suite::intl_1(),
        round: package.round.id.clone(),
        ticket: ticket.id.clone(),
        record: serde_json::json!({ "lines": "all well" }),
    };
    let head = read.log().head().unwrap();
    let spec = BundleSpec {
        bundle: id("forged"),
        ticket: ticket.id.clone(),
        lineage: id("nowhere"),
        seq: 1,
        previous: None,
        kind: BundleKind::Visit,
        committee: ticket.committee.parse().unwrap(),
        round: package.round.id.clone(),
        package: package.id.clone(),
        not_done: Vec::new(),
        recused: Vec::new(),
        log_head: head.digest,
        log_length: head.length,
        log_base: Head::EMPTY.digest,
        log: read.log().since(0).unwrap(),
        handed_in_at: ctx.now,
        card: None,
        pledge: None,
        documents: vec![record.sign(&[&holder]).unwrap().into_bytes()],
    };
    let made = bundle::make(&spec, &SigningKey::from_secret(&label_key), &holder).unwrap();
    let file = round.place.at("forged.orb");
    std::fs::write(&file, made.bytes).unwrap();
    file
}

#[test]
fn a_bundle_that_brings_something_else_is_listed_and_the_others_open() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let bundles = [forged(&round), round.review(0, (800, 700), (600, 600))];
    let ctx = place.ctx();
    assert_eq!(
        round.panel.arrive(&bundles, &ctx).unwrap().new,
        2,
        "its label is in order"
    );
    let opened = round.open();
    assert_eq!(
        (opened.opened, opened.listed, opened.refused.len()),
        (1, 2, 1)
    );
    assert_eq!(opened.refused[0].notice.key, "json-shape");
    let status = round.panel.status(&ctx).unwrap();
    assert_eq!((status.arrivals[0].state, status.held), ("unreadable", 1));
    assert_eq!(status.arrivals[1].state, "accepted");
    let second = round.holder("second");
    let again = round
        .panel
        .open(&round.shares[..2], &[second], &ctx)
        .unwrap();
    assert_eq!(
        (again.opened, again.refused.len(), again.late),
        (0, 1, false),
        "it is tried again, and says again why not"
    );
}

#[test]
fn a_file_of_findings_is_taken_and_what_is_wrong_in_it_is_listed() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let text = r#"
        [[application]]
        id = "a2"
        members = ["one"]
        conclusion = "as declared"
        enterprise = { refused_to_sign = { witnesses = ["one", "two"] } }
        [[application.line]]
        fact = "F1"
        declared = "1500"
        verified = "1500"
        verdict = "consistent"
        treatment = "keep"
        seen = [{ title = "ledger", page = 3, evidence = "E1" }]
        [[application.line]]
        fact = "F2"
        declared = "41"
        verified = "41"
        verdict = "consistent"
        treatment = "keep"
        [[application.line]]
        indicator = "A3"
        verdict = "mostly_consistent"
        treatment = "keep"
        note = "two of three"
    "#;
    let ctx = place.ctx();
    let taken = round.visit.take(text, &ctx).unwrap();
    assert_eq!(
        (taken.findings, taken.refused.len()),
        (2, 1),
        "40 were declared, not 41"
    );
    assert!(round.visit.faults(&id("a2"), &ctx).unwrap().is_empty());
    round.visit.seal(&id("a2"), &ctx).unwrap();
    round
        .visit
        .unseal(&id("a2"), "one more line", &ctx)
        .unwrap();
    assert_eq!(round.visit.seal(&id("a2"), &ctx).unwrap().seal, 2);
}
