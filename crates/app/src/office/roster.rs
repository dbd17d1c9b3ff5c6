//! The roster: enrolment cards in, fingerprints confirmed.

use std::collections::BTreeSet;
use std::path::PathBuf;

use hengping_core::id::{Digest, ExpertId};
use hengping_core::panel::Member;
use hengping_format::Verified;
use hengping_format::doc::{Card, verify_card};
use hengping_store::Event;
use hengping_store::table::roster::RosterRow;
use serde::Serialize;

use super::Office;
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

/// Reads a card file and checks that it is signed by its own key.
pub(super) fn read_card(path: &std::path::Path) -> Result<(Vec<u8>, Verified<Card>)> {
    let bytes = files::read(path)?;
    let card = verify_card(&bytes)?;
    Ok((bytes, card))
}

impl Office {
    /// Takes in enrolment cards; one that is known already is left as it is.
    ///
    /// # Errors
    /// A card that is none.
    pub fn enrol(&mut self, cards: &[PathBuf], ctx: &Context) -> Result<Vec<Enrolled>> {
        let mut read = Vec::new();
        for path in cards {
            read.push(read_card(path)?);
        }
        read.into_iter()
            .map(|(bytes, card)| self.enrol_one(bytes, &card, ctx))
            .collect()
    }

    fn enrol_one(
        &mut self,
        bytes: Vec<u8>,
        card: &Verified<Card>,
        ctx: &Context,
    ) -> Result<Enrolled> {
        let fingerprint = Fingerprint::of(card.digest());
        let enrolled = |expert: ExpertId, fingerprint| Enrolled {
            expert,
            name: card.name.clone(),
            unit: card.unit.clone(),
            fingerprint,
        };
        let roster = self.store.read().roster();
        if let Some(known) = roster.with_fingerprint(card.digest())? {
            return Ok(enrolled(known.expert, fingerprint));
        }
        let expert = next_number(roster.all()?.len())?;
        let row = RosterRow {
            expert: expert.clone(),
            fingerprint: card.digest(),
            card: bytes,
            member: Member {
                name: card.name.clone(),
                unit: card.unit.clone(),
                fields: BTreeSet::new(),
                affiliations: BTreeSet::new(),
            },
            confirmed: None,
            revoked_at: None,
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.roster().add(&row)?;
            Ok((
                (),
                Event::act("enrolled")
                    .about(&expert)
                    .about(&row.fingerprint),
            ))
        })?;
        Ok(enrolled(expert, fingerprint))
    }

    /// Takes a person onto the roster who has no keys yet: their ticket will be addressed to an
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
        let roster = self.store.read().roster();
        if let Some(known) = roster.with_fingerprint(fingerprint)? {
            return Ok(invited(known.expert));
        }
        let expert = next_number(roster.all()?.len())?;
        let row = RosterRow {
            expert: expert.clone(),
            fingerprint,
            card: Vec::new(),
            member: Member {
                name: name.to_owned(),
                unit: unit.to_owned(),
                fields: BTreeSet::new(),
                affiliations: BTreeSet::new(),
            },
            confirmed: None,
            revoked_at: None,
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.roster().add(&row)?;
            Ok(((), Event::act("invited").about(&expert)))
        })?;
        Ok(invited(expert))
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
