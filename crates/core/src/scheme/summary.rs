//! What a scheme amounts to: leaves and points per mode and type, for those who check a file.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::Serialize;

use super::{Fault, LeafMode, Scheme, parse};
use crate::text::Text;

/// A scheme in numbers. Decimals are canonical strings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// Identity of the programme's rules.
    pub id: String,
    /// Version of the rules.
    pub version: String,
    /// Digest of the scheme text.
    pub digest: String,
    /// Title.
    pub title: Text,
    /// Number of leaves.
    pub leaves: usize,
    /// Number of indicators by level, first level first.
    pub levels: Vec<usize>,
    /// Leaves by mode (`computed`, `scored`, `choice`, `pass_fail`, `deducted`).
    pub leaves_by_mode: BTreeMap<&'static str, usize>,
    /// Points for each enterprise type, in the order of the file.
    pub types: Vec<TypeSummary>,
    /// Most bonus points.
    pub bonus: String,
    /// Most points deductions take off.
    pub deductions: String,
    /// Number of vetoes.
    pub vetoes: usize,
    /// Number of form fields.
    pub fields: usize,
    /// Number of lines of the evidence catalogue.
    pub evidence: usize,
}

/// Points of one enterprise type.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TypeSummary {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: Text,
    /// Points of the whole tree.
    pub total: String,
    /// Points by mode.
    pub by_mode: BTreeMap<&'static str, String>,
}

impl LeafMode {
    /// Name of the mode, as the file writes it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Computed(_) => "computed",
            Self::Scored { .. } => "scored",
            Self::Choice { .. } => "choice",
            Self::PassFail => "pass_fail",
            Self::Deducted { .. } => "deducted",
        }
    }
}

/// All faults of a scheme text, and what it amounts to when there are none.
#[must_use]
pub fn inspect(text: &str) -> (Vec<Fault>, Option<Summary>) {
    match parse(text) {
        Ok(scheme) => (Vec::new(), Some(scheme.summary())),
        Err(faults) => (faults, None),
    }
}

impl Scheme {
    /// The scheme in numbers.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let mut leaves_by_mode = BTreeMap::new();
        for at in self.leaves() {
            *leaves_by_mode.entry(at.leaf.mode.name()).or_default() += 1;
        }
        Summary {
            id: self.id.to_string(),
            version: self.version.clone(),
            digest: self.digest.to_string(),
            title: self.title.clone(),
            leaves: self.leaves().len(),
            levels: self.levels(),
            leaves_by_mode,
            types: self.types.iter().map(|named| self.of_type(named)).collect(),
            bonus: text(self.bonus.limit),
            deductions: text(self.deductions.limit),
            vetoes: self.vetoes.len(),
            fields: self.fields.len(),
            evidence: self.evidence.len(),
        }
    }

    fn levels(&self) -> Vec<usize> {
        let mut levels = Vec::new();
        let mut level: Vec<_> = self.tree.iter().collect();
        while !level.is_empty() {
            levels.push(level.len());
            level = level.iter().flat_map(|at| at.children()).collect();
        }
        levels
    }

    fn of_type(&self, named: &super::NamedCode<crate::id::TypeCode>) -> TypeSummary {
        let mut by_mode: BTreeMap<&'static str, Decimal> = BTreeMap::new();
        let mut total = Decimal::ZERO;
        for at in self.leaves() {
            let points = at.indicator.points.of(&named.code);
            let sum = by_mode.entry(at.leaf.mode.name()).or_default();
            *sum = sum.saturating_add(points);
            total = total.saturating_add(points);
        }
        TypeSummary {
            code: named.code.to_string(),
            name: named.name.clone(),
            total: text(total),
            by_mode: by_mode.into_iter().map(|(k, v)| (k, text(v))).collect(),
        }
    }
}

fn text(number: Decimal) -> String {
    number.normalize().to_string()
}
