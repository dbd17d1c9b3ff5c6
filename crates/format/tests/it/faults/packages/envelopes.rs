//! Faults of the signed list: its envelope and its payload.

use hengping_format::{DocumentKind, Reason};
use serde_json::{Value, json};

use super::{bad, signed_manifest, with_manifest};
use crate::faults::Vector;
use crate::mutate::{sign_bytes, sign_value};
use crate::world::*;

fn changed_envelope(change: impl Fn(&mut Value)) -> Vec<u8> {
    let mut envelope: Value = serde_json::from_slice(&signed_manifest()).unwrap();
    change(&mut envelope);
    // Members in the order of the one form; a JSON map would sort them.
    let text = |name: &str| serde_json::to_string(&envelope[name]).unwrap();
    let signatures: Vec<String> = envelope["signatures"]
        .as_array()
        .unwrap()
        .iter()
        .map(|record| {
            format!(
                "{{\"keyid\":{},\"sig\":{}}}",
                record["keyid"], record["sig"]
            )
        })
        .collect();
    let whole = format!(
        "{{\"payloadType\":{},\"payload\":{},\"signatures\":[{}]}}",
        text("payloadType"),
        text("payload"),
        signatures.join(",")
    );
    whole.into_bytes()
}

/// Envelopes of the list in another form, or signed by others.
pub(super) fn vectors() -> Vec<Vector> {
    let good = signed_manifest();
    let spaced = String::from_utf8(good.clone())
        .unwrap()
        .replacen(':', ": ", 1);
    let payload = json!(manifest_of(&tiny_contents()));
    let kind = DocumentKind::Manifest;
    let doubled = changed_envelope(|envelope| {
        let first = envelope["signatures"][0].clone();
        envelope["signatures"].as_array_mut().unwrap().push(first);
    });
    let foreign = changed_envelope(|envelope| {
        let other = sign_value(kind, &json!({}), &signing("publisher"));
        let other: Value = serde_json::from_slice(&other).unwrap();
        envelope["signatures"][0]["sig"] = other["signatures"][0]["sig"].clone();
    });
    let unsigned = changed_envelope(|envelope| envelope["signatures"] = json!([]));
    let surplus = {
        let keys = [&signing("publisher"), &signing("stranger")];
        sign_bytes(
            kind.payload_type(),
            serde_json::to_vec(&payload).unwrap(),
            &keys,
        )
    };
    let as_ticket = sign_value(DocumentKind::Ticket, &payload, &signing("publisher"));
    let vector = |name, reason, manifest: &[u8]| bad(name, reason, with_manifest(manifest));
    vec![
        vector("manifest-not-json", Reason::EnvelopeSyntax, b"{"),
        vector(
            "manifest-with-space",
            Reason::EnvelopeForm,
            spaced.as_bytes(),
        ),
        vector("signature-twice", Reason::SignatureList, &doubled),
        vector("no-signature", Reason::SignatureList, &unsigned),
        vector(
            "signature-of-other-payload",
            Reason::SignatureInvalid,
            &foreign,
        ),
        vector("payload-type-ticket", Reason::PayloadType, &as_ticket),
        vector(
            "signer-unknown",
            Reason::UnknownSigner,
            &sign_value(kind, &payload, &signing("stranger")),
        ),
        vector("signer-surplus", Reason::UnknownSigner, &surplus),
        vector(
            "signer-is-receiver",
            Reason::UnknownSigner,
            &sign_value(kind, &payload, &signing("receiver")),
        ),
        vector(
            "signer-revoked",
            Reason::KeyRevoked,
            &sign_value(kind, &payload, &signing("revoked")),
        ),
    ]
}

/// Signed lists that say what no list may.
pub(super) fn payloads() -> Vec<Vector> {
    let text = serde_json::to_string(&manifest_of(&tiny_contents())).unwrap();
    let sign = |payload: String| {
        let kind = DocumentKind::Manifest.payload_type();
        with_manifest(&sign_bytes(
            kind,
            payload.into_bytes(),
            &[&signing("publisher")],
        ))
    };
    let deep = format!("{{\"x\":{}{}}}", "[".repeat(40), "]".repeat(40));
    vec![
        bad(
            "payload-not-json",
            Reason::JsonSyntax,
            sign(text[..text.len() - 1].to_owned()),
        ),
        bad(
            "seq-twice",
            Reason::JsonDuplicate,
            sign(text.replacen('{', "{\"seq\":1,", 1)),
        ),
        bad(
            "seq-float",
            Reason::JsonNumber,
            sign(text.replace("\"seq\":1", "\"seq\":1.0")),
        ),
        bad("nested-40-deep", Reason::JsonDepth, sign(deep)),
        bad(
            "member-unknown",
            Reason::JsonShape,
            sign(text.replacen('{', "{\"note\":\"\",", 1)),
        ),
        bad(
            "time-with-offset",
            Reason::JsonShape,
            sign(text.replacen("00:00:00Z", "00:00:00+00:00", 1)),
        ),
        bad(
            "seq-zero",
            Reason::FieldValue,
            sign(text.replace("\"seq\":1", "\"seq\":0")),
        ),
        bad(
            "suite-gm-1",
            Reason::SuiteUnknown,
            sign(text.replace("intl-1", "gm-1")),
        ),
        bad(
            "entry-outside-folders",
            Reason::JsonShape,
            sign(text.replace("objects/o1.age", "../o1.age")),
        ),
    ]
}
