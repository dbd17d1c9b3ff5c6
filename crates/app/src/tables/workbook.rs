//! XLSX: the cells of the first sheet that has any.
//!
//! Trap: a workbook stores numbers as binary floats. Each is written as the shortest decimal that
//! reads back as the same float, which is what the person typed. And a formula that no spreadsheet
//! has computed yet has no value: it is read as its text, so that it is no empty cell.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::{Row, TableFaultKind};

/// Most cells of a sheet that are read, with the empty ones to their left.
const MAX_CELLS: usize = 20_000_000;

/// Most columns of a table; a cell further right is no table's.
const MAX_COLUMNS: u32 = 4096;

/// Name and rows of the first sheet that is not empty.
pub(super) fn read(bytes: &[u8]) -> Result<(Option<String>, Vec<Row>), TableFaultKind> {
    let unreadable = |_: XlsxError| TableFaultKind::Unreadable;
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(unreadable)?;
    for name in workbook.sheet_names() {
        let rows = sheet(&mut workbook, &name)?;
        if rows.iter().any(|row| !row.is_empty()) {
            return Ok((Some(name), rows));
        }
    }
    Err(TableFaultKind::Empty)
}

fn sheet(workbook: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Row>, TableFaultKind> {
    let unreadable = |_: XlsxError| TableFaultKind::Unreadable;
    let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    let mut sheet = Sheet::default();
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        sheet.put(cell.get_position(), text(cell.get_value()))?;
    }
    drop(cells);
    let mut cells = workbook.worksheet_cells_reader(name).map_err(unreadable)?;
    while let Some(cell) = cells.next_formula().map_err(unreadable)? {
        sheet.put(cell.get_position(), format!("={}", cell.get_value()))?;
    }
    let rows = sheet.rows.into_iter().map(|(row, cells)| Row {
        number: row.saturating_add(1),
        cells,
    });
    Ok(rows.collect())
}

/// The cells of a sheet as they come, in any order.
#[derive(Default)]
struct Sheet {
    rows: BTreeMap<u32, Vec<String>>,
    /// Cells laid out so far, the empty ones too: they take room as well.
    count: usize,
}

impl Sheet {
    /// Puts `text` into its cell, unless something stands there.
    fn put(&mut self, (row, column): (u32, u32), text: String) -> Result<(), TableFaultKind> {
        if text.is_empty() {
            return Ok(());
        }
        if column >= MAX_COLUMNS {
            return Err(TableFaultKind::TooLarge);
        }
        let (cells, column) = (self.rows.entry(row).or_default(), column as usize);
        if cells.len() <= column {
            self.count += column + 1 - cells.len();
            if self.count > MAX_CELLS {
                return Err(TableFaultKind::TooLarge);
            }
            cells.resize(column + 1, String::new());
        }
        if let Some(cell) = cells.get_mut(column).filter(|cell| cell.is_empty()) {
            *cell = text;
        }
        Ok(())
    }
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // `Display` of a float is the shortest decimal and never has an exponent.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.trim().to_owned()
        }
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(flag) => u8::from(*flag).to_string(),
        DataRef::DateTime(date) => date.to_string(),
        // `#DIV/0!` is no number; whoever reads the column says so and names the cell.
        DataRef::Error(error) => error.to_string(),
    }
}
