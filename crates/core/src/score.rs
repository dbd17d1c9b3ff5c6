//! Composites 综合得分: from facts, decisions and marks to a ranking and a proposed list.
//!
//! Owns the published method ([`MethodVersion`]) and every number in it. Pure: the same input, in
//! whatever order it was gathered, gives the same outcome. Does not read marks from anywhere, does
//! not print. Trap: rounding happens only at the stages the scheme declares; everything between
//! them is exact, so never pass through a [`rust_decimal::Decimal`] on the way.

use std::collections::BTreeMap;

use crate::id::ApplicationId;
use crate::scheme::Scheme;

mod aggregate;
mod diverge;
pub mod exact;
pub mod explain;
mod grade;
mod ground;
pub mod input;
mod items;
pub mod note;
pub mod outcome;
mod own;
mod plan;
mod rank;
mod reckoning;
pub mod replicate;
mod select;
mod sheet;

pub use exact::Exact;
pub use explain::{Derivation, explain};
pub use input::{
    ApplicationInput, Attendance, EvidencePresence, ExpertKey, ExpertMarks, Input, ItemDecision,
    Vote,
};
pub use note::{Note, NoteKind};
pub use outcome::{ApplicationOutcome, Composite, MethodVersion, Outcome, SchemeIdentity, Status};
pub use own::{OwnPoints, own_points};

use aggregate::Course;
use outcome::{AppliedMethod, OtherMethod, Places, Ranking};
use plan::Plan;
use rank::Contender;
use reckoning::Reckoning;

/// Computes the outcome of a round by the current method.
#[must_use]
pub fn compute(input: &Input<'_>) -> Outcome {
    compute_by(MethodVersion::CURRENT, input)
}

/// Computes the outcome of a round by a certain released method, to recompute an older result.
#[must_use]
pub fn compute_by(version: MethodVersion, input: &Input<'_>) -> Outcome {
    match version {
        MethodVersion::V1 => compute_v1(input),
    }
}

fn compute_v1(input: &Input<'_>) -> Outcome {
    let plans = Plan::all(input.scheme);
    let mut applications: Vec<&ApplicationInput> = input.applications.iter().collect();
    applications.sort_by(|a, b| a.id.cmp(&b.id));
    applications.dedup_by(|a, b| a.id == b.id);
    let reckonings: Vec<Option<Reckoning<'_>>> = applications
        .iter()
        .map(|a| {
            Some(Reckoning::new(
                plans.get(&a.enterprise_type)?,
                a,
                Course::Declared,
            ))
        })
        .collect();
    let mut outcomes: Vec<ApplicationOutcome> = applications
        .iter()
        .zip(&reckonings)
        .map(|(application, reckoning)| match reckoning {
            Some(reckoning) => reckoning.outcome(),
            None => reckoning::of_unknown_type(application),
        })
        .collect();
    compare_methods(&reckonings, &mut outcomes);
    let mut contenders = contenders(&reckonings, &outcomes);
    rank::order(&mut contenders, &input.votes);
    let ranking = rank::ranking(&contenders);
    give_places(&mut outcomes, input.scheme, &contenders, &ranking);
    Outcome {
        method_version: MethodVersion::V1,
        scheme: identity(input.scheme),
        selection: select::select(input.scheme, &contenders),
        divergences: diverge::flags(&reckonings, &contenders),
        applications: outcomes,
        ranking,
    }
}

fn identity(scheme: &Scheme) -> SchemeIdentity {
    SchemeIdentity {
        id: scheme.id.clone(),
        version: scheme.version.clone(),
        digest: scheme.digest,
    }
}

/// The applications that are ranked, in no order yet.
fn contenders(
    reckonings: &[Option<Reckoning<'_>>],
    outcomes: &[ApplicationOutcome],
) -> Vec<Contender> {
    let pairs = reckonings.iter().flatten().filter_map(|reckoning| {
        let id = &reckoning.sheet.case.application.id;
        let found = outcomes.binary_search_by(|o| o.id.cmp(id)).ok()?;
        Some((reckoning, outcomes.get(found)?))
    });
    let ranked = pairs.filter(|(_, outcome)| outcome.status == Status::Ranked);
    ranked
        .filter_map(|(reckoning, outcome)| {
            let composite = outcome.composite.as_ref()?.published.clone();
            let trees: Vec<_> = reckoning.sheet.trees.iter().collect();
            Some(Contender {
                id: outcome.id.clone(),
                enterprise_type: outcome.enterprise_type.clone(),
                unit: outcome.unit.clone(),
                key: reckoning.key(composite, &reckoning.sheet.nodes, &trees),
                place: 0,
            })
        })
        .collect()
}

/// Enters places and grades.
fn give_places(
    outcomes: &mut [ApplicationOutcome],
    scheme: &Scheme,
    contenders: &[Contender],
    ranking: &Ranking,
) {
    let by_id: BTreeMap<&ApplicationId, &Contender> =
        contenders.iter().map(|c| (&c.id, c)).collect();
    let in_type = places_in(ranking.by_type.values());
    let in_unit = places_in(ranking.by_unit.values());
    for outcome in outcomes {
        let Some(contender) = by_id.get(&outcome.id) else {
            continue;
        };
        outcome.grade = grade::grade(&scheme.grades, contender, contenders.len());
        outcome.places = Some(Places {
            overall: contender.place,
            in_type: in_type.get(&outcome.id).copied().unwrap_or(contender.place),
            in_unit: in_unit.get(&outcome.id).copied(),
        });
    }
}

fn places_in<'a>(
    parts: impl Iterator<Item = &'a Vec<outcome::Standing>>,
) -> BTreeMap<&'a ApplicationId, u32> {
    let standings = parts.flatten();
    standings.map(|s| (&s.application, s.place)).collect()
}

/// Where methods differ within the round, says so and gives the value under the usual one.
fn compare_methods(reckonings: &[Option<Reckoning<'_>>], outcomes: &mut [ApplicationOutcome]) {
    let mut counts: BTreeMap<AppliedMethod, usize> = BTreeMap::new();
    let pairs: Vec<_> = reckonings.iter().zip(outcomes).collect();
    for (reckoning, outcome) in &pairs {
        let method = reckoning.as_ref().and_then(|r| r.sheet.applied_method());
        if let (Some(method), Some(_)) = (method, &outcome.composite) {
            *counts.entry(method).or_default() += 1;
        }
    }
    let Some((usual, _)) = counts.iter().max_by_key(|(_, count)| **count) else {
        return;
    };
    for (reckoning, outcome) in pairs {
        let Some(reckoning) = reckoning else { continue };
        let Some(here) = reckoning.sheet.applied_method() else {
            continue;
        };
        if here != *usual {
            note_method(reckoning, outcome, here, *usual);
        }
    }
}

fn note_method(
    reckoning: &Reckoning<'_>,
    outcome: &mut ApplicationOutcome,
    here: AppliedMethod,
    usual: AppliedMethod,
) {
    let Some(composite) = &mut outcome.composite else {
        return;
    };
    outcome.notes.push(Note {
        indicator: None,
        kind: NoteKind::MethodDiffers { here, usual },
    });
    let course = match usual {
        AppliedMethod::Trimmed => Course::Trim,
        _ => Course::Plain,
    };
    let case = reckoning.sheet.case;
    let other = Reckoning::new(case.plan, case.application, course);
    let method = other.sheet.applied_method();
    composite.other_method = method.filter(|method| *method != here).and_then(|method| {
        Some(OtherMethod {
            method,
            text: other.composite()?.text,
        })
    });
}

#[cfg(test)]
mod tests;
