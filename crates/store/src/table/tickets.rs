//! Tickets: the owner's place in each round, with the keys that came in it.

use hengping_core::id::{Digest, PackageId, RoundId, TicketId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::secret::Secret;
use crate::sql::{self, Word, maybe_word, word};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE ticket (
        id TEXT PRIMARY KEY,
        round TEXT NOT NULL,
        package TEXT NOT NULL,
        seq INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        digest TEXT NOT NULL,
        replaces TEXT,
        due TEXT NOT NULL,
        committee TEXT NOT NULL,
        office TEXT NOT NULL,
        label_key BLOB NOT NULL,
        imported_at TEXT NOT NULL
    ) STRICT",
)];

/// One imported ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    /// The ticket.
    pub id: TicketId,
    /// Its round.
    pub round: RoundId,
    /// The package it opens.
    pub package: PackageId,
    /// Sequence number; a lower one than stored is refused by the importer.
    pub seq: u32,
    /// The ticket as it came.
    pub bytes: Vec<u8>,
    /// Its payload digest.
    pub digest: Digest,
    /// The ticket it takes the place of.
    pub replaces: Option<TicketId>,
    /// When the bundle is due.
    pub due: Instant,
    /// Recipient to whom bundles are encrypted.
    pub committee: String,
    /// Recipient to whom recusal slips are encrypted.
    pub office: String,
    /// One-time key that signs labels.
    pub label_key: Secret,
    /// When it was imported.
    pub imported_at: Instant,
}

/// Reads tickets.
pub struct Tickets<'c>(pub(crate) &'c Connection);

/// Writes tickets.
pub struct TicketsMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT id, round, package, seq, bytes, digest, replaces, due, committee,
    office, label_key, imported_at FROM ticket";

fn read(row: &Row<'_>) -> rusqlite::Result<TicketRow> {
    Ok(TicketRow {
        id: word(row, 0)?,
        round: word(row, 1)?,
        package: word(row, 2)?,
        seq: row.get(3)?,
        bytes: row.get(4)?,
        digest: word(row, 5)?,
        replaces: maybe_word(row, 6)?,
        due: word(row, 7)?,
        committee: row.get(8)?,
        office: row.get(9)?,
        label_key: row.get(10)?,
        imported_at: word(row, 11)?,
    })
}

impl Tickets<'_> {
    /// All tickets, in the order of import.
    ///
    /// # Errors
    /// What reading meets.
    pub fn all(&self) -> Result<Vec<TicketRow>, StoreError> {
        sql::rows(
            self.0,
            &format!("{COLUMNS} ORDER BY imported_at, seq, id"),
            [],
            read,
        )
    }

    /// One ticket.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, id: &TicketId) -> Result<Option<TicketRow>, StoreError> {
        sql::row(
            self.0,
            &format!("{COLUMNS} WHERE id = ?1"),
            [id.as_str()],
            read,
        )
    }

    /// The ticket of `round` with the highest sequence number.
    ///
    /// # Errors
    /// What reading meets.
    pub fn in_force(&self, round: &RoundId) -> Result<Option<TicketRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 ORDER BY seq DESC, imported_at DESC LIMIT 1");
        sql::row(self.0, &sql, [round.as_str()], read)
    }
}

impl TicketsMut<'_> {
    /// Stores a ticket, or a later sequence number of it.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when this or a later sequence number is there.
    pub fn put(&self, row: &TicketRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO ticket VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            ON CONFLICT (id) DO UPDATE SET (package, seq, bytes, digest, replaces, due, committee,
                office, label_key, imported_at) = (excluded.package, excluded.seq, excluded.bytes,
                excluded.digest, excluded.replaces, excluded.due, excluded.committee,
                excluded.office, excluded.label_key, excluded.imported_at)
            WHERE excluded.seq > seq AND excluded.round = round";
        let values = (
            row.id.as_str(),
            row.round.as_str(),
            row.package.as_str(),
            row.seq,
            &row.bytes,
            Word(row.digest),
            row.replaces.as_ref().map(TicketId::as_str),
            Word(row.due),
            &row.committee,
            &row.office,
            &row.label_key,
            Word(row.imported_at),
        );
        match sql::execute(self.0, sql, values)? {
            0 => Err(StoreError::AlreadyStored("ticket")),
            _ => Ok(()),
        }
    }
}
