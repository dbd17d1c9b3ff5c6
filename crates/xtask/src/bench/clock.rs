//! Times two ways of doing the same thing side by side.
//!
//! Trap: machines change speed while they run. The two are taken in turn and the medians compared,
//! so that a slow minute hits both.

use anyhow::Result;
use std::time::{Duration, Instant};

/// How often each side is run.
pub(super) const ROUNDS: usize = 5;

/// Median times of two sides.
pub(crate) struct Pair {
    pub(crate) ours: Duration,
    pub(crate) theirs: Duration,
}

impl Pair {
    /// Ours divided by theirs: below one is faster than the other.
    pub(crate) fn ratio(&self) -> f64 {
        self.ours.as_secs_f64() / self.theirs.as_secs_f64().max(1e-9)
    }
}

/// One side of a comparison.
pub(crate) type Side<'a> = &'a mut dyn FnMut() -> Result<()>;

/// Runs both in turn and keeps the medians.
pub(crate) fn compare(ours: Side<'_>, theirs: Side<'_>) -> Result<Pair> {
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        left.push(once(ours)?);
        right.push(once(theirs)?);
    }
    Ok(Pair {
        ours: median(left),
        theirs: median(right),
    })
}

fn once(side: Side<'_>) -> Result<Duration> {
    let began = Instant::now();
    side()?;
    Ok(began.elapsed())
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_ignores_one_slow_run() {
        let times = [3, 900, 1, 2, 4].map(Duration::from_millis).to_vec();
        assert_eq!(median(times), Duration::from_millis(3));
    }
}
