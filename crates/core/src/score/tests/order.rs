//! Places, ties, votes, divergence and derivation.

use super::*;
use crate::score::explain::{Label, Operation};

fn places(outcome: &Outcome) -> Vec<(String, u32)> {
    let standings = outcome.ranking.overall.iter();
    standings
        .map(|s| (s.application.to_string(), s.place))
        .collect()
}

#[test]
fn equal_composites_share_a_place_and_the_next_is_skipped() {
    let given = [
        flat("d", "1"),
        flat("b", "8"),
        flat("a", "9"),
        flat("c", "8"),
    ];
    let outcome = run(&small(), &given);
    let expected = [("a", 1), ("b", 2), ("c", 2), ("d", 4)];
    assert_eq!(
        places(&outcome),
        expected.map(|(id, place)| (id.to_owned(), place))
    );
    let tied: Vec<String> = outcome.ranking.ties[0]
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        (outcome.ranking.ties.len(), tied),
        (1, vec!["b".to_owned(), "c".to_owned()])
    );
    assert_eq!(outcome.ranking.overall[2].decided_by, None);
    assert_eq!(
        outcome.ranking.overall[3].decided_by,
        Some(Criterion::Composite)
    );
}

#[test]
fn a_tie_is_one_of_the_published_composite() {
    let mut scheme = small();
    scheme.aggregation.round_total = Some(0);
    scheme.tie_breaks = vec![TieBreak::Indicator(code("B"))];
    let a = marked(
        application("a"),
        &[("A1", "9"), ("A2", "0"), ("B1", "0"), ("B2", "0")],
    );
    let b = marked(
        application("b"),
        &[("A1", "0"), ("A2", "0"), ("B1", "7"), ("B2", "0")],
    );
    let outcome = run(&scheme, &[a, b]);
    // 5.4 and 4.9 are both published as 5; B decides for b.
    assert_eq!(places(&outcome), [("b".to_owned(), 1), ("a".to_owned(), 2)]);
    assert_eq!(
        outcome.ranking.overall[1].decided_by,
        Some(Criterion::TieBreak(0))
    );
}

#[test]
fn a_vote_counts_only_when_it_names_the_whole_tie() {
    let given = vec![flat("a", "8"), flat("b", "8"), flat("c", "8")];
    let scheme = small();
    let vote = |names: &[&str]| Vote {
        order: names
            .iter()
            .map(|id| ApplicationId::new(*id).unwrap())
            .collect(),
    };
    let with = |votes| {
        let applications = given.clone();
        compute(&Input {
            scheme: &scheme,
            applications,
            votes,
        })
    };
    let half = with(vec![vote(&["c", "a"])]);
    assert_eq!(half.ranking.ties.len(), 1);
    let whole = with(vec![vote(&["c", "a", "b"])]);
    assert_eq!(
        places(&whole),
        [("c".into(), 1), ("a".into(), 2), ("b".into(), 3)]
    );
    assert_eq!(whole.ranking.overall[1].decided_by, Some(Criterion::Vote));
    assert!(whole.ranking.ties.is_empty());
}

#[test]
fn places_within_type_and_unit_count_their_own() {
    let mut given = [
        flat("a", "9"),
        flat("b", "8"),
        flat("c", "8"),
        flat("d", "7"),
    ];
    for (index, unit) in ["x", "y", "y", "y"].into_iter().enumerate() {
        given[index].unit = Some(UnitCode::new(unit).unwrap());
    }
    given[0].enterprise_type = TypeCode::new("W").unwrap();
    let outcome = run(&small(), &given);
    let places = |index: usize| outcome.applications[index].places.unwrap();
    assert_eq!(
        (places(2).overall, places(2).in_type, places(2).in_unit),
        (2, 1, Some(1))
    );
    assert_eq!(
        (places(3).overall, places(3).in_type, places(3).in_unit),
        (4, 3, Some(3))
    );
}

