//! What an office remembers between steps besides its tables.
//!
//! Owns the one small text that holds it. Trap: it is written in the same action as what it speaks
//! of, or a broken-off step would be remembered as done.

use std::collections::{BTreeMap, BTreeSet};

use hengping_core::id::{ApplicationId, Digest, TicketId};
use hengping_store::office::{Read, Write};
use serde::{Deserialize, Serialize};

use crate::error::{Refused, Result};

/// Name under which they are kept.
const NOTES: &str = "office-notes";

/// What is remembered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Notes {
    /// Digest of what the edition in force was packed from.
    pub(super) packed_from: Option<Digest>,
    /// Tickets that name applications without opening them: their holders declare first.
    pub(super) declaring: BTreeSet<TicketId>,
    /// Applications a ticket does not open because its holder is recused.
    pub(super) withheld: BTreeMap<TicketId, BTreeSet<ApplicationId>>,
}

impl Notes {
    pub(super) fn of(read: &Read<'_>) -> Result<Self> {
        match read.meta().kept(NOTES)? {
            Some(text) => Ok(serde_json::from_str(&text).map_err(|_| Refused::Internal)?),
            None => Ok(Self::default()),
        }
    }

    pub(super) fn keep(&self, write: &Write<'_>) -> Result<()> {
        let text = serde_json::to_string(self).map_err(|_| Refused::Internal)?;
        Ok(write.meta().keep(NOTES, &text)?)
    }

    /// Applications of a ticket that it names without opening them.
    pub(super) fn closed(
        &self,
        ticket: &TicketId,
        assigned: &BTreeSet<ApplicationId>,
    ) -> BTreeSet<ApplicationId> {
        match self.declaring.contains(ticket) {
            true => assigned.clone(),
            false => self.withheld.get(ticket).cloned().unwrap_or_default(),
        }
    }
}
