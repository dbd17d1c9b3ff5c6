//! The transcript: the sorted list of bundles that counted, in which each expert finds theirs.

use hengping_core::id::{Digest, RoundId};
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::RoundDocument;
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// The bundles that counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Transcript {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// Label digests of the counted bundles, strictly ascending.
    pub bundles: Vec<Digest>,
    /// When it was signed.
    pub made_at: Instant,
}

impl Document for Transcript {
    const KIND: DocumentKind = DocumentKind::Transcript;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        let ascending = self
            .bundles
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a < b));
        require(ascending, Reason::FieldValue, "bundles")
    }
}

impl RoundDocument for Transcript {
    fn round(&self) -> &RoundId {
        &self.round
    }
}
