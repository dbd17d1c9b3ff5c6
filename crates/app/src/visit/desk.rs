//! A visit as the window shows it: applications, and one sheet with everything around its lines.
//!
//! Owns putting together; each part is computed where it belongs. Trap: faults count the lines of
//! the record, which are those that were found, not those of the sheet.

use std::rc::Rc;

use hengping_core::application::{Application, FieldKey};
use hengping_core::id::{ApplicationId, Digest, IndicatorCode};
use hengping_core::mark::FactKey;
use hengping_core::scheme::{FieldKind, LeafMode, Scheme};
use hengping_core::text::Text;
use hengping_core::visit::{DocumentSeen, Subject, VisitFault, VisitLine};
use hengping_store::table::photos::PhotoRow;

use super::effect::{LeafEffect, effects};
use super::lines::{declared, sheet_line, subject_text};
use super::signing::Signed;
use super::{SheetLine, Statement, Visit};
use crate::context::Context;
use crate::documents::page_of_file;
use crate::error::Result;
use crate::expert::{Claim, NeededEvidence, NeededItem, OpenApplication, claims, needed};

/// One application of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitRow {
    /// The application.
    pub application: ApplicationId,
    /// Place in the order of the ticket, from 1.
    pub number: u32,
    /// Name of the enterprise.
    pub enterprise: String,
    /// Name of the unit that recommends it.
    pub unit: String,
    /// Lines on its sheet.
    pub lines: usize,
    /// Lines of which something was found.
    pub found: usize,
    /// Photographs.
    pub photos: usize,
    /// Whether the record is sealed.
    pub sealed: bool,
}

/// One application with its sheet.
pub struct VisitOnDesk {
    /// The rules.
    pub scheme: Rc<Scheme>,
    /// Its content.
    pub body: Application,
    /// The round's title.
    pub round: Text,
    /// The year under review.
    pub year: u16,
    /// Name of the unit that recommends it.
    pub unit: String,
    /// Digest of the seal in force.
    pub sealed: Option<Digest>,
    /// Number of the last seal; 0 before the first.
    pub seal: u32,
    /// The lines.
    pub lines: Vec<LineOnDesk>,
    /// What stands below them.
    pub statement: Statement,
    /// Signatures drawn.
    pub signed: Signed,
    /// What the record lacks; nothing while nothing was found.
    pub faults: Vec<VisitFault>,
    /// Subjects of the record's lines, by which faults count.
    pub recorded: Vec<String>,
    /// Computed and choice leaves whose mark changes with what was found.
    pub changed: Vec<LeafEffect>,
}

/// A line with what stands around it.
pub struct LineOnDesk {
    /// The line.
    pub line: SheetLine,
    /// How its value is given.
    pub way: ValueWay,
    /// Unit of the value.
    pub unit: String,
    /// How many years back its value is.
    pub years_back: u8,
    /// Declared evidence, each item at the page to open.
    pub evidence: Vec<NeededEvidence>,
    /// Documents seen.
    pub seen: Vec<DocumentSeen>,
    /// Photographs.
    pub photos: Vec<PhotoRow>,
}

/// How a value is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValueWay {
    /// A number: the pad.
    Number,
    /// One of a few.
    Options(Vec<(String, Text)>),
    /// Anything else that the form has.
    Written,
    /// A judged leaf has no value.
    None,
}

impl Visit {
    /// Applications to be visited, in the order of the ticket.
    ///
    /// # Errors
    /// When nothing was imported.
    pub fn rows(&self) -> Result<Vec<VisitRow>> {
        let desk = self.expert.desk()?;
        let units = &desk.package.round.units;
        let row = |open: &OpenApplication| -> Result<VisitRow> {
            let sheet = self.sheet(&desk.scheme, open)?;
            let unit = units.get(&open.body.enterprise.unit);
            Ok(VisitRow {
                application: sheet.application,
                number: open.row.position,
                enterprise: sheet.enterprise,
                unit: unit.map_or_else(String::new, |unit| unit.name.clone()),
                found: sheet.lines.iter().filter(|l| l.finding.is_some()).count(),
                lines: sheet.lines.len(),
                photos: self.photos(open)?.len(),
                sealed: sheet.sealed,
            })
        };
        self.expert.assigned(&desk)?.iter().map(row).collect()
    }

