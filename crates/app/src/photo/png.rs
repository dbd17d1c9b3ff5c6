//! PNG files in chunks: screenshots, mostly.

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
/// Chunks that a picture needs to be shown as it was: itself, its colours and its transparency.
const NEEDED: [&[u8; 4]; 10] = [
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT",
];
/// Bytes of a chunk besides its content: length, name and checksum.
const AROUND: usize = 12;

/// A chunk with everything around it, and its name.
pub(crate) struct Chunk<'a> {
    name: [u8; 4],
    whole: &'a [u8],
}

/// The chunks up to the last one; nothing when it is no PNG or breaks off.
pub(crate) fn parts(bytes: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut rest = bytes.strip_prefix(SIGNATURE)?;
    let mut chunks = Vec::new();
    loop {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?);
        let name: [u8; 4] = rest.get(4..8)?.try_into().ok()?;
        let whole = usize::try_from(length).ok()?.checked_add(AROUND)?;
        let (whole, after) = rest.split_at_checked(whole)?;
        chunks.push(Chunk { name, whole });
        rest = after;
        if name == *b"IEND" {
            return Some(chunks);
        }
    }
}

/// The same picture with what it needs to be shown, and nothing else.
pub(crate) fn stripped(bytes: &[u8]) -> Option<Vec<u8>> {
    let chunks = parts(bytes)?;
    let needed = chunks.iter().filter(|chunk| NEEDED.contains(&&chunk.name));
    let mut kept = SIGNATURE.to_vec();
    for chunk in needed {
        kept.extend_from_slice(chunk.whole);
    }
    Some(kept)
}
