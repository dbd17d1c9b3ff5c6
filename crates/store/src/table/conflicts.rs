//! The conflict table of a round, the pledge, and what the owner declared about each enterprise.

use hengping_core::application::Enterprise;
use hengping_core::id::{ApplicationId, Digest, PackageId, RoundId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE conflict (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        package TEXT NOT NULL,
        position INTEGER NOT NULL,
        enterprise TEXT NOT NULL,
        PRIMARY KEY (round, application)
    ) STRICT;
    CREATE TABLE pledge (
        round TEXT PRIMARY KEY,
        text TEXT NOT NULL,
        signed BLOB,
        at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE declaration (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        ground TEXT,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application)
    ) STRICT",
)];

/// One row of the conflict table: what every expert may know of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConflictRow {
    /// The application.
    pub application: ApplicationId,
    /// Who applies.
    pub enterprise: Enterprise,
}

/// The pledge for a round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PledgeRow {
    /// The round.
    pub round: RoundId,
    /// What the pledge is known by.
    pub digest: Digest,
    /// The pledge as signed.
    pub signed: Vec<u8>,
    /// When it was given.
    pub at: Instant,
}

/// What the owner declared about one enterprise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeclarationRow {
    /// The application.
    pub application: ApplicationId,
    /// The relation, in the owner's words; nothing when there is none.
    pub ground: Option<String>,
    /// When.
    pub at: Instant,
}

/// Reads conflict table, pledge and declarations.
pub struct Conflicts<'c>(pub(crate) &'c Connection);

/// Writes conflict table, pledge and declarations.
pub struct ConflictsMut<'c>(pub(crate) &'c Connection);

fn read_conflict(row: &Row<'_>) -> rusqlite::Result<ConflictRow> {
    Ok(ConflictRow {
        application: word(row, 0)?,
        enterprise: json(row, 1)?,
    })
}

fn read_pledge(row: &Row<'_>) -> rusqlite::Result<PledgeRow> {
    Ok(PledgeRow {
        round: word(row, 0)?,
        digest: word(row, 1)?,
        signed: row.get(2)?,
        at: word(row, 3)?,
    })
}

fn read_declaration(row: &Row<'_>) -> rusqlite::Result<DeclarationRow> {
    Ok(DeclarationRow {
        application: word(row, 0)?,
        ground: row.get(1)?,
        at: word(row, 2)?,
    })
}

impl Conflicts<'_> {
    /// The conflict table of `round`, in the order of the package.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_round(&self, round: &RoundId) -> Result<Vec<ConflictRow>, StoreError> {
        let sql = "SELECT application, enterprise FROM conflict WHERE round = ?1
            ORDER BY position, application";
        sql::rows(self.0, sql, [round.as_str()], read_conflict)
    }

    /// The pledge for `round`, once it is given. A later package may bring applications that it
    /// does not speak of: then it is to be given anew.
    ///
    /// # Errors
    /// What reading meets.
    pub fn pledge(&self, round: &RoundId) -> Result<Option<PledgeRow>, StoreError> {
        let sql = "SELECT round, text, signed, at FROM pledge
            WHERE round = ?1 AND signed IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM conflict WHERE conflict.round = ?1 AND application NOT IN (
                    SELECT application FROM declaration WHERE declaration.round = ?1))";
        sql::row(self.0, sql, [round.as_str()], read_pledge)
    }

    /// Declarations made in `round`.
    ///
    /// # Errors
    /// What reading meets.
    pub fn declarations(&self, round: &RoundId) -> Result<Vec<DeclarationRow>, StoreError> {
        let sql = "SELECT application, ground, at FROM declaration WHERE round = ?1
            ORDER BY application";
        sql::rows(self.0, sql, [round.as_str()], read_declaration)
    }
}

impl ConflictsMut<'_> {
    /// Stores the conflict table of `package`; rows of an earlier package of the round that are
    /// not in it stay.
    ///
    /// # Errors
    /// What writing meets.
    pub fn put(
        &self,
        round: &RoundId,
        package: &PackageId,
        table: &[ConflictRow],
    ) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO conflict VALUES (?1, ?2, ?3, ?4, ?5)";
        for (position, row) in (0_i64..).zip(table) {
            let application = row.application.as_str();
            let enterprise = Json(&row.enterprise);
            let values = (
                round.as_str(),
                application,
                package.as_str(),
                position,
                enterprise,
            );
            sql::execute(self.0, sql, values)?;
        }
        Ok(())
    }

    /// Stores the pledge in place of an earlier one for the round.
    ///
    /// # Errors
    /// What writing meets.
    pub fn pledge(&self, row: &PledgeRow) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO pledge VALUES (?1, ?2, ?3, ?4)";
        let values = (
            row.round.as_str(),
            Word(row.digest),
            &row.signed,
            Word(row.at),
        );
        sql::execute(self.0, sql, values).map(drop)
    }

    /// Stores a declaration in place of an earlier one about the same enterprise.
    ///
    /// # Errors
    /// What writing meets.
    pub fn declare(&self, round: &RoundId, row: &DeclarationRow) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO declaration VALUES (?1, ?2, ?3, ?4)";
        let values = (
            round.as_str(),
            row.application.as_str(),
            &row.ground,
            Word(row.at),
        );
        sql::execute(self.0, sql, values).map(drop)
    }
}
