//! Formulas compute in decimals, never panic and name what they lack.

use proptest::prelude::*;

use super::*;

/// The small scheme with `text` as its first derived formula.
fn with_formula(text: &str) -> Scheme {
    let line = "growth = \"(F01 - F01_1) / F01_1 * 100.0\"";
    let changed = MINIMAL.replace(line, &format!("probe = \"{text}\"\n{line}"));
    parse(&changed).unwrap_or_else(|faults| panic!("{text}: {}", list(&faults)))
}

fn value(text: &str, pairs: &[(&'static str, &str)]) -> Result<Decimal, FormulaError> {
    let scheme = with_formula(text);
    let given = Given::numbers(pairs);
    scheme.evaluate(&scheme.derived["probe"], &|name| given.number(name))
}

#[test]
fn arithmetic_is_exact() {
    let cases = [
        ("(F01 - F01_1) / F01_1 * 100", "9.2", "8", "15"),
        ("0.1 + 0.2 + F01 - F01_1", "0", "0", "0.3"),
        ("F01 / F01_1", "1", "8", "0.125"),
        ("3 - F01 * 2", "1", "0", "1"),
        ("-F01 + abs(-2.5) + +F01_1", "1", "2", "3.5"),
        ("min(F01, 3) + max(F01_1, 4)", "5", "1", "7"),
        ("sqrt(F01 / F01_1)", "1.21", "1", "1.1"),
        ("(sqrt(F01 / F01_1) - 1) * 100", "144", "100", "20"),
        ("growth * 2", "9.2", "8", "30"),
    ];
    for (text, now, before, expected) in cases {
        let found = value(text, &[("F01", now), ("F01_1", before)]);
        assert_eq!(found, Ok(decimal(expected)), "{text}");
    }
}

#[test]
fn conditions_compare_as_bands_do() {
    let holds = |text: &str, now: &str| {
        let scheme = with_formula(text);
        let given = Given::numbers(&[("F01", now), ("F01_1", "8")]);
        scheme.holds(&scheme.derived["probe"], &|name| given.number(name))
    };
    assert_eq!(holds("growth >= 15 && !(F01 < F01_1)", "9.2"), Ok(true));
    assert_eq!(holds("F01 / 3.0 * 3 >= 1", "1"), Ok(true));
    assert_eq!(holds("F01 == 1 || F01 != 1.0", "1"), Ok(true));
    assert_eq!(holds("growth", "9.2"), Err(FormulaError::WrongType));
}

#[test]
fn what_cannot_be_computed_is_named() {
    let pairs = |now, before| [("F01", now), ("F01_1", before)];
    assert_eq!(
        value("F01 / F01_1", &pairs("1", "0")),
        Err(FormulaError::DivisionByZero)
    );
    assert_eq!(
        value("sqrt(F01 - F01_1)", &pairs("1", "2")),
        Err(FormulaError::NegativeRoot)
    );
    let most = "79228162514264337593543950335";
    assert_eq!(
        value("F01 + F01_1", &pairs(most, most)),
        Err(FormulaError::Overflow)
    );
    assert_eq!(
        value("F01 * F01_1", &pairs(most, most)),
        Err(FormulaError::Overflow)
    );
    assert_eq!(
        value("F01 / F01_1", &pairs(most, "0.1")),
        Err(FormulaError::Overflow)
    );
    let missing = FormulaError::MissingVariable("F01_1".to_owned());
    assert_eq!(value("F01 + F01_1", &[("F01", "1")]), Err(missing));
}

#[test]
fn a_chain_of_derived_formulas_is_computed_once_each() {
    let mut lines = String::from("d0 = \"F01\"\nd1 = \"F01\"\n");
    for n in 2..64 {
        lines += &format!("d{n} = \"d{} + d{}\"\n", n - 1, n - 2);
    }
    let text = MINIMAL.replace("[derived]\n", &format!("[derived]\n{lines}"));
    let scheme = parse(&text).unwrap();
    let found = scheme.evaluate(&scheme.derived["d63"], &|_| Some(Decimal::ONE));
    assert_eq!(found, Ok(decimal("10610209857723")));
}

proptest! {
    #[test]
    fn formulas_never_panic(now in decimals(), before in decimals(), two in decimals()) {
        for text in [
            "(sqrt(F01 / F01_2) - 1) * 100 + F01 * F01_1",
            "max(F01 / F01_1, F01_1 / F01) - min(F01, -F01_2) * abs(F01_1)",
            "F01 * F01 * F01 - F01_1 * F01_2 / 3.0",
        ] {
            let scheme = cached(text);
            let given = |name: &str| match name {
                "F01" => Some(now),
                "F01_1" => Some(before),
                _ => Some(two),
            };
            let _ = scheme.band_value(&scheme.derived["probe"], &given);
        }
    }

    #[test]
    fn a_root_squared_comes_back(number in 0_i64..1_000_000_000) {
        let square = Decimal::from(number).checked_mul(Decimal::from(number)).unwrap();
        let root = value_of_root(square);
        prop_assert_eq!(root, Decimal::from(number));
    }

    #[test]
    fn any_text_in_place_of_a_formula_is_read_or_refused(text in "[ -~]{0,80}|\\PC{0,40}") {
        let quoted = toml::Value::String(text).to_string();
        let line = "shrinking = \"F01 < F01_1\"";
        let _ = check(&MINIMAL.replace(line, &format!("shrinking = {quoted}")));
    }

    #[test]
    fn a_scheme_with_any_piece_replaced_is_read_or_refused(
        start in 0..MINIMAL.len(), length in 0_usize..60, text in "[ -~\\n]{0,30}|\\PC{0,10}",
    ) {
        let floor = |at: usize| (0..=at.min(MINIMAL.len())).rev().find(|at| MINIMAL.is_char_boundary(*at)).unwrap();
        let (from, to) = (floor(start), floor(start + length));
        let mut changed = MINIMAL.to_owned();
        changed.replace_range(from..to, &text);
        let faults = check(&changed);
        let lines = changed.matches('\n').count() + 1;
        prop_assert!(faults.iter().all(|f| (1..=lines).contains(&f.line) && f.column > 0));
        prop_assert_eq!(faults.is_empty(), parse(&changed).is_ok());
    }
}

thread_local! {
    static READ: std::cell::RefCell<BTreeMap<&'static str, std::rc::Rc<Scheme>>> =
        const { std::cell::RefCell::new(BTreeMap::new()) };
}

/// The scheme with this formula, read once per thread.
fn cached(text: &'static str) -> std::rc::Rc<Scheme> {
    READ.with(|read| {
        let mut read = read.borrow_mut();
        let scheme = read.entry(text);
        scheme.or_insert_with(|| with_formula(text).into()).clone()
    })
}

fn value_of_root(square: Decimal) -> Decimal {
    let scheme = cached("sqrt(F01)");
    scheme
        .evaluate(&scheme.derived["probe"], &|_| Some(square))
        .unwrap()
}

/// Any decimal: all mantissas and scales the type has.
fn decimals() -> impl Strategy<Value = Decimal> {
    let mantissa =
        -79_228_162_514_264_337_593_543_950_335_i128..=79_228_162_514_264_337_593_543_950_335;
    let any = (mantissa, 0_u32..=28).prop_map(|(m, s)| Decimal::from_i128_with_scale(m, s));
    prop_oneof![3 => any, 1 => (-3_i64..4).prop_map(Decimal::from)]
}
