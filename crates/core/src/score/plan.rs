//! A scheme laid out for one enterprise type: leaves and nodes in rows, points resolved.
//!
//! Owns the order of leaves and nodes (children before parents, the whole tree last) and the sum
//! over the tree with its rescaling. Does not know marks or experts.

use std::collections::BTreeMap;

use crate::id::{IndicatorCode, TypeCode};
use crate::scheme::{Indicator, IndicatorKind, Leaf, LeafMode, Scale, Scheme};

use super::exact::Exact;
use super::outcome::LeafState;

/// The leaves and nodes of a scheme for one type.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) scheme: &'a Scheme,
    pub(super) leaves: Vec<PlanLeaf<'a>>,
    /// Children before parents; the last is the whole tree and has no indicator.
    pub(super) nodes: Vec<PlanNode<'a>>,
}

/// A leaf in a row of leaves.
#[derive(Debug)]
pub(super) struct PlanLeaf<'a> {
    pub(super) indicator: &'a Indicator,
    pub(super) leaf: &'a Leaf,
    pub(super) points: Exact,
    /// How marks of this leaf become points, where it can be marked on a scale.
    pub(super) scale: Option<MarkScale>,
}

/// A node in a row of nodes.
#[derive(Debug)]
pub(super) struct PlanNode<'a> {
    pub(super) indicator: Option<&'a Indicator>,
    pub(super) points: Exact,
    pub(super) parent: Option<usize>,
    pub(super) leaf: Option<usize>,
}

/// The values a mark may take and the points they give.
#[derive(Debug, Clone)]
pub(super) struct MarkScale {
    pub(super) min: Exact,
    pub(super) max: Exact,
    pub(super) step: Exact,
    /// Points per unit of the mark.
    pub(super) slope: Exact,
    /// Points at mark 0.
    pub(super) offset: Exact,
}

impl MarkScale {
    /// Whether `mark` is on the scale and on a step.
    pub(super) fn admits(&self, mark: &Exact) -> bool {
        mark >= &self.min && mark <= &self.max && (mark - &self.min).is_multiple_of(&self.step)
    }

    /// Points of a mark, or of a mean of marks.
    pub(super) fn points(&self, mark: &Exact) -> Exact {
        &(mark * &self.slope) + &self.offset
    }

    /// points × (mark − zero) / (max − zero).
    fn linear(scale: &Scale, points: &Exact) -> Option<Self> {
        let (max, zero) = (Exact::from(scale.max), Exact::from(scale.zero));
        let slope = points.over(&(&max - &zero))?;
        Some(Self {
            min: scale.min.into(),
            max,
            step: scale.step.into(),
            offset: -(&slope * &zero),
            slope,
        })
    }

    /// 1 passes and earns all points, 0 fails.
    fn pass_fail(points: &Exact) -> Self {
        Self {
            min: Exact::ZERO,
            max: Exact::ONE,
            step: Exact::ONE,
            slope: points.clone(),
            offset: Exact::ZERO,
        }
    }

    /// The mark is taken off all points.
    fn deducted(points: &Exact, step: Exact) -> Self {
        Self {
            min: Exact::ZERO,
            max: points.clone(),
            step,
            slope: -Exact::ONE,
            offset: points.clone(),
        }
    }

    fn of(scheme: &Scheme, leaf: &Leaf, points: &Exact) -> Option<Self> {
        let named = |name: &str| Self::linear(scheme.scales.get(name)?, points);
        match &leaf.mode {
            LeafMode::Scored { scale, .. } => named(scale),
            LeafMode::Computed(computed) => named(&computed.fallback_scale),
            LeafMode::PassFail => Some(Self::pass_fail(points)),
            LeafMode::Deducted { step } => Some(Self::deducted(points, (*step).into())),
            LeafMode::Choice { .. } => None,
        }
    }
}

/// Points of a leaf as the sum over the tree takes them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LeafPoints {
    /// So many.
    Points(Exact),
    /// The leaf does not apply.
    NotApplicable,
    /// Not known.
    Undecided,
}

impl LeafPoints {
    pub(super) fn state(&self) -> LeafState {
        match self {
            Self::Points(_) => LeafState::Scored,
            Self::NotApplicable => LeafState::NotApplicable,
            Self::Undecided => LeafState::Undecided,
        }
    }

    pub(super) fn points(&self) -> Option<&Exact> {
        match self {
            Self::Points(points) => Some(points),
            _ => None,
        }
    }
}

/// A node after summing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NodeValue {
    pub(super) points: LeafPoints,
    /// Declared points of the children that apply.
    pub(super) applicable: Exact,
}

/// What a parent gathers from its children.
#[derive(Debug, Clone, Default)]
struct Gathered {
    sum: Exact,
    applicable: Exact,
    any_applies: bool,
    any_undecided: bool,
}

