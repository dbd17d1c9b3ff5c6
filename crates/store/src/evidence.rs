//! Evidence stores: the encrypted objects of one package, as they came, in one plain SQLite file.
//!
//! Not encrypted again: the objects are age files. Written once, object by object, each in a
//! transaction of its own, so that an interrupted import goes on where it stopped; read-only
//! afterwards. Trap: this file and the work store are never attached to each other. On import it
//! is complete and synced before the work store calls the package usable; on deletion it goes
//! after the work store has let go of it.

mod reader;
mod writer;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use hengping_core::id::{Digest, ObjectId, PackageId};
use rusqlite::{Connection, OpenFlags, Row};
use thiserror::Error;

pub use reader::ObjectReader;
pub use writer::EvidenceWriter;

use crate::error::StoreError;
use crate::sql::{self, word};

/// Most bytes of a chunk.
pub const CHUNK_BYTES: usize = 1024 * 1024;

/// "HPev", written into the file.
const APPLICATION_ID: i32 = 0x4850_6576;
const FINISHED: &str = "evidence";
const PARTIAL: &str = "partial";

/// Why an object was not taken over.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum EvidenceError {
    /// The source failed.
    #[error("the source of the object failed: {0}")]
    Source(io::ErrorKind),
    /// The source is not what the manifest says.
    #[error("the object differs from its entry in the manifest")]
    Mismatch,
    /// Storing failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for EvidenceError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Store(error.into())
    }
}

/// An object as the manifest names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ObjectEntry {
    /// The object.
    pub id: ObjectId,
    /// Size of its ciphertext, in bytes.
    pub size: u64,
    /// Digest of its ciphertext.
    pub digest: Digest,
}

fn read_entry(row: &Row<'_>) -> rusqlite::Result<ObjectEntry> {
    Ok(ObjectEntry {
        id: word(row, 0)?,
        size: row.get::<_, i64>(1)?.cast_unsigned(),
        digest: word(row, 2)?,
    })
}

fn finished_path(folder: &Path, package: &PackageId) -> PathBuf {
    folder.join(format!("{package}.{FINISHED}"))
}

fn partial_path(folder: &Path, package: &PackageId) -> PathBuf {
    folder.join(format!("{package}.{PARTIAL}"))
}

fn objects(connection: &Connection) -> Result<Vec<ObjectEntry>, StoreError> {
    let sql = "SELECT name, size, digest FROM object ORDER BY number";
    sql::rows(connection, sql, [], read_entry)
}

/// Whether the open file is the evidence of `package`.
fn check_owner(connection: &Connection, package: &PackageId) -> Result<(), StoreError> {
    let id: i32 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let owner = sql::row(connection, "SELECT id FROM package", [], |row| {
        word::<PackageId>(row, 0)
    });
    match owner {
        Ok(Some(owner)) if id == APPLICATION_ID && owner == *package => Ok(()),
        _ => Err(StoreError::Damaged),
    }
}

/// The complete evidence of one package, for reading.
pub struct EvidenceStore {
    connection: Connection,
}

impl EvidenceStore {
    /// Opens the evidence of `package` in `folder`.
    ///
    /// # Errors
    /// [`StoreError::NotStored`] when it is not there, [`StoreError::Damaged`] when the file is
    /// something else.
    pub fn open(folder: &Path, package: &PackageId) -> Result<Self, StoreError> {
        let path = finished_path(folder, package);
        if !path.is_file() {
            return Err(StoreError::NotStored("evidence"));
        }
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(path, flags)?;
        check_owner(&connection, package)?;
        Ok(Self { connection })
    }

    /// Its objects, in the order they were stored.
    ///
    /// # Errors
    /// What reading meets.
    pub fn objects(&self) -> Result<Vec<ObjectEntry>, StoreError> {
        objects(&self.connection)
    }

    /// Opens the ciphertext of one object.
    ///
    /// # Errors
    /// [`StoreError::NotStored`] when the package has no such object.
    pub fn read(&self, object: &ObjectId) -> Result<ObjectReader<'_>, StoreError> {
        ObjectReader::open(&self.connection, object)
    }
}

/// Packages of `known` whose evidence is not in `folder`.
#[must_use]
pub fn missing(folder: &Path, known: &[PackageId]) -> Vec<PackageId> {
    let is_missing = |package: &&PackageId| !finished_path(folder, package).is_file();
    known.iter().filter(is_missing).cloned().collect()
}

/// Bytes of imports that were broken off and have not been taken up again.
#[must_use]
pub fn begun(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let partial = entries.filter(|entry| {
        let path = entry.path();
        path.extension().is_some_and(|kind| kind == PARTIAL)
    });
    partial
        .filter_map(|entry| Some(entry.metadata().ok()?.len()))
        .sum()
}

/// Removes what belongs to no package of `known` and `importing`: leavings of interrupted imports
/// and deletions. The names of the files removed.
///
/// # Errors
/// What the disk says.
pub fn remove_leftovers(
    folder: &Path,
    known: &[PackageId],
    importing: &[PackageId],
) -> Result<Vec<String>, StoreError> {
    let mut removed = Vec::new();
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(removed),
        Err(error) => return Err(error.into()),
    };
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if is_ours(&name) && !is_kept(&name, known, importing) {
            remove(&folder.join(&name))?;
            removed.push(name);
        }
    }
    removed.sort();
    Ok(removed)
}

/// Whether this module could have made a file of this name, its journal included.
fn is_ours(name: &str) -> bool {
    let name = name.strip_suffix("-journal").unwrap_or(name);
    let parts = name.rsplit_once('.');
    parts.is_some_and(|(package, kind)| {
        PackageId::new(package).is_ok() && [FINISHED, PARTIAL].contains(&kind)
    })
}

fn is_kept(name: &str, known: &[PackageId], importing: &[PackageId]) -> bool {
    let name = name.strip_suffix("-journal").unwrap_or(name);
    let finished = known.iter().map(|package| format!("{package}.{FINISHED}"));
    let partial = importing
        .iter()
        .map(|package| format!("{package}.{PARTIAL}"));
    finished.chain(partial).any(|kept| kept == name)
}

/// Deletes the evidence of `package`, complete or not; nothing to delete is no error.
///
/// # Errors
/// What the disk says.
pub fn delete(folder: &Path, package: &PackageId) -> Result<(), StoreError> {
    for path in [
        finished_path(folder, package),
        partial_path(folder, package),
    ] {
        remove(&path)?;
        let mut journal = path.into_os_string();
        journal.push("-journal");
        remove(Path::new(&journal))?;
    }
    Ok(())
}

fn remove(path: &Path) -> Result<(), StoreError> {
    #[cfg(windows)]
    allow_removal(path);
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Windows deletes no file that is marked as read-only, and finished evidence is.
#[cfg(windows)]
fn allow_removal(path: &Path) {
    if let Ok(known) = fs::metadata(path) {
        let mut permissions = known.permissions();
        permissions.set_readonly(false);
        // When this is refused, so is the removal, which tells.
        let _ = fs::set_permissions(path, permissions);
    }
}
