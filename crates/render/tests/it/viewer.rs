//! What a screen asks for: pictures, tiles, lines to select, links, text blocks.

use std::time::{Duration, Instant};

use hengping_render::{
    Card, Direction, Document, Kind, MAX_SIDE, PageRect, Picture, PictureRequest, PictureSize,
    PixelRect, Pool, Position, Priority, Seals,
};
use image::RgbaImage;

use crate::support::{chinese_font, page, pdf, pdf_of, pdf_with, pool, sample, stream, ucs2};

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";
const WORDS: &str = "BT /F1 24 Tf 20 100 Td (Annual turnover) Tj 0 -30 Td (grew by 15 %) Tj ET";

fn decoded(picture: &Picture) -> RgbaImage {
    let image = image::load_from_memory(&picture.bytes).expect("a picture");
    assert_eq!(
        (image.width(), image.height()),
        (picture.width, picture.height)
    );
    image.into_rgba8()
}

fn open(pool: &Pool, bytes: &[u8]) -> Document {
    pool.open("a01", Kind::Pdf, bytes).expect("opens")
}

#[test]
fn a_page_of_text_comes_lossless() {
    let Some(pool) = pool() else { return };
    let document = open(&pool, &pdf(WORDS));
    let picture = pool
        .page_picture(&document, 1, &PictureRequest::width(600))
        .expect("draws");
    assert_eq!((picture.width, picture.mime), (600, "image/png"));
    let image = pool
        .page_image(&document, 1, PictureSize::Width(600))
        .expect("draws");
    assert_eq!(decoded(&picture).into_raw(), image.rgba);
}

#[test]
fn a_page_drawn_ahead_is_there_without_a_worker() {
    let Some(pool) = pool() else { return };
    let document = open(&pool, &pdf(WORDS));
    let wish = PictureRequest::width(600);
    let ahead = document.at(Priority::Prefetch);
    let drawn = pool.page_picture(&ahead, 1, &wish).expect("draws");
    pool.forget("a01");
    assert_eq!(
        pool.page_picture(&document, 1, &wish).expect("is ready"),
        drawn
    );
    assert_eq!(pool.worker_id("a01"), None, "nobody was asked");
    let other = PictureRequest::width(601);
    assert_eq!(
        pool.page_picture(&document, 1, &other)
            .expect("draws")
            .width,
        601
    );
}

/// A page with lines, curves, words, and a picture of eight by eight tones, turned by `rotate`.
fn mixed(rotate: u16) -> Vec<u8> {
    let tones: String = (0..64).map(|at| format!("{:02x}", at * 37 % 256)).collect();
    let content = "q 120 0 0 90 150 20 cm /I Do Q 0.4 w 10 10 m 290 190 l S \
         1 0 0 RG 3 w 20 150 m 90 60 200 240 280 100 c S \
         BT /F1 13 Tf 20 130 Td (The quick brown fox jumps over the lazy dog) Tj ET";
    pdf_of(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R /Rotate {rotate} \
             /Resources << /Font << /F1 5 0 R >> /XObject << /I 6 0 R >> >> >>"
        ),
        stream("", content),
        HELVETICA.to_owned(),
        stream(
            "/Type /XObject /Subtype /Image /Width 8 /Height 8 /ColorSpace /DeviceGray \
             /BitsPerComponent 8 /Filter /ASCIIHexDecode",
            &format!("{tones}>"),
        ),
    ])
}

