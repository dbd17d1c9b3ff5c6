//! Faults of bundles: outside, inside and between the two.

use hengping_core::panel::recusal::Ground;
use hengping_core::review::Review;
use hengping_format::bundle::{BundleSpec, make};
use hengping_format::doc::*;
use hengping_format::{Document, Reason};

use super::{Kind, Vector, container_as_listed};
use crate::world::*;

fn bad(name: &'static str, expect: Reason, bytes: Vec<u8>) -> Vector {
    Vector::bad(name, Kind::Bundle, expect, bytes)
}

fn with_spec(change: impl Fn(&mut BundleSpec)) -> Vec<u8> {
    let mut spec = bundle_spec();
    change(&mut spec);
    make_bundle(&spec).bytes
}

fn with_review(change: impl Fn(&mut Review)) -> Vec<u8> {
    let mut review = review();
    change(&mut review);
    let signed = sealed_review(review).sign(&[&signing("expert")]).unwrap();
    with_spec(|spec| spec.documents = vec![signed.bytes().to_vec()])
}

/// The bundle with its label changed and signed again.
fn with_label(change: impl Fn(&mut Label)) -> Vec<u8> {
    let bytes = make_bundle(&bundle_spec()).bytes;
    let mut label = hengping_format::bundle::claimed_label(&bytes).unwrap();
    let end = bytes
        .windows(4)
        .position(|window| window == b"PK\x01\x02")
        .unwrap();
    let ciphertext = bytes[end - label.payload_size as usize..end].to_vec();
    change(&mut label);
    let signed = label.sign(&[&signing("label")]).unwrap();
    let parts = [
        (
            "mimetype",
            hengping_format::bundle::BUNDLE_MIMETYPE.as_bytes().to_vec(),
        ),
        ("label.dsse.json", signed.into_bytes()),
        ("payload.age", ciphertext),
    ];
    let mut listed = parts.map(|(name, bytes)| {
        (
            hengping_format::container::LayoutEntry::of(name, &bytes),
            bytes,
        )
    });
    listed[2].0.crc32 = label.payload_crc32;
    container_as_listed(&listed)
}

pub(super) fn vectors() -> Vec<Vector> {
    let mut all = outside();
    all.extend(by_others());
    all.extend(inside());
    all.extend(cards());
    all.extend(pledges());
    all
}

/// A bundle in which the holder's card travels along.
pub(super) fn activation_spec() -> BundleSpec {
    BundleSpec {
        card: Some(signed_card("expert")),
        ..bundle_spec()
    }
}

/// The expert's card, signed by the key of this name.
fn signed_card(key: &str) -> Vec<u8> {
    let kind = hengping_format::DocumentKind::Card;
    crate::mutate::sign_value(kind, &serde_json::json!(card()), &signing(key))
}

/// Faults of cards that travel along.
fn cards() -> Vec<Vector> {
    let with_card = |card: Option<Vec<u8>>| with_spec(|spec| spec.card.clone_from(&card));
    let stranger = Card {
        signing: signing("stranger").verifying_key(),
        ..card()
    };
    let stranger = stranger.sign(&[&signing("stranger")]).unwrap().into_bytes();
    let no_card = receipt().sign(&[&signing("expert")]).unwrap().into_bytes();
    let bad_card = |name, reason, bytes| Vector::bad(name, Kind::BundleCard, reason, bytes);
    vec![
        bad(
            "card-of-another",
            Reason::KeyDiffers,
            with_card(Some(stranger.clone())),
        ),
        bad(
            "card-is-a-receipt",
            Reason::PayloadType,
            with_card(Some(no_card)),
        ),
        bad_card("without-card", Reason::KeyDiffers, with_card(None)),
        bad_card(
            "card-of-another",
            Reason::KeyDiffers,
            with_card(Some(stranger)),
        ),
        bad_card(
            "card-signed-by-another",
            Reason::UnknownSigner,
            with_card(Some(signed_card("stranger"))),
        ),
    ]
}

