//! Valid files that were changed: their bytes, or what they say before they were signed. Both
//! readers must make the same of each.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hengping_core::id::Digest;
use hengping_format::DocumentKind;
use hengping_format::bundle::BUNDLE_MIMETYPE;
use hengping_format::suite::{DOCUMENT_BLOCK, ENTRY_BLOCK, SigningKey, seal_bytes};
use serde_json::{Value, json};

use crate::faults::{Kind, packages, valid_vectors};
use crate::mutate::{mutations, sign_value};
use crate::world::*;

/// A line as in the vectors' manifest, and the bytes.
pub(crate) type Input = (Value, Vec<u8>);

/// Damaged files, and every field of every document changed.
pub(crate) fn every_field() -> Vec<Input> {
    let mut inputs = damaged();
    inputs.extend(changed_documents());
    inputs.extend(changed_packages());
    inputs.extend(changed_reviews());
    inputs.extend(changed_bundles());
    inputs
}

fn line(kind: Kind, name: String) -> Value {
    json!({ "file": name, "kind": kind.slug(), "clock": now() })
}

/// Damage to the bytes of valid files at places that differ from file to file.
fn damaged() -> Vec<Input> {
    let mut inputs = Vec::new();
    for vector in valid_vectors() {
        let length = vector.bytes.len();
        let mut place = 7;
        for nth in 0..120 {
            place = (place * 48_271 + nth) % length;
            let mut bytes = vector.bytes.clone();
            match nth % 4 {
                0 => bytes.truncate(place),
                1 => bytes.insert(place, b' '),
                2 => drop(bytes.remove(place)),
                _ => bytes[place] ^= 1 << (nth % 8),
            }
            let name = format!(
                "{}/{} damaged {nth} at {place}",
                vector.kind.slug(),
                vector.name
            );
            inputs.push((line(vector.kind, name), bytes));
        }
    }
    inputs
}

/// Every change of `value`, signed anew as a document of `kind` and wrapped into a file.
fn resigned(
    kind: Kind,
    value: &Value,
    every: usize,
    wrap: &dyn Fn(&Value) -> Vec<u8>,
) -> Vec<Input> {
    let changed = mutations(value).into_iter().step_by(every);
    changed
        .map(|(path, value)| (line(kind, path), wrap(&value)))
        .collect()
}

fn signed_as(kind: DocumentKind, key: SigningKey) -> impl Fn(&Value) -> Vec<u8> {
    move |value| sign_value(kind, value, &key)
}

/// The content of a signed document of the valid vectors.
fn content(kind: Kind) -> Value {
    let vector = valid_vectors()
        .into_iter()
        .find(|vector| vector.kind == kind)
        .unwrap();
    let envelope: Value = serde_json::from_slice(&vector.bytes).unwrap();
    let payload = BASE64_STANDARD
        .decode(envelope["payload"].as_str().unwrap())
        .unwrap();
    serde_json::from_slice(&payload).unwrap()
}

fn changed_documents() -> Vec<Input> {
    use DocumentKind as D;
    let simple = [
        (Kind::Receipt, D::Receipt, "receiver"),
        (Kind::Opening, D::Opening, "chair"),
        (Kind::Transcript, D::Transcript, "chair"),
        (Kind::Archive, D::Archive, "chair"),
        (Kind::Register, D::Register, "registrar"),
        (Kind::Card, D::Card, "expert"),
        (Kind::Statement, D::Statement, "expert"),
        (Kind::Kit, D::Kit, "chair"),
        (Kind::Notice, D::Notice, "publisher"),
        (Kind::Share, D::Share, "root1"),
        (Kind::Ticket, D::Ticket, "publisher"),
    ];
    let mut inputs = Vec::new();
    for (kind, document, key) in simple {
        inputs.extend(resigned(
            kind,
            &content(kind),
            1,
            &signed_as(document, signing(key)),
        ));
    }
    let ticket = content(Kind::Ticket);
    inputs.extend(resigned(
        Kind::Ticket,
        &json!(ticket_secrets()),
        1,
        &|secrets| {
            let plain = serde_json::to_vec(secrets).unwrap();
            let sealed =
                seal_bytes(&identity("expert").recipient(), DOCUMENT_BLOCK, &plain).unwrap();
            let mut outside = ticket.clone();
            outside["sealed"] = json!(BASE64_STANDARD.encode(sealed));
            sign_value(D::Ticket, &outside, &signing("publisher"))
        },
    ));
    inputs
}

