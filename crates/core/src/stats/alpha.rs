//! Krippendorff's α: agreement of any number of experts with marks missing.
//!
//! Owns the coincidences, which take one unit (an application on a leaf) at a time and in any order,
//! and the four differences. Formulas: K. Krippendorff, *Content Analysis*, 2nd ed. 2004, ch. 11;
//! *Computing Krippendorff's Alpha-Reliability*, 2011. A unit with `m ≥ 2` values adds `1 / (m − 1)`
//! to `o(c, k)` for each ordered pair of them; `n(c) = Σ o(c, k)`, `n = Σ n(c)`;
//! `α = 1 − (n − 1) · Σ o(c, k) δ(c, k) / Σ n(c) n(k) δ(c, k)`.
//!
//! Trap: a unit with a single value is not pairable and counts nowhere, not even in `n(c)`.

use std::collections::BTreeMap;

use serde::Serialize;

use super::StatsError;
use super::figure::Figure;
use crate::score::Exact;

/// How far two values are apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// `δ = 0` for equal values, else 1.
    Nominal,
    /// `δ = (Σ n(g) for g from c to k − (n(c) + n(k)) / 2)²`.
    Ordinal,
    /// `δ = (c − k)²`.
    Interval,
    /// `δ = ((c − k) / (c + k))²`; values are not negative.
    Ratio,
}

impl Metric {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Nominal, Self::Ordinal, Self::Interval, Self::Ratio];
}

/// Two values, by number, and how many values their unit had.
type Cell = (usize, usize, usize);

/// Pairs of values that met in a unit.
#[derive(Debug, Clone, Default)]
pub struct Coincidences {
    /// Each value with its number, which is the order in which values came first.
    numbers: BTreeMap<Exact, usize>,
    /// How often each value was pairable, by number.
    pairable: Vec<u64>,
    /// Unordered pairs of different values.
    cells: BTreeMap<Cell, u64>,
}

/// What the values amount to once all units are in: different values in ascending order.
struct Margins {
    values: Vec<f64>,
    counts: Vec<f64>,
    /// Number of pairable values below each value, half of its own included.
    middles: Vec<f64>,
    /// Position of each value by its number.
    positions: Vec<usize>,
}

impl Coincidences {
    /// Takes the values of one unit.
    pub fn take<'a>(&mut self, unit: impl IntoIterator<Item = &'a Exact>) {
        let mut numbers: Vec<usize> = unit.into_iter().map(|value| self.number(value)).collect();
        let size = numbers.len();
        if size < 2 {
            return;
        }
        numbers.sort_unstable();
        let runs: Vec<(usize, u64)> = numbers
            .chunk_by(|a, b| a == b)
            .filter_map(|run| Some((*run.first()?, run.len() as u64)))
            .collect();
        for (at, (one, times)) in runs.iter().enumerate() {
            if let Some(count) = self.pairable.get_mut(*one) {
                *count += times;
            }
            for (two, others) in runs.iter().skip(at + 1) {
                *self.cells.entry((*one, *two, size)).or_default() += times * others;
            }
        }
    }

    /// How many values could be paired.
    #[must_use]
    pub fn pairable(&self) -> u64 {
        self.pairable.iter().sum()
    }

    /// α under a metric.
    ///
    /// # Errors
    /// [`StatsError::NoPairs`] when no unit has two values, [`StatsError::NoVariation`] when all
    /// pairable values are equal, [`StatsError::Negative`] for a ratio of negative values.
    pub fn alpha(&self, metric: Metric) -> Result<Figure, StatsError> {
        let margins = self.margins();
        if margins.values.is_empty() {
            return Err(StatsError::NoPairs);
        }
        if metric == Metric::Ratio && margins.values.iter().any(|value| *value < 0.0) {
            return Err(StatsError::Negative);
        }
        let expected = margins.expected(metric);
        if expected <= 0.0 {
            return Err(StatsError::NoVariation);
        }
        let observed = self.observed(&margins, metric);
        let total = self.pairable() as f64;
        Figure::new(1.0 - (total - 1.0) * observed / expected).ok_or(StatsError::NoVariation)
    }

    fn number(&mut self, value: &Exact) -> usize {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = self.pairable.len();
        self.numbers.insert(value.clone(), number);
        self.pairable.push(0);
        number
    }

    fn margins(&self) -> Margins {
        let mut margins = Margins {
            values: Vec::new(),
            counts: Vec::new(),
            middles: Vec::new(),
            positions: vec![usize::MAX; self.pairable.len()],
        };
        let mut below = 0.0;
        for (value, number) in &self.numbers {
            let count = self.pairable.get(*number).copied().unwrap_or(0) as f64;
            if count > 0.0 {
                if let Some(position) = margins.positions.get_mut(*number) {
                    *position = margins.values.len();
                }
                margins.values.push(value.to_f64());
                margins.counts.push(count);
                margins.middles.push(below + count / 2.0);
                below += count;
            }
        }
        margins
    }

    /// `Σ o(c, k) δ(c, k)` over unordered pairs, in ascending order of values.
    fn observed(&self, margins: &Margins, metric: Metric) -> f64 {
        let mut cells: Vec<(Cell, u64)> = Vec::with_capacity(self.cells.len());
        for ((one, two, size), times) in &self.cells {
            let place = |number: &usize| margins.positions.get(*number).copied();
            if let (Some(one), Some(two)) = (place(one), place(two)) {
                cells.push(((one.min(two), one.max(two), *size), *times));
            }
        }
        cells.sort_unstable();
        let terms = cells.into_iter().map(|((one, two, size), times)| {
            times as f64 / (size - 1) as f64 * margins.difference(metric, one, two)
        });
        terms.sum()
    }
}

