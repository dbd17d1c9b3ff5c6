//! One leaf over all applications of the expert, and whether the measure drifted on the way.

use std::collections::BTreeMap;
use std::rc::Rc;

use hengping_core::amount::half_up;
use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::mark::Judgement;
use hengping_core::scheme::Scheme;
use hengping_store::table::marks::MarkRow;
use rust_decimal::Decimal;

use super::card::asked_leaf;
use super::leaf::{Claim, NeededEvidence, claims, needed};
use super::{Desk, Expert};
use crate::error::{Refused, Result};

/// One leaf over all applications.
pub struct Across {
    /// The rules.
    pub scheme: Rc<Scheme>,
    /// In reading order.
    pub entries: Vec<AcrossEntry>,
    /// Mean of the first and of the second half of the scores, in order of marking, rounded to
    /// two places; nothing below four.
    pub drift: Option<(Decimal, Decimal)>,
}

/// One application in the view across.
pub struct AcrossEntry {
    /// Its content.
    pub body: Application,
    /// Place in the reading order.
    pub number: u32,
    /// The mark.
    pub mark: Option<MarkRow>,
    /// Declared values the leaf looks at.
    pub claims: Vec<Claim>,
    /// Whether it is sealed.
    pub sealed: bool,
    /// Whether the expert marks the leaf here.
    pub asked: bool,
    /// Required evidence.
    pub evidence: Vec<NeededEvidence>,
}

/// Scores below which no drift is told.
const LEAST: usize = 4;
/// Places of the means.
const SHOWN_DIGITS: u32 = 2;

impl Expert {
    /// One leaf over all assigned applications.
    ///
    /// # Errors
    /// An unknown leaf.
    pub fn across(&self, indicator: &IndicatorCode) -> Result<Across> {
        let desk = self.pledged_desk()?;
        let unknown = || Refused::UnknownIndicator {
            indicator: indicator.to_string(),
        };
        let at = desk.scheme.leaf(indicator).ok_or_else(unknown)?;
        let round = &desk.package.round.id;
        let read = self.store.read();
        let numbers = self.numbers(round)?;
        let rows = read.marks().of_leaf(round, indicator)?;
        let mut marks: BTreeMap<ApplicationId, MarkRow> = rows.into_iter().collect();
        let drift = self.drift(&desk, indicator, &marks)?;
        let mut entries = Vec::new();
        for open in self.assigned(&desk)? {
            let id = &open.key.application;
            let last = read.seals().last(&open.key)?;
            let seen = read.seen().of(&open.key)?;
            let claims = claims(&desk.scheme, &open.body, at, desk.package.round.review_year);
            entries.push(AcrossEntry {
                number: numbers.get(id).copied().unwrap_or_default(),
                mark: marks.remove(id),
                sealed: last.is_some_and(|seal| seal.unsealed.is_none()),
                asked: asked_leaf(&desk, &open, indicator).is_some(),
                evidence: needed(&desk.scheme, &open.body, at, &claims, &seen),
                claims,
                body: open.body,
            });
        }
        Ok(Across {
            entries,
            drift,
            scheme: desk.scheme,
        })
    }

    fn drift(
        &self,
        desk: &Desk,
        indicator: &IndicatorCode,
        marks: &BTreeMap<ApplicationId, MarkRow>,
    ) -> Result<Option<(Decimal, Decimal)>> {
        let round = &desk.package.round.id;
        let order = self
            .store
            .read()
            .marks()
            .order_of_marking(round, indicator)?;
        let scores: Vec<Decimal> = order
            .iter()
            .filter_map(|id| match marks.get(id)?.mark.judgement {
                Judgement::Score(score) => Some(score.to_decimal()),
                _ => None,
            })
            .collect();
        let (first, second) = scores.split_at(scores.len() / 2);
        let halves = mean(first).zip(mean(second));
        Ok(halves.filter(|_| scores.len() >= LEAST))
    }
}

fn mean(scores: &[Decimal]) -> Option<Decimal> {
    let sum: Decimal = scores.iter().sum();
    let mean = sum.checked_div(Decimal::from(scores.len()))?;
    Some(half_up(mean, SHOWN_DIGITS).normalize())
}
