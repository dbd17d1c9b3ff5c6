//! Cohen's κ of two experts, plain and weighted, and Fleiss' κ of a fixed number of them.
//!
//! Formulas: J. Cohen, Educational and Psychological Measurement 20 (1960), 37–46, and Psychological
//! Bulletin 70 (1968), 213–220; standard error: J. L. Fleiss, J. Cohen, B. S. Everitt, Psychological
//! Bulletin 72 (1969), 323–327; J. L. Fleiss, Psychological Bulletin 76 (1971), 378–382.
//!
//! Trap: weights go by the *position* of a category among those that occur, not by its value; a level
//! that nobody gave has no position.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::StatsError;
use super::figure::Figure;
use crate::score::Exact;

/// How disagreement weighs by the distance of two categories.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weighting {
    /// Any disagreement weighs the same.
    Plain,
    /// By the distance.
    Linear,
    /// By the square of the distance.
    Quadratic,
}

impl Weighting {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Plain, Self::Linear, Self::Quadratic];

    /// The weight of agreement of the categories at two positions out of `size`, of which there are
    /// two at least.
    fn agreement(self, one: usize, two: usize, size: usize) -> Exact {
        let distance = Exact::count(one.abs_diff(two));
        let share = distance.over(&Exact::count(size - 1)).unwrap_or(Exact::ONE);
        match self {
            Self::Plain if one == two => Exact::ONE,
            Self::Plain => Exact::ZERO,
            Self::Linear => Exact::ONE - share,
            Self::Quadratic => Exact::ONE - share.clone() * share,
        }
    }
}

/// How often one expert gave each category where another gave each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CrossTable {
    /// A row for each category of the one, in it a count for each category of the other.
    counts: Vec<Vec<u64>>,
}

/// κ with its standard error.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Kappa {
    /// κ.
    pub value: Figure,
    /// Its standard error in a large sample.
    pub error: Figure,
}

impl CrossTable {
    /// A square table; nothing when it is not square.
    #[must_use]
    pub fn new(counts: Vec<Vec<u64>>) -> Option<Self> {
        let size = counts.len();
        let square = counts.iter().all(|row| row.len() == size);
        square.then_some(Self { counts })
    }

    /// The table of pairs of values, over the values that occur.
    #[must_use]
    pub fn of_pairs<'a>(pairs: impl IntoIterator<Item = (&'a Exact, &'a Exact)>) -> Self {
        let pairs: Vec<_> = pairs.into_iter().collect();
        let values: BTreeSet<&Exact> = pairs.iter().flat_map(|(one, two)| [*one, *two]).collect();
        let positions: BTreeMap<&Exact, usize> = values.into_iter().zip(0..).collect();
        let mut counts = vec![vec![0; positions.len()]; positions.len()];
        for (one, two) in pairs {
            counts[positions[one]][positions[two]] += 1;
        }
        Self { counts }
    }

    /// All pairs.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.counts.iter().flatten().sum()
    }

    /// Share of pairs in different categories; nothing without pairs.
    #[must_use]
    pub fn disagreement(&self) -> Option<Figure> {
        let same: u64 = self.diagonal().sum();
        let total = self.total();
        Figure::new((total - same) as f64 / total as f64)
    }

    /// Of what either put into a category, the share that both did: 2a / (row + column)
    /// (D. V. Cicchetti, A. R. Feinstein, J. Clin. Epidemiol. 43 (1990), 551–558).
    #[must_use]
    pub fn specific_agreement(&self, category: usize) -> Option<Figure> {
        let both = *self.counts.get(category)?.get(category)?;
        let row: u64 = self.counts.get(category)?.iter().sum();
        let column: u64 = self.counts.iter().filter_map(|row| row.get(category)).sum();
        Figure::new(2.0 * both as f64 / (row + column) as f64)
    }

    /// κ = (P − Pₑ) / (1 − Pₑ), with P the weighted agreement and Pₑ that of the margins.
    ///
    /// # Errors
    /// [`StatsError::NoPairs`] without pairs, [`StatsError::NoVariation`] when both gave one and the
    /// same category throughout.
    pub fn kappa(&self, weighting: Weighting) -> Result<Kappa, StatsError> {
        if self.total() == 0 {
            return Err(StatsError::NoPairs);
        }
        let shares = Shares::of(self, weighting).ok_or(StatsError::NoVariation)?;
        let (kappa, variance) = shares.kappa().ok_or(StatsError::NoVariation)?;
        let figures = Figure::of(&kappa).zip(Figure::new(variance.to_f64().sqrt()));
        let (value, error) = figures.ok_or(StatsError::NoVariation)?;
        Ok(Kappa { value, error })
    }

    fn diagonal(&self) -> impl Iterator<Item = u64> {
        self.counts
            .iter()
            .enumerate()
            .filter_map(|(at, row)| row.get(at).copied())
    }
}

