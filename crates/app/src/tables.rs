//! Tables from offices: CSV and XLSX as rows of text with the names of their cells.
//!
//! Owns decoding (UTF-8 with or without byte order mark, UTF-16 with one, else GB 18030; XLSX cells
//! as the shortest decimal that says the same) and finding columns by their heading. Knows nothing
//! of what a table means. Trap: a workbook may claim a cell in its last row and column, so cells
//! are read one by one and never laid out in a rectangle.

mod delimited;
mod workbook;

use std::collections::BTreeMap;
use std::fmt;

/// Most bytes of a table.
pub const MAX_TABLE_BYTES: usize = 256 << 20;

/// A table, read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Name of the sheet; `None` for CSV.
    pub sheet: Option<String>,
    /// The first row with anything in it.
    pub header: Row,
    /// The rows below it that have anything in them.
    pub rows: Vec<Row>,
}

/// A row: trimmed text by column, without trailing empty cells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// Row in the sheet or line in the file, counted from 1.
    pub number: u32,
    /// The cells, from column A.
    pub cells: Vec<String>,
}

impl Row {
    /// Text of the cell in `column`; empty where there is none.
    #[must_use]
    pub fn cell(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    fn is_empty(&self) -> bool {
        self.cells.iter().all(String::is_empty)
    }
}

/// Where a cell is: `Sheet1!C7`, or `C7` in a CSV file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellName {
    /// The sheet; `None` for CSV.
    pub sheet: Option<String>,
    /// Row, counted from 1; 0 for the whole file.
    pub row: u32,
    /// Column, counted from 0.
    pub column: usize,
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(sheet) = &self.sheet {
            write!(f, "{sheet}!")?;
        }
        write!(f, "{}{}", letters(self.column), self.row)
    }
}

/// Letters of a column: A, …, Z, AA, …
fn letters(column: usize) -> String {
    let mut left = column + 1;
    let mut letters = Vec::new();
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}

impl Table {
    /// The name of a cell.
    #[must_use]
    pub fn name(&self, row: u32, column: usize) -> CellName {
        CellName {
            sheet: self.sheet.clone(),
            row,
            column,
        }
    }

    /// Reads a table from the bytes of a CSV or XLSX file.
    ///
    /// # Errors
    /// The one fault that makes the file unreadable.
    pub fn read(file: TableFile, bytes: &[u8]) -> Result<Self, TableFault> {
        let fault = |kind| TableFault::whole(file, kind);
        if bytes.len() > MAX_TABLE_BYTES {
            return Err(fault(TableFaultKind::TooLarge));
        }
        let (sheet, rows) = if bytes.starts_with(b"PK\x03\x04") {
            workbook::read(bytes)
        } else {
            delimited::read(bytes).map(|rows| (None, rows))
        }
        .map_err(fault)?;
        let mut rows = rows.into_iter().filter(|row| !row.is_empty());
        let header = rows.next().ok_or_else(|| fault(TableFaultKind::Empty))?;
        Ok(Self {
            sheet,
            header,
            rows: rows.collect(),
        })
    }

    /// Columns by heading; the same heading twice is a fault, and a cell without any in a CSV file:
    /// `4,5` for 4.5 would be read as 4.
    pub(crate) fn columns(&self, file: TableFile, faults: &mut Vec<TableFault>) -> Vec<Column> {
        faults.extend(self.surplus_cells(file));
        let mut seen: BTreeMap<String, usize> = BTreeMap::new();
        let mut columns = Vec::new();
        for (position, heading) in self.header.cells.iter().enumerate() {
            if heading.is_empty() {
                continue;
            }
            let cell = self.name(self.header.number, position);
            let key = heading.to_lowercase();
            if seen.insert(key.clone(), position).is_some() {
                let kind = TableFaultKind::DuplicateColumn(heading.clone());
                faults.push(TableFault { file, cell, kind });
                continue;
            }
            columns.push(Column {
                position,
                heading: heading.clone(),
                key,
            });
        }
        columns
    }

