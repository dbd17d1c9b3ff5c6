//! Applications with facts and marks for any scheme, the same in every run.

use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::mark::Judgement;
use hengping_core::scheme::{self, Indicator, LeafMode, LeafRef, Scheme};
use hengping_core::score::{ApplicationInput, ExpertKey, ExpertMarks, ItemDecision};
use rust_decimal::Decimal;

/// Schemes of the repository, each with something the others lack.
pub(crate) const SCHEMES: [&str; 3] = [
    include_str!("../../../../review-packages/schemes/ecommerce-demonstration.toml"),
    include_str!("../../../../review-packages/schemes/horizon-style.toml"),
    include_str!("../../../../review-packages/schemes/baldrige-style.toml"),
];

pub(crate) fn scheme(text: &str) -> Scheme {
    scheme::parse(text).expect("a scheme of the repository")
}

/// Numbers that look like chance and never change.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        (self.0 >> 33) % bound
    }
}

/// One application of each type, judged by seven experts.
pub(crate) fn applications(scheme: &Scheme) -> Vec<ApplicationInput> {
    let types = scheme.types.iter().enumerate();
    types
        .map(|(at, named)| {
            let id = ApplicationId::new(format!("a{at}")).expect("an id");
            let mut input = ApplicationInput::new(id, named.code.clone());
            fill(scheme, &mut input, &mut Numbers(at as u64 + 7));
            input
        })
        .collect()
}

fn leaves(scheme: &Scheme) -> impl Iterator<Item = LeafRef<'_>> {
    let all = scheme.tree.iter().flat_map(Indicator::walk);
    all.filter_map(|indicator| {
        let leaf = indicator.leaf()?;
        Some(LeafRef { indicator, leaf })
    })
}

fn fill(scheme: &Scheme, input: &mut ApplicationInput, numbers: &mut Numbers) {
    for at in leaves(scheme) {
        if let LeafMode::Computed(computed) = &at.leaf.mode {
            let mut names = computed.formula.variables.clone();
            while let Some(name) = names.pop() {
                match scheme.derived.get(&name) {
                    Some(formula) => names.extend(formula.variables.iter().cloned()),
                    None => {
                        let value = i64::try_from(numbers.below(900_000)).expect("small");
                        let value = Decimal::new(value + 1000, 2);
                        input.facts.entry(name).or_insert(value);
                    }
                }
            }
        }
        if let LeafMode::Choice { options, .. } = &at.leaf.mode {
            let option = &options[usize::try_from(numbers.below(2)).expect("small")];
            input
                .choices
                .insert(at.indicator.code.clone(), option.code.clone());
        }
    }
    for group in [&scheme.bonus, &scheme.deductions] {
        for item in group.items.iter().take(2) {
            let once = ItemDecision::Count(1);
            input.items.insert(item.code.clone(), once);
        }
    }
    for expert in 0..7 {
        let key = ExpertKey::new(&format!("t{expert}"));
        input.experts.insert(key, marks(scheme, input, numbers));
    }
}

fn marks(scheme: &Scheme, input: &ApplicationInput, numbers: &mut Numbers) -> ExpertMarks {
    let mut marks = ExpertMarks::present();
    for at in leaves(scheme) {
        let code = &at.indicator.code;
        if let Some(judgement) = judgement(scheme, input, at, numbers) {
            marks.marks.insert(code.clone(), judgement);
        }
    }
    marks
}

fn judgement(
    scheme: &Scheme,
    input: &ApplicationInput,
    at: LeafRef<'_>,
    numbers: &mut Numbers,
) -> Option<Judgement> {
    if let LeafMode::Choice { options, .. } = &at.leaf.mode {
        return Some(Judgement::Choice(options.first()?.code.clone()));
    }
    let scale = scheme.marking_scale(at, &input.enterprise_type)?;
    let steps = ((scale.max - scale.min) / scale.step).trunc();
    let steps = u64::try_from(steps).ok()? + 1;
    let mark = scale.min + scale.step * Decimal::from(numbers.below(steps));
    hengping_core::amount::Hundredths::from_decimal(mark).map(Judgement::Score)
}

/// A leaf that no expert judges as applicable, to see its parent rescaled.
pub(crate) fn without(input: &mut ApplicationInput, leaf: &IndicatorCode) {
    for expert in input.experts.values_mut() {
        expert.marks.insert(leaf.clone(), Judgement::NotApplicable);
    }
}

/// The first leaf that experts mark on a scale.
pub(crate) fn scored_leaf(scheme: &Scheme) -> IndicatorCode {
    let mut scored = leaves(scheme).filter(|at| matches!(at.leaf.mode, LeafMode::Scored { .. }));
    scored.next().expect("a scored leaf").indicator.code.clone()
}
