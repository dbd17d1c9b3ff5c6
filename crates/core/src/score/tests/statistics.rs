//! Statistics over a whole small round: a golden value of our own, order of input, resampling.

use super::*;
use crate::id::Digest;
use crate::scheme::Statistics;
use crate::score::replicate::replicate;
use crate::stats::reviews::Reviews;
use crate::stats::round::{Fit, RoundStatistics, statistics};
use proptest::prelude::*;

/// A round with a tie, a gap, a leaf that does not apply for one expert, and two seats.
fn round() -> (Scheme, Vec<ApplicationInput>) {
    let mut scheme = small();
    scheme.aggregation.round_total = Some(2);
    scheme.selection = Some(Selection {
        count: Some(2),
        least_score: None,
        seats_by_type: Vec::new(),
        unit_ceiling: None,
        unit_floor: None,
        order: vec![FillStep::Rank],
    });
    scheme.statistics = Some(Statistics {
        interval_percent: decimal("95"),
        weight_percent: decimal("20"),
        trim_percent: decimal("25"),
        shrinkage: Some(decimal("0.5")),
        resamples: 50,
    });
    let rows = [
        ("a", ["8 7 6 9", "5 5 6 7", "9 9 9 8.5", "1 1 0 1"]),
        ("b", ["7 8 6.5 7", "6 NA 7 6", "8 8.5 9 7", "1 1 1 1"]),
        ("c", ["9 5 8 -", "7 6 6 -", "7 9 7 -", "1 0 1 -"]),
        ("d", ["4 3 5 4", "5 2 4 4.5", "6 3 5 4", "0 0 1 0"]),
        ("e", ["7 8 6.5 7", "6 6 7 6", "8 8.5 9 7", "1 1 1 1"]),
    ];
    let leaves = ["A1", "A2", "B1", "B2"];
    let applications = rows.iter().map(|(id, marks)| {
        let marks: Vec<(&str, &str)> = leaves.into_iter().zip(marks.iter().copied()).collect();
        marked(application(id), &marks)
    });
    let applications = applications.collect();
    (scheme, applications)
}

fn figures(scheme: &Scheme, applications: &[ApplicationInput]) -> RoundStatistics {
    let input = Input {
        scheme,
        applications: applications.to_vec(),
        votes: Vec::new(),
    };
    let outcome = compute(&input);
    statistics(&input, &outcome, &Reviews::default(), Digest::of(b"seed"))
}

#[test]
fn the_figures_of_a_small_round_stay_what_they_are() {
    let (scheme, applications) = round();
    let found = serde_json::to_value(figures(&scheme, &applications)).unwrap();
    let lines: Vec<String> = found
        .as_object()
        .unwrap()
        .iter()
        .map(|(part, figures)| format!("{part} {figures}"))
        .collect();
    for (found, golden) in lines.iter().zip(include_str!("statistics.txt").lines()) {
        assert_eq!(found, golden);
    }
    assert_eq!(lines.len(), 12);
}

#[test]
fn counting_everybody_once_is_the_official_ranking() {
    for basis in [Basis::Leaf, Basis::ExpertTotal] {
        for method in [
            Method::Mean,
            Method::Median,
            Method::TrimmedMean {
                high: 1,
                low: 1,
                from: 4,
            },
        ] {
            let (mut scheme, applications) = round();
            scheme.aggregation.basis = basis;
            scheme.aggregation.method = method;
            let input = Input {
                scheme: &scheme,
                applications,
                votes: Vec::new(),
            };
            let outcome = compute(&input);
            let experts: Vec<ExpertKey> =
                (0..4).map(|at| ExpertKey::new(&format!("e{at}"))).collect();
            let found = replicate(&input, &outcome, &experts, |replicas| {
                let ids: Vec<_> = replicas.applications().cloned().collect();
                ids.into_iter()
                    .zip(replicas.draw(&[1, 1, 1, 1]))
                    .collect::<Vec<_>>()
            });
            for (id, place) in found {
                let official = outcome.application(&id).unwrap().places.unwrap().overall;
                let sharing = outcome
                    .ranking
                    .overall
                    .iter()
                    .filter(|one| one.place == official);
                let doubled = 2 * u64::from(official) + sharing.count() as u64 - 1;
                assert_eq!(
                    place.unwrap().doubled_place,
                    doubled,
                    "{id} {basis:?} {method:?}"
                );
            }
        }
    }
}

#[test]
fn an_application_none_of_whose_experts_is_drawn_is_absent() {
    let (scheme, applications) = round();
    let input = Input {
        scheme: &scheme,
        applications,
        votes: Vec::new(),
    };
    let outcome = compute(&input);
    let experts: Vec<ExpertKey> = (0..4).map(|at| ExpertKey::new(&format!("e{at}"))).collect();
    let found = replicate(&input, &outcome, &experts, |replicas| {
        replicas.draw(&[0, 0, 0, 4])
    });
    let spoken: Vec<bool> = found.iter().map(Option::is_some).collect();
    assert_eq!(spoken, [true, true, false, true, true]);
}

#[test]
fn what_a_scheme_does_not_state_is_left_out() {
    let (mut scheme, applications) = round();
    scheme.statistics = None;
    let found = figures(&scheme, &applications);
    assert!(found.standing.is_none() && found.sensitivity.is_none() && found.parameters.is_none());
    assert_eq!(found.alternatives.len(), 8);
    let nothing = figures(&scheme, &[]);
    assert!(nothing.leaves.is_empty() && nothing.overall.description.is_none());
    assert!(matches!(nothing.severity, Fit::Refused(_)));
}

#[test]
fn panels_without_a_common_application_are_named() {
    let (scheme, mut applications) = round();
    let other = applications.last_mut().unwrap();
    other.experts = std::mem::take(&mut other.experts)
        .into_iter()
        .map(|(key, marks)| (ExpertKey::new(&format!("x{key}")), marks))
        .collect();
    let found = figures(&scheme, &applications);
    assert_eq!(found.apart.len(), 2);
    assert!(matches!(found.severity, Fit::Refused(_)));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn the_order_of_applications_does_not_matter(order in Just((0..5).collect::<Vec<usize>>()).prop_shuffle()) {
        let (scheme, applications) = round();
        let turned: Vec<ApplicationInput> = order.iter().map(|at| applications[*at].clone()).collect();
        prop_assert_eq!(figures(&scheme, &turned), figures(&scheme, &applications));
    }
}
