//! Photographs as files: what they are, when they were taken, and the same picture without a place.
//!
//! Owns the reading of what stands around a picture; the picture itself is drawn by the confined
//! worker and never decoded here. Trap: a place hides in many corners (GPS tags, XMP, notes of the
//! maker, a film behind the end), so the copy without a place carries over what is known to be
//! needed for the picture and nothing else.

mod exif;
mod jpeg;
mod png;

use hengping_core::time::Instant;
use hengping_store::table::photos::PhotoMedia;

use crate::clock::{self, TimeZoneName};

/// A picture that was recognised.
pub(crate) struct Picture {
    pub(crate) media: PhotoMedia,
    /// When it was taken by the camera's clock, where the file says so.
    pub(crate) taken: Option<exif::Taken>,
}

/// What a file is, by its content; nothing for what is neither JPEG nor PNG.
pub(crate) fn recognised(bytes: &[u8]) -> Option<Picture> {
    if let Some(parts) = jpeg::parts(bytes) {
        let taken = jpeg::exif(&parts).and_then(exif::taken);
        return Some(Picture {
            media: PhotoMedia::Jpeg,
            taken,
        });
    }
    png::parts(bytes).map(|_| Picture {
        media: PhotoMedia::Png,
        taken: None,
    })
}

/// The same picture without anything that could say where it was taken. The picture's own data are
/// the same bytes; how the camera was turned is carried over.
pub(crate) fn without_place(bytes: &[u8]) -> Option<Vec<u8>> {
    match jpeg::parts(bytes) {
        Some(parts) => Some(jpeg::stripped(&parts)),
        None => png::stripped(bytes),
    }
}

