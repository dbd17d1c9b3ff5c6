//! A workbook as bytes of XLSX.
//!
//! Owns looks: frozen headings, number formats, widths, print areas. Trap: the writer stamps a file
//! with the time unless it is given one.

use std::collections::BTreeMap;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, Workbook as Book,
    Worksheet, XlsxError,
};
use thiserror::Error;

use super::{Cell, Number, Row, Sheet, Workbook};

/// Longest name of a sheet, in characters.
const LONGEST_NAME: usize = 31;
/// Characters that no sheet may have in its name.
const NOT_IN_NAMES: &[char] = &['[', ']', ':', '*', '?', '/', '\\', '\''];
/// Deepest level of an outline.
const DEEPEST: u8 = 7;
/// A4 as the format numbers it.
const A4: u8 = 9;
/// The face of tables; the suite takes its own where it is not installed.
const FACE: &str = "SimSun";

/// Why a workbook cannot be written.
#[derive(Debug, Error)]
pub enum WorkbookError {
    /// The writer refuses something; what it is is never said, as it may quote a cell.
    #[error("the workbook cannot be written")]
    Refused,
    /// A cell holds more text than a cell can.
    #[error("a cell of more than 32767 characters")]
    TooLong,
    /// Two sheets would have the same name.
    #[error("two sheets of one name")]
    SameName,
}

impl From<XlsxError> for WorkbookError {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::MaxStringLengthExceeded => Self::TooLong,
            XlsxError::SheetnameReused(_) => Self::SameName,
            _ => Self::Refused,
        }
    }
}

/// The bytes of `workbook`; the same for the same workbook.
///
/// # Errors
/// Text that no cell can hold, two sheets of one name.
pub fn write(workbook: &Workbook) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Book::new();
    // The day from which spreadsheets of the format count; any fixed one would do.
    let made = ExcelDateTime::from_ymd(1980, 1, 1)?;
    let properties = DocProperties::new().set_title(&workbook.title);
    book.set_properties(&properties.set_creation_datetime(&made));
    let looks = Looks::new();
    for sheet in &workbook.sheets {
        let page = book.add_worksheet();
        page.set_name(sheet_name(&sheet.name))?;
        headings(page, sheet, &looks)?;
        for (at, row) in sheet.rows.iter().enumerate() {
            write_row(page, row_number(at)?, row, sheet, &looks)?;
        }
        outline(page, sheet)?;
        printed(page, sheet, &workbook.title)?;
    }
    Ok(book.save_to_buffer()?)
}

/// The row of the sheet in which a row of cells stands, headings above.
fn row_number(at: usize) -> Result<u32, WorkbookError> {
    u32::try_from(at + 1).map_err(|_| WorkbookError::Refused)
}

/// A name that an office suite takes.
pub(crate) fn sheet_name(name: &str) -> String {
    let plain = name.chars().filter(|c| !NOT_IN_NAMES.contains(c));
    plain.take(LONGEST_NAME).collect()
}

fn headings(page: &mut Worksheet, sheet: &Sheet, looks: &Looks) -> Result<(), WorkbookError> {
    for (at, column) in (0_u16..).zip(&sheet.columns) {
        page.set_column_width(at, f64::from(column.width))?;
        page.write_string_with_format(0, at, &column.heading, &looks.heading)?;
    }
    page.set_freeze_panes(1, sheet.fixed)?;
    Ok(())
}

fn write_row(
    page: &mut Worksheet,
    at: u32,
    row: &Row,
    sheet: &Sheet,
    looks: &Looks,
) -> Result<(), WorkbookError> {
    let nothing = Cell::Empty;
    for column in 0..sheet.columns.len() {
        let cell = row.cells.get(column).unwrap_or(&nothing);
        let column = u16::try_from(column).map_err(|_| WorkbookError::Refused)?;
        match cell {
            Cell::Empty => page.write_blank(at, column, looks.text(row.strong))?,
            Cell::Text(text) => {
                page.write_string_with_format(at, column, text, looks.text(row.strong))?
            }
            Cell::Number(number) => page.write_number_with_format(
                at,
                column,
                number.value,
                looks.number(*number, row.strong),
            )?,
            Cell::Live { formula, value } => {
                let live = Formula::new(formula).set_result(value.value.to_string());
                page.write_formula_with_format(at, column, live, looks.number(*value, row.strong))?
            }
        };
    }
    Ok(())
}

