//! The opening: the numbered list of arrivals that the chair froze before anything was opened.

use hengping_core::id::{CeremonyId, Digest, RoundId};
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::{RoundDocument, is_name};
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// One frozen list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opening {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// The ceremony whose shares were put together.
    pub ceremony: CeremonyId,
    /// Label digests of the bundles that were there, strictly ascending; their number is their
    /// place in the list, from 1.
    pub labels: Vec<Digest>,
    /// Who brought a share.
    pub present: Vec<String>,
    /// When the list was frozen.
    pub opened_at: Instant,
}

impl Document for Opening {
    const KIND: DocumentKind = DocumentKind::Opening;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        let mut pairs = self.labels.windows(2);
        let ascending = pairs.all(|pair| matches!(pair, [a, b] if a < b));
        require(ascending, Reason::FieldValue, "labels")?;
        let named = self.present.iter().all(|name| is_name(name));
        require(named, Reason::FieldValue, "present")
    }
}

impl RoundDocument for Opening {
    fn round(&self) -> &RoundId {
        &self.round
    }
}
