//! Marks, proposals and opinions: one at a time or from a file in one unlock.

use std::collections::BTreeMap;

use hengping_core::amount::Hundredths;
use hengping_core::application::FieldValue;
use hengping_core::completeness;
use hengping_core::id::{
    ApplicationId, CitationId, IndicatorCode, OpinionFieldCode, OptionCode, RecommendationCode,
    TypeCode,
};
use hengping_core::mark::{FactKey, FactProposal, FactValue, Judgement, Mark};
use hengping_core::opinion::Opinion;
use hengping_core::scheme::{Decider, LeafMode, MarkFault, Scheme};
use hengping_store::{Event, StoreError};
use rust_decimal::Decimal;
use serde::Serialize;

use super::citing::CitationRequest;
use super::{Desk, Expert, OpenApplication};
use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::marks_file::{self, ApplicationMarks, CiteEntry, MarksFile};

/// A mark to be made.
#[derive(Debug, Clone)]
pub struct MarkRequest {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// The judgement.
    pub judgement: Judgement,
    /// Comment.
    pub comment: String,
    /// Citations made before.
    pub citations: Vec<CitationId>,
}

/// A mark that was made.
#[derive(Debug, Serialize)]
pub struct Marked {
    /// The application.
    pub application: ApplicationId,
    /// The leaf.
    pub indicator: IndicatorCode,
    /// What it was before.
    pub old: Option<Judgement>,
    /// What it is now.
    pub new: Judgement,
}

/// A fact to be proposed.
#[derive(Debug, Clone)]
pub struct ProposalRequest {
    /// The fact as written: `F16_1`, `choice:C2.2`, `type`, `item:J1`.
    pub fact: String,
    /// The value as written.
    pub value: String,
    /// Why.
    pub reason: String,
    /// Citations made before.
    pub citations: Vec<CitationId>,
}

/// An opinion to be written; what is not named stays as it was.
#[derive(Debug, Clone, Default)]
pub struct OpinionRequest {
    /// Texts by field.
    pub fields: BTreeMap<OpinionFieldCode, String>,
    /// Recommendation.
    pub recommendation: Option<RecommendationCode>,
}

/// What was taken from a marks file.
#[derive(Debug, Default, Serialize)]
pub struct MarksTaken {
    /// Applications it spoke of.
    pub applications: usize,
    /// Marks taken.
    pub marks: usize,
    /// Citations made.
    pub citations: usize,
    /// Proposals taken.
    pub proposals: usize,
    /// Opinions taken.
    pub opinions: usize,
    /// Applications recused.
    pub recused: usize,
    /// Entries that were refused; the rest was taken.
    pub refused: Vec<EntryRefused>,
}

/// An entry of a marks file that was refused.
#[derive(Debug, Serialize)]
pub struct EntryRefused {
    /// The application.
    pub application: ApplicationId,
    /// The leaf, fact or field.
    pub entry: String,
    /// Why.
    pub notice: crate::notice::Notice,
}

impl Expert {
    /// Makes or changes one mark.
    ///
    /// # Errors
    /// A judgement the leaf does not take, an unknown citation, a sealed review.
    pub fn mark(
        &mut self,
        id: &ApplicationId,
        request: MarkRequest,
        ctx: &Context,
    ) -> Result<Marked> {
        self.mark_citing(id, request, &[], ctx)
    }

