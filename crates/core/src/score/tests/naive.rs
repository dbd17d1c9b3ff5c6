//! A second scorer: slow, obvious, and without a line of the first.
//!
//! It knows two levels of indicators, marks, and the method; everything in `BigRational`.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::Zero;

/// How a leaf is marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum How {
    Ten,
    PassFail,
    Deducted,
}

/// A leaf: points in quarters.
#[derive(Debug, Clone)]
pub(super) struct Leaf {
    pub(super) quarters: i64,
    pub(super) how: How,
}

/// The aggregation rules.
#[derive(Debug, Clone)]
pub(super) struct Rules {
    pub(super) by_total: bool,
    /// 0 mean, 1 median, 2 trimmed.
    pub(super) method: u8,
    pub(super) high: usize,
    pub(super) low: usize,
    pub(super) from: usize,
    pub(super) round_mark: Option<u32>,
    pub(super) round_leaf: Option<u32>,
    pub(super) round_total: Option<u32>,
    pub(super) least: usize,
}

/// A mark: half points, or not applicable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Halves(i64),
    Na,
}

/// Branches of leaves.
pub(super) type Tree = Vec<Vec<Leaf>>;

/// `marks[expert][leaf]`, leaves counted through all branches.
pub(super) type Marks = Vec<Vec<Option<Mark>>>;

pub(super) type Q = BigRational;

pub(super) fn q(n: i64, d: i64) -> Q {
    Q::new(n.into(), d.into())
}

pub(super) fn round(value: Q, digits: Option<u32>) -> Q {
    let Some(digits) = digits else { return value };
    let ten = Q::from_integer(BigInt::from(10).pow(digits));
    (value * &ten + q(1, 2)).floor() / ten
}

fn together(rules: &Rules, mut values: Vec<Q>) -> Q {
    values.sort();
    let n = values.len();
    match rules.method {
        1 if n % 2 == 1 => return values[n / 2].clone(),
        1 => return (&values[n / 2 - 1] + &values[n / 2]) / q(2, 1),
        2 if n >= rules.from && n > rules.high + rules.low => {
            values.truncate(n - rules.high);
            values.drain(..rules.low);
        }
        _ => {}
    }
    let n = values.len() as i64;
    values.into_iter().fold(Q::zero(), |a, b| a + b) / q(n, 1)
}

fn worth(leaf: &Leaf, mark: &Q) -> Q {
    let points = q(leaf.quarters, 4);
    match leaf.how {
        How::Ten => points * mark / q(10, 1),
        How::PassFail => points * mark,
        How::Deducted => points - mark,
    }
}

/// Sums leaf points; `None` for leaves that do not apply.
fn sum(tree: &Tree, leaves: &[Option<Q>]) -> Option<Q> {
    let mut at = 0;
    let (mut total, mut all, mut applying) = (Q::zero(), Q::zero(), Q::zero());
    for branch in tree {
        let (mut points, mut declared, mut there) = (Q::zero(), Q::zero(), Q::zero());
        for leaf in branch {
            declared += q(leaf.quarters, 4);
            if let Some(value) = &leaves[at] {
                points += value;
                there += q(leaf.quarters, 4);
            }
            at += 1;
        }
        all += &declared;
        if !there.is_zero() {
            total += points * &declared / there;
            applying += declared;
        }
    }
    (!applying.is_zero()).then(|| total * all / applying)
}

/// The published composite, or nothing; and the number of valid experts.
pub(super) fn composite(tree: &Tree, rules: &Rules, marks: &Marks) -> (Option<Q>, usize) {
    let leaves: Vec<&Leaf> = tree.iter().flatten().collect();
    if rules.by_total {
        by_total(tree, &leaves, rules, marks)
    } else {
        by_leaf(tree, &leaves, rules, marks)
    }
}

fn by_leaf(tree: &Tree, leaves: &[&Leaf], rules: &Rules, marks: &Marks) -> (Option<Q>, usize) {
    let is_number = |mark: &Option<Mark>| matches!(mark, Some(Mark::Halves(_)));
    let valid = marks.iter().filter(|e| e.iter().any(is_number)).count();
    let mut points = Vec::new();
    for (at, leaf) in leaves.iter().enumerate() {
        let mut numbers = Vec::new();
        let mut not_applicable = 0;
        for expert in marks {
            match expert[at] {
                Some(Mark::Halves(h)) => numbers.push(q(h, 2)),
                Some(Mark::Na) => not_applicable += 1,
                None => {}
            }
        }
        let enough = if numbers.is_empty() {
            not_applicable
        } else {
            numbers.len()
        };
        if enough < rules.least.max(1) {
            return (None, valid);
        }
        points.push(if numbers.is_empty() {
            None
        } else {
            let mark = round(together(rules, numbers), rules.round_mark);
            Some(round(worth(leaf, &mark), rules.round_leaf))
        });
    }
    let total = sum(tree, &points).map(|total| round(total, rules.round_total));
    (total, valid)
}

fn by_total(tree: &Tree, leaves: &[&Leaf], rules: &Rules, marks: &Marks) -> (Option<Q>, usize) {
    let mut complete = 0;
    let mut totals = Vec::new();
    for expert in marks {
        if expert.iter().any(Option::is_none) {
            continue;
        }
        complete += 1;
        let points = expert.iter().zip(leaves).map(|(mark, leaf)| match mark {
            Some(Mark::Halves(h)) => Some(round(worth(leaf, &q(*h, 2)), rules.round_leaf)),
            _ => None,
        });
        totals.extend(sum(tree, &points.collect::<Vec<_>>()));
    }
    if complete < rules.least.max(1) || totals.is_empty() {
        return (None, complete);
    }
    (
        Some(round(together(rules, totals), rules.round_total)),
        complete,
    )
}
