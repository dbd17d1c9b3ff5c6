//! Bundles as they arrived, numbered, by their label; closed until the opening.
//!
//! A file that cannot be read as a bundle has no label and is not kept, only logged. Trap: the
//! number says in which order a station registered them and nothing about which counts.

use hengping_core::id::{BundleId, Digest, TicketId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word, maybe_word, word};
use crate::table::handins::BundleKind;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE arrival (
        number INTEGER PRIMARY KEY,
        label TEXT NOT NULL UNIQUE,
        bundle TEXT NOT NULL,
        ticket TEXT NOT NULL,
        seq INTEGER NOT NULL,
        previous TEXT,
        kind TEXT NOT NULL,
        payload TEXT NOT NULL,
        bytes BLOB NOT NULL,
        late INTEGER NOT NULL,
        held TEXT,
        at TEXT NOT NULL
    ) STRICT",
)];

/// One arrival.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArrivalRow {
    /// Running number, from 1; 0 before it is stored.
    pub number: u32,
    /// Payload digest of the label.
    pub label: Digest,
    /// The bundle.
    pub bundle: BundleId,
    /// The ticket it was made under.
    pub ticket: TicketId,
    /// Its number under the ticket.
    pub seq: u32,
    /// Payload digest of the bundle before, as the label says.
    pub previous: Option<Digest>,
    /// What it carries.
    pub kind: BundleKind,
    /// Digest of its encrypted payload, as the label says.
    pub payload: Digest,
    /// The file itself.
    pub bytes: Vec<u8>,
    /// Whether it came after the opening list was frozen.
    pub late: bool,
    /// Code of the reason for which it is held.
    pub held: Option<String>,
    /// When it was registered.
    pub at: Instant,
}

/// Reads arrivals.
pub struct Arrivals<'c>(pub(crate) &'c Connection);

/// Writes arrivals.
pub struct ArrivalsMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT number, label, bundle, ticket, seq, previous, kind, payload, bytes,
    late, held, at FROM arrival";

fn read(row: &Row<'_>) -> rusqlite::Result<ArrivalRow> {
    Ok(ArrivalRow {
        number: row.get(0)?,
        label: word(row, 1)?,
        bundle: word(row, 2)?,
        ticket: word(row, 3)?,
        seq: row.get(4)?,
        previous: maybe_word(row, 5)?,
        kind: word(row, 6)?,
        payload: word(row, 7)?,
        bytes: row.get(8)?,
        late: row.get(9)?,
        held: row.get(10)?,
        at: word(row, 11)?,
    })
}

impl Arrivals<'_> {
    /// All arrivals, by number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn all(&self) -> Result<Vec<ArrivalRow>, StoreError> {
        sql::rows(self.0, &format!("{COLUMNS} ORDER BY number"), [], read)
    }

    /// Arrivals under one ticket, by number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, ticket: &TicketId) -> Result<Vec<ArrivalRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE ticket = ?1 ORDER BY number");
        sql::rows(self.0, &sql, [ticket.as_str()], read)
    }

    /// The arrival with a label.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, label: Digest) -> Result<Option<ArrivalRow>, StoreError> {
        sql::row(
            self.0,
            &format!("{COLUMNS} WHERE label = ?1"),
            [Word(label)],
            read,
        )
    }
}

impl ArrivalsMut<'_> {
    /// Registers an arrival; the number it got.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when the label is registered: exporting twice is harmless.
    pub fn add(&self, row: &ArrivalRow) -> Result<u32, StoreError> {
        let sql = "INSERT INTO arrival (label, bundle, ticket, seq, previous, kind, payload, bytes,
            late, held, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)";
        let values = (
            Word(row.label),
            row.bundle.as_str(),
            row.ticket.as_str(),
            row.seq,
            row.previous.map(Word),
            Word(row.kind),
            Word(row.payload),
            &row.bytes,
            row.late,
            &row.held,
            Word(row.at),
        );
        sql::insert(self.0, "arrival", sql, values)?;
        u32::try_from(self.0.last_insert_rowid()).map_err(|_| StoreError::Damaged)
    }

    /// Notes why an arrival is held, or that it is not any more.
    ///
    /// # Errors
    /// [`StoreError::NotStored`].
    pub fn set_held(&self, label: Digest, reason: Option<&str>) -> Result<(), StoreError> {
        let sql = "UPDATE arrival SET held = ?2 WHERE label = ?1";
        sql::change(self.0, "arrival", sql, (Word(label), reason))
    }
}
