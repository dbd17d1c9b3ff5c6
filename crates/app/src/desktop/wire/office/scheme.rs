//! A scheme before it rules a round: what its checker finds, and what it makes of an application
//! that does not exist.

use super::super::round::NamedView;
use super::super::{TextView, wire};
use super::OfficeFault;

wire! {
    /// A scheme: a file, or one that comes with the program.
    pub struct OfficeSchemeChoice {
        /// Offered file.
        pub file: Option<String>,
        /// Name of a scheme that comes with the program.
        pub shipped: Option<String>,
    }

    /// Answer of `office_schemes`: those that come with the program.
    pub struct OfficeSchemes {
        /// Name and title.
        pub shipped: Vec<NamedView>,
    }

    /// Answer of `office_scheme`.
    pub struct OfficeSchemeView {
        /// Name of the file.
        pub name: String,
        /// What is wrong, in the order of the file.
        pub faults: Vec<OfficeSchemeFault>,
        /// What it amounts to; absent while something is wrong.
        pub scheme: Option<OfficeScheme>,
    }

    /// A fault at its place in the file.
    pub struct OfficeSchemeFault {
        /// Line, from 1.
        pub line: u32,
        /// Column, from 1.
        pub column: u32,
        /// What it is about.
        pub subject: String,
        /// What is wrong.
        pub said: TextView,
        /// The line as it stands in the file.
        pub text: String,
    }

    /// What a scheme amounts to.
    pub struct OfficeScheme {
        /// Its title.
        pub title: TextView,
        /// Id and version.
        pub version: String,
        /// Its types.
        pub types: Vec<NamedView>,
        /// Its leaves, in order.
        pub leaves: Vec<OfficeLeaf>,
        /// Its form fields, year by year.
        pub fields: Vec<OfficeField>,
        /// Lines of the evidence catalogue.
        pub evidence: u32,
        /// Most bonus points.
        pub bonus: String,
        /// Most points deductions take off.
        pub deductions: String,
        /// Number of vetoes.
        pub vetoes: u32,
        /// Seats of a panel.
        pub seats: u32,
        /// Reserves.
        pub reserves: u32,
    }

    /// A leaf, as far as a trial needs it.
    pub struct OfficeLeaf {
        /// Its code.
        pub code: String,
        /// Its name.
        pub name: TextView,
        /// `computed`, `scored`, `choice`, `pass_fail` or `deducted`.
        pub mode: String,
        /// Most points, common to all types that are not named.
        pub points: String,
        /// Whether a mark or an option is typed for it.
        pub typed: bool,
        /// Options of a choice.
        pub options: Vec<NamedView>,
        /// A mark in the middle of its scale.
        pub middle: String,
    }

    /// A form field in one year, as far as a trial needs it.
    pub struct OfficeField {
        /// `F20` or `F20_1`.
        pub key: String,
        /// Its name.
        pub name: TextView,
        /// Its unit.
        pub unit: String,
        /// Whether it is a number that formulas read.
        pub number: bool,
        /// Codes, for a field that takes one.
        pub codes: Vec<NamedView>,
    }

    /// Request of `office_try`: an application that does not exist, marked by one expert.
    pub struct OfficeTry {
        /// The scheme.
        pub scheme: OfficeSchemeChoice,
        /// Its type.
        pub enterprise_type: String,
        /// Declared values by field key.
        pub fields: Vec<(String, String)>,
        /// Marks and options by leaf.
        pub marks: Vec<(String, String)>,
    }

    /// Answer of `office_try`.
    pub struct OfficeTried {
        /// What of it is not allowed.
        pub faults: Vec<OfficeFault>,
        /// The composite; absent when it is not decidable.
        pub composite: Option<String>,
        /// `ranked`, `vetoed`, `below-threshold` or `not-decidable`.
        pub status: String,
        /// Grade, if it has one.
        pub grade: Option<String>,
        /// What each leaf comes to.
        pub leaves: Vec<OfficeTriedLeaf>,
    }

    /// A leaf of the trial.
    pub struct OfficeTriedLeaf {
        /// The leaf.
        pub indicator: String,
        /// `scored`, `not-applicable` or `undecided`.
        pub state: String,
        /// The mark, or the value of the formula.
        pub mark: Option<String>,
        /// Its points.
        pub points: Option<String>,
    }
}