fn changed_packages() -> Vec<Input> {
    use DocumentKind as D;
    let contents = tiny_contents();
    let manifest = json!(manifest_of(&contents));
    let mut inputs = resigned(Kind::Package, &manifest, 1, &|manifest| {
        let signed = sign_value(D::Manifest, manifest, &signing("publisher"));
        container(&parts(&trust_json(), &signed, &contents))
    });
    let list = sign_value(D::Manifest, &manifest, &signing("publisher"));
    let with_trust = |roles: &[u8], round: &[u8]| {
        let root = root();
        let root = hengping_format::Document::sign(&root, &[&signing("root1")]).unwrap();
        let file = hengping_format::trust::write_trust_file(&[root.bytes()], roles, &[round]);
        container(&parts(&file.unwrap(), &list, &contents))
    };
    let key = signing("root1");
    let (roles, round) = (json!(roles()), json!(round_record()));
    inputs.extend(resigned(Kind::Package, &roles, 1, &|changed| {
        with_trust(
            &sign_value(D::Roles, changed, &key),
            &sign_value(D::Round, &round, &key),
        )
    }));
    inputs.extend(resigned(Kind::Package, &round, 1, &|changed| {
        with_trust(
            &sign_value(D::Roles, &roles, &key),
            &sign_value(D::Round, changed, &key),
        )
    }));
    let (inner, body) = packages::documents();
    inputs.extend(resigned(Kind::PackageOpen, &inner, 3, &|inner| {
        packages::packed(inner, &body)
    }));
    inputs.extend(resigned(Kind::PackageOpen, &body, 3, &|body| {
        packages::packed(&inner, body)
    }));
    inputs
}

fn changed_reviews() -> Vec<Input> {
    let review = json!(sealed_review(review()));
    resigned(Kind::Bundle, &review, 2, &|review| {
        let mut spec = bundle_spec();
        spec.documents = vec![sign_value(DocumentKind::Review, review, &signing("expert"))];
        make_bundle(&spec).bytes
    })
}

/// A bundle with this payload, and a label that says `change` of it.
fn bundle_of(payload: &Value, change: &dyn Fn(&mut Value)) -> Vec<u8> {
    let envelope = sign_value(DocumentKind::Payload, payload, &signing("expert"));
    let committee = identity("committee").recipient();
    let sealed = seal_bytes(&committee, ENTRY_BLOCK, &envelope).unwrap();
    let mut label = json!({
        "payload_size": sealed.len(),
        "payload_crc32": crc32fast::hash(&sealed),
        "payload_sha256": Digest::of(&sealed),
    });
    for member in [
        "suite",
        "bundle",
        "ticket",
        "lineage",
        "seq",
        "previous",
        "kind",
        "committee",
    ] {
        label[member] = payload[member].clone();
    }
    change(&mut label);
    let label = sign_value(DocumentKind::Label, &label, &signing("label"));
    let parts = [
        ("mimetype", BUNDLE_MIMETYPE.as_bytes().to_vec()),
        ("label.dsse.json", label),
        ("payload.age", sealed),
    ];
    container(&parts.map(|(name, bytes)| (name.to_owned(), bytes)))
}

/// What the valid bundle with a card says inside.
fn payload() -> Value {
    let bundle = valid_vectors()
        .into_iter()
        .find(|vector| vector.kind == Kind::BundleCard)
        .unwrap();
    let keys = ticket_keys();
    let open = hengping_format::bundle::open(&bundle.bytes, &identity("committee"), &keys);
    json!(open.unwrap().payload.content())
}

fn changed_bundles() -> Vec<Input> {
    let payload = payload();
    let mut inputs = Vec::new();
    for kind in [Kind::Bundle, Kind::BundleCard] {
        inputs.extend(resigned(kind, &payload, 3, &|changed| {
            bundle_of(changed, &|_| {})
        }));
    }
    let unchanged = bundle_of(&payload, &|_| {});
    let label = hengping_format::bundle::claimed_label(&unchanged).unwrap();
    inputs.extend(resigned(Kind::Bundle, &json!(label), 1, &|changed| {
        bundle_of(&payload, &|label| *label = changed.clone())
    }));
    inputs
}

