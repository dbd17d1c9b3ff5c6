//! The only legal bytes around the content: local headers, directory, end record.
//!
//! Field values follow the APPNOTE of the ZIP format; what varies elsewhere is constant here.

use std::collections::HashSet;

use super::{MAX_CONTAINER_BYTES, MAX_ENTRIES, MAX_ENTRY_BYTES};
use crate::refusal::{Reason, Result, require};

const LOCAL_HEADER: u32 = 0x0403_4b50;
const DIRECTORY_HEADER: u32 = 0x0201_4b50;
const END_RECORD: u32 = 0x0605_4b50;
/// Made by version 2.0 on host 0, needs version 2.0.
const VERSION: u16 = 20;
/// Names are UTF-8 (here: ASCII).
const FLAGS: u16 = 0x0800;
const STORED: u16 = 0;
const TIME: u16 = 0;
/// 1980-01-01.
const DATE: u16 = 0x0021;

pub(super) const LOCAL_HEADER_BYTES: u64 = 30;
const DIRECTORY_HEADER_BYTES: u64 = 46;
const END_RECORD_BYTES: u64 = 22;
const MAX_NAME_BYTES: usize = 100;

/// One entry: all that a header says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LayoutEntry {
    /// Name within the container.
    pub name: String,
    /// Size of the content, in bytes.
    pub size: u64,
    /// CRC-32 of the content.
    pub crc32: u32,
}

impl LayoutEntry {
    /// The entry of this name with this content.
    #[must_use]
    pub fn of(name: &str, content: &[u8]) -> Self {
        Self {
            name: name.to_owned(),
            size: content.len() as u64,
            crc32: crc32fast::hash(content),
        }
    }

    /// Bytes of the local header.
    pub(super) fn header_bytes(&self) -> u64 {
        LOCAL_HEADER_BYTES + self.name.len() as u64
    }

    /// The only legal local header.
    #[must_use]
    pub fn local_header(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(128);
        put_u32(&mut bytes, LOCAL_HEADER);
        put_u16(&mut bytes, VERSION);
        self.put_common(&mut bytes);
        bytes.extend_from_slice(self.name.as_bytes());
        bytes
    }

    /// The fields that local header and directory share, from flags to extra length.
    fn put_common(&self, bytes: &mut Vec<u8>) {
        for field in [FLAGS, STORED, TIME, DATE] {
            put_u16(bytes, field);
        }
        for field in [self.crc32, narrow(self.size), narrow(self.size)] {
            put_u32(bytes, field);
        }
        // Length of the name, of the extra field.
        for field in [self.name.len() as u16, 0] {
            put_u16(bytes, field);
        }
    }

    fn put_directory_header(&self, bytes: &mut Vec<u8>, header_offset: u64) {
        put_u32(bytes, DIRECTORY_HEADER);
        put_u16(bytes, VERSION);
        put_u16(bytes, VERSION);
        self.put_common(bytes);
        // Comment length, disk number, internal attributes.
        for field in [0, 0, 0] {
            put_u16(bytes, field);
        }
        // External attributes, offset of the local header.
        for field in [0, narrow(header_offset)] {
            put_u32(bytes, field);
        }
        bytes.extend_from_slice(self.name.as_bytes());
    }
}

/// An entry with the offsets of its local header and its content.
pub(super) struct Placed<'a> {
    pub(super) entry: &'a LayoutEntry,
    pub(super) header: u64,
    pub(super) content: u64,
}

/// Where everything of a container stands. Small enough for 32-bit fields by construction.
#[derive(Debug, Clone)]
pub struct Layout {
    entries: Vec<LayoutEntry>,
    header_offsets: Vec<u64>,
    directory_offset: u64,
}

