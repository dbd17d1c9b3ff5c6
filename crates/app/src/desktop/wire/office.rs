//! The office: one file for each screen.

pub mod board;
pub mod home;
pub mod materials;
pub mod packing;
pub mod people;
pub mod scheme;

use super::{TextView, wire};

wire! {
    /// What is wrong with something the office brought, and where.
    pub struct OfficeFault {
        /// The file, or the table with its cell.
        pub file: String,
        /// Key, cell or line in the file; empty for the whole file.
        pub place: String,
        /// What is wrong.
        pub said: TextView,
    }

    /// Request of commands about one offered file.
    pub struct OfficeFile {
        /// Offered file.
        pub file: String,
    }
}
