//! Why a use case did not do what was asked: as types, with parameters, without sentences.
//!
//! Owns the refusals of the process's rules ([`Refused`]) and the sum with those of the crates
//! below. `notice.rs` alone maps them to code, message key and parameters. Trap: parameters may
//! hold names and file names for the person at the screen; logs take the code only.

use std::path::{Path, PathBuf};

use hengping_core::scheme::Fault;
use hengping_format::Refusal;
use hengping_store::{OpenError, StoreError};

use crate::materials::InputFault;
use crate::messages::Param;
use crate::tables::TableFault;

/// Result of a use case.
pub type Result<T> = std::result::Result<T, Error>;

/// Why a use case refused or failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A rule of the process.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A file that came from outside.
    #[error(transparent)]
    Format(#[from] Refusal),
    /// An open store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A store that would not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// Faults of a folder of materials.
    #[error("{} faults in the materials", .0.len())]
    Materials(Vec<InputFault>),
    /// Faults of a scheme.
    #[error("{} faults in the scheme", .0.len())]
    Scheme(Vec<Fault>),
    /// Faults of a table.
    #[error("{} faults in the table", .0.len())]
    Table(Vec<TableFault>),
    /// A file of the user's that cannot be read or written.
    #[error("file: {kind}")]
    File {
        /// The file.
        path: PathBuf,
        /// Whether it was to be written.
        writing: bool,
        /// What the system said.
        kind: std::io::ErrorKind,
    },
}

impl Error {
    /// `path` cannot be read.
    #[must_use]
    pub fn file(path: &Path, error: std::io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            writing: false,
            kind: error.kind(),
        }
    }

    /// `path` cannot be written.
    #[must_use]
    pub fn writing(path: &Path, error: std::io::Error) -> Self {
        Self::File {
            path: path.to_owned(),
            writing: true,
            kind: error.kind(),
        }
    }
}

