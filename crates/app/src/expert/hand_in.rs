//! Hand in, export, receipts, transcript.
//!
//! The bundle is made once, when handing in; every export copies those bytes.

use std::path::{Path, PathBuf};

use hengping_core::id::{ApplicationId, BundleId, Digest, RoundId, TicketId};
use hengping_core::log::{Entry, Head};
use hengping_format::bundle::{self, BundleSpec};
use hengping_format::doc::{BundleKind, Receipt, RecusedApplication, TicketKind, Transcript};
use hengping_format::suite::{Recipient, SigningKey};
use hengping_format::trust::TrustState;
use hengping_store::Event;
use hengping_store::table::applications::{ApplicationRow, AssignmentState};
use hengping_store::table::handins::{self, BundleRow, ReceiptRow, TranscriptRow};
use hengping_store::table::seals::SealRow;
use serde::Serialize;

use super::import::activated;
use super::{Desk, Expert};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::Fingerprint;
use crate::trust;

/// What was handed in.
#[derive(Debug, Serialize)]
pub struct HandedIn {
    /// The bundle.
    pub bundle: BundleId,
    /// Number of the hand-in.
    pub seq: u32,
    /// What it is known by.
    pub digest: Fingerprint,
    /// Applications it brings.
    pub sealed: Vec<ApplicationId>,
    /// Applications it names as not done.
    pub not_done: Vec<ApplicationId>,
}

/// Where a bundle was exported to.
#[derive(Debug, Serialize)]
pub struct Exported {
    /// The bundle.
    pub bundle: BundleId,
    /// The file.
    pub file: PathBuf,
    /// Its size in bytes.
    pub size: usize,
    /// What it is known by.
    pub digest: Fingerprint,
}

/// A receipt that was loaded.
#[derive(Debug, Serialize)]
pub struct ReceiptLoaded {
    /// Its number.
    pub number: u32,
    /// The bundle it is for.
    pub bundle: BundleId,
}

/// What a transcript says of one's own bundles.
#[derive(Debug, Serialize)]
pub struct TranscriptChecked {
    /// Bundles the transcript counts in all.
    pub counted: usize,
    /// Own bundles it lists.
    pub own: Vec<Digest>,
    /// Digest of the transcript, as printed on the summary.
    pub digest: Fingerprint,
}

