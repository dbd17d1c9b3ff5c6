//! Faults of the one-file form: of the outer container, and of what lies in it.

use std::io::Cursor;

use hengping_core::id::Digest;
use hengping_format::Reason;
use hengping_format::package::{COMBINED_MIMETYPE, write_combined};

use super::{Kind, Vector};
use crate::world::*;

fn bad(name: &'static str, expect: Reason, bytes: Vec<u8>) -> Vector {
    Vector::bad(name, Kind::Delivery, expect, bytes)
}

fn ticket() -> Vec<u8> {
    let package = verify_bytes(&tiny_package()).unwrap();
    make_ticket(&ticket_secrets(), package.manifest().digest())
}

fn combined(package: &[u8], ticket: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_combined(&mut Cursor::new(package), ticket, &mut bytes).unwrap();
    bytes
}

/// The tiny package and its ticket in one file.
pub(super) fn delivery() -> Vec<u8> {
    combined(&tiny_package(), &ticket())
}

fn in_order(parts: [(&str, Vec<u8>); 3]) -> Vec<u8> {
    container(&parts.map(|(name, bytes)| (name.to_owned(), bytes)))
}

pub(super) fn vectors() -> Vec<Vector> {
    let good = delivery();
    let patched = |at: usize, with: u8| {
        let mut bytes = good.clone();
        bytes[at] = with;
        bytes
    };
    let headers: Vec<usize> = (0..good.len())
        .filter(|&at| good[at..].starts_with(b"PK\x03\x04"))
        .collect();
    let package_header = headers[1];
    let mut huge = good.clone();
    huge[package_header + 22..package_header + 26].copy_from_slice(&u32::MAX.to_le_bytes());
    let mimetype = ("mimetype", COMBINED_MIMETYPE.as_bytes().to_vec());
    let ticket_first = in_order([
        mimetype.clone(),
        ("ticket.ort", ticket()),
        ("package.orp", tiny_package()),
    ]);
    let renamed = in_order([
        mimetype,
        ("package.orp", tiny_package()),
        ("t1.ort", ticket()),
    ]);
    let foreign = make_ticket(&ticket_secrets(), Digest::of(b"another package"));
    let appended = [&tiny_package()[..], b"\0"].concat();
    vec![
        bad("package-size-4-gib", Reason::TooLarge, huge),
        bad(
            "cut-off",
            Reason::Truncated,
            good[..good.len() - 1].to_vec(),
        ),
        bad(
            "byte-appended",
            Reason::FileSize,
            [&good[..], b"\0"].concat(),
        ),
        bad("ticket-first", Reason::HeaderBytes, ticket_first),
        bad("ticket-renamed", Reason::HeaderBytes, renamed),
        bad(
            "package-compressed",
            Reason::HeaderBytes,
            patched(package_header + 8, 8),
        ),
        bad(
            "comment-length-in-end-record",
            Reason::DirectoryBytes,
            patched(good.len() - 2, 1),
        ),
        bad(
            "package-with-appendix",
            Reason::FileSize,
            combined(&appended, &ticket()),
        ),
        bad(
            "ticket-of-other-package",
            Reason::ScopeDiffers,
            combined(&tiny_package(), &foreign),
        ),
        bad(
            "ticket-is-a-card",
            Reason::PayloadType,
            combined(&tiny_package(), &signed_card()),
        ),
        bad("a-bare-package", Reason::Mimetype, tiny_package()),
    ]
}

fn signed_card() -> Vec<u8> {
    use hengping_format::Document;
    card().sign(&[&signing("expert")]).unwrap().into_bytes()
}
