//! Opening, drawing, reading, searching.

use hengping_render::{Card, Kind, PictureSize};

use crate::support::{pdf, pool};

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
    let text = pool.page_text(&document, 1).expect("reads");
    assert!(text.text().contains("Annual turnover"));
    let found = pool
        .locate(&document, 1, "TURNOVER grew")
        .expect("looks up")
        .expect("is there");
    assert_eq!(found.occurrences, 1);
    assert_eq!(found.hit.boxes.len(), 2, "one box a line: {found:?}");
    let first = found.hit.boxes[0];
    assert!(
        first.left > 2000 && first.bottom < 10_000 && first.top > 10_000,
        "{first:?}"
    );
    assert_eq!(
        pool.page_image(&document, 2, PictureSize::Dpi(96)),
        Err(Card::NoSuchPage)
    );
    let examined = pool.examine(&document).expect("examines");
    assert_eq!((examined.pages, examined.pages_without_text.len()), (1, 0));
}
