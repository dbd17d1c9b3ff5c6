//! Private notes about leaves and applications. They have no way out of the store but the screen.
//!
//! Allowed on sealed applications too. The note about a whole application stands in the table of
//! opinions.

use hengping_core::id::IndicatorCode;
use hengping_core::time::Instant;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word};
use crate::table::applications::ApplicationRef;
use crate::table::opinions::{Opinions, OpinionsMut};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::desk(
    "CREATE TABLE leaf_note (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        indicator TEXT NOT NULL,
        text TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application, indicator)
    ) STRICT",
)];

/// Reads private notes.
pub struct Notes<'c>(pub(crate) &'c Connection);

/// Writes private notes.
pub struct NotesMut<'c>(pub(crate) &'c Connection);

impl Notes<'_> {
    /// The note on a leaf, or on the application as a whole; empty when nothing was written.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(
        &self,
        key: &ApplicationRef,
        indicator: Option<&IndicatorCode>,
    ) -> Result<String, StoreError> {
        let Some(indicator) = indicator else {
            return Opinions(self.0).note(key);
        };
        let sql = "SELECT text FROM leaf_note
            WHERE round = ?1 AND application = ?2 AND indicator = ?3";
        let (round, application) = key.key();
        let found = sql::row(
            self.0,
            sql,
            (round, application, indicator.as_str()),
            |row| row.get(0),
        );
        Ok(found?.unwrap_or_default())
    }
}

impl NotesMut<'_> {
    /// Stores a note in place of the one before.
    ///
    /// # Errors
    /// What writing meets.
    pub fn put(
        &self,
        key: &ApplicationRef,
        indicator: Option<&IndicatorCode>,
        text: &str,
        at: Instant,
    ) -> Result<(), StoreError> {
        let Some(indicator) = indicator else {
            return OpinionsMut(self.0).put_note(key, text, at);
        };
        let (round, application) = key.key();
        let sql = "INSERT OR REPLACE INTO leaf_note VALUES (?1, ?2, ?3, ?4, ?5)";
        let values = (round, application, indicator.as_str(), text, Word(at));
        sql::execute(self.0, sql, values).map(drop)
    }
}
