//! Which experts a resample draws, and how often: all of them where that is few, else seeded.
//!
//! Experts are drawn with replacement, as many as there are, within each group that shared
//! applications connect (B. Efron, R. J. Tibshirani, *An Introduction to the Bootstrap*, 1993,
//! ch. 6; all resamples of few values: ch. 6.2). Draws that differ only in order are one draw with
//! its multinomial number of orders, so that seven experts need 1 716 draws for 823 543 resamples.
//!
//! Does not know what is computed from a draw. Trap: the numbers come from the keystream of a seed
//! that is a function of round and scheme alone; anything else would make a probability a matter of
//! the run.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::canonical::Canonical;
use crate::id::{Digest, RoundId};
use crate::panel::draw::shuffle::Numbers;
use crate::score::ExpertKey;

/// Most different draws that are all gone through.
pub const MOST_EXACT: u64 = 2_000;

/// How resamples were made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "way")]
pub enum Course {
    /// Every possible one.
    Exact {
        /// How many there are.
        resamples: u64,
    },
    /// So many from a seed.
    Seeded {
        /// How many were drawn.
        resamples: u64,
        /// The seed.
        seed: Digest,
    },
}

impl Course {
    /// How many resamples there were.
    #[must_use]
    pub fn resamples(self) -> u64 {
        match self {
            Self::Exact { resamples } | Self::Seeded { resamples, .. } => resamples,
        }
    }
}

/// How often each expert is drawn, in the order of experts, and how many resamples draw so.
pub type Draw = (Vec<u32>, u64);

/// All draws of an analysis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draws {
    /// The experts, in ascending order.
    pub experts: Vec<ExpertKey>,
    /// How the draws were made.
    pub course: Course,
    /// The draws.
    pub draws: Vec<Draw>,
}

/// The seed of a round under its scheme.
#[must_use]
pub fn seed(round: &RoundId, scheme: Digest) -> Digest {
    Canonical::of("hengping-resample-1")
        .item(round)
        .item(scheme)
        .digest()
}

impl Draws {
    /// The draws over groups of experts: all of them when there are at most [`MOST_EXACT`], else
    /// `resamples` from `seed`.
    #[must_use]
    pub fn new(groups: &[BTreeSet<ExpertKey>], resamples: u32, seed: Digest) -> Self {
        let all: BTreeSet<&ExpertKey> = groups.iter().flatten().collect();
        let experts: Vec<ExpertKey> = all.into_iter().cloned().collect();
        let strata: Vec<Vec<usize>> = groups
            .iter()
            .map(|group| {
                let places = group
                    .iter()
                    .filter_map(|key| experts.binary_search(key).ok());
                places.collect()
            })
            .collect();
        let (course, draws) = match exact(&strata, experts.len()) {
            Some((resamples, draws)) => (Course::Exact { resamples }, draws),
            None => {
                let resamples = u64::from(resamples);
                let draws = seeded(&strata, experts.len(), resamples, seed);
                (Course::Seeded { resamples, seed }, draws)
            }
        };
        Self {
            experts,
            course,
            draws,
        }
    }
}

/// Every draw with its number of orders, and the number of all orders; nothing when there are too
/// many.
fn exact(strata: &[Vec<usize>], experts: usize) -> Option<(u64, Vec<Draw>)> {
    let mut draws: Vec<Draw> = vec![(vec![0; experts], 1)];
    let mut resamples: u64 = 1;
    for stratum in strata {
        let size = stratum.len() as u64;
        let different = choose(2 * size - u64::from(size > 0), size)?;
        if different.checked_mul(draws.len() as u64)? > MOST_EXACT {
            return None;
        }
        let orders = size.checked_pow(u32::try_from(size).ok()?)?;
        resamples = resamples.checked_mul(orders)?;
        let of_stratum = multisets(stratum.len());
        draws = draws
            .iter()
            .flat_map(|(weights, times)| {
                of_stratum.iter().map(move |(counts, orders)| {
                    let mut weights = weights.clone();
                    for (place, count) in stratum.iter().zip(counts) {
                        weights[*place] = *count;
                    }
                    (weights, times * orders)
                })
            })
            .collect();
    }
    Some((resamples, draws))
}

