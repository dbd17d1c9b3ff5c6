//! CSV: decoding and splitting.
//!
//! Trap: GB 18030 decodes almost anything, so UTF-8 is tried first and GB 18030 only on bytes that
//! are not UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};

use super::{Row, TableFaultKind};

/// Rows of a CSV file, empty lines left out.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Row>, TableFaultKind> {
    let text = decode(bytes)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut rows = Vec::new();
    while reader
        .read_record(&mut record)
        .map_err(|_| TableFaultKind::Unreadable)?
    {
        let line = record.position().map_or(0, |start| line_of(&text, start));
        rows.push(Row {
            number: u32::try_from(line).map_err(|_| TableFaultKind::TooLarge)?,
            cells: record.iter().map(|cell| cell.trim().to_owned()).collect(),
        });
    }
    Ok(rows)
}

/// The line a record stands on. The reader's position is where it began to look, before empty
/// lines that it skipped.
fn line_of(text: &str, start: &csv::Position) -> u64 {
    let from = usize::try_from(start.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(from..).unwrap_or_default();
    let skipped = rest.iter().take_while(|b| matches!(b, b'\r' | b'\n'));
    let lines = skipped.filter(|b| **b == b'\n').count();
    start.line().saturating_add(lines as u64)
}

fn decode(bytes: &[u8]) -> Result<Cow<'_, str>, TableFaultKind> {
    let (text, malformed) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => {
            let rest = bytes.get(length..).unwrap_or_default();
            encoding.decode_without_bom_handling(rest)
        }
        None => match std::str::from_utf8(bytes) {
            Ok(text) => (Cow::Borrowed(text), false),
            Err(_) => GB18030.decode_without_bom_handling(bytes),
        },
    };
    if malformed || text.contains('\0') {
        return Err(TableFaultKind::Unreadable);
    }
    Ok(text)
}

/// The separator of the first line: a comma, or what spreadsheets write instead of it.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|line| !line.trim().is_empty());
    let has = |mark: char| first.is_some_and(|line| line.contains(mark));
    if has(',') {
        b','
    } else if has('\t') {
        b'\t'
    } else if has(';') {
        b';'
    } else {
        b','
    }
}
