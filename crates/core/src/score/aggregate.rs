//! How values of several experts become one.
//!
//! Owns mean, trimmed mean and median over exact values. Does not know where values come from.
//! Trap: which of two equal values is dropped is decided by position, so callers pass values in
//! the order of expert keys; the result itself never depends on it.

use crate::scheme::Method;

use super::exact::Exact;
use super::outcome::AppliedMethod;

/// Whether the declared method is followed or, for comparison, another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Course {
    /// As the scheme declares.
    Declared,
    /// A trimmed mean without trimming.
    Plain,
    /// A trimmed mean that trims whenever anything is left.
    Trim,
}

/// Several values as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Aggregate {
    pub(super) value: Exact,
    pub(super) applied: AppliedMethod,
    /// Positions that were left out.
    pub(super) dropped: Vec<usize>,
}

/// Aggregates `values`; nothing when there are none.
pub(super) fn aggregate(method: Method, course: Course, values: &[&Exact]) -> Option<Aggregate> {
    match method {
        Method::Mean => mean(values, AppliedMethod::Mean),
        Method::Median => median(values),
        Method::TrimmedMean { high, low, from } => {
            let (high, low) = (high as usize, low as usize);
            // Trimming away everything leaves nothing to average, whatever the scheme says.
            let possible = values.len() > high.saturating_add(low);
            let trims = match course {
                Course::Declared => values.len() >= from as usize,
                Course::Plain => false,
                Course::Trim => true,
            };
            if trims && possible {
                trimmed(values, high, low)
            } else {
                mean(values, AppliedMethod::PlainMean)
            }
        }
    }
}

fn mean(values: &[&Exact], applied: AppliedMethod) -> Option<Aggregate> {
    let sum: Exact = values.iter().copied().sum();
    let value = sum.over(&Exact::count(values.len()))?;
    Some(Aggregate {
        value,
        applied,
        dropped: Vec::new(),
    })
}

fn median(values: &[&Exact]) -> Option<Aggregate> {
    let side = values.len().checked_sub(1)? / 2;
    middle(values, side, side, AppliedMethod::Median)
}

fn trimmed(values: &[&Exact], high: usize, low: usize) -> Option<Aggregate> {
    middle(values, high, low, AppliedMethod::Trimmed)
}

/// The mean without the `low` lowest and the `high` highest.
fn middle(values: &[&Exact], high: usize, low: usize, applied: AppliedMethod) -> Option<Aggregate> {
    let mut order: Vec<(usize, &Exact)> = values.iter().copied().enumerate().collect();
    order.sort_by(|a, b| a.1.cmp(b.1));
    let end = order.len().checked_sub(high)?;
    let kept = order.get(low..end)?;
    let sum: Exact = kept.iter().map(|(_, value)| *value).sum();
    let value = sum.over(&Exact::count(kept.len()))?;
    let ends = order.iter().take(low).chain(order.iter().skip(end));
    let dropped = ends.map(|(position, _)| *position).collect();
    Some(Aggregate {
        value,
        applied,
        dropped,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(list: &[u32]) -> Vec<Exact> {
        list.iter().map(|v| Exact::from(*v)).collect()
    }

    fn run(method: Method, list: &[u32]) -> (String, AppliedMethod, Vec<usize>) {
        let values = values(list);
        let refs: Vec<&Exact> = values.iter().collect();
        let found = aggregate(method, Course::Declared, &refs).unwrap();
        (found.value.to_string(), found.applied, found.dropped)
    }

    const TRIMMED: Method = Method::TrimmedMean {
        high: 1,
        low: 1,
        from: 5,
    };

    #[test]
    fn trimming_begins_at_from_inclusive() {
        let five = run(TRIMMED, &[9, 1, 5, 6, 7]);
        assert_eq!(five, ("6".into(), AppliedMethod::Trimmed, vec![1, 0]));
        let four = run(TRIMMED, &[9, 1, 5, 6]);
        assert_eq!(four, ("5.25".into(), AppliedMethod::PlainMean, vec![]));
    }

    #[test]
    fn of_equal_extremes_only_so_many_are_dropped() {
        let found = run(TRIMMED, &[9, 9, 1, 1, 5]);
        assert_eq!(found.0, "5");
        assert_eq!(found.2.len(), 2);
    }

    #[test]
    fn the_median_of_an_even_number_is_the_mean_of_the_middle() {
        assert_eq!(run(Method::Median, &[4, 1, 3, 2]).0, "2.5");
        assert_eq!(run(Method::Median, &[7, 1, 3]).0, "3");
        assert_eq!(run(Method::Median, &[7]).0, "7");
    }

    #[test]
    fn nothing_has_no_mean_and_greedy_trimming_falls_back() {
        assert_eq!(aggregate(Method::Mean, Course::Declared, &[]), None);
        assert_eq!(aggregate(Method::Median, Course::Declared, &[]), None);
        let greedy = Method::TrimmedMean {
            high: 2,
            low: 2,
            from: 1,
        };
        assert_eq!(run(greedy, &[1, 2, 3, 6]).1, AppliedMethod::PlainMean);
    }
}
