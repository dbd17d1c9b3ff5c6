//! The outline of a PDF, flattened.
//!
//! Owns the bounded walk. Trap: outlines of hostile files run in circles; the walk counts, it does
//! not remember, so a circle ends at the bound.

use pdfium_render::prelude::{PdfBookmark, PdfDocument};

use crate::model::{MAX_OUTLINE, OutlineEntry};

const MAX_DEPTH: u8 = 16;
const MAX_TITLE: usize = 120;

pub(super) fn read(document: &PdfDocument<'_>, pages: u32) -> Vec<OutlineEntry> {
    let mut entries = Vec::new();
    let mut stack: Vec<(u8, PdfBookmark<'_>)> = Vec::new();
    stack.extend(document.bookmarks().root().map(|root| (0, root)));
    while let Some((depth, bookmark)) = stack.pop() {
        if entries.len() >= MAX_OUTLINE {
            break;
        }
        entries.push(entry(depth, &bookmark, pages));
        stack.extend(bookmark.next_sibling().map(|next| (depth, next)));
        if depth < MAX_DEPTH {
            stack.extend(bookmark.first_child().map(|child| (depth + 1, child)));
        }
    }
    entries
}

fn entry(depth: u8, bookmark: &PdfBookmark<'_>, pages: u32) -> OutlineEntry {
    let title = bookmark.title().unwrap_or_default();
    let title = title
        .chars()
        .filter(|value| !value.is_control())
        .take(MAX_TITLE)
        .collect();
    let page = bookmark
        .destination()
        .and_then(|destination| destination.page_index().ok())
        .and_then(|index| u32::try_from(index).ok())
        .filter(|index| *index < pages)
        .map(|index| index + 1);
    OutlineEntry { depth, title, page }
}
