//! Rounds an office or a panel works on, with their scheme.

use hengping_core::id::RoundId;
use hengping_core::round::Round;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE round (
        id TEXT PRIMARY KEY,
        round TEXT NOT NULL,
        scheme TEXT NOT NULL,
        valid_from TEXT NOT NULL,
        valid_until TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT",
)];

/// One round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundRow {
    /// The round.
    pub round: Round,
    /// The scheme, as text; its digest stands in the round.
    pub scheme: String,
    /// Its packages may be imported from here …
    pub valid_from: Instant,
    /// … to here.
    pub valid_until: Instant,
    /// When it was laid out or last changed here.
    pub at: Instant,
}

/// Reads rounds.
pub struct Rounds<'c>(pub(crate) &'c Connection);

/// Writes rounds.
pub struct RoundsMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT round, scheme, valid_from, valid_until, at FROM round";

fn read(row: &Row<'_>) -> rusqlite::Result<RoundRow> {
    Ok(RoundRow {
        round: json(row, 0)?,
        scheme: row.get(1)?,
        valid_from: word(row, 2)?,
        valid_until: word(row, 3)?,
        at: word(row, 4)?,
    })
}

impl Rounds<'_> {
    /// All rounds, oldest first.
    ///
    /// # Errors
    /// What reading meets.
    pub fn all(&self) -> Result<Vec<RoundRow>, StoreError> {
        sql::rows(self.0, &format!("{COLUMNS} ORDER BY at, id"), [], read)
    }

    /// One round.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, id: &RoundId) -> Result<Option<RoundRow>, StoreError> {
        sql::row(
            self.0,
            &format!("{COLUMNS} WHERE id = ?1"),
            [id.as_str()],
            read,
        )
    }
}

impl RoundsMut<'_> {
    /// Stores a round in place of what was known of it.
    ///
    /// # Errors
    /// What writing meets.
    pub fn put(&self, row: &RoundRow) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO round VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = (
            row.round.id.as_str(),
            Json(&row.round),
            &row.scheme,
            Word(row.valid_from),
            Word(row.valid_until),
            Word(row.at),
        );
        sql::execute(self.0, sql, values).map(drop)
    }
}
