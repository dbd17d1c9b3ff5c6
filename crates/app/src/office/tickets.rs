//! Tickets: one person's place in one round, sealed to their card.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hengping_core::id::{ApplicationId, ExpertId, TicketId};
use hengping_core::time::Instant;
use hengping_format::Verified;
use hengping_format::doc::{
    Assignment, Card, Registered, RoundRecord, TicketKind, TicketSecrets, verify_card,
};
use hengping_format::document::verify_with_key;
use hengping_format::package::PackageKeys;
use hengping_format::suite::{Recipient, SigningKey, VerifyingKey};
use hengping_format::ticket;
use hengping_store::Event;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use hengping_store::table::register::{self, HandedOutRow, IssuedRow};
use hengping_store::table::roster::RosterRow;
use hengping_store::table::secrets::SecretPurpose;

use super::packing::{PackageNames, TicketFile, write_tickets};
use super::{Office, roster};
use crate::context::Context;
use crate::error::{Refused, Result};

/// Whom a ticket is for.
pub(super) enum Holder {
    Expert {
        id: ExpertId,
        card: Verified<Card>,
        assigned: Vec<ApplicationId>,
    },
    Other {
        kind: TicketKind,
        card: Verified<Card>,
        bytes: Vec<u8>,
        assigned: Vec<ApplicationId>,
    },
}

impl Holder {
    pub(super) fn kind(&self) -> TicketKind {
        match self {
            Self::Expert { .. } => TicketKind::Expert,
            Self::Other { kind, .. } => *kind,
        }
    }

    fn card(&self) -> &Verified<Card> {
        match self {
            Self::Expert { card, .. } | Self::Other { card, .. } => card,
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.card().name
    }

    fn assigned(&self) -> &[ApplicationId] {
        match self {
            Self::Expert { assigned, .. } | Self::Other { assigned, .. } => assigned,
        }
    }

    /// The card to be kept, where no roster keeps it.
    pub(super) fn card_document(&self, ctx: &Context) -> Option<DocumentRow> {
        let Self::Other { card, bytes, .. } = self else {
            return None;
        };
        Some(DocumentRow {
            digest: card.digest(),
            kind: DocumentKind::Card,
            round: None,
            subject: String::new(),
            number: 1,
            signed: bytes.clone(),
            at: ctx.now,
        })
    }

    fn expert(&self) -> Option<ExpertId> {
        match self {
            Self::Expert { id, .. } => Some(id.clone()),
            Self::Other { .. } => None,
        }
    }
}

/// A ticket with its row of the register.
pub(super) struct NewTicket {
    pub(super) holder: Holder,
    pub(super) issued: IssuedRow,
}

impl Office {
    /// Everybody who gets a ticket: drawn experts, chairs, visit teams.
    pub(super) fn holders(&self, panel: &[PathBuf], visit: &[PathBuf]) -> Result<Vec<Holder>> {
        let assignment = self.assignment()?;
        let all: Vec<ApplicationId> = assignment.applications.keys().cloned().collect();
        let mut holders = Vec::new();
        for (place, (expert, assigned)) in assignment.by_expert().into_iter().enumerate() {
            let row = self
                .store
                .read()
                .roster()
                .get(&expert)?
                .ok_or(Refused::Internal)?;
            let card = verify_card(&row.card)?;
            let assigned = in_reading_order(&all, &assigned, place);
            holders.push(Holder::Expert {
                id: expert,
                card,
                assigned,
            });
        }
        for (kind, cards) in [(TicketKind::Panel, panel), (TicketKind::Visit, visit)] {
            for path in cards {
                let (bytes, card) = roster::read_card(path)?;
                holders.push(Holder::Other {
                    kind,
                    card,
                    bytes,
                    assigned: all.clone(),
                });
            }
        }
        Ok(holders)
    }

    /// Makes a ticket; `terms` are due date, number and the ticket it replaces.
    pub(super) fn new_ticket(
        &self,
        holder: Holder,
        names: &PackageNames,
        keys: &PackageKeys,
        terms: (Instant, u32, Option<TicketId>),
        ctx: &Context,
    ) -> Result<NewTicket> {
        let (due, seq, replaces) = terms;
        let label_key = SigningKey::generate()?;
        let assignments = holder.assigned().iter().map(|id| Assignment {
            application: id.clone(),
            identity: keys.applications.get(id).cloned(),
        });
        let secrets = TicketSecrets {
            type_name: TicketSecrets::TYPE.to_owned(),
            ticket: TicketId::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?,
            package: names.package.clone(),
            round: names.round.clone(),
            kind: holder.kind(),
            holder: Some(holder.card().signing),
            assignments: assignments.collect(),
            due,
            committee: self.committee()?,
            index: keys.index.clone(),
            label_key,
        };
        let publisher = self.signing_key(SecretPurpose::Publisher)?;
        let to = &holder.card().recipient;
        let signed = ticket::make(
            &secrets,
            names.manifest,
            seq,
            replaces.clone(),
            to,
            &[&publisher],
        )?;
        let issued = IssuedRow {
            ticket: secrets.ticket.clone(),
            seq,
            round: names.round.clone(),
            package: names.package.clone(),
            holder: row_kind(holder.kind()),
            expert: holder.expert(),
            signer: Some(holder.card().signing.fingerprint().0),
            label_key: secrets.label_key.verifying_key().to_string(),
            assigned: holder.assigned().iter().cloned().collect(),
            replaces,
            digest: signed.digest(),
            bytes: signed.into_bytes(),
            due,
            revoked_at: None,
            at: ctx.now,
        };
        Ok(NewTicket { holder, issued })
    }

