//! The roster: enrolment cards in, as what, fingerprints confirmed.
//!
//! Owns who may be drawn, hold a share or get a ticket: whoever was taken in as such and whose
//! fingerprint was compared.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hengping_core::id::{Digest, ExpertId};
use hengping_core::panel::Member;
use hengping_format::Verified;
use hengping_format::doc::{Card, TicketKind, verify_card};
use hengping_store::Event;
use hengping_store::table::documents::DocumentKind;
use hengping_store::table::roster::RosterRow;
use serde::Serialize;

use super::Office;
use super::status::kind_word;
use super::tickets::{row_kind, ticket_kind};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::Fingerprint;

/// A card that was taken in.
#[derive(Debug, Serialize)]
pub struct Enrolled {
    /// The person's number on the roster.
    pub expert: ExpertId,
    /// Name on the card.
    pub name: String,
    /// Unit on the card.
    pub unit: String,
    /// As what they were taken in.
    pub kind: TicketKind,
    /// What is compared with the person.
    pub fingerprint: Fingerprint,
}

/// A person who was taken onto the roster without a card.
#[derive(Debug, Serialize)]
pub struct Invited {
    /// The person's number on the roster.
    pub expert: ExpertId,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
}

/// A fingerprint that was confirmed.
#[derive(Debug, Serialize)]
pub struct Confirmed {
    /// The person.
    pub expert: ExpertId,
    /// Their name.
    pub name: String,
}

/// A card whose owner may get a share or a ticket.
pub(super) struct Vouched {
    pub(super) card: Verified<Card>,
    pub(super) row: RosterRow,
}

/// Whether somebody was taken in as `kind` and their fingerprint compared.
///
/// # Errors
/// What is missing.
pub(super) fn check_vouched(kind: TicketKind, row: &RosterRow) -> Result<()> {
    let name = row.member.name.clone();
    if ticket_kind(row.kind) != kind || row.revoked_at.is_some() {
        return Err(Refused::NotEnrolledAs { name }.into());
    }
    // Keys behind an activation code are made when the ticket is opened; the panel compares them.
    match row.confirmed.is_some() || row.card.is_empty() {
        true => Ok(()),
        false => Err(Refused::UnconfirmedCard { name }.into()),
    }
}

/// Reads a card file and checks that it is signed by its own key.
pub(super) fn read_card(path: &Path) -> Result<(Vec<u8>, Verified<Card>)> {
    let bytes = files::read(path)?;
    let card = verify_card(&bytes)?;
    Ok((bytes, card))
}

impl Office {
    /// Takes in enrolment cards, each as what its owner will be in the round. One that is known is
    /// left as it is, unless it comes as something else than before.
    ///
    /// # Errors
    /// A card that is none; another kind for somebody who holds a ticket or was drawn.
    pub fn enrol(
        &mut self,
        cards: &[(TicketKind, PathBuf)],
        ctx: &Context,
    ) -> Result<Vec<Enrolled>> {
        let mut read = Vec::new();
        for (kind, path) in cards {
            read.push((*kind, read_card(path)?));
        }
        read.into_iter()
            .map(|(kind, (bytes, card))| self.enrol_one(kind, bytes, &card, ctx))
            .collect()
    }

    fn enrol_one(
        &mut self,
        kind: TicketKind,
        bytes: Vec<u8>,
        card: &Verified<Card>,
        ctx: &Context,
    ) -> Result<Enrolled> {
        let roster = self.store.read().roster();
        let expert = match roster.with_fingerprint(card.digest())? {
            Some(known) => self.take_in_as(known, kind, ctx)?,
            None => self.take_in(kind, bytes, card, ctx)?,
        };
        Ok(Enrolled {
            expert,
            name: card.name.clone(),
            unit: card.unit.clone(),
            kind,
            fingerprint: Fingerprint::of(card.digest()),
        })
    }

    fn take_in(
        &mut self,
        kind: TicketKind,
        bytes: Vec<u8>,
        card: &Verified<Card>,
        ctx: &Context,
    ) -> Result<ExpertId> {
        let (fingerprint, who) = (card.digest(), (card.name.as_str(), card.unit.as_str()));
        let row = self.new_row(kind, (fingerprint, bytes), who, ctx)?;
        let event = Event::act("enrolled")
            .about(&row.expert)
            .about(&fingerprint)
            .about(&kind_word(row.kind));
        self.store.write(ctx.now, |write| -> Result<_> {
            write.roster().add(&row)?;
            Ok(((), event))
        })?;
        Ok(row.expert)
    }

    /// Corrects as what somebody was taken in, as long as nothing followed from it.
    fn take_in_as(
        &mut self,
        known: RosterRow,
        kind: TicketKind,
        ctx: &Context,
    ) -> Result<ExpertId> {
        let (kind, expert) = (row_kind(kind), known.expert);
        if known.kind == kind {
            return Ok(expert);
        }
        if self.has_part(&expert, known.fingerprint)? {
            let name = known.member.name;
            return Err(Refused::HasAPart { name }.into());
        }
        let event = Event::act("enrolled-as")
            .about(&expert)
            .about(&kind_word(kind));
        self.store.write(ctx.now, |write| -> Result<_> {
            write.roster().set_kind(&expert, kind)?;
            Ok(((), event))
        })?;
        Ok(expert)
    }

