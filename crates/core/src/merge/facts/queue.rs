//! The fact queue: what experts propose, equal proposals together.
//!
//! Trap: support is shown and decides nothing.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{EffectiveFact, FactDecision};
use crate::id::{ApplicationId, Digest, TicketId};
use crate::mark::{FactKey, FactProposal, FactValue};

/// Everything proposed for one fact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QueueEntry {
    /// The application.
    pub application: ApplicationId,
    /// The fact.
    pub fact: FactKey,
    /// How it stands now; nothing where it is not declared.
    pub now: Option<EffectiveFact>,
    /// Proposed values, the most supported first; among equals the one of the smallest ticket.
    pub proposals: Vec<Gathered>,
    /// The decision that holds, if there is one.
    pub decision: Option<FactDecision>,
}

/// Equal proposals.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gathered {
    /// The value proposed.
    pub value: FactValue,
    /// Who proposes it.
    pub by: BTreeMap<TicketId, Backing>,
}

/// What one expert says for a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Backing {
    /// The sealed review.
    pub review: Digest,
    /// The reason given.
    pub reason: String,
    /// How many places are cited.
    pub citations: usize,
}

/// A proposal where it was made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proposed<'a> {
    pub(super) ticket: &'a TicketId,
    pub(super) review: Digest,
    pub(super) proposal: &'a FactProposal,
}

/// Equal proposals together, the most supported first.
pub(super) fn gathered(proposals: &[Proposed<'_>]) -> Vec<Gathered> {
    let mut groups: Vec<Gathered> = Vec::new();
    for proposed in proposals {
        let value = &proposed.proposal.value;
        let backing = Backing {
            review: proposed.review,
            reason: proposed.proposal.reason.clone(),
            citations: proposed.proposal.citations.len(),
        };
        let by = BTreeMap::from([(proposed.ticket.clone(), backing)]);
        match groups.iter_mut().find(|group| group.value == *value) {
            Some(group) => group.by.extend(by),
            None => groups.push(Gathered {
                value: value.clone(),
                by,
            }),
        }
    }
    groups.sort_by(|a, b| {
        let smallest = |group: &Gathered| group.by.keys().next().cloned();
        b.by.len()
            .cmp(&a.by.len())
            .then_with(|| smallest(a).cmp(&smallest(b)))
    });
    groups
}
