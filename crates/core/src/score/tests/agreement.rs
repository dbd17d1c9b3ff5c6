//! Random schemes and marks: both scorers agree, order is nothing, and more is never less.

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

use super::naive::{How, Leaf, Mark, Marks, Rules, Tree, composite};
use super::*;

fn leaf() -> impl Strategy<Value = Leaf> {
    let how = prop_oneof![3 => Just(How::Ten), 1 => Just(How::PassFail), 1 => Just(How::Deducted)];
    (1i64..40, how).prop_map(|(quarters, how)| Leaf {
        // Deductions go by halves, so their points are whole halves.
        quarters: if how == How::Deducted {
            quarters * 2
        } else {
            quarters
        },
        how,
    })
}

fn tree() -> impl Strategy<Value = Tree> {
    prop::collection::vec(prop::collection::vec(leaf(), 1..4), 1..4)
}

fn rules() -> impl Strategy<Value = Rules> {
    let digits = || prop::option::of(0u32..4);
    let trim = (0usize..3, 0usize..3, 1usize..7);
    (
        any::<bool>(),
        0u8..3,
        trim,
        digits(),
        digits(),
        digits(),
        0usize..4,
    )
        .prop_map(
            |(by_total, method, (high, low, from), round_mark, round_leaf, round_total, least)| {
                Rules {
                    by_total,
                    method,
                    high,
                    low,
                    from,
                    round_mark,
                    round_leaf,
                    round_total,
                    least,
                }
            },
        )
}

/// `share`: of 20 draws, how many give a number.
fn mark(leaf: &Leaf, share: u32) -> BoxedStrategy<Option<Mark>> {
    let number = match leaf.how {
        How::Ten => (0i64..=20).boxed(),
        How::PassFail => (0i64..=1).prop_map(|m| m * 2).boxed(),
        How::Deducted => (0..=leaf.quarters / 2).boxed(),
    };
    prop_oneof![
        share => number.prop_map(|h| Some(Mark::Halves(h))),
        2 => Just(Some(Mark::Na)),
        1 => Just(None),
    ]
    .boxed()
}

fn round(share: u32) -> impl Strategy<Value = (Tree, Rules, Vec<Marks>)> {
    (tree(), rules()).prop_flat_map(move |(tree, rules)| {
        let expert: Vec<_> = tree.iter().flatten().map(|l| mark(l, share)).collect();
        let panel = prop::collection::vec(expert, 1..8);
        let all = prop::collection::vec(panel, 1..6);
        (Just(tree), Just(rules), all)
    })
}

fn scheme_of(tree: &Tree, rules: &Rules) -> Scheme {
    let start = SMALL.find("[[indicator]]").unwrap();
    let end = SMALL.find("[aggregation]").unwrap();
    let mut text = SMALL[..start].to_owned();
    for (b, branch) in tree.iter().enumerate() {
        let sum: i64 = branch.iter().map(|leaf| leaf.quarters).sum();
        let points = Decimal::from(sum) / Decimal::from(4);
        text += &format!(
            "[[indicator]]\ncode = \"B{b}\"\nname = {{ zh = \"支\" }}\npoints = {points}\n\n"
        );
        for (l, leaf) in branch.iter().enumerate() {
            let mode = match leaf.how {
                How::Ten => "mode = \"scored\"\nscale = \"ten\"",
                How::PassFail => "mode = \"pass_fail\"",
                How::Deducted => "mode = \"deducted\"\nstep = 0.5",
            };
            let points = Decimal::from(leaf.quarters) / Decimal::from(4);
            text += &format!(
                "[[indicator]]\ncode = \"B{b}.{l}\"\nparent = \"B{b}\"\nname = {{ zh = \"叶\" }}\npoints = {points}\n{mode}\n\n"
            );
        }
    }
    text += &SMALL[end..];
    let mut scheme = read(&text);
    aggregate_by(&mut scheme, rules);
    scheme
}

pub(super) fn aggregate_by(scheme: &mut Scheme, rules: &Rules) {
    let to = &mut scheme.aggregation;
    to.basis = if rules.by_total {
        Basis::ExpertTotal
    } else {
        Basis::Leaf
    };
    to.method = match rules.method {
        0 => Method::Mean,
        1 => Method::Median,
        _ => Method::TrimmedMean {
            high: rules.high as u32,
            low: rules.low as u32,
            from: rules.from as u32,
        },
    };
    (to.round_mark, to.round_leaf, to.round_total) =
        (rules.round_mark, rules.round_leaf, rules.round_total);
    to.least_valid = rules.least as u32;
}

