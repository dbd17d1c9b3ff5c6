//! The identity a work store belongs to: the expert's or visit team's own keys and card.

use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::secret::Secret;
use crate::sql::{self, Word, word};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE identity (
        one INTEGER PRIMARY KEY CHECK (one = 1),
        secret BLOB NOT NULL,
        card BLOB NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT",
)];

/// Keys and card of the store's owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdentityRow {
    /// Signing and encryption keys, in the form of the format crate.
    pub secret: Secret,
    /// The enrolment card, as signed.
    pub card: Vec<u8>,
    /// When they were made.
    pub made_at: Instant,
}

/// Reads the identity.
pub struct Identity<'c>(pub(crate) &'c Connection);

/// Writes the identity, once.
pub struct IdentityMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<IdentityRow> {
    Ok(IdentityRow {
        secret: row.get(0)?,
        card: row.get(1)?,
        made_at: word(row, 2)?,
    })
}

impl Identity<'_> {
    /// The identity, once it has been made.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self) -> Result<Option<IdentityRow>, StoreError> {
        sql::row(
            self.0,
            "SELECT secret, card, made_at FROM identity",
            [],
            read,
        )
    }
}

impl IdentityMut<'_> {
    /// Stores the identity.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when there is one: an identity is never replaced.
    pub fn add(&self, row: &IdentityRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO identity VALUES (1, ?1, ?2, ?3)";
        sql::insert(
            self.0,
            "identity",
            sql,
            (&row.secret, &row.card, Word(row.made_at)),
        )
    }
}
