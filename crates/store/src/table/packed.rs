//! Packages an office has made, or a panel has been given.

use hengping_core::id::{Digest, PackageId, RoundId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word, maybe_word, word};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE packed (
        id TEXT PRIMARY KEY,
        round TEXT NOT NULL,
        seq INTEGER NOT NULL,
        supersedes TEXT,
        manifest TEXT NOT NULL,
        signed BLOB NOT NULL,
        at TEXT NOT NULL
    ) STRICT",
)];

/// One package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackedRow {
    /// The package.
    pub id: PackageId,
    /// Its round.
    pub round: RoundId,
    /// Sequence number of its manifest.
    pub seq: u32,
    /// The package it takes the place of.
    pub supersedes: Option<PackageId>,
    /// Payload digest of its manifest.
    pub manifest: Digest,
    /// The manifest, as signed.
    pub signed: Vec<u8>,
    /// When it was made.
    pub at: Instant,
}

/// Reads packages.
pub struct Packed<'c>(pub(crate) &'c Connection);

/// Writes packages.
pub struct PackedMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT id, round, seq, supersedes, manifest, signed, at FROM packed";

fn read(row: &Row<'_>) -> rusqlite::Result<PackedRow> {
    Ok(PackedRow {
        id: word(row, 0)?,
        round: word(row, 1)?,
        seq: row.get(2)?,
        supersedes: maybe_word(row, 3)?,
        manifest: word(row, 4)?,
        signed: row.get(5)?,
        at: word(row, 6)?,
    })
}

impl Packed<'_> {
    /// Packages of `round`, by sequence number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_round(&self, round: &RoundId) -> Result<Vec<PackedRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 ORDER BY seq, id");
        sql::rows(self.0, &sql, [round.as_str()], read)
    }

    /// One package.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, id: &PackageId) -> Result<Option<PackedRow>, StoreError> {
        sql::row(
            self.0,
            &format!("{COLUMNS} WHERE id = ?1"),
            [id.as_str()],
            read,
        )
    }
}

impl PackedMut<'_> {
    /// Stores a package.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when it is there.
    pub fn add(&self, row: &PackedRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO packed VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = (
            row.id.as_str(),
            row.round.as_str(),
            row.seq,
            row.supersedes.as_ref().map(PackageId::as_str),
            Word(row.manifest),
            &row.signed,
            Word(row.at),
        );
        sql::insert(self.0, "package", sql, values)
    }

    /// Stores an edition of a package in place of the one before.
    ///
    /// # Errors
    /// What writing meets.
    pub fn put(&self, row: &PackedRow) -> Result<(), StoreError> {
        sql::execute(
            self.0,
            "DELETE FROM packed WHERE id = ?1",
            [row.id.as_str()],
        )?;
        self.add(row)
    }
}
