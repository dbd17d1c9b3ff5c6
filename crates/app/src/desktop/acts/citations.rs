//! Citations made in the window, and which leaves they serve.

use hengping_core::id::{ApplicationId, CitationId, Digest, IndicatorCode};

use super::super::points;
use super::super::session::Session;
use super::super::wire::document::*;
use super::super::wire::round::OfApplication;
use super::document::page_of;
use super::text::id;
use crate::error::{Refused, Result};
use crate::expert::{CitationShown, Highlight, Selection, fact_text};

pub(in crate::desktop) fn cite(session: &mut Session, request: Cite) -> Result<CitationView> {
    let application: ApplicationId = id(&request.application)?;
    let digest: Digest = id(&request.document)?;
    let page = page_of(session, &application, digest, request.page)?;
    let unclear = || Refused::UnclearEntry {
        place: format!("p.{}", request.page),
    };
    let selection = match (request.characters, request.area) {
        (Some((from, to)), None) => Selection::Characters(from, to),
        (None, Some(edges)) => {
            Selection::Area(points::stored(&page.shape, edges).ok_or_else(unclear)?)
        }
        _ => return Err(unclear().into()),
    };
    let highlight = Highlight {
        evidence: request.evidence.as_deref().map(id).transpose()?,
        document: digest,
        page: request.page,
        selection,
    };
    let leaves = leaves(&request.indicators)?;
    let (expert, ctx) = session.expert_mut()?;
    expert.keep_shape(&application, (digest, request.page), page.shape)?;
    let made = expert.highlight(&application, &page.document, &highlight, &leaves, &ctx)?;
    one(session, &application, &made)
}

fn leaves(codes: &[String]) -> Result<Vec<IndicatorCode>> {
    codes.iter().map(|code| id(code)).collect()
}

/// One citation as it is now.
fn one(
    session: &mut Session,
    application: &ApplicationId,
    citation: &CitationId,
) -> Result<CitationView> {
    let all = of_document(session, application, None)?;
    let found = all
        .into_iter()
        .find(|view| view.citation == citation.as_str());
    let unknown = || Refused::UnknownCitation {
        citation: citation.to_string(),
    };
    Ok(found.ok_or_else(unknown)?)
}

pub(in crate::desktop) fn citations(
    session: &mut Session,
    request: OfApplication,
) -> Result<CitationList> {
    list(session, &id(&request.application)?)
}

fn list(session: &mut Session, application: &ApplicationId) -> Result<CitationList> {
    Ok(CitationList {
        citations: of_document(session, application, None)?,
    })
}

pub(in crate::desktop) fn assign_citation(
    session: &mut Session,
    request: AssignCitation,
) -> Result<CitationView> {
    let (application, citation) = (id(&request.application)?, id(&request.citation)?);
    let leaves = leaves(&request.indicators)?;
    let (expert, ctx) = session.expert_mut()?;
    expert.assign_citation(&application, &citation, &leaves, &ctx)?;
    one(session, &application, &citation)
}

pub(in crate::desktop) fn remove_citation(
    session: &mut Session,
    request: OfCitation,
) -> Result<CitationList> {
    let (application, citation) = (id(&request.application)?, id(&request.citation)?);
    let (expert, ctx) = session.expert_mut()?;
    expert.remove_citation(&application, &citation, &ctx)?;
    list(session, &application)
}

/// Citations of an application, or of one of its documents, oldest first.
pub(super) fn of_document(
    session: &mut Session,
    application: &ApplicationId,
    only: Option<Digest>,
) -> Result<Vec<CitationView>> {
    let mut shown = session.expert()?.citations(application)?;
    shown.retain(|one| only.is_none_or(|digest| one.citation.document == digest));
    for one in &mut shown {
        measure(session, application, one);
    }
    Ok(shown.iter().map(view).collect())
}

/// Looks up how the page of a citation lies when that is not known yet; a document that cannot be
/// read leaves it unknown, and the citation without boxes.
fn measure(session: &mut Session, application: &ApplicationId, one: &mut CitationShown) {
    if one.shape.is_some() || !one.present {
        return;
    }
    let (digest, page) = (one.citation.document, one.citation.page);
    let Ok(open) = page_of(session, application, digest, page) else {
        return;
    };
    one.shape = Some(open.shape);
    if let Ok((expert, _)) = session.expert_quietly() {
        // It is looked up again next time when it cannot be kept.
        let _ = expert.keep_shape(application, (digest, page), open.shape);
    }
}

fn view(shown: &CitationShown) -> CitationView {
    let citation = &shown.citation;
    let boxes = citation.boxes.iter();
    let areas = shown.shape.map(|shape| {
        let areas = boxes.filter_map(|found| points::shown(&shape, *found));
        areas.collect()
    });
    CitationView {
        citation: citation.id.to_string(),
        evidence: citation.evidence.to_string(),
        document: citation.document.to_string(),
        page: citation.page,
        page_in_item: shown.page_in_item,
        quote: citation.quote.clone(),
        areas: areas.unwrap_or_default(),
        indicators: shown.indicators.iter().map(ToString::to_string).collect(),
        facts: shown.facts.iter().map(fact_text).collect(),
        present: shown.present,
    }
}
