//! Faults of packages: of the file and its list here, of envelopes, of the trust file in them and
//! of what is encrypted in them below.

mod contents;
mod envelopes;
mod trusts;

use hengping_format::container::LayoutEntry;
use hengping_format::doc::*;
use hengping_format::package::VOLUME_MIMETYPE;
use hengping_format::{Document, DocumentKind, Reason};
use serde_json::json;

use super::{Kind, Vector, container_as_listed};
use crate::mutate::sign_value;
use crate::world::*;

pub(crate) use contents::{documents, packed};

pub(super) fn vectors() -> Vec<Vector> {
    let mut all = containers();
    all.extend(envelopes::vectors());
    all.extend(envelopes::payloads());
    all.extend(lists());
    all.extend(trusts::vectors());
    all.extend(trusts::times());
    all.extend(contents::vectors());
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