    /// In a workbook every cell has its place, so notes beside the table do no harm there.
    fn surplus_cells(&self, file: TableFile) -> impl Iterator<Item = TableFault> {
        let width = self.header.cells.len();
        let rows = self.rows.iter().filter(|_| self.sheet.is_none());
        rows.filter_map(move |row| {
            let beyond = row.cells.get(width..)?;
            let at = beyond.iter().position(|cell| !cell.is_empty())?;
            let cell = self.name(row.number, width + at);
            let kind = TableFaultKind::SurplusCell(beyond.get(at)?.clone());
            Some(TableFault { file, cell, kind })
        })
    }
}

/// A column with a heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) position: usize,
    pub(crate) heading: String,
    /// The heading in lower case.
    pub(crate) key: String,
}

/// Which table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFile {
    /// Marks: application, expert, indicator, value.
    Marks,
    /// Fields: application, type and declared values.
    Fields,
    /// The form: everything an application declares.
    Form,
}

impl TableFile {
    /// Stable name.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Marks => "marks",
            Self::Fields => "fields",
            Self::Form => "form",
        }
    }
}

/// What is wrong with a table, and in which cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct TableFault {
    /// The table.
    pub file: TableFile,
    /// The cell; row 0 for the whole file.
    pub cell: CellName,
    /// What is wrong.
    pub kind: TableFaultKind,
}

impl TableFault {
    /// A fault of the whole file.
    #[must_use]
    pub fn whole(file: TableFile, kind: TableFaultKind) -> Self {
        let cell = CellName {
            sheet: None,
            row: 0,
            column: 0,
        };
        Self { file, cell, kind }
    }

    /// Where it is: table and cell.
    #[must_use]
    pub fn place(&self) -> String {
        match self.cell.row {
            0 => self.file.as_str().to_owned(),
            _ => format!("{}:{}", self.file.as_str(), self.cell),
        }
    }
}

