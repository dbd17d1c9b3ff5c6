//! Import: verify the package, take over its ciphertext, then make it usable in one transaction.
//!
//! Evidence first and synced, then the work store says usable; an interrupted import goes on where
//! it stopped. Nothing of an object is decrypted here.

use std::path::PathBuf;

use hengping_core::id::{ApplicationId, Digest, IndicatorCode, PackageId, TicketId};
use hengping_core::scheme::{self, Scheme};
use hengping_format::Verified;
use hengping_format::doc::{Inner, SealedReview, TicketKind, VisitRecord};
use hengping_format::document::verify_with_key;
use hengping_format::package::Package;
use hengping_format::suite::{Identity, VerifyingKey};
use hengping_format::ticket::OpenTicket;
use hengping_format::trust::TrustState;
use hengping_store::evidence;
use hengping_store::table::applications::{ApplicationRef, Arrival, AssignmentState};
use hengping_store::table::conflicts::ConflictRow;
use hengping_store::table::packages::{PackageRow, PackageState};
use hengping_store::table::tickets::TicketRow;
use hengping_store::{Event, Secret};
use serde::Serialize;

use super::Expert;
use crate::activation::ActivationCode;
use crate::clock::TimeZoneName;
use crate::context::Context;
use crate::delivery::{Delivered, Delivery, Owner, pin_of};
use crate::documents;
use crate::error::{Error, Refused, Result};
use crate::files;
use crate::trust;

/// The files of an import.
#[derive(Debug, Clone)]
pub struct ImportFiles {
    /// `package.orp`, or the one-file form with the ticket inside.
    pub package: PathBuf,
    /// The ticket, unless it is inside.
    pub ticket: Option<PathBuf>,
    /// The authority's root document.
    pub root: PathBuf,
}

/// What was imported.
#[derive(Debug, Serialize)]
pub struct Imported {
    /// The package.
    pub package: hengping_core::id::PackageId,
    /// Its digest: what everybody's copy must agree on.
    pub digest: Digest,
    /// Bytes verified.
    pub bytes: u64,
    /// Name of the authority that signed.
    pub authority: String,
    /// Title of the round.
    pub round: hengping_core::text::Text,
    /// Applications assigned.
    pub applications: Vec<ApplicationId>,
    /// The practice application, when there is one.
    pub practice: Option<ApplicationId>,
    /// Applications that stay recused.
    pub recused: Vec<ApplicationId>,
    /// When it is due.
    pub due: hengping_core::time::Instant,
    /// Zone in which instants are shown.
    pub time_zone: TimeZoneName,
    /// Marks made on an earlier edition that this one has no place for; they stay stored.
    pub not_carried: Vec<NotCarried>,
}

/// A mark that a later edition of the package has no place for.
#[derive(Debug, Serialize)]
pub struct NotCarried {
    /// The application.
    pub application: ApplicationId,
    /// The leaf.
    pub indicator: IndicatorCode,
}

/// Everything that was verified before anything is stored.
struct Checked {
    package: Package,
    inner: Verified<Inner>,
    ticket: OpenTicket,
    ticket_bytes: Vec<u8>,
    arrivals: Vec<Arrival>,
    scheme: Scheme,
}

impl Expert {
    /// Imports a package with a ticket.
    ///
    /// # Errors
    /// The refusals of package, trust, ticket and time; nothing stored is touched by them.
    pub fn import(&mut self, files: &ImportFiles, ctx: &Context) -> Result<Imported> {
        let pin = pin_of(&files::read(&files.root)?)?;
        self.import_under(pin, files, None, ctx)
    }

    /// Imports a package with a ticket that is addressed to an activation code. The card goes
    /// along with what is handed in, and is compared then.
    ///
    /// # Errors
    /// As for [`Expert::import`]; a code that does not open the ticket.
    pub fn activate(
        &mut self,
        files: &ImportFiles,
        code: &ActivationCode,
        ctx: &Context,
    ) -> Result<Imported> {
        let pin = pin_of(&files::read(&files.root)?)?;
        self.import_under(pin, files, Some(&code.identity()?), ctx)
    }

    /// Imports a package under the authority of an earlier import; the root document is not read.
    ///
    /// # Errors
    /// As for [`Expert::import`]; when no authority is known.
    pub fn import_known(&mut self, files: &ImportFiles, ctx: &Context) -> Result<Imported> {
        let pin = trust::pin(&self.store.read().meta())?;
        self.import_under(pin, files, None, ctx)
    }

    fn import_under(
        &mut self,
        pin: Digest,
        files: &ImportFiles,
        code: Option<&Identity>,
        ctx: &Context,
    ) -> Result<Imported> {
        let mut state = None;
        let identity = code.unwrap_or(&self.keys.identity);
        let mut checked = self.verify(files, (pin, identity), &mut state, ctx)?;
        let state: TrustState = state.ok_or(Refused::Internal)?;
        let folder = self.store.evidence_folder();
        documents::take_evidence(&folder, &mut checked.package, ctx)?;
        self.publish(&checked, pin, &state, ctx)?;
        self.remove_leftovers()?;
        self.report(&checked, &state)
    }

