//! The two things that are read of a camera's notes: when, and how the camera was turned.
//!
//! Trap: foreign bytes with offsets into themselves; whatever leads nowhere is simply not there.

use chrono::{Datelike as _, NaiveDateTime};

/// When a picture was taken by the camera's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    pub(crate) local: NaiveDateTime,
    /// Minutes before UTC, where the camera names them.
    pub(crate) offset_minutes: Option<i32>,
}

const ORIENTATION: u16 = 0x0112;
const EXIF_POINTER: u16 = 0x8769;
const TAKEN: u16 = 0x9003;
const OFFSET: u16 = 0x9011;
/// Type number and size of the types that are read.
const SHORT: u16 = 3;
const LONG: u16 = 4;
const ASCII: u16 = 2;
const ENTRY: usize = 12;
/// Years in which a photograph may have been taken.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2100;

/// A TIFF block: its bytes and their order.
#[derive(Clone, Copy)]
struct Tiff<'a> {
    bytes: &'a [u8],
    big: bool,
}

impl<'a> Tiff<'a> {
    fn read(bytes: &'a [u8]) -> Option<Self> {
        let big = match bytes.get(..4)? {
            b"MM\0*" => true,
            b"II*\0" => false,
            _ => return None,
        };
        Some(Self { bytes, big })
    }

    fn u16(self, at: usize) -> Option<u16> {
        let two: [u8; 2] = self.bytes.get(at..at.checked_add(2)?)?.try_into().ok()?;
        Some(match self.big {
            true => u16::from_be_bytes(two),
            false => u16::from_le_bytes(two),
        })
    }

    fn u32(self, at: usize) -> Option<usize> {
        let four: [u8; 4] = self.bytes.get(at..at.checked_add(4)?)?.try_into().ok()?;
        let value = match self.big {
            true => u32::from_be_bytes(four),
            false => u32::from_le_bytes(four),
        };
        usize::try_from(value).ok()
    }

    /// Where the entry of a tag stands in the directory at `directory`.
    fn entry(self, directory: usize, tag: u16) -> Option<usize> {
        let count = usize::from(self.u16(directory)?);
        let first = directory.checked_add(2)?;
        let places = (0..count).map(|number| first + number * ENTRY);
        places.into_iter().find(|at| self.u16(*at) == Some(tag))
    }

    fn pointer(self, directory: usize, tag: u16) -> Option<usize> {
        let entry = self.entry(directory, tag)?;
        (self.u16(entry + 2)? == LONG).then(|| self.u32(entry + 8))?
    }

    fn text(self, directory: usize, tag: u16) -> Option<&'a str> {
        let entry = self.entry(directory, tag)?;
        let length = self.u32(entry + 4)?;
        if self.u16(entry + 2)? != ASCII || length <= 4 {
            return None;
        }
        let at = self.u32(entry + 8)?;
        let bytes = self.bytes.get(at..at.checked_add(length)?)?;
        let text = std::str::from_utf8(bytes).ok()?;
        Some(text.trim_end_matches('\0').trim())
    }
}

/// When it was taken.
pub(crate) fn taken(exif: &[u8]) -> Option<Taken> {
    let tiff = Tiff::read(exif)?;
    let notes = tiff.pointer(tiff.u32(4)?, EXIF_POINTER)?;
    let local = tiff.text(notes, TAKEN)?;
    let local = NaiveDateTime::parse_from_str(local, "%Y:%m:%d %H:%M:%S").ok()?;
    YEARS.contains(&local.year()).then_some(Taken {
        local,
        offset_minutes: tiff.text(notes, OFFSET).and_then(minutes),
    })
}

fn minutes(text: &str) -> Option<i32> {
    let (sign, rest) = match text.split_at_checked(1)? {
        ("+", rest) => (1, rest),
        ("-", rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = rest.split_once(':')?;
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    ((0..=14).contains(&hours) && (0..60).contains(&minutes))
        .then_some(sign * (hours * 60 + minutes))
}

/// How the camera was turned, 1 to 8; 1 is upright.
pub(crate) fn orientation(exif: &[u8]) -> Option<u16> {
    let tiff = Tiff::read(exif)?;
    let entry = tiff.entry(tiff.u32(4)?, ORIENTATION)?;
    let turned = (tiff.u16(entry + 2)? == SHORT).then(|| tiff.u16(entry + 8))??;
    (1..=8).contains(&turned).then_some(turned)
}

/// Notes that say how the camera was turned and nothing else.
pub(crate) fn only_orientation(turned: u16) -> Vec<u8> {
    let mut bytes = b"MM\0*\0\0\0\x08\0\x01".to_vec();
    bytes.extend(ORIENTATION.to_be_bytes());
    bytes.extend(SHORT.to_be_bytes());
    bytes.extend(1_u32.to_be_bytes());
    bytes.extend(turned.to_be_bytes());
    bytes.extend([0; 6]);
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_turn_is_read_back_in_both_orders() {
        assert_eq!(orientation(&only_orientation(6)), Some(6));
        let little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x08\0\0\0\0\0\0\0";
        assert_eq!(orientation(little), Some(8));
        assert_eq!(orientation(&only_orientation(9)), None);
    }

    #[test]
    fn an_offset_is_minutes_and_nothing_else() {
        assert_eq!(minutes("+08:00"), Some(480));
        assert_eq!(minutes("-03:30"), Some(-210));
        for junk in ["", "08:00", "+", "+8", "+99:00", "＋08:00"] {
            assert_eq!(minutes(junk), None, "{junk}");
        }
    }

    #[test]
    fn what_leads_nowhere_is_not_there() {
        let whole = only_orientation(3);
        for length in 0..whole.len() {
            let cut = whole.get(..length).unwrap();
            let _ = (orientation(cut), taken(cut));
        }
        let mut astray = whole;
        astray[4..8].copy_from_slice(&u32::MAX.to_be_bytes());
        assert_eq!(orientation(&astray), None);
    }
}
