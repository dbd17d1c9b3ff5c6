//! The panel 评审组: bundles in, opening, facts, results, decision, archive.
//!
//! Owns an unlocked panel store and one step of the work per file below. What a result is computed
//! from stands in `record.rs` alone, so that an archive yields the same result as the store. Trap:
//! the committee key lives within one call of `open` and is never stored.

mod acts;
mod agreed;
mod archive;
mod arrivals;
mod bag;
mod cards;
mod correction;
mod divergences;
mod documents;
mod dossier;
mod enrol;
mod evaluation;
mod facts;
mod feedback;
mod file;
mod holders;
mod import;
mod kit;
mod names;
mod notices;
mod numbers;
mod opening;
mod record;
mod replay;
mod report;
mod results;
mod seen;
mod statements;
mod statistics;
mod status;
mod summary;
mod transcript;
pub mod words;
mod workbook;

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use hengping_core::id::ApplicationId;
use hengping_core::merge::correction::CorrectionGround;
use hengping_store::panel::PanelStore;
use hengping_store::table::decisions::DecisionRow;
use hengping_store::table::documents::DocumentKind;
use hengping_store::table::rounds::RoundRow;
use hengping_store::table::secrets::SecretPurpose;
use hengping_store::{Access, Settings, StoreError, Unlock};

use crate::backup::{self, BackupMade, StoreContinued, StoreRestored};
use crate::clock::TimeZoneName;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::identity::Keys;
use crate::records::{self, LogReport};

pub use acts::Minority;
pub use agreed::{ConsensusRecorded, ConsensusRequest, Decided, Voted};
pub use archive::Archived;
pub use arrivals::{Admitted, Arrived, ArrivedBundle, SealNamed};
pub use cards::CardLine;
pub use correction::{CorrectedThing, CorrectionLine, ListState};
pub use divergences::{DivergenceEffect, DivergenceLine, Explained};
pub use enrol::enrol;
pub use facts::{Effect, FactDecided, FactQueue, FactRequest, FactState, Place, Proposed, Visited};
pub use feedback::{FedBack, HeldBack};
pub use file::{EntryRefused, FileTaken};
pub use holders::{Holder, Rehearsed, ShareShown, holder};
pub use import::{PanelFiles, PanelImported, RegisterImported};
pub use kit::{KitMade, KitRequest};
pub use names::Names;
pub use notices::WithdrawnLine;
pub use opening::{Opened, Unopened};
pub use replay::{Replayed, replay};
pub use report::Reported;
pub use results::{ResultLine, Results, SelectionLine, Spread, TypeRanking};
pub use statements::{Signatory, StatementLine, StatementMade, Statements, Subject, signatory};
pub use statistics::{ResultsWithStatistics, Statistics};
pub(crate) use status::cell;
pub use status::{ArrivalLine, ConflictLine, GridRow, Missing, PanelStatus, RecusalLine};
pub use transcript::TranscriptMade;

pub(crate) use acts::Act;
pub(crate) use evaluation::Evaluation;
pub(crate) use record::Record;
pub(crate) use seen::Seen;

/// Name of the identity among the secrets of a panel store.
const IDENTITY: &str = "identity";
/// Name under which the register is kept.
const REGISTER: &str = "register";

/// An unlocked panel store.
pub struct Panel {
    pub(crate) store: PanelStore,
    keys: Keys,
    /// On which ground what follows may change what is decided.
    correcting: Option<CorrectionGround>,
    /// What screens look at.
    seen: RefCell<Option<Rc<Seen>>>,
}

impl Panel {
    /// Opens what is addressed to this panel.
    pub(crate) fn identity(&self) -> &hengping_format::suite::Identity {
        &self.keys.identity
    }

    /// Unlocks the store in `folder`.
    ///
    /// # Errors
    /// Those of the store: wrong passphrase, in use, newer, foreign.
    pub fn open_store(
        folder: &Path,
        unlock: Unlock<'_>,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<Self> {
        Self::over(PanelStore::open(folder, unlock, ctx.now, settings)?)
    }

