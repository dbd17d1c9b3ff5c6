//! What a record holds besides its lines: talks, documents shown, signatures drawn.
//!
//! Owns their shapes and the bounds of a signature. Trap: a drawn signature is ink and proves
//! nothing by itself; who signs a record in the sense of keys is the team. It stands for the
//! content it was drawn under, so whoever changes the content drops it.

use serde::{Deserialize, Serialize};

use crate::time::Instant;

/// A talk on site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Interview {
    /// With whom, and what they do there.
    pub with: String,
    /// What was asked and said.
    pub said: String,
}

/// A document the team was shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentShown {
    /// Its title or number.
    pub title: String,
    /// Who keeps it, or where it was looked at.
    pub kept_by: String,
    /// What was seen in it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// For whom somebody signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// 核查组.
    Team,
    /// 企业.
    Enterprise,
    /// 见证人, where the enterprise would not sign.
    Witness,
}

/// The points of one stroke, in ten-thousandths of the width of the field, origin top left.
pub type Stroke = Vec<(u16, u16)>;

/// A signature drawn on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Signature {
    /// For whom.
    pub side: Side,
    /// Who.
    pub name: String,
    /// The strokes in their order.
    pub strokes: Vec<Stroke>,
    /// When it was drawn.
    pub at: Instant,
}

/// Most points of a signature; a long one by pen has some hundreds.
const MOST_POINTS: usize = 4_000;
/// Strokes and points lie within the width of the field.
const WIDTH: u16 = 10_000;

impl Signature {
    /// Whether it is one: some stroke, not too many points, all within the field.
    #[must_use]
    pub fn is_drawn(&self) -> bool {
        let points = || self.strokes.iter().flatten();
        let within = |(x, y): &(u16, u16)| *x <= WIDTH && *y <= WIDTH;
        let drawn = self.strokes.iter().any(|stroke| stroke.len() > 1);
        drawn && points().count() <= MOST_POINTS && points().all(within)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signature(strokes: Vec<Stroke>) -> Signature {
        Signature {
            side: Side::Team,
            name: "one".to_owned(),
            strokes,
            at: "2026-11-22T10:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn a_signature_is_a_line_within_its_field() {
        assert!(signature(vec![vec![(0, 0), (10_000, 900)]]).is_drawn());
        assert!(!signature(vec![]).is_drawn());
        assert!(!signature(vec![vec![(1, 1)]]).is_drawn(), "a touch");
        assert!(!signature(vec![vec![(0, 0), (10_001, 0)]]).is_drawn());
        assert!(!signature(vec![vec![(0, 0); MOST_POINTS + 1]]).is_drawn());
    }

    #[test]
    fn it_comes_back_from_json_as_integers() {
        let one = signature(vec![vec![(1, 2), (3, 4)]]);
        let json = serde_json::to_string(&one).unwrap();
        assert!(json.contains("[[[1,2],[3,4]]]"), "{json}");
        assert_eq!(serde_json::from_str::<Signature>(&json).unwrap(), one);
    }
}
