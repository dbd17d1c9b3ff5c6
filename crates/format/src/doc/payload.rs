//! The payload of a bundle: the same words as the label, what is not done, the pledge,
//! the sealed documents.
//! Signed by the identity key of the holder, then encrypted to the committee.

use std::collections::HashSet;

use hengping_core::id::{ApplicationId, BundleId, Digest, Lineage, PackageId, RoundId, TicketId};
use hengping_core::log::{Entry, Head};
use hengping_core::panel::recusal::Ground;
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::label::{BundleKind, Label};
use crate::document::{Document, DocumentKind};
use crate::envelope::Envelope;
use crate::refusal::{Reason, Result, require};
use crate::suite::{Recipient, Suite};

/// The inside of a bundle.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payload {
    /// The suite.
    pub suite: Suite,
    /// As on the label.
    pub bundle: BundleId,
    /// As on the label.
    pub ticket: TicketId,
    /// As on the label.
    pub lineage: Lineage,
    /// As on the label.
    pub seq: u32,
    /// As on the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Digest>,
    /// As on the label.
    pub kind: BundleKind,
    /// As on the label.
    pub committee: Recipient,
    /// The round.
    pub round: RoundId,
    /// The package.
    pub package: PackageId,
    /// Assigned applications that no sealed document covers.
    pub not_done: Vec<ApplicationId>,
    /// Assigned applications the holder is recused from.
    pub recused: Vec<RecusedApplication>,
    /// Head of the store's log at hand-in.
    pub log_head: Digest,
    /// Number of log entries up to the head.
    pub log_length: u64,
    /// Chain hash before the first of `log`: that of the bundle before, or of the entry before the
    /// round came.
    pub log_base: Digest,
    /// Entries from there to the head: kinds, ids and digests, never text.
    pub log: Vec<Entry>,
    /// When it was handed in.
    pub handed_in_at: Instant,
    /// The holder's card, when the ticket was addressed to an activation code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub card: Option<Envelope>,
    /// The holder's pledge; there wherever a review is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pledge: Option<Envelope>,
    /// Sealed documents, each signed by itself.
    pub documents: Vec<Envelope>,
}

/// An application the holder is recused from. Names no detail: the ground alone travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecusedApplication {
    /// The application.
    pub application: ApplicationId,
    /// The ground.
    pub ground: Ground,
}

impl Payload {
    /// Whether the entries lead, link by link, from the base to the head.
    #[must_use]
    pub fn log_is_whole(&self) -> bool {
        let Some(first) = self.log.first() else {
            return false;
        };
        let base = Head {
            length: first.number.saturating_sub(1),
            digest: self.log_base,
        };
        let head = Head {
            length: self.log_length,
            digest: self.log_head,
        };
        // Only an empty log has the hash of an empty log.
        let fits = (base.length == 0) == (base == Head::EMPTY);
        let reached = self
            .log
            .iter()
            .try_fold(base, |head, entry| head.then(entry));
        fits && first.number >= 1 && reached == Ok(head)
    }

    /// Whether the label says the same.
    #[must_use]
    pub fn agrees_with(&self, label: &Label) -> bool {
        self.bundle == label.bundle
            && self.ticket == label.ticket
            && self.lineage == label.lineage
            && self.seq == label.seq
            && self.previous == label.previous
            && self.kind == label.kind
            && self.committee == label.committee
    }
}

impl Document for Payload {
    const KIND: DocumentKind = DocumentKind::Payload;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        let mut ids = HashSet::new();
        let recused = self.recused.iter().all(|row| ids.insert(&row.application));
        require(recused, Reason::Doubled, "recused")?;
        require(
            self.not_done.iter().all(|id| ids.insert(id)),
            Reason::Doubled,
            "not_done",
        )
    }
}
