//! Whole rounds at random: points by type, bonus, deductions, vetoes, thresholds and the proposed
//! list, against a scorer that tries every order of the tied.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::agreement::rational;
use super::naive::{How, Leaf, Mark, Marks, Q, Rules, Tree, composite, q, round};
use super::*;

/// What happened to one application.
#[derive(Debug, Clone)]
struct Case {
    kind: &'static str,
    unit: Option<&'static str>,
    marks: Marks,
    /// J1, J2 and K1, and whether the veto applies.
    items: [i64; 3],
    vetoed: bool,
}

/// What the scheme says above the tree.
#[derive(Debug, Clone)]
struct Above {
    rules: Rules,
    /// Least points of branch A and of the composite.
    least: (i64, i64),
    selection: Selection,
}

const LEAVES: [&str; 4] = ["A1", "A2", "B1", "B2"];

/// Quarters of points in the order of [`LEAVES`]; the branches have the same points for all types.
fn quarters(kind: &str) -> [i64; 4] {
    match kind {
        "R" => [24, 16, 28, 12],
        _ => [9, 31, 28, 12],
    }
}

fn tree(kind: &str) -> Tree {
    let [a1, a2, b1, b2] = quarters(kind);
    let ten = |quarters| Leaf {
        quarters,
        how: How::Ten,
    };
    let passed = Leaf {
        quarters: b2,
        how: How::PassFail,
    };
    vec![vec![ten(a1), ten(a2)], vec![ten(b1), passed]]
}

fn case() -> impl Strategy<Value = Case> {
    // Few different marks, so that ties are frequent.
    let ten = || prop_oneof![9 => (6i64..10).prop_map(|m| Some(Mark::Halves(2 * m))), 1 => Just(Some(Mark::Na))];
    let passed = prop_oneof![1 => Just(Some(Mark::Halves(0))), 3 => Just(Some(Mark::Halves(2)))];
    let expert = (ten(), ten(), ten(), passed).prop_map(|(a, b, c, d)| vec![a, b, c, d]);
    (
        prop::sample::select(vec!["R", "W"]),
        prop::sample::select(vec![None, Some("x"), Some("y"), Some("z")]),
        prop::collection::vec(expert, 1..6),
        [0i64..3, 0..3, 0..5],
        prop::bool::weighted(0.1),
    )
        .prop_map(|(kind, unit, marks, items, vetoed)| Case {
            kind,
            unit,
            marks,
            items,
            vetoed,
        })
}

fn selection() -> impl Strategy<Value = Selection> {
    let steps = vec![FillStep::UnitFloor, FillStep::TypeSeats, FillStep::Rank];
    (
        prop::option::weighted(0.9, 0u32..6),
        prop::option::of(10i64..18),
        prop::option::of(1u32..3),
        prop::option::of(1u32..3),
        prop::option::of(1u32..3),
        Just(steps).prop_shuffle(),
    )
        .prop_map(|(count, least, seats, ceiling, floor, order)| Selection {
            count,
            least_score: least.map(Decimal::from),
            seats_by_type: seats
                .map(|seats| (TypeCode::new("W").unwrap(), seats))
                .into_iter()
                .collect(),
            unit_ceiling: ceiling,
            unit_floor: floor,
            order,
        })
}

fn above() -> impl Strategy<Value = Above> {
    let trim = (0usize..3, 0usize..3, 1usize..5);
    let digits = || prop::option::of(0u32..3);
    (
        0u8..3,
        trim,
        digits(),
        digits(),
        digits(),
        (0i64..8, 0i64..16),
        selection(),
    )
        .prop_map(
            |(method, (high, low, from), round_mark, round_leaf, round_total, least, selection)| {
                Above {
                    rules: Rules {
                        by_total: false,
                        method,
                        high,
                        low,
                        from,
                        round_mark,
                        round_leaf,
                        round_total,
                        least: 1,
                    },
                    least,
                    selection,
                }
            },
        )
}

