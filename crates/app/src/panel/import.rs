//! Import: the package with the panel's ticket, and the register of tickets.
//!
//! Owns what the panel takes from the office. Trap: a later register may add, replace and revoke,
//! but it must not change the keys of a ticket that is known, or bundles that were opened under
//! them could not be verified again.

use std::path::{Path, PathBuf};

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, Digest, PackageId, RoundId};
use hengping_core::text::Text;
use hengping_format::doc::{Inner, Register, Registered, TicketKind};
use hengping_format::package::Package;
use hengping_format::trust::{CLOCK_TOLERANCE, TrustState};
use hengping_format::{Reason, Refusal, Verified};
use hengping_store::Event;
use hengping_store::table::intake::IntakeRow;
use hengping_store::table::packed::PackedRow;
use hengping_store::table::rounds::RoundRow;
use serde::Serialize;

use super::acts::Corrected;
use super::{Panel, REGISTER};
use crate::context::Context;
use crate::delivery::{Delivered, Delivery, Owner, pin_of};
use crate::error::{Error, Refused, Result};
use crate::{files, trust};

/// The files of an import.
#[derive(Debug, Clone)]
pub struct PanelFiles {
    /// `package.orp`, or the one-file form with the ticket inside.
    pub package: PathBuf,
    /// The panel's ticket, unless it is inside.
    pub ticket: Option<PathBuf>,
    /// The register; the highest beside the package when not given.
    pub register: Option<PathBuf>,
    /// The authority's root document.
    pub root: PathBuf,
}

/// What was imported.
#[derive(Debug, Serialize)]
pub struct PanelImported {
    /// The package.
    pub package: PackageId,
    /// Its digest: what everybody's copy must agree on.
    pub digest: Digest,
    /// Name of the authority that signed.
    pub authority: String,
    /// Title of the round.
    pub round: Text,
    /// Applications opened.
    pub applications: Vec<ApplicationId>,
    /// The register that came along.
    pub register: RegisterImported,
}

/// A register that was taken over.
#[derive(Debug, Serialize)]
pub struct RegisterImported {
    /// Its number.
    pub number: u32,
    /// Experts' tickets.
    pub experts: usize,
    /// Visit teams' tickets.
    pub visits: usize,
    /// Tickets that were revoked.
    pub revoked: usize,
}

/// Everything that was verified before anything is stored.
struct Checked {
    package: Package,
    state: TrustState,
    inner: Verified<Inner>,
    bodies: Vec<Application>,
}

impl Panel {
    /// Imports a package with the panel's ticket and the register.
    ///
    /// # Errors
    /// The refusals of package, trust, ticket, register and time; another round than before.
    pub fn import(&mut self, files: &PanelFiles, ctx: &Context) -> Result<PanelImported> {
        let pin = pin_of(&files::read(&files.root)?)?;
        let checked = self.verify(files, pin, ctx)?;
        let round = checked.inner.round.id.clone();
        let known = self.store.read().rounds().all()?;
        if known.iter().any(|row| row.round.id != round) {
            return Err(Refused::RoundExists.into());
        }
        let path = match &files.register {
            Some(path) => path.clone(),
            None => register_beside(&files.package)?,
        };
        let bytes = files::read(&path)?;
        let register = self.check_register(&bytes, &checked.state, &round, ctx)?;
        self.publish(&checked, pin, (&bytes, &register), ctx)?;
        Ok(PanelImported {
            package: checked.package.manifest().package.clone(),
            digest: checked.package.manifest().digest(),
            authority: checked.state.root().authority.clone(),
            round: checked.inner.round.title.clone(),
            applications: checked.bodies.iter().map(|body| body.id.clone()).collect(),
            register: report(&register),
        })
    }

    fn verify(&self, files: &PanelFiles, pin: Digest, ctx: &Context) -> Result<Checked> {
        let delivery = Delivery {
            package: &files.package,
            ticket: files.ticket.as_deref(),
        };
        let owner = Owner {
            identity: &self.keys.identity,
            signing: self.keys.signing.verifying_key(),
            kind: TicketKind::Panel,
        };
        let delivered = delivery.verify(pin, &owner, &self.store.read().meta(), ctx)?;
        let Delivered {
            mut package,
            state,
            inner,
            ticket,
            ..
        } = delivered;
        let mut bodies = Vec::new();
        for assignment in &ticket.secrets().assignments {
            let Some(identity) = &assignment.identity else {
                continue;
            };
            let body = package.open_application(&inner, &assignment.application, identity)?;
            bodies.push(body.into_content().application);
        }
        Ok(Checked {
            package,
            state,
            inner,
            bodies,
        })
    }

    fn publish(
        &mut self,
        checked: &Checked,
        pin: Digest,
        (register, tickets): (&[u8], &Register),
        ctx: &Context,
    ) -> Result<()> {
        let manifest = checked.package.manifest();
        let round = round_row(checked, ctx);
        let packed = packed_row(checked, ctx);
        let known = self.store.read().packed().of_round(&round.round.id)?;
        let is_only = known.iter().all(|row| row.id == packed.id);
        if known
            .iter()
            .any(|row| row.id == packed.id && row.seq > packed.seq)
        {
            return Err(Refusal::new(Reason::PackageRollback).into());
        }
        let rows = intake_rows(checked, ctx);
        let what = Corrected::Package(manifest.digest());
        let correction = self.correction_of(what, ctx, |record| {
            record.register = tickets.clone();
            record
                .sources
                .packages
                .insert(packed.id.clone(), packed.signed.clone());
            record.replace_materials(&round, is_only, &checked.bodies)
        })?;
        let register = std::str::from_utf8(register).map_err(|_| Refused::Internal)?;
        let event = Event::act("imported")
            .about(&manifest.package)
            .about(&manifest.digest());
        self.store.write(ctx.now, |write| -> Result<_> {
            write.rounds().put(&round)?;
            write.packed().put(&packed)?;
            if is_only {
                // What a later edition drops is not ranked.
                write.intake().clear(&round.round.id)?;
            }
            rows.iter()
                .try_for_each(|row| write.intake().put(&round.round.id, row))?;
            if let Some(correction) = &correction {
                write.decisions().add(correction)?;
            }
            let (trust_json, memory) = (checked.package.trust_json(), checked.state.memory());
            trust::keep(&write.meta(), pin, trust_json, memory)?;
            write.meta().keep(REGISTER, register)?;
            write.meta().saw_signed_time(manifest.issued)?;
            Ok(((), event))
        })
    }

