//! Taking over the objects of a package.

use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use hengping_core::id::{Digest, ObjectId, PackageId};
use rusqlite::{Connection, OpenFlags, TransactionBehavior};
use sha2::Digest as _;

use super::{
    APPLICATION_ID, CHUNK_BYTES, EvidenceError, EvidenceStore, ObjectEntry, check_owner,
    finished_path, objects, partial_path,
};
use crate::error::StoreError;
use crate::files;
use crate::sql::{self, Word};

const TABLES: &str = "
    CREATE TABLE package (id TEXT PRIMARY KEY) STRICT;
    CREATE TABLE object (
        number INTEGER PRIMARY KEY,
        name TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        digest TEXT NOT NULL
    ) STRICT;
    CREATE TABLE chunk (
        object INTEGER NOT NULL REFERENCES object (number),
        n INTEGER NOT NULL,
        bytes BLOB NOT NULL,
        UNIQUE (object, n)
    ) STRICT;";

/// Evidence of a package that is being imported.
pub struct EvidenceWriter {
    connection: Connection,
    folder: PathBuf,
    package: PackageId,
}

impl EvidenceWriter {
    /// Starts taking over `package` in `folder`, or goes on where an import was interrupted.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when the evidence is complete, or what the disk says.
    pub fn start(folder: &Path, package: &PackageId) -> Result<Self, StoreError> {
        if finished_path(folder, package).exists() {
            return Err(StoreError::AlreadyStored("evidence"));
        }
        fs::create_dir_all(folder)?;
        let path = partial_path(folder, package);
        let connection = match resume(&path, package) {
            Ok(connection) => connection,
            Err(StoreError::DiskFull) => return Err(StoreError::DiskFull),
            Err(_) => {
                // What is there is no beginning of this package; nothing of it is of use.
                super::delete(folder, package)?;
                begin(&path, package)?
            }
        };
        Ok(Self {
            connection,
            folder: folder.to_owned(),
            package: package.clone(),
        })
    }

    /// The objects that are complete already.
    ///
    /// # Errors
    /// What reading meets.
    pub fn objects(&self) -> Result<Vec<ObjectEntry>, StoreError> {
        objects(&self.connection)
    }

    /// Bounds the file to `pages` of 16 KiB; an object beyond is [`StoreError::DiskFull`].
    ///
    /// # Errors
    /// What the database says.
    pub fn limit_pages(&mut self, pages: u32) -> Result<(), StoreError> {
        let set = format!("PRAGMA max_page_count = {pages}");
        Ok(self.connection.query_row(&set, [], |_| Ok(()))?)
    }

    /// Takes over one object from `source`, which must end after `entry.size` bytes.
    ///
    /// # Errors
    /// [`EvidenceError::Mismatch`] when size or digest differ from `entry`. After any error
    /// nothing of the object is stored, and the objects before it are.
    pub fn add(&mut self, entry: &ObjectEntry, source: &mut dyn Read) -> Result<(), EvidenceError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let number = add_entry(&transaction, entry)?;
        let (size, digest) = add_chunks(&transaction, number, entry.size, source)?;
        if size != entry.size || digest != entry.digest {
            return Err(EvidenceError::Mismatch);
        }
        fail::fail_point!("store::evidence::before_commit");
        transaction.commit()?;
        fail::fail_point!("store::evidence::after_commit");
        Ok(())
    }

    /// Drops one object that was taken over before but is not wanted any more.
    ///
    /// # Errors
    /// What writing meets.
    pub fn drop_object(&mut self, object: &ObjectId) -> Result<(), StoreError> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let chunks = "DELETE FROM chunk WHERE object = (SELECT number FROM object WHERE name = ?1)";
        sql::execute(&transaction, chunks, [object.as_str()])?;
        sql::execute(
            &transaction,
            "DELETE FROM object WHERE name = ?1",
            [object.as_str()],
        )?;
        Ok(transaction.commit()?)
    }

    /// Makes the evidence complete and read-only. It must hold exactly the objects `expected`.
    ///
    /// # Errors
    /// [`EvidenceError::Mismatch`] when it does not, or what the disk says.
    pub fn finish(self, expected: &[ObjectEntry]) -> Result<EvidenceStore, EvidenceError> {
        let mut stored = self.objects()?;
        let mut wanted = expected.to_vec();
        stored.sort_by(|a, b| a.id.cmp(&b.id));
        wanted.sort_by(|a, b| a.id.cmp(&b.id));
        if stored != wanted {
            return Err(EvidenceError::Mismatch);
        }
        let (folder, package) = (self.folder, self.package);
        crate::store::close(self.connection)?;
        publish(
            &partial_path(&folder, &package),
            &finished_path(&folder, &package),
        )?;
        Ok(EvidenceStore::open(&folder, &package)?)
    }
}

