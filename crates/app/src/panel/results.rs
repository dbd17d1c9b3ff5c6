//! Results as people read them: ranking, spread, denominators, ties, the proposed list.
//!
//! Owns the report; every number in it is core's. Trap: the report is part of the archive and must
//! come out byte for byte the same, so it holds no time and no order but core's.

use std::collections::{BTreeMap, BTreeSet};

use hengping_core::id::{ApplicationId, RoundId, TypeCode, UnitCode};
use hengping_core::mark::FactKey;
use hengping_core::merge::facts::{EffectiveFact, Provenance};
use hengping_core::score::explain::{Label, Operation};
use hengping_core::score::outcome::{
    ApplicationOutcome, Criterion, ExpertCount, Fate, OtherMethod, SchemeIdentity, Standing, Status,
};
use hengping_core::score::{self, Derivation, Exact, ExpertKey, Note};
use hengping_core::stats::round::groups;
use hengping_core::text::Text;
use serde::Serialize;

use super::Panel;
use super::correction::{self, CorrectionLine};
use super::evaluation::Evaluation;
use super::notices::{self, WithdrawnLine};
use super::record::Record;
use crate::context::Context;
use crate::error::Result;

/// The result of a round.
#[derive(Debug, Serialize)]
pub struct Results {
    /// The round.
    pub round: RoundId,
    /// Its title.
    pub title: Text,
    /// Version of the method.
    pub method: &'static str,
    /// By which rules.
    pub scheme: SchemeIdentity,
    /// Every application: ranked ones in order of places, then the others by id.
    pub applications: Vec<ResultLine>,
    /// Rankings within the types.
    pub types: Vec<TypeRanking>,
    /// Applications in order of places within their units.
    pub units: BTreeMap<UnitCode, Vec<ApplicationId>>,
    /// Applications that share a place after every criterion.
    pub ties: Vec<Vec<ApplicationId>>,
    /// The proposed list, where the scheme has a rule for it.
    pub selection: Vec<SelectionLine>,
    /// Seats that a tie leaves open.
    pub open_seats: u32,
    /// Marks and totals that diverge.
    pub divergences: usize,
    /// Groups of experts that share no application: what they judged cannot be compared beyond what
    /// the scheme says. Absent when all are connected.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub experts_apart: Vec<BTreeSet<ExpertKey>>,
    /// Items that somebody proposes and nobody has decided.
    pub undecided_items: BTreeMap<ApplicationId, Vec<String>>,
    /// Applications that left the round. Absent when none did.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withdrawn: Vec<WithdrawnLine>,
    /// What was changed after the panel had decided, in order.
    pub corrections: Vec<CorrectionLine>,
}

/// The result of one application.
#[derive(Debug, Serialize)]
pub struct ResultLine {
    /// Its place among all; `None` unless ranked.
    pub place: Option<u32>,
    /// Its place among those of its type.
    pub place_in_type: Option<u32>,
    /// Its place among those of its unit.
    pub place_in_unit: Option<u32>,
    /// The application.
    pub application: ApplicationId,
    /// Name of the enterprise.
    pub enterprise: String,
    /// Its type.
    pub enterprise_type: TypeCode,
    /// Its unit.
    pub unit: Option<UnitCode>,
    /// The published composite.
    pub composite: Option<String>,
    /// The composite under the other method, where its own differs from the rest.
    pub other_method: Option<OtherMethod>,
    /// How far the experts' totals lie apart.
    pub spread: Option<Spread>,
    /// Code of its grade.
    pub grade: Option<String>,
    /// Whether it is ranked, and if not, why.
    pub status: Status,
    /// How many were asked and how many count.
    pub experts: ExpertCount,
    /// Bonus points.
    pub bonus: Exact,
    /// Deducted points.
    pub deductions: Exact,
    /// What put it behind the one before it.
    pub decided_by: Option<Criterion>,
    /// Notes, as values.
    pub notes: Vec<Note>,
}

/// How far the totals of the experts with complete marks lie apart.
#[derive(Debug, Serialize)]
pub struct Spread {
    /// Totals compared.
    pub totals: usize,
    /// The least.
    pub least: String,
    /// The greatest.
    pub greatest: String,
    /// The difference of both.
    pub range: String,
    /// Standard deviation of the totals as a whole population, to two digits.
    pub deviation: String,
}

