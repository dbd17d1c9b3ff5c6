//! Citations made by selecting or drawing in the window, and which leaves they serve.
//!
//! Owns the list of citations with what refers to them, and the rule that a citation goes to the
//! mark of a leaf or, before there is one, to its draft. Trap: a proposal needs at least one
//! citation, so its last one cannot be removed.

use std::collections::BTreeMap;

use hengping_core::citation::{Citation, PdfBox};
use hengping_core::id::{ApplicationId, CitationId, Digest, EvidenceCode, IndicatorCode};
use hengping_core::mark::{FactKey, FactProposal, Mark};
use hengping_render::{Document, PageRect, select};
use hengping_store::Event;
use hengping_store::table::changes::{Change, ChangeKind, Piece};
use hengping_store::table::drafts::Draft;
use hengping_store::table::shapes::PageShape;

use super::citing::identity_of;
use super::leaf::is_in;
use super::saving::{draft_piece, know_leaf, mark_piece};
use super::{Desk, Expert, OpenApplication};
use crate::context::Context;
use crate::documents::{self, Evidence};
use crate::error::{Error, Refused, Result};

/// What is to be cited.
#[derive(Debug, Clone)]
pub struct Highlight {
    /// Evidence item; found from document and page when absent.
    pub evidence: Option<EvidenceCode>,
    /// Digest of the file.
    pub document: Digest,
    /// Page of the file, counted from 1.
    pub page: u32,
    /// What on the page.
    pub selection: Selection,
}

/// What on a page is cited.
#[derive(Debug, Clone, Copy)]
pub enum Selection {
    /// Characters of the page: the first, and one past the last.
    Characters(u32, u32),
    /// A box in PDF space.
    Area(PdfBox),
}

/// A citation with everything that refers to it.
#[derive(Debug, Clone)]
pub struct CitationShown {
    /// The citation.
    pub citation: Citation,
    /// Page counted within the item.
    pub page_in_item: u32,
    /// Leaves it serves.
    pub indicators: Vec<IndicatorCode>,
    /// Proposals it serves.
    pub facts: Vec<FactKey>,
    /// Whether its document is still in the package.
    pub present: bool,
    /// How its page lies, when that is known.
    pub shape: Option<PageShape>,
}

/// Marks, drafts and proposals of an application: what can refer to a citation.
struct Referring {
    marks: BTreeMap<IndicatorCode, Mark>,
    drafts: BTreeMap<IndicatorCode, Draft>,
    proposals: Vec<FactProposal>,
}

