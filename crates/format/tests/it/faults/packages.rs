//! Faults of packages and of the trust file in them.

use std::collections::BTreeMap;
use std::io::Cursor;

use hengping_core::id::Digest;
use hengping_format::container::LayoutEntry;
use hengping_format::doc::*;
use hengping_format::package::{PACKAGE_MIMETYPE, VOLUME_MIMETYPE};
use hengping_format::suite::*;
use hengping_format::trust::{Memory, Seen, write_trust_file};
use hengping_format::{Document, DocumentKind, Reason};
use serde_json::{Value, json};

use super::{Kind, Vector, container_as_listed};
use crate::mutate::{sign_bytes, sign_value};
use crate::world::*;

pub(super) fn vectors() -> Vec<Vector> {
    let mut all = containers();
    all.extend(envelopes());
    all.extend(payloads());
    all.extend(lists());
    all.extend(trusts());
    all.extend(times());
    all.extend(contents());
    all
}

fn bad(name: &'static str, expect: Reason, bytes: Vec<u8>) -> Vector {
    Vector::bad(name, Kind::Package, expect, bytes)
}

fn patched(at: usize, change: impl Fn(&mut u8)) -> Vec<u8> {
    let mut bytes = tiny_package();
    change(&mut bytes[at]);
    bytes
}

fn position(needle: &[u8], nth: usize) -> usize {
    let bytes = tiny_package();
    (0..bytes.len())
        .filter(|&at| bytes[at..].starts_with(needle))
        .nth(nth)
        .expect("present")
}

fn containers() -> Vec<Vector> {
    let good = tiny_package();
    let trust_header = position(b"PK\x03\x04", 1);
    let object_header = position(b"PK\x03\x04", 5);
    let directory = position(b"PK\x01\x02", 2);
    let mut huge = good.clone();
    huge[trust_header + 22..trust_header + 26].copy_from_slice(&0x7fff_ffff_u32.to_le_bytes());
    let volume = {
        let signed = manifest_of(&tiny_contents())
            .sign(&[&signing("publisher")])
            .unwrap();
        let mut parts = parts(&trust_json(), signed.bytes(), &tiny_contents());
        parts[0].1 = VOLUME_MIMETYPE.as_bytes().to_vec();
        container(&parts)
    };
    vec![
        bad(
            "cut-off",
            Reason::Truncated,
            good[..good.len() - 1].to_vec(),
        ),
        bad(
            "byte-appended",
            Reason::FileSize,
            [&good[..], b"\n"].concat(),
        ),
        bad("trust-size-2-gib", Reason::TooLarge, huge),
        bad("mimetype-of-volume", Reason::Mimetype, volume),
        bad(
            "flag-in-local-header",
            Reason::HeaderBytes,
            patched(object_header + 6, |b| *b |= 1),
        ),
        bad(
            "deflate-in-local-header",
            Reason::HeaderBytes,
            patched(object_header + 8, |b| *b = 8),
        ),
        bad(
            "comment-length-in-directory",
            Reason::DirectoryBytes,
            patched(directory + 32, |b| *b = 1),
        ),
        bad(
            "comment-length-in-end-record",
            Reason::DirectoryBytes,
            patched(good.len() - 2, |b| *b = 1),
        ),
        bad(
            "object-changed",
            Reason::ContentDigest,
            patched(position(b"object one", 0), |b| *b ^= 1),
        ),
    ]
}

/// A package with these bytes as its manifest.
fn with_manifest(manifest: &[u8]) -> Vec<u8> {
    container(&parts(&trust_json(), manifest, &tiny_contents()))
}

fn signed_manifest() -> Vec<u8> {
    manifest_of(&tiny_contents())
        .sign(&[&signing("publisher")])
        .unwrap()
        .into_bytes()
}

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

