//! JPEG and PNG evidence.

use std::io::Cursor;

use hengping_render::{Card, Kind, PictureSize};
use image::{ImageFormat, Rgba, RgbaImage};

use crate::support::pool;

fn picture(format: ImageFormat, width: u32, height: u32) -> Vec<u8> {
    let red_left = |x, _| {
        if x < width / 2 {
            Rgba([255, 0, 0, 255])
        } else {
            Rgba([0, 0, 255, 255])
        }
    };
    let image = RgbaImage::from_fn(width, height, red_left);
    let mut out = Cursor::new(Vec::new());
    image::DynamicImage::from(image)
        .to_rgb8()
        .write_to(&mut out, format)
        .expect("encodes");
    out.into_inner()
}

#[test]
fn pictures_are_documents_of_one_page() {
    let Some(pool) = pool() else { return };
    for (kind, format) in [
        (Kind::Jpeg, ImageFormat::Jpeg),
        (Kind::Png, ImageFormat::Png),
    ] {
        let document = pool
            .open("a01", kind, &picture(format, 192, 96))
            .expect("opens");
        let size = document.info().pages[0];
        assert_eq!(
            (size.width, size.height),
            (144.0, 72.0),
            "96 dots per inch unless it says so"
        );
        let image = pool
            .page_image(&document, 1, PictureSize::Width(96))
            .expect("draws");
        assert_eq!((image.width, image.height), (96, 48));
        let (left, right) = (&image.rgba[..3], &image.rgba[95 * 4..95 * 4 + 3]);
        assert!(left[0] > 240 && left[2] < 15, "{kind:?}: {left:?}");
        assert!(right[0] < 15 && right[2] > 240, "{kind:?}: {right:?}");
        let text = pool.page_text(&document, 1).expect("answers");
        assert!(text.is_scanned() && !text.has_text());
        assert_eq!(pool.page_text(&document, 2), Err(Card::NoSuchPage));
        let examined = pool.examine(&document).expect("examines");
        assert_eq!((examined.pages, examined.pages_without_text), (1, vec![1]));
    }
}

#[test]
fn the_resolution_in_the_header_gives_the_page_size() {
    let Some(pool) = pool() else { return };
    let mut jpeg = picture(ImageFormat::Jpeg, 300, 300);
    assert_eq!(&jpeg[6..11], b"JFIF\0");
    jpeg[13] = 1;
    jpeg[14..18].copy_from_slice(&[0, 150, 0, 150]);
    let document = pool.open("a01", Kind::Jpeg, &jpeg).expect("opens");
    assert!(
        (document.info().pages[0].width - 144.0).abs() < 0.1,
        "{:?}",
        document.info()
    );
    let mut png = picture(ImageFormat::Png, 300, 300);
    let chunk = png_chunk(
        b"pHYs",
        &[&5906_u32.to_be_bytes()[..], &5906_u32.to_be_bytes(), &[1]].concat(),
    );
    png.splice(33..33, chunk);
    let document = pool.open("a01", Kind::Png, &png).expect("opens");
    assert!(
        (document.info().pages[0].width - 144.0).abs() < 0.1,
        "{:?}",
        document.info()
    );
}

#[test]
fn a_small_file_that_unfolds_to_gigabytes_is_refused() {
    let Some(pool) = pool() else { return };
    let mut png = picture(ImageFormat::Png, 8, 8);
    let header = png_chunk(
        b"IHDR",
        &[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30, 8, 6, 0, 0, 0],
    );
    png.splice(8..33, header);
    assert_eq!(
        pool.open("a01", Kind::Png, &png).err(),
        Some(Card::OutOfMemory)
    );
    assert_eq!(pool.counters().lost, 0);
}

#[test]
fn damaged_and_foreign_pictures_get_their_card() {
    let Some(pool) = pool() else { return };
    let jpeg = picture(ImageFormat::Jpeg, 64, 64);
    let open = |kind, bytes: &[u8]| pool.open("a01", kind, bytes).err();
    assert_eq!(open(Kind::Png, &jpeg), Some(Card::NotThisKind));
    assert_eq!(open(Kind::Pdf, &jpeg), Some(Card::NotThisKind));
    assert_eq!(open(Kind::Jpeg, &[]), Some(Card::Empty));
    assert_eq!(open(Kind::Jpeg, &jpeg[..20]), Some(Card::Damaged));
    let png = picture(ImageFormat::Png, 64, 64);
    assert_eq!(open(Kind::Png, &png[..60]), Some(Card::Damaged));
}

fn png_chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), data].concat();
    let mut crc = u32::MAX;
    for byte in &named {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = if crc & 1 == 1 {
                (crc >> 1) ^ 0xedb8_8320
            } else {
                crc >> 1
            };
        }
    }
    let length = u32::try_from(data.len()).expect("short").to_be_bytes();
    [&length[..], &named, &(!crc).to_be_bytes()].concat()
}
