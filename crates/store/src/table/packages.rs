//! Imported review packages: what is known of each and how far its import came.
//!
//! The encrypted objects themselves lie in the evidence store of the package.

use hengping_core::id::{Digest, PackageId, RoundId};
use hengping_core::round::Round;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word, words};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE package (
        id TEXT PRIMARY KEY,
        round_id TEXT NOT NULL,
        round TEXT NOT NULL,
        scheme TEXT NOT NULL,
        manifest TEXT NOT NULL,
        seq INTEGER NOT NULL,
        valid_from TEXT NOT NULL,
        valid_until TEXT NOT NULL,
        state TEXT NOT NULL,
        imported_at TEXT NOT NULL
    ) STRICT",
)];

words! {
    /// How far a package has come on this machine.
    PackageState {
        /// Its objects are being taken over; nothing of it may be used.
        Importing = "importing",
        /// Complete and verified.
        Usable = "usable",
        /// Replaced by a later package of the same round.
        Superseded = "superseded",
        /// The round is closed; objects and keys are gone.
        Closed = "closed",
    }
}

/// One imported package.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageRow {
    /// The package.
    pub id: PackageId,
    /// Its round.
    pub round: Round,
    /// The scheme, as text; its digest stands in the round.
    pub scheme: String,
    /// Payload digest of the manifest.
    pub manifest: Digest,
    /// Sequence number of the manifest.
    pub seq: u32,
    /// Import is allowed from here …
    pub valid_from: Instant,
    /// … to here.
    pub valid_until: Instant,
    /// How far it came.
    pub state: PackageState,
    /// When it was imported.
    pub imported_at: Instant,
}

/// Reads packages.
pub struct Packages<'c>(pub(crate) &'c Connection);

/// Writes packages.
pub struct PackagesMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<PackageRow> {
    Ok(PackageRow {
        id: word(row, 0)?,
        round: json(row, 1)?,
        scheme: row.get(2)?,
        manifest: word(row, 3)?,
        seq: row.get(4)?,
        valid_from: word(row, 5)?,
        valid_until: word(row, 6)?,
        state: word(row, 7)?,
        imported_at: word(row, 8)?,
    })
}

const COLUMNS: &str = "SELECT id, round, scheme, manifest, seq, valid_from, valid_until, state,
    imported_at FROM package";

impl Packages<'_> {
    /// All packages, in the order of import.
    ///
    /// # Errors
    /// What reading meets.
    pub fn all(&self) -> Result<Vec<PackageRow>, StoreError> {
        sql::rows(
            self.0,
            &format!("{COLUMNS} ORDER BY imported_at, seq, id"),
            [],
            read,
        )
    }

    /// One package.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, id: &PackageId) -> Result<Option<PackageRow>, StoreError> {
        sql::row(
            self.0,
            &format!("{COLUMNS} WHERE id = ?1"),
            [id.as_str()],
            read,
        )
    }

    /// The usable package of `round` with the highest sequence number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn in_force(&self, round: &RoundId) -> Result<Option<PackageRow>, StoreError> {
        let sql =
            format!("{COLUMNS} WHERE round_id = ?1 AND state = 'usable' ORDER BY seq DESC LIMIT 1");
        sql::row(self.0, &sql, [round.as_str()], read)
    }
}

impl PackagesMut<'_> {
    /// Puts a later edition in the place of the one stored under the same id.
    ///
    /// # Errors
    /// [`StoreError::NotStored`] when there is none.
    pub fn replace(&self, row: &PackageRow) -> Result<(), StoreError> {
        let sql = "UPDATE package SET (round, scheme, manifest, seq, valid_from, valid_until,
            imported_at) = (?2, ?3, ?4, ?5, ?6, ?7, ?8) WHERE id = ?1";
        let values = (
            row.id.as_str(),
            Json(&row.round),
            &row.scheme,
            Word(row.manifest),
            row.seq,
            Word(row.valid_from),
            Word(row.valid_until),
            Word(row.imported_at),
        );
        sql::change(self.0, "package", sql, values)
    }

    /// Stores a package.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when the package is there.
    pub fn add(&self, row: &PackageRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO package VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let values = (
            row.id.as_str(),
            row.round.id.as_str(),
            Json(&row.round),
            &row.scheme,
            Word(row.manifest),
            row.seq,
            Word(row.valid_from),
            Word(row.valid_until),
            Word(row.state),
            Word(row.imported_at),
        );
        sql::insert(self.0, "package", sql, values)
    }

    /// Notes how far a package has come.
    ///
    /// # Errors
    /// [`StoreError::NotStored`] when it is not there.
    pub fn set_state(&self, id: &PackageId, state: PackageState) -> Result<(), StoreError> {
        let sql = "UPDATE package SET state = ?2 WHERE id = ?1";
        sql::change(self.0, "package", sql, (id.as_str(), Word(state)))
    }
}
