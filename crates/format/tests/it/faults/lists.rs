//! Faults of what the chair signs: the frozen list of an opening, the transcript, the list of an
//! archive.

use hengping_core::id::Digest;
use hengping_format::doc::*;
use hengping_format::suite::Suite;
use hengping_format::{Document, DocumentKind, Reason};
use serde_json::{Value, json};

use super::{Kind, Vector};
use crate::mutate::sign_value;
use crate::world::*;

/// A frozen list of two arrivals.
pub(crate) fn opening() -> Opening {
    Opening {
        suite: Suite::intl_1(),
        round: "r2026".parse().unwrap(),
        ceremony: "c1".parse().unwrap(),
        labels: two(),
        present: vec!["陈主任".to_owned(), "监察室".to_owned()],
        opened_at: at("2026-11-19T10:00:00Z"),
    }
}

/// The transcript of the same two.
pub(crate) fn transcript() -> Transcript {
    Transcript {
        suite: Suite::intl_1(),
        round: "r2026".parse().unwrap(),
        bundles: two(),
        made_at: at("2026-11-19T12:00:00Z"),
    }
}

/// The list of an archive of three files.
pub(crate) fn archive() -> Archive {
    let file = |name: &str| ArchivedFile {
        name: name.to_owned(),
        size: name.len() as u64,
        sha256: Digest::of(name.as_bytes()),
    };
    Archive {
        suite: Suite::intl_1(),
        round: "r2026".parse().unwrap(),
        root: trust().pin(),
        files: ["bundles/b1.orb", "opening.json", "results.json"]
            .map(file)
            .to_vec(),
        made_at: at("2026-11-19T13:00:00Z"),
    }
}

fn two() -> Vec<Digest> {
    let mut digests = vec![Digest::of(b"one"), Digest::of(b"two")];
    digests.sort();
    digests
}

pub(super) fn valid() -> Vec<Vector> {
    let key = signing("chair");
    let bytes = |signed: hengping_format::refusal::Result<hengping_format::Signed>| {
        signed.unwrap().into_bytes()
    };
    vec![
        Vector::valid("two", Kind::Opening, bytes(opening().sign(&[&key]))),
        Vector::valid("two", Kind::Transcript, bytes(transcript().sign(&[&key]))),
        Vector::valid("three", Kind::Archive, bytes(archive().sign(&[&key]))),
    ]
}

pub(super) fn vectors() -> Vec<Vector> {
    let mut all = openings();
    let unsorted = changed(&transcript(), |list| reverse(&mut list["bundles"]));
    all.push(list(
        "unsorted",
        Kind::Transcript,
        Reason::FieldValue,
        &unsorted,
    ));
    all.extend(archives());
    all
}

/// A document of the chair, whatever it says.
fn list(name: &'static str, kind: Kind, expect: Reason, value: &Value) -> Vector {
    signed_by("chair", name, kind, expect, value)
}

fn signed_by(key: &str, name: &'static str, kind: Kind, expect: Reason, value: &Value) -> Vector {
    let document = match kind {
        Kind::Opening => DocumentKind::Opening,
        Kind::Archive => DocumentKind::Archive,
        _ => DocumentKind::Transcript,
    };
    Vector::bad(
        name,
        kind,
        expect,
        sign_value(document, value, &signing(key)),
    )
}

fn changed(document: &impl serde::Serialize, change: impl FnOnce(&mut Value)) -> Value {
    let mut value = json!(document);
    change(&mut value);
    value
}

fn reverse(list: &mut Value) {
    list.as_array_mut().unwrap().reverse();
}

/// The first item once more.
fn twice(list: &mut Value) {
    let first = list[0].clone();
    list.as_array_mut().unwrap().insert(0, first);
}

fn openings() -> Vec<Vector> {
    let with = |change: &dyn Fn(&mut Value)| changed(&opening(), change);
    let bad = |name, expect, value: &Value| list(name, Kind::Opening, expect, value);
    let unsorted = with(&|list| reverse(&mut list["labels"]));
    let doubled = with(&|list| twice(&mut list["labels"]));
    let unnamed = with(&|list| list["present"][0] = json!(""));
    let cut = with(&|list| list["labels"][0] = json!("sha256:00"));
    let surplus = with(&|list| list["closed_at"] = json!("2026-11-19T11:00:00Z"));
    let without = with(&|list| drop(list.as_object_mut().unwrap().remove("present")));
    vec![
        bad("unsorted", Reason::FieldValue, &unsorted),
        bad("label-twice", Reason::FieldValue, &doubled),
        bad("present-without-name", Reason::FieldValue, &unnamed),
        bad("label-cut-off", Reason::JsonShape, &cut),
        bad("member-unknown", Reason::JsonShape, &surplus),
        bad("present-missing", Reason::JsonShape, &without),
        signed_by(
            "receiver",
            "signed-by-receiver",
            Kind::Opening,
            Reason::UnknownSigner,
            &json!(opening()),
        ),
    ]
}

fn archives() -> Vec<Vector> {
    let with = |change: &dyn Fn(&mut Value)| changed(&archive(), change);
    let named = |name: &str| with(&|list| list["files"][0]["name"] = json!(name));
    let bad = |name, expect, value: &Value| list(name, Kind::Archive, expect, value);
    let unsorted = with(&|list| reverse(&mut list["files"]));
    let doubled = with(&|list| twice(&mut list["files"]));
    let negative = with(&|list| list["files"][0]["size"] = json!(-1));
    let unrooted = with(&|list| drop(list.as_object_mut().unwrap().remove("root")));
    let long = "a".repeat(201);
    vec![
        bad("unsorted", Reason::EntryList, &unsorted),
        bad("file-twice", Reason::EntryList, &doubled),
        bad(
            "file-above-the-folder",
            Reason::EntryName,
            &named("../b1.orb"),
        ),
        bad("file-from-the-root", Reason::EntryName, &named("/b1.orb")),
        bad("file-hidden", Reason::EntryName, &named(".b1.orb")),
        bad("name-too-long", Reason::EntryName, &named(&long)),
        bad("size-negative", Reason::JsonShape, &negative),
        bad("root-missing", Reason::JsonShape, &unrooted),
        signed_by(
            "publisher",
            "signed-by-publisher",
            Kind::Archive,
            Reason::UnknownSigner,
            &json!(archive()),
        ),
    ]
}
