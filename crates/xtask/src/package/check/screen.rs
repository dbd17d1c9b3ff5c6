//! The picture on the display, read from the file in which Xvfb keeps it.
//!
//! Owns the little of the XWD format that Xvfb writes: 24 big-endian words, a table of colours, rows
//! of 32-bit pixels. Trap: the file changes while it is read, so a picture counts when two in a row
//! are equal.

use anyhow::{Context, Result, bail};
use std::collections::BTreeSet;
use std::path::Path;

/// What is on the display.
#[derive(PartialEq)]
pub(super) struct Picture {
    width: usize,
    pixels: Vec<[u8; 3]>,
}

impl Picture {
    /// Reads the display whose memory lies in `folder`.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        Self::read(&std::fs::read(folder.join("Xvfb_screen0"))?)
    }

    fn read(bytes: &[u8]) -> Result<Self> {
        let word = |at: usize| {
            let word = bytes
                .get(at * 4..at * 4 + 4)
                .and_then(|word| word.try_into().ok());
            word.map(u32::from_be_bytes).map(|word| word as usize)
        };
        let header = || {
            Some((
                word(0)?,
                word(4)?,
                word(5)?,
                word(11)?,
                word(12)?,
                word(19)?,
            ))
        };
        let (size, width, height, bits, row, colours) = header().context("no picture")?;
        if bits != 32 || width == 0 {
            bail!("a picture of {bits} bits");
        }
        let begin = size + colours * 12;
        let rows = bytes
            .get(begin..begin + row * height)
            .context("half a picture")?;
        let pixels = rows.chunks(row).flat_map(|row| row.chunks(4).take(width));
        // Little-endian words of blue, green, red and nothing.
        let colour = |pixel: &[u8]| match *pixel {
            [blue, green, red, _] => [red, green, blue],
            _ => [0; 3],
        };
        Ok(Self {
            width,
            pixels: pixels.map(colour).collect(),
        })
    }

    /// How many colours it has; text alone, with its soft edges, makes dozens.
    pub(super) fn colours(&self) -> usize {
        self.pixels.iter().collect::<BTreeSet<_>>().len()
    }

    /// Part of the picture that is not as in another.
    pub(super) fn differs(&self, other: &Self) -> f64 {
        let pairs = self.pixels.iter().zip(&other.pixels);
        let different = pairs.filter(|(one, other)| one != other).count();
        different as f64 / self.pixels.len().max(1) as f64
    }

    /// Keeps it for people, as a portable pixmap.
    pub(super) fn keep(&self, file: &Path) -> Result<()> {
        let height = self.pixels.len() / self.width;
        let mut bytes = format!("P6 {} {height} 255\n", self.width).into_bytes();
        bytes.extend(self.pixels.iter().flatten());
        Ok(std::fs::write(file, bytes)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two by one pixels as Xvfb writes them, with a table of one colour and a padded row.
    fn written(pixels: [[u8; 4]; 2]) -> Vec<u8> {
        let mut words = [0_u32; 25];
        for (at, word) in [(0, 100), (4, 2), (5, 1), (11, 32), (12, 12), (19, 1)] {
            words[at] = word;
        }
        let mut bytes: Vec<u8> = words.iter().flat_map(|word| word.to_be_bytes()).collect();
        bytes.extend([9; 12]);
        bytes.extend(pixels.concat());
        bytes.extend([9; 4]);
        bytes
    }

    #[test]
    fn pixels_are_found_behind_the_table_and_padding_is_not_one() {
        let picture = Picture::read(&written([[1, 2, 3, 0], [1, 2, 4, 0]])).unwrap();
        assert_eq!(picture.pixels, [[3, 2, 1], [4, 2, 1]]);
        assert_eq!(picture.colours(), 2);
        let other = Picture::read(&written([[1, 2, 3, 0], [7, 7, 7, 0]])).unwrap();
        assert!((picture.differs(&other) - 0.5).abs() < 1e-9);
    }

    #[test]
    fn half_a_picture_is_none() {
        let bytes = written([[0; 4]; 2]);
        assert!(Picture::read(&bytes[..bytes.len() - 1]).is_err());
        assert!(Picture::read(b"").is_err());
    }
}
