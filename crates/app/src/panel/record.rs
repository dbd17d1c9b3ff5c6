//! Everything a result is a function of, verified: from the store, or from an archive.
//!
//! Owns the one way from stored bytes to what core merges and scores. Trap: nothing here may
//! depend on the time, on the machine or on the order in which bundles came; an archive is
//! replayed from the same parts.

use std::collections::{BTreeMap, BTreeSet};

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, Digest, PackageId, RoundId, TicketId};
use hengping_core::merge::{
    self, Bundle, Content, Pieces, Purpose, Recused, Sealed, Ticket, TicketKey,
};
use hengping_core::panel::recusal::Ground;
use hengping_core::round::Round;
use hengping_core::round_notice::InForce;
use hengping_core::scheme::{self, Scheme};
use hengping_core::time::Instant;
use hengping_core::{log, visit};
use hengping_format::bundle::{self, BundleContent, TicketKeys};
use hengping_format::doc::{self, BundleKind, Manifest, Register, Registered, TicketKind};
use hengping_format::refusal::{self, Reason, Refusal};
use hengping_format::trust::{self, Trust, TrustState};
use hengping_store::panel::PanelStore;
use hengping_store::table::arrivals::ArrivalRow;
use hengping_store::table::rounds::RoundRow;

use super::REGISTER;
use super::acts::{Act, CardAct};
use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::files::TRUST;
use crate::round_notices;

/// The bytes and values a record is made of.
pub(crate) struct Sources {
    /// Digest the authority is pinned by.
    pub(crate) root: Digest,
    pub(crate) trust: Vec<u8>,
    pub(crate) register: Vec<u8>,
    pub(crate) round: Round,
    pub(crate) scheme: String,
    pub(crate) applications: BTreeMap<ApplicationId, Application>,
    /// Signed lists of the packages.
    pub(crate) packages: BTreeMap<PackageId, Vec<u8>>,
    /// Round notices, in order, as they were signed.
    pub(crate) notices: Vec<Vec<u8>>,
    /// Opened bundles: the file as it came, and the payload's envelope as it lay inside.
    pub(crate) bundles: Vec<(Vec<u8>, Vec<u8>)>,
    /// The frozen list, as it was signed.
    pub(crate) opening: Option<Vec<u8>>,
    pub(crate) acts: Vec<Act>,
}

/// The opening whose list decides what came in time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    /// Label digests that were there.
    pub(crate) labels: BTreeSet<Digest>,
    /// Who brought a share.
    pub(crate) present: Vec<String>,
    pub(crate) at: Instant,
}

/// A verified record.
pub(crate) struct Record {
    pub(crate) sources: Sources,
    pub(crate) scheme: Scheme,
    pub(crate) register: Register,
    pub(crate) bundles: BTreeMap<Digest, BundleContent>,
    pub(crate) opening: Option<Opening>,
    /// What the round notices amount to.
    pub(crate) notices: InForce,
    pub(crate) acts: Vec<Act>,
}

impl Record {
    /// The record of a panel store.
    pub(crate) fn of_store(store: &PanelStore, ctx: &Context) -> Result<Self> {
        let read = store.read();
        let row = read.rounds().all()?.pop().ok_or(Refused::NoPackage)?;
        let round = row.round.id.clone();
        let kept = |name: &str| -> Result<Vec<u8>> {
            Ok(read
                .meta()
                .kept(name)?
                .ok_or(Refused::NoPackage)?
                .into_bytes())
        };
        let bodies = read
            .intake()
            .of_round(&round)?
            .into_iter()
            .map(|row| row.body);
        let packages = read.packed().of_round(&round)?.into_iter();
        let decisions = read.decisions().of_round(&round)?;
        let opening = read.openings().of_round(&round)?.into_iter().next();
        let sources = Sources {
            root: crate::trust::pin(&read.meta())?,
            trust: kept(TRUST)?,
            register: kept(REGISTER)?,
            scheme: row.scheme,
            round: row.round,
            applications: bodies.map(|body| (body.id.clone(), body)).collect(),
            packages: packages.map(|row| (row.id, row.signed)).collect(),
            notices: read
                .round_notices()
                .of_round(&round)?
                .into_iter()
                .map(|row| row.signed)
                .collect(),
            bundles: opened_bundles(store)?,
            opening: opening.map(|row| row.list),
            acts: decisions
                .iter()
                .map(|row| row.read_content().map_err(Error::from))
                .collect::<Result<_>>()?,
        };
        Self::verify(sources, ctx.now)
    }

