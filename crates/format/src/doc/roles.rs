//! The roles document: who may sign what for an authority, and which keys are revoked.

use std::collections::BTreeMap;
use std::fmt;

use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::root::all_different;
use crate::document::{Document, DocumentKind};
use crate::envelope::MAX_SIGNATURES;
use crate::refusal::{Reason, Result, require};
use crate::suite::{Fingerprint, Recipient, Suite, VerifyingKey};

/// Roles of an authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Signs packages and tickets.
    Publisher,
    /// Signs roster entries.
    Registrar,
    /// Signs receipts.
    Receiver,
    /// Signs transcripts and decisions.
    Chair,
    /// Signs the observer's note.
    Observer,
    /// Signs visit records.
    Visitor,
    /// Signs revocations.
    Revoker,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Publisher => "publisher",
            Self::Registrar => "registrar",
            Self::Receiver => "receiver",
            Self::Chair => "chair",
            Self::Observer => "observer",
            Self::Visitor => "visitor",
            Self::Revoker => "revoker",
        })
    }
}

/// The keys of a role and how many must sign together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleKeys {
    /// Keys that hold the role.
    pub keys: Vec<VerifyingKey>,
    /// How many different ones must sign.
    pub threshold: u32,
}

impl RoleKeys {
    /// One key that signs alone.
    #[must_use]
    pub fn single(key: VerifyingKey) -> Self {
        Self {
            keys: vec![key],
            threshold: 1,
        }
    }
}

/// Who holds which role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roles {
    /// The suite.
    pub suite: Suite,
    /// Name of the authority, as in the root.
    pub authority: String,
    /// One more with each change.
    pub version: u32,
    /// Keys by role.
    pub roles: BTreeMap<Role, RoleKeys>,
    /// Recipient of what is meant for the office (recusals).
    pub office: Recipient,
    /// Keys that count for nothing any more, whatever they signed and when.
    pub revoked: Vec<Fingerprint>,
    /// When it was signed.
    pub issued: Instant,
    /// After this moment nothing new is accepted on its strength.
    pub expires: Instant,
}

impl Document for Roles {
    const KIND: DocumentKind = DocumentKind::Roles;

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
            self.roles.values().all(is_satisfiable),
            Reason::FieldValue,
            "roles",
        )?;
        require(self.issued <= self.expires, Reason::FieldValue, "expires")
    }
}

fn is_satisfiable(role: &RoleKeys) -> bool {
    let threshold = role.threshold as usize;
    all_different(&role.keys)
        && role.keys.len() <= MAX_SIGNATURES
        && (1..=role.keys.len()).contains(&threshold)
}
