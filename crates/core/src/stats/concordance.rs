//! Kendall's coefficient of concordance W, corrected for ties.
//!
//! Formula: M. G. Kendall, *Rank Correlation Methods*, 4th ed. 1970, ch. 6. With m judges, n objects,
//! mid-ranks, S the squared deviations of the rank sums and T = Σ (t³ − t) over all ties of all
//! judges: `W = 12 S / (m² (n³ − n) − m T)`; `χ² = m (n − 1) W` with n − 1 degrees of freedom.
//!
//! Everything up to W is whole numbers: ranks are kept doubled.

use serde::Serialize;

use super::StatsError;
use super::distributions::chi_squared_above;
use super::figure::Figure;
use crate::score::Exact;

/// How far judges rank alike.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Concordance {
    /// Objects ranked.
    pub objects: usize,
    /// Judges who ranked all of them.
    pub judges: usize,
    /// Sums of ranks, doubled, by object.
    #[serde(skip)]
    pub doubled_rank_sums: Vec<u64>,
    /// Σ (t³ − t) over the ties of all judges.
    pub ties: u64,
    /// W corrected for ties.
    pub w: Figure,
    /// W as if there were no ties.
    pub uncorrected: Figure,
    /// χ² of the corrected W.
    pub chi_squared: Figure,
    /// Its degrees of freedom.
    pub freedom: usize,
    /// Probability of a χ² as great if ranks were drawn.
    pub p: Figure,
}

/// Ranks of values, doubled, 2 for the least; equal values share the mean of their ranks.
#[must_use]
pub fn doubled_ranks(values: &[Exact]) -> Vec<u64> {
    let mut order: Vec<(&Exact, usize)> = values.iter().zip(0..).collect();
    order.sort();
    let mut ranks = vec![0; values.len()];
    let mut before = 0;
    for tie in order.chunk_by(|a, b| a.0 == b.0) {
        let size = tie.len() as u64;
        for (_, at) in tie {
            ranks[*at] = 2 * before + size + 1;
        }
        before += size;
    }
    ranks
}

/// The concordance of judges, each of whom valued the same objects in the same order.
///
/// # Errors
/// [`StatsError::TooSmall`] with fewer than two judges or objects, [`StatsError::NoVariation`] when
/// every judge values all objects alike.
pub fn concordance(judges: &[Vec<Exact>]) -> Result<Concordance, StatsError> {
    let objects = judges.first().map_or(0, Vec::len);
    if judges.len() < 2 || objects < 2 || judges.iter().any(|own| own.len() != objects) {
        return Err(StatsError::TooSmall);
    }
    let ranks: Vec<Vec<u64>> = judges.iter().map(|own| doubled_ranks(own)).collect();
    let sums: Vec<u64> = (0..objects)
        .map(|at| ranks.iter().map(|own| own[at]).sum())
        .collect();
    let ties = ranks.iter().map(|own| tied(own)).sum();
    reckon(judges.len(), sums, ties).ok_or(StatsError::NoVariation)
}

fn reckon(judges: usize, sums: Vec<u64>, ties: u64) -> Option<Concordance> {
    let (m, n) = (judges as f64, sums.len() as f64);
    let mean = m * (n + 1.0);
    // Ranks are doubled, so squares are four times too great.
    let squares: f64 = sums
        .iter()
        .map(|sum| (*sum as f64 - mean) * (*sum as f64 - mean) / 4.0)
        .sum();
    let most = m * m * (n * n * n - n);
    let w = 12.0 * squares / (most - m * ties as f64);
    let chi_squared = m * (n - 1.0) * w;
    Some(Concordance {
        objects: sums.len(),
        judges,
        ties,
        w: Figure::new(w)?,
        uncorrected: Figure::new(12.0 * squares / most)?,
        chi_squared: Figure::new(chi_squared)?,
        freedom: sums.len() - 1,
        p: Figure::new(chi_squared_above(chi_squared, n - 1.0)?)?,
        doubled_rank_sums: sums,
    })
}

/// Σ (t³ − t) over the ties of one judge.
fn tied(ranks: &[u64]) -> u64 {
    let mut sorted = ranks.to_vec();
    sorted.sort_unstable();
    let sizes = sorted.chunk_by(|a, b| a == b).map(|tie| tie.len() as u64);
    sizes.map(|size| size * size * size - size).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn exact(judges: &[Vec<u32>]) -> Vec<Vec<Exact>> {
        let judge = |own: &Vec<u32>| own.iter().map(|v| Exact::from(*v)).collect();
        judges.iter().map(judge).collect()
    }

    #[test]
    fn the_same_order_is_one_and_the_opposite_of_two_is_zero() {
        let same = concordance(&exact(&[vec![1, 5, 9], vec![2, 3, 4]])).unwrap();
        assert_eq!(same.w.value(), 1.0);
        let opposite = concordance(&exact(&[vec![1, 2, 3], vec![3, 2, 1]])).unwrap();
        assert_eq!(opposite.w.value(), 0.0);
    }

    #[test]
    fn what_cannot_be_said_is_not_said() {
        assert_eq!(concordance(&[]), Err(StatsError::TooSmall));
        assert_eq!(
            concordance(&exact(&[vec![1, 2]])),
            Err(StatsError::TooSmall)
        );
        let equal = exact(&[vec![4, 4, 4], vec![7, 7, 7]]);
        assert_eq!(concordance(&equal), Err(StatsError::NoVariation));
    }

    proptest! {
        #[test]
        fn the_order_of_judges_and_objects_does_not_matter(
            judges in prop::collection::vec(prop::collection::vec(0u32..5, 5), 2..6)
        ) {
            let turned: Vec<Vec<u32>> = judges.iter().rev().map(|own| own.iter().rev().copied().collect()).collect();
            let found = |judges: &[Vec<u32>]| concordance(&exact(judges)).map(|c| (c.w.to_fixed(12), c.p.to_fixed(12), c.ties));
            prop_assert_eq!(found(&judges), found(&turned));
        }
    }
}
