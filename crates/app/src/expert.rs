//! The expert: import, pledge, read, mark, seal, hand in.
//!
//! Owns an unlocked work store with its identity, and one step of the work per file below. Every
//! change is one action of the store, durable when the call returns.

mod across;
mod card;
mod citing;
mod desk;
mod enrol;
mod examine;
mod fact_sheet;
mod facts;
mod finding;
mod hand_in;
mod handed_in;
mod highlights;
mod import;
mod leaf;
mod marking;
mod notices;
mod opinion;
mod places;
mod printing;
mod recovered;
mod recovery;
mod returned;
mod saving;
mod sealing;
mod search;
mod sheet;
mod status;
mod tickets;

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, Digest};
use hengping_core::scheme::{self, Scheme};
use hengping_format::doc::TicketKind;
use hengping_store::table::applications::{ApplicationRef, ApplicationRow, AssignmentState};
use hengping_store::table::packages::PackageRow;
use hengping_store::table::tickets::TicketRow;
use hengping_store::work::WorkStore;
use hengping_store::{Settings, Unlock};

use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::identity::Keys;

pub use across::{Across, AcrossEntry};
pub use card::{ApplicationOnDesk, Card, OwnMark};
pub use citing::Place;
pub use citing::{CitationMade, CitationRequest};
pub use desk::{ApplicationState, ConflictEntry, Conflicts, DeskEntry, Pledged, Recusal};
pub(crate) use enrol::check_passphrase;
pub use enrol::enrol;
pub use examine::{Examined, Unreadable};
pub(crate) use examine::{Pass, ReadDocument, Unread};
pub use fact_sheet::{FactLine, FactOutcome, FactSheet, FactValueShown};
pub use facts::{ChoiceShown, ComputedShown, FactsShown, ProposalShown, fact_text};
pub use finding::{FoundPage, FoundPages, FoundPlace, Unsearchable, places_on_page};
pub use hand_in::{Exported, HandedIn, ReceiptLoaded, TranscriptChecked};
pub use handed_in::BundleShown;
pub use highlights::{CitationShown, Highlight, Selection};
pub use import::{ImportFiles, Imported, NotCarried};
pub use leaf::{Claim, NeededEvidence, NeededItem};
pub(crate) use leaf::{claims, needed};
pub(crate) use marking::read_fact;
pub use marking::{
    EntryRefused, MarkRequest, Marked, MarksTaken, OpinionRequest, ProposalRequest, read_judgement,
};
pub use opinion::{OpinionShown, OwnWords};
pub use recovered::{ChangedPlace, LastChange, Recovered};
pub(crate) use recovery::RECOVERY_RENEWED;
pub use returned::Returned;
pub use saving::{LeafState, Progress, Turned, WayBack};
pub use sealing::{ApplicationCheck, Sealed, Unsealed};
pub use search::{SearchHit, SearchReport};
pub use sheet::{OwnSheet, SheetLine};
pub use status::{BundleStatus, ExpertStatus};
pub use tickets::TicketFit;
pub(crate) use tickets::{fit_of, package_in, ticket_inside};

/// An unlocked work store of an expert or a visit team.
pub struct Expert {
    pub(crate) store: WorkStore,
    pub(crate) keys: Keys,
    pub(crate) kind: TicketKind,
    scheme: RefCell<Option<(Digest, Rc<Scheme>)>>,
}

/// The package in force with the ticket that opens it.
pub(crate) struct Desk {
    pub(crate) package: PackageRow,
    pub(crate) ticket: TicketRow,
    pub(crate) scheme: Rc<Scheme>,
}

/// One application on the desk, open for work.
pub(crate) struct OpenApplication {
    pub(crate) key: ApplicationRef,
    pub(crate) row: ApplicationRow,
    pub(crate) body: Application,
}

impl Expert {
    /// Unlocks the store in `folder`.
    ///
    /// # Errors
    /// Those of the store: wrong passphrase, in use, newer, foreign.
    pub fn open(
        folder: &Path,
        unlock: Unlock<'_>,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<Self> {
        let store = WorkStore::open(folder, unlock, ctx.now, settings)?;
        Self::over(store, TicketKind::Expert)
    }

    /// Unlocks the store in `folder` for reading, whoever else has it open.
    ///
    /// # Errors
    /// As for [`Expert::open`].
    pub fn open_read_only(folder: &Path, unlock: Unlock<'_>, settings: &Settings) -> Result<Self> {
        let store = WorkStore::open_read_only(folder, unlock, settings)?;
        Self::over(store, TicketKind::Expert)
    }

    /// Whether changes are refused: the store was opened for reading, or is older than its record.
    #[must_use]
    pub fn is_read_only(&self) -> bool {
        self.store.access() != hengping_store::Access::Full
    }

