//! The material check: what an office must ask for or decide before it packs.
//!
//! Owns the rules over what was handed in: completeness (`intake/complete.rs`), values
//! (`intake/values.rs`), and what only shows when applications are seen together
//! (`intake/across.rs`). Does not read files: whether a file can be opened and how many pages it
//! has is part of the input. A finding never changes anything; the office decides.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::application::{DeclaredValue, Enterprise, FieldKey, PageRange};
use crate::id::{
    ApplicationId, Digest, EvidenceCode, IndicatorCode, OptionCode, TypeCode, UnitCode,
};
use crate::round::Unit;
use crate::scheme::Scheme;

mod across;
mod complete;
mod values;

#[cfg(test)]
mod tests;

/// One application as handed in, before anything is packed.
#[derive(Debug, Clone)]
pub struct Submitted {
    /// Its id in the round.
    pub id: ApplicationId,
    /// Who applies.
    pub enterprise: Enterprise,
    /// Type under which it applies.
    pub enterprise_type: TypeCode,
    /// Declared values.
    pub fields: BTreeMap<FieldKey, DeclaredValue>,
    /// Options of choice leaves that form or office have decided.
    pub choices: BTreeMap<IndicatorCode, OptionCode>,
    /// Evidence, in the order of the catalogue.
    pub evidence: Vec<SubmittedItem>,
}

/// An evidence item as handed in.
#[derive(Debug, Clone)]
pub struct SubmittedItem {
    /// Catalogue number.
    pub code: EvidenceCode,
    /// File name as submitted.
    pub file_name: String,
    /// Digest of the file; `None` when it could not be read at all.
    pub digest: Option<Digest>,
    /// What became of opening it.
    pub file: FileState,
    /// Pages that belong to the item; `None` for the whole file.
    pub pages: Option<PageRange>,
}

/// What became of opening a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    /// It opens and has this many pages.
    Readable {
        /// Pages of the file.
        pages: u32,
    },
    /// It was not opened yet; nothing is said about it.
    Unknown,
    /// There is no such file.
    Missing,
    /// It is there and cannot be opened: damaged, locked by a password, empty.
    Unreadable,
    /// It is of a kind that cannot be shown; the unit has to be asked for another.
    WrongKind,
}

/// One thing the office should know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What it is.
    pub kind: FindingKind,
    /// How much it weighs.
    pub severity: Severity,
    /// Applications it is about, in order.
    pub applications: Vec<ApplicationId>,
    /// Codes it is about: fields, evidence, indicators, rules, units.
    pub codes: Vec<String>,
    /// Values for the message, by the name they have in the template. May hold what applicants
    /// wrote; not for logs.
    pub details: Vec<(&'static str, String)>,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Cannot be packed like this.
    Refused,
    /// To be asked of the unit, or decided by the office.
    Ask,
    /// Worth a look.
    Note,
}

macro_rules! finding_kinds {
    ($($(#[$doc:meta])* $name:ident, $code:literal, $severity:ident, $template:literal;)+) => {
        /// Kinds of findings.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum FindingKind {
            $($(#[$doc])* $name,)+
        }

        impl FindingKind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Stable name of the kind.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)+ }
            }

            /// How much a finding of this kind weighs.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$name => Severity::$severity,)+ }
            }

            /// English sentence with the names of details in braces.
            #[must_use]
            pub fn template(self) -> &'static str {
                match self { $(Self::$name => $template,)+ }
            }
        }
    };
}

