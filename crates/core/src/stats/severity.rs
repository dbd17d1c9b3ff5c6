//! How severe each expert is: an additive model by least squares.
//!
//! Model: value = application + expert, over the pairs that have a value. Without shrinkage the
//! offsets of experts, weighted by how much each marked, sum to nothing, so that the general level
//! stays; with shrinkage λ the term λ Σ offset² is added to the squares (ridge: A. E. Hoerl, R. W.
//! Kennard, Technometrics 12 (1970), 55–67), which draws the offsets of experts who marked little
//! towards nothing. Analysis of variance of an incomplete design: D. C. Montgomery, *Design and
//! Analysis of Experiments*, ch. 4.4.
//!
//! Owns the fit; never touches an official number. Trap: groups of experts without a common
//! application have no common zero, whatever the numbers say; such a design is refused before
//! anything is computed.

use std::collections::{BTreeMap, BTreeSet};

use nalgebra::{DMatrix, DVector};
use serde::Serialize;
use thiserror::Error;

use super::figure::Figure;
use super::icc::FTest;
use super::ratings::Ratings;
use crate::id::ApplicationId;
use crate::score::ExpertKey;

/// Why there is no fit.
#[derive(Debug, Clone, PartialEq, Eq, Error, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SeverityError {
    /// Fewer than two experts or two applications.
    #[error("an additive model needs two experts and two applications")]
    TooSmall,
    /// Groups of experts that no shared application connects.
    #[error("{} groups of experts share no application", groups.len())]
    Disconnected {
        /// The groups, each in ascending order.
        groups: Vec<BTreeSet<ExpertKey>>,
    },
    /// The equations have no solution in floats.
    #[error("the equations cannot be solved")]
    Unsolvable,
}

/// The fit of an additive model.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Severity {
    /// The weight of the squares of offsets; nothing for plain least squares.
    pub shrinkage: Option<Figure>,
    /// Offset of each expert: above 0 is lenient, below severe.
    pub experts: BTreeMap<ExpertKey, Offset>,
    /// What each application would have with offsets taken off.
    pub applications: BTreeMap<ApplicationId, Adjusted>,
    /// What of the squares is due to what.
    pub variance: Variance,
}

/// The offset of one expert.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Offset {
    /// How many values it rests on.
    pub count: usize,
    /// The offset.
    pub offset: Figure,
}

/// An application before and after offsets are taken off.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Adjusted {
    /// Mean of its values.
    pub mean: Figure,
    /// Mean of its values less the offsets of their experts.
    pub adjusted: Figure,
}

/// Analysis of variance: experts first, applications adjusted for them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Variance {
    /// Squared deviations from the mean of all values.
    pub total: Figure,
    /// What experts account for when applications are not looked at.
    pub experts: Figure,
    /// What applications account for besides.
    pub applications: Figure,
    /// What is left.
    pub residual: Figure,
    /// Whether applications differ; absent when nothing is left to compare with.
    pub test: Option<FTest>,
}

/// Values with rows and columns numbered.
struct Design<'a> {
    applications: Vec<&'a ApplicationId>,
    experts: Vec<&'a ExpertKey>,
    /// Row, column, value; in order of rows, then columns.
    cells: Vec<(usize, usize, f64)>,
    of_row: Vec<f64>,
    of_column: Vec<f64>,
}

/// Fits the model.
///
/// # Errors
/// See [`SeverityError`].
pub fn severity(ratings: &Ratings, shrinkage: Option<f64>) -> Result<Severity, SeverityError> {
    let groups = ratings.groups();
    if groups.len() > 1 {
        return Err(SeverityError::Disconnected { groups });
    }
    let design = Design::of(ratings);
    if design.applications.len() < 2 || design.experts.len() < 2 {
        return Err(SeverityError::TooSmall);
    }
    let offsets = design.offsets(shrinkage).ok_or(SeverityError::Unsolvable)?;
    let plain = match shrinkage {
        None => offsets.clone(),
        Some(_) => design.offsets(None).ok_or(SeverityError::Unsolvable)?,
    };
    let fit = design.report(shrinkage, &offsets, &plain);
    fit.ok_or(SeverityError::Unsolvable)
}

