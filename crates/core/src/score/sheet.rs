//! One application reckoned up: leaves, nodes, experts' totals, before bonus and ranking.
//!
//! Owns both bases of aggregation. Basis `leaf`: the marks of each leaf become one, and the tree
//! sums their points. Basis `expert_total`: the tree is summed once per expert with complete
//! marks, and every value of a node or leaf is the declared method over those experts' values.
//! Trap: under `expert_total` a trimmed node is trimmed by its own values, so the nodes of a
//! trimmed result need not add up; the composite is the method over the totals.

use std::collections::BTreeSet;

use crate::scheme::{Aggregation, Basis as Over, Method};

use super::aggregate::{Aggregate, aggregate};
use super::exact::Exact;
use super::ground::{Basis, Case, Ground, Marking, numeric};
use super::input::Attendance;
use super::note::{Note, NoteKind};
use super::outcome::{
    AppliedMethod, ExpertCount, ExpertTotal, LeafOutcome, LeafSource, LeafState, MarkState,
    Undecided,
};
use super::plan::{LeafPoints, NodeValue, Plan};

/// A leaf after aggregation.
#[derive(Debug, Clone)]
pub(super) struct LeafValue {
    pub(super) mark: Option<Exact>,
    pub(super) points: LeafPoints,
    pub(super) applied: Option<AppliedMethod>,
    /// Positions of experts left out by trimming.
    pub(super) dropped: Vec<usize>,
}

impl LeafValue {
    fn undecided() -> Self {
        Self::without_mark(LeafPoints::Undecided)
    }

    fn without_mark(points: LeafPoints) -> Self {
        Self {
            mark: None,
            points,
            applied: None,
            dropped: Vec::new(),
        }
    }
}

/// The tree of one expert with complete marks.
#[derive(Debug, Clone)]
pub(super) struct ExpertTree {
    /// Position among the experts asked.
    pub(super) position: usize,
    pub(super) leaves: Vec<LeafPoints>,
    pub(super) nodes: Vec<NodeValue>,
    pub(super) judged: Exact,
}

impl ExpertTree {
    /// The total; nothing when not even one leaf applies or a fact is undecided.
    pub(super) fn total(&self) -> Option<&Exact> {
        self.nodes.last().and_then(|node| node.points.points())
    }
}

/// One application reckoned up.
pub(super) struct Sheet<'a> {
    pub(super) case: Case<'a>,
    pub(super) grounds: Vec<Ground<'a>>,
    pub(super) leaves: Vec<LeafValue>,
    pub(super) nodes: Vec<NodeValue>,
    /// Of the experts with complete marks.
    pub(super) trees: Vec<ExpertTree>,
    /// Positions in `trees` that the aggregation of totals left out.
    pub(super) dropped_trees: Vec<usize>,
    /// Methods applied anywhere in it.
    pub(super) applied: BTreeSet<AppliedMethod>,
}

impl<'a> Sheet<'a> {
    /// Reckons up one application.
    pub(super) fn new(case: Case<'a>) -> Self {
        let leaves = case.plan.leaves.iter();
        let grounds: Vec<Ground<'a>> = leaves.map(|leaf| Ground::of(case, leaf)).collect();
        let mut sheet = Self {
            case,
            grounds,
            leaves: Vec::new(),
            nodes: Vec::new(),
            trees: Vec::new(),
            dropped_trees: Vec::new(),
            applied: BTreeSet::new(),
        };
        match sheet.rules().basis {
            Over::Leaf => sheet.by_leaf(),
            Over::ExpertTotal => sheet.by_total(),
        }
        sheet
    }

