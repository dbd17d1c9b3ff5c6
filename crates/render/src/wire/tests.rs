//! What comes over the wire is refused or understood, and never costs more than it is.

use proptest::prelude::*;

use super::*;

fn read<H: DeserializeOwned>(bytes: &[u8]) -> io::Result<Frame<H>> {
    let (prefix, mut rest) = bytes
        .split_first_chunk::<8>()
        .ok_or(io::ErrorKind::UnexpectedEof)?;
    read_frame(*prefix, &mut rest)
}

#[test]
fn a_frame_comes_out_as_it_went_in() {
    let tile = PixelRect {
        left: 1,
        top: 2,
        width: 3,
        height: 4,
    };
    let drawing = Drawing {
        width: 10,
        height: 10,
        quarters: 1,
        tile,
    };
    let request = Request::Page {
        document: 7,
        page: 2,
        drawing,
    };
    let mut bytes = frame_head(&request, 3).expect("fits");
    bytes.extend_from_slice(b"abc");
    let frame = read::<Request>(&bytes).expect("reads");
    assert!(
        matches!(frame.header, Request::Page { document: 7, page: 2, drawing: d } if d == drawing)
    );
    assert_eq!(frame.body, b"abc");
}

#[test]
fn links_come_out_as_they_went_in() {
    let links = PageLinks {
        label: Some("iv".to_owned()),
        links: Vec::new(),
        external: 3,
    };
    let bytes = frame_head(&Reply::Links(links.clone()), 0).expect("fits");
    let frame = read::<Reply>(&bytes).expect("reads");
    assert!(matches!(frame.header, Reply::Links(read) if read == links));
}

#[test]
fn announced_sizes_beyond_the_bounds_are_refused_unread() {
    for (header, body) in [(MAX_HEADER + 1, 0), (2, MAX_BODY + 1), (u32::MAX, u32::MAX)] {
        let prefix = [header.to_le_bytes(), body.to_le_bytes()].concat();
        let error = read::<Reply>(&prefix).expect_err("too large");
        assert_eq!(error.kind(), io::ErrorKind::InvalidData);
    }
}

#[test]
fn characters_outside_of_unicode_are_refused() {
    let character = Character {
        value: '证',
        rect: PageRect {
            left: 1,
            bottom: 2,
            right: 3,
            top: 4,
        },
    };
    let mut bytes = encode_characters(&[character]);
    assert_eq!(decode_characters(&bytes, 1), Some(vec![character]));
    assert_eq!(decode_characters(&bytes, 2), None);
    bytes[..4].copy_from_slice(&0xd800_u32.to_le_bytes());
    assert_eq!(decode_characters(&bytes, 1), None);
}

#[test]
fn page_sizes_that_are_none_are_refused() {
    for width in [f32::NAN, f32::INFINITY, 0.0, -1.0] {
        let bytes = encode_sizes(&[PageSize {
            width,
            height: 842.0,
        }]);
        assert_eq!(decode_sizes(&bytes, 1), None, "{width}");
    }
}

proptest! {
    #[test]
    fn noise_is_refused_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(read::<Reply>(&bytes).is_err());
        let _ = decode_sizes(&bytes, 3);
        let _ = decode_characters(&bytes, 3);
    }
}
