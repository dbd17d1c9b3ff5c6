//! A round: one scheme, its applications, its panels.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{Digest, RoundId, UnitCode};
use crate::text::Text;

/// What a round is, without its applications.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// The round.
    pub id: RoundId,
    /// Title on screens and papers.
    pub title: Text,
    /// Why the round is held.
    pub kind: RoundKind,
    /// The year under review; fields with `years_back` 0 are of this year.
    pub review_year: u16,
    /// IANA name of the zone in which instants are shown (`Asia/Shanghai`).
    pub time_zone: String,
    /// Digest of the scheme text.
    pub scheme: Digest,
    /// Recommending units with their names and quotas.
    pub units: BTreeMap<UnitCode, Unit>,
}

/// Kinds of rounds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RoundKind {
    /// 遴选.
    Selection,
    /// 综合评价.
    Annual,
    /// 复审.
    ReReview,
}

/// A recommending unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Unit {
    /// Name of the unit.
    pub name: String,
    /// Most applications it may recommend.
    pub quota: u32,
}