fn publish(partial: &Path, finished: &Path) -> Result<(), StoreError> {
    files::sync(partial)?;
    let mut permissions = fs::metadata(partial)?.permissions();
    permissions.set_readonly(true);
    fs::set_permissions(partial, permissions)?;
    fs::rename(partial, finished)?;
    files::sync_parent(finished);
    Ok(())
}

fn open(path: &Path, create: OpenFlags) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | create;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.execute_batch(
        "PRAGMA page_size = 16384;
         PRAGMA journal_mode = TRUNCATE;
         PRAGMA synchronous = FULL;
         PRAGMA temp_store = MEMORY;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;",
    )?;
    Ok(connection)
}

fn resume(path: &Path, package: &PackageId) -> Result<Connection, StoreError> {
    let connection = open(path, OpenFlags::empty())?;
    check_owner(&connection, package)?;
    Ok(connection)
}

fn begin(path: &Path, package: &PackageId) -> Result<Connection, StoreError> {
    let mut connection = open(path, OpenFlags::SQLITE_OPEN_CREATE)?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.execute_batch(TABLES)?;
    sql::execute(
        &transaction,
        "INSERT INTO package VALUES (?1)",
        [package.as_str()],
    )?;
    transaction.commit()?;
    Ok(connection)
}

fn add_entry(connection: &Connection, entry: &ObjectEntry) -> Result<i64, StoreError> {
    let sql = "INSERT INTO object (name, size, digest) VALUES (?1, ?2, ?3)";
    let size = i64::try_from(entry.size).map_err(|_| StoreError::Damaged)?;
    let values = (entry.id.as_str(), size, Word(entry.digest));
    sql::insert(connection, "object", sql, values)?;
    Ok(connection.last_insert_rowid())
}

/// Stores the source in chunks; its size and digest. Stops soon after `limit`.
fn add_chunks(
    connection: &Connection,
    object: i64,
    limit: u64,
    source: &mut dyn Read,
) -> Result<(u64, Digest), EvidenceError> {
    let mut hash = sha2::Sha256::new();
    let mut size = 0_u64;
    let mut chunk = Vec::with_capacity(CHUNK_BYTES);
    for n in 0_i64.. {
        fill(source, &mut chunk).map_err(|error| EvidenceError::Source(error.kind()))?;
        if chunk.is_empty() {
            break;
        }
        hash.update(&chunk);
        size = size.saturating_add(u64::try_from(chunk.len()).unwrap_or(u64::MAX));
        if size > limit {
            return Err(EvidenceError::Mismatch);
        }
        let sql = "INSERT INTO chunk (object, n, bytes) VALUES (?1, ?2, ?3)";
        sql::execute(connection, sql, (object, n, &chunk))?;
    }
    Ok((size, Digest(hash.finalize().into())))
}

/// Reads a whole chunk, or what is left of the source.
fn fill(source: &mut dyn Read, chunk: &mut Vec<u8>) -> io::Result<()> {
    chunk.clear();
    let most = u64::try_from(CHUNK_BYTES).unwrap_or(u64::MAX);
    source.take(most).read_to_end(chunk).map(drop)
}
