//! What is written is read back as it was, whatever people wrote into it: every kind of document,
//! and whole packages, tickets and bundles.

use std::collections::BTreeMap;

use hengping_core::amount::{Fen, Hundredths};
use hengping_core::application::{DeclaredValue, FieldValue};
use hengping_core::id::Digest;
use hengping_core::log::{self, Head};
use hengping_core::mark::Judgement;
use hengping_core::time::Instant;
use hengping_format::doc::*;
use hengping_format::document::verify_with_key;
use hengping_format::suite::*;
use hengping_format::{Document, bundle, json};
use proptest::prelude::*;

use crate::world::*;

/// Few cases where encryption takes part, many where it does not; no files of past failures.
pub(crate) fn cases(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

/// What people can write: every character there is.
fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(any::<char>(), 0..40).prop_map(|chars| chars.into_iter().collect())
}

/// A name of a person or body.
fn name() -> impl Strategy<Value = String> {
    text().prop_map(|text| {
        let kept = text.chars().filter(|c| !c.is_control());
        format!("某{}", kept.collect::<String>())
    })
}

fn opaque<T: std::str::FromStr + std::fmt::Debug>() -> impl Strategy<Value = T>
where
    T::Err: std::fmt::Debug,
{
    "[a-z0-9][a-z0-9-]{0,63}".prop_map(|text| text.parse().expect("an id"))
}

fn code<T: std::str::FromStr + std::fmt::Debug>() -> impl Strategy<Value = T>
where
    T::Err: std::fmt::Debug,
{
    "[A-Za-z0-9][A-Za-z0-9.-]{0,20}".prop_map(|text| text.parse().expect("a code"))
}

fn digest() -> impl Strategy<Value = Digest> {
    any::<[u8; 8]>().prop_map(|seed| Digest::of(&seed))
}

/// A moment between 1970 and 2105.
fn moment() -> impl Strategy<Value = Instant> {
    any::<u32>().prop_map(|seconds| at("1970-01-01T00:00:00Z").plus_seconds(seconds.into()))
}

fn verifying() -> impl Strategy<Value = VerifyingKey> {
    any::<[u8; 32]>().prop_map(|seed| {
        let text: String = seed.iter().map(|byte| format!("{byte:02x}")).collect();
        let key: SigningKey = serde_json::from_value(serde_json::json!(text)).expect("a key");
        key.verifying_key()
    })
}

fn keys(most: usize) -> impl Strategy<Value = Vec<VerifyingKey>> {
    let keys = proptest::collection::vec(verifying(), 1..=most);
    keys.prop_map(|mut keys| {
        keys.sort_by_key(|key| key.fingerprint().to_string());
        keys.dedup();
        keys
    })
}

fn value() -> impl Strategy<Value = FieldValue> {
    prop_oneof![
        any::<i64>().prop_map(|fen| FieldValue::Money(Fen(fen))),
        (any::<i32>(), 0..6_u32).prop_map(|(digits, scale)| {
            let number = format!("{digits}e-{scale}")
                .parse::<f64>()
                .expect("a number");
            FieldValue::Number(format!("{number}").parse().expect("a decimal"))
        }),
        text().prop_map(FieldValue::Text),
        proptest::collection::vec(text(), 0..3).prop_map(FieldValue::List),
    ]
}