    /// A mark with the citations made for it: one action, so that a mark that is refused leaves
    /// no citation behind.
    fn mark_citing(
        &mut self,
        id: &ApplicationId,
        mut request: MarkRequest,
        cited: &[CitationRequest],
        ctx: &Context,
    ) -> Result<Marked> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        self.accept(&desk, &open, &request)?;
        let made = self.look_up_all(&desk, &open, cited, ctx)?;
        let ids = made.iter().map(|made| made.citation.id.clone());
        request.citations.extend(ids);
        let mark = Mark {
            indicator: request.indicator.clone(),
            judgement: request.judgement.clone(),
            comment: request.comment,
            citations: request.citations,
            material_version: open.body.material_version,
        };
        let old = self.store.write(ctx.now, |write| -> Result<_> {
            for made in &made {
                write.citations().put(&open.key, &made.citation, ctx.now)?;
            }
            let old = write.marks().set(&open.key, &mark, ctx.now)?;
            Ok((old, Event::edit("mark").about(id).about(&mark.indicator)))
        })?;
        Ok(Marked {
            application: id.clone(),
            indicator: request.indicator,
            old: old.map(|mark| mark.judgement),
            new: request.judgement,
        })
    }

    pub(super) fn accept(
        &self,
        desk: &Desk,
        open: &OpenApplication,
        request: &MarkRequest,
    ) -> Result<()> {
        let (scheme, kind) = (&desk.scheme, &open.body.enterprise_type);
        let leaf = scheme.leaf(&request.indicator);
        let turned_over = leaf.is_some_and(|at| {
            matches!(at.leaf.mode, LeafMode::Computed(_))
                && completeness::turned_over(scheme, at, &open.body)
        });
        let accepted = if turned_over {
            scheme.accepts_turned_over(&request.indicator, &request.judgement, kind)
        } else {
            scheme.accepts(&request.indicator, &request.judgement, kind)
        };
        accepted.map_err(|fault| mark_refused(&request.indicator, fault))?;
        self.know_citations(open, &request.citations)
    }

    pub(super) fn know_citations(
        &self,
        open: &OpenApplication,
        citations: &[CitationId],
    ) -> Result<()> {
        for citation in citations {
            if self
                .store
                .read()
                .citations()
                .get(&open.key, citation)?
                .is_none()
            {
                return Err(Refused::UnknownCitation {
                    citation: citation.to_string(),
                }
                .into());
            }
        }
        Ok(())
    }

    /// Proposes another value of a fact.
    ///
    /// # Errors
    /// An unknown fact, a value that is not of its kind, no citation, a sealed review.
    pub fn propose(
        &mut self,
        id: &ApplicationId,
        request: &ProposalRequest,
        ctx: &Context,
    ) -> Result<FactProposal> {
        self.propose_citing(id, request, &[], ctx)
    }

    /// A proposal with the citations made for it, as one action.
    fn propose_citing(
        &mut self,
        id: &ApplicationId,
        request: &ProposalRequest,
        cited: &[CitationRequest],
        ctx: &Context,
    ) -> Result<FactProposal> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        if request.citations.is_empty() && cited.is_empty() {
            return Err(Refused::ProposalUncited.into());
        }
        self.know_citations(&open, &request.citations)?;
        let (fact, value) = read_fact(&desk.scheme, &request.fact, &request.value)?;
        let made = self.look_up_all(&desk, &open, cited, ctx)?;
        let mut citations = request.citations.clone();
        citations.extend(made.iter().map(|made| made.citation.id.clone()));
        let proposal = FactProposal {
            fact,
            value,
            reason: request.reason.clone(),
            citations,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            for made in &made {
                write.citations().put(&open.key, &made.citation, ctx.now)?;
            }
            write.proposals().put(&open.key, &proposal, ctx.now)?;
            Ok(((), Event::act("fact-proposed").about(id)))
        })?;
        Ok(proposal)
    }

    /// Writes the opinion.
    ///
    /// # Errors
    /// An unknown field or recommendation, a sealed review.
    pub fn write_opinion(
        &mut self,
        id: &ApplicationId,
        request: &OpinionRequest,
        ctx: &Context,
    ) -> Result<Opinion> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        check_opinion(&desk.scheme, request)?;
        let mut opinion = self.store.read().opinions().get(&open.key)?;
        opinion.fields.extend(request.fields.clone());
        opinion.fields.retain(|_, text| !text.is_empty());
        opinion.recommendation = request.recommendation.clone().or(opinion.recommendation);
        self.store.write(ctx.now, |write| -> Result<_> {
            write.opinions().put(&open.key, &opinion, ctx.now)?;
            Ok(((), Event::edit("opinion").about(id)))
        })?;
        Ok(opinion)
    }

    /// Takes everything a marks file says; entries that are refused are listed, the rest counts.
    ///
    /// # Errors
    /// When there is no desk, or the store fails.
    pub fn take_marks(&mut self, file: &MarksFile, ctx: &Context) -> Result<MarksTaken> {
        let mut taken = MarksTaken::default();
        ctx.progress.begin(
            "task-marks",
            file.application.len() as u64,
            crate::context::Unit::Items,
        );
        for (done, entry) in (1..).zip(&file.application) {
            self.take_application(entry, &mut taken, ctx)?;
            ctx.progress.at(done);
        }
        ctx.progress.end();
        Ok(taken)
    }

    fn take_application(
        &mut self,
        entry: &ApplicationMarks,
        taken: &mut MarksTaken,
        ctx: &Context,
    ) -> Result<()> {
        taken.applications += 1;
        if let Some(ground) = &entry.recuse {
            let result = match self.recuse(&entry.id, ground, ctx) {
                // A file may be taken a second time: what is done is done.
                Err(Error::Store(StoreError::Recused)) => Ok(()),
                other => other.map(|_| taken.recused += 1),
            };
            return note(&entry.id, result, "recuse", taken);
        }
        if entry.fact_sheet_read {
            let result = self.read_fact_sheet(&entry.id, ctx);
            note(&entry.id, result, "fact_sheet", taken)?;
        }
        for mark in &entry.mark {
            let result = self.take_mark(&entry.id, mark, taken, ctx);
            note(&entry.id, result, mark.indicator.as_str(), taken)?;
        }
        for proposal in &entry.proposal {
            let result = self.take_proposal(&entry.id, proposal, taken, ctx);
            note(&entry.id, result, &proposal.fact, taken)?;
        }
        if let Some(opinion) = &entry.opinion {
            let request = OpinionRequest {
                fields: opinion.fields.clone(),
                recommendation: opinion.recommendation.clone(),
            };
            let result = self
                .write_opinion(&entry.id, &request, ctx)
                .map(|_| taken.opinions += 1);
            note(&entry.id, result, "opinion", taken)?;
        }
        Ok(())
    }

    fn take_mark(
        &mut self,
        id: &ApplicationId,
        entry: &marks_file::MarkEntry,
        taken: &mut MarksTaken,
        ctx: &Context,
    ) -> Result<()> {
        let place = format!("{id} {}", entry.indicator);
        let judgement = entry
            .judgement()
            .map_err(|_| Refused::UnclearEntry { place })?;
        let cited = cited(&entry.cite)?;
        let request = MarkRequest {
            indicator: entry.indicator.clone(),
            judgement,
            comment: entry.comment.clone(),
            citations: Vec::new(),
        };
        self.mark_citing(id, request, &cited, ctx)?;
        taken.marks += 1;
        taken.citations += cited.len();
        Ok(())
    }

    fn take_proposal(
        &mut self,
        id: &ApplicationId,
        entry: &marks_file::ProposalEntry,
        taken: &mut MarksTaken,
        ctx: &Context,
    ) -> Result<()> {
        let cited = cited(&entry.cite)?;
        let request = ProposalRequest {
            fact: entry.fact.clone(),
            value: entry.value.clone(),
            reason: entry.reason.clone(),
            citations: Vec::new(),
        };
        self.propose_citing(id, &request, &cited, ctx)?;
        taken.proposals += 1;
        taken.citations += cited.len();
        Ok(())
    }
}