    pub(super) fn rules(&self) -> &'a Aggregation {
        &self.case.plan.scheme.aggregation
    }

    pub(super) fn plan(&self) -> &'a Plan<'a> {
        self.case.plan
    }

    /// The whole tree.
    pub(super) fn root(&self) -> Option<&Exact> {
        self.nodes.last().and_then(|node| node.points.points())
    }

    fn by_leaf(&mut self) {
        let grounds = self.grounds.iter();
        self.leaves = grounds
            .map(|ground| self.leaf_value(ground, None))
            .collect();
        self.applied = self.leaves.iter().filter_map(|leaf| leaf.applied).collect();
        let points: Vec<LeafPoints> = self.leaves.iter().map(|l| l.points.clone()).collect();
        self.nodes = self.plan().sum(&points);
        self.trees = self.expert_trees();
    }

    /// The value of a leaf under basis `leaf`, without the mark of the expert at `without`.
    pub(super) fn leaf_value(&self, ground: &Ground<'_>, without: Option<usize>) -> LeafValue {
        let marking = match &ground.basis {
            Basis::Experts(marking) => *marking,
            Basis::Settled(settled) => {
                return LeafValue {
                    mark: settled.mark.clone(),
                    points: settled.points.clone(),
                    applied: settled.applied,
                    dropped: Vec::new(),
                };
            }
        };
        let rules = self.rules();
        let numbers = numeric(&ground.marks, without);
        match aggregate(rules.method, self.case.course, &numbers) {
            Some(found) => {
                let mark = found.value.at_stage(rules.round_mark);
                let points = marking.points(&mark).at_stage(rules.round_leaf);
                LeafValue {
                    mark: Some(mark),
                    points: LeafPoints::Points(points),
                    applied: Some(found.applied),
                    dropped: positions_of_numbers(ground, &found.dropped, without),
                }
            }
            None if says_not_applicable(ground) => {
                LeafValue::without_mark(LeafPoints::NotApplicable)
            }
            None => LeafValue::undecided(),
        }
    }

    fn by_total(&mut self) {
        self.trees = self.expert_trees();
        let trees: Vec<&ExpertTree> = self.trees.iter().collect();
        let (nodes, applied, dropped) = self.over_trees(&trees);
        self.leaves = (0..self.grounds.len())
            .map(|leaf| self.leaf_over_trees(leaf))
            .collect();
        self.nodes = nodes;
        self.applied = applied.into_iter().collect();
        self.dropped_trees = dropped;
    }

    /// Whether any leaf is marked by experts.
    pub(super) fn asks_experts(&self) -> bool {
        let mut grounds = self.grounds.iter();
        grounds.any(|ground| matches!(ground.basis, Basis::Experts(_)))
    }

    /// The trees of all experts whose marks are complete.
    pub(super) fn expert_trees(&self) -> Vec<ExpertTree> {
        (0..self.case.application.experts.len())
            .filter_map(|position| self.expert_tree(position))
            .collect()
    }

    fn expert_tree(&self, position: usize) -> Option<ExpertTree> {
        if !self.asks_experts() {
            return None;
        }
        let mut judged = Exact::ZERO;
        let mut leaves = Vec::with_capacity(self.grounds.len());
        for ground in &self.grounds {
            let points = match &ground.basis {
                Basis::Settled(settled) => settled.points.clone(),
                Basis::Experts(marking) => {
                    let points = self.expert_points(ground, marking, position)?;
                    judged = points.points().map_or(judged.clone(), |p| &judged + p);
                    points
                }
            };
            leaves.push(points);
        }
        let nodes = self.plan().sum(&leaves);
        Some(ExpertTree {
            position,
            leaves,
            nodes,
            judged,
        })
    }

    /// Points one expert's mark gives; nothing when there is no mark.
    fn expert_points(
        &self,
        ground: &Ground<'_>,
        marking: &Marking<'_>,
        position: usize,
    ) -> Option<LeafPoints> {
        match &ground.marks.get(position)?.state {
            MarkState::Scored(mark) => {
                let points = marking.points(mark).at_stage(self.rules().round_leaf);
                Some(LeafPoints::Points(points))
            }
            MarkState::NotApplicable => Some(LeafPoints::NotApplicable),
            _ => None,
        }
    }

    /// Every node as the method over the experts' values; how the totals became one; which
    /// totals were left out.
    pub(super) fn over_trees(
        &self,
        trees: &[&ExpertTree],
    ) -> (Vec<NodeValue>, Option<AppliedMethod>, Vec<usize>) {
        if !self.asks_experts() {
            let settled: Vec<LeafPoints> = self
                .grounds
                .iter()
                .map(|ground| self.leaf_value(ground, None).points)
                .collect();
            return (self.plan().sum(&settled), None, Vec::new());
        }
        let mut nodes = Vec::with_capacity(self.plan().nodes.len());
        let mut last = (None, Vec::new());
        for (position, node) in self.plan().nodes.iter().enumerate() {
            let values = trees.iter().filter_map(|tree| tree.nodes.get(position));
            let points: Vec<&LeafPoints> = values.map(|value| &value.points).collect();
            let (points, found) = self.over(&points);
            last = found.map_or((None, Vec::new()), |a| (Some(a.applied), a.dropped));
            nodes.push(NodeValue {
                points,
                applicable: node.points.clone(),
            });
        }
        (nodes, last.0, last.1)
    }

    /// The method over several experts' points of one node.
    fn over(&self, values: &[&LeafPoints]) -> (LeafPoints, Option<Aggregate>) {
        if values.is_empty() || values.contains(&&LeafPoints::Undecided) {
            return (LeafPoints::Undecided, None);
        }
        let numbers: Vec<&Exact> = values.iter().filter_map(|value| value.points()).collect();
        match aggregate(self.rules().method, self.case.course, &numbers) {
            Some(found) => (LeafPoints::Points(found.value.clone()), Some(found)),
            None => (LeafPoints::NotApplicable, None),
        }
    }

    /// A leaf under basis `expert_total`: the method over the complete experts' marks and points.
    fn leaf_over_trees(&self, leaf: usize) -> LeafValue {
        let Some(ground) = self.grounds.get(leaf) else {
            return LeafValue::undecided();
        };
        if matches!(ground.basis, Basis::Settled(_)) {
            return self.leaf_value(ground, None);
        }
        let points: Vec<&LeafPoints> = self
            .trees
            .iter()
            .filter_map(|tree| tree.leaves.get(leaf))
            .collect();
        let marks: Vec<&Exact> = self
            .trees
            .iter()
            .filter_map(|tree| match &ground.marks.get(tree.position)?.state {
                MarkState::Scored(mark) => Some(mark),
                _ => None,
            })
            .collect();
        let (points, found) = self.over(&points);
        let mark = aggregate(self.rules().method, self.case.course, &marks);
        LeafValue {
            mark: mark.map(|found| found.value),
            points,
            applied: found.map(|found| found.applied),
            dropped: Vec::new(),
        }
    }

    /// How the marks of this application became one.
    pub(super) fn applied_method(&self) -> Option<AppliedMethod> {
        let mut methods = self.applied.iter().copied();
        let first = methods.next()?;
        Some(methods.next().map_or(first, |_| AppliedMethod::Mixed))
    }

    /// Denominators of the application.
    pub(super) fn expert_count(&self) -> ExpertCount {
        let experts = &self.case.application.experts;
        let attending = |which| {
            let found = experts.values().filter(|e| e.attendance == which);
            size(found.count())
        };
        ExpertCount {
            asked: size(experts.len()),
            valid: size(match self.rules().basis {
                Over::Leaf => self.experts_with_a_mark(),
                Over::ExpertTotal => self.trees.len(),
            }),
            recused: attending(Attendance::Recused),
            absent: attending(Attendance::Absent),
        }
    }

    fn experts_with_a_mark(&self) -> usize {
        let mut counted = BTreeSet::new();
        for ground in &self.grounds {
            let scored = ground.marks.iter().enumerate();
            let scored = scored.filter(|(_, mark)| matches!(mark.state, MarkState::Scored(_)));
            counted.extend(scored.map(|(position, _)| position));
        }
        counted.len()
    }

    /// Why there is no composite; empty when there is one.
    pub(super) fn undecided(&self) -> Vec<Undecided> {
        let least = self.rules().least_valid;
        let mut reasons: Vec<Undecided> = Vec::new();
        for (ground, value) in self.grounds.iter().zip(&self.leaves) {
            let indicator = ground.leaf.indicator.code.clone();
            match &ground.basis {
                Basis::Settled(_) if value.points == LeafPoints::Undecided => {
                    reasons.push(Undecided::LeafOpen { indicator });
                }
                Basis::Experts(_) if self.rules().basis == Over::Leaf => {
                    let valid = judged(ground);
                    if valid < least.max(1) {
                        reasons.push(Undecided::TooFewMarks {
                            indicator,
                            valid,
                            least,
                        });
                    }
                }
                _ => {}
            }
        }
        let valid = size(self.trees.len());
        let by_total = self.rules().basis == Over::ExpertTotal && self.asks_experts();
        if by_total && valid < least.max(1) {
            reasons.push(Undecided::TooFewExperts { valid, least });
        }
        reasons
    }

    /// What the reader has to know of leaves and experts.
    pub(super) fn notes(&self) -> Vec<Note> {
        let mut notes = Vec::new();
        for (ground, value) in self.grounds.iter().zip(&self.leaves) {
            notes.extend(ground.notes.iter().cloned());
            let about = |kind| Note {
                indicator: Some(ground.leaf.indicator.code.clone()),
                kind,
            };
            notes.extend(self.leaf_notes(ground, value).into_iter().map(about));
        }
        notes.extend(self.expert_notes().into_iter().map(|kind| Note {
            indicator: None,
            kind,
        }));
        notes
    }

    fn leaf_notes(&self, ground: &Ground<'_>, value: &LeafValue) -> Vec<NoteKind> {
        let mut notes = Vec::new();
        if value.points == LeafPoints::NotApplicable {
            notes.push(NoteKind::NotApplicable);
        }
        if !matches!(ground.basis, Basis::Experts(_)) {
            return notes;
        }
        let valid = size(numeric(&ground.marks, None).len());
        let not_applicable = not_applicable(ground);
        if valid > 0 && not_applicable > 0 {
            notes.push(NoteKind::PartlyNotApplicable {
                numeric: valid,
                not_applicable,
            });
        }
        if self.rules().basis == Over::Leaf && value.applied == Some(AppliedMethod::PlainMean) {
            notes.extend(self.not_trimmed(valid));
        }
        notes
    }

    fn not_trimmed(&self, valid: u32) -> Option<NoteKind> {
        match self.rules().method {
            Method::TrimmedMean { from, .. } => Some(NoteKind::NotTrimmed { valid, from }),
            _ => None,
        }
    }

    fn expert_notes(&self) -> Vec<NoteKind> {
        let mut notes = Vec::new();
        let experts = self.case.application.experts.values();
        let silent = experts
            .clone()
            .filter(|e| e.attendance != Attendance::Present && !e.marks.is_empty());
        let silent = size(silent.count());
        if silent > 0 {
            notes.push(NoteKind::MarksNotCounted { experts: silent });
        }
        if self.rules().basis == Over::ExpertTotal && self.asks_experts() {
            let present = experts.filter(|e| e.attendance == Attendance::Present);
            let incomplete = size(present.count()).saturating_sub(size(self.trees.len()));
            if incomplete > 0 {
                notes.push(NoteKind::IncompleteExperts {
                    experts: incomplete,
                });
            }
            if self.applied.contains(&AppliedMethod::PlainMean) {
                notes.extend(self.not_trimmed(size(self.trees.len())));
            }
        }
        notes
    }

    /// The leaves as results show them.
    pub(super) fn leaf_outcomes(&self) -> Vec<LeafOutcome> {
        let asked = size(self.case.application.experts.len());
        let pairs = self.grounds.iter().zip(&self.leaves);
        pairs
            .map(|(ground, value)| leaf_outcome(ground, value, asked))
            .collect()
    }

    /// The totals of complete experts as results show them.
    pub(super) fn totals(&self) -> Vec<ExpertTotal> {
        let keys: Vec<_> = self.case.application.experts.keys().collect();
        let trees = self.trees.iter().enumerate();
        trees
            .filter_map(|(place, tree)| {
                Some(ExpertTotal {
                    expert: (*keys.get(tree.position)?).clone(),
                    judged: tree.judged.clone(),
                    total: tree.total()?.clone(),
                    dropped: self.dropped_trees.contains(&place),
                })
            })
            .collect()
    }
}

