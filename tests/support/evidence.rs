//! Tiny evidence files, made in code.

use std::io::Write;

use flate2::Compression;
use flate2::write::ZlibEncoder;

/// A PDF with one line of ASCII text on each page.
#[must_use]
pub fn pdf(pages: &[&str]) -> Vec<u8> {
    let kids: Vec<String> = (0..pages.len())
        .map(|page| format!("{} 0 R", 4 + 2 * page))
        .collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!(
            "<</Type/Pages/Count {}/Kids[{}]>>",
            pages.len(),
            kids.join(" ")
        ),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_owned(),
    ];
    for (page, text) in pages.iter().enumerate() {
        let drawn = format!("BT /F1 12 Tf 72 720 Td ({text}) Tj ET");
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]\
             /Resources<</Font<</F1 3 0 R>>>>/Contents {} 0 R>>",
            5 + 2 * page
        ));
        objects.push(format!(
            "<</Length {}>>\nstream\n{drawn}\nendstream",
            drawn.len()
        ));
    }
    write_objects(&objects)
}

/// A PDF of many pages that are full of text, each naming its number on every line.
#[must_use]
pub fn book(pages: usize) -> Vec<u8> {
    let page = |number: usize| {
        let line =
            |line: usize| format!("page {number} of the report, line {line}, with some words");
        let lines: Vec<String> = (1..=40).map(line).collect();
        // The text of a page is written between parentheses, as one string after another.
        lines.join(") Tj 0 -16 Td (")
    };
    let texts: Vec<String> = (1..=pages).map(page).collect();
    pdf(&texts.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A file of these objects, the first of which is its catalogue.
pub(crate) fn write_objects(objects: &[String]) -> Vec<u8> {
    let mut file = b"%PDF-1.4\n".to_vec();
    let mut table = String::from("0000000000 65535 f \n");
    for (number, object) in (1..).zip(objects) {
        table.push_str(&format!("{:010} 00000 n \n", file.len()));
        file.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
    }
    let (start, count) = (file.len(), objects.len() + 1);
    file.extend(format!("xref\n0 {count}\n{table}trailer\n").bytes());
    file.extend(format!("<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").bytes());
    file
}

/// A PDF of one page that is `size` bytes long and does not compress.
#[must_use]
pub fn large_pdf(text: &str, size: usize) -> Vec<u8> {
    let mut file = pdf(&[text]);
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ text.len() as u64;
    file.push(b'%');
    while file.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let digit = b"0123456789abcdef"[usize::try_from(state & 15).unwrap_or(0)];
        file.push(digit);
    }
    file.extend(b"\n%%EOF\n");
    file
}

/// A grey PNG of `side` by `side` pixels.
///
/// # Panics
/// Never: writing to memory does not fail.
#[must_use]
pub fn png(side: u32, grey: u8) -> Vec<u8> {
    let mut rows = ZlibEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..side {
        rows.write_all(&[0]).expect("memory");
        rows.write_all(&vec![grey; side as usize]).expect("memory");
    }
    let mut header = [side.to_be_bytes(), side.to_be_bytes()].concat();
    header.extend([8, 0, 0, 0, 0]);
    let mut file = b"\x89PNG\r\n\x1a\n".to_vec();
    let pixels = rows.finish().expect("memory");
    for (kind, content) in [(b"IHDR", header), (b"IDAT", pixels), (b"IEND", Vec::new())] {
        let length = u32::try_from(content.len()).expect("a small picture");
        let body = [kind.as_slice(), &content].concat();
        file.extend(length.to_be_bytes());
        file.extend(&body);
        file.extend(crc32fast::hash(&body).to_be_bytes());
    }
    file
}
