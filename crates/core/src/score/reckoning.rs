//! From a sheet to the composite of one application and whether it is ranked.
//!
//! Owns thresholds, vetoes and the last stage of rounding. Does not compare applications.

use std::collections::BTreeSet;

use crate::id::IndicatorCode;
use crate::scheme::{LeafMode, Measure, Threshold, TieBreak};

use super::aggregate::{Course, aggregate};
use super::exact::Exact;
use super::ground::Case;
use super::input::ApplicationInput;
use super::items::Items;
use super::note::{Note, NoteKind};
use super::outcome::{
    ApplicationOutcome, Composite, ExpertCount, MissedThreshold, NodeOutcome, Status,
    ThresholdMeasure, Undecided,
};
use super::plan::{NodeValue, Plan};
use super::rank::Key;
use super::sheet::{ExpertTree, Sheet, state_of};

/// One application reckoned up, with its items.
pub(super) struct Reckoning<'a> {
    pub(super) sheet: Sheet<'a>,
    pub(super) items: Items,
}

impl<'a> Reckoning<'a> {
    pub(super) fn new(
        plan: &'a Plan<'a>,
        application: &'a ApplicationInput,
        course: Course,
    ) -> Self {
        let case = Case {
            plan,
            application,
            course,
        };
        Self {
            sheet: Sheet::new(case),
            items: Items::of(case),
        }
    }

    /// The composite before the last rounding, given the total of the tree.
    pub(super) fn composite_of(&self, total: &Exact) -> Exact {
        &(total + &self.items.bonus) - &self.items.deductions
    }

    /// Rounds to what is published.
    pub(super) fn publish(&self, exact: &Exact) -> Exact {
        exact.at_stage(self.sheet.rules().round_total)
    }

    /// The composite; nothing when the application is not decidable.
    pub(super) fn composite(&self) -> Option<Composite> {
        if !self.sheet.undecided().is_empty() {
            return None;
        }
        let exact = self.composite_of(self.sheet.root()?);
        let digits = self.sheet.rules().round_total;
        Some(Composite {
            published: self.publish(&exact),
            text: exact.published(digits),
            exact,
            other_method: None,
        })
    }

    /// What the application is compared by.
    pub(super) fn key(&self, composite: Exact, nodes: &[NodeValue], trees: &[&ExpertTree]) -> Key {
        let breaks = self.sheet.plan().scheme.tie_breaks.iter();
        let breaks = breaks.map(|criterion| self.tie_value(criterion, nodes, trees));
        Key {
            composite,
            breaks: breaks.collect(),
        }
    }

    fn tie_value(
        &self,
        criterion: &TieBreak,
        nodes: &[NodeValue],
        trees: &[&ExpertTree],
    ) -> Option<Exact> {
        match criterion {
            TieBreak::Indicator(code) => self.points_of(code, nodes),
            TieBreak::Field(field) => {
                let facts = &self.sheet.case.application.facts;
                facts.get(field.as_str()).copied().map(Exact::from)
            }
            TieBreak::MedianTotal => {
                let totals: Vec<&Exact> = trees.iter().filter_map(|tree| tree.total()).collect();
                let median = crate::scheme::Method::Median;
                aggregate(median, Course::Declared, &totals).map(|found| found.value)
            }
        }
    }

    /// Points of a node, or of a bonus or deduction item.
    fn points_of(&self, code: &IndicatorCode, nodes: &[NodeValue]) -> Option<Exact> {
        if let Some(position) = self.sheet.plan().position(code) {
            return nodes.get(position)?.points.points().cloned();
        }
        let mut items = self.items.outcomes.iter();
        items
            .find(|i| &i.indicator == code)
            .map(|i| i.points.clone())
    }

    fn vetoes(&self) -> Vec<IndicatorCode> {
        let by_choice = self.sheet.grounds.iter().flat_map(|g| &g.vetoes);
        let all: BTreeSet<_> = self.items.vetoes.iter().chain(by_choice).cloned().collect();
        all.into_iter().collect()
    }

    fn missed(&self, composite: &Composite, notes: &mut Vec<Note>) -> Vec<MissedThreshold> {
        let mut missed = Vec::new();
        for threshold in &self.sheet.plan().scheme.thresholds {
            let Some(reached) = self.measured(threshold, composite) else {
                notes.push(Note {
                    indicator: threshold.indicator.clone(),
                    kind: NoteKind::ThresholdNotApplied,
                });
                continue;
            };
            let least = Exact::from(threshold.least);
            if reached < least {
                missed.push(MissedThreshold {
                    indicator: threshold.indicator.clone(),
                    measure: match threshold.measure {
                        Measure::Points => ThresholdMeasure::Points,
                        Measure::Mark => ThresholdMeasure::Mark,
                    },
                    least,
                    reached,
                });
            }
        }
        missed
    }

