//! Components of variance: how much of what differs is due to applications, experts, and neither.
//!
//! Owns the one-way layout (each application with as many values, whoever gave them) and the
//! two-way layout without gaps, each by restricted (REML) and by full maximum likelihood (ML).
//! Source: S. R. Searle, G. Casella, C. E. McCulloch, *Variance Components*, 1992, ch. 4: in balanced
//! layouts the REML estimates are those of the analysis of variance unless one would be negative,
//! which is then zero. The shrinkage factor is the share of a mean's variance that is not noise; a
//! best linear unbiased predictor is the deviation of a mean times that factor.
//!
//! Trap: of the two-way layout ML has no closed form; its equations are iterated until the printed
//! digits stand.

use std::f64::consts::PI;

use serde::Serialize;

use super::StatsError;
use super::figure::Figure;
use super::icc::{TwoWay, mean_square};
use crate::score::Exact;

/// Rounds of iteration; each gains at least a digit in layouts of more than a few experts.
const ROUNDS: usize = 500;

/// Components of a one-way layout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct OneWay {
    /// Mean of all values.
    pub mean: Figure,
    /// Mean square between groups.
    pub between_square: Figure,
    /// Mean square within groups; the variance of what is left.
    pub within: Figure,
    /// Variance between groups, REML.
    pub between: Figure,
    /// Variance between groups, ML.
    pub between_ml: Figure,
    /// Share of a group mean's variance that is not noise, REML.
    pub shrinkage: Figure,
    /// Standard error of the mean of all values, ML.
    pub mean_error_ml: Figure,
    /// −2 log likelihood at the ML estimates.
    pub deviance_ml: Option<Figure>,
    /// −2 log restricted likelihood at the REML estimates.
    pub criterion_reml: Option<Figure>,
    /// Predicted deviation of each group, REML.
    #[serde(skip)]
    pub predicted: Vec<f64>,
}

/// Components of a two-way layout without gaps.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Crossed {
    /// Mean of all values.
    pub mean: Figure,
    /// By restricted maximum likelihood.
    pub reml: Shares,
    /// By maximum likelihood.
    pub ml: Shares,
    /// −2 log likelihood at the ML estimates.
    pub deviance_ml: Option<Figure>,
    /// Predicted deviation of each column, REML.
    #[serde(skip)]
    pub predicted: Vec<f64>,
}

/// Variances by what they are due to.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Shares {
    /// Between applications (rows).
    pub rows: Figure,
    /// Between experts (columns).
    pub columns: Figure,
    /// What is left: one expert about one application.
    pub residual: Figure,
}

/// The components of groups of equal size, at least two of at least two values.
///
/// # Errors
/// [`StatsError::TooSmall`] for other layouts, [`StatsError::NoVariation`] when nothing varies within
/// groups.
pub fn one_way(groups: &[Vec<Exact>]) -> Result<OneWay, StatsError> {
    let (a, n) = (groups.len(), groups.first().map_or(0, Vec::len));
    if a < 2 || n < 2 || groups.iter().any(|group| group.len() != n) {
        return Err(StatsError::TooSmall);
    }
    let sums: Vec<Exact> = groups.iter().map(|group| group.iter().sum()).collect();
    let cells: Vec<Exact> = groups.iter().flatten().cloned().collect();
    let grand: Exact = sums.iter().sum();
    let of_groups = mean_square(&sums, n);
    let between = (&of_groups - &mean_square(std::slice::from_ref(&grand), a * n)).to_f64();
    let within = (&mean_square(&cells, 1) - &of_groups).to_f64();
    let (a, n) = (a as f64, n as f64);
    let mean = grand.to_f64() / (a * n);
    let means: Vec<f64> = sums.iter().map(|sum| sum.to_f64() / n).collect();
    let noise = within / (a * (n - 1.0));
    if noise <= 0.0 {
        return Err(StatsError::NoVariation);
    }
    let square = between / (a - 1.0);
    let reml = ((square - noise) / n).max(0.0);
    let ml = ((between / a - noise) / n).max(0.0);
    let factor = n * reml / (n * reml + noise);
    // Likelihoods of a balanced layout factor into the two mean squares.
    let fit = |group: f64| within / noise + between / group;
    let at_ml = noise + n * ml;
    let at_reml = noise + n * reml;
    let logs = |group: f64| a * (n - 1.0) * libm::log(noise) + a * libm::log(group);
    let deviance = a * n * libm::log(2.0 * PI) + logs(at_ml) + fit(at_ml);
    let criterion = (a * n - 1.0) * libm::log(2.0 * PI)
        + logs(at_reml)
        + fit(at_reml)
        + libm::log(a * n / at_reml);
    let report = || {
        Some(OneWay {
            mean: Figure::new(mean)?,
            between_square: Figure::new(square)?,
            within: Figure::new(noise)?,
            between: Figure::new(reml)?,
            between_ml: Figure::new(ml)?,
            shrinkage: Figure::new(factor)?,
            mean_error_ml: Figure::new((at_ml / (a * n)).sqrt())?,
            deviance_ml: Figure::new(deviance),
            criterion_reml: Figure::new(criterion),
            predicted: means.iter().map(|m| factor * (m - mean)).collect(),
        })
    };
    report().ok_or(StatsError::NoVariation)
}

