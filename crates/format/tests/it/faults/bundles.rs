//! Faults of bundles: outside, inside and between the two.

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
    let good = make_bundle(&bundle_spec()).bytes;
    let mut changed = good.clone();
    let middle = changed.len() / 2;
    changed[middle] ^= 1;
    let foreign_label = make(&bundle_spec(), &signing("stranger"), &signing("expert"))
        .unwrap()
        .bytes;
    let foreign_holder = make(&bundle_spec(), &signing("label"), &signing("stranger"))
        .unwrap()
        .bytes;
    let by_stranger = sealed_review(review())
        .sign(&[&signing("stranger")])
        .unwrap();
    vec![
        bad("payload-changed", Reason::ContentDigest, changed),
        bad(
            "crc-of-label-wrong",
            Reason::ContentCrc,
            with_label(|label| label.payload_crc32 ^= 1),
        ),
        bad(
            "byte-appended",
            Reason::FileSize,
            [&good[..], b"\0"].concat(),
        ),
        bad("label-by-other-key", Reason::UnknownSigner, foreign_label),
        bad("payload-by-other-key", Reason::KeyDiffers, foreign_holder),
        bad(
            "review-by-other-key",
            Reason::UnknownSigner,
            with_spec(|spec| {
                spec.documents = vec![by_stranger.bytes().to_vec()];
            }),
        ),
        bad(
            "label-names-other-lineage",
            Reason::LabelDiffers,
            with_label(|label| {
                label.lineage = "l2".parse().unwrap();
            }),
        ),
        bad(
            "label-names-other-ticket",
            Reason::ScopeDiffers,
            with_label(|label| {
                label.ticket = "t2".parse().unwrap();
            }),
        ),
        bad(
            "to-other-committee",
            Reason::CommitteeDiffers,
            with_spec(|spec| {
                spec.committee = identity("stranger").recipient();
            }),
        ),
        bad(
            "review-of-other-round",
            Reason::ScopeDiffers,
            with_review(|review| {
                review.round = "r2025".parse().unwrap();
            }),
        ),
        bad(
            "review-of-other-ticket",
            Reason::ScopeDiffers,
            with_review(|review| {
                review.ticket = "t2".parse().unwrap();
            }),
        ),
        bad(
            "application-done-and-not-done",
            Reason::Doubled,
            with_spec(|spec| {
                spec.not_done = vec!["a01".parse().unwrap()];
            }),
        ),
        bad(
            "review-twice",
            Reason::Doubled,
            with_spec(|spec| {
                spec.documents.push(spec.documents[0].clone());
            }),
        ),
    ]
}
