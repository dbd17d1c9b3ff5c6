//! The outline of a PDF, flattened, and what a destination says.
//!
//! Owns the bounded walk and the reading of destinations. Trap: outlines of hostile files run in circles; the walk counts, it does
//! not remember, so a circle ends at the bound.

use pdfium_render::prelude::{
    PdfBookmark, PdfDestination, PdfDestinationViewSettings, PdfDocument, PdfPoints,
};

use super::document::hundredths;
use crate::model::{MAX_OUTLINE, OutlineEntry, Position};

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
    let destination = bookmark.destination();
    let page = destination.as_ref().and_then(|to| page_of(to, pages));
    let position = match &destination {
        Some(to) if page.is_some() => position_of(to),
        _ => Position::default(),
    };
    OutlineEntry {
        depth,
        title,
        page,
        position,
    }
}

/// The page a destination names, counted from 1.
pub(super) fn page_of(destination: &PdfDestination<'_>, pages: u32) -> Option<u32> {
    let index = u32::try_from(destination.page_index().ok()?).ok()?;
    (index < pages).then_some(index + 1)
}

/// The point on its page a destination names.
pub(super) fn position_of(destination: &PdfDestination<'_>) -> Position {
    use PdfDestinationViewSettings as View;
    let hundredths = |points: PdfPoints| hundredths(points.value);
    let (left, top) = match destination.view_settings() {
        Ok(View::SpecificCoordinatesAndZoom(left, top, _)) => (left, top),
        Ok(View::FitPageHorizontallyToWindow(top) | View::FitBoundsHorizontallyToWindow(top)) => {
            (None, top)
        }
        Ok(View::FitPageVerticallyToWindow(left) | View::FitBoundsVerticallyToWindow(left)) => {
            (left, None)
        }
        Ok(View::FitPageToRectangle(rect)) => (Some(rect.left()), Some(rect.top())),
        _ => (None, None),
    };
    Position {
        left: left.map(hundredths),
        top: top.map(hundredths),
    }
}
