//! Places: the published composite, then the scheme's criteria, then a recorded vote.
//!
//! Owns comparison and standard competition ranking (1, 2, 2, 4). Trap: a vote settles a tie only
//! when it names everyone who shares it; half a vote settles nothing.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::id::{ApplicationId, TypeCode, UnitCode};

use super::exact::Exact;
use super::input::Vote;
use super::outcome::{Criterion, Ranking, Standing};
use super::sheet::size;

/// What an application is compared by: higher is better, nothing is worst.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) composite: Exact,
    pub(super) breaks: Vec<Option<Exact>>,
}

impl Key {
    /// `Less` when `self` comes first; with the criterion that decided.
    pub(super) fn compare(&self, other: &Self) -> (Ordering, Option<Criterion>) {
        let composite = other.composite.cmp(&self.composite);
        if composite.is_ne() {
            return (composite, Some(Criterion::Composite));
        }
        let pairs = self.breaks.iter().zip(&other.breaks).enumerate();
        for (position, (own, theirs)) in pairs {
            let order = theirs.cmp(own);
            if order.is_ne() {
                return (order, Some(Criterion::TieBreak(position)));
            }
        }
        (Ordering::Equal, None)
    }
}

/// An application that is ranked.
#[derive(Debug, Clone)]
pub(super) struct Contender {
    pub(super) id: ApplicationId,
    pub(super) enterprise_type: TypeCode,
    pub(super) unit: Option<UnitCode>,
    pub(super) key: Key,
    /// The place among all; equal exactly for those who share it.
    pub(super) place: u32,
}

/// Puts contenders in order and gives them places.
pub(super) fn order(contenders: &mut [Contender], votes: &[Vote]) {
    contenders.sort_by(|a, b| a.key.compare(&b.key).0.then_with(|| a.id.cmp(&b.id)));
    let mut before = 0;
    for group in contenders.chunk_by_mut(|a, b| a.key == b.key) {
        let voted = settle(group, votes);
        for (within, contender) in group.iter_mut().enumerate() {
            contender.place = size(before + if voted { within } else { 0 } + 1);
        }
        before += group.len();
    }
}

/// Orders a tie by the vote that names all of it.
fn settle(group: &mut [Contender], votes: &[Vote]) -> bool {
    if group.len() < 2 {
        return false;
    }
    let names_all = |vote: &&Vote| group.iter().all(|c| vote.order.contains(&c.id));
    let Some(vote) = votes.iter().find(names_all) else {
        return false;
    };
    group.sort_by_key(|c| vote.order.iter().position(|id| id == &c.id));
    true
}

/// What put `behind` behind `ahead`.
pub(super) fn decided_by(ahead: &Contender, behind: &Contender) -> Option<Criterion> {
    if ahead.place == behind.place {
        return None;
    }
    Some(ahead.key.compare(&behind.key).1.unwrap_or(Criterion::Vote))
}

/// The rankings of ordered contenders.
pub(super) fn ranking(contenders: &[Contender]) -> Ranking {
    let mut by_type: BTreeMap<TypeCode, Vec<&Contender>> = BTreeMap::new();
    let mut by_unit: BTreeMap<UnitCode, Vec<&Contender>> = BTreeMap::new();
    for contender in contenders {
        let kind = contender.enterprise_type.clone();
        by_type.entry(kind).or_default().push(contender);
        if let Some(unit) = &contender.unit {
            by_unit.entry(unit.clone()).or_default().push(contender);
        }
    }
    let groups = contenders.chunk_by(|a, b| a.place == b.place);
    let shared = groups.filter(|group| group.len() > 1);
    Ranking {
        overall: standings(&contenders.iter().collect::<Vec<_>>()),
        by_type: by_type
            .into_iter()
            .map(|(t, c)| (t, standings(&c)))
            .collect(),
        by_unit: by_unit
            .into_iter()
            .map(|(u, c)| (u, standings(&c)))
            .collect(),
        ties: shared
            .map(|group| group.iter().map(|c| c.id.clone()).collect())
            .collect(),
    }
}

/// Places within a part of the ordered contenders.
fn standings(part: &[&Contender]) -> Vec<Standing> {
    let mut standings: Vec<Standing> = Vec::with_capacity(part.len());
    let mut previous: Option<&Contender> = None;
    for (position, contender) in part.iter().enumerate() {
        let shares = previous.is_some_and(|p| p.place == contender.place);
        let place = match standings.last() {
            Some(last) if shares => last.place,
            _ => size(position + 1),
        };
        standings.push(Standing {
            place,
            application: contender.id.clone(),
            decided_by: previous.and_then(|p| decided_by(p, contender)),
        });
        previous = Some(contender);
    }
    standings
}
