//! The round notice: one numbered word of the office after packing.
//!
//! Owns the signed form; what a series of notices amounts to is core's. Trap: numbers alone would
//! let two offices number differently, so each notice names the digest of the one before.

use hengping_core::id::{Digest, RoundId};
use hengping_core::round_notice::Word;
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::RoundDocument;
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// One notice of a round's series.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoundNotice {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// Number in the series, from 1.
    pub number: u32,
    /// Digest of the notice before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Digest>,
    /// When it was signed.
    pub issued: Instant,
    /// What it says.
    pub word: Word,
}

impl Document for RoundNotice {
    const KIND: DocumentKind = DocumentKind::Notice;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(self.number >= 1, Reason::FieldValue, "number")?;
        let is_first = self.number == 1;
        require(
            is_first == self.previous.is_none(),
            Reason::FieldValue,
            "previous",
        )?;
        require(self.word.is_sound(), Reason::FieldValue, "word")
    }
}

impl RoundDocument for RoundNotice {
    fn round(&self) -> &RoundId {
        &self.round
    }
}