/// Draws the page in tiles of an odd size and compares with the page drawn at once.
///
/// Coordinates are rounded from where a tile begins, so that a few edges of letters and lines get
/// another shade of grey; what must not be is a letter or line that is cut.
fn assert_tiles_join(pool: &Pool, document: &Document, page: u32, request: PictureRequest) {
    let whole = pool.page_picture(document, page, &request).expect("draws");
    assert_eq!(
        whole.mime, "image/png",
        "only what is lossless can be compared"
    );
    let size = document.info().pages[page as usize - 1];
    assert_eq!(request.whole(size), Some((whole.width, whole.height)));
    let mut joined = RgbaImage::new(whole.width, whole.height);
    for top in (0..whole.height).step_by(211) {
        for left in (0..whole.width).step_by(257) {
            let tile = PixelRect {
                left,
                top,
                width: 257,
                height: 211,
            };
            let wish = PictureRequest {
                tile: Some(tile),
                ..request
            };
            let tile = pool.page_picture(document, page, &wish).expect("draws");
            image::imageops::replace(&mut joined, &decoded(&tile), left.into(), top.into());
        }
    }
    let whole = decoded(&whole);
    let differ = whole
        .pixels()
        .zip(joined.pixels())
        .filter(|(one, other)| one != other);
    let worst = differ.clone().map(|(one, other)| {
        let steps = one
            .0
            .iter()
            .zip(other.0)
            .map(|(one, other)| one.abs_diff(other));
        steps.max().unwrap_or_default()
    });
    let plain = worst.clone().filter(|steps| *steps > 2).count();
    let worst = worst.max().unwrap_or_default();
    let pixels = whole.len() / 4;
    assert!(
        worst <= 24 && plain * 10_000 <= pixels,
        "{plain} of {pixels} pixels differ by more than 2, the worst by {worst}: {request:?}"
    );
}

#[test]
fn tiles_joined_are_the_page() {
    let Some(pool) = pool() else { return };
    for rotate in [0, 90, 180, 270] {
        let document = open(&pool, &mixed(rotate));
        for quarters in 0..4 {
            let request = PictureRequest {
                quarters,
                ..PictureRequest::scale(2.7)
            };
            assert_tiles_join(&pool, &document, 1, request);
        }
    }
}

#[test]
fn tiles_of_a_photographed_page_join_when_smaller_and_larger_than_it() {
    let Some(pool) = pool() else { return };
    let tone = |x: u32, y: u32| image::Rgb([(x / 20 * 40) as u8, (y / 30 * 50) as u8, 128]);
    let mut png = std::io::Cursor::new(Vec::new());
    image::RgbImage::from_fn(300, 400, tone)
        .write_to(&mut png, image::ImageFormat::Png)
        .expect("encodes");
    let document = pool.open("a01", Kind::Png, png.get_ref()).expect("opens");
    for pixels in [140, 290, 900] {
        for quarters in [0, 1] {
            let request = PictureRequest {
                quarters,
                ..PictureRequest::width(pixels)
            };
            assert_tiles_join(&pool, &document, 1, request);
        }
    }
}

#[test]
fn pictures_have_an_upper_bound_and_tiles_go_beyond_it() {
    let Some(pool) = pool() else { return };
    let document = open(&pool, &pdf(WORDS));
    let mut request = PictureRequest::width(MAX_SIDE + 1);
    let drawn = pool.page_picture(&document, 1, &request);
    assert_eq!(drawn, Err(Card::OutOfMemory));
    request.tile = Some(PixelRect {
        left: 500,
        top: 2_500,
        width: 700,
        height: 400,
    });
    let tile = pool.page_picture(&document, 1, &request).expect("draws");
    assert_eq!((tile.width, tile.height), (700, 400));
    assert!(decoded(&tile).pixels().any(|pixel| pixel.0[0] < 100));
    assert_eq!(pool.counters().lost, 0);
}

/// The page's words as rectangle on the page shown, from what a screen is told.
fn dark_box(picture: &RgbaImage) -> [f64; 4] {
    let dark = picture
        .enumerate_pixels()
        .filter(|(_, _, pixel)| pixel.0[0] < 128);
    let start = [u32::MAX, u32::MAX, 0, 0];
    let edges = dark.fold(start, |[left, top, right, bottom], (x, y, _)| {
        [left.min(x), top.min(y), right.max(x + 1), bottom.max(y + 1)]
    });
    edges.map(f64::from)
}

