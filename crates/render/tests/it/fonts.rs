//! Chinese text whose font is not in the document.

use hengping_render::{Config, Kind, PictureSize, Pool};

use crate::support::{config, pdf_with, sample};

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
        let font = format!(
            "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /UniGB-UCS2-H \
             /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} \
             /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> \
             /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 4 \
             /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 \
             /CapHeight 880 /StemV 80 >> >>] >>"
        );
        // 营业执照 in UCS-2
        let bytes = pdf_with("BT /F1 32 Tf 20 100 Td <8425 4E1A 6267 7167> Tj ET", &font);
        assert_only_drawn_with_font(&bytes, name);
    }
}
