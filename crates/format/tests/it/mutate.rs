//! Exhaustive damage: every bit flipped, every byte deleted, doubled and inserted, every length
//! cut; and every field of every document changed before signing.

use hengping_format::bundle;
use hengping_format::doc::*;
use hengping_format::refusal::Result;
use hengping_format::suite::*;
use hengping_format::trust::{Purpose, TrustState};
use hengping_format::{Document, DocumentKind, ticket};

use crate::world::*;

/// Runs `check` over every damaged form of `bytes`; `step` thins out the positions.
fn damage(bytes: &[u8], positions: &[usize], check: &dyn Fn(&[u8]) -> bool) {
    assert!(check(bytes), "the undamaged form must be accepted");
    let refuse = |form: &[u8], what: &str, at: usize| {
        assert!(
            !check(form),
            "{what} at {at} of {} was accepted",
            bytes.len()
        );
    };
    let mut flipped = bytes.to_vec();
    for &at in positions {
        for bit in 0..8 {
            flipped[at] ^= 1 << bit;
            refuse(&flipped, "bit flip", at);
            flipped[at] ^= 1 << bit;
        }
        refuse(&bytes[..at], "truncation", at);
        let without: Vec<u8> = [&bytes[..at], &bytes[at + 1..]].concat();
        refuse(&without, "deletion", at);
        for extra in [0, bytes[at], b' '] {
            let with: Vec<u8> = [&bytes[..at], &[extra], &bytes[at..]].concat();
            refuse(&with, "insertion", at);
        }
    }
    for extra in [0, b'\n', b' '] {
        refuse(&[bytes, &[extra]].concat(), "appending", bytes.len());
    }
}

fn all(bytes: &[u8]) -> Vec<usize> {
    (0..bytes.len()).collect()
}

fn state() -> TrustState {
    trust()
        .accept(&trust_json(), now(), Purpose::Import)
        .unwrap()
}

#[test]
fn no_damage_to_a_package_is_accepted() {
    let bytes = tiny_package();
    assert!(bytes.len() <= 8 * 1024, "{}", bytes.len());
    damage(&bytes, &all(&bytes), &|form| verify_bytes(form).is_ok());
}

#[test]
fn no_damage_to_a_real_package_is_accepted() {
    let (folder, _) = write_package(&spec());
    let bytes = folder.files["package.orp"].to_vec();
    let thin: Vec<_> = (0..bytes.len()).step_by(4099).collect();
    damage(&bytes, &thin, &|form| verify_bytes(form).is_ok());
}

#[test]
fn no_damage_to_a_receipt_is_accepted() {
    let bytes = receipt()
        .sign(&[&signing("receiver")])
        .unwrap()
        .into_bytes();
    let state = state();
    damage(&bytes, &all(&bytes), &|form| {
        state.verify::<Receipt>(form).is_ok()
    });
}

#[test]
fn no_damage_to_a_card_is_accepted() {
    let bytes = card().sign(&[&signing("expert")]).unwrap().into_bytes();
    damage(&bytes, &all(&bytes), &|form| verify_card(form).is_ok());
}

#[test]
fn no_damage_to_a_ticket_is_accepted() {
    let package = verify_bytes(&tiny_package()).unwrap();
    let bytes = make_ticket(&ticket_secrets(), package.manifest().digest());
    let check = |form: &[u8]| ticket::verify(form, package.manifest(), package.trust()).is_ok();
    damage(&bytes, &all(&bytes), &check);
}

#[test]
fn no_damage_to_a_bundle_is_accepted() {
    let bytes = make_bundle(&bundle_spec()).bytes;
    // The 64 KiB of ciphertext are covered by one digest: a sample of them, all of the rest.
    let plain = |at: &usize| *at < 2500 || *at + 400 > bytes.len() || at.is_multiple_of(1021);
    let positions: Vec<_> = (0..bytes.len()).filter(plain).collect();
    let key = signing("label").verifying_key();
    damage(&bytes, &positions, &|form| {
        bundle::read_label(form, &key).is_ok()
    });
}

#[test]
fn no_damage_to_a_trust_file_is_accepted() {
    let bytes = trust_json();
    let trust = trust();
    let check = |form: &[u8]| trust.accept(form, now(), Purpose::Import).is_ok();
    damage(&bytes, &all(&bytes), &check);
}

/// All ways to change one place of a JSON value: another value, another type, gone, an unknown
/// member beside it.
pub(crate) fn mutations(value: &serde_json::Value) -> Vec<(String, serde_json::Value)> {
    let mut out = Vec::new();
    collect(value, &mut String::new(), &mut |path, changed| {
        out.push((path, changed))
    });
    out
}

fn collect(
    value: &serde_json::Value,
    path: &mut String,
    emit: &mut dyn FnMut(String, serde_json::Value),
) {
    use serde_json::{Value, json};
    let scalars: &[Value] = &[
        json!(null),
        json!(true),
        json!(-1),
        json!(1.5),
        json!({}),
        json!([]),
    ];
    for other in scalars.iter().filter(|other| *other != value) {
        emit(format!("{path}={other}"), other.clone());
    }
    match value {
        Value::String(text) => {
            for other in [
                "",
                "\u{0}",
                &format!("{text}x"),
                &text.to_uppercase(),
                "intl-9",
            ] {
                if other != text {
                    emit(format!("{path}={other:?}"), json!(other));
                }
            }
        }
        Value::Number(number) => {
            for other in [
                json!(0),
                json!(number.as_u64().unwrap_or(0).saturating_add(1)),
                json!(u64::MAX),
            ] {
                if other != *value {
                    emit(format!("{path}={other}"), other);
                }
            }
        }
        Value::Object(members) => {
            let mut extra = members.clone();
            extra.insert("surplus".to_owned(), json!(1));
            emit(format!("{path}+surplus"), Value::Object(extra));
            for (name, member) in members {
                let mut without = members.clone();
                without.remove(name);
                emit(format!("{path}-{name}"), Value::Object(without));
                let mut inner = format!("{path}.{name}");
                collect(member, &mut inner, &mut |at, changed| {
                    let mut whole = members.clone();
                    whole.insert(name.clone(), changed);
                    emit(at, Value::Object(whole));
                });
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                let mut without = items.clone();
                without.remove(index);
                emit(format!("{path}-{index}"), Value::Array(without));
                let mut doubled = items.clone();
                doubled.push(item.clone());
                emit(format!("{path}*{index}"), Value::Array(doubled));
                let mut inner = format!("{path}[{index}]");
                collect(item, &mut inner, &mut |at, changed| {
                    let mut whole = items.clone();
                    whole[index] = changed;
                    emit(at, Value::Array(whole));
                });
            }
        }
        Value::Null | Value::Bool(_) => {}
    }
}

