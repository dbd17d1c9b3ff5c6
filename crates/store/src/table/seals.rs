//! Sealed reviews: the signed documents, every version, and why a seal was opened again.
//!
//! An application is sealed while its highest seal has not been opened. Older versions stay.

use hengping_core::id::{Digest, Lineage, RoundId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word, maybe_word, word};
use crate::table::applications::{ApplicationRef, read_key, require_open};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE seal (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        number INTEGER NOT NULL,
        signed BLOB NOT NULL,
        digest TEXT NOT NULL,
        lineage TEXT NOT NULL,
        at TEXT NOT NULL,
        unseal_reason TEXT,
        unsealed_at TEXT,
        PRIMARY KEY (round, application, number)
    ) STRICT",
)];

/// One sealed review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealRow {
    /// Round and id of the application.
    pub key: ApplicationRef,
    /// 1 for the first seal, one more after each opening.
    pub number: u32,
    /// The signed document.
    pub signed: Vec<u8>,
    /// Its payload digest.
    pub digest: Digest,
    /// History of the store it was sealed in.
    pub lineage: Lineage,
    /// When it was sealed.
    pub at: Instant,
    /// Why and when it was opened again.
    pub unsealed: Option<Unsealing>,
}

/// The opening of a seal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unsealing {
    /// Why, in the expert's words.
    pub reason: String,
    /// When.
    pub at: Instant,
}

/// Reads seals.
pub struct Seals<'c>(pub(crate) &'c Connection);

/// Writes seals.
pub struct SealsMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT round, application, number, signed, digest, lineage, at,
    unseal_reason, unsealed_at FROM seal";

fn read(row: &Row<'_>) -> rusqlite::Result<SealRow> {
    let reason = row.get::<_, Option<String>>(7)?;
    let unsealed = reason.zip(maybe_word(row, 8)?);
    Ok(SealRow {
        key: read_key(row)?,
        number: row.get(2)?,
        signed: row.get(3)?,
        digest: word(row, 4)?,
        lineage: word(row, 5)?,
        at: word(row, 6)?,
        unsealed: unsealed.map(|(reason, at)| Unsealing { reason, at }),
    })
}

/// Whether the highest seal of an application is closed.
pub(crate) fn is_sealed(connection: &Connection, key: &ApplicationRef) -> Result<bool, StoreError> {
    let sql = "SELECT 1 FROM seal WHERE round = ?1 AND application = ?2 AND unsealed_at IS NULL";
    Ok(sql::row(connection, sql, key.key(), |_| Ok(()))?.is_some())
}

impl Seals<'_> {
    /// Every seal of an application, oldest first.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, key: &ApplicationRef) -> Result<Vec<SealRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 AND application = ?2 ORDER BY number");
        sql::rows(self.0, &sql, key.key(), read)
    }

    /// The last seal of an application, opened or not.
    ///
    /// # Errors
    /// What reading meets.
    pub fn last(&self, key: &ApplicationRef) -> Result<Option<SealRow>, StoreError> {
        let sql =
            format!("{COLUMNS} WHERE round = ?1 AND application = ?2 ORDER BY number DESC LIMIT 1");
        sql::row(self.0, &sql, key.key(), read)
    }

    /// The closed seals of `round`: what a bundle carries.
    ///
    /// # Errors
    /// What reading meets.
    pub fn closed(&self, round: &RoundId) -> Result<Vec<SealRow>, StoreError> {
        let sql =
            format!("{COLUMNS} WHERE round = ?1 AND unsealed_at IS NULL ORDER BY application");
        sql::rows(self.0, &sql, [round.as_str()], read)
    }
}

impl SealsMut<'_> {
    /// Stores a seal, which locks the application.
    ///
    /// # Errors
    /// [`StoreError::Sealed`] when it is locked already, [`StoreError::Recused`],
    /// [`StoreError::AlreadyStored`] when the number is not the next.
    pub fn add(&self, row: &SealRow) -> Result<(), StoreError> {
        require_open(self.0, &row.key)?;
        let last = Seals(self.0).last(&row.key)?.map_or(0, |seal| seal.number);
        if row.number != last.saturating_add(1) {
            return Err(StoreError::AlreadyStored("seal"));
        }
        let (round, application) = row.key.key();
        let sql = "INSERT INTO seal VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL, NULL)";
        let document = (&row.signed, Word(row.digest), row.lineage.as_str());
        let values = (
            round,
            application,
            row.number,
            document.0,
            document.1,
            document.2,
            Word(row.at),
        );
        sql::insert(self.0, "seal", sql, values)
    }

    /// Opens the seal of an application again; the version stays.
    ///
    /// # Errors
    /// [`StoreError::NotStored`] when it is not sealed.
    pub fn open(&self, key: &ApplicationRef, reason: &str, at: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE seal SET unseal_reason = ?3, unsealed_at = ?4
            WHERE round = ?1 AND application = ?2 AND unsealed_at IS NULL";
        let (round, application) = key.key();
        sql::change(self.0, "seal", sql, (round, application, reason, Word(at)))
    }
}
