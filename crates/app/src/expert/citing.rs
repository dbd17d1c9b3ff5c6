//! Citations: words looked up in the document and stored with their page and boxes.

use std::collections::BTreeSet;

use hengping_core::citation::{Citation, PdfBox};
use hengping_core::id::{ApplicationId, CitationId, EvidenceCode, IndicatorCode};
use hengping_core::mark::Mark;
use hengping_format::suite::Identity;
use hengping_render::{Document, PageRect, Pool};
use hengping_store::Event;
use rust_decimal::Decimal;
use serde::Serialize;

use super::{Desk, Expert, OpenApplication};
use crate::context::Context;
use crate::documents::{self, Evidence};
use crate::error::{Refused, Result};
use crate::marks_file::CiteEntry;

/// A citation to be made.
#[derive(Debug, Clone)]
pub struct CitationRequest {
    /// Evidence item.
    pub evidence: EvidenceCode,
    /// Page counted from 1 within the item.
    pub page: u32,
    /// What to cite on the page.
    pub place: Place,
}

/// What to cite on a page.
#[derive(Debug, Clone)]
pub enum Place {
    /// Words, looked up in the document.
    Quote(String),
    /// A box, for scans.
    Box(PdfBox),
}

impl Place {
    /// A box written as `left,bottom,right,top`, in points.
    ///
    /// # Errors
    /// [`Refused::UnclearEntry`].
    pub fn from_edges(text: &str) -> Result<Self> {
        let parts: Vec<String> = text.split(',').map(str::to_owned).collect();
        let edges: Option<[String; 4]> = parts.try_into().ok();
        let found = edges.as_ref().and_then(read_box);
        Ok(Self::Box(found.ok_or_else(|| Refused::UnclearEntry {
            place: text.to_owned(),
        })?))
    }
}

/// A citation that was made.
#[derive(Debug, Serialize)]
pub struct CitationMade {
    /// The citation.
    pub citation: Citation,
    /// How often the words stand on the page; 0 for a box.
    pub occurrences: usize,
}

impl CitationRequest {
    /// The request that an entry of a marks file states.
    ///
    /// # Errors
    /// [`Refused::UnclearEntry`] unless it gives either words or a box.
    pub fn from_entry(entry: &CiteEntry) -> Result<Self> {
        let unclear = || Refused::UnclearEntry {
            place: format!("{} {}", entry.evidence, entry.page),
        };
        let place = match (&entry.quote, &entry.rectangle) {
            (Some(quote), None) => Place::Quote(quote.clone()),
            (None, Some(edges)) => Place::Box(read_box(edges).ok_or_else(unclear)?),
            _ => return Err(unclear().into()),
        };
        Ok(Self {
            evidence: entry.evidence.clone(),
            page: entry.page,
            place,
        })
    }
}

/// Left, bottom, right, top in points, as decimals.
pub(crate) fn read_box(edges: &[String; 4]) -> Option<PdfBox> {
    let edge = |text: &String| -> Option<i32> {
        let points: Decimal = text.trim().parse().ok()?;
        points
            .checked_mul(Decimal::ONE_HUNDRED)?
            .round()
            .try_into()
            .ok()
    };
    let [left, bottom, right, top] = edges;
    let found = PdfBox {
        left: edge(left)?,
        bottom: edge(bottom)?,
        right: edge(right)?,
        top: edge(top)?,
    };
    (found.left < found.right && found.bottom < found.top).then_some(found)
}

impl Expert {
    /// Makes a loose citation; marks and proposals may refer to it.
    ///
    /// # Errors
    /// No such item or page, words that are not there, a scan cited by words, a document that
    /// cannot be read, a sealed review.
    pub fn cite(
        &mut self,
        id: &ApplicationId,
        request: &CitationRequest,
        ctx: &Context,
    ) -> Result<CitationMade> {
        self.cite_for(id, request, &[], ctx)
    }

