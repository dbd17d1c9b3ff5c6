//! The container: a stored ZIP of which every byte is determined by the list of its entries.
//!
//! Owns the byte layout, one writer and one reader that share it, and windows into a container.
//! Does not know what entries mean.
//!
//! Trap: nothing here *parses* a ZIP. The reader computes the only legal bytes from a signed list
//! and compares. Before the list is verified it reads one size per leading entry, at an offset it
//! computed itself, and bounds it.

mod layout;
mod read;
mod window;
mod write;

pub use layout::{Layout, LayoutEntry, check_name};
pub use read::{Checked, Leading};
pub use window::Window;
pub use write::ContainerWriter;

use std::io::{Read, Seek};

/// Most entries of one container, fixed ones included.
pub const MAX_ENTRIES: usize = 60_000;
/// Largest entry, in bytes.
pub const MAX_ENTRY_BYTES: u64 = 1_800_000_000;
/// Largest container, in bytes; far below 2 GiB, so that ZIP64 never arises and FAT32 holds it.
pub const MAX_CONTAINER_BYTES: u64 = 1_900_000_000;

/// Something to read a container from.
pub trait ReadSeek: Read + Seek + Send {}
impl<T: Read + Seek + Send> ReadSeek for T {}

/// Name of the first entry of every container.
pub const MIMETYPE: &str = "mimetype";
