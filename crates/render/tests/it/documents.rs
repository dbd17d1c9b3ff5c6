//! Opening, drawing, reading, searching.

use hengping_render::{Card, Kind, PageRect, PictureSize};

use crate::support::{chinese_font, page, pdf, pdf_of, pdf_with, pool, stream, ucs2};

const HELVETICA: &str = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>";

#[test]
fn a_page_is_drawn_read_and_searched() {
    let Some(pool) = pool() else { return };
    let bytes = pdf("BT /F1 24 Tf 20 100 Td (Annual turnover) Tj 0 -30 Td (grew by 15 %) Tj ET");
    let document = pool.open("a01", Kind::Pdf, &bytes).expect("opens");
    assert_eq!(document.info().page_count(), 1);
    let image = pool
        .page_image(&document, 1, PictureSize::Width(600))
        .expect("draws");
    assert_eq!((image.width, image.height), (600, 400));
    assert!(
        image.rgba.iter().any(|value| *value != 255),
        "the words are on the page"
    );
    let found = pool
        .locate(&document, 1, "TURNOVER grew")
        .expect("looks up")
        .expect("is there");
    assert_eq!(found.occurrences, 1);
    assert_eq!(found.hit.boxes.len(), 2, "one box a line: {found:?}");
    assert_eq!(pool.locate(&document, 1, "shrank").expect("looks up"), None);
    assert_eq!(
        pool.page_image(&document, 2, PictureSize::Dpi(96)),
        Err(Card::NoSuchPage)
    );
    assert_eq!(pool.page_text(&document, 0).err(), Some(Card::NoSuchPage));
    let examined = pool.examine(&document).expect("examines");
    assert_eq!((examined.pages, examined.pages_without_text.len()), (1, 0));
    assert_eq!(examined.text, ["Annual turnover\r\ngrew by 15 %"]);
}

#[test]
fn a_chinese_quote_broken_over_lines_is_located() {
    let Some(pool) = pool() else { return };
    let content = format!(
        "BT /F1 20 Tf 20 150 Td {} Tj 0 -30 Td {} Tj ET",
        ucs2("二〇二五年网络零售额"),
        ucs2("同比增长１５％。")
    );
    let bytes = pdf_with(&content, &chinese_font("STSong-Light"));
    let document = pool.open("a01", Kind::Pdf, &bytes).expect("opens");
    let quote = "网络零售额同比增长15%";
    let found = pool
        .locate(&document, 1, quote)
        .expect("looks up")
        .expect("is there");
    let [first, second] = found.hit.boxes[..] else {
        panic!("two lines: {found:?}")
    };
    assert!(
        (first.left - 12_000).abs() < 200,
        "after five characters of 20 points: {first:?}"
    );
    assert!(first.bottom < 15_000 && first.top > 15_000, "{first:?}");
    assert_eq!(second.left, 2_000);
    let outcome = pool.search(&document, "零售额同比", 10).expect("searches");
    assert_eq!((outcome.hits.len(), outcome.more), (1, false));
}

#[test]
fn boxes_lie_where_the_words_are_drawn_however_the_page_is_turned() {
    let Some(pool) = pool() else { return };
    for turn in [0, 90, 180, 270] {
        let more = format!("/Rotate {turn} /CropBox [10 20 290 190]");
        let bytes = pdf_of(&[
            "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
            "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
            page(&more),
            stream("", "BT /F1 40 Tf 30 40 Td (HHH) Tj ET"),
            HELVETICA.to_owned(),
        ]);
        let document = pool.open("a01", Kind::Pdf, &bytes).expect("opens");
        let image = pool
            .page_image(&document, 1, PictureSize::Dpi(72))
            .expect("draws");
        let text = pool.page_text(&document, 1).expect("reads");
        assert_eq!(text.geometry.rotation, turn);
        assert_eq!(
            text.geometry.area,
            PageRect {
                left: 1000,
                bottom: 2000,
                right: 29_000,
                top: 19_000
            }
        );
        let word = text.characters.iter().map(|character| character.rect);
        let word = word.reduce(PageRect::union).expect("three letters");
        let placed = text
            .geometry
            .on_picture(word, image.width, image.height)
            .expect("has an area");
        let inside = |x: u32, y: u32| {
            let (x, y) = (f64::from(x) + 0.5, f64::from(y) + 0.5);
            let [left, top, width, height] = placed;
            (left - 1.0..left + width + 1.0).contains(&x)
                && (top - 1.0..top + height + 1.0).contains(&y)
        };
        let dark = image
            .rgba
            .as_chunks::<4>()
            .0
            .iter()
            .enumerate()
            .filter(|(_, pixel)| pixel[0] < 100);
        let dark: Vec<_> = dark
            .map(|(at, _)| (at as u32 % image.width, at as u32 / image.width))
            .collect();
        assert!(dark.len() > 100, "letters are drawn");
        assert!(
            dark.iter().all(|(x, y)| inside(*x, *y)),
            "turned by {turn}: {placed:?}"
        );
        let [left, top, width, height] = placed;
        let back = text.geometry.on_page(
            [left, top, left + width, top + height],
            image.width,
            image.height,
        );
        assert_eq!(back, Some(word), "turned by {turn}");
    }
}

