//! The log of an expert's store travels in each bundle, and merge checks that it goes on.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use hengping_core::log::{self, Head};
use hengping_format::bundle::{self, BundleSpec};
use hengping_format::doc::{BundleKind, Payload};
use hengping_format::envelope::Envelope;
use hengping_format::suite::SigningKey;
use hengping_store::work::WorkStore;

use crate::support::{Round, id, settings, unlock};

/// What the last bundle of a store carried, opened as the committee would.
fn carried(round: &mut Round, file: &Path) -> Payload {
    let ctx = round.place.ctx();
    round.panel.arrive(&[file.to_owned()], &ctx).unwrap();
    round.open();
    let store = hengping_store::panel::PanelStore::open_read_only(
        &round.place.at("chair"),
        unlock(),
        &settings(),
    )
    .unwrap();
    let bundles = store.read().openings().bundles().unwrap();
    let payload = Envelope::read(&bundles[0].document, usize::MAX);
    serde_json::from_slice(payload.unwrap().payload()).unwrap()
}

#[test]
fn a_bundle_carries_the_rounds_part_of_the_log_without_a_word_of_text() {
    let mut round = Round::packed();
    let file = round.review(0, (800, 700), (600, 600));
    let payload = carried(&mut round, &file);
    let kinds: Vec<&str> = payload
        .log
        .iter()
        .map(|entry| entry.kind.as_str())
        .collect();
    assert_eq!(
        kinds.first(),
        Some(&"imported"),
        "what was before is not told"
    );
    assert!(kinds.contains(&"pledge-signed") && kinds.contains(&"sealed"));
    let base = Head {
        length: payload.log[0].number - 1,
        digest: payload.log_base,
    };
    let head = log::extends(base, &payload.log).unwrap();
    assert_eq!(
        (head.length, head.digest),
        (payload.log_length, payload.log_head)
    );
}

/// A second bundle of the expert, all signatures right, whose log starts elsewhere.
fn second_with_another_past(round: &Round) -> PathBuf {
    let ctx = round.place.ctx();
    let store = WorkStore::open_read_only(&round.place.at("e1"), unlock(), &settings()).unwrap();
    let read = store.read();
    let package = read.packages().all().unwrap().pop().unwrap();
    let ticket = read.tickets().in_force(&package.round.id).unwrap().unwrap();
    let first = read.handins().last_bundle(&ticket.id).unwrap().unwrap();
    let secret = read.identity().get().unwrap().unwrap().secret;
    let keys: serde_json::Value = serde_json::from_slice(secret.expose()).unwrap();
    let holder: SigningKey = serde_json::from_value(keys["signing"].clone()).unwrap();
    let label_key: [u8; 32] = ticket.label_key.expose().try_into().unwrap();
    let handed_in = read.log().head().unwrap();
    let base = Head {
        length: handed_in.length - 1,
        digest: hengping_core::id::Digest::of(b"another past"),
    };
    let entry = read.log().since(base.length).unwrap();
    let head = base.then(&entry[0]).unwrap();
    let spec = BundleSpec {
        bundle: id("forged"),
        ticket: ticket.id.clone(),
        lineage: read.meta().lineage().unwrap(),
        seq: 2,
        previous: Some(first.label),
        kind: BundleKind::Review,
        committee: ticket.committee.parse().unwrap(),
        round: package.round.id.clone(),
        package: package.id.clone(),
        not_done: vec![id("a1"), id("a2")],
        recused: Vec::new(),
        log_head: head.digest,
        log_length: head.length,
        log_base: base.digest,
        log: entry,
        handed_in_at: ctx.now,
        card: None,
        pledge: None,
        documents: Vec::new(),
    };
    let made = bundle::make(&spec, &SigningKey::from_secret(&label_key), &holder).unwrap();
    let file = round.place.at("forged.orb");
    std::fs::write(&file, made.bytes).unwrap();
    file
}

fn held(round: &mut Round) -> Vec<String> {
    let status = round.panel.status(&round.place.ctx()).unwrap();
    let rows = status
        .arrivals
        .into_iter()
        .filter(|row| row.state == "held");
    rows.flat_map(|row| row.reasons).collect()
}

#[test]
fn a_second_bundle_is_held_unless_its_log_goes_on_from_the_first() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let first = round.review(0, (800, 700), (600, 600));
    let forged = second_with_another_past(&round);
    round.panel.arrive(&[first, forged], &place.ctx()).unwrap();
    round.open();
    assert_eq!(held(&mut round), ["log-broken"]);
    let experts = round
        .panel
        .outcome_of(&id("a1"), &place.ctx())
        .unwrap()
        .experts;
    assert_eq!(experts.valid, 1, "the first bundle counts");
}

#[test]
fn a_second_bundle_of_the_same_log_is_accepted() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let first = round.review(0, (800, 700), (600, 600));
    let ctx = place.ctx();
    round.experts[0]
        .unseal(&id("a1"), "a second look", &ctx)
        .unwrap();
    round.seal(0, "a1", (900, 700));
    let second = round.hand_in(0, "second");
    round.panel.arrive(&[first, second], &place.ctx()).unwrap();
    round.open();
    assert_eq!(held(&mut round), Vec::<String>::new());
}
