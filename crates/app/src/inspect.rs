//! Looking at files without a store: what a package, ticket or bundle says of itself.

use std::path::Path;

use hengping_format::bundle;
use hengping_format::doc::{Register, Ticket};
use hengping_format::envelope::Envelope;
use hengping_format::package::{self, Package, Progress};
use hengping_format::show;
use hengping_format::trust::{Purpose, Trust};
use serde::Serialize;
use serde_json::Value;

use crate::context::{Context, Unit};
use crate::delivery::{pin_of, source_of};
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::Fingerprint;

/// A package every byte of which was verified.
#[derive(Debug, Serialize)]
pub struct PackageVerified {
    /// The package.
    pub package: hengping_core::id::PackageId,
    /// What everybody's copy must agree on.
    pub digest: Fingerprint,
    /// Name of the authority.
    pub authority: String,
    /// Bytes of all its files.
    pub bytes: u64,
    /// Entries verified.
    pub entries: usize,
    /// From when it may be imported.
    pub valid_from: hengping_core::time::Instant,
    /// Until when it may be imported.
    pub valid_until: hengping_core::time::Instant,
}

/// A bundle as far as it can be looked at without a key.
#[derive(Debug, Serialize)]
pub struct BundleShown {
    /// The label, as it claims to be: only who knows the ticket's label key can verify it.
    pub label: Value,
    /// What it is known by.
    pub digest: Fingerprint,
    /// Size of the file.
    pub bytes: usize,
}

/// Verifies every byte of a package.
///
/// # Errors
/// The refusals of package, trust and time.
pub fn verify_package(file: &Path, root: &Path, ctx: &Context) -> Result<PackageVerified> {
    let pin = pin_of(&files::read(root)?)?;
    let (mut source, _) = source_of(file)?;
    let mut begun = false;
    let mut progress = |at: Progress| {
        if !begun {
            ctx.progress.begin("task-verify", at.total, Unit::Bytes);
            begun = true;
        }
        ctx.progress.at(at.done);
    };
    let trust = Trust::pinned(pin);
    let checked = package::verify(
        source.as_mut(),
        &trust,
        ctx.now,
        Purpose::Import,
        &mut progress,
    );
    ctx.progress.end();
    let package = checked?;
    let manifest = package.manifest();
    Ok(PackageVerified {
        package: manifest.package.clone(),
        digest: Fingerprint::of(manifest.digest()),
        authority: package.trust().root().authority.clone(),
        bytes: package.total_bytes(),
        entries: manifest.entries().count(),
        valid_from: manifest.valid_from,
        valid_until: manifest.valid_until,
    })
}

/// What a package says without a key, its signatures verified; expiry does not matter.
///
/// # Errors
/// The refusals of package and trust.
pub fn show_package(file: &Path, root: &Path, ctx: &Context) -> Result<Value> {
    let pin = pin_of(&files::read(root)?)?;
    let (mut source, _) = source_of(file)?;
    let trust = Trust::pinned(pin);
    let package = Package::open(source.as_mut(), &trust, ctx.now, Purpose::Reading)?;
    Ok(show::package(&package, None, &[])?)
}

/// What a ticket says without a key. Its signature is **not** verified: that needs the package.
///
/// # Errors
/// When it is no ticket.
pub fn show_ticket(file: &Path) -> Result<Value> {
    let bytes = files::read(file)?;
    let envelope = Envelope::read(&bytes, bytes.len())?;
    let ticket: Ticket = hengping_format::json::read(envelope.payload())?;
    Ok(serde_json::to_value(&ticket).map_err(|_| Refused::Internal)?)
}

/// A bundle whose label, container and ciphertext were verified, without opening it.
#[derive(Debug, Serialize)]
pub struct BundleVerified {
    /// The bundle.
    pub bundle: hengping_core::id::BundleId,
    /// Its ticket.
    pub ticket: hengping_core::id::TicketId,
    /// Number of the hand-in.
    pub seq: u32,
    /// What it is known by.
    pub digest: Fingerprint,
}

/// The files that say whose keys a bundle must be signed with.
#[derive(Debug, Clone)]
pub struct BundleKeys<'a> {
    /// The package it was made on.
    pub package: &'a Path,
    /// The register of tickets.
    pub register: &'a Path,
    /// The authority's root.
    pub root: &'a Path,
}

/// Verifies label, container and ciphertext of a bundle against the register of tickets.
///
/// # Errors
/// The refusals of trust, register and bundle; a ticket that is not in the register.
pub fn verify_bundle(file: &Path, keys: &BundleKeys<'_>, ctx: &Context) -> Result<BundleVerified> {
    let pin = pin_of(&files::read(keys.root)?)?;
    let (mut source, _) = source_of(keys.package)?;
    let trust = Trust::pinned(pin);
    let package = Package::open(source.as_mut(), &trust, ctx.now, Purpose::Reading)?;
    let register = package
        .trust()
        .verify::<Register>(&files::read(keys.register)?)?;
    let bytes = files::read(file)?;
    let claimed = bundle::claimed_label(&bytes)?;
    let known = register
        .tickets
        .iter()
        .find(|ticket| ticket.ticket == claimed.ticket);
    let unknown = || Refused::UnknownTicket {
        ticket: claimed.ticket.to_string(),
    };
    let label = bundle::read_label(&bytes, &known.ok_or_else(unknown)?.label)?;
    Ok(BundleVerified {
        bundle: label.bundle.clone(),
        ticket: label.ticket.clone(),
        seq: label.seq,
        digest: Fingerprint::of(label.digest()),
    })
}

/// What a bundle's label claims. Nothing behind the label is looked at: [`verify_bundle`] does.
///
/// # Errors
/// When it is no bundle.
pub fn show_bundle(file: &Path) -> Result<BundleShown> {
    let bytes = files::read(file)?;
    let label = bundle::claimed_label(&bytes)?;
    let digest = Fingerprint::of(hengping_core::id::Digest::of(
        &hengping_format::json::write(&label)?,
    ));
    let label = serde_json::to_value(&label).map_err(|_| Refused::Internal)?;
    Ok(BundleShown {
        label,
        digest,
        bytes: bytes.len(),
    })
}