#[test]
fn lines_lie_on_the_words_however_page_and_reader_turn_them() {
    let Some(pool) = pool() else { return };
    for rotate in [0, 90, 180, 270] {
        let bytes = pdf_of(&[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            page(&format!("/Rotate {rotate} /CropBox [10 20 290 190]")),
            stream("", "BT /F1 40 Tf 30 40 Td (HHIHH) Tj ET"),
            HELVETICA.to_owned(),
        ]);
        let document = open(&pool, &bytes);
        for quarters in 0..4 {
            let request = PictureRequest {
                quarters,
                ..PictureRequest::scale(1.0)
            };
            let picture = pool.page_picture(&document, 1, &request).expect("draws");
            let ink = dark_box(&decoded(&picture));
            let runs = pool.page_runs(&document, 1, quarters).expect("reads");
            let [run] = &runs[..] else {
                panic!("one line: {runs:?}")
            };
            assert_eq!(run.text, "HHIHH");
            let turned = (rotate / 90 + u16::from(quarters)) % 4;
            let expected = [
                Direction::Right,
                Direction::Down,
                Direction::Left,
                Direction::Up,
            ];
            assert_eq!(run.direction, expected[usize::from(turned)]);
            let [left, top] = [run.left, run.top].map(|edge| f64::from(edge) / 100.0);
            let [width, height] = [run.width, run.height].map(|edge| f64::from(edge) / 100.0);
            assert!(
                ink[0] >= left - 1.5
                    && ink[1] >= top - 1.5
                    && ink[2] <= left + width + 1.5
                    && ink[3] <= top + height + 1.5,
                "{ink:?} in {run:?}, turned by {rotate} and {quarters}"
            );
            let letters: Vec<i32> = run.edges.windows(2).map(|pair| pair[1] - pair[0]).collect();
            assert!(letters[2] < letters[0], "I is narrower than H: {letters:?}");
        }
    }
}

#[test]
fn vertical_writing_is_read_from_top_to_bottom() {
    let Some(pool) = pool() else { return };
    let font = chinese_font("STSong-Light").replace("UCS2-H", "UCS2-V");
    let content = format!(
        "BT /F1 20 Tf 250 180 Td {} Tj -40 0 Td {} Tj ET",
        ucs2("网络零售"),
        ucs2("同比增长")
    );
    let document = open(&pool, &pdf_with(&content, &font));
    let runs = pool.page_runs(&document, 1, 0).expect("reads");
    let seen: Vec<_> = runs
        .iter()
        .map(|run| (run.text.as_str(), run.direction))
        .collect();
    assert_eq!(
        seen,
        [("网络零售", Direction::Down), ("同比增长", Direction::Down)]
    );
    assert!(runs[0].left > runs[1].left);
    let located = pool
        .locate(&document, 1, "零售同比")
        .expect("looks up")
        .expect("is there");
    assert_eq!(located.hit.boxes.len(), 2, "one box a column: {located:?}");
    let text = pool.page_text(&document, 1).expect("reads");
    let selected = hengping_render::select(&text, 2, 3).expect("is text");
    assert_eq!((selected.quote.as_str(), selected.boxes.len()), ("零售", 1));
}

#[test]
fn text_blocks_frame_what_a_page_carries() {
    let Some(pool) = pool() else { return };
    let document = open(&pool, &pdf(WORDS));
    let block = pool
        .text_block(&document, 1)
        .expect("looks")
        .expect("words");
    assert!(
        (block.left - 2_000).abs() < 200 && block.right < 25_000,
        "{block:?}"
    );
    assert!(block.bottom > 6_000 && block.top < 13_000, "{block:?}");
    let empty = open(&pool, &pdf(""));
    assert_eq!(pool.text_block(&empty, 1), Ok(None));
    let drawn = open(&pool, &pdf("60 50 120 80 re f"));
    let block = pool.text_block(&drawn, 1).expect("looks").expect("ink");
    let expected = PageRect {
        left: 6_000,
        bottom: 5_000,
        right: 18_000,
        top: 13_000,
    };
    let near = |one: i32, other: i32| (one - other).abs() <= 150;
    assert!(
        near(block.left, expected.left)
            && near(block.bottom, expected.bottom)
            && near(block.right, expected.right)
            && near(block.top, expected.top),
        "{block:?}"
    );
}

