//! Several people working at the same time: each unlock costs half a second of one core.

use anyhow::{Context, Result};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Does `work` for every item on all cores; the answers come in the order of the items, the first
/// failure ends it.
pub(crate) fn each<T: Sync, R: Send>(
    items: &[T],
    work: impl Fn(usize, &T) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let next = AtomicUsize::new(0);
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let one = || {
        let mut done = Vec::new();
        while let Some((at, item)) = take(&next, items) {
            done.push((at, work(at, item)));
        }
        done
    };
    let joined = std::thread::scope(|scope| {
        let running: Vec<_> = (0..threads).map(|_| scope.spawn(one)).collect();
        let joined = running.into_iter().map(|thread| thread.join().ok());
        joined
            .collect::<Option<Vec<_>>>()
            .context("a thread of the demo failed")
    })?;
    let mut answers: Vec<_> = joined.into_iter().flatten().collect();
    answers.sort_by_key(|(at, _)| *at);
    answers.into_iter().map(|(_, answer)| answer).collect()
}

/// Two things at once, for people who do not wait for each other.
pub(crate) fn both<A: Send, B>(
    one: impl FnOnce() -> Result<A> + Send,
    other: impl FnOnce() -> Result<B>,
) -> Result<(A, B)> {
    std::thread::scope(|scope| {
        let running = scope.spawn(one);
        let other = other()?;
        let one = running.join().ok().context("a thread of the demo failed")?;
        Ok((one?, other))
    })
}

fn take<'a, T>(next: &AtomicUsize, items: &'a [T]) -> Option<(usize, &'a T)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    items.get(at).map(|item| (at, item))
}

#[cfg(test)]
mod tests {
    use super::*;
    use anyhow::bail;

    #[test]
    fn answers_keep_the_order_and_failures_are_told() {
        let items: Vec<usize> = (0..50).collect();
        let doubled = each(&items, |_, item| Ok(item * 2)).unwrap();
        assert!(
            doubled
                .iter()
                .enumerate()
                .all(|(at, value)| *value == at * 2)
        );
        let failed = each(
            &items,
            |_, item| if *item == 7 { bail!("seven") } else { Ok(()) },
        );
        assert_eq!(failed.unwrap_err().to_string(), "seven");
    }
}
