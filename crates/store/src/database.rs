//! Opening SQLCipher databases: key first, then the settings every connection needs.
//!
//! Trap: a wrong key shows only at the first read, and feature unification can link plain SQLite,
//! which ignores keys silently. Both are checked here, for every connection.

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use crate::error::{OpenError, StoreError};
use crate::key::StoreKey;
use crate::sql;

/// What a connection is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Makes the database.
    Create,
    /// Reads and writes.
    Write,
    /// Reads only.
    Read,
}

impl Mode {
    fn flags(self) -> OpenFlags {
        let access = match self {
            Self::Create => OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE,
            Self::Write => OpenFlags::SQLITE_OPEN_READ_WRITE,
            Self::Read => OpenFlags::SQLITE_OPEN_READ_ONLY,
        };
        access | OpenFlags::SQLITE_OPEN_NO_MUTEX
    }
}

/// How long a statement waits for another connection of the same program.
const BUSY: Duration = Duration::from_secs(5);

/// Opens the database at `path` under `key`.
///
/// # Errors
/// [`OpenError::Foreign`] when the key does not open it, [`OpenError::NoStore`] when it is not
/// there.
pub(crate) fn open(path: &Path, key: &StoreKey, mode: Mode) -> Result<Connection, OpenError> {
    if mode != Mode::Create && !path.is_file() {
        return Err(OpenError::NoStore);
    }
    let connection = Connection::open_with_flags(path, mode.flags())?;
    unlock(&connection, key)?;
    configure(&connection, mode)?;
    Ok(connection)
}

fn unlock(connection: &Connection, key: &StoreKey) -> Result<(), OpenError> {
    let key = Zeroizing::new(format!("PRAGMA key = \"{}\"", *key.as_raw()));
    // The library reports a wrong key on standard error by itself; the caller does that better.
    connection.execute_batch("PRAGMA cipher_log_level = NONE")?;
    connection.execute_batch(&key)?;
    connection.execute_batch("PRAGMA cipher_page_size = 4096")?;
    let version = sql::row(connection, "PRAGMA cipher_version", [], |row| {
        row.get::<_, String>(0)
    })?;
    if version.is_none_or(|version| version.is_empty()) {
        return Err(OpenError::NoCipher);
    }
    let tables = sql::row(
        connection,
        "SELECT count(*) FROM sqlite_master",
        [],
        |row| row.get::<_, i64>(0),
    );
    match tables {
        Ok(_) => Ok(()),
        Err(StoreError::Damaged) => Err(OpenError::Foreign),
        Err(error) => Err(error.into()),
    }
}

/// Version of SQLCipher this program was linked with.
///
/// # Errors
/// [`OpenError::NoCipher`] when it is plain SQLite.
pub fn cipher_version() -> Result<String, OpenError> {
    let connection = Connection::open_in_memory().map_err(StoreError::from)?;
    let version = sql::row(&connection, "PRAGMA cipher_version", [], |row| {
        row.get::<_, String>(0)
    })?;
    version
        .filter(|version| !version.is_empty())
        .ok_or(OpenError::NoCipher)
}

fn configure(connection: &Connection, mode: Mode) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.execute_batch(
        "PRAGMA temp_store = MEMORY;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA cell_size_check = ON;",
    )?;
    if mode != Mode::Read {
        connection.execute_batch(
            "PRAGMA journal_mode = WAL;
             PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;",
        )?;
    }
    Ok(())
}

/// Whether every page and index of the database is sound.
pub(crate) fn is_sound(connection: &Connection) -> Result<bool, StoreError> {
    let first = |row: &rusqlite::Row<'_>| row.get::<_, String>(0);
    // Reports one line for each page whose authentication fails, and nothing otherwise.
    let pages = sql::rows(connection, "PRAGMA cipher_integrity_check", [], first)?;
    let trees = sql::rows(connection, "PRAGMA integrity_check", [], first)?;
    Ok(pages.is_empty() && trees == ["ok"])
}
