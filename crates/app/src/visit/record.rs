//! The record of a visit: who was there, what they conclude, what the enterprise says; sealed.

use hengping_core::id::ApplicationId;
use hengping_core::visit::{
    DocumentShown, EnterpriseStatement, Interview, VisitFault, VisitLine, VisitRecord,
};
use hengping_format::doc;
use hengping_format::suite::Suite;
use hengping_store::{Event, StoreError};
use serde::{Deserialize, Serialize};

use super::Visit;
use super::lines::subject_text;
use super::photos::named;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::expert::{Desk, OpenApplication, Sealed};

/// What stands below the lines of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// Members of the team who were there.
    pub members: Vec<String>,
    /// The team's conclusion.
    pub conclusion: String,
    /// What the enterprise says to it.
    pub enterprise: EnterpriseStatement,
    /// Whom the team spoke with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub interviews: Vec<Interview>,
    /// Documents the team was shown besides those of a line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentShown>,
}

impl Visit {
    /// Writes what stands below the lines.
    ///
    /// # Errors
    /// An unknown application; a sealed record.
    pub fn state(
        &mut self,
        id: &ApplicationId,
        statement: &Statement,
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        self.require_open(&open)?;
        let text = serde_json::to_string(statement).map_err(|_| Refused::Internal)?;
        self.expert.store.write(ctx.now, |write| -> Result<_> {
            write.meta().keep(&name_of(&open), &text)?;
            Ok(((), Event::edit("visit-statement").about(id)))
        })
    }

    pub(super) fn require_open(&self, open: &OpenApplication) -> Result<()> {
        let last = self.expert.store.read().seals().last(&open.key)?;
        match last.is_some_and(|seal| seal.unsealed.is_none()) {
            true => Err(StoreError::Sealed.into()),
            false => Ok(()),
        }
    }

    /// What the record lacks before it can be sealed.
    ///
    /// # Errors
    /// An unknown application; one of which nothing was found yet.
    pub fn faults(&self, id: &ApplicationId, ctx: &Context) -> Result<Vec<VisitFault>> {
        Ok(self.record_of(id, ctx)?.faults())
    }

    /// The content of the next seal, as it would be sealed now.
    pub(super) fn record_of(&self, id: &ApplicationId, ctx: &Context) -> Result<VisitRecord> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        self.record(&desk, &open, ctx)
    }

    /// Seals the record of one application.
    ///
    /// # Errors
    /// A record that lacks something; one that is sealed already.
    pub fn seal(&mut self, id: &ApplicationId, ctx: &Context) -> Result<Sealed> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        let record = self.record(&desk, &open, ctx)?;
        let faults = record.faults();
        if !faults.is_empty() {
            let (application, count) = (id.to_string(), faults.len() as u64);
            return Err(Refused::Incomplete { application, count }.into());
        }
        let number = record.seal;
        let document = doc::VisitRecord {
            suite: Suite::intl_1(),
            round: record.round.clone(),
            ticket: record.ticket.clone(),
            record: serde_json::to_value(&record).map_err(|_| Refused::Internal)?,
        };
        self.expert.keep_seal(&open, number, &document, ctx)
    }

    /// The content of the next seal.
    fn record(&self, desk: &Desk, open: &OpenApplication, ctx: &Context) -> Result<VisitRecord> {
        let read = self.expert.store.read();
        let lines = self.lines_of(open)?;
        if lines.is_empty() {
            return Err(Refused::NothingToSeal.into());
        }
        let last = read.seals().last(&open.key)?;
        let statement = self.statement(open)?;
        let mut record = VisitRecord {
            round: desk.package.round.id.clone(),
            package: open.row.package.clone(),
            ticket: desk.ticket.id.clone(),
            application: open.key.application.clone(),
            seal: last.as_ref().map_or(1, |seal| seal.number + 1),
            previous: last.as_ref().map(|seal| seal.digest),
            lineage: read.meta().lineage()?,
            scheme: desk.package.round.scheme,
            material_version: open.body.material_version,
            last_notice: self.expert.in_force(&desk.package.round.id)?.last(),
            unseal_reason: last
                .and_then(|seal| seal.unsealed)
                .map(|opened| opened.reason),
            lines,
            members: statement.members,
            conclusion: statement.conclusion,
            enterprise: statement.enterprise,
            interviews: statement.interviews,
            documents: statement.documents,
            signatures: Vec::new(),
            sealed_at: ctx.now,
        };
        record.signatures = self.signed(open, &record)?.signatures;
        Ok(record)
    }

    /// The lines that were found, with the photographs taken of each.
    fn lines_of(&self, open: &OpenApplication) -> Result<Vec<VisitLine>> {
        let photos = self.photos(open)?;
        let with_photos = |(_, line): (u32, VisitLine)| {
            let subject = subject_text(&line.subject);
            let of_line = photos.iter().filter(|(of, _)| *of == subject);
            VisitLine {
                photos: of_line.map(|(_, row)| named(row)).collect(),
                ..line
            }
        };
        Ok(self.findings(open)?.into_iter().map(with_photos).collect())
    }

    /// What stands below the lines; empty, and therefore faulty, until it is written.
    pub(super) fn statement(&self, open: &OpenApplication) -> Result<Statement> {
        let text = self.expert.store.read().meta().kept(&name_of(open))?;
        match text {
            Some(text) => Ok(serde_json::from_str(&text).map_err(|_| Refused::Internal)?),
            None => Ok(Statement {
                members: Vec::new(),
                conclusion: String::new(),
                enterprise: EnterpriseStatement::Agrees {
                    signatory: String::new(),
                },
                interviews: Vec::new(),
                documents: Vec::new(),
            }),
        }
    }
}

/// Name under which the statement of an application is kept.
fn name_of(open: &OpenApplication) -> String {
    format!("visit:{}/{}", open.key.round, open.key.application)
}
