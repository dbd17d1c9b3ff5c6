//! The derivation of a composite: a tree from the published number down to raw marks and facts.
//!
//! Owns the shape of the explanation; every number in it comes from the same sheet as the result.
//! Trap: printed values are rounded for reading (12 places), exact values are beside them.

use serde::Serialize;

use crate::id::{ApplicationId, IndicatorCode, OptionCode};
use crate::scheme::{Basis as Over, LeafMode};

use super::aggregate::Course;
use super::exact::{Exact, PRINTED_DIGITS};
use super::ground::{Basis, Ground};
use super::input::{ExpertKey, Input};
use super::outcome::{AppliedMethod, ItemKind, LeafSource, MarkState};
use super::plan::{LeafPoints, Plan};
use super::reckoning::Reckoning;
use super::sheet::{ExpertTree, LeafValue, Sheet};

/// A step of a derivation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Derivation {
    /// What it is.
    pub label: Label,
    /// How it follows from its children.
    pub operation: Operation,
    /// Its exact value; `None` when it does not apply or is not known.
    pub exact: Option<Exact>,
    /// The value at no more than 12 places.
    pub printed: Option<String>,
    /// What it follows from.
    pub children: Vec<Derivation>,
}

/// What a step of a derivation is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Label {
    /// The published composite.
    Composite,
    /// The tree and the items, before the last rounding.
    Sum,
    /// The whole tree.
    Tree,
    /// An indicator of any level or an item.
    Indicator(IndicatorCode),
    /// The aggregated mark of a leaf.
    Mark,
    /// An expert's mark or total.
    Expert(ExpertKey),
    /// A declared value.
    Fact(String),
    /// A group of items.
    Items(ItemKind),
}

/// How a step follows from its children.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Operation {
    /// Rounded half-up to so many digits; `None`: not rounded.
    Rounded(Option<u32>),
    /// The sum of the children.
    Sum,
    /// The sum of the children that apply, × declared / applicable points.
    Rescaled {
        /// Points of the node.
        declared: Exact,
        /// Points of the children that apply.
        applicable: Exact,
    },
    /// Tree + bonus − deductions.
    BonusLessDeductions,
    /// Points of a mark: `points` for the best one, rounded to `digits`.
    PointsOfMark {
        /// All points of the leaf.
        points: Exact,
        /// Digits of rounding.
        digits: Option<u32>,
    },
    /// Experts' values as one, rounded to `digits`.
    Aggregated {
        /// How.
        method: AppliedMethod,
        /// Digits of rounding.
        digits: Option<u32>,
    },
    /// A formula over facts and the bands of the type.
    Bands {
        /// The formula.
        formula: String,
    },
    /// The value of a formula over the facts it reads.
    Formula,
    /// A declared value.
    Declared,
    /// A value the panel decided.
    Decided,
    /// A value verified on site.
    Visited,
    /// A decided option.
    Option(OptionCode),
    /// A rule or decision without an option.
    Decision,
    /// A mark the panel agreed on.
    Agreed,
    /// A raw mark and its state.
    Raw {
        /// The state.
        state: MarkState,
        /// Whether it was left out by trimming.
        dropped: bool,
    },
    /// Does not apply.
    NotApplicable,
    /// Not decided.
    Undecided,
    /// Items up to a limit.
    Limited {
        /// The limit.
        limit: Exact,
    },
    /// An item: how often × points.
    Item {
        /// How often; `None` while undecided.
        count: Option<Exact>,
    },
}

impl Derivation {
    fn new(label: Label, operation: Operation, exact: Option<Exact>, children: Vec<Self>) -> Self {
        Self {
            label,
            operation,
            printed: exact.as_ref().map(|value| value.to_text(PRINTED_DIGITS)),
            exact,
            children,
        }
    }
}

/// Unfolds the composite of one application; `None` when the input does not have it.
#[must_use]
pub fn explain(input: &Input<'_>, application: &ApplicationId) -> Option<Derivation> {
    let application = input.applications.iter().find(|a| &a.id == application)?;
    let plan = Plan::new(input.scheme, &application.enterprise_type);
    let reckoning = Reckoning::new(&plan, application, Course::Declared);
    Some(composite(&reckoning))
}

fn composite(reckoning: &Reckoning<'_>) -> Derivation {
    let composite = reckoning.composite();
    let (exact, published) = match composite {
        Some(composite) => (Some(composite.exact), Some(composite.published)),
        None => (None, None),
    };
    let tree = match reckoning.sheet.rules().basis {
        Over::Leaf => Branches::by_leaf(&reckoning.sheet).top(),
        Over::ExpertTotal => by_total(&reckoning.sheet),
    };
    let children = vec![
        tree,
        items(reckoning, ItemKind::Bonus),
        items(reckoning, ItemKind::Deduction),
    ];
    let sum = Derivation::new(Label::Sum, Operation::BonusLessDeductions, exact, children);
    let digits = reckoning.sheet.rules().round_total;
    Derivation::new(
        Label::Composite,
        Operation::Rounded(digits),
        published,
        vec![sum],
    )
}

