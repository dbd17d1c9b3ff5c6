//! What of the reviews themselves statistics look at: pages cited, comments, the order of sealing.
//!
//! Owns finding those in a review. Trap: instants are the clock of each expert's machine; only the
//! order within one expert means anything, never one between two.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{ApplicationId, Digest, IndicatorCode};
use crate::review::Review;
use crate::score::ExpertKey;

/// The reviews that count, by application and expert.
#[derive(Debug, Clone, Default)]
pub struct Reviews<'a> {
    rows: BTreeMap<ApplicationId, BTreeMap<ExpertKey, &'a Review>>,
}

/// A page of a document.
pub type Page = (Digest, u32);

impl<'a> Reviews<'a> {
    /// Enters a review that counts.
    pub fn insert(&mut self, review: &'a Review) {
        let row = self.rows.entry(review.application.clone()).or_default();
        row.insert(ExpertKey::new(review.ticket.as_str()), review);
    }

    /// One review.
    #[must_use]
    pub fn of(&self, application: &ApplicationId, expert: &ExpertKey) -> Option<&'a Review> {
        self.rows.get(application)?.get(expert).copied()
    }

    /// The pages each expert cited for a leaf of an application; who cited none is left out.
    #[must_use]
    pub fn pages(
        &self,
        application: &ApplicationId,
        leaf: &IndicatorCode,
    ) -> BTreeMap<&ExpertKey, BTreeSet<Page>> {
        let rows = self.rows.get(application).into_iter().flatten();
        rows.map(|(expert, review)| (expert, pages_of(review, leaf)))
            .filter(|(_, pages)| !pages.is_empty())
            .collect()
    }

    /// The applications of each expert in the order in which they were sealed; of two sealed in the
    /// same instant the order of their ids. Who sealed everything in one instant has no order.
    #[must_use]
    pub fn orders(&self) -> BTreeMap<&ExpertKey, Vec<&ApplicationId>> {
        let mut sealed: BTreeMap<&ExpertKey, Vec<_>> = BTreeMap::new();
        for (application, row) in &self.rows {
            for (expert, review) in row {
                let own = sealed.entry(expert).or_default();
                own.push((review.sealed_at, application));
            }
        }
        sealed.retain(|_, own| {
            own.iter()
                .any(|(at, _)| Some(at) != own.first().map(|(at, _)| at))
        });
        let sorted = sealed.into_iter().map(|(expert, mut own)| {
            own.sort();
            (expert, own.into_iter().map(|(_, id)| id).collect())
        });
        sorted.collect()
    }
}

fn pages_of(review: &Review, leaf: &IndicatorCode) -> BTreeSet<Page> {
    let marks = review.marks.iter().filter(|mark| mark.indicator == *leaf);
    marks
        .flat_map(|mark| &mark.citations)
        .filter_map(|id| review.citations.iter().find(|citation| citation.id == *id))
        .map(|citation| (citation.document, citation.page))
        .collect()
}
