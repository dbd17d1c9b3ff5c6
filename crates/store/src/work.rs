//! The work store: everything one expert or one visit team has on a machine.
//!
//! One store per identity. Owns the list of its tables; what each holds stands in its file.

use crate::error::StoreError;
use crate::migration::Migration;
use crate::store::{self, Kind, Store};
use crate::table::{
    applications, changes, citations, conflicts, drafts, handins, identity, log, marks, meta,
    notes, opinions, packages, pages, photos, phrases, places, proposals, round_notices, seals,
    seen, shapes, tickets, unreadable, visits,
};

/// Kind of the work store.
#[derive(Debug, Clone, Copy)]
pub enum Work {}

/// An open work store.
pub type WorkStore = Store<Work>;
/// Reads from a work store.
pub type Read<'c> = store::Read<'c, Work>;
/// Writes to a work store, within one action.
pub type Write<'c> = store::Write<'c, Work>;

impl Kind for Work {}

impl store::sealed::Sealed for Work {
    /// "HPwk".
    const APPLICATION_ID: i32 = 0x4850_776b;

    fn migrations() -> Vec<Migration> {
        store::sorted(&[
            meta::MIGRATIONS,
            log::MIGRATIONS,
            identity::MIGRATIONS,
            packages::MIGRATIONS,
            tickets::MIGRATIONS,
            conflicts::MIGRATIONS,
            applications::MIGRATIONS,
            round_notices::MIGRATIONS,
            marks::MIGRATIONS,
            citations::MIGRATIONS,
            proposals::MIGRATIONS,
            opinions::MIGRATIONS,
            visits::MIGRATIONS,
            photos::MIGRATIONS,
            seals::MIGRATIONS,
            handins::MIGRATIONS,
            pages::MIGRATIONS,
            changes::MIGRATIONS,
            drafts::MIGRATIONS,
            notes::MIGRATIONS,
            phrases::MIGRATIONS,
            places::MIGRATIONS,
            seen::MIGRATIONS,
            shapes::MIGRATIONS,
            unreadable::MIGRATIONS,
        ])
    }
}

store::tables! { Work:
    /// Keys and card of the owner.
    identity: identity::Identity, IdentityMut;
    /// Imported packages.
    packages: packages::Packages, PackagesMut;
    /// Imported tickets.
    tickets: tickets::Tickets, TicketsMut;
    /// Conflict table, pledge, declarations.
    conflicts: conflicts::Conflicts, ConflictsMut;
    /// Round notices.
    round_notices: round_notices::RoundNotices, RoundNoticesMut;
    /// Assigned applications and recusals.
    applications: applications::Applications, ApplicationsMut;
    /// Marks and their history.
    marks: marks::Marks, MarksMut;
    /// Citations.
    citations: citations::Citations, CitationsMut;
    /// Fact proposals.
    proposals: proposals::Proposals, ProposalsMut;
    /// Opinions and private notes.
    opinions: opinions::Opinions, OpinionsMut;
    /// Lines of on-site visits.
    visits: visits::Visits, VisitsMut;
    /// Photographs of on-site visits.
    photos: photos::Photos, PhotosMut;
    /// Sealed reviews.
    seals: seals::Seals, SealsMut;
    /// Bundles, receipts, transcripts.
    handins: handins::HandIns, HandInsMut;
    /// Changes that can be taken back.
    changes: changes::Changes, ChangesMut;
}

impl<'c> Read<'c> {
    /// Text of evidence pages.
    #[must_use]
    pub fn pages(&self) -> pages::Pages<'c> {
        pages::Pages(self.connection)
    }
}

/// Gives both sides of what is not logged one method per table.
macro_rules! unlogged {
    ($($(#[$doc:meta])* $name:ident: $module:ident::$read:ident, $write:ident;)+) => {
        impl<'c> Read<'c> {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> $module::$read<'c> {
                $module::$read(self.connection)
            }
        )+}

        impl<'c> Private<'c> {$(
            $(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> $module::$write<'c> {
                $module::$write(self.0)
            }
        )+}
    };
}

/// Writes what is the owner's alone: it stays on the machine and out of the log.
pub struct Private<'c>(&'c rusqlite::Connection);

unlogged! {
    /// What was written about leaves before their marks.
    drafts: drafts::Drafts, DraftsMut;
    /// Private notes.
    notes: notes::Notes, NotesMut;
    /// Own phrases.
    phrases: phrases::Phrases, PhrasesMut;
    /// Where the owner stopped.
    places: places::Places, PlacesMut;
    /// Pages that were looked at.
    seen: seen::Seen, SeenMut;
    /// How cited pages lie.
    shapes: shapes::Shapes, ShapesMut;
    /// Documents that could not be read.
    unreadable: unreadable::Unreadable, UnreadableMut;
}

impl<'c> Private<'c> {
    /// Changes of drafts; those of the review itself are logged and go through [`Write`].
    #[must_use]
    pub fn changes(&self) -> changes::ChangesMut<'c> {
        changes::ChangesMut(self.0)
    }
}

impl WorkStore {
    /// Stores the text of one document. Derived from the document, therefore not logged.
    ///
    /// # Errors
    /// [`StoreError::Recused`] when the application was recused meanwhile, or what writing meets.
    pub fn write_pages<T>(
        &mut self,
        work: impl FnOnce(&pages::PagesMut<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.write_unlogged(|connection| work(&pages::PagesMut(connection)))
    }

    /// Stores what is the owner's alone; durable when it returns, and not logged.
    ///
    /// # Errors
    /// What `work` returns, or what writing meets.
    pub fn write_private<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Private<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.write_unlogged(|connection| work(&Private(connection)))
    }
}
