//! Recusal 回避: grounds, and what the pool itself shows.
//!
//! Owns the grounds and the test *same unit within n years*. Does not lock or destroy anything; the
//! pledge, in which an expert declares, is a signed document of the formats. Trap: organisations are compared as names people typed; folding (NFKC,
//! white space, case) catches spelling, not abbreviations — the declaration is what counts.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

use super::Member;
use crate::application::Enterprise;
use crate::id::{ApplicationId, ExpertId, InvalidId, RoundId, TicketId};
use crate::text::Text;
use crate::time::Instant;

/// Why a person must not judge an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// Employment, directorship or shareholding within three years.
    Employment,
    /// Spouse, direct kin, collateral kin to the third degree, close in-law.
    Kinship,
    /// Same unit.
    SameUnit,
    /// Advised on the application or drafted it.
    Advised,
    /// Litigation with the enterprise.
    Litigation,
    /// Anything else that affects fairness.
    Other,
}

impl Ground {
    /// All grounds, in the order of the declaration.
    pub const ALL: [Self; 6] = [
        Self::Employment,
        Self::Kinship,
        Self::SameUnit,
        Self::Advised,
        Self::Litigation,
        Self::Other,
    ];

    /// The ground as it is written in files.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Employment => "employment",
            Self::Kinship => "kinship",
            Self::SameUnit => "same_unit",
            Self::Advised => "advised",
            Self::Litigation => "litigation",
            Self::Other => "other",
        }
    }

    /// The ground as people read it.
    #[must_use]
    pub fn name(self) -> Text {
        let (zh, en) = match self {
            Self::Employment => (
                "三年内任职、担任董事监事或持股",
                "employment, directorship or shareholding within three years",
            ),
            Self::Kinship => (
                "配偶、直系血亲、三代以内旁系血亲或近姻亲",
                "spouse, direct kin, collateral kin to the third degree, close in-law",
            ),
            Self::SameUnit => ("同一单位", "same unit"),
            Self::Advised => (
                "为申报提供咨询或代拟材料",
                "advised or drafted the application",
            ),
            Self::Litigation => ("诉讼或仲裁", "litigation"),
            Self::Other => (
                "其他可能影响公正的情形",
                "anything else that affects fairness",
            ),
        };
        Text {
            zh: zh.to_owned(),
            en: Some(en.to_owned()),
        }
    }
}

impl fmt::Display for Ground {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Ground {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        Self::ALL
            .into_iter()
            .find(|ground| ground.code() == text)
            .ok_or(InvalidId {
                kind: "recusal ground",
            })
    }
}

/// A conflict that is known before the draw.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConflictPair {
    /// The person.
    pub expert: ExpertId,
    /// The application the person must not judge.
    pub application: ApplicationId,
    /// Why.
    pub ground: Ground,
}

/// The ground that a person's unit and affiliations themselves show against an enterprise.
///
/// A tie counts while it lasts and for `years` calendar years after its last one. A tie to the
/// enterprise is [`Ground::Employment`]; to its group, a shareholder or the recommending unit it
/// is [`Ground::SameUnit`].
#[must_use]
pub fn shown_ground(
    member: &Member,
    enterprise: &Enterprise,
    review_year: u16,
    years: u32,
) -> Option<Ground> {
    let own = [&enterprise.name, &enterprise.credit_code].map(|text| folded(text));
    let related: BTreeSet<String> = enterprise
        .group
        .iter()
        .chain(&enterprise.shareholders)
        .map(|text| folded(text))
        .chain([folded(enterprise.unit.as_str())])
        .collect();
    let ties: BTreeSet<String> = member
        .affiliations
        .iter()
        .filter(|tie| lasts(tie.until, review_year, years))
        .map(|tie| folded(&tie.organisation))
        .chain([folded(&member.unit)])
        .filter(|name| !name.is_empty())
        .collect();
    if own.iter().any(|name| ties.contains(name)) {
        Some(Ground::Employment)
    } else if !related.is_disjoint(&ties) {
        Some(Ground::SameUnit)
    } else {
        None
    }
}

fn lasts(until: Option<u16>, review_year: u16, years: u32) -> bool {
    until.is_none_or(|last| u32::from(last).saturating_add(years) >= u32::from(review_year))
}

/// `text` without differences that do not make another organisation.
fn folded(text: &str) -> String {
    text.nfkc()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .collect()
}

/// A recusal as it reaches the office: ids and ground, nothing else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recusal {
    /// The round.
    pub round: RoundId,
    /// The expert's ticket.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
    /// Why.
    pub ground: Ground,
    /// When it was declared.
    pub at: Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds_are_read_as_written() {
        for ground in Ground::ALL {
            assert_eq!(ground.code().parse(), Ok(ground));
            let json = serde_json::to_string(&ground).unwrap();
            assert_eq!(json, format!("\"{}\"", ground.code()));
        }
        assert!("Kinship".parse::<Ground>().is_err());
    }
}
