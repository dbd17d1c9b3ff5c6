//! The words that client and worker exchange, and the frames that carry them.
//!
//! Owns the requests, the replies, the frame layout and every bound on sizes. Does not own the
//! meaning of a request (`worker`) nor what becomes of a reply (`pool`).
//! Trap: the client trusts nothing that comes out of a worker; each count is checked before memory
//! is taken, and a body is read piece by piece so that an announced size alone costs nothing.
//!
//! A frame is: length of the header (u32, little endian), length of the body (u32, little endian),
//! header (JSON), body. On Linux a descriptor may travel with the first eight bytes.

use std::io::{self, Read};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::model::{
    Character, Geometry, Kind, MAX_CHARACTERS, MAX_PIXELS, OutlineEntry, PageLinks, PageRect,
    PageSize,
};
use crate::picture::PixelRect;
use crate::{Card, SandboxState};

pub(crate) mod channel;

pub(crate) const MAX_HEADER: u32 = 1024 * 1024;
/// Whole documents through a pipe and pixels through a pipe are the largest bodies.
pub(crate) const MAX_BODY: u32 = 4 * MAX_PIXELS as u32;
/// Longest edge of a page in pixels, of which only tiles are drawn; what coordinates can count.
pub(crate) const MAX_EDGE: u32 = 65_535;
pub(crate) const CHARACTER_BYTES: usize = 20;

/// Client to worker.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Request {
    /// Take the picture buffer that travels with this frame; no reply.
    Buffer,
    /// Open a document under a number of the client's choice.
    Open {
        document: u64,
        kind: Kind,
        length: u64,
        carrier: Carrier,
    },
    /// Forget a document; no reply.
    Close { document: u64 },
    /// Draw a page, counted from 0.
    Page {
        document: u64,
        page: u32,
        drawing: Drawing,
    },
    /// List the links of a page, counted from 0.
    Links { document: u64, page: u32 },
    /// Read the text of a page, counted from 0.
    Text { document: u64, page: u32 },
    /// The answer to [`Reply::Need`]; the body is the block, empty when it failed.
    Block { ok: bool },
    /// A command that only the test program's worker knows.
    Probe { name: String },
}

/// What is drawn: the page turned and scaled to `width` by `height` pixels, and of that the tile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Drawing {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) quarters: u8,
    pub(crate) tile: PixelRect,
}

impl Drawing {
    /// Whether the tile lies on the page and stays within the bound on pixels.
    pub(crate) fn is_sound(&self) -> bool {
        let PixelRect {
            left,
            top,
            width,
            height,
        } = self.tile;
        let fits = |from: u32, length: u32, edge: u32| {
            length > 0 && from.checked_add(length).is_some_and(|end| end <= edge)
        };
        self.width.max(self.height) <= MAX_EDGE
            && fits(left, width, self.width)
            && fits(top, height, self.height)
            && u64::from(width) * u64::from(height) <= MAX_PIXELS
    }
}

/// How the bytes of a document reach the worker.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Carrier {
    /// A sealed memory file travels with the frame.
    Descriptor,
    /// The bytes are the body.
    Body,
    /// The worker asks for blocks as it needs them.
    Blocks,
}

/// Worker to client.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "reply", rename_all = "snake_case", deny_unknown_fields)]
pub(crate) enum Reply {
    /// The worker is set up and confined.
    Ready { sandbox: SandboxState },
    /// The document is open; the body holds the page sizes.
    Opened {
        pages: u32,
        outline: Vec<OutlineEntry>,
    },
    /// The page is drawn: in the picture buffer, or as the body.
    Drawn {
        width: u32,
        height: u32,
        in_buffer: bool,
    },
    /// The text of the page; the body holds the characters.
    Text {
        characters: u32,
        geometry: Geometry,
        has_picture: bool,
        pictures: PageRect,
    },
    /// The links of the page.
    Links(PageLinks),
    /// The worker needs a block of the document it is dealing with before it can reply.
    Need {
        document: u64,
        offset: u64,
        length: u32,
    },
    /// The document or the page cannot be shown.
    Failed { card: Card },
    /// What a probe found.
    Probed { outcome: String },
}

/// One frame, as read.
#[derive(Debug)]
pub(crate) struct Frame<H> {
    pub(crate) header: H,
    pub(crate) body: Vec<u8>,
}

