//! A file of evidence with what the viewer must cope with: links, an outline, lines that break
//! within words, characters of full width and of the old form, vertical writing, a scan with a seal.
//!
//! Owns the four pages. Trap: its fonts are not in the file, as in most of what offices write, so a
//! face for Chinese must be at hand.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

use crate::evidence::write_objects;

/// Lines of the first page; the second to the fourth lead to the other pages.
const CONTENTS: [&str; 4] = ["佐证目录", "一、正文", "二、直排", "三、扫描件"];
/// Lines of the second page.
const TEXT: [&str; 5] = [
    "本企业以商业模式创",
    "新带动网络零售增长，",
    "２０２５年交易额１２３万元，",
    "獲評電子商務示範企業。",
    "以上情况属实。",
];
/// Columns of the third page, from the right.
const COLUMNS: [&str; 2] = ["直排文字自右而左", "第二列接着第一列"];
/// Pixels of the scan.
const SCAN: [usize; 2] = [119, 168];

/// The file.
#[must_use]
pub fn casebook() -> Vec<u8> {
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R/Outlines 20 0 R>>".to_owned(),
        "<</Type/Pages/Count 4/Kids[10 0 R 12 0 R 14 0 R 16 0 R]>>".to_owned(),
        font("UniGB-UCS2-H"),
        font("UniGB-UCS2-V"),
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 6 0 R\
         /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000>>"
            .to_owned(),
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]\
         /ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
            .to_owned(),
        scan(),
        link(12, 702.0),
        link(14, 672.0),
    ];
    let lead = "/Annots[8 0 R 9 0 R 18 0 R]";
    objects.extend(page(11, lead, &lines(&CONTENTS)));
    objects.extend(page(13, "", &lines(&TEXT)));
    objects.extend(page(15, "", &columns()));
    objects.extend(page(17, "", "595 0 0 842 0 0 cm /Im Do"));
    objects.push(link(16, 642.0));
    objects.push("<<>>".to_owned());
    objects.push("<</Type/Outlines/First 21 0 R/Last 23 0 R/Count 3>>".to_owned());
    objects.extend([
        entry(CONTENTS[1], 12, "/Next 22 0 R"),
        entry(CONTENTS[2], 14, "/Prev 21 0 R/Next 23 0 R"),
        entry(CONTENTS[3], 16, "/Prev 22 0 R"),
    ]);
    write_objects(&objects)
}

fn font(encoding: &str) -> String {
    format!(
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{encoding}\
         /DescendantFonts[5 0 R]>>"
    )
}

/// Text as the encodings of these fonts have it.
fn hex(text: &str) -> String {
    let units = text.encode_utf16().map(|unit| format!("{unit:04X}"));
    units.collect()
}

fn lines(lines: &[&str]) -> String {
    let shown: Vec<String> = lines
        .iter()
        .map(|line| format!("<{}>", hex(line)))
        .collect();
    let shown = shown.join(" Tj 0 -30 Td ");
    format!("BT /H 20 Tf 72 735 Td {shown} Tj ET")
}

fn columns() -> String {
    let column = |(number, text): (usize, &&str)| {
        let x = 500 - 40 * number;
        format!("BT /V 20 Tf {x} 760 Td <{}> Tj ET ", hex(text))
    };
    COLUMNS.iter().enumerate().map(column).collect()
}

fn page(content: usize, lead: &str, drawn: &str) -> [String; 2] {
    let page = format!(
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{lead}/Resources\
         <</Font<</H 3 0 R/V 4 0 R>>/XObject<</Im 7 0 R>>>>/Contents {content} 0 R>>"
    );
    let length = drawn.len();
    [
        page,
        format!("<</Length {length}>>\nstream\n{drawn}\nendstream"),
    ]
}

/// A link over the line whose feet stand at `y`.
fn link(page: usize, y: f32) -> String {
    let top = y + 24.0;
    format!(
        "<</Type/Annot/Subtype/Link/Rect[72 {y} 200 {top}]/Border[0 0 0]\
         /Dest[{page} 0 R/XYZ 0 842 null]>>"
    )
}

fn entry(title: &str, page: usize, beside: &str) -> String {
    let title = hex(title);
    format!("<</Title<FEFF{title}>/Parent 20 0 R/Dest[{page} 0 R/XYZ 0 842 null]{beside}>>")
}

/// Grey paper with dark lines and a red seal over the last of them.
fn scan() -> String {
    let [width, height] = SCAN;
    let mut pixels = Vec::with_capacity(width * height * 3);
    for (y, x) in (0..height).flat_map(|y| (0..width).map(move |x| (y, x))) {
        let is_dark = (15..104).contains(&x) && (20..150).contains(&y) && y % 8 < 3;
        let away = x.abs_diff(80).pow(2) + y.abs_diff(130).pow(2);
        let is_seal = (180..380).contains(&away);
        pixels.extend(match (is_dark, is_seal) {
            (true, _) => [40, 40, 40],
            (false, true) => [205, 35, 45],
            (false, false) => [238, 236, 230],
        });
    }
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::best());
    packed.write_all(&pixels).expect("memory");
    let packed = packed.finish().expect("memory");
    let hex: String = packed.iter().map(|byte| format!("{byte:02X}")).collect();
    format!(
        "<</Type/XObject/Subtype/Image/Width {width}/Height {height}/BitsPerComponent 8\
         /ColorSpace/DeviceRGB/Filter[/ASCIIHexDecode/FlateDecode]/Length {}>>\n\
         stream\n{hex}>\nendstream",
        hex.len() + 1
    )
}
