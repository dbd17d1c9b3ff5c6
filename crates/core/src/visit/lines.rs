//! Which lines a visit has: what was flagged, what experts left open, and a random sample.
//!
//! Owns the choice. Does not know why a leaf was flagged. Trap: the sample must come from a seed
//! that the enterprise cannot know beforehand and that is recorded with the lines.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::Subject;
use crate::id::Digest;
use crate::panel::draw::shuffle::shuffled;

/// A line to be verified.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnLine {
    /// What is to be verified.
    pub subject: Subject,
    /// Why it is; both of the first two can hold.
    pub reasons: BTreeSet<LineReason>,
}

/// Why a line is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LineReason {
    /// Marks diverge, a value is implausible, or the scheme has the leaf checked on site.
    Flagged,
    /// An expert asks for it in the opinion or a proposal.
    OpenIssue,
    /// It was drawn.
    Sample,
}

/// The lines of a visit in ascending order: all `flagged` and `open_issues`, and `sample` of the
/// `others` that are neither, chosen by `seed` as the draw of a panel shuffles (all, if there are
/// not more). The others are shuffled in ascending order of their subjects; the first are taken.
#[must_use]
pub fn draw_lines(
    flagged: &BTreeSet<Subject>,
    open_issues: &BTreeSet<Subject>,
    others: &BTreeSet<Subject>,
    sample: usize,
    seed: Digest,
) -> Vec<DrawnLine> {
    let named: BTreeSet<&Subject> = flagged.union(open_issues).collect();
    let rest: Vec<&Subject> = others
        .iter()
        .filter(|other| !named.contains(other))
        .collect();
    let sampled: BTreeSet<&Subject> = shuffled(rest, seed).into_iter().take(sample).collect();
    let reasons = |subject: &Subject| {
        [
            flagged.contains(subject).then_some(LineReason::Flagged),
            open_issues
                .contains(subject)
                .then_some(LineReason::OpenIssue),
            sampled.contains(subject).then_some(LineReason::Sample),
        ]
    };
    named
        .union(&sampled)
        .map(|subject| DrawnLine {
            subject: (*subject).clone(),
            reasons: reasons(subject).into_iter().flatten().collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(codes: &[&str]) -> BTreeSet<Subject> {
        codes
            .iter()
            .map(|code| Subject::Indicator(code.parse().unwrap()))
            .collect()
    }

    #[test]
    fn named_lines_are_always_there_and_the_sample_comes_from_the_rest() {
        let (flagged, open) = (leaves(&["A1", "A2"]), leaves(&["A2", "A3"]));
        let others = leaves(&["A1", "B1", "B2", "B3", "B4"]);
        let lines = draw_lines(&flagged, &open, &others, 2, Digest::of(b"seed"));
        assert_eq!(lines.len(), 5);
        assert_eq!(
            lines[1].reasons,
            BTreeSet::from([LineReason::Flagged, LineReason::OpenIssue])
        );
        let sampled = lines
            .iter()
            .filter(|l| l.reasons.contains(&LineReason::Sample))
            .count();
        assert_eq!(sampled, 2);
        assert_eq!(
            lines,
            draw_lines(&flagged, &open, &others, 2, Digest::of(b"seed"))
        );
        let all = draw_lines(&flagged, &open, &others, 99, Digest::of(b"seed"));
        assert_eq!(all.len(), 7);
    }

    #[test]
    fn another_seed_draws_others() {
        let none = BTreeSet::new();
        let others = leaves(&["B1", "B2", "B3", "B4", "B5", "B6"]);
        let drawn = |seed: u8| draw_lines(&none, &none, &others, 2, Digest::of(&[seed]));
        let different: BTreeSet<String> = (0..40).map(|s| format!("{:?}", drawn(s))).collect();
        assert!(different.len() > 5);
    }
}
