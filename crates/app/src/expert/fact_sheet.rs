//! The fact sheet 客观项核阅: every computed leaf with its numbers filled in, doubts first.

use std::collections::BTreeSet;

use hengping_core::amount::half_up;
use hengping_core::application::{Application, FieldKey, FieldValue};
use hengping_core::id::{ApplicationId, IndicatorCode, TypeCode};
use hengping_core::scheme::{
    Computed, ComputedOutcome, Facts, Formula, LeafMode, LeafRef, Scheme, TurnOver, computed_leaf,
};
use hengping_core::text::Text;
use hengping_store::Event;
use serde::Serialize;

use super::{Expert, OpenApplication};
use crate::context::Context;
use crate::error::Result;

/// The fact sheet of one application.
#[derive(Debug, Serialize)]
pub struct FactSheet {
    /// The application.
    pub application: ApplicationId,
    /// Whether it was read as a whole.
    pub read: bool,
    /// Warnings about declared values.
    pub doubts: Vec<Doubt>,
    /// Computed leaves, in the order of the scheme.
    pub lines: Vec<FactLine>,
}

/// A warning about declared values.
#[derive(Debug, Serialize)]
pub struct Doubt {
    /// Code of the rule.
    pub code: String,
    /// What it says.
    pub message: Text,
}

/// One computed leaf.
#[derive(Debug, Serialize)]
pub struct FactLine {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// Its name.
    pub name: Text,
    /// The formula as the scheme has it, and after `; ` each derived one it reads.
    pub formula: String,
    /// Values of the variables it reads.
    pub values: Vec<FactValueShown>,
    /// What came out.
    pub outcome: FactOutcome,
    /// Whether some of the required evidence is there.
    pub has_evidence: bool,
}

/// A variable with its value.
#[derive(Debug, Serialize)]
pub struct FactValueShown {
    /// The variable.
    pub variable: String,
    /// Its value; absent when nothing was declared.
    pub value: Option<String>,
}

/// What a computed leaf gives.
#[derive(Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FactOutcome {
    /// A value and its points.
    Points {
        /// The value, rounded to four places for reading.
        value: String,
        /// Which band applied, of how many, the highest first: `2/5`.
        band: Option<String>,
        /// Points it gives.
        points: String,
    },
    /// Required evidence is missing and the leaf gives nothing.
    Zero,
    /// Required evidence is missing and the panel decides.
    Open,
    /// The experts mark it.
    TurnedOver(String),
}

/// Places of a value on the fact sheet.
const SHOWN_DIGITS: u32 = 4;

impl Expert {
    /// The fact sheet of an application.
    ///
    /// # Errors
    /// When the pledge is not signed or the application is not on the desk.
    pub fn fact_sheet(&self, id: &ApplicationId) -> Result<FactSheet> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let leaves = desk.scheme.leaves();
        Ok(FactSheet {
            application: id.clone(),
            read: open.row.fact_sheet_read.is_some(),
            doubts: doubts(&desk.scheme, &open),
            lines: leaves
                .iter()
                .filter_map(|at| line(&desk.scheme, *at, &open))
                .collect(),
        })
    }

    /// States that the fact sheet was read as a whole.
    ///
    /// # Errors
    /// As for [`Expert::fact_sheet`], and when the review is sealed.
    pub fn read_fact_sheet(&mut self, id: &ApplicationId, ctx: &Context) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        self.store.write(ctx.now, |write| -> Result<_> {
            write.applications().read_fact_sheet(&open.key, ctx.now)?;
            Ok(((), Event::act("fact-sheet-read").about(id)))
        })
    }
}

pub(super) fn doubts(scheme: &Scheme, open: &OpenApplication) -> Vec<Doubt> {
    let values = |name: &str| open.body.number(name);
    let holds = |rule: &&hengping_core::scheme::PlausibilityRule| {
        scheme.holds(&rule.when, &values).unwrap_or(false)
    };
    let rules = scheme.plausibility.iter().filter(holds);
    rules
        .map(|rule| Doubt {
            code: rule.code.clone(),
            message: rule.message.clone(),
        })
        .collect()
}

fn line(scheme: &Scheme, at: LeafRef<'_>, open: &OpenApplication) -> Option<FactLine> {
    let LeafMode::Computed(computed) = &at.leaf.mode else {
        return None;
    };
    let body = &open.body;
    let outcome = computed_leaf(scheme, at.leaf, &body.enterprise_type, body)?;
    let (formula, variables) = unfolded(scheme, &computed.formula);
    let values = variables.into_iter().map(|variable| FactValueShown {
        value: shown(body, &variable),
        variable,
    });
    Some(FactLine {
        indicator: at.indicator.code.clone(),
        name: at.indicator.name.clone(),
        formula,
        values: values.collect(),
        outcome: fact_outcome(outcome, bands(computed, body)),
        has_evidence: at.leaf.evidence.iter().any(|code| body.has_evidence(code)),
    })
}

/// A formula followed by the derived ones it reads, and the fields all of them read.
pub(super) fn unfolded(scheme: &Scheme, formula: &Formula) -> (String, Vec<String>) {
    let (mut text, mut fields) = (formula.text.clone(), Vec::new());
    let mut open: Vec<&String> = formula.variables.iter().rev().collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        if !seen.insert(name) {
            continue;
        }
        match scheme.derived.get(name) {
            Some(derived) => {
                text.push_str(&format!("; {name} = {}", derived.text));
                open.extend(derived.variables.iter().rev());
            }
            None => fields.push(name.clone()),
        }
    }
    (text, fields)
}

/// How many bands the leaf has for the type that holds.
fn bands(computed: &Computed, body: &Application) -> usize {
    let field = computed.bands_as.get(&body.enterprise_type);
    let named: Option<TypeCode> = field
        .and_then(|field| body.code(field))
        .and_then(|code| code.parse().ok());
    let kind = named.as_ref().unwrap_or(&body.enterprise_type);
    computed
        .bands_by_type
        .get(kind)
        .unwrap_or(&computed.bands)
        .steps
        .len()
}

fn shown(body: &Application, variable: &str) -> Option<String> {
    let key: FieldKey = variable.parse().ok()?;
    match &body.fields.get(&key)?.value {
        FieldValue::Money(fen) => Some(fen.to_wan().to_string()),
        FieldValue::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn fact_outcome(outcome: ComputedOutcome, bands: usize) -> FactOutcome {
    match outcome {
        ComputedOutcome::Value {
            value,
            band,
            points,
            ..
        } => FactOutcome::Points {
            value: half_up(value, SHOWN_DIGITS).normalize().to_string(),
            band: band.map(|at| format!("{}/{bands}", at + 1)),
            points: points.normalize().to_string(),
        },
        ComputedOutcome::Zero => FactOutcome::Zero,
        ComputedOutcome::Open => FactOutcome::Open,
        ComputedOutcome::TurnedOver { reason } => FactOutcome::TurnedOver(turn_over_word(reason)),
    }
}

/// Why a leaf was turned over: the variable or field that stands against computing it.
pub(super) fn turn_over_word(reason: TurnOver) -> String {
    match reason {
        TurnOver::MissingBase(name) | TurnOver::ZeroBase(name) => name,
        TurnOver::NoBands(field) => field.to_string(),
        TurnOver::NoValue(error) => error.to_string(),
    }
}
