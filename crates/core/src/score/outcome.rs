//! What a computation yields: composites, places, selection, and everything they rest on.
//!
//! Owns the shape of results. Holds no text for people beyond codes: notes and reasons are values
//! that the catalogue of messages turns into sentences. Trap: ranking and grades go by the
//! *published* composite, thresholds of indicators by exact points.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::id::{ApplicationId, Digest, IndicatorCode, OptionCode, SchemeId, TypeCode, UnitCode};

use super::exact::Exact;
use super::input::ExpertKey;
use super::note::Note;

/// A released method of computing composites. Released ones are never changed or removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum MethodVersion {
    /// The first.
    V1,
}

impl MethodVersion {
    /// The method of new results.
    pub const CURRENT: Self = Self::V1;

    /// Its name in results and on papers.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::V1 => "composite-1",
        }
    }
}

/// The result of a round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outcome {
    /// How it was computed.
    pub method_version: MethodVersion,
    /// By which rules.
    pub scheme: SchemeIdentity,
    /// Every application, by id.
    pub applications: Vec<ApplicationOutcome>,
    /// The ranking of the applications that are ranked.
    pub ranking: Ranking,
    /// The proposed list, where the scheme has a rule for it.
    pub selection: Option<SelectionOutcome>,
    /// Marks that diverge, the one with the greatest effect on a place first.
    pub divergences: Vec<DivergenceFlag>,
}

impl Outcome {
    /// The outcome of one application.
    #[must_use]
    pub fn application(&self, id: &ApplicationId) -> Option<&ApplicationOutcome> {
        let found = self.applications.binary_search_by(|a| a.id.cmp(id)).ok()?;
        self.applications.get(found)
    }
}

/// Which scheme, exactly.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SchemeIdentity {
    /// Its id.
    pub id: SchemeId,
    /// Its version.
    pub version: String,
    /// Digest of its text.
    pub digest: Digest,
}

/// The result of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApplicationOutcome {
    /// The application.
    pub id: ApplicationId,
    /// Its type.
    pub enterprise_type: TypeCode,
    /// Its unit.
    pub unit: Option<UnitCode>,
    /// Whether it is ranked, and if not, why.
    pub status: Status,
    /// The composite; `None` when it is not decidable.
    pub composite: Option<Composite>,
    /// The places; `None` unless ranked.
    pub places: Option<Places>,
    /// Code of its grade, if it has one.
    pub grade: Option<String>,
    /// How many were asked and how many count.
    pub experts: ExpertCount,
    /// The leaves, in the order of the scheme.
    pub leaves: Vec<LeafOutcome>,
    /// All nodes of the tree, children before parents.
    pub nodes: Vec<NodeOutcome>,
    /// Totals of the experts whose marks are complete.
    pub totals: Vec<ExpertTotal>,
    /// Bonus, deduction and veto items that were looked at.
    pub items: Vec<ItemOutcome>,
    /// Bonus points after the cap.
    pub bonus: Exact,
    /// Deducted points after the floor, a positive number.
    pub deductions: Exact,
    /// What the reader has to know.
    pub notes: Vec<Note>,
}

impl ApplicationOutcome {
    /// Points of an indicator of any level; `None` when it does not apply or is not decided.
    #[must_use]
    pub fn points_of(&self, indicator: &IndicatorCode) -> Option<&Exact> {
        let node = self.nodes.iter().find(|n| &n.indicator == indicator)?;
        node.points.as_ref()
    }

    /// The outcome of one leaf.
    #[must_use]
    pub fn leaf(&self, indicator: &IndicatorCode) -> Option<&LeafOutcome> {
        self.leaves.iter().find(|l| &l.indicator == indicator)
    }
}

/// A composite before and after the last rounding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Composite {
    /// Before the last stage of rounding.
    pub exact: Exact,
    /// As published; what ranking goes by.
    pub published: Exact,
    /// The published composite with the declared digits.
    pub text: String,
    /// Under the other method, where the method of this application differs from the rest.
    pub other_method: Option<OtherMethod>,
}

/// A composite under a method that was not applied to it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OtherMethod {
    /// The method.
    pub method: AppliedMethod,
    /// The composite as it would be published.
    pub text: String,
}

