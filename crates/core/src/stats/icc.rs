//! Intraclass correlation, all six forms, with intervals.
//!
//! Formulas: P. E. Shrout, J. L. Fleiss, *Intraclass correlations: uses in assessing rater
//! reliability*, Psychological Bulletin 86 (1979), 420–428; K. O. McGraw, S. P. Wong, Psychological
//! Methods 1 (1996), 30–46. With n targets, k judges and the mean squares B between targets, W within
//! targets, J between judges, E residual:
//!
//! | Form | Single | Mean of k |
//! |---|---|---|
//! | 1 | (B − W) / (B + (k − 1) W) | (B − W) / B |
//! | 2 | (B − E) / (B + (k − 1) E + k (J − E) / n) | (B − E) / (B + (J − E) / n) |
//! | 3 | (B − E) / (B + (k − 1) E) | (B − E) / B |
//!
//! Owns values without gaps only: a table with gaps is cut to a block first. Trap: a mean square of
//! zero is no fault of the data; what then has no value is absent, not zero.

use serde::Serialize;

use super::StatsError;
use super::distributions::{f_above, f_quantile};
use super::figure::Figure;
use crate::score::Exact;

/// Sums of squares of a two-way table with one value in each cell.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TwoWay {
    /// Targets (rows).
    pub rows: usize,
    /// Judges (columns).
    pub columns: usize,
    /// Mean of all values.
    pub mean: f64,
    /// Between rows.
    pub between_rows: f64,
    /// Between columns.
    pub between_columns: f64,
    /// What is left.
    pub residual: f64,
}

/// The six correlations of one block.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Icc {
    /// Targets.
    pub targets: usize,
    /// Judges.
    pub judges: usize,
    /// Mean square between targets, B.
    pub between_targets: Figure,
    /// Mean square within targets, W.
    pub within_targets: Figure,
    /// Mean square between judges, J.
    pub between_judges: Figure,
    /// Residual mean square, E.
    pub residual: Figure,
    /// Each judged by other judges, agreement of one.
    pub single_1: Form,
    /// Judges drawn from many, agreement of one.
    pub single_2: Form,
    /// These judges and no others, consistency of one.
    pub single_3: Form,
    /// Form 1 of the mean of all judges.
    pub mean_1: Form,
    /// Form 2 of the mean of all judges.
    pub mean_2: Form,
    /// Form 3 of the mean of all judges.
    pub mean_3: Form,
    /// B / W with n − 1 and n (k − 1) degrees of freedom.
    pub test_1: Option<FTest>,
    /// B / E with n − 1 and (n − 1)(k − 1) degrees of freedom.
    pub test_3: Option<FTest>,
}

/// One form with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Form {
    /// The correlation; absent where it is not defined.
    pub value: Option<Figure>,
    /// The interval of the asked coverage; absent where it is not defined.
    pub interval: Option<(Figure, Figure)>,
}

/// A ratio of mean squares and the probability of one as great if nothing but chance were at work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FTest {
    /// The ratio.
    pub f: Figure,
    /// The probability.
    pub p: Figure,
}

impl FTest {
    /// The test of a ratio.
    #[must_use]
    pub fn of(f: f64, above: f64, below: f64) -> Option<Self> {
        Some(Self {
            f: Figure::new(f)?,
            p: Figure::new(f_above(f, above, below)?)?,
        })
    }
}

impl TwoWay {
    /// The sums of squares of a table whose rows are equally long. Everything up to the sums is
    /// exact, so that what is nothing is nothing and no order of adding shows.
    ///
    /// # Errors
    /// [`StatsError::TooSmall`] with fewer than two rows or two columns.
    pub fn of(table: &[Vec<Exact>]) -> Result<Self, StatsError> {
        let (rows, columns) = (table.len(), table.first().map_or(0, Vec::len));
        if rows < 2 || columns < 2 || table.iter().any(|row| row.len() != columns) {
            return Err(StatsError::TooSmall);
        }
        let column = |at: usize| table.iter().map(move |row| &row[at]).sum::<Exact>();
        let of_rows: Vec<Exact> = table.iter().map(|row| row.iter().sum()).collect();
        let of_columns: Vec<Exact> = (0..columns).map(column).collect();
        let cells: Vec<Exact> = table.iter().flatten().cloned().collect();
        let grand: Exact = of_rows.iter().sum();
        let level = mean_square(std::slice::from_ref(&grand), rows * columns);
        let between_rows = &mean_square(&of_rows, columns) - &level;
        let between_columns = &mean_square(&of_columns, rows) - &level;
        let all = &mean_square(&cells, 1) - &level;
        let residual = &(&all - &between_rows) - &between_columns;
        Ok(Self {
            rows,
            columns,
            mean: grand.to_f64() / (rows * columns) as f64,
            between_rows: between_rows.to_f64(),
            between_columns: between_columns.to_f64(),
            residual: residual.to_f64(),
        })
    }

