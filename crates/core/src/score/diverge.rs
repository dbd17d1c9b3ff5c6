//! Divergence: marks and totals that lie far from the panel's, and what they do to a place.
//!
//! The scheme states level, percentage (exceeded) and floor (reached). Trap: the effect is that of
//! leaving out one mark while everything else stays; effects do not add up.

use std::cell::OnceCell;
use std::cmp::{Ordering, Reverse};

use super::exact::Exact;
use super::ground::{Basis, Ground, Marking, numeric};
use super::input::ExpertKey;
use super::outcome::{DivergenceFlag, Effect, MarkState};
use super::plan::{LeafPoints, NodeValue};
use super::rank::Contender;
use super::reckoning::Reckoning;
use super::sheet::{ExpertTree, size};
use crate::scheme::{Basis as Over, Divergence};

/// All flags of a round, the greatest effect first.
pub(super) fn flags(
    reckonings: &[Option<Reckoning<'_>>],
    contenders: &[Contender],
) -> Vec<DivergenceFlag> {
    let mut flags = Vec::new();
    for reckoning in reckonings.iter().flatten() {
        let watch = Watch::new(reckoning, contenders);
        watch.leaves(&mut flags);
        watch.totals(&mut flags);
    }
    flags.sort_by(compare);
    flags
}

/// Greatest effect first, then greatest deviation in percent, then by name.
fn compare(a: &DivergenceFlag, b: &DivergenceFlag) -> Ordering {
    let moved = |flag: &DivergenceFlag| flag.effect.as_ref().map(Effect::places_moved);
    let percent = |flag: &DivergenceFlag| match &flag.percent {
        Some(percent) => (false, percent.abs()),
        None => (true, flag.deviation.abs()),
    };
    Reverse(moved(a))
        .cmp(&Reverse(moved(b)))
        .then_with(|| percent(b).cmp(&percent(a)))
        .then_with(|| a.application.cmp(&b.application))
        .then_with(|| a.leaf.cmp(&b.leaf))
        .then_with(|| a.expert.cmp(&b.expert))
}

/// One application under watch.
struct Watch<'a> {
    reckoning: &'a Reckoning<'a>,
    rule: &'a Divergence,
    experts: Vec<&'a ExpertKey>,
    contenders: &'a [Contender],
    own: Option<&'a Contender>,
    /// What the place would be without each expert; asked once per flag, so kept.
    without: Vec<OnceCell<Option<Effect>>>,
}

/// A value far from the mean.
struct Far {
    mean: Exact,
    valid: u32,
    deviation: Exact,
    percent: Option<Exact>,
}

impl<'a> Watch<'a> {
    fn new(reckoning: &'a Reckoning<'a>, contenders: &'a [Contender]) -> Self {
        let application = reckoning.sheet.case.application;
        Self {
            reckoning,
            rule: &reckoning.sheet.case.plan.scheme.divergence,
            experts: application.experts.keys().collect(),
            contenders,
            own: contenders.iter().find(|c| c.id == application.id),
            without: vec![OnceCell::new(); application.experts.len()],
        }
    }

    fn leaves(&self, flags: &mut Vec<DivergenceFlag>) {
        if !self.rule.leaf {
            return;
        }
        for (leaf, ground) in self.reckoning.sheet.grounds.iter().enumerate() {
            let Basis::Experts(Marking::Scale(scale)) = &ground.basis else {
                continue;
            };
            let floor = &scale.step * &Exact::from(self.rule.floor_steps);
            let values = numeric(&ground.marks, None);
            let Some(mean) = mean_of(&values) else {
                continue;
            };
            for (position, mark) in ground.marks.iter().enumerate() {
                let MarkState::Scored(value) = &mark.state else {
                    continue;
                };
                if let Some(far) = self.far(value, &mean, values.len(), &floor) {
                    let effect = self.without_mark(leaf, ground, position);
                    flags.extend(self.flag(position, Some(ground), value, far, effect));
                }
            }
        }
    }