/// The ranking of one type.
#[derive(Debug, Serialize)]
pub struct TypeRanking {
    /// The type.
    pub enterprise_type: TypeCode,
    /// Its applications, best first.
    pub places: Vec<Standing>,
}

/// One line of the proposed list.
#[derive(Debug, Serialize)]
pub struct SelectionLine {
    /// Its place.
    pub place: u32,
    /// The application.
    pub application: ApplicationId,
    /// Name of the enterprise.
    pub enterprise: String,
    /// Whether it is proposed.
    pub proposed: bool,
    /// By which rule, or why not.
    pub fate: Fate,
}

impl Panel {
    /// The result as it stands.
    ///
    /// # Errors
    /// Before the opening.
    pub fn results(&self, ctx: &Context) -> Result<Results> {
        let seen = self.seen_opened(ctx)?;
        Ok(seen.evaluate(|evaluation| results(&seen.record, evaluation)))
    }

    /// The whole outcome of one application, down to leaves and items.
    ///
    /// # Errors
    /// Before the opening; an unknown application.
    pub fn outcome_of(&self, id: &ApplicationId, ctx: &Context) -> Result<ApplicationOutcome> {
        let seen = self.seen_opened(ctx)?;
        let outcome = seen.evaluate(|evaluation| evaluation.outcome.application(id).cloned());
        outcome.ok_or_else(|| super::unknown_application(id))
    }

    /// The derivation of one composite, down to raw marks and declared values.
    ///
    /// # Errors
    /// Before the opening; an unknown application.
    pub fn explain(&self, id: &ApplicationId, ctx: &Context) -> Result<Derivation> {
        let seen = self.seen_opened(ctx)?;
        let tree = seen.evaluate(|evaluation| {
            let mut tree = score::explain(evaluation.input, id)?;
            name_sources(&mut tree, &evaluation.facts.of(id));
            Some(tree)
        });
        tree.ok_or_else(|| super::unknown_application(id))
    }
}

/// Says of each fact whether it stands as declared, was decided, or was verified on site.
pub(super) fn name_sources(tree: &mut Derivation, facts: &BTreeMap<FactKey, EffectiveFact>) {
    if let (Label::Fact(name), Operation::Declared) = (&tree.label, &tree.operation) {
        let key = name.parse().ok().map(FactKey::Field);
        let fact = key.and_then(|key| facts.get(&key));
        match fact.map(|fact| &fact.provenance) {
            Some(Provenance::Decided { .. }) => tree.operation = Operation::Decided,
            Some(Provenance::Visited { .. }) => tree.operation = Operation::Visited,
            _ => {}
        }
    }
    for child in &mut tree.children {
        name_sources(child, facts);
    }
}

/// The report on a computed round.
pub(super) fn results(record: &Record, evaluation: &Evaluation<'_>) -> Results {
    let outcome = evaluation.outcome;
    let ranked = outcome.ranking.overall.iter();
    let ranked = ranked.filter_map(|standing| {
        Some(line(
            record,
            outcome.application(&standing.application)?,
            Some(standing),
        ))
    });
    let others = outcome
        .applications
        .iter()
        .filter(|one| one.places.is_none());
    let others = others.map(|one| line(record, one, None));
    let by_type = outcome
        .ranking
        .by_type
        .iter()
        .map(|(code, places)| TypeRanking {
            enterprise_type: code.clone(),
            places: places.clone(),
        });
    let by_unit = outcome.ranking.by_unit.iter().map(|(code, places)| {
        (
            code.clone(),
            places.iter().map(|one| one.application.clone()).collect(),
        )
    });
    Results {
        round: record.sources.round.id.clone(),
        title: record.sources.round.title.clone(),
        method: outcome.method_version.as_str(),
        scheme: outcome.scheme.clone(),
        applications: ranked.chain(others).collect(),
        types: by_type.collect(),
        units: by_unit.collect(),
        ties: outcome.ranking.ties.clone(),
        selection: selection(record, evaluation),
        open_seats: outcome
            .selection
            .as_ref()
            .map_or(0, |selection| selection.open_seats),
        divergences: outcome.divergences.len(),
        experts_apart: Some(groups(outcome))
            .filter(|groups| groups.len() > 1)
            .unwrap_or_default(),
        undecided_items: undecided(record, evaluation),
        withdrawn: notices::withdrawn(record, evaluation),
        corrections: correction::lines(record),
    }
}

