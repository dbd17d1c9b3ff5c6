//! The panel store: what came in, what was opened, what was decided.

use crate::migration::Migration;
use crate::store::{self, Kind, Store};
use crate::table::{
    arrivals, decisions, documents, intake, log, meta, openings, packed, register, round_notices,
    rounds, secrets,
};

/// Kind of the panel store.
#[derive(Debug, Clone, Copy)]
pub enum Panel {}

/// An open panel store.
pub type PanelStore = Store<Panel>;
/// Reads from a panel store.
pub type Read<'c> = store::Read<'c, Panel>;
/// Writes to a panel store, within one action.
pub type Write<'c> = store::Write<'c, Panel>;

impl Kind for Panel {}

impl store::sealed::Sealed for Panel {
    /// "HPpn".
    const APPLICATION_ID: i32 = 0x4850_706e;

    fn migrations() -> Vec<Migration> {
        store::sorted(&[
            meta::MIGRATIONS,
            log::MIGRATIONS,
            rounds::MIGRATIONS,
            intake::MIGRATIONS,
            packed::MIGRATIONS,
            register::MIGRATIONS,
            secrets::MIGRATIONS,
            arrivals::MIGRATIONS,
            openings::MIGRATIONS,
            documents::MIGRATIONS,
            round_notices::MIGRATIONS,
            decisions::MIGRATIONS,
        ])
    }
}

store::tables! { Panel:
    /// The round with its scheme.
    rounds: rounds::Rounds, RoundsMut;
    /// Applications, from the panel's ticket.
    intake: intake::Intake, IntakeMut;
    /// Packages of the round.
    packed: packed::Packed, PackedMut;
    /// Tickets issued.
    register: register::Register, RegisterMut;
    /// Keys of the panel's own roles; never the committee's.
    secrets: secrets::Secrets, SecretsMut;
    /// Arrivals by label, with the files.
    arrivals: arrivals::Arrivals, ArrivalsMut;
    /// Openings, decrypted bundles, sealed documents.
    openings: openings::Openings, OpeningsMut;
    /// Signed documents: trust, receipts, lists, transcripts, signatures.
    documents: documents::Documents, DocumentsMut;
    /// Round notices.
    round_notices: round_notices::RoundNotices, RoundNoticesMut;
    /// Facts, late bundles, divergences, agreed marks, votes, opinions.
    decisions: decisions::Decisions, DecisionsMut;
}
