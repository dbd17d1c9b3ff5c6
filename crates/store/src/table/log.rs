//! The hash-chained log of a store; the chain itself is [`hengping_core::log`].
//!
//! Only a commit of an action appends here. Each row keeps the hash of the chain up to it, so that
//! the head is one lookup.

use hengping_core::id::Digest;
use hengping_core::log::{Entry, Head};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::event::{EDIT_SECONDS, Event};
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE log (
        number INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        kind TEXT NOT NULL,
        subjects TEXT NOT NULL,
        chain TEXT NOT NULL
    ) STRICT",
)];

/// Reads the log.
pub struct Log<'c>(pub(crate) &'c Connection);

/// Appends to the log.
pub(crate) struct LogMut<'c>(pub(crate) &'c Connection);

fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        number: row.get::<_, i64>(0)?.cast_unsigned(),
        at: word(row, 1)?,
        kind: word(row, 2)?,
        subjects: json(row, 3)?,
    })
}

fn head(row: &Row<'_>) -> rusqlite::Result<Head> {
    Ok(Head {
        length: row.get::<_, i64>(0)?.cast_unsigned(),
        digest: word::<Digest>(row, 1)?,
    })
}

impl Log<'_> {
    /// State after the last entry.
    ///
    /// # Errors
    /// What reading meets.
    pub fn head(&self) -> Result<Head, StoreError> {
        let last = "SELECT number, chain FROM log ORDER BY number DESC LIMIT 1";
        Ok(sql::row(self.0, last, [], head)?.unwrap_or(Head::EMPTY))
    }

    /// State after entry `length`, if the log is that long.
    ///
    /// # Errors
    /// What reading meets.
    pub fn head_at(&self, length: u64) -> Result<Option<Head>, StoreError> {
        if length == 0 {
            return Ok(Some(Head::EMPTY));
        }
        let one = "SELECT number, chain FROM log WHERE number = ?1";
        sql::row(self.0, one, [length.cast_signed()], head)
    }

    /// Entries after the first `length`; all of them for 0.
    ///
    /// # Errors
    /// What reading meets.
    pub fn since(&self, length: u64) -> Result<Vec<Entry>, StoreError> {
        let later = "SELECT number, at, kind, subjects FROM log WHERE number > ?1 ORDER BY number";
        sql::rows(self.0, later, [length.cast_signed()], entry)
    }

    /// Recomputes the chain from the first entry.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it does not end in the stored head.
    pub fn verify(&self) -> Result<Head, StoreError> {
        let computed = hengping_core::log::verify(&self.since(0)?);
        match computed {
            Ok(head) if head == self.head()? => Ok(head),
            _ => Err(StoreError::Damaged),
        }
    }

    /// The last entry.
    ///
    /// # Errors
    /// What reading meets.
    pub fn last(&self) -> Result<Option<Entry>, StoreError> {
        let last = "SELECT number, at, kind, subjects FROM log ORDER BY number DESC LIMIT 1";
        sql::row(self.0, last, [], entry)
    }
}

impl LogMut<'_> {
    /// Appends the entry for `event`, unless it is an edit that belongs to the last entry.
    pub(crate) fn append(&self, event: &Event, at: Instant) -> Result<Head, StoreError> {
        let head = Log(self.0).head()?;
        let (kind, subjects) = event.checked()?;
        let entry = Entry {
            number: head.length.saturating_add(1),
            at,
            kind,
            subjects,
        };
        if event.is_edit() && self.continues_last(&entry)? {
            return Ok(head);
        }
        let next = head.then(&entry).map_err(|_| StoreError::Damaged)?;
        let sql = "INSERT INTO log VALUES (?1, ?2, ?3, ?4, ?5)";
        let (number, chain) = (entry.number.cast_signed(), Word(next.digest));
        let row = (
            number,
            Word(at),
            entry.kind.as_str(),
            Json(&entry.subjects),
            chain,
        );
        sql::execute(self.0, sql, row)?;
        Ok(next)
    }

    fn continues_last(&self, entry: &Entry) -> Result<bool, StoreError> {
        Ok(Log(self.0).last()?.is_some_and(|last| {
            last.kind == entry.kind
                && last.subjects == entry.subjects
                && (0..EDIT_SECONDS).contains(&entry.at.seconds_since(last.at))
        }))
    }
}
