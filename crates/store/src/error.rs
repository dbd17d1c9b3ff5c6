//! What can go wrong with a store, as types.
//!
//! Owns every error of this crate. Trap: neither text of users nor SQL may reach `Display`; the
//! database's own messages quote both, so only its numeric code is kept.

use std::io;

use rusqlite::{ErrorCode, ffi};
use thiserror::Error;

use crate::place::DiskKind;

/// Why something could not be read from or written to an open store.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum StoreError {
    /// No space left; nothing of the action was stored.
    #[error("the disk is full; nothing was stored")]
    DiskFull,
    /// The store was opened for reading, or must not be written.
    #[error("the store is open for reading only")]
    ReadOnly,
    /// The store is older than its sidecar says; it is read only until somebody goes on with it.
    #[error("the store is older than its record")]
    RolledBack,
    /// What is stored cannot be read back as what it must be.
    #[error("the store is damaged")]
    Damaged,
    /// Another program holds the database longer than one may wait.
    #[error("the store is busy")]
    Busy,
    /// Something with this identity is stored already.
    #[error("already stored: {0}")]
    AlreadyStored(&'static str),
    /// Nothing is stored under this identity.
    #[error("not stored: {0}")]
    NotStored(&'static str),
    /// The application is recused: its content was destroyed and stays so.
    #[error("the application is recused")]
    Recused,
    /// The application has left the round: what was marked stays, nothing is added.
    #[error("the application is withdrawn")]
    Withdrawn,
    /// The review of the application is sealed.
    #[error("the review is sealed")]
    Sealed,
    /// The event of an action is not made of a kind, ids, codes and digests.
    #[error("an event that the log cannot take")]
    Event,
    /// The system refused a file operation.
    #[error("file operation failed: {0}")]
    Io(io::ErrorKind),
    /// The database failed with this extended result code.
    #[error("database result {0}")]
    Database(i32),
}

/// Why a store was not opened, created or restored.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum OpenError {
    /// The passphrase opens no wrap of the store key.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The recovery code is well-formed but opens no wrap of the store key.
    #[error("wrong recovery code")]
    WrongRecoveryCode,
    /// The PIN is wrong.
    #[error("wrong PIN")]
    WrongPin,
    /// The PIN was wrong too often; the passphrase is asked.
    #[error("the PIN was wrong too often")]
    PinSpent,
    /// A PIN is four to eight digits.
    #[error("a PIN is four to eight digits")]
    WeakPin,
    /// There is no store in this folder.
    #[error("no store in this folder")]
    NoStore,
    /// There is a store in this folder already.
    #[error("there is a store in this folder already")]
    AlreadyExists,
    /// The database does not belong to the key file, or is no store of this kind.
    #[error("not a store of this kind")]
    Foreign,
    /// A newer program changed the store in a way this one does not understand.
    #[error("the store was written by a newer program")]
    Newer,
    /// An older program made the store; it has to be opened for writing once.
    #[error("the store has to be opened for writing first")]
    Older,
    /// Stores live on a local disk only.
    #[error("not a local disk: {0}")]
    NotLocal(DiskKind),
    /// Another program has the store open; it may still be opened for reading.
    #[error("the store is in use")]
    InUse,
    /// The key file cannot be read as one.
    #[error("the key file is damaged")]
    KeyFile,
    /// The backup does not hold what it says; the store was not touched.
    #[error("the backup is not complete")]
    Backup,
    /// The database library was built without encryption.
    #[error("encryption is missing from the database library")]
    NoCipher,
    /// Anything that may also happen later.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What a database operation returned, without its message.
impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::Error as Sql;
        match error {
            Sql::SqliteFailure(failure, _) => from_code(failure.code, failure.extended_code),
            Sql::SqlInputError { error, .. } => Self::Database(error.extended_code),
            Sql::FromSqlConversionFailure(..)
            | Sql::InvalidColumnType(..)
            | Sql::IntegralValueOutOfRange(..)
            | Sql::Utf8Error(..) => Self::Damaged,
            _ => Self::Database(ffi::SQLITE_MISUSE),
        }
    }
}

fn from_code(code: ErrorCode, extended: i32) -> StoreError {
    match code {
        ErrorCode::DiskFull => StoreError::DiskFull,
        // The index of the log could not grow: what a full disk answers to mere opening.
        _ if extended == ffi::SQLITE_IOERR_SHMSIZE => StoreError::DiskFull,
        ErrorCode::ReadOnly => StoreError::ReadOnly,
        ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
        ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged,
        _ => StoreError::Database(extended),
    }
}

impl From<rusqlite::Error> for OpenError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

impl From<io::Error> for StoreError {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::DiskFull,
            kind => Self::Io(kind),
        }
    }
}

impl From<io::Error> for OpenError {
    fn from(error: io::Error) -> Self {
        Self::Store(error.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A full disk once read as a failure of the database, with the advice to restore a backup.
    #[test]
    fn a_full_disk_is_known_at_the_opening_too() {
        let failed = ffi::Error::new(ffi::SQLITE_IOERR_SHMSIZE);
        let error = rusqlite::Error::SqliteFailure(failed, None);
        assert_eq!(StoreError::from(error), StoreError::DiskFull);
    }
}