    pub(crate) fn over(store: WorkStore, kind: TicketKind) -> Result<Self> {
        let identity = store.read().identity().get()?.ok_or(Refused::Internal)?;
        if store.read().meta().kept(HOLDER)?.as_deref() != Some(holder_word(kind)) {
            return Err(hengping_store::OpenError::Foreign.into());
        }
        let keys = Keys::from_secret(&identity.secret)?;
        Ok(Self {
            store,
            keys,
            kind,
            scheme: RefCell::new(None),
        })
    }

    /// The package in force; the last one imported when there are several rounds.
    pub(crate) fn package(&self) -> Result<PackageRow> {
        let packages = self.store.read().packages().all()?;
        let rounds = packages
            .iter()
            .rev()
            .map(|package| package.round.id.clone());
        for round in rounds {
            if let Some(package) = self.store.read().packages().in_force(&round)? {
                return Ok(package);
            }
        }
        Err(Refused::NoPackage.into())
    }

    pub(crate) fn desk(&self) -> Result<Desk> {
        let package = self.package()?;
        let ticket = self.store.read().tickets().in_force(&package.round.id)?;
        let mut ticket = ticket.ok_or(Refused::NoTicket)?;
        ticket.due = self
            .in_force(&package.round.id)?
            .due(&ticket.id, ticket.due);
        let package = self.store.read().packages().get(&ticket.package)?;
        let package = package.ok_or(Refused::NoPackage)?;
        let scheme = self.scheme_of(&package)?;
        Ok(Desk {
            package,
            ticket,
            scheme,
        })
    }

    /// The desk, once the pledge is signed.
    pub(crate) fn pledged_desk(&self) -> Result<Desk> {
        let desk = self.desk()?;
        // The panel chooses who visits whom; a visit team declares nothing to its own store.
        if self.kind == TicketKind::Visit {
            return Ok(desk);
        }
        match self
            .store
            .read()
            .conflicts()
            .pledge(&desk.package.round.id)?
        {
            Some(_) => Ok(desk),
            None => Err(Refused::NotPledged.into()),
        }
    }

    fn scheme_of(&self, package: &PackageRow) -> Result<Rc<Scheme>> {
        let mut cached = self.scheme.borrow_mut();
        if let Some((digest, scheme)) = cached.as_ref()
            && *digest == package.round.scheme
        {
            return Ok(Rc::clone(scheme));
        }
        let scheme = Rc::new(scheme::parse(&package.scheme).map_err(Error::Scheme)?);
        *cached = Some((package.round.scheme, Rc::clone(&scheme)));
        Ok(scheme)
    }

    /// An application that may be read: assigned or practice, not recused.
    pub(crate) fn application(&self, desk: &Desk, id: &ApplicationId) -> Result<OpenApplication> {
        let key = ApplicationRef::new(&desk.package.round.id, id);
        let row = self
            .store
            .read()
            .applications()
            .get(&key)?
            .ok_or_else(|| unknown(id))?;
        if row.state == AssignmentState::Recused {
            return Err(hengping_store::StoreError::Recused.into());
        }
        let body = row.body.clone().ok_or_else(|| unknown(id))?;
        Ok(OpenApplication { key, row, body })
    }

    /// Applications of the desk that are to be marked, in reading order.
    pub(crate) fn assigned(&self, desk: &Desk) -> Result<Vec<OpenApplication>> {
        let mut open = self.on_desk(desk)?;
        open.retain(|open| open.row.state == AssignmentState::Assigned);
        Ok(open)
    }

    /// Applications of the desk that can be read, the one for practice among them.
    pub(crate) fn on_desk(&self, desk: &Desk) -> Result<Vec<OpenApplication>> {
        let rows = self
            .store
            .read()
            .applications()
            .of_round(&desk.package.round.id)?;
        let here = |row: &ApplicationRow| {
            matches!(
                row.state,
                AssignmentState::Assigned | AssignmentState::Practice
            )
        };
        Ok(rows
            .into_iter()
            .filter(here)
            .filter_map(|row| {
                let body = row.body.clone()?;
                Some(OpenApplication {
                    key: row.key.clone(),
                    row,
                    body,
                })
            })
            .collect())
    }
}

/// Name under which a store keeps whom it belongs to.
pub(crate) const HOLDER: &str = "holder";

/// An expert's store is not opened as a visit team's, nor the other way round.
pub(crate) fn holder_word(kind: TicketKind) -> &'static str {
    match kind {
        TicketKind::Expert => "expert",
        TicketKind::Panel => "panel",
        TicketKind::Visit => "visit",
        TicketKind::Observer => "observer",
    }
}

fn unknown(id: &ApplicationId) -> Error {
    Refused::UnknownApplication {
        application: id.to_string(),
    }
    .into()
}