    /// One application with its sheet.
    ///
    /// # Errors
    /// An application that is not to be visited.
    pub fn open_visit(&self, id: &ApplicationId, ctx: &Context) -> Result<VisitOnDesk> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        let (scheme, round) = (&desk.scheme, &desk.package.round);
        let found: Vec<VisitLine> = self.findings(&open)?.into_iter().map(|(_, l)| l).collect();
        let photos = self.photos(&open)?;
        let sheet = self.sheet(scheme, &open)?.lines.into_iter();
        let around = |line: SheetLine| around(scheme, &open.body, line, &found, &photos);
        let changed = effects(scheme, &open.body, &found).into_iter();
        let (faults, signed) = match found.is_empty() {
            true => (Vec::new(), Signed::default()),
            false => {
                let record = self.record_of(id, ctx)?;
                (record.faults(), self.signed(&open, &record)?)
            }
        };
        let last = self.expert.store.read().seals().last(&open.key)?;
        let in_force = last.as_ref().filter(|seal| seal.unsealed.is_none());
        let unit = round.units.get(&open.body.enterprise.unit);
        Ok(VisitOnDesk {
            scheme: Rc::clone(scheme),
            round: round.title.clone(),
            year: round.review_year,
            unit: unit.map_or_else(String::new, |unit| unit.name.clone()),
            sealed: in_force.map(|seal| seal.digest),
            seal: last.as_ref().map_or(0, |seal| seal.number),
            lines: sheet.map(around).collect(),
            statement: self.statement(&open)?,
            signed,
            faults,
            recorded: found.iter().map(|l| subject_text(&l.subject)).collect(),
            changed: changed.filter(|leaf| leaf.before != leaf.after).collect(),
            body: open.body,
        })
    }

    /// Facts of the form and judged leaves that are not on the sheet yet, as lines of it.
    ///
    /// # Errors
    /// An application that is not to be visited.
    pub fn lines_to_add(&self, id: &ApplicationId) -> Result<(u16, Rc<Scheme>, Vec<LineOnDesk>)> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        let (scheme, body) = (&desk.scheme, &open.body);
        let sheet = self.sheet(scheme, &open)?;
        let fields = body.fields.keys().cloned().map(FactKey::Field);
        let choices = body.choices.keys().cloned().map(FactKey::Choice);
        let facts = fields.chain(choices).map(Subject::Fact);
        let judged = scheme.leaves().into_iter().filter(|at| {
            let mode = &at.leaf.mode;
            !matches!(mode, LeafMode::Computed(_) | LeafMode::Choice { .. })
        });
        let judged = judged.map(|at| Subject::Indicator(at.indicator.code.clone()));
        let lines = facts.chain(judged).map(|subject| {
            let declared = declared(body, &subject);
            sheet_line(scheme, subject, None, declared, None)
        });
        let is_there = |line: &SheetLine| sheet.lines.iter().any(|l| l.subject == line.subject);
        let lines = lines.filter(|line| !is_there(line));
        let around = |line| around(scheme, body, line, &[], &[]);
        let year = desk.package.round.review_year;
        Ok((year, Rc::clone(scheme), lines.map(around).collect()))
    }
}

fn around(
    scheme: &Scheme,
    body: &Application,
    line: SheetLine,
    found: &[VisitLine],
    photos: &[(String, PhotoRow)],
) -> LineOnDesk {
    let subject = line.subject.as_str();
    let recorded = found.iter().find(|f| subject_text(&f.subject) == subject);
    let of_line = photos.iter().filter(|(of, _)| of == subject);
    let key: Option<FieldKey> = subject.parse().ok();
    let field = key.as_ref().and_then(|key| scheme.field(&key.code));
    LineOnDesk {
        way: way(scheme, subject, field.map(|field| &field.kind)),
        unit: field.map_or_else(String::new, |field| field.unit.clone()),
        years_back: key.as_ref().map_or(0, |key| key.years_back),
        evidence: evidence(scheme, body, line.indicator.as_ref(), key.as_ref()),
        seen: recorded.map_or_else(Vec::new, |line| line.seen.clone()),
        photos: of_line.map(|(_, row)| row.clone()).collect(),
        line,
    }
}

fn way(scheme: &Scheme, subject: &str, kind: Option<&FieldKind>) -> ValueWay {
    match kind {
        Some(FieldKind::Money | FieldKind::Number { .. }) => return ValueWay::Number,
        Some(FieldKind::Code(codes)) => {
            let named = codes.iter().map(|one| (one.code.clone(), one.name.clone()));
            return ValueWay::Options(named.collect());
        }
        Some(_) => return ValueWay::Written,
        None => {}
    }
    match subject.split_once(':') {
        Some(("indicator", _)) => ValueWay::None,
        Some(("item", _)) => ValueWay::Number,
        Some(("choice", code)) => options(scheme, code),
        _ => {
            let types = scheme.types.iter();
            ValueWay::Options(
                types
                    .map(|one| (one.code.to_string(), one.name.clone()))
                    .collect(),
            )
        }
    }
}

fn options(scheme: &Scheme, code: &str) -> ValueWay {
    let code = IndicatorCode::new(code).ok();
    let leaf = code.as_ref().and_then(|code| scheme.leaf(code));
    match leaf.map(|at| &at.leaf.mode) {
        Some(LeafMode::Choice { options, .. }) => {
            let named = options.iter();
            ValueWay::Options(
                named
                    .map(|one| (one.code.to_string(), one.name.clone()))
                    .collect(),
            )
        }
        _ => ValueWay::Written,
    }
}

/// What the leaf requires, and the page the applicant names for the value.
fn evidence(
    scheme: &Scheme,
    body: &Application,
    leaf: Option<&IndicatorCode>,
    key: Option<&FieldKey>,
) -> Vec<NeededEvidence> {
    let at = leaf.and_then(|leaf| scheme.leaf(leaf));
    let source = key.and_then(|key| body.fields.get(key)?.source.clone());
    let mut found = at.map_or_else(Vec::new, |at| {
        let claims: Vec<Claim> = claims(scheme, body, at, 0);
        needed(scheme, body, at, &claims, &[])
    });
    let Some(source) = source else {
        return found;
    };
    found.retain(|evidence| evidence.code != source.evidence);
    let items = body.evidence.iter().filter(|i| i.code == source.evidence);
    let items = items.filter_map(|item| {
        Some(NeededItem {
            title: item.title.clone(),
            document: item.digest,
            page: page_of_file(item, source.page)?,
            seen: false,
        })
    });
    let named = scheme.evidence_kind(&source.evidence);
    let first = NeededEvidence {
        name: named.map_or_else(Text::default, |kind| kind.name.clone()),
        items: items.collect(),
        code: source.evidence,
    };
    found.insert(0, first);
    found
}