#[test]
fn a_diverging_mark_is_flagged_with_its_effect() {
    // A1 of a: mean 7, one at 4 (−42.9 %, 6 steps); without it 8: a moves from place 2 to 1.
    let a = marked(
        application("a"),
        &[
            ("A1", "8 8 8 4"),
            ("A2", "5 5 5 5"),
            ("B1", "5 5 5 5"),
            ("B2", "1 1 1 1"),
        ],
    );
    let b = marked(
        application("b"),
        &[
            ("A1", "7.5 7.5 7.5 7.5"),
            ("A2", "5 5 5 5"),
            ("B1", "5 5 5 5"),
            ("B2", "1 1 1 1"),
        ],
    );
    let outcome = run(&small(), &[a, b]);
    assert_eq!(outcome.divergences.len(), 1);
    let flag = &outcome.divergences[0];
    assert_eq!(
        (flag.expert.as_str(), flag.leaf.as_ref()),
        ("e3", Some(&code("A1")))
    );
    assert_eq!(
        (flag.panel_mean.to_string(), flag.deviation.to_string()),
        ("7".into(), "-3".into())
    );
    let effect = flag.effect.as_ref().unwrap();
    assert_eq!(
        (effect.place, effect.place_without, effect.places_moved()),
        (2, 1, 1)
    );
    assert_eq!(effect.composite_without.to_string(), "13.3");
}

#[test]
fn the_percentage_is_exceeded_and_the_floor_reached() {
    // Mean 1.25: ±0.75 is 60 % but 1.5 steps; mean 10/3…: exactly 30 % is not above 30 %.
    let near = marked(
        application("a"),
        &[
            ("A1", "2 0.5"),
            ("A2", "6.5 3.5"),
            ("B1", "5 5"),
            ("B2", "1 1"),
        ],
    );
    assert!(run(&small(), &[near]).divergences.is_empty());
    let far = marked(
        application("a"),
        &[("A1", "0 2"), ("A2", "5 5"), ("B1", "5 5"), ("B2", "1 1")],
    );
    assert_eq!(run(&small(), &[far]).divergences.len(), 2);
}

#[test]
fn a_composite_unfolds_to_its_raw_marks() {
    for basis in [Basis::Leaf, Basis::ExpertTotal] {
        let mut scheme = small();
        scheme.aggregation.basis = basis;
        scheme.aggregation.round_total = Some(2);
        let marks = [
            ("A1", "8 7 6"),
            ("A2", "NA NA NA"),
            ("B1", "9 9 8"),
            ("B2", "1 1 0"),
        ];
        let mut given = marked(application("a"), &marks);
        given.items.insert(code("J1"), ItemDecision::Count(1));
        let applications = vec![given];
        let input = Input {
            scheme: &scheme,
            applications,
            votes: Vec::new(),
        };
        let outcome = compute(&input);
        let id = ApplicationId::new("a").unwrap();
        let tree = explain(&input, &id).unwrap();
        let published = &outcome.applications[0]
            .composite
            .as_ref()
            .unwrap()
            .published;
        assert_eq!(tree.exact.as_ref(), Some(published));
        assert_eq!(check(&tree), 12, "raw marks below the composite");
    }
}

/// Recomputes every sum of a derivation; counts the raw marks.
fn check(step: &Derivation) -> usize {
    let values: Vec<&Exact> = step
        .children
        .iter()
        .filter_map(|c| c.exact.as_ref())
        .collect();
    let sum: Exact = values.iter().copied().sum();
    let expected = match &step.operation {
        Operation::Sum => Some(sum),
        Operation::Rescaled {
            declared,
            applicable,
        } => (&sum * declared).over(applicable),
        Operation::Aggregated { digits, .. } => sum
            .over(&Exact::count(values.len()))
            .map(|mean| mean.at_stage(*digits)),
        Operation::Rounded(digits) => Some(sum.at_stage(*digits)),
        Operation::BonusLessDeductions => match values.as_slice() {
            [tree, bonus, deductions] => Some(&(*tree + *bonus) - deductions),
            _ => panic!("three parts"),
        },
        _ => step.exact.clone(),
    };
    assert_eq!(step.exact, expected, "{:?}", step.label);
    let own = usize::from(matches!(step.operation, Operation::Raw { .. }));
    assert!(own == 0 || matches!(step.label, Label::Expert(_)));
    own + step.children.iter().map(check).sum::<usize>()
}
