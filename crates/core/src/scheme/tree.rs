//! The indicator tree: branches, leaves with their modes, bands and formulas, and the items beside it.
//!
//! Owns the shapes of the checked model; finding things in it is `lookup.rs`. Trap: a leaf's scale
//! may differ from the points it contributes, and both from the bands it is computed by.

use std::collections::BTreeMap;
use std::sync::Arc;

use rust_decimal::Decimal;

use super::Anchor;
use crate::id::{EvidenceCode, FieldCode, IndicatorCode, OptionCode, TypeCode};
use crate::text::Text;

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
        /// Name of the scale, a key of [`super::Scheme::scales`].
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
    pub(super) program: Arc<rhai::AST>,
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
