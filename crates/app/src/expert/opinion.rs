//! The opinion with what the expert wrote about the leaves, to start from.

use std::collections::BTreeMap;
use std::rc::Rc;

use hengping_core::citation::Citation;
use hengping_core::completeness;
use hengping_core::id::{ApplicationId, CitationId, IndicatorCode};
use hengping_core::mark::Judgement;
use hengping_core::opinion::Opinion;
use hengping_core::scheme::Scheme;

use super::Expert;
use crate::error::Result;

/// The opinion on one application.
pub struct OpinionShown {
    /// The rules.
    pub scheme: Rc<Scheme>,
    /// What was written.
    pub opinion: Opinion,
    /// Own words about leaves, in the order of the scheme.
    pub words: Vec<OwnWords>,
    /// Whether it is sealed.
    pub sealed: bool,
}

/// What the expert wrote about a leaf.
pub struct OwnWords {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// The mark.
    pub judgement: Option<Judgement>,
    /// Comment.
    pub comment: String,
    /// Citations as shown: `E02 p.9 «…»`.
    pub citations: Vec<String>,
}

impl Expert {
    /// The opinion on an application.
    ///
    /// # Errors
    /// An application that is not on the desk.
    pub fn opinion_shown(&self, id: &ApplicationId) -> Result<OpinionShown> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let read = self.store.read();
        let citations: BTreeMap<CitationId, String> = self
            .citations(id)?
            .into_iter()
            .map(|shown| {
                (
                    shown.citation.id.clone(),
                    line(&shown.citation, shown.page_in_item),
                )
            })
            .collect();
        let mut words = Vec::new();
        for at in completeness::asked_leaves(&desk.scheme, &open.body) {
            let code = &at.indicator.code;
            let mark = read.marks().get(&open.key, code)?.map(|row| row.mark);
            let draft = read.drafts().get(&open.key, code)?;
            let (comment, cited) = match &mark {
                Some(mark) => (mark.comment.clone(), mark.citations.clone()),
                None => (draft.comment, draft.citations),
            };
            if comment.trim().is_empty() && cited.is_empty() {
                continue;
            }
            let lines = cited.iter().filter_map(|id| citations.get(id).cloned());
            words.push(OwnWords {
                indicator: code.clone(),
                judgement: mark.map(|mark| mark.judgement),
                comment,
                citations: lines.collect(),
            });
        }
        let last = read.seals().last(&open.key)?;
        Ok(OpinionShown {
            opinion: read.opinions().get(&open.key)?,
            words,
            sealed: last.is_some_and(|seal| seal.unsealed.is_none()),
            scheme: desk.scheme,
        })
    }
}

/// A citation on one line.
fn line(citation: &Citation, page: u32) -> String {
    let place = format!("{} p.{page}", citation.evidence);
    match citation.quote.as_str() {
        "" => place,
        quote => format!("{place} «{quote}»"),
    }
}
