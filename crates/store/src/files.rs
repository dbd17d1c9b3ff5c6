//! Names of the files of a store, and small files that are replaced as a whole.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::StoreError;

/// The files of one store.
#[derive(Debug, Clone)]
pub(crate) struct Folder(pub(crate) PathBuf);

/// Whether a store lies in `folder`, as far as one can see without opening it.
#[must_use]
pub fn exists(folder: &Path) -> bool {
    Folder(folder.to_owned()).key_file().is_file()
}

impl Folder {
    pub(crate) fn database(&self) -> PathBuf {
        self.0.join("store.db")
    }

    /// Whether the database was not closed by whoever wrote it last: its log of writes is still
    /// there, from which the next opening takes what was committed.
    pub(crate) fn is_unclosed(&self) -> bool {
        let log = fs::metadata(self.0.join("store.db-wal"));
        log.is_ok_and(|log| log.len() > 0)
    }

    pub(crate) fn key_file(&self) -> PathBuf {
        self.0.join("key.json")
    }

    pub(crate) fn sidecar(&self) -> PathBuf {
        self.0.join("sidecar.json")
    }

    pub(crate) fn lock(&self) -> PathBuf {
        self.0.join("lock")
    }

    /// Where the copy lies that is made before a migration.
    pub(crate) fn before_migration(&self) -> PathBuf {
        self.0.join("before-migration")
    }
}

/// Replaces `path` by `bytes`: after a crash it holds the old content or the new, never a part.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let fresh = path.with_extension("new");
    let written = write_synced(&fresh, bytes).and_then(|()| fs::rename(&fresh, path));
    if written.is_err() {
        // The reason counts, not whether the fragment could be removed; the next try replaces it.
        let _ = fs::remove_file(&fresh);
    }
    written?;
    sync_parent(path);
    Ok(())
}

fn write_synced(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the content of a written file durable.
pub(crate) fn sync(path: &Path) -> Result<(), StoreError> {
    Ok(File::options().write(true).open(path)?.sync_all()?)
}

/// Makes a rename in the parent folder durable where the system offers that.
pub(crate) fn sync_parent(path: &Path) {
    if let Some(folder) = path.parent()
        && let Ok(handle) = File::open(folder)
    {
        // Some file systems refuse to sync a folder; the rename is then as durable as they make it.
        let _ = handle.sync_all();
    }
}
