//! Roster, committee key, draw and assignment.

use super::super::{NoticeView, TextView, wire};

wire! {
    /// Answer of `office_roster` and of what changes it.
    pub struct OfficeRoster {
        /// The people, by number.
        pub rows: Vec<OfficeExpert>,
        /// Whether there is a committee key.
        pub committee: bool,
        /// Files that are no cards, with the reason.
        pub refused: Vec<OfficeRefusedFile>,
    }

    /// Request of `office_take_cards`.
    pub struct OfficeCards {
        /// Offered cards and folders of them.
        pub files: Vec<String>,
        /// What their owners will be: `expert`, `panel`, `visit` or `observer`.
        pub kind: String,
    }

    /// A file that was refused.
    pub struct OfficeRefusedFile {
        /// Its name.
        pub name: String,
        /// Why.
        pub notice: NoticeView,
    }

    /// A person of the roster.
    pub struct OfficeExpert {
        /// Number on the roster.
        pub expert: String,
        /// As what they were taken in: `expert`, `panel`, `visit` or `observer`.
        pub kind: String,
        /// Name.
        pub name: String,
        /// Unit.
        pub unit: String,
        /// Fields of expertise.
        pub fields: Vec<String>,
        /// Where they work, sit on a board or hold shares.
        pub ties: Vec<OfficeTie>,
        /// The twelve characters of the card; none for a person who gets a code.
        pub words: Vec<String>,
        /// When the fingerprint was compared.
        pub confirmed: Option<String>,
        /// `seat`, `reserve`, `excluded` in the last draw, or nothing.
        pub place: String,
        /// The ticket in force.
        pub ticket: Option<String>,
        /// What happened, the first first.
        pub history: Vec<OfficeHappened>,
    }

    /// A tie to an organisation.
    pub struct OfficeTie {
        /// Name, credit code or unit code.
        pub organisation: String,
        /// Last year of it; absent while it lasts.
        pub until: Option<u16>,
    }

    /// Something that happened to a person's part in the round.
    pub struct OfficeHappened {
        /// When.
        pub at: String,
        /// What.
        pub said: TextView,
        /// Number of the draw, of the ticket; often empty.
        pub detail: String,
    }

    /// Request of `office_confirm`: what was read from the person's own screen or paper.
    pub struct OfficeConfirm {
        /// The person.
        pub expert: String,
        /// Fingerprint as digest, as twelve characters or as digits.
        pub typed: String,
    }

    /// Request of `office_invite`.
    pub struct OfficeInvite {
        /// Name.
        pub name: String,
        /// Unit.
        pub unit: String,
    }

    /// Request of `office_describe`.
    pub struct OfficeDescribe {
        /// The person.
        pub expert: String,
        /// Fields of expertise.
        pub fields: Vec<String>,
        /// Ties.
        pub ties: Vec<OfficeTie>,
    }

    /// Request of `office_make_committee`.
    pub struct OfficeCommittee {
        /// Offered cards of the holders.
        pub cards: Vec<String>,
        /// How many shares open.
        pub threshold: u8,
        /// Offered folder the shares go to.
        pub folder: String,
    }

    /// Answer of `office_make_committee`.
    pub struct OfficeCommitteeMade {
        /// How many shares open.
        pub threshold: u8,
        /// The shares.
        pub shares: Vec<OfficeShare>,
    }

    /// A share that was written.
    pub struct OfficeShare {
        /// Its holder.
        pub holder: String,
        /// The twelve characters of the holder's card.
        pub words: String,
        /// Name of the file.
        pub name: String,
    }

    /// A person by number and name.
    pub struct OfficePerson {
        /// Number on the roster.
        pub expert: String,
        /// Name.
        pub name: String,
        /// Unit.
        pub unit: String,
    }

    /// Answer of `office_panel`, `office_draw` and `office_assign`.
    pub struct OfficePanel {
        /// People a draw would draw from.
        pub pool: u32,
        /// Seats the scheme prescribes.
        pub seats: u32,
        /// Reserves it prescribes.
        pub reserves: u32,
        /// Years within which a tie bars.
        pub same_unit_years: u32,
        /// The draws, the last first.
        pub draws: Vec<OfficeDrawMade>,
        /// What was assigned last.
        pub assignment: Option<OfficeAssignment>,
    }

    /// A draw that was made.
    pub struct OfficeDrawMade {
        /// Which one.
        pub number: u32,
        /// When.
        pub at: String,
        /// Why there was a further one.
        pub reason: Option<String>,
        /// Digest words of the frozen pool.
        pub pool: String,
        /// Digest words of the seed.
        pub seed: String,
        /// Who typed digits.
        pub persons: Vec<String>,
        /// Seats in the order drawn.
        pub seats: Vec<OfficePerson>,
        /// Reserves in the order drawn.
        pub reserves: Vec<OfficePerson>,
        /// Barred from every application.
        pub excluded: Vec<OfficePerson>,
    }

    /// Request of `office_draw`.
    pub struct OfficeDraw {
        /// Person and digits, of two people or more.
        pub contributions: Vec<(String, String)>,
        /// Why there is a further draw.
        pub reason: Option<String>,
    }

    /// Who judges what.
    pub struct OfficeAssignment {
        /// When it was made.
        pub at: String,
        /// How many applications each has.
        pub loads: Vec<OfficeLoad>,
        /// By application.
        pub benches: Vec<OfficeBench>,
        /// Whether all applications are connected by shared experts.
        pub connected: bool,
    }

    /// The load of a person.
    pub struct OfficeLoad {
        /// Who.
        pub person: OfficePerson,
        /// How many applications.
        pub count: u32,
        /// From how many they are barred.
        pub barred: u32,
    }

    /// Who judges one application.
    pub struct OfficeBench {
        /// The application.
        pub application: String,
        /// Its enterprise.
        pub enterprise: String,
        /// Names of those who judge.
        pub experts: Vec<String>,
        /// Who does not, and why.
        pub excluded: Vec<OfficeExcluded>,
        /// Experts that are missing.
        pub short: u32,
    }

    /// Why somebody does not judge an application.
    pub struct OfficeExcluded {
        /// Who.
        pub name: String,
        /// Why not.
        pub why: TextView,
    }
}
