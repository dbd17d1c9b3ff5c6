//! Lines of on-site visits: what was declared, what was seen, the verdict.
//!
//! The form of a line is core's; it is kept as its JSON text and never queried.

use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word, word};
use crate::table::applications::{ApplicationRef, require_open};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE visit_line (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        number INTEGER NOT NULL,
        line TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application, number)
    ) STRICT",
)];

/// One line of a visit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitLineRow {
    /// Number on the visit sheet, from 1.
    pub number: u32,
    /// The line, as JSON text.
    pub line: String,
    /// When it was last changed.
    pub at: Instant,
}

/// Reads visit lines.
pub struct Visits<'c>(pub(crate) &'c Connection);

/// Writes visit lines.
pub struct VisitsMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<VisitLineRow> {
    Ok(VisitLineRow {
        number: row.get(0)?,
        line: row.get(1)?,
        at: word(row, 2)?,
    })
}

impl Visits<'_> {
    /// Lines of an application, by number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, key: &ApplicationRef) -> Result<Vec<VisitLineRow>, StoreError> {
        let sql = "SELECT number, line, at FROM visit_line WHERE round = ?1 AND application = ?2
            ORDER BY number";
        sql::rows(self.0, sql, key.key(), read)
    }
}

impl VisitsMut<'_> {
    /// Stores a line in place of an earlier one with its number.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn put(&self, key: &ApplicationRef, row: &VisitLineRow) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let sql = "INSERT OR REPLACE INTO visit_line VALUES (?1, ?2, ?3, ?4, ?5)";
        let (round, application) = key.key();
        let values = (round, application, row.number, &row.line, Word(row.at));
        sql::execute(self.0, sql, values).map(drop)
    }

    /// Removes a line.
    ///
    /// # Errors
    /// [`StoreError::NotStored`], [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn remove(&self, key: &ApplicationRef, number: u32) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let sql = "DELETE FROM visit_line WHERE round = ?1 AND application = ?2 AND number = ?3";
        let (round, application) = key.key();
        sql::change(self.0, "visit line", sql, (round, application, number))
    }
}
