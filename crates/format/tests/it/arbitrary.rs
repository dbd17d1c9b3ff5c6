//! Bytes that nobody made with care: no reader panics on them, none accepts a changed file as
//! another one, and none asks for memory because a header says so.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

use hengping_core::id::Digest;
use hengping_format::container::{Leading, check_name};
use hengping_format::doc::*;
use hengping_format::envelope::Envelope;
use hengping_format::package::*;
use hengping_format::suite::*;
use hengping_format::trust::{Purpose, TrustState};
use hengping_format::{DocumentKind, Reason, bundle, json, shares, ticket};
use proptest::prelude::*;
use serde_json::Value;

use crate::faults::{Kind, Vector, read, valid_vectors};
use crate::mutate::sign_bytes;
use crate::properties::cases;
use crate::support::refused;
use crate::world::*;

/// The valid files, made once, with what they say.
static VALID: LazyLock<Vec<(Vector, Value)>> = LazyLock::new(|| {
    let all = valid_vectors().into_iter();
    all.map(|vector| {
        let says = read(vector.kind, &vector.bytes, &trust(), now()).expect("valid");
        (vector, says)
    })
    .collect()
});

fn state() -> TrustState {
    trust()
        .accept(&trust_json(), now(), Purpose::Import)
        .unwrap()
}

/// Every public way into the crate. What comes of it does not matter here.
fn every_reader(bytes: &[u8]) {
    for kind in Kind::ALL {
        let _ = read(kind, bytes, &trust(), now());
    }
    let (state, key) = (state(), signing("label").verifying_key());
    let _ = Envelope::read(bytes, bytes.len());
    let _ = json::check(bytes);
    let _ = json::read::<Value>(bytes);
    let _ = trust().accept(bytes, now(), Purpose::Reading);
    let _ = state.verify::<Manifest>(bytes);
    let _ = shares::verify(bytes, &state);
    let _ = verify_card(bytes);
    let _ = ticket::verify_alone(bytes, &state);
    let _ = bundle::claimed_label(bytes);
    let _ = bundle::read_label(bytes, &key);
    let made = &VALID.iter().find(|it| it.0.kind == Kind::Bundle).unwrap().0;
    let _ = bundle::reopen(&made.bytes, bytes, &ticket_keys());
    let identity = identity("expert");
    let _ = open_bytes(bytes, &identity, DOCUMENT_BLOCK, 1 << 20);
    let _ = decrypt_document(bytes, &identity, Digest::of(b""), 0);
    if let Ok(mut plain) = raw_open(bytes, &identity) {
        let _ = io::copy(&mut plain, &mut io::sink());
    }
    every_text(&String::from_utf8_lossy(bytes));
}

fn every_text(text: &str) {
    let _ = text.parse::<Recipient>();
    let _ = Identity::from_secret_text(text);
    let _ = Entry::from_name(text);
    let _ = check_name(text);
    let quoted = Value::String(text.to_owned());
    let _ = serde_json::from_value::<VerifyingKey>(quoted.clone());
    let _ = serde_json::from_value::<SigningKey>(quoted);
}

/// Signed by the right key, so that the reader looks inside.
fn signed(kind: DocumentKind, payload: &[u8]) -> Vec<u8> {
    let key = match kind {
        DocumentKind::Root | DocumentKind::Roles | DocumentKind::Round | DocumentKind::Share => {
            "root1"
        }
        DocumentKind::Manifest | DocumentKind::Ticket | DocumentKind::Notice => "publisher",
        DocumentKind::Register => "registrar",
        DocumentKind::Receipt => "receiver",
        DocumentKind::Transcript
        | DocumentKind::Opening
        | DocumentKind::Archive
        | DocumentKind::Kit => "chair",
        DocumentKind::Label => "label",
        _ => "expert",
    };
    sign_bytes(kind.payload_type(), payload.to_vec(), &[&signing(key)])
}

/// These bytes wherever only the holder of a key could have put them.
fn behind_every_key(bytes: &[u8]) {
    for kind in DocumentKind::ALL {
        every_reader(&signed(*kind, bytes));
    }
    let contents = vec![
        (Entry::Inner, sealed("index", bytes)),
        (
            Entry::Application("a01".parse().unwrap()),
            sealed("a01", bytes),
        ),
    ];
    let package = pack(&manifest_of(&contents), &contents);
    let _ = read(Kind::PackageOpen, &package, &trust(), now());
    let manifest = signed(DocumentKind::Manifest, bytes);
    let package = container(&parts(&trust_json(), &manifest, &tiny_contents()));
    let _ = read(Kind::Package, &package, &trust(), now());
}

fn sealed(name: &str, content: &[u8]) -> Vec<u8> {
    seal_bytes(&identity(name).recipient(), ENTRY_BLOCK, content).unwrap()
}