impl Expert {
    /// Cites a selection in an open document, for some leaves or for later.
    ///
    /// # Errors
    /// No such page, nothing selected, an unknown leaf, a sealed review.
    pub fn highlight(
        &mut self,
        id: &ApplicationId,
        document: &Document,
        wanted: &Highlight,
        indicators: &[IndicatorCode],
        ctx: &Context,
    ) -> Result<CitationId> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let code = evidence_of(&open, wanted)?;
        let (quote, boxes) = quoted(document, wanted, &code, ctx)?;
        let citation = Citation {
            id: CitationId::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?,
            evidence: code,
            document: wanted.document,
            page: wanted.page,
            quote,
            boxes,
        };
        let id = citation.id.clone();
        let mut pieces = vec![(
            Piece::Citation(id.clone(), None),
            Piece::Citation(id.clone(), Some(citation)),
        )];
        pieces.extend(self.serving(&desk, &open, &id, indicators)?);
        let change = change_of(indicators.first(), pieces);
        let event = Event::edit("citation").about(&open.key.application);
        self.change(&open, &change, Some(event), ctx)?;
        Ok(id)
    }

    /// Says which leaves a citation serves from now on.
    ///
    /// # Errors
    /// An unknown citation or leaf, a sealed review.
    pub fn assign_citation(
        &mut self,
        id: &ApplicationId,
        citation: &CitationId,
        indicators: &[IndicatorCode],
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        self.know_citations(&open, std::slice::from_ref(citation))?;
        let pieces = self.serving(&desk, &open, citation, indicators)?;
        let change = change_of(indicators.first(), pieces);
        self.change(&open, &change, Some(Event::edit("citation").about(id)), ctx)
    }

    /// Removes a citation from everything it serves.
    ///
    /// # Errors
    /// An unknown citation, the last one of a proposal, a sealed review.
    pub fn remove_citation(
        &mut self,
        id: &ApplicationId,
        citation: &CitationId,
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let old = self.store.read().citations().get(&open.key, citation)?;
        let unknown = || Refused::UnknownCitation {
            citation: citation.to_string(),
        };
        let old = old.ok_or_else(unknown)?;
        let mut pieces = self.serving(&desk, &open, citation, &[])?;
        for proposal in self.referring(&open)?.proposals {
            pieces.extend(without(proposal, citation)?);
        }
        pieces.push((
            Piece::Citation(citation.clone(), Some(old)),
            Piece::Citation(citation.clone(), None),
        ));
        let change = change_of(None, pieces);
        self.change(&open, &change, Some(Event::edit("citation").about(id)), ctx)
    }

    /// Citations of an application, oldest first, with what they serve.
    ///
    /// # Errors
    /// An application that is not on the desk.
    pub fn citations(&self, id: &ApplicationId) -> Result<Vec<CitationShown>> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let referring = self.referring(&open)?;
        let read = self.store.read();
        let citations = read.citations().of(&open.key)?.into_iter();
        citations
            .map(|citation| {
                let shape = read
                    .shapes()
                    .get(&open.key, citation.document, citation.page)?;
                Ok(referring.shown(&open, citation, shape))
            })
            .collect()
    }

    /// Opens a document of an application.
    ///
    /// # Errors
    /// A document that the application does not have, or that cannot be read.
    pub fn document(
        &self,
        id: &ApplicationId,
        document: Digest,
        ctx: &Context,
    ) -> Result<Document> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let item = open.know_document(document)?;
        let pool = documents::pool_of(ctx)?;
        let store = documents::evidence_of(&self.store.evidence_folder(), &desk.package.manifest)?;
        let evidence = Evidence {
            store: &store,
            body: &open.body,
            identity: &identity_of(&open)?,
        };
        evidence.open(item, pool)
    }

    /// An evidence item of this document, for naming it to a person.
    ///
    /// # Errors
    /// A document that the application does not have.
    pub fn evidence_of(&self, id: &ApplicationId, document: Digest) -> Result<EvidenceCode> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        Ok(open.know_document(document)?.code.clone())
    }

    /// Keeps how a page lies, so that its citations can be drawn before the document is open.
    ///
    /// # Errors
    /// A document that the application does not have.
    pub fn keep_shape(
        &mut self,
        id: &ApplicationId,
        (document, page): (Digest, u32),
        shape: PageShape,
    ) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        open.know_document(document)?;
        let known = self.store.read().shapes().get(&open.key, document, page)?;
        if known != Some(shape) {
            self.store
                .write_private(|write| write.shapes().put(&open.key, document, page, shape))?;
        }
        Ok(())
    }

    fn referring(&self, open: &OpenApplication) -> Result<Referring> {
        let read = self.store.read();
        let marks = read.marks().of(&open.key)?.into_iter();
        Ok(Referring {
            marks: marks
                .map(|row| (row.mark.indicator.clone(), row.mark))
                .collect(),
            drafts: read.drafts().of(&open.key)?.into_iter().collect(),
            proposals: read.proposals().of(&open.key)?,
        })
    }

    /// What has to change so that a citation serves exactly these leaves.
    fn serving(
        &self,
        desk: &Desk,
        open: &OpenApplication,
        citation: &CitationId,
        indicators: &[IndicatorCode],
    ) -> Result<Vec<(Piece, Piece)>> {
        let mut referring = self.referring(open)?;
        for indicator in indicators {
            know_leaf(desk, indicator)?;
            if !referring.marks.contains_key(indicator) {
                referring.drafts.entry(indicator.clone()).or_default();
            }
        }
        let wanted = |indicator: &IndicatorCode| indicators.contains(indicator);
        let marks = referring.marks.into_iter().map(|(leaf, mark)| {
            let mut new = mark.clone();
            serve(&mut new.citations, citation, wanted(&leaf));
            (mark_piece(&leaf, Some(mark)), mark_piece(&leaf, Some(new)))
        });
        let drafts = referring.drafts.into_iter().map(|(leaf, draft)| {
            let mut new = draft.clone();
            serve(&mut new.citations, citation, wanted(&leaf));
            (draft_piece(&leaf, draft), draft_piece(&leaf, new))
        });
        let pieces = marks.chain(drafts);
        Ok(pieces.filter(|(old, new)| old != new).collect())
    }
}

