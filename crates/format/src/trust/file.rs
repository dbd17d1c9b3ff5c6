//! `trust.json`: the authority's documents as they travel with a package. One byte form.

use serde::{Deserialize, Serialize};

use crate::envelope::Envelope;
use crate::json;
use crate::refusal::{Reason, Result, require};

/// Largest trust file, in bytes.
pub const MAX_TRUST_BYTES: u64 = 1024 * 1024;

/// The chain of roots from the pinned one on, the roles, the rounds ascending by id.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TrustFile {
    pub(super) roots: Vec<Envelope>,
    pub(super) roles: Envelope,
    pub(super) rounds: Vec<Envelope>,
}

impl TrustFile {
    /// Reads a trust file; every byte is compared with the only form it may have.
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        require(
            bytes.len() as u64 <= MAX_TRUST_BYTES,
            Reason::TooLarge,
            "trust",
        )?;
        let file: Self = json::read(bytes).map_err(|refusal| refusal.with_field("trust"))?;
        require(json::write(&file)? == bytes, Reason::EnvelopeForm, "trust")?;
        Ok(file)
    }
}

/// Writes a trust file from signed documents: roots from the pinned one on, roles, rounds.
///
/// # Errors
/// When a document is not an envelope, or the file would be too large.
pub fn write_trust_file(roots: &[&[u8]], roles: &[u8], rounds: &[&[u8]]) -> Result<Vec<u8>> {
    let envelope = |bytes: &[u8]| Envelope::read(bytes, bytes.len());
    let file = TrustFile {
        roots: roots
            .iter()
            .map(|bytes| envelope(bytes))
            .collect::<Result<_>>()?,
        roles: envelope(roles)?,
        rounds: rounds
            .iter()
            .map(|bytes| envelope(bytes))
            .collect::<Result<_>>()?,
    };
    let bytes = json::write(&file)?;
    require(
        bytes.len() as u64 <= MAX_TRUST_BYTES,
        Reason::TooLarge,
        "trust",
    )?;
    Ok(bytes)
}
