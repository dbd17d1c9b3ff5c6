//! Which judgements leaves take, and which declared values fields take.

use super::*;
use crate::amount::{Fen, Hundredths};
use crate::application::FieldValue;
use crate::id::IndicatorCode;
use crate::id::OptionCode;
use crate::mark::Judgement;

fn code(text: &str) -> IndicatorCode {
    IndicatorCode::new(text).unwrap()
}

fn score(hundredths: i64) -> Judgement {
    Judgement::Score(Hundredths(hundredths))
}

fn choice(text: &str) -> Judgement {
    Judgement::Choice(OptionCode::new(text).unwrap())
}

fn accepts(leaf: &str, judgement: &Judgement) -> Result<(), MarkFault> {
    minimal().accepts(&code(leaf), judgement, &TypeCode::new("R").unwrap())
}

#[test]
fn a_scored_leaf_takes_the_marks_of_its_scale() {
    for mark in [0, 50, 750, 1000] {
        assert_eq!(accepts("B1", &score(mark)), Ok(()));
    }
    assert!(matches!(
        accepts("B1", &score(1050)),
        Err(MarkFault::OffScale { .. })
    ));
    assert!(matches!(
        accepts("B1", &score(-50)),
        Err(MarkFault::OffScale { .. })
    ));
    assert!(matches!(
        accepts("B1", &score(725)),
        Err(MarkFault::OffStep { .. })
    ));
    assert_eq!(
        accepts("B1", &choice("full")),
        Err(MarkFault::WrongKind(code("B1")))
    );
    assert_eq!(accepts("B1", &Judgement::NotApplicable), Ok(()));
}

#[test]
fn passing_and_deducting_have_scales_of_their_own() {
    assert_eq!(accepts("B2", &score(0)), Ok(()));
    assert_eq!(accepts("B2", &score(100)), Ok(()));
    assert!(matches!(
        accepts("B2", &score(50)),
        Err(MarkFault::OffStep { .. })
    ));
    assert_eq!(accepts("B3", &score(150)), Ok(()));
    assert!(matches!(
        accepts("B3", &score(250)),
        Err(MarkFault::OffScale { .. })
    ));
}

#[test]
fn facts_take_no_marks() {
    assert_eq!(
        accepts("A1", &score(500)),
        Err(MarkFault::Computed(code("A1")))
    );
    let (indicator, decider) = (code("A2"), Decider::OfficeCheck);
    let elsewhere = MarkFault::DecidedElsewhere { indicator, decider };
    assert_eq!(accepts("A2", &choice("full")), Err(elsewhere));
    assert_eq!(
        accepts("A", &score(500)),
        Err(MarkFault::NotALeaf(code("A")))
    );
    assert_eq!(
        accepts("J1", &score(100)),
        Err(MarkFault::UnknownIndicator(code("J1")))
    );
}

#[test]
fn a_computed_leaf_that_was_turned_over_is_marked_on_its_fallback_scale() {
    let scheme = minimal();
    let any_type = TypeCode::new("R").unwrap();
    let accepts = |mark| scheme.accepts_turned_over(&code("A1"), &score(mark), &any_type);
    assert_eq!(accepts(750), Ok(()));
    assert!(matches!(accepts(751), Err(MarkFault::OffStep { .. })));
}

#[test]
fn experts_choose_where_the_scheme_lets_them() {
    let text = MINIMAL.replace("decides = \"office_check\"", "decides = \"experts\"");
    let scheme = parse(&text).unwrap();
    let any_type = TypeCode::new("C").unwrap();
    let accepts = |option| scheme.accepts(&code("A2"), &choice(option), &any_type);
    assert_eq!(accepts("full"), Ok(()));
    let unknown = MarkFault::UnknownOption(OptionCode::new("half").unwrap());
    assert_eq!(accepts("half"), Err(unknown));
    let leaves = scheme.expert_leaves();
    let codes: Vec<&str> = leaves.iter().map(|at| at.indicator.code.as_str()).collect();
    assert_eq!(codes, ["A2", "B1", "B2", "B3"]);
}

