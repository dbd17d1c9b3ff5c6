//! Citations: places in documents that marks and proposals rest on, loose or shared.

use hengping_core::citation::Citation;
use hengping_core::id::CitationId;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json};
use crate::table::applications::{ApplicationRef, require_open};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE citation (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        id TEXT NOT NULL,
        citation TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application, id)
    ) STRICT",
)];

/// Reads citations.
pub struct Citations<'c>(pub(crate) &'c Connection);

/// Writes citations.
pub struct CitationsMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<Citation> {
    json(row, 0)
}

impl Citations<'_> {
    /// Citations of an application, in the order they were made.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, key: &ApplicationRef) -> Result<Vec<Citation>, StoreError> {
        let sql = "SELECT citation FROM citation WHERE round = ?1 AND application = ?2
            ORDER BY at, id";
        sql::rows(self.0, sql, key.key(), read)
    }

    /// One citation.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(
        &self,
        key: &ApplicationRef,
        id: &CitationId,
    ) -> Result<Option<Citation>, StoreError> {
        let sql = "SELECT citation FROM citation
            WHERE round = ?1 AND application = ?2 AND id = ?3";
        let (round, application) = key.key();
        sql::row(self.0, sql, (round, application, id.as_str()), read)
    }
}

impl CitationsMut<'_> {
    /// Stores a citation, or a new form of it.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn put(
        &self,
        key: &ApplicationRef,
        citation: &Citation,
        at: Instant,
    ) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let sql = "INSERT INTO citation VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT DO UPDATE SET citation = excluded.citation";
        let (round, application) = key.key();
        let values = (
            round,
            application,
            citation.id.as_str(),
            Json(citation),
            Word(at),
        );
        sql::execute(self.0, sql, values).map(drop)
    }

    /// Removes a citation. Whether a mark still refers to it is for the caller to look.
    ///
    /// # Errors
    /// [`StoreError::NotStored`], [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn remove(&self, key: &ApplicationRef, id: &CitationId) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let sql = "DELETE FROM citation WHERE round = ?1 AND application = ?2 AND id = ?3";
        let (round, application) = key.key();
        sql::change(self.0, "citation", sql, (round, application, id.as_str()))
    }
}