    /// Verifies everything that is signed.
    pub(crate) fn verify(mut sources: Sources, now: Instant) -> Result<Self> {
        let trust = Trust::pinned(sources.root);
        let state = trust.accept(&sources.trust, now, trust::Purpose::Reading)?;
        let register = state.verify::<Register>(&sources.register)?;
        if Digest::of(sources.scheme.as_bytes()) != sources.round.scheme {
            return Err(Refusal::new(Reason::SchemeDigest).into());
        }
        if register.round != sources.round.id {
            return Err(Refusal::new(Reason::ScopeDiffers).into());
        }
        for (id, signed) in &sources.packages {
            let manifest = state.verify::<Manifest>(signed)?;
            if manifest.package != *id || manifest.round != sources.round.id {
                return Err(Refusal::new(Reason::ScopeDiffers).into());
            }
        }
        let scheme = scheme::parse(&sources.scheme).map_err(Error::Scheme)?;
        let mut bundles = BTreeMap::new();
        for (file, plain) in &sources.bundles {
            let ticket = bundle::claimed_label(file)?.ticket;
            let unknown = || Refused::UnknownTicket {
                ticket: ticket.to_string(),
            };
            let keys = keys_of(&register, &ticket).ok_or_else(unknown)?;
            let content = bundle::reopen(file, plain, &keys)?;
            bundles.insert(content.label.digest(), content);
        }
        let opening = sources.opening.as_deref();
        let opening = opening
            .map(|signed| read_opening(signed, &state, &sources.round.id))
            .transpose()?;
        let notices = round_notices::verified_series(&sources.notices, &state, &sources.round.id)?;
        let acts = std::mem::take(&mut sources.acts);
        let register = register.into_content();
        Ok(Self {
            sources,
            scheme,
            register,
            bundles,
            opening,
            notices,
            acts,
        })
    }

    pub(crate) fn applications(&self) -> &BTreeMap<ApplicationId, Application> {
        &self.sources.applications
    }

    /// Name of the enterprise; empty for an application that is not of the round.
    pub(crate) fn enterprise(&self, id: &ApplicationId) -> String {
        let body = self.applications().get(id);
        body.map_or_else(String::new, |body| body.enterprise.name.clone())
    }

    pub(crate) fn application(&self, id: &ApplicationId) -> Result<&Application> {
        self.applications()
            .get(id)
            .ok_or_else(|| super::unknown_application(id))
    }

    /// What a later edition of the package brings in place of what is there.
    pub(crate) fn replace_materials(
        &mut self,
        row: &RoundRow,
        is_only: bool,
        bodies: &[Application],
    ) -> Result<()> {
        self.scheme = scheme::parse(&row.scheme).map_err(Error::Scheme)?;
        self.sources.round = row.round.clone();
        let applications = &mut self.sources.applications;
        if is_only {
            applications.clear();
        }
        applications.extend(bodies.iter().map(|body| (body.id.clone(), body.clone())));
        Ok(())
    }

    /// Cards that were compared with their persons.
    pub(crate) fn confirmed_cards(&self) -> impl Iterator<Item = &CardAct> {
        self.acts.iter().filter_map(|act| match act.decision() {
            Act::Card(card) => Some(card),
            _ => None,
        })
    }

    /// What merge is given.
    pub(crate) fn pieces(&self) -> Pieces {
        let mut pieces = Pieces {
            packages: self.sources.packages.keys().cloned().collect(),
            schemes: BTreeSet::from([self.sources.round.scheme]),
            tickets: self.register.tickets.iter().filter_map(ticket).collect(),
            keys: self
                .register
                .tickets
                .iter()
                .filter_map(ticket_key)
                .collect(),
            withdrawn: self.notices.withdrawn().keys().cloned().collect(),
            opening: self.opening.as_ref().map(|opening| opening.labels.clone()),
            ..Pieces::default()
        };
        let revoked = self.register.tickets.iter().filter(|ticket| ticket.revoked);
        pieces.revoked = revoked.map(|ticket| ticket.ticket.clone()).collect();
        for act in &self.acts {
            match act.decision() {
                Act::Ruling(ruling) => drop(pieces.rulings.insert(ruling.clone())),
                Act::Naming(naming) => drop(pieces.namings.insert(naming.clone())),
                Act::Card(card) => drop(pieces.keys.insert(TicketKey {
                    ticket: card.ticket.clone(),
                    signer: card.signer,
                })),
                _ => {}
            }
        }
        for content in self.bundles.values() {
            if let Ok(bundle) = to_bundle(content) {
                pieces.insert_bundle(bundle);
            }
        }
        pieces.recusals = self.recusals_in(&pieces).into_keys().collect();
        pieces
    }

    /// Recusals with their grounds.
    pub(crate) fn recusals(&self) -> BTreeMap<Recused, Ground> {
        self.recusals_in(&self.pieces())
    }