    /// Unlocks the store in `folder` for reading, whoever else has it open: for an observer, who
    /// sees everything and changes nothing.
    ///
    /// # Errors
    /// As for [`Panel::open_store`].
    pub fn observe(folder: &Path, unlock: Unlock<'_>, settings: &Settings) -> Result<Self> {
        Self::over(PanelStore::open_read_only(folder, unlock, settings)?)
    }

    pub(crate) fn over(store: PanelStore) -> Result<Self> {
        let keys = keys_of(&store)?;
        Ok(Self {
            store,
            keys,
            correcting: None,
            seen: RefCell::new(None),
        })
    }

    /// Refuses an observer what is done in the chair's name but outside the store.
    fn as_chair(&self) -> Result<()> {
        match self.store.access() {
            Access::Full => Ok(()),
            Access::Behind => Err(StoreError::RolledBack.into()),
            Access::ReadOnly => Err(StoreError::ReadOnly.into()),
        }
    }

    /// The log, checked link by link.
    ///
    /// # Errors
    /// [`Refused::LogBroken`].
    pub fn log(&self) -> Result<LogReport> {
        Ok(LogReport {
            time_zone: self.zone(),
            ..records::log_of(&self.store)?
        })
    }

    /// The zone of the round; UTC before the import.
    fn zone(&self) -> TimeZoneName {
        let round = self.round();
        round.map_or(TimeZoneName::UTC, |row| TimeZoneName::of(&row.round))
    }

    /// Copies the store to a folder, in two generations, and reads it back.
    ///
    /// # Errors
    /// A full disk, a stick that was pulled; earlier generations stay.
    pub fn back_up(&mut self, to: &Path, ctx: &Context) -> Result<BackupMade> {
        self.as_chair()?;
        let made = backup::back_up(&mut self.store, to, &[], ctx)?;
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
        backup::continue_as_restored(&mut self.store, ctx)
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
        let (store, report) = backup::restore(from, folder, unlock, settings, ctx)?;
        let panel = Self::over(store)?;
        let report = report.read_in(panel.zone());
        Ok((panel, report))
    }

    fn round(&self) -> Result<RoundRow> {
        Ok(self
            .store
            .read()
            .rounds()
            .all()?
            .pop()
            .ok_or(Refused::NoPackage)?)
    }

    /// Everything a result is a function of, verified anew.
    fn record(&self, ctx: &Context) -> Result<Record> {
        Record::of_store(&self.store, ctx)
    }

    /// The record, once the bundles are open.
    fn opened_record(&self, ctx: &Context) -> Result<Record> {
        let record = self.record(ctx)?;
        match record.opening {
            Some(_) => Ok(record),
            None => Err(Refused::NotOpened.into()),
        }
    }

    /// Everything that was decided, oldest first.
    ///
    /// # Errors
    /// When nothing was imported.
    pub(crate) fn decisions(&self) -> Result<Vec<DecisionRow>> {
        let round = self.round()?.round.id;
        Ok(self.store.read().decisions().of_round(&round)?)
    }

    /// The name on the chair's own card.
    pub(crate) fn own_name(&self) -> Result<String> {
        name_of(&self.store)
    }
}

fn keys_of(store: &PanelStore) -> Result<Keys> {
    let row = store.read().secrets().get(SecretPurpose::Panel, IDENTITY)?;
    Keys::from_secret(&row.ok_or(Refused::Internal)?.secret)
}

fn name_of(store: &PanelStore) -> Result<String> {
    let card = hengping_format::doc::verify_card(&card_bytes(store)?)?;
    Ok(card.name.clone())
}

fn card_bytes(store: &PanelStore) -> Result<Vec<u8>> {
    let card = store.read().documents().of(DocumentKind::Card, None)?.pop();
    Ok(card.ok_or(Refused::Internal)?.signed)
}

fn unknown_application(id: &ApplicationId) -> crate::error::Error {
    Refused::UnknownApplication {
        application: id.to_string(),
    }
    .into()
}