/// A table of at least two categories as exact shares, with the weights of its cells: a κ that lies
/// half way between two printed figures is then the same in whichever order the pairs come.
struct Shares {
    total: Exact,
    cells: Vec<Vec<Exact>>,
    weights: Vec<Vec<Exact>>,
    rows: Vec<Exact>,
    columns: Vec<Exact>,
}

impl Shares {
    fn of(table: &CrossTable, weighting: Weighting) -> Option<Self> {
        let size = table.counts.len();
        if size < 2 {
            return None;
        }
        let exact = |count: u64| usize::try_from(count).ok().map(Exact::count);
        let total = exact(table.total())?;
        let share = |count: &u64| exact(*count)?.over(&total);
        let cells: Vec<Vec<Exact>> = table
            .counts
            .iter()
            .map(|row| row.iter().map(share).collect())
            .collect::<Option<_>>()?;
        let weight_row = |one| {
            (0..size)
                .map(move |two| weighting.agreement(one, two, size))
                .collect()
        };
        Some(Self {
            rows: cells.iter().map(|row| row.iter().cloned().sum()).collect(),
            columns: (0..size)
                .map(|at| cells.iter().map(|row| row[at].clone()).sum())
                .collect(),
            weights: (0..size).map(weight_row).collect(),
            cells,
            total,
        })
    }

    /// κ and its variance in a large sample; nothing when chance alone agrees fully.
    fn kappa(&self) -> Option<(Exact, Exact)> {
        let observed =
            self.over_cells(|i, j| self.weights[i][j].clone() * self.cells[i][j].clone());
        let expected = self.over_cells(|i, j| {
            self.weights[i][j].clone() * self.rows[i].clone() * self.columns[j].clone()
        });
        let chance_differs = Exact::ONE - expected.clone();
        let kappa = (observed - expected.clone()).over(&chance_differs)?;
        let short_of_one = Exact::ONE - kappa.clone();
        let (of_row, of_column) = self.mean_weights();
        let spread = self.over_cells(|i, j| {
            let means = of_row[i].clone() + of_column[j].clone();
            let off = self.weights[i][j].clone() - means * short_of_one.clone();
            self.cells[i][j].clone() * off.clone() * off
        });
        let centre = kappa.clone() - expected * short_of_one;
        let scale = self.total.clone() * chance_differs.clone() * chance_differs;
        let variance = (spread - centre.clone() * centre).over(&scale)?;
        Some((kappa, variance))
    }

    /// Mean weight of each category of the one over the margin of the other, and the reverse.
    fn mean_weights(&self) -> (Vec<Exact>, Vec<Exact>) {
        let size = self.rows.len();
        let row = |i: usize| {
            let terms = (0..size).map(|j| self.columns[j].clone() * self.weights[i][j].clone());
            terms.sum()
        };
        let column = |j: usize| {
            let terms = (0..size).map(|i| self.rows[i].clone() * self.weights[i][j].clone());
            terms.sum()
        };
        (
            (0..size).map(row).collect(),
            (0..size).map(column).collect(),
        )
    }

    fn over_cells(&self, term: impl Fn(usize, usize) -> Exact) -> Exact {
        let size = self.rows.len();
        let cells = (0..size).flat_map(|i| (0..size).map(move |j| (i, j)));
        cells.map(|(i, j)| term(i, j)).sum()
    }
}

/// Fleiss' κ and what it is made of.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fleiss {
    /// Subjects.
    pub subjects: usize,
    /// Marks of each subject.
    pub raters: u64,
    /// Mean share of agreeing pairs, P̄.
    pub observed: Figure,
    /// What chance would give, Pₑ.
    pub expected: Figure,
    /// κ = (P̄ − Pₑ) / (1 − Pₑ).
    pub kappa: Figure,
    /// κ over its standard error when chance alone is at work.
    pub z: Option<Figure>,
    /// Share of agreeing pairs of each subject.
    #[serde(skip)]
    pub by_subject: Vec<f64>,
}

/// Fleiss' κ of subjects, each with how often every category was given.
///
/// # Errors
/// [`StatsError::TooSmall`] without subjects, with a single mark each, or where their number
/// differs; [`StatsError::NoVariation`] when only one category was given.
pub fn fleiss(subjects: &[Vec<u64>]) -> Result<Fleiss, StatsError> {
    let first = subjects.first().ok_or(StatsError::TooSmall)?;
    let raters: u64 = first.iter().sum();
    let same = |row: &Vec<u64>| row.len() == first.len() && row.iter().sum::<u64>() == raters;
    if raters < 2 || !subjects.iter().all(same) {
        return Err(StatsError::TooSmall);
    }
    let (n, count) = (raters as f64, subjects.len() as f64);
    let pairs = |row: &Vec<u64>| row.iter().map(|c| c * c).sum::<u64>() - raters;
    let agreeing: u64 = subjects.iter().map(pairs).sum();
    let shares: Vec<f64> = (0..first.len())
        .map(|at| subjects.iter().map(|row| row[at]).sum::<u64>() as f64 / (n * count))
        .collect();
    let observed = agreeing as f64 / (count * n * (n - 1.0));
    let expected: f64 = shares.iter().map(|p| p * p).sum();
    let kappa = Figure::new((observed - expected) / (1.0 - expected));
    let kappa = kappa.filter(|_| shares.iter().all(|p| *p < 1.0));
    let (kappa, (observed, expected)) = kappa
        .zip(Figure::new(observed).zip(Figure::new(expected)))
        .ok_or(StatsError::NoVariation)?;
    Ok(Fleiss {
        subjects: subjects.len(),
        raters,
        observed,
        expected,
        kappa,
        z: Figure::new(kappa.value() / chance_error(&shares, count, n)),
        by_subject: subjects
            .iter()
            .map(|row| pairs(row) as f64 / (n * (n - 1.0)))
            .collect(),
    })
}

