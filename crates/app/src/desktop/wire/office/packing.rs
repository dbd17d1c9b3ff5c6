//! Packing and sticks.

use super::super::start::{FingerprintView, OfferedFile};
use super::super::{NoticeView, wire};

wire! {
    /// Answer of `office_plan`.
    pub struct OfficePlan {
        /// Different documents.
        pub documents: u32,
        /// Bytes of the package, about.
        pub bytes: u64,
        /// Files it comes in, about.
        pub files: u64,
        /// Sticks by the gigabytes printed on them, and whether the package fits.
        pub sticks: Vec<(u64, bool)>,
        /// Experts who will get tickets.
        pub experts: u32,
        /// Of these, by activation code: their slips need a folder of their own.
        pub coded: u32,
        /// Edition in force; 0 before the first.
        pub edition: u32,
    }

    /// Request of `office_pack`.
    pub struct OfficePack {
        /// Offered folder package and tickets go to.
        pub folder: String,
        /// Offered cards of chairs.
        pub panel: Vec<String>,
        /// Offered cards of visit teams.
        pub visit: Vec<String>,
        /// Whether experts declare themselves before they get tickets that open.
        pub declarations_first: bool,
        /// Offered folder of the slips with activation codes.
        pub slips: Option<String>,
    }

    /// Request of `office_supersede`.
    pub struct OfficeSupersede {
        /// Offered folder.
        pub folder: String,
        /// Whether it is made though nothing changed, because no copy is left.
        pub lost: bool,
    }

    /// Answer of `office_pack` and `office_supersede`.
    pub struct OfficePacked {
        /// The package.
        pub package: String,
        /// Its edition.
        pub seq: u32,
        /// What everybody's copy must agree on.
        pub digest: FingerprintView,
        /// Its files with their sizes.
        pub files: Vec<(String, u64)>,
        /// The first of them, for `office_sticks`.
        pub first: OfferedFile,
        /// The tickets.
        pub tickets: Vec<OfficeTicketFile>,
        /// Slips with activation codes.
        pub slips: u32,
        /// Whether there is an application for practice.
        pub practice: bool,
    }

    /// A ticket that was written.
    pub struct OfficeTicketFile {
        /// The ticket.
        pub ticket: String,
        /// Its number.
        pub seq: u32,
        /// Its holder.
        pub holder: String,
        /// `expert`, `panel`, `visit` or `observer`.
        pub kind: String,
        /// How many applications are assigned under it.
        pub applications: u32,
        /// Name of the file.
        pub name: String,
    }

    /// Request of `office_sticks`.
    pub struct OfficeSticks {
        /// Offered package file.
        pub package: String,
        /// Offered folders.
        pub sticks: Vec<String>,
    }

    /// Answer of `office_sticks`.
    pub struct OfficeSticksDone {
        /// What became of each, in their order.
        pub rows: Vec<OfficeStick>,
    }

    /// What became of a stick.
    pub struct OfficeStick {
        /// Files of the package that were copied and compared.
        pub files: u32,
        /// Tickets written beside them.
        pub tickets: u32,
        /// Why not.
        pub refused: Option<NoticeView>,
    }

    /// Request of `office_issue`: tickets that open, after declarations.
    pub struct OfficeIssue {
        /// Offered folder.
        pub folder: String,
        /// Tickets; all that wait when none is named.
        pub tickets: Vec<String>,
        /// Ticket and application its holder is recused from.
        pub recused: Vec<(String, String)>,
    }

    /// Answer of commands that write tickets.
    pub struct OfficeTickets {
        /// The tickets.
        pub tickets: Vec<OfficeTicketFile>,
    }
}
