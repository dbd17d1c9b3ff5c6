//! Where the worker's documents come from: a whole memory file, or blocks asked from the client.
//!
//! Owns reading and the memory of a failure. Trap: PDFium takes a short read for a full one and
//! draws different pixels without an error, so a read here fills the whole buffer or fails; and it
//! runs inside a C callback, so it never panics.

use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError};

use super::SharedChannel;
use crate::Card;
use crate::pool::source::BLOCK;
use crate::wire::{Reply, Request};

/// Blocks kept, the latest first.
const KEPT: usize = 16;

/// Reads a whole document out of a memory file.
#[cfg(target_os = "linux")]
pub(super) fn read_whole(
    descriptor: Option<std::os::fd::OwnedFd>,
    length: u64,
) -> Result<Vec<u8>, Card> {
    use std::os::unix::fs::FileExt;
    let file = std::fs::File::from(descriptor.ok_or(Card::Damaged)?);
    let length = usize::try_from(length).map_err(|_| Card::OutOfMemory)?;
    let mut bytes = Vec::new();
    bytes
        .try_reserve_exact(length)
        .map_err(|_| Card::OutOfMemory)?;
    bytes.resize(length, 0);
    file.read_exact_at(&mut bytes, 0)
        .map_err(|_| Card::Damaged)?;
    Ok(bytes)
}

/// Whether a block of the document failed; once it did, the document stays unread.
#[derive(Debug, Clone, Default)]
pub(super) struct Failure(Arc<AtomicBool>);

impl Failure {
    pub(super) fn check(&self) -> Result<(), Card> {
        if self.0.load(Ordering::Relaxed) {
            Err(Card::Poisoned)
        } else {
            Ok(())
        }
    }

    fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// Reads a document block by block from the client.
pub(super) struct BlockReader {
    channel: SharedChannel,
    document: u64,
    length: u64,
    position: u64,
    kept: VecDeque<(u64, Vec<u8>)>,
    failure: Failure,
}

impl BlockReader {
    pub(super) fn new(channel: SharedChannel, document: u64, length: u64) -> BlockReader {
        let failure = Failure::default();
        BlockReader {
            channel,
            document,
            length,
            position: 0,
            kept: VecDeque::new(),
            failure,
        }
    }

    pub(super) fn failure(&self) -> Failure {
        self.failure.clone()
    }

    /// Fills `buffer` from `position`, or fails; nothing in between.
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<()> {
        let end = self.position.checked_add(buffer.len() as u64);
        if end.is_none_or(|end| end > self.length) {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let mut rest = buffer;
        while !rest.is_empty() {
            let index = self.position / BLOCK;
            let skip = (self.position % BLOCK) as usize;
            let block = self.block(index)?;
            let part = block.get(skip..).unwrap_or_default();
            let count = part.len().min(rest.len());
            let (now, later) = rest.split_at_mut(count);
            let Some(part) = part.get(..count).filter(|part| !part.is_empty()) else {
                return Err(io::ErrorKind::UnexpectedEof.into());
            };
            now.copy_from_slice(part);
            self.position += count as u64;
            rest = later;
        }
        Ok(())
    }

    fn block(&mut self, index: u64) -> io::Result<&[u8]> {
        match self.kept.iter().position(|(kept, _)| *kept == index) {
            Some(0) => {}
            Some(at) => {
                let block = self.kept.remove(at);
                self.kept.extend(block);
                self.kept.rotate_right(1);
            }
            None => {
                let bytes = self.ask(index).inspect_err(|_| self.failure.set())?;
                self.kept.push_front((index, bytes));
                self.kept.truncate(KEPT);
            }
        }
        Ok(self
            .kept
            .front()
            .map(|(_, bytes)| bytes.as_slice())
            .unwrap_or_default())
    }

    fn ask(&self, index: u64) -> io::Result<Vec<u8>> {
        let offset = index * BLOCK;
        let length = self.length.saturating_sub(offset).min(BLOCK) as u32;
        let need = Reply::Need {
            document: self.document,
            offset,
            length,
        };
        let mut channel = self.channel.lock().unwrap_or_else(PoisonError::into_inner);
        channel.send(&need, &[])?;
        let frame = channel.receive::<Request>()?;
        match frame.header {
            Request::Block { ok: true } if frame.body.len() == length as usize => Ok(frame.body),
            _ => Err(io::ErrorKind::InvalidData.into()),
        }
    }
}

impl Read for BlockReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.failure.check().is_err() {
            return Err(io::ErrorKind::InvalidData.into());
        }
        self.fill(buffer)?;
        Ok(buffer.len())
    }
}

impl Seek for BlockReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
            SeekFrom::Current(by) => self.position.checked_add_signed(by),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}