/// Two pages with labels; on the first a link inside, one to an address, one into another file.
fn linked() -> Vec<u8> {
    let link = |left: u32, to: &str| {
        format!(
            "<< /Type /Annot /Subtype /Link /Rect [{left} 10 {} 30] {to} >>",
            left + 50
        )
    };
    pdf_of(&[
        "<< /Type /Catalog /Pages 2 0 R /Outlines 10 0 R \
         /PageLabels << /Nums [0 << /S /r /St 4 >>] >> >>"
            .to_owned(),
        "<< /Type /Pages /Kids [3 0 R 6 0 R] /Count 2 >>".to_owned(),
        page("/Annots [12 0 R 7 0 R 8 0 R 9 0 R]"),
        stream("", ""),
        HELVETICA.to_owned(),
        page(""),
        link(10, "/Dest [6 0 R /XYZ 20 150 0]"),
        link(70, "/A << /S /URI /URI (https://example.org/) >>"),
        link(130, "/A << /S /GoToR /F (other.pdf) /D [1 /Fit] >>"),
        "<< /Type /Outlines /First 11 0 R /Last 11 0 R /Count 1 >>".to_owned(),
        "<< /Title (Second) /Parent 10 0 R /Dest [6 0 R /FitH 120] >>".to_owned(),
        "<< /Type /Annot /Subtype /Text /Rect [200 10 220 30] /Contents (a note) >>".to_owned(),
    ])
}

#[test]
fn links_inside_are_kept_and_those_outside_only_counted() {
    let Some(pool) = pool() else { return };
    let document = open(&pool, &linked());
    let found = pool.page_links(&document, 1).expect("reads");
    assert_eq!((found.label.as_deref(), found.external), (Some("iv"), 2));
    let [link] = found.links[..] else {
        panic!("one link: {found:?}")
    };
    assert_eq!((link.rect.left, link.rect.right), (1_000, 6_000));
    let position = Position {
        left: Some(2_000),
        top: Some(15_000),
    };
    assert_eq!((link.page, link.position), (2, position));
    let entry = &document.info().outline[0];
    assert_eq!((entry.page, entry.position.top), (Some(2), Some(12_000)));
    assert!(
        pool.page_links(&document, 2)
            .expect("reads")
            .links
            .is_empty()
    );
}

#[test]
fn a_long_document_opens_without_looking_at_its_pages() {
    let Some(pool) = pool() else { return };
    let kids: Vec<String> = (0..1_000).map(|at| format!("{} 0 R", at + 5)).collect();
    // Each page would take long to read: its content is large and compressed by nothing.
    let content = "0 0 m 1 1 l S\n".repeat(20_000);
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Kids [{}] /Count 1000 >>", kids.join(" ")),
        stream("", &content),
        HELVETICA.to_owned(),
    ];
    let sized = |at: u32| {
        format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {} 200] /Contents 3 0 R >>",
            300 + at
        )
    };
    objects.extend((0..1_000).map(sized));
    let bytes = pdf_of(&objects);
    pool.open("a01", Kind::Pdf, &pdf(""))
        .expect("the worker is warm");
    let start = Instant::now();
    let document = open(&pool, &bytes);
    let took = start.elapsed();
    assert_eq!(document.info().page_count(), 1_000);
    assert!((document.info().pages[999].width - 1_299.0).abs() < 0.1);
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn red_seals_vanish_on_request() {
    let Some(pool) = pool() else { return };
    let content = "0.85 0.2 0.2 RG 6 w 150 60 80 80 re S 0 g 20 20 60 60 re f";
    let document = open(&pool, &pdf(content));
    let dark = |seals: Seals| {
        let request = PictureRequest {
            seals,
            ..PictureRequest::scale(1.0)
        };
        let picture = pool.page_picture(&document, 1, &request).expect("draws");
        let grey = image::DynamicImage::from(decoded(&picture)).into_luma8();
        dark_box(&image::DynamicImage::from(grey).into_rgba8())
    };
    assert!(dark(Seals::Keep)[2] > 200.0, "the seal is there");
    assert!(
        dark(Seals::Remove)[2] < 90.0,
        "the seal is gone, the rest stays"
    );
}

#[test]
fn chinese_without_a_font_is_on_the_encoded_picture() {
    let Some(pool) = pool() else { return };
    let Some(bytes) = sample("pdfjs/4820d947-issue2128r.pdf") else {
        return;
    };
    let document = open(&pool, &bytes);
    let picture = pool
        .page_picture(&document, 1, &PictureRequest::width(800))
        .expect("draws");
    let dark = decoded(&picture)
        .pixels()
        .filter(|pixel| pixel.0[0] < 128)
        .count();
    assert!(dark > 200, "{dark} dark pixels");
}
