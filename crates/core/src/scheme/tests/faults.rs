//! Every kind of fault, one change of the small scheme at a time, and all of them together.

use std::collections::BTreeSet;

use super::*;

/// One change of [`MINIMAL`] and the one kind of fault it must bring, at the changed place.
const CHANGES: &[(FaultKind, &str, &str)] = &[
    (FaultKind::BadToml, "version = \"1\"", "version = \"1"),
    (FaultKind::UnknownFormat, "format = 1", "format = 2"),
    (FaultKind::MissingKey, "step = 0.5\nanchors", "anchors"),
    (FaultKind::MissingKey, "[panel]\nsize = 5\n", "[panel]\n"),
    (FaultKind::MissingKey, "points = 4 }", "}"),
    (
        FaultKind::UnknownKey,
        "full_score = 20",
        "full_score = 20\nful_score = 20",
    ),
    (
        FaultKind::UnknownKey,
        "step = 0.5\n\n[bonus]",
        "step = 0.5\nscale = \"ten\"\n\n[bonus]",
    ),
    (FaultKind::WrongType, "years = 3", "years = true"),
    (FaultKind::BadValue, "years = 3", "years = 3.5"),
    (FaultKind::BadValue, "kind = \"money\"", "kind = \"cash\""),
    (FaultKind::BadValue, "id = \"minimal\"", "id = \"最小\""),
    (
        FaultKind::BadValue,
        "interval_percent = 95",
        "interval_percent = 100",
    ),
    (
        FaultKind::BadValue,
        "weight_percent = 10",
        "weight_percent = -1",
    ),
    (
        FaultKind::BadValue,
        "trim_percent = 20",
        "trim_percent = 50",
    ),
    (FaultKind::BadValue, "resamples = 200", "resamples = 0"),
    (
        FaultKind::PointsNotPositive,
        "shrinkage = 0.5",
        "shrinkage = 0",
    ),
    (
        FaultKind::MissingKey,
        "[statistics]\ninterval_percent = 95\n",
        "[statistics]\n",
    ),
    (
        FaultKind::BadValue,
        "shrinking = \"F01 < F01_1\"",
        "shrinking = \"F01 < F01_1\"\nF03 = \"1.0\"",
    ),
    (
        FaultKind::BadValue,
        "shrinking = \"F01 < F01_1\"",
        "shrinking = \"F01 < F01_1\"\na-b = \"1.0\"",
    ),
    (FaultKind::BadValue, "code = \"F03\"", "code = \"F03_1\""),
    (FaultKind::DuplicateCode, "code = \"B2\"", "code = \"B1\""),
    (FaultKind::DuplicateCode, "code = \"K1\"", "code = \"V1\""),
    (
        FaultKind::DuplicateCode,
        "code = \"none\"",
        "code = \"full\"",
    ),
    (
        FaultKind::UnknownField,
        "field = \"F01\"",
        "field = \"F09\"",
    ),
    (
        FaultKind::UnknownEvidence,
        "evidence = [\"E01\"]",
        "evidence = [\"E02\"]",
    ),
    (FaultKind::UnknownType, "type = \"C\"", "type = \"D\""),
    (
        FaultKind::UnknownScale,
        "scale = \"ten\"",
        "scale = \"eleven\"",
    ),
    (
        FaultKind::UnknownIndicator,
        "[[tie_break]]\nindicator = \"B\"",
        "[[tie_break]]\nindicator = \"Z\"",
    ),
    (
        FaultKind::UnknownIndicator,
        "[[tie_break]]\nindicator = \"B\"",
        "[[tie_break]]\nindicator = \"V1\"",
    ),
    (
        FaultKind::UnknownIndicator,
        "[[tie_break]]\nindicator = \"B\"",
        "[[tie_break]]\nindicator = \"J1\"",
    ),
    (
        FaultKind::UnknownParent,
        "parent = \"A\"\nname = \"许可\"",
        "parent = \"Q\"\nname = \"许可\"",
    ),
    (FaultKind::UnknownVeto, "veto = \"V1\"", "veto = \"V2\""),
    (
        FaultKind::UnknownDerived,
        "condition = \"shrinking\"",
        "condition = \"shrunk\"",
    ),
    (
        FaultKind::BranchWithoutChildren,
        "mode = \"pass_fail\"\n",
        "",
    ),
    (
        FaultKind::LeafWithChildren,
        "name = \"创新\"\npoints = 10",
        "name = \"创新\"\npoints = 10\nmode = \"pass_fail\"",
    ),
    (
        FaultKind::PointsSum,
        "name = \"创新\"\npoints = 10\n[[",
        "name = \"创新\"\npoints = { common = 10, R = 9 }\n[[",
    ),
    (
        FaultKind::PointsSum,
        "points = 2\nmode = \"pass_fail\"",
        "points = 2.5\nmode = \"pass_fail\"",
    ),
    (FaultKind::FullScore, "full_score = 20", "full_score = 100"),
    (FaultKind::PointsNotPositive, "limit = 2", "limit = 0"),
    (
        FaultKind::BandsNotMonotone,
        "[10, 6], [0, 2]",
        "[10, 6], [12, 2]",
    ),
    (
        FaultKind::BandsNotMonotone,
        "[10, 6], [0, 2]",
        "[10, 6], [5, 2], [0, 2]",
    ),
    (
        FaultKind::BandsNotMonotone,
        "when_false = 1",
        "when_false = 3",
    ),
    (
        FaultKind::BeyondPoints,
        "[10, 6], [0, 2]",
        "[10, 7], [0, 2]",
    ),
    (FaultKind::BeyondPoints, "when_true = 0", "when_true = -1"),
    (FaultKind::BeyondPoints, "points = 4 }", "points = 5 }"),
    (
        FaultKind::FullPointsUnreachable,
        "[10, 6], [0, 2]",
        "[10, 5], [0, 2]",
    ),
    (
        FaultKind::FullPointsUnreachable,
        "points = 4 }",
        "points = 3 }",
    ),
    (
        FaultKind::BandsMissing,
        "bands = [[15, 6], [5, 3]]\nbands_by_type = { R = [[10, 6], [0, 2]] }",
        "bands_by_type = { C = [[10, 6], [0, 2]] }",
    ),
    (FaultKind::ScaleRange, "max = 10", "max = -1"),
    (
        FaultKind::ScaleStep,
        "step = 0.5\nanchors",
        "step = 0.125\nanchors",
    ),
    (
        FaultKind::ScaleStepNotDividing,
        "step = 0.5\nanchors",
        "step = 0.3\nanchors",
    ),
    (
        FaultKind::ScaleStepNotDividing,
        "step = 0.5\n\n[bonus]",
        "step = 0.3\n\n[bonus]",
    ),
    (
        FaultKind::ScaleTooFine,
        "max = 10\nstep = 0.5",
        "max = 100\nstep = 0.01",
    ),
    (
        FaultKind::AnchorUnreachable,
        "\nanchors = [",
        "\nanchors = [{ name = \"间\", meaning = \"间\", from = 5.6, to = 5.9 },",
    ),
    (FaultKind::AnchorOverlap, "to = 5.5", "to = 6.5"),
    (FaultKind::AnchorGap, "to = 5.5", "to = 4.5"),
    (FaultKind::FormulaSyntax, "F01 < F01_1\"", "F01 < \""),
    (FaultKind::FormulaSyntax, "F01 < F01_1\"", "let x = F01\""),
    (
        FaultKind::FormulaConstruct,
        "F01_1 * 100.0\"",
        "F01_1 % 100.0\"",
    ),
    (
        FaultKind::FormulaConstruct,
        "F01_1 * 100.0\"",
        "F01_1 * log(100.0)\"",
    ),
    (
        FaultKind::FormulaType,
        "F01_1 * 100.0\"",
        "F01_1 * (F01 > 1)\"",
    ),
    (
        FaultKind::FormulaType,
        "formula = \"growth\"",
        "formula = \"shrinking\"",
    ),
    (
        FaultKind::FormulaType,
        "condition = \"shrinking\"",
        "condition = \"growth\"",
    ),
    (
        FaultKind::FormulaType,
        "when = \"F01 > F01_1 * 10\"",
        "when = \"F01_1 * 10\"",
    ),
    (
        FaultKind::FormulaType,
        "F01 < F01_1\"",
        "F01 < F01_1 && F01\"",
    ),
    (
        FaultKind::IntegerDivision,
        "F01_1 * 100.0\"",
        "F01_1 * (1 / 2)\"",
    ),
    (
        FaultKind::IntegerDivision,
        "F01_1 * 100.0\"",
        "F01_1 * ((1 + 2) / max(2, 3))\"",
    ),
    (FaultKind::UnknownVariable, "F01 < F01_1\"", "F01 < F09\""),
    (FaultKind::UndeclaredYear, "F01 < F01_1\"", "F01 < F01_3\""),
    (
        FaultKind::UndeclaredYear,
        "base = [\"F01_1\"]",
        "base = [\"F01_4\"]",
    ),
    (FaultKind::FieldNotNumeric, "F01 < F01_1\"", "F01 < F03\""),
    (
        FaultKind::FieldNotNumeric,
        "field = \"F01\"",
        "field = \"F03\"",
    ),
    (
        FaultKind::FormulaCycle,
        "\"F01 < F01_1\"",
        "\"shrinking && F01 < F01_1\"",
    ),
    (
        FaultKind::AggregationImpossible,
        "from = 5\nround",
        "from = 2\nround",
    ),
    (
        FaultKind::ThresholdUnreachable,
        "indicator = \"B\"\nleast = 3",
        "indicator = \"B\"\nleast = 11",
    ),
    (
        FaultKind::ThresholdUnreachable,
        "least = 4\nmeasure",
        "least = 10.5\nmeasure",
    ),
    (FaultKind::GradesNotFalling, "from = 12", "from = 16"),
    (FaultKind::GradesMixed, "from = 12", "up_to_percent = 12"),
    (
        FaultKind::SelectionInconsistent,
        "unit_ceiling = 2",
        "unit_ceiling = 0",
    ),
    (
        FaultKind::SelectionInconsistent,
        "\"rank\"]",
        "\"rank\", \"rank\"]",
    ),
    (
        FaultKind::SelectionInconsistent,
        "\"type_seats\", \"rank\"]",
        "\"rank\", \"type_seats\"]",
    ),
    (FaultKind::SelectionInconsistent, "unit_floor = 1\n", ""),
    (FaultKind::SelectionInconsistent, "seats = 1", "seats = 4"),
    (
        FaultKind::SelectionInconsistent,
        "count = 3\nleast_score = 10\n",
        "",
    ),
    (FaultKind::PanelSizeEven, "size = 5", "size = 6"),
    (FaultKind::DivergenceImpossible, "leaf = true\n", ""),
    (
        FaultKind::NothingToMark,
        "readers = [\"province\", \"panel\"]",
        "readers = []",
    ),
];

