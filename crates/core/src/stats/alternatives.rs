//! The same marks put together in other ways, side by side and each by its name.
//!
//! Owns the values (mean, trimmed mean, mean without extremes, median, mapped z-scores) and the list
//! of all ways; the ways that go by orders stand in `ballots.rs` and `kemeny.rs`. Trap: none of them
//! is the official method, not even the one of the same name: they take each expert's total, the
//! official one may go leaf by leaf and rounds on the way.

use std::collections::BTreeMap;

use serde::Serialize;

use super::ballots::Ballots;
use super::figure::Figure;
use super::kemeny::{MOST_IN_A_PART, kemeny};
use super::ratings::Ratings;
use crate::id::ApplicationId;
use crate::score::Exact;

/// Places to which mapped z-scores are compared: what differs less is a tie.
const Z_DIGITS: f64 = 1e9;

/// A way of putting marks together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Arithmetic mean of the experts' totals.
    Mean,
    /// Mean without a share of the totals at either end.
    TrimmedMean,
    /// Mean without the greatest and the least; of three the mean of the closer two.
    WithoutExtremes,
    /// Median of the experts' totals.
    Median,
    /// Mean of z-scores per expert, mapped to the scale of all totals.
    ZScores,
    /// Borda's count, as a share of the most that could be had.
    Borda,
    /// Kemeny's orders.
    Kemeny,
    /// Schulze's method.
    Schulze,
    /// Tideman's ranked pairs.
    RankedPairs,
}

/// What one way makes of the marks.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alternative {
    /// The way.
    pub way: Way,
    /// The places, or why there are none.
    pub result: Arranged,
}

/// Places, or the reason why there are none.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Arranged {
    /// Best first; ties by application.
    Places(Vec<Placed>),
    /// So many applications go round in circles that the search is too large.
    TooLarge {
        /// How many.
        size: usize,
        /// The most that are searched.
        most: usize,
    },
}

/// The place of one application.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Placed {
    /// The application.
    pub application: ApplicationId,
    /// Its place; where several orders are equally good, its best.
    pub place: u32,
    /// Its worst place, where several orders are equally good.
    pub last: u32,
    /// What it goes by, where it goes by a value.
    pub value: Option<Figure>,
}

/// Arithmetic mean.
#[must_use]
pub fn mean(values: &[&Exact]) -> Option<Exact> {
    values
        .iter()
        .copied()
        .sum::<Exact>()
        .over(&Exact::count(values.len()))
}

/// Mean without the ⌊n · share⌋ least and as many greatest, share below one half; at one half or
/// above the median (as `mean(x, trim)` of R).
#[must_use]
pub fn trimmed_mean(values: &[&Exact], share: &Exact) -> Option<Exact> {
    let cut = (&Exact::count(values.len()) * share).floor()?;
    let cut = usize::try_from(cut).ok()?;
    if 2 * cut >= values.len() {
        return median(values);
    }
    let mut sorted = values.to_vec();
    sorted.sort();
    mean(sorted.get(cut..values.len() - cut)?)
}

/// Median; of an even number the mean of the two in the middle.
#[must_use]
pub fn median(values: &[&Exact]) -> Option<Exact> {
    let mut sorted = values.to_vec();
    sorted.sort();
    let last = sorted.len().checked_sub(1)?;
    let (low, high) = (*sorted.get(last / 2)?, *sorted.get(last.div_ceil(2))?);
    mean(&[low, high])
}

/// Mean without the greatest and the least from four values on; of three the mean of the two that
/// are closest, the higher two when both are as close; of fewer the mean (IJRU technical manual 3.0,
/// calculations).
#[must_use]
pub fn without_extremes(values: &[&Exact]) -> Option<Exact> {
    let mut sorted = values.to_vec();
    sorted.sort();
    match sorted.as_slice() {
        [low, middle, high] => {
            let is_lower = *middle - *low < *high - *middle;
            mean(&if is_lower {
                [*low, *middle]
            } else {
                [*middle, *high]
            })
        }
        [_, kept @ .., _] if kept.len() > 1 => mean(kept),
        all => mean(all),
    }
}

/// Marks on the scale of all marks.
#[derive(Debug, Clone, PartialEq)]
pub struct Mapped {
    /// Mean of all marks, μ.
    pub mean: Figure,
    /// Standard deviation of all marks as a population, σ.
    pub deviation: Figure,
    /// Mean over experts of μ + σ (x − μₑ) / σₑ, with mean and deviation of each expert's own marks;
    /// who gives every application the same says nothing and counts as μ.
    pub values: BTreeMap<ApplicationId, Figure>,
}