fn scheme_of(above: &Above) -> Scheme {
    let [a1, a2, ..] = quarters("W").map(|quarters| Decimal::from(quarters) / Decimal::from(4));
    let text = SMALL
        .replace(
            "points = 6\n",
            &format!("points = {{ common = 6, W = {a1} }}\n"),
        )
        .replace(
            "points = 4\n",
            &format!("points = {{ common = 4, W = {a2} }}\n"),
        );
    let text = text.replace("[[bonus.item]]\n", "[[bonus.item]]\nmost = 2\n");
    let mut scheme = read(&text);
    super::agreement::aggregate_by(&mut scheme, &above.rules);
    let threshold = |indicator: Option<&str>, least: i64| Threshold {
        indicator: indicator.map(code),
        measure: Measure::Points,
        least: least.into(),
    };
    scheme.thresholds = vec![
        threshold(Some("A"), above.least.0),
        threshold(None, above.least.1),
    ];
    scheme.selection = Some(above.selection.clone());
    scheme
}

fn input(at: usize, case: &Case) -> ApplicationInput {
    let mut input = application(&format!("a{at}"));
    input.enterprise_type = TypeCode::new(case.kind).unwrap();
    input.unit = case.unit.map(|unit| UnitCode::new(unit).unwrap());
    for (number, marks) in case.marks.iter().enumerate() {
        let key = ExpertKey::new(&format!("e{number}"));
        let expert = input.experts.entry(key);
        let expert = expert.or_insert_with(ExpertMarks::present);
        for (leaf, mark) in LEAVES.iter().zip(marks) {
            let judgement = match mark {
                Some(Mark::Halves(halves)) => Judgement::Score(Hundredths(halves * 50)),
                Some(Mark::Na) => Judgement::NotApplicable,
                None => continue,
            };
            expert.marks.insert(code(leaf), judgement);
        }
    }
    let items = ["J1", "J2", "K1"].iter().zip(case.items);
    let counted = items.map(|(item, count)| (*item, count));
    for (item, count) in counted.chain([("V1", i64::from(case.vetoed))]) {
        let count = ItemDecision::Count(u32::try_from(count).unwrap());
        input.items.insert(code(item), count);
    }
    input
}

/// The composite as it is published.
fn published(above: &Above, case: &Case) -> Option<Q> {
    let exact = Rules {
        round_total: None,
        ..above.rules.clone()
    };
    let (total, _) = composite(&tree(case.kind), &exact, &case.marks);
    let [j1, j2, k1] = case.items;
    let bonus = (q(3, 2) * q(j1, 1) + q(j2, 1)).min(q(2, 1));
    let deducted = q(k1, 1).min(q(3, 1));
    Some(round(total? + bonus - deducted, above.rules.round_total))
}

/// Points of branch A; nothing when it does not apply.
fn branch(above: &Above, case: &Case) -> Option<Q> {
    let rules = Rules {
        round_total: None,
        ..above.rules.clone()
    };
    let marks: Marks = case.marks.iter().map(|all| all[..2].to_vec()).collect();
    composite(&tree(case.kind)[..1].to_vec(), &rules, &marks).0
}

/// Why an application is not ranked, or what it is ranked by.
fn standing(above: &Above, case: &Case) -> Result<Q, &'static str> {
    let composite = published(above, case);
    if case.vetoed {
        return Err("vetoed");
    }
    let composite = composite.ok_or("open")?;
    let missed = branch(above, case).is_some_and(|points| points < q(above.least.0, 1));
    match missed || composite < q(above.least.1, 1) {
        true => Err("below"),
        false => Ok(composite),
    }
}