/// n over k, or nothing when it does not fit.
fn choose(n: u64, k: u64) -> Option<u64> {
    (1..=k).try_fold(1_u64, |found, step| {
        Some(found.checked_mul(n - k + step)? / step)
    })
}

/// All ways to draw `size` times from `size`, with the number of orders of each:
/// size! / Π count!.
fn multisets(size: usize) -> Vec<Draw> {
    let mut found: Vec<(Vec<u32>, u64, u64)> = vec![(Vec::new(), size as u64, 1)];
    for place in 0..size {
        let is_last = place + 1 == size;
        found = found
            .into_iter()
            .flat_map(|(counts, left, orders)| {
                let least = if is_last { left } else { 0 };
                (least..=left).filter_map(move |count| {
                    let mut counts = counts.clone();
                    counts.push(u32::try_from(count).ok()?);
                    // Where among what is left the draws of this one stand.
                    Some((counts, left - count, orders * choose(left, count)?))
                })
            })
            .collect();
    }
    found
        .into_iter()
        .map(|(counts, _, orders)| (counts, orders))
        .collect()
}

fn seeded(strata: &[Vec<usize>], experts: usize, resamples: u64, seed: Digest) -> Vec<Draw> {
    let mut numbers = Numbers::new(seed);
    let mut draw = || {
        let mut weights = vec![0; experts];
        for stratum in strata.iter().filter(|stratum| !stratum.is_empty()) {
            for _ in stratum {
                let number = numbers.below(stratum.len() as u64);
                let place = usize::try_from(number).ok().and_then(|at| stratum.get(at));
                if let Some(place) = place {
                    weights[*place] += 1;
                }
            }
        }
        (weights, 1)
    };
    (0..resamples).map(|_| draw()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::tests::expert;

    fn group(range: std::ops::Range<u32>) -> BTreeSet<ExpertKey> {
        range.map(|at| expert(&format!("e{at:02}"))).collect()
    }

    #[test]
    fn few_experts_are_drawn_in_every_way_and_each_way_as_often_as_it_comes() {
        let draws = Draws::new(&[group(0..3)], 10, Digest([0; 32]));
        assert_eq!(draws.course, Course::Exact { resamples: 27 });
        assert_eq!(draws.draws.len(), 10);
        assert_eq!(draws.draws.iter().map(|(_, times)| times).sum::<u64>(), 27);
        let once_each = draws
            .draws
            .iter()
            .find(|(weights, _)| *weights == [1, 1, 1]);
        assert_eq!(once_each.unwrap().1, 6);
    }

    #[test]
    fn groups_are_drawn_from_apart() {
        let draws = Draws::new(&[group(0..2), group(2..4)], 10, Digest([0; 32]));
        assert_eq!(draws.course, Course::Exact { resamples: 16 });
        assert!(
            draws
                .draws
                .iter()
                .all(|(weights, _)| weights[..2].iter().sum::<u32>() == 2)
        );
    }

    #[test]
    fn seven_are_few_and_eight_are_many() {
        let seed = Digest::of(b"round");
        let seven = Draws::new(&[group(0..7)], 10, seed);
        assert_eq!(seven.draws.len(), 1_716);
        assert_eq!(seven.course.resamples(), 823_543);
        let eight = Draws::new(&[group(0..8)], 10, seed);
        assert_eq!(
            eight.course,
            Course::Seeded {
                resamples: 10,
                seed
            }
        );
        assert!(
            eight
                .draws
                .iter()
                .all(|(weights, _)| weights.iter().sum::<u32>() == 8)
        );
        assert_eq!(eight, Draws::new(&[group(0..8)], 10, seed));
        assert_ne!(
            eight.draws,
            Draws::new(&[group(0..8)], 10, Digest::of(b"other")).draws
        );
    }

    #[test]
    fn nobody_is_drawn_once() {
        let none = Draws::new(&[], 10, Digest([0; 32]));
        assert_eq!(none.draws, [(Vec::new(), 1)]);
    }
}