    fn verify(
        &self,
        files: &ImportFiles,
        (pin, identity): (Digest, &Identity),
        kept: &mut Option<TrustState>,
        ctx: &Context,
    ) -> Result<Checked> {
        let delivery = Delivery {
            package: &files.package,
            ticket: files.ticket.as_deref(),
        };
        let owner = Owner {
            identity,
            signing: self.keys.signing.verifying_key(),
            kind: self.kind,
        };
        let delivered = delivery.verify(pin, &owner, &self.store.read().meta(), ctx)?;
        let Delivered {
            mut package,
            state,
            inner,
            ticket,
            ticket_bytes,
        } = delivered;
        let scheme = scheme::parse(&inner.scheme).map_err(Error::Scheme)?;
        let mut arrivals = arrivals(&mut package, &inner, &ticket)?;
        if self.kind == TicketKind::Expert {
            arrivals.extend(practice(&inner, &ticket));
        }
        *kept = Some(state);
        Ok(Checked {
            package,
            inner,
            ticket,
            ticket_bytes,
            arrivals,
            scheme,
        })
    }

    fn publish(
        &mut self,
        checked: &Checked,
        pin: Digest,
        state: &TrustState,
        ctx: &Context,
    ) -> Result<()> {
        let manifest = checked.package.manifest();
        let round = checked.inner.round.clone();
        let package = package_row(checked, ctx);
        let ticket = ticket_row(checked, state, ctx)?;
        let conflicts = conflict_rows(&checked.inner);
        let known = self.store.read().packages().get(&package.id)?;
        let recused = self.recused(&round.id)?;
        let notices = self.store.read().round_notices().of_round(&round.id)?;
        let outdated = self.seals_of_other_tickets(&round.id, &ticket)?;
        let event = Event::act("imported")
            .about(&manifest.package)
            .about(&manifest.digest());
        self.store.write(ctx.now, |write| -> Result<_> {
            match &known {
                None => write.packages().add(&package)?,
                Some(row) if row.manifest == package.manifest => {}
                Some(_) => write.packages().replace(&package)?,
            }
            write
                .packages()
                .set_state(&package.id, PackageState::Usable)?;
            if self_ticket_is_new(write.read().tickets().get(&ticket.id)?.as_ref(), &ticket) {
                write.tickets().put(&ticket)?;
            }
            write.conflicts().put(&round.id, &package.id, &conflicts)?;
            for arrival in checked
                .arrivals
                .iter()
                .filter(|it| !recused.contains(&it.key))
            {
                write.applications().put(arrival)?;
            }
            let words = notices.iter().map(|row| &row.word);
            super::notices::follow(write, &round.id, words)?;
            for key in &outdated {
                write.seals().open(key, TICKET_CHANGED, ctx.now)?;
            }
            let trust_json = checked.package.trust_json();
            trust::keep(&write.meta(), pin, trust_json, state.memory())?;
            if checked.ticket.secrets().holder.is_none() {
                write.meta().keep(&activated(&ticket.id), "card")?;
            }
            write.meta().saw_signed_time(manifest.issued)?;
            Ok(((), event))
        })
    }

    /// Evidence of imports that were given up; an interrupted one is kept until the next succeeds.
    fn remove_leftovers(&self) -> Result<()> {
        let known = self.store.read().packages().all()?;
        let known = known
            .iter()
            .map(|row| documents::evidence_name(&row.manifest));
        let known: Vec<_> = known.collect::<Result<_>>()?;
        evidence::remove_leftovers(&self.store.evidence_folder(), &known, &[])?;
        Ok(())
    }

    /// Reviews sealed under another ticket or package: a bundle may bring only its own, so they
    /// are opened and wait to be sealed again.
    fn seals_of_other_tickets(
        &self,
        round: &hengping_core::id::RoundId,
        ticket: &TicketRow,
    ) -> Result<Vec<ApplicationRef>> {
        let own = self.keys.signing.verifying_key();
        let mut outdated = Vec::new();
        for seal in self.store.read().seals().closed(round)? {
            let (sealed_under, package) = sealed_under(&seal.signed, &own)?;
            if sealed_under != ticket.id || package != ticket.package {
                outdated.push(seal.key);
            }
        }
        Ok(outdated)
    }

    fn recused(&self, round: &hengping_core::id::RoundId) -> Result<Vec<ApplicationRef>> {
        let rows = self.store.read().applications().recusals(round)?;
        Ok(rows.into_iter().map(|row| row.key).collect())
    }

    fn report(&self, checked: &Checked, state: &TrustState) -> Result<Imported> {
        let round = &checked.inner.round;
        let rows = self.store.read().applications().of_round(&round.id)?;
        let in_state = |wanted: AssignmentState| -> Vec<ApplicationId> {
            let rows = rows.iter().filter(move |row| row.state == wanted);
            rows.map(|row| row.key.application.clone()).collect()
        };
        Ok(Imported {
            package: checked.package.manifest().package.clone(),
            digest: checked.package.manifest().digest(),
            bytes: checked.package.total_bytes(),
            authority: state.root().authority.clone(),
            round: round.title.clone(),
            applications: in_state(AssignmentState::Assigned),
            practice: in_state(AssignmentState::Practice).into_iter().next(),
            recused: in_state(AssignmentState::Recused),
            due: checked.ticket.secrets().due,
            time_zone: TimeZoneName::of(round),
            not_carried: self.not_carried(checked)?,
        })
    }