/// Kinds of faults of a table. Text is that of the cell, for the person at the screen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum TableFaultKind {
    /// More than [`MAX_TABLE_BYTES`], or more cells than a table can sensibly have.
    TooLarge,
    /// Nothing in it.
    Empty,
    /// Neither CSV in a known encoding nor a workbook that can be read.
    Unreadable,
    /// This column is missing.
    MissingColumn(&'static str),
    /// Two columns with the same heading.
    DuplicateColumn(String),
    /// A cell right of the last heading.
    SurplusCell(String),
    /// The scheme has no such field, leaf or evidence item.
    UnknownColumn(String),
    /// The cell must not be empty.
    MissingValue(&'static str),
    /// The scheme has no such enterprise type.
    UnknownType(String),
    /// Not the code of a recommending unit.
    BadUnit(String),
    /// The scheme has no such leaf or item.
    UnknownIndicator(String),
    /// The indicator has children; only leaves and items are marked.
    NotALeaf(String),
    /// Not a number.
    NotANumber(String),
    /// The mark lies outside the scale.
    OffScale {
        /// The mark.
        value: String,
        /// Least mark.
        min: String,
        /// Greatest mark.
        max: String,
    },
    /// The mark is between two marks of the scale.
    OffStep {
        /// The mark.
        value: String,
        /// Distance of two marks.
        step: String,
    },
    /// The leaf has no such option.
    UnknownOption(String),
    /// An item applies a whole number of times.
    NotACount(String),
    /// Evidence is there or not.
    NotYesOrNo(String),
    /// The same application, expert and indicator with another value in this cell.
    Contradicts(CellName),
    /// The same application in two rows.
    DuplicateApplication(String),
    /// Not an id of letters, digits and hyphens.
    BadId(String),
    /// The round has no such recommending unit.
    UnknownUnit(String),
    /// A value its field does not take.
    BadField {
        /// The value.
        value: String,
        /// Why not, in English; people read the message of the phrase.
        reason: String,
    },
}

impl TableFaultKind {
    /// Stable name of the kind.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge => "too-large",
            Self::Empty => "empty",
            Self::Unreadable => "unreadable",
            Self::MissingColumn(_) => "missing-column",
            Self::DuplicateColumn(_) => "duplicate-column",
            Self::SurplusCell(_) => "surplus-cell",
            Self::UnknownColumn(_) => "unknown-column",
            Self::MissingValue(_) => "missing-value",
            Self::UnknownType(_) => "unknown-type",
            Self::BadUnit(_) => "bad-unit",
            Self::UnknownIndicator(_) => "unknown-indicator",
            Self::NotALeaf(_) => "not-a-leaf",
            Self::NotANumber(_) => "not-a-number",
            Self::OffScale { .. } => "off-scale",
            Self::OffStep { .. } => "off-step",
            Self::UnknownOption(_) => "unknown-option",
            Self::NotACount(_) => "not-a-count",
            Self::NotYesOrNo(_) => "not-yes-or-no",
            Self::Contradicts(_) => "contradicts",
            Self::DuplicateApplication(_) => "duplicate-application",
            Self::BadId(_) => "bad-id",
            Self::UnknownUnit(_) => "unknown-unit",
            Self::BadField { .. } => "bad-field",
        }
    }

    /// Values for a message, by name.
    #[must_use]
    pub fn details(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::TooLarge | Self::Empty | Self::Unreadable => Vec::new(),
            Self::MissingColumn(column) | Self::MissingValue(column) => {
                vec![("value", (*column).to_owned())]
            }
            Self::DuplicateColumn(value)
            | Self::SurplusCell(value)
            | Self::UnknownColumn(value)
            | Self::UnknownType(value)
            | Self::BadUnit(value)
            | Self::UnknownIndicator(value)
            | Self::NotALeaf(value)
            | Self::NotANumber(value)
            | Self::UnknownOption(value)
            | Self::NotACount(value)
            | Self::NotYesOrNo(value)
            | Self::DuplicateApplication(value)
            | Self::BadId(value)
            | Self::UnknownUnit(value) => vec![("value", value.clone())],
            Self::BadField { value, reason } => {
                vec![("value", value.clone()), ("reason", reason.clone())]
            }
            Self::OffScale { value, min, max } => vec![
                ("value", value.clone()),
                ("min", min.clone()),
                ("max", max.clone()),
            ],
            Self::OffStep { value, step } => {
                vec![("value", value.clone()), ("step", step.clone())]
            }
            Self::Contradicts(cell) => vec![("value", cell.to_string())],
        }
    }
}

/// The codes of all kinds of faults, from one value of each.
#[cfg(test)]
pub(crate) fn fault_codes() -> impl Iterator<Item = &'static str> {
    use TableFaultKind as Kind;
    let text = String::new;
    let cell = CellName {
        sheet: None,
        row: 0,
        column: 0,
    };
    let all = [
        Kind::TooLarge,
        Kind::Empty,
        Kind::Unreadable,
        Kind::MissingColumn(""),
        Kind::DuplicateColumn(text()),
        Kind::SurplusCell(text()),
        Kind::UnknownColumn(text()),
        Kind::MissingValue(""),
        Kind::UnknownType(text()),
        Kind::BadUnit(text()),
        Kind::UnknownIndicator(text()),
        Kind::NotALeaf(text()),
        Kind::NotANumber(text()),
        Kind::OffScale {
            value: text(),
            min: text(),
            max: text(),
        },
        Kind::OffStep {
            value: text(),
            step: text(),
        },
        Kind::UnknownOption(text()),
        Kind::NotACount(text()),
        Kind::NotYesOrNo(text()),
        Kind::Contradicts(cell),
        Kind::DuplicateApplication(text()),
        Kind::BadId(text()),
        Kind::UnknownUnit(text()),
        Kind::BadField {
            value: text(),
            reason: text(),
        },
    ];
    all.into_iter().map(|kind| kind.code())
}

#[cfg(test)]
mod tests;
