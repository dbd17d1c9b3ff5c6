//! The sheet of a visit: claims to be verified, and what was found.

use hengping_core::application::{Application, FieldKey};
use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::mark::{FactKey, FactValue};
use hengping_core::scheme::{LeafMode, LeafRef, Scheme};
use hengping_core::text::Text;
use hengping_core::visit::{DocumentSeen, LineReason, Subject, Treatment, Verdict, VisitLine};
use hengping_store::Event;
use hengping_store::table::visits::VisitLineRow;
use serde::Serialize;

use super::Visit;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::expert::{OpenApplication, read_fact};
use crate::written;

/// The sheet of one application.
#[derive(Debug, Serialize)]
pub struct VisitSheet {
    /// The application.
    pub application: ApplicationId,
    /// Name of the enterprise.
    pub enterprise: String,
    /// Whether the record is sealed.
    pub sealed: bool,
    /// Claims of leaves that are checked on site, and what the team added.
    pub lines: Vec<SheetLine>,
}

/// One claim.
#[derive(Debug, Serialize)]
pub struct SheetLine {
    /// What is verified, as it is written: a fact, or `indicator:` and a leaf.
    pub subject: String,
    /// The leaf it belongs to, where it is on the sheet because of one.
    pub indicator: Option<IndicatorCode>,
    /// Name of the field or leaf.
    pub name: Text,
    /// The value declared.
    pub declared: Option<String>,
    /// Why the panel's kit has it; nothing where the team or the scheme does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<LineReason>,
    /// What was found.
    pub finding: Option<Finding>,
}

/// What was found.
#[derive(Debug, Serialize)]
pub struct Finding {
    /// The value verified.
    pub verified: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// What is to follow.
    pub treatment: Treatment,
    /// The note.
    pub note: String,
    /// Documents seen.
    pub seen: usize,
    /// Difference from the declared number, in percent.
    pub difference_percent: Option<String>,
}

/// A finding to be recorded.
#[derive(Debug, Clone)]
pub struct FindingRequest {
    /// The application.
    pub application: ApplicationId,
    /// What was verified: a fact as it is written, or `indicator:` and a leaf.
    pub subject: String,
    /// The value verified, as the form has it; nothing when it could not be.
    pub verified: Option<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// What is to follow.
    pub treatment: Treatment,
    /// The note.
    pub note: String,
    /// Documents seen.
    pub seen: Vec<DocumentSeen>,
}

/// A finding that was recorded.
#[derive(Debug, Serialize)]
pub struct FindingMade {
    /// The application.
    pub application: ApplicationId,
    /// Number on the sheet.
    pub number: u32,
    /// What was verified.
    pub subject: String,
    /// What the scheme calls it.
    pub name: Text,
    /// The value declared.
    pub declared: Option<String>,
    /// What was found.
    pub finding: Finding,
}

impl Visit {
    /// The sheets of all applications, or of one.
    ///
    /// # Errors
    /// When nothing was imported; an unknown application.
    pub fn lines(&self, application: Option<&ApplicationId>) -> Result<Vec<VisitSheet>> {
        let desk = self.expert.desk()?;
        let open = match application {
            Some(id) => vec![self.expert.application(&desk, id)?],
            None => self.expert.assigned(&desk)?,
        };
        open.iter()
            .map(|open| self.sheet(&desk.scheme, open))
            .collect()
    }

    pub(super) fn sheet(&self, scheme: &Scheme, open: &OpenApplication) -> Result<VisitSheet> {
        let mut found = self.findings(open)?;
        let mut lines = Vec::new();
        for (subject, at) in claims(scheme) {
            let place = found.iter().position(|(_, line)| line.subject == subject);
            let finding = place.map(|place| found.remove(place).1);
            let declared = declared(&open.body, &subject);
            // A year that was not declared is no claim.
            if declared.is_some() || finding.is_some() || matches!(subject, Subject::Indicator(_)) {
                let leaf = Some(at.indicator.code.clone());
                lines.push(sheet_line(
                    scheme,
                    subject,
                    leaf,
                    declared,
                    finding.as_ref(),
                ));
            }
        }
        self.add_kit(scheme, open, &mut found, &mut lines)?;
        for (_, line) in found {
            let declared = declared(&open.body, &line.subject);
            lines.push(sheet_line(
                scheme,
                line.subject.clone(),
                None,
                declared,
                Some(&line),
            ));
        }
        let last = self.expert.store.read().seals().last(&open.key)?;
        Ok(VisitSheet {
            application: open.key.application.clone(),
            enterprise: open.body.enterprise.name.clone(),
            sealed: last.is_some_and(|seal| seal.unsealed.is_none()),
            lines,
        })
    }

