//! Thousands of pages of real Chinese prose as PDFs, made from the statutes of the test data.
//!
//! Owns their making. The text stands in them with a named, not an embedded font, as in many papers of
//! authorities; that keeps twenty thousand pages small. Trap: equal files are packed once, so every
//! document begins elsewhere in the text and carries its number.

use std::io::Write as _;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use hengping_tests::{data, disk};

const CHARACTERS: usize = 34;
const LINES: usize = 24;

/// The statutes as one line of characters; nothing without the test data.
pub(crate) fn text() -> Option<Vec<char>> {
    let folder = data::find("text/laws")?;
    let files = disk::files_under(&folder);
    let texts = files
        .iter()
        .map(|file| std::fs::read_to_string(file).expect("UTF-8"));
    let all: String = texts.collect();
    let printable = |c: &char| !c.is_whitespace() && u32::from(*c) < 0x1_0000 && *c != '#';
    Some(all.chars().filter(printable).collect())
}

/// Document `number` of `pages` pages.
pub(crate) fn document(text: &[char], number: usize, pages: usize) -> Vec<u8> {
    let per_page = CHARACTERS * LINES;
    // A prime, so that no two documents begin at the same place.
    let start = number * 104_729;
    let page = |page: usize| {
        let first = start + page * per_page;
        let lines = (0..LINES).map(|line| {
            let from = first + line * CHARACTERS;
            let characters = (from..from + CHARACTERS).map(|at| text[at % text.len()]);
            characters.collect::<String>()
        });
        let heading = format!("附件{number}第{}页", page + 1);
        std::iter::once(heading).chain(lines).collect::<Vec<_>>()
    };
    write(&(0..pages).map(page).collect::<Vec<_>>())
}

fn write(pages: &[Vec<String>]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 6 + 2 * page))
        .collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            pages.len(),
            kids.join(" ")
        )
        .into_bytes(),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UTF16-H\
          /DescendantFonts[4 0 R]>>"
            .to_vec(),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 5 0 R/DW 1000\
          /CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>>"
            .to_vec(),
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]\
          /ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>"
            .to_vec(),
    ];
    for (place, lines) in pages.iter().enumerate() {
        let contents = 7 + 2 * place;
        objects.push(
            format!(
                "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]\
                 /Resources<</Font<</F1 3 0 R>>>>/Contents {contents} 0 R>>"
            )
            .into_bytes(),
        );
        objects.push(stream(lines));
    }
    bind(&objects)
}

fn stream(lines: &[String]) -> Vec<u8> {
    let mut drawn = String::from("BT /F1 14 Tf 28 TL 60 770 Td\n");
    for line in lines {
        let hex: String = line
            .encode_utf16()
            .map(|unit| format!("{unit:04X}"))
            .collect();
        drawn.push_str(&format!("<{hex}> Tj T*\n"));
    }
    drawn.push_str("ET");
    let mut packed = ZlibEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(drawn.as_bytes()).expect("memory");
    let packed = packed.finish().expect("memory");
    let mut object =
        format!("<</Length {}/Filter/FlateDecode>>\nstream\n", packed.len()).into_bytes();
    object.extend(&packed);
    object.extend(b"\nendstream");
    object
}

fn bind(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut file = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n").bytes());
        file.extend(object);
        file.extend(b"\nendobj\n");
    }
    let (start, count) = (file.len(), objects.len() + 1);
    file.extend(format!("xref\n0 {count}\n{table}trailer\n<</Size {count}/Root 1 0 R>>\n").bytes());
    file.extend(format!("startxref\n{start}\n%%EOF\n").bytes());
    file
}
