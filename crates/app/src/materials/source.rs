//! What an evidence file is, told from its first bytes.

use std::io::Read;
use std::path::Path;

use hengping_core::application::Media;
use hengping_core::id::Digest;
use sha2::Digest as _;

/// A file that can be packed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probe {
    /// What it is.
    pub media: Media,
    /// Its size in bytes.
    pub size: u64,
    /// Its digest.
    pub digest: Digest,
}

/// Why a file cannot be packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaFault {
    /// It is not there or cannot be read.
    Unreadable,
    /// It has no bytes.
    Empty,
    /// Neither PDF nor JPEG nor PNG: the unit is asked for another file.
    OtherFormat,
    /// Larger than an object of a package may be.
    TooLarge,
}

/// Largest object of a package, in bytes (formats: 1.8 GB, so that a volume fits FAT32).
const MAX_OBJECT_BYTES: u64 = 1_800_000_000;

/// Reads `path` once: kind, size and digest.
///
/// # Errors
/// Why it cannot be packed.
pub fn probe(path: &Path) -> Result<Probe, MediaFault> {
    let mut file = std::fs::File::open(path).map_err(|_| MediaFault::Unreadable)?;
    let mut hasher = sha2::Sha256::new();
    let mut buffer = vec![0; 1 << 18];
    let mut head = Vec::new();
    let mut size = 0_u64;
    loop {
        let read = file.read(&mut buffer).map_err(|_| MediaFault::Unreadable)?;
        let Some(bytes) = buffer.get(..read).filter(|bytes| !bytes.is_empty()) else {
            break;
        };
        if head.len() < 1024 {
            head.extend_from_slice(bytes.get(..1024).unwrap_or(bytes));
        }
        hasher.update(bytes);
        size += bytes.len() as u64;
    }
    match size {
        0 => Err(MediaFault::Empty),
        MAX_OBJECT_BYTES.. => Err(MediaFault::TooLarge),
        _ => {
            let media = media_of(&head).ok_or(MediaFault::OtherFormat)?;
            Ok(Probe {
                media,
                size,
                digest: Digest(hasher.finalize().into()),
            })
        }
    }
}

/// PDF readers accept up to a kilobyte before the header; images start at once.
fn media_of(head: &[u8]) -> Option<Media> {
    let head = head.get(..1024).unwrap_or(head);
    if head.starts_with(b"\xff\xd8\xff") {
        Some(Media::Jpeg)
    } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
        Some(Media::Png)
    } else if head.windows(5).any(|window| window == b"%PDF-") {
        Some(Media::Pdf)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_from_the_first_bytes() {
        assert_eq!(media_of(b"%PDF-1.7 ..."), Some(Media::Pdf));
        assert_eq!(media_of(b"junk\n%PDF-1.4"), Some(Media::Pdf));
        assert_eq!(media_of(b"\xff\xd8\xff\xe0"), Some(Media::Jpeg));
        assert_eq!(media_of(b"PK\x03\x04"), None);
    }
}