#[test]
fn the_outline_is_read_and_one_that_runs_in_a_circle_ends() {
    let Some(pool) = pool() else { return };
    let bytes = pdf_of(&[
        "<< /Type /Catalog /Pages 2 0 R /Outlines 6 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        page(""),
        stream("", ""),
        HELVETICA.to_owned(),
        "<< /First 7 0 R /Last 8 0 R >>".to_owned(),
        "<< /Title (First) /Parent 6 0 R /Next 8 0 R /Dest [3 0 R /Fit] >>".to_owned(),
        "<< /Title (Second) /Parent 6 0 R /Next 7 0 R /First 7 0 R >>".to_owned(),
    ]);
    let document = pool.open("a01", Kind::Pdf, &bytes).expect("opens");
    let outline = &document.info().outline;
    assert_eq!(
        (outline[0].title.as_str(), outline[0].page),
        ("First", Some(1))
    );
    assert!(outline.len() <= hengping_render::MAX_OUTLINE);
    assert_eq!(pool.counters().lost, 0);
}

#[test]
fn more_documents_than_a_worker_holds_are_opened_again() {
    let Some(pool) = pool() else { return };
    let documents: Vec<_> = (0..20)
        .map(|number| {
            let bytes = pdf(&format!("BT /F1 24 Tf 20 100 Td (Number {number}) Tj ET"));
            pool.open("a01", Kind::Pdf, &bytes).expect("opens")
        })
        .collect();
    for (number, document) in documents.iter().enumerate() {
        let text = pool.page_text(document, 1).expect("reads").text();
        assert_eq!(text, format!("Number {number}"));
    }
    assert_eq!(pool.counters().lost, 0);
}

#[test]
fn a_wish_for_a_gigantic_picture_is_scaled_down() {
    let Some(pool) = pool() else { return };
    let document = pool.open("a01", Kind::Pdf, &pdf("")).expect("opens");
    for size in [PictureSize::Width(u32::MAX), PictureSize::Dpi(u32::MAX)] {
        let image = pool.page_image(&document, 1, size).expect("draws");
        assert!(u64::from(image.width) * u64::from(image.height) <= hengping_render::MAX_PIXELS);
    }
    assert!(pool.page_image(&document, 1, PictureSize::Width(0)).is_ok());
}

#[test]
fn an_examination_lists_the_pages_that_cannot_be_searched() {
    let Some(pool) = pool() else { return };
    let bytes = pdf_of(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R 6 0 R 3 0 R] /Count 3 >>".to_owned(),
        page(""),
        stream("", "BT /F1 24 Tf 20 100 Td (Words) Tj ET"),
        HELVETICA.to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 7 0 R \
         /Resources << /XObject << /I 8 0 R >> >> >>"
            .to_owned(),
        stream("", "200 0 0 100 20 20 cm /I Do"),
        stream(
            "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
             /BitsPerComponent 8",
            "a",
        ),
    ]);
    let document = pool.open("a01", Kind::Pdf, &bytes).expect("opens");
    let examined = pool.examine(&document).expect("examines");
    assert_eq!(
        (examined.pages, &examined.pages_without_text[..]),
        (3, &[2][..])
    );
    assert_eq!(examined.text, ["Words", "", "Words"]);
    assert!(pool.page_text(&document, 2).expect("reads").is_scanned());
    let outcome = pool.search(&document, "words", 1).expect("searches");
    assert_eq!((outcome.hits.len(), outcome.more), (1, true));
    assert_eq!(outcome.pages_without_text, [2]);
}