/// Whether an application is ranked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is.
    Ranked,
    /// Taken out by these vetoes.
    Vetoed(Vec<IndicatorCode>),
    /// Taken out because thresholds are missed.
    BelowThreshold(Vec<MissedThreshold>),
    /// It has no composite.
    NotDecidable(Vec<Undecided>),
}

/// A threshold that is missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MissedThreshold {
    /// The indicator; `None` for the composite.
    pub indicator: Option<IndicatorCode>,
    /// What is measured.
    pub measure: ThresholdMeasure,
    /// Least value.
    pub least: Exact,
    /// Value reached.
    pub reached: Exact,
}

/// [`crate::scheme::Measure`] in a form that travels with results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ThresholdMeasure {
    /// Points.
    Points,
    /// Marks on the marking scale.
    Mark,
}

/// Why an application has no composite.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Undecided {
    /// A leaf has fewer valid marks than the scheme asks for.
    TooFewMarks {
        /// The leaf.
        indicator: IndicatorCode,
        /// Valid marks.
        valid: u32,
        /// Least number of them.
        least: u32,
    },
    /// Fewer experts have marked everything than the scheme asks for.
    TooFewExperts {
        /// Experts with complete marks.
        valid: u32,
        /// Least number of them.
        least: u32,
    },
    /// A leaf that is not for experts has not been decided.
    LeafOpen {
        /// The leaf.
        indicator: IndicatorCode,
    },
    /// No leaf applies.
    NothingApplies,
    /// The enterprise type is not one of the scheme's.
    UnknownType,
}

/// Places in the ranking, from 1; equal composites share a place and the next is skipped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Places {
    /// Among all.
    pub overall: u32,
    /// Among those of its type.
    pub in_type: u32,
    /// Among those of its unit.
    pub in_unit: Option<u32>,
}

/// Denominators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ExpertCount {
    /// Everyone who was asked.
    pub asked: u32,
    /// Those who count: at least one valid mark (basis leaf), all marks (basis expert total).
    pub valid: u32,
    /// Those who recused themselves.
    pub recused: u32,
    /// Those who handed in nothing.
    pub absent: u32,
}

/// What became of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeafState {
    /// It has points.
    Scored,
    /// It does not apply; its parent is rescaled.
    NotApplicable,
    /// Too little is known of it; the application is not decidable.
    Undecided,
}

/// Where the points of a leaf come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeafSource {
    /// Declared values, a formula and bands.
    Facts,
    /// A decision (an option, or a rule for missing evidence).
    Decision,
    /// The marks of the experts.
    Experts,
    /// A mark the panel has agreed on.
    Agreed,
}

/// One leaf of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LeafOutcome {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// What became of it.
    pub state: LeafState,
    /// Where its points come from.
    pub source: LeafSource,
    /// Valid marks: numbers, not "not applicable".
    pub valid: u32,
    /// Everyone who was asked.
    pub asked: u32,
    /// The aggregated mark on its scale after rounding; of facts the value of the formula.
    pub mark: Option<Exact>,
    /// Its points after rounding.
    pub points: Option<Exact>,
    /// The option, where one was decided.
    pub option: Option<OptionCode>,
    /// How the marks became one.
    pub applied: Option<AppliedMethod>,
    /// The marks it rests on, by expert; empty for facts and decisions.
    pub marks: Vec<RawMark>,
}

/// One expert's mark of a leaf as it entered the computation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RawMark {
    /// Who.
    pub expert: ExpertKey,
    /// What.
    pub state: MarkState,
    /// Whether the trimmed mean (or the median) left it out.
    pub dropped: bool,
}

/// The states of a mark; none is another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum MarkState {
    /// A value on the scale, 0 included; of a choice leaf the points of the option.
    Scored(Exact),
    /// The expert left it empty.
    NotScored,
    /// The expert says it does not apply.
    NotApplicable,
    /// The expert recused themselves.
    Recused,
    /// The expert handed in nothing.
    Absent,
    /// Not a mark this leaf can have; not counted.
    Refused,
}

/// One node of the tree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NodeOutcome {
    /// The indicator.
    pub indicator: IndicatorCode,
    /// What became of it.
    pub state: LeafState,
    /// Its points as declared for the type.
    pub declared: Exact,
    /// Declared points of the children that apply; below `declared` the sum is rescaled.
    pub applicable: Exact,
    /// Its points; `None` when it does not apply or is not decided.
    pub points: Option<Exact>,
}

