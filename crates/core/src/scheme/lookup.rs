//! Finding things in a scheme: indicators, leaves, fields, scales, what an expert marks.

use std::iter;

use rust_decimal::Decimal;

use super::{
    Anchor, Decider, EvidenceKind, Field, Indicator, IndicatorKind, Item, Leaf, LeafMode,
    NamedCode, Scale, Scheme,
};
use crate::id::{EvidenceCode, FieldCode, IndicatorCode, TypeCode};

/// A leaf together with the indicator it belongs to.
#[derive(Debug, Clone, Copy)]
pub struct LeafRef<'a> {
    /// The indicator: code, name, points.
    pub indicator: &'a Indicator,
    /// What makes it a leaf.
    pub leaf: &'a Leaf,
}

/// Finds an indicator of any level below `tree`.
pub(super) fn find<'a>(tree: &'a [Indicator], code: &str) -> Option<&'a Indicator> {
    tree.iter().find_map(|indicator| {
        if indicator.code.as_str() == code {
            return Some(indicator);
        }
        find(indicator.children(), code)
    })
}

fn collect<'a>(tree: &'a [Indicator], leaves: &mut Vec<LeafRef<'a>>) {
    for indicator in tree {
        match &indicator.kind {
            IndicatorKind::Branch(children) => collect(children, leaves),
            IndicatorKind::Leaf(leaf) => leaves.push(LeafRef { indicator, leaf }),
        }
    }
}

impl Indicator {
    /// Its children; none for a leaf.
    #[must_use]
    pub fn children(&self) -> &[Self] {
        match &self.kind {
            IndicatorKind::Branch(children) => children,
            IndicatorKind::Leaf(_) => &[],
        }
    }

    /// What makes it a leaf, if it is one.
    #[must_use]
    pub fn leaf(&self) -> Option<&Leaf> {
        match &self.kind {
            IndicatorKind::Branch(_) => None,
            IndicatorKind::Leaf(leaf) => Some(leaf),
        }
    }

    /// It and everything below it, parents before children.
    pub fn walk(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        let below = self.children().iter().flat_map(Self::walk);
        Box::new(iter::once(self).chain(below))
    }
}

impl Leaf {
    /// Whether every expert marks it, whatever the declared values.
    #[must_use]
    pub fn is_marked_by_experts(&self) -> bool {
        match &self.mode {
            LeafMode::Scored { .. } | LeafMode::PassFail | LeafMode::Deducted { .. } => true,
            LeafMode::Choice { decides, .. } => *decides == Decider::Experts,
            LeafMode::Computed(_) => false,
        }
    }
}

impl Scale {
    /// The marks of the scale, from the least to the greatest.
    pub fn values(&self) -> impl Iterator<Item = Decimal> + '_ {
        let next = |value: &Decimal| value.checked_add(self.step);
        let first = (self.step > Decimal::ZERO).then_some(self.min);
        iter::successors(first, next).take_while(|value| *value <= self.max)
    }

    /// Whether `mark` is one of the marks of the scale.
    #[must_use]
    pub fn has(&self, mark: Decimal) -> bool {
        self.covers(mark) && self.is_on_step(mark)
    }

    /// Whether `mark` lies between the least and the greatest mark.
    #[must_use]
    pub fn covers(&self, mark: Decimal) -> bool {
        self.min <= mark && mark <= self.max
    }

    /// Whether `mark` is a whole number of steps above the least mark.
    #[must_use]
    pub fn is_on_step(&self, mark: Decimal) -> bool {
        let rest = mark
            .checked_sub(self.min)
            .and_then(|above| above.checked_rem(self.step));
        rest.is_some_and(|rest| rest.is_zero())
    }
}

impl Scheme {
    /// The leaves in the order of the scheme.
    #[must_use]
    pub fn leaves(&self) -> Vec<LeafRef<'_>> {
        let mut leaves = Vec::new();
        collect(&self.tree, &mut leaves);
        leaves
    }

    /// The leaf with this code.
    #[must_use]
    pub fn leaf(&self, code: &IndicatorCode) -> Option<LeafRef<'_>> {
        let indicator = self.indicator(code)?;
        let leaf = indicator.leaf()?;
        Some(LeafRef { indicator, leaf })
    }

    /// The indicator of any level with this code; bonus, deduction and veto items are not in the
    /// tree ([`Scheme::item`], [`Scheme::veto`]).
    #[must_use]
    pub fn indicator(&self, code: &IndicatorCode) -> Option<&Indicator> {
        find(&self.tree, code.as_str())
    }

    /// Leaves every expert marks, in the order of the scheme. Computed leaves that were turned
    /// over come on top of them ([`super::computed::ComputedOutcome::TurnedOver`]).
    #[must_use]
    pub fn expert_leaves(&self) -> Vec<LeafRef<'_>> {
        let mut leaves = self.leaves();
        leaves.retain(|at| at.leaf.is_marked_by_experts());
        leaves
    }

    /// The bonus or deduction item with this code.
    #[must_use]
    pub fn item(&self, code: &IndicatorCode) -> Option<&Item> {
        let mut items = self.bonus.items.iter().chain(&self.deductions.items);
        items.find(|item| item.code == *code)
    }

    /// The veto with this code.
    #[must_use]
    pub fn veto(&self, code: &IndicatorCode) -> Option<&NamedCode<IndicatorCode>> {
        self.vetoes.iter().find(|veto| veto.code == *code)
    }

    /// The form field with this code.
    #[must_use]
    pub fn field(&self, code: &FieldCode) -> Option<&Field> {
        self.fields.iter().find(|field| field.code == *code)
    }

    /// The line of the evidence catalogue with this code.
    #[must_use]
    pub fn evidence_kind(&self, code: &EvidenceCode) -> Option<&EvidenceKind> {
        self.evidence.iter().find(|kind| kind.code == *code)
    }

    /// The enterprise type with this code.
    #[must_use]
    pub fn enterprise_type(&self, code: &TypeCode) -> Option<&NamedCode<TypeCode>> {
        self.types.iter().find(|named| named.code == *code)
    }

    /// The scale on which experts mark a leaf: that of a scored leaf, or the fallback of a
    /// computed one.
    #[must_use]
    pub fn scale_of(&self, leaf: &Leaf) -> Option<&Scale> {
        match &leaf.mode {
            LeafMode::Scored { scale, .. } => self.scales.get(scale),
            LeafMode::Computed(computed) => self.scales.get(&computed.fallback_scale),
            _ => None,
        }
    }

    /// The anchors an expert sees on the card of a leaf: its own, else those of its scale.
    #[must_use]
    pub fn anchors_of<'a>(&'a self, leaf: &'a Leaf) -> &'a [Anchor] {
        match &leaf.mode {
            LeafMode::Scored { anchors, .. } if !anchors.is_empty() => anchors,
            _ => self.scale_of(leaf).map_or(&[], |scale| &scale.anchors),
        }
    }
}
