//! Faults of round notices.

use hengping_core::id::Digest;
use hengping_core::round_notice::{MAX_REASON, Word};
use hengping_format::doc::RoundNotice;
use hengping_format::suite::Suite;
use hengping_format::{Document, DocumentKind, Reason};
use serde_json::{Value, json};

use super::{Kind, Vector};
use crate::mutate::sign_value;
use crate::world::*;

/// The first notice of the round: one application leaves.
pub(crate) fn notice() -> RoundNotice {
    RoundNotice {
        suite: Suite::intl_1(),
        round: "r2026".parse().unwrap(),
        number: 1,
        previous: None,
        issued: at("2026-11-18T09:00:00Z"),
        word: Word::Withdraw {
            application: "a01".parse().unwrap(),
            reason: "企业已注销。".to_owned(),
        },
    }
}

fn next(word: Word) -> RoundNotice {
    RoundNotice {
        number: 2,
        previous: Some(Digest::of(b"notice 1")),
        word,
        ..notice()
    }
}

pub(super) fn valid() -> Vec<Vector> {
    let extend = |tickets: &[&str]| Word::Extend {
        due: at("2026-12-09T08:00:00Z"),
        tickets: tickets.iter().map(|id| id.parse().unwrap()).collect(),
    };
    let replace = Word::Replace {
        ticket: "t1".parse().unwrap(),
        by: "t2".parse().unwrap(),
    };
    let revoke = Word::Revoke {
        ticket: "t1".parse().unwrap(),
    };
    let named = [
        ("withdraw", notice()),
        ("extend-for-all", next(extend(&[]))),
        ("extend-for-two", next(extend(&["t1", "t2"]))),
        ("replace", next(replace)),
        ("revoke", next(revoke)),
    ];
    let signed = named.map(|(name, one)| {
        let bytes = one.sign(&[&signing("publisher")]).unwrap().into_bytes();
        Vector::valid(name, Kind::Notice, bytes)
    });
    signed.into()
}

pub(super) fn vectors() -> Vec<Vector> {
    let with = |key: &str, change: &dyn Fn(&mut Value)| {
        let mut value = json!(notice());
        change(&mut value);
        sign_value(DocumentKind::Notice, &value, &signing(key))
    };
    let bad = |name, expect, change: &dyn Fn(&mut Value)| {
        Vector::bad(name, Kind::Notice, expect, with("publisher", change))
    };
    let word = |word: Value| move |value: &mut Value| value["word"] = word.clone();
    let tickets =
        |ids: Value| word(json!({"extend": {"due": "2026-12-09T08:00:00Z", "tickets": ids}}));
    let reason = |text: &str| word(json!({"withdraw": {"application": "a01", "reason": text}}));
    let field = Reason::FieldValue;
    vec![
        Vector::bad(
            "signed-by-registrar",
            Kind::Notice,
            Reason::UnknownSigner,
            with("registrar", &|_| {}),
        ),
        bad("number-zero", field, &|value| value["number"] = json!(0)),
        bad("first-with-one-before", field, &|value| {
            value["previous"] = json!(Digest::of(b"none"));
        }),
        bad("second-without-one-before", field, &|value| {
            value["number"] = json!(2);
        }),
        bad("reason-empty", field, &reason(" ")),
        bad(
            "reason-too-long",
            field,
            &reason(&"长".repeat(MAX_REASON + 1)),
        ),
        bad("reason-with-line-feed", field, &reason("a\nb")),
        bad("tickets-out-of-order", field, &tickets(json!(["t2", "t1"]))),
        bad("tickets-doubled", field, &tickets(json!(["t1", "t1"]))),
        bad(
            "tickets-too-many",
            field,
            &tickets(json!([
                "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"
            ])),
        ),
        bad(
            "replaced-by-itself",
            field,
            &word(json!({"replace": {"ticket": "t1", "by": "t1"}})),
        ),
        bad(
            "unknown-word",
            Reason::JsonShape,
            &word(json!({"forgive": {"ticket": "t1"}})),
        ),
        bad(
            "two-words",
            Reason::JsonShape,
            &word(json!({"revoke": {"ticket": "t1"}, "replace": {"ticket": "t1", "by": "t2"}})),
        ),
    ]
}