impl<'a> Design<'a> {
    fn of(ratings: &'a Ratings) -> Self {
        let rows = ratings.rows().iter().filter(|(_, row)| !row.is_empty());
        let experts: Vec<&ExpertKey> = ratings.by_expert().into_keys().collect();
        let columns: BTreeMap<&ExpertKey, usize> = experts.iter().copied().zip(0..).collect();
        let mut design = Self {
            applications: Vec::new(),
            of_row: Vec::new(),
            of_column: vec![0.0; experts.len()],
            experts,
            cells: Vec::new(),
        };
        for (application, row) in rows {
            for (expert, value) in row {
                if let Some(column) = columns.get(expert) {
                    let cell = (design.applications.len(), *column, value.to_f64());
                    design.of_column[*column] += 1.0;
                    design.cells.push(cell);
                }
            }
            design.applications.push(application);
            design.of_row.push(row.len() as f64);
        }
        design
    }

    fn count(&self) -> f64 {
        self.cells.len() as f64
    }

    /// Offsets of experts. Applications are eliminated first, so that what is solved is as large as
    /// there are experts.
    fn offsets(&self, shrinkage: Option<f64>) -> Option<Vec<f64>> {
        let size = self.experts.len();
        let means = self.row_means(&vec![0.0; size]);
        let mut matrix = DMatrix::<f64>::zeros(size, size);
        let mut right = DVector::<f64>::zeros(size);
        for (row, column, value) in &self.cells {
            right[*column] += value - means[*row];
        }
        for row in self.cells.chunk_by(|a, b| a.0 == b.0) {
            for (at, one, _) in row {
                for (_, two, _) in row {
                    matrix[(*one, *two)] -= 1.0 / self.of_row[*at];
                }
            }
        }
        for (at, count) in self.of_column.iter().enumerate() {
            matrix[(at, at)] += count + shrinkage.unwrap_or(0.0);
            if shrinkage.is_none() {
                // Offsets are known up to a constant; this makes their weighted sum nothing.
                for (other, weight) in self.of_column.iter().enumerate() {
                    matrix[(at, other)] += count * weight / self.count();
                }
            }
        }
        let solved = matrix.cholesky()?.solve(&right);
        Some(solved.iter().copied().collect())
    }

    /// Mean of each row less the offsets of its columns.
    fn row_means(&self, offsets: &[f64]) -> Vec<f64> {
        let mut sums = vec![0.0; self.applications.len()];
        for (row, column, value) in &self.cells {
            sums[*row] += value - offsets[*column];
        }
        let counts = self.of_row.iter();
        sums.iter()
            .zip(counts)
            .map(|(sum, count)| sum / count)
            .collect()
    }

    fn report(&self, shrinkage: Option<f64>, offsets: &[f64], plain: &[f64]) -> Option<Severity> {
        let means = self.row_means(&vec![0.0; self.experts.len()]);
        let adjusted = self.row_means(offsets);
        let experts = self.experts.iter().zip(offsets.iter().zip(&self.of_column));
        let experts = experts.map(|(key, (offset, count))| {
            let offset = Offset {
                count: *count as usize,
                offset: Figure::new(*offset)?,
            };
            Some(((*key).clone(), offset))
        });
        let rows = self.applications.iter().zip(means.iter().zip(&adjusted));
        let applications = rows.map(|(id, (mean, adjusted))| {
            let pair = Adjusted {
                mean: Figure::new(*mean)?,
                adjusted: Figure::new(*adjusted)?,
            };
            Some(((*id).clone(), pair))
        });
        Some(Severity {
            shrinkage: shrinkage.and_then(Figure::new),
            experts: experts.collect::<Option<_>>()?,
            applications: applications.collect::<Option<_>>()?,
            variance: self.variance(plain)?,
        })
    }