    pub(super) fn n(&self) -> f64 {
        self.rows as f64
    }

    pub(super) fn k(&self) -> f64 {
        self.columns as f64
    }

    /// Degrees of freedom of what is left: (n − 1)(k − 1).
    pub(super) fn freedom(&self) -> f64 {
        (self.n() - 1.0) * (self.k() - 1.0)
    }
}

/// Σ x² / count.
pub(super) fn mean_square(values: &[Exact], count: usize) -> Exact {
    let squares: Exact = values.iter().map(|value| value * value).sum();
    squares.over(&Exact::count(count)).unwrap_or_default()
}

/// Mean squares by their customary letters.
struct Squares {
    n: f64,
    k: f64,
    b: f64,
    w: f64,
    j: f64,
    e: f64,
    /// Half of what an interval leaves out; nothing when none is asked for.
    tail: Option<f64>,
}

/// The six correlations of a table, a row for each target; intervals cover `percent`, where it is
/// given.
///
/// # Errors
/// [`StatsError::TooSmall`] with fewer than two targets or judges, [`StatsError::NoVariation`] when
/// all values are equal.
pub fn icc(table: &[Vec<Exact>], percent: Option<f64>) -> Result<Icc, StatsError> {
    let sums = TwoWay::of(table)?;
    let (n, k) = (sums.n(), sums.k());
    let squares = Squares {
        n,
        k,
        b: sums.between_rows / (n - 1.0),
        w: (sums.between_columns + sums.residual) / (n * (k - 1.0)),
        j: sums.between_columns / (k - 1.0),
        e: sums.residual / sums.freedom(),
        tail: percent.map(|percent| (100.0 - percent) / 200.0),
    };
    if squares.b <= 0.0 && squares.w <= 0.0 {
        return Err(StatsError::NoVariation);
    }
    squares.forms(&sums).ok_or(StatsError::NoVariation)
}

impl Squares {
    fn forms(&self, sums: &TwoWay) -> Option<Icc> {
        let Self {
            n, k, b, w, j, e, ..
        } = *self;
        let of_judges = (j - e) / n;
        let (one, three) = (self.interval_1(), self.interval_3());
        let two = self.interval_2((b - e) / (b + (k - 1.0) * e + k * of_judges));
        let form = |value: f64, interval: Option<(f64, f64)>| Form {
            value: Figure::new(value),
            interval: interval
                .and_then(|(low, high)| Some((Figure::new(low)?, Figure::new(high)?))),
        };
        // Spearman and Brown: from one judge to the mean of k.
        let stepped = |bounds: Option<(f64, f64)>| {
            let step = |r: f64| r * k / (1.0 + r * (k - 1.0));
            bounds.map(|(low, high)| (step(low), step(high)))
        };
        Some(Icc {
            targets: sums.rows,
            judges: sums.columns,
            between_targets: Figure::new(b)?,
            within_targets: Figure::new(w)?,
            between_judges: Figure::new(j)?,
            residual: Figure::new(e)?,
            single_1: form((b - w) / (b + (k - 1.0) * w), one),
            single_2: form((b - e) / (b + (k - 1.0) * e + k * of_judges), two),
            single_3: form((b - e) / (b + (k - 1.0) * e), three),
            mean_1: form((b - w) / b, stepped(one)),
            mean_2: form((b - e) / (b + of_judges), stepped(two)),
            mean_3: form((b - e) / b, stepped(three)),
            test_1: FTest::of(b / w, n - 1.0, n * (k - 1.0)),
            test_3: FTest::of(b / e, n - 1.0, sums.freedom()),
        })
    }

