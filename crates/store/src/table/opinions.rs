//! Opinions, and private notes. Notes have no way out of the store but the screen.

use hengping_core::opinion::Opinion;
use hengping_core::time::Instant;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json};
use crate::table::applications::{ApplicationRef, require_open};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE opinion (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        opinion TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application)
    ) STRICT;
    CREATE TABLE note (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        text TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application)
    ) STRICT",
)];

/// Reads opinions and notes.
pub struct Opinions<'c>(pub(crate) &'c Connection);

/// Writes opinions and notes.
pub struct OpinionsMut<'c>(pub(crate) &'c Connection);

impl Opinions<'_> {
    /// The opinion on an application; empty when nothing was written.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, key: &ApplicationRef) -> Result<Opinion, StoreError> {
        let sql = "SELECT opinion FROM opinion WHERE round = ?1 AND application = ?2";
        Ok(sql::row(self.0, sql, key.key(), |row| json(row, 0))?.unwrap_or_default())
    }

    /// The private note on an application; empty when nothing was written.
    ///
    /// # Errors
    /// What reading meets.
    pub fn note(&self, key: &ApplicationRef) -> Result<String, StoreError> {
        let sql = "SELECT text FROM note WHERE round = ?1 AND application = ?2";
        Ok(sql::row(self.0, sql, key.key(), |row| row.get(0))?.unwrap_or_default())
    }
}

impl OpinionsMut<'_> {
    /// Stores the opinion.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn put(
        &self,
        key: &ApplicationRef,
        opinion: &Opinion,
        at: Instant,
    ) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let (round, application) = key.key();
        let sql = "INSERT OR REPLACE INTO opinion VALUES (?1, ?2, ?3, ?4)";
        sql::execute(self.0, sql, (round, application, Json(opinion), Word(at))).map(drop)
    }

    /// Stores the private note; allowed on sealed applications too.
    ///
    /// # Errors
    /// What writing meets.
    pub fn put_note(
        &self,
        key: &ApplicationRef,
        text: &str,
        at: Instant,
    ) -> Result<(), StoreError> {
        let (round, application) = key.key();
        let sql = "INSERT OR REPLACE INTO note VALUES (?1, ?2, ?3, ?4)";
        sql::execute(self.0, sql, (round, application, text, Word(at))).map(drop)
    }
}