fn items(reckoning: &Reckoning<'_>, kind: ItemKind) -> Derivation {
    let scheme = reckoning.sheet.plan().scheme;
    let (group, value) = match kind {
        ItemKind::Bonus => (&scheme.bonus, &reckoning.items.bonus),
        _ => (&scheme.deductions, &reckoning.items.deductions),
    };
    let outcomes = reckoning.items.outcomes.iter();
    let children = outcomes.filter(|item| item.kind == kind).map(|item| {
        let label = Label::Indicator(item.indicator.clone());
        let count = item.count.clone();
        let points = Some(item.points.clone());
        Derivation::new(label, Operation::Item { count }, points, Vec::new())
    });
    let limit = group.limit.into();
    Derivation::new(
        Label::Items(kind),
        Operation::Limited { limit },
        Some(value.clone()),
        children.collect(),
    )
}

/// The totals of complete experts as one, each with its own tree.
fn by_total(sheet: &Sheet<'_>) -> Derivation {
    if !sheet.asks_experts() {
        return Branches::by_leaf(sheet).top();
    }
    let keys: Vec<&ExpertKey> = sheet.case.application.experts.keys().collect();
    let mut children = Vec::new();
    for (place, tree) in sheet.trees.iter().enumerate() {
        let Some(key) = keys.get(tree.position) else {
            continue;
        };
        let mut derivation = Branches::of_expert(sheet, tree).top();
        derivation.label = Label::Expert((*key).clone());
        if sheet.dropped_trees.contains(&place) {
            let state = derivation.exact.clone().map(MarkState::Scored);
            let state = state.unwrap_or(MarkState::NotScored);
            let dropped = Operation::Raw {
                state,
                dropped: true,
            };
            let (label, exact) = (derivation.label.clone(), derivation.exact.clone());
            derivation = Derivation::new(label, dropped, exact, vec![derivation]);
        }
        children.push(derivation);
    }
    let operation = match sheet.applied_method() {
        Some(method) => Operation::Aggregated {
            method,
            digits: None,
        },
        None => Operation::Undecided,
    };
    Derivation::new(Label::Tree, operation, sheet.root().cloned(), children)
}

/// The tree of indicators, of the whole panel or of one expert.
struct Branches<'a> {
    sheet: &'a Sheet<'a>,
    nodes: &'a [super::plan::NodeValue],
    expert: Option<&'a ExpertTree>,
}

impl<'a> Branches<'a> {
    fn by_leaf(sheet: &'a Sheet<'a>) -> Self {
        Self {
            sheet,
            nodes: &sheet.nodes,
            expert: None,
        }
    }

    fn of_expert(sheet: &'a Sheet<'a>, tree: &'a ExpertTree) -> Self {
        Self {
            sheet,
            nodes: &tree.nodes,
            expert: Some(tree),
        }
    }

    fn top(&self) -> Derivation {
        self.node(self.nodes.len().saturating_sub(1))
    }

    fn node(&self, position: usize) -> Derivation {
        let plan = self.sheet.plan();
        let (Some(node), Some(value)) = (plan.nodes.get(position), self.nodes.get(position)) else {
            return Derivation::new(Label::Tree, Operation::Undecided, None, Vec::new());
        };
        let label = node
            .indicator
            .map_or(Label::Tree, |i| Label::Indicator(i.code.clone()));
        if let Some(leaf) = node.leaf {
            return self.leaf(leaf, label);
        }
        let operation = match &value.points {
            LeafPoints::NotApplicable => Operation::NotApplicable,
            LeafPoints::Undecided => Operation::Undecided,
            LeafPoints::Points(_) if value.applicable == node.points => Operation::Sum,
            LeafPoints::Points(_) => Operation::Rescaled {
                declared: node.points.clone(),
                applicable: value.applicable.clone(),
            },
        };
        let all = plan.nodes.iter().enumerate();
        let children = all.filter(|(_, child)| child.parent == Some(position));
        let children = children.map(|(child, _)| self.node(child)).collect();
        Derivation::new(label, operation, value.points.points().cloned(), children)
    }

    fn leaf(&self, leaf: usize, label: Label) -> Derivation {
        let sheet = self.sheet;
        let (Some(ground), Some(value)) = (sheet.grounds.get(leaf), sheet.leaves.get(leaf)) else {
            return Derivation::new(label, Operation::Undecided, None, Vec::new());
        };
        let rounded = sheet.rules().round_leaf;
        match (&ground.basis, self.expert) {
            (Basis::Settled(_), _) => settled(sheet, ground, value, label),
            (Basis::Experts(_), None) => {
                let mark = vec![aggregated(sheet, ground, value)];
                let points = value.points.points().cloned();
                Derivation::new(
                    label,
                    of_points(ground, &value.points, rounded),
                    points,
                    mark,
                )
            }
            (Basis::Experts(_), Some(tree)) => {
                let undecided = LeafPoints::Undecided;
                let points = tree.leaves.get(leaf).unwrap_or(&undecided);
                let raw = raw_marks(ground).nth(tree.position).into_iter().collect();
                let operation = of_points(ground, points, rounded);
                Derivation::new(label, operation, points.points().cloned(), raw)
            }
        }
    }
}

