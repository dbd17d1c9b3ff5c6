//! Kemeny's orders: those that the fewest preferences speak against.
//!
//! Source: J. G. Kemeny, Daedalus 88 (1959), 577–591; H. P. Young, A. Levenglick, SIAM J. Appl. Math. 35
//! (1978), 285–300. Owns the exact search. Applications are first split where every one of a part
//! beats every one of the rest, which every Kemeny order respects (M. Truchon, *An extension of the
//! Condorcet criterion and Kemeny orders*, 1998); within a part all subsets are gone through.
//!
//! Trap: there may be several best orders, and none of them is better. All are counted; places are
//! given as the best and the worst over them.

use super::ballots::Pairwise;

/// Most applications in a part that cannot be split; beyond it the search is refused.
pub const MOST_IN_A_PART: usize = 16;
/// Most orders that are listed.
pub const MOST_LISTED: usize = 24;

/// The best orders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kemeny {
    /// Preferences that agree with a best order.
    pub score: u64,
    /// How many best orders there are.
    pub count: u128,
    /// The best and the worst place of each application over all best orders.
    pub places: Vec<(u32, u32)>,
    /// The best orders, best first, in ascending order of applications; empty when there are more
    /// than [`MOST_LISTED`].
    pub orders: Vec<Vec<usize>>,
}

/// A part larger than [`MOST_IN_A_PART`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge {
    /// Its size.
    pub size: usize,
}

/// All best orders.
///
/// # Errors
/// [`TooLarge`] when more than [`MOST_IN_A_PART`] applications go round in circles.
pub fn kemeny(pairwise: &Pairwise) -> Result<Kemeny, TooLarge> {
    let parts = parts(pairwise);
    let largest = parts.iter().map(Vec::len).max().unwrap_or(0);
    if largest > MOST_IN_A_PART {
        return Err(TooLarge { size: largest });
    }
    let mut found = Kemeny {
        score: between(pairwise, &parts),
        count: 1,
        places: vec![(1, 1); pairwise.size()],
        orders: vec![Vec::new()],
    };
    let mut before = 0;
    for part in &parts {
        let best = Search::new(pairwise, part);
        found.score += best.score();
        found.count = found.count.saturating_mul(best.count());
        for (within, (first, last)) in best.places().into_iter().enumerate() {
            found.places[part[within]] = (before + first, before + last);
        }
        let orders = best.orders();
        let joined = found.orders.iter().flat_map(|head| {
            let tail = |order: &Vec<usize>| order.iter().map(|at| part[*at]).collect::<Vec<_>>();
            orders
                .iter()
                .map(move |order| [head.clone(), tail(order)].concat())
        });
        found.orders = joined.take(MOST_LISTED + 1).collect();
        before += u32::try_from(part.len()).unwrap_or(u32::MAX);
    }
    if found.count > MOST_LISTED as u128 {
        found.orders.clear();
    }
    found.orders.sort();
    Ok(found)
}

/// Preferences that agree with an order.
#[must_use]
pub fn agreeing(pairwise: &Pairwise, order: &[usize]) -> u64 {
    let pairs = order.iter().enumerate();
    pairs
        .map(|(at, one)| {
            let below = order.iter().skip(at + 1);
            below.map(|two| pairwise.above(*one, *two)).sum::<u64>()
        })
        .sum()
}

/// Parts, best first: every one of a part beats every one of any later part.
fn parts(pairwise: &Pairwise) -> Vec<Vec<usize>> {
    let size = pairwise.size();
    // By the number of those it does not lose to: a member of an earlier part has more of them.
    let holds = |one: usize| {
        (0..size)
            .filter(move |two| *two != one && !pairwise.beats(*two, one))
            .count()
    };
    let mut order: Vec<usize> = (0..size).collect();
    order.sort_by_key(|one| (std::cmp::Reverse(holds(*one)), *one));
    let mut parts: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for (at, one) in order.iter().enumerate() {
        open.push(*one);
        let rest = &order[at + 1..];
        let split = open
            .iter()
            .all(|a| rest.iter().all(|b| pairwise.beats(*a, *b)));
        if split {
            open.sort_unstable();
            parts.push(std::mem::take(&mut open));
        }
    }
    parts
}

/// Preferences that agree with the order of parts.
fn between(pairwise: &Pairwise, parts: &[Vec<usize>]) -> u64 {
    let mut score = 0;
    for (at, part) in parts.iter().enumerate() {
        for one in part {
            let later = parts.iter().skip(at + 1).flatten();
            score += later.map(|two| pairwise.above(*one, *two)).sum::<u64>();
        }
    }
    score
}

/// The search through all subsets of one part. A set of the first so many is a number whose bits
/// are its members.
struct Search {
    size: usize,
    /// For each member and set: preferences for it over those that are not in the set.
    gain: Vec<Vec<u64>>,
    /// Best score of everything outside of the set, once the set stands ahead.
    after: Vec<u64>,
    /// Best score of the set itself, standing ahead.
    ahead: Vec<u64>,
}

impl Search {
    fn new(pairwise: &Pairwise, part: &[usize]) -> Self {
        let size = part.len();
        let sets = 1_usize << size;
        let gain = part.iter().map(|one| {
            let mut sums = vec![0; sets];
            for set in (0..sets - 1).rev() {
                // The set with one more member has one opponent fewer outside.
                let member = (!set).trailing_zeros() as usize;
                let against = part.get(member).map_or(0, |two| pairwise.above(*one, *two));
                sums[set] = sums[set | 1 << member] + against;
            }
            sums
        });
        let mut search = Self {
            size,
            gain: gain.collect(),
            after: vec![0; sets],
            ahead: vec![0; sets],
        };
        for set in (0..sets - 1).rev() {
            search.after[set] = search
                .outside(set)
                .map(|m| search.then(set, m))
                .max()
                .unwrap_or(0);
        }
        for set in 1..sets {
            let last = search
                .inside(set)
                .map(|m| search.ahead[set ^ 1 << m] + search.step(set ^ 1 << m, m));
            search.ahead[set] = last.max().unwrap_or(0);
        }
        search
    }

