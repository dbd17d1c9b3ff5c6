//! Chinese text whose font is not in the document.

use hengping_render::{Config, Kind, PictureSize, Pool};

use crate::support::{chinese_font, config, pdf_with, sample, ucs2};

/// Number of dark pixels on page 1.
fn ink(config: &Config, bytes: &[u8]) -> usize {
    let pool = Pool::new(config.clone()).expect("a pool");
    let document = pool.open("a01", Kind::Pdf, bytes).expect("opens");
    let image = pool
        .page_image(&document, 1, PictureSize::Dpi(96))
        .expect("draws");
    image
        .rgba
        .as_chunks::<4>()
        .0
        .iter()
        .filter(|pixel| pixel[0] < 128)
        .count()
}

fn assert_only_drawn_with_font(bytes: &[u8], what: &str) {
    let Some(with) = config() else { return };
    assert!(with.font.is_some(), "the font for Chinese text is missing");
    let without = Config {
        font: None,
        ..with.clone()
    };
    assert_eq!(ink(&without, bytes), 0, "{what} is blank without the font");
    assert!(ink(&with, bytes) > 200, "{what} is drawn with the font");
}

#[test]
fn a_font_named_in_gbk_bytes_is_replaced() {
    let Some(bytes) = sample("pdfjs/4820d947-issue2128r.pdf") else {
        return;
    };
    assert_only_drawn_with_font(&bytes, "the GBK sample");
}

#[test]
fn a_japanese_font_is_replaced() {
    let Some(bytes) = sample("pdfjs/13fd4811-noembed-sjis.pdf") else {
        return;
    };
    assert_only_drawn_with_font(&bytes, "the Japanese sample");
}

#[test]
fn the_usual_fonts_of_chinese_offices_are_replaced() {
    for name in ["STSong-Light", "SimHei", "#CB#CE#CC#E5", "FangSong_GB2312"] {
        let content = format!("BT /F1 32 Tf 20 100 Td {} Tj ET", ucs2("营业执照"));
        let bytes = pdf_with(&content, &chinese_font(name));
        assert_only_drawn_with_font(&bytes, name);
    }
}