    /// The squares of the plain fit.
    fn variance(&self, offsets: &[f64]) -> Option<Variance> {
        let mean = self.cells.iter().map(|(_, _, value)| value).sum::<f64>() / self.count();
        let square = |off: f64| off * off;
        let total: f64 = self
            .cells
            .iter()
            .map(|(_, _, value)| square(value - mean))
            .sum();
        let mut sums = vec![0.0; self.experts.len()];
        for (_, column, value) in &self.cells {
            sums[*column] += value - mean;
        }
        let columns = sums.iter().zip(&self.of_column);
        let experts: f64 = columns.map(|(sum, count)| square(*sum) / count).sum();
        let rows = self.row_means(offsets);
        let left = self.cells.iter();
        let residual: f64 = left
            .map(|(row, column, value)| square(value - rows[*row] - offsets[*column]))
            .sum();
        // What rounding leaves of nothing is nothing.
        let residual = if residual <= total * 1e-20 {
            0.0
        } else {
            residual
        };
        let applications = (total - experts - residual).max(0.0);
        let above = self.applications.len() as f64 - 1.0;
        let below = self.count() - above - self.experts.len() as f64;
        let ratio = (applications / above) / (residual / below);
        Some(Variance {
            total: Figure::new(total)?,
            experts: Figure::new(experts)?,
            applications: Figure::new(applications)?,
            residual: Figure::new(residual)?,
            test: (below > 0.0)
                .then(|| FTest::of(ratio, above, below))
                .flatten(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::score::Exact;
    use crate::stats::tests::{application, expert, ratings};
    use proptest::prelude::*;

    #[test]
    fn groups_without_a_common_application_are_refused_by_name() {
        let apart = ratings(&[
            ("a1", &[("e1", 1), ("e2", 2)]),
            ("a2", &[("e1", 2), ("e2", 2)]),
            ("a3", &[("e3", 1), ("e4", 2)]),
        ]);
        let groups = vec![
            BTreeSet::from([expert("e1"), expert("e2")]),
            BTreeSet::from([expert("e3"), expert("e4")]),
        ];
        assert_eq!(
            severity(&apart, None),
            Err(SeverityError::Disconnected {
                groups: groups.clone()
            })
        );
        assert_eq!(
            severity(&apart, Some(1.0)),
            Err(SeverityError::Disconnected { groups })
        );
    }

    #[test]
    fn too_little_is_too_little() {
        let one = ratings(&[("a1", &[("e1", 1)]), ("a2", &[("e1", 2)])]);
        assert_eq!(severity(&one, None), Err(SeverityError::TooSmall));
        assert_eq!(
            severity(&Ratings::default(), None),
            Err(SeverityError::TooSmall)
        );
    }

    #[test]
    fn exact_offsets_are_found_and_nothing_is_left() {
        let table = ratings(&[
            ("a1", &[("e1", 10), ("e2", 13)]),
            ("a2", &[("e2", 23), ("e3", 17)]),
            ("a3", &[("e1", 30), ("e3", 27)]),
        ]);
        let fit = severity(&table, None).unwrap();
        let offset = |key| fit.experts[&expert(key)].offset.to_fixed(6);
        assert_eq!(
            [offset("e1"), offset("e2"), offset("e3")],
            ["0.000000", "3.000000", "-3.000000"]
        );
        assert_eq!(
            fit.applications[&application("a2")].adjusted.to_fixed(6),
            "20.000000"
        );
        assert_eq!(fit.variance.residual.value(), 0.0);
        assert_eq!(fit.variance.test, None);
    }

    #[test]
    fn equal_values_have_no_offsets() {
        let equal = ratings(&[
            ("a1", &[("e1", 7), ("e2", 7)]),
            ("a2", &[("e1", 7), ("e2", 7)]),
        ]);
        let fit = severity(&equal, None).unwrap();
        assert!(fit.experts.values().all(|one| one.offset.value() == 0.0));
        assert_eq!(fit.variance.test, None);
    }

    proptest! {
        #[test]
        fn what_is_added_by_an_expert_shows_as_offset(base in prop::collection::vec(0u32..50, 4), extra in 0u32..20) {
            let rows: Vec<(String, [(&str, u32); 3])> = base
                .iter()
                .enumerate()
                .map(|(at, value)| (format!("a{at}"), [("e1", *value), ("e2", value + extra), ("e3", *value)]))
                .collect();
            let mut table = Ratings::default();
            for (id, row) in rows.iter().rev() {
                for (key, value) in row {
                    table.insert(&application(id), &expert(key), Exact::from(*value));
                }
            }
            let fit = severity(&table, None).unwrap();
            let gap = fit.experts[&expert("e2")].offset.value() - fit.experts[&expert("e1")].offset.value();
            prop_assert!((gap - f64::from(extra)).abs() < 1e-9);
        }
    }
}
