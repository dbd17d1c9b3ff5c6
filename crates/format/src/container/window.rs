//! A part of a source, as a source of its own: a container inside a container.

use std::io::{self, Read, Seek, SeekFrom};

/// `length` bytes of `inner` from `start` on.
pub struct Window<R> {
    inner: R,
    start: u64,
    length: u64,
    position: u64,
}

impl<R: Read + Seek> Window<R> {
    /// The part of `inner` that begins at `start`.
    pub fn new(inner: R, start: u64, length: u64) -> Self {
        Self {
            inner,
            start,
            length,
            position: 0,
        }
    }
}

impl<R: Read + Seek> Read for Window<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.length.saturating_sub(self.position);
        let room = usize::try_from(left)
            .unwrap_or(usize::MAX)
            .min(buffer.len());
        self.inner
            .seek(SeekFrom::Start(self.start + self.position))?;
        let n = self
            .inner
            .read(buffer.get_mut(..room).unwrap_or_default())?;
        self.position += n as u64;
        Ok(n)
    }
}

impl<R: Read + Seek> Seek for Window<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(offset) => Some(offset),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = target.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