impl Referring {
    fn shown(
        &self,
        open: &OpenApplication,
        citation: Citation,
        shape: Option<PageShape>,
    ) -> CitationShown {
        let has = |citations: &[CitationId]| citations.contains(&citation.id);
        let marks = self.marks.iter().filter(|(_, mark)| has(&mark.citations));
        let unmarked = |leaf: &IndicatorCode| !self.marks.contains_key(leaf);
        let drafts = self
            .drafts
            .iter()
            .filter(|(leaf, draft)| unmarked(leaf) && has(&draft.citations));
        let mut indicators: Vec<IndicatorCode> = marks
            .map(|(leaf, _)| leaf.clone())
            .chain(drafts.map(|(leaf, _)| leaf.clone()))
            .collect();
        indicators.sort();
        let proposals = self.proposals.iter();
        let facts = proposals.filter(|proposal| has(&proposal.citations));
        let mut items = open.body.evidence.iter();
        let item =
            items.find(|item| item.digest == citation.document && item.code == citation.evidence);
        let first = item
            .and_then(|item| item.pages)
            .map_or(1, |range| range.first);
        CitationShown {
            facts: facts.map(|proposal| proposal.fact.clone()).collect(),
            page_in_item: citation.page.saturating_sub(first).saturating_add(1),
            present: open
                .body
                .evidence
                .iter()
                .any(|item| item.digest == citation.document),
            indicators,
            shape,
            citation,
        }
    }
}

fn change_of(indicator: Option<&IndicatorCode>, pieces: Vec<(Piece, Piece)>) -> Change {
    Change {
        kind: ChangeKind::Citation,
        indicator: indicator.cloned(),
        field: None,
        pieces,
    }
}

fn serve(citations: &mut Vec<CitationId>, citation: &CitationId, wanted: bool) {
    match (citations.contains(citation), wanted) {
        (false, true) => citations.push(citation.clone()),
        (true, false) => citations.retain(|known| known != citation),
        _ => {}
    }
}

/// The proposal without the citation, when it has it.
fn without(proposal: FactProposal, citation: &CitationId) -> Result<Option<(Piece, Piece)>> {
    if !proposal.citations.contains(citation) {
        return Ok(None);
    }
    let mut new = proposal.clone();
    new.citations.retain(|known| known != citation);
    if new.citations.is_empty() {
        return Err(Refused::ProposalUncited.into());
    }
    let fact = proposal.fact.clone();
    Ok(Some((
        Piece::Proposal(fact.clone(), Some(proposal)),
        Piece::Proposal(fact, Some(new)),
    )))
}

/// The item that is cited: the one named, or the one that has the page.
fn evidence_of(open: &OpenApplication, wanted: &Highlight) -> Result<EvidenceCode> {
    let no_page = |evidence: String| -> Error {
        let page = u64::from(wanted.page);
        Refused::NoSuchPage { evidence, page }.into()
    };
    let Some(code) = &wanted.evidence else {
        let any = open.know_document(wanted.document)?;
        let item = open.item_at(wanted.document, wanted.page);
        let item = item.ok_or_else(|| no_page(any.code.to_string()))?;
        return Ok(item.code.clone());
    };
    let mut items = open.body.evidence.iter();
    let fits = |item: &&hengping_core::application::EvidenceItem| {
        item.code == *code && item.digest == wanted.document && is_in(item, wanted.page)
    };
    match items.find(fits) {
        Some(item) => Ok(item.code.clone()),
        None => Err(no_page(code.to_string())),
    }
}

/// The words of the selection with their boxes.
fn quoted(
    document: &Document,
    wanted: &Highlight,
    code: &EvidenceCode,
    ctx: &Context,
) -> Result<(String, Vec<PdfBox>)> {
    let no_page = || Refused::NoSuchPage {
        evidence: code.to_string(),
        page: u64::from(wanted.page),
    };
    if !(1..=document.info().page_count()).contains(&wanted.page) {
        return Err(no_page().into());
    }
    let (from, to) = match wanted.selection {
        Selection::Area(area) => return Ok((String::new(), vec![area])),
        Selection::Characters(from, to) => (from as usize, to as usize),
    };
    let pool = documents::pool_of(ctx)?;
    let text = pool
        .page_text(document, wanted.page)
        .map_err(|card| documents::unreadable(code, card))?;
    let last = to.checked_sub(1).filter(|last| *last >= from);
    let hit = last.and_then(|last| select(&text, from, last));
    let nothing = || Refused::QuoteNotFound {
        page: u64::from(wanted.page),
        evidence: code.to_string(),
    };
    let hit = hit.ok_or_else(nothing)?;
    Ok((hit.quote, hit.boxes.into_iter().map(to_pdf_box).collect()))
}

pub(crate) fn to_pdf_box(found: PageRect) -> PdfBox {
    PdfBox {
        left: found.left,
        bottom: found.bottom,
        right: found.right,
        top: found.top,
    }
}
