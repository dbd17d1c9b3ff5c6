//! Search over the evidence, and on one page.

use hengping_core::id::{ApplicationId, Digest};

use super::super::points;
use super::super::session::Session;
use super::super::wire::document::*;
use super::document::page_of;
use super::round::count;
use super::text::id;
use crate::error::Result;
use crate::expert::{FoundPage, Unsearchable, places_on_page};

pub(in crate::desktop) fn search(session: &mut Session, request: Search) -> Result<SearchView> {
    let application = request.application.as_deref().map(id::<ApplicationId>);
    let application = application.transpose()?;
    let document = request.document.as_deref().map(id::<Digest>).transpose()?;
    let within = application.as_ref().map(|id| (id, document));
    let most = request.most as usize;
    let found = session.expert()?.find_pages(&request.words, within, most)?;
    let unsearchable = found.unsearchable.iter();
    let (unread, listed): (Vec<_>, Vec<_>) = unsearchable.partition(|row| is_unread(session, row));
    let listed = listed.into_iter();
    Ok(SearchView {
        hits: found.pages.iter().map(row).collect(),
        more: found.more,
        unsearchable_pages: listed.clone().map(|row| row.pages.len() as u64).sum(),
        unsearchable: listed.map(unsearchable_row).collect(),
        unread: count(unread.len()),
    })
}

/// Whether a document waits to be read, unlike one that was found to be unreadable.
fn is_unread(session: &Session, row: &Unsearchable) -> bool {
    let known = session.reading.as_ref().map(|it| &it.examined.unreadable);
    let is_it = |it: &crate::expert::Unreadable| {
        it.application == row.place.application && Some(&it.evidence) == row.place.evidence.as_ref()
    };
    row.pages.is_empty() && !known.is_some_and(|known| known.iter().any(is_it))
}

fn row(found: &FoundPage) -> SearchRow {
    let place = &found.place;
    SearchRow {
        application: place.application.to_string(),
        number: place.number,
        enterprise: place.enterprise.clone(),
        evidence: place.evidence.as_ref().map(ToString::to_string),
        title: place.title.clone(),
        document: place.document.to_string(),
        page: found.page,
        count: count(found.count),
        context: found.context.clone(),
    }
}

fn unsearchable_row(found: &Unsearchable) -> UnsearchableRow {
    let place = &found.place;
    UnsearchableRow {
        application: place.application.to_string(),
        enterprise: place.enterprise.clone(),
        evidence: place.evidence.as_ref().map(ToString::to_string),
        title: place.title.clone(),
        document: place.document.to_string(),
        pages: found.pages.clone(),
    }
}

pub(in crate::desktop) fn find_on_page(
    session: &mut Session,
    request: FindOnPage,
) -> Result<FoundOnPage> {
    let application: ApplicationId = id(&request.application)?;
    let digest = id(&request.document)?;
    let open = page_of(session, &application, digest, request.page)?;
    let hits = places_on_page(&open.text, &request.words).into_iter();
    let boxes = hits.map(|hit| {
        let boxes = hit.boxes.into_iter().map(points::stored_box);
        let shown = boxes.filter_map(|found| points::shown(&open.shape, found));
        shown.collect()
    });
    Ok(FoundOnPage {
        hits: boxes.collect(),
    })
}
