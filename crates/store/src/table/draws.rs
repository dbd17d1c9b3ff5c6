//! Draws of panels and what was assigned after them.
//!
//! The pool is frozen here before anybody types a digit; a draw never changes.

use hengping_core::id::{Digest, PanelCode, RoundId};
use hengping_core::panel::assignment::Assignment;
use hengping_core::panel::draw::{Draw, Pool};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE pool (
        digest TEXT PRIMARY KEY,
        round TEXT NOT NULL,
        panel TEXT NOT NULL,
        pool TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE draw (
        round TEXT NOT NULL,
        panel TEXT NOT NULL,
        number INTEGER NOT NULL,
        pool TEXT NOT NULL REFERENCES pool (digest),
        draw TEXT NOT NULL,
        PRIMARY KEY (round, panel, number)
    ) STRICT;
    CREATE TABLE assignment (
        number INTEGER PRIMARY KEY,
        round TEXT NOT NULL,
        panel TEXT NOT NULL,
        assignment TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT",
)];

/// A frozen pool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PoolRow {
    /// Its digest.
    pub digest: Digest,
    /// Everything the draw depends on besides the digits.
    pub pool: Pool,
    /// When it was frozen.
    pub at: Instant,
}

/// Who judges what, as decided at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssignmentRow {
    /// The panel.
    pub panel: PanelCode,
    /// Who judges what.
    pub assignment: Assignment,
    /// When.
    pub at: Instant,
}

/// Reads pools, draws and assignments.
pub struct Draws<'c>(pub(crate) &'c Connection);

/// Writes pools, draws and assignments.
pub struct DrawsMut<'c>(pub(crate) &'c Connection);

fn read_pool(row: &Row<'_>) -> rusqlite::Result<PoolRow> {
    Ok(PoolRow {
        digest: word(row, 0)?,
        pool: json(row, 1)?,
        at: word(row, 2)?,
    })
}

fn read_assignment(row: &Row<'_>) -> rusqlite::Result<AssignmentRow> {
    Ok(AssignmentRow {
        panel: word(row, 0)?,
        assignment: json(row, 1)?,
        at: word(row, 2)?,
    })
}

impl Draws<'_> {
    /// Pools of `round`, oldest first.
    ///
    /// # Errors
    /// What reading meets.
    pub fn pools(&self, round: &RoundId) -> Result<Vec<PoolRow>, StoreError> {
        let sql = "SELECT digest, pool, at FROM pool WHERE round = ?1 ORDER BY at, digest";
        sql::rows(self.0, sql, [round.as_str()], read_pool)
    }

    /// Draws of `round`, by panel and number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_round(&self, round: &RoundId) -> Result<Vec<Draw>, StoreError> {
        let sql = "SELECT draw FROM draw WHERE round = ?1 ORDER BY panel, number";
        sql::rows(self.0, sql, [round.as_str()], |row| json(row, 0))
    }

    /// The assignment of each panel of `round` that is in force.
    ///
    /// # Errors
    /// What reading meets.
    pub fn assignments(&self, round: &RoundId) -> Result<Vec<AssignmentRow>, StoreError> {
        let sql = "SELECT panel, assignment, at FROM assignment WHERE number IN
            (SELECT max(number) FROM assignment WHERE round = ?1 GROUP BY panel) ORDER BY panel";
        sql::rows(self.0, sql, [round.as_str()], read_assignment)
    }
}

impl DrawsMut<'_> {
    /// Freezes a pool.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when it was frozen before.
    pub fn freeze(&self, row: &PoolRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO pool VALUES (?1, ?2, ?3, ?4, ?5)";
        let (round, panel) = (row.pool.round.as_str(), row.pool.panel.as_str());
        let values = (
            Word(row.digest),
            round,
            panel,
            Json(&row.pool),
            Word(row.at),
        );
        sql::insert(self.0, "pool", sql, values)
    }

    /// Stores a draw from a frozen pool.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when there is one of this number.
    pub fn add(&self, round: &RoundId, panel: &PanelCode, draw: &Draw) -> Result<(), StoreError> {
        let sql = "INSERT INTO draw VALUES (?1, ?2, ?3, ?4, ?5)";
        let number = draw.request.number;
        let values = (
            round.as_str(),
            panel.as_str(),
            number,
            Word(draw.pool),
            Json(draw),
        );
        sql::insert(self.0, "draw", sql, values)
    }

    /// Stores an assignment; the ones before it stay to be read in the database.
    ///
    /// # Errors
    /// What writing meets.
    pub fn assign(&self, round: &RoundId, row: &AssignmentRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO assignment (round, panel, assignment, at) VALUES (?1, ?2, ?3, ?4)";
        let panel = row.panel.as_str();
        let values = (round.as_str(), panel, Json(&row.assignment), Word(row.at));
        sql::execute(self.0, sql, values).map(drop)
    }
}
