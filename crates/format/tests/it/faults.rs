//! Deliberate faults, one each: they are the invalid vectors, and together they must trip every
//! check of the reader.

mod bundles;
mod deliveries;
mod lists;
mod notices;
pub(crate) mod packages;
mod panel;
mod tickets;

pub(crate) use lists::{archive, opening, transcript};
pub(crate) use panel::statement;

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use hengping_core::time::Instant;
use hengping_format::bundle::TicketKeys;
use hengping_format::container::{Layout, LayoutEntry, ReadSeek};
use hengping_format::doc::*;
use hengping_format::package::*;
use hengping_format::refusal::Result;
use hengping_format::trust::{Memory, Purpose, Trust, TrustState};
use hengping_format::{Document, Reason, Verified, bundle, shares, show, ticket};
use serde_json::{Value, json};

use crate::support::refused;
use crate::world::*;

/// How the bytes of a vector are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Verified, not opened.
    Package,
    /// Verified and opened with all keys.
    PackageOpen,
    /// Verified for the tiny package and opened as the expert.
    Ticket,
    /// The one-file form: package and ticket verified, the ticket opened as the expert.
    Delivery,
    /// Opened as the committee.
    Bundle,
    /// Opened as the committee, for a ticket that was addressed to an activation code.
    BundleCard,
    /// Verified by role.
    Receipt,
    /// Verified by role.
    Opening,
    /// Verified by role.
    Transcript,
    /// Verified by role.
    Archive,
    /// Verified by role.
    Register,
    /// Verified by itself.
    Card,
    /// Verified and opened by the first holder.
    Share,
    /// Verified by the card inside.
    Statement,
    /// Verified by role, opened as the expert.
    Kit,
    /// Verified by role.
    Notice,
}

impl Kind {
    pub(crate) const ALL: [Kind; 16] = [
        Kind::Package,
        Kind::PackageOpen,
        Kind::Ticket,
        Kind::Delivery,
        Kind::Bundle,
        Kind::BundleCard,
        Kind::Receipt,
        Kind::Opening,
        Kind::Transcript,
        Kind::Archive,
        Kind::Register,
        Kind::Card,
        Kind::Share,
        Kind::Statement,
        Kind::Kit,
        Kind::Notice,
    ];

    pub(crate) fn slug(self) -> &'static str {
        match self {
            Kind::Package => "package",
            Kind::PackageOpen => "package-open",
            Kind::Ticket => "ticket",
            Kind::Delivery => "delivery",
            Kind::Bundle => "bundle",
            Kind::BundleCard => "bundle-card",
            Kind::Receipt => "receipt",
            Kind::Opening => "opening",
            Kind::Transcript => "transcript",
            Kind::Archive => "archive",
            Kind::Register => "register",
            Kind::Card => "card",
            Kind::Share => "share",
            Kind::Statement => "statement",
            Kind::Kit => "kit",
            Kind::Notice => "notice",
        }
    }

    pub(crate) fn extension(self) -> &'static str {
        match self {
            Kind::Package | Kind::PackageOpen | Kind::Delivery => "orp",
            Kind::Ticket => "ort",
            Kind::Bundle | Kind::BundleCard => "orb",
            _ => "dsse.json",
        }
    }
}

/// A file, how it is read and what must come of it.
#[derive(Clone)]
pub(crate) struct Vector {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    pub(crate) bytes: Vec<u8>,
    pub(crate) expect: Option<Reason>,
    pub(crate) clock: Instant,
    pub(crate) memory: Memory,
}

impl Vector {
    pub(crate) fn valid(name: &'static str, kind: Kind, bytes: Vec<u8>) -> Self {
        Self {
            name,
            kind,
            bytes,
            expect: None,
            clock: now(),
            memory: Memory::default(),
        }
    }

    fn bad(name: &'static str, kind: Kind, expect: Reason, bytes: Vec<u8>) -> Self {
        Self {
            expect: Some(expect),
            ..Self::valid(name, kind, bytes)
        }
    }

    fn clock(self, clock: &str) -> Self {
        Self {
            clock: at(clock),
            ..self
        }
    }

    fn memory(self, memory: Memory) -> Self {
        Self { memory, ..self }
    }
}

/// Reads a vector's bytes as its kind demands; the decoded content.
pub(crate) fn run(vector: &Vector) -> Result<Value> {
    read(
        vector.kind,
        &vector.bytes,
        &trust().with_memory(vector.memory.clone()),
        vector.clock,
    )
}

