//! A pool over the test worker, and the public test data.
//!
//! Trap: a test without its data says so and passes, except where `CI` is set; there it fails.

use std::path::{Path, PathBuf};

use hengping_render::{Config, Pool};

/// Settings with the test worker; `None`, loudly, without PDFium.
pub(crate) fn config() -> Option<Config> {
    let found = Config::locate().ok();
    let config = needed("PDFium", found)?;
    Some(config.with_program(env!("CARGO_BIN_EXE_hengping-render-worker")))
}

pub(crate) fn pool() -> Option<Pool> {
    Some(Pool::new(config()?).expect("worker, PDFium and font exist"))
}

/// The folder of public test files: `HENGPING_DATA`, or `shared/data` beside the repository.
pub(crate) fn data() -> Option<PathBuf> {
    let named = std::env::var_os("HENGPING_DATA").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("shared/data"))
        .find(|folder| folder.is_dir());
    needed(
        "the data folder",
        named.or(beside).filter(|folder| folder.is_dir()),
    )
}

/// One public PDF, by folder and name.
pub(crate) fn sample(name: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(data()?.join("pdf").join(name)).expect("the sample is in the data folder"))
}

#[allow(clippy::print_stderr, reason = "a skipped test has to say so")]
fn needed<T>(what: &str, found: Option<T>) -> Option<T> {
    if found.is_none() {
        assert!(std::env::var_os("CI").is_none(), "{what} is missing");
        eprintln!("SKIPPED: {what} is missing");
    }
    found
}

/// A PDF of one page with the given content stream and the base font Helvetica.
pub(crate) fn pdf(content: &str) -> Vec<u8> {
    pdf_with(
        content,
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
}

/// A PDF of one page, 300 by 200 points, with the given content stream and font /F1.
pub(crate) fn pdf_with(content: &str, font: &str) -> Vec<u8> {
    pdf_of(&[
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        page(""),
        stream("", content),
        font.to_owned(),
    ])
}

/// A page object with content in object 4 and font /F1 in object 5.
pub(crate) fn page(more: &str) -> String {
    format!(
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R \
         /Resources << /Font << /F1 5 0 R >> >> {more} >>"
    )
}

/// A stream object.
pub(crate) fn stream(entries: &str, content: &str) -> String {
    format!(
        "<< {entries} /Length {} >>\nstream\n{content}\nendstream",
        content.len()
    )
}

/// A PDF of these objects, the first being the catalogue.
pub(crate) fn pdf_of(objects: &[String]) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(out.len());
        out.extend_from_slice(format!("{} 0 obj\n{object}\nendobj\n", index + 1).as_bytes());
    }
    let (start, size) = (out.len(), objects.len() + 1);
    out.extend_from_slice(format!("xref\n0 {size}\n0000000000 65535 f \n").as_bytes());
    for offset in offsets {
        out.extend_from_slice(format!("{offset:010} 00000 n \n").as_bytes());
    }
    let end = format!("trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n");
    out.extend_from_slice(end.as_bytes());
    out
}

/// A font for simplified Chinese in UCS-2 that the document does not bring along.
pub(crate) fn chinese_font(name: &str) -> String {
    format!(
        "<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /UniGB-UCS2-H \
         /DescendantFonts [<< /Type /Font /Subtype /CIDFontType0 /BaseFont /{name} \
         /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 2 >> \
         /FontDescriptor << /Type /FontDescriptor /FontName /{name} /Flags 4 \
         /FontBBox [0 -120 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 \
         /CapHeight 880 /StemV 80 >> >>] >>"
    )
}

/// Text as a PDF string in UCS-2.
pub(crate) fn ucs2(text: &str) -> String {
    let units: String = text
        .encode_utf16()
        .map(|unit| format!("{unit:04X}"))
        .collect();
    format!("<{units}>")
}
