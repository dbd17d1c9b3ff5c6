//! Openings, and what they brought to light: decrypted bundles and the sealed documents in them.
//!
//! The committee key is gone after an opening, so what it opened is kept here, encrypted by the
//! store like everything else. The arrivals stay as they came.

use hengping_core::id::{ApplicationId, CeremonyId, Digest, RoundId, TicketId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};
use crate::table::handins::BundleKind;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE opening (
        number INTEGER PRIMARY KEY,
        round TEXT NOT NULL,
        ceremony TEXT NOT NULL,
        labels TEXT NOT NULL,
        list BLOB NOT NULL,
        present TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE opened_bundle (
        digest TEXT PRIMARY KEY,
        label TEXT NOT NULL,
        document BLOB NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE sealed (
        digest TEXT PRIMARY KEY,
        bundle TEXT NOT NULL,
        kind TEXT NOT NULL,
        ticket TEXT NOT NULL,
        application TEXT NOT NULL,
        number INTEGER NOT NULL,
        signed BLOB NOT NULL
    ) STRICT;
    CREATE INDEX sealed_of ON sealed (application, ticket, number)",
)];

/// One opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpeningRow {
    /// The round.
    pub round: RoundId,
    /// The ceremony whose shares were put together.
    pub ceremony: CeremonyId,
    /// Payload digests of the labels on the frozen list.
    pub labels: Vec<Digest>,
    /// The frozen list, as signed.
    pub list: Vec<u8>,
    /// Who was present.
    pub present: Vec<String>,
    /// When.
    pub at: Instant,
}

/// One decrypted bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedRow {
    /// Digest of its signed payload.
    pub digest: Digest,
    /// Payload digest of its label.
    pub label: Digest,
    /// The signed document that was inside.
    pub document: Vec<u8>,
    /// When it was opened.
    pub at: Instant,
}

/// One sealed document out of a bundle. The same one may come in several bundles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SealedRow {
    /// Digest of its signed payload.
    pub digest: Digest,
    /// Digest of the first bundle that brought it.
    pub bundle: Digest,
    /// Review or visit record.
    pub kind: BundleKind,
    /// The ticket it was made under.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
    /// Number of the seal.
    pub number: u32,
    /// The document.
    pub signed: Vec<u8>,
}

/// Reads openings and what they brought.
pub struct Openings<'c>(pub(crate) &'c Connection);

/// Writes openings and what they brought.
pub struct OpeningsMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<OpeningRow> {
    Ok(OpeningRow {
        round: word(row, 0)?,
        ceremony: word(row, 1)?,
        labels: json(row, 2)?,
        list: row.get(3)?,
        present: json(row, 4)?,
        at: word(row, 5)?,
    })
}

fn read_opened(row: &Row<'_>) -> rusqlite::Result<OpenedRow> {
    Ok(OpenedRow {
        digest: word(row, 0)?,
        label: word(row, 1)?,
        document: row.get(2)?,
        at: word(row, 3)?,
    })
}

const SEALED: &str = "SELECT digest, bundle, kind, ticket, application, number, signed FROM sealed";

fn read_sealed(row: &Row<'_>) -> rusqlite::Result<SealedRow> {
    Ok(SealedRow {
        digest: word(row, 0)?,
        bundle: word(row, 1)?,
        kind: word(row, 2)?,
        ticket: word(row, 3)?,
        application: word(row, 4)?,
        number: row.get(5)?,
        signed: row.get(6)?,
    })
}

impl Openings<'_> {
    /// Openings of `round`, oldest first.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_round(&self, round: &RoundId) -> Result<Vec<OpeningRow>, StoreError> {
        let sql = "SELECT round, ceremony, labels, list, present, at FROM opening
            WHERE round = ?1 ORDER BY number";
        sql::rows(self.0, sql, [round.as_str()], read)
    }

    /// All decrypted bundles.
    ///
    /// # Errors
    /// What reading meets.
    pub fn bundles(&self) -> Result<Vec<OpenedRow>, StoreError> {
        let sql = "SELECT digest, label, document, at FROM opened_bundle ORDER BY digest";
        sql::rows(self.0, sql, [], read_opened)
    }

    /// All sealed documents, by application, ticket and number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn sealed(&self) -> Result<Vec<SealedRow>, StoreError> {
        let sql = format!("{SEALED} ORDER BY application, ticket, number, digest");
        sql::rows(self.0, &sql, [], read_sealed)
    }

    /// Sealed documents about one application.
    ///
    /// # Errors
    /// What reading meets.
    pub fn sealed_of(&self, application: &ApplicationId) -> Result<Vec<SealedRow>, StoreError> {
        let sql = format!("{SEALED} WHERE application = ?1 ORDER BY ticket, number, digest");
        sql::rows(self.0, &sql, [application.as_str()], read_sealed)
    }
}

impl OpeningsMut<'_> {
    /// Stores an opening.
    ///
    /// # Errors
    /// What writing meets.
    pub fn add(&self, row: &OpeningRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO opening (round, ceremony, labels, list, present, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = (
            row.round.as_str(),
            row.ceremony.as_str(),
            Json(&row.labels),
            &row.list,
            Json(&row.present),
            Word(row.at),
        );
        sql::execute(self.0, sql, values).map(drop)
    }

    /// Stores a decrypted bundle with its sealed documents; documents known from another bundle
    /// stay with that one.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when the bundle was opened before.
    pub fn add_bundle(&self, row: &OpenedRow, sealed: &[SealedRow]) -> Result<(), StoreError> {
        let sql = "INSERT INTO opened_bundle VALUES (?1, ?2, ?3, ?4)";
        let values = (
            Word(row.digest),
            Word(row.label),
            &row.document,
            Word(row.at),
        );
        sql::insert(self.0, "bundle", sql, values)?;
        sealed.iter().try_for_each(|row| self.add_sealed(row))
    }

    fn add_sealed(&self, row: &SealedRow) -> Result<(), StoreError> {
        let sql = "INSERT OR IGNORE INTO sealed VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = (
            Word(row.digest),
            Word(row.bundle),
            Word(row.kind),
            row.ticket.as_str(),
            row.application.as_str(),
            row.number,
            &row.signed,
        );
        sql::execute(self.0, sql, values).map(drop)
    }
}