/// Faults of the pledge that travels along.
fn pledges() -> Vec<Vector> {
    let with_pledge = |bytes: Option<Vec<u8>>| with_spec(|spec| spec.pledge.clone_from(&bytes));
    let changed = |change: &dyn Fn(&mut Pledge)| {
        let mut pledge = pledge();
        change(&mut pledge);
        let value = serde_json::json!(pledge);
        let kind = hengping_format::DocumentKind::Pledge;
        with_pledge(Some(crate::mutate::sign_value(
            kind,
            &value,
            &signing("expert"),
        )))
    };
    let stranger = pledge().sign(&[&signing("stranger")]).unwrap().into_bytes();
    let no_pledge = receipt().sign(&[&signing("expert")]).unwrap().into_bytes();
    let round = changed(&|pledge| pledge.round = "r2025".parse().unwrap());
    let tied = changed(&|pledge| {
        pledge.declarations[0].ground = Some(Ground::Kinship);
        pledge.count = 1;
    });
    let left_out = changed(&|pledge| {
        pledge.declarations.remove(0);
        pledge.count = 1;
    });
    let twice = changed(&|pledge| pledge.declarations.push(pledge.declarations[2].clone()));
    let miscounted = changed(&|pledge| pledge.count = 3);
    let disagrees = Reason::ListsDisagree;
    vec![
        bad("without-pledge", disagrees, with_pledge(None)),
        bad("pledge-of-other-round", Reason::ScopeDiffers, round),
        bad("pledge-declares-a-tie", disagrees, tied),
        bad("pledge-leaves-out-a-review", disagrees, left_out),
        bad("pledge-declares-twice", Reason::Doubled, twice),
        bad("pledge-miscounted", Reason::FieldValue, miscounted),
        bad(
            "pledge-by-other-key",
            Reason::UnknownSigner,
            with_pledge(Some(stranger)),
        ),
        bad(
            "pledge-is-a-receipt",
            Reason::PayloadType,
            with_pledge(Some(no_pledge)),
        ),
    ]
}

fn outside() -> Vec<Vector> {
    let good = make_bundle(&bundle_spec()).bytes;
    let mut changed = good.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let appended = [&good[..], b"\0"].concat();
    let wrong_crc = with_label(|label| label.payload_crc32 ^= 1);
    let lineage = with_label(|label| label.lineage = "l2".parse().unwrap());
    let ticket = with_label(|label| label.ticket = "t2".parse().unwrap());
    vec![
        bad("payload-changed", Reason::ContentDigest, changed),
        bad("crc-of-label-wrong", Reason::ContentCrc, wrong_crc),
        bad("byte-appended", Reason::FileSize, appended),
        bad("label-names-other-lineage", Reason::LabelDiffers, lineage),
        bad("label-names-other-ticket", Reason::ScopeDiffers, ticket),
    ]
}

fn by_others() -> Vec<Vector> {
    let spec = bundle_spec();
    let stranger = signing("stranger");
    let label = make(&spec, &stranger, &signing("expert")).unwrap().bytes;
    let holder = make(&spec, &signing("label"), &stranger).unwrap().bytes;
    let review = sealed_review(review()).sign(&[&stranger]).unwrap();
    let review = with_spec(|spec| spec.documents = vec![review.bytes().to_vec()]);
    let committee = with_spec(|spec| spec.committee = identity("stranger").recipient());
    vec![
        bad("label-by-other-key", Reason::UnknownSigner, label),
        bad("payload-by-other-key", Reason::KeyDiffers, holder),
        bad("review-by-other-key", Reason::UnknownSigner, review),
        bad("to-other-committee", Reason::CommitteeDiffers, committee),
    ]
}

fn inside() -> Vec<Vector> {
    let round = with_review(|review| review.round = "r2025".parse().unwrap());
    let ticket = with_review(|review| review.ticket = "t2".parse().unwrap());
    let both = with_spec(|spec| spec.not_done = vec!["a01".parse().unwrap()]);
    let recused = with_spec(|spec| spec.recused[0].application = "a01".parse().unwrap());
    let rewritten = with_spec(|spec| spec.log[0].subjects.clear());
    let left_out = with_spec(|spec| drop(spec.log.remove(1)));
    let without_log = with_spec(|spec| spec.log.clear());
    let from_nothing = with_spec(|spec| spec.log_base = hengping_core::log::Head::EMPTY.digest);
    let twice = with_spec(|spec| spec.documents.push(spec.documents[0].clone()));
    vec![
        bad("review-of-other-round", Reason::ScopeDiffers, round),
        bad("review-of-other-ticket", Reason::ScopeDiffers, ticket),
        bad("application-done-and-not-done", Reason::Doubled, both),
        bad("application-done-and-recused", Reason::Doubled, recused),
        bad("review-twice", Reason::Doubled, twice),
        bad("log-entry-changed", Reason::FieldValue, rewritten),
        bad("log-entry-left-out", Reason::FieldValue, left_out),
        bad("log-without-entries", Reason::FieldValue, without_log),
        bad("log-from-another-start", Reason::FieldValue, from_nothing),
    ]
}
