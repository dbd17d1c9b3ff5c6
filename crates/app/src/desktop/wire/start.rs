//! Start, identity, lock: what happens before anything of a round is seen.

use super::wire;

wire! {
    /// Nothing: the request of commands that need no arguments, the answer of those that only do.
    #[derive(Default)]
    pub struct Nothing {}

    /// A kind of work, with a workspace of its own in the window.
    #[derive(Copy, Eq, PartialOrd, Ord)]
    #[serde(rename_all = "snake_case")]
    pub enum Workspace {
        /// 专家: reads and marks.
        Expert,
        /// 汇总: chairs, key holders, observers.
        Panel,
        /// 核查: a team on site.
        Visit,
        /// 评审办: lays out rounds, packs, receives.
        Office,
    }

    /// An identity on this machine, as far as it can be seen while it is closed.
    pub struct IdentityView {
        /// What it is chosen by.
        pub identity: String,
        /// Its kind of work.
        pub workspace: Workspace,
        /// Number among those of its kind, from 1.
        pub number: u32,
        /// What its owner calls it on this machine; often empty.
        pub label: String,
    }

    /// Request of `choose_identity`: the one that is to be unlocked next. What is open is locked.
    pub struct ChooseIdentity {
        /// Which one.
        pub identity: String,
        /// Whether an observer reads it: everything is seen, nothing can be changed.
        pub observing: bool,
    }

    /// Where the program stands when its window opens.
    #[serde(rename_all = "snake_case")]
    pub enum Stage {
        /// No identity was made on this machine.
        Fresh,
        /// An identity is there; its passphrase is asked.
        Closed,
        /// Locked within this run; the PIN is asked, or the passphrase when no PIN was set.
        Locked,
        /// Unlocked.
        Open,
        /// Unlocked, but another window or process holds the store: reading only.
        ReadOnly,
        /// Unlocked, but older than what this machine remembers of it: reading only until a backup
        /// is restored or `go_on_behind` goes on with it.
        Behind,
    }

    /// Answer of `start_state`.
    pub struct StartState {
        /// Where the program stands.
        pub stage: Stage,
        /// The identities that are there.
        pub identities: Vec<IdentityView>,
        /// The one that is open or is to be unlocked.
        pub chosen: Option<String>,
        /// Whether it is, or will be, opened for an observer.
        pub observing: bool,
        /// The kind of work that is open.
        pub workspace: Option<Workspace>,
        /// Whether a PIN re-opens.
        pub has_pin: bool,
        /// How often the PIN may still be tried.
        pub pin_tries_left: u8,
        /// What was found and made good when the store was opened after a kill.
        pub recovered: Vec<RecoveredView>,
        /// When the last entry was made of a store that is behind its record.
        pub behind_since: Option<String>,
        /// Who is unlocked.
        pub holder: Option<Holder>,
        /// Files handed over by the system (double click, second start) that are for the work that
        /// is open, not yet taken.
        pub handed_over: Vec<OfferedFile>,
        /// Names of files handed over that wait for another kind of work.
        pub for_others: Vec<String>,
    }

    /// Something that an earlier run left and that was made good.
    #[serde(tag = "kind", rename_all = "snake_case")]
    pub enum RecoveredView {
        /// The program was not closed; all that was saved is there.
        Work {
            /// The last of it, if anything was saved.
            last: Option<LastChangeView>,
        },
        /// An import was broken off; importing the same file again goes on there.
        Import {
            /// Bytes that are there.
            bytes: u64,
        },
        /// What a recusal destroyed was erased from the disk.
        Erased,
    }

    /// The last change that was saved.
    pub struct LastChangeView {
        /// When.
        pub at: String,
        /// Application.
        pub application: Option<String>,
        /// Place in the reading order; 0 without an application.
        pub number: u32,
        /// Enterprise; empty without an application.
        pub enterprise: String,
        /// Leaf.
        pub indicator: Option<String>,
    }

    /// The identity that is unlocked.
    pub struct Holder {
        /// Name on the enrolment card; of an office, the authority.
        pub name: String,
        /// Fingerprint of the card; of an office, of its root document.
        pub fingerprint: FingerprintView,
        /// Whether the recovery sheet was confirmed as written down.
        pub recovery_confirmed: bool,
    }

    /// A digest as people compare it.
    pub struct FingerprintView {
        /// Twelve characters.
        pub words: Vec<String>,
        /// Twelve groups of five digits, for the telephone.
        pub spoken: Vec<String>,
        /// Hexadecimal.
        pub hex: String,
        /// QR code of the hexadecimal form as an SVG path: side in modules and path data.
        pub qr: QrView,
    }

    /// A QR code to be drawn: dark modules as one SVG path in module units.
    pub struct QrView {
        /// Modules per side, quiet zone included.
        pub side: u32,
        /// `d` of the path.
        pub path: String,
    }

    /// A file that the person picked, dropped or opened; the UI only knows its id.
    pub struct OfferedFile {
        /// Opaque id, valid within this run.
        pub id: String,
        /// Name without folder.
        pub name: String,
        /// Size in bytes; a folder has none.
        pub bytes: Option<u64>,
    }

    /// Request of `passphrase_strength`.
    pub struct PassphraseTyped {
        /// As typed.
        pub passphrase: String,
    }

    /// Answer of `passphrase_strength`.
    pub struct Strength {
        /// 0 (guessed at once) to 4.
        pub score: u8,
        /// Whether it will be accepted.
        pub accepted: bool,
    }

    /// Request of `create_identity`.
    pub struct CreateIdentity {
        /// Its kind of work.
        pub workspace: Workspace,
        /// What its owner calls it on this machine, in the clear; may be empty.
        pub label: String,
        /// Name on the card; of an office, the authority.
        pub name: String,
        /// Unit on the card; an office has none.
        pub unit: String,
        /// Passphrase.
        pub passphrase: String,
    }

    /// Answer of `create_identity`.
    pub struct IdentityCreated {
        /// Who is unlocked now.
        pub holder: Holder,
        /// Recovery code, shown once, in groups.
        pub recovery_code: Vec<String>,
    }

    /// Request of `renew_recovery`.
    pub struct RenewRecovery {
        /// The passphrase, asked again.
        pub passphrase: String,
    }

    /// Answer of `renew_recovery`.
    pub struct RecoveryShown {
        /// Recovery code, shown once, in groups. The old one stays in force until this one is
        /// confirmed.
        pub recovery_code: Vec<String>,
    }

    /// Request of `confirm_recovery`: what the person typed back.
    pub struct ConfirmRecovery {
        /// Number of the group, from 1, and what was typed.
        pub groups: Vec<(u8, String)>,
    }

    /// Request of `unlock`.
    pub struct Unlock {
        /// Passphrase, or the recovery code.
        pub secret: String,
        /// Whether it is the recovery code.
        pub is_recovery_code: bool,
    }

    /// Request of `change_passphrase`.
    pub struct ChangePassphrase {
        /// The one in force.
        pub old: String,
        /// The new one.
        pub new: String,
    }

    /// Request of `set_pin` and `unlock_with_pin`.
    pub struct Pin {
        /// Four to eight digits.
        pub pin: String,
    }

    /// Request of commands that write files into a folder the person picked.
    pub struct IntoFolder {
        /// Offered folder.
        pub folder: String,
    }

    /// A file the program wrote.
    pub struct WrittenFile {
        /// Name without folder.
        pub name: String,
        /// Size in bytes.
        pub bytes: u64,
    }

    /// Answer of `progress`: the long work that is going on, if any.
    pub struct ProgressView {
        /// Message key of the task.
        pub task: Option<String>,
        /// Units done.
        pub done: u64,
        /// Units in all.
        pub total: u64,
        /// `bytes` or `items`.
        pub unit: String,
    }

    /// Answer of `about`: what the help desk asks for.
    pub struct About {
        /// Version of the program.
        pub version: String,
        /// SQLCipher version.
        pub sqlcipher: String,
        /// PDFium build, or why there is none.
        pub pdfium: String,
        /// Font used where documents bring none.
        pub font: Option<String>,
        /// State of the sandbox of the PDF worker, as message keys.
        pub sandbox: Vec<String>,
        /// Operating system and architecture.
        pub system: String,
    }
}
