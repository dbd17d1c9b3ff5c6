//! Schemes 指标体系: the rule file of a programme.
//!
//! This file owns the checked model: values of these types only come out of [`parse`], so code
//! that holds a [`Scheme`] may rely on it (points add up, references exist, formulas compile).
//! Reading TOML and finding faults is `scheme/read.rs`, evaluating formulas `scheme/formula.rs`,
//! computed leaves `scheme/computed.rs`. Nothing of one programme may appear in this crate.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use crate::id::{
    Digest, EvidenceCode, FieldCode, IndicatorCode, OpinionFieldCode, OptionCode,
    RecommendationCode, SchemeId, TypeCode,
};
use crate::text::Text;

pub mod computed;
pub mod fault;
pub mod field;
mod formula;
pub mod lookup;
pub mod mark;
mod read;
mod source;
pub mod summary;

pub use computed::{
    ComputedOutcome, Facts, TurnOver, computed_leaf, declared_number, without_evidence,
};
pub use fault::{Fault, FaultKind};
pub use field::{FieldFault, FieldFaultKind};
pub use formula::FormulaError;
pub use lookup::LeafRef;
pub use mark::MarkFault;
pub use read::{FORMAT, MAX_BYTES, check, parse};
pub use summary::{Summary, inspect};

#[cfg(test)]
mod tests;

/// A scheme that has passed every check.
#[derive(Debug, Clone)]
pub struct Scheme {
    /// Identity of the programme's rules.
    pub id: SchemeId,
    /// Version of the rules.
    pub version: String,
    /// Digest of the TOML text it was read from.
    pub digest: Digest,
    /// Title.
    pub title: Text,
    /// Enterprise types, in the order of the file. At least one.
    pub types: Vec<NamedCode<TypeCode>>,
    /// Form fields.
    pub fields: Vec<Field>,
    /// Evidence catalogue.
    pub evidence: Vec<EvidenceKind>,
    /// Marking scales by name.
    pub scales: BTreeMap<String, Scale>,
    /// First-level indicators.
    pub tree: Vec<Indicator>,
    /// Bonus items.
    pub bonus: ItemGroup,
    /// Deduction items; their points are positive numbers that are taken off.
    pub deductions: ItemGroup,
    /// Vetoes: any that stands takes the application out.
    pub vetoes: Vec<NamedCode<IndicatorCode>>,
    /// How marks become a composite.
    pub aggregation: Aggregation,
    /// Least points an application must reach.
    pub thresholds: Vec<Threshold>,
    /// Criteria that break ties of the published composite, in order.
    pub tie_breaks: Vec<TieBreak>,
    /// Grades, best first; empty when the scheme gives none.
    pub grades: Grades,
    /// Which applications are proposed.
    pub selection: Option<Selection>,
    /// When marks diverge.
    pub divergence: Divergence,
    /// Warnings about declared values.
    pub plausibility: Vec<PlausibilityRule>,
    /// Form of the opinion.
    pub opinion: OpinionForm,
    /// Size and independence of panels.
    pub panel: PanelRules,
    /// Named formulas that leaves may refer to.
    pub derived: BTreeMap<String, Formula>,
}

/// A code with its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedCode<C> {
    /// The code.
    pub code: C,
    /// Its name.
    pub name: Text,
}

/// A form field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The field.
    pub code: FieldCode,
    /// Its name.
    pub name: Text,
    /// What its values are.
    pub kind: FieldKind,
    /// Unit shown beside a number (`万元`, `%`, `人`); empty for none.
    pub unit: String,
    /// How many years are declared: 1 for the review year alone, 3 for t, t−1, t−2.
    pub years: u8,
    /// Whether an application without it is incomplete.
    pub required: bool,
    /// Least value of a number.
    pub min: Option<Decimal>,
    /// Greatest value of a number.
    pub max: Option<Decimal>,
}

/// Kinds of field values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// Money; declared in 万元, stored in fen.
    Money,
    /// A decimal number with at most this many places.
    Number {
        /// Places after the point; 0 for whole numbers.
        digits: u32,
    },
    /// Free text.
    Text,
    /// 统一社会信用代码, GB 32100 checksum.
    CreditCode,
    /// A calendar day.
    Date,
    /// One code of a list.
    Code(Vec<NamedCode<String>>),
    /// Several texts.
    List,
}

/// A line of the evidence catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceKind {
    /// Catalogue number.
    pub code: EvidenceCode,
    /// Its name.
    pub name: Text,
    /// Whether an application without it is incomplete.
    pub required: bool,
}

/// A marking scale: the values an expert may give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scale {
    /// Least mark.
    pub min: Decimal,
    /// Greatest mark; earns all points of the leaf.
    pub max: Decimal,
    /// Distance of two neighbouring marks; `max − min` is a multiple of it.
    pub step: Decimal,
    /// The mark that earns no points; points grow linearly from it to `max`. Mostly 0.
    pub zero: Decimal,
    /// Levels with their meaning, best first; together they cover the scale.
    pub anchors: Vec<Anchor>,
}

/// A level of a scale.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// Name of the level (优秀).
    pub name: Text,
    /// What it means.
    pub meaning: Text,
    /// Least mark of the level.
    pub from: Decimal,
    /// Greatest mark of the level.
    pub to: Decimal,
}

/// A node of the indicator tree.
#[derive(Debug, Clone)]
pub struct Indicator {
    /// Its code.
    pub code: IndicatorCode,
    /// Its name.
    pub name: Text,
    /// Most points it contributes; of an inner node the sum of its children, for every type.
    pub points: Points,
    /// Children, or what makes it a leaf.
    pub kind: IndicatorKind,
}

