//! Applications of a round as the office took them in, or as the panel got them with its ticket.

use hengping_core::application::Application;
use hengping_core::id::RoundId;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};
use crate::table::applications::ApplicationRef;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE intake (
        round TEXT NOT NULL,
        id TEXT NOT NULL,
        position INTEGER NOT NULL,
        practice INTEGER NOT NULL,
        directory TEXT NOT NULL,
        body TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, id)
    ) STRICT",
)];

/// One application of a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeRow {
    /// Place in the list, from 0.
    pub position: u32,
    /// Whether it is for practice.
    pub practice: bool,
    /// Folder of its materials, relative to the folder of the round; empty at a panel.
    pub directory: String,
    /// Its content.
    pub body: Application,
    /// When it was taken in.
    pub at: Instant,
}

/// Reads applications.
pub struct Intake<'c>(pub(crate) &'c Connection);

/// Writes applications.
pub struct IntakeMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT position, practice, directory, body, at FROM intake";

fn read(row: &Row<'_>) -> rusqlite::Result<IntakeRow> {
    Ok(IntakeRow {
        position: row.get(0)?,
        practice: row.get(1)?,
        directory: row.get(2)?,
        body: json(row, 3)?,
        at: word(row, 4)?,
    })
}

impl Intake<'_> {
    /// Applications of `round`, in the order of the list.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_round(&self, round: &RoundId) -> Result<Vec<IntakeRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 ORDER BY position, id");
        sql::rows(self.0, &sql, [round.as_str()], read)
    }

    /// One application.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, key: &ApplicationRef) -> Result<Option<IntakeRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 AND id = ?2");
        sql::row(self.0, &sql, key.key(), read)
    }
}

impl IntakeMut<'_> {
    /// Stores an application in place of what was known of it.
    ///
    /// # Errors
    /// What writing meets.
    pub fn put(&self, round: &RoundId, row: &IntakeRow) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO intake VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = (
            round.as_str(),
            row.body.id.as_str(),
            row.position,
            row.practice,
            &row.directory,
            Json(&row.body),
            Word(row.at),
        );
        sql::execute(self.0, sql, values).map(drop)
    }

    /// Removes all applications of `round`, before they are taken in anew.
    ///
    /// # Errors
    /// What writing meets.
    pub fn clear(&self, round: &RoundId) -> Result<(), StoreError> {
        let sql = "DELETE FROM intake WHERE round = ?1";
        sql::execute(self.0, sql, [round.as_str()]).map(drop)
    }
}