impl Gathered {
    fn take(&mut self, child: &NodeValue, declared: &Exact) {
        if child.points == LeafPoints::NotApplicable {
            return;
        }
        self.applicable = &self.applicable + declared;
        self.any_applies = true;
        match &child.points {
            LeafPoints::Points(points) => self.sum = &self.sum + points,
            _ => self.any_undecided = true,
        }
    }

    /// The sum, spread over the points of the children that do not apply.
    fn close(self, declared: &Exact) -> NodeValue {
        let points = if self.any_undecided {
            LeafPoints::Undecided
        } else if !self.any_applies {
            LeafPoints::NotApplicable
        } else if &self.applicable == declared {
            LeafPoints::Points(self.sum)
        } else {
            // Children of no points cannot carry those of the others: then nothing applies.
            match (&self.sum * declared).over(&self.applicable) {
                Some(points) => LeafPoints::Points(points),
                None => LeafPoints::NotApplicable,
            }
        };
        NodeValue {
            points,
            applicable: self.applicable,
        }
    }
}

impl<'a> Plan<'a> {
    /// Lays `scheme` out for `enterprise_type`.
    pub(super) fn new(scheme: &'a Scheme, enterprise_type: &TypeCode) -> Self {
        let mut plan = Self {
            scheme,
            leaves: Vec::new(),
            nodes: Vec::new(),
        };
        let mut children = Vec::new();
        let mut points = Exact::ZERO;
        for indicator in &scheme.tree {
            points = &points + &Exact::from(indicator.points.of(enterprise_type));
            children.push(plan.lay_out(indicator, enterprise_type));
        }
        plan.push(None, points, None, &children);
        plan
    }

    /// A plan for each type of the scheme.
    pub(super) fn all(scheme: &'a Scheme) -> BTreeMap<TypeCode, Self> {
        let types = scheme.types.iter().map(|t| &t.code);
        types.map(|t| (t.clone(), Self::new(scheme, t))).collect()
    }

    fn lay_out(&mut self, indicator: &'a Indicator, enterprise_type: &TypeCode) -> usize {
        let points = Exact::from(indicator.points.of(enterprise_type));
        match &indicator.kind {
            IndicatorKind::Branch(branch) => {
                let lay = |child| self.lay_out(child, enterprise_type);
                let children: Vec<usize> = branch.iter().map(lay).collect();
                self.push(Some(indicator), points, None, &children)
            }
            IndicatorKind::Leaf(leaf) => {
                let scale = MarkScale::of(self.scheme, leaf, &points);
                self.leaves.push(PlanLeaf {
                    indicator,
                    leaf,
                    points: points.clone(),
                    scale,
                });
                self.push(Some(indicator), points, Some(self.leaves.len() - 1), &[])
            }
        }
    }

    fn push(
        &mut self,
        indicator: Option<&'a Indicator>,
        points: Exact,
        leaf: Option<usize>,
        children: &[usize],
    ) -> usize {
        let own = self.nodes.len();
        for child in children {
            if let Some(node) = self.nodes.get_mut(*child) {
                node.parent = Some(own);
            }
        }
        self.nodes.push(PlanNode {
            indicator,
            points,
            parent: None,
            leaf,
        });
        own
    }

    /// Sums leaf points over the tree; one value per node, the whole tree last.
    pub(super) fn sum(&self, leaves: &[LeafPoints]) -> Vec<NodeValue> {
        let mut gathered = vec![Gathered::default(); self.nodes.len()];
        let mut values = Vec::with_capacity(self.nodes.len());
        for (position, node) in self.nodes.iter().enumerate() {
            let value = match node.leaf.and_then(|leaf| leaves.get(leaf)) {
                Some(points) => NodeValue {
                    points: points.clone(),
                    applicable: node.points.clone(),
                },
                None => gathered
                    .get_mut(position)
                    .map(std::mem::take)
                    .unwrap_or_default()
                    .close(&node.points),
            };
            if let Some(parent) = node.parent.and_then(|parent| gathered.get_mut(parent)) {
                parent.take(&value, &node.points);
            }
            values.push(value);
        }
        values
    }

    /// Whether the node at `position` is the node at `top` or below it.
    pub(super) fn is_within(&self, position: usize, top: usize) -> bool {
        let up = |at: &usize| self.nodes.get(*at).and_then(|node| node.parent);
        std::iter::successors(Some(position), up).any(|at| at == top)
    }

    /// Position of the node of `indicator`.
    pub(super) fn position(&self, indicator: &IndicatorCode) -> Option<usize> {
        let is_it = |node: &PlanNode<'_>| node.indicator.is_some_and(|i| &i.code == indicator);
        self.nodes.iter().position(is_it)
    }

    /// Position of the leaf of `indicator`.
    pub(super) fn leaf_position(&self, indicator: &IndicatorCode) -> Option<usize> {
        let is_it = |leaf: &PlanLeaf<'_>| &leaf.indicator.code == indicator;
        self.leaves.iter().position(is_it)
    }
}
