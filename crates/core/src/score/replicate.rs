//! Composites as they would be had some experts been counted several times and others not at all.
//!
//! Owns reckoning the official method again over a draw of experts: marks are repeated as often as
//! their expert was drawn, everything else (facts, decisions, agreed marks, bonus, deductions,
//! votes) stays. Vetoes and thresholds are not looked at again: who is ranked is ranked. Trap: an
//! application of which a draw leaves too little to give a composite is absent, not last.

use std::collections::BTreeMap;

use super::aggregate::{Course, aggregate};
use super::exact::Exact;
use super::ground::{Basis, Ground};
use super::outcome::{Fate, MarkState, Outcome};
use super::plan::{LeafPoints, Plan};
use super::rank::{self, Contender, Key};
use super::reckoning::Reckoning;
use super::select;
use super::sheet::{ExpertTree, Sheet};
use super::{ExpertKey, Input, Status};
use crate::id::ApplicationId;
use crate::scheme::Basis as Over;

/// Where one application stands in one resample.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Replicated {
    /// Its place, doubled, so that the mean of two tied places is whole.
    pub doubled_place: u64,
    /// Its share of a seat: 1 above the line, 0 below, between for a tie on the line; nothing where
    /// there is no line.
    pub seat: Option<f64>,
}

/// The ranked applications of a round, ready to be reckoned again.
pub struct Replicas<'a> {
    input: &'a Input<'a>,
    benches: Vec<Bench<'a>>,
}

/// One ranked application.
struct Bench<'a> {
    reckoning: Reckoning<'a>,
    contender: Contender,
    /// For everyone asked the position among the experts drawn from, if drawn from.
    positions: Vec<Option<usize>>,
    /// What was reckoned before, by how often each expert was counted.
    known: BTreeMap<Vec<u32>, Option<Key>>,
}

/// Lets `see` replicate the outcome of `input` over draws of `experts`.
pub fn replicate<T>(
    input: &Input<'_>,
    outcome: &Outcome,
    experts: &[ExpertKey],
    see: impl FnOnce(&mut Replicas<'_>) -> T,
) -> T {
    let plans = Plan::all(input.scheme);
    let benches = input.applications.iter().filter_map(|application| {
        let ranked = outcome.application(&application.id)?;
        if ranked.status != Status::Ranked {
            return None;
        }
        let plan = plans.get(&application.enterprise_type)?;
        let place = |key: &ExpertKey| experts.binary_search(key).ok();
        Some(Bench {
            reckoning: Reckoning::new(plan, application, Course::Declared),
            contender: Contender {
                id: application.id.clone(),
                enterprise_type: application.enterprise_type.clone(),
                unit: application.unit.clone(),
                key: Key {
                    composite: Exact::ZERO,
                    breaks: Vec::new(),
                },
                place: 0,
            },
            positions: application.experts.keys().map(place).collect(),
            known: BTreeMap::new(),
        })
    });
    let mut benches: Vec<Bench<'_>> = benches.collect();
    benches.sort_by(|a, b| a.contender.id.cmp(&b.contender.id));
    see(&mut Replicas { input, benches })
}

impl Replicas<'_> {
    /// The applications, in the order of what [`Replicas::draw`] gives.
    pub fn applications(&self) -> impl Iterator<Item = &ApplicationId> {
        self.benches.iter().map(|bench| &bench.contender.id)
    }

    /// Where each application stands when experts count as often as `weights` says.
    pub fn draw(&mut self, weights: &[u32]) -> Vec<Option<Replicated>> {
        let mut contenders: Vec<Contender> = self
            .benches
            .iter_mut()
            .filter_map(|bench| bench.contender(weights))
            .collect();
        rank::order(&mut contenders, &self.input.votes);
        let seats = seats(self.input, &contenders);
        let mut found: BTreeMap<&ApplicationId, Replicated> = BTreeMap::new();
        for tie in contenders.chunk_by(|a, b| a.place == b.place) {
            for contender in tie {
                let doubled = 2 * u64::from(contender.place) + tie.len() as u64 - 1;
                let replicated = Replicated {
                    doubled_place: doubled,
                    seat: seats.get(&contender.id).copied(),
                };
                found.insert(&contender.id, replicated);
            }
        }
        let ids = self.benches.iter().map(|bench| &bench.contender.id);
        ids.map(|id| found.get(id).copied()).collect()
    }
}

