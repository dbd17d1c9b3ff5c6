//! The rules above the tree: aggregation, thresholds, ties, grades, selection, divergence, opinions.
//!
//! Owns the shapes of the checked model; `score` follows them. Trap: all of it is data, and nothing
//! here has a default that a programme did not state.

use rust_decimal::Decimal;

use super::{Formula, NamedCode};
use crate::id::{FieldCode, IndicatorCode, OpinionFieldCode, RecommendationCode, TypeCode};
use crate::text::Text;

/// How marks become a composite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Aggregation {
    /// What is aggregated.
    pub basis: Basis,
    /// How.
    pub method: Method,
    /// Digits to which an aggregated mark is rounded; `None` leaves it exact.
    pub round_mark: Option<u32>,
    /// Digits to which a leaf's points are rounded.
    pub round_leaf: Option<u32>,
    /// Digits to which the total is rounded; the published composite.
    pub round_total: Option<u32>,
    /// Least number of valid experts; below it an application is not decidable.
    pub least_valid: u32,
}

/// What is aggregated over experts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The marks of each leaf.
    Leaf,
    /// Each expert's total.
    ExpertTotal,
}

/// How values of several experts become one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Arithmetic mean.
    Mean,
    /// Mean without the `high` highest and `low` lowest, from `from` valid values on (inclusive);
    /// with fewer the plain mean, with a note.
    TrimmedMean {
        /// How many of the highest are dropped.
        high: u32,
        /// How many of the lowest are dropped.
        low: u32,
        /// From how many valid values on.
        from: u32,
    },
    /// Median; of an even number the mean of the two in the middle.
    Median,
}

/// Least points or marks of an indicator or of the total.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Threshold {
    /// The indicator; `None` for the composite.
    pub indicator: Option<IndicatorCode>,
    /// What is measured.
    pub measure: Measure,
    /// Least value, inclusive.
    pub least: Decimal,
}

/// What a threshold measures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Points, as weighted; of the total the composite.
    Points,
    /// Aggregated marks on the marking scale, unweighted; of a branch or of the total the sum
    /// over its scored leaves.
    Mark,
}

/// A criterion that breaks ties, higher wins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TieBreak {
    /// Points of an indicator of any level.
    Indicator(IndicatorCode),
    /// A declared value.
    Field(FieldCode),
    /// Median of the experts' totals.
    MedianTotal,
}

/// Grades.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Grades {
    /// None are given.
    None,
    /// By composite: best grade whose lower bound is reached.
    ByScore(Vec<GradeByScore>),
    /// By place: the first so many percent of the ranked applications, cumulative, best first.
    ByRank(Vec<GradeByRank>),
}

/// A grade from a composite upwards.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeByScore {
    /// Its code and name.
    pub grade: NamedCode<String>,
    /// Least composite, inclusive.
    pub from: Decimal,
}

/// A grade up to a share of the ranking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GradeByRank {
    /// Its code and name.
    pub grade: NamedCode<String>,
    /// Cumulative share of ranked applications, percent, rounded down to whole places.
    pub up_to_percent: Decimal,
}

/// Which applications are proposed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    /// Seats in all; `None` for no limit by count.
    pub count: Option<u32>,
    /// Least composite; `None` for no limit by score.
    pub least_score: Option<Decimal>,
    /// Seats kept for types, filled first, in the order of the file.
    pub seats_by_type: Vec<(TypeCode, u32)>,
    /// Most seats of one unit.
    pub unit_ceiling: Option<u32>,
    /// Seats each unit gets first if it has anyone above the other limits.
    pub unit_floor: Option<u32>,
    /// Order in which the rules fill seats.
    pub order: Vec<FillStep>,
}

/// A step of filling seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FillStep {
    /// The floor of each unit.
    UnitFloor,
    /// The seats of each type.
    TypeSeats,
    /// The remaining seats by rank.
    Rank,
}

/// When marks diverge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Divergence {
    /// Looked at leaf by leaf.
    pub leaf: bool,
    /// Looked at in the judged total of each expert.
    pub judged_total: bool,
    /// Deviation from the panel's mean of the same value, in percent, above which it is flagged.
    pub percent: Decimal,
    /// Least deviation in steps of the scale (leaf level).
    pub floor_steps: u32,
    /// Least deviation in points (judged total).
    pub floor_points: Decimal,
    /// Whether a flagged mark must be explained in writing.
    pub explain: bool,
}

/// A warning about declared values.
#[derive(Debug, Clone)]
pub struct PlausibilityRule {
    /// Code shown with the warning.
    pub code: String,
    /// What it says.
    pub message: Text,
    /// Boolean expression that is true when the values are suspicious. Not evaluated when a
    /// variable is missing.
    pub when: Formula,
}

/// Form of the opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionForm {
    /// Its fields.
    pub fields: Vec<OpinionField>,
    /// Recommendations to choose from; empty when none is asked.
    pub recommendations: Vec<NamedCode<RecommendationCode>>,
}

/// A field of the opinion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpinionField {
    /// Its code.
    pub code: OpinionFieldCode,
    /// Its name.
    pub name: Text,
    /// Who reads it.
    pub readers: Vec<Reader>,
    /// Whether it must not be empty when sealing.
    pub required: bool,
}

/// Readers of an opinion field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reader {
    /// The recommending province, in its feedback.
    Province,
    /// The panel.
    Panel,
    /// The visit team.
    VisitTeam,
}

/// Size and independence of panels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PanelRules {
    /// Members of a panel, odd.
    pub size: u32,
    /// Reserves drawn besides.
    pub reserves: u32,
    /// Years within which having belonged to the same unit excludes.
    pub same_unit_years: u32,
}

/// What statistics go by. None of it changes an official number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Statistics {
    /// Coverage of intervals, percent.
    pub interval_percent: Decimal,
    /// By how much each first-level weight is raised and lowered, percent.
    pub weight_percent: Decimal,
    /// What a trimmed mean beside the official one leaves out at either end, percent.
    pub trim_percent: Decimal,
    /// Weight of the squares of experts' offsets; `None` for plain least squares.
    pub shrinkage: Option<Decimal>,
    /// Resamples where they are too many to go through all.
    pub resamples: u32,
}
