//! Loading PDFium and giving it the one font it may fall back on.
//!
//! Owns the binding to the library and the choice of the face. Does not own how PDFium asks for it.
//! Trap: PDFium takes the first face of a collection, which is the Japanese one in Noto's.

use std::path::Path;

use pdfium_render::prelude::Pdfium;

use super::fallback;

/// Longest font file that is read.
const MAX_FONT: u64 = 64 * 1024 * 1024;

/// Binds to the library at an absolute path. Called once in a process: PDFium cannot be bound twice.
pub(super) fn load(library: &Path, font: Option<&Path>) -> Option<&'static Pdfium> {
    if !library.is_absolute() {
        return None;
    }
    // Lives as long as the process: documents borrow from it.
    let pdfium: &'static Pdfium = Box::leak(Box::new(Pdfium::new(
        Pdfium::bind_to_library(library).ok()?,
    )));
    fallback::install(pdfium, font.and_then(read_font).unwrap_or_default());
    Some(pdfium)
}

fn read_font(path: &Path) -> Option<Vec<u8>> {
    let length = std::fs::metadata(path).ok()?.len();
    if length > MAX_FONT {
        return None;
    }
    simplified_face(&std::fs::read(path).ok()?)
}

/// The simplified Chinese face of a font file: the file itself, or one face out of a collection.
fn simplified_face(file: &[u8]) -> Option<Vec<u8>> {
    let Some(faces) = ttf_parser::fonts_in_collection(file) else {
        return Some(file.to_vec());
    };
    let faces: Vec<_> = (0..faces.min(64))
        .filter_map(|at| ttf_parser::RawFace::parse(file, at).ok())
        .collect();
    let wanted = faces
        .iter()
        .find(|face| is_simplified(face))
        .or(faces.first())?;
    Some(standalone(wanted))
}

fn is_simplified(face: &ttf_parser::RawFace<'_>) -> bool {
    let names = face
        .table(ttf_parser::Tag::from_bytes(b"name"))
        .and_then(ttf_parser::name::Table::parse);
    names.is_some_and(|names| {
        names
            .names
            .into_iter()
            .filter(|name| name.name_id == ttf_parser::name_id::FAMILY)
            .filter_map(|name| name.to_string())
            .any(|family| family.ends_with(" SC") && !family.contains("Mono"))
    })
}

/// Writes one face of a collection as a font file of its own.
fn standalone(face: &ttf_parser::RawFace<'_>) -> Vec<u8> {
    let tables: Vec<_> = face
        .table_records
        .into_iter()
        .filter_map(|record| Some((record, face.table(record.tag)?)))
        .collect();
    let count = u16::try_from(tables.len()).unwrap_or(u16::MAX);
    let power = 1u16 << count.max(1).ilog2();
    let compact = tables
        .iter()
        .any(|(record, _)| record.tag == ttf_parser::Tag::from_bytes(b"CFF "));
    let version: &[u8] = if compact { b"OTTO" } else { &[0, 1, 0, 0] };
    let mut out = version.to_vec();
    for number in [
        count,
        power * 16,
        count.max(1).ilog2() as u16,
        (count - power) * 16,
    ] {
        out.extend_from_slice(&number.to_be_bytes());
    }
    let mut offset = 12 + 16 * tables.len();
    for (record, data) in &tables {
        out.extend_from_slice(&record.tag.to_bytes());
        for number in [record.check_sum, offset as u32, data.len() as u32] {
            out.extend_from_slice(&number.to_be_bytes());
        }
        offset += data.len().next_multiple_of(4);
    }
    for (_, data) in &tables {
        out.extend_from_slice(data);
        out.resize(out.len().next_multiple_of(4), 0);
    }
    out
}
