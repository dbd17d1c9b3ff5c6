//! Search as the window shows it: grouped in the order of the desk, with what could not be searched.

use std::collections::{BTreeMap, BTreeSet};

use hengping_core::application::EvidenceItem;
use hengping_core::id::{ApplicationId, Digest, EvidenceCode};
use hengping_render::{Hit as PlaceOnPage, PageText, select};
use hengping_store::table::pages::{Hit, Scope};

use super::{Desk, Expert, OpenApplication};
use crate::error::Result;

/// What a search found.
pub struct FoundPages {
    /// Pages with hits, in the order of the desk.
    pub pages: Vec<FoundPage>,
    /// Whether there are more.
    pub more: bool,
    /// What could not be searched.
    pub unsearchable: Vec<Unsearchable>,
}

/// A page with hits.
pub struct FoundPage {
    /// Where it is.
    pub place: FoundPlace,
    /// Page of the file.
    pub page: u32,
    /// Hits on it.
    pub count: usize,
    /// What stands before the first hit, the hit, and what stands after it.
    pub context: (String, String, String),
}

/// Pages of an item that could not be searched.
pub struct Unsearchable {
    /// Where they are.
    pub place: FoundPlace,
    /// Pages of the file; none when the document was not read, or cannot be.
    pub pages: Vec<u32>,
}

/// An evidence item of an application, or a document that no item names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPlace {
    /// The application.
    pub application: ApplicationId,
    /// Place in the reading order.
    pub number: u32,
    /// Name of the enterprise.
    pub enterprise: String,
    /// Evidence item.
    pub evidence: Option<EvidenceCode>,
    /// Its title.
    pub title: String,
    /// Digest of the file.
    pub document: Digest,
}

/// Characters shown on either side of a hit.
const CONTEXT: usize = 20;
/// Most pages listed, whatever is asked.
const MOST: usize = 1_000;

/// Applications that are searched, with their places in the reading order.
struct Searched {
    open: BTreeMap<ApplicationId, OpenApplication>,
    numbers: BTreeMap<ApplicationId, u32>,
}

impl Expert {
    /// Searches the evidence of all applications, of one, or of one document of it.
    ///
    /// # Errors
    /// When the pledge is not signed or the application is not on the desk.
    pub fn find_pages(
        &self,
        words: &str,
        within: Option<(&ApplicationId, Option<Digest>)>,
        most: usize,
    ) -> Result<FoundPages> {
        let desk = self.pledged_desk()?;
        let searched = self.searched(&desk, within.map(|(id, _)| id))?;
        let key = within.and_then(|(id, _)| Some(searched.open.get(id)?.key.clone()));
        let scope = match (&key, within.and_then(|(_, document)| document)) {
            (Some(key), Some(document)) => Scope::Document(key, document),
            (Some(key), None) => Scope::Application(key),
            (None, _) => Scope::Round(&desk.package.round.id),
        };
        let pages = self.store.read().pages();
        let found = pages.search(words, scope, most.min(MOST))?;
        let mut rows: Vec<FoundPage> = found
            .hits
            .iter()
            .filter_map(|hit| searched.page(hit))
            .collect();
        rows.sort_by_key(|row| (searched.order(&row.place), row.page));
        let mut unsearchable = Vec::new();
        for (key, document, page) in pages.without_text(scope)? {
            searched.add(&mut unsearchable, (&key.application, document), Some(page));
        }
        let read = pages.documents(scope)?;
        for (key, document) in searched.documents(scope) {
            if !read.contains(&(key.clone(), document)) {
                searched.add(&mut unsearchable, (&key.application, document), None);
            }
        }
        unsearchable.sort_by_key(|row: &Unsearchable| searched.order(&row.place));
        Ok(FoundPages {
            pages: rows,
            more: found.is_cut,
            unsearchable,
        })
    }

    fn searched(&self, desk: &Desk, only: Option<&ApplicationId>) -> Result<Searched> {
        let open = match only {
            Some(id) => vec![self.application(desk, id)?],
            None => self.on_desk(desk)?,
        };
        let open = open.into_iter();
        Ok(Searched {
            numbers: self.numbers(&desk.package.round.id)?,
            open: open
                .map(|open| (open.key.application.clone(), open))
                .collect(),
        })
    }
}

impl Searched {
    fn page(&self, hit: &Hit) -> Option<FoundPage> {
        let page = hit.page.number;
        Some(FoundPage {
            place: self.place(&hit.key.application, hit.document, Some(page))?,
            page,
            count: hit.places.len(),
            context: context_of(hit),
        })
    }