impl Margins {
    /// `Σ n(c) n(k) δ(c, k)` over unordered pairs.
    fn expected(&self, metric: Metric) -> f64 {
        let mut sum = 0.0;
        for (one, count) in self.counts.iter().enumerate() {
            for (two, other) in self.counts.iter().enumerate().skip(one + 1) {
                sum += count * other * self.difference(metric, one, two);
            }
        }
        sum
    }

    /// δ of the values at two positions.
    fn difference(&self, metric: Metric, one: usize, two: usize) -> f64 {
        let off = match metric {
            Metric::Nominal => return if one == two { 0.0 } else { 1.0 },
            Metric::Ordinal => self.middles[two] - self.middles[one],
            Metric::Interval => self.values[two] - self.values[one],
            Metric::Ratio => {
                let (one, two) = (self.values[one], self.values[two]);
                (two - one) / (two + one)
            }
        };
        off * off
    }
}

impl<'a, U: IntoIterator<Item = &'a Exact>> FromIterator<U> for Coincidences {
    fn from_iter<I: IntoIterator<Item = U>>(units: I) -> Self {
        let mut coincidences = Self::default();
        units.into_iter().for_each(|unit| coincidences.take(unit));
        coincidences
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn coincidences(units: &[Vec<u32>]) -> Coincidences {
        let exact: Vec<Vec<Exact>> = units
            .iter()
            .map(|unit| unit.iter().map(|value| Exact::from(*value)).collect())
            .collect();
        exact.iter().collect()
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        let of = |units: &[Vec<u32>], metric| coincidences(units).alpha(metric);
        assert_eq!(of(&[], Metric::Nominal), Err(StatsError::NoPairs));
        assert_eq!(
            of(&[vec![1], vec![2]], Metric::Interval),
            Err(StatsError::NoPairs)
        );
        let equal = [vec![3, 3], vec![3, 3, 3]];
        assert_eq!(of(&equal, Metric::Ordinal), Err(StatsError::NoVariation));
        let below = [Exact::ratio(-1, 1).unwrap(), Exact::ONE];
        let negative: Coincidences = [below.iter()].into_iter().collect();
        assert_eq!(negative.alpha(Metric::Ratio), Err(StatsError::Negative));
    }

    #[test]
    fn a_lone_value_counts_nowhere() {
        let with = coincidences(&[vec![1, 2], vec![2, 3], vec![3, 4], vec![9]]);
        let without = coincidences(&[vec![1, 2], vec![2, 3], vec![3, 4]]);
        for metric in Metric::ALL {
            assert_eq!(with.alpha(metric), without.alpha(metric));
        }
    }

    #[test]
    fn perfect_agreement_is_one() {
        let found = coincidences(&[vec![1, 1, 1], vec![4, 4], vec![2, 2, 2]]);
        for metric in Metric::ALL {
            assert_eq!(found.alpha(metric).unwrap().value(), 1.0);
        }
    }

    proptest! {
        #[test]
        fn the_order_of_units_and_values_does_not_matter(
            units in prop::collection::vec(prop::collection::vec(0u32..7, 0..6), 1..12)
        ) {
            let mut turned: Vec<Vec<u32>> = units.iter().rev().cloned().collect();
            turned.iter_mut().for_each(|unit| unit.reverse());
            for metric in Metric::ALL {
                prop_assert_eq!(coincidences(&units).alpha(metric), coincidences(&turned).alpha(metric));
            }
        }
    }
}