    /// Names why lines are in the kit, and adds those that are there for nothing else.
    fn add_kit(
        &self,
        scheme: &Scheme,
        open: &OpenApplication,
        found: &mut Vec<(u32, VisitLine)>,
        lines: &mut Vec<SheetLine>,
    ) -> Result<()> {
        let kit = self.kit()?.remove(&open.key.application);
        for wanted in kit.unwrap_or_default() {
            let text = subject_text(&wanted.subject);
            if let Some(line) = lines.iter_mut().find(|line| line.subject == text) {
                line.reasons = wanted.reasons;
                continue;
            }
            let place = found.iter().position(|(_, l)| l.subject == wanted.subject);
            let finding = place.map(|place| found.remove(place).1);
            let declared = declared(&open.body, &wanted.subject);
            let leaf = leaf_of(scheme, &wanted.subject);
            let mut line = sheet_line(scheme, wanted.subject, leaf, declared, finding.as_ref());
            line.reasons = wanted.reasons;
            lines.push(line);
        }
        Ok(())
    }

    /// What was found so far, by number.
    pub(super) fn findings(&self, open: &OpenApplication) -> Result<Vec<(u32, VisitLine)>> {
        let rows = self.expert.store.read().visits().of(&open.key)?;
        let read = |row: &VisitLineRow| -> Result<(u32, VisitLine)> {
            Ok((
                row.number,
                serde_json::from_str(&row.line).map_err(|_| Refused::Internal)?,
            ))
        };
        rows.iter().map(read).collect()
    }

    /// Records what was found of one claim, in place of what was recorded before.
    ///
    /// # Errors
    /// An unknown application, fact or leaf; a value that is not of its kind; a sealed record.
    pub fn finding(&mut self, request: &FindingRequest, ctx: &Context) -> Result<FindingMade> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, &request.application)?;
        let value = request.verified.as_deref();
        let (subject, verified) = read_subject(&desk.scheme, &request.subject, value)?;
        let declared = declared(&open.body, &subject);
        let found = self.findings(&open)?;
        let known = found
            .iter()
            .find(|(_, line)| line.subject == subject)
            .map(|(number, _)| *number);
        let next = found
            .iter()
            .map(|(number, _)| number + 1)
            .max()
            .unwrap_or(1);
        let line = VisitLine {
            subject,
            declared,
            seen: request.seen.clone(),
            verified,
            verdict: request.verdict,
            treatment: request.treatment,
            note: request.note.clone(),
            photos: Vec::new(),
        };
        let number = known.unwrap_or(next);
        let text = serde_json::to_string(&line).map_err(|_| Refused::Internal)?;
        let row = VisitLineRow {
            number,
            line: text,
            at: ctx.now,
        };
        self.expert.store.write(ctx.now, |write| -> Result<_> {
            write.visits().put(&open.key, &row)?;
            Ok((
                (),
                Event::edit("finding")
                    .about(&request.application)
                    .about(&number),
            ))
        })?;
        Ok(FindingMade {
            application: request.application.clone(),
            number,
            subject: subject_text(&line.subject),
            name: name(&desk.scheme, &line.subject),
            declared: line.declared.as_ref().map(written::value),
            finding: shown(&line),
        })
    }
}

/// A subject as it is written, and the value verified, if any.
pub(super) fn read_subject(
    scheme: &Scheme,
    subject: &str,
    verified: Option<&str>,
) -> Result<(Subject, Option<FactValue>)> {
    if let Some(code) = subject.strip_prefix("indicator:") {
        let unknown = || Refused::UnknownIndicator {
            indicator: code.to_owned(),
        };
        let leaf = IndicatorCode::new(code).map_err(|_| unknown())?;
        scheme.leaf(&leaf).ok_or_else(unknown)?;
        return match verified {
            None => Ok((Subject::Indicator(leaf), None)),
            Some(_) => Err(Refused::BadValue {
                fact: subject.to_owned(),
            }
            .into()),
        };
    }
    if let Some(value) = verified {
        let (fact, value) = read_fact(scheme, subject, value)?;
        return Ok((Subject::Fact(fact), Some(value)));
    }
    let unknown = || Refused::UnknownFact {
        fact: subject.to_owned(),
    };
    let fact = crate::marks_file::fact_key(subject).map_err(|_| unknown())?;
    if let FactKey::Field(key) = &fact {
        scheme.field(&key.code).ok_or_else(unknown)?;
    }
    Ok((Subject::Fact(fact), None))
}