pub(crate) fn read(kind: Kind, bytes: &[u8], trust: &Trust, clock: Instant) -> Result<Value> {
    let import = Purpose::Import;
    let state = || trust.accept(&trust_json(), clock, import);
    match kind {
        Kind::Package | Kind::PackageOpen => {
            let mut folder = MemoryFolder::single("package.orp", bytes);
            let mut package = verify(&mut folder, trust, clock, import, &mut |_| {})?;
            if kind == Kind::Package {
                show::package(&package, None, &[])
            } else {
                open_all(&mut package)
            }
        }
        Kind::Ticket => read_ticket(bytes, state()?),
        Kind::Delivery => read_delivery(bytes, trust, clock),
        Kind::Bundle | Kind::BundleCard => read_bundle(kind, bytes),
        Kind::Receipt => show::document(&state()?.verify::<Receipt>(bytes)?),
        Kind::Opening => show::document(&state()?.verify::<Opening>(bytes)?),
        Kind::Transcript => show::document(&state()?.verify::<Transcript>(bytes)?),
        Kind::Archive => show::document(&state()?.verify::<Archive>(bytes)?),
        Kind::Register => show::document(&state()?.verify::<Register>(bytes)?),
        Kind::Notice => show::document(&state()?.verify::<RoundNotice>(bytes)?),
        Kind::Card => show::document(&verify_card(bytes)?),
        Kind::Statement => show::document(&verify_statement(bytes)?.0),
        Kind::Kit => {
            let kit = state()?.verify::<Kit>(bytes)?;
            let lines = kit.open(&identity("expert"))?;
            Ok(json!({ "outside": show::document(&kit)?, "lines": lines }))
        }
        Kind::Share => {
            let open = shares::open(shares::verify(bytes, &state()?)?, &identity("holder1"))?;
            show::document(open.outside())
        }
    }
}

fn open_all(package: &mut Package) -> Result<Value> {
    let inner = package.open_inner(&identity("index"))?;
    let mut bodies = Vec::new();
    for row in &inner.applications {
        let key = identity(row.id.as_str());
        let body = package.open_application(&inner, &row.id, &key)?;
        for object in body.objects() {
            package.open_object(&body, object, &key)?;
        }
        bodies.push(body);
    }
    let bodies: Vec<&Body> = bodies.iter().map(|body| body.content()).collect();
    show::package(package, Some(&inner), &bodies)
}

fn read_ticket(bytes: &[u8], mut state: TrustState) -> Result<Value> {
    let manifest = manifest_of(&tiny_contents())
        .sign(&[&signing("publisher")])
        .unwrap();
    let manifest = state.verify::<Manifest>(manifest.bytes())?;
    open_ticket(bytes, &manifest, &mut state)
}

fn open_ticket(
    bytes: &[u8],
    manifest: &Verified<Manifest>,
    state: &mut TrustState,
) -> Result<Value> {
    let outside = ticket::verify(bytes, manifest, state)?;
    let own = signing("expert").verifying_key();
    let identity = identity("expert");
    let open = ticket::open(outside, &identity, Some(&own), manifest, state)?;
    show::ticket(&open)
}

fn read_delivery(bytes: &[u8], trust: &Trust, clock: Instant) -> Result<Value> {
    let mut delivery = Combined::open(Box::new(Cursor::new(bytes.to_vec())))?;
    let package = verify(&mut delivery, trust, clock, Purpose::Import, &mut |_| {})?;
    let mut state = package.trust().clone();
    let ticket = open_ticket(delivery.ticket(), package.manifest(), &mut state)?;
    Ok(json!({ "package": show::package(&package, None, &[])?, "ticket": ticket }))
}

fn read_bundle(kind: Kind, bytes: &[u8]) -> Result<Value> {
    let keys = TicketKeys {
        holder: ticket_keys().holder.filter(|_| kind == Kind::Bundle),
        ..ticket_keys()
    };
    show::bundle(&bundle::open(bytes, &identity("committee"), &keys)?)
}

/// A container whose headers say what `entries` say, whatever the content is.
pub(crate) fn container_as_listed(parts: &[(LayoutEntry, Vec<u8>)]) -> Vec<u8> {
    let layout = Layout::new(parts.iter().map(|(entry, _)| entry.clone()).collect()).unwrap();
    let mut bytes = Vec::new();
    for (entry, content) in parts {
        bytes.extend(entry.local_header());
        bytes.extend(content);
    }
    bytes.extend(layout.tail());
    bytes
}

