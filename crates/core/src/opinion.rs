//! Opinions: what an expert writes of an application as a whole.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{OpinionFieldCode, RecommendationCode};

/// An opinion; which fields exist and who reads each is scheme data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Opinion {
    /// Texts by field (strengths, weaknesses, suggestions, issues to verify on site …).
    pub fields: BTreeMap<OpinionFieldCode, String>,
    /// The recommendation, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recommendation: Option<RecommendationCode>,
}