/// What leaves that are checked on site rest on: the fields of a formula, or the leaf itself.
fn claims(scheme: &Scheme) -> Vec<(Subject, LeafRef<'_>)> {
    let mut claims: Vec<(Subject, LeafRef<'_>)> = Vec::new();
    for at in scheme.leaves().into_iter().filter(|at| at.leaf.on_site) {
        for subject in subjects(scheme, &at) {
            if !claims.iter().any(|(known, _)| *known == subject) {
                claims.push((subject, at));
            }
        }
    }
    claims
}

/// What is verified of a leaf.
pub(crate) fn subjects(scheme: &Scheme, at: &LeafRef<'_>) -> Vec<Subject> {
    let code = &at.indicator.code;
    match &at.leaf.mode {
        LeafMode::Computed(computed) => fields(scheme, &computed.formula.variables),
        LeafMode::Choice { .. } => vec![Subject::Fact(FactKey::Choice(code.clone()))],
        LeafMode::Scored { .. } | LeafMode::PassFail | LeafMode::Deducted { .. } => {
            vec![Subject::Indicator(code.clone())]
        }
    }
}

/// The first leaf that a subject belongs to.
fn leaf_of(scheme: &Scheme, subject: &Subject) -> Option<IndicatorCode> {
    let leaves = scheme.leaves().into_iter();
    let mut leaves = leaves.filter(|at| subjects(scheme, at).contains(subject));
    leaves.next().map(|at| at.indicator.code.clone())
}

/// Fields that a formula reads, derived ones unfolded.
pub(super) fn fields<'a>(
    scheme: &Scheme,
    variables: impl IntoIterator<Item = &'a String>,
) -> Vec<Subject> {
    let mut open: Vec<String> = variables.into_iter().cloned().collect();
    let mut fields = std::collections::BTreeSet::new();
    while let Some(name) = open.pop() {
        match (scheme.derived.get(&name), name.parse::<FieldKey>()) {
            (Some(formula), _) => open.extend(formula.variables.iter().cloned()),
            (None, Ok(key)) => drop(fields.insert(key)),
            (None, Err(_)) => {}
        }
    }
    fields
        .into_iter()
        .map(|key| Subject::Fact(FactKey::Field(key)))
        .collect()
}

/// What the package says of a subject.
pub(crate) fn declared(body: &Application, subject: &Subject) -> Option<FactValue> {
    match subject {
        Subject::Fact(FactKey::Field(key)) => body
            .fields
            .get(key)
            .map(|declared| FactValue::Field(declared.value.clone())),
        Subject::Fact(FactKey::Choice(leaf)) => body
            .choices
            .get(leaf)
            .map(|option| FactValue::Option(option.clone())),
        Subject::Fact(FactKey::EnterpriseType) => {
            Some(FactValue::EnterpriseType(body.enterprise_type.clone()))
        }
        Subject::Fact(FactKey::Item(_)) | Subject::Indicator(_) => None,
    }
}

pub(super) fn sheet_line(
    scheme: &Scheme,
    subject: Subject,
    indicator: Option<IndicatorCode>,
    declared: Option<FactValue>,
    finding: Option<&VisitLine>,
) -> SheetLine {
    SheetLine {
        name: name(scheme, &subject),
        subject: subject_text(&subject),
        indicator,
        declared: declared.as_ref().map(written::value),
        reasons: Vec::new(),
        finding: finding.map(shown),
    }
}

fn name(scheme: &Scheme, subject: &Subject) -> Text {
    let found = match subject {
        Subject::Fact(FactKey::Field(key)) => scheme.field(&key.code).map(|field| &field.name),
        Subject::Fact(FactKey::Choice(code)) | Subject::Indicator(code) => {
            scheme.indicator(code).map(|indicator| &indicator.name)
        }
        Subject::Fact(FactKey::Item(code)) => scheme.item(code).map(|item| &item.name),
        Subject::Fact(FactKey::EnterpriseType) => None,
    };
    found.cloned().unwrap_or_default()
}

pub(super) fn subject_text(subject: &Subject) -> String {
    match subject {
        Subject::Fact(fact) => written::fact(fact),
        Subject::Indicator(code) => format!("indicator:{code}"),
    }
}

/// Digits of a printed difference.
const PERCENT_DIGITS: u32 = 2;

/// Difference of the verified from the declared number, for reading.
pub(super) fn percent(line: &VisitLine) -> Option<String> {
    let percent = line.difference_percent()?;
    Some(hengping_core::amount::half_up(percent, PERCENT_DIGITS).to_string())
}

fn shown(line: &VisitLine) -> Finding {
    Finding {
        verified: line.verified.as_ref().map(written::value),
        verdict: line.verdict,
        treatment: line.treatment,
        note: line.note.clone(),
        seen: line.seen.len(),
        difference_percent: percent(line),
    }
}