/// Half a file of one kind, then half of another.
fn spliced(
    first: usize,
    second: usize,
    cut: prop::sample::Index,
    from: prop::sample::Index,
) -> Vec<u8> {
    let (first, second) = (&VALID[first].0.bytes, &VALID[second].0.bytes);
    let cut = cut.index(first.len() + 1);
    let from = from.index(second.len() + 1);
    [&first[..cut], &second[from..]].concat()
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_reader_panics_on_anything(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        every_reader(&bytes);
    }

    #[test]
    fn no_reader_panics_on_what_looks_like_json(text in "[\\[\\]{}:,\"a-c0-9.eE\\\\u\\-+ \t]{0,80}") {
        every_reader(text.as_bytes());
    }

    #[test]
    fn no_reader_panics_on_halves_of_files(
        first in 0..Kind::ALL.len(), second in 0..Kind::ALL.len(),
        cut in any::<prop::sample::Index>(), from in any::<prop::sample::Index>(),
    ) {
        every_reader(&spliced(first, second, cut, from));
    }

    /// Whatever one byte becomes: the file is refused, or says the same.
    #[test]
    fn one_byte_changed_is_refused_or_means_nothing(
        nth in 0..Kind::ALL.len(), place in any::<prop::sample::Index>(), byte in any::<u8>(),
    ) {
        let (vector, says) = &VALID[nth];
        let mut bytes = vector.bytes.clone();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(read) = read(vector.kind, &bytes, &trust(), now()) {
            prop_assert_eq!(&read, says);
            prop_assert_eq!(bytes, &vector.bytes[..], "byte {} of {:?} is free", place, vector.kind);
        }
    }
}

proptest! {
    #![proptest_config(cases(24))]

    #[test]
    fn no_reader_panics_on_what_a_key_holder_may_write(
        bytes in proptest::collection::vec(any::<u8>(), 0..60),
        text in "[\\[\\]{}:,\"a-c0-9]{0,60}",
    ) {
        behind_every_key(&bytes);
        behind_every_key(text.as_bytes());
    }
}

/// A file of zeros that goes on for ever behind `head`; notes what was read and asked for.
struct Endless {
    head: Vec<u8>,
    size: u64,
    at: u64,
    largest: Arc<AtomicUsize>,
    total: Arc<AtomicU64>,
}

impl Read for Endless {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.largest.fetch_max(buffer.len(), Ordering::Relaxed);
        let left = usize::try_from(self.size.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let n = buffer.len().min(left);
        for (nth, byte) in buffer[..n].iter_mut().enumerate() {
            let at = usize::try_from(self.at).unwrap() + nth;
            *byte = self.head.get(at).copied().unwrap_or(0);
        }
        self.at += n as u64;
        self.total.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

impl Seek for Endless {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.size.checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

/// Reads the second entry of a package whose header claims `claimed` bytes, of a file that is
/// `size` bytes long: why it is refused, the largest buffer and all bytes read.
fn claim(claimed: u32, size: u64, limit: u64) -> (Reason, usize, u64) {
    let mut head = tiny_package();
    let header = (1..head.len())
        .find(|&at| head[at..].starts_with(b"PK\x03\x04"))
        .unwrap();
    head[header + 22..header + 26].copy_from_slice(&claimed.to_le_bytes());
    head.truncate(header + 30 + "trust.json".len());
    let (largest, total) = <(Arc<AtomicUsize>, Arc<AtomicU64>)>::default();
    let source = Endless {
        head,
        size,
        at: 0,
        largest: largest.clone(),
        total: total.clone(),
    };
    let result = Leading::start(source, PACKAGE_MIMETYPE)
        .and_then(|mut leading| leading.read_next("trust.json", limit));
    let read = total.load(Ordering::Relaxed);
    (refused(result), largest.load(Ordering::Relaxed), read)
}

#[test]
fn a_claimed_size_is_bounded_before_anything_is_read() {
    let (reason, _, total) = claim(u32::MAX, u64::MAX, 1 << 20);
    assert_eq!(reason, Reason::TooLarge);
    assert!(total < 1000, "{total} bytes read");
}

#[test]
fn memory_follows_what_is_there_and_not_what_is_claimed() {
    let mebi = 1 << 20;
    let (reason, largest, _) = claim(64 << 20, 4096, 64 * mebi);
    assert_eq!(reason, Reason::Truncated);
    assert!(largest <= 64 * 1024, "a buffer of {largest} bytes");
}

#[test]
fn a_size_line_reserves_nothing() {
    let head = format!("{:015}\n", 999_999_999_999_999_u64);
    let to: age::x25519::Recipient = identity("expert").recipient().to_string().parse().unwrap();
    let sealed = age::encrypt(&to, head.as_bytes()).unwrap();
    let opened = open_bytes(&sealed, &identity("expert"), ENTRY_BLOCK, 1 << 20);
    assert_eq!(refused(opened), Reason::TooLarge);
    let opened = open_bytes(&sealed, &identity("expert"), ENTRY_BLOCK, u64::MAX);
    assert_eq!(refused(opened), Reason::Padding);
}
