//! Tickets: one person's place in one round, sealed to their card or to an activation code.
//!
//! Owns whom a ticket is for and what stands in it. Trap: a later number of a ticket keeps id and
//! label key, so that what was sealed and handed in under it goes on to count.

use std::collections::BTreeSet;
use std::path::PathBuf;

use hengping_core::id::{ApplicationId, ExpertId, PackageId, RoundId, TicketId};
use hengping_core::time::Instant;
use hengping_format::Verified;
use hengping_format::doc::{Assignment, Card, RoundRecord, TicketKind, TicketSecrets, verify_card};
use hengping_format::document::verify_with_key;
use hengping_format::package::PackageKeys;
use hengping_format::suite::{Recipient, SigningKey, VerifyingKey};
use hengping_format::ticket;
use hengping_store::Secret;
use hengping_store::table::documents::DocumentKind;
use hengping_store::table::packed::PackedRow;
use hengping_store::table::register::{self, IssuedRow};
use hengping_store::table::secrets::{SecretPurpose, SecretRow};

use super::Office;
use super::roster::check_vouched;
use crate::activation::ActivationCode;
use crate::context::Context;
use crate::error::{Refused, Result};

/// Whom a ticket is for.
pub(super) struct Holder {
    pub(super) kind: TicketKind,
    pub(super) expert: Option<ExpertId>,
    pub(super) address: Address,
    /// In reading order.
    pub(super) assigned: Vec<ApplicationId>,
}

/// To what a ticket is sealed.
pub(super) enum Address {
    /// A card whose fingerprint was confirmed.
    Card(Box<Verified<Card>>),
    /// A code on a slip; the keys come back with the bundle.
    Code(ActivationCode),
}

impl Address {
    fn recipient(&self) -> Result<Recipient> {
        Ok(match self {
            Self::Card(card) => card.recipient.clone(),
            Self::Code(code) => code.identity()?.recipient(),
        })
    }

    fn signer(&self) -> Option<VerifyingKey> {
        match self {
            Self::Card(card) => Some(card.signing),
            Self::Code(_) => None,
        }
    }
}

/// What a ticket says besides its holder.
pub(super) struct Terms {
    pub(super) ticket: TicketId,
    pub(super) seq: u32,
    pub(super) replaces: Option<TicketId>,
    pub(super) due: Instant,
    pub(super) label_key: SigningKey,
    /// Applications it names without opening them.
    pub(super) closed: BTreeSet<ApplicationId>,
}

impl Terms {
    /// Those of a ticket that is no later number of another.
    pub(super) fn fresh(due: Instant, ctx: &Context) -> Result<Self> {
        Ok(Self {
            ticket: TicketId::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?,
            seq: 1,
            replaces: None,
            due,
            label_key: SigningKey::generate()?,
            closed: BTreeSet::new(),
        })
    }
}

/// What a new ticket needs of a package that was written.
pub(super) struct Edition {
    pub(super) package: PackageId,
    pub(super) round: RoundId,
    pub(super) manifest: hengping_core::id::Digest,
    pub(super) keys: PackageKeys,
}

/// A ticket with its row of the register and the secrets the office keeps of it.
pub(super) struct NewTicket {
    pub(super) issued: IssuedRow,
    pub(super) holder: Option<VerifyingKey>,
    pub(super) secrets: Vec<SecretRow>,
}

impl Office {
    /// Everybody who gets a ticket: drawn experts, chairs, visit teams.
    ///
    /// # Errors
    /// Nobody assigned; somebody who was not taken in as that, or whose fingerprint nobody
    /// compared.
    pub(super) fn holders(&self, panel: &[PathBuf], visit: &[PathBuf]) -> Result<Vec<Holder>> {
        let assignment = self.assignment()?;
        let all: Vec<ApplicationId> = assignment.applications.keys().cloned().collect();
        let mut holders = Vec::new();
        for (place, (expert, assigned)) in assignment.by_expert().into_iter().enumerate() {
            let row = self.store.read().roster().get(&expert)?;
            let row = row.ok_or(Refused::Internal)?;
            check_vouched(TicketKind::Expert, &row)?;
            let address = match row.card.is_empty() {
                true => Address::Code(ActivationCode::random()?),
                false => Address::Card(Box::new(verify_card(&row.card)?)),
            };
            holders.push(Holder {
                kind: TicketKind::Expert,
                expert: Some(expert),
                address,
                assigned: in_reading_order(&all, &assigned, place),
            });
        }
        for (kind, cards) in [(TicketKind::Panel, panel), (TicketKind::Visit, visit)] {
            for path in cards {
                let card = self.vouched_card(kind, path)?.card;
                holders.push(Holder {
                    kind,
                    expert: None,
                    address: Address::Card(Box::new(card)),
                    assigned: all.clone(),
                });
            }
        }
        Ok(holders)
    }

