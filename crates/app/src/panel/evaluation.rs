//! A record, merged and computed.
//!
//! Owns the order of the steps: merge, facts, scoring input, composites. What is borrowed along
//! the way lives for one call.

use hengping_core::merge::consensus::LayerMark;
use hengping_core::merge::facts::{FactDecision, Facts};
use hengping_core::merge::scoring::{self, Gathering};
use hengping_core::merge::{self, Merged, Pieces};
use hengping_core::score::{self, Input, Outcome, Vote};

use super::acts::Act;
use super::record::Record;

/// What a record amounts to.
pub(super) struct Evaluation<'a> {
    pub(super) pieces: &'a Pieces,
    pub(super) merged: &'a Merged,
    pub(super) facts: &'a Facts<'a>,
    pub(super) input: &'a Input<'a>,
    pub(super) outcome: &'a Outcome,
}

impl Record {
    /// Merges and computes, and lets `see` look at it.
    pub(super) fn evaluate<T>(&self, see: impl FnOnce(&Evaluation<'_>) -> T) -> T {
        let pieces = self.pieces();
        let merged = merge::merge(&pieces);
        let decisions = self.fact_decisions();
        let facts = Facts::gather(
            &self.scheme,
            self.applications(),
            &pieces,
            &merged,
            &decisions,
        );
        let (layers, votes) = (self.layers(), self.votes());
        let input = scoring::input(&Gathering {
            scheme: &self.scheme,
            applications: self.applications(),
            pieces: &pieces,
            merged: &merged,
            facts: &facts,
            layers: &layers,
            votes: &votes,
        });
        let outcome = score::compute(&input);
        see(&Evaluation {
            pieces: &pieces,
            merged: &merged,
            facts: &facts,
            input: &input,
            outcome: &outcome,
        })
    }

    fn fact_decisions(&self) -> Vec<FactDecision> {
        let decisions = self.acts.iter().filter_map(|act| match act.decision() {
            Act::Fact(decision) => Some(decision.clone()),
            _ => None,
        });
        decisions.collect()
    }

    fn layers(&self) -> Vec<LayerMark> {
        let layers = self.acts.iter().filter_map(|act| match act.decision() {
            Act::Layer(mark) => Some(mark.clone()),
            _ => None,
        });
        layers.collect()
    }

    fn votes(&self) -> Vec<Vote> {
        let votes = self.acts.iter().filter_map(|act| match act.decision() {
            Act::Vote(vote) => Some(Vote {
                order: vote.order.clone(),
            }),
            _ => None,
        });
        votes.collect()
    }
}