fn envelopes() -> Vec<Vector> {
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

fn payloads() -> Vec<Vector> {
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

fn lists() -> Vec<Vector> {
    let mut contents = tiny_contents();
    let manifest = manifest_of(&contents);
    let changed = |change: &dyn Fn(&mut Vec<VolumeEntry>)| {
        let mut manifest = manifest.clone();
        change(&mut manifest.volumes[0].entries);
        sign_value(
            DocumentKind::Manifest,
            &json!(manifest),
            &signing("publisher"),
        )
    };
    let doubled = changed(&|entries| entries.push(entries[3].clone()));
    let unsorted = changed(&|entries| entries.swap(1, 2));
    let too_long = changed(&|entries| entries[3].size = 1_800_000_001);
    let wrong_crc = {
        let list = changed(&|entries| entries[3].crc32 ^= 1);
        let mut listed: Vec<_> = parts(&trust_json(), &list, &contents)
            .into_iter()
            .map(|(name, bytes)| (LayoutEntry::of(&name, &bytes), bytes))
            .collect();
        listed.last_mut().unwrap().0.crc32 ^= 1;
        container_as_listed(&listed)
    };
    let second_volume = {
        let mut manifest = manifest.clone();
        let moved = manifest.volumes[0].entries.pop().unwrap();
        manifest.volumes.push(Volume {
            entries: vec![moved],
        });
        contents.pop();
        pack(&manifest, &contents)
    };
    vec![
        bad(
            "entry-listed-twice",
            Reason::EntryList,
            with_manifest(&doubled),
        ),
        bad(
            "entries-out-of-order",
            Reason::EntryList,
            with_manifest(&unsorted),
        ),
        bad(
            "entry-too-large",
            Reason::TooLarge,
            with_manifest(&too_long),
        ),
        bad("crc-of-list-wrong", Reason::ContentCrc, wrong_crc),
        bad(
            "second-volume-missing",
            Reason::VolumeMissing,
            second_volume,
        ),
    ]
}

fn with_trust(trust: &[u8]) -> Vec<u8> {
    container(&parts(trust, &signed_manifest(), &tiny_contents()))
}

fn trust_changed(change: impl Fn(&mut Root, &mut Roles, &mut RoundRecord)) -> Vec<u8> {
    let (mut root, mut roles, mut round) = (root(), roles(), round_record());
    change(&mut root, &mut roles, &mut round);
    with_trust(&trust_file(&root, &roles, &round))
}

fn seen(number: u32) -> Option<Seen> {
    Some(Seen {
        number,
        digest: Digest::of(b"another"),
    })
}

fn trusts() -> Vec<Vector> {
    let spaced = [&trust_json()[..], b" "].concat();
    let two_publishers = |_: &mut Root, roles: &mut Roles, _: &mut RoundRecord| {
        roles.roles.get_mut(&Role::Publisher).unwrap().threshold = 2;
    };
    let skipped = {
        let key = signing("root1");
        let roots = [
            root(),
            Root {
                version: 3,
                ..root()
            },
        ]
        .map(|root| root.sign(&[&key]).unwrap());
        let roles = roles().sign(&[&key]).unwrap();
        let round = round_record().sign(&[&key]).unwrap();
        write_trust_file(
            &[roots[0].bytes(), roots[1].bytes()],
            roles.bytes(),
            &[round.bytes()],
        )
    };
    let memory = |root, roles| Memory {
        root,
        roles,
        ..Memory::default()
    };
    vec![
        bad(
            "trust-file-with-space",
            Reason::EnvelopeForm,
            with_trust(&spaced),
        ),
        bad(
            "root-of-others",
            Reason::PinMismatch,
            trust_changed(|root, _, _| {
                root.authority = "别处".to_owned();
            }),
        ),
        bad(
            "root-skips-a-version",
            Reason::RootChain,
            with_trust(&skipped.unwrap()),
        ),
        bad(
            "roles-of-others",
            Reason::AuthorityDiffers,
            trust_changed(|_, roles, _| {
                roles.authority = "别处".to_owned();
            }),
        ),
        bad(
            "roles-expired",
            Reason::TrustExpired,
            trust_changed(|_, roles, _| {
                roles.expires = at("2026-11-01T00:00:00Z");
            }),
        ),
        bad(
            "round-unknown",
            Reason::RoundMissing,
            trust_changed(|_, _, round| {
                round.round = "r2027".parse().unwrap();
            }),
        ),
        bad(
            "two-publishers-needed",
            Reason::Threshold,
            trust_changed(two_publishers),
        ),
        bad(
            "roles-older-than-seen",
            Reason::TrustRollback,
            tiny_package(),
        )
        .memory(memory(None, seen(2))),
        bad("root-differs-from-seen", Reason::TrustFork, tiny_package())
            .memory(memory(seen(1), None)),
    ]
}

fn times() -> Vec<Vector> {
    let packages = |number| Memory {
        packages: BTreeMap::from([("p1".parse().unwrap(), seen(number).unwrap())]),
        ..Memory::default()
    };
    let later = Memory {
        latest: Some(at("2026-11-22T00:00:00Z")),
        ..Memory::default()
    };
    vec![
        bad("expired", Reason::Expired, tiny_package()).clock("2026-12-15T00:00:01Z"),
        bad("not-yet-valid", Reason::NotYetValid, tiny_package()).clock("2026-11-14T23:59:59Z"),
        bad("signed-tomorrow", Reason::SignedInFuture, tiny_package())
            .clock("2026-11-08T23:59:59Z"),
        bad("clock-behind", Reason::ClockBehind, tiny_package()).memory(later),
        bad(
            "edition-older-than-seen",
            Reason::PackageRollback,
            tiny_package(),
        )
        .memory(packages(2)),
        bad(
            "edition-differs-from-seen",
            Reason::PackageFork,
            tiny_package(),
        )
        .memory(packages(1)),
    ]
}

fn sealed(name: &str, content: &[u8]) -> Vec<u8> {
    seal_bytes(&identity(name).recipient(), ENTRY_BLOCK, content).unwrap()
}

/// A package that can be opened, of one application and no objects, its documents changed.
fn openable(change: impl Fn(&mut Inner, &mut Body)) -> Vec<u8> {
    let (mut inner, mut body) = typed_documents();
    change(&mut inner, &mut body);
    packed(&json!(inner), &json!(body))
}

/// The inner document and the body of a package of one application and no objects.
pub(crate) fn documents() -> (Value, Value) {
    let (inner, body) = typed_documents();
    (json!(inner), json!(body))
}

/// Encrypts, lists and signs these two documents.
pub(crate) fn packed(inner: &Value, body: &Value) -> Vec<u8> {
    let inner = sealed("index", &serde_json::to_vec(inner).unwrap());
    let body = sealed("a01", &serde_json::to_vec(body).unwrap());
    pack_openable(inner, body)
}

fn typed_documents() -> (Inner, Body) {
    let mut application = application("a01");
    application.evidence.clear();
    let body = Body {
        kind: Body::TYPE.to_owned(),
        suite: Suite::intl_1(),
        package: "p1".parse().unwrap(),
        application: application.clone(),
        recognised: Vec::new(),
    };
    let inner = Inner {
        kind: Inner::TYPE.to_owned(),
        suite: Suite::intl_1(),
        package: "p1".parse().unwrap(),
        round: round(),
        scheme: SCHEME.to_owned(),
        practice: None,
        applications: vec![InnerApplication {
            id: application.id,
            recipient: identity("a01").recipient(),
            objects: Vec::new(),
            enterprise: application.enterprise,
            material_version: 1,
        }],
    };
    (inner, body)
}

fn pack_openable(inner: Vec<u8>, body: Vec<u8>) -> Vec<u8> {
    let contents = vec![
        (Entry::Inner, inner),
        (Entry::Application("a01".parse().unwrap()), body),
    ];
    pack(&manifest_of(&contents), &contents)
}

fn contents() -> Vec<Vector> {
    let open = |name, reason, bytes| Vector::bad(name, Kind::PackageOpen, reason, bytes);
    let wrong_file = {
        let mut folder = hengping_format::package::MemoryFolder::default();
        let mut spec = spec();
        spec.applications.truncate(1);
        let mut files = WrongAfter(spec.applications[0].application.evidence[0].clone());
        // The writer checks files against the catalogue, so the wrong digest is put in both.
        spec.applications[0].application.evidence[0].digest = Digest::of(&files.bytes());
        hengping_format::package::write(
            &spec,
            &package_keys(),
            &trust_json(),
            &[&signing("publisher")],
            &mut files,
            &mut folder,
            &mut |_| {},
        )
        .unwrap();
        relisted(&folder.files["package.orp"])
    };
    vec![
        open(
            "inner-of-other-package",
            Reason::ScopeDiffers,
            openable(|inner, _| {
                inner.package = "p2".parse().unwrap();
            }),
        ),
        open(
            "body-of-other-application",
            Reason::ScopeDiffers,
            openable(|_, body| {
                body.application.id = "a02".parse().unwrap();
            }),
        ),
        open(
            "scheme-differs",
            Reason::SchemeDigest,
            openable(|inner, _| inner.scheme.push('\n')),
        ),
        open(
            "object-not-listed",
            Reason::ListsDisagree,
            openable(|inner, _| {
                inner.applications[0].objects.push("o9".parse().unwrap());
            }),
        ),
        open(
            "enterprise-differs",
            Reason::ListsDisagree,
            openable(|_, body| {
                body.application.enterprise.name.push('x');
            }),
        ),
        open(
            "recipient-differs-from-key",
            Reason::KeyDiffers,
            openable(|inner, _| {
                inner.applications[0].recipient = identity("a02").recipient();
            }),
        ),
        open(
            "inner-for-others",
            Reason::NotForThisKey,
            pack_openable(sealed("stranger", b"{}"), sealed("a01", b"{}")),
        ),
        open(
            "inner-not-age",
            Reason::CipherHeader,
            pack_openable(b"no".to_vec(), Vec::new()),
        ),
        open("object-is-another-file", Reason::PlainDigest, wrong_file),
    ]
}

/// Gives a file of the size of the catalogue's, with other content.
struct WrongAfter(hengping_core::application::EvidenceItem);

impl WrongAfter {
    fn bytes(&self) -> Vec<u8> {
        vec![b'x'; self.0.size as usize]
    }
}

impl hengping_format::package::ObjectSource for WrongAfter {
    fn open(
        &mut self,
        _: &hengping_core::id::ObjectId,
    ) -> std::io::Result<Box<dyn std::io::Read + '_>> {
        Ok(Box::new(Cursor::new(self.bytes())))
    }
}

/// The same package with the body naming the digest of the catalogue's file, re-encrypted,
/// listed and signed again.
fn relisted(bytes: &[u8]) -> Vec<u8> {
    let mut package = verify_bytes(bytes).unwrap();
    let inner = package.open_inner(&identity("index")).unwrap();
    let id = "a01".parse().unwrap();
    let body = package
        .open_application(&inner, &id, &identity("a01"))
        .unwrap();
    let mut body = body.into_content();
    body.application.evidence[0].digest = Digest::of(&file_of("o-a01"));
    let entries: Vec<Entry> = package
        .manifest()
        .entries()
        .map(|(_, entry)| entry.name.clone())
        .collect();
    let contents = entries
        .into_iter()
        .map(|entry| match entry {
            Entry::Application(_) => {
                let plain = serde_json::to_vec(&body).unwrap();
                (entry, sealed("a01", &plain))
            }
            _ => {
                let bytes = package.entry_bytes(&entry).unwrap();
                (entry, bytes)
            }
        })
        .collect();
    assert!(
        bytes
            .windows(PACKAGE_MIMETYPE.len())
            .any(|w| w == PACKAGE_MIMETYPE.as_bytes())
    );
    pack(&manifest_of(&contents), &contents)
}
