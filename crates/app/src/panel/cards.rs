//! Cards that come with bundles: keys made on the expert's own machine, under an activation code.
//!
//! Owns the comparison of such a card with its person. Trap: until it is recorded, the bundle is
//! open and held; one card is confirmed for a ticket, and a second key under it stays out.

use hengping_core::id::{BundleId, Digest, TicketId};
use serde::Serialize;

use super::Panel;
use super::acts::{Act, CardAct};
use super::arrivals::needs;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::identity::Fingerprint;

/// A card that came with a bundle.
#[derive(Debug, Serialize)]
pub struct CardLine {
    /// The ticket.
    pub ticket: TicketId,
    /// The bundle.
    pub bundle: BundleId,
    /// Name on the card.
    pub name: String,
    /// Unit on the card.
    pub unit: String,
    /// What is compared with the person.
    pub fingerprint: Fingerprint,
    /// Whether it was compared.
    pub confirmed: bool,
}

/// A card with the digest of its key that signs.
struct Brought {
    line: CardLine,
    signer: Digest,
}

impl Panel {
    /// The cards that came with bundles that are open.
    ///
    /// # Errors
    /// When the bundles are not open.
    pub fn cards(&self, ctx: &Context) -> Result<Vec<CardLine>> {
        let brought = self.brought(ctx)?.into_iter();
        Ok(brought.map(|one| one.line).collect())
    }

    /// Records that a card was compared with its person: bundles of its key count from now on.
    ///
    /// # Errors
    /// No such card under this ticket; another card that was confirmed for it; nobody named.
    pub fn confirm_card(
        &mut self,
        ticket: &TicketId,
        print: &str,
        by: &[String],
        ctx: &Context,
    ) -> Result<CardLine> {
        needs("by", by.first().map_or("", String::as_str))?;
        let brought = self.brought(ctx)?.into_iter();
        let mut fits = brought
            .filter(|one| one.line.ticket == *ticket && one.line.fingerprint.is_written(print));
        let unknown = || Refused::NoCard {
            ticket: ticket.to_string(),
        };
        let one = fits.next().ok_or_else(unknown)?;
        if one.line.confirmed {
            return Ok(one.line);
        }
        let mut record = self.opened_record(ctx)?;
        if record.confirmed_cards().any(|act| act.ticket == *ticket) {
            let ticket = ticket.to_string();
            return Err(Refused::AnotherCard { ticket }.into());
        }
        let act = CardAct {
            ticket: ticket.clone(),
            card: one.line.fingerprint.digest,
            signer: one.signer,
            by: by.to_vec(),
            at: ctx.now,
        };
        self.add_act(&mut record, Act::Card(act), "card-confirmed", ctx.now)?;
        Ok(CardLine {
            confirmed: true,
            ..one.line
        })
    }

    fn brought(&self, ctx: &Context) -> Result<Vec<Brought>> {
        let record = self.opened_record(ctx)?;
        let mut brought = Vec::new();
        for content in record.bundles.values() {
            let Some(card) = &content.card else {
                continue;
            };
            let (ticket, digest) = (content.payload.ticket.clone(), card.digest());
            let confirmed = record
                .confirmed_cards()
                .any(|act| act.ticket == ticket && act.card == digest);
            brought.push(Brought {
                line: CardLine {
                    ticket,
                    bundle: content.payload.bundle.clone(),
                    name: card.name.clone(),
                    unit: card.unit.clone(),
                    fingerprint: Fingerprint::of(digest),
                    confirmed,
                },
                signer: card.signing.fingerprint().0,
            });
        }
        brought.sort_by(|one, other| {
            let place = |one: &Brought| (one.line.ticket.clone(), one.line.bundle.clone());
            place(one).cmp(&place(other))
        });
        Ok(brought)
    }
}
