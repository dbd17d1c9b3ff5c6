//! The register of tickets: who may bring what, told to the panel by the office.
//!
//! Owns the list that lets the panel verify bundles: per ticket its label key, its holder's key
//! and its applications. It names no person; a ticket stands for one. Trap: a key that is not in
//! the register is not wrong, it is unknown; such a bundle is held, not refused.

use std::collections::HashSet;

use hengping_core::id::{ApplicationId, PackageId, RoundId, TicketId};
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::{RoundDocument, TicketKind};
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::{Suite, VerifyingKey};

/// All tickets of a round, revoked ones included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Register {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// Number of this register, from 1; a later one replaces an earlier one.
    pub number: u32,
    /// When it was signed.
    pub issued: Instant,
    /// The tickets, ascending by id.
    pub tickets: Vec<Registered>,
}

/// One ticket of the register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Registered {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number for its holder and package.
    pub seq: u32,
    /// The package it opens.
    pub package: PackageId,
    /// Whom it is for.
    pub kind: TicketKind,
    /// The ticket it replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<TicketId>,
    /// The holder's key; absent until a card that travels in the bundle is confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub holder: Option<VerifyingKey>,
    /// Public half of the label key.
    pub label: VerifyingKey,
    /// Applications assigned.
    pub assigned: Vec<ApplicationId>,
    /// Whether it was revoked.
    pub revoked: bool,
}

impl Document for Register {
    const KIND: DocumentKind = DocumentKind::Register;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(self.number >= 1, Reason::FieldValue, "number")?;
        let ascending = self
            .tickets
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.ticket < b.ticket));
        require(ascending, Reason::FieldValue, "tickets")?;
        for ticket in &self.tickets {
            let mut ids = HashSet::new();
            let once = ticket.assigned.iter().all(|id| ids.insert(id));
            require(once, Reason::Doubled, "assigned")?;
        }
        Ok(())
    }
}

impl RoundDocument for Register {
    fn round(&self) -> &RoundId {
        &self.round
    }
}
