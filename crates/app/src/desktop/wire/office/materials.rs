//! What was handed in, and what the check found in it.

use super::super::{TextView, wire};
use super::OfficeFault;

wire! {
    /// Answer of `office_materials`.
    pub struct OfficeMaterials {
        /// The applications, in order; the one for practice first.
        pub rows: Vec<OfficeApplication>,
        /// Recommending units with their quotas.
        pub units: Vec<OfficeUnit>,
    }

    /// A recommending unit.
    pub struct OfficeUnit {
        /// Its code.
        pub code: String,
        /// Its name.
        pub name: String,
        /// Most applications it may recommend.
        pub quota: u32,
        /// How many it recommends.
        pub found: u32,
    }

    /// An application as taken in.
    pub struct OfficeApplication {
        /// Its id.
        pub application: String,
        /// Name of the enterprise.
        pub enterprise: String,
        /// Credit code.
        pub credit_code: String,
        /// Code of its unit.
        pub unit: String,
        /// Name of its type.
        pub kind: TextView,
        /// Evidence items.
        pub items: u32,
        /// Declared values.
        pub fields: u32,
        /// Bytes of its evidence.
        pub bytes: u64,
        /// Version of the material.
        pub version: u32,
        /// Whether it is for practice.
        pub practice: bool,
        /// The file to be mended.
        pub file: String,
    }

    /// Request of `office_application`.
    pub struct OfficeOfApplication {
        /// Which one.
        pub application: String,
    }

    /// Answer of `office_application`: what there is, and what there is not.
    pub struct OfficeApplicationView {
        /// The row.
        pub row: OfficeApplication,
        /// Legal representative, group, shareholders.
        pub people: Vec<String>,
        /// Every line of the evidence catalogue.
        pub evidence: Vec<OfficeEvidence>,
        /// Every field of the form, year by year.
        pub fields: Vec<OfficeDeclared>,
    }

    /// A line of the evidence catalogue for one application.
    pub struct OfficeEvidence {
        /// Its number.
        pub code: String,
        /// Its name.
        pub name: TextView,
        /// Whether it is required.
        pub required: bool,
        /// The file; absent when it was not handed in.
        pub file: Option<String>,
        /// Pages of the file that belong to it.
        pub pages: Option<(u32, u32)>,
        /// Size of the file.
        pub bytes: u64,
        /// `pdf`, `jpeg` or `png`; empty without a file.
        pub media: String,
    }

    /// A field as it was declared.
    pub struct OfficeDeclared {
        /// `F20` or `F20_1`.
        pub key: String,
        /// Its name.
        pub name: TextView,
        /// Its unit.
        pub unit: String,
        /// Whether it is required.
        pub required: bool,
        /// The value; absent when there is none.
        pub value: Option<String>,
        /// Evidence and page it is said to stand on.
        pub source: Option<(String, u32)>,
    }

    /// Answer of `office_check`.
    pub struct OfficeCheck {
        /// Applications checked.
        pub applications: u32,
        /// Documents opened.
        pub documents: u32,
        /// Whether something must be settled before packing.
        pub blocks: bool,
        /// Findings, the gravest first.
        pub findings: Vec<OfficeFinding>,
    }

    /// One finding.
    pub struct OfficeFinding {
        /// `refused`, `ask` or `note`.
        pub severity: String,
        /// Stable word for its kind.
        pub kind: String,
        /// Applications it is about.
        pub applications: Vec<String>,
        /// Fields, evidence, indicators, rules or units it is about.
        pub codes: Vec<String>,
        /// What it says.
        pub said: TextView,
    }

    /// Request of `office_form`: the empty form into a folder.
    pub struct OfficeForm {
        /// Offered folder it is written to.
        pub folder: String,
        /// The scheme; that of the round when none is named.
        pub scheme: Option<super::scheme::OfficeSchemeChoice>,
    }

    /// Request of `office_take_table`.
    pub struct OfficeTable {
        /// Offered table.
        pub table: String,
        /// Offered folder of the round.
        pub folder: String,
    }

    /// Answer of `office_take_table`.
    pub struct OfficeTableTaken {
        /// Wrong cells; nothing was written when there are any.
        pub faults: Vec<OfficeFault>,
        /// Applications written.
        pub applications: u32,
        /// Evidence items found for them.
        pub items: u32,
    }
}
