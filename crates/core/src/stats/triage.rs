//! Divergences sorted for the panel: who, how far, from the same page or not, in accord with their own
//! words or not.
//!
//! Owns gathering what was flagged by leaf. What diverges is `score`'s to say. A comment names a level
//! when it contains the name of one of the leaf's anchors, the longest name first; it disagrees when
//! it names levels and the mark lies in none of them. Trap: that is a hint for reading, not a finding:
//! 「不够良好」 names a level too.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::figure::Figure;
use super::reviews::Reviews;
use crate::id::{ApplicationId, IndicatorCode};
use crate::scheme::{Anchor, LeafMode, Scheme};
use crate::score::outcome::DivergenceFlag;
use crate::score::{Exact, ExpertKey, Outcome};
use crate::text::Language;

/// Fewest characters of a level's name that are looked for in a comment.
const SHORTEST_NAME: usize = 2;

/// One leaf of one application on which marks diverge, or its judged total.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Divergence {
    /// The application.
    pub application: ApplicationId,
    /// The leaf; nothing for the judged total.
    pub leaf: Option<IndicatorCode>,
    /// Mean of the panel.
    pub mean: Figure,
    /// How many values make it.
    pub valid: u32,
    /// Those who diverge, the furthest first.
    pub experts: Vec<Deviation>,
}

/// One expert who diverges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Deviation {
    /// Who.
    pub expert: ExpertKey,
    /// The mark, or the judged total.
    pub mark: Figure,
    /// The mark less the mean of the panel.
    pub deviation: Figure,
    /// The same in percent of the mean.
    pub percent: Option<Figure>,
    /// Whether others cited the same page; nothing for the judged total.
    pub pages: Option<SamePage>,
    /// Whether the comment says what the mark says; nothing for the judged total.
    pub comment: Option<Accord>,
    /// Places the application would move without the mark.
    pub places_moved: Option<u32>,
}

/// Whether an expert looked where others looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SamePage {
    /// At least one other cited a page this one cited.
    Shared,
    /// Others cited pages, and none of these.
    Other,
    /// Nobody else cited any page.
    Alone,
    /// This one cited none.
    NotCited,
}

/// Whether a comment and a mark say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Accord {
    /// The comment names the level in which the mark lies.
    Agrees,
    /// The comment names levels, and the mark lies in none of them.
    Disagrees,
    /// The comment names no level.
    NamesNone,
    /// There is no comment.
    Silent,
}

/// What was flagged, by leaf, in the order of flags: the greatest effect on a place first.
#[must_use]
pub fn triage(outcome: &Outcome, scheme: &Scheme, reviews: &Reviews<'_>) -> Vec<Divergence> {
    let mut order: Vec<(&ApplicationId, Option<&IndicatorCode>)> = Vec::new();
    let mut groups: BTreeMap<_, Vec<&DivergenceFlag>> = BTreeMap::new();
    for flag in &outcome.divergences {
        let key = (&flag.application, flag.leaf.as_ref());
        let group = groups.entry(key).or_default();
        if group.is_empty() {
            order.push(key);
        }
        group.push(flag);
    }
    let found = order
        .into_iter()
        .filter_map(|key| divergence(groups.get(&key)?, scheme, reviews));
    found.collect()
}

fn divergence(
    flags: &[&DivergenceFlag],
    scheme: &Scheme,
    reviews: &Reviews<'_>,
) -> Option<Divergence> {
    let first = flags.first()?;
    let mut flags = flags.to_vec();
    flags.sort_by(|a, b| {
        let far = |flag: &DivergenceFlag| flag.deviation.abs();
        far(b).cmp(&far(a)).then_with(|| a.expert.cmp(&b.expert))
    });
    let experts = flags.iter().map(|flag| deviation(flag, scheme, reviews));
    Some(Divergence {
        application: first.application.clone(),
        leaf: first.leaf.clone(),
        mean: Figure::of(&first.panel_mean)?,
        valid: first.valid,
        experts: experts.collect::<Option<_>>()?,
    })
}

fn deviation(flag: &DivergenceFlag, scheme: &Scheme, reviews: &Reviews<'_>) -> Option<Deviation> {
    let leaf = flag.leaf.as_ref();
    Some(Deviation {
        expert: flag.expert.clone(),
        mark: Figure::of(&flag.mark)?,
        deviation: Figure::of(&flag.deviation)?,
        percent: flag.percent.as_ref().and_then(Figure::of),
        pages: leaf.map(|leaf| same_page(flag, leaf, reviews)),
        comment: leaf.map(|leaf| accord(flag, leaf, scheme, reviews)),
        places_moved: flag.effect.as_ref().map(|effect| effect.places_moved()),
    })
}

