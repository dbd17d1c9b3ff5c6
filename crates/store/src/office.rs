//! The office store: everything the secretariat of rounds keeps, its secret keys included.

use crate::migration::Migration;
use crate::store::{self, Kind, Store};
use crate::table::{
    arrivals, decisions, documents, draws, intake, log, meta, packed, register, roster,
    round_notices, rounds, secrets,
};

/// Kind of the office store.
#[derive(Debug, Clone, Copy)]
pub enum Office {}

/// An open office store.
pub type OfficeStore = Store<Office>;
/// Reads from an office store.
pub type Read<'c> = store::Read<'c, Office>;
/// Writes to an office store, within one action.
pub type Write<'c> = store::Write<'c, Office>;

impl Kind for Office {}

impl store::sealed::Sealed for Office {
    /// "HPof".
    const APPLICATION_ID: i32 = 0x4850_6f66;

    fn migrations() -> Vec<Migration> {
        store::sorted(&[
            meta::MIGRATIONS,
            log::MIGRATIONS,
            rounds::MIGRATIONS,
            intake::MIGRATIONS,
            decisions::MIGRATIONS,
            roster::MIGRATIONS,
            secrets::MIGRATIONS,
            documents::MIGRATIONS,
            round_notices::MIGRATIONS,
            draws::MIGRATIONS,
            packed::MIGRATIONS,
            register::MIGRATIONS,
            arrivals::MIGRATIONS,
        ])
    }
}

store::tables! { Office:
    /// Rounds with their schemes.
    rounds: rounds::Rounds, RoundsMut;
    /// Applications taken in.
    intake: intake::Intake, IntakeMut;
    /// Decisions, those on findings of the materials check included.
    decisions: decisions::Decisions, DecisionsMut;
    /// Experts with their cards.
    roster: roster::Roster, RosterMut;
    /// Secret keys.
    secrets: secrets::Secrets, SecretsMut;
    /// Signed documents: trust, receipts, recusal slips.
    documents: documents::Documents, DocumentsMut;
    /// Round notices.
    round_notices: round_notices::RoundNotices, RoundNoticesMut;
    /// Draws and assignments.
    draws: draws::Draws, DrawsMut;
    /// Packages made.
    packed: packed::Packed, PackedMut;
    /// Tickets issued and handed out.
    register: register::Register, RegisterMut;
    /// Bundles arrived.
    arrivals: arrivals::Arrivals, ArrivalsMut;
}
