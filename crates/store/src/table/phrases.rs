//! The owner's own phrases for opinions and comments; they stay on the machine.

use rusqlite::Connection;

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::desk(
    "CREATE TABLE phrase (position INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
)];

/// Reads own phrases.
pub struct Phrases<'c>(pub(crate) &'c Connection);

/// Writes own phrases.
pub struct PhrasesMut<'c>(pub(crate) &'c Connection);

impl Phrases<'_> {
    /// All phrases, in the owner's order.
    ///
    /// # Errors
    /// What reading meets.
    pub fn all(&self) -> Result<Vec<String>, StoreError> {
        let sql = "SELECT text FROM phrase ORDER BY position";
        sql::rows(self.0, sql, [], |row| row.get(0))
    }
}

impl PhrasesMut<'_> {
    /// Stores these phrases in place of all there were.
    ///
    /// # Errors
    /// What writing meets.
    pub fn put(&self, phrases: &[String]) -> Result<(), StoreError> {
        sql::execute(self.0, "DELETE FROM phrase", [])?;
        for (position, text) in (1_i64..).zip(phrases) {
            let sql = "INSERT INTO phrase VALUES (?1, ?2)";
            sql::execute(self.0, sql, (position, text))?;
        }
        Ok(())
    }
}