/// Faults that one change cannot but bring together: what it is about, what comes with it.
const COMPANIONS: &[(FaultKind, FaultKind)] = &[
    (FaultKind::UnknownParent, FaultKind::PointsSum),
    (FaultKind::PointsSum, FaultKind::FullScore),
];

fn kinds(faults: &[Fault]) -> BTreeSet<FaultKind> {
    faults.iter().map(|fault| fault.kind).collect()
}

#[test]
fn one_change_brings_one_kind_of_fault() {
    let mut wrong = String::new();
    for (kind, from, to) in CHANGES {
        let changed = MINIMAL.replacen(from, to, 1);
        assert_ne!(changed, MINIMAL, "nothing to change for {kind:?}: {from}");
        let faults = check(&changed);
        let found = kinds(&faults);
        let expected = |other: &FaultKind| other == kind || COMPANIONS.contains(&(*kind, *other));
        let alone = found.iter().all(expected);
        if !found.contains(kind) || !alone {
            wrong += &format!("{kind:?} for {to:?}:\n{}", list(&faults));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn every_kind_of_fault_is_shown_to_occur() {
    let mut shown: BTreeSet<FaultKind> = CHANGES.iter().map(|(kind, ..)| *kind).collect();
    shown.extend(kinds(&check(&deep_tree())));
    shown.extend(kinds(&check(&" ".repeat(MAX_BYTES + 1))));
    for kind in FaultKind::ALL {
        assert!(shown.contains(kind), "{kind:?}");
    }
}

/// A tree of eight levels.
fn deep_tree() -> String {
    let level = |n: usize| {
        let parent = match n {
            0 => String::new(),
            n => format!("parent = \"D{}\"\n", n - 1),
        };
        let mode = if n == 7 { "mode = \"pass_fail\"\n" } else { "" };
        format!("[[indicator]]\ncode = \"D{n}\"\n{parent}name = \"层\"\npoints = 1\n{mode}")
    };
    let levels: String = (0..8).map(level).collect();
    MINIMAL.replacen("[bonus]", &format!("{levels}[bonus]"), 1)
}

#[test]
fn codes_of_faults_are_stable_and_unique() {
    let codes: BTreeSet<&str> = FaultKind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes.len(), FaultKind::ALL.len());
    for kind in FaultKind::ALL {
        let written = serde_json::to_value(kind).unwrap();
        assert_eq!(written, kind.code());
    }
}

#[test]
fn a_very_broken_scheme_names_all_its_faults_with_their_places() {
    let found = list(&check(include_str!("broken.toml")));
    assert_eq!(found, include_str!("broken.txt"), "found:\n{found}");
}

#[test]
fn a_text_that_is_no_scheme_at_all_is_told_what_is_missing() {
    let faults = check("");
    assert_eq!(
        kinds(&faults),
        [FaultKind::MissingKey, FaultKind::NothingToMark].into()
    );
    let missing: Vec<String> = faults.iter().map(ToString::to_string).collect();
    assert!(missing.contains(&"1:1: scheme: the key 'aggregation' is missing".to_owned()));
}

#[test]
fn a_formula_fault_stands_at_its_operand() {
    let changed = MINIMAL.replace("\"F01 < F01_1\"", "\"F01 < F01_1 && F01 > F77\"");
    let faults = check(&changed);
    let line = changed
        .lines()
        .position(|l| l.starts_with("shrinking"))
        .unwrap();
    let text = changed.lines().nth(line).unwrap();
    let column = text.find("F77").unwrap() + 1;
    assert_eq!((faults[0].line, faults[0].column), (line + 1, column));
}
