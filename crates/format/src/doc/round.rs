//! The round document: the authority's word on a round's committee recipient.
//!
//! Trap: tickets and labels repeat the recipient; only this document decides.

use hengping_core::id::{CeremonyId, RoundId};
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::RoundDocument;
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::{Recipient, Suite};

/// A round as the authority knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundRecord {
    /// The suite.
    pub suite: Suite,
    /// Name of the authority, as in the root.
    pub authority: String,
    /// The round.
    pub round: RoundId,
    /// One more with each change.
    pub version: u32,
    /// Recipient of all bundles.
    pub committee: Recipient,
    /// Ceremony in which its secret was split.
    pub ceremony: CeremonyId,
    /// When it was signed.
    pub issued: Instant,
    /// After this moment no package of the round is taken in any more.
    pub expires: Instant,
}

impl RoundDocument for RoundRecord {
    fn round(&self) -> &RoundId {
        &self.round
    }
}

impl Document for RoundRecord {
    const KIND: DocumentKind = DocumentKind::Round;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(
            super::is_name(&self.authority),
            Reason::FieldValue,
            "authority",
        )?;
        require(self.version >= 1, Reason::FieldValue, "version")?;
        require(self.issued <= self.expires, Reason::FieldValue, "expires")
    }
}
