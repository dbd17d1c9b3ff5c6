//! Signed documents an office or a panel keeps as bytes, found by kind, round and subject.
//!
//! The digest of the signed payload is a document's identity. What it says is read by the format
//! crate after verification, never from here.

use hengping_core::id::{Digest, RoundId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word, maybe_word, word, words};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE document (
        digest TEXT PRIMARY KEY,
        kind TEXT NOT NULL,
        round TEXT,
        subject TEXT NOT NULL,
        number INTEGER NOT NULL,
        signed BLOB NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX document_of ON document (kind, round, subject, number)",
)];

words! {
    /// Kinds of kept documents; what stands as subject and number is said with each.
    DocumentKind {
        /// Root document of an authority; number: its version.
        Root = "root",
        /// Roles document; number: its version.
        Roles = "roles",
        /// Round document; number: its version.
        Round = "round",
        /// Enrolment card; subject: fingerprint.
        Card = "card",
        /// Roster entry; subject: fingerprint.
        Roster = "roster",
        /// Committee share; subject: ceremony, number: index of the share.
        Share = "share",
        /// Receipt; subject: ticket, number: its number.
        Receipt = "receipt",
        /// Register of tickets; number: its number.
        Register = "register",
        /// Recusal slip; subject: ticket.
        Recusal = "recusal",
        /// Visit record; subject: application.
        Visit = "visit",
        /// List of labels frozen at an opening; subject: ceremony.
        FrozenList = "frozen-list",
        /// Transcript of counted bundles.
        Transcript = "transcript",
        /// A member's signature on a result; subject: fingerprint.
        Signature = "signature",
        /// A note on the record of the round; subject: fingerprint.
        Note = "note",
        /// Result of the round; number: its version.
        Result = "result",
    }
}

/// One kept document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Digest of its signed payload.
    pub digest: Digest,
    /// What it is.
    pub kind: DocumentKind,
    /// The round, where it belongs to one.
    pub round: Option<RoundId>,
    /// What it is about, as its kind says; may be empty.
    pub subject: String,
    /// Version or number, as its kind says; otherwise 0.
    pub number: u32,
    /// The document.
    pub signed: Vec<u8>,
    /// When it was stored.
    pub at: Instant,
}

/// Reads documents.
pub struct Documents<'c>(pub(crate) &'c Connection);

/// Writes documents.
pub struct DocumentsMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT digest, kind, round, subject, number, signed, at FROM document";

fn read(row: &Row<'_>) -> rusqlite::Result<DocumentRow> {
    Ok(DocumentRow {
        digest: word(row, 0)?,
        kind: word(row, 1)?,
        round: maybe_word(row, 2)?,
        subject: row.get(3)?,
        number: row.get(4)?,
        signed: row.get(5)?,
        at: word(row, 6)?,
    })
}

impl Documents<'_> {
    /// Documents of a kind, of one round or of all, by subject and number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(
        &self,
        kind: DocumentKind,
        round: Option<&RoundId>,
    ) -> Result<Vec<DocumentRow>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE kind = ?1 AND (?2 IS NULL OR round = ?2)
            ORDER BY subject, number, at, digest"
        );
        sql::rows(self.0, &sql, (Word(kind), round.map(RoundId::as_str)), read)
    }

    /// Documents of a kind about one subject, by number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn about(&self, kind: DocumentKind, subject: &str) -> Result<Vec<DocumentRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE kind = ?1 AND subject = ?2 ORDER BY number, at, digest");
        sql::rows(self.0, &sql, (Word(kind), subject), read)
    }

    /// The document of a kind with the highest number, of one round or of all.
    ///
    /// # Errors
    /// What reading meets.
    pub fn latest(
        &self,
        kind: DocumentKind,
        round: Option<&RoundId>,
    ) -> Result<Option<DocumentRow>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE kind = ?1 AND (?2 IS NULL OR round = ?2)
            ORDER BY number DESC, at DESC, digest LIMIT 1"
        );
        sql::row(self.0, &sql, (Word(kind), round.map(RoundId::as_str)), read)
    }

    /// One document.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, digest: Digest) -> Result<Option<DocumentRow>, StoreError> {
        sql::row(
            self.0,
            &format!("{COLUMNS} WHERE digest = ?1"),
            [Word(digest)],
            read,
        )
    }
}

impl DocumentsMut<'_> {
    /// Stores a document.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when it is there.
    pub fn add(&self, row: &DocumentRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO document VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = (
            Word(row.digest),
            Word(row.kind),
            row.round.as_ref().map(RoundId::as_str),
            &row.subject,
            row.number,
            &row.signed,
            Word(row.at),
        );
        sql::insert(self.0, "document", sql, values)
    }
}
