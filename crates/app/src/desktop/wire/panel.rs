//! The panel's table: where it stands, arrivals, opening. Results, one application and decisions
//! have files of their own below.

pub mod application;
pub mod decisions;
pub mod results;
pub mod statements;

use super::{NoticeView, TextView, wire};

wire! {
    /// Answer of `panel_round`: where the panel stands, in the few numbers the ways show.
    pub struct PanelRound {
        /// Title of the round.
        pub title: TextView,
        /// Zone in which instants are shown.
        pub time_zone: String,
        /// Number of the register.
        pub register: u32,
        /// Applications.
        pub applications: u32,
        /// Experts' tickets that are in force.
        pub experts: u32,
        /// Bundles that arrived.
        pub arrivals: u32,
        /// Bundles that wait for somebody's word.
        pub held: u32,
        /// When the bundles were opened.
        pub opened: Option<String>,
        /// Facts nobody has decided.
        pub open_facts: u32,
        /// Divergences nobody has explained.
        pub unexplained: u32,
        /// Ties a vote would decide.
        pub ties: u32,
        /// When the list was decided last.
        pub decided: Option<String>,
        /// Whether something was corrected since.
        pub corrected: bool,
        /// Recommending units.
        pub units: Vec<PanelName>,
        /// Enterprise types.
        pub kinds: Vec<PanelName>,
        /// Leaves, in the order of the scheme.
        pub leaves: Vec<PanelName>,
    }

    /// A code with its name.
    pub struct PanelName {
        /// Code.
        pub code: String,
        /// Name.
        pub name: TextView,
    }

    /// Answer of `panel_import`.
    pub struct PanelImportReport {
        /// Title of the round.
        pub round: TextView,
        /// Who signed.
        pub signed_by: String,
        /// Applications.
        pub applications: u32,
        /// Number of the register.
        pub register: u32,
        /// Experts' tickets.
        pub experts: u32,
        /// Visit teams' tickets.
        pub visits: u32,
    }

    /// Request of commands that take files.
    pub struct PanelFiles {
        /// Offered files or folders.
        pub files: Vec<String>,
        /// On which ground a decided list changes.
        pub correction: Option<PanelGround>,
    }

    /// On which ground a decided list changes.
    pub struct PanelGround {
        /// `arithmetic`, `out_of_range`, `members_differ` or `unreasonable`.
        pub ground: String,
        /// In words.
        pub note: String,
    }

    /// Answer of `panel_arrive`.
    pub struct PanelArrived {
        /// How many are new.
        pub new: u32,
        /// How many were here already.
        pub duplicates: u32,
        /// How many of the new ones came after the opening.
        pub late: u32,
        /// What was refused.
        pub refused: Vec<PanelRefusedFile>,
    }

    /// A file or bundle that was refused.
    pub struct PanelRefusedFile {
        /// Name of the file or bundle.
        pub name: String,
        /// Why.
        pub notice: NoticeView,
    }

    /// Answer of `panel_status`.
    pub struct PanelStatusView {
        /// When the list was frozen.
        pub opened: Option<String>,
        /// Digest of the frozen list as twelve characters; empty before.
        pub list: Vec<String>,
        /// Who brought a share.
        pub present: Vec<String>,
        /// Arrivals, by number.
        pub arrivals: Vec<PanelArrival>,
        /// Applications of the grid.
        pub columns: Vec<PanelColumn>,
        /// Tickets of the grid.
        pub rows: Vec<PanelGridRow>,
        /// Seals that contradict each other.
        pub conflicts: Vec<PanelConflict>,
        /// Cards that came with bundles.
        pub cards: Vec<PanelCard>,
    }

    /// One arrival.
    pub struct PanelArrival {
        /// Its number.
        pub number: u32,
        /// The bundle.
        pub bundle: String,
        /// Whose: the number among the experts or teams; names stay unknown.
        pub who: PanelWho,
        /// Its number under the ticket.
        pub seq: u32,
        /// What it is known by, as twelve characters.
        pub words: Vec<String>,
        /// The same as digits.
        pub label: String,
        /// Whether it came after the opening.
        pub late: bool,
        /// `closed`, `accepted`, `superseded`, `replaced`, `duplicate`, `held` or `unreadable`.
        pub state: String,
        /// Why it is held.
        pub reasons: Vec<TextView>,
        /// Applications it counts for.
        pub counts_for: u32,
        /// When it came.
        pub at: String,
        /// The ruling about it, if there is one.
        pub ruling: Option<PanelRuling>,
    }

    /// A decision about a bundle.
    pub struct PanelRuling {
        /// Whether it is kept out.
        pub refused: bool,
        /// Why.
        pub reason: String,
        /// Who decided.
        pub by: String,
        /// When.
        pub at: String,
    }

    /// Who holds a ticket, as far as a panel may know.
    pub struct PanelWho {
        /// Ticket.
        pub ticket: String,
        /// `expert` or `visit`.
        pub kind: String,
        /// Number among those of the kind, from 1.
        pub number: u32,
    }

    /// An application of the grid, with its denominator.
    pub struct PanelColumn {
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// Experts whose review counts.
        pub counts: u32,
        /// Experts who were asked; those who recused themselves are not.
        pub asked: u32,
    }

    /// A ticket of the grid.
    pub struct PanelGridRow {
        /// Whose.
        pub who: PanelWho,
        /// Whether it was revoked.
        pub revoked: bool,
        /// Bundles that came under it.
        pub bundles: u32,
        /// Column and state: `counts`, `withdrawn`, `recused`, `replaced`, `conflicting`, `held`,
        /// `not_done` or `not_handed_in`.
        pub cells: Vec<(u32, String)>,
    }

    /// Seals of one ticket and application that contradict each other.
    pub struct PanelConflict {
        /// Whose.
        pub who: PanelWho,
        /// Application.
        pub application: String,
        /// Enterprise.
        pub enterprise: String,
        /// Number of the seal they claim.
        pub seal: u32,
        /// `equivocation` or `fork`.
        pub kind: String,
        /// The earlier seal that both continue, where it is here.
        pub base: Option<PanelClaim>,
        /// The seals.
        pub claims: Vec<PanelClaim>,
        /// What they say differently: the first two that are here.
        pub differences: Vec<PanelDifference>,
    }

    /// One of several seals.
    pub struct PanelClaim {
        /// Its digest.
        pub seal: String,
        /// As twelve characters.
        pub words: Vec<String>,
        /// When it was sealed; absent when only a successor speaks of it.
        pub at: Option<String>,
    }

    /// What two seals say differently.
    pub struct PanelDifference {
        /// What it is about.
        pub about: TextView,
        /// What the earlier seal said; empty where nothing.
        pub base: String,
        /// What the one says; empty where nothing.
        pub one: String,
        /// What the other says.
        pub other: String,
    }

    /// A card that came with a bundle.
    pub struct PanelCard {
        /// Whose ticket.
        pub who: PanelWho,
        /// Twelve characters.
        pub words: Vec<String>,
        /// Hexadecimal.
        pub hex: String,
        /// Whether it was compared.
        pub confirmed: bool,
    }

    /// Request of `panel_admit` and `panel_keep_out`.
    pub struct PanelRule {
        /// The label of the bundle.
        pub label: String,
        /// Why.
        pub reason: String,
        /// On which ground a decided list changes.
        pub correction: Option<PanelGround>,
    }

    /// Request of `panel_name_seal`.
    pub struct PanelNameSeal {
        /// Ticket.
        pub ticket: String,
        /// Application.
        pub application: String,
        /// The seal the expert has named.
        pub seal: String,
        /// Why it is known.
        pub reason: String,
        /// On which ground a decided list changes.
        pub correction: Option<PanelGround>,
    }

    /// Request of `panel_confirm_card`.
    pub struct PanelConfirmCard {
        /// Ticket.
        pub ticket: String,
        /// The fingerprint as it was read out.
        pub fingerprint: String,
        /// Who compared it.
        pub by: Vec<String>,
        /// On which ground a decided list changes.
        pub correction: Option<PanelGround>,
    }

    /// Request of `panel_add_holder`: a holder unlocks beside the chair.
    pub struct PanelAddHolder {
        /// An identity on this machine.
        pub identity: Option<String>,
        /// Or an offered folder with the holder's store.
        pub folder: Option<String>,
        /// The holder's passphrase.
        pub passphrase: String,
    }

    /// Request of `panel_ceremony`: the files with the shares.
    pub struct PanelShares {
        /// Offered files or folders.
        pub files: Vec<String>,
    }

    /// Answer of `panel_ceremony`, `panel_add_holder` and `panel_clear_holders`.
    pub struct PanelCeremony {
        /// Shares it takes; 0 before one is here.
        pub needed: u32,
        /// Shares there are.
        pub of: u32,
        /// Shares that are here.
        pub shares: Vec<PanelShareRow>,
        /// Who has unlocked, the chair first.
        pub present: Vec<String>,
        /// How many shares those present open.
        pub opened: u32,
        /// What was no share of this round.
        pub others: Vec<String>,
    }

    /// One share.
    pub struct PanelShareRow {
        /// Its number.
        pub index: u32,
        /// Who opens it, where they are present.
        pub holder: Option<String>,
    }

    /// Answer of `panel_rehearse`.
    pub struct PanelRehearsed {
        /// Shares that were opened.
        pub shares: u32,
        /// Shares that are needed.
        pub needed: u32,
        /// Shares that there are.
        pub of: u32,
        /// Who opened one.
        pub present: Vec<String>,
    }

    /// Answer of `panel_open`.
    pub struct PanelOpened {
        /// Who brought a share.
        pub present: Vec<String>,
        /// Digest of the frozen list.
        pub list: Vec<String>,
        /// Bundles on the list.
        pub listed: u32,
        /// Bundles opened now.
        pub opened: u32,
        /// Reviews they brought.
        pub reviews: u32,
        /// Visit records they brought.
        pub visits: u32,
        /// Whether any of them came after the list was frozen.
        pub late: bool,
        /// Bundles that could not be opened.
        pub refused: Vec<PanelRefusedFile>,
    }
}