/// The citations that an entry of a marks file asks for.
fn cited(entries: &[CiteEntry]) -> Result<Vec<CitationRequest>> {
    entries.iter().map(CitationRequest::from_entry).collect()
}

/// Lists a refusal that is about one entry; hands any other error on.
fn note(
    application: &ApplicationId,
    result: Result<()>,
    entry: &str,
    taken: &mut MarksTaken,
) -> Result<()> {
    match result {
        Err(error) if is_about_the_entry(&error) => {
            taken.refused.push(EntryRefused {
                application: application.clone(),
                entry: entry.to_owned(),
                notice: (&error).into(),
            });
            Ok(())
        }
        other => other,
    }
}

/// A refusal of one entry leaves the others; a failing store or a missing desk does not.
fn is_about_the_entry(error: &Error) -> bool {
    match error {
        Error::Refused(refused) => !matches!(refused, Refused::NoPackage | Refused::NotPledged),
        Error::Store(error) => matches!(
            error,
            StoreError::Recused
                | StoreError::Withdrawn
                | StoreError::Sealed
                | StoreError::NotStored(_)
        ),
        _ => false,
    }
}

fn mark_refused(indicator: &IndicatorCode, fault: MarkFault) -> Error {
    let name = indicator.to_string();
    match fault {
        MarkFault::UnknownIndicator(_) | MarkFault::NotALeaf(_) => {
            Refused::UnknownIndicator { indicator: name }
        }
        MarkFault::Computed(_) => Refused::ComputedLeaf { indicator: name },
        MarkFault::UnknownOption(_) => Refused::UnknownOption { indicator: name },
        MarkFault::OffScale { .. }
        | MarkFault::OffStep { .. }
        | MarkFault::DecidedElsewhere { .. }
        | MarkFault::WrongKind(_)
        | MarkFault::UnknownType(_) => Refused::MarkRefused {
            indicator: name,
            detail: detail(&fault),
        },
    }
    .into()
}

