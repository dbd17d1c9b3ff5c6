//! Copies of a store: before a migration, and to a stick the user named; and the way back.
//!
//! A backup is a folder with the database (`VACUUM INTO`, encrypted under the same key), key file,
//! sidecar and a list of the packages it needs; sealed bundles are in the database. Two
//! generations are kept. Trap: the older generation may go only when the newer one was read back
//! and found whole, and a crash at any moment leaves at least one that is.

use std::fs;
use std::path::{Path, PathBuf};

use fail::fail_point;
use hengping_core::id::{Lineage, PackageId};
use hengping_core::log::Head;
use hengping_core::time::Instant;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::database::{self, Mode};
use crate::error::{OpenError, StoreError};
use crate::event::Event;
use crate::files::{self, Folder};
use crate::key::{KeyFile, StoreKey, Unlock};
use crate::sql;
use crate::staging::Staging;
use crate::store::{Access, Kind, Settings, Store, close, open_checked, renew, sidecar_of};
use crate::table::log::Log;

const CURRENT: &str = "current";
const PREVIOUS: &str = "previous";
const FRESH: &str = "fresh";

/// What a backup says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BackupNote {
    /// When it was made.
    pub at: Instant,
    /// The log it holds.
    pub log: Head,
    /// Packages whose evidence has to be imported again after a restore.
    pub packages: Vec<PackageId>,
}

/// A store that was restored.
pub struct Restored<K: Kind> {
    /// The store, open, in a history of its own.
    pub store: Store<K>,
    /// What the backup said of itself.
    pub note: BackupNote,
    /// Whether the newer generation was not whole and the older one was taken.
    pub is_older_generation: bool,
}

impl<K: Kind> Store<K> {
    /// Copies the store into `to`, reads the copy back, and only then lets the older of two
    /// generations go.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`], or [`StoreError::Damaged`] when the copy did not read back; the
    /// generations that were there are then untouched.
    pub fn back_up(
        &mut self,
        to: &Path,
        packages: &[PackageId],
        at: Instant,
    ) -> Result<BackupNote, StoreError> {
        let fresh = to.join(FRESH);
        let made = self.copy_to(&fresh, packages, at);
        if made.is_err() {
            remove_folder(&fresh)?;
        }
        let note = made?;
        fail_point!("store::backup::before_rotate");
        rotate(to)?;
        fail_point!("store::backup::after_rotate");
        if self.access() == Access::Full {
            let event = Event::act("backup-made").about(&note.log.digest);
            self.write(at, |_| Ok::<_, StoreError>(((), event)))?;
        }
        Ok(note)
    }

    fn copy_to(
        &self,
        folder: &Path,
        packages: &[PackageId],
        at: Instant,
    ) -> Result<BackupNote, StoreError> {
        remove_folder(folder)?;
        fs::create_dir_all(folder)?;
        let files = Folder(folder.to_owned());
        copy_database(&self.reader, &files.database())?;
        files::replace(&files.key_file(), &fs::read(self.folder.key_file())?)?;
        let copy = check_copy::<K>(&files, &self.key)?;
        let sidecar = sidecar_of(&copy)?;
        sidecar.write(&files.sidecar())?;
        let note = BackupNote {
            at,
            log: sidecar.log,
            packages: packages.to_vec(),
        };
        let text = serde_json::to_vec_pretty(&note).map_err(|_| StoreError::Damaged)?;
        files::replace(&note_path(folder), &text)?;
        Ok(note)
    }

    /// Makes a store in `folder` from the backup in `from`, as a new history.
    ///
    /// # Errors
    /// [`OpenError::Backup`] when no generation is whole, and the refusals of opening.
    pub fn restore(
        from: &Path,
        folder: &Path,
        unlock: Unlock<'_>,
        lineage: &Lineage,
        at: Instant,
        settings: &Settings,
    ) -> Result<Restored<K>, OpenError> {
        settings.check_disk(folder)?;
        let mut refusal = OpenError::NoStore;
        // A fresh copy that was not put in its place yet is the newest; the check tells.
        for generation in [FRESH, CURRENT, PREVIOUS] {
            let place = from.join(generation);
            if !place.is_dir() {
                continue;
            }
            match restore_from::<K>(&place, folder, unlock, lineage, at) {
                Err(OpenError::Backup | OpenError::KeyFile) => refusal = OpenError::Backup,
                Err(other) => return Err(other),
                Ok((key, note)) => {
                    return Ok(Restored {
                        store: Self::open_with_key(folder, key, at)?,
                        note,
                        is_older_generation: refusal == OpenError::Backup,
                    });
                }
            }
        }
        Err(refusal)
    }
}

