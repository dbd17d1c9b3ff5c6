//! Panels: who may judge what, who was drawn, who got which application.
//!
//! Owns the vocabulary of pools, recusal grounds, the reproducible draw, balanced assignment and
//! connectedness. Does not issue tickets and knows no randomness: the draw's seed comes from what
//! people typed. Trap: a conflict bars a person from one application, not from the panel; only who
//! is barred from every application leaves the pool.

pub mod assignment;
pub mod connectedness;
pub mod draw;
pub mod recusal;

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// A person of an expert pool.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Member {
    /// Name on screens and papers.
    pub name: String,
    /// Unit the person works at now.
    pub unit: String,
    /// Fields of expertise, as the office names them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub fields: BTreeSet<String>,
    /// Where the person has worked, sat on a board or held shares.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub affiliations: BTreeSet<Affiliation>,
}

/// A tie between a person and an organisation.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Affiliation {
    /// Name, credit code or unit code of the organisation.
    pub organisation: String,
    /// Last calendar year of the tie; absent while it lasts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<u16>,
}