/// A generator that the same seed repeats (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) % bound as u64).unwrap()
    }
}

/// One to three edits of bytes: flips, runs gone, runs doubled or moved, other bytes.
fn edited(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(3) {
        let at = random.below(bytes.len().max(1));
        let end = (at + 1 + random.below(40)).min(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let run = bytes.get(at..end).unwrap_or_default().to_vec();
                bytes.splice(at..at, run);
            }
            3 => bytes.insert(at, u8::try_from(random.below(256)).unwrap()),
            4 => bytes[at..end].reverse(),
            _ if bytes.is_empty() => {}
            _ => bytes[at] ^= 1 << random.below(8),
        }
    }
    bytes
}

/// One or two changes of a document, one after the other.
fn altered(value: &Value, random: &mut Random) -> Value {
    let mut value = value.clone();
    for _ in 0..=random.below(2) {
        if random.below(3) > 0 {
            say_something_else(&mut value, random);
            continue;
        }
        let mut all = mutations(&value);
        if all.is_empty() {
            break;
        }
        value = all.swap_remove(random.below(all.len())).1;
    }
    value
}

/// Texts that a reader could stumble over and must hand on as they are.
const TEXTS: [&str; 8] = [
    "=1+1",
    "\u{202e}倒\u{200b}写\u{feff}",
    "𠀀𪚥\u{10ffff}",
    "\\u0000 \"/\\",
    "\u{7f}\u{1}\t\r\n",
    "é e\u{301}",
    "a",
    "18446744073709551616",
];

/// Another text in place of one, or another small number in place of one: often still legal.
fn say_something_else(value: &mut Value, random: &mut Random) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let nth = random.below(members.len());
            say_something_else(members.values_mut().nth(nth).unwrap(), random);
        }
        Value::Array(items) if !items.is_empty() => {
            let nth = random.below(items.len());
            say_something_else(&mut items[nth], random);
        }
        Value::String(text) => TEXTS[random.below(TEXTS.len())].clone_into(text),
        Value::Number(_) => *value = json!(random.below(70_000)),
        _ => {}
    }
}

/// `count` inputs: some with changed bytes, most with changed documents, signed anew.
pub(crate) fn at_random(seed: u64, count: usize) -> Vec<Input> {
    let mut random = Random(seed);
    let files = valid_vectors();
    let review = json!(sealed_review(review()));
    let payload = payload();
    let contents = tiny_contents();
    let manifest = json!(manifest_of(&contents));
    let (inner, body) = packages::documents();
    let named = |nth: usize| format!("random change {nth} of seed {seed}");
    (0..count)
        .map(|nth| match nth % 10 {
            0..3 => {
                let file = &files[nth / 10 % files.len()];
                let bytes = edited(&file.bytes, &mut random);
                (line(file.kind, named(nth)), bytes)
            }
            3..6 => {
                let mut payload = payload.clone();
                let review = altered(&review, &mut random);
                let signed = sign_value(DocumentKind::Review, &review, &signing("expert"));
                payload["documents"] = json!([serde_json::from_slice::<Value>(&signed).unwrap()]);
                let bytes = bundle_of(&payload, &|_| {});
                (line(Kind::Bundle, named(nth)), bytes)
            }
            6 => {
                let payload = altered(&payload, &mut random);
                let bytes = bundle_of(&payload, &|_| {});
                (line(Kind::BundleCard, named(nth)), bytes)
            }
            7 => {
                let manifest = altered(&manifest, &mut random);
                let signed = sign_value(DocumentKind::Manifest, &manifest, &signing("publisher"));
                let bytes = container(&parts(&trust_json(), &signed, &contents));
                (line(Kind::Package, named(nth)), bytes)
            }
            8 => {
                let bytes = packages::packed(&altered(&inner, &mut random), &body);
                (line(Kind::PackageOpen, named(nth)), bytes)
            }
            _ => {
                let bytes = packages::packed(&inner, &altered(&body, &mut random));
                (line(Kind::PackageOpen, named(nth)), bytes)
            }
        })
        .collect()
}
