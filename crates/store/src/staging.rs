//! Folders that appear under their name complete or not at all.
//!
//! A store is made or restored in a hidden folder beside its target and then renamed. Trap: the
//! hidden folder has a fixed name, so that what an interrupted attempt left is found and removed.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::OpenError;
use crate::files::Folder;

/// A folder in which a store is put together before it appears under its name.
pub(crate) struct Staging {
    path: PathBuf,
    target: PathBuf,
}

impl Staging {
    /// A fresh folder beside `target`; what an interrupted attempt left is removed.
    pub(crate) fn beside(target: &Path) -> Result<Self, OpenError> {
        if is_occupied(target)? {
            return Err(OpenError::AlreadyExists);
        }
        let name = target.file_name().ok_or(OpenError::NoStore)?;
        let mut staged = std::ffi::OsString::from(".");
        staged.push(name);
        staged.push(".new");
        let path = target.with_file_name(staged);
        if path.exists() {
            fs::remove_dir_all(&path)?;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        create_private(&path)?;
        Ok(Self {
            path,
            target: target.to_owned(),
        })
    }

    pub(crate) fn files(&self) -> Folder {
        Folder(self.path.clone())
    }

    /// Gives the folder its name.
    pub(crate) fn publish(self) -> Result<(), OpenError> {
        if self.target.exists() {
            fs::remove_dir(&self.target)?;
        }
        fs::rename(&self.path, &self.target)?;
        crate::files::sync_parent(&self.target);
        Ok(())
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // After publishing there is nothing left; after a failure the fragments go.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// A folder only its owner may look into: other people of the machine need not have the key file
/// to guess at.
fn create_private(path: &Path) -> std::io::Result<()> {
    let builder = &mut fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(builder, 0o700);
    builder.create(path)
}

fn is_occupied(folder: &Path) -> Result<bool, OpenError> {
    match fs::read_dir(folder) {
        Ok(mut entries) => Ok(entries.next().is_some()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn the_folder_of_a_store_is_its_owners_alone() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("deep/store");
        Staging::beside(&target).unwrap().publish().unwrap();
        let mode = fs::metadata(&target).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
