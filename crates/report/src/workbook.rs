//! A workbook as values: sheets of rows of cells.
//!
//! Owns the shape of what an office suite opens; `workbook/write.rs` turns it into bytes. Trap: what
//! people wrote is only ever [`Cell::Text`]. A formula is made of references and numbers by this
//! crate and never of text from outside.

mod delimited;
mod write;

use hengping_core::score::Exact;
use hengping_core::stats::figure::Figure;

pub use delimited::{csv, csv_of_texts};
pub use write::{WorkbookError, write};

/// A workbook.
#[derive(Debug, Clone, PartialEq)]
pub struct Workbook {
    /// What stands over every printed page and in the properties.
    pub title: String,
    /// Its sheets, in order.
    pub sheets: Vec<Sheet>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name; shortened to what an office suite takes.
    pub name: String,
    /// Columns, from the left.
    pub columns: Vec<Column>,
    /// Columns that stay in sight when the rest is scrolled.
    pub fixed: u16,
    /// Rows below the headings.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Width in characters of the standard face; a Chinese character takes two.
    pub width: u16,
}

impl Column {
    /// A column with this heading.
    #[must_use]
    pub fn new(heading: impl Into<String>, width: u16) -> Self {
        Self {
            heading: heading.into(),
            width,
        }
    }
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Its cells; cells at the end may be left out.
    pub cells: Vec<Cell>,
    /// How deep it lies below the row that sums it up; 0 to 7 are kept apart.
    pub depth: u8,
    /// Whether it stands out.
    pub strong: bool,
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self {
            cells,
            ..Self::default()
        }
    }
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Cell {
    /// Nothing.
    #[default]
    Empty,
    /// Text, whatever it begins with.
    Text(String),
    /// A number.
    Number(Number),
    /// A formula of this crate and what it comes to.
    Live {
        /// The formula, without the equals sign.
        formula: String,
        /// Its value, for readers that do not compute.
        value: Number,
    },
}

impl Cell {
    /// Text; nothing where it is empty.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() {
            Self::Empty
        } else {
            Self::Text(text)
        }
    }

    /// A whole number.
    #[must_use]
    pub fn count(count: impl Into<u64>) -> Self {
        Self::Number(Number {
            value: count.into() as f64,
            digits: Some(0),
        })
    }

    /// An exact number shown with so many places.
    #[must_use]
    pub fn exact(value: &Exact, digits: Option<u8>) -> Self {
        Self::Number(Number::of(value, digits))
    }

    /// A figure of statistics, as it is printed.
    #[must_use]
    pub fn figure(value: Figure, digits: u8) -> Self {
        let printed = value.to_fixed(usize::from(digits));
        Self::Number(Number {
            value: printed.parse().unwrap_or_default(),
            digits: Some(digits),
        })
    }

    /// A number that was printed in digits; text where it is none.
    #[must_use]
    pub fn printed(text: &str) -> Self {
        let digits = text.split_once('.').map_or(0, |(_, places)| places.len());
        match text.parse::<f64>() {
            Ok(value) if value.is_finite() => Self::Number(Number {
                value,
                digits: u8::try_from(digits).ok(),
            }),
            _ => Self::text(text),
        }
    }

    /// What `make` makes of a value, or nothing.
    #[must_use]
    pub fn some<T>(value: Option<T>, make: impl FnOnce(T) -> Self) -> Self {
        value.map_or(Self::Empty, make)
    }
}

/// A number with the places it is shown with.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Its value.
    pub value: f64,
    /// Places shown; as many as needed where nothing is said.
    pub digits: Option<u8>,
}

impl Number {
    /// The number nearest to an exact one.
    #[must_use]
    pub fn of(value: &Exact, digits: Option<u8>) -> Self {
        Self {
            value: value.to_f64(),
            digits,
        }
    }
}
