//! Where two sealed reviews of one application differ: shown for equivocation and forks.
//!
//! Owns the comparison. Does not judge which is right. Trap: two seals may differ in nothing that
//! is listed here (the time of sealing); they are still two.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::id::{IndicatorCode, OpinionFieldCode, RecommendationCode};
use crate::mark::{FactKey, FactValue, Judgement, Mark};
use crate::review::Review;

/// One thing two reviews say differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// A judgement; absent where the leaf was not scored.
    Judgement {
        /// The leaf.
        indicator: IndicatorCode,
        /// What the one says.
        one: Option<Judgement>,
        /// What the other says.
        other: Option<Judgement>,
    },
    /// Comment or citations of a mark with the same judgement.
    Grounds {
        /// The leaf.
        indicator: IndicatorCode,
    },
    /// A proposed value; absent where none was proposed.
    Proposal {
        /// The fact.
        fact: FactKey,
        /// What the one proposes.
        one: Option<FactValue>,
        /// What the other proposes.
        other: Option<FactValue>,
    },
    /// A text of the opinion.
    OpinionField {
        /// The field.
        field: OpinionFieldCode,
    },
    /// The recommendation.
    Recommendation {
        /// What the one recommends.
        one: Option<RecommendationCode>,
        /// What the other recommends.
        other: Option<RecommendationCode>,
    },
}

/// Everything `one` and `other` say differently, in ascending order of what it is about.
#[must_use]
pub fn differences(one: &Review, other: &Review) -> Vec<Difference> {
    let mut found = marks(one, other);
    found.extend(proposals(one, other));
    found.extend(opinion(one, other));
    found
}

fn marks(one: &Review, other: &Review) -> Vec<Difference> {
    let by_leaf = |review: &'_ Review| -> BTreeMap<IndicatorCode, Mark> {
        review
            .marks
            .iter()
            .map(|mark| (mark.indicator.clone(), mark.clone()))
            .collect()
    };
    paired(by_leaf(one), by_leaf(other))
        .filter_map(|(indicator, one, other)| {
            let same_grounds = one.as_ref().map(|m| (&m.comment, &m.citations))
                == other.as_ref().map(|m| (&m.comment, &m.citations));
            let (one, other) = (one.map(|m| m.judgement), other.map(|m| m.judgement));
            if one != other {
                Some(Difference::Judgement {
                    indicator,
                    one,
                    other,
                })
            } else if same_grounds {
                None
            } else {
                Some(Difference::Grounds { indicator })
            }
        })
        .collect()
}

fn proposals(one: &Review, other: &Review) -> Vec<Difference> {
    let by_fact = |review: &Review| -> BTreeMap<FactKey, FactValue> {
        review
            .proposals
            .iter()
            .map(|p| (p.fact.clone(), p.value.clone()))
            .collect()
    };
    paired(by_fact(one), by_fact(other))
        .filter(|(_, one, other)| one != other)
        .map(|(fact, one, other)| Difference::Proposal { fact, one, other })
        .collect()
}

fn opinion(one: &Review, other: &Review) -> Vec<Difference> {
    let (one, other) = (&one.opinion, &other.opinion);
    let mut found: Vec<Difference> = paired(one.fields.clone(), other.fields.clone())
        .filter(|(_, one, other)| one != other)
        .map(|(field, ..)| Difference::OpinionField { field })
        .collect();
    if one.recommendation != other.recommendation {
        found.push(Difference::Recommendation {
            one: one.recommendation.clone(),
            other: other.recommendation.clone(),
        });
    }
    found
}

/// The entries of two maps side by side.
fn paired<K: Ord + Clone, V>(
    one: BTreeMap<K, V>,
    other: BTreeMap<K, V>,
) -> impl Iterator<Item = (K, Option<V>, Option<V>)> {
    let mut rows: BTreeMap<K, (Option<V>, Option<V>)> = BTreeMap::new();
    for (key, value) in one {
        rows.entry(key).or_insert((None, None)).0 = Some(value);
    }
    for (key, value) in other {
        rows.entry(key).or_insert((None, None)).1 = Some(value);
    }
    rows.into_iter()
        .map(|(key, (one, other))| (key, one, other))
}