impl Layout {
    /// Lays out these entries in this order.
    ///
    /// # Errors
    /// [`Reason::EntryName`], [`Reason::EntryList`], [`Reason::TooLarge`].
    pub fn new(entries: Vec<LayoutEntry>) -> Result<Self> {
        require(entries.len() <= MAX_ENTRIES, Reason::EntryList, "entries")?;
        let mut names = HashSet::new();
        let mut header_offsets = Vec::with_capacity(entries.len());
        let mut offset = 0;
        for entry in &entries {
            check_name(&entry.name)?;
            require(names.insert(&entry.name), Reason::EntryList, "entries")?;
            require(entry.size <= MAX_ENTRY_BYTES, Reason::TooLarge, "size")?;
            header_offsets.push(offset);
            offset += entry.header_bytes() + entry.size;
        }
        let layout = Self {
            entries,
            header_offsets,
            directory_offset: offset,
        };
        require(
            layout.total() <= MAX_CONTAINER_BYTES,
            Reason::TooLarge,
            "container",
        )?;
        Ok(layout)
    }

    /// The entries in file order.
    #[must_use]
    pub fn entries(&self) -> &[LayoutEntry] {
        &self.entries
    }

    /// Where the entry at `index` stands.
    pub(super) fn placed(&self, index: usize) -> Option<Placed<'_>> {
        let entry = self.entries.get(index)?;
        let header = *self.header_offsets.get(index)?;
        Some(Placed {
            entry,
            header,
            content: header + entry.header_bytes(),
        })
    }

    /// Where every entry stands.
    pub(super) fn all_placed(&self) -> impl Iterator<Item = Placed<'_>> {
        (0..self.entries.len()).filter_map(|index| self.placed(index))
    }

    /// Offset of the directory.
    #[must_use]
    pub fn directory_offset(&self) -> u64 {
        self.directory_offset
    }

    /// Size of the whole container.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.directory_offset + self.directory_bytes() + END_RECORD_BYTES
    }

    fn directory_bytes(&self) -> u64 {
        let names: u64 = self
            .entries
            .iter()
            .map(|entry| entry.name.len() as u64)
            .sum();
        DIRECTORY_HEADER_BYTES * self.entries.len() as u64 + names
    }

    /// The only legal directory and end record.
    #[must_use]
    pub fn tail(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for placed in self.all_placed() {
            placed.entry.put_directory_header(&mut bytes, placed.header);
        }
        put_u32(&mut bytes, END_RECORD);
        let count = self.entries.len() as u16;
        // This disk, disk of the directory, entries on this disk, entries.
        for field in [0, 0, count, count] {
            put_u16(&mut bytes, field);
        }
        for field in [self.directory_bytes(), self.directory_offset] {
            put_u32(&mut bytes, narrow(field));
        }
        // Length of the comment.
        put_u16(&mut bytes, 0);
        bytes
    }
}

/// Sizes and offsets are bounded far below 2^32; saturation would show as a difference.
fn narrow(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}

fn put_u16(bytes: &mut Vec<u8>, value: u16) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

fn put_u32(bytes: &mut Vec<u8>, value: u32) {
    bytes.extend_from_slice(&value.to_le_bytes());
}

/// Checks that `name` is a relative path of lower-case letters, digits, dots and hyphens.
///
/// # Errors
/// [`Reason::EntryName`].
pub fn check_name(name: &str) -> Result<()> {
    let allowed = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b"./-".contains(&b);
    let segments = name
        .split('/')
        .all(|segment| !segment.is_empty() && !segment.starts_with('.'));
    let fine = name.len() <= MAX_NAME_BYTES && name.bytes().all(allowed) && segments;
    require(fine, Reason::EntryName, "name")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_cannot_leave_the_container() {
        assert!(check_name("objects/0a.age").is_ok());
        for bad in [
            "", "/a", "a/", "a//b", "../a", "a/..", ".a", "A", "a\\b", "a b", "é", "a\0",
        ] {
            assert!(check_name(bad).is_err(), "{bad:?}");
        }
        assert!(check_name(&"a".repeat(101)).is_err());
    }

    #[test]
    fn totals_are_those_of_the_bytes() {
        let entries = vec![
            LayoutEntry::of("mimetype", b"x"),
            LayoutEntry::of("a/b", b""),
        ];
        let layout = Layout::new(entries).unwrap();
        assert_eq!(
            layout.total(),
            layout.directory_offset() + layout.tail().len() as u64
        );
        let doubled = vec![LayoutEntry::of("a", b"x"), LayoutEntry::of("a", b"y")];
        assert!(Layout::new(doubled).is_err());
    }
}
