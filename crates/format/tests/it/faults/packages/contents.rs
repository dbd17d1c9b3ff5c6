//! Faults of what is encrypted in a package, listed and signed as it is.

use std::io::Cursor;

use hengping_core::id::Digest;
use hengping_format::Reason;
use hengping_format::doc::*;
use hengping_format::package::PACKAGE_MIMETYPE;
use hengping_format::suite::*;
use serde_json::{Value, json};

use crate::faults::{Kind, Vector};
use crate::world::*;

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

pub(super) fn vectors() -> Vec<Vector> {
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
