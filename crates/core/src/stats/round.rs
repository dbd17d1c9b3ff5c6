//! All statistics of one round, in one value: what `panel stats` prints.
//!
//! Owns the gathering; every figure comes from the files beside it. What a scheme does not state
//! (coverage, percentages, resamples) is not assumed: what needs it is absent. Trap: totals of
//! experts rest on complete marks only, so that somebody who left a leaf empty is in the leaves and
//! not in the totals.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::StatsError;
use super::alpha::{Coincidences, Metric};
use super::alternatives::{Alternative, Placed, alternatives, by_figure};
use super::components::{Crossed, crossed};
use super::concordance::{Concordance, concordance};
use super::describe::{Description, Tally};
use super::drift::{Drift, drift};
use super::figure::Figure;
use super::icc::{Icc, icc};
use super::kappa::{CrossTable, Fleiss, Kappa, Weighting, counts_by_category, fleiss};
use super::ratings::{Block, Ratings};
use super::resample::{Course, Draws};
use super::reviews::Reviews;
use super::severity::{Severity, SeverityError, severity};
use super::standing::{PlaceRange, places, range};
use super::triage::{Divergence, triage};
use super::weights::{Sensitivity, sensitivity};
use crate::id::{ApplicationId, Digest, IndicatorCode};
use crate::panel::connectedness;
use crate::scheme::{Scheme, Statistics};
use crate::score::outcome::{LeafSource, MarkState};
use crate::score::replicate::replicate;
use crate::score::{Exact, ExpertKey, Input, Outcome, Status};

/// The statistics of a round.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RoundStatistics {
    /// What the scheme states for them.
    pub parameters: Option<Parameters>,
    /// Each leaf that experts marked, in the order of the scheme.
    pub leaves: Vec<LeafStatistics>,
    /// The points experts gave in all that they judge.
    pub overall: Agreement,
    /// The official places of the ranked, with their published composites.
    pub official: Vec<Placed>,
    /// The published composites of the ranked.
    pub composites: Option<Description>,
    /// Groups of experts that no shared application connects; empty when all can be compared.
    pub apart: Vec<BTreeSet<ExpertKey>>,
    /// How severe each expert is.
    pub severity: Fit,
    /// How sure each place is.
    pub standing: Option<Standings>,
    /// What places owe to the weights.
    pub sensitivity: Option<Sensitivity>,
    /// Other ways of putting the marks together.
    pub alternatives: Vec<Alternative>,
    /// Marks that diverge.
    pub divergences: Vec<Divergence>,
    /// Marks in the order of sealing.
    pub drift: Drift,
}

/// What the scheme states for statistics.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Parameters {
    /// Coverage of intervals, percent.
    pub interval_percent: Exact,
    /// By how much weights are raised and lowered, percent.
    pub weight_percent: Exact,
    /// What the trimmed mean leaves out at either end, percent.
    pub trim_percent: Exact,
    /// Weight of the squares of offsets.
    pub shrinkage: Option<Exact>,
    /// Resamples where they are too many to go through all.
    pub resamples: u32,
}

/// A statistic, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Said<T> {
    /// Its value.
    Value(T),
    /// Why it has none.
    Missing(StatsError),
}

impl<T> Said<T> {
    /// The value, if there is one.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Missing(_) => None,
        }
    }
}

impl<T> From<Result<T, StatsError>> for Said<T> {
    fn from(found: Result<T, StatsError>) -> Self {
        found.map_or_else(Self::Missing, Self::Value)
    }
}

/// One leaf.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeafStatistics {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// Agreement on it.
    #[serde(flatten)]
    pub agreement: Agreement,
    /// Fleiss' κ over the applications with the usual number of marks.
    pub fleiss: Said<Fleiss>,
    /// Cohen's κ of each two experts who share applications.
    pub pairs: Vec<PairAgreement>,
}

/// Agreement on one kind of value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// The values.
    pub description: Option<Description>,
    /// Krippendorff's α under each metric.
    pub alpha: BTreeMap<Metric, Said<Figure>>,
    /// What needs a table without gaps, over the largest there is.
    pub block: Option<BlockStatistics>,
}

/// The largest table without gaps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BlockStatistics {
    /// Applications in it.
    pub applications: usize,
    /// Of how many that have any value.
    pub of_applications: usize,
    /// Experts in it.
    pub experts: Vec<ExpertKey>,
    /// Intraclass correlation.
    pub icc: Said<Icc>,
    /// Kendall's W.
    pub concordance: Said<Concordance>,
    /// Components of variance.
    pub components: Said<Crossed>,
}

