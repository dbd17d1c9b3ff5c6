//! The root document of an authority: its keys and how many of them must sign.
//!
//! Trap: a new root must be signed by the threshold of the root before **and** by its own.

use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use crate::document::{Document, DocumentKind};
use crate::envelope::MAX_SIGNATURES;
use crate::refusal::{Reason, Result, require};
use crate::suite::{Suite, VerifyingKey};

/// Keys and threshold of an authority.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Root {
    /// The suite.
    pub suite: Suite,
    /// Name of the authority, shown to people.
    pub authority: String,
    /// 1 for the first root, one more with each rotation.
    pub version: u32,
    /// Keys of the authority, all different.
    pub keys: Vec<VerifyingKey>,
    /// How many of them must sign roles, rounds and the next root.
    pub threshold: u32,
    /// When it was made.
    pub issued: Instant,
}

impl Document for Root {
    const KIND: DocumentKind = DocumentKind::Root;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(
            super::is_name(&self.authority),
            Reason::FieldValue,
            "authority",
        )?;
        require(self.version >= 1, Reason::FieldValue, "version")?;
        require(
            all_different(&self.keys) && self.keys.len() <= MAX_SIGNATURES,
            Reason::FieldValue,
            "keys",
        )?;
        let threshold = self.threshold as usize;
        require(
            (1..=self.keys.len()).contains(&threshold),
            Reason::FieldValue,
            "threshold",
        )
    }
}

/// Whether no key occurs twice.
pub(super) fn all_different(keys: &[VerifyingKey]) -> bool {
    let mut prints: Vec<_> = keys.iter().map(VerifyingKey::fingerprint).collect();
    prints.sort_unstable();
    prints
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a != b))
}