impl Expert {
    /// Makes the bundle of everything that is sealed.
    ///
    /// # Errors
    /// When nothing new is sealed since the last hand-in.
    pub fn hand_in(&mut self, ctx: &Context) -> Result<HandedIn> {
        let desk = self.pledged_desk()?;
        let round = desk.package.round.id.clone();
        let mut seals = self.store.read().seals().closed(&round)?;
        let recused = self.recused_applications(&round)?;
        seals.retain(|seal| {
            !recused
                .iter()
                .any(|row| row.application == seal.key.application)
        });
        let last = self.store.read().handins().last_bundle(&desk.ticket.id)?;
        let is_new = last
            .as_ref()
            .map_or(Ok(true), |last| self.has_new_seal(last))?;
        if (seals.is_empty() && recused.is_empty()) || !is_new {
            return Err(Refused::NothingToHandIn.into());
        }
        let spec = self.bundle_spec(&desk, &seals, last.as_ref(), ctx)?;
        let label_key = label_key(&desk)?;
        let made = bundle::make(&spec, &label_key, &self.keys.signing)?;
        let row = BundleRow {
            id: spec.bundle.clone(),
            ticket: desk.ticket.id.clone(),
            seq: spec.seq,
            kind: self.store_kind(),
            bytes: made.bytes,
            label: made.digest,
            payload: made.digest,
            previous: spec.previous,
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.handins().add_bundle(&row)?;
            Ok(((), Event::act("handed-in").about(&row.id).about(&row.label)))
        })?;
        Ok(HandedIn {
            bundle: spec.bundle,
            seq: spec.seq,
            digest: Fingerprint::of(made.digest),
            sealed: seals.into_iter().map(|seal| seal.key.application).collect(),
            not_done: spec.not_done,
        })
    }

    /// Whether a review was sealed or opened after the last hand-in.
    fn has_new_seal(&self, last: &BundleRow) -> Result<bool> {
        let log = self.store.read().log().since(0)?;
        let handed_in = log.iter().rposition(|entry| {
            entry.kind.as_str() == "handed-in"
                && entry
                    .subjects
                    .iter()
                    .any(|subject| subject.as_str() == last.id.as_str())
        });
        let later = log
            .get(handed_in.map_or(0, |at| at + 1)..)
            .unwrap_or_default();
        Ok(later
            .iter()
            .any(|entry| matches!(entry.kind.as_str(), "sealed" | "unsealed" | "recused")))
    }

    fn store_kind(&self) -> handins::BundleKind {
        match self.kind {
            TicketKind::Visit => handins::BundleKind::Visit,
            _ => handins::BundleKind::Review,
        }
    }

    fn bundle_spec(
        &self,
        desk: &Desk,
        seals: &[SealRow],
        last: Option<&BundleRow>,
        ctx: &Context,
    ) -> Result<BundleSpec> {
        let read = self.store.read();
        let head = read.log().head()?;
        let base = self.log_base(desk, last)?;
        let sealed = |id: &ApplicationId| seals.iter().any(|seal| seal.key.application == *id);
        let asked = |row: &ApplicationRow| {
            // What left the round unsealed was not done; nobody misses it.
            matches!(
                row.state,
                AssignmentState::Assigned | AssignmentState::Withdrawn
            )
        };
        let rows = read.applications().of_round(&desk.package.round.id)?;
        let asked = rows.into_iter().filter(asked);
        let assigned = asked.map(|row| row.key.application);
        let pledge = read.conflicts().pledge(&desk.package.round.id)?;
        Ok(BundleSpec {
            bundle: BundleId::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?,
            ticket: desk.ticket.id.clone(),
            lineage: read.meta().lineage()?,
            seq: last.map_or(1, |last| last.seq + 1),
            previous: last.map(|last| last.label),
            kind: match self.kind {
                TicketKind::Visit => BundleKind::Visit,
                _ => BundleKind::Review,
            },
            committee: desk
                .ticket
                .committee
                .parse::<Recipient>()
                .map_err(|_| Refused::Internal)?,
            round: desk.package.round.id.clone(),
            package: desk.package.id.clone(),
            not_done: assigned.filter(|id| !sealed(id)).collect(),
            recused: self.recused_applications(&desk.package.round.id)?,
            log_head: head.digest,
            log_length: head.length,
            log_base: base.digest,
            log: read.log().since(base.length)?,
            handed_in_at: trust::now(&read.meta(), ctx)?,
            card: self.card_to_send(&desk.ticket.id)?,
            pledge: pledge.map(|pledge| pledge.signed),
            documents: seals.iter().map(|seal| seal.signed.clone()).collect(),
        })
    }

    /// The card travels where the ticket names no key; elsewhere a bundle names nobody.
    fn card_to_send(&self, ticket: &TicketId) -> Result<Option<Vec<u8>>> {
        let read = self.store.read();
        if read.meta().kept(&activated(ticket))?.is_none() {
            return Ok(None);
        }
        let identity = read.identity().get()?.ok_or(Refused::Internal)?;
        Ok(Some(identity.card))
    }

    /// State of the log before the part that a bundle carries: where the last bundle left it, or
    /// before the package came. What was logged for other rounds before that is nobody's business.
    fn log_base(&self, desk: &Desk, last: Option<&BundleRow>) -> Result<Head> {
        let (kind, subject) = match last {
            Some(last) => ("handed-in", last.id.as_str()),
            None => ("imported", desk.package.id.as_str()),
        };
        let log = self.store.read().log();
        let is_first = |entry: &Entry| {
            let mut subjects = entry.subjects.iter();
            entry.kind.as_str() == kind && subjects.any(|known| known.as_str() == subject)
        };
        let first = log.since(0)?.into_iter().find(is_first);
        let before = first.ok_or(Refused::Internal)?.number.saturating_sub(1);
        Ok(log.head_at(before)?.ok_or(Refused::Internal)?)
    }

    fn recused_applications(&self, round: &RoundId) -> Result<Vec<RecusedApplication>> {
        let rows = self.store.read().applications().recusals(round)?;
        let ground = |text: &str| text.parse().map_err(|_| Refused::Internal);
        rows.into_iter()
            .map(|row| {
                let ground = ground(&row.ground)?;
                Ok(RecusedApplication {
                    application: row.key.application,
                    ground,
                })
            })
            .collect()
    }

    /// Copies the last bundle that was handed in to a folder.
    ///
    /// # Errors
    /// When nothing was handed in; a file of that name with other bytes.
    pub fn export(&self, folder: &Path) -> Result<Exported> {
        let desk = self.pledged_desk()?;
        let row = self.store.read().handins().last_bundle(&desk.ticket.id)?;
        let row = row.ok_or(Refused::NothingHandedIn)?;
        let file = folder.join(format!("{}-{}.orb", row.ticket, row.seq));
        files::write_same(&file, &row.bytes)?;
        Ok(Exported {
            bundle: row.id,
            file,
            size: row.bytes.len(),
            digest: Fingerprint::of(row.label),
        })
    }

    /// Loads the receipt of a bundle of this store.
    ///
    /// # Errors
    /// A receipt for something else, or one that is not signed by the station.
    pub fn load_receipt(&mut self, bytes: &[u8], ctx: &Context) -> Result<ReceiptLoaded> {
        let desk = self.pledged_desk()?;
        let receipt = self.trust_state(ctx)?.verify::<Receipt>(bytes)?;
        trust::check_ahead(receipt.received_at, ctx)?;
        let bundles = self.store.read().handins().bundles(&desk.ticket.id)?;
        let own = bundles.iter().find(|bundle| bundle.label == receipt.label);
        let own = own.filter(|_| receipt.ticket == desk.ticket.id);
        let own = own.ok_or(Refused::ReceiptForeign)?;
        let row = ReceiptRow {
            digest: receipt.digest(),
            ticket: receipt.ticket.clone(),
            number: receipt.number,
            bundle_payload: receipt.label,
            signed: bytes.to_vec(),
            at: ctx.now,
        };
        let loaded = ReceiptLoaded {
            number: receipt.number,
            bundle: own.id.clone(),
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.handins().add_receipt(&row)?;
            write.meta().saw_signed_time(receipt.received_at)?;
            Ok(((), Event::act("receipt-loaded").about(&row.digest)))
        })?;
        Ok(loaded)
    }

    /// Checks that a transcript lists an own bundle, and keeps it.
    ///
    /// # Errors
    /// A transcript without an own bundle, or one that is not signed by a chair.
    pub fn check_transcript(&mut self, bytes: &[u8], ctx: &Context) -> Result<TranscriptChecked> {
        let desk = self.pledged_desk()?;
        let transcript = self.trust_state(ctx)?.verify::<Transcript>(bytes)?;
        trust::check_ahead(transcript.made_at, ctx)?;
        let bundles = self.store.read().handins().bundles(&desk.ticket.id)?;
        let labels = bundles.iter().map(|bundle| bundle.label);
        let own: Vec<Digest> = labels
            .filter(|label| transcript.bundles.contains(label))
            .collect();
        let last = bundles.last().map(|bundle| bundle.label);
        if !last.is_some_and(|last| own.contains(&last)) {
            return Err(Refused::TranscriptLacks.into());
        }
        let row = TranscriptRow {
            digest: transcript.digest(),
            round: desk.package.round.id.clone(),
            signed: bytes.to_vec(),
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.handins().add_transcript(&row)?;
            write.meta().saw_signed_time(transcript.made_at)?;
            Ok(((), Event::act("transcript-checked").about(&row.digest)))
        })?;
        let digest = Fingerprint::of(transcript.digest());
        Ok(TranscriptChecked {
            counted: transcript.bundles.len(),
            own,
            digest,
        })
    }

    /// The authority's documents as they came with the package.
    pub(crate) fn trust_state(&self, ctx: &Context) -> Result<TrustState> {
        trust::state(&self.store.read().meta(), ctx)
    }
}

fn label_key(desk: &Desk) -> Result<SigningKey> {
    let secret = desk.ticket.label_key.expose();
    let secret: &[u8; 32] = secret.try_into().map_err(|_| Refused::Internal)?;
    Ok(SigningKey::from_secret(secret))
}
