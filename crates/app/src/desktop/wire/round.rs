//! Import, pledge, conflicts, the list of applications, hand-in.

use super::start::{FingerprintView, OfferedFile, WrittenFile};
use super::{NoticeView, TextView, wire};

wire! {
    /// Request of `inspect_import`: everything that was dropped; the program sorts it.
    pub struct InspectImport {
        /// Offered files and folders.
        pub files: Vec<String>,
    }

    /// Answer of `inspect_import`: what would be imported, before anything is.
    pub struct ImportPreview {
        /// The package.
        pub package: OfferedFile,
        /// Tickets that were dropped, those that fit first, the newest of them foremost.
        pub tickets: Vec<TicketOffer>,
        /// Whether the ticket inside the package file fits, when it has one.
        pub inside: Option<TicketFitView>,
        /// The authority's root document, when it was dropped.
        pub root: Option<OfferedFile>,
        /// What people compare with the letter; absent when the authority is known or no root
        /// document was dropped.
        pub fingerprint: Option<FingerprintView>,
        /// Whether the authority is known from an earlier import.
        pub authority_known: bool,
        /// Dropped files that are none of these.
        pub others: Vec<String>,
    }

    /// A ticket that was dropped.
    pub struct TicketOffer {
        /// The file.
        pub file: OfferedFile,
        /// Whether it is meant.
        pub fit: TicketFitView,
    }

    /// Whether a ticket is for the identity that is unlocked, and for the package beside it.
    #[serde(tag = "kind", rename_all = "snake_case")]
    pub enum TicketFitView {
        /// It is.
        Fits {
            /// Its id.
            ticket: String,
            /// Its number: a later one takes the place of an earlier one.
            seq: u32,
        },
        /// It is for this identity and for another package.
        OtherPackage,
        /// It is for somebody else.
        NotMine,
    }

    /// Request of `import`.
    pub struct Import {
        /// The same files as of `inspect_import`.
        pub files: Vec<String>,
        /// The ticket that was chosen among those that fit; absent when it is inside the package.
        pub ticket: Option<String>,
        /// Whether the person compared the fingerprint of a new authority.
        pub compared: bool,
    }

    /// Answer of `import`.
    pub struct ImportReport {
        /// The round.
        pub round: TextView,
        /// Who signed the package, with the fingerprint to compare.
        pub signed_by: String,
        /// Digest of the package: what everybody's copy must agree on.
        pub digest: FingerprintView,
        /// Applications on the desk now.
        pub applications: u32,
        /// Bytes verified.
        pub bytes: u64,
        /// Until when bundles are due.
        pub due: String,
        /// Marks of an earlier edition that this one has no place for, as application and leaf.
        pub not_carried: Vec<(String, String)>,
    }

    /// Answer of `reading`: how far all evidence was read for search.
    pub struct ReadingView {
        /// Whether it goes on.
        pub running: bool,
        /// Documents that were read, or that cannot be.
        pub done: u32,
        /// Documents there are; 0 when nothing is read here.
        pub documents: u32,
        /// Pages read.
        pub pages: u64,
        /// Pages that search cannot find.
        pub pages_without_text: u64,
        /// Evidence that cannot be read, as application, item and reason.
        pub unreadable: Vec<(String, String, String)>,
        /// Code of what stopped it.
        pub fault: Option<String>,
    }

    /// Answer of `round`: the round in force.
    pub struct RoundView {
        /// Title.
        pub title: TextView,
        /// Time zone in which instants are shown, as an IANA name.
        pub time_zone: String,
        /// Until when bundles are due.
        pub due: String,
        /// Whole days until then; absent when the clock cannot be believed.
        pub days_left: Option<i64>,
        /// Whether the clock lies before the latest signed time.
        pub clock_doubtful: bool,
        /// When the pledge was signed.
        pub pledged_at: Option<String>,
        /// Whether totals show before sealing.
        pub shows_totals: bool,
        /// Where the expert stopped last; nothing before anything was opened.
        pub last: Option<LastPlace>,
    }

    /// Answer of `conflicts`.
    pub struct ConflictTable {
        /// When the pledge was signed.
        pub pledged_at: Option<String>,
        /// Grounds that can be named.
        pub grounds: Vec<NamedView>,
        /// One row per enterprise of the round.
        pub rows: Vec<ConflictRow>,
    }

    /// A code with its name.
    pub struct NamedView {
        /// Code.
        pub code: String,
        /// Name.
        pub name: TextView,
    }

    /// One row of the conflict table.
    pub struct ConflictRow {
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// Legal representative.
        pub legal_representative: String,
        /// Group.
        pub group: Option<String>,
        /// Main shareholders.
        pub shareholders: Vec<String>,
        /// Recommending unit.
        pub unit: String,
        /// Whether it is assigned to this expert.
        pub assigned: bool,
        /// Ground of the recusal.
        pub recused: Option<String>,
    }

    /// Request of `recuse`.
    pub struct Recuse {
        /// Application.
        pub application: String,
        /// Code of the ground.
        pub ground: String,
    }

    /// What state an application is in.
    #[serde(rename_all = "snake_case")]
    pub enum WorkState {
        /// Nothing was marked.
        Untouched,
        /// Something is missing.
        Open,
        /// Complete, not sealed.
        Complete,
        /// Sealed.
        Sealed,
        /// Recused.
        Recused,
        /// It left the round; what was marked can be read.
        Withdrawn,
        /// Practice: never leaves the machine.
        Practice,
    }

    /// One application of the list.
    pub struct ApplicationRow {
        /// Application.
        pub application: String,
        /// Place in the signed reading order, from 1.
        pub number: u32,
        /// Enterprise; empty when recused.
        pub enterprise: String,
        /// Enterprise type.
        pub kind: TextView,
        /// Recommending unit.
        pub unit: String,
        /// State.
        pub state: WorkState,
        /// Leaves marked.
        pub marked: u32,
        /// Leaves to be marked.
        pub asked: u32,
        /// Things missing.
        pub missing: u32,
        /// When something of it was last changed.
        pub touched_at: Option<String>,
        /// Whether it was sealed or completed today (in the round's time zone).
        pub today: bool,
    }

    /// Answer of `applications`.
    pub struct ApplicationList {
        /// In reading order, practice first.
        pub rows: Vec<ApplicationRow>,
        /// Where the expert stopped last.
        pub last: Option<LastPlace>,
        /// How many a day are needed to be in time; absent without a believable clock.
        pub needed_today: Option<u32>,
    }

    /// Where the expert stopped.
    pub struct LastPlace {
        /// Application.
        pub application: String,
        /// Leaf.
        pub indicator: Option<String>,
        /// When.
        pub at: String,
    }

    /// Request of commands about one application.
    pub struct OfApplication {
        /// Application.
        pub application: String,
    }

    /// Answer of `check`.
    pub struct CheckView {
        /// One entry per application.
        pub applications: Vec<ApplicationCheckView>,
        /// Notices about the round as a whole.
        pub notices: Vec<NoticeView>,
    }

    /// What one application lacks.
    pub struct ApplicationCheckView {
        /// The application.
        pub row: ApplicationRow,
        /// What is missing, each a link.
        pub missing: Vec<CheckItem>,
        /// What is unusual, each a link.
        pub unusual: Vec<CheckItem>,
        /// Total so far, as on the score sheet; absent when the round hides totals.
        pub judged_points: Option<String>,
        /// Digest of the seal in force.
        pub seal: Option<FingerprintView>,
    }

    /// One thing to look at.
    pub struct CheckItem {
        /// Message key of the UI: `missing-mark`, `missing-comment`, `missing-fact-sheet`,
        /// `missing-opinion`, `missing-recommendation`, `extreme-without-comment`,
        /// `mark-without-evidence`, `evidence-never-opened`, `equal-text`, `name-in-text`,
        /// `text-contradicts-mark`.
        pub kind: String,
        /// Leaf it is about.
        pub indicator: Option<String>,
        /// Opinion field it is about.
        pub field: Option<String>,
        /// Another application it is about.
        pub other: Option<String>,
    }

    /// Request of `seal`.
    pub struct Seal {
        /// Applications.
        pub applications: Vec<String>,
        /// Passphrase, asked for each sealing.
        pub passphrase: String,
    }

    /// Answer of `seal`.
    pub struct SealedView {
        /// Sealed reviews.
        pub sealed: Vec<SealView>,
    }

    /// One seal.
    pub struct SealView {
        /// Application.
        pub application: String,
        /// Number of the seal.
        pub seal: u32,
        /// Digest.
        pub digest: FingerprintView,
    }

    /// Request of `unseal`.
    pub struct Unseal {
        /// Application.
        pub application: String,
        /// Why.
        pub reason: String,
    }

    /// Request of `hand_in`.
    pub struct HandIn {
        /// Passphrase.
        pub passphrase: String,
    }

    /// Answer of `hand_ins`, `hand_in` and `load_receipt`.
    pub struct HandIns {
        /// Bundles made, newest last.
        pub bundles: Vec<BundleView>,
        /// Applications sealed and not yet in a bundle.
        pub waiting: u32,
    }

    /// One bundle.
    pub struct BundleView {
        /// Number of the hand-in.
        pub seq: u32,
        /// Digest.
        pub digest: FingerprintView,
        /// When it was made.
        pub at: String,
        /// Whether it was exported from this machine.
        pub exported: bool,
        /// Number of its receipt.
        pub receipt: Option<u32>,
    }

    /// Request of `export_bundle`.
    pub struct ExportBundle {
        /// Number of the hand-in.
        pub seq: u32,
        /// Offered folder.
        pub folder: String,
    }

    /// Answer of `export_bundle`.
    pub struct BundleExported {
        /// The files, read back and compared.
        pub files: Vec<WrittenFile>,
    }

    /// Request of `load_receipt`.
    pub struct LoadReceipt {
        /// Offered file.
        pub file: String,
    }
}

impl ReadingView {
    /// Nothing is read.
    pub(crate) fn nothing() -> Self {
        Self {
            running: false,
            done: 0,
            documents: 0,
            pages: 0,
            pages_without_text: 0,
            unreadable: Vec::new(),
            fault: None,
        }
    }
}
