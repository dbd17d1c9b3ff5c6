//! Making a bundle. The bytes made here are the bundle for ever; exports copy them.

use hengping_core::id::{ApplicationId, BundleId, Digest, Lineage, PackageId, RoundId, TicketId};
use hengping_core::log::Entry;
use hengping_core::time::Instant;
use std::io::Cursor;

use super::{BUNDLE_MIMETYPE, LABEL_ENTRY, PAYLOAD_ENTRY};
use crate::container::{ContainerWriter, Layout, LayoutEntry, MIMETYPE};
use crate::doc::{BundleKind, Label, Payload, RecusedApplication};
use crate::document::{Document, DocumentKind};
use crate::envelope::Envelope;
use crate::refusal::Result;
use crate::suite::{ENTRY_BLOCK, Recipient, SigningKey, Suite, seal_bytes};

/// What goes into a bundle.
#[derive(Debug, Clone)]
pub struct BundleSpec {
    /// The bundle.
    pub bundle: BundleId,
    /// The ticket.
    pub ticket: TicketId,
    /// History of the store.
    pub lineage: Lineage,
    /// Number of this hand-in within the lineage, from 1.
    pub seq: u32,
    /// Digest of the bundle before.
    pub previous: Option<Digest>,
    /// Kind.
    pub kind: BundleKind,
    /// Recipient, as in the round document.
    pub committee: Recipient,
    /// The round.
    pub round: RoundId,
    /// The package.
    pub package: PackageId,
    /// Assigned applications without sealed document.
    pub not_done: Vec<ApplicationId>,
    /// Assigned applications the holder is recused from.
    pub recused: Vec<RecusedApplication>,
    /// Head of the log.
    pub log_head: Digest,
    /// Entries of the log.
    pub log_length: u64,
    /// Head before the entries that travel along.
    pub log_base: Digest,
    /// Entries since the bundle before, or since the round came.
    pub log: Vec<Entry>,
    /// When it is handed in.
    pub handed_in_at: Instant,
    /// The holder's card, when the ticket was addressed to an activation code.
    pub card: Option<Vec<u8>>,
    /// The holder's pledge, as signed; needed wherever a review is.
    pub pledge: Option<Vec<u8>>,
    /// Sealed reviews or visit records, as signed.
    pub documents: Vec<Vec<u8>>,
}

/// A bundle as made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is known by: the digest of its label.
    pub digest: Digest,
}

/// Makes a bundle: payload signed by `holder`, encrypted to the committee, labelled.
///
/// # Errors
/// When a document is not an envelope of its kind, or something is too large.
pub fn make(spec: &BundleSpec, label_key: &SigningKey, holder: &SigningKey) -> Result<Bundle> {
    let payload = payload(spec)?.sign(&[holder])?;
    let ciphertext = seal_bytes(&spec.committee, ENTRY_BLOCK, payload.bytes())?;
    let label = label(spec, &ciphertext).sign(&[label_key])?;
    let bytes = write(label.bytes(), &ciphertext)?;
    Ok(Bundle {
        bytes,
        digest: label.digest(),
    })
}

fn payload(spec: &BundleSpec) -> Result<Payload> {
    let envelope = |bytes: &Vec<u8>| Envelope::read(bytes, DocumentKind::Review.max_bytes());
    Ok(Payload {
        suite: Suite::intl_1(),
        bundle: spec.bundle.clone(),
        ticket: spec.ticket.clone(),
        lineage: spec.lineage.clone(),
        seq: spec.seq,
        previous: spec.previous,
        kind: spec.kind,
        committee: spec.committee.clone(),
        round: spec.round.clone(),
        package: spec.package.clone(),
        not_done: spec.not_done.clone(),
        recused: spec.recused.clone(),
        log_head: spec.log_head,
        log_length: spec.log_length,
        log_base: spec.log_base,
        log: spec.log.clone(),
        handed_in_at: spec.handed_in_at,
        card: spec.card.as_ref().map(envelope).transpose()?,
        pledge: spec.pledge.as_ref().map(envelope).transpose()?,
        documents: spec.documents.iter().map(envelope).collect::<Result<_>>()?,
    })
}

fn label(spec: &BundleSpec, ciphertext: &[u8]) -> Label {
    Label {
        suite: Suite::intl_1(),
        bundle: spec.bundle.clone(),
        ticket: spec.ticket.clone(),
        lineage: spec.lineage.clone(),
        seq: spec.seq,
        previous: spec.previous,
        kind: spec.kind,
        committee: spec.committee.clone(),
        payload_size: ciphertext.len() as u64,
        payload_crc32: crc32fast::hash(ciphertext),
        payload_sha256: Digest::of(ciphertext),
    }
}

fn write(label: &[u8], ciphertext: &[u8]) -> Result<Vec<u8>> {
    let mimetype = BUNDLE_MIMETYPE.as_bytes();
    let parts = [
        (MIMETYPE, mimetype),
        (LABEL_ENTRY, label),
        (PAYLOAD_ENTRY, ciphertext),
    ];
    let layout = Layout::new(
        parts
            .iter()
            .map(|(name, bytes)| LayoutEntry::of(name, bytes))
            .collect(),
    )?;
    let mut bytes = Vec::new();
    let mut writer = ContainerWriter::new(layout, &mut bytes);
    for (_, content) in parts {
        writer.put(&mut Cursor::new(content))?;
    }
    writer.finish()?;
    Ok(bytes)
}