#[test]
fn money_is_read_in_wan_and_kept_in_fen() {
    let scheme = minimal();
    let field = scheme.field(&FieldCode::new("F01").unwrap()).unwrap();
    let parse = |text| field.parse(text).map_err(|fault| fault.kind);
    assert_eq!(
        parse(" 123456.78 "),
        Ok(FieldValue::Money(Fen(123_456_780_000)))
    );
    assert_eq!(parse("0.000001"), Ok(FieldValue::Money(Fen(1))));
    assert_eq!(parse("0.0000010"), Ok(FieldValue::Money(Fen(1))));
    assert_eq!(
        parse("0.0000001"),
        Err(FieldFaultKind::TooFine { digits: 6 })
    );
    assert_eq!(
        parse("-1"),
        Err(FieldFaultKind::BelowMinimum(Decimal::ZERO))
    );
    assert_eq!(parse("99999999999999999999"), Err(FieldFaultKind::TooLarge));
    let endless = "9".repeat(60);
    assert_eq!(
        field.parse(&endless).unwrap_err().kind,
        FieldFaultKind::TooLarge
    );
    for bad in [
        "1,000", "1e5", "", ".5", "5.", "１２", "0x10", "--1", "1.2.3", "万", "+1",
    ] {
        assert!(parse(bad).is_err(), "{bad}");
    }
    let fault = field.parse("x").unwrap_err();
    assert_eq!(fault.to_string(), "field F01: not a number");
}

#[test]
fn every_kind_of_field_takes_its_own_values_only() {
    let text = MINIMAL.replace("[[evidence]]", concat!(
        "[[field]]\ncode = \"F04\"\nname = \"注册\"\nkind = \"date\"\n",
        "[[field]]\ncode = \"F05\"\nname = \"代码\"\nkind = \"credit_code\"\n",
        "[[field]]\ncode = \"F06\"\nname = \"占比\"\nkind = \"number\"\ndigits = 2\nmax = 100\n",
        "[[field]]\ncode = \"F07\"\nname = \"荣誉\"\nkind = \"list\"\n",
        "[[evidence]]",
    ));
    let scheme = parse(&text).unwrap();
    let parse = |code: &str, text: &str| {
        let field = scheme.field(&FieldCode::new(code).unwrap()).unwrap();
        field.parse(text).map_err(|fault| fault.kind)
    };
    assert!(parse("F04", "2024-02-29").is_ok());
    for bad in [
        "2023-02-29",
        "2024-2-29",
        "20240229",
        "2024-02-29T00:00:00Z",
    ] {
        assert_eq!(parse("F04", bad), Err(FieldFaultKind::NotADate), "{bad}");
    }
    assert!(parse("F05", "91110000802100433B").is_ok());
    assert!(matches!(
        parse("F05", "91110000802100433C"),
        Err(FieldFaultKind::CreditCode(_))
    ));
    assert_eq!(
        parse("F06", "12.50"),
        Ok(FieldValue::Number(decimal("12.5")))
    );
    assert_eq!(
        parse("F06", "12.505"),
        Err(FieldFaultKind::TooFine { digits: 2 })
    );
    assert_eq!(
        parse("F06", "100.01"),
        Err(FieldFaultKind::AboveMaximum(decimal("100")))
    );
    assert_eq!(parse("F02", "R"), Ok(FieldValue::Code("R".to_owned())));
    assert_eq!(parse("F02", "X"), Err(FieldFaultKind::UnknownCode));
    assert_eq!(parse("F07", "一项"), Err(FieldFaultKind::WrongKind));
    let list = scheme.field(&FieldCode::new("F07").unwrap()).unwrap();
    assert!(list.parse_list(&["一项".to_owned()]).is_ok());
    assert_eq!(
        list.parse_list(&[" ".to_owned()]).unwrap_err().kind,
        FieldFaultKind::Empty
    );
    let money = FieldValue::Money(Fen(1));
    assert_eq!(
        list.check(&money).unwrap_err().kind,
        FieldFaultKind::WrongKind
    );
}