    fn totals(&self, flags: &mut Vec<DivergenceFlag>) {
        if !self.rule.judged_total {
            return;
        }
        let trees = &self.reckoning.sheet.trees;
        let values: Vec<&Exact> = trees.iter().map(|tree| &tree.judged).collect();
        let Some(mean) = mean_of(&values) else {
            return;
        };
        let floor = Exact::from(self.rule.floor_points);
        for tree in trees {
            if let Some(far) = self.far(&tree.judged, &mean, values.len(), &floor) {
                let effect = self.without_expert(tree.position);
                flags.extend(self.flag(tree.position, None, &tree.judged, far, effect));
            }
        }
    }

    fn far(&self, value: &Exact, mean: &Exact, valid: usize, floor: &Exact) -> Option<Far> {
        let deviation = value - mean;
        let distance = deviation.abs();
        if distance.is_zero() || &distance < floor {
            return None;
        }
        let share = (&deviation * &Exact::from(100)).over(&mean.abs());
        let exceeds = share
            .as_ref()
            .is_none_or(|share| share.abs() > Exact::from(self.rule.percent));
        exceeds.then(|| Far {
            mean: mean.clone(),
            valid: size(valid),
            deviation,
            percent: share,
        })
    }

    fn flag(
        &self,
        position: usize,
        ground: Option<&Ground<'_>>,
        value: &Exact,
        far: Far,
        effect: Option<Effect>,
    ) -> Option<DivergenceFlag> {
        Some(DivergenceFlag {
            application: self.reckoning.sheet.case.application.id.clone(),
            expert: (*self.experts.get(position)?).clone(),
            leaf: ground.map(|ground| ground.leaf.indicator.code.clone()),
            mark: value.clone(),
            panel_mean: far.mean,
            valid: far.valid,
            deviation: far.deviation,
            percent: far.percent,
            effect,
        })
    }

    /// What the place would be without one mark.
    fn without_mark(&self, leaf: usize, ground: &Ground<'_>, expert: usize) -> Option<Effect> {
        let own = self.own?;
        let sheet = &self.reckoning.sheet;
        if sheet.rules().basis == Over::ExpertTotal {
            return self.without_expert(expert);
        }
        let mut points: Vec<LeafPoints> = sheet.leaves.iter().map(|l| l.points.clone()).collect();
        *points.get_mut(leaf)? = sheet.leaf_value(ground, Some(expert)).points;
        self.effect(own, &sheet.plan().sum(&points), &self.trees_without(expert))
    }

    /// What the place would be without anything an expert marked.
    fn without_expert(&self, expert: usize) -> Option<Effect> {
        let known = self.without.get(expert)?;
        known.get_or_init(|| self.leave_out(expert)).clone()
    }

    fn leave_out(&self, expert: usize) -> Option<Effect> {
        let own = self.own?;
        let sheet = &self.reckoning.sheet;
        let trees = self.trees_without(expert);
        let nodes = match sheet.rules().basis {
            Over::ExpertTotal => sheet.over_trees(&trees).0,
            Over::Leaf => {
                let values = sheet
                    .grounds
                    .iter()
                    .map(|g| sheet.leaf_value(g, Some(expert)));
                sheet
                    .plan()
                    .sum(&values.map(|v| v.points).collect::<Vec<_>>())
            }
        };
        self.effect(own, &nodes, &trees)
    }

    fn trees_without(&self, expert: usize) -> Vec<&ExpertTree> {
        let trees = self.reckoning.sheet.trees.iter();
        trees.filter(|tree| tree.position != expert).collect()
    }

    fn effect(
        &self,
        own: &Contender,
        nodes: &[NodeValue],
        trees: &[&ExpertTree],
    ) -> Option<Effect> {
        let total = nodes.last()?.points.points()?;
        let composite = self.reckoning.publish(&self.reckoning.composite_of(total));
        let key = self.reckoning.key(composite.clone(), nodes, trees);
        let place_without = if key == own.key {
            own.place
        } else {
            let better = self
                .contenders
                .partition_point(|c| c.key.compare(&key).0.is_lt());
            let own_is_better = own.key.compare(&key).0.is_lt();
            size(better) - u32::from(own_is_better) + 1
        };
        Some(Effect {
            composite_without: composite,
            place: own.place,
            place_without,
        })
    }
}

/// The mean of at least two values; one alone diverges from nobody.
fn mean_of(values: &[&Exact]) -> Option<Exact> {
    if values.len() < 2 {
        return None;
    }
    let sum: Exact = values.iter().copied().sum();
    sum.over(&Exact::count(values.len()))
}