macro_rules! refused {
    ($($(#[$doc:meta])* $name:ident $({ $($field:ident: $kind:ty),+ })? = $key:literal;)+) => {
        /// A rule of the process that stands against what was asked.
        #[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
        #[error("refused: {}", self.key())]
        pub enum Refused {
            $($(#[$doc])* $name $({ $(#[allow(missing_docs, reason = "named in the sentence above")] $field: $kind),+ })?,)+
        }

        impl Refused {
            /// Message keys of all refusals.
            pub const KEYS: &'static [&'static str] = &[$($key,)+];

            /// The message key, without its `refusal-` prefix.
            #[must_use]
            pub fn key(&self) -> &'static str {
                match self { $(Self::$name $({ $($field: _),+ })? => $key,)+ }
            }

            /// The parameters of the message.
            #[must_use]
            pub fn params(&self) -> Vec<(&'static str, Param)> {
                match self {
                    $(Self::$name $({ $($field),+ })? =>
                        vec![$($((stringify!($field), Param::from($field.clone()))),+)?],)+
                }
            }
        }
    };
}

refused! {
    /// No release key is built in, and none was named.
    NoReleaseKey = "no-release-key";
    /// The named release key is not the one built in.
    AnotherReleaseKey = "another-release-key";
    /// The release is for `target`.
    AnotherTarget { target: String } = "another-target";
    /// The release `version` is not newer than this program.
    NotNewer { version: String } = "not-newer";
    /// Name the folder of the backup, or say that there is no store.
    BackupUnnamed = "backup-unnamed";
    /// The file is not what the release says.
    UpdateDiffers = "update-differs";
    /// A passphrase is needed: use --passphrase-file, --passphrase-fd or a terminal.
    NoPassphrase = "no-passphrase";
    /// The two passphrases differ.
    PassphrasesDiffer = "passphrases-differ";
    /// The passphrase is too short.
    PassphraseWeak { least: u64 } = "passphrase-weak";
    /// Name the folder of the store with --home.
    NoHome = "no-home";
    /// `file` cannot be read.
    FileUnreadable { file: String } = "file-unreadable";
    /// `file` is no text in UTF-8.
    NotText { file: String } = "not-text";
    /// `file` cannot be written.
    FileUnwritable { file: String } = "file-unwritable";
    /// The disk or stick has no room for `file`.
    NoRoom { file: String } = "no-room";
    /// `file` exists and was not overwritten.
    FileExists { file: String } = "file-exists";
    /// The folder of materials has `count` faults; no round was made.
    Materials { count: u64 } = "materials";
    /// The scheme file has `count` faults.
    Scheme { count: u64 } = "scheme";
    /// The table has `count` faults.
    Table { count: u64 } = "table";
    /// The marks file cannot be read: `detail`.
    MarksFile { detail: String } = "marks-file";
    /// `place`: exactly one value must be given.
    UnclearEntry { place: String } = "unclear-entry";
    /// There is no round yet.
    NoRound = "no-round";
    /// This store has a round already.
    RoundExists = "round-exists";
    /// `file` was changed after the round was made.
    MaterialChanged { file: String } = "material-changed";
    /// The materials check has `count` findings that must be settled first; nothing was packed.
    BlockingFindings { count: u64 } = "blocking-findings";
    /// The fingerprint of `name` has not been confirmed.
    UnconfirmedCard { name: String } = "unconfirmed-card";
    /// `name` was not taken in as what they are to be here.
    NotEnrolledAs { name: String } = "not-enrolled-as";
    /// `name` was drawn, holds a share or a ticket, and stays what they are.
    HasAPart { name: String } = "has-a-part";
    /// No card with this fingerprint was enrolled.
    UnknownFingerprint = "unknown-fingerprint";
    /// There is no committee key yet.
    NoCommittee = "no-committee";
    /// The committee key was made already.
    CommitteeExists = "committee-exists";
    /// It takes 2 ≤ threshold ≤ holders ≤ 16.
    HoldersOdd = "holders-odd";
    /// No panel was drawn yet.
    NoDraw = "no-draw";
    /// The draw is not possible: `detail`.
    Draw { detail: String } = "draw";
    /// Applications are not assigned yet.
    NotAssigned = "not-assigned";
    /// There is no ticket.
    NoTicket = "no-ticket";
    /// This ticket is for another kind of identity.
    WrongTicketKind = "wrong-ticket-kind";
    /// There is no application `application`, or it is not assigned to you.
    UnknownApplication { application: String } = "unknown-application";
    /// The scheme has no indicator `indicator`.
    UnknownIndicator { indicator: String } = "unknown-indicator";
    /// `application` has no evidence item `evidence`.
    UnknownEvidence { application: String, evidence: String } = "unknown-evidence";
    /// `evidence` has no page `page`.
    NoSuchPage { evidence: String, page: u64 } = "no-such-page";
    /// Sign the pledge first.
    NotPledged = "not-pledged";
    /// The pledge is signed already.
    AlreadyPledged = "already-pledged";
    /// The words were not agreed to, and nothing was signed.
    NotAgreed = "not-agreed";
    /// The ground of recusal is not known: `ground`.
    UnknownGround { ground: String } = "unknown-ground";
    /// The quoted words were not found on page `page` of `evidence`.
    QuoteNotFound { page: u64, evidence: String } = "quote-not-found";
    /// Page `page` of `evidence` is a scan without text.
    QuoteOnScan { page: u64, evidence: String } = "quote-on-scan";
    /// `evidence` cannot be opened: `reason`.
    DocumentUnreadable { evidence: String, reason: String } = "document-unreadable";
    /// The PDF library (libpdfium) was not found.
    NoRenderer = "no-renderer";
    /// `indicator`: `detail`.
    MarkRefused { indicator: String, detail: String } = "mark-refused";
    /// `indicator` is computed from declared values; propose another value instead of marking it.
    ComputedLeaf { indicator: String } = "computed-leaf";
    /// `indicator` has no such option.
    UnknownOption { indicator: String } = "unknown-option";
    /// There is no citation `citation`.
    UnknownCitation { citation: String } = "unknown-citation";
    /// A proposal needs at least one citation.
    ProposalUncited = "proposal-uncited";
    /// There is no such fact: `fact`.
    UnknownFact { fact: String } = "unknown-fact";
    /// The value of `fact` is not legal.
    BadValue { fact: String } = "bad-value";
    /// The opinion form has no field `field`.
    UnknownOpinionField { field: String } = "unknown-opinion-field";
    /// `application` lacks `count` items and cannot be sealed.
    Incomplete { application: String, count: u64 } = "incomplete";
    /// There is nothing to seal.
    NothingToSeal = "nothing-to-seal";
    /// `application` is not sealed.
    NotSealed { application: String } = "not-sealed";
    /// There is no sealed review that was not handed in.
    NothingToHandIn = "nothing-to-hand-in";
    /// Nothing was handed in yet.
    NothingHandedIn = "nothing-handed-in";
    /// This receipt is not for a bundle of this machine.
    ReceiptForeign = "receipt-foreign";
    /// The transcript does not list your bundle.
    TranscriptLacks = "transcript-lacks";
    /// No package was imported yet.
    NoPackage = "no-package";
    /// The program is locked.
    Locked = "locked";
    /// The file was not offered in this run.
    UnknownFile = "unknown-file";
    /// No review package is among the files.
    NoPackageFile = "no-package-file";
    /// The fingerprint of the authority was not compared yet.
    AuthorityNotCompared = "authority-not-compared";
    /// The authority's root document is not among the files, and none is known yet.
    NoRootFile = "no-root-file";
    /// The groups typed back are not those of the recovery code.
    WrongGroups = "wrong-groups";
    /// The recovery code was shown in an earlier run.
    RecoveryGone = "recovery-gone";
    /// No stick was named, or it is not plugged in.
    NoStick = "no-stick";
    /// There is no hand-in of this number.
    HandInUnknown = "hand-in-unknown";
    /// The exported file does not read back as written.
    BundleReadBack = "bundle-read-back";
    /// The preferences cannot be written.
    Preferences = "preferences";
    /// No bundle was registered yet.
    NoArrivals = "no-arrivals";
    /// The bundles are open already.
    AlreadyOpened = "already-opened";
    /// The bundles are not open yet.
    NotOpened = "not-opened";
    /// Give as many --holder-passphrase-file as --holder.
    HolderCount = "holder-count";
    /// No bundle `bundle` was registered.
    UnknownBundle { bundle: String } = "unknown-bundle";
    /// There is no ticket `ticket`.
    UnknownTicket { ticket: String } = "unknown-ticket";
    /// The recomputed result differs from the archive: `file`.
    ArchiveDiffers { file: String } = "archive-differs";
    /// A file of the archive differs from its manifest: `file`.
    ArchiveDamaged { file: String } = "archive-damaged";
    /// The chain of the log is broken.
    LogBroken = "log-broken";
    /// --clock takes an RFC 3339 instant such as 2026-04-10T08:00:00Z.
    ClockArgument = "clock-argument";
    /// The argument `name` is not in its legal form.
    BadArgument { name: String } = "bad-argument";
    /// Group `group` of the recovery code has a typo.
    RecoveryCodeTypo { group: u64 } = "recovery-code-typo";
    /// Give a reason.
    NoReason = "no-reason";
    /// The round is packed already.
    AlreadyPacked = "already-packed";
    /// `name` of the pool file has no enrolled card.
    NotInPool { name: String } = "not-in-pool";
    /// `ticket` is not an expert's ticket and cannot be replaced this way.
    NotAnExpertsTicket { ticket: String } = "not-an-experts-ticket";
    /// `name` holds a valid ticket of this round already.
    HoldsATicket { name: String } = "holds-a-ticket";
    /// This person is barred from `application` and cannot take over the ticket.
    BarredFrom { application: String } = "barred-from";
    /// The pool file cannot be read: `detail`.
    PoolFile { detail: String } = "pool-file";
    /// The round is not packed yet.
    NotPacked = "not-packed";
    /// Nothing changed since the edition in force.
    NothingChanged = "nothing-changed";
    /// The folder is of another round: `name` differs.
    RoundDiffers { name: String } = "round-differs";
    /// The folder and the round do not have the same applications: `application`.
    ApplicationsDiffer { application: String } = "applications-differ";
    /// `application` is for practice and is never sealed.
    PracticeStays { application: String } = "practice-stays";
    /// Somebody gets an activation code: name a folder for the slips.
    NoSlips = "no-slips";
    /// Group `group` of the activation code has a typo.
    ActivationCodeTypo { group: u64 } = "activation-code-typo";
    /// No ticket waits for its applications.
    NothingToIssue = "nothing-to-issue";
    /// `file` is not the edition in force.
    NotTheEdition { file: String } = "not-the-edition";
    /// No opened bundle under `ticket` brings a card with this fingerprint.
    NoCard { ticket: String } = "no-card";
    /// Another card was confirmed for `ticket`.
    AnotherCard { ticket: String } = "another-card";
    /// The proposed list is decided; a change names one of the four grounds.
    Decided = "decided";
    /// The proposed list is decided already and nothing was corrected since.
    AlreadyDecided = "already-decided";
    /// `bundle` must be opened first, or kept out.
    StillClosed { bundle: String } = "still-closed";
    /// The panel has not decided yet.
    NotDecided = "not-decided";
    /// The statement is about another record or decision.
    StatementForeign = "statement-foreign";
    /// The kit is for another round or ticket.
    KitForeign = "kit-foreign";
    /// The notice is of another round.
    NoticeForeign = "notice-foreign";
    /// Notice `number` must be taken in first.
    NoticeMissing { number: u64 } = "notice-missing";
    /// There are two different notices `number`.
    NoticeDiffers { number: u64 } = "notice-differs";
    /// Notice `number` contradicts those before it.
    NoticeContradicts { number: u64 } = "notice-contradicts";
    /// The date is not later than the one that holds.
    NotLater = "not-later";
    /// `application` was withdrawn before.
    WithdrawnBefore { application: String } = "withdrawn-before";
    /// Not a photograph: JPEG or PNG, up to 64 MB.
    NotAPhotograph = "not-a-photograph";
    /// A signature that is none, or of somebody the record does not name.
    SignatureUnfit = "signature-unfit";
    /// The counterpart's page is shown; it is left with the team's PIN.
    CounterpartShown = "counterpart-shown";
    /// The counterpart's page is left with a PIN, and none was set.
    NoPin = "no-pin";
    /// No ticket waits for `name`: nobody of this name and unit was drawn.
    NobodyWaiting { name: String } = "nobody-waiting";
    /// `ticket` was not handed out in its present number.
    NotHandedOut { ticket: String } = "not-handed-out";
    /// The store is no old copy that was put back.
    NothingToContinue = "nothing-to-continue";
    /// There is nothing to take back or bring back.
    NothingToTurn = "nothing-to-turn";
    /// Another kind of identity is unlocked than this command is for.
    OtherWorkspace = "other-workspace";
    /// There is no such identity on this machine.
    UnknownIdentity = "unknown-identity";
    /// No font of this machine has Chinese characters.
    NoFace = "no-face";
    /// Internal error.
    Internal = "internal";
}
