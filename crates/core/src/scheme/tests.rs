//! Behaviour of the scheme engine on small schemes, shipped schemes and broken ones.

use std::collections::BTreeMap;

use rust_decimal::Decimal;

use super::*;
use crate::id::{EvidenceCode, FieldCode};

mod computed;
mod faults;
mod formulas;
mod marks;
mod shipped;

/// A scheme with every construct of the format, small enough to break in any one place.
const MINIMAL: &str = include_str!("tests/minimal.toml");

fn minimal() -> Scheme {
    parse(MINIMAL).unwrap_or_else(|faults| panic!("{}", list(&faults)))
}

fn list(faults: &[Fault]) -> String {
    faults.iter().map(|fault| format!("{fault}\n")).collect()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

/// Facts written down in a test.
#[derive(Default)]
struct Given {
    numbers: BTreeMap<&'static str, Decimal>,
    codes: BTreeMap<&'static str, &'static str>,
    evidence: Vec<&'static str>,
}

impl Given {
    fn numbers(pairs: &[(&'static str, &str)]) -> Self {
        let numbers = pairs.iter().map(|(name, text)| (*name, decimal(text)));
        Self {
            numbers: numbers.collect(),
            ..Self::default()
        }
    }

    fn code(mut self, field: &'static str, code: &'static str) -> Self {
        self.codes.insert(field, code);
        self
    }

    fn evidence(mut self, codes: &[&'static str]) -> Self {
        self.evidence.extend(codes);
        self
    }
}

impl Facts for Given {
    fn number(&self, variable: &str) -> Option<Decimal> {
        self.numbers.get(variable).copied()
    }

    fn code(&self, field: &FieldCode) -> Option<String> {
        self.codes.get(field.as_str()).map(ToString::to_string)
    }

    fn has_evidence(&self, evidence: &EvidenceCode) -> bool {
        self.evidence.contains(&evidence.as_str())
    }
}