/// Two experts on one leaf.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairAgreement {
    /// The one.
    pub one: ExpertKey,
    /// The other.
    pub two: ExpertKey,
    /// Applications both marked.
    pub shared: u64,
    /// κ under each weighting.
    pub kappa: BTreeMap<Weighting, Said<Kappa>>,
}

/// The additive model, or why there is none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fit {
    /// The fit, and the places of the ranked by adjusted totals, beside the official ones.
    Fitted {
        /// The fit.
        #[serde(flatten)]
        severity: Severity,
        /// The places.
        places: Vec<Placed>,
    },
    /// Why there is none.
    Refused(SeverityError),
}

/// How sure places are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standings {
    /// How resamples were made.
    pub course: Course,
    /// Each ranked application, in order of official places.
    pub ranges: Vec<PlaceRange>,
    /// Those whose seat is unsure, in order of official places.
    pub band: Vec<ApplicationId>,
}

/// The statistics of `outcome`, which is that of `input`; `seed` is used where not every resample can
/// be gone through.
#[must_use]
pub fn statistics(
    input: &Input<'_>,
    outcome: &Outcome,
    reviews: &Reviews<'_>,
    seed: Digest,
) -> RoundStatistics {
    let scheme = input.scheme;
    let parameters = scheme.statistics.as_ref().map(Parameters::of);
    let percent = parameters
        .as_ref()
        .map(|stated| stated.interval_percent.to_f64());
    let judged = Ratings::of_judged(outcome);
    let is_ranked = |one: &crate::score::ApplicationOutcome| one.status == Status::Ranked;
    let totals = Ratings::of_totals(outcome, is_ranked);
    let share = parameters
        .as_ref()
        .and_then(|stated| stated.trim_percent.over(&Exact::from(100)));
    let shrinkage = parameters
        .as_ref()
        .and_then(|stated| stated.shrinkage.as_ref());
    let groups = groups(outcome);
    RoundStatistics {
        leaves: leaves(scheme, outcome, percent),
        overall: agreement(&judged, percent),
        official: official(outcome),
        composites: composites(outcome),
        severity: fit(outcome, &totals, shrinkage.map(Exact::to_f64)),
        standing: parameters
            .as_ref()
            .map(|stated| standings(input, outcome, &groups, stated, seed)),
        sensitivity: parameters
            .as_ref()
            .and_then(|stated| weights(scheme, outcome, stated)),
        alternatives: alternatives(&totals, share.as_ref()),
        divergences: triage(outcome, scheme, reviews),
        drift: drift(&judged, reviews),
        apart: if groups.len() > 1 { groups } else { Vec::new() },
        parameters,
    }
}

impl Parameters {
    fn of(stated: &Statistics) -> Self {
        Self {
            interval_percent: stated.interval_percent.into(),
            weight_percent: stated.weight_percent.into(),
            trim_percent: stated.trim_percent.into(),
            shrinkage: stated.shrinkage.map(Exact::from),
            resamples: stated.resamples,
        }
    }
}

/// Groups of experts connected by applications on which each has a valid mark.
#[must_use]
pub fn groups(outcome: &Outcome) -> Vec<BTreeSet<ExpertKey>> {
    let mut judged: BTreeMap<ExpertKey, BTreeSet<ApplicationId>> = BTreeMap::new();
    for application in &outcome.applications {
        for mark in application.leaves.iter().flat_map(|leaf| &leaf.marks) {
            if matches!(mark.state, MarkState::Scored(_)) {
                let own = judged.entry(mark.expert.clone()).or_default();
                own.insert(application.id.clone());
            }
        }
    }
    connectedness::groups(&judged)
}

fn leaves(scheme: &Scheme, outcome: &Outcome, percent: Option<f64>) -> Vec<LeafStatistics> {
    let by_experts: BTreeSet<&IndicatorCode> = outcome
        .applications
        .iter()
        .flat_map(|application| &application.leaves)
        .filter(|leaf| leaf.source == LeafSource::Experts)
        .map(|leaf| &leaf.indicator)
        .collect();
    let codes = scheme.leaves().into_iter().map(|leaf| &leaf.indicator.code);
    codes
        .filter(|code| by_experts.contains(code))
        .map(|code| leaf(code, &Ratings::of_leaf(outcome, code), percent))
        .collect()
}

fn leaf(code: &IndicatorCode, marks: &Ratings, percent: Option<f64>) -> LeafStatistics {
    let units: Vec<Vec<&Exact>> = marks.rows().keys().map(|id| marks.of(id)).collect();
    LeafStatistics {
        indicator: code.clone(),
        agreement: agreement(marks, percent),
        fleiss: fleiss(&counts_by_category(&units)).into(),
        pairs: pairs(marks),
    }
}

