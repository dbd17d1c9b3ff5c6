//! What an office sees when it tries rules on plain tables.

use super::*;
use crate::tables::TableFaultKind;

const SCHEME: &str = r#"
format = 1
id = "try"
version = "1"
title = { zh = "试" }

[[type]]
code = "R"
name = { zh = "零售" }

[[type]]
code = "W"
name = { zh = "批发" }

[[field]]
code = "F1"
name = { zh = "额" }
kind = "money"
unit = "万元"
years = 2

[[evidence]]
code = "E1"
name = { zh = "证" }

[[veto]]
code = "V1"
name = { zh = "否决" }

[bonus]
limit = 2
decides = "panel"

[[bonus.item]]
code = "J1"
name = { zh = "加" }
points = 1.5

[deductions]
limit = 3
decides = "panel"

[[deductions.item]]
code = "K1"
name = { zh = "扣" }
points = 1
most = 9

[scale.ten]
min = 0
max = 10
step = 0.5
anchors = [
  { name = { zh = "高" }, meaning = { zh = "高" }, from = 5, to = 10 },
  { name = { zh = "低" }, meaning = { zh = "低" }, from = 0, to = 4.5 },
]

[[indicator]]
code = "A"
name = { zh = "甲" }
points = 16

[[indicator]]
code = "A1"
parent = "A"
name = { zh = "甲一" }
points = 6
mode = "computed"
formula = "(F1 - F1_1) / F1_1 * 100.0"
unit = "%"
base = ["F1_1"]
bands = [[15, 6], [0, 3]]
otherwise = 0
fallback_scale = "ten"
decides = "form"
evidence = ["E1"]
missing_evidence = "zero"

[[indicator]]
code = "A2"
parent = "A"
name = { zh = "甲二" }
points = 10
mode = "scored"
scale = "ten"

[[indicator]]
code = "B"
name = { zh = "乙" }
points = 4
mode = "choice"
decides = "office_check"
options = [
  { code = "all", name = { zh = "全" }, points = 4 },
  { code = "some", name = { zh = "部分" }, points = 1 },
]

[aggregation]
basis = "leaf"
method = "mean"
round_mark = 1
round_total = 2
least_valid = 1

[divergence]
leaf = true
percent = 30
floor_steps = 2
explain = true

[opinion]

[[opinion.field]]
code = "o"
name = { zh = "意见" }
readers = ["panel"]

[panel]
size = 5
reserves = 1
same_unit_years = 3
"#;

const FIELDS: &str = "application,type,F1,F1_1,B\na,R,9.2,8,all\nb,W,8,8,部分\n";

fn run(marks: &str, fields: &str) -> TryReport {
    match try_scheme(SCHEME, marks.as_bytes(), Some(fields.as_bytes())) {
        Ok(report) => report,
        Err(error) => panic!("{error:?}"),
    }
}