fn same_page(flag: &DivergenceFlag, leaf: &IndicatorCode, reviews: &Reviews<'_>) -> SamePage {
    let mut cited = reviews.pages(&flag.application, leaf);
    let Some(own) = cited.remove(&flag.expert) else {
        return SamePage::NotCited;
    };
    if cited.is_empty() {
        SamePage::Alone
    } else if cited.values().any(|pages| !pages.is_disjoint(&own)) {
        SamePage::Shared
    } else {
        SamePage::Other
    }
}

fn accord(
    flag: &DivergenceFlag,
    leaf: &IndicatorCode,
    scheme: &Scheme,
    reviews: &Reviews<'_>,
) -> Accord {
    let review = reviews.of(&flag.application, &flag.expert);
    let marks = review.map(|review| review.marks.as_slice());
    let mark = marks
        .unwrap_or_default()
        .iter()
        .find(|mark| mark.indicator == *leaf);
    let comment = mark.map_or("", |mark| mark.comment.trim());
    if comment.is_empty() {
        return Accord::Silent;
    }
    let anchors = anchors(scheme, leaf);
    let named = named_levels(comment, anchors);
    let holds = |at: &usize| {
        anchors
            .get(*at)
            .is_some_and(|anchor| contains(anchor, &flag.mark))
    };
    match named.is_empty() {
        true => Accord::NamesNone,
        false if named.iter().any(holds) => Accord::Agrees,
        false => Accord::Disagrees,
    }
}

fn anchors<'a>(scheme: &'a Scheme, leaf: &IndicatorCode) -> &'a [Anchor] {
    let Some(found) = scheme.leaf(leaf) else {
        return &[];
    };
    let scale = match &found.leaf.mode {
        LeafMode::Scored { anchors, .. } if !anchors.is_empty() => return anchors,
        LeafMode::Scored { scale, .. } => scale,
        LeafMode::Computed(computed) => &computed.fallback_scale,
        _ => return &[],
    };
    scheme.scales.get(scale).map_or(&[], |scale| &scale.anchors)
}

fn contains(anchor: &Anchor, mark: &Exact) -> bool {
    *mark >= Exact::from(anchor.from) && *mark <= Exact::from(anchor.to)
}

/// Positions of the levels whose names a comment contains. A name within a longer one that was found
/// is not found again.
fn named_levels(comment: &str, anchors: &[Anchor]) -> BTreeSet<usize> {
    let mut names: Vec<(String, usize)> = Vec::new();
    for (at, anchor) in anchors.iter().enumerate() {
        let both = [Language::Zh, Language::En].map(|one| anchor.name.in_language(one));
        names.extend(both.map(|name| (name.to_lowercase(), at)));
    }
    names.retain(|(name, _)| name.chars().count() >= SHORTEST_NAME);
    names.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
    let mut left = comment.to_lowercase();
    let mut found = BTreeSet::new();
    for (name, at) in names {
        if left.contains(&name) {
            found.insert(at);
            left = left.replace(&name, " ");
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::tests::review;
    use crate::text::Text;

    fn level(name: &str, from: u32, to: u32) -> Anchor {
        let text = || Text {
            zh: name.to_owned(),
            en: None,
        };
        Anchor {
            name: text(),
            meaning: text(),
            from: from.into(),
            to: to.into(),
        }
    }

    fn flag(expert: &str) -> DivergenceFlag {
        DivergenceFlag {
            application: "a1".parse().unwrap(),
            expert: ExpertKey::new(expert),
            leaf: Some("C3".parse().unwrap()),
            mark: Exact::from(2),
            panel_mean: Exact::from(6),
            valid: 3,
            deviation: -Exact::from(4),
            percent: None,
            effect: None,
        }
    }

    #[test]
    fn pages_are_the_same_when_one_of_them_is() {
        let made = [
            ("t1", [4, 5].as_slice()),
            ("t2", &[5, 9]),
            ("t3", &[7]),
            ("t4", &[]),
        ]
        .map(|(ticket, pages)| review(ticket, "a1", 1, "", pages));
        let mut reviews = Reviews::default();
        made.iter().for_each(|review| reviews.insert(review));
        let leaf = "C3".parse().unwrap();
        let of = |expert| same_page(&flag(expert), &leaf, &reviews);
        assert_eq!(of("t1"), SamePage::Shared);
        assert_eq!(of("t3"), SamePage::Other);
        assert_eq!(of("t4"), SamePage::NotCited);
        let mut alone = Reviews::default();
        alone.insert(&made[0]);
        assert_eq!(same_page(&flag("t1"), &leaf, &alone), SamePage::Alone);
    }

    #[test]
    fn the_longer_name_is_the_one_that_is_meant() {
        let levels = [level("合格", 6, 10), level("不合格", 0, 5)];
        assert_eq!(named_levels("材料不合格", &levels), BTreeSet::from([1]));
        assert_eq!(
            named_levels("总体合格，一处不合格", &levels),
            BTreeSet::from([0, 1])
        );
        assert_eq!(named_levels("材料齐全", &levels), BTreeSet::new());
    }
}
