//! Computed leaves: from declared values through formula and bands to points.
//!
//! Owns the order of decisions (evidence, base years, formula, band) and nothing of aggregation.
//! The trap: a leaf that cannot be computed is *turned over* to the experts, which is not 0.

use rust_decimal::Decimal;

use super::formula::FormulaError;
use super::{Bands, Computed, Leaf, LeafMode, MissingEvidence, Otherwise, Scheme};
use crate::application::{Application, FieldKey, FieldValue};
use crate::id::{EvidenceCode, FieldCode, TypeCode};

/// What a computed leaf rests on.
pub trait Facts {
    /// Value of a field variable (`F20`, `F20_1`), money in 万元.
    fn number(&self, variable: &str) -> Option<Decimal>;
    /// Code declared in a code field.
    fn code(&self, field: &FieldCode) -> Option<String>;
    /// Whether an evidence item with this catalogue number is there.
    fn has_evidence(&self, evidence: &EvidenceCode) -> bool;
}

impl Facts for Application {
    fn number(&self, variable: &str) -> Option<Decimal> {
        let key: FieldKey = variable.parse().ok()?;
        declared_number(&self.fields.get(&key)?.value)
    }

    fn code(&self, field: &FieldCode) -> Option<String> {
        let declared = self.fields.get(&FieldKey::current(field.clone()))?;
        match &declared.value {
            FieldValue::Code(code) => Some(code.clone()),
            _ => None,
        }
    }

    fn has_evidence(&self, evidence: &EvidenceCode) -> bool {
        self.evidence.iter().any(|item| item.code == *evidence)
    }
}

/// A declared value as formulas see it: money in 万元; nothing for what is no number.
#[must_use]
pub fn declared_number(value: &FieldValue) -> Option<Decimal> {
    match value {
        FieldValue::Money(fen) => Some(fen.to_wan()),
        FieldValue::Number(number) => Some(*number),
        _ => None,
    }
}

/// What becomes of a computed leaf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ComputedOutcome {
    /// It gives points.
    Value {
        /// Value of the formula, rounded half-up to 12 places.
        value: Decimal,
        /// Place of the band it fell into, highest 0; `None` below the lowest.
        band: Option<usize>,
        /// Points of the band.
        points: Decimal,
        /// None of its evidence is there; the value stands and every result says so.
        without_evidence: bool,
    },
    /// None of its evidence is there and the scheme gives 0 points for that.
    Zero,
    /// None of its evidence is there and the panel has to decide.
    Open,
    /// It cannot be computed: experts mark it on the fallback scale, with a note.
    TurnedOver {
        /// Why.
        reason: TurnOver,
    },
}

/// Why a computed leaf goes to the experts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TurnOver {
    /// A base variable has no value.
    MissingBase(String),
    /// A base variable is zero.
    ZeroBase(String),
    /// The formula gave no value.
    NoValue(FormulaError),
    /// The field that names the type whose bands hold says nothing usable.
    NoBands(FieldCode),
}

/// What becomes of `leaf` for an enterprise of `enterprise_type`; `None` when it is not computed.
#[must_use]
pub fn computed_leaf(
    scheme: &Scheme,
    leaf: &Leaf,
    enterprise_type: &TypeCode,
    facts: &dyn Facts,
) -> Option<ComputedOutcome> {
    let LeafMode::Computed(computed) = &leaf.mode else {
        return None;
    };
    let without = without_evidence(leaf, facts);
    match leaf.missing_evidence {
        MissingEvidence::Zero if without => return Some(ComputedOutcome::Zero),
        MissingEvidence::Panel if without => return Some(ComputedOutcome::Open),
        _ => {}
    }
    let outcome = compute(scheme, computed, enterprise_type, facts, without);
    Some(outcome.unwrap_or_else(|reason| ComputedOutcome::TurnedOver { reason }))
}

/// Whether a leaf asks for evidence and none of it is there.
#[must_use]
pub fn without_evidence(leaf: &Leaf, facts: &dyn Facts) -> bool {
    let there = |code: &EvidenceCode| facts.has_evidence(code);
    !leaf.evidence.is_empty() && !leaf.evidence.iter().any(there)
}

fn compute(
    scheme: &Scheme,
    computed: &Computed,
    enterprise_type: &TypeCode,
    facts: &dyn Facts,
    without_evidence: bool,
) -> Result<ComputedOutcome, TurnOver> {
    check_base(computed, facts)?;
    let values = |name: &str| facts.number(name);
    let value = scheme
        .band_value(&computed.formula, &values)
        .map_err(TurnOver::NoValue)?;
    let bands = bands_of(computed, enterprise_type, facts)?;
    let band = bands.steps.iter().position(|band| value >= band.from);
    let points = match band.and_then(|at| bands.steps.get(at)) {
        Some(band) => band.points,
        None => below_bands(scheme, bands, &values)?,
    };
    Ok(ComputedOutcome::Value {
        value,
        band,
        points,
        without_evidence,
    })
}

fn check_base(computed: &Computed, facts: &dyn Facts) -> Result<(), TurnOver> {
    for name in &computed.base {
        match facts.number(name) {
            None => return Err(TurnOver::MissingBase(name.clone())),
            Some(value) if value.is_zero() => return Err(TurnOver::ZeroBase(name.clone())),
            Some(_) => {}
        }
    }
    Ok(())
}

/// The bands that hold for a type: those of the type another field names, its own, or the common.
fn bands_of<'a>(
    computed: &'a Computed,
    enterprise_type: &TypeCode,
    facts: &dyn Facts,
) -> Result<&'a Bands, TurnOver> {
    let named = match computed.bands_as.get(enterprise_type) {
        None => enterprise_type.clone(),
        Some(field) => {
            let no_bands = || TurnOver::NoBands(field.clone());
            let code = facts.code(field).ok_or_else(no_bands)?;
            TypeCode::new(code).map_err(|_| no_bands())?
        }
    };
    let own = computed.bands_by_type.get(&named);
    Ok(own.unwrap_or(&computed.bands))
}

fn below_bands(
    scheme: &Scheme,
    bands: &Bands,
    values: &dyn Fn(&str) -> Option<Decimal>,
) -> Result<Decimal, TurnOver> {
    let (condition, when_true, when_false) = match &bands.otherwise {
        Otherwise::Points(points) => return Ok(*points),
        Otherwise::Condition {
            condition,
            when_true,
            when_false,
        } => (condition, *when_true, *when_false),
    };
    let missing = || FormulaError::MissingVariable(condition.clone());
    let formula = scheme.derived.get(condition).ok_or_else(missing);
    let holds = formula.and_then(|formula| scheme.holds(formula, values));
    match holds.map_err(TurnOver::NoValue)? {
        true => Ok(when_true),
        false => Ok(when_false),
    }
}