    fn committee(&self) -> Result<Recipient> {
        let row = self
            .store
            .read()
            .documents()
            .latest(DocumentKind::Round, None)?;
        let row = row.ok_or(Refused::NoCommittee)?;
        let key = self.signing_key(SecretPurpose::Authority)?.verifying_key();
        Ok(verify_with_key::<RoundRecord>(&row.signed, &key)?
            .committee
            .clone())
    }

    /// Issues a ticket that replaces another: a lost laptop, or a reserve who takes over. The
    /// package stays as it is.
    ///
    /// # Errors
    /// No such ticket, or one that was revoked already.
    pub fn replace_ticket(
        &mut self,
        old: &TicketId,
        card: &Path,
        out: &Path,
        ctx: &Context,
    ) -> Result<TicketFile> {
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
        let (_, card) = roster::read_card(card)?;
        let known = self.store.read().roster().with_fingerprint(card.digest())?;
        let confirmed = known.filter(|row| row.confirmed.is_some());
        let unconfirmed = || Refused::UnconfirmedCard {
            name: card.name.clone(),
        };
        let person = confirmed.ok_or_else(unconfirmed)?;
        self.may_take_over(&person, &row)?;
        let holder = Holder::Expert {
            id: person.expert,
            card: card.clone(),
            assigned: row.assigned.iter().cloned().collect(),
        };
        let packed = self
            .store
            .read()
            .packed()
            .get(&row.package)?
            .ok_or(Refused::Internal)?;
        let names = PackageNames {
            package: row.package.clone(),
            round: row.round.clone(),
            manifest: packed.manifest,
        };
        let keys = self.package_keys(&row.package)?;
        let terms = (row.due, row.seq + 1, Some(old.clone()));
        let ticket = self.new_ticket(holder, &names, &keys, terms, ctx)?;
        self.store.write(ctx.now, |write| -> Result<_> {
            write.register().add(&ticket.issued)?;
            write.register().revoke(old, ctx.now)?;
            let event = Event::act("ticket-replaced")
                .about(old)
                .about(&ticket.issued.ticket);
            Ok(((), event))
        })?;
        let mut files = write_tickets(&[ticket], out)?;
        self.write_papers(out, ctx)?;
        files.pop().ok_or_else(|| Refused::Internal.into())
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
        let (pool, _) = self.last_draw()?;
        let barred = pool.barred_from(&person.expert);
        match barred.keys().find(|id| old.assigned.contains(*id)) {
            Some(id) => Err(Refused::BarredFrom {
                application: id.to_string(),
            }
            .into()),
            None => Ok(()),
        }
    }

    /// Records that a ticket was handed to its holder.
    ///
    /// # Errors
    /// No such ticket.
    pub fn hand_out(
        &mut self,
        ticket: &TicketId,
        way: &str,
        by: &str,
        ctx: &Context,
    ) -> Result<()> {
        let unknown = || Refused::UnknownTicket {
            ticket: ticket.to_string(),
        };
        let issued = self
            .store
            .read()
            .register()
            .get(ticket)?
            .ok_or_else(unknown)?;
        let row = HandedOutRow {
            ticket: issued.ticket,
            seq: issued.seq,
            way: way.to_owned(),
            by: by.to_owned(),
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.register().hand_out(&row)?;
            Ok(((), Event::act("handed-out").about(ticket)))
        })
    }

    /// The register as the panel gets it.
    pub(super) fn registered(&self, issued: &[IssuedRow]) -> Result<Vec<Registered>> {
        issued.iter().map(|row| self.registered_one(row)).collect()
    }

    fn registered_one(&self, row: &IssuedRow) -> Result<Registered> {
        Ok(Registered {
            ticket: row.ticket.clone(),
            seq: row.seq,
            package: row.package.clone(),
            kind: ticket_kind(row.holder),
            replaces: row.replaces.clone(),
            holder: self.holder_key(row)?,
            label: row.label_key.parse().map_err(|_| Refused::Internal)?,
            assigned: row.assigned.iter().cloned().collect(),
            revoked: row.revoked_at.is_some(),
        })
    }

    /// The key a ticket was issued to, found among the cards by its fingerprint.
    fn holder_key(&self, row: &IssuedRow) -> Result<Option<VerifyingKey>> {
        let roster = self
            .store
            .read()
            .roster()
            .all()?
            .into_iter()
            .map(|known| known.card);
        let kept = self
            .store
            .read()
            .documents()
            .of(DocumentKind::Card, None)?
            .into_iter();
        for bytes in roster.chain(kept.map(|document| document.signed)) {
            let card = verify_card(&bytes)?;
            if row.signer == Some(card.signing.fingerprint().0) {
                return Ok(Some(card.signing));
            }
        }
        Ok(None)
    }
}

/// All applications that are assigned, starting at a place of the list that differs from expert
/// to expert, so that nobody is always read last.
fn in_reading_order(
    all: &[ApplicationId],
    assigned: &BTreeSet<ApplicationId>,
    place: usize,
) -> Vec<ApplicationId> {
    let start = if all.is_empty() { 0 } else { place % all.len() };
    let (before, after) = all.split_at(start);
    after
        .iter()
        .chain(before)
        .filter(|id| assigned.contains(*id))
        .cloned()
        .collect()
}

fn row_kind(kind: TicketKind) -> register::Holder {
    match kind {
        TicketKind::Expert => register::Holder::Expert,
        TicketKind::Panel => register::Holder::Panel,
        TicketKind::Visit => register::Holder::Visit,
        TicketKind::Observer => register::Holder::Observer,
    }
}

fn ticket_kind(holder: register::Holder) -> TicketKind {
    match holder {
        register::Holder::Expert => TicketKind::Expert,
        register::Holder::Panel => TicketKind::Panel,
        register::Holder::Visit => TicketKind::Visit,
        register::Holder::Observer => TicketKind::Observer,
    }
}