/// Groups rows under the row that sums them up, which stands above them.
fn outline(page: &mut Worksheet, sheet: &Sheet) -> Result<(), WorkbookError> {
    page.group_symbols_above(true);
    for level in 1..=DEEPEST {
        let mut begun = None;
        for at in 0..=sheet.rows.len() {
            let deep = sheet.rows.get(at).is_some_and(|row| row.depth >= level);
            match (begun, deep) {
                (None, true) => begun = Some(at),
                (Some(first), false) => {
                    page.group_rows(row_number(first)?, row_number(at - 1)?)?;
                    begun = None;
                }
                _ => {}
            }
        }
    }
    Ok(())
}

fn printed(page: &mut Worksheet, sheet: &Sheet, title: &str) -> Result<(), WorkbookError> {
    let Some(last) = u16::try_from(sheet.columns.len())
        .ok()
        .and_then(|n| n.checked_sub(1))
    else {
        return Ok(());
    };
    let bottom = row_number(sheet.rows.len())? - 1;
    page.set_paper_size(A4).set_landscape();
    page.set_print_area(0, 0, bottom, last)?;
    page.set_repeat_rows(0, 0)?;
    page.set_print_fit_to_pages(1, 0);
    page.autofilter(0, 0, bottom, last)?;
    // An ampersand begins a command in headers.
    page.set_header(format!("&C{}", title.replace('&', "&&")));
    page.set_footer("&L&A&R&P / &N");
    Ok(())
}

/// Formats, made once.
struct Looks {
    heading: Format,
    plain: Format,
    strong: Format,
    numbers: BTreeMap<(Option<u8>, bool), Format>,
}

/// Most places with a format of their own.
const MOST_PLACES: u8 = 12;

impl Looks {
    fn new() -> Self {
        let base = Format::new().set_font_name(FACE).set_font_size(11);
        let plain = base.clone().set_text_wrap().set_align(FormatAlign::Top);
        let strong = plain.clone().set_bold();
        let mut numbers = BTreeMap::new();
        for digits in std::iter::once(None).chain((0..=MOST_PLACES).map(Some)) {
            let shape = digits.map_or_else(|| "General".to_owned(), number_format);
            let number = base
                .clone()
                .set_num_format(shape)
                .set_align(FormatAlign::Top);
            numbers.insert((digits, true), number.clone().set_bold());
            numbers.insert((digits, false), number);
        }
        Self {
            heading: base
                .set_bold()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter)
                .set_border_bottom(FormatBorder::Medium),
            plain,
            strong,
            numbers,
        }
    }

    fn text(&self, strong: bool) -> &Format {
        if strong { &self.strong } else { &self.plain }
    }

    fn number(&self, number: Number, strong: bool) -> &Format {
        let digits = number.digits.map(|digits| digits.min(MOST_PLACES));
        self.numbers
            .get(&(digits, strong))
            .unwrap_or_else(|| self.text(strong))
    }
}

fn number_format(digits: u8) -> String {
    match digits {
        0 => "0".to_owned(),
        digits => format!("0.{}", "0".repeat(usize::from(digits))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_shortened_to_what_a_suite_takes() {
        assert_eq!(
            sheet_name("\u{63a8}\u{5bfc}[1]: a/b"),
            "\u{63a8}\u{5bfc}1 ab"
        );
        assert_eq!(sheet_name(&"x".repeat(40)).len(), LONGEST_NAME);
    }
}