fn line(record: &Record, one: &ApplicationOutcome, standing: Option<&Standing>) -> ResultLine {
    let composite = one.composite.as_ref();
    ResultLine {
        place: one.places.map(|places| places.overall),
        place_in_type: one.places.map(|places| places.in_type),
        place_in_unit: one.places.and_then(|places| places.in_unit),
        application: one.id.clone(),
        enterprise: enterprise(record, &one.id),
        enterprise_type: one.enterprise_type.clone(),
        unit: one.unit.clone(),
        composite: composite.map(|composite| composite.text.clone()),
        other_method: composite.and_then(|composite| composite.other_method.clone()),
        spread: spread(one),
        grade: one.grade.clone(),
        status: one.status.clone(),
        experts: one.experts,
        bonus: one.bonus.clone(),
        deductions: one.deductions.clone(),
        decided_by: standing.and_then(|standing| standing.decided_by),
        notes: one.notes.clone(),
    }
}

pub(super) fn enterprise(record: &Record, id: &ApplicationId) -> String {
    let application = record.applications().get(id);
    application
        .map(|one| one.enterprise.name.clone())
        .unwrap_or_default()
}

fn selection(record: &Record, evaluation: &Evaluation<'_>) -> Vec<SelectionLine> {
    let lines = evaluation
        .outcome
        .selection
        .iter()
        .flat_map(|selection| &selection.lines);
    lines
        .map(|line| SelectionLine {
            place: line.place,
            application: line.application.clone(),
            enterprise: enterprise(record, &line.application),
            proposed: matches!(line.fate, Fate::Selected(_)),
            fate: line.fate.clone(),
        })
        .collect()
}

fn undecided(record: &Record, evaluation: &Evaluation<'_>) -> BTreeMap<ApplicationId, Vec<String>> {
    let ids = record.applications().keys();
    let items = ids.map(|id| {
        let items = evaluation.facts.undecided_items(id);
        (
            id.clone(),
            items.iter().map(ToString::to_string).collect::<Vec<_>>(),
        )
    });
    items.filter(|(_, items)| !items.is_empty()).collect()
}

/// Digits of printed spreads.
const SPREAD_DIGITS: u32 = 2;
/// Digits of the variance before its root is taken.
const VARIANCE_DIGITS: u32 = 12;

fn spread(one: &ApplicationOutcome) -> Option<Spread> {
    let totals: Vec<&Exact> = one.totals.iter().map(|total| &total.total).collect();
    let (least, greatest) = (totals.iter().min()?, totals.iter().max()?);
    let range = (*greatest).clone() - (*least).clone();
    Some(Spread {
        totals: totals.len(),
        least: least.to_fixed(SPREAD_DIGITS),
        greatest: greatest.to_fixed(SPREAD_DIGITS),
        range: range.to_fixed(SPREAD_DIGITS),
        deviation: deviation(&totals)?,
    })
}

/// √(Σ(x − mean)² / n): exact up to the variance, whose root is taken over integers.
fn deviation(totals: &[&Exact]) -> Option<String> {
    let count = Exact::count(totals.len());
    let mean = totals.iter().copied().sum::<Exact>().over(&count)?;
    let squares = totals.iter().map(|total| {
        let off = (*total).clone() - mean.clone();
        off.clone() * off
    });
    let variance = squares
        .sum::<Exact>()
        .over(&count)?
        .to_decimal(VARIANCE_DIGITS)?;
    let mut scaled = variance;
    scaled.rescale(VARIANCE_DIGITS);
    let root = scaled.mantissa().isqrt();
    let root = rust_decimal::Decimal::try_from_i128_with_scale(root, VARIANCE_DIGITS / 2).ok()?;
    Some(Exact::from(root).to_fixed(SPREAD_DIGITS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_deviation_is_that_of_the_whole_population() {
        let totals = [2_u32, 4, 4, 4, 5, 5, 7, 9].map(Exact::from);
        let totals: Vec<&Exact> = totals.iter().collect();
        assert_eq!(deviation(&totals).unwrap(), "2.00");
        let one = Exact::from(7_u32);
        assert_eq!(deviation(&[&one]).unwrap(), "0.00");
    }
}
