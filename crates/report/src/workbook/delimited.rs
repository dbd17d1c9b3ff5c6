//! A sheet as CSV, for programs and offices without anything else.
//!
//! Owns what keeps it harmless and readable: a byte order mark, so that an office suite takes it for
//! UTF-8, and a mark before text that would begin a formula. Trap: numbers are left as they are, so a
//! negative one begins with its sign; it was a number before and comes to nothing else.

use csv::{Terminator, WriterBuilder};

use super::{Cell, Number, Sheet, WorkbookError};

/// What a file in UTF-8 begins with.
const MARK: &[u8] = "\u{feff}".as_bytes();
/// What a formula may begin with, as office suites read it.
const BEGINS: [char; 8] = ['=', '+', '-', '@', '\t', '\r', '\u{ff1d}', '\u{ff0b}'];

/// The bytes of a sheet as CSV; the same for the same sheet.
///
/// # Errors
/// [`WorkbookError::Refused`] when it cannot be put into bytes, which cannot be.
pub fn csv(sheet: &Sheet) -> Result<Vec<u8>, WorkbookError> {
    let mut bytes = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .flexible(true)
        .from_writer(MARK.to_vec());
    let heads = sheet.columns.iter().map(|column| harmless(&column.heading));
    let failed = |_| WorkbookError::Refused;
    bytes.write_record(heads).map_err(failed)?;
    for row in &sheet.rows {
        let mut cells: Vec<String> = row.cells.iter().map(text).collect();
        cells.resize(sheet.columns.len().max(cells.len()), String::new());
        bytes.write_record(cells).map_err(failed)?;
    }
    bytes.into_inner().map_err(|_| WorkbookError::Refused)
}

/// A table of texts as CSV, in the same way; the caller says which cells are numbers by what is in them.
///
/// # Errors
/// As for [`csv()`].
pub fn csv_of_texts(
    heads: &[&str],
    rows: impl IntoIterator<Item = Vec<String>>,
) -> Result<Vec<u8>, WorkbookError> {
    let mut bytes = WriterBuilder::new()
        .terminator(Terminator::CRLF)
        .from_writer(MARK.to_vec());
    let failed = |_| WorkbookError::Refused;
    bytes.write_record(heads).map_err(failed)?;
    for row in rows {
        let cells = row.iter().map(|cell| match cell.parse::<f64>() {
            Ok(value) if value.is_finite() => cell.clone(),
            _ => harmless(cell),
        });
        bytes.write_record(cells).map_err(failed)?;
    }
    bytes.into_inner().map_err(|_| WorkbookError::Refused)
}

fn text(cell: &Cell) -> String {
    match cell {
        Cell::Empty => String::new(),
        Cell::Text(text) => harmless(text),
        Cell::Number(number) | Cell::Live { value: number, .. } => digits(*number),
    }
}

fn digits(number: Number) -> String {
    match number.digits {
        Some(digits) => format!("{:.*}", usize::from(digits), number.value),
        None => number.value.to_string(),
    }
}

/// Text that no suite takes for a formula.
fn harmless(text: &str) -> String {
    if text.starts_with(BEGINS) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Column, Row};
    use super::*;

    #[test]
    fn a_table_has_its_mark_and_no_text_begins_a_formula() {
        let sheet = Sheet {
            name: "x".to_owned(),
            columns: vec![Column::new("\u{4f01}\u{4e1a}", 9), Column::new("=A1", 9)],
            fixed: 1,
            rows: vec![
                Row::from(vec![Cell::text("@SUM(1,2)"), Cell::printed("-4.50")]),
                Row::from(vec![Cell::text("a \"b\"\nc")]),
            ],
        };
        let bytes = csv(&sheet).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let expected =
            "\u{feff}\u{4f01}\u{4e1a},'=A1\r\n\"'@SUM(1,2)\",-4.50\r\n\"a \"\"b\"\"\nc\",\r\n";
        assert_eq!(text, expected);
        for begin in BEGINS {
            assert!(harmless(&format!("{begin}1")).starts_with('\''));
        }
    }
}
