//! The schemes that ship with the program.

use super::*;

const ECOMMERCE: &str =
    include_str!("../../../../../review-packages/schemes/ecommerce-demonstration.toml");

fn read(text: &str) -> Scheme {
    parse(text).unwrap_or_else(|faults| panic!("{}", list(&faults)))
}

#[test]
fn the_sample_programme_adds_up() {
    let summary = read(ECOMMERCE).summary();
    assert_eq!((summary.leaves, summary.levels), (29, vec![5, 13, 29]));
    assert_eq!(
        (summary.fields, summary.evidence, summary.vetoes),
        (49, 24, 10)
    );
    for type_summary in &summary.types {
        let points = |mode: &str| type_summary.by_mode[mode].as_str();
        assert_eq!(type_summary.total, "100");
        assert_eq!(points("computed"), "50");
        assert_eq!(points("choice"), "7");
        assert_eq!(points("scored"), "43");
    }
}

const HORIZON: &str = include_str!("../../../../../review-packages/schemes/horizon-style.toml");
const BALDRIGE: &str = include_str!("../../../../../review-packages/schemes/baldrige-style.toml");

#[test]
fn schemes_of_other_shapes_are_read_by_the_same_rules() {
    let horizon = read(HORIZON);
    let totals: Vec<String> = horizon
        .summary()
        .types
        .into_iter()
        .map(|t| t.total)
        .collect();
    assert_eq!(totals, ["15", "17.5"]);
    let marks = horizon.thresholds.iter().map(|t| (t.measure, t.least));
    let three = (Measure::Mark, decimal("3"));
    let expected = [three, three, three, (Measure::Mark, decimal("10"))];
    assert_eq!(marks.collect::<Vec<_>>(), expected);

    let baldrige = read(BALDRIGE);
    assert_eq!(baldrige.summary().types[0].total, "1000");
    assert_eq!(baldrige.scales["process"].values().count(), 21);
}

#[test]
fn every_judged_leaf_of_the_sample_is_marked_on_the_same_scale() {
    let scheme = read(ECOMMERCE);
    assert_eq!(scheme.expert_leaves().len(), 13);
    for at in scheme.expert_leaves() {
        let anchors = scheme.anchors_of(at.leaf);
        assert_eq!(anchors.len(), 5, "{}", at.indicator.code);
        assert_eq!(scheme.scale_of(at.leaf), scheme.scales.get("ten"));
    }
}

#[test]
fn a_mixed_enterprise_is_measured_by_its_main_business() {
    let scheme = read(ECOMMERCE);
    let points = |enterprise_type: &str, main: &'static str| {
        let given = Given::numbers(&[("F20", "60000")])
            .code("F13a", main)
            .evidence(&["E05"]);
        let code = crate::id::IndicatorCode::new("A1.1").unwrap();
        let leaf = scheme.leaf(&code).unwrap().leaf;
        let enterprise_type = TypeCode::new(enterprise_type).unwrap();
        match computed_leaf(&scheme, leaf, &enterprise_type, &given).unwrap() {
            ComputedOutcome::Value { points, .. } => points,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(points("R", "S"), decimal("4"));
    assert_eq!(points("C", "S"), decimal("5"));
    assert_eq!(points("C", "W"), decimal("2"));
}

#[test]
fn a_loss_that_narrows_earns_one_point() {
    let scheme = read(ECOMMERCE);
    let points = |now: &str, before: &str| {
        let given = Given::numbers(&[("F16", "1000"), ("F17", now), ("F17_1", before)]);
        let code = crate::id::IndicatorCode::new("A2.3").unwrap();
        let leaf = scheme.leaf(&code).unwrap().leaf;
        let given = given.evidence(&["E04"]);
        match computed_leaf(&scheme, leaf, &TypeCode::new("R").unwrap(), &given).unwrap() {
            ComputedOutcome::Value { points, .. } => points,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(points("-10", "-20"), decimal("1"));
    assert_eq!(points("-20", "-10"), decimal("0"));
    assert_eq!(points("0", "-10"), decimal("2"));
    assert_eq!(points("100", "90"), decimal("3"));
}
