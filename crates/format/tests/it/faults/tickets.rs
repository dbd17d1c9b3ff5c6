//! Faults of tickets, shares, cards and receipts.

use hengping_core::id::Digest;
use hengping_format::doc::*;
use hengping_format::suite::*;
use hengping_format::trust::{Memory, Seen, TicketSeen};
use hengping_format::{Document, DocumentKind, Reason};
use serde_json::{Value, json};

use super::{Kind, Vector};
use crate::mutate::sign_value;
use crate::world::*;

pub(super) fn vectors() -> Vec<Vector> {
    let mut all = tickets();
    all.extend(sealed_parts());
    all.extend(others());
    all.extend(shares());
    all
}

fn bad(name: &'static str, expect: Reason, bytes: Vec<u8>) -> Vector {
    Vector::bad(name, Kind::Ticket, expect, bytes)
}

fn manifest_digest() -> Digest {
    verify_bytes(&tiny_package()).unwrap().manifest().digest()
}

fn with_secrets(change: impl Fn(&mut TicketSecrets)) -> Vec<u8> {
    let mut secrets = ticket_secrets();
    change(&mut secrets);
    make_ticket(&secrets, manifest_digest())
}

/// A ticket with these sealed bytes.
fn with_sealed(sealed: Vec<u8>) -> Vec<u8> {
    let ticket = Ticket {
        suite: Suite::intl_1(),
        package: "p1".parse().unwrap(),
        manifest: manifest_digest(),
        ticket: "t1".parse().unwrap(),
        seq: 1,
        replaces: None,
        sealed,
    };
    ticket.sign(&[&signing("publisher")]).unwrap().into_bytes()
}

fn tickets() -> Vec<Vector> {
    let other_outside = {
        let mut secrets = ticket_secrets();
        secrets.ticket = "t2".parse().unwrap();
        let plain = serde_json::to_vec(&secrets).unwrap();
        with_sealed(seal_bytes(&identity("expert").recipient(), DOCUMENT_BLOCK, &plain).unwrap())
    };
    let doubled = {
        let mut secrets = json!(ticket_secrets());
        let first = secrets["assignments"][0].clone();
        secrets["assignments"].as_array_mut().unwrap().push(first);
        let plain = serde_json::to_vec(&secrets).unwrap();
        with_sealed(seal_bytes(&identity("expert").recipient(), DOCUMENT_BLOCK, &plain).unwrap())
    };
    let newer = TicketSeen {
        package: "p1".parse().unwrap(),
        kind: TicketKind::Expert,
        ticket: "t1".parse().unwrap(),
        seen: Seen {
            number: 2,
            digest: Digest::of(b"newer"),
        },
    };
    vec![
        bad(
            "of-other-package",
            Reason::ScopeDiffers,
            make_ticket(&ticket_secrets(), Digest::of(b"x")),
        ),
        bad(
            "inside-names-other-ticket",
            Reason::ScopeDiffers,
            other_outside,
        ),
        bad("application-twice", Reason::Doubled, doubled),
        bad(
            "other-holder",
            Reason::KeyDiffers,
            with_secrets(|secrets| {
                secrets.holder = Some(signing("stranger").verifying_key());
            }),
        ),
        bad(
            "other-committee",
            Reason::CommitteeDiffers,
            with_secrets(|secrets| {
                secrets.committee = identity("stranger").recipient();
            }),
        ),
        bad(
            "older-than-seen",
            Reason::TicketRollback,
            with_secrets(|_| {}),
        )
        .memory(Memory {
            tickets: vec![newer],
            ..Memory::default()
        }),
    ]
}

