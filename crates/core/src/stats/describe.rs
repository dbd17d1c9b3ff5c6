//! Count, mean, median, standard deviation and range.
//!
//! Owns the tally, which takes values one by one and in any order: what it keeps is how often each
//! value was there, so that millions of marks need no more room than the steps of their scale.
//! Trap: the deviation is that of a whole population (divisor n), as everywhere in this program:
//! the marks of a panel are all of its marks, not a sample of them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figure::Figure;
use crate::score::Exact;

/// How often each value was there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    counts: BTreeMap<Exact, u64>,
}

/// What a set of values looks like.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Description {
    /// How many values.
    pub count: u64,
    /// Arithmetic mean: Σx / n.
    pub mean: Figure,
    /// The value in the middle; of an even number the mean of the two in the middle.
    pub median: Figure,
    /// Standard deviation of the values as a whole population: √(Σ(x − mean)² / n).
    pub deviation: Figure,
    /// The least value.
    pub least: Figure,
    /// The greatest value.
    pub greatest: Figure,
    /// The difference of both.
    pub range: Figure,
}

impl Tally {
    /// Takes one value.
    pub fn take(&mut self, value: &Exact) {
        match self.counts.get_mut(value) {
            Some(count) => *count += 1,
            None => drop(self.counts.insert(value.clone(), 1)),
        }
    }

    /// Takes everything another tally took.
    pub fn merge(&mut self, other: &Self) {
        for (value, count) in &other.counts {
            *self.counts.entry(value.clone()).or_default() += count;
        }
    }

    /// How many values there were.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.counts.values().sum()
    }

    /// What the values look like; nothing when there were none.
    #[must_use]
    pub fn describe(&self) -> Option<Description> {
        let (least, greatest) = (self.counts.keys().next()?, self.counts.keys().next_back()?);
        let mean = self.mean()?;
        Some(Description {
            count: self.count(),
            median: Figure::of(&self.median()?)?,
            deviation: Figure::new(self.variance(&mean)?.to_f64().sqrt())?,
            mean: Figure::of(&mean)?,
            least: Figure::of(least)?,
            greatest: Figure::of(greatest)?,
            range: Figure::of(&(greatest - least))?,
        })
    }

    fn mean(&self) -> Option<Exact> {
        let terms = self.counts.iter();
        let sum: Exact = terms.map(|(value, count)| value * &whole(*count)).sum();
        sum.over(&whole(self.count()))
    }

    fn variance(&self, mean: &Exact) -> Option<Exact> {
        let squares = self.counts.iter().map(|(value, count)| {
            let off = value - mean;
            &(&off * &off) * &whole(*count)
        });
        squares.sum::<Exact>().over(&whole(self.count()))
    }

    fn median(&self) -> Option<Exact> {
        let last = self.count().checked_sub(1)?;
        let (low, high) = (self.at(last / 2)?, self.at(last.div_ceil(2))?);
        (low + high).over(&Exact::from(2))
    }

    /// The value at a position in ascending order, from 0.
    fn at(&self, position: u64) -> Option<&Exact> {
        let mut before = 0;
        self.counts.iter().find_map(|(value, count)| {
            before += count;
            (position < before).then_some(value)
        })
    }
}

fn whole(count: u64) -> Exact {
    Exact::count(usize::try_from(count).unwrap_or(usize::MAX))
}

impl<'a> FromIterator<&'a Exact> for Tally {
    fn from_iter<I: IntoIterator<Item = &'a Exact>>(values: I) -> Self {
        let mut tally = Self::default();
        values.into_iter().for_each(|value| tally.take(value));
        tally
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn described(values: &[u32]) -> Option<Description> {
        let values: Vec<Exact> = values.iter().map(|value| Exact::from(*value)).collect();
        values.iter().collect::<Tally>().describe()
    }

    #[test]
    fn a_textbook_population() {
        let found = described(&[2, 4, 4, 4, 5, 5, 7, 9]).unwrap();
        let shown = [found.mean, found.median, found.deviation, found.range];
        assert_eq!(
            shown.map(|figure| figure.to_fixed(2)),
            ["5.00", "4.50", "2.00", "7.00"]
        );
        assert_eq!(found.count, 8);
    }

    #[test]
    fn one_value_does_not_spread_and_none_has_no_description() {
        let found = described(&[7]).unwrap();
        assert_eq!((found.deviation.value(), found.range.value()), (0.0, 0.0));
        assert_eq!(described(&[]), None);
    }

    proptest! {
        #[test]
        fn neither_order_nor_parts_matter(values in prop::collection::vec(0u32..40, 1..30), cut in 0usize..30) {
            let whole = described(&values);
            let mut turned = values.clone();
            turned.reverse();
            prop_assert_eq!(&described(&turned), &whole);
            let exact: Vec<Exact> = values.iter().map(|v| Exact::from(*v)).collect();
            let (one, two) = exact.split_at(cut.min(exact.len()));
            let mut merged: Tally = two.iter().collect();
            merged.merge(&one.iter().collect());
            prop_assert_eq!(merged.describe(), whole);
        }
    }
}
