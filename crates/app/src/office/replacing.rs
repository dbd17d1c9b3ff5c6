//! A ticket that takes the place of another: a lost laptop, or a reserve who takes over.

use std::path::Path;

use hengping_core::id::TicketId;
use hengping_core::round_notice::Word;
use hengping_format::doc::TicketKind;
use hengping_store::Event;
use hengping_store::table::register::{self, IssuedRow};
use hengping_store::table::roster::RosterRow;

use super::Office;
use super::issuing::{Issue, TicketFile};
use super::roster::Vouched;
use super::tickets::{Address, Holder, Terms};
use crate::context::Context;
use crate::error::{Refused, Result};

impl Office {
    /// Issues a ticket that replaces another. The package stays as it is.
    ///
    /// # Errors
    /// No such ticket, or one that was revoked already; a person who may not take over.
    pub fn replace_ticket(
        &mut self,
        old: &TicketId,
        card: &Path,
        out: &Path,
        ctx: &Context,
    ) -> Result<TicketFile> {
        let row = self.replaceable(old)?;
        let Vouched { card, row: person } = self.vouched_card(TicketKind::Expert, card)?;
        self.may_take_over(&person, &row)?;
        let mut terms = Terms {
            seq: row.seq + 1,
            replaces: Some(old.clone()),
            ..Terms::fresh(row.due, ctx)?
        };
        let mut notes = self.notes()?;
        // A reserve opens what another was recused from; the same person on a new machine does not.
        let is_same = self.is_same_person(&row, &person)?;
        let withheld = notes.withheld.remove(old).filter(|_| is_same);
        notes
            .withheld
            .extend(withheld.map(|ids| (terms.ticket.clone(), ids)));
        if notes.declaring.remove(old) {
            notes.declaring.insert(terms.ticket.clone());
        }
        terms.closed = notes.closed(&terms.ticket, &row.assigned);
        let holder = Holder {
            kind: TicketKind::Expert,
            expert: Some(person.expert),
            address: Address::Card(Box::new(card)),
            assigned: self.reading_order(&row)?,
        };
        let edition = self.edition(&self.packed()?)?;
        let ticket = self.new_ticket(&holder, &edition, terms, ctx)?;
        let event = Event::act("ticket-replaced")
            .about(old)
            .about(&ticket.issued.ticket);
        let word = Word::Replace {
            ticket: old.clone(),
            by: ticket.issued.ticket.clone(),
        };
        let notice = self.next_notice(word, ctx)?;
        let issue = Issue {
            edition: None,
            tickets: vec![ticket],
            revoked: Some(old.clone()),
            notes,
            notice: Some(notice),
        };
        self.commit(&issue, event, ctx)?;
        self.write_papers(out)?;
        let files = self.write_tickets(&issue.rows(), out)?;
        Ok(files.into_iter().next().ok_or(Refused::Internal)?)
    }

    fn replaceable(&self, old: &TicketId) -> Result<IssuedRow> {
        let unknown = || Refused::UnknownTicket {
            ticket: old.to_string(),
        };
        let row = self.store.read().register().get(old)?.ok_or_else(unknown)?;
        if row.revoked_at.is_some() {
            return Err(unknown().into());
        }
        if row.holder != register::Holder::Expert {
            let ticket = old.to_string();
            return Err(Refused::NotAnExpertsTicket { ticket }.into());
        }
        Ok(row)
    }

    fn is_same_person(&self, old: &IssuedRow, person: &RosterRow) -> Result<bool> {
        let known = old.expert.as_ref();
        let known = known.map(|id| self.store.read().roster().get(id));
        let known = known.transpose()?.flatten();
        Ok(known.is_some_and(|known| {
            (&known.member.name, &known.member.unit) == (&person.member.name, &person.member.unit)
        }))
    }

    /// One person, one ticket: whoever takes over holds no other, and is barred from nothing of it.
    fn may_take_over(&self, person: &RosterRow, old: &IssuedRow) -> Result<()> {
        let issued = self.store.read().register().of_round(&old.round)?;
        let holds_another = issued.iter().any(|row| {
            row.ticket != old.ticket
                && row.revoked_at.is_none()
                && row.expert.as_ref() == Some(&person.expert)
        });
        if holds_another {
            let name = person.member.name.clone();
            return Err(Refused::HoldsATicket { name }.into());
        }
        let (mut pool, _) = self.last_draw()?;
        // Whoever came to the roster after the draw is under the same rules.
        let members = pool.members.entry(person.expert.clone());
        members.or_insert_with(|| person.member.clone());
        let barred = pool.barred_from(&person.expert);
        match barred.keys().find(|id| old.assigned.contains(*id)) {
            Some(id) => Err(Refused::BarredFrom {
                application: id.to_string(),
            }
            .into()),
            None => Ok(()),
        }
    }
}
