//! Workbooks: what a formula engine recomputes and a reader of tables finds.

use std::io::Cursor;
use std::process::Command;

use calamine::{Data, Reader, Xlsx};
use hengping_core::score::{self, Derivation, Input, explain};
use hengping_report::derivation::{self, Case};
use hengping_report::workbook::{Cell, Column, Row, Sheet, Workbook, WorkbookError, write};

use crate::case::{SCHEMES, applications, scheme, scored_leaf, without};

/// Columns of the derivation, from 0.
const LIVE: usize = 3;
const CORE: usize = 6;
const APART: usize = 7;

/// The numbers of a sheet, computed anew.
type Sheets = Vec<Vec<Option<f64>>>;

fn bare(rows: Vec<Row>, columns: usize) -> Workbook {
    Workbook {
        title: "\u{67d0}\u{8f6e} & more".to_owned(),
        sheets: vec![Sheet {
            name: "\u{63a8}\u{5bfc}".to_owned(),
            columns: (0..columns)
                .map(|at| Column::new(at.to_string(), 12))
                .collect(),
            fixed: 1,
            rows,
        }],
    }
}

fn derivations(text: &str) -> Workbook {
    let scheme = scheme(text);
    let mut input = Input {
        scheme: &scheme,
        applications: applications(&scheme),
        votes: Vec::new(),
    };
    without(&mut input.applications[0], &scored_leaf(&scheme));
    let outcome = score::compute(&input);
    assert!(
        outcome
            .applications
            .iter()
            .any(|one| one.composite.is_some())
    );
    let mut rows = Vec::new();
    for application in &input.applications {
        let tree = explain(&input, &application.id).expect("a tree");
        let case = Case {
            scheme: &scheme,
            input: application,
            words: &|step: &Derivation| (format!("{:?}", step.label), String::new()),
        };
        let first = rows.len() + 2;
        rows.extend(derivation::rows(&tree, first, &case));
    }
    bare(rows, derivation::COLUMNS)
}

/// What IronCalc makes of a workbook after `changes`.
fn computed(workbook: &Workbook, changes: &[String]) -> Sheets {
    let path = std::env::var_os("HENGPING_PYTHONPATH").expect(
        "HENGPING_PYTHONPATH names the folder with IronCalc: `cargo xtask test` sets it after \
         `cargo xtask setup`, by hand it is ~/.cache/hengping/python",
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("book.xlsx");
    std::fs::write(&file, write(workbook).unwrap()).unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/papers/engine.py");
    let output = Command::new("python3")
        .env("PYTHONPATH", path)
        .arg(script)
        .arg(&file)
        .args(changes)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn another_engine_comes_to_the_same_numbers() {
    for text in SCHEMES {
        let workbook = derivations(text);
        let numbers = computed(&workbook, &[]);
        let mut live = 0;
        for (at, row) in workbook.sheets[0].rows.iter().enumerate() {
            let cells = &numbers[at + 1];
            let (found, core) = (cells[LIVE], cells[CORE]);
            assert_eq!(found.is_some(), core.is_some(), "{row:?}");
            let apart = (found.unwrap_or(0.0) - core.unwrap_or(0.0)).abs();
            assert!(apart < 1e-9, "{found:?} and {core:?}\n{row:?}");
            assert_eq!(cells[APART].unwrap_or(0.0), 0.0, "{row:?}");
            live += usize::from(matches!(row.cells[LIVE], Cell::Live { .. }));
        }
        assert!(live > 10, "{live} live cells");
    }
}

#[test]
fn marks_that_are_changed_in_the_sheet_move_the_composite_and_show_as_a_difference() {
    let workbook = derivations(SCHEMES[0]);
    let rows = workbook.sheets[0].rows.iter().enumerate();
    let marks = rows.filter(|(_, row)| {
        let of_expert = matches!(&row.cells[1], Cell::Text(text) if text.contains("Expert"));
        of_expert && matches!(row.cells[LIVE], Cell::Number(_))
    });
    let to_zero = marks.map(|(at, _)| format!("{},{}=0", at + 2, LIVE + 1));
    let to_zero: Vec<String> = to_zero.collect();
    let (before, after) = (computed(&workbook, &[]), computed(&workbook, &to_zero));
    assert!(after[1][LIVE] < before[1][LIVE]);
    assert!(after[1][APART] < Some(0.0));
}

#[test]
fn no_text_becomes_a_formula_and_numbers_are_numbers() {
    let texts = [
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "=HYPERLINK(\"x\")",
        "\u{20000}\u{5409}",
        "007",
    ];
    let rows = texts.map(|text| Row::from(vec![Cell::text(text), Cell::printed("85.30")]));
    let bytes = write(&bare(rows.to_vec(), 2)).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    let name = book.sheet_names()[0].clone();
    let range = book.worksheet_range(&name).unwrap();
    for (at, text) in texts.iter().enumerate() {
        let row = u32::try_from(at + 1).unwrap();
        assert_eq!(
            range.get_value((row, 0)),
            Some(&Data::String((*text).to_owned()))
        );
        assert_eq!(range.get_value((row, 1)), Some(&Data::Float(85.3)));
    }
    let formulas = book.worksheet_formula(&name).unwrap();
    assert_eq!(formulas.used_cells().count(), 0);
}

#[test]
fn the_same_workbook_has_the_same_bytes() {
    let workbook = derivations(SCHEMES[0]);
    let first = write(&workbook).unwrap();
    // The resolution of a time in the container is two seconds.
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert_eq!(first, write(&workbook).unwrap());
}

#[test]
fn what_no_cell_can_hold_is_refused() {
    let row = Row::from(vec![Cell::text("x".repeat(32_768))]);
    assert!(matches!(
        write(&bare(vec![row], 1)),
        Err(WorkbookError::TooLong)
    ));
}
