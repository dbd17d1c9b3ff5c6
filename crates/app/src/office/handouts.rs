//! The list of what was handed out: to whom, how, whether it came, whether it came back.

use hengping_core::id::TicketId;
use hengping_core::time::Instant;
use hengping_store::Event;
use hengping_store::table::register::{HandStep, HandedOutRow, IssuedRow};
use serde::Serialize;

use super::Office;
use super::status::kind_word;
use crate::context::Context;
use crate::error::{Refused, Result};

/// One ticket of the list.
#[derive(Debug, Serialize)]
pub struct HandoutLine {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number in force.
    pub seq: u32,
    /// Name of the holder.
    pub holder: String,
    /// Whom it is for.
    pub kind: &'static str,
    /// When this number was handed out, how and by whom.
    pub handed_out: Option<Handed>,
    /// When its holder said that it came.
    pub acknowledged: Option<Handed>,
    /// When stick and papers came back.
    pub returned: Option<Handed>,
    /// Bundles that came in.
    pub bundles: usize,
    /// When it was revoked.
    pub revoked: Option<Instant>,
}

/// One step of a ticket's way.
#[derive(Debug, Clone, Serialize)]
pub struct Handed {
    /// Number of the ticket.
    pub seq: u32,
    /// How.
    pub way: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Instant,
}

impl Office {
    /// Records a step of a ticket's way to its holder and back.
    ///
    /// # Errors
    /// No such ticket; a step that comes before the ticket was handed out; nobody named.
    pub fn hand_out(
        &mut self,
        ticket: &TicketId,
        step: HandStep,
        (way, by): (&str, &str),
        ctx: &Context,
    ) -> Result<HandoutLine> {
        let unknown = || Refused::UnknownTicket {
            ticket: ticket.to_string(),
        };
        let issued = self.store.read().register().get(ticket)?;
        let issued = issued.ok_or_else(unknown)?;
        if by.trim().is_empty() {
            return Err(Refused::BadArgument {
                name: "by".to_owned(),
            }
            .into());
        }
        let is_out = self.handout(&issued)?.handed_out.is_some();
        if step != HandStep::HandedOut && !is_out {
            let ticket = ticket.to_string();
            return Err(Refused::NotHandedOut { ticket }.into());
        }
        let row = HandedOutRow {
            ticket: issued.ticket.clone(),
            seq: issued.seq,
            step,
            way: way.to_owned(),
            by: by.to_owned(),
            at: ctx.now,
        };
        let event = match step {
            HandStep::HandedOut => "handed-out",
            HandStep::Acknowledged => "acknowledged",
            HandStep::Returned => "returned",
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.register().hand_out(&row)?;
            Ok(((), Event::act(event).about(ticket)))
        })?;
        self.handout(&issued)
    }

    /// Every ticket with what is known of its way.
    ///
    /// # Errors
    /// When there is no round.
    pub fn handouts(&self) -> Result<Vec<HandoutLine>> {
        let round = self.round()?.round.id;
        let rows = self.current(&round)?;
        rows.iter().map(|row| self.handout(row)).collect()
    }

    pub(super) fn handout(&self, row: &IssuedRow) -> Result<HandoutLine> {
        let read = self.store.read();
        let all = read.register().handed_out()?;
        let last = |step: HandStep| {
            let known = all
                .iter()
                .rfind(|one| one.ticket == row.ticket && one.seq == row.seq && one.step == step);
            known.map(|one| Handed {
                seq: one.seq,
                way: one.way.clone(),
                by: one.by.clone(),
                at: one.at,
            })
        };
        Ok(HandoutLine {
            ticket: row.ticket.clone(),
            seq: row.seq,
            holder: self.holder_name(row)?,
            kind: kind_word(row.holder),
            handed_out: last(HandStep::HandedOut),
            acknowledged: last(HandStep::Acknowledged),
            returned: last(HandStep::Returned),
            bundles: read.arrivals().of(&row.ticket)?.len(),
            revoked: row.revoked_at,
        })
    }
}
