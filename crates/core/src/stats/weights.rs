//! What places would be if the first-level weights were other than they are.
//!
//! Owns raising and lowering one first-level indicator at a time by a percentage the scheme states,
//! the others making room in proportion so that the whole stays the same. Each weight changes alone:
//! the scheme's own order of importance is what is doubted, not the marks. Trap: ties of the changed
//! composite are left as ties, since criteria that break them would be weighed anew too.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figure::Figure;
use super::standing::doubled_places;
use crate::id::{ApplicationId, IndicatorCode};
use crate::score::outcome::{ApplicationOutcome, NodeOutcome};
use crate::score::{Exact, Outcome, Status};

/// What one change of weight does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WeightChange {
    /// The first-level indicator.
    pub indicator: IndicatorCode,
    /// Whether its weight is raised.
    pub raised: bool,
    /// Applications whose place changes.
    pub moved: usize,
    /// By how many places the most that any of them moves.
    pub furthest: Figure,
    /// Who would be among the first so many who now is not; empty where there is no number of seats.
    pub comes_in: Vec<ApplicationId>,
    /// Who would no longer be.
    pub drops_out: Vec<ApplicationId>,
}

/// How the ranking takes changes of weights.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Sensitivity {
    /// By how much weights were raised and lowered, percent.
    pub percent: Figure,
    /// The changes, in the order of the scheme, raised first.
    pub changes: Vec<WeightChange>,
    /// The best and the worst place of each application over all of them and the present weights.
    pub places: BTreeMap<ApplicationId, (Figure, Figure)>,
}

/// Weighs every one of `first_level` up and down by `percent`; `seats` is how many are proposed.
#[must_use]
pub fn sensitivity(
    outcome: &Outcome,
    first_level: &[IndicatorCode],
    percent: &Exact,
    seats: Option<u32>,
) -> Option<Sensitivity> {
    let ranked: Vec<&ApplicationOutcome> = outcome
        .applications
        .iter()
        .filter(|one| one.status == Status::Ranked)
        .collect();
    let share = percent.over(&Exact::from(100))?;
    let now = places(&ranked, first_level, None)?;
    let mut extremes = now.iter().map(|place| (*place, *place)).collect::<Vec<_>>();
    let mut changes = Vec::new();
    for indicator in first_level {
        for (raised, change) in [(true, share.clone()), (false, -share.clone())] {
            let then = places(&ranked, first_level, Some((indicator, &change)))?;
            for (extreme, place) in extremes.iter_mut().zip(&then) {
                *extreme = (extreme.0.min(*place), extreme.1.max(*place));
            }
            changes.push(compare(&ranked, (&now, &then), seats, indicator, raised)?);
        }
    }
    let figure = |doubled: u64| Figure::new(doubled as f64 / 2.0);
    let pairs = ranked.iter().zip(extremes);
    Some(Sensitivity {
        percent: Figure::of(percent)?,
        changes,
        places: pairs
            .map(|(one, (best, worst))| Some((one.id.clone(), (figure(best)?, figure(worst)?))))
            .collect::<Option<_>>()?,
    })
}

fn compare(
    ranked: &[&ApplicationOutcome],
    (now, then): (&[u64], &[u64]),
    seats: Option<u32>,
    indicator: &IndicatorCode,
    raised: bool,
) -> Option<WeightChange> {
    let pairs = || ranked.iter().zip(now.iter().zip(then));
    let furthest = pairs().map(|(_, (a, b))| a.abs_diff(*b)).max().unwrap_or(0);
    let inside = |place: u64| seats.is_some_and(|seats| place <= 2 * u64::from(seats));
    let changed = |was: bool| {
        let ids = pairs().filter(move |(_, (a, b))| inside(**a) == was && inside(**b) != was);
        ids.map(|(one, _)| one.id.clone()).collect()
    };
    Some(WeightChange {
        indicator: indicator.clone(),
        raised,
        moved: pairs().filter(|(_, (a, b))| a != b).count(),
        furthest: Figure::new(furthest as f64 / 2.0)?,
        comes_in: changed(false),
        drops_out: changed(true),
    })
}

/// Doubled places of the ranked applications under changed weights.
fn places(
    ranked: &[&ApplicationOutcome],
    first_level: &[IndicatorCode],
    change: Option<(&IndicatorCode, &Exact)>,
) -> Option<Vec<u64>> {
    let composites = ranked.iter().map(|one| composite(one, first_level, change));
    Some(doubled_places(&composites.collect::<Option<Vec<Exact>>>()?))
}

/// Points of the first level with one of them weighed by 1 + change and the rest making room.
fn composite(
    one: &ApplicationOutcome,
    first_level: &[IndicatorCode],
    change: Option<(&IndicatorCode, &Exact)>,
) -> Option<Exact> {
    let official = one.composite.as_ref()?;
    let Some((indicator, change)) = change else {
        return Some(official.exact.clone());
    };
    let nodes: Vec<&NodeOutcome> = one
        .nodes
        .iter()
        .filter(|node| first_level.contains(&node.indicator))
        .collect();
    let Some(own) = nodes.iter().find(|node| node.indicator == *indicator) else {
        return Some(official.exact.clone());
    };
    let rest: Exact = nodes
        .iter()
        .filter(|node| node.indicator != *indicator)
        .map(|node| &node.declared)
        .sum();
    let added = change * &own.declared;
    // Without anything else there is nowhere to take the weight from.
    let Some(given) = added.over(&rest) else {
        return Some(official.exact.clone());
    };
    let shift = nodes.iter().filter_map(|node| {
        let points = node.points.as_ref()?;
        let factor = if node.indicator == *indicator {
            change.clone()
        } else {
            -given.clone()
        };
        Some(points * &factor)
    });
    Some(&official.exact + &shift.sum())
}