    fn place(&self, id: &ApplicationId, document: Digest, page: Option<u32>) -> Option<FoundPlace> {
        let open = self.open.get(id)?;
        let item = match page {
            Some(page) => open.item_at(document, page),
            None => open
                .body
                .evidence
                .iter()
                .find(|item| item.digest == document),
        };
        Some(FoundPlace {
            application: id.clone(),
            number: self.numbers.get(id).copied().unwrap_or_default(),
            enterprise: open.body.enterprise.name.clone(),
            evidence: item.map(|item| item.code.clone()),
            title: item.map_or_else(String::new, |item| item.title.clone()),
            document,
        })
    }

    /// Place in the order of the desk: application, then catalogue.
    fn order(&self, place: &FoundPlace) -> (u32, usize) {
        let open = self.open.get(&place.application);
        let is_it = |item: &EvidenceItem| {
            item.digest == place.document && Some(&item.code) == place.evidence.as_ref()
        };
        let item = open.and_then(|open| open.body.evidence.iter().position(is_it));
        (place.number, item.unwrap_or(usize::MAX))
    }

    /// Documents of the scope, each once.
    fn documents(
        &self,
        scope: Scope<'_>,
    ) -> BTreeSet<(hengping_store::table::applications::ApplicationRef, Digest)> {
        let all = self.open.values().flat_map(|open| {
            let items = open.body.evidence.iter();
            items.map(|item| (open.key.clone(), item.digest))
        });
        let wanted = |(_, digest): &(_, Digest)| match scope {
            Scope::Document(_, document) => *digest == document,
            _ => true,
        };
        all.filter(wanted).collect()
    }

    /// Adds a page to the item it belongs to; nothing of applications that are not on the desk.
    fn add(
        &self,
        rows: &mut Vec<Unsearchable>,
        (id, document): (&ApplicationId, Digest),
        page: Option<u32>,
    ) {
        let Some(place) = self.place(id, document, page) else {
            return;
        };
        match rows.last_mut().filter(|row| row.place == place) {
            Some(row) => row.pages.extend(page),
            None => rows.push(Unsearchable {
                place,
                pages: page.into_iter().collect(),
            }),
        }
    }
}

/// The first hit with a little of what stands around it, on one line.
fn context_of(hit: &Hit) -> (String, String, String) {
    let text = &hit.page.text;
    let Some(place) = hit.places.first() else {
        return Default::default();
    };
    let part = |range: Option<&str>| range.unwrap_or_default().to_owned();
    let before = part(text.get(..place.start));
    let skip = before.chars().count().saturating_sub(CONTEXT);
    let before: String = before.chars().skip(skip).collect();
    let after: String = part(text.get(place.end..)).chars().take(CONTEXT).collect();
    let found = part(text.get(place.clone()));
    (
        on_one_line(&before),
        on_one_line(&found),
        on_one_line(&after),
    )
}

/// Line ends become blanks, as the three parts are shown side by side.
fn on_one_line(text: &str) -> String {
    let plain = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    let mut line = String::with_capacity(text.len());
    for c in plain {
        if c != ' ' || !line.ends_with(' ') {
            line.push(c);
        }
    }
    line
}

/// Every place of `words` on a page, by the rules of the search over all evidence.
#[must_use]
pub fn places_on_page(page: &PageText, words: &str) -> Vec<PlaceOnPage> {
    let text = page.text();
    let origins = origins(page, &text);
    let character = |byte: usize| {
        let at = origins.partition_point(|(start, _)| *start <= byte);
        origins.get(at.checked_sub(1)?).map(|(_, index)| *index)
    };
    let found = hengping_store::places(&text, words).into_iter();
    found
        .filter_map(|place| {
            let last = place.end.checked_sub(1)?;
            select(page, character(place.start)?, character(last)?)
        })
        .collect()
}

/// Byte of each character of `text` with its number on the page, where signs of layout are left
/// out of the text.
fn origins(page: &PageText, text: &str) -> Vec<(usize, usize)> {
    let mut rest = text.char_indices().peekable();
    let mut origins = Vec::new();
    for (index, character) in page.characters.iter().enumerate() {
        if let Some((byte, _)) = rest.next_if(|(_, c)| *c == character.value) {
            origins.push((byte, index));
        }
    }
    origins
}
