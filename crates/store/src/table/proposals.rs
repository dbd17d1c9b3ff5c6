//! Fact proposals: the owner's word that a fact is otherwise than declared, one per fact.

use hengping_core::mark::{FactKey, FactProposal};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json};
use crate::table::applications::{ApplicationRef, require_open};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE proposal (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        fact TEXT NOT NULL,
        proposal TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application, fact)
    ) STRICT",
)];

/// Reads fact proposals.
pub struct Proposals<'c>(pub(crate) &'c Connection);

/// Writes fact proposals.
pub struct ProposalsMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<FactProposal> {
    json(row, 0)
}

impl Proposals<'_> {
    /// Proposals on an application, by fact.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, key: &ApplicationRef) -> Result<Vec<FactProposal>, StoreError> {
        let sql = "SELECT proposal FROM proposal WHERE round = ?1 AND application = ?2
            ORDER BY fact";
        sql::rows(self.0, sql, key.key(), read)
    }
}

impl ProposalsMut<'_> {
    /// Stores a proposal in place of an earlier one on the same fact.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn put(
        &self,
        key: &ApplicationRef,
        proposal: &FactProposal,
        at: Instant,
    ) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let sql = "INSERT OR REPLACE INTO proposal VALUES (?1, ?2, ?3, ?4, ?5)";
        let (round, application) = key.key();
        let values = (
            round,
            application,
            Json(&proposal.fact),
            Json(proposal),
            Word(at),
        );
        sql::execute(self.0, sql, values).map(drop)
    }

    /// Takes a proposal back.
    ///
    /// # Errors
    /// [`StoreError::NotStored`], [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn remove(&self, key: &ApplicationRef, fact: &FactKey) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let sql = "DELETE FROM proposal WHERE round = ?1 AND application = ?2 AND fact = ?3";
        let (round, application) = key.key();
        sql::change(self.0, "proposal", sql, (round, application, Json(fact)))
    }
}
