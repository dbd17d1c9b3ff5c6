//! Orders of preference, one per expert, and what they make together: Borda, Schulze, ranked pairs.
//!
//! Owns the counts of who stands above whom and the three methods that need nothing else; Kemeny's
//! stands in `kemeny.rs`. An expert compares only what they marked: two applications of which one was
//! not theirs are not compared by them. Equal values are no preference.
//!
//! Sources: J.-C. de Borda, 1781 (ties share their points); M. Schulze, Social Choice and Welfare 36
//! (2011), 267–303, with winning votes; T. N. Tideman, Social Choice and Welfare 4 (1987), 185–206.
//!
//! Trap: ties stay ties. Of majorities equally strong none is preferred: those that would close a
//! circle with one another or with stronger ones all stay unlocked, so that no name ever decides.

use std::collections::{BTreeMap, BTreeSet};

use super::ratings::Ratings;
use crate::id::ApplicationId;
use crate::score::Exact;

/// Orders of preference over one set of applications.
#[derive(Debug, Clone, Default)]
pub struct Ballots {
    /// All applications, in ascending order.
    applications: Vec<ApplicationId>,
    /// Levels of each ballot, best first, and how often it was cast.
    ballots: Vec<(Vec<Vec<usize>>, u64)>,
}

/// How many put one above the other, for each ordered pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairwise {
    size: usize,
    above: Vec<u64>,
}

impl Ballots {
    /// A ballot of each expert: their own values, the greatest first.
    #[must_use]
    pub fn of(ratings: &Ratings) -> Self {
        let own = ratings.by_expert().into_values();
        let ballots = own.map(|own| {
            let mut levels: BTreeMap<&Exact, Vec<&ApplicationId>> = BTreeMap::new();
            for (application, value) in own {
                levels.entry(value).or_default().push(application);
            }
            (levels.into_values().rev().collect::<Vec<_>>(), 1)
        });
        Self::cast(&ballots.collect::<Vec<_>>())
    }

    /// Ballots as cast: levels of equals, best first, and how often.
    #[must_use]
    pub fn cast(ballots: &[(Vec<Vec<&ApplicationId>>, u64)]) -> Self {
        let all: BTreeSet<&ApplicationId> = ballots
            .iter()
            .flat_map(|(levels, _)| levels.iter().flatten().copied())
            .collect();
        let applications: Vec<ApplicationId> = all.into_iter().cloned().collect();
        let place = |id: &&ApplicationId| applications.binary_search(id).ok();
        let numbered = ballots.iter().map(|(levels, times)| {
            let levels = levels
                .iter()
                .map(|level| level.iter().filter_map(place).collect());
            (levels.collect(), *times)
        });
        Self {
            ballots: numbered.collect(),
            applications,
        }
    }

    /// The applications, in the order in which everything below counts them.
    #[must_use]
    pub fn applications(&self) -> &[ApplicationId] {
        &self.applications
    }

    /// Points of each application: one for each it stands above on a ballot, half a one for each it
    /// ties with, and `least` on every ballot it is on.
    #[must_use]
    pub fn borda(&self, least: u32) -> Vec<Exact> {
        let mut points = vec![Exact::ZERO; self.applications.len()];
        for (levels, times) in &self.ballots {
            let mut below: usize = levels.iter().map(Vec::len).sum();
            for level in levels {
                below -= level.len();
                let own = &half(2 * below + level.len() - 1) + &Exact::from(least);
                let own = &own * &count(*times);
                for at in level {
                    points[*at] = &points[*at] + &own;
                }
            }
        }
        points
    }

    /// Points over the most that could be had on the ballots an application is on: what Borda's count
    /// is where not everybody compares everything. Nothing for one that was never compared.
    #[must_use]
    pub fn borda_shares(&self) -> Vec<Option<Exact>> {
        let mut most = vec![Exact::ZERO; self.applications.len()];
        for (levels, times) in &self.ballots {
            let size: usize = levels.iter().map(Vec::len).sum();
            let own = &Exact::count(size.saturating_sub(1)) * &count(*times);
            for at in levels.iter().flatten() {
                most[*at] = &most[*at] + &own;
            }
        }
        let points = self.borda(0);
        points
            .iter()
            .zip(&most)
            .map(|(points, most)| points.over(most))
            .collect()
    }

