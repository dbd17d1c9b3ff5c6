//! What findings do to the marks of computed and choice leaves, before and after.
//!
//! Owns the comparison; marks come from the scheme. Trap: this is what the findings alone would do.
//! What holds in the end is the panel's to decide, and judged leaves stay with the experts.

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::merge::facts::apply;
use hengping_core::scheme::{
    ChoiceEffect, ComputedOutcome, LeafMode, LeafRef, Scheme, computed_leaf,
};
use hengping_core::text::Text;
use hengping_core::visit::{Subject, Treatment, Verdict, VisitLine};
use rust_decimal::Decimal;

use super::Visit;
use super::lines::{declared, fields, percent, read_subject};
use crate::error::Result;

/// What one finding does.
#[derive(Debug, Clone)]
pub struct Effect {
    /// Difference of the verified from the declared number, in percent.
    pub difference_percent: Option<String>,
    /// Leaves that look at the fact, each with its mark as declared and with all findings.
    pub leaves: Vec<LeafEffect>,
}

/// The mark of a leaf before and after; nothing where the scheme cannot say it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeafEffect {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// Its name.
    pub name: Text,
    /// Points at most.
    pub most: Decimal,
    /// As declared.
    pub before: Option<Decimal>,
    /// With the findings.
    pub after: Option<Decimal>,
}

/// A finding that is being considered.
#[derive(Debug, Clone)]
pub struct Considered {
    /// What was verified, as it is written.
    pub subject: String,
    /// The value verified, as the form has it.
    pub verified: Option<String>,
    /// What is to follow.
    pub treatment: Treatment,
}

impl Visit {
    /// What a finding would do, together with those that are recorded.
    ///
    /// # Errors
    /// An unknown application, fact or leaf; a value that is not of its kind.
    pub fn effect(&self, id: &ApplicationId, considered: &Considered) -> Result<Effect> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        let value = considered.verified.as_deref();
        let (subject, verified) = read_subject(&desk.scheme, &considered.subject, value)?;
        let line = VisitLine {
            declared: declared(&open.body, &subject),
            subject,
            seen: Vec::new(),
            verified,
            verdict: Verdict::Inconsistent,
            treatment: considered.treatment,
            note: String::new(),
            photos: Vec::new(),
        };
        let others = self.findings(&open)?.into_iter().map(|(_, line)| line);
        let others = others.filter(|other| other.subject != line.subject);
        let mut lines: Vec<VisitLine> = others.collect();
        let difference_percent = percent(&line);
        let looking = looking_at(&desk.scheme, &line.subject);
        lines.push(line);
        let leaves = effects(&desk.scheme, &open.body, &lines);
        Ok(Effect {
            difference_percent,
            leaves: leaves
                .into_iter()
                .filter(|leaf| looking.contains(&leaf.indicator))
                .collect(),
        })
    }
}

/// Every computed and choice leaf with its mark as declared and with `lines`.
pub(super) fn effects(scheme: &Scheme, body: &Application, lines: &[VisitLine]) -> Vec<LeafEffect> {
    let mut changed = body.clone();
    for line in lines {
        if let (Subject::Fact(fact), Some(value)) = (&line.subject, line.replacing_value()) {
            apply(&mut changed, fact.clone(), value);
        }
    }
    let leaves = scheme.leaves().into_iter().filter(|at| {
        let mode = &at.leaf.mode;
        matches!(mode, LeafMode::Computed(_) | LeafMode::Choice { .. })
    });
    let effect = |at: LeafRef<'_>| LeafEffect {
        indicator: at.indicator.code.clone(),
        name: at.indicator.name.clone(),
        most: at.indicator.points.of(&body.enterprise_type),
        before: points(scheme, at, body),
        after: points(scheme, at, &changed),
    };
    leaves.map(effect).collect()
}

fn points(scheme: &Scheme, at: LeafRef<'_>, body: &Application) -> Option<Decimal> {
    if let LeafMode::Choice { options, .. } = &at.leaf.mode {
        let chosen = body.choices.get(&at.indicator.code)?;
        let option = options.iter().find(|option| option.code == *chosen)?;
        return match &option.effect {
            ChoiceEffect::Points(points) => Some(*points),
            _ => None,
        };
    }
    match computed_leaf(scheme, at.leaf, &body.enterprise_type, body)? {
        ComputedOutcome::Value { points, .. } => Some(points),
        ComputedOutcome::Zero => Some(Decimal::ZERO),
        ComputedOutcome::Open | ComputedOutcome::TurnedOver { .. } => None,
    }
}

/// Leaves that look at a subject.
fn looking_at(scheme: &Scheme, subject: &Subject) -> Vec<IndicatorCode> {
    let looks = |at: &LeafRef<'_>| match (&at.leaf.mode, subject) {
        (LeafMode::Computed(computed), Subject::Fact(_)) => {
            fields(scheme, &computed.formula.variables).contains(subject)
                || *subject == Subject::Fact(hengping_core::mark::FactKey::EnterpriseType)
        }
        (LeafMode::Choice { .. }, Subject::Fact(hengping_core::mark::FactKey::Choice(code))) => {
            *code == at.indicator.code
        }
        _ => false,
    };
    let leaves = scheme.leaves().into_iter().filter(looks);
    leaves.map(|at| at.indicator.code.clone()).collect()
}