impl Picture {
    /// When it was taken; a camera that names no zone is believed to run in the round's.
    pub(crate) fn taken_at(&self, zone: &TimeZoneName) -> Option<Instant> {
        let taken = self.taken.as_ref()?;
        match taken.offset_minutes {
            Some(minutes) => {
                let utc = taken.local.and_utc() - chrono::TimeDelta::minutes(minutes.into());
                Some(Instant::from_utc(utc))
            }
            None => clock::from_round(taken.local, zone),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A JPEG as cameras build them: notes with a place and a time, a comment, a profile, two scans
    /// and a film behind the end. No decoder is asked, so the picture itself may be anything.
    fn camera() -> Vec<u8> {
        let segment = |marker: u8, content: &[u8]| {
            let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
            [&[0xff, marker], &length[..], content].concat()
        };
        let data: &[u8] = b"\x01\xff\x00\x02\xff\xd3\x03";
        [
            b"\xff\xd8".to_vec(),
            segment(0xe0, b"JFIF\0\x01"),
            segment(0xe1, &[b"Exif\0\0", &notes()[..]].concat()),
            segment(
                0xe1,
                b"http://ns.adobe.com/xap/1.0/\0<GPSLatitude>30N</GPSLatitude>",
            ),
            segment(0xe2, b"ICC_PROFILE\0profile"),
            segment(0xe2, b"MPF\0further picture"),
            segment(0xfe, b"30.25N 120.15E"),
            segment(0xdb, b"table"),
            segment(0xda, b"scan 1"),
            data.to_vec(),
            segment(0xc4, b"table"),
            segment(0xda, b"scan 2"),
            data.to_vec(),
            b"\xff\xd9".to_vec(),
            b"film 30.25N".to_vec(),
        ]
        .concat()
    }

    /// IFD0 with the turn and two pointers; the notes with time and offset; a place.
    fn notes() -> Vec<u8> {
        let entry = |tag: u16, kind: u16, count: u32, value: u32| {
            let value = if kind == 3 { value << 16 } else { value };
            [
                &tag.to_be_bytes()[..],
                &kind.to_be_bytes(),
                &count.to_be_bytes(),
                &value.to_be_bytes(),
            ]
            .concat()
        };
        [
            b"MM\0*\0\0\0\x08\0\x03".to_vec(),
            entry(0x0112, 3, 1, 6),
            entry(0x8769, 4, 1, 50),
            entry(0x8825, 4, 1, 107),
            vec![0; 4],
            b"\0\x02".to_vec(),
            entry(0x9003, 2, 20, 80),
            entry(0x9011, 2, 7, 100),
            vec![0; 4],
            b"2026:11:22 09:30:00\0+08:00\0".to_vec(),
            b"\0\0 GPS 30.25N".to_vec(),
        ]
        .concat()
    }

    fn has(bytes: &[u8], word: &str) -> bool {
        bytes
            .windows(word.len())
            .any(|part| part == word.as_bytes())
    }

    #[test]
    fn a_photograph_without_its_place_is_the_same_picture_and_turn() {
        let camera = camera();
        for word in ["GPS", "30N", "30.25N", "further"] {
            assert!(has(&camera, word), "the sample has {word}");
        }
        let kept = without_place(&camera).unwrap();
        for word in ["GPS", "30N", "30.25N", "further", "2026:11:22"] {
            assert!(!has(&kept, word), "{word}");
        }
        for word in ["scan 1", "scan 2", "profile", "JFIF"] {
            assert!(has(&kept, word), "{word}");
        }
        let parts = jpeg::parts(&kept).unwrap();
        assert_eq!(jpeg::exif(&parts).and_then(exif::orientation), Some(6));
        assert_eq!(without_place(&kept).unwrap(), kept, "nothing is left to go");
    }

    #[test]
    fn a_camera_says_when_by_its_own_zone_or_the_rounds() {
        let shanghai: TimeZoneName = "Asia/Shanghai".parse().unwrap();
        let urumqi: TimeZoneName = "Asia/Urumqi".parse().unwrap();
        let found = recognised(&camera()).unwrap();
        assert_eq!(found.media, PhotoMedia::Jpeg);
        let at = found.taken_at(&urumqi).unwrap();
        assert_eq!(at.to_string(), "2026-11-22T01:30:00Z");
        let taken = found.taken.map(|taken| exif::Taken {
            offset_minutes: None,
            ..taken
        });
        let unzoned = Picture { taken, ..found };
        let at = |zone| unzoned.taken_at(zone).unwrap().to_string();
        assert_eq!(at(&shanghai), "2026-11-22T01:30:00Z");
        assert_eq!(at(&urumqi), "2026-11-22T03:30:00Z");
    }

    #[test]
    fn what_breaks_off_is_no_picture_and_breaks_nothing() {
        let camera = camera();
        let end = camera.len() - "film 30.25N".len();
        for length in 0..end {
            assert!(without_place(&camera[..length]).is_none(), "{length}");
        }
        assert!(without_place(&camera[..end]).is_some());
        assert!(recognised(b"%PDF-1.7").is_none());
    }

    #[test]
    fn a_screenshot_keeps_its_picture_and_no_text() {
        let chunk = |name: &[u8; 4], content: &[u8]| {
            let length = u32::try_from(content.len()).unwrap().to_be_bytes();
            [&length[..], name, content, b"\0\0\0\0"].concat()
        };
        let shot = [
            b"\x89PNG\r\n\x1a\n".to_vec(),
            chunk(b"IHDR", b"head"),
            chunk(b"eXIf", b"GPS"),
            chunk(b"tEXt", b"Location"),
            chunk(b"IDAT", b"picture"),
            chunk(b"IEND", b""),
            b"behind".to_vec(),
        ]
        .concat();
        let kept = without_place(&shot).unwrap();
        assert!(has(&kept, "head") && has(&kept, "picture"));
        assert!(!has(&kept, "GPS") && !has(&kept, "Location") && !has(&kept, "behind"));
        assert_eq!(recognised(&kept).unwrap().media, PhotoMedia::Png);
    }
}
