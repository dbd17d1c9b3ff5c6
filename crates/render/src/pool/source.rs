//! Where the client takes a document's bytes from.
//!
//! Owns the sealed memory file of a whole document and the blocks of a large one.
//! Trap: once a block failed its check the whole document counts as failed, for good: what was drawn
//! before may rest on it.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::lock;
use crate::{Card, Transport};

/// Size of a block; the last one of a document is shorter.
pub const BLOCK: u64 = 1024 * 1024;
/// Documents up to this many bytes are opened whole.
pub const MAX_WHOLE: usize = 64 * 1024 * 1024;

/// A block could not be read or authenticated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a block of the document failed its check")]
pub struct BlockFailed;

/// A large document that is authenticated block by block.
pub trait BlockSource: Send {
    /// Length of the document in bytes.
    fn length(&self) -> u64;

    /// The authenticated block number `index`, of [`BLOCK`] bytes but for the last.
    ///
    /// # Errors
    /// [`BlockFailed`], after which the document is not read any more.
    fn block(&mut self, index: u64) -> Result<Vec<u8>, BlockFailed>;
}

/// The bytes of one document.
pub(crate) enum Source {
    /// A sealed memory file.
    #[cfg(target_os = "linux")]
    Sealed(std::fs::File, u64),
    /// Bytes that are copied through the pipe.
    Bytes(Vec<u8>),
    /// Blocks.
    Blocks(Blocks),
}

/// Blocks, and whether one failed.
pub(crate) struct Blocks {
    source: Mutex<Box<dyn BlockSource>>,
    length: u64,
    poisoned: AtomicBool,
}

impl Source {
    pub(super) fn whole(transport: Transport, bytes: &[u8]) -> Result<Source, Card> {
        if bytes.len() > MAX_WHOLE {
            return Err(Card::OutOfMemory);
        }
        match transport {
            #[cfg(target_os = "linux")]
            Transport::Descriptors => {
                let file = memory::sealed(bytes).map_err(|_| Card::OutOfMemory)?;
                Ok(Source::Sealed(file, bytes.len() as u64))
            }
            _ => Ok(Source::Bytes(bytes.to_vec())),
        }
    }

    pub(super) fn blocks(source: Box<dyn BlockSource>) -> Source {
        let length = source.length();
        let poisoned = AtomicBool::new(false);
        Source::Blocks(Blocks {
            source: Mutex::new(source),
            length,
            poisoned,
        })
    }

    pub(super) fn nothing() -> Source {
        Source::Bytes(Vec::new())
    }

    pub(super) fn length(&self) -> u64 {
        match self {
            #[cfg(target_os = "linux")]
            Source::Sealed(_, length) => *length,
            Source::Bytes(bytes) => bytes.len() as u64,
            Source::Blocks(blocks) => blocks.length,
        }
    }

    /// What the document takes in a worker, roughly.
    pub(super) fn weight(&self) -> u64 {
        match self {
            Source::Blocks(_) => 16 * BLOCK,
            whole => whole.length(),
        }
    }

    pub(super) fn is_poisoned(&self) -> bool {
        matches!(self, Source::Blocks(blocks) if blocks.poisoned.load(Ordering::Relaxed))
    }
}

impl Blocks {
    /// The bytes a worker asks for, if they are exactly one block; `None` poisons the document.
    pub(super) fn give(&self, offset: u64, length: u32) -> Option<Vec<u8>> {
        let block = self.read(offset, length);
        if block.is_none() {
            self.poisoned.store(true, Ordering::Relaxed);
        }
        block
    }

    fn read(&self, offset: u64, length: u32) -> Option<Vec<u8>> {
        let expected = self.length.checked_sub(offset)?.min(BLOCK);
        if self.poisoned.load(Ordering::Relaxed)
            || !offset.is_multiple_of(BLOCK)
            || u64::from(length) != expected
        {
            return None;
        }
        let block = lock(&self.source).block(offset / BLOCK).ok()?;
        (block.len() as u64 == expected).then_some(block)
    }
}

/// Memory files.
#[cfg(target_os = "linux")]
pub(super) mod memory {
    use std::fs::File;
    use std::io::{self, Write};

    use rustix::fs::{MemfdFlags, SealFlags, fcntl_add_seals, memfd_create};

    fn create() -> io::Result<File> {
        let flags = MemfdFlags::CLOEXEC | MemfdFlags::ALLOW_SEALING;
        Ok(memfd_create("hengping", flags)?.into())
    }

    /// A memory file with these bytes that nobody can change any more.
    pub(crate) fn sealed(bytes: &[u8]) -> io::Result<File> {
        let mut file = create()?;
        file.write_all(bytes)?;
        fcntl_add_seals(
            &file,
            SealFlags::WRITE | SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL,
        )?;
        Ok(file)
    }

    /// An empty memory file of fixed length whose pages are taken when written.
    pub(crate) fn buffer(length: u64) -> io::Result<File> {
        let file = create()?;
        file.set_len(length)?;
        fcntl_add_seals(&file, SealFlags::SHRINK | SealFlags::GROW | SealFlags::SEAL)?;
        Ok(file)
    }
}
