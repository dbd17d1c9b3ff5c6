//! From the text of a scheme file to a [`Scheme`], or to all of its faults.
//!
//! Sections are read in the order in which they refer to each other (types, fields, evidence,
//! vetoes, derived formulas, scales, tree, rules), whatever their order in the file, so that every
//! reference is checked where it is read. A section with a fault yields what it can; a scheme comes
//! out only when there was no fault at all.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::fault::{Fault, FaultKind};
use super::formula::Kind;
use super::source::{Item, Node, Report};
use super::{EvidenceKind, Field, FieldKind, Formula, NamedCode, Scale, Scheme};
use crate::id::{Digest, TypeCode};

mod bands;
mod catalogue;
mod formulas;
mod leaf;
mod rules;
mod scales;
mod selection;
mod statistics;
mod tree;

/// Version of the file format this program reads.
pub const FORMAT: u32 = 1;

/// Longest scheme file, in bytes.
pub const MAX_BYTES: usize = 1 << 20;

/// Reads and checks a scheme.
///
/// # Errors
/// Every [`Fault`] that can be found, in the order of the text.
pub fn parse(text: &str) -> Result<Scheme, Vec<Fault>> {
    let report = Report::new(text);
    if text.len() > MAX_BYTES {
        let details: [(&str, &dyn ToString); 2] = [("found", &text.len()), ("most", &MAX_BYTES)];
        report.add(&(0..0), FaultKind::TooLong, "file", &details);
        return Err(report.into_faults());
    }
    let (document, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        let message = error.message().trim().replace('\n', ", ");
        report.add(&span, FaultKind::BadToml, "file", &[("message", &message)]);
    }
    let root = Node::new(&report, document.get_ref(), 0..0, String::new());
    let scheme = Context::new(&report).scheme(&root, Digest::of(text.as_bytes()));
    match scheme {
        Some(scheme) if report.is_clean() => Ok(scheme),
        _ => Err(report.into_faults()),
    }
}

/// Every fault of a scheme text; none when [`parse`] would give a scheme.
#[must_use]
pub fn check(text: &str) -> Vec<Fault> {
    parse(text).err().unwrap_or_default()
}

/// Codes of one kind with the line where each was declared.
#[derive(Default)]
struct Codes(BTreeMap<String, usize>);

impl Codes {
    /// Notes `code`; a second declaration is a fault.
    fn declare(&mut self, item: &Item<'_>, code: &str) {
        let (line, _) = item.report.position(item.span().start);
        match self.0.get(code) {
            Some(first) => item.fault(
                FaultKind::DuplicateCode,
                &[("code", &code), ("first", first)],
            ),
            None => drop(self.0.insert(code.to_owned(), line)),
        }
    }

    fn has(&self, code: &str) -> bool {
        self.0.contains_key(code)
    }
}

/// What has been read so far and later sections refer to.
///
/// The `*_codes` also hold codes whose declaration has a fault of its own, so that one fault does
/// not bring a tail of others.
struct Context<'a> {
    report: &'a Report<'a>,
    types: Vec<NamedCode<TypeCode>>,
    type_codes: Codes,
    fields: Vec<Field>,
    field_codes: Codes,
    evidence: Vec<EvidenceKind>,
    evidence_codes: Codes,
    vetoes: BTreeSet<String>,
    indicator_codes: Codes,
    tree_codes: BTreeSet<String>,
    scales: BTreeMap<String, Scale>,
    scale_names: BTreeSet<String>,
    derived: BTreeMap<String, Formula>,
    derived_kinds: BTreeMap<String, Option<Kind>>,
}

impl<'a> Context<'a> {
    fn new(report: &'a Report<'a>) -> Self {
        Self {
            report,
            types: Vec::new(),
            type_codes: Codes::default(),
            fields: Vec::new(),
            field_codes: Codes::default(),
            evidence: Vec::new(),
            evidence_codes: Codes::default(),
            vetoes: BTreeSet::new(),
            indicator_codes: Codes::default(),
            tree_codes: BTreeSet::new(),
            scales: BTreeMap::new(),
            scale_names: BTreeSet::new(),
            derived: BTreeMap::new(),
            derived_kinds: BTreeMap::new(),
        }
    }

    fn scheme(mut self, root: &Node<'a>, digest: Digest) -> Option<Scheme> {
        self.format(root);
        let id = root.need("id").and_then(|item| item.code());
        let version = root.need("version").and_then(|item| item.words());
        let title = root.need("title").and_then(|item| item.bilingual());
        self.read_types(root);
        self.read_fields(root);
        self.read_evidence(root);
        let vetoes = self.read_vetoes(root);
        self.read_derived(root);
        self.read_scales(root);
        let bonus = self.item_group(root, "bonus");
        let deductions = self.item_group(root, "deductions");
        let tree = self.read_tree(root);
        let rules = self.read_rules(root, &tree);
        let plausibility = self.read_plausibility(root);
        root.finish();
        let rules = rules?;
        Some(Scheme {
            id: id?,
            version: version?,
            digest,
            title: title?,
            types: self.types,
            fields: self.fields,
            evidence: self.evidence,
            scales: self.scales,
            tree,
            bonus: bonus?,
            deductions: deductions?,
            vetoes,
            aggregation: rules.aggregation,
            thresholds: rules.thresholds,
            tie_breaks: rules.tie_breaks,
            grades: rules.grades,
            selection: rules.selection,
            divergence: rules.divergence,
            plausibility,
            opinion: rules.opinion,
            panel: rules.panel,
            statistics: rules.statistics,
            derived: self.derived,
        })
    }

    fn format(&self, root: &Node<'a>) {
        let item = root.need("format");
        let found = item.as_ref().and_then(|item| item.count(u32::MAX));
        if let (Some(item), Some(found)) = (item, found.filter(|found| *found != FORMAT)) {
            let details: [(&str, &dyn ToString); 2] = [("expected", &FORMAT), ("found", &found)];
            item.fault(FaultKind::UnknownFormat, &details);
        }
    }

    fn field(&self, code: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.code.as_str() == code)
    }

    /// Declares the `code` of `node` in `codes` and gives it in its type.
    fn declare<T: std::str::FromStr>(node: &Node<'_>, codes: &mut Codes) -> Option<T> {
        let item = node.need("code")?;
        if let Some(text) = item.text() {
            codes.declare(&item, text);
        }
        item.code()
    }
}

/// Takes a code that must be among `codes`.
fn known<T: std::str::FromStr>(item: &Item<'_>, codes: &Codes, kind: FaultKind) -> Option<T> {
    let text = item.text()?;
    if !codes.has(text) {
        item.fault(kind, &[("code", &text)]);
        return None;
    }
    text.parse().ok()
}

/// Whether values of a field of this kind are numbers a formula can use.
fn is_numeric(kind: &FieldKind) -> bool {
    matches!(kind, FieldKind::Money | FieldKind::Number { .. })
}