/// What is wrong with a judgement, as a phrase of the catalogue: without the leaf, which the
/// refusal names.
fn detail(fault: &MarkFault) -> String {
    let said = match fault {
        MarkFault::WrongKind(_) => "takes another kind of judgement",
        MarkFault::UnknownType(_) => "the scheme has no such enterprise type",
        MarkFault::DecidedElsewhere { decider, .. } => match decider {
            Decider::Form => "decided by the form",
            Decider::OfficeCheck => "decided by the office's check",
            Decider::Panel => "decided by the panel",
            Decider::Experts => "decided by the experts",
        },
        _ => return fault.to_string(),
    };
    said.to_owned()
}

/// Reads a fact and its value as people write them.
pub(crate) fn read_fact(scheme: &Scheme, fact: &str, value: &str) -> Result<(FactKey, FactValue)> {
    let unknown = || Refused::UnknownFact {
        fact: fact.to_owned(),
    };
    let bad = || {
        Error::from(Refused::BadValue {
            fact: fact.to_owned(),
        })
    };
    let key = marks_file::fact_key(fact).map_err(|_| unknown())?;
    let value = match &key {
        FactKey::Field(field) => {
            let known = scheme.field(&field.code).ok_or_else(unknown)?;
            FactValue::Field(field_value(known, value).ok_or_else(bad)?)
        }
        FactKey::Choice(leaf) => {
            let option = OptionCode::new(value).map_err(|_| bad())?;
            let at = scheme.leaf(leaf).ok_or_else(unknown)?;
            let LeafMode::Choice { options, .. } = &at.leaf.mode else {
                return Err(unknown().into());
            };
            if !options.iter().any(|known| known.code == option) {
                return Err(bad());
            }
            FactValue::Option(option)
        }
        FactKey::EnterpriseType => {
            let code = TypeCode::new(value).map_err(|_| bad())?;
            scheme.enterprise_type(&code).ok_or_else(bad)?;
            FactValue::EnterpriseType(code)
        }
        FactKey::Item(item) => {
            if scheme.item(item).is_none() && scheme.veto(item).is_none() {
                return Err(unknown().into());
            }
            FactValue::Count(value.parse().map_err(|_| bad())?)
        }
    };
    Ok((key, value))
}

fn field_value(field: &hengping_core::scheme::Field, text: &str) -> Option<FieldValue> {
    match field.kind {
        hengping_core::scheme::FieldKind::List => {
            let entries: Vec<String> = text.split(';').map(|part| part.trim().to_owned()).collect();
            field.parse_list(&entries).ok()
        }
        _ => field.parse(text).ok(),
    }
}

pub(super) fn check_opinion(scheme: &Scheme, request: &OpinionRequest) -> Result<()> {
    let form = &scheme.opinion;
    for code in request.fields.keys() {
        if !form.fields.iter().any(|field| field.code == *code) {
            return Err(Refused::UnknownOpinionField {
                field: code.to_string(),
            }
            .into());
        }
    }
    match &request.recommendation {
        Some(code) if !form.recommendations.iter().any(|known| known.code == *code) => {
            Err(Refused::UnknownOpinionField {
                field: code.to_string(),
            }
            .into())
        }
        _ => Ok(()),
    }
}

/// Reads a judgement as it is typed: a number, `NA`, or an option of the leaf.
///
/// # Errors
/// [`Refused::UnclearEntry`].
pub fn read_judgement(text: &str) -> Result<Judgement> {
    let text = text.trim();
    if text.eq_ignore_ascii_case("na") || text == "不适用" {
        return Ok(Judgement::NotApplicable);
    }
    if let Ok(value) = text.parse::<Decimal>() {
        let unclear = || Refused::UnclearEntry {
            place: text.to_owned(),
        };
        return Ok(Judgement::Score(
            Hundredths::from_decimal(value).ok_or_else(unclear)?,
        ));
    }
    let option = OptionCode::new(text);
    Ok(Judgement::Choice(option.map_err(|_| {
        Refused::UnclearEntry {
            place: text.to_owned(),
        }
    })?))
}
