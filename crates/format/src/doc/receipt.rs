//! The receipt: a station's word that a bundle was accepted.

use hengping_core::id::{BundleId, Digest, RoundId, TicketId};
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::RoundDocument;
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// One receipt; per ticket they are numbered and chained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Receipt {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// The ticket.
    pub ticket: TicketId,
    /// Number of the receipt for this ticket, from 1.
    pub number: u32,
    /// Digest of the receipt before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Digest>,
    /// The accepted bundle.
    pub bundle: BundleId,
    /// Digest of its label.
    pub label: Digest,
    /// When it was accepted.
    pub received_at: Instant,
}

impl Document for Receipt {
    const KIND: DocumentKind = DocumentKind::Receipt;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(self.number >= 1, Reason::FieldValue, "number")?;
        require(
            (self.number == 1) == self.previous.is_none(),
            Reason::FieldValue,
            "previous",
        )
    }
}

impl RoundDocument for Receipt {
    fn round(&self) -> &RoundId {
        &self.round
    }
}
