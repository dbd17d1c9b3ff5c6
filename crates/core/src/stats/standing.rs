//! How sure a place is: rank intervals, the probability of a seat, bands across the line.
//!
//! Owns what is made of replicated places. Does not replicate: how a composite follows from the
//! experts drawn is `score::replicate`'s. Intervals are percentile intervals (B. Efron, R. J.
//! Tibshirani, *An Introduction to the Bootstrap*, 1993, ch. 13); of tied places the mean counts.
//! Trap: a resample that draws none of an application's experts says nothing about it, and is
//! counted as such.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figure::Figure;
use super::resample::Draws;
use crate::id::ApplicationId;
use crate::score::replicate::Replicated;

/// How sure the place of one application is.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PlaceRange {
    /// The application.
    pub application: ApplicationId,
    /// The official place.
    pub place: u32,
    /// Best place of the interval.
    pub best: Figure,
    /// Worst place of the interval.
    pub worst: Figure,
    /// Share of the resamples in which it gets a seat; nothing where there is no line.
    pub above_line: Option<Figure>,
    /// Whether the interval lies on both sides of the line.
    pub across_line: bool,
    /// Share of the resamples that say anything about it.
    pub covered: Figure,
}

/// How often an application stood at each place.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Places {
    /// Resamples by doubled place.
    pub counts: BTreeMap<u64, u64>,
    /// Resamples with a seat, shares of seats included.
    pub seats: f64,
    /// Resamples in which there was a line.
    pub lines: u64,
}

impl Places {
    /// Takes the place in `times` resamples.
    pub fn take(&mut self, found: Replicated, times: u64) {
        *self.counts.entry(found.doubled_place).or_default() += times;
        if let Some(seat) = found.seat {
            self.seats += seat * times as f64;
            self.lines += times;
        }
    }

    /// Resamples taken.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// The least and the greatest place once half of what `percent` leaves out is cut off at
    /// either end.
    #[must_use]
    pub fn interval(&self, percent: f64) -> Option<(f64, f64)> {
        let tail = self.count() as f64 * (100.0 - percent) / 200.0;
        let best = reached(self.counts.iter(), tail)?;
        let worst = reached(self.counts.iter().rev(), tail)?;
        Some((best as f64 / 2.0, worst as f64 / 2.0))
    }
}

/// The first place at which more than `tail` resamples have been passed.
fn reached<'a>(counts: impl Iterator<Item = (&'a u64, &'a u64)>, tail: f64) -> Option<u64> {
    let mut passed = 0;
    let mut counts = counts;
    counts.find_map(|(place, times)| {
        passed += times;
        (passed as f64 > tail).then_some(*place)
    })
}

/// Runs every draw; `replicate` gives where each application stands, in an order of its own that is
/// always the same.
pub fn places(
    draws: &Draws,
    mut replicate: impl FnMut(&[u32]) -> Vec<Option<Replicated>>,
) -> Vec<Places> {
    let mut all: Vec<Places> = Vec::new();
    for (weights, times) in &draws.draws {
        let found = replicate(weights);
        all.resize_with(found.len().max(all.len()), Places::default);
        for (places, found) in all.iter_mut().zip(found) {
            if let Some(found) = found {
                places.take(found, *times);
            }
        }
    }
    all
}

/// Doubled places, 2 for the best, of values that are the better the greater they are.
#[must_use]
pub fn doubled_places<T: Ord>(values: &[T]) -> Vec<u64> {
    let mut order: Vec<(&T, usize)> = values.iter().zip(0..).collect();
    order.sort_by(|a, b| b.0.cmp(a.0));
    let mut places = vec![0; values.len()];
    let mut before = 0;
    for tie in order.chunk_by(|a, b| a.0 == b.0) {
        let size = tie.len() as u64;
        for (_, at) in tie {
            places[*at] = 2 * before + size + 1;
        }
        before += size;
    }
    places
}

/// The report on one application; nothing when no resample speaks of it.
#[must_use]
pub fn range(
    application: &ApplicationId,
    place: u32,
    places: &Places,
    percent: f64,
    resamples: u64,
) -> Option<PlaceRange> {
    let (best, worst) = places.interval(percent)?;
    let above = places.seats / places.lines as f64;
    let tail = (100.0 - percent) / 200.0;
    Some(PlaceRange {
        application: application.clone(),
        place,
        best: Figure::new(best)?,
        worst: Figure::new(worst)?,
        above_line: Figure::new(above),
        across_line: above > tail && above < 1.0 - tail,
        covered: Figure::new(places.count() as f64 / resamples as f64)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places_of(counts: &[(u64, u64)]) -> Places {
        Places {
            counts: counts.iter().copied().collect(),
            ..Places::default()
        }
    }

    #[test]
    fn an_interval_leaves_out_half_of_the_rest_at_either_end() {
        let places = places_of(&[(2, 2), (4, 94), (6, 2), (8, 2)]);
        assert_eq!(places.interval(95.0), Some((2.0, 3.0)));
        assert_eq!(places.interval(90.0), Some((2.0, 2.0)));
        assert_eq!(places.interval(100.0), Some((1.0, 4.0)));
        assert_eq!(Places::default().interval(95.0), None);
    }

    #[test]
    fn equal_values_share_the_mean_of_their_places() {
        assert_eq!(doubled_places(&[5, 9, 5, 1]), [5, 2, 5, 8]);
    }

    #[test]
    fn a_tie_on_the_line_is_a_share_of_a_seat() {
        let mut places = Places::default();
        let at = |seat| Replicated {
            doubled_place: 2,
            seat,
        };
        places.take(at(Some(1.0)), 3);
        places.take(at(Some(0.5)), 2);
        places.take(at(Some(0.0)), 5);
        let id = ApplicationId::new("a1").unwrap();
        let found = range(&id, 1, &places, 95.0, 20).unwrap();
        assert_eq!(found.above_line.unwrap().to_fixed(2), "0.40");
        assert_eq!(found.covered.to_fixed(2), "0.50");
        assert!(found.across_line);
        let without_line = range(&id, 1, &places_of(&[(2, 1)]), 95.0, 1).unwrap();
        assert_eq!(
            (without_line.above_line, without_line.across_line),
            (None, false)
        );
    }
}