finding_kinds! {
    /// Two applications with one id.
    DuplicateId, "duplicate-id", Refused, "two applications have the id {id}";
    /// An enterprise type the scheme does not have.
    UnknownType, "unknown-type", Refused, "there is no enterprise type {code}";
    /// A recommending unit the round does not have.
    UnknownUnit, "unknown-unit", Refused, "there is no recommending unit {code}";
    /// A field the scheme does not have, or a year it does not ask for.
    UnknownField, "unknown-field", Refused, "the scheme has no field {code}";
    /// An evidence code the catalogue does not have.
    UnknownEvidence, "unknown-evidence", Refused, "the catalogue has no evidence {code}";
    /// A choice of an indicator or option the scheme does not have.
    UnknownChoice, "unknown-choice", Refused, "{indicator} has no option {option}";
    /// A declared value its field does not take.
    InvalidValue, "invalid-value", Refused, "{code}: {reason}";
    /// A unit recommends more than its quota.
    QuotaExceeded, "quota-exceeded", Refused, "{unit} recommends {found}, its quota is {quota}";
    /// Two applications of enterprises with one credit code.
    DuplicateCreditCode, "duplicate-credit-code", Refused, "credit code {credit_code} applies more than once";
    /// Two items of one application under one code.
    DoubledEvidence, "doubled-evidence", Refused, "{code} is listed more than once, now as {file}";
    /// A file is not there.
    MissingFile, "missing-file", Refused, "{code}: there is no file {file}";
    /// A file cannot be opened.
    UnreadableFile, "unreadable-file", Ask, "{code}: {file} cannot be opened";
    /// A file of a kind that cannot be shown.
    FileKind, "file-kind", Ask, "{code}: {file} is neither PDF, JPEG nor PNG";
    /// Pages that the file does not have.
    PagesOutside, "pages-outside", Refused, "{code}: pages {pages} of {file}, which has {count}";
    /// A required field has no value.
    MissingField, "missing-field", Ask, "{code} {name} is missing";
    /// A field lacks a year before the one under review; growth then goes to the experts.
    MissingYear, "missing-year", Note, "{code} {name}: no value {years} year(s) back";
    /// Required evidence is missing.
    MissingEvidence, "missing-evidence", Ask, "{code} {name} is missing";
    /// No evidence of a leaf is there.
    LeafWithoutEvidence, "leaf-without-evidence", Note, "{indicator}: none of {evidence} is there";
    /// A choice that form or office decides is not decided.
    MissingChoice, "missing-choice", Ask, "{indicator} is not decided";
    /// A type that is measured like another does not say like which.
    MissingMainType, "missing-main-type", Ask, "{code} must say by which type {indicator} is measured";
    /// A declared source that is not among the evidence, or a page it does not have.
    SourceNotFound, "source-not-found", Ask, "{code} names {evidence}, page {page}, which is not there";
    /// The credit code of the enterprise is not valid.
    InvalidCreditCode, "invalid-credit-code", Ask, "credit code {credit_code}: {reason}";
    /// The form and the head of the application name different enterprises.
    CreditCodeDiffers, "credit-code-differs", Ask, "{code} says {declared}, the application {credit_code}";
    /// Values that are not plausible together.
    Implausible, "implausible", Ask, "{message}";
    /// Two applications of enterprises with one name.
    DuplicateName, "duplicate-name", Ask, "{name} applies more than once";
    /// Several enterprises of one group apply.
    SameGroup, "same-group", Ask, "{group}: {found} enterprises of one group";
    /// One applicant holds shares in another.
    Shareholder, "shareholder", Ask, "{holder} is a shareholder of {held}";
    /// One person represents several applicants.
    SameRepresentative, "same-representative", Note, "{name} represents {found} applicants";
    /// One file stands under two enterprises.
    IdenticalFile, "identical-file", Ask, "{file} is the same file in several applications";
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = crate::scheme::fault::fill(self.kind.template(), &self.details);
        f.write_str(&text)
    }
}

impl Finding {
    fn new(kind: FindingKind, applications: Vec<ApplicationId>) -> Self {
        Self {
            kind,
            severity: kind.severity(),
            applications,
            codes: Vec::new(),
            details: Vec::new(),
        }
    }

    fn of(kind: FindingKind, submitted: &Submitted) -> Self {
        Self::new(kind, vec![submitted.id.clone()])
    }

    fn code(mut self, code: &dyn ToString) -> Self {
        self.codes.push(code.to_string());
        self.with("code", code)
    }

    fn with(mut self, name: &'static str, value: &dyn ToString) -> Self {
        self.details.push((name, value.to_string()));
        self
    }
}

/// All findings: first those of each application in the given order, then those across them.
#[must_use]
pub fn check(
    scheme: &Scheme,
    units: &BTreeMap<UnitCode, Unit>,
    submitted: &[Submitted],
) -> Vec<Finding> {
    let mut findings = Vec::new();
    for one in submitted {
        complete::check(scheme, one, &mut findings);
        values::check(scheme, one, &mut findings);
    }
    across::check(units, submitted, &mut findings);
    findings
}
