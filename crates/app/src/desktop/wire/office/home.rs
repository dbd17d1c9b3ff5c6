//! Where the office stands, and a new round.

use super::super::{TextView, wire};
use super::OfficeFault;

wire! {
    /// Answer of `office_home`.
    pub struct OfficeHome {
        /// The round; absent before there is one.
        pub round: Option<OfficeRound>,
        /// What is to be done next: `round`, or a step of the round.
        pub next: String,
    }

    /// The round at a glance.
    pub struct OfficeRound {
        /// Its id.
        pub round: String,
        /// Its title.
        pub title: TextView,
        /// Zone in which instants are shown.
        pub time_zone: String,
        /// Until when bundles are due.
        pub due: String,
        /// Days until then; negative when it is over.
        pub days_left: i64,
        /// Title of the scheme.
        pub scheme: TextView,
        /// Applications taken in.
        pub applications: u32,
        /// People on the roster.
        pub roster: u32,
        /// Of these, with confirmed fingerprint.
        pub confirmed: u32,
        /// Whether there is a committee key.
        pub committee: bool,
        /// How often a panel was drawn.
        pub draws: u32,
        /// Whether applications were assigned after the last draw.
        pub assigned: bool,
        /// Number of the package's edition in force; 0 before there is one.
        pub edition: u32,
        /// Tickets in force.
        pub tickets: u32,
        /// Of these, handed out.
        pub handed_out: u32,
        /// Of the experts' tickets, with a receipt.
        pub receipted: u32,
        /// Experts' tickets in force.
        pub experts: u32,
    }

    /// Request of `office_lay_out`: the folder of a new round.
    pub struct OfficeLayOut {
        /// Offered folder; what is made goes into a folder named after the round.
        pub folder: String,
        /// The scheme.
        pub scheme: super::scheme::OfficeSchemeChoice,
        /// Id of the round.
        pub id: String,
        /// Its title.
        pub title: TextView,
        /// `selection`, `annual` or `re_review`.
        pub kind: String,
        /// The year under review.
        pub review_year: u16,
        /// IANA name of the zone.
        pub time_zone: String,
        /// From when packages are valid, as a day of the zone: `2026-11-22`.
        pub valid_from: String,
        /// The last day of work.
        pub valid_until: String,
        /// Recommending units.
        pub units: Vec<OfficeUnitTyped>,
    }

    /// A recommending unit as it was typed.
    pub struct OfficeUnitTyped {
        /// Its code.
        pub code: String,
        /// Its name.
        pub name: String,
        /// Most applications it may recommend.
        pub quota: u32,
    }

    /// Answer of `office_lay_out`.
    pub struct OfficeLaidOut {
        /// Faults of the scheme; nothing was made when there are any.
        pub faults: Vec<OfficeFault>,
        /// The folder that was made, to be given to `office_new_round` later.
        pub folder: Option<super::super::start::OfferedFile>,
        /// Where it lies.
        pub path: String,
    }

    /// Answer of `office_new_round` and `office_revise`.
    pub struct OfficeTakenIn {
        /// Faults of the folder; nothing was taken in when there are any.
        pub faults: Vec<OfficeFault>,
        /// Applications taken in or changed.
        pub applications: u32,
        /// Evidence items listed.
        pub items: u32,
        /// Whether a package is out that does not have the change yet.
        pub outdated: bool,
        /// Files that cannot be packed: their units are asked for others.
        pub not_packable: Vec<OfficeFault>,
    }
}