/// Reads header and body announced by `prefix`; sizes beyond the bounds are refused unread.
pub(crate) fn read_frame<H: DeserializeOwned>(
    prefix: [u8; 8],
    reader: &mut impl Read,
) -> io::Result<Frame<H>> {
    let [a, b, c, d, e, f, g, h] = prefix;
    let header = u32::from_le_bytes([a, b, c, d]);
    let body = u32::from_le_bytes([e, f, g, h]);
    if header > MAX_HEADER || body > MAX_BODY {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let header = read_exactly(reader, header as usize)?;
    let body = read_exactly(reader, body as usize)?;
    Ok(Frame {
        header: serde_json::from_slice(&header)?,
        body,
    })
}

fn read_exactly(reader: &mut impl Read, length: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    reader.take(length as u64).read_to_end(&mut bytes)?;
    if bytes.len() == length {
        Ok(bytes)
    } else {
        Err(io::ErrorKind::UnexpectedEof.into())
    }
}

/// Prefix and header of a frame with a body of `body` bytes.
pub(crate) fn frame_head(header: &impl Serialize, body: usize) -> io::Result<Vec<u8>> {
    let json = serde_json::to_vec(header)?;
    let length = bounded(json.len(), MAX_HEADER)?;
    let body = bounded(body, MAX_BODY)?;
    let mut head = Vec::with_capacity(8 + json.len());
    head.extend_from_slice(&length.to_le_bytes());
    head.extend_from_slice(&body.to_le_bytes());
    head.extend_from_slice(&json);
    Ok(head)
}

fn bounded(length: usize, most: u32) -> io::Result<u32> {
    u32::try_from(length)
        .ok()
        .filter(|length| *length <= most)
        .ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

/// Page sizes as bytes.
pub(crate) fn encode_sizes(sizes: &[PageSize]) -> Vec<u8> {
    sizes
        .iter()
        .flat_map(|size| [size.width.to_le_bytes(), size.height.to_le_bytes()])
        .flatten()
        .collect()
}

/// Page sizes from bytes; `None` unless there are exactly `pages` sensible ones.
pub(crate) fn decode_sizes(bytes: &[u8], pages: u32) -> Option<Vec<PageSize>> {
    let (records, rest) = bytes.as_chunks::<8>();
    if !rest.is_empty() || records.len() != pages as usize {
        return None;
    }
    let sizes = records.iter().map(|record| {
        let [a, b, c, d, e, f, g, h] = *record;
        PageSize {
            width: f32::from_le_bytes([a, b, c, d]),
            height: f32::from_le_bytes([e, f, g, h]),
        }
    });
    let sensible = |size: &PageSize| {
        [size.width, size.height]
            .iter()
            .all(|edge| edge.is_finite() && *edge > 0.0)
    };
    let sizes: Vec<PageSize> = sizes.collect();
    sizes.iter().all(sensible).then_some(sizes)
}

/// Characters as bytes.
pub(crate) fn encode_characters(characters: &[Character]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(characters.len() * CHARACTER_BYTES);
    for character in characters {
        bytes.extend_from_slice(&u32::from(character.value).to_le_bytes());
        let PageRect {
            left,
            bottom,
            right,
            top,
        } = character.rect;
        for edge in [left, bottom, right, top] {
            bytes.extend_from_slice(&edge.to_le_bytes());
        }
    }
    bytes
}

/// Characters from bytes; `None` unless there are exactly `count` well-formed ones.
pub(crate) fn decode_characters(bytes: &[u8], count: u32) -> Option<Vec<Character>> {
    let (records, rest) = bytes.as_chunks::<CHARACTER_BYTES>();
    let count = count as usize;
    if !rest.is_empty() || records.len() != count || count > MAX_CHARACTERS {
        return None;
    }
    records.iter().map(decode_character).collect()
}

fn decode_character(record: &[u8; CHARACTER_BYTES]) -> Option<Character> {
    let (numbers, _) = record.as_chunks::<4>();
    let [value, left, bottom, right, top] = numbers else {
        return None;
    };
    let rect = PageRect {
        left: i32::from_le_bytes(*left),
        bottom: i32::from_le_bytes(*bottom),
        right: i32::from_le_bytes(*right),
        top: i32::from_le_bytes(*top),
    };
    Some(Character {
        value: char::from_u32(u32::from_le_bytes(*value))?,
        rect,
    })
}

#[cfg(test)]
mod tests;