/// Signs, verifies, compares; signing again gives the same bytes.
fn returns<T: Document + PartialEq>(content: &T, key: &SigningKey) -> Result<(), TestCaseError> {
    let signed = content.sign(&[key]).expect("signable");
    let read = verify_with_key::<T>(signed.bytes(), &key.verifying_key());
    let read = read.map_err(|refusal| TestCaseError::fail(format!("{} {refusal}", T::KIND)))?;
    prop_assert!(read.content() == content, "{} reads otherwise", T::KIND);
    prop_assert_eq!(read.digest(), signed.digest());
    let again = read.content().sign(&[key]).expect("signable");
    prop_assert_eq!(again.bytes(), signed.bytes());
    Ok(())
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn documents_of_the_authority_return(
        authority in name(), keys in keys(5), version in 1..u32::MAX, issued in moment(),
        lasting in any::<u32>(), round in opaque(), ceremony in opaque(),
    ) {
        let (key, expires) = (signing("root1"), issued.plus_seconds(lasting.into()));
        let threshold = u32::try_from(keys.len()).unwrap();
        let role = RoleKeys { keys: keys.clone(), threshold };
        returns(&Root { authority: authority.clone(), keys, threshold, version, issued, ..root() }, &key)?;
        let held = [Role::Publisher, Role::Chair, Role::Visitor, Role::Revoker];
        let roles = Roles {
            authority: authority.clone(), version, issued, expires,
            roles: held.map(|held| (held, role.clone())).into_iter().collect(),
            revoked: role.keys.iter().map(VerifyingKey::fingerprint).collect(),
            ..roles()
        };
        returns(&roles, &key)?;
        returns(&RoundRecord { authority, version, issued, expires, round, ceremony, ..round_record() }, &key)?;
    }

    #[test]
    fn lists_and_tickets_return(
        package in opaque(), round in opaque(), seq in 2..u32::MAX, issued in moment(),
        lasting in any::<u32>(), before in proptest::option::of(digest()),
        sizes in proptest::collection::vec((0..=1_800_000_000_u64, any::<u32>(), digest()), 0..20),
        ticket in opaque::<hengping_core::id::TicketId>(), other in opaque(),
        sealed in proptest::collection::vec(any::<u8>(), 0..300),
    ) {
        let entries = sizes.into_iter().enumerate().map(|(nth, (size, crc32, sha256))| VolumeEntry {
            name: match nth {
                0 => Entry::Inner,
                1..4 => Entry::Application(format!("a{nth}").parse().unwrap()),
                _ => Entry::Object(format!("o{nth}").parse().unwrap()),
            },
            size, crc32, sha256,
        });
        let mut entries: Vec<_> = entries.collect();
        let rest = entries.split_off(entries.len().min(6));
        prop_assume!(!entries.is_empty());
        let volumes = [entries, rest].into_iter().filter(|entries| !entries.is_empty());
        let manifest = Manifest {
            package, round, seq, issued,
            valid_from: issued, valid_until: issued.plus_seconds(lasting.into()),
            supersedes: before.map(|manifest| Supersedes { manifest, seq: seq - 1 }),
            volumes: volumes.map(|entries| Volume { entries }).collect(),
            ..manifest_of(&tiny_contents())
        };
        let digest = manifest.sign(&[&signing("publisher")]).unwrap().digest();
        returns(&manifest, &signing("publisher"))?;
        let other = (other != ticket).then_some(other);
        returns(&Ticket {
            suite: Suite::intl_1(), package: manifest.package, manifest: digest, ticket, seq,
            replaces: other, sealed,
        }, &signing("publisher"))?;
    }

    #[test]
    fn cards_receipts_registers_and_lists_return(
        name in name(), unit in name(), made_at in moment(), number in 1..u32::MAX,
        previous in digest(), round in opaque(), bundle in opaque(), keys in keys(3),
        mut bundles in proptest::collection::vec(digest(), 0..9),
        assigned in proptest::collection::btree_set(opaque(), 0..4), revoked in any::<bool>(),
    ) {
        returns(&Card { name, unit, made_at, ..card() }, &signing("expert"))?;
        let previous = (number > 1).then_some(previous);
        returns(&Receipt { round, bundle, number, previous, received_at: made_at, ..receipt() }, &signing("receiver"))?;
        let assigned: Vec<hengping_core::id::ApplicationId> = assigned.into_iter().collect();
        let tickets = keys.iter().enumerate().map(|(nth, key)| Registered {
            ticket: format!("t{nth}").parse().unwrap(),
            holder: (nth > 0).then_some(*key),
            label: *key, assigned: assigned.clone(), revoked, seq: number,
            ..register().tickets[0].clone()
        });
        returns(&Register { number, issued: made_at, tickets: tickets.collect(), ..register() }, &signing("registrar"))?;
        bundles.sort();
        bundles.dedup();
        let chair = signing("chair");
        let labels = bundles.clone();
        returns(&Opening { labels, opened_at: made_at, ..crate::faults::opening() }, &chair)?;
        let files = bundles.iter().enumerate().map(|(nth, sha256)| ArchivedFile {
            name: format!("bundles/b{nth}.orb"), size: number.into(), sha256: *sha256,
        });
        returns(&Archive { files: files.collect(), made_at, ..crate::faults::archive() }, &chair)?;
        returns(&Transcript { bundles, made_at, ..crate::faults::transcript() }, &chair)?;
    }

    #[test]
    fn reviews_and_visits_return(
        texts in proptest::collection::vec(text(), 6), score in any::<i64>(), seal in 1..u32::MAX,
        previous in digest(), sealed_at in moment(), code in code(), value in value(),
        corners in any::<[i32; 4]>(), page in any::<u32>(), record in json_value(),
    ) {
        let mut review = review();
        let [comment, reason, quote, opinion, unseal, other] = texts.try_into().unwrap();
        review.seal = seal;
        review.previous = (seal > 1).then_some(previous);
        review.unseal_reason = (seal > 1).then_some(unseal);
        review.sealed_at = sealed_at;
        review.marks[0].comment = comment;
        review.marks[0].judgement = match seal % 3 {
            0 => Judgement::NotApplicable,
            _ => Judgement::Score(Hundredths(score)),
        };
        review.proposals[0].reason = reason;
        review.proposals[0].value = hengping_core::mark::FactValue::Field(value);
        review.citations[0].quote = quote;
        review.citations[0].page = page;
        let place = &mut review.citations[0].boxes[0];
        [place.left, place.bottom, place.right, place.top] = corners;
        review.opinion.fields = BTreeMap::from([(code, opinion), ("other".parse().unwrap(), other)]);
        returns(&sealed_review(review), &signing("expert"))?;
        returns(&VisitRecord {
            suite: Suite::intl_1(), round: "r2026".parse().unwrap(), ticket: "t1".parse().unwrap(),
            record,
        }, &signing("expert"))?;
    }
}

