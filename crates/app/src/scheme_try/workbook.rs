//! What `scheme try` made of the tables, as a workbook.
//!
//! Owns which sheets there are. Trap: the numbers are those of the report, printed in the declared
//! rounding; nothing is computed here.

use hengping_report::workbook::{Cell, Column, Row, Sheet, Workbook, write};

use super::report::{TryApplication, TryReport};
use crate::error::{Refused, Result};
use crate::messages::Catalogue;

/// The report as the bytes of a workbook: the ranking, and every leaf.
///
/// # Errors
/// A text that no cell can hold.
pub fn workbook(report: &TryReport, say: &Catalogue) -> Result<Vec<u8>> {
    let sheets = vec![ranking(report, say), leaves(report, say)];
    let title = format!("{} {}", report.scheme.id, report.scheme.version);
    write(&Workbook { title, sheets }).map_err(|_| Refused::Internal.into())
}

fn sheet(name: &str, columns: &[(&str, u16)], rows: Vec<Row>, say: &Catalogue) -> Sheet {
    let columns = columns.iter();
    Sheet {
        name: say.say(name, &[]),
        columns: columns
            .map(|(key, width)| Column::new(say.say(key, &[]), *width))
            .collect(),
        fixed: 2,
        rows,
    }
}

fn ranking(report: &TryReport, say: &Catalogue) -> Sheet {
    let row = |one: &TryApplication| {
        let printed = |text: &Option<String>| Cell::some(text.as_deref(), Cell::printed);
        Row::from(vec![
            Cell::some(one.rank, Cell::count),
            Cell::text(&one.id),
            Cell::text(&one.enterprise_type),
            printed(&one.composite),
            Cell::text(one.grade.as_deref().unwrap_or_default()),
            Cell::count(one.valid_experts),
            Cell::count(one.experts),
            Cell::printed(&one.bonus),
            Cell::printed(&one.deductions),
            Cell::text(say.say(&format!("status-{}", one.status), &[])),
            Cell::text(one.notes.join("\n")),
        ])
    };
    let rows = report.applications.iter().map(row).collect();
    let columns = [
        ("table-rank", 6),
        ("table-application", 16),
        ("table-type", 10),
        ("table-composite", 10),
        ("table-grade", 8),
        ("sheet-valid", 8),
        ("sheet-asked", 8),
        ("table-bonus", 8),
        ("table-deductions", 8),
        ("table-state", 14),
        ("table-note", 60),
    ];
    sheet("sheet-ranking", &columns, rows, say)
}

fn leaves(report: &TryReport, say: &Catalogue) -> Sheet {
    let rows = report.applications.iter().flat_map(|one| {
        one.leaves.iter().map(move |leaf| {
            let printed = |text: &Option<String>| Cell::some(text.as_deref(), Cell::printed);
            Row::from(vec![
                Cell::text(&one.id),
                Cell::text(&leaf.indicator),
                Cell::count(leaf.valid),
                Cell::count(leaf.total),
                printed(&leaf.mark),
                printed(&leaf.points),
            ])
        })
    });
    let columns = [
        ("table-application", 16),
        ("table-indicator", 12),
        ("sheet-valid", 8),
        ("sheet-asked", 8),
        ("table-mark", 12),
        ("table-points", 12),
    ];
    sheet("sheet-matrix", &columns, rows.collect(), say)
}