    /// Whether somebody was drawn, holds a share or a ticket.
    fn has_part(&self, expert: &ExpertId, card: Digest) -> Result<bool> {
        let read = self.store.read();
        let shares = read.documents();
        let holds_share = !shares
            .about(DocumentKind::Share, &card.to_string())?
            .is_empty();
        let Some(round) = read.rounds().all()?.pop() else {
            return Ok(holds_share);
        };
        let drawn = read.draws().of_round(&round.round.id)?.pop();
        let is_drawn = drawn.is_some_and(|draw| {
            let mut places = draw.seats.iter().chain(&draw.reserves);
            places.any(|seat| seat == expert)
        });
        let mut holds_ticket = false;
        for row in read.register().of_round(&round.round.id)? {
            holds_ticket |= self.card_of(&row)?.is_some_and(|one| one.digest() == card);
        }
        Ok(holds_share || is_drawn || holds_ticket)
    }

    fn new_row(
        &self,
        kind: TicketKind,
        (fingerprint, card): (Digest, Vec<u8>),
        (name, unit): (&str, &str),
        ctx: &Context,
    ) -> Result<RosterRow> {
        Ok(RosterRow {
            expert: next_number(self.store.read().roster().all()?.len())?,
            kind: row_kind(kind),
            fingerprint,
            card,
            member: Member {
                name: name.to_owned(),
                unit: unit.to_owned(),
                fields: BTreeSet::new(),
                affiliations: BTreeSet::new(),
            },
            confirmed: None,
            revoked_at: None,
            at: ctx.now,
        })
    }

    /// The card in a file, once its owner may get a share or a ticket as `kind`.
    ///
    /// # Errors
    /// A card that is none, or was not taken in as that; a fingerprint that nobody compared.
    pub(super) fn vouched_card(&self, kind: TicketKind, path: &Path) -> Result<Vouched> {
        let (_, card) = read_card(path)?;
        let known = self.store.read().roster().with_fingerprint(card.digest())?;
        let unknown = || Refused::NotEnrolledAs {
            name: card.name.clone(),
        };
        let row = known.ok_or_else(unknown)?;
        check_vouched(kind, &row)?;
        Ok(Vouched { card, row })
    }

    /// Takes an expert onto the roster who has no keys yet: their ticket will be addressed to an
    /// activation code. A person who is there already is left as they are.
    ///
    /// # Errors
    /// A name or a unit that is none.
    pub fn invite(&mut self, name: &str, unit: &str, ctx: &Context) -> Result<Invited> {
        for (what, text) in [("name", name), ("unit", unit)] {
            if text.trim().is_empty() || text.chars().any(char::is_control) {
                let name = what.to_owned();
                return Err(Refused::BadArgument { name }.into());
            }
        }
        let fingerprint = Digest::of(format!("hengping-invited.v1\n{name}\n{unit}").as_bytes());
        let invited = |expert| Invited {
            expert,
            name: name.to_owned(),
            unit: unit.to_owned(),
        };
        if let Some(known) = self.store.read().roster().with_fingerprint(fingerprint)? {
            return Ok(invited(known.expert));
        }
        let no_card = (fingerprint, Vec::new());
        let row = self.new_row(TicketKind::Expert, no_card, (name, unit), ctx)?;
        self.store.write(ctx.now, |write| -> Result<_> {
            write.roster().add(&row)?;
            Ok(((), Event::act("invited").about(&row.expert)))
        })?;
        Ok(invited(row.expert))
    }

    /// Records that fingerprints were compared with the persons themselves. A fingerprint is
    /// given as its digest or as its twelve characters.
    ///
    /// # Errors
    /// A fingerprint of no card.
    pub fn confirm(&mut self, prints: &[String], ctx: &Context) -> Result<Vec<Confirmed>> {
        let roster = self.store.read().roster().all()?;
        let mut found = Vec::new();
        for print in prints {
            let fits = |row: &&RosterRow| {
                !row.card.is_empty() && Fingerprint::of(row.fingerprint).is_written(print)
            };
            found.push(
                roster
                    .iter()
                    .find(fits)
                    .ok_or(Refused::UnknownFingerprint)?,
            );
        }
        for row in &found {
            self.store.write(ctx.now, |write| -> Result<_> {
                write.roster().confirm(&row.expert, "office", ctx.now)?;
                Ok(((), Event::act("fingerprint-confirmed").about(&row.expert)))
            })?;
        }
        let confirmed = |row: &&RosterRow| Confirmed {
            expert: row.expert.clone(),
            name: row.member.name.clone(),
        };
        Ok(found.iter().map(confirmed).collect())
    }
}

fn next_number(known: usize) -> Result<ExpertId> {
    let number = known + 1;
    Ok(ExpertId::new(format!("x{number:03}")).map_err(|_| Refused::Internal)?)
}