pub(crate) fn vectors() -> Vec<Vector> {
    let mut all = packages::vectors();
    all.extend(tickets::vectors());
    all.extend(deliveries::vectors());
    all.extend(bundles::vectors());
    all.extend(lists::vectors());
    all.extend(panel::vectors());
    all.extend(notices::vectors());
    all
}

pub(crate) fn valid_vectors() -> Vec<Vector> {
    let (folder, _) = write_package(&spec());
    let manifest = verify_bytes(&tiny_package()).unwrap().manifest().digest();
    let signed = |signed: Result<hengping_format::Signed>| signed.unwrap().into_bytes();
    let mut all = vec![
        Vector::valid("tiny", Kind::Package, tiny_package()),
        Vector::valid(
            "sample",
            Kind::PackageOpen,
            folder.files["package.orp"].to_vec(),
        ),
        Vector::valid(
            "expert",
            Kind::Ticket,
            make_ticket(&ticket_secrets(), manifest),
        ),
        Vector::valid("one-file", Kind::Delivery, deliveries::delivery()),
        Vector::valid("review", Kind::Bundle, make_bundle(&bundle_spec()).bytes),
        Vector::valid(
            "review",
            Kind::BundleCard,
            make_bundle(&bundles::activation_spec()).bytes,
        ),
        Vector::valid(
            "first",
            Kind::Receipt,
            signed(receipt().sign(&[&signing("receiver")])),
        ),
        Vector::valid(
            "one",
            Kind::Register,
            signed(register().sign(&[&signing("registrar")])),
        ),
        Vector::valid(
            "expert",
            Kind::Card,
            signed(card().sign(&[&signing("expert")])),
        ),
        Vector::valid("first", Kind::Share, crate::sharing::dealt().remove(0)),
    ];
    all.extend(lists::valid());
    all.extend(panel::valid());
    all.extend(notices::valid());
    all
}

#[test]
fn every_fault_is_refused_for_its_own_reason() {
    for vector in vectors() {
        let reason = refused(run(&vector));
        assert_eq!(
            Some(reason),
            vector.expect,
            "{}/{}",
            vector.kind.slug(),
            vector.name
        );
    }
}

/// A source that fails like a stick pulled out.
struct Pulled;

impl VolumeSource for Pulled {
    fn open(&mut self, _: &str) -> io::Result<Box<dyn ReadSeek>> {
        Err(io::Error::other("pulled out"))
    }
}

/// Checks that no single file can trip.
fn refused_by_use() -> Vec<Reason> {
    let open = |source: &mut dyn VolumeSource| {
        refused(verify(
            source,
            &trust(),
            now(),
            Purpose::Import,
            &mut |_| {},
        ))
    };
    let state = trust()
        .accept(&trust_json(), now(), Purpose::Import)
        .unwrap();
    let share = |bytes: &[u8], holder| {
        shares::open(shares::verify(bytes, &state).unwrap(), &identity(holder)).unwrap()
    };
    let (first, second) = (crate::sharing::dealt(), crate::sharing::dealt());
    let mixed = [share(&first[0], "holder1"), share(&second[1], "holder2")];
    let few = [share(&first[0], "holder1")];
    let mut package = verify_bytes(&tiny_package()).unwrap();
    let missing = package.entry_bytes(&Entry::Object("nowhere".parse().unwrap()));
    let named = Layout::new(vec![LayoutEntry::of("../x", b"")]);
    vec![
        open(&mut Pulled),
        open(&mut MemoryFolder::default()),
        refused(shares::recombine(&mixed)),
        refused(shares::recombine(&few)),
        crate::sharing::recombined_of_another_secret(),
        refused(missing),
        refused(named),
    ]
}

#[test]
fn no_check_of_the_reader_is_idle() {
    let mut counts: BTreeMap<Reason, usize> = BTreeMap::new();
    let by_file = vectors().into_iter().map(|vector| refused(run(&vector)));
    for reason in by_file.chain(refused_by_use()) {
        *counts.entry(reason).or_default() += 1;
    }
    for (reason, count) in &counts {
        println!("{count:4} {reason}");
    }
    // The system's randomness does not fail on demand.
    let idle = |reason: &&Reason| **reason != Reason::NoRandomness && !counts.contains_key(reason);
    let idle: Vec<_> = Reason::ALL.iter().filter(idle).collect();
    assert!(idle.is_empty(), "never refused: {idle:?}");
}
