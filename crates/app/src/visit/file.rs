//! `visit.toml`: findings of one or more visits, keyed once and taken in one unlock.

use hengping_core::id::{ApplicationId, EvidenceCode, IndicatorCode};
use hengping_core::visit::{
    DocumentSeen, DocumentShown, EnterpriseStatement, Interview, Treatment, Verdict,
};
use serde::{Deserialize, Serialize};

use super::lines::{FindingRequest, declared};
use super::{Statement, Visit};
use crate::context::{Context, Unit};
use crate::error::{Error, Refused, Result};
use crate::expert::read_fact;
use crate::files;
use crate::notice::Notice;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VisitToml {
    #[serde(default)]
    application: Vec<ApplicationToml>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ApplicationToml {
    id: ApplicationId,
    members: Vec<String>,
    conclusion: String,
    enterprise: EnterpriseStatement,
    #[serde(default)]
    interview: Vec<Interview>,
    #[serde(default)]
    document: Vec<DocumentShown>,
    #[serde(default)]
    line: Vec<LineToml>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LineToml {
    fact: Option<String>,
    indicator: Option<IndicatorCode>,
    /// As a check that the right value was looked at; the package has it anyway.
    declared: Option<String>,
    verified: Option<String>,
    verdict: Verdict,
    treatment: Treatment,
    #[serde(default)]
    note: String,
    #[serde(default)]
    seen: Vec<SeenToml>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeenToml {
    title: String,
    page: Option<u32>,
    evidence: Option<EvidenceCode>,
}

/// What was taken from a file.
#[derive(Debug, Default, Serialize)]
pub struct FindingsTaken {
    /// Applications it speaks of.
    pub applications: Vec<ApplicationId>,
    /// Findings taken.
    pub findings: usize,
    /// Entries that were refused; the rest was taken.
    pub refused: Vec<FindingRefused>,
}

/// An entry that was refused.
#[derive(Debug, Serialize)]
pub struct FindingRefused {
    /// The application.
    pub application: ApplicationId,
    /// The fact or leaf; empty for what stands below the lines.
    pub entry: String,
    /// Why.
    pub notice: Notice,
}

impl Visit {
    /// Takes everything a file says; entries that are refused are listed.
    ///
    /// # Errors
    /// A file that cannot be read; nothing was imported; when the store fails.
    pub fn take(&mut self, text: &str, ctx: &Context) -> Result<FindingsTaken> {
        let unreadable = |error: toml::de::Error| Refused::MarksFile {
            detail: files::toml_fault(text, &error),
        };
        let file: VisitToml = toml::from_str(text).map_err(unreadable)?;
        self.expert.desk()?;
        let mut taken = FindingsTaken::default();
        ctx.progress
            .begin("task-findings", file.application.len() as u64, Unit::Items);
        for (done, entry) in (1..).zip(file.application) {
            self.take_application(entry, &mut taken, ctx)?;
            ctx.progress.at(done);
        }
        ctx.progress.end();
        Ok(taken)
    }

    fn take_application(
        &mut self,
        entry: ApplicationToml,
        taken: &mut FindingsTaken,
        ctx: &Context,
    ) -> Result<()> {
        let id = entry.id;
        let statement = Statement {
            members: entry.members,
            conclusion: entry.conclusion,
            enterprise: entry.enterprise,
            interviews: entry.interview,
            documents: entry.document,
        };
        let stated = self.state(&id, &statement, ctx);
        note(taken, &id, "", stated)?;
        for line in entry.line {
            let subject = subject_of(&line);
            let done = self.take_line(&id, line, &subject, ctx);
            taken.findings += usize::from(note(taken, &id, &subject, done)?);
        }
        taken.applications.push(id);
        Ok(())
    }

    fn take_line(
        &mut self,
        id: &ApplicationId,
        line: LineToml,
        subject: &str,
        ctx: &Context,
    ) -> Result<()> {
        if line.fact.is_some() == line.indicator.is_some() {
            return Err(Refused::UnclearEntry {
                place: format!("{id} {subject}"),
            }
            .into());
        }
        if let Some(text) = &line.declared {
            self.check_declared(id, subject, text)?;
        }
        let seen = line.seen.into_iter().map(|seen| DocumentSeen {
            title: seen.title,
            page: seen.page,
            evidence: seen.evidence,
        });
        let request = FindingRequest {
            application: id.clone(),
            subject: subject.to_owned(),
            verified: line.verified,
            verdict: line.verdict,
            treatment: line.treatment,
            note: line.note,
            seen: seen.collect(),
        };
        self.finding(&request, ctx).map(drop)
    }

    /// A declared value that is not the package's was taken from another sheet.
    fn check_declared(&self, id: &ApplicationId, subject: &str, text: &str) -> Result<()> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        let (fact, value) = read_fact(&desk.scheme, subject, text)?;
        let packed = declared(&open.body, &hengping_core::visit::Subject::Fact(fact));
        match packed == Some(value) {
            true => Ok(()),
            false => Err(Refused::BadValue {
                fact: subject.to_owned(),
            }
            .into()),
        }
    }
}

fn subject_of(line: &LineToml) -> String {
    match (&line.fact, &line.indicator) {
        (Some(fact), _) => fact.clone(),
        (None, Some(code)) => format!("indicator:{code}"),
        (None, None) => String::new(),
    }
}

/// Whether it was done; a refusal of the entry itself is listed, a failing store is not.
fn note(
    taken: &mut FindingsTaken,
    application: &ApplicationId,
    entry: &str,
    done: Result<()>,
) -> Result<bool> {
    match done {
        Ok(()) => Ok(true),
        Err(error @ (Error::Refused(_) | Error::Store(hengping_store::StoreError::Sealed))) => {
            let (application, entry) = (application.clone(), entry.to_owned());
            let notice = Notice::from(&error);
            taken.refused.push(FindingRefused {
                application,
                entry,
                notice,
            });
            Ok(false)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_of_this_form() {
        let sample = include_str!("../../../../review-packages/sample/visit.toml");
        let file: VisitToml = toml::from_str(sample).unwrap();
        let [visit] = &file.application[..] else {
            panic!("one visit")
        };
        let subjects: Vec<String> = visit.line.iter().map(subject_of).collect();
        assert!(subjects.contains(&"F20".to_owned()));
        assert!(subjects.contains(&"indicator:D2.2".to_owned()));
    }
}
