//! A share of the committee key, sealed to its holder, with the digests of all shares.

use hengping_core::id::{CeremonyId, Digest, RoundId};
use serde::{Deserialize, Serialize};

use super::RoundDocument;
use crate::document::{Document, DocumentKind};
use crate::json::base64_bytes;
use crate::refusal::{Reason, Result, require};
use crate::suite::{Recipient, Suite};

/// Most holders of a committee key.
const MAX_HOLDERS: u32 = 32;

/// One share, signed by the authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Share {
    /// The suite.
    pub suite: Suite,
    /// Name of the authority, as in the root.
    pub authority: String,
    /// The round.
    pub round: RoundId,
    /// The ceremony; new holders mean a new one.
    pub ceremony: CeremonyId,
    /// Recipient whose secret was split.
    pub recipient: Recipient,
    /// Number of this share, from 1.
    pub index: u32,
    /// How many shares are needed.
    pub needed: u32,
    /// How many shares there are.
    pub shares: u32,
    /// Recipient of the person who holds it.
    pub holder: Recipient,
    /// SHA-256 of every share, in order.
    pub digests: Vec<Digest>,
    /// The share, encrypted to the holder.
    #[serde(with = "base64_bytes")]
    pub sealed: Vec<u8>,
}

impl Document for Share {
    const KIND: DocumentKind = DocumentKind::Share;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(
            (1..=MAX_HOLDERS).contains(&self.shares),
            Reason::FieldValue,
            "shares",
        )?;
        // One share of several would be the secret itself.
        let least = self.shares.min(2);
        require(
            (least..=self.shares).contains(&self.needed),
            Reason::FieldValue,
            "needed",
        )?;
        require(
            (1..=self.shares).contains(&self.index),
            Reason::FieldValue,
            "index",
        )?;
        require(
            self.digests.len() == self.shares as usize,
            Reason::ListsDisagree,
            "digests",
        )
    }
}

impl RoundDocument for Share {
    fn round(&self) -> &RoundId {
        &self.round
    }
}
