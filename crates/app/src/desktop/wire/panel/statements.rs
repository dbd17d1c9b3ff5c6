//! Notes, signatures under the list, kits for visit teams.

use super::PanelWho;
use crate::desktop::wire::wire;

wire! {
    /// Request of `panel_state`: somebody signs a note, or the list where there are no words.
    pub struct PanelState {
        /// The words of a note; absent for a signature under the list.
        pub words: Option<String>,
        /// An identity on this machine; oneself when neither is given.
        pub identity: Option<String>,
        /// Or an offered folder with the person's store.
        pub folder: Option<String>,
        /// The person's passphrase.
        pub passphrase: String,
        /// Offered folder that the file is written to.
        pub into: String,
    }

    /// Request of `panel_take_statements`.
    pub struct PanelTakeStatements {
        /// Offered files.
        pub files: Vec<String>,
    }

    /// Answer of the commands of statements.
    pub struct PanelStatements {
        /// Notes on the record.
        pub notes: Vec<PanelStatement>,
        /// What is signed, as twelve characters; empty before the panel has decided.
        pub decision: Vec<String>,
        /// Signatures under it.
        pub signed: Vec<PanelStatement>,
        /// Experts who have not signed.
        pub missing: Vec<PanelWho>,
        /// Whether the chair has.
        pub chair_signed: bool,
        /// Name of the file that was just written.
        pub written: Option<String>,
    }

    /// A note or a signature.
    pub struct PanelStatement {
        /// Name on the card.
        pub name: String,
        /// Unit on the card.
        pub unit: String,
        /// Fingerprint of the card, as twelve characters.
        pub card: Vec<String>,
        /// Entries of the log that a note is about.
        pub entries: Option<u64>,
        /// The words.
        pub words: String,
        /// When it was signed.
        pub at: String,
    }

    /// Request of `panel_kit`.
    pub struct PanelKit {
        /// Offered file: the card of the team.
        pub card: String,
        /// Applications; all of the team's when empty.
        pub applications: Vec<String>,
        /// Claims drawn for each.
        pub sample: u32,
        /// Who typed which digits.
        pub typed: Vec<(String, String)>,
        /// Offered folder that the kit is written to.
        pub into: String,
    }

    /// Answer of `panel_kit`.
    pub struct PanelKitMade {
        /// The team.
        pub team: String,
        /// Lines in all.
        pub lines: u32,
        /// Seed, as twelve characters.
        pub seed: Vec<String>,
        /// Name of the file.
        pub name: String,
    }
}