    /// Who stands above whom how often.
    #[must_use]
    pub fn pairwise(&self) -> Pairwise {
        let size = self.applications.len();
        let mut pairwise = Pairwise {
            size,
            above: vec![0; size * size],
        };
        for (levels, times) in &self.ballots {
            for (rank, level) in levels.iter().enumerate() {
                for one in level {
                    for two in levels.iter().skip(rank + 1).flatten() {
                        pairwise.above[one * size + two] += times;
                    }
                }
            }
        }
        pairwise
    }
}

fn half(doubled: usize) -> Exact {
    Exact::count(doubled)
        .over(&Exact::from(2))
        .unwrap_or_default()
}

fn count(times: u64) -> Exact {
    Exact::count(usize::try_from(times).unwrap_or(usize::MAX))
}

impl Pairwise {
    /// How many applications there are.
    #[must_use]
    pub fn size(&self) -> usize {
        self.size
    }

    /// How many put `one` above `two`.
    #[must_use]
    pub fn above(&self, one: usize, two: usize) -> u64 {
        self.above.get(one * self.size + two).copied().unwrap_or(0)
    }

    /// Whether more put `one` above `two` than below.
    #[must_use]
    pub fn beats(&self, one: usize, two: usize) -> bool {
        self.above(one, two) > self.above(two, one)
    }

    /// Schulze's strongest paths by winning votes; row by row.
    #[must_use]
    pub fn strongest_paths(&self) -> Vec<u64> {
        let size = self.size;
        let pairs = (0..size).flat_map(|one| (0..size).map(move |two| (one, two)));
        let mut paths: Vec<u64> = pairs
            .map(|(one, two)| {
                if self.beats(one, two) {
                    self.above(one, two)
                } else {
                    0
                }
            })
            .collect();
        for by in 0..size {
            for one in (0..size).filter(|one| *one != by) {
                let to = paths[one * size + by];
                if to == 0 {
                    continue;
                }
                for two in (0..size).filter(|two| *two != by && *two != one) {
                    let through = to.min(paths[by * size + two]);
                    let direct = &mut paths[one * size + two];
                    *direct = through.max(*direct);
                }
            }
        }
        paths
    }

    /// Places after Schulze: one more than those with a stronger path to it than back.
    #[must_use]
    pub fn schulze(&self) -> Vec<u32> {
        let paths = self.strongest_paths();
        let size = self.size;
        self.places(|one, two| paths[one * size + two] > paths[two * size + one])
    }

    /// Places after Tideman: one more than those that locked majorities lead from.
    #[must_use]
    pub fn ranked_pairs(&self) -> Vec<u32> {
        let mut locked = Reach::none(self.size);
        for group in self.majorities().chunk_by(|a, b| a.0 == b.0) {
            // With everything of this strength in it, who would go round in a circle?
            let mut all = locked.clone();
            group.iter().for_each(|(_, one, two)| all.join(*one, *two));
            let safe = group.iter().filter(|(_, one, two)| !all.leads(*two, *one));
            let safe: Vec<_> = safe.collect();
            safe.iter()
                .for_each(|(_, one, two)| locked.join(*one, *two));
        }
        self.places(|one, two| locked.leads(one, two))
    }

    /// Majorities, strongest first: most votes, then fewest against.
    fn majorities(&self) -> Vec<((std::cmp::Reverse<u64>, u64), usize, usize)> {
        let size = self.size;
        let pairs = (0..size).flat_map(|one| (0..size).map(move |two| (one, two)));
        let mut found: Vec<_> = pairs
            .filter(|(one, two)| self.beats(*one, *two))
            .map(|(one, two)| {
                let strength = (
                    std::cmp::Reverse(self.above(one, two)),
                    self.above(two, one),
                );
                (strength, one, two)
            })
            .collect();
        found.sort_unstable();
        found
    }

