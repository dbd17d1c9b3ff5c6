//! What stands around a leaf: declared values with their trend, required evidence, earlier marks.
//!
//! Owns looking these up for one application; cards, tables and the fact sheet show them alike.

use std::collections::{BTreeMap, BTreeSet};

use hengping_core::application::{Application, EvidenceItem, FieldKey, FieldValue, Source};
use hengping_core::id::{ApplicationId, Digest, EvidenceCode, FieldCode, RoundId};
use hengping_core::scheme::{Field, FieldKind, LeafMode, LeafRef, Scheme};
use hengping_core::text::Text;
use hengping_store::table::applications::AssignmentState;
use hengping_store::table::seen::SeenPage;

use super::fact_sheet::unfolded;
use super::{Expert, OpenApplication};
use crate::documents::page_of_file;
use crate::error::{Refused, Result};

/// A declared value with its trend.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The field.
    pub field: FieldCode,
    /// Its name.
    pub name: Text,
    /// Unit of its values.
    pub unit: String,
    /// Values, the review year first.
    pub values: Vec<Option<String>>,
    /// Year of the first value.
    pub year: u16,
    /// Page that the applicant names as the source.
    pub source: Option<Source>,
}

/// Evidence that a leaf requires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededEvidence {
    /// Catalogue number.
    pub code: EvidenceCode,
    /// Its name in the catalogue.
    pub name: Text,
    /// What the application has of it.
    pub items: Vec<NeededItem>,
}

/// An evidence item where it should be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NeededItem {
    /// Title.
    pub title: String,
    /// Digest of the file.
    pub document: Digest,
    /// Page of the file: named by the applicant, seen last, or the first of the item.
    pub page: u32,
    /// Whether some page of it was seen.
    pub seen: bool,
}

/// The values a leaf looks at: those its formula reads, else those whose source is evidence that
/// it requires.
pub(crate) fn claims(
    scheme: &Scheme,
    body: &Application,
    at: LeafRef<'_>,
    year: u16,
) -> Vec<Claim> {
    let read: BTreeSet<FieldCode> = match &at.leaf.mode {
        LeafMode::Computed(computed) => {
            let (_, variables) = unfolded(scheme, &computed.formula);
            let keys = variables.iter().filter_map(|name| name.parse().ok());
            keys.map(|key: FieldKey| key.code).collect()
        }
        _ => sourced_in(body, &at.leaf.evidence),
    };
    let fields = scheme
        .fields
        .iter()
        .filter(|field| read.contains(&field.code));
    fields.map(|field| claim(field, body, year)).collect()
}

fn sourced_in(body: &Application, evidence: &[EvidenceCode]) -> BTreeSet<FieldCode> {
    let sourced = body.fields.iter().filter(|(_, declared)| {
        let source = declared.source.as_ref();
        source.is_some_and(|source| evidence.contains(&source.evidence))
    });
    sourced.map(|(key, _)| key.code.clone()).collect()
}

fn claim(field: &Field, body: &Application, year: u16) -> Claim {
    let keys: Vec<FieldKey> = (0..field.years.max(1))
        .map(|years_back| FieldKey {
            code: field.code.clone(),
            years_back,
        })
        .collect();
    let declared = |key: &FieldKey| body.fields.get(key);
    Claim {
        field: field.code.clone(),
        name: field.name.clone(),
        unit: field.unit.clone(),
        values: keys
            .iter()
            .map(|key| Some(shown(field, &declared(key)?.value)))
            .collect(),
        year,
        source: keys.iter().find_map(|key| declared(key)?.source.clone()),
    }
}

/// A value as people read it.
fn shown(field: &Field, value: &FieldValue) -> String {
    match value {
        FieldValue::Money(fen) => fen.to_wan().to_string(),
        FieldValue::Number(number) => number.normalize().to_string(),
        FieldValue::Text(text) | FieldValue::Date(text) => text.clone(),
        FieldValue::Code(code) => name_of(field, code),
        FieldValue::List(list) => list.join("; "),
    }
}

fn name_of(field: &Field, code: &str) -> String {
    let FieldKind::Code(known) = &field.kind else {
        return code.to_owned();
    };
    let named = known.iter().find(|named| named.code == code);
    named.map_or_else(|| code.to_owned(), |named| named.name.zh.clone())
}

/// The evidence a leaf requires, each item at the page to open.
pub(crate) fn needed(
    scheme: &Scheme,
    body: &Application,
    at: LeafRef<'_>,
    claims: &[Claim],
    seen: &[SeenPage],
) -> Vec<NeededEvidence> {
    let needed = at.leaf.evidence.iter().map(|code| {
        let items = body.evidence.iter().filter(|item| item.code == *code);
        let source = claims.iter().find_map(|claim| {
            let source = claim.source.as_ref()?;
            (source.evidence == *code).then_some(source.page)
        });
        NeededEvidence {
            code: code.clone(),
            name: scheme
                .evidence_kind(code)
                .map_or_else(Text::default, |kind| kind.name.clone()),
            items: items.map(|item| needed_item(item, source, seen)).collect(),
        }
    });
    needed.collect()
}

fn needed_item(item: &EvidenceItem, source: Option<u32>, seen: &[SeenPage]) -> NeededItem {
    let of_item = seen
        .iter()
        .filter(|page| page.document == item.digest && is_in(item, page.page));
    let last = of_item.max_by_key(|page| page.number);
    let named = source.and_then(|page| page_of_file(item, page));
    let first = item.pages.map_or(1, |range| range.first);
    NeededItem {
        title: item.title.clone(),
        document: item.digest,
        page: named.or(last.map(|page| page.page)).unwrap_or(first),
        seen: last.is_some(),
    }
}

/// Whether a page of the file belongs to the item.
pub(super) fn is_in(item: &EvidenceItem, page: u32) -> bool {
    item.pages
        .is_none_or(|range| (range.first..=range.last).contains(&page))
}

impl OpenApplication {
    /// The item that has this page of this file, or any item of the file.
    pub(crate) fn item_at(&self, document: Digest, page: u32) -> Option<&EvidenceItem> {
        let items = || {
            self.body
                .evidence
                .iter()
                .filter(|item| item.digest == document)
        };
        items().find(|item| is_in(item, page))
    }

    /// Refuses a document that the application does not have.
    pub(crate) fn know_document(&self, document: Digest) -> Result<&EvidenceItem> {
        let mut items = self.body.evidence.iter();
        let found = items.find(|item| item.digest == document);
        let unknown = || Refused::UnknownEvidence {
            application: self.key.application.to_string(),
            evidence: document.to_string().chars().take(12).collect(),
        };
        Ok(found.ok_or_else(unknown)?)
    }
}

impl Expert {
    /// Places in the reading order, from 1; practice is 0.
    pub(super) fn numbers(&self, round: &RoundId) -> Result<BTreeMap<ApplicationId, u32>> {
        let states = self.store.read().applications().states(round)?.into_iter();
        Ok(states
            .map(|(id, position, state)| match state {
                AssignmentState::Practice => (id, 0),
                _ => (id, position),
            })
            .collect())
    }
}