/// The components of a two-way layout, a row for each application.
///
/// # Errors
/// [`StatsError::TooSmall`] with fewer than two rows or columns, [`StatsError::NoVariation`] when
/// rows and columns leave nothing over.
pub fn crossed(table: &[Vec<Exact>]) -> Result<Crossed, StatsError> {
    let sums = TwoWay::of(table)?;
    if sums.residual <= 0.0 {
        return Err(StatsError::NoVariation);
    }
    let (n, k) = (sums.n(), sums.k());
    let reml = Eigen::reml(&sums).shares(&sums);
    let likelihood = Eigen::ml(&sums);
    let ml = likelihood.shares(&sums);
    let report = || {
        let (reml, ml) = (reml?, ml?);
        let factor = reml.columns.value() / (reml.columns.value() + reml.residual.value() / n);
        let columns = (0..table.first()?.len()).map(|at| {
            let mean = table.iter().map(|row| &row[at]).sum::<Exact>().to_f64() / n;
            factor * (mean - sums.mean)
        });
        let deviance = n * k * libm::log(2.0 * PI) + likelihood.deviance(&sums);
        Some(Crossed {
            mean: Figure::new(sums.mean)?,
            reml,
            ml,
            deviance_ml: Figure::new(deviance),
            predicted: columns.collect(),
        })
    };
    report().ok_or(StatsError::NoVariation)
}

/// The variances of the independent parts of a balanced two-way layout.
struct Eigen {
    /// Of what is left: σ².
    rest: f64,
    /// Of row means: σ² + k σ²(rows).
    rows: f64,
    /// Of column means: σ² + n σ²(columns).
    columns: f64,
}

impl Eigen {
    /// The mean squares; a component that would be negative is taken into what is left.
    fn reml(sums: &TwoWay) -> Self {
        let rows = (sums.between_rows, sums.n() - 1.0);
        let columns = (sums.between_columns, sums.k() - 1.0);
        let mut rest = (sums.residual, sums.freedom());
        let mean = |part: (f64, f64)| part.0 / part.1;
        // Pooling one part may lift what is left above the other, hence twice.
        let (mut pool_rows, mut pool_columns) = (false, false);
        for _ in 0..2 {
            for (part, pooled) in [(rows, &mut pool_rows), (columns, &mut pool_columns)] {
                if !*pooled && mean(part) < mean(rest) {
                    rest = (rest.0 + part.0, rest.1 + part.1);
                    *pooled = true;
                }
            }
        }
        Self {
            rest: mean(rest),
            rows: if pool_rows { mean(rest) } else { mean(rows) },
            columns: if pool_columns {
                mean(rest)
            } else {
                mean(columns)
            },
        }
    }

    /// Solves the equations of maximum likelihood by iteration from the mean squares.
    fn ml(sums: &TwoWay) -> Self {
        let mut at = Self::reml(sums);
        for _ in 0..ROUNDS {
            let whole = at.whole();
            let rows = sums.between_rows / (sums.n() - 1.0 + at.rows / whole);
            let columns = sums.between_columns / (sums.k() - 1.0 + at.columns / whole);
            let rest = sums.residual / (sums.freedom() - at.rest / whole);
            at = Self {
                rest,
                rows: rows.max(rest),
                columns: columns.max(rest),
            };
        }
        at
    }

    /// The variance of the mean of all values, times their number.
    fn whole(&self) -> f64 {
        self.rows + self.columns - self.rest
    }

    fn shares(&self, sums: &TwoWay) -> Option<Shares> {
        Some(Shares {
            rows: Figure::new((self.rows - self.rest) / sums.k())?,
            columns: Figure::new((self.columns - self.rest) / sums.n())?,
            residual: Figure::new(self.rest)?,
        })
    }

    /// −2 log likelihood without its constant.
    fn deviance(&self, sums: &TwoWay) -> f64 {
        sums.freedom() * libm::log(self.rest)
            + (sums.n() - 1.0) * libm::log(self.rows)
            + (sums.k() - 1.0) * libm::log(self.columns)
            + libm::log(self.whole())
            + sums.residual / self.rest
            + sums.between_rows / self.rows
            + sums.between_columns / self.columns
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[u32]]) -> Vec<Vec<Exact>> {
        let row = |row: &&[u32]| row.iter().map(|value| Exact::from(*value)).collect();
        rows.iter().map(row).collect()
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        let one = |rows: &[&[u32]]| one_way(&table(rows)).unwrap_err();
        assert_eq!(one(&[&[1, 2]]), StatsError::TooSmall);
        assert_eq!(one(&[&[1, 1], &[2, 2]]), StatsError::NoVariation);
        let two = |rows: &[&[u32]]| crossed(&table(rows)).unwrap_err();
        assert_eq!(two(&[&[1, 2], &[2, 3]]), StatsError::NoVariation);
        assert_eq!(two(&[]), StatsError::TooSmall);
    }

    #[test]
    fn no_component_is_negative() {
        let alike = crossed(&table(&[&[10, 50, 30], &[50, 10, 30], &[30, 30, 31]])).unwrap();
        for shares in [alike.reml, alike.ml] {
            assert!(shares.rows.value() >= 0.0 && shares.columns.value() >= 0.0);
            assert!(shares.residual.value() > 0.0);
        }
        let groups = one_way(&table(&[&[1, 5], &[5, 1]])).unwrap();
        assert_eq!(groups.between.value(), 0.0);
    }
}