fn faults(marks: &[u8], fields: Option<&[u8]>) -> Vec<TableFault> {
    match try_scheme(SCHEME, marks, fields) {
        Err(Error::Table(faults)) => faults,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_table_gives_the_same_numbers_as_a_round() {
    let marks = "application,expert,indicator,value\n\
        a,x,A2,8\na,y,A2,7.5\na,z,A2,\nb,x,A2,9\nb,y,A2,9\nb,z,A2,9\n\
        a,panel,J1,1\na,panel,K1,2\n";
    let report = run(marks, FIELDS);
    let [a, b] = report.applications.as_slice() else {
        panic!("two applications")
    };
    // a: 15 % → 6; mark (8 + 7.5)/2 = 7.75 → 7.8 → 7.8; 4; + 1.5 − 2 = 17.3.
    assert_eq!(
        (a.id.as_str(), a.composite.as_deref(), a.rank),
        ("a", Some("17.30"), Some(1))
    );
    assert_eq!((a.valid_experts, a.experts), (2, 3));
    // b: 0 % → 3; 9; 1 = 13.
    assert_eq!((b.composite.as_deref(), b.rank), (Some("13.00"), Some(2)));
    let json = serde_json::to_value(a).unwrap();
    assert_eq!(json["type"], "R");
    let leaf = serde_json::json!({
        "indicator": "A2", "state": "scored", "valid": 2, "total": 3, "mark": "7.8", "points": "7.8"
    });
    assert_eq!(json["leaves"][1], leaf);
    assert_eq!(json["leaves"][0]["mark"], "15");
}

#[test]
fn the_order_of_rows_and_columns_is_nothing() {
    let one = "application,expert,indicator,value\na,x,A2,8\na,y,A2,NA\nb,x,A2,9\n";
    let two = "value,indicator,expert,application\n9,A2,x,b\nNA,A2,y,a\n8,A2,x,a\n";
    assert_eq!(run(one, FIELDS), run(two, FIELDS));
}

#[test]
fn chinese_headings_and_gb_18030_are_read() {
    let one = "application,expert,indicator,value\n企业一,张三,A2,8\n企业一,李四,A2,NA\n";
    let two = "申报企业,专家,指标,评分\n企业一,张三,A2,8\n企业一,李四,A2,不适用\n";
    let fields = "申报企业,类型,F1 交易额,F1_1(上年),B\n企业一,零售,9.2,8,4\n";
    let with = |marks: &[u8], fields: &[u8]| try_scheme(SCHEME, marks, Some(fields)).unwrap();
    let expected = with(one.as_bytes(), fields.as_bytes());
    assert_eq!(expected.applications[0].composite.as_deref(), Some("18.00"));
    let gb = |text: &str| encoding_rs::GB18030.encode(text).0.into_owned();
    assert_eq!(with(&gb(two), &gb(fields)), expected);
    let bom = format!("\u{feff}{two}");
    assert_eq!(with(bom.as_bytes(), fields.as_bytes()), expected);
    let tabs = two.replace(',', "\t");
    assert_eq!(with(tabs.as_bytes(), fields.as_bytes()), expected);
}

#[test]
fn every_wrong_cell_is_named() {
    let marks = "application,expert,indicator,value\n\
        a,x,A2,8.3\na,y,A2,11\na,z,Q9,1\na,z,A,1\na,,A2,3\n,x,A2,3\n\
        a,w,A2,good\na,x,J1,-1\na,x,B,none\na,x,A2,8\n";
    let fields = "application,type,F1,F99\na,Q,1,2\na,R,x,2\nb,R,ten,\n";
    let found = faults(marks.as_bytes(), Some(fields.as_bytes()));
    let lines: Vec<String> = found
        .iter()
        .map(|fault| format!("{} {}", fault.place(), fault.kind.code()))
        .collect();
    let expected = [
        "marks:D2 off-step",
        "marks:D3 off-scale",
        "marks:C4 unknown-indicator",
        "marks:C5 not-a-leaf",
        "marks:B6 missing-value",
        "marks:A7 missing-value",
        "marks:D8 not-a-number",
        "marks:D9 not-a-count",
        "marks:D10 unknown-option",
        "marks:D11 contradicts",
        "fields:D1 unknown-column",
        "fields:B2 unknown-type",
        "fields:A3 duplicate-application",
        "fields:C4 not-a-number",
    ];
    assert_eq!(lines, expected);
}

#[test]
fn equal_rows_twice_are_one_and_unlike_ones_are_refused() {
    let marks = "application,expert,indicator,value\na,x,A2,8\na,x,A2,8\n";
    assert_eq!(run(marks, FIELDS).applications[0].leaves[1].valid, 1);
    let marks = "application,expert,indicator,value\na,x,A2,8\na,x,A2,\n";
    let found = faults(marks.as_bytes(), None);
    assert!(
        matches!(&found[0].kind, TableFaultKind::Contradicts(cell) if cell.to_string() == "D2")
    );
}

#[test]
fn unlike_rows_on_a_decision_leave_it_undecided() {
    let marks = "application,expert,indicator,value\n\
        a,x,A2,8\na,x,J1,1\na,y,J1,0\na,x,V1,1\na,y,V1,1\na,x,B,\n";
    let report = run(marks, FIELDS);
    let a = &report.applications[0];
    let b = &report.applications[1];
    assert_eq!(
        (b.id.as_str(), b.status, b.rank),
        ("b", "not-decidable", None)
    );
    // Whoever only states decisions was not asked for marks.
    assert_eq!((a.status, a.experts), ("vetoed", 1));
    assert!(a.notes.iter().any(|note| note.starts_with("J1")));
}

#[test]
fn not_scored_not_applicable_and_zero_differ() {
    let with = |value: &str| {
        let marks = format!("application,expert,indicator,value\na,x,A2,{value}\n");
        let report = run(&marks, "application,type,F1,F1_1,B\na,R,9.2,8,all\n");
        let a = &report.applications[0];
        (a.composite.clone(), a.leaves[1].state)
    };
    assert_eq!(with(""), (None, "undecided"));
    // A1 alone carries A: 6 × 16/6 = 16, and 4.
    assert_eq!(with("NA"), (Some("20.00".into()), "not-applicable"));
    assert_eq!(with("0"), (Some("10.00".into()), "scored"));
}

#[test]
fn an_evidence_column_says_what_is_there() {
    let marks = "application,expert,indicator,value\na,x,A2,0\n";
    let with = |evidence: &str| {
        let fields = format!("application,type,F1,F1_1,B,E1\na,R,9.2,8,all,{evidence}\n");
        run(marks, &fields).applications[0].composite.clone()
    };
    assert_eq!(with("有"), Some("10.00".into()));
    assert_eq!(with(""), Some("4.00".into()));
}

#[test]
fn without_fields_the_first_type_is_taken_and_said() {
    let marks = "application,expert,indicator,value\na,x,A1,5\na,x,A2,5\na,p,B,4\n";
    let report = try_scheme(SCHEME, marks.as_bytes(), None).unwrap();
    let a = &report.applications[0];
    // The formula has no base year, so the experts' mark of A1 counts: 3 + 5 + 4.
    assert_eq!(a.composite.as_deref(), Some("12.00"));
    assert!(
        a.notes
            .iter()
            .any(|note| note == "R: taken as the type, as the tables name none")
    );
}

#[test]
fn hostile_bytes_are_refused_without_a_panic() {
    let mixed: Vec<u8> = (0..=255).collect();
    for bytes in [
        &b""[..],
        b"PK\x03\x04",
        b"\xff\xfe\x00",
        b"\n\n\n",
        b"\0\0",
        &mixed,
        b"\"a,b",
    ] {
        assert!(!faults(bytes, None).is_empty());
    }
}

#[test]
fn notes_have_a_code_each_and_are_kept_in_their_order() {
    let marks = "application,expert,indicator,value\na,x,A2,8\na,x,J1,1\na,y,J1,0\na,x,V1,1\n";
    let report = run(marks, "application,type\na,R\n");
    let a = &report.applications[0];
    let pairs: Vec<(&str, &str)> = a
        .note_codes
        .iter()
        .zip(&a.notes)
        .map(|(code, note)| (*code, note.as_str()))
        .collect();
    assert_eq!(a.note_codes.len(), a.notes.len());
    assert_eq!(pairs[0], ("veto", "V1: veto stands"));
    assert!(pairs.contains(&("item-undecided", "J1: not decided, not applied")));
}

/// One note of each kind that a round can bring, as core says it.
fn sentences() -> Vec<String> {
    use AppliedMethod::{Mean, Median, Mixed, PlainMean, Trimmed};
    use hengping_core::score::note::{MissingRule, Note, NoteKind, TurnedOverBy};
    use hengping_core::score::outcome::{AppliedMethod, ItemKind};
    let missing = ["E1", "E22", "E3"].map(|code| code.parse().unwrap());
    let evidence = |rule| NoteKind::EvidenceMissing {
        missing: missing.to_vec(),
        rule,
    };
    let of_leaves = [
        NoteKind::NotApplicable,
        NoteKind::PartlyNotApplicable {
            numeric: 3,
            not_applicable: 2,
        },
        NoteKind::NotTrimmed { valid: 3, from: 5 },
        evidence(MissingRule::Zero),
        evidence(MissingRule::Panel),
        evidence(MissingRule::Keep),
        NoteKind::TurnedOver(TurnedOverBy::MissingBase("F1_1".to_owned())),
        NoteKind::TurnedOver(TurnedOverBy::ZeroBase("F1_1".to_owned())),
        NoteKind::TurnedOver(TurnedOverBy::NoValue),
        NoteKind::TurnedOver(TurnedOverBy::NoBands("F2".parse().unwrap())),
        NoteKind::MarksOnFacts { marks: 2 },
        NoteKind::OptionsDiffer,
        NoteKind::ItemUndecided,
        NoteKind::MarkRefused { count: 1 },
        NoteKind::AgreedMark,
        NoteKind::ThresholdNotApplied,
        NoteKind::UnknownIndicator,
    ];
    let pairs = [
        (PlainMean, Trimmed),
        (Trimmed, PlainMean),
        (Mixed, Trimmed),
        (Trimmed, Mixed),
        (PlainMean, Mixed),
        (Mixed, PlainMean),
    ];
    let methods = pairs.map(|(here, usual)| NoteKind::MethodDiffers { here, usual });
    let of_applications = [
        NoteKind::NotTrimmed { valid: 3, from: 5 },
        NoteKind::MarksNotCounted { experts: 1 },
        NoteKind::IncompleteExperts { experts: 2 },
        NoteKind::LimitReached {
            kind: ItemKind::Bonus,
        },
        NoteKind::LimitReached {
            kind: ItemKind::Deduction,
        },
    ];
    let leaf = of_leaves
        .into_iter()
        .map(|kind| (Some("C31".parse().unwrap()), kind));
    let whole = of_applications
        .into_iter()
        .chain(methods)
        .map(|kind| (None, kind));
    let notes = leaf
        .chain(whole)
        .map(|(indicator, kind)| Note { indicator, kind }.to_string());
    let other = [Mean, Trimmed, PlainMean, Median, Mixed];
    let other = other.map(|method| format!("by {} the composite would be 81.20", method.as_str()));
    notes.chain(other).collect()
}

/// What the composite would be by another method once stood in English in a Chinese list.
#[test]
fn whatever_scoring_notes_is_said_in_chinese() {
    let zh = crate::messages::Catalogue::new(crate::Language::Zh);
    for sentence in sentences() {
        let said = zh.phrase(&sentence);
        let english = said.split(|c: char| !c.is_ascii_lowercase());
        assert!(
            english.into_iter().all(|word| word.len() < 2),
            "{sentence}: {said}"
        );
    }
}
