//! Where the round stands: handed out, returned, receipted, missing.

use hengping_core::id::{RoundId, TicketId};
use hengping_core::text::Text;
use hengping_core::time::Instant;
use hengping_store::table::documents::DocumentKind;
use hengping_store::table::register::{self, HandStep, IssuedRow};
use serde::Serialize;

use super::Office;
use crate::context::Context;
use crate::error::Result;

/// Where a round stands.
#[derive(Debug, Serialize)]
pub struct OfficeStatus {
    /// The round.
    pub round: RoundId,
    /// Its title.
    pub title: Text,
    /// Applications taken in.
    pub applications: usize,
    /// People on the roster.
    pub roster: usize,
    /// Of these, with confirmed fingerprint.
    pub confirmed: usize,
    /// Whether there is a committee key.
    pub committee: bool,
    /// How often a panel was drawn.
    pub draws: usize,
    /// The tickets.
    pub tickets: Vec<TicketStatus>,
}

/// Where one ticket stands.
#[derive(Debug, Serialize)]
pub struct TicketStatus {
    /// The ticket.
    pub ticket: TicketId,
    /// Name of the holder.
    pub holder: String,
    /// Whom it is for.
    pub kind: &'static str,
    /// How many applications it opens.
    pub applications: usize,
    /// When it was handed out.
    pub handed_out: Option<Instant>,
    /// Bundles that came in.
    pub bundles: usize,
    /// Receipts signed.
    pub receipts: usize,
    /// When it was revoked.
    pub revoked: Option<Instant>,
    /// Days until it is due; negative when it is over.
    pub days_left: i64,
}

const DAY: i64 = 24 * 3600;

impl Office {
    /// Where the round stands.
    ///
    /// # Errors
    /// When there is no round.
    pub fn status(&self, ctx: &Context) -> Result<OfficeStatus> {
        let round = self.round()?.round;
        let read = self.store.read();
        let roster = read.roster().all()?;
        let issued = self.current(&round.id)?;
        let tickets = issued.iter().map(|row| self.ticket_status(row, ctx));
        Ok(OfficeStatus {
            applications: self.applications(&round.id)?.len(),
            confirmed: roster.iter().filter(|row| row.confirmed.is_some()).count(),
            roster: roster.len(),
            committee: read
                .documents()
                .latest(DocumentKind::Round, None)?
                .is_some(),
            draws: read.draws().of_round(&round.id)?.len(),
            tickets: tickets.collect::<Result<_>>()?,
            title: round.title,
            round: round.id,
        })
    }

    fn ticket_status(&self, row: &IssuedRow, ctx: &Context) -> Result<TicketStatus> {
        let read = self.store.read();
        let handed_out = read.register().handed_out()?;
        let handed_out = handed_out
            .iter()
            .find(|one| one.ticket == row.ticket && one.step == HandStep::HandedOut);
        let subject = row.ticket.as_str();
        Ok(TicketStatus {
            ticket: row.ticket.clone(),
            holder: self.holder_name(row)?,
            kind: kind_word(row.holder),
            applications: row.assigned.len(),
            handed_out: handed_out.map(|one| one.at),
            bundles: read.arrivals().of(&row.ticket)?.len(),
            receipts: read
                .documents()
                .about(DocumentKind::Receipt, subject)?
                .len(),
            revoked: row.revoked_at,
            days_left: row.due.seconds_since(ctx.now).div_euclid(DAY),
        })
    }
}

/// Whom a ticket is for, as a word.
pub(super) fn kind_word(holder: register::Holder) -> &'static str {
    match holder {
        register::Holder::Expert => "expert",
        register::Holder::Panel => "panel",
        register::Holder::Visit => "visit",
        register::Holder::Observer => "observer",
    }
}