fn agreement(ratings: &Ratings, percent: Option<f64>) -> Agreement {
    let rows = ratings.rows().values();
    let met: Coincidences = rows.map(|row| row.values()).collect();
    let alpha = Metric::ALL.map(|metric| (metric, met.alpha(metric).into()));
    Agreement {
        description: ratings.values().collect::<Tally>().describe(),
        alpha: alpha.into(),
        block: ratings.largest_block().map(|found| BlockStatistics {
            of_applications: ratings.rows().len(),
            ..block(found, percent)
        }),
    }
}

fn block(found: Block, percent: Option<f64>) -> BlockStatistics {
    BlockStatistics {
        applications: found.applications.len(),
        of_applications: found.applications.len(),
        icc: icc(&found.values, percent).into(),
        concordance: concordance(&found.by_expert()).into(),
        components: crossed(&found.values).into(),
        experts: found.experts,
    }
}

fn pairs(marks: &Ratings) -> Vec<PairAgreement> {
    let experts: Vec<_> = marks.by_expert().into_iter().collect();
    let mut found = Vec::new();
    for (at, (one, own)) in experts.iter().enumerate() {
        for (two, others) in experts.iter().skip(at + 1) {
            let shared = own
                .iter()
                .filter_map(|(id, mark)| Some((*mark, *others.get(id)?)));
            let table = CrossTable::of_pairs(shared);
            if table.total() > 0 {
                let kappa = Weighting::ALL.map(|way| (way, table.kappa(way).into()));
                found.push(PairAgreement {
                    one: (*one).clone(),
                    two: (*two).clone(),
                    shared: table.total(),
                    kappa: kappa.into(),
                });
            }
        }
    }
    found
}

fn official(outcome: &Outcome) -> Vec<Placed> {
    let standings = outcome.ranking.overall.iter();
    standings
        .map(|standing| {
            let found = outcome.application(&standing.application);
            let composite = found.and_then(|one| one.composite.as_ref());
            Placed {
                application: standing.application.clone(),
                place: standing.place,
                last: standing.place,
                value: composite.and_then(|one| Figure::of(&one.published)),
            }
        })
        .collect()
}

fn composites(outcome: &Outcome) -> Option<Description> {
    let ranked = outcome
        .applications
        .iter()
        .filter(|one| one.status == Status::Ranked);
    let published = ranked.filter_map(|one| Some(&one.composite.as_ref()?.published));
    published.collect::<Tally>().describe()
}

/// Fits over every application that has totals; places are those of the ranked.
fn fit(outcome: &Outcome, ranked: &Ratings, shrinkage: Option<f64>) -> Fit {
    let all = Ratings::of_totals(outcome, |_| true);
    match severity(&all, shrinkage) {
        Ok(severity) => {
            let adjusted = severity.applications.iter();
            let adjusted = adjusted.filter(|(id, _)| ranked.rows().contains_key(*id));
            let places = by_figure(
                adjusted
                    .map(|(id, one)| (id.clone(), one.adjusted))
                    .collect(),
            );
            Fit::Fitted { severity, places }
        }
        Err(error) => Fit::Refused(error),
    }
}

fn standings(
    input: &Input<'_>,
    outcome: &Outcome,
    groups: &[BTreeSet<ExpertKey>],
    stated: &Parameters,
    seed: Digest,
) -> Standings {
    let draws = Draws::new(groups, stated.resamples, seed);
    let percent = stated.interval_percent.to_f64();
    let resamples = draws.course.resamples();
    let found = replicate(input, outcome, &draws.experts, |replicas| {
        let found = places(&draws, |weights| replicas.draw(weights));
        let ids = replicas.applications().cloned();
        ids.zip(found).collect::<BTreeMap<_, _>>()
    });
    let ranking = outcome.ranking.overall.iter();
    let ranges: Vec<PlaceRange> = ranking
        .filter_map(|standing| {
            let own = found.get(&standing.application)?;
            range(
                &standing.application,
                standing.place,
                own,
                percent,
                resamples,
            )
        })
        .collect();
    let unsure = ranges.iter().filter(|one| one.across_line);
    Standings {
        course: draws.course,
        band: unsure.map(|one| one.application.clone()).collect(),
        ranges,
    }
}

fn weights(scheme: &Scheme, outcome: &Outcome, stated: &Parameters) -> Option<Sensitivity> {
    let first_level: Vec<IndicatorCode> = scheme.tree.iter().map(|one| one.code.clone()).collect();
    let seats = scheme.selection.as_ref().and_then(|rule| rule.count);
    sensitivity(outcome, &first_level, &stated.weight_percent, seats)
}
