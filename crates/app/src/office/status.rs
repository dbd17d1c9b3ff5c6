//! Where the round stands: handed out, returned, receipted, missing.

use hengping_core::id::{RoundId, TicketId};
use hengping_core::round_notice::InForce;
use hengping_core::text::Text;
use hengping_core::time::Instant;
use hengping_store::table::documents::DocumentKind;
use hengping_store::table::register::{self, HandStep, IssuedRow};
use hengping_store::table::roster::RosterRow;
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
    /// Whether applications were assigned after the last draw.
    pub assigned: bool,
    /// Number of the package's edition in force; 0 before there is one.
    pub edition: u32,
    /// What is to be done next.
    pub next: NextStep,
    /// The tickets.
    pub tickets: Vec<TicketStatus>,
}

/// What a round waits for, in the order of the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Cards of experts.
    Enrol,
    /// Fingerprints compared with the persons.
    Confirm,
    /// The committee key.
    Committee,
    /// The draw.
    Draw,
    /// Applications for those who were drawn.
    Assign,
    /// The package.
    Pack,
    /// Tickets handed to their holders.
    HandOut,
    /// Bundles of those who have their tickets.
    Collect,
    /// Nothing: every expert's bundle has its receipt.
    Done,
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
        let in_force = self.in_force()?;
        let tickets = issued
            .iter()
            .map(|row| self.ticket_status(row, &in_force, ctx));
        let draws = read.draws();
        let drawn = draws.of_round(&round.id)?;
        let assigned = draws.assignments(&round.id)?.pop();
        let last = drawn.last().map(|draw| draw.request.at);
        let packed = read.packed().of_round(&round.id)?.pop();
        let mut status = OfficeStatus {
            applications: self.applications(&round.id)?.len(),
            confirmed: roster.iter().filter(|row| row.confirmed.is_some()).count(),
            roster: roster.len(),
            committee: read
                .documents()
                .latest(DocumentKind::Round, None)?
                .is_some(),
            draws: drawn.len(),
            assigned: assigned.is_some_and(|row| Some(row.at) >= last),
            edition: packed.map_or(0, |row| row.seq),
            tickets: tickets.collect::<Result<_>>()?,
            title: round.title,
            round: round.id,
            next: NextStep::Done,
        };
        let unconfirmed = |row: &RosterRow| {
            row.confirmed.is_none() && row.revoked_at.is_none() && !row.card.is_empty()
        };
        status.next = next_step(&status, roster.iter().any(unconfirmed));
        Ok(status)
    }

    fn ticket_status(
        &self,
        row: &IssuedRow,
        in_force: &InForce,
        ctx: &Context,
    ) -> Result<TicketStatus> {
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
            days_left: days_between(ctx.now, in_force.due(&row.ticket, row.due)),
        })
    }
}

fn days_between(now: Instant, due: Instant) -> i64 {
    due.seconds_since(now).div_euclid(DAY)
}

/// What comes next; corrections may come back to any step at any time.
fn next_step(status: &OfficeStatus, has_unconfirmed: bool) -> NextStep {
    let in_force = |ticket: &&TicketStatus| ticket.revoked.is_none();
    let mut tickets = status.tickets.iter().filter(in_force);
    let steps = [
        (NextStep::Enrol, status.roster == 0),
        (NextStep::Confirm, has_unconfirmed && status.draws == 0),
        (NextStep::Committee, !status.committee),
        (NextStep::Draw, status.draws == 0),
        (NextStep::Assign, !status.assigned),
        (NextStep::Pack, status.edition == 0),
        (
            NextStep::HandOut,
            tickets.clone().any(|ticket| ticket.handed_out.is_none()),
        ),
        (
            NextStep::Collect,
            tickets.any(|ticket| ticket.kind == "expert" && ticket.receipts == 0),
        ),
    ];
    let due = steps.into_iter().find(|(_, is_due)| *is_due);
    due.map_or(NextStep::Done, |(step, _)| step)
}

/// Whom a ticket is for, as a word.
pub(crate) fn kind_word(holder: register::Holder) -> &'static str {
    match holder {
        register::Holder::Expert => "expert",
        register::Holder::Panel => "panel",
        register::Holder::Visit => "visit",
        register::Holder::Observer => "observer",
    }
}
