//! From declared values to points.

use super::*;
use crate::id::IndicatorCode;

fn outcome(scheme: &Scheme, code: &str, enterprise_type: &str, given: &Given) -> ComputedOutcome {
    let code = IndicatorCode::new(code).unwrap();
    let leaf = scheme.leaf(&code).unwrap().leaf;
    let enterprise_type = TypeCode::new(enterprise_type).unwrap();
    computed_leaf(scheme, leaf, &enterprise_type, given).unwrap()
}

fn points(outcome: &ComputedOutcome) -> Decimal {
    match outcome {
        ComputedOutcome::Value { points, .. } => *points,
        other => panic!("{other:?}"),
    }
}

#[test]
fn eight_to_nine_point_two_is_fifteen_percent_exactly() {
    let text = MINIMAL.replace("bands_by_type = { R = [[10, 6], [0, 2]] }\n", "");
    let text = text.replace("bands_as = { C = \"F02\" }\n", "");
    let scheme = parse(&text).unwrap_or_else(|faults| panic!("{}", list(&faults)));
    let given = Given::numbers(&[("F01", "9.2"), ("F01_1", "8.0")]).evidence(&["E01"]);
    let expected = ComputedOutcome::Value {
        value: decimal("15"),
        band: Some(0),
        points: decimal("6"),
        without_evidence: false,
    };
    assert_eq!(outcome(&scheme, "A1", "R", &given), expected);
    let less = Given::numbers(&[("F01", "9.1999999999"), ("F01_1", "8.0")]).evidence(&["E01"]);
    assert_eq!(points(&outcome(&scheme, "A1", "R", &less)), decimal("3"));
}

#[test]
fn a_type_takes_the_bands_of_the_type_its_field_names() {
    let scheme = minimal();
    let given = || Given::numbers(&[("F01", "110"), ("F01_1", "100")]).evidence(&["E01"]);
    assert_eq!(points(&outcome(&scheme, "A1", "R", &given())), decimal("6"));
    let mixed = given().code("F02", "R");
    assert_eq!(points(&outcome(&scheme, "A1", "C", &mixed)), decimal("6"));
    let field = FieldCode::new("F02").unwrap();
    let turned = ComputedOutcome::TurnedOver {
        reason: TurnOver::NoBands(field),
    };
    assert_eq!(outcome(&scheme, "A1", "C", &given()), turned);
}

#[test]
fn below_the_lowest_band_the_condition_decides() {
    let scheme = minimal();
    let given = Given::numbers(&[("F01", "90"), ("F01_1", "100")]).evidence(&["E01"]);
    assert_eq!(points(&outcome(&scheme, "A1", "R", &given)), Decimal::ZERO);
}

#[test]
fn a_missing_or_zero_base_year_turns_the_leaf_over() {
    let scheme = minimal();
    let base = || "F01_1".to_owned();
    let missing = Given::numbers(&[("F01", "90")]).evidence(&["E01"]);
    let zero = Given::numbers(&[("F01", "90"), ("F01_1", "0.00")]).evidence(&["E01"]);
    let turned = |reason| ComputedOutcome::TurnedOver { reason };
    let found = outcome(&scheme, "A1", "R", &missing);
    assert_eq!(found, turned(TurnOver::MissingBase(base())));
    let found = outcome(&scheme, "A1", "R", &zero);
    assert_eq!(found, turned(TurnOver::ZeroBase(base())));
    let now = Given::numbers(&[("F01_1", "90")]).evidence(&["E01"]);
    let error = FormulaError::MissingVariable("F01".to_owned());
    let found = outcome(&scheme, "A1", "R", &now);
    assert_eq!(found, turned(TurnOver::NoValue(error)));
}

#[test]
fn the_scheme_says_what_holds_while_evidence_is_missing() {
    let given = Given::numbers(&[("F01", "110"), ("F01_1", "100")]);
    let with = |word: &str| {
        let text = MINIMAL.replace("\"zero\"", &format!("\"{word}\""));
        outcome(&parse(&text).unwrap(), "A1", "R", &given)
    };
    assert_eq!(with("zero"), ComputedOutcome::Zero);
    assert_eq!(with("panel"), ComputedOutcome::Open);
    match with("keep_with_note") {
        ComputedOutcome::Value {
            points,
            without_evidence,
            ..
        } => assert_eq!((points, without_evidence), (decimal("6"), true)),
        other => panic!("{other:?}"),
    }
}