    /// Takes over a later register: tickets that were replaced, revoked or confirmed since.
    ///
    /// # Errors
    /// A register of another round or office, an older one, one that changes known keys; a clock
    /// that cannot be right, documents of the authority that have expired.
    pub fn import_register(&mut self, file: &Path, ctx: &Context) -> Result<RegisterImported> {
        let bytes = files::read(file)?;
        let state = trust::state_for_import(&self.store.read().meta(), ctx)?;
        let register = self.check_register(&bytes, &state, &self.round()?.round.id, ctx)?;
        let text = std::str::from_utf8(&bytes).map_err(|_| Refused::Internal)?;
        let what = Corrected::Register(register.number);
        let correction = self.correction_of(what, ctx, |record| {
            record.register = register.content().clone();
            Ok(())
        })?;
        self.store.write(ctx.now, |write| -> Result<_> {
            write.meta().keep(REGISTER, text)?;
            write.meta().saw_signed_time(register.issued)?;
            if let Some(correction) = &correction {
                write.decisions().add(correction)?;
            }
            Ok((
                (),
                Event::act("register-imported").about(&register.digest()),
            ))
        })?;
        Ok(report(&register))
    }

    fn check_register(
        &self,
        bytes: &[u8],
        state: &TrustState,
        round: &RoundId,
        ctx: &Context,
    ) -> Result<Verified<Register>> {
        let register = state.verify::<Register>(bytes)?;
        if register.issued.seconds_since(ctx.now) > CLOCK_TOLERANCE {
            return Err(Refusal::new(Reason::SignedInFuture).into());
        }
        if register.round != *round {
            return Err(Refusal::new(Reason::ScopeDiffers).into());
        }
        let Some(known) = self.store.read().meta().kept(REGISTER)? else {
            return Ok(register);
        };
        let known = state.verify::<Register>(known.as_bytes())?;
        if register.number < known.number {
            return Err(Refusal::new(Reason::TrustRollback).into());
        }
        let same = register.number == known.number;
        if same && register.digest() != known.digest() && register.tickets != known.tickets {
            return Err(Refusal::new(Reason::TrustFork).into());
        }
        match known
            .tickets
            .iter()
            .all(|ticket| is_kept(ticket, &register))
        {
            true => Ok(register),
            false => Err(Refusal::new(Reason::KeyDiffers).into()),
        }
    }
}

/// Whether a later register says of a ticket what an earlier one did; a key may be added.
fn is_kept(ticket: &Registered, later: &Register) -> bool {
    later.tickets.iter().any(|other| {
        other.ticket == ticket.ticket
            && other.label == ticket.label
            && (ticket.holder.is_none() || other.holder == ticket.holder)
    })
}

/// The register with the highest number beside a package.
fn register_beside(package: &Path) -> Result<PathBuf> {
    let folder = package
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let entries = std::fs::read_dir(folder).map_err(|error| Error::file(folder, error))?;
    let named = entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let registers = named.filter(|name| name.starts_with("register-") && name.ends_with(".json"));
    let latest = registers.max();
    Ok(folder.join(latest.unwrap_or_else(|| "register-0001.json".to_owned())))
}

fn report(register: &Register) -> RegisterImported {
    let of_kind = |kind| {
        register
            .tickets
            .iter()
            .filter(|ticket| ticket.kind == kind)
            .count()
    };
    RegisterImported {
        number: register.number,
        experts: of_kind(TicketKind::Expert),
        visits: of_kind(TicketKind::Visit),
        revoked: register
            .tickets
            .iter()
            .filter(|ticket| ticket.revoked)
            .count(),
    }
}

fn round_row(checked: &Checked, ctx: &Context) -> RoundRow {
    let manifest = checked.package.manifest();
    RoundRow {
        round: checked.inner.round.clone(),
        scheme: checked.inner.scheme.clone(),
        valid_from: manifest.valid_from,
        valid_until: manifest.valid_until,
        at: ctx.now,
    }
}

fn packed_row(checked: &Checked, ctx: &Context) -> PackedRow {
    let manifest = checked.package.manifest();
    PackedRow {
        id: manifest.package.clone(),
        round: checked.inner.round.id.clone(),
        seq: manifest.seq,
        supersedes: None,
        manifest: manifest.digest(),
        signed: checked.package.manifest_bytes().to_vec(),
        at: ctx.now,
    }
}

fn intake_rows(checked: &Checked, ctx: &Context) -> Vec<IntakeRow> {
    let place = |id: &ApplicationId| {
        checked
            .inner
            .applications
            .iter()
            .position(|row| row.id == *id)
    };
    let rows = checked.bodies.iter().map(|body| IntakeRow {
        position: place(&body.id)
            .and_then(|place| place.try_into().ok())
            .unwrap_or(u32::MAX),
        practice: false,
        directory: String::new(),
        body: body.clone(),
        at: ctx.now,
    });
    rows.collect()
}