    /// The holder of a ticket that was issued, for a later number of it.
    pub(super) fn holder_of(&self, row: &IssuedRow) -> Result<Holder> {
        Ok(Holder {
            kind: ticket_kind(row.holder),
            expert: row.expert.clone(),
            address: match self.code_of(row)? {
                Some(code) => Address::Code(code),
                None => Address::Card(Box::new(self.card_of(row)?.ok_or(Refused::Internal)?)),
            },
            assigned: self.reading_order(row)?,
        })
    }

    /// The applications of a ticket in the order of the first ticket of its place.
    pub(super) fn reading_order(&self, row: &IssuedRow) -> Result<Vec<ApplicationId>> {
        let mut first = row.clone();
        while let Some(before) = &first.replaces {
            let before = self.store.read().register().get(before)?;
            first = before.ok_or(Refused::Internal)?;
        }
        let assignment = self.assignment()?;
        let experts = assignment.by_expert();
        let place = experts
            .keys()
            .position(|id| Some(id) == first.expert.as_ref());
        let all: Vec<ApplicationId> = assignment.applications.keys().cloned().collect();
        Ok(in_reading_order(&all, &row.assigned, place.unwrap_or(0)))
    }

    /// The terms of a later number of a ticket, with nothing in it but the number changed.
    pub(super) fn later(&self, row: &IssuedRow) -> Result<Terms> {
        let secrets = self.store.read().secrets();
        let label = secrets.get(SecretPurpose::Label, row.ticket.as_str())?;
        let label = label.ok_or(Refused::Internal)?;
        let secret: &[u8; 32] = label
            .secret
            .expose()
            .try_into()
            .map_err(|_| Refused::Internal)?;
        Ok(Terms {
            ticket: row.ticket.clone(),
            seq: row.seq + 1,
            replaces: row.replaces.clone(),
            due: row.due,
            label_key: SigningKey::from_secret(secret),
            closed: BTreeSet::new(),
        })
    }

    /// Makes a ticket.
    pub(super) fn new_ticket(
        &self,
        holder: &Holder,
        edition: &Edition,
        terms: Terms,
        ctx: &Context,
    ) -> Result<NewTicket> {
        let signer = holder.address.signer();
        let secrets = self.ticket_secrets(holder, edition, &terms)?;
        let publisher = self.signing_key(SecretPurpose::Publisher)?;
        let signed = ticket::make(
            &secrets,
            edition.manifest,
            terms.seq,
            terms.replaces.clone(),
            &holder.address.recipient()?,
            &[&publisher],
        )?;
        let issued = IssuedRow {
            ticket: terms.ticket.clone(),
            seq: terms.seq,
            round: edition.round.clone(),
            package: edition.package.clone(),
            holder: row_kind(holder.kind),
            expert: holder.expert.clone(),
            signer: signer.map(|key| key.fingerprint().0),
            label_key: terms.label_key.verifying_key().to_string(),
            assigned: holder.assigned.iter().cloned().collect(),
            replaces: terms.replaces.clone(),
            digest: signed.digest(),
            bytes: signed.into_bytes(),
            due: terms.due,
            revoked_at: None,
            at: ctx.now,
        };
        Ok(NewTicket {
            issued,
            holder: signer,
            secrets: secrets_kept(holder, &terms, ctx)?,
        })
    }

