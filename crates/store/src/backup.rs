//! Copies of a store: before a migration, and to a stick the user named.

use std::fs;

use rusqlite::Connection;

use crate::error::{OpenError, StoreError};
use crate::files::{self, Folder};
use crate::key::StoreKey;
use crate::sql;

/// Copies the database as it is committed, encrypted under the same key, into one file.
pub(crate) fn copy_database(
    connection: &Connection,
    to: &std::path::Path,
) -> Result<(), StoreError> {
    let to = to
        .to_str()
        .ok_or(StoreError::Io(std::io::ErrorKind::InvalidInput))?;
    sql::execute(connection, "VACUUM INTO ?1", [to])?;
    files::sync(std::path::Path::new(to))
}

/// Copies a store before its tables are changed; one such copy is kept.
pub(crate) fn before_migration(
    connection: &Connection,
    folder: &Folder,
    _key: &StoreKey,
) -> Result<(), OpenError> {
    let copies = folder.before_migration();
    if copies.exists() {
        fs::remove_dir_all(&copies)?;
    }
    fs::create_dir_all(&copies)?;
    let copy = Folder(copies);
    copy_database(connection, &copy.database())?;
    fs::copy(folder.key_file(), copy.key_file())?;
    Ok(())
}