fn leaf_outcome(ground: &Ground<'_>, value: &LeafValue, asked: u32) -> LeafOutcome {
    let (source, option) = match &ground.basis {
        Basis::Settled(settled) => (settled.source, settled.option.clone()),
        Basis::Experts(_) => (LeafSource::Experts, None),
    };
    let mut marks = ground.marks.clone();
    for position in &value.dropped {
        if let Some(mark) = marks.get_mut(*position) {
            mark.dropped = true;
        }
    }
    LeafOutcome {
        indicator: ground.leaf.indicator.code.clone(),
        state: value.points.state(),
        source,
        valid: size(numeric(&ground.marks, None).len()),
        asked,
        mark: value.mark.clone(),
        points: value.points.points().cloned(),
        option,
        applied: value.applied,
        marks,
    }
}

/// Marks that make a leaf decidable: numbers, or, where there is none, "not applicable".
fn judged(ground: &Ground<'_>) -> u32 {
    match numeric(&ground.marks, None).len() {
        0 => not_applicable(ground),
        numbers => size(numbers),
    }
}

fn not_applicable(ground: &Ground<'_>) -> u32 {
    let marks = ground.marks.iter();
    size(
        marks
            .filter(|m| m.state == MarkState::NotApplicable)
            .count(),
    )
}

fn says_not_applicable(ground: &Ground<'_>) -> bool {
    not_applicable(ground) > 0
}

/// Turns positions among the numbers into positions among all marks.
fn positions_of_numbers(
    ground: &Ground<'_>,
    dropped: &[usize],
    without: Option<usize>,
) -> Vec<usize> {
    if dropped.is_empty() {
        return Vec::new();
    }
    let marks = ground.marks.iter().enumerate();
    let numbers: Vec<usize> = marks
        .filter(|(position, _)| Some(*position) != without)
        .filter(|(_, mark)| matches!(mark.state, MarkState::Scored(_)))
        .map(|(position, _)| position)
        .collect();
    dropped
        .iter()
        .filter_map(|at| numbers.get(*at).copied())
        .collect()
}

/// A size as results carry it.
pub(super) fn size(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// State of a node for results.
pub(super) fn state_of(value: &NodeValue) -> LeafState {
    value.points.state()
}
