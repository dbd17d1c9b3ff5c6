//! The links of a page.
//!
//! Owns telling links inside the document from those that lead outside, of which only the number
//! is kept: a reviewer's machine opens no address, program or other file that a document names.
//! Trap: each look at the n-th link walks through all before it, so their number is bounded.

use pdfium_render::prelude::{PdfActionType, PdfLink, PdfPage};

use super::document::page_rect;
use super::outline::{page_of, position_of};
use crate::model::{Link, MAX_LINKS, PageLinks, PageRect};

const MAX_LABEL: usize = 40;

pub(super) fn read(page: &PdfPage<'_>, pages: u32) -> PageLinks {
    let mut found = PageLinks {
        label: page.label().and_then(label),
        ..PageLinks::default()
    };
    let links = page.links();
    let mut before = None;
    for link in (0..MAX_LINKS).map_while(|at| links.get(at).ok()) {
        let rect = link.rect().ok().map(|rect| page_rect(&rect));
        let link = inside(&link, rect, pages);
        // The library counts notes too and gives the link that follows them once more.
        if before == Some((rect, link)) {
            continue;
        }
        before = Some((rect, link));
        match link {
            Some(link) => found.links.push(link),
            None => found.external += 1,
        }
    }
    found
}

fn label(raw: &str) -> Option<String> {
    let shown = raw.chars().filter(|value| !value.is_control());
    let label: String = shown.take(MAX_LABEL).collect();
    (!label.trim().is_empty()).then_some(label)
}

fn inside(link: &PdfLink<'_>, rect: Option<PageRect>, pages: u32) -> Option<Link> {
    // A page number in another file looks like one in this file.
    let leaves = link
        .action()
        .is_some_and(|action| action.action_type() != PdfActionType::GoToDestinationInSameDocument);
    let destination = link.destination().filter(|_| !leaves)?;
    Some(Link {
        rect: rect?,
        page: page_of(&destination, pages)?,
        position: position_of(&destination),
    })
}
