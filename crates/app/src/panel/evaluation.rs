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
pub(crate) struct Evaluation<'a> {
    pub(crate) pieces: &'a Pieces,
    pub(crate) merged: &'a Merged,
    pub(crate) facts: &'a Facts<'a>,
    pub(crate) input: &'a Input<'a>,
    pub(crate) outcome: &'a Outcome,
}

/// What was computed of a record once; it holds as long as nothing is added to the record.
pub(crate) struct Computed {
    pieces: Pieces,
    merged: Merged,
    outcome: Outcome,
}

impl Computed {
    pub(crate) fn outcome(&self) -> &Outcome {
        &self.outcome
    }
}

impl Record {
    /// Merges and computes, and lets `see` look at it.
    pub(crate) fn evaluate<T>(&self, see: impl FnOnce(&Evaluation<'_>) -> T) -> T {
        self.evaluate_with(&self.compute(), see)
    }

    /// Merges and computes.
    pub(crate) fn compute(&self) -> Computed {
        let pieces = self.pieces();
        let merged = merge::merge(&pieces);
        let outcome = self.with_input(&pieces, &merged, |_, input| score::compute(input));
        Computed {
            pieces,
            merged,
            outcome,
        }
    }

    /// Lets `see` look at what was computed of this record as it is now.
    pub(crate) fn evaluate_with<T>(
        &self,
        computed: &Computed,
        see: impl FnOnce(&Evaluation<'_>) -> T,
    ) -> T {
        let Computed {
            pieces,
            merged,
            outcome,
        } = computed;
        self.with_input(pieces, merged, |facts, input| {
            see(&Evaluation {
                pieces,
                merged,
                facts,
                input,
                outcome,
            })
        })
    }

    fn with_input<T>(
        &self,
        pieces: &Pieces,
        merged: &Merged,
        work: impl FnOnce(&Facts<'_>, &Input<'_>) -> T,
    ) -> T {
        let decisions = self.fact_decisions();
        let applications = self.applications();
        let facts = Facts::gather(&self.scheme, applications, pieces, merged, &decisions);
        let (layers, votes) = (self.layers(), self.votes());
        let input = scoring::input(&Gathering {
            scheme: &self.scheme,
            applications,
            pieces,
            merged,
            facts: &facts,
            layers: &layers,
            votes: &votes,
        });
        work(&facts, &input)
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
