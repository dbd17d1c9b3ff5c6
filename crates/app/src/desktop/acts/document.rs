//! Documents: sizes and outline, and everything of a page besides its picture.

use hengping_core::id::{ApplicationId, Digest};
use hengping_render::{Direction, Document, PageText, Pool, TextRun as Run};
use hengping_store::table::shapes::PageShape;

use super::super::points;
use super::super::session::Session;
use super::super::wire::NoticeView;
use super::super::wire::document::*;
use super::super::wire::start::Workspace;
use super::citations::of_document;
use super::text::id;
use crate::documents::{pool_of, unreadable};
use crate::error::{Error, Refused, Result};

pub(in crate::desktop) fn open_document(
    session: &mut Session,
    request: OpenDocument,
) -> Result<DocumentView> {
    let application: ApplicationId = id(&request.application)?;
    let digest = id(&request.document)?;
    let mut view = DocumentView {
        application: request.application,
        document: request.document,
        card: None,
        sizes: Vec::new(),
        outline: Vec::new(),
        citations: Vec::new(),
    };
    match session.document(&application, digest) {
        Ok(document) => {
            let info = document.info();
            let sizes = info.pages.iter();
            view.sizes = sizes
                .map(|size| (f64::from(size.width), f64::from(size.height)))
                .collect();
            let outline = info.outline.iter();
            view.outline = outline
                .map(|entry| OutlineRow {
                    depth: u32::from(entry.depth),
                    title: entry.title.clone(),
                    page: entry.page,
                })
                .collect();
        }
        Err(error) if is_card(&error) => view.card = Some(NoticeView::of(&error)),
        Err(error) => return Err(error),
    }
    view.citations = match session.unlocked()?.workspace() {
        Workspace::Expert => of_document(session, &application, Some(digest))?,
        Workspace::Panel => super::panel::application::cited(session, &application, digest)?,
        Workspace::Office | Workspace::Visit => Vec::new(),
    };
    Ok(view)
}

/// Whether the rest goes on and only this document shows a card.
fn is_card(error: &Error) -> bool {
    matches!(
        error,
        Error::Refused(Refused::DocumentUnreadable { .. } | Refused::NoRenderer) | Error::Format(_)
    )
}

/// A page of an open document with its text.
pub(super) struct OpenPage {
    pub(super) document: Document,
    pub(super) text: std::sync::Arc<PageText>,
    pub(super) shape: PageShape,
}

/// Opens a page and reads its text.
pub(super) fn page_of(
    session: &mut Session,
    application: &ApplicationId,
    digest: Digest,
    page: u32,
) -> Result<OpenPage> {
    let document = session.document(application, digest)?;
    let evidence = session.unlocked()?.evidence_of(application, digest)?;
    let no_page = || Refused::NoSuchPage {
        evidence: evidence.to_string(),
        page: u64::from(page),
    };
    let index = page.checked_sub(1).ok_or_else(no_page)?;
    let size = document.info().pages.get(index as usize).copied();
    let size = size.ok_or_else(no_page)?;
    let text = pool_of(&session.context())?.page_text(&document, page);
    let text = text.map_err(|card| unreadable(&evidence, card))?;
    Ok(OpenPage {
        shape: points::shape(text.geometry, size),
        document,
        text,
    })
}

pub(in crate::desktop) fn page_layer(session: &mut Session, request: OfPage) -> Result<PageLayer> {
    let application: ApplicationId = id(&request.application)?;
    let digest = id(&request.document)?;
    let open = page_of(session, &application, digest, request.page)?;
    let ctx = session.context();
    let pool = pool_of(&ctx)?;
    Ok(PageLayer {
        page: request.page,
        scan: !open.text.has_text(),
        block: block(pool, &open, request.page),
        runs: open.text.runs(0).iter().map(run).collect(),
        links: links(pool, &open, request.page),
    })
}

/// What is on the page; the whole page when nothing is, or when it cannot be told.
fn block(pool: &Pool, open: &OpenPage, page: u32) -> [f64; 4] {
    let found = pool.text_block(&open.document, page).ok().flatten();
    let shown = found.and_then(|found| points::shown(&open.shape, points::stored_box(found)));
    let whole = [open.shape.width, open.shape.height].map(|edge| f64::from(edge) / 100.0);
    shown.unwrap_or([0.0, 0.0, whole[0], whole[1]])
}

fn links(pool: &Pool, open: &OpenPage, page: u32) -> Vec<PageLink> {
    let found = pool.page_links(&open.document, page).unwrap_or_default();
    let links = found.links.iter().filter_map(|link| {
        Some(PageLink {
            area: points::shown(&open.shape, points::stored_box(link.rect))?,
            page: link.page,
        })
    });
    links.collect()
}

/// A run in points; its edges counted on the page, not from its beginning.
fn run(run: &Run) -> TextRun {
    let point = |hundredths: i32| f64::from(hundredths) / 100.0;
    let (right, bottom) = (run.left + run.width, run.top + run.height);
    let at = |edge: &i32| match run.direction {
        Direction::Right => point(run.left + edge),
        Direction::Down => point(run.top + edge),
        Direction::Up => point(bottom - edge),
        Direction::Left => point(right - edge),
    };
    TextRun {
        text: run.text.clone(),
        area: [run.left, run.top, right, bottom].map(point),
        edges: run.edges.iter().skip(1).map(at).collect(),
        vertical: run.direction.is_vertical(),
        first: run.first,
    }
}
