//! The label of a bundle: lets a station refuse junk without learning who the expert is.

use hengping_core::id::{BundleId, Digest, Lineage, TicketId};
use serde::{Deserialize, Serialize};

use crate::container::MAX_ENTRY_BYTES;
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::{Recipient, Suite};

/// Kinds of bundles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BundleKind {
    /// Sealed reviews of an expert.
    Review,
    /// Records of a visit team.
    Visit,
}

/// The outside of a bundle, signed with the ticket's label key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// The suite.
    pub suite: Suite,
    /// The bundle.
    pub bundle: BundleId,
    /// The ticket it is handed in under.
    pub ticket: TicketId,
    /// History of the store it was made in.
    pub lineage: Lineage,
    /// Number of this hand-in within the lineage, from 1.
    pub seq: u32,
    /// Label digest of the hand-in before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Digest>,
    /// Kind.
    pub kind: BundleKind,
    /// Recipient of the payload.
    pub committee: Recipient,
    /// Size of `payload.age`, in bytes.
    pub payload_size: u64,
    /// CRC-32 of `payload.age`.
    pub payload_crc32: u32,
    /// SHA-256 of `payload.age`.
    pub payload_sha256: Digest,
}

impl Document for Label {
    const KIND: DocumentKind = DocumentKind::Label;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(self.seq >= 1, Reason::FieldValue, "seq")?;
        require(
            (self.seq == 1) == self.previous.is_none(),
            Reason::FieldValue,
            "previous",
        )?;
        require(
            self.payload_size <= MAX_ENTRY_BYTES,
            Reason::TooLarge,
            "payload_size",
        )
    }
}
