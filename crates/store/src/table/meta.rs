//! What a store knows of itself: lineage and the latest signed time it has seen.

use hengping_core::id::Lineage;
use hengping_core::time::Instant;
use rusqlite::Connection;

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, word};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT",
)];

const LINEAGE: &str = "lineage";
const SIGNED_TIME: &str = "signed_time";
const PURGE: &str = "purge";
/// Before the names that the caller chooses.
const KEPT: &str = "kept:";

/// Reads what the store knows of itself.
pub struct Meta<'c>(pub(crate) &'c Connection);

/// Writes what the store knows of itself.
pub struct MetaMut<'c>(pub(crate) &'c Connection);

const GET: &str = "SELECT value FROM meta WHERE name = ?1";

impl Meta<'_> {
    /// The history this store is in.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it has none.
    pub fn lineage(&self) -> Result<Lineage, StoreError> {
        sql::row(self.0, GET, [LINEAGE], |row| word(row, 0))?.ok_or(StoreError::Damaged)
    }

    /// Whether something was destroyed of which older pages may still lie about.
    pub(crate) fn is_purge_due(&self) -> Result<bool, StoreError> {
        Ok(sql::row(self.0, GET, [PURGE], |_| Ok(()))?.is_some())
    }

    /// The latest time any signed document of an authority has named here.
    ///
    /// # Errors
    /// What reading meets.
    pub fn signed_time(&self) -> Result<Option<Instant>, StoreError> {
        sql::row(self.0, GET, [SIGNED_TIME], |row| word(row, 0))
    }
}

impl Meta<'_> {
    /// A text kept under `name`: trust documents and the memory against rollback.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn kept(&self, name: &str) -> Result<Option<String>, StoreError> {
        sql::row(self.0, GET, [format!("{KEPT}{name}")], |row| row.get(0))
    }
}

impl MetaMut<'_> {
    /// Keeps a text under `name`, in place of the one before.
    ///
    /// # Errors
    /// [`StoreError`].
    pub fn keep(&self, name: &str, text: &str) -> Result<(), StoreError> {
        self.set(&format!("{KEPT}{name}"), text)
    }

    pub(crate) fn set_lineage(&self, lineage: &Lineage) -> Result<(), StoreError> {
        self.set(LINEAGE, lineage.as_str())
    }

    /// Remembers a signed time; an earlier one than known changes nothing.
    ///
    /// # Errors
    /// What writing meets.
    pub fn saw_signed_time(&self, time: Instant) -> Result<(), StoreError> {
        match Meta(self.0).signed_time()? {
            Some(known) if known >= time => Ok(()),
            _ => self.set(SIGNED_TIME, &time.to_string()),
        }
    }

    /// Notes that something was destroyed; the store purges itself after the commit.
    pub(crate) fn set_purge_due(&self) -> Result<(), StoreError> {
        self.set(PURGE, "due")
    }

    pub(crate) fn purged(&self) -> Result<(), StoreError> {
        sql::execute(self.0, "DELETE FROM meta WHERE name = ?1", [PURGE]).map(drop)
    }

    fn set(&self, name: &str, value: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta VALUES (?1, ?2)
            ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        sql::execute(self.0, sql, [name, value]).map(drop)
    }
}