    fn places(&self, before: impl Fn(usize, usize) -> bool) -> Vec<u32> {
        let place = |own| {
            let ahead = (0..self.size).filter(|other| *other != own && before(*other, own));
            u32::try_from(ahead.count())
                .unwrap_or(u32::MAX)
                .saturating_add(1)
        };
        (0..self.size).map(place).collect()
    }
}

/// Which applications lead to which, in any number of steps.
#[derive(Clone)]
struct Reach {
    size: usize,
    leads: Vec<bool>,
}

impl Reach {
    fn none(size: usize) -> Self {
        Self {
            size,
            leads: vec![false; size * size],
        }
    }

    fn leads(&self, one: usize, two: usize) -> bool {
        self.leads[one * self.size + two]
    }

    /// Adds a step, and everything that follows from it.
    fn join(&mut self, one: usize, two: usize) {
        if self.leads(one, two) {
            return;
        }
        let ends: Vec<usize> = (0..self.size)
            .filter(|end| *end == two || self.leads(two, *end))
            .collect();
        for start in 0..self.size {
            if start == one || self.leads(start, one) {
                for end in &ends {
                    self.leads[start * self.size + end] = true;
                }
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::stats::tests::{application, ratings};

    /// Ballots written as `ACB`, best first.
    pub(crate) fn cast(written: &[(&str, u64)]) -> Ballots {
        let letters: BTreeMap<char, ApplicationId> = written
            .iter()
            .flat_map(|(order, _)| order.chars())
            .map(|letter| (letter, application(&letter.to_lowercase().to_string())))
            .collect();
        let ballots: Vec<_> = written
            .iter()
            .map(|(order, times)| {
                (
                    order
                        .chars()
                        .map(|letter| vec![&letters[&letter]])
                        .collect(),
                    *times,
                )
            })
            .collect();
        Ballots::cast(&ballots)
    }

    #[test]
    fn a_circle_of_equal_strength_is_a_tie_of_all() {
        let pairwise = cast(&[("ABC", 1), ("BCA", 1), ("CAB", 1)]).pairwise();
        assert_eq!(pairwise.schulze(), [1, 1, 1]);
        assert_eq!(pairwise.ranked_pairs(), [1, 1, 1]);
    }

    #[test]
    fn equal_marks_are_no_preference_and_share_points() {
        let table = ratings(&[
            ("a1", &[("e1", 9), ("e2", 5)]),
            ("a2", &[("e1", 9)]),
            ("a3", &[("e1", 3), ("e2", 6)]),
        ]);
        let ballots = Ballots::of(&table);
        let points: Vec<String> = ballots.borda(0).iter().map(ToString::to_string).collect();
        assert_eq!(points, ["1.5", "1.5", "1"]);
        let shares: Vec<_> = ballots
            .borda_shares()
            .into_iter()
            .map(|share| share.unwrap().to_string())
            .collect();
        assert_eq!(shares, ["0.5", "0.75", "1/3"]);
        let pairwise = ballots.pairwise();
        assert_eq!((pairwise.above(0, 1), pairwise.above(1, 0)), (0, 0));
        assert_eq!((pairwise.above(0, 2), pairwise.above(2, 0)), (1, 1));
    }

    #[test]
    fn nothing_ranks_nothing() {
        let none = Ballots::default();
        assert!(none.borda(1).is_empty() && none.pairwise().schulze().is_empty());
        assert!(none.pairwise().ranked_pairs().is_empty());
    }

    #[test]
    fn the_order_of_ballots_does_not_matter() {
        let one = cast(&[("ABCD", 3), ("BDCA", 2), ("DCAB", 2)]);
        let two = cast(&[("DCAB", 2), ("BDCA", 1), ("ABCD", 3), ("BDCA", 1)]);
        assert_eq!(one.borda(1), two.borda(1));
        assert_eq!(one.pairwise(), two.pairwise());
    }
}