fn of_points(ground: &Ground<'_>, points: &LeafPoints, digits: Option<u32>) -> Operation {
    match points {
        LeafPoints::NotApplicable => Operation::NotApplicable,
        LeafPoints::Undecided => Operation::Undecided,
        LeafPoints::Points(_) => Operation::PointsOfMark {
            points: ground.leaf.points.clone(),
            digits,
        },
    }
}

fn aggregated(sheet: &Sheet<'_>, ground: &Ground<'_>, value: &LeafValue) -> Derivation {
    let operation = match value.applied {
        Some(method) => Operation::Aggregated {
            method,
            digits: sheet.rules().round_mark,
        },
        None if value.points == LeafPoints::NotApplicable => Operation::NotApplicable,
        None => Operation::Undecided,
    };
    let mut marks: Vec<Derivation> = raw_marks(ground).collect();
    for position in &value.dropped {
        if let Some(Operation::Raw { dropped, .. }) =
            marks.get_mut(*position).map(|mark| &mut mark.operation)
        {
            *dropped = true;
        }
    }
    Derivation::new(Label::Mark, operation, value.mark.clone(), marks)
}

fn raw_marks(ground: &Ground<'_>) -> impl Iterator<Item = Derivation> {
    ground.marks.iter().map(|mark| {
        let value = match &mark.state {
            MarkState::Scored(value) => Some(value.clone()),
            _ => None,
        };
        let operation = Operation::Raw {
            state: mark.state.clone(),
            dropped: false,
        };
        Derivation::new(
            Label::Expert(mark.expert.clone()),
            operation,
            value,
            Vec::new(),
        )
    })
}

fn settled(sheet: &Sheet<'_>, ground: &Ground<'_>, value: &LeafValue, label: Label) -> Derivation {
    let Basis::Settled(settled) = &ground.basis else {
        return Derivation::new(label, Operation::Undecided, None, Vec::new());
    };
    let operation = match (&settled.points, settled.source, &settled.option) {
        (LeafPoints::Undecided, ..) => Operation::Undecided,
        (_, LeafSource::Agreed, _) => Operation::Agreed,
        (_, _, Some(option)) => Operation::Option(option.clone()),
        (LeafPoints::NotApplicable, ..) => Operation::NotApplicable,
        (_, LeafSource::Facts, _) => Operation::Bands {
            formula: formula_text(ground),
        },
        _ => Operation::Decision,
    };
    let children = match settled.source {
        LeafSource::Facts => facts(sheet, ground, settled.mark.as_ref()),
        _ => raw_marks(ground).collect(),
    };
    Derivation::new(label, operation, value.points.points().cloned(), children)
}

fn formula_text(ground: &Ground<'_>) -> String {
    match &ground.leaf.leaf.mode {
        LeafMode::Computed(computed) => computed.formula.text.clone(),
        _ => String::new(),
    }
}

/// The value of the formula over the declared values it reads, derived formulas unfolded.
fn facts(sheet: &Sheet<'_>, ground: &Ground<'_>, value: Option<&Exact>) -> Vec<Derivation> {
    let LeafMode::Computed(computed) = &ground.leaf.leaf.mode else {
        return Vec::new();
    };
    let scheme = sheet.plan().scheme;
    let mut open: Vec<&str> = computed
        .formula
        .variables
        .iter()
        .map(String::as_str)
        .collect();
    let mut names = std::collections::BTreeSet::new();
    while let Some(name) = open.pop() {
        match scheme.derived.get(name) {
            Some(formula) => open.extend(formula.variables.iter().map(String::as_str)),
            None => {
                names.insert(name);
            }
        }
    }
    let declared = &sheet.case.application.facts;
    let facts = names.into_iter().map(|name| {
        let value = declared.get(name).copied().map(Exact::from);
        Derivation::new(
            Label::Fact(name.to_owned()),
            Operation::Declared,
            value,
            Vec::new(),
        )
    });
    let facts: Vec<Derivation> = facts.collect();
    let text = computed.formula.text.clone();
    // A formula that is one variable is that variable.
    if let [only] = facts.as_slice()
        && only.label == Label::Fact(text.clone())
    {
        return facts;
    }
    let value = value.cloned();
    vec![Derivation::new(
        Label::Fact(text),
        Operation::Formula,
        value,
        facts,
    )]
}