/// Maps every expert's marks to the scale of all; nothing without marks.
#[must_use]
pub fn mapped(ratings: &Ratings) -> Option<Mapped> {
    let all: Vec<&Exact> = ratings.values().collect();
    let (mean, deviation) = moments(&all)?;
    let mut sums: BTreeMap<&ApplicationId, (f64, f64)> = BTreeMap::new();
    for own in ratings.by_expert().values() {
        let marks: Vec<&Exact> = own.values().copied().collect();
        let (own_mean, own_deviation) = moments(&marks)?;
        for (application, value) in own {
            let z = match own_deviation {
                0.0 => 0.0,
                spread => (value.to_f64() - own_mean) / spread,
            };
            let sum = sums.entry(application).or_default();
            *sum = (sum.0 + mean + deviation * z, sum.1 + 1.0);
        }
    }
    let values = sums.into_iter();
    Some(Mapped {
        mean: Figure::new(mean)?,
        deviation: Figure::new(deviation)?,
        values: values
            .map(|(id, (sum, count))| Some((id.clone(), Figure::new(sum / count)?)))
            .collect::<Option<_>>()?,
    })
}

/// Mean and standard deviation of a whole population.
fn moments(values: &[&Exact]) -> Option<(f64, f64)> {
    let centre = mean(values)?;
    let squares = values.iter().map(|value| {
        let off = *value - &centre;
        &off * &off
    });
    let variance = squares.sum::<Exact>().over(&Exact::count(values.len()))?;
    Some((centre.to_f64(), variance.to_f64().sqrt()))
}

/// Every way over the totals of experts; `share` is what a trimmed mean leaves out at either end,
/// without which there is none.
#[must_use]
pub fn alternatives(totals: &Ratings, share: Option<&Exact>) -> Vec<Alternative> {
    let by = |way, value: &dyn Fn(&[&Exact]) -> Option<Exact>| {
        let ids = totals.rows().keys();
        let values = ids.filter_map(|id| Some((id.clone(), value(&totals.of(id))?)));
        Alternative {
            way,
            result: Arranged::Places(by_value(values.collect(), Figure::of)),
        }
    };
    let mut all = vec![by(Way::Mean, &mean)];
    all.extend(share.map(|share| by(Way::TrimmedMean, &|values| trimmed_mean(values, share))));
    all.extend([
        by(Way::WithoutExtremes, &without_extremes),
        by(Way::Median, &median),
        z_scores(totals),
    ]);
    all.extend(by_orders(&Ballots::of(totals)));
    all
}

fn z_scores(totals: &Ratings) -> Alternative {
    let values = mapped(totals).map(|found| found.values).unwrap_or_default();
    Alternative {
        way: Way::ZScores,
        result: Arranged::Places(by_figure(values)),
    }
}

/// Places by figures, the greatest first; what differs by rounding only is a tie.
pub(super) fn by_figure(values: BTreeMap<ApplicationId, Figure>) -> Vec<Placed> {
    let shown: BTreeMap<i64, Figure> = values.values().map(|v| (rounded(*v), *v)).collect();
    let values = values.into_iter().map(|(id, value)| (id, rounded(value)));
    by_value(values.collect(), |key| shown.get(key).copied())
}

/// Billionths, so that what differs by rounding only is a tie. Totals are far below 2⁵³ of them.
fn rounded(value: Figure) -> i64 {
    (value.value() * Z_DIGITS).round() as i64
}

fn by_orders(ballots: &Ballots) -> Vec<Alternative> {
    let ids = ballots.applications();
    let shares = ids.iter().cloned().zip(ballots.borda_shares());
    let shares = shares.filter_map(|(id, share)| Some((id, share?)));
    let pairwise = ballots.pairwise();
    let ranked = |places: Vec<u32>| {
        let places = places.into_iter().map(|place| (place, place));
        Arranged::Places(placed(ids, places))
    };
    let orders = match kemeny(&pairwise) {
        Ok(found) => Arranged::Places(placed(ids, found.places.into_iter())),
        Err(part) => Arranged::TooLarge {
            size: part.size,
            most: MOST_IN_A_PART,
        },
    };
    let borda = Arranged::Places(by_value(shares.collect(), Figure::of));
    [
        (Way::Borda, borda),
        (Way::Kemeny, orders),
        (Way::Schulze, ranked(pairwise.schulze())),
        (Way::RankedPairs, ranked(pairwise.ranked_pairs())),
    ]
    .map(|(way, result)| Alternative { way, result })
    .into()
}

