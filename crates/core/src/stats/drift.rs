//! Whether an expert marks otherwise later on, and whether the order of reading shows in the marks.
//!
//! Owns both; the order is that of sealing. An expert's deviation on an application is their judged
//! total less the mean of the others'. *Drift* is the mean deviation of the second half of the
//! expert's applications less that of the first half (of an odd number the one in the middle is left
//! out). *Order effect*: positions run from 0 for the first to 1 for the last application; over all
//! pairs the deviation is regressed, through the origin, on the own position less the mean position
//! of the others: `b = Σ p d / Σ p²`, the points gained from first to last.
//!
//! Trap: when everybody reads in the same order, position and application cannot be told apart; then
//! there is no effect to state, which is not an effect of zero.

use std::collections::BTreeMap;

use serde::Serialize;

use super::figure::Figure;
use super::ratings::Ratings;
use super::reviews::Reviews;
use crate::id::ApplicationId;
use crate::score::{Exact, ExpertKey};

/// Fewest applications of an expert that are split into halves.
pub const FEWEST: usize = 4;

/// What the order of sealing shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Drift {
    /// Drift of each expert with enough applications that others judged too.
    pub experts: BTreeMap<ExpertKey, Halves>,
    /// The effect of the order; nothing when the orders do not differ.
    pub order: Option<OrderEffect>,
}

/// Two halves of an expert's work.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Halves {
    /// Applications in each half.
    pub each: usize,
    /// Mean deviation in the first.
    pub first: Figure,
    /// Mean deviation in the second.
    pub second: Figure,
    /// The second less the first.
    pub drift: Figure,
}

/// What position does to marks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OrderEffect {
    /// Pairs of expert and application.
    pub pairs: usize,
    /// Points gained from the first to the last position.
    pub slope: Figure,
    /// Correlation of position and deviation.
    pub correlation: Option<Figure>,
}

/// One expert on one application.
struct Point {
    /// Position from 0 to 1 less the mean position of the others.
    position: f64,
    deviation: f64,
}

/// Drift and order effect of judged totals.
#[must_use]
pub fn drift(judged: &Ratings, reviews: &Reviews<'_>) -> Drift {
    let orders = reviews.orders();
    let experts = orders.iter().filter_map(|(expert, order)| {
        let deviations = order.iter().filter_map(|id| deviation(judged, id, expert));
        Some(((*expert).clone(), halves(&deviations.collect::<Vec<_>>())?))
    });
    Drift {
        experts: experts.collect(),
        order: order_effect(&points(judged, &orders)),
    }
}

/// The expert's value less the mean of the others'.
fn deviation(judged: &Ratings, id: &ApplicationId, expert: &ExpertKey) -> Option<f64> {
    let row = judged.rows().get(id)?;
    let own = row.get(expert)?;
    let others = row.iter().filter(|(key, _)| *key != expert);
    let sum: Exact = others.map(|(_, value)| value).sum();
    let mean = sum.over(&Exact::count(row.len() - 1))?;
    Some((own - &mean).to_f64())
}

fn halves(deviations: &[f64]) -> Option<Halves> {
    if deviations.len() < FEWEST {
        return None;
    }
    let each = deviations.len() / 2;
    let mean = |part: &[f64]| part.iter().sum::<f64>() / each as f64;
    let first = mean(deviations.get(..each)?);
    let second = mean(deviations.get(deviations.len() - each..)?);
    Some(Halves {
        each,
        first: Figure::new(first)?,
        second: Figure::new(second)?,
        drift: Figure::new(second - first)?,
    })
}

