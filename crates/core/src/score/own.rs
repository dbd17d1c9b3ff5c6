//! What one expert's own marks come to so far, before anybody else's are known.
//!
//! Owns the sum over a tree in which leaves are still open: an open leaf adds nothing yet, and a
//! leaf that does not apply is spread over the others as in the composite. Bonus and deductions
//! are the panel's business and not in it.

use std::collections::BTreeMap;

use super::aggregate::Course;
use super::exact::Exact;
use super::ground::{Basis, Case, Ground};
use super::input::{ApplicationInput, EvidencePresence, ExpertKey, ExpertMarks};
use super::outcome::MarkState;
use super::plan::{LeafPoints, NodeValue, Plan};
use crate::application::{Application, FieldValue};
use crate::id::IndicatorCode;
use crate::mark::Judgement;
use crate::scheme::{Scheme, declared_number};

/// Points by indicator, and in all.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnPoints {
    /// Points of every indicator of which something is known; of a branch the sum so far.
    pub points: BTreeMap<IndicatorCode, Exact>,
    /// The whole tree so far.
    pub total: Exact,
}

/// Points that computed leaves and own `marks` give so far.
#[must_use]
pub fn own_points(
    scheme: &Scheme,
    application: &Application,
    marks: &BTreeMap<IndicatorCode, Judgement>,
) -> OwnPoints {
    let plan = Plan::new(scheme, &application.enterprise_type);
    let input = input_of(application, marks);
    let case = Case {
        plan: &plan,
        application: &input,
        course: Course::Declared,
    };
    let digits = scheme.aggregation.round_leaf;
    let leaves: Vec<LeafPoints> = plan
        .leaves
        .iter()
        .map(|leaf| known(&Ground::of(case, leaf), digits))
        .collect();
    let so_far: Vec<LeafPoints> = leaves.iter().map(or_nothing_yet).collect();
    let values = plan.sum(&so_far);
    let known = known_nodes(&plan, &leaves);
    let total = values.last().and_then(|value| value.points.points());
    OwnPoints {
        total: total.cloned().unwrap_or_default(),
        points: points_of(&plan, &values, &known),
    }
}

fn input_of(
    application: &Application,
    marks: &BTreeMap<IndicatorCode, Judgement>,
) -> ApplicationInput {
    let mut input =
        ApplicationInput::new(application.id.clone(), application.enterprise_type.clone());
    let present = application.evidence.iter().map(|item| item.code.clone());
    input.evidence = EvidencePresence::Present(present.collect());
    input.choices = application.choices.clone();
    for (key, declared) in &application.fields {
        if let Some(number) = declared_number(&declared.value) {
            input.facts.insert(key.to_string(), number);
        }
        if let (FieldValue::Code(code), 0) = (&declared.value, key.years_back) {
            input.codes.insert(key.code.clone(), code.clone());
        }
    }
    let mut expert = ExpertMarks::present();
    expert.marks = marks.clone();
    input.experts.insert(ExpertKey::new("own"), expert);
    input
}

/// Points of a leaf as far as they are known.
fn known(ground: &Ground<'_>, digits: Option<u32>) -> LeafPoints {
    match &ground.basis {
        Basis::Settled(settled) => settled.points.clone(),
        Basis::Experts(marking) => match ground.marks.first().map(|mark| &mark.state) {
            Some(MarkState::Scored(mark)) => {
                LeafPoints::Points(marking.points(mark).at_stage(digits))
            }
            Some(MarkState::NotApplicable) => LeafPoints::NotApplicable,
            _ => LeafPoints::Undecided,
        },
    }
}

fn or_nothing_yet(points: &LeafPoints) -> LeafPoints {
    match points {
        LeafPoints::Undecided => LeafPoints::Points(Exact::ZERO),
        other => other.clone(),
    }
}

/// Which nodes have a leaf below them that is known.
fn known_nodes(plan: &Plan<'_>, leaves: &[LeafPoints]) -> Vec<bool> {
    let mut known = vec![false; plan.nodes.len()];
    for (position, node) in plan.nodes.iter().enumerate() {
        let leaf = node.leaf.and_then(|leaf| leaves.get(leaf));
        let own = leaf.is_some_and(|leaf| leaf.points().is_some());
        let here = own || known.get(position).copied().unwrap_or(false);
        if let Some(entry) = known.get_mut(position) {
            *entry = here;
        }
        if let Some(parent) = node.parent.and_then(|parent| known.get_mut(parent)) {
            *parent |= here;
        }
    }
    known
}

fn points_of(
    plan: &Plan<'_>,
    values: &[NodeValue],
    known: &[bool],
) -> BTreeMap<IndicatorCode, Exact> {
    let nodes = plan.nodes.iter().zip(values).zip(known);
    nodes
        .filter(|(_, known)| **known)
        .filter_map(|((node, value), _)| {
            let code = node.indicator?.code.clone();
            Some((code, value.points.points()?.clone()))
        })
        .collect()
}