/// The total of one expert with complete marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ExpertTotal {
    /// Who.
    pub expert: ExpertKey,
    /// Points of the leaves the expert judged.
    pub judged: Exact,
    /// Points of the whole tree.
    pub total: Exact,
    /// Whether the aggregation of totals left it out.
    pub dropped: bool,
}

/// How values became one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AppliedMethod {
    /// Arithmetic mean, as declared.
    Mean,
    /// Trimmed mean.
    Trimmed,
    /// Plain mean, because there were too few values to trim.
    PlainMean,
    /// Median.
    Median,
    /// Trimmed for some leaves, plain for others.
    Mixed,
}

/// Kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// Adds points.
    Bonus,
    /// Takes points off.
    Deduction,
    /// Takes the application out.
    Veto,
}

/// One item of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ItemOutcome {
    /// The item.
    pub indicator: IndicatorCode,
    /// Its kind.
    pub kind: ItemKind,
    /// How often it applies (a mean where each expert decides); `None` while undecided.
    pub count: Option<Exact>,
    /// Points before the limit of the group, a positive number; 0 for a veto.
    pub points: Exact,
}

/// Rankings of the applications that are ranked, best first, ties by id.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Ranking {
    /// All of them.
    pub overall: Vec<Standing>,
    /// Those of each type.
    pub by_type: BTreeMap<TypeCode, Vec<Standing>>,
    /// Those of each unit.
    pub by_unit: BTreeMap<UnitCode, Vec<Standing>>,
    /// Applications that share a place after every criterion: for a vote.
    pub ties: Vec<Vec<ApplicationId>>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The place, from 1.
    pub place: u32,
    /// The application.
    pub application: ApplicationId,
    /// What put it behind the one before it; `None` for the first and for a shared place.
    pub decided_by: Option<Criterion>,
}

/// What separates two neighbours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Criterion {
    /// The published composite.
    Composite,
    /// The tie-break with this position in the scheme, from 0.
    TieBreak(usize),
    /// A recorded vote.
    Vote,
}

/// The proposed list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SelectionOutcome {
    /// Every ranked application with its fate, in order of places.
    pub lines: Vec<SelectionLine>,
    /// Seats that a tie leaves open.
    pub open_seats: u32,
}

/// The fate of one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SelectionLine {
    /// The application.
    pub application: ApplicationId,
    /// Its place.
    pub place: u32,
    /// What the rule says.
    pub fate: Fate,
}

/// What the selection rule says of an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// Proposed, in this step.
    Selected(SeatRule),
    /// Ties with others on the line; a vote decides.
    TiedOnTheLine,
    /// Not proposed, for this reason.
    NotSelected(LeftOut),
}

/// The step that gave a seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeatRule {
    /// The floor of its unit.
    UnitFloor,
    /// The seats of its type.
    TypeSeats,
    /// Its place.
    Rank,
}

/// Why an application got no seat.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LeftOut {
    /// Its composite is below the least score.
    BelowScore,
    /// Its unit has as many seats as it may.
    UnitCeiling,
    /// All seats were taken.
    NoSeatLeft {
        /// What put it behind the last one that got a seat by the same step.
        decided_by: Option<Criterion>,
    },
}

/// A mark or a total that diverges from the panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DivergenceFlag {
    /// The application.
    pub application: ApplicationId,
    /// Who.
    pub expert: ExpertKey,
    /// The leaf; `None` for the judged total.
    pub leaf: Option<IndicatorCode>,
    /// The mark, or the judged total.
    pub mark: Exact,
    /// The panel's mean of the same value, this one included.
    pub panel_mean: Exact,
    /// How many values make that mean.
    pub valid: u32,
    /// `mark − panel_mean`.
    pub deviation: Exact,
    /// The deviation in percent of the mean; `None` when the mean is 0.
    pub percent: Option<Exact>,
    /// What leaving it out would do; `None` when the application is not ranked.
    pub effect: Option<Effect>,
}

/// What leaving a mark out would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Effect {
    /// The published composite without it.
    pub composite_without: Exact,
    /// The place as it is.
    pub place: u32,
    /// The place without it, all else unchanged.
    pub place_without: u32,
}

impl Effect {
    /// How many places the application would move.
    #[must_use]
    pub fn places_moved(&self) -> u32 {
        self.place.abs_diff(self.place_without)
    }
}