    fn interval_1(&self) -> Option<(f64, f64)> {
        self.one_way(self.b / self.w, self.n * (self.k - 1.0))
    }

    fn interval_3(&self) -> Option<(f64, f64)> {
        self.one_way(self.b / self.e, (self.n - 1.0) * (self.k - 1.0))
    }

    /// Bounds of a single judge's correlation from its ratio of mean squares.
    fn one_way(&self, f: f64, below: f64) -> Option<(f64, f64)> {
        let above = self.n - 1.0;
        let p = 1.0 - self.tail?;
        let low = f / f_quantile(p, above, below)?;
        let high = f * f_quantile(p, below, above)?;
        let bound = |f: f64| (f - 1.0) / (f + self.k - 1.0);
        (f.is_finite()).then(|| (bound(low), bound(high)))
    }

    /// Satterthwaite's degrees of freedom, then the bounds of Shrout and Fleiss.
    fn interval_2(&self, icc: f64) -> Option<(f64, f64)> {
        let Self { n, k, b, j, e, .. } = *self;
        let ratio = j / e;
        let part = n * (1.0 + (k - 1.0) * icc) - k * icc;
        let above = k * icc * ratio + part;
        let below = (n - 1.0) * k * k * icc * icc * ratio * ratio + part * part;
        let freedom = (n - 1.0) * (k - 1.0) * above * above / below;
        let p = 1.0 - self.tail?;
        let high = f_quantile(p, n - 1.0, freedom)?;
        let low = f_quantile(p, freedom, n - 1.0)?;
        let rest = k * j + (k * n - k - n) * e;
        Some((
            n * (b - high * e) / (high * rest + n * b),
            n * (low * b - e) / (rest + n * low * b),
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn table(rows: &[&[u32]]) -> Vec<Vec<Exact>> {
        let row = |row: &&[u32]| row.iter().map(|value| Exact::from(*value)).collect();
        rows.iter().map(row).collect()
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        assert_eq!(icc(&[], Some(95.0)), Err(StatsError::TooSmall));
        assert_eq!(
            icc(&table(&[&[1, 2]]), Some(95.0)),
            Err(StatsError::TooSmall)
        );
        assert_eq!(
            icc(&table(&[&[1], &[2]]), Some(95.0)),
            Err(StatsError::TooSmall)
        );
        assert_eq!(
            icc(&table(&[&[1, 2], &[2]]), Some(95.0)),
            Err(StatsError::TooSmall)
        );
        let tenth = Exact::ratio(1, 10).unwrap();
        let equal = vec![vec![tenth; 3]; 4];
        assert_eq!(icc(&equal, Some(95.0)), Err(StatsError::NoVariation));
    }

    #[test]
    fn experts_who_agree_in_all_correlate_by_one_without_an_interval() {
        let found = icc(&table(&[&[11, 11], &[23, 23], &[7, 7]]), Some(95.0)).unwrap();
        for form in [found.single_1, found.single_2, found.single_3, found.mean_3] {
            assert_eq!(form.value.unwrap().to_fixed(9), "1.000000000");
            assert_eq!(form.interval, None);
        }
    }

    #[test]
    fn equal_means_have_no_reliability_of_the_mean() {
        let found = icc(&table(&[&[1, 2], &[2, 1]]), Some(95.0)).unwrap();
        assert_eq!(found.mean_1.value, None);
        assert_eq!(found.single_1.value.unwrap().to_fixed(3), "-1.000");
    }

    proptest! {
        #[test]
        fn the_order_of_targets_and_judges_does_not_matter(
            rows in prop::collection::vec(prop::collection::vec(0u32..9, 4), 3..8)
        ) {
            let turned: Vec<Vec<u32>> = rows.iter().rev().map(|r| r.iter().rev().copied().collect()).collect();
            let found = |rows: &[Vec<u32>]| icc(&table(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>()), Some(95.0));
            prop_assert_eq!(found(&rows), found(&turned));
        }
    }
}