fn note_path(folder: &Path) -> PathBuf {
    folder.join("backup.json")
}

/// Puts together a store beside `folder` and gives it its name.
fn restore_from<K: Kind>(
    place: &Path,
    folder: &Path,
    unlock: Unlock<'_>,
    lineage: &Lineage,
    at: Instant,
) -> Result<(StoreKey, BackupNote), OpenError> {
    let from = Folder(place.to_owned());
    let key_file = match KeyFile::read(&from.key_file()) {
        Err(OpenError::NoStore) => return Err(OpenError::Backup),
        other => other?,
    };
    let note = fs::read(note_path(place)).map_err(|_| OpenError::Backup)?;
    let note: BackupNote = serde_json::from_slice(&note).map_err(|_| OpenError::Backup)?;
    let key = key_file.open(unlock)?;
    let staging = Staging::beside(folder)?;
    let files = staging.files();
    fs::copy(from.database(), files.database()).map_err(|_| OpenError::Backup)?;
    key_file.write(&files.key_file())?;
    let is_whole = match check_copy::<K>(&files, &key) {
        Ok(copy) => Log(&copy).head()? == note.log,
        Err(StoreError::DiskFull) => return Err(StoreError::DiskFull.into()),
        Err(_) => false,
    };
    if !is_whole {
        return Err(OpenError::Backup);
    }
    let mut connection = open_checked::<K>(&files, &key, Mode::Write)?;
    renew(&mut connection, lineage, at)?;
    sidecar_of(&connection)?.write(&files.sidecar())?;
    close(connection)?;
    staging.publish()?;
    Ok((key, note))
}

/// Opens a copy and looks whether every page, index and log entry is in order.
fn check_copy<K: Kind>(files: &Folder, key: &StoreKey) -> Result<Connection, StoreError> {
    let copy = match open_checked::<K>(files, key, Mode::Read) {
        Ok(copy) => copy,
        Err(OpenError::Store(error)) => return Err(error),
        Err(_) => return Err(StoreError::Damaged),
    };
    if !database::is_sound(&copy)? {
        return Err(StoreError::Damaged);
    }
    Log(&copy).verify()?;
    Ok(copy)
}

/// Puts the fresh copy in the place of the current one, and that in the place of the previous.
fn rotate(to: &Path) -> Result<(), StoreError> {
    let (fresh, current, previous) = (to.join(FRESH), to.join(CURRENT), to.join(PREVIOUS));
    if current.is_dir() {
        remove_folder(&previous)?;
        fs::rename(&current, &previous)?;
    }
    fs::rename(&fresh, &current)?;
    files::sync_parent(&current);
    Ok(())
}

fn remove_folder(folder: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Copies the database as it is committed, encrypted under the same key, into one file.
fn copy_database(connection: &Connection, to: &Path) -> Result<(), StoreError> {
    let name = to.to_str();
    let name = name.ok_or(StoreError::Io(std::io::ErrorKind::InvalidInput))?;
    sql::execute(connection, "VACUUM INTO ?1", [name])?;
    files::sync(to)
}

/// Takes the copy before the last migration off the disk.
pub(crate) fn forget_before_migration(folder: &Folder) -> Result<(), StoreError> {
    remove_folder(&folder.before_migration())
}

/// Copies a store before its tables are changed; the last such copy is kept.
pub(crate) fn before_migration<K: Kind>(
    connection: &Connection,
    folder: &Folder,
    key: &StoreKey,
) -> Result<(), StoreError> {
    let fresh = Folder(folder.before_migration().with_extension("new"));
    remove_folder(&fresh.0)?;
    fs::create_dir_all(&fresh.0)?;
    copy_database(connection, &fresh.database())?;
    files::replace(&fresh.key_file(), &fs::read(folder.key_file())?)?;
    let copy = check_copy::<K>(&fresh, key)?;
    sidecar_of(&copy)?.write(&fresh.sidecar())?;
    // Windows does not rename a folder in which a file is open.
    close(copy)?;
    remove_folder(&folder.before_migration())?;
    fs::rename(&fresh.0, folder.before_migration())?;
    files::sync_parent(&folder.before_migration());
    Ok(())
}
