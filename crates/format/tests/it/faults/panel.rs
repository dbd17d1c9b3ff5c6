//! Faults of what people say about the panel's work, and of kits for visits.

use hengping_core::id::Digest;
use hengping_core::visit::{LineReason, Subject};
use hengping_format::doc::*;
use hengping_format::envelope::Envelope;
use hengping_format::suite::*;
use hengping_format::{Document, DocumentKind, Reason};
use serde_json::{Value, json};

use super::{Kind, Vector};
use crate::mutate::sign_value;
use crate::world::*;

fn card_of(name: &str) -> Envelope {
    let card = Card {
        signing: signing(name).verifying_key(),
        ..card()
    };
    let signed = card.sign(&[&signing(name)]).unwrap();
    Envelope::read(signed.bytes(), DocumentKind::Card.max_bytes()).unwrap()
}

/// A note of an observer.
pub(crate) fn statement() -> Statement {
    Statement {
        suite: Suite::intl_1(),
        round: "r2026".parse().unwrap(),
        card: card_of("expert"),
        about: About::Log {
            head: Digest::of(b"log"),
            length: 12,
        },
        words: "全程在场，未见异常。".to_owned(),
        made_at: at("2026-11-19T12:30:00Z"),
    }
}

/// Two lines of one application.
pub(crate) fn kit_lines() -> KitLines {
    let line = |code: &str, reasons: &[LineReason]| KitLine {
        subject: Subject::Indicator(code.parse().unwrap()),
        reasons: reasons.to_vec(),
    };
    let lines = vec![
        line("A1", &[LineReason::Flagged, LineReason::OpenIssue]),
        line("A2", &[LineReason::Sample]),
    ];
    KitLines {
        type_name: KitLines::TYPE.to_owned(),
        round: "r2026".parse().unwrap(),
        ticket: "t1".parse().unwrap(),
        seed: Digest::of(b"seed"),
        visits: vec![KitVisit {
            application: "a01".parse().unwrap(),
            lines,
        }],
        made_at: at("2026-11-19T12:40:00Z"),
    }
}

fn kit() -> Vec<u8> {
    let team = identity("expert").recipient();
    let made = Kit::make(&kit_lines(), &team, &signing("chair"));
    made.unwrap().into_bytes()
}

pub(super) fn valid() -> Vec<Vector> {
    let consent = Statement {
        about: About::Decision(Digest::of(b"decision")),
        words: String::new(),
        ..statement()
    };
    let signed = |one: Statement| one.sign(&[&signing("expert")]).unwrap().into_bytes();
    vec![
        Vector::valid("note", Kind::Statement, signed(statement())),
        Vector::valid("consent", Kind::Statement, signed(consent)),
        Vector::valid("two-lines", Kind::Kit, kit()),
    ]
}

pub(super) fn vectors() -> Vec<Vector> {
    let mut all = statements();
    all.extend(kits());
    all
}

fn statements() -> Vec<Vector> {
    let with = |key: &str, change: &dyn Fn(&mut Value)| {
        let mut value = json!(statement());
        change(&mut value);
        sign_value(DocumentKind::Statement, &value, &signing(key))
    };
    let bad = |name, expect, bytes| Vector::bad(name, Kind::Statement, expect, bytes);
    let silent = with("expert", &|value| value["words"] = json!(" \n"));
    let ringing = with("expert", &|value| value["words"] = json!("a\u{7}"));
    let endless = with("expert", &|value| value["words"] = json!("x".repeat(4001)));
    let of_another = with("expert", &|value| {
        value["card"] = json!(card_of("stranger"))
    });
    let vague = with("expert", &|value| value["about"] = json!("everything"));
    vec![
        bad("note-without-words", Reason::FieldValue, silent),
        bad("words-with-control", Reason::FieldValue, ringing),
        bad("words-too-long", Reason::FieldValue, endless),
        bad("card-of-another", Reason::UnknownSigner, of_another),
        bad("about-nothing", Reason::JsonShape, vague),
    ]
}

fn kits() -> Vec<Vector> {
    let sealed_to = |name: &str, change: &dyn Fn(&mut Value)| {
        let mut lines = json!(kit_lines());
        change(&mut lines);
        let plain = serde_json::to_vec(&lines).unwrap();
        Kit {
            suite: Suite::intl_1(),
            round: "r2026".parse().unwrap(),
            ticket: "t1".parse().unwrap(),
            sealed: seal_bytes(&identity(name).recipient(), DOCUMENT_BLOCK, &plain).unwrap(),
        }
    };
    let signed = |key: &str, kit: Kit| kit.sign(&[&signing(key)]).unwrap().into_bytes();
    let bad = |name, expect, change: &dyn Fn(&mut Value)| {
        let bytes = signed("chair", sealed_to("expert", change));
        Vector::bad(name, Kind::Kit, expect, bytes)
    };
    let by_receiver = signed("receiver", sealed_to("expert", &|_| {}));
    let to_stranger = signed("chair", sealed_to("stranger", &|_| {}));
    vec![
        Vector::bad(
            "signed-by-receiver",
            Kind::Kit,
            Reason::UnknownSigner,
            by_receiver,
        ),
        Vector::bad(
            "sealed-to-others",
            Kind::Kit,
            Reason::NotForThisKey,
            to_stranger,
        ),
        bad("type-of-ticket", Reason::PayloadType, &|lines| {
            lines["type"] = json!("ticket-secrets.v1");
        }),
        bad("inside-of-other-ticket", Reason::ScopeDiffers, &|lines| {
            lines["ticket"] = json!("t2");
        }),
        bad("inside-of-other-round", Reason::ScopeDiffers, &|lines| {
            lines["round"] = json!("r2025");
        }),
        bad("application-twice", Reason::Doubled, &|lines| {
            let first = lines["visits"][0].clone();
            lines["visits"].as_array_mut().unwrap().push(first);
        }),
        bad("subject-twice", Reason::Doubled, &|lines| {
            let first = lines["visits"][0]["lines"][0].clone();
            let all = lines["visits"][0]["lines"].as_array_mut().unwrap();
            all.push(first);
        }),
        bad("without-reason", Reason::FieldValue, &|lines| {
            lines["visits"][0]["lines"][0]["reasons"] = json!([]);
        }),
        bad("reasons-unsorted", Reason::FieldValue, &|lines| {
            lines["visits"][0]["lines"][0]["reasons"] = json!(["open_issue", "flagged"]);
        }),
    ]
}