fn inputs(tree: &Tree, all: &[Marks]) -> Vec<ApplicationInput> {
    let codes: Vec<IndicatorCode> = tree
        .iter()
        .enumerate()
        .flat_map(|(b, branch)| (0..branch.len()).map(move |l| code(&format!("B{b}.{l}"))))
        .collect();
    let applications = all.iter().enumerate().map(|(a, marks)| {
        let mut input = application(&format!("a{a}"));
        for (e, expert) in marks.iter().enumerate() {
            let entry = input.experts.entry(ExpertKey::new(&format!("e{e}")));
            let to = entry.or_insert_with(ExpertMarks::present);
            for (code, mark) in codes.iter().zip(expert) {
                let judgement = match mark {
                    Some(Mark::Halves(h)) => Judgement::Score(Hundredths(h * 50)),
                    Some(Mark::Na) => Judgement::NotApplicable,
                    None => continue,
                };
                to.marks.insert(code.clone(), judgement);
            }
        }
        input
    });
    applications.collect()
}

/// Reads what `Exact` prints, by other means than its own.
pub(super) fn rational(value: &Exact) -> BigRational {
    let text = value.to_string();
    if let Some((n, d)) = text.split_once('/') {
        return BigRational::new(n.parse().unwrap(), d.parse().unwrap());
    }
    let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
    let ten = BigInt::from(10).pow(fraction.len() as u32);
    BigRational::new(format!("{whole}{fraction}").parse().unwrap(), ten)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_naive_scorer_agrees((tree, rules, all) in round(17)) {
        let scheme = scheme_of(&tree, &rules);
        let outcome = run(&scheme, &inputs(&tree, &all));
        let expected: Vec<_> = all.iter().map(|marks| composite(&tree, &rules, marks)).collect();
        for (found, (composite, valid)) in outcome.applications.iter().zip(&expected) {
            let published = found.composite.as_ref().map(|c| rational(&c.published));
            prop_assert_eq!(&published, composite);
            prop_assert_eq!(found.experts.valid as usize, *valid);
            let place = composite.as_ref().map(|own| {
                1 + expected.iter().filter(|(other, _)| other.as_ref() > Some(own)).count()
            });
            prop_assert_eq!(found.places.map(|p| p.overall as usize), place);
        }
    }

    #[test]
    fn the_order_of_input_is_nothing((tree, rules, all) in round(17), turn in 0usize..6) {
        let scheme = scheme_of(&tree, &rules);
        let given = inputs(&tree, &all);
        let mut turned = given.clone();
        turned.reverse();
        let turn = turn % turned.len();
        turned.rotate_left(turn);
        prop_assert_eq!(run(&scheme, &given), run(&scheme, &turned));
    }

    #[test]
    fn the_names_of_experts_are_nothing((tree, rules, all) in round(17)) {
        let scheme = scheme_of(&tree, &rules);
        let mirrored: Vec<Marks> = all.iter().map(|m| m.iter().rev().cloned().collect()).collect();
        let composites = |all: &[Marks]| -> Vec<_> {
            let outcome = run(&scheme, &inputs(&tree, all));
            outcome.applications.into_iter().map(|a| (a.composite, a.places)).collect()
        };
        prop_assert_eq!(composites(&all), composites(&mirrored));
    }

    #[test]
    fn a_higher_mark_never_lowers_the_composite((tree, rules, mut all) in round(40), at in any::<prop::sample::Index>()) {
        let scheme = scheme_of(&tree, &rules);
        let leaves: Vec<&Leaf> = tree.iter().flatten().collect();
        let before = run(&scheme, &inputs(&tree, &all[..1]));
        let (experts, width) = (all[0].len(), leaves.len());
        let at = at.index(experts * width);
        let (expert, leaf) = (at / width, at % width);
        let Some(Mark::Halves(halves)) = all[0][expert][leaf] else { return Ok(()) };
        let (better, allowed) = match leaves[leaf].how {
            How::Ten => (halves + 1, halves < 20),
            How::PassFail => (2, halves == 0),
            How::Deducted => (halves - 1, halves > 0),
        };
        prop_assume!(allowed);
        all[0][expert][leaf] = Some(Mark::Halves(better));
        let after = run(&scheme, &inputs(&tree, &all[..1]));
        let exact = |o: &Outcome| o.applications[0].composite.as_ref().map(|c| c.published.clone());
        prop_assert!(exact(&after) >= exact(&before));
    }
}
