//! Round notices 通知单 that a store knows, as one series per round.
//!
//! Owns what was taken in, as it was signed, and the word it says; who signed it was verified before,
//! and what the series amounts to is core's. Never deleted and never changed.

use hengping_core::id::{Digest, RoundId};
use hengping_core::round_notice::Word as Said;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::change(
    "CREATE TABLE round_notice (
        round TEXT NOT NULL,
        number INTEGER NOT NULL,
        digest TEXT NOT NULL,
        issued TEXT NOT NULL,
        word TEXT NOT NULL,
        signed BLOB NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, number)
    ) STRICT",
)];

/// One notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoundNoticeRow {
    /// The round.
    pub round: RoundId,
    /// Its number, from 1.
    pub number: u32,
    /// Digest of its signed payload.
    pub digest: Digest,
    /// When it was signed.
    pub issued: Instant,
    /// What it says.
    pub word: Said,
    /// The notice as it was signed.
    pub signed: Vec<u8>,
    /// When it was stored.
    pub at: Instant,
}

/// Reads round notices.
pub struct RoundNotices<'c>(pub(crate) &'c Connection);

/// Writes round notices.
pub struct RoundNoticesMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<RoundNoticeRow> {
    Ok(RoundNoticeRow {
        round: word(row, 0)?,
        number: row.get(1)?,
        digest: word(row, 2)?,
        issued: word(row, 3)?,
        word: json(row, 4)?,
        signed: row.get(5)?,
        at: word(row, 6)?,
    })
}

impl RoundNotices<'_> {
    /// The series of a round, in order.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_round(&self, round: &RoundId) -> Result<Vec<RoundNoticeRow>, StoreError> {
        let sql = "SELECT round, number, digest, issued, word, signed, at FROM round_notice
            WHERE round = ?1 ORDER BY number";
        sql::rows(self.0, sql, [round.as_str()], read)
    }
}

impl RoundNoticesMut<'_> {
    /// Stores a notice.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when the round has one of this number.
    pub fn add(&self, row: &RoundNoticeRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO round_notice VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = (
            row.round.as_str(),
            row.number,
            Word(row.digest),
            Word(row.issued),
            Json(&row.word),
            &row.signed,
            Word(row.at),
        );
        sql::insert(self.0, "round notice", sql, values)
    }
}
