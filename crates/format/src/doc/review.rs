//! Sealed documents of a bundle: reviews (content from core) and visit records.

use std::collections::HashSet;

use hengping_core::id::{RoundId, TicketId};
use hengping_core::review::Review;
use serde::{Deserialize, Serialize};

use super::RoundDocument;
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// A review as it is signed: the suite and core's content side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SealedReview {
    /// The suite.
    pub suite: Suite,
    /// The content.
    pub review: Review,
}

impl Document for SealedReview {
    const KIND: DocumentKind = DocumentKind::Review;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        let review = &self.review;
        require(review.seal >= 1, Reason::FieldValue, "seal")?;
        require(
            (review.seal == 1) == review.previous.is_none(),
            Reason::FieldValue,
            "previous",
        )?;
        let mut leaves = HashSet::new();
        let once = review
            .marks
            .iter()
            .all(|mark| leaves.insert(&mark.indicator));
        require(once, Reason::Doubled, "marks")?;
        let mut ids = HashSet::new();
        let once = review
            .citations
            .iter()
            .all(|citation| ids.insert(&citation.id));
        require(once, Reason::Doubled, "citations")?;
        let marks = review.marks.iter().flat_map(|mark| &mark.citations);
        let proposals = review
            .proposals
            .iter()
            .flat_map(|proposal| &proposal.citations);
        let known = marks.chain(proposals).all(|id| ids.contains(id));
        require(known, Reason::ListsDisagree, "citations")
    }
}

impl RoundDocument for SealedReview {
    fn round(&self) -> &RoundId {
        &self.review.round
    }
}

/// The record of a site visit as it is signed. What it says is core's business; here it is strict
/// JSON with the ids that bind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VisitRecord {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// The visit team's ticket.
    pub ticket: TicketId,
    /// The record.
    pub record: serde_json::Value,
}

impl Document for VisitRecord {
    const KIND: DocumentKind = DocumentKind::Visit;

    fn suite(&self) -> &Suite {
        &self.suite
    }
}

impl RoundDocument for VisitRecord {
    fn round(&self) -> &RoundId {
        &self.round
    }
}