/// Signs any JSON as a document of this kind, as a key holder who does not keep the rules could.
pub(crate) fn sign_value(
    kind: DocumentKind,
    value: &serde_json::Value,
    key: &SigningKey,
) -> Vec<u8> {
    sign_bytes(
        kind.payload_type(),
        serde_json::to_vec(value).unwrap(),
        &[key],
    )
}

pub(crate) fn sign_bytes(payload_type: &str, payload: Vec<u8>, keys: &[&SigningKey]) -> Vec<u8> {
    let envelope = hengping_format::envelope::Envelope::sign(payload_type, payload, keys);
    envelope.unwrap().to_bytes().unwrap()
}

/// Changes every field of `content` before signing. What is still accepted must be a document
/// that says something else in a legal way: it reads back as exactly the changed value.
fn fields<T: Document>(content: &T, key: &SigningKey, read: &dyn Fn(&[u8]) -> Result<T>) {
    let original = serde_json::to_value(content).unwrap();
    assert!(read(&sign_value(T::KIND, &original, key)).is_ok());
    let mut refused = 0;
    for (path, changed) in mutations(&original) {
        match read(&sign_value(T::KIND, &changed, key)) {
            Err(_) => refused += 1,
            Ok(accepted) => {
                let again = without_defaults(serde_json::to_value(&accepted).unwrap());
                assert_eq!(again, without_defaults(changed), "{} {path}", T::KIND);
            }
        }
    }
    assert!(refused > 10, "{}", T::KIND);
}

/// Members that are null or empty say the same as missing ones.
pub(crate) fn without_defaults(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    let empty = |value: &Value| {
        value.is_null()
            || value.as_array().is_some_and(Vec::is_empty)
            || value.as_str().is_some_and(str::is_empty)
    };
    match value {
        Value::Object(members) => members
            .into_iter()
            .map(|(name, member)| (name, without_defaults(member)))
            .filter(|(_, member)| !empty(member))
            .collect(),
        Value::Array(items) => items.into_iter().map(without_defaults).collect(),
        other => other,
    }
}

#[test]
fn every_field_of_every_document_is_read_strictly() {
    let state = state();
    let by_state = |name: &str| signing(name);
    fields(&receipt(), &by_state("receiver"), &|b| {
        Ok(state.verify::<Receipt>(b)?.into_content())
    });
    fields(
        &manifest_of(&tiny_contents()),
        &by_state("publisher"),
        &|b| Ok(state.verify::<Manifest>(b)?.into_content()),
    );
    let key = signing("expert");
    let own = key.verifying_key();
    fields(&card(), &key, &|b| Ok(verify_card(b)?.into_content()));
    fields(&sealed_review(review()), &key, &|b| {
        Ok(hengping_format::document::verify_with_key::<SealedReview>(b, &own)?.into_content())
    });
    fields(&pledge(), &key, &|b| {
        Ok(hengping_format::document::verify_with_key::<Pledge>(b, &own)?.into_content())
    });
    fields(&crate::faults::statement(), &key, &|b| {
        Ok(verify_statement(b)?.0.into_content())
    });
    let authority = signing("root1");
    fields(&roles(), &authority, &|b| {
        Ok(state.verify::<Roles>(b)?.into_content())
    });
    fields(&round_record(), &authority, &|b| {
        Ok(state.verify::<RoundRecord>(b)?.into_content())
    });
    let share = crate::sharing::dealt().remove(0);
    let share = hengping_format::shares::verify(&share, &state)
        .unwrap()
        .into_content();
    fields(&share, &authority, &|b| {
        Ok(hengping_format::shares::verify(b, &state)?.into_content())
    });
    fields(&register(), &signing("registrar"), &|b| {
        Ok(state.verify::<Register>(b)?.into_content())
    });
    let chair = signing("chair");
    fields(&crate::faults::opening(), &chair, &|b| {
        Ok(state.verify::<Opening>(b)?.into_content())
    });
    fields(&crate::faults::transcript(), &chair, &|b| {
        Ok(state.verify::<Transcript>(b)?.into_content())
    });
    fields(&crate::faults::archive(), &chair, &|b| {
        Ok(state.verify::<Archive>(b)?.into_content())
    });
}

#[test]
fn a_changed_manifest_never_fits_the_file_it_was_made_for() {
    let contents = tiny_contents();
    let original = serde_json::to_value(manifest_of(&contents)).unwrap();
    for (path, changed) in mutations(&original["volumes"]) {
        let mut manifest = original.clone();
        manifest["volumes"] = changed;
        let signed = sign_value(DocumentKind::Manifest, &manifest, &signing("publisher"));
        let bytes = container(&parts(&trust_json(), &signed, &contents));
        assert!(verify_bytes(&bytes).is_err(), "{path}");
    }
}