/// Who gets a seat when the contenders stand in this order.
fn seated(rule: &Selection, order: &[(usize, &Case, &Q)]) -> Vec<usize> {
    let least = rule
        .least_score
        .map(|least| q(least.try_into().unwrap(), 1));
    let fits =
        |(_, _, composite): &&(usize, &Case, &Q)| least.as_ref().is_none_or(|l| *composite >= l);
    let order: Vec<_> = order.iter().filter(fits).collect();
    let mut seats: Vec<(usize, &Case)> = Vec::new();
    for step in &rule.order {
        for (at, case, _) in &order {
            let of_unit = seats.iter().filter(|(_, other)| other.unit == case.unit);
            let of_unit = u32::try_from(of_unit.count()).unwrap();
            let of_type = seats.iter().filter(|(_, other)| other.kind == "W").count();
            let wanted = match step {
                FillStep::UnitFloor => {
                    case.unit.is_some() && rule.unit_floor.is_some_and(|floor| of_unit < floor)
                }
                FillStep::TypeSeats => {
                    let own = rule
                        .seats_by_type
                        .first()
                        .map_or(0, |(_, seats)| *seats as usize);
                    case.kind == "W" && of_type < own
                }
                FillStep::Rank => true,
            };
            let room = rule.count.is_none_or(|count| seats.len() < count as usize);
            let below = case.unit.is_none() || rule.unit_ceiling.is_none_or(|most| of_unit < most);
            let is_new = seats.iter().all(|(seat, _)| seat != at);
            if wanted && room && below && is_new {
                seats.push((*at, case));
            }
        }
    }
    seats.into_iter().map(|(at, _)| at).collect()
}

/// Every order in which the contenders can stand: the tied in any order.
fn orders<'a>(ranked: &[(usize, &'a Case, &'a Q)]) -> Vec<Vec<(usize, &'a Case, &'a Q)>> {
    let Some(best) = ranked.iter().map(|(_, _, composite)| *composite).max() else {
        return vec![Vec::new()];
    };
    let tied = ranked
        .iter()
        .enumerate()
        .filter(|(_, (_, _, composite))| *composite == best);
    tied.flat_map(|(place, first)| {
        let mut rest = ranked.to_vec();
        rest.remove(place);
        let rest = orders(&rest);
        rest.into_iter().map(move |mut order| {
            order.insert(0, *first);
            order
        })
    })
    .collect()
}

/// Whose seat is certain, open, or nowhere.
fn fates(rule: &Selection, ranked: &[(usize, &Case, &Q)]) -> BTreeMap<usize, &'static str> {
    let all: Vec<Vec<usize>> = orders(ranked)
        .iter()
        .map(|order| seated(rule, order))
        .collect();
    let fate = |at: usize| {
        let times = all.iter().filter(|seats| seats.contains(&at)).count();
        match times {
            0 => "out",
            times if times == all.len() => "in",
            _ => "tied",
        }
    };
    ranked.iter().map(|(at, _, _)| (*at, fate(*at))).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_naive_reader_of_the_rules_agrees(above in above(), cases in prop::collection::vec(case(), 1..7)) {
        let scheme = scheme_of(&above);
        let inputs: Vec<_> = cases.iter().enumerate().map(|(at, case)| input(at, case)).collect();
        let outcome = run(&scheme, &inputs);
        let standings: Vec<_> = cases.iter().map(|case| standing(&above, case)).collect();
        for ((found, case), expected) in outcome.applications.iter().zip(&cases).zip(&standings) {
            let composite = found.composite.as_ref().map(|c| rational(&c.published));
            prop_assert_eq!(composite, published(&above, case), "{}", found.id);
            let status = match &found.status {
                Status::Ranked => None,
                Status::Vetoed(_) => Some("vetoed"),
                Status::BelowThreshold(_) => Some("below"),
                Status::NotDecidable(_) => Some("open"),
            };
            prop_assert_eq!(status, expected.as_ref().err().copied(), "{}", found.id);
            let better = |own: &Q| standings.iter().flatten().filter(|other| *other > own).count();
            let place = expected.as_ref().ok().map(|own| 1 + better(own));
            prop_assert_eq!(found.places.map(|p| p.overall as usize), place);
        }
        let ranked: Vec<_> = standings.iter().enumerate()
            .filter_map(|(at, standing)| Some((at, &cases[at], standing.as_ref().ok()?))).collect();
        let expected = fates(&above.selection, &ranked);
        let lines = outcome.selection.unwrap().lines;
        prop_assert_eq!(lines.len(), expected.len());
        for line in lines {
            let fate = match line.fate {
                Fate::Selected(_) => "in",
                Fate::TiedOnTheLine => "tied",
                Fate::NotSelected(_) => "out",
            };
            let at: usize = line.application.as_str()[1..].parse().unwrap();
            prop_assert_eq!(fate, expected[&at], "{}", line.application);
        }
    }
}