    /// Makes a citation and adds it to the marks of `indicators`, which must be marked: all of it
    /// in one action, or nothing.
    ///
    /// # Errors
    /// As for [`Expert::cite`]; a leaf without mark.
    pub fn cite_for(
        &mut self,
        id: &ApplicationId,
        request: &CitationRequest,
        indicators: &[IndicatorCode],
        ctx: &Context,
    ) -> Result<CitationMade> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let mut marks = self.marks_of(&open, indicators)?;
        let made = self.look_up_all(&desk, &open, std::slice::from_ref(request), ctx)?;
        let made = made.into_iter().next().ok_or(Refused::Internal)?;
        let about = |event: Event, code: &IndicatorCode| event.about(code);
        let event = indicators
            .iter()
            .fold(Event::edit("citation").about(id), about);
        self.store.write(ctx.now, |write| -> Result<_> {
            write.citations().put(&open.key, &made.citation, ctx.now)?;
            for mark in &mut marks {
                mark.citations.push(made.citation.id.clone());
                write.marks().set(&open.key, mark, ctx.now)?;
            }
            Ok(((), event))
        })?;
        Ok(made)
    }

    /// The marks of leaves that must be marked.
    fn marks_of(&self, open: &OpenApplication, indicators: &[IndicatorCode]) -> Result<Vec<Mark>> {
        let distinct: BTreeSet<_> = indicators.iter().collect();
        let one = |indicator: &IndicatorCode| -> Result<Mark> {
            let row = self.store.read().marks().get(&open.key, indicator)?;
            let unmarked = || Refused::UnknownIndicator {
                indicator: indicator.to_string(),
            };
            Ok(row.ok_or_else(unmarked)?.mark)
        };
        distinct.into_iter().map(one).collect()
    }

    /// Looks citations up in their documents; stores nothing.
    pub(super) fn look_up_all(
        &self,
        desk: &Desk,
        open: &OpenApplication,
        requests: &[CitationRequest],
        ctx: &Context,
    ) -> Result<Vec<CitationMade>> {
        if requests.is_empty() {
            return Ok(Vec::new());
        }
        let store = documents::evidence_of(&self.store.evidence_folder(), &desk.package.manifest)?;
        let identity = identity_of(open)?;
        let evidence = Evidence {
            store: &store,
            body: &open.body,
            identity: &identity,
        };
        let made = requests.iter();
        made.map(|request| self.make(&evidence, request, ctx))
            .collect()
    }

    fn make(
        &self,
        evidence: &Evidence<'_>,
        request: &CitationRequest,
        ctx: &Context,
    ) -> Result<CitationMade> {
        let item = evidence.item(&request.evidence)?;
        let no_page = || Refused::NoSuchPage {
            evidence: request.evidence.to_string(),
            page: u64::from(request.page),
        };
        let page = documents::page_of_file(item, request.page).ok_or_else(no_page)?;
        let pool = documents::pool_of(ctx)?;
        let document = evidence.open(item, pool)?;
        if page > document.info().page_count() {
            return Err(no_page().into());
        }
        let (quote, boxes, occurrences) = match &request.place {
            Place::Quote(words) => look_up(pool, &document, page, words, request)?,
            Place::Box(found) => (String::new(), vec![*found], 0),
        };
        let citation = Citation {
            id: CitationId::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?,
            evidence: request.evidence.clone(),
            document: item.digest,
            page,
            quote,
            boxes,
        };
        Ok(CitationMade {
            citation,
            occurrences,
        })
    }
}

fn look_up(
    pool: &Pool,
    document: &Document,
    page: u32,
    words: &str,
    request: &CitationRequest,
) -> Result<(String, Vec<PdfBox>, usize)> {
    let (evidence, shown) = (request.evidence.to_string(), u64::from(request.page));
    let located = pool
        .locate(document, page, words)
        .map_err(|card| documents::unreadable(&request.evidence, card))?;
    match located {
        Some(found) => {
            let boxes = found
                .hit
                .boxes
                .iter()
                .map(|found| to_pdf_box(*found))
                .collect();
            Ok((found.hit.quote, boxes, found.occurrences))
        }
        None if pool.has_text(document, page).unwrap_or(false) => Err(Refused::QuoteNotFound {
            evidence,
            page: shown,
        }
        .into()),
        None => Err(Refused::QuoteOnScan {
            evidence,
            page: shown,
        }
        .into()),
    }
}

fn to_pdf_box(found: PageRect) -> PdfBox {
    PdfBox {
        left: found.left,
        bottom: found.bottom,
        right: found.right,
        top: found.top,
    }
}

/// The key of an application on the desk.
pub(crate) fn identity_of(open: &OpenApplication) -> Result<Identity> {
    let secret = open.row.identity.as_ref().ok_or(Refused::Internal)?;
    let text = std::str::from_utf8(secret.expose()).map_err(|_| Refused::Internal)?;
    Ok(Identity::from_secret_text(text).map_err(|_| Refused::Internal)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_box_has_four_edges_in_order() {
        let edges = |text: &str| -> [String; 4] {
            let parts: Vec<String> = text.split(',').map(str::to_owned).collect();
            parts.try_into().unwrap()
        };
        let found = read_box(&edges("10,20.5,30,40")).unwrap();
        assert_eq!(
            (found.left, found.bottom, found.right, found.top),
            (1000, 2050, 3000, 4000)
        );
        assert!(read_box(&edges("30,20,10,40")).is_none());
        assert!(read_box(&edges("a,20,10,40")).is_none());
    }
}
