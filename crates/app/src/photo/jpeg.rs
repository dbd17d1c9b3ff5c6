//! JPEG files in pieces: segments and the data between them.
//!
//! Trap: what lies behind the end of the picture is no part of it (some cameras put a film there).

use super::exif;

/// One piece of a file.
pub(crate) enum Part<'a> {
    /// A marker that has no content, or a segment, by its second byte and its content.
    Segment(u8, &'a [u8]),
    /// Data of the picture.
    Data(&'a [u8]),
}

const SOI: u8 = 0xd8;
const EOI: u8 = 0xd9;
const COMMENT: u8 = 0xfe;
const APP0: u8 = 0xe0;
const APP1: u8 = 0xe1;
const APP2: u8 = 0xe2;
const APP14: u8 = 0xee;
const APP15: u8 = 0xef;
const SOS: u8 = 0xda;
const EXIF: &[u8] = b"Exif\0\0";

/// The pieces of a file up to the end of its picture; nothing when it is no JPEG or breaks off.
pub(crate) fn parts(bytes: &[u8]) -> Option<Vec<Part<'_>>> {
    let mut rest = bytes.strip_prefix(&[0xff, SOI])?;
    let mut parts = Vec::new();
    let mut has_picture = false;
    loop {
        let (marker, content, after) = segment(rest)?;
        rest = after;
        if marker == EOI {
            return has_picture.then_some(parts);
        }
        parts.push(Part::Segment(marker, content));
        if marker == SOS {
            has_picture = true;
            let end = end_of_data(rest)?;
            let (data, after) = rest.split_at_checked(end)?;
            parts.push(Part::Data(data));
            rest = after;
        }
    }
}

/// Marker, content and what follows.
fn segment(bytes: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let rest = bytes.strip_prefix(&[0xff])?;
    // A marker may be filled up in front.
    let fill = rest.iter().take_while(|byte| **byte == 0xff).count();
    let (marker, rest) = rest.get(fill..)?.split_first()?;
    if *marker == EOI {
        return Some((EOI, &[], rest));
    }
    let length = usize::from(u16::from_be_bytes(rest.get(..2)?.try_into().ok()?));
    let content = rest.get(2..length)?;
    Some((*marker, content, rest.get(length..)?))
}

/// Where the data of a scan end: before a marker that neither escapes nor restarts.
fn end_of_data(bytes: &[u8]) -> Option<usize> {
    let pairs = bytes.windows(2).enumerate();
    let mut markers = pairs.filter(
        |(_, pair)| matches!(pair, [0xff, next] if !matches!(next, 0 | 0xff | 0xd0..=0xd7)),
    );
    markers.next().map(|(at, _)| at)
}

/// The camera's notes.
pub(crate) fn exif<'a>(parts: &[Part<'a>]) -> Option<&'a [u8]> {
    parts.iter().find_map(|part| match part {
        Part::Segment(APP1, content) => content.strip_prefix(EXIF),
        _ => None,
    })
}

/// The same picture with what it needs to be shown, and nothing else.
pub(crate) fn stripped(parts: &[Part<'_>]) -> Vec<u8> {
    let mut bytes = vec![0xff, SOI];
    if let Some(turned) = exif(parts).and_then(exif::orientation) {
        put(
            &mut bytes,
            APP1,
            &[EXIF, &exif::only_orientation(turned)].concat(),
        );
    }
    for part in parts {
        match part {
            Part::Segment(marker, content) if is_needed(*marker, content) => {
                put(&mut bytes, *marker, content);
            }
            Part::Segment(..) => {}
            Part::Data(data) => bytes.extend_from_slice(data),
        }
    }
    bytes.extend([0xff, EOI]);
    bytes
}

/// Colours and everything of the picture itself; no notes, comments or further pictures.
fn is_needed(marker: u8, content: &[u8]) -> bool {
    match marker {
        APP0 => content.starts_with(b"JFIF\0"),
        APP2 => content.starts_with(b"ICC_PROFILE\0"),
        APP14 => content.starts_with(b"Adobe"),
        APP0..=APP15 | COMMENT => false,
        _ => true,
    }
}

fn put(bytes: &mut Vec<u8>, marker: u8, content: &[u8]) {
    // Content came from a segment or is a few bytes long, so that it fits into one.
    let length = u16::try_from(content.len() + 2).unwrap_or(u16::MAX);
    bytes.extend([0xff, marker]);
    bytes.extend(length.to_be_bytes());
    bytes.extend_from_slice(content);
}
