//! Reading: leading entries first, then the comparison of everything else with the list.

use std::io::{Read, SeekFrom};

use super::layout::{LOCAL_HEADER_BYTES, Layout, LayoutEntry};
use super::{MIMETYPE, ReadSeek};
use crate::refusal::{Reason, Refusal, Result, require};

/// Where the size stands within a local header.
const SIZE_FIELD: std::ops::Range<usize> = 22..26;

/// A container of which only the leading entries have been read.
pub struct Leading<R> {
    source: R,
    entries: Vec<LayoutEntry>,
    offset: u64,
}

impl<R: ReadSeek> Leading<R> {
    /// Begins to read a container whose first entry must say exactly `mimetype`.
    ///
    /// # Errors
    /// [`Reason::Mimetype`], [`Reason::Truncated`], storage failures.
    pub fn start(source: R, mimetype: &str) -> Result<Self> {
        let mut leading = Self {
            source,
            entries: Vec::new(),
            offset: 0,
        };
        let expected = LayoutEntry::of(MIMETYPE, mimetype.as_bytes());
        let mut bytes = vec![0; expected.header_bytes() as usize + mimetype.len()];
        leading.source.seek(SeekFrom::Start(0))?;
        leading.source.read_exact(&mut bytes)?;
        let legal = [expected.local_header().as_slice(), mimetype.as_bytes()].concat();
        require(bytes == legal, Reason::Mimetype, MIMETYPE)?;
        leading.offset = bytes.len() as u64;
        leading.entries.push(expected);
        Ok(leading)
    }

    /// The size that the next header claims. Unverified; bounded by `max`.
    fn claimed_size(&mut self, name: &str, max: u64) -> Result<(Vec<u8>, u64)> {
        let mut header = vec![0; LOCAL_HEADER_BYTES as usize + name.len()];
        self.source.seek(SeekFrom::Start(self.offset))?;
        self.source.read_exact(&mut header)?;
        let field = header
            .get(SIZE_FIELD)
            .and_then(|field| field.try_into().ok());
        let size = u64::from(u32::from_le_bytes(field.unwrap_or_default()));
        require(size <= max, Reason::TooLarge, "size")?;
        Ok((header, size))
    }

    /// Reads the next leading entry whole. Its header must be the one its content demands.
    ///
    /// # Errors
    /// [`Reason::TooLarge`], [`Reason::HeaderBytes`], [`Reason::Truncated`].
    pub fn read_next(&mut self, name: &str, max: u64) -> Result<Vec<u8>> {
        self.read_next_inner(name, max)
            .map_err(|refusal| refusal.with_entry(name))
    }

    fn read_next_inner(&mut self, name: &str, max: u64) -> Result<Vec<u8>> {
        let (header, size) = self.claimed_size(name, max)?;
        let mut content = Vec::new();
        self.source.by_ref().take(size).read_to_end(&mut content)?;
        require(content.len() as u64 == size, Reason::Truncated, "content")?;
        let entry = LayoutEntry::of(name, &content);
        require(
            entry.local_header() == header,
            Reason::HeaderBytes,
            "header",
        )?;
        self.offset += entry.header_bytes() + size;
        self.entries.push(entry);
        Ok(content)
    }

    /// Passes the next leading entry by, only computing its CRC-32; its offset and size.
    ///
    /// # Errors
    /// As for [`Leading::read_next`].
    pub fn skip_next(&mut self, name: &str, max: u64) -> Result<(u64, u64)> {
        let (header, size) = self.claimed_size(name, max)?;
        let mut content = self.source.by_ref().take(size);
        let mut crc = crc32fast::Hasher::new();
        let mut buffer = vec![0; 64 * 1024];
        let mut seen = 0;
        loop {
            let n = content.read(&mut buffer)?;
            if n == 0 {
                break;
            }
            crc.update(buffer.get(..n).unwrap_or_default());
            seen += n as u64;
        }
        require(seen == size, Reason::Truncated, "content")?;
        let entry = LayoutEntry {
            name: name.to_owned(),
            size,
            crc32: crc.finalize(),
        };
        require(
            entry.local_header() == header,
            Reason::HeaderBytes,
            "header",
        )?;
        let start = self.offset + entry.header_bytes();
        self.offset = start + size;
        self.entries.push(entry);
        Ok((start, size))
    }

    /// Compares the whole container, content excepted, with the leading entries followed by
    /// `listed` and by nothing else.
    ///
    /// # Errors
    /// [`Reason::FileSize`], [`Reason::HeaderBytes`], [`Reason::DirectoryBytes`] and those of
    /// [`Layout::new`].
    pub fn check(self, listed: impl IntoIterator<Item = LayoutEntry>) -> Result<Checked<R>> {
        let leading = self.entries.len();
        let mut entries = self.entries;
        entries.extend(listed);
        let mut checked = Checked {
            source: self.source,
            layout: Layout::new(entries)?,
        };
        checked.compare_size()?;
        checked.compare_headers(leading)?;
        checked.compare_tail()?;
        Ok(checked)
    }
}

/// A container whose every byte outside content has been compared.
pub struct Checked<R> {
    source: R,
    layout: Layout,
}

impl<R: ReadSeek> Checked<R> {
    /// The layout.
    #[must_use]
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    fn compare_size(&mut self) -> Result<()> {
        let size = self.source.seek(SeekFrom::End(0))?;
        let total = self.layout.total();
        require(size >= total, Reason::Truncated, "container")?;
        require(size == total, Reason::FileSize, "container")
    }

    fn compare_headers(&mut self, leading: usize) -> Result<()> {
        let mut bytes = Vec::new();
        for placed in self.layout.all_placed().skip(leading) {
            let legal = placed.entry.local_header();
            bytes.resize(legal.len(), 0);
            self.source.seek(SeekFrom::Start(placed.header))?;
            self.source.read_exact(&mut bytes)?;
            if bytes != legal {
                let name = &placed.entry.name;
                return Err(Refusal::at(Reason::HeaderBytes, "header").with_entry(name));
            }
        }
        Ok(())
    }

    fn compare_tail(&mut self) -> Result<()> {
        let legal = self.layout.tail();
        let mut bytes = vec![0; legal.len()];
        self.source
            .seek(SeekFrom::Start(self.layout.directory_offset()))?;
        self.source.read_exact(&mut bytes)?;
        require(bytes == legal, Reason::DirectoryBytes, "directory")
    }

    /// The content of the entry at `index`, not compared with any digest.
    ///
    /// # Errors
    /// [`Reason::NoSuchEntry`], storage failures.
    pub fn content(&mut self, index: usize) -> Result<std::io::Take<&mut R>> {
        let placed = self.layout.placed(index).ok_or(Reason::NoSuchEntry)?;
        self.source.seek(SeekFrom::Start(placed.content))?;
        Ok(self.source.by_ref().take(placed.entry.size))
    }
}