    /// Marks are kept by application and leaf; what the new edition does not have is listed.
    fn not_carried(&self, checked: &Checked) -> Result<Vec<NotCarried>> {
        let round = &checked.inner.round.id;
        let scheme = &checked.scheme;
        let mut lost = Vec::new();
        for row in self.store.read().applications().of_round(round)? {
            let id = &row.key.application;
            if row.state == AssignmentState::Practice {
                continue;
            }
            let there = checked.inner.application(id).is_some();
            for mark in self.store.read().marks().of(&row.key)? {
                let indicator = mark.mark.indicator;
                if !there || scheme.leaf(&indicator).is_none() {
                    lost.push(NotCarried {
                        application: id.clone(),
                        indicator,
                    });
                }
            }
        }
        Ok(lost)
    }
}

/// Name under which a store keeps that a ticket came without naming a key.
pub(super) fn activated(ticket: &TicketId) -> String {
    format!("activated.{ticket}")
}

fn self_ticket_is_new(known: Option<&TicketRow>, new: &TicketRow) -> bool {
    known.is_none_or(|known| known.digest != new.digest)
}

/// Why a seal was opened when another ticket came.
const TICKET_CHANGED: &str = "ticket-changed";

/// Ticket and package under which a document of this store was sealed.
fn sealed_under(signed: &[u8], own: &VerifyingKey) -> Result<(TicketId, PackageId)> {
    if let Ok(sealed) = verify_with_key::<SealedReview>(signed, own) {
        let review = sealed.into_content().review;
        return Ok((review.ticket, review.package));
    }
    let visit = verify_with_key::<VisitRecord>(signed, own)?.into_content();
    let record: hengping_core::visit::VisitRecord =
        serde_json::from_value(visit.record).map_err(|_| Refused::Internal)?;
    Ok((record.ticket, record.package))
}

/// The applications that the ticket opens, in reading order.
fn arrivals(
    package: &mut Package,
    inner: &Verified<Inner>,
    ticket: &OpenTicket,
) -> Result<Vec<Arrival>> {
    let mut arrivals = Vec::new();
    for (position, assignment) in (1..).zip(&ticket.secrets().assignments) {
        let Some(identity) = &assignment.identity else {
            continue;
        };
        let body = package.open_application(inner, &assignment.application, identity)?;
        arrivals.push(Arrival {
            key: ApplicationRef::new(&inner.round.id, &assignment.application),
            package: package.manifest().package.clone(),
            position,
            practice: false,
            identity: Secret::new(identity.to_secret_text().as_bytes().to_vec()),
            body: body.into_content().application,
        });
    }
    Ok(arrivals)
}

/// The practice application, which everybody with the index may open; it is read first.
fn practice(inner: &Inner, ticket: &OpenTicket) -> Option<Arrival> {
    let body = inner.practice.as_ref()?;
    let index = ticket.secrets().index.to_secret_text();
    Some(Arrival {
        key: ApplicationRef::new(&inner.round.id, &body.application.id),
        package: inner.package.clone(),
        position: 0,
        practice: true,
        identity: Secret::new(index.as_bytes().to_vec()),
        body: body.application.clone(),
    })
}

fn package_row(checked: &Checked, ctx: &Context) -> PackageRow {
    let manifest = checked.package.manifest();
    PackageRow {
        id: manifest.package.clone(),
        round: checked.inner.round.clone(),
        scheme: checked.inner.scheme.clone(),
        manifest: manifest.digest(),
        seq: manifest.seq,
        valid_from: manifest.valid_from,
        valid_until: manifest.valid_until,
        state: PackageState::Importing,
        imported_at: ctx.now,
    }
}

fn ticket_row(checked: &Checked, state: &TrustState, ctx: &Context) -> Result<TicketRow> {
    let (outside, secrets) = (checked.ticket.outside(), checked.ticket.secrets());
    Ok(TicketRow {
        id: outside.ticket.clone(),
        round: secrets.round.clone(),
        package: outside.package.clone(),
        seq: outside.seq,
        bytes: checked.ticket_bytes.clone(),
        digest: outside.digest(),
        replaces: outside.replaces.clone(),
        due: secrets.due,
        committee: secrets.committee.to_string(),
        office: state.office().to_string(),
        label_key: Secret::new(secrets.label_key.to_secret().to_vec()),
        imported_at: ctx.now,
    })
}

fn conflict_rows(inner: &Inner) -> Vec<ConflictRow> {
    let rows = inner.applications.iter().map(|row| ConflictRow {
        application: row.id.clone(),
        enterprise: row.enterprise.clone(),
    });
    rows.collect()
}
