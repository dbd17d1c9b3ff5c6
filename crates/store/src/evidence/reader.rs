//! Reading the ciphertext of one object, in order or not.
//!
//! A read fills the buffer or reaches the end of the object; a chunk that is missing or has
//! another size than it must is an error, never a short read.

use std::io::{self, Read, Seek, SeekFrom};

use hengping_core::id::ObjectId;
use rusqlite::Connection;

use super::CHUNK_BYTES;
use crate::error::StoreError;
use crate::sql;

/// Ciphertext of one object.
pub struct ObjectReader<'c> {
    connection: &'c Connection,
    object: i64,
    size: u64,
    position: u64,
    chunk: Option<(u64, Vec<u8>)>,
}

const CHUNK: u64 = CHUNK_BYTES as u64;

impl<'c> ObjectReader<'c> {
    pub(super) fn open(connection: &'c Connection, object: &ObjectId) -> Result<Self, StoreError> {
        let sql = "SELECT number, size FROM object WHERE name = ?1";
        let found = sql::row(connection, sql, [object.as_str()], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?))
        })?;
        let (object, size) = found.ok_or(StoreError::NotStored("object"))?;
        Ok(Self {
            connection,
            object,
            size: u64::try_from(size).map_err(|_| StoreError::Damaged)?,
            position: 0,
            chunk: None,
        })
    }

    /// Size of the object, in bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The bytes from the position to the end of its chunk; empty at the end of the object.
    fn rest_of_chunk(&mut self) -> io::Result<&[u8]> {
        if self.position >= self.size {
            return Ok(&[]);
        }
        let n = self.position / CHUNK;
        if self.chunk.as_ref().is_none_or(|(loaded, _)| *loaded != n) {
            self.chunk = Some((n, self.load(n)?));
        }
        let start = usize::try_from(self.position % CHUNK).unwrap_or(usize::MAX);
        let bytes = self.chunk.as_ref().map(|(_, bytes)| bytes.as_slice());
        bytes
            .and_then(|bytes| bytes.get(start..))
            .ok_or_else(broken)
    }

    fn load(&self, n: u64) -> io::Result<Vec<u8>> {
        let sql = "SELECT bytes FROM chunk WHERE object = ?1 AND n = ?2";
        let key = (self.object, n.cast_signed());
        let bytes = sql::row(self.connection, sql, key, |row| row.get::<_, Vec<u8>>(0));
        let bytes = bytes.map_err(io::Error::other)?.ok_or_else(broken)?;
        let expected = (self.size - n * CHUNK).min(CHUNK);
        if u64::try_from(bytes.len()) == Ok(expected) {
            Ok(bytes)
        } else {
            Err(broken())
        }
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, StoreError::Damaged)
}

impl Read for ObjectReader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut filled = 0;
        while let Some(free) = buffer.get_mut(filled..).filter(|free| !free.is_empty()) {
            let rest = self.rest_of_chunk()?;
            let taken = rest.len().min(free.len());
            if taken == 0 {
                break;
            }
            if let (Some(to), Some(from)) = (free.get_mut(..taken), rest.get(..taken)) {
                to.copy_from_slice(from);
            }
            filled += taken;
            self.position += u64::try_from(taken).unwrap_or(0);
        }
        Ok(filled)
    }
}

impl Seek for ObjectReader<'_> {
    /// Past the end is allowed, and reads nothing; before the start is not.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.size.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        let outside = || io::Error::from(io::ErrorKind::InvalidInput);
        self.position = target.ok_or_else(outside)?;
        Ok(self.position)
    }
}
