//! The one-file form: a package and one ticket in an outer container. Both are verified on their
//! own; the outer bytes are determined by theirs.

use std::io::{self, Cursor, Read};
use std::io::{Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{COMBINED_MIMETYPE, VolumeSource};
use crate::container::{
    ContainerWriter, Layout, LayoutEntry, Leading, MAX_ENTRY_BYTES, MIMETYPE, ReadSeek, Window,
};
use crate::doc::Manifest;
use crate::document::DocumentKind;
use crate::refusal::{Refusal, Result};
use crate::suite::ContentHasher;

const TICKET_ENTRY: &str = "ticket.ort";

/// A delivery in one file: a source for the package in it, and the ticket.
pub struct Combined {
    shared: Shared,
    start: u64,
    length: u64,
    ticket: Vec<u8>,
}

impl Combined {
    /// Reads the outer container. Package and ticket are not verified by this.
    ///
    /// # Errors
    /// The refusals of the container.
    pub fn open(source: Box<dyn ReadSeek>) -> Result<Self> {
        let shared = Shared(Arc::new(Mutex::new(source)));
        let mut leading = Leading::start(shared.clone(), COMBINED_MIMETYPE)?;
        let package = Manifest::volume_name(0);
        let (start, length) = leading
            .skip_next(&package, MAX_ENTRY_BYTES)
            .map_err(|refusal| refusal.with_entry(&package))?;
        let max = DocumentKind::Ticket.max_bytes() as u64;
        let ticket = leading.read_next(TICKET_ENTRY, max)?;
        leading.check([])?;
        Ok(Self {
            shared,
            start,
            length,
            ticket,
        })
    }

    /// The ticket's bytes, unverified.
    #[must_use]
    pub fn ticket(&self) -> &[u8] {
        &self.ticket
    }
}

impl VolumeSource for Combined {
    fn open(&mut self, name: &str) -> io::Result<Box<dyn ReadSeek>> {
        if name != Manifest::volume_name(0) {
            return Err(io::ErrorKind::NotFound.into());
        }
        Ok(Box::new(Window::new(
            self.shared.clone(),
            self.start,
            self.length,
        )))
    }
}

/// One file read by several windows; each seeks before it reads.
#[derive(Clone)]
struct Shared(Arc<Mutex<Box<dyn ReadSeek>>>);

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Box<dyn ReadSeek>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.lock().read(buffer)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.lock().seek(to)
    }
}

/// Writes the one-file form of a package of a single volume and a ticket.
///
/// # Errors
/// [`crate::Reason::TooLarge`]; storage failures.
pub fn write_combined(
    package: &mut dyn ReadSeek,
    ticket: &[u8],
    out: &mut dyn Write,
) -> Result<u64> {
    let (size, crc32) = measure(package)?;
    let layout = Layout::new(vec![
        LayoutEntry::of(MIMETYPE, COMBINED_MIMETYPE.as_bytes()),
        LayoutEntry {
            name: Manifest::volume_name(0),
            size,
            crc32,
        },
        LayoutEntry::of(TICKET_ENTRY, ticket),
    ])?;
    let mut writer = ContainerWriter::new(layout, out);
    writer.put(&mut Cursor::new(COMBINED_MIMETYPE))?;
    package.seek(SeekFrom::Start(0))?;
    writer.put(&mut package.take(size))?;
    writer.put(&mut Cursor::new(ticket))?;
    writer.finish()
}

fn measure(source: &mut dyn ReadSeek) -> Result<(u64, u32)> {
    source.seek(SeekFrom::Start(0))?;
    let mut hasher = ContentHasher::default();
    let mut buffer = vec![0; 256 * 1024];
    loop {
        match source.read(&mut buffer).map_err(Refusal::from)? {
            0 => break,
            n => hasher.update(buffer.get(..n).unwrap_or_default()),
        }
    }
    let (_, crc32, size) = hasher.finish();
    Ok((size, crc32))
}