    fn outside(&self, set: usize) -> impl Iterator<Item = usize> + use<> {
        (0..self.size).filter(move |member| set & 1 << member == 0)
    }

    fn inside(&self, set: usize) -> impl Iterator<Item = usize> + use<> {
        (0..self.size).filter(move |member| set & 1 << member != 0)
    }

    /// What putting `member` next after `set` gains.
    fn step(&self, set: usize, member: usize) -> u64 {
        self.gain[member][set | 1 << member]
    }

    /// The best score after `set` with `member` next.
    fn then(&self, set: usize, member: usize) -> u64 {
        self.step(set, member) + self.after[set | 1 << member]
    }

    fn score(&self) -> u64 {
        self.after[0]
    }

    /// Whether a best order puts `member` next after exactly `set`.
    fn is_best(&self, set: usize, member: usize) -> bool {
        self.ahead[set] + self.then(set, member) == self.score()
    }

    fn count(&self) -> u128 {
        let mut counts = vec![0_u128; self.after.len()];
        counts[0] = 1;
        for set in 0..counts.len() {
            if counts[set] > 0 {
                for member in self.outside(set).filter(|m| self.is_best(set, *m)) {
                    counts[set | 1 << member] += counts[set];
                }
            }
        }
        counts.last().copied().unwrap_or(1)
    }

    /// The best and the worst place of each member.
    fn places(&self) -> Vec<(u32, u32)> {
        let mut places = vec![(u32::MAX, 0); self.size];
        for set in 0..self.after.len() {
            let place = set.count_ones() + 1;
            for member in self.outside(set).filter(|m| self.is_best(set, *m)) {
                let (first, last) = &mut places[member];
                (*first, *last) = ((*first).min(place), (*last).max(place));
            }
        }
        places
    }

    /// The best orders, one more than are listed at most.
    fn orders(&self) -> Vec<Vec<usize>> {
        let mut orders = Vec::new();
        self.extend(&mut Vec::new(), 0, &mut orders);
        orders
    }

    fn extend(&self, head: &mut Vec<usize>, set: usize, orders: &mut Vec<Vec<usize>>) {
        if orders.len() > MOST_LISTED {
            return;
        }
        if head.len() == self.size {
            orders.push(head.clone());
            return;
        }
        for member in self.outside(set).filter(|m| self.is_best(set, *m)) {
            head.push(member);
            self.extend(head, set | 1 << member, orders);
            head.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::ballots::tests::cast;
    use super::*;
    use proptest::prelude::*;

    fn all_orders(size: usize) -> Vec<Vec<usize>> {
        (0..size).fold(vec![Vec::new()], |orders, _| {
            let next = |order: &Vec<usize>| {
                let free: Vec<usize> = (0..size).filter(|at| !order.contains(at)).collect();
                free.into_iter()
                    .map(|at| [order.clone(), vec![at]].concat())
                    .collect::<Vec<_>>()
            };
            orders.iter().flat_map(next).collect()
        })
    }

    #[test]
    fn nothing_has_one_order_and_equals_have_all() {
        assert_eq!(kemeny(&cast(&[]).pairwise()).unwrap().count, 1);
        let two = kemeny(&cast(&[("AB", 1), ("BA", 1)]).pairwise()).unwrap();
        assert_eq!((two.count, two.places), (2, vec![(1, 2), (1, 2)]));
    }

    #[test]
    fn a_large_round_is_split_and_a_large_circle_refused() {
        let order = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        let chain = kemeny(&cast(&[(order, 3)]).pairwise()).unwrap();
        assert_eq!((chain.count, chain.orders.len()), (1, 1));
        let opposite: String = "ABCDEFGHIJKLMNOPQ".chars().rev().collect();
        let circle = cast(&[("ABCDEFGHIJKLMNOPQ", 1), (&opposite, 1)]).pairwise();
        assert_eq!(kemeny(&circle), Err(TooLarge { size: 17 }));
    }

    proptest! {
        #[test]
        fn it_is_what_trying_every_order_finds(
            ballots in prop::collection::vec((Just("ABCDE").prop_map(|s: &str| s.chars().collect::<Vec<char>>()).prop_shuffle(), 1u64..4), 1..6)
        ) {
            let written: Vec<(String, u64)> = ballots.iter().map(|(order, times)| (order.iter().collect(), *times)).collect();
            let refs: Vec<(&str, u64)> = written.iter().map(|(order, times)| (order.as_str(), *times)).collect();
            let pairwise = cast(&refs).pairwise();
            let found = kemeny(&pairwise).unwrap();
            let orders = all_orders(5);
            let best = orders.iter().map(|order| agreeing(&pairwise, order)).max().unwrap();
            let all: Vec<&Vec<usize>> = orders.iter().filter(|order| agreeing(&pairwise, order) == best).collect();
            prop_assert_eq!(found.score, best);
            prop_assert_eq!(found.count, all.len() as u128);
            for at in 0..5 {
                let places = all.iter().map(|order| order.iter().position(|x| *x == at).unwrap() as u32 + 1);
                prop_assert_eq!(found.places[at], (places.clone().min().unwrap(), places.max().unwrap()));
            }
            if !found.orders.is_empty() {
                let mut expected: Vec<Vec<usize>> = all.into_iter().cloned().collect();
                expected.sort();
                prop_assert_eq!(found.orders, expected);
            }
        }
    }
}
