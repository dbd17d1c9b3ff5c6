//! XLSX: the cells of the first sheet that has any.
//!
//! Trap: a workbook stores numbers as binary floats. Each is written as the shortest decimal that
//! reads back as the same float, which is what the person typed.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx, XlsxError};

use super::{Row, TableFaultKind};

/// Most cells of a sheet that are read.
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
    let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
    let mut count = 0;
    while let Some(cell) = cells.next_cell().map_err(unreadable)? {
        let text = text(cell.get_value());
        let (row, column) = cell.get_position();
        if text.is_empty() {
            continue;
        }
        count += 1;
        if count > MAX_CELLS || column >= MAX_COLUMNS {
            return Err(TableFaultKind::TooLarge);
        }
        put(rows.entry(row).or_default(), column as usize, text);
    }
    let rows = rows.into_iter().map(|(row, cells)| Row {
        number: row.saturating_add(1),
        cells,
    });
    Ok(rows.collect())
}

fn put(cells: &mut Vec<String>, column: usize, text: String) {
    if cells.len() <= column {
        cells.resize(column + 1, String::new());
    }
    if let Some(cell) = cells.get_mut(column) {
        *cell = text;
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