fn sealed_parts() -> Vec<Vector> {
    let to = identity("expert").recipient();
    let good = seal_bytes(&to, DOCUMENT_BLOCK, b"{}").unwrap();
    let mut damaged = good.clone();
    *damaged.last_mut().unwrap() ^= 1;
    let share = good
        .windows(7)
        .position(|window| window == b"X25519 ")
        .unwrap()
        + 7;
    let mut bad_header = good.clone();
    bad_header[share] = b'!';
    let cut = good[..good.len() - 1].to_vec();
    let stranger = seal_bytes(&identity("stranger").recipient(), DOCUMENT_BLOCK, b"{}").unwrap();
    let wrong_block = seal_bytes(&to, ENTRY_BLOCK, b"{}").unwrap();
    vec![
        bad(
            "sealed-to-others",
            Reason::NotForThisKey,
            with_sealed(stranger),
        ),
        bad(
            "sealed-header-damaged",
            Reason::CipherHeader,
            with_sealed(bad_header),
        ),
        bad(
            "sealed-last-byte-changed",
            Reason::CipherPayload,
            with_sealed(damaged),
        ),
        bad("sealed-cut-off", Reason::CipherPayload, with_sealed(cut)),
        bad(
            "padded-to-another-block",
            Reason::Padding,
            with_sealed(wrong_block),
        ),
        bad(
            "secrets-not-an-object",
            Reason::JsonShape,
            with_sealed(seal_bytes(&to, DOCUMENT_BLOCK, b"[]").unwrap()),
        ),
    ]
}

fn others() -> Vec<Vector> {
    let sign = |kind, value: &Value, key: &str| sign_value(kind, value, &signing(key));
    let mut second = json!(receipt());
    second["number"] = json!(2);
    let mut register = json!(register());
    let twice = register["tickets"][0].clone();
    register["tickets"].as_array_mut().unwrap().push(twice);
    let mut card = json!(card());
    card["signing"] = json!(signing("stranger").verifying_key());
    let weak = {
        let mut weak = json!(crate::world::card());
        weak["signing"] = json!(format!("ed25519:01{}", "00".repeat(31)));
        sign(DocumentKind::Card, &weak, "expert")
    };
    vec![
        Vector::bad(
            "second-without-first",
            Kind::Receipt,
            Reason::FieldValue,
            sign(DocumentKind::Receipt, &second, "receiver"),
        ),
        Vector::bad(
            "signed-by-publisher",
            Kind::Receipt,
            Reason::UnknownSigner,
            sign(DocumentKind::Receipt, &json!(receipt()), "publisher"),
        ),
        Vector::bad(
            "ticket-twice",
            Kind::Register,
            Reason::FieldValue,
            sign(DocumentKind::Register, &register, "registrar"),
        ),
        Vector::bad(
            "key-of-another",
            Kind::Card,
            Reason::UnknownSigner,
            sign(DocumentKind::Card, &card, "expert"),
        ),
        Vector::bad("key-of-small-order", Kind::Card, Reason::JsonShape, weak),
    ]
}

fn shares() -> Vec<Vector> {
    let share = |change: &dyn Fn(&mut Share)| {
        let state = trust().accept(
            &trust_json(),
            now(),
            hengping_format::trust::Purpose::Import,
        );
        let dealt = crate::sharing::dealt().remove(0);
        let mut share = hengping_format::shares::verify(&dealt, &state.unwrap())
            .unwrap()
            .into_content();
        change(&mut share);
        sign_value(DocumentKind::Share, &json!(share), &signing("root1"))
    };
    let corrupt = seal_bytes(&identity("holder1").recipient(), DOCUMENT_BLOCK, &[1; 75]).unwrap();
    vec![
        Vector::bad(
            "other-committee",
            Kind::Share,
            Reason::CommitteeDiffers,
            share(&|share| share.recipient = identity("stranger").recipient()),
        ),
        Vector::bad(
            "other-ceremony",
            Kind::Share,
            Reason::SharesMixed,
            share(&|share| share.ceremony = "c2".parse().unwrap()),
        ),
        Vector::bad(
            "corrupt",
            Kind::Share,
            Reason::ShareCorrupt,
            share(&|share| share.sealed = corrupt.clone()),
        ),
        Vector::bad(
            "one-of-three-enough",
            Kind::Share,
            Reason::FieldValue,
            share(&|share| share.needed = 1),
        ),
    ]
}
