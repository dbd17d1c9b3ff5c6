//! The work store: everything one expert or one visit team has on a machine.
//!
//! One store per identity. Owns the list of its tables; what each holds stands in its file.

use crate::error::StoreError;
use crate::migration::Migration;
use crate::store::{self, Kind, Store};
use crate::table::{
    applications, citations, conflicts, handins, identity, log, marks, meta, opinions, packages,
    pages, proposals, seals, tickets, visits,
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
            marks::MIGRATIONS,
            citations::MIGRATIONS,
            proposals::MIGRATIONS,
            opinions::MIGRATIONS,
            visits::MIGRATIONS,
            seals::MIGRATIONS,
            handins::MIGRATIONS,
            pages::MIGRATIONS,
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
    /// Sealed reviews.
    seals: seals::Seals, SealsMut;
    /// Bundles, receipts, transcripts.
    handins: handins::HandIns, HandInsMut;
}

impl<'c> Read<'c> {
    /// Text of evidence pages.
    #[must_use]
    pub fn pages(&self) -> pages::Pages<'c> {
        pages::Pages(self.connection)
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
        self.write_derived(|connection| work(&pages::PagesMut(connection)))
    }
}