/// Any JSON that the strict reader knows.
fn json_value() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<u64>().prop_map(Into::into),
        text().prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 24, 4, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..4).prop_map(serde_json::Value::Array),
            proptest::collection::btree_map(text(), inner, 0..4)
                .prop_map(|members| members.into_iter().collect()),
        ]
    })
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn packages_return(
        names in proptest::array::uniform4(text()), value in value(), title in text(),
        page in any::<u32>(), limit in 1..4_000_000_u64,
    ) {
        let mut spec = spec();
        spec.volume_limit = limit;
        spec.round.title.zh = title;
        let [enterprise, group, evidence, file_name] = names;
        let application = &mut spec.applications[1].application;
        application.enterprise.name = enterprise;
        application.enterprise.group = Some(group);
        application.evidence[0].title = evidence;
        application.evidence[0].file_name = file_name;
        let source = hengping_core::application::Source {
            evidence: "E04".parse().unwrap(),
            page,
        };
        let declared = DeclaredValue { value, source: Some(source) };
        application.fields.insert("F20".parse().unwrap(), declared);
        let (mut folder, written) = write_package(&spec);
        let purpose = hengping_format::trust::Purpose::Import;
        let package = hengping_format::package::verify(&mut folder, &trust(), now(), purpose, &mut |_| {});
        let mut package = package.map_err(|refusal| TestCaseError::fail(refusal.to_string()))?;
        prop_assert_eq!(package.manifest().content(), &written.manifest);
        let inner = package.open_inner(&identity("index")).unwrap();
        prop_assert_eq!(&inner.round, &spec.round);
        for material in &spec.applications {
            let id = &material.application.id;
            let key = identity(id.as_str());
            let body = package.open_application(&inner, id, &key).unwrap();
            prop_assert_eq!(&body.application, &material.application);
            for object in body.objects() {
                let file = package.open_object(&body, object, &key).unwrap();
                prop_assert_eq!(&file[..], file_of(object.as_str()));
            }
        }
    }

    #[test]
    fn tickets_and_shares_return(due in moment(), reading in proptest::collection::btree_set(opaque(), 0..9)) {
        let package = verify_bytes(&tiny_package()).unwrap();
        let assigned = reading.into_iter().map(|application| Assignment { application, identity: None });
        let secrets = TicketSecrets { due, assignments: assigned.collect(), ..ticket_secrets() };
        let bytes = make_ticket(&secrets, package.manifest().digest());
        let mut state = package.trust().clone();
        let outside = hengping_format::ticket::verify(&bytes, package.manifest(), &state).unwrap();
        let open = hengping_format::ticket::open(outside, &identity("expert"), None, package.manifest(), &mut state);
        let open = open.unwrap();
        prop_assert_eq!(json::write(open.secrets()).unwrap(), json::write(&secrets).unwrap());
    }

    #[test]
    fn bundles_return(comment in text(), before in 0..u64::MAX - 9, card in any::<bool>(), seq in 1..u32::MAX, previous in digest()) {
        let mut review = review();
        review.marks[0].comment = comment;
        let signed = sealed_review(review.clone()).sign(&[&signing("expert")]).unwrap();
        let mut spec = bundle_spec();
        spec.documents = vec![signed.into_bytes()];
        let entries = (before + 1..).zip(log_entries()).map(|(number, entry)| log::Entry { number, ..entry });
        spec.log = entries.collect();
        let base = Head { length: before, digest: spec.log_base };
        let head = spec.log.iter().fold(base, |head, entry| head.then(entry).unwrap());
        (spec.log_head, spec.log_length) = (head.digest, head.length);
        spec.seq = seq;
        spec.previous = (seq > 1).then_some(previous);
        spec.card = card.then(|| crate::world::card().sign(&[&signing("expert")]).unwrap().into_bytes());
        let made = make_bundle(&spec);
        let content = bundle::open(&made.bytes, &identity("committee"), &ticket_keys()).unwrap();
        prop_assert_eq!(&content.reviews[0].review, &review);
        prop_assert_eq!(content.payload.log_length, before + 3);
        prop_assert_eq!(&content.payload.log, &spec.log);
        prop_assert_eq!(content.label.seq, seq);
        prop_assert_eq!(content.card.is_some(), card);
        let again = bundle::reopen(&made.bytes, &content.plain, &ticket_keys()).unwrap();
        prop_assert!(again.payload == content.payload && again.reviews == content.reviews);
    }
}