fn placed(ids: &[ApplicationId], places: impl Iterator<Item = (u32, u32)>) -> Vec<Placed> {
    let mut all: Vec<Placed> = ids
        .iter()
        .zip(places)
        .map(|(id, (place, last))| Placed {
            application: id.clone(),
            place,
            last,
            value: None,
        })
        .collect();
    all.sort_by(|a, b| (a.place, a.last, &a.application).cmp(&(b.place, b.last, &b.application)));
    all
}

/// Places by value, the greatest first; equal values share a place and the next is skipped.
fn by_value<V: Ord>(
    mut values: Vec<(ApplicationId, V)>,
    figure: impl Fn(&V) -> Option<Figure>,
) -> Vec<Placed> {
    values.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    let mut all: Vec<Placed> = Vec::with_capacity(values.len());
    let mut place = 1;
    for tie in values.chunk_by(|a, b| a.1 == b.1) {
        all.extend(tie.iter().map(|(id, value)| Placed {
            application: id.clone(),
            place,
            last: place,
            value: figure(value),
        }));
        place += u32::try_from(tie.len()).unwrap_or(u32::MAX);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::tests::{application, ratings};

    fn shown(result: &Arranged) -> Vec<(String, u32)> {
        match result {
            Arranged::Places(places) => {
                let places = places.iter();
                places
                    .map(|one| (one.application.to_string(), one.place))
                    .collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn every_way_is_there_and_ties_stay_ties() {
        let table = ratings(&[
            ("a1", &[("e1", 7), ("e2", 5), ("e3", 6)]),
            ("a2", &[("e1", 5), ("e2", 6), ("e3", 7)]),
            ("a3", &[("e1", 1), ("e2", 2), ("e3", 3)]),
        ]);
        let all = alternatives(&table, Exact::ratio(1, 10).as_ref());
        assert_eq!(all.len(), 9);
        let tied = [
            ("a1".to_owned(), 1),
            ("a2".to_owned(), 1),
            ("a3".to_owned(), 3),
        ];
        for way in [Way::Mean, Way::TrimmedMean, Way::Median] {
            let found = all.iter().find(|one| one.way == way).unwrap();
            assert_eq!(shown(&found.result), tied, "{way:?}");
        }
        let schulze = all.iter().find(|one| one.way == Way::Schulze).unwrap();
        assert_eq!(shown(&schulze.result)[0], ("a2".to_owned(), 1));
    }

    #[test]
    fn nothing_and_one_expert_have_answers() {
        let none = alternatives(&Ratings::default(), Some(&Exact::ZERO));
        assert!(
            none.iter()
                .all(|one| one.result == Arranged::Places(Vec::new()))
        );
        let one = ratings(&[("a1", &[("e1", 7)]), ("a2", &[("e1", 9)])]);
        for found in alternatives(&one, None) {
            assert_eq!(
                shown(&found.result)[0],
                ("a2".to_owned(), 1),
                "{:?}",
                found.way
            );
        }
        assert_eq!(mapped(&Ratings::default()), None);
    }

    #[test]
    fn who_gives_everything_the_same_says_nothing() {
        let table = ratings(&[
            ("a1", &[("e1", 5), ("e2", 4)]),
            ("a2", &[("e1", 5), ("e2", 6)]),
        ]);
        let found = mapped(&table).unwrap();
        let sum: f64 = found.values.values().map(|value| value.value()).sum();
        assert!((sum - 10.0).abs() < 1e-12);
        assert!(found.values[&application("a2")] > found.values[&application("a1")]);
    }

    #[test]
    fn too_much_trimming_is_the_median() {
        let values = [1_u32, 2, 9].map(Exact::from);
        let refs: Vec<&Exact> = values.iter().collect();
        let half = Exact::ratio(1, 2).unwrap();
        assert_eq!(trimmed_mean(&refs, &half).unwrap(), Exact::from(2));
        assert_eq!(trimmed_mean(&[], &half), None);
        assert_eq!((without_extremes(&[]), median(&[])), (None, None));
    }
}