/// Inner node or leaf.
#[derive(Debug, Clone)]
pub enum IndicatorKind {
    /// Has children.
    Branch(Vec<Indicator>),
    /// Is marked or computed.
    Leaf(Box<Leaf>),
}

/// Points, the same for all types or different for some.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Points {
    /// Points of every type that is not named.
    pub common: Decimal,
    /// Points of the types that differ.
    pub by_type: BTreeMap<TypeCode, Decimal>,
}

impl Points {
    /// Points for `enterprise_type`.
    #[must_use]
    pub fn of(&self, enterprise_type: &TypeCode) -> Decimal {
        self.by_type
            .get(enterprise_type)
            .copied()
            .unwrap_or(self.common)
    }
}

/// What a leaf is.
#[derive(Debug, Clone)]
pub struct Leaf {
    /// How it gets its points.
    pub mode: LeafMode,
    /// Evidence it requires.
    pub evidence: Vec<EvidenceCode>,
    /// What holds while none of the required evidence is there.
    pub missing_evidence: MissingEvidence,
    /// Whether a site visit checks it.
    pub on_site: bool,
    /// What the leaf means, for the card.
    pub note: Text,
}

/// How a leaf gets its points.
#[derive(Debug, Clone)]
pub enum LeafMode {
    /// From declared values through a formula and bands.
    Computed(Box<Computed>),
    /// From experts' marks on a scale.
    Scored {
        /// Name of the scale, a key of [`Scheme::scales`].
        scale: String,
        /// Anchors of this leaf where they differ from the scale's; empty for the scale's.
        anchors: Vec<Anchor>,
    },
    /// From one option of a list.
    Choice {
        /// Who decides.
        decides: Decider,
        /// The options, in the order of the file.
        options: Vec<ChoiceOption>,
    },
    /// All points or none, judged by experts: 1 passes, 0 fails.
    PassFail,
    /// All points less what experts take off: a mark is the deduction, 0 to all points by `step`.
    Deducted {
        /// Distance of two neighbouring deductions.
        step: Decimal,
    },
}

/// A leaf that is computed.
#[derive(Debug, Clone)]
pub struct Computed {
    /// The formula.
    pub formula: Formula,
    /// Unit of its value.
    pub unit: String,
    /// Bands of every type that is not named.
    pub bands: Bands,
    /// Bands of the types that differ.
    pub bands_by_type: BTreeMap<TypeCode, Bands>,
    /// Types that take the bands of the type a code field names (a mixed enterprise those of its
    /// declared main business).
    pub bands_as: BTreeMap<TypeCode, FieldCode>,
    /// Variables that must be present and not zero; otherwise the leaf goes to the experts.
    pub base: Vec<String>,
    /// Scale on which experts then mark it, with a mandatory note.
    pub fallback_scale: String,
    /// Who decides the facts it rests on.
    pub decides: Decider,
}

/// An expression of decimals over field variables (`F20`, `F20_1`) and derived names.
#[derive(Debug, Clone)]
pub struct Formula {
    /// The text of the expression.
    pub text: String,
    /// Variables it reads: field keys and names of derived formulas.
    pub variables: Vec<String>,
    /// The compiled expression; shared, because schemes are cloned more often than read.
    program: Arc<rhai::AST>,
}

/// Bands of a computed leaf, highest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bands {
    /// Lower bounds with the points they give; bounds and points fall strictly.
    pub steps: Vec<Band>,
    /// Points below the lowest band.
    pub otherwise: Otherwise,
}

/// One band: from `from` (inclusive) upwards `points` are given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// Lower bound, inclusive.
    pub from: Decimal,
    /// Points it gives.
    pub points: Decimal,
}

/// What holds below the lowest band.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Otherwise {
    /// Fixed points.
    Points(Decimal),
    /// `when_true` points if the condition formula (named derived, boolean) holds, else `when_false`.
    Condition {
        /// Text of the boolean expression.
        condition: String,
        /// Points when it holds.
        when_true: Decimal,
        /// Points when it does not.
        when_false: Decimal,
    },
}

/// Who decides a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decider {
    /// The form as declared.
    Form,
    /// The office's check before packing.
    OfficeCheck,
    /// The panel.
    Panel,
    /// Each expert for themselves, aggregated like marks.
    Experts,
}

/// What holds while required evidence is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MissingEvidence {
    /// The leaf gives 0 points.
    Zero,
    /// The panel decides; until then the leaf is open.
    Panel,
    /// The value stands, with a note in every result.
    KeepWithNote,
}

/// An option of a choice leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceOption {
    /// Its code.
    pub code: OptionCode,
    /// Its name.
    pub name: Text,
    /// What choosing it does.
    pub effect: ChoiceEffect,
}

/// What an option does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ChoiceEffect {
    /// Gives points.
    Points(Decimal),
    /// Raises a veto and gives no points.
    Veto(IndicatorCode),
    /// The leaf does not apply.
    NotApplicable,
}

/// Bonus or deduction items with the most they give or take together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemGroup {
    /// Most points of the whole group, a positive number.
    pub limit: Decimal,
    /// Who decides whether an item applies.
    pub decides: Decider,
    /// The items.
    pub items: Vec<Item>,
}

/// A bonus or deduction item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Its code.
    pub code: IndicatorCode,
    /// Its name.
    pub name: Text,
    /// Points for each time it applies, a positive number.
    pub points: Decimal,
    /// Most times it counts; 1 for once.
    pub most: u32,
}

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
