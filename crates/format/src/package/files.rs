//! Where package files come from and go to.

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read, Seek, Write};
use std::sync::Arc;

use crate::container::ReadSeek;
use crate::refusal::{Reason, Refusal, Result};

/// Gives the files of a package by name (`package.orp`, `v0001.orp`, …).
pub trait VolumeSource {
    /// The file of this name.
    ///
    /// # Errors
    /// `NotFound` when there is none; storage failures.
    fn open(&mut self, name: &str) -> io::Result<Box<dyn ReadSeek>>;
}

/// Something to write, read back and seek in: the spool of a package being written.
pub trait ReadWriteSeek: Read + Write + Seek {}
impl<T: Read + Write + Seek> ReadWriteSeek for T {}

/// Takes the files of a package.
pub trait VolumeSink {
    /// A new file of this name.
    ///
    /// # Errors
    /// Storage failures.
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>>;

    /// A nameless place for ciphertext until the list is known; as large as all objects.
    ///
    /// # Errors
    /// Storage failures.
    fn spool(&mut self) -> io::Result<Box<dyn ReadWriteSeek>>;
}

pub(super) fn open_volume(source: &mut dyn VolumeSource, name: &str) -> Result<Box<dyn ReadSeek>> {
    source.open(name).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => Refusal::new(Reason::VolumeMissing).with_entry(name),
        _ => Refusal::from(error).with_entry(name),
    })
}

/// Files in memory; for small packages and tests.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MemoryFolder {
    /// Contents by name.
    pub files: BTreeMap<String, Arc<[u8]>>,
}

impl MemoryFolder {
    /// A folder with one file.
    #[must_use]
    pub fn single(name: &str, content: &[u8]) -> Self {
        Self {
            files: BTreeMap::from([(name.to_owned(), Arc::from(content))]),
        }
    }
}

impl VolumeSource for MemoryFolder {
    fn open(&mut self, name: &str) -> io::Result<Box<dyn ReadSeek>> {
        let content = self.files.get(name).ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(Arc::clone(content))))
    }
}

impl VolumeSink for MemoryFolder {
    fn create(&mut self, name: &str) -> io::Result<Box<dyn Write + '_>> {
        let name = name.to_owned();
        Ok(Box::new(MemoryFile {
            folder: self,
            name,
            content: Vec::new(),
        }))
    }

    fn spool(&mut self) -> io::Result<Box<dyn ReadWriteSeek>> {
        Ok(Box::new(Cursor::new(Vec::new())))
    }
}

/// A file being written; it is in the folder once flushed.
struct MemoryFile<'a> {
    folder: &'a mut MemoryFolder,
    name: String,
    content: Vec<u8>,
}

impl Write for MemoryFile<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.content.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.folder
            .files
            .insert(self.name.clone(), Arc::from(self.content.as_slice()));
        Ok(())
    }
}
