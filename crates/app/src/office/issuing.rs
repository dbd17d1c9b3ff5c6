//! Issuing: tickets and register go into the store first, then into files.
//!
//! Owns the one action by which tickets come into force, and writing what the store keeps to a
//! folder. Trap: a stick may be full or pulled after the commit; the same bytes are written again
//! from the store, never made anew.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hengping_core::id::{ApplicationId, RoundId, TicketId};
use hengping_format::Document;
use hengping_format::doc::{Register, Registered};
use hengping_format::suite::{Suite, VerifyingKey};
use hengping_store::Event;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use hengping_store::table::packed::PackedRow;
use hengping_store::table::register::IssuedRow;
use hengping_store::table::round_notices::RoundNoticeRow;
use hengping_store::table::secrets::{SecretPurpose, SecretRow};
use serde::Serialize;
use zeroize::Zeroizing;

use super::notes::Notes;
use super::tickets::{NewTicket, ticket_kind};
use super::{Office, document_row};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;

/// A ticket that was written.
#[derive(Debug, Clone, Serialize)]
pub struct TicketFile {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number.
    pub seq: u32,
    /// Name of its holder.
    pub holder: String,
    /// Whom it is for.
    pub kind: hengping_format::doc::TicketKind,
    /// How many applications are assigned under it.
    pub applications: usize,
    /// The file.
    pub file: PathBuf,
}

/// What is to come into force at once.
pub(super) struct Issue {
    pub(super) edition: Option<(PackedRow, Vec<SecretRow>)>,
    pub(super) tickets: Vec<NewTicket>,
    pub(super) revoked: Option<TicketId>,
    pub(super) notes: Notes,
    pub(super) notice: Option<RoundNoticeRow>,
}

/// Root and register beside a package.
pub(super) struct Papers {
    pub(super) root: PathBuf,
    pub(super) register: PathBuf,
}

/// What is to be issued after declarations.
#[derive(Debug, Clone, Default)]
pub struct IssueRequest {
    /// Tickets; all that wait when none is named.
    pub tickets: Vec<TicketId>,
    /// Applications that stay closed because the holder is recused.
    pub recused: Vec<(TicketId, ApplicationId)>,
    /// Where the tickets go.
    pub out: PathBuf,
}

impl Office {
    /// Issues the tickets that open applications, once their holders have declared themselves on
    /// the table of conflicts.
    ///
    /// # Errors
    /// A ticket that does not wait, a recusal from what is not assigned under it.
    pub fn issue(&mut self, request: &IssueRequest, ctx: &Context) -> Result<Vec<TicketFile>> {
        let packed = self.packed()?;
        let mut notes = self.notes()?;
        let waiting = self.current(&packed.round)?.into_iter();
        let mut waiting: Vec<IssuedRow> = waiting
            .filter(|row| row.revoked_at.is_none() && notes.declaring.contains(&row.ticket))
            .collect();
        for named in &request.tickets {
            waiting_one(&waiting, named)?;
        }
        if !request.tickets.is_empty() {
            waiting.retain(|row| request.tickets.contains(&row.ticket));
        }
        if waiting.is_empty() {
            return Err(Refused::NothingToIssue.into());
        }
        for (ticket, application) in &request.recused {
            if !waiting_one(&waiting, ticket)?
                .assigned
                .contains(application)
            {
                let application = application.to_string();
                return Err(Refused::UnknownApplication { application }.into());
            }
            let withheld = notes.withheld.entry(ticket.clone()).or_default();
            withheld.insert(application.clone());
        }
        notes
            .declaring
            .retain(|id| !waiting.iter().any(|row| row.ticket == *id));
        let edition = self.edition(&packed)?;
        let tickets = self.later_tickets(&waiting, &edition, &notes, None, ctx)?;
        let issue = Issue {
            edition: None,
            tickets,
            revoked: None,
            notes,
            notice: None,
        };
        self.commit(&issue, Event::act("tickets-issued").about(&packed.id), ctx)?;
        self.write_papers(&request.out)?;
        self.write_tickets(&issue.rows(), &request.out)
    }

    /// Later numbers of tickets that were issued.
    pub(super) fn later_tickets(
        &self,
        rows: &[IssuedRow],
        edition: &super::tickets::Edition,
        notes: &Notes,
        due: Option<hengping_core::time::Instant>,
        ctx: &Context,
    ) -> Result<Vec<NewTicket>> {
        let later = |row: &IssuedRow| {
            let mut terms = self.later(row)?;
            terms.closed = notes.closed(&row.ticket, &row.assigned);
            terms.due = due.unwrap_or(row.due);
            self.new_ticket(&self.holder_of(row)?, edition, terms, ctx)
        };
        rows.iter().map(later).collect()
    }

    pub(super) fn notes(&self) -> Result<Notes> {
        Notes::of(&self.store.read())
    }

    /// The edition in force.
    pub(super) fn packed(&self) -> Result<PackedRow> {
        let round = self.round()?.round.id;
        let packed = self.store.read().packed().of_round(&round)?.pop();
        Ok(packed.ok_or(Refused::NotPacked)?)
    }

    /// The tickets of a round, of each the highest number.
    pub(super) fn current(&self, round: &RoundId) -> Result<Vec<IssuedRow>> {
        let mut current: BTreeMap<TicketId, IssuedRow> = BTreeMap::new();
        for row in self.store.read().register().of_round(round)? {
            let is_later = current
                .get(&row.ticket)
                .is_none_or(|known| known.seq < row.seq);
            if is_later {
                current.insert(row.ticket.clone(), row);
            }
        }
        Ok(current.into_values().collect())
    }

