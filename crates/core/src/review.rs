//! A sealed review: everything one expert says of one application.
//!
//! This is the content that is signed; `hengping-format` wraps it. Private notes and practice
//! marks have no field here and therefore cannot leave the machine.

use serde::{Deserialize, Serialize};

use crate::citation::Citation;
use crate::id::{ApplicationId, Digest, Lineage, PackageId, RoundId, TicketId};
use crate::mark::{FactProposal, Mark};
use crate::opinion::Opinion;
use crate::time::Instant;

/// One sealed review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// The round.
    pub round: RoundId,
    /// The package it was made on.
    pub package: PackageId,
    /// The ticket under which it was made; stands for the expert.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
    /// 1 for the first seal of this application, one more after each unsealing.
    pub seal: u32,
    /// Payload digest of seal − 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous: Option<Digest>,
    /// History of the store it was sealed in.
    pub lineage: Lineage,
    /// Digest of the scheme text it was made under.
    pub scheme: Digest,
    /// Version of the material when it was sealed.
    pub material_version: u32,
    /// Number of the last round notice known; 0 for none.
    pub last_notice: u32,
    /// Why the seal before was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unseal_reason: Option<String>,
    /// When the fact sheet was read as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fact_sheet_read: Option<Instant>,
    /// Facts that should be otherwise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<FactProposal>,
    /// Marks, in the order of the scheme.
    pub marks: Vec<Mark>,
    /// Citations that marks and proposals refer to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<Citation>,
    /// The opinion.
    pub opinion: Opinion,
    /// When it was sealed.
    pub sealed_at: Instant,
}
