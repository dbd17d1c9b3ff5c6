//! Writing: the layout first, then content that must be what the layout says.

use std::io::{Read, Write};

use super::layout::{Layout, LayoutEntry};
use crate::refusal::{Reason, Refusal, Result};
use crate::suite::ContentHasher;

const COPY_BUFFER: usize = 256 * 1024;

/// Writes one container, entry by entry, without seeking.
pub struct ContainerWriter<'a> {
    layout: Layout,
    next: usize,
    out: &'a mut dyn Write,
}

impl<'a> ContainerWriter<'a> {
    /// A writer of `layout` to `out`.
    pub fn new(layout: Layout, out: &'a mut dyn Write) -> Self {
        Self {
            layout,
            next: 0,
            out,
        }
    }

    /// Writes the next entry. `content` must have the size and CRC-32 of the layout.
    ///
    /// # Errors
    /// [`Reason::ContentCrc`] or [`Reason::FileSize`] when it has not, [`Reason::NoSuchEntry`]
    /// when there is no next entry; storage failures.
    pub fn put(&mut self, content: &mut dyn Read) -> Result<()> {
        let entry = self
            .layout
            .entries()
            .get(self.next)
            .ok_or(Reason::NoSuchEntry)?;
        self.next += 1;
        self.out.write_all(&entry.local_header())?;
        copy(entry, content, self.out).map_err(|refusal| refusal.with_entry(&entry.name))
    }

    /// Writes directory and end record; gives the size of the whole.
    ///
    /// # Errors
    /// [`Reason::EntryList`] when entries are missing; storage failures.
    pub fn finish(self) -> Result<u64> {
        if self.next != self.layout.entries().len() {
            return Err(Reason::EntryList.into());
        }
        self.out.write_all(&self.layout.tail())?;
        self.out.flush()?;
        Ok(self.layout.total())
    }
}

fn copy(entry: &LayoutEntry, content: &mut dyn Read, out: &mut dyn Write) -> Result<()> {
    let mut hasher = ContentHasher::default();
    let mut buffer = vec![0; COPY_BUFFER];
    loop {
        let n = content.read(&mut buffer)?;
        if n == 0 {
            break;
        }
        let bytes = buffer.get(..n).unwrap_or_default();
        hasher.update(bytes);
        out.write_all(bytes)?;
    }
    match hasher.finish() {
        (_, _, size) if size != entry.size => Err(Refusal::new(Reason::FileSize)),
        (_, crc32, _) if crc32 != entry.crc32 => Err(Refusal::new(Reason::ContentCrc)),
        _ => Ok(()),
    }
}
