//! What was handed in and what came back: bundles, receipts, transcripts.
//!
//! A bundle is made once; every export copies the bytes kept here.

use hengping_core::id::{BundleId, Digest, RoundId, TicketId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word, maybe_word, word, words};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE bundle (
        id TEXT PRIMARY KEY,
        ticket TEXT NOT NULL,
        seq INTEGER NOT NULL,
        kind TEXT NOT NULL,
        bytes BLOB NOT NULL,
        label TEXT NOT NULL,
        payload TEXT NOT NULL,
        previous TEXT,
        at TEXT NOT NULL,
        UNIQUE (ticket, seq)
    ) STRICT;
    CREATE TABLE receipt (
        digest TEXT PRIMARY KEY,
        ticket TEXT NOT NULL,
        number INTEGER NOT NULL,
        bundle_payload TEXT NOT NULL,
        signed BLOB NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE transcript (
        digest TEXT PRIMARY KEY,
        round TEXT NOT NULL,
        signed BLOB NOT NULL,
        at TEXT NOT NULL
    ) STRICT",
)];

words! {
    /// Kinds of bundles.
    BundleKind {
        /// Reviews of an expert.
        Review = "review",
        /// Records of a visit team.
        Visit = "visit",
    }
}

/// One bundle, as handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleRow {
    /// The bundle.
    pub id: BundleId,
    /// The ticket it was made under.
    pub ticket: TicketId,
    /// 1 for the first of the ticket.
    pub seq: u32,
    /// What it carries.
    pub kind: BundleKind,
    /// The file itself.
    pub bytes: Vec<u8>,
    /// Payload digest of the label.
    pub label: Digest,
    /// Digest of the encrypted payload's signed document.
    pub payload: Digest,
    /// `payload` of the bundle before.
    pub previous: Option<Digest>,
    /// When it was made.
    pub at: Instant,
}

/// One receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReceiptRow {
    /// Payload digest of the receipt.
    pub digest: Digest,
    /// The ticket it answers.
    pub ticket: TicketId,
    /// Its number.
    pub number: u32,
    /// The bundle payload it names.
    pub bundle_payload: Digest,
    /// The signed document.
    pub signed: Vec<u8>,
    /// When it was loaded.
    pub at: Instant,
}

/// One transcript.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TranscriptRow {
    /// Payload digest of the transcript.
    pub digest: Digest,
    /// The round.
    pub round: RoundId,
    /// The signed document.
    pub signed: Vec<u8>,
    /// When it was loaded.
    pub at: Instant,
}

/// Reads bundles, receipts and transcripts.
pub struct HandIns<'c>(pub(crate) &'c Connection);

/// Writes bundles, receipts and transcripts.
pub struct HandInsMut<'c>(pub(crate) &'c Connection);

const BUNDLE: &str =
    "SELECT id, ticket, seq, kind, bytes, label, payload, previous, at FROM bundle";

fn read_bundle(row: &Row<'_>) -> rusqlite::Result<BundleRow> {
    Ok(BundleRow {
        id: word(row, 0)?,
        ticket: word(row, 1)?,
        seq: row.get(2)?,
        kind: word(row, 3)?,
        bytes: row.get(4)?,
        label: word(row, 5)?,
        payload: word(row, 6)?,
        previous: maybe_word(row, 7)?,
        at: word(row, 8)?,
    })
}

fn read_receipt(row: &Row<'_>) -> rusqlite::Result<ReceiptRow> {
    Ok(ReceiptRow {
        digest: word(row, 0)?,
        ticket: word(row, 1)?,
        number: row.get(2)?,
        bundle_payload: word(row, 3)?,
        signed: row.get(4)?,
        at: word(row, 5)?,
    })
}

fn read_transcript(row: &Row<'_>) -> rusqlite::Result<TranscriptRow> {
    Ok(TranscriptRow {
        digest: word(row, 0)?,
        round: word(row, 1)?,
        signed: row.get(2)?,
        at: word(row, 3)?,
    })
}

impl HandIns<'_> {
    /// Bundles of a ticket, in order.
    ///
    /// # Errors
    /// What reading meets.
    pub fn bundles(&self, ticket: &TicketId) -> Result<Vec<BundleRow>, StoreError> {
        let sql = format!("{BUNDLE} WHERE ticket = ?1 ORDER BY seq");
        sql::rows(self.0, &sql, [ticket.as_str()], read_bundle)
    }

    /// The last bundle of a ticket.
    ///
    /// # Errors
    /// What reading meets.
    pub fn last_bundle(&self, ticket: &TicketId) -> Result<Option<BundleRow>, StoreError> {
        let sql = format!("{BUNDLE} WHERE ticket = ?1 ORDER BY seq DESC LIMIT 1");
        sql::row(self.0, &sql, [ticket.as_str()], read_bundle)
    }

    /// Receipts of a ticket, by number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn receipts(&self, ticket: &TicketId) -> Result<Vec<ReceiptRow>, StoreError> {
        let sql = "SELECT digest, ticket, number, bundle_payload, signed, at FROM receipt
            WHERE ticket = ?1 ORDER BY number, digest";
        sql::rows(self.0, sql, [ticket.as_str()], read_receipt)
    }

    /// Transcripts of a round, in the order they were loaded.
    ///
    /// # Errors
    /// What reading meets.
    pub fn transcripts(&self, round: &RoundId) -> Result<Vec<TranscriptRow>, StoreError> {
        let sql = "SELECT digest, round, signed, at FROM transcript WHERE round = ?1
            ORDER BY at, digest";
        sql::rows(self.0, sql, [round.as_str()], read_transcript)
    }
}

impl HandInsMut<'_> {
    /// Stores a bundle.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when its id or its number is taken.
    pub fn add_bundle(&self, row: &BundleRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO bundle VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let values = (
            row.id.as_str(),
            row.ticket.as_str(),
            row.seq,
            Word(row.kind),
            &row.bytes,
            Word(row.label),
            Word(row.payload),
            row.previous.map(Word),
            Word(row.at),
        );
        sql::insert(self.0, "bundle", sql, values)
    }

    /// Stores a receipt.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when it is there.
    pub fn add_receipt(&self, row: &ReceiptRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO receipt VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = (
            Word(row.digest),
            row.ticket.as_str(),
            row.number,
            Word(row.bundle_payload),
            &row.signed,
            Word(row.at),
        );
        sql::insert(self.0, "receipt", sql, values)
    }

    /// Stores a transcript.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when it is there.
    pub fn add_transcript(&self, row: &TranscriptRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO transcript VALUES (?1, ?2, ?3, ?4)";
        let values = (
            Word(row.digest),
            row.round.as_str(),
            &row.signed,
            Word(row.at),
        );
        sql::insert(self.0, "transcript", sql, values)
    }
}