    /// A recusal is for ever: it holds whatever a later hand-in says. It holds from bundles that
    /// take part, and only from what was assigned.
    fn recusals_in(&self, pieces: &Pieces) -> BTreeMap<Recused, Ground> {
        let part = merge::taking_part(pieces);
        let bundles = self.bundles.iter();
        let reviews = bundles
            .filter(|(label, content)| {
                content.payload.kind == BundleKind::Review && part.contains(label)
            })
            .map(|(_, content)| content);
        let mut recusals = BTreeMap::new();
        for content in reviews {
            let ticket = &content.payload.ticket;
            let known = self
                .register
                .tickets
                .iter()
                .find(|row| row.ticket == *ticket);
            for row in &content.payload.recused {
                if known.is_some_and(|known| known.assigned.contains(&row.application)) {
                    let (ticket, application) = (ticket.clone(), row.application.clone());
                    recusals
                        .entry(Recused {
                            ticket,
                            application,
                        })
                        .or_insert(row.ground);
                }
            }
        }
        recusals
    }
}

fn read_opening(signed: &[u8], state: &TrustState, round: &RoundId) -> Result<Opening> {
    let list = state.verify::<doc::Opening>(signed)?.into_content();
    if list.round != *round {
        return Err(Refusal::new(Reason::ScopeDiffers).into());
    }
    Ok(Opening {
        labels: list.labels.into_iter().collect(),
        present: list.present,
        at: list.opened_at,
    })
}

fn opened_bundles(store: &PanelStore) -> Result<Vec<(Vec<u8>, Vec<u8>)>> {
    let read = store.read();
    let files: BTreeMap<Digest, ArrivalRow> = read
        .arrivals()
        .all()?
        .into_iter()
        .map(|row| (row.label, row))
        .collect();
    let opened = read.openings().bundles()?.into_iter();
    opened
        .map(|row| {
            let file = files.get(&row.label).ok_or(Refused::Internal)?;
            Ok((file.bytes.clone(), row.document))
        })
        .collect()
}

/// The keys of a ticket in the register.
pub(crate) fn keys_of(register: &Register, ticket: &TicketId) -> Option<TicketKeys> {
    let row = register.tickets.iter().find(|row| row.ticket == *ticket)?;
    Some(TicketKeys {
        ticket: row.ticket.clone(),
        label: row.label,
        holder: row.holder,
    })
}

fn purpose(kind: TicketKind) -> Option<Purpose> {
    match kind {
        TicketKind::Expert => Some(Purpose::Review),
        TicketKind::Visit => Some(Purpose::Visit),
        TicketKind::Panel | TicketKind::Observer => None,
    }
}

fn ticket(row: &Registered) -> Option<Ticket> {
    Some(Ticket {
        id: row.ticket.clone(),
        seq: row.seq,
        package: row.package.clone(),
        purpose: purpose(row.kind)?,
        replaces: row.replaces.clone(),
        assigned: row.assigned.iter().cloned().collect(),
    })
}

fn ticket_key(row: &Registered) -> Option<TicketKey> {
    let signer = row.holder?.fingerprint().0;
    Some(TicketKey {
        ticket: row.ticket.clone(),
        signer,
    })
}

/// A verified bundle as merge takes it. It is known by the digest of its label throughout.
///
/// # Errors
/// A visit record that does not have the form of one, or speaks of another round or ticket than
/// its envelope.
pub(crate) fn to_bundle(content: &BundleContent) -> refusal::Result<Bundle> {
    let payload = &content.payload;
    let label = content.label.digest();
    let signer = content
        .payload
        .signers()
        .first()
        .ok_or(Reason::SignatureList)?
        .0;
    Ok(Bundle {
        id: payload.bundle.clone(),
        digest: label,
        label,
        package: payload.package.clone(),
        ticket: payload.ticket.clone(),
        signer,
        lineage: payload.lineage.clone(),
        seq: payload.seq,
        previous: payload.previous,
        not_done: payload.not_done.iter().cloned().collect(),
        log_head: Some(log::Head {
            length: payload.log_length,
            digest: payload.log_head,
        }),
        log: payload.log.clone(),
        content: match payload.kind {
            BundleKind::Review => Content::Reviews(
                content
                    .sealed_reviews()
                    .map(|(digest, review)| Sealed {
                        digest,
                        content: review.clone(),
                    })
                    .collect(),
            ),
            BundleKind::Visit => Content::Visits(visits(content)?),
        },
    })
}

fn visits(content: &BundleContent) -> refusal::Result<Vec<Sealed<visit::VisitRecord>>> {
    let read = |sealed: &hengping_format::Verified<hengping_format::doc::VisitRecord>| {
        let record: visit::VisitRecord =
            serde_json::from_value(sealed.record.clone()).map_err(|_| Reason::JsonShape)?;
        if record.round != sealed.round || record.ticket != sealed.ticket {
            return Err(Refusal::new(Reason::ScopeDiffers));
        }
        Ok(Sealed {
            digest: sealed.digest(),
            content: record,
        })
    };
    content.visits.iter().map(read).collect()
}