    /// Brings an edition, tickets and the register that lists them into force.
    pub(super) fn commit(&mut self, issue: &Issue, event: Event, ctx: &Context) -> Result<()> {
        let register = self.next_register(issue, ctx)?;
        self.store.write(ctx.now, |write| -> Result<_> {
            if let Some((packed, secrets)) = &issue.edition {
                write.packed().put(packed)?;
                secrets
                    .iter()
                    .try_for_each(|row| write.secrets().add(row))?;
            }
            for ticket in &issue.tickets {
                write.register().add(&ticket.issued)?;
                for row in &ticket.secrets {
                    if write
                        .read()
                        .secrets()
                        .get(row.purpose, &row.name)?
                        .is_none()
                    {
                        write.secrets().add(row)?;
                    }
                }
            }
            if let Some(revoked) = &issue.revoked {
                write.register().revoke(revoked, ctx.now)?;
            }
            if let Some(notice) = &issue.notice {
                write.round_notices().add(notice)?;
            }
            write.documents().add(&register)?;
            issue.notes.keep(write)?;
            Ok(((), event))
        })
    }

    /// The register as it will be: what is in force, and what is to come.
    fn next_register(&self, issue: &Issue, ctx: &Context) -> Result<DocumentRow> {
        let round = self.round()?.round.id;
        let mut tickets = BTreeMap::new();
        for row in self.current(&round)? {
            let key = self.card_of(&row)?.map(|card| card.signing);
            tickets.insert(row.ticket.clone(), registered(&row, key)?);
        }
        for new in &issue.tickets {
            tickets.insert(
                new.issued.ticket.clone(),
                registered(&new.issued, new.holder)?,
            );
        }
        if let Some(row) = issue.revoked.as_ref().and_then(|id| tickets.get_mut(id)) {
            row.revoked = true;
        }
        let documents = self.store.read().documents();
        let last = documents.latest(DocumentKind::Register, None)?;
        let number = last.map_or(0, |row| row.number) + 1;
        let register = Register {
            suite: Suite::intl_1(),
            round,
            number,
            issued: ctx.now,
            tickets: tickets.into_values().collect(),
        };
        let key = self.signing_key(SecretPurpose::Registrar)?;
        let signed = register.sign(&[&key])?;
        Ok(document_row(
            DocumentKind::Register,
            "",
            number,
            &signed,
            ctx,
        ))
    }

    /// Root, register and notices beside a package.
    pub(super) fn write_papers(&self, out: &Path) -> Result<Papers> {
        let root = out.join("root.json");
        files::write_same(&root, &self.root()?)?;
        let documents = self.store.read().documents();
        let row = documents.latest(DocumentKind::Register, None)?;
        let row = row.ok_or(Refused::NotPacked)?;
        let register = out.join(format!("register-{:04}.json", row.number));
        files::write_same(&register, &row.signed)?;
        self.write_notices(out)?;
        Ok(Papers { root, register })
    }

    /// Tickets as the store keeps them.
    pub(super) fn write_tickets(&self, rows: &[IssuedRow], out: &Path) -> Result<Vec<TicketFile>> {
        let write = |row: &IssuedRow| {
            let file = out.join("tickets").join(file_name(row));
            files::write_same(&file, &row.bytes)?;
            Ok(TicketFile {
                ticket: row.ticket.clone(),
                seq: row.seq,
                holder: self.holder_name(row)?,
                kind: ticket_kind(row.holder),
                applications: row.assigned.len(),
                file,
            })
        };
        rows.iter().map(write).collect()
    }

    /// Slips with the activation codes of those tickets that have one. The first line is the code;
    /// the others say whose it is.
    pub(super) fn write_slips(&self, rows: &[IssuedRow], out: &Path) -> Result<Vec<PathBuf>> {
        let mut written = Vec::new();
        for row in rows {
            let Some(code) = self.code_of(row)? else {
                continue;
            };
            let file = out.join(format!("{}.txt", row.ticket));
            let name = self.holder_name(row)?;
            let text = Zeroizing::new(format!("{code}\n{}\n{name}\n", row.ticket));
            files::write_same(&file, text.as_bytes())?;
            written.push(file);
        }
        Ok(written)
    }

    /// Name of the holder of a ticket.
    pub(super) fn holder_name(&self, row: &IssuedRow) -> Result<String> {
        if let Some(card) = self.card_of(row)? {
            return Ok(card.name.clone());
        }
        let known = row.expert.as_ref();
        let known = known.map(|id| self.store.read().roster().get(id));
        let known = known.transpose()?.flatten();
        Ok(known.map(|row| row.member.name).unwrap_or_default())
    }
}

impl Issue {
    pub(super) fn rows(&self) -> Vec<IssuedRow> {
        self.tickets.iter().map(|one| one.issued.clone()).collect()
    }
}

/// A ticket's file; a later number does not stand in the way of an earlier one.
fn file_name(row: &IssuedRow) -> String {
    match row.seq {
        1 => format!("{}.ort", row.ticket),
        seq => format!("{}-{seq}.ort", row.ticket),
    }
}

fn waiting_one<'a>(waiting: &'a [IssuedRow], id: &TicketId) -> Result<&'a IssuedRow> {
    let unknown = || Refused::UnknownTicket {
        ticket: id.to_string(),
    };
    let found = waiting.iter().find(|row| row.ticket == *id);
    Ok(found.ok_or_else(unknown)?)
}

fn registered(row: &IssuedRow, holder: Option<VerifyingKey>) -> Result<Registered> {
    Ok(Registered {
        ticket: row.ticket.clone(),
        seq: row.seq,
        package: row.package.clone(),
        kind: ticket_kind(row.holder),
        replaces: row.replaces.clone(),
        holder,
        label: row.label_key.parse().map_err(|_| Refused::Internal)?,
        assigned: row.assigned.iter().cloned().collect(),
        revoked: row.revoked_at.is_some(),
    })
}