    /// The value a threshold looks at; nothing when its indicator does not apply.
    fn measured(&self, threshold: &Threshold, composite: &Composite) -> Option<Exact> {
        match (&threshold.indicator, threshold.measure) {
            (None, Measure::Points) => Some(composite.published.clone()),
            (Some(code), Measure::Points) => self.points_of(code, &self.sheet.nodes),
            (code, Measure::Mark) => self.sum_of_marks(code.as_ref()),
        }
    }

    /// The sum of the marks of the scored leaves at or below an indicator.
    fn sum_of_marks(&self, code: Option<&IndicatorCode>) -> Option<Exact> {
        let plan = self.sheet.plan();
        let top = match code {
            None => plan.nodes.len().checked_sub(1)?,
            Some(code) => plan.position(code)?,
        };
        let below = plan
            .nodes
            .iter()
            .enumerate()
            .filter_map(|(position, node)| {
                let leaf = node.leaf.filter(|_| plan.is_within(position, top))?;
                let scored = matches!(plan.leaves.get(leaf)?.leaf.mode, LeafMode::Scored { .. });
                let value = self.sheet.leaves.get(leaf).filter(|_| scored)?;
                value.mark.as_ref()
            });
        let marks: Vec<&Exact> = below.collect();
        (!marks.is_empty()).then(|| marks.into_iter().sum())
    }

    /// The outcome, not yet compared with others.
    pub(super) fn outcome(&self) -> ApplicationOutcome {
        let application = self.sheet.case.application;
        let composite = self.composite();
        let mut notes = self.sheet.notes();
        notes.extend(self.items.notes.iter().cloned());
        notes.extend(self.unknown_indicators());
        let status = self.status(composite.as_ref(), &mut notes);
        notes.sort();
        notes.dedup();
        ApplicationOutcome {
            id: application.id.clone(),
            enterprise_type: application.enterprise_type.clone(),
            unit: application.unit.clone(),
            status,
            composite,
            places: None,
            grade: None,
            experts: self.sheet.expert_count(),
            leaves: self.sheet.leaf_outcomes(),
            nodes: self.node_outcomes(),
            totals: self.sheet.totals(),
            items: self.items.outcomes.clone(),
            bonus: self.items.bonus.clone(),
            deductions: self.items.deductions.clone(),
            notes,
        }
    }

    fn status(&self, composite: Option<&Composite>, notes: &mut Vec<Note>) -> Status {
        let vetoes = self.vetoes();
        if !vetoes.is_empty() {
            return Status::Vetoed(vetoes);
        }
        let Some(composite) = composite else {
            let mut reasons = self.sheet.undecided();
            if reasons.is_empty() {
                reasons.push(Undecided::NothingApplies);
            }
            return Status::NotDecidable(reasons);
        };
        match self.missed(composite, notes) {
            missed if missed.is_empty() => Status::Ranked,
            missed => Status::BelowThreshold(missed),
        }
    }

    fn node_outcomes(&self) -> Vec<NodeOutcome> {
        let nodes = self.sheet.plan().nodes.iter().zip(&self.sheet.nodes);
        let known = nodes.filter_map(|(node, value)| Some((node.indicator?, node, value)));
        known
            .map(|(indicator, node, value)| NodeOutcome {
                indicator: indicator.code.clone(),
                state: state_of(value),
                declared: node.points.clone(),
                applicable: value.applicable.clone(),
                points: value.points.points().cloned(),
            })
            .collect()
    }

    fn unknown_indicators(&self) -> Vec<Note> {
        let application = self.sheet.case.application;
        let plan = self.sheet.plan();
        let experts = application.experts.values();
        let marked: BTreeSet<&IndicatorCode> = experts
            .flat_map(|e| e.marks.keys())
            .chain(application.choices.keys())
            .chain(application.agreed.keys())
            .collect();
        let counted: BTreeSet<&IndicatorCode> = application
            .experts
            .values()
            .flat_map(|e| e.items.keys())
            .chain(application.items.keys())
            .collect();
        let scheme = plan.scheme;
        let no_leaf = marked
            .into_iter()
            .filter(|code| plan.leaf_position(code).is_none());
        let no_item = counted
            .into_iter()
            .filter(|code| scheme.item(code).is_none() && scheme.veto(code).is_none());
        no_leaf
            .chain(no_item)
            .map(|code| Note {
                indicator: Some(code.clone()),
                kind: NoteKind::UnknownIndicator,
            })
            .collect()
    }
}

/// The result of an application whose type the scheme does not have.
pub(super) fn of_unknown_type(application: &ApplicationInput) -> ApplicationOutcome {
    ApplicationOutcome {
        id: application.id.clone(),
        enterprise_type: application.enterprise_type.clone(),
        unit: application.unit.clone(),
        status: Status::NotDecidable(vec![Undecided::UnknownType]),
        composite: None,
        places: None,
        grade: None,
        experts: ExpertCount::default(),
        leaves: Vec::new(),
        nodes: Vec::new(),
        totals: Vec::new(),
        items: Vec::new(),
        bonus: Exact::ZERO,
        deductions: Exact::ZERO,
        notes: Vec::new(),
    }
}
