//! Schemes 指标体系: the rule file of a programme.
//!
//! This file owns the checked model: values of these types only come out of [`parse`], so code
//! that holds a [`Scheme`] may rely on it (points add up, references exist, formulas compile).
//! The tree stands in `scheme/tree.rs`, the rules above it in `scheme/rules.rs`. Reading TOML and finding faults is `scheme/read.rs`, evaluating formulas `scheme/formula.rs`,
//! computed leaves `scheme/computed.rs`. Nothing of one programme may appear in this crate.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use crate::id::{Digest, EvidenceCode, FieldCode, IndicatorCode, SchemeId, TypeCode};
use crate::text::Text;

pub mod computed;
pub mod fault;
pub mod field;
mod formula;
pub mod lookup;
pub mod mark;
mod read;
mod rules;
mod source;
pub mod summary;
mod tree;

pub use computed::{
    ComputedOutcome, Facts, TurnOver, computed_leaf, declared_number, without_evidence,
};
pub use fault::{Fault, FaultKind};
pub use field::{FieldFault, FieldFaultKind};
pub use formula::FormulaError;
pub use lookup::LeafRef;
pub use mark::MarkFault;
pub use read::{FORMAT, MAX_BYTES, check, parse};
pub use rules::{
    Aggregation, Basis, Divergence, FillStep, GradeByRank, GradeByScore, Grades, Measure, Method,
    OpinionField, OpinionForm, PanelRules, PlausibilityRule, Reader, Selection, Statistics,
    Threshold, TieBreak,
};
pub use summary::{Summary, inspect};
pub use tree::{
    Band, Bands, ChoiceEffect, ChoiceOption, Computed, Decider, Formula, Indicator, IndicatorKind,
    Item, ItemGroup, Leaf, LeafMode, MissingEvidence, Otherwise, Points,
};

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
    /// What statistics go by; those that need it are left out without it.
    pub statistics: Option<Statistics>,
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
