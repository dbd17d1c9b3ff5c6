//! The ticket: what lets one person open their part of a package.
//!
//! Outside it says only which package and which ticket; who it is for and all keys are sealed.

use std::collections::HashSet;

use hengping_core::id::{ApplicationId, Digest, PackageId, RoundId, TicketId};
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use crate::document::{Document, DocumentKind};
use crate::json::base64_bytes;
use crate::refusal::{Reason, Result, require};
use crate::suite::{Identity, Recipient, SigningKey, Suite, VerifyingKey};

/// The signed outside of a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// The suite.
    pub suite: Suite,
    /// The package.
    pub package: PackageId,
    /// Its manifest.
    pub manifest: Digest,
    /// The ticket.
    pub ticket: TicketId,
    /// Number of this edition of the ticket, from 1.
    pub seq: u32,
    /// The ticket whose place it takes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<TicketId>,
    /// The secrets, encrypted to the holder.
    #[serde(with = "base64_bytes")]
    pub sealed: Vec<u8>,
}

impl Document for Ticket {
    const KIND: DocumentKind = DocumentKind::Ticket;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(self.seq >= 1, Reason::FieldValue, "seq")?;
        require(
            self.replaces.as_ref() != Some(&self.ticket),
            Reason::FieldValue,
            "replaces",
        )
    }
}

/// Whom a ticket is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// An expert.
    Expert,
    /// The panel's computer.
    Panel,
    /// A visit team.
    Visit,
    /// An observer.
    Observer,
}

/// One assigned application.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// The application.
    pub application: ApplicationId,
    /// Identity that opens it; absent in the first ticket of a strict round.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<Identity>,
}

/// The sealed inside of a ticket. Its secrets are wiped when dropped.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketSecrets {
    /// Always `ticket-secrets.v1`.
    #[serde(rename = "type")]
    pub type_name: String,
    /// As outside.
    pub ticket: TicketId,
    /// As outside.
    pub package: PackageId,
    /// The round.
    pub round: RoundId,
    /// Whom it is for.
    pub kind: TicketKind,
    /// Key that must sign what is handed in; absent when addressed to an activation code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<VerifyingKey>,
    /// Assigned applications in reading order.
    pub assignments: Vec<Assignment>,
    /// When the bundle is due.
    pub due: Instant,
    /// Recipient of bundles, as in the round document.
    pub committee: Recipient,
    /// Identity that opens the inner document.
    pub index: Identity,
    /// One-time key that signs the label of bundles.
    pub label_key: SigningKey,
}

impl TicketSecrets {
    /// Value of the member `type`.
    pub const TYPE: &'static str = "ticket-secrets.v1";

    /// Bounds that types alone do not express.
    ///
    /// # Errors
    /// With the field.
    pub fn check(&self) -> Result<()> {
        require(self.type_name == Self::TYPE, Reason::PayloadType, "type")?;
        let mut ids = HashSet::new();
        let once = self
            .assignments
            .iter()
            .all(|assignment| ids.insert(&assignment.application));
        require(once, Reason::Doubled, "assignments")
    }
}