/// Standard error of κ under chance (J. L. Fleiss, J. C. M. Nee, J. R. Landis, Psychological
/// Bulletin 86 (1979), 974–977).
fn chance_error(shares: &[f64], subjects: f64, raters: f64) -> f64 {
    let spread: f64 = shares.iter().map(|p| p * (1.0 - p)).sum();
    let skew: f64 = shares.iter().map(|p| p * (1.0 - p) * (1.0 - 2.0 * p)).sum();
    let variance =
        2.0 * (spread * spread - skew) / (spread * spread * subjects * raters * (raters - 1.0));
    variance.sqrt()
}

/// Counts by category of units with equally many values: of the numbers of values that occur the
/// one that most units have, of several the greatest.
#[must_use]
pub fn counts_by_category(units: &[Vec<&Exact>]) -> Vec<Vec<u64>> {
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for unit in units.iter().filter(|unit| unit.len() > 1) {
        *sizes.entry(unit.len()).or_default() += 1;
    }
    let Some((size, _)) = sizes
        .into_iter()
        .max_by_key(|(size, units)| (*units, *size))
    else {
        return Vec::new();
    };
    let chosen: Vec<&Vec<&Exact>> = units.iter().filter(|unit| unit.len() == size).collect();
    let values: BTreeSet<&Exact> = chosen
        .iter()
        .flat_map(|unit| unit.iter().copied())
        .collect();
    let positions: BTreeMap<&Exact, usize> = values.into_iter().zip(0..).collect();
    chosen
        .iter()
        .map(|unit| {
            let mut counts = vec![0; positions.len()];
            unit.iter().for_each(|value| counts[positions[*value]] += 1);
            counts
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(pairs: &[(u32, u32)]) -> CrossTable {
        let exact: Vec<_> = pairs
            .iter()
            .map(|(a, b)| (Exact::from(*a), Exact::from(*b)))
            .collect();
        CrossTable::of_pairs(exact.iter().map(|(a, b)| (a, b)))
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        assert_eq!(table(&[]).kappa(Weighting::Plain), Err(StatsError::NoPairs));
        assert_eq!(
            table(&[(3, 3), (3, 3)]).kappa(Weighting::Linear),
            Err(StatsError::NoVariation)
        );
        assert_eq!(table(&[]).disagreement(), None);
        assert_eq!(fleiss(&[]), Err(StatsError::TooSmall));
        assert_eq!(fleiss(&[vec![1, 0]]), Err(StatsError::TooSmall));
        assert_eq!(fleiss(&[vec![2, 0], vec![1, 2]]), Err(StatsError::TooSmall));
        assert_eq!(
            fleiss(&[vec![3, 0], vec![3, 0]]),
            Err(StatsError::NoVariation)
        );
    }

    #[test]
    fn full_agreement_is_one_under_any_weights() {
        for weighting in Weighting::ALL {
            let kappa = table(&[(1, 1), (2, 2), (5, 5)]).kappa(weighting).unwrap();
            assert_eq!(kappa.value.to_fixed(12), "1.000000000000");
            assert_eq!(kappa.error.to_fixed(6), "0.000000");
        }
    }

    #[test]
    fn units_with_another_number_of_marks_are_left_out_of_fleiss() {
        let values = [Exact::from(1), Exact::from(2)];
        let (one, two) = (&values[0], &values[1]);
        let units = [
            vec![one, two, two],
            vec![one, one],
            vec![two, one, two],
            vec![two],
        ];
        assert_eq!(counts_by_category(&units), [[1, 2], [1, 2]]);
        assert!(counts_by_category(&[vec![one]]).is_empty());
    }

    proptest! {
        #[test]
        fn neither_the_order_of_pairs_nor_who_comes_first_matters(
            pairs in prop::collection::vec((0u32..5, 0u32..5), 1..20)
        ) {
            let turned: Vec<(u32, u32)> = pairs.iter().rev().map(|(a, b)| (*b, *a)).collect();
            for weighting in Weighting::ALL {
                let shown = |pairs: &[(u32, u32)]| table(pairs).kappa(weighting).map(|k| (k.value.to_fixed(6), k.error.to_fixed(6)));
                prop_assert_eq!(shown(&pairs), shown(&turned));
            }
        }
    }
}
