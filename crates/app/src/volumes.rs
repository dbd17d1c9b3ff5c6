//! The files of a package on a disk.
//!
//! Owns where they lie and that written ones are synced; their content is `hengping-format`'s.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

use hengping_format::container::ReadSeek;
use hengping_format::package::{ReadWriteSeek, VolumeSink, VolumeSource};

use crate::files;

/// A folder with the files of one package.
pub(crate) struct Folder {
    folder: PathBuf,
    /// Name under which the first file was given, where it is not `package.orp`.
    first: Option<PathBuf>,
    /// Files made here.
    made: Vec<PathBuf>,
}

impl Folder {
    pub(crate) fn new(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            first: None,
            made: Vec::new(),
        }
    }

    /// The folder around a package file, which may have been renamed.
    pub(crate) fn of_package(file: &Path) -> Self {
        let folder = file.parent().unwrap_or(Path::new("")).to_owned();
        Self {
            folder,
            first: Some(file.to_owned()),
            made: Vec::new(),
        }
    }

    /// Syncs what was made: it is on the disk before anything else speaks of it.
    pub(crate) fn sync(&self) -> io::Result<()> {
        for path in &self.made {
            File::options().write(true).open(path)?.sync_all()?;
        }
        files::sync_folder(&self.folder)
    }

    /// Removes what was made, and nothing else.
    pub(crate) fn remove_made(&self) {
        for path in &self.made {
            let _ = fs::remove_file(path);
        }
    }
}

impl VolumeSource for Folder {
    fn open(&mut self, name: &str) -> io::Result<Box<dyn ReadSeek>> {
        let first = self.first.as_ref().filter(|_| name == "package.orp");
        let path = first.cloned().unwrap_or_else(|| self.folder.join(name));
        Ok(Box::new(BufReader::with_capacity(
            1 << 18,
            File::open(path)?,
        )))
    }
}

impl VolumeSink for Folder {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>> {
        fs::create_dir_all(&self.folder)?;
        let path = self.folder.join(name);
        let file = File::create_new(&path)?;
        self.made.push(path);
        Ok(Box::new(BufWriter::with_capacity(1 << 18, file)))
    }

    fn spool(&mut self) -> io::Result<Box<dyn ReadWriteSeek>> {
        fs::create_dir_all(&self.folder)?;
        let (path, file) = files::stage(&self.folder)?;
        // Unlinked at once: only ciphertext goes there, and nothing of it stays.
        let _ = fs::remove_file(&path);
        Ok(Box::new(file))
    }
}
