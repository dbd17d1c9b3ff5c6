//! The text of laid-out pages, to find quotes in and to notice what no font can draw.
//!
//! Owns the walk over frames. Trap: the pieces come in the order in which they were laid out,
//! which is reading order within a paragraph or a table cell, and blanks are left out.

use typst::layout::{Frame, FrameItem};
use typst::text::TextItem;
use typst_layout::PagedDocument;

/// The text of every page without blanks; scanned pages have none.
#[must_use]
pub fn of_pages(document: &PagedDocument) -> Vec<String> {
    let pages = document.pages().iter();
    pages
        .map(|page| {
            let mut text = String::new();
            visit(&page.frame, &mut |item| text.push_str(&item.text));
            without_blanks(&text)
        })
        .collect()
}

/// `text` without blanks and line breaks, the form in which quotes are compared.
#[must_use]
pub fn without_blanks(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Texts with a character that the fonts cannot draw.
#[must_use]
pub fn undrawable(document: &PagedDocument) -> Vec<String> {
    let mut found = Vec::new();
    for page in document.pages() {
        visit(&page.frame, &mut |item| {
            if item.glyphs.iter().any(|glyph| glyph.id == 0) {
                found.push(item.text.to_string());
            }
        });
    }
    found
}

fn visit(frame: &Frame, take: &mut dyn FnMut(&TextItem)) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => visit(&group.frame, take),
            FrameItem::Text(text) => take(text),
            _ => {}
        }
    }
}
