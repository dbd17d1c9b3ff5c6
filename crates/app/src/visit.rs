//! The visit team 现场核查组: what was declared, what was seen, sealed and handed in.
//!
//! Owns the work on lines and records; unlocking, importing and handing in are the expert's, with
//! a ticket of another kind. Trap: an enterprise's signature stands for the record as it was read
//! to it, so a sealed record is opened again only with a reason.

mod desk;
mod effect;
mod file;
mod kit;
mod lines;
mod photos;
mod printing;
mod record;
mod signing;

use std::path::Path;

use hengping_core::id::ApplicationId;
use hengping_format::doc::TicketKind;
use hengping_store::work::WorkStore;
use hengping_store::{Settings, Unlock};

use crate::backup::{BackupMade, StoreContinued, StoreRestored};
use crate::context::Context;
use crate::error::Result;
use crate::expert::{self, Expert, Exported, HandedIn, ImportFiles, Imported, Unsealed};
use crate::identity::Enrolment;
use crate::records::LogReport;

pub use desk::{LineOnDesk, ValueWay, VisitOnDesk, VisitRow};
pub use effect::{Considered, Effect, LeafEffect};
pub use file::{FindingRefused, FindingsTaken};
pub use kit::KitTaken;
pub use lines::{Finding, FindingMade, FindingRequest, SheetLine, VisitSheet};
pub(crate) use lines::{declared, subjects};
pub use photos::{PhotoAdded, PhotoFound};
pub use printing::{treatment_word, verdict_word};
pub use record::Statement;
pub use signing::Signed;

/// An unlocked work store of a visit team.
pub struct Visit {
    pub(crate) expert: Expert,
}

/// Makes the identity of a visit team and its store in `folder`.
///
/// # Errors
/// As for [`expert::enrol`].
pub fn enrol(
    folder: &Path,
    passphrase: &str,
    who: (&str, &str),
    settings: &Settings,
    ctx: &Context,
) -> Result<(Visit, Enrolment)> {
    let (expert, enrolment) =
        expert::enrol(folder, passphrase, who, TicketKind::Visit, settings, ctx)?;
    Ok((Visit { expert }, enrolment))
}

impl Visit {
    /// Unlocks the store in `folder`.
    ///
    /// # Errors
    /// Those of the store.
    pub fn open(
        folder: &Path,
        unlock: Unlock<'_>,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<Self> {
        let store = WorkStore::open(folder, unlock, ctx.now, settings)?;
        Self::over(store)
    }

    pub(crate) fn over(store: WorkStore) -> Result<Self> {
        Ok(Self {
            expert: Expert::over(store, TicketKind::Visit)?,
        })
    }

    /// Imports a package with the team's ticket.
    ///
    /// # Errors
    /// As for [`Expert::import`].
    pub fn import(&mut self, files: &ImportFiles, ctx: &Context) -> Result<Imported> {
        self.expert.import(files, ctx)
    }

    /// Makes the bundle of everything that is sealed.
    ///
    /// # Errors
    /// When nothing new is sealed since the last hand-in.
    pub fn hand_in(&mut self, ctx: &Context) -> Result<HandedIn> {
        self.expert.hand_in(ctx)
    }

    /// Copies the last bundle to a folder.
    ///
    /// # Errors
    /// When nothing was handed in; a file of that name with other bytes.
    pub fn export(&self, folder: &Path) -> Result<Exported> {
        self.expert.export(folder)
    }

    /// Opens a sealed record again; the sealed version is kept.
    ///
    /// # Errors
    /// When it is not sealed.
    pub fn unseal(&mut self, id: &ApplicationId, reason: &str, ctx: &Context) -> Result<Unsealed> {
        self.expert.unseal(id, reason, ctx)
    }

    /// The log, checked link by link.
    ///
    /// # Errors
    /// [`crate::error::Refused::LogBroken`].
    pub fn log(&self) -> Result<LogReport> {
        self.expert.log()
    }

    /// Copies the store to a folder, in two generations, and reads it back.
    ///
    /// # Errors
    /// As for [`Expert::back_up`].
    pub fn back_up(&mut self, to: &Path, ctx: &Context) -> Result<BackupMade> {
        self.expert.back_up(to, ctx)
    }

    /// Whether an old copy of the store was put back.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.expert.is_behind()
    }

    /// Goes on with an old copy that was put back, under a new lineage.
    ///
    /// # Errors
    /// As for [`Expert::continue_as_restored`].
    pub fn continue_as_restored(&mut self, ctx: &Context) -> Result<StoreContinued> {
        self.expert.continue_as_restored(ctx)
    }

    /// Restores a backup into an empty folder, under a new lineage.
    ///
    /// # Errors
    /// As for [`Expert::restore`].
    pub fn restore(
        from: &Path,
        folder: &Path,
        unlock: Unlock<'_>,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<(Self, StoreRestored)> {
        let kind = TicketKind::Visit;
        let (expert, report) = Expert::restored(from, folder, unlock, kind, settings, ctx)?;
        Ok((Self { expert }, report))
    }
}
