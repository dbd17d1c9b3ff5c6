//! Backup to a stick the user named, restore on another machine, and going on with an old copy that
//! was put back.
//!
//! Owns the use case for every kind of store; copying and checking is the store's.

use std::path::Path;

use hengping_core::id::{Lineage, PackageId};
use hengping_core::time::Instant;
use hengping_store::{Access, Kind, RecoveryCode, RecoveryTypo, Settings, Store, Unlock};
use serde::Serialize;

use crate::clock::TimeZoneName;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::expert::Expert;
use crate::office::Office;

/// A backup that was made and read back.
#[derive(Debug, Serialize)]
pub struct BackupMade {
    /// When.
    pub at: Instant,
    /// The time zone in which instants are read.
    pub time_zone: TimeZoneName,
    /// Entries of the log it holds.
    pub log_length: u64,
    /// Packages whose evidence has to be imported again after a restore.
    pub packages: Vec<PackageId>,
}

impl BackupMade {
    /// The same, read in a time zone.
    pub(crate) fn read_in(self, time_zone: TimeZoneName) -> Self {
        Self { time_zone, ..self }
    }
}

/// A store that was restored.
#[derive(Debug, Serialize)]
pub struct StoreRestored {
    /// When the backup had been made.
    pub made_at: Instant,
    /// The time zone in which instants are read.
    pub time_zone: TimeZoneName,
    /// Entries of the log it held.
    pub log_length: u64,
    /// Packages to be imported again.
    pub packages: Vec<PackageId>,
    /// Whether the newer generation was damaged and the older one was taken.
    pub older_generation: bool,
}

impl StoreRestored {
    /// The same, read in a time zone.
    pub(crate) fn read_in(self, time_zone: TimeZoneName) -> Self {
        Self { time_zone, ..self }
    }
}

pub(crate) fn back_up<K: Kind>(
    store: &mut Store<K>,
    to: &Path,
    packages: &[PackageId],
    ctx: &Context,
) -> Result<BackupMade> {
    let note = store.back_up(to, packages, ctx.now)?;
    Ok(BackupMade {
        at: note.at,
        time_zone: TimeZoneName::UTC,
        log_length: note.log.length,
        packages: note.packages,
    })
}

pub(crate) fn restore<K: Kind>(
    from: &Path,
    folder: &Path,
    unlock: Unlock<'_>,
    settings: &Settings,
    ctx: &Context,
) -> Result<(Store<K>, StoreRestored)> {
    let lineage = Lineage::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?;
    let restored = Store::<K>::restore(from, folder, unlock, &lineage, ctx.now, settings)?;
    let report = StoreRestored {
        made_at: restored.note.at,
        time_zone: TimeZoneName::UTC,
        log_length: restored.note.log.length,
        packages: restored.note.packages,
        older_generation: restored.is_older_generation,
    };
    Ok((restored.store, report))
}

/// An old copy that was put back and goes on as a history of its own.
#[derive(Debug, Serialize)]
pub struct StoreContinued {
    /// The new history.
    pub lineage: Lineage,
    /// Entries of its log: what was done on the newer copy is not among them.
    pub log_length: u64,
}

pub(crate) fn continue_as_restored<K: Kind>(
    store: &mut Store<K>,
    ctx: &Context,
) -> Result<StoreContinued> {
    if store.access() != Access::Behind {
        return Err(Refused::NothingToContinue.into());
    }
    let lineage = Lineage::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?;
    store.continue_as_restored(&lineage, ctx.now)?;
    let log_length = store.read().log().head()?.length;
    Ok(StoreContinued {
        lineage,
        log_length,
    })
}

/// Reads the code on a recovery sheet.
///
/// # Errors
/// [`Refused::RecoveryCodeTypo`] names the group, 0 when it is more than one character.
pub fn recovery_code(text: &str) -> Result<RecoveryCode> {
    let typo = |typo| match typo {
        RecoveryTypo::Character { group } | RecoveryTypo::Group { group } => group as u64,
        RecoveryTypo::Length { .. } | RecoveryTypo::Several => 0,
    };
    let code = text
        .lines()
        .map(str::trim)
        .find(|line| !line.is_empty() && !line.starts_with('#'));
    let read = code.unwrap_or_default().parse::<RecoveryCode>();
    Ok(read.map_err(|fault| Refused::RecoveryCodeTypo { group: typo(fault) })?)
}

impl Expert {
    /// Copies the store to a folder, in two generations, and reads it back.
    ///
    /// # Errors
    /// A full disk, a stick that was pulled; earlier generations stay.
    pub fn back_up(&mut self, to: &Path, ctx: &Context) -> Result<BackupMade> {
        let packages = self
            .store
            .read()
            .packages()
            .all()?
            .into_iter()
            .map(|row| row.id);
        let packages: Vec<PackageId> = packages.collect();
        let made = back_up(&mut self.store, to, &packages, ctx)?;
        Ok(made.read_in(self.zone()))
    }

    /// Whether an old copy of the store was put back: then it is open for reading only.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.store.access() == Access::Behind
    }

    /// Goes on with an old copy that was put back, under a new lineage.
    ///
    /// # Errors
    /// [`Refused::NothingToContinue`] when it is none.
    pub fn continue_as_restored(&mut self, ctx: &Context) -> Result<StoreContinued> {
        continue_as_restored(&mut self.store, ctx)
    }

    /// Restores a backup into an empty folder, under a new lineage.
    ///
    /// # Errors
    /// No whole generation, a wrong passphrase or code, an occupied folder.
    pub fn restore(
        from: &Path,
        folder: &Path,
        unlock: Unlock<'_>,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<(Self, StoreRestored)> {
        Self::restored(
            from,
            folder,
            unlock,
            crate::TicketKind::Expert,
            settings,
            ctx,
        )
    }

    /// The same for anybody with a work store.
    pub(crate) fn restored(
        from: &Path,
        folder: &Path,
        unlock: Unlock<'_>,
        kind: crate::TicketKind,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<(Self, StoreRestored)> {
        let (store, report) = restore(from, folder, unlock, settings, ctx)?;
        let expert = Self::over(store, kind)?;
        let report = report.read_in(expert.zone());
        Ok((expert, report))
    }
}

impl Office {
    /// Copies the store to a folder, in two generations, and reads it back.
    ///
    /// # Errors
    /// As for [`Expert::back_up`].
    pub fn back_up(&mut self, to: &Path, ctx: &Context) -> Result<BackupMade> {
        let made = back_up(&mut self.store, to, &[], ctx)?;
        Ok(made.read_in(self.zone()))
    }

    /// Whether an old copy of the store was put back: then it is open for reading only.
    #[must_use]
    pub fn is_behind(&self) -> bool {
        self.store.access() == Access::Behind
    }

    /// Goes on with an old copy that was put back, under a new lineage.
    ///
    /// # Errors
    /// [`Refused::NothingToContinue`] when it is none.
    pub fn continue_as_restored(&mut self, ctx: &Context) -> Result<StoreContinued> {
        continue_as_restored(&mut self.store, ctx)
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
        let (store, report) = restore(from, folder, unlock, settings, ctx)?;
        let office = Self { store };
        let report = report.read_in(office.zone());
        Ok((office, report))
    }
}