/// The share of a seat of each application; empty where the scheme has no rule.
fn seats(input: &Input<'_>, contenders: &[Contender]) -> BTreeMap<ApplicationId, f64> {
    let Some(selection) = select::select(input.scheme, contenders) else {
        return BTreeMap::new();
    };
    let tied = |fate: &Fate| *fate == Fate::TiedOnTheLine;
    let on_the_line = selection.lines.iter().filter(|line| tied(&line.fate));
    let share = f64::from(selection.open_seats) / on_the_line.count().max(1) as f64;
    let lines = selection.lines.into_iter();
    lines
        .map(|line| match line.fate {
            Fate::Selected(_) => (line.application, 1.0),
            Fate::TiedOnTheLine => (line.application, share),
            Fate::NotSelected(_) => (line.application, 0.0),
        })
        .collect()
}

impl Bench<'_> {
    fn contender(&mut self, weights: &[u32]) -> Option<Contender> {
        let own: Vec<u32> = self
            .positions
            .iter()
            .map(|at| at.map_or(1, |at| weights.get(at).copied().unwrap_or(1)))
            .collect();
        let key = match self.known.get(&own) {
            Some(key) => key.clone(),
            None => {
                let key = self.key(&own);
                self.known.insert(own, key.clone());
                key
            }
        };
        Some(Contender {
            key: key?,
            ..self.contender.clone()
        })
    }

    fn key(&self, own: &[u32]) -> Option<Key> {
        let sheet = &self.reckoning.sheet;
        let trees = repeated_trees(sheet, own);
        let nodes = match sheet.rules().basis {
            Over::ExpertTotal => sheet.over_trees(&trees).0,
            Over::Leaf => {
                let grounds = sheet.grounds.iter();
                let points = grounds.map(|ground| weighted_points(sheet, ground, own));
                sheet.plan().sum(&points.collect::<Vec<_>>())
            }
        };
        let total = nodes.last()?.points.points()?;
        let composite = self.reckoning.publish(&self.reckoning.composite_of(total));
        Some(self.reckoning.key(composite, &nodes, &trees))
    }
}

fn repeated_trees<'a>(sheet: &'a Sheet<'_>, own: &[u32]) -> Vec<&'a ExpertTree> {
    let trees = sheet.trees.iter();
    trees
        .flat_map(|tree| {
            let times = own.get(tree.position).copied().unwrap_or(0);
            std::iter::repeat_n(tree, times as usize)
        })
        .collect()
}

/// Points of a leaf over marks that count so often.
fn weighted_points(sheet: &Sheet<'_>, ground: &Ground<'_>, own: &[u32]) -> LeafPoints {
    let marking = match &ground.basis {
        Basis::Settled(settled) => return settled.points.clone(),
        Basis::Experts(marking) => marking,
    };
    let marks = ground.marks.iter().zip(own);
    let numbers: Vec<&Exact> = marks
        .clone()
        .filter_map(|(mark, times)| match &mark.state {
            MarkState::Scored(value) => Some(std::iter::repeat_n(value, *times as usize)),
            _ => None,
        })
        .flatten()
        .collect();
    let rules = sheet.rules();
    if let Some(found) = aggregate(rules.method, Course::Declared, &numbers) {
        let mark = found.value.at_stage(rules.round_mark);
        return LeafPoints::Points(marking.points(&mark).at_stage(rules.round_leaf));
    }
    let mut drawn = marks.filter(|(_, times)| **times > 0);
    if drawn.any(|(mark, _)| mark.state == MarkState::NotApplicable) {
        LeafPoints::NotApplicable
    } else {
        LeafPoints::Undecided
    }
}
