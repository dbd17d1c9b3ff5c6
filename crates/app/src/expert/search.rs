//! Search over all evidence that was examined, grouped by application and document.

use std::collections::BTreeMap;

use hengping_core::id::{ApplicationId, Digest, EvidenceCode};
use hengping_store::table::pages::{Hit, Scope};
use serde::Serialize;

use super::{Expert, OpenApplication};
use crate::error::Result;

/// What a search found.
#[derive(Debug, Serialize)]
pub struct SearchReport {
    /// Pages with hits, in the order of the desk.
    pub hits: Vec<SearchHit>,
    /// Whether there are more than are listed.
    pub more: bool,
    /// Pages without text that could not be searched.
    pub unsearchable_pages: u64,
}

/// A page on which the words stand.
#[derive(Debug, Serialize)]
pub struct SearchHit {
    /// The application.
    pub application: ApplicationId,
    /// Evidence item the page belongs to, if any item names it.
    pub evidence: Option<EvidenceCode>,
    /// Page of the file.
    pub page: u32,
    /// How often the words stand on it.
    pub count: usize,
    /// The first place with what stands around it.
    pub context: String,
}

/// Most pages listed.
const MOST_HITS: usize = 200;
/// Characters shown on either side of a hit.
const CONTEXT: usize = 20;

impl Expert {
    /// Searches the evidence of one application, or of all of them.
    ///
    /// # Errors
    /// When the pledge is not signed or the application is not on the desk.
    pub fn search(&self, words: &str, within: Option<&ApplicationId>) -> Result<SearchReport> {
        let desk = self.pledged_desk()?;
        let open: BTreeMap<ApplicationId, OpenApplication> = self
            .on_desk(&desk)?
            .into_iter()
            .map(|open| (open.key.application.clone(), open))
            .collect();
        let pages = self.store.read().pages();
        let found = match within {
            Some(id) => {
                let key = self.application(&desk, id)?.key;
                pages.search(words, Scope::Application(&key), MOST_HITS)?
            }
            None => pages.search(words, Scope::Round(&desk.package.round.id), MOST_HITS)?,
        };
        let hits = found.hits.iter().map(|hit| {
            let item = open.get(&hit.key.application);
            SearchHit {
                application: hit.key.application.clone(),
                evidence: item.and_then(|open| item_of(open, hit.document, hit.page.number)),
                page: hit.page.number,
                count: hit.places.len(),
                context: context_of(hit),
            }
        });
        Ok(SearchReport {
            hits: hits.collect(),
            more: found.is_cut,
            unsearchable_pages: found.unsearchable,
        })
    }
}

fn item_of(open: &OpenApplication, document: Digest, page: u32) -> Option<EvidenceCode> {
    let mut items = open
        .body
        .evidence
        .iter()
        .filter(|item| item.digest == document);
    let within = items.find(|item| {
        item.pages
            .is_none_or(|range| (range.first..=range.last).contains(&page))
    });
    within.map(|item| item.code.clone())
}

/// The first place on one line, with a little of what stands around it.
fn context_of(hit: &Hit) -> String {
    let text = &hit.page.text;
    let Some(place) = hit.places.first() else {
        return String::new();
    };
    let before = text.get(..place.start).unwrap_or_default();
    let skip = before.chars().count().saturating_sub(CONTEXT);
    let wanted = text.get(place.clone()).unwrap_or_default().chars().count() + 2 * CONTEXT;
    let shown: String = text.chars().skip(skip).take(wanted).collect();
    shown.split_whitespace().collect::<Vec<_>>().join(" ")
}
