//! The registration desk of a round in one building: card in, fingerprint compared, ticket out.
//!
//! Owns the order of the acts, each a use case of its own: the card goes onto the roster, the
//! comparison is recorded, the ticket is written and noted as handed out. Trap: whoever was invited
//! with a code has a ticket already; the card takes its place, or one person would hold two.

use std::path::Path;

use hengping_core::id::TicketId;
use hengping_format::doc::TicketKind;
use hengping_store::table::register::{HandStep, IssuedRow};
use serde::Serialize;

use super::issuing::TicketFile;
use super::{HandoutLine, Office, roster};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::identity::Fingerprint;

/// A card at the desk, before anything is recorded.
#[derive(Debug, Serialize)]
pub struct AtDesk {
    /// Name on the card.
    pub name: String,
    /// Unit on the card.
    pub unit: String,
    /// What is compared with the person.
    pub fingerprint: Fingerprint,
    /// Whether it was compared before.
    pub confirmed: bool,
    /// The ticket that waits for the person.
    pub ticket: Option<TicketId>,
    /// How many applications are assigned under it.
    pub applications: usize,
    /// Whether it was handed out before.
    pub handed_out: bool,
}

/// A person who was checked in.
#[derive(Debug, Serialize)]
pub struct CheckedIn {
    /// Their ticket.
    pub ticket: TicketFile,
    /// Its line of the list of what was handed out.
    pub line: HandoutLine,
}

impl Office {
    /// Looks at a card; nothing is recorded.
    ///
    /// # Errors
    /// A card that is none, no package yet.
    pub fn look_at_card(&self, card: &Path) -> Result<AtDesk> {
        let (_, card) = roster::read_card(card)?;
        let known = self.store.read().roster().with_fingerprint(card.digest())?;
        let ticket = self.waiting_ticket(&card)?;
        let handed_out = match &ticket {
            Some(row) => self.handout(row)?.handed_out.is_some(),
            None => false,
        };
        Ok(AtDesk {
            name: card.name.clone(),
            unit: card.unit.clone(),
            fingerprint: Fingerprint::of(card.digest()),
            confirmed: known.is_some_and(|row| row.confirmed.is_some()),
            applications: ticket.as_ref().map_or(0, |row| row.assigned.len()),
            ticket: ticket.map(|row| row.ticket),
            handed_out,
        })
    }

    /// Checks a person in whose fingerprint was compared: writes their ticket and notes that it
    /// was handed out.
    ///
    /// # Errors
    /// A fingerprint that was not compared, nobody drawn of this name and unit.
    pub fn check_in(
        &mut self,
        card: &Path,
        (compared, by): (bool, &str),
        out: &Path,
        ctx: &Context,
    ) -> Result<CheckedIn> {
        let (_, read) = roster::read_card(card)?;
        let name = || read.name.clone();
        if !compared {
            return Err(Refused::UnconfirmedCard { name: name() }.into());
        }
        let waiting = self.waiting_ticket(&read)?;
        let waiting = waiting.ok_or_else(|| Refused::NobodyWaiting { name: name() })?;
        self.enrol(&[(TicketKind::Expert, card.to_owned())], ctx)?;
        self.confirm(&[read.digest().to_string()], ctx)?;
        let ticket = match waiting.signer == Some(read.signing.fingerprint().0) {
            true => self.written(&waiting, out)?,
            false => self.replace_ticket(&waiting.ticket, card, out, ctx)?,
        };
        let line = self.hand_out(&ticket.ticket, HandStep::HandedOut, ("desk", by), ctx)?;
        Ok(CheckedIn { ticket, line })
    }

    fn written(&self, row: &IssuedRow, out: &Path) -> Result<TicketFile> {
        self.write_papers(out)?;
        let files = self.write_tickets(std::slice::from_ref(row), out)?;
        Ok(files.into_iter().next().ok_or(Refused::Internal)?)
    }

    /// The expert's ticket that waits for the owner of a card: sealed to it, or to the code of
    /// somebody invited under the same name and unit.
    fn waiting_ticket(
        &self,
        card: &hengping_format::Verified<hengping_format::doc::Card>,
    ) -> Result<Option<IssuedRow>> {
        let round = self.packed()?.round;
        let expert = super::tickets::ticket_kind;
        let mut rows = self.current(&round)?;
        rows.retain(|row| row.revoked_at.is_none() && expert(row.holder) == TicketKind::Expert);
        let own = Some(card.signing.fingerprint().0);
        if let Some(row) = rows.iter().find(|row| row.signer == own) {
            return Ok(Some(row.clone()));
        }
        for row in rows.into_iter().filter(|row| row.signer.is_none()) {
            let Some(expert) = &row.expert else { continue };
            let member = self.on_roster(expert)?.member;
            if (&member.name, &member.unit) == (&card.name, &card.unit) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }
}