fn points(judged: &Ratings, orders: &BTreeMap<&ExpertKey, Vec<&ApplicationId>>) -> Vec<Point> {
    let mut positions: BTreeMap<&ApplicationId, BTreeMap<&ExpertKey, f64>> = BTreeMap::new();
    for (expert, order) in orders.iter().filter(|(_, order)| order.len() > 1) {
        let last = (order.len() - 1) as f64;
        for (at, id) in order.iter().enumerate() {
            let own = positions.entry(*id).or_default();
            own.insert(*expert, at as f64 / last);
        }
    }
    let mut points = Vec::new();
    for (id, row) in positions.iter().filter(|(_, row)| row.len() > 1) {
        let sum: f64 = row.values().sum();
        for (expert, own) in row {
            let others = (sum - own) / (row.len() - 1) as f64;
            points.extend(deviation(judged, id, expert).map(|deviation| Point {
                position: own - others,
                deviation,
            }));
        }
    }
    points
}

fn order_effect(points: &[Point]) -> Option<OrderEffect> {
    let sum = |term: &dyn Fn(&Point) -> f64| points.iter().map(term).sum::<f64>();
    let spread = sum(&|point| point.position * point.position);
    // Positions are fractions; what is left of equal ones is rounding.
    if spread < 1e-12 {
        return None;
    }
    let joint = sum(&|point| point.position * point.deviation);
    let marks = sum(&|point| point.deviation * point.deviation);
    Some(OrderEffect {
        pairs: points.len(),
        slope: Figure::new(joint / spread)?,
        correlation: Figure::new(joint / (spread * marks).sqrt()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::Review;
    use crate::stats::tests::{expert, ratings, review};

    fn gathered(reviews: &[Review]) -> Reviews<'_> {
        let mut gathered = Reviews::default();
        reviews
            .iter()
            .rev()
            .for_each(|review| gathered.insert(review));
        gathered
    }

    fn judged() -> Ratings {
        ratings(&[
            ("a1", &[("t1", 5), ("t2", 5)]),
            ("a2", &[("t1", 6), ("t2", 6)]),
            ("a3", &[("t1", 7), ("t2", 5)]),
            ("a4", &[("t1", 8), ("t2", 6)]),
        ])
    }

    #[test]
    fn who_grows_milder_drifts_upwards() {
        let reviews: Vec<Review> = (1..=4)
            .map(|at| review("t1", &format!("a{at}"), at, "", &[]))
            .collect();
        let found = drift(&judged(), &gathered(&reviews));
        let halves = found.experts[&expert("t1")];
        let shown = [halves.first, halves.second, halves.drift].map(|figure| figure.to_fixed(2));
        assert_eq!(
            (halves.each, shown),
            (2, ["0.00", "2.00", "2.00"].map(str::to_owned))
        );
        assert_eq!(found.order, None, "one order alone shows nothing");
    }

    #[test]
    fn the_same_order_of_all_shows_no_effect_and_opposite_orders_do() {
        let forward = |ticket: &str| {
            (1..=4)
                .map(|at| review(ticket, &format!("a{at}"), at, "", &[]))
                .collect::<Vec<_>>()
        };
        let same = [forward("t1"), forward("t2")].concat();
        assert_eq!(drift(&judged(), &gathered(&same)).order, None);
        let mut opposite = forward("t2");
        opposite
            .iter_mut()
            .zip([4, 3, 2, 1])
            .for_each(|(review, minute)| {
                review.sealed_at = format!("2026-03-01T08:0{minute}:00Z").parse().unwrap();
            });
        let found = drift(&judged(), &gathered(&[forward("t1"), opposite].concat()));
        let effect = found.order.unwrap();
        // Σ p d over positions −1, −⅓, ⅓, 1 and deviations 0, 0, 2, 2, for both experts.
        assert_eq!(
            (effect.pairs, effect.slope.to_fixed(4)),
            (8, "1.2000".to_owned())
        );
    }

    #[test]
    fn sealed_in_one_instant_is_no_order_and_few_are_no_halves() {
        let at_once: Vec<Review> = (1..=4)
            .map(|at| review("t1", &format!("a{at}"), 1, "", &[]))
            .collect();
        assert!(drift(&judged(), &gathered(&at_once)).experts.is_empty());
        let few: Vec<Review> = (1..=3)
            .map(|at| review("t1", &format!("a{at}"), at, "", &[]))
            .collect();
        assert!(drift(&judged(), &gathered(&few)).experts.is_empty());
    }
}