    fn ticket_secrets(
        &self,
        holder: &Holder,
        edition: &Edition,
        terms: &Terms,
    ) -> Result<TicketSecrets> {
        let identity = |id: &ApplicationId| match terms.closed.contains(id) {
            true => None,
            false => edition.keys.applications.get(id).cloned(),
        };
        let assignments = holder.assigned.iter().map(|id| Assignment {
            application: id.clone(),
            identity: identity(id),
        });
        Ok(TicketSecrets {
            type_name: TicketSecrets::TYPE.to_owned(),
            ticket: terms.ticket.clone(),
            package: edition.package.clone(),
            round: edition.round.clone(),
            kind: holder.kind,
            holder: holder.address.signer(),
            assignments: assignments.collect(),
            due: terms.due,
            committee: self.committee()?,
            index: edition.keys.index.clone(),
            label_key: terms.label_key.clone(),
        })
    }

    fn committee(&self) -> Result<Recipient> {
        let documents = self.store.read().documents();
        let row = documents.latest(DocumentKind::Round, None)?;
        let row = row.ok_or(Refused::NoCommittee)?;
        let key = self.signing_key(SecretPurpose::Authority)?.verifying_key();
        Ok(verify_with_key::<RoundRecord>(&row.signed, &key)?
            .committee
            .clone())
    }

    /// The edition in force of the package that was packed.
    pub(super) fn edition(&self, packed: &PackedRow) -> Result<Edition> {
        Ok(Edition {
            package: packed.id.clone(),
            round: packed.round.clone(),
            manifest: packed.manifest,
            keys: self.package_keys(&packed.id, packed.seq)?,
        })
    }

    /// The activation code a ticket is addressed to, where it is addressed to one.
    pub(super) fn code_of(&self, row: &IssuedRow) -> Result<Option<ActivationCode>> {
        let secrets = self.store.read().secrets();
        let kept = secrets.get(SecretPurpose::Activation, row.ticket.as_str())?;
        let read = |row: SecretRow| {
            let text = std::str::from_utf8(row.secret.expose()).map_err(|_| Refused::Internal)?;
            ActivationCode::of_slip(text)
        };
        kept.map(read).transpose()
    }

    /// The card a ticket was issued to, found by its key. Stores made before a roster held more
    /// than experts keep the others as documents.
    pub(super) fn card_of(&self, row: &IssuedRow) -> Result<Option<Verified<Card>>> {
        let read = self.store.read();
        let roster = read.roster().all()?.into_iter().map(|known| known.card);
        let kept = read.documents().of(DocumentKind::Card, None)?.into_iter();
        let all = roster.chain(kept.map(|document| document.signed));
        for bytes in all.filter(|bytes| !bytes.is_empty()) {
            let card = verify_card(&bytes)?;
            if row.signer == Some(card.signing.fingerprint().0) {
                return Ok(Some(card));
            }
        }
        Ok(None)
    }
}

/// What the office keeps of a ticket: later numbers of it need the same label key and code.
fn secrets_kept(holder: &Holder, terms: &Terms, ctx: &Context) -> Result<Vec<SecretRow>> {
    let mut rows = vec![label_row(terms, ctx)];
    if let Address::Code(code) = &holder.address {
        rows.push(SecretRow {
            purpose: SecretPurpose::Activation,
            name: terms.ticket.to_string(),
            public: code.identity()?.recipient().to_string(),
            secret: Secret::new(code.to_string().into_bytes()),
            at: ctx.now,
        });
    }
    Ok(rows)
}

fn label_row(terms: &Terms, ctx: &Context) -> SecretRow {
    SecretRow {
        purpose: SecretPurpose::Label,
        name: terms.ticket.to_string(),
        public: terms.label_key.verifying_key().to_string(),
        secret: Secret::new(terms.label_key.to_secret().to_vec()),
        at: ctx.now,
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

pub(super) fn row_kind(kind: TicketKind) -> register::Holder {
    match kind {
        TicketKind::Expert => register::Holder::Expert,
        TicketKind::Panel => register::Holder::Panel,
        TicketKind::Visit => register::Holder::Visit,
        TicketKind::Observer => register::Holder::Observer,
    }
}

pub(super) fn ticket_kind(holder: register::Holder) -> TicketKind {
    match holder {
        register::Holder::Expert => TicketKind::Expert,
        register::Holder::Panel => TicketKind::Panel,
        register::Holder::Visit => TicketKind::Visit,
        register::Holder::Observer => TicketKind::Observer,
    }
}
