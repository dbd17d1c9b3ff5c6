//! What the panel agrees on: marks, votes on ties, the opinion with the proposed list.

use std::collections::BTreeMap;

use hengping_core::completeness::turned_over;
use hengping_core::id::{ApplicationId, Digest, IndicatorCode, TicketId};
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::{ChangeGround, LayerError, LayerMark, LayerSource, Whose};
use hengping_core::scheme::MarkFault;
use hengping_core::score::outcome::Fate;
use serde::Serialize;

use super::acts::{Act, Minority, PanelOpinion, VoteAct};
use super::arrivals::needs;
use super::evaluation::Evaluation;
use super::facts::{Effect, place};
use super::record::Record;
use super::{Panel, archive};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::identity::Fingerprint;

/// A mark to be agreed.
#[derive(Debug, Clone)]
pub struct ConsensusRequest {
    /// The application.
    pub application: ApplicationId,
    /// The leaf.
    pub indicator: IndicatorCode,
    /// Whose mark it replaces; the panel's aggregate when nobody is named.
    pub ticket: Option<TicketId>,
    /// The mark; nothing to take an earlier one back.
    pub judgement: Option<Judgement>,
    /// Why a result may change.
    pub ground: ChangeGround,
    /// In words.
    pub reason: String,
    /// Who keyed it.
    pub by: Vec<String>,
}

/// An agreed mark that was recorded.
#[derive(Debug, Serialize)]
pub struct ConsensusRecorded {
    /// The application.
    pub application: ApplicationId,
    /// The leaf.
    pub indicator: IndicatorCode,
    /// What it does to the application.
    pub effect: Effect,
}

/// A vote that was recorded.
#[derive(Debug, Serialize)]
pub struct Voted {
    /// The order that was voted.
    pub order: Vec<ApplicationId>,
    /// Their places now.
    pub places: BTreeMap<ApplicationId, Option<u32>>,
    /// Whether the tie was still open, so that the vote decides it.
    pub decides: bool,
}

/// The panel's opinion and the list it proposes.
#[derive(Debug, Serialize)]
pub struct Decided {
    /// Digest of the result it stands on.
    pub results: Fingerprint,
    /// The proposed list, in order of places.
    pub proposed: Vec<ApplicationId>,
    /// Facts and items that nobody has decided.
    pub undecided: usize,
    /// Seats that a tie leaves open.
    pub open_seats: u32,
}

impl Panel {
    /// Records an agreed mark above the individual marks.
    ///
    /// # Errors
    /// An unknown application, leaf or ticket; a judgement the leaf does not take; no reason.
    pub fn consensus(
        &mut self,
        request: &ConsensusRequest,
        ctx: &Context,
    ) -> Result<ConsensusRecorded> {
        let mut record = self.opened_record(ctx)?;
        self.consensus_in(&mut record, request, ctx)
    }

    pub(super) fn consensus_in(
        &mut self,
        record: &mut Record,
        request: &ConsensusRequest,
        ctx: &Context,
    ) -> Result<ConsensusRecorded> {
        let id = &request.application;
        check_mark(record, request)?;
        let mark = LayerMark {
            application: id.clone(),
            indicator: request.indicator.clone(),
            whose: request.ticket.clone().map_or(Whose::Panel, Whose::Expert),
            judgement: request.judgement.clone(),
            ground: request.ground,
            reason: request.reason.clone(),
            source: LayerSource::Meeting,
            keyed_by: request.by.clone(),
            at: ctx.now,
        };
        mark.check().map_err(unrecordable)?;
        let before = record.evaluate(|evaluation| place(evaluation, id));
        self.add_act(record, Act::Layer(mark), "mark-agreed", ctx.now)?;
        let after = record.evaluate(|evaluation| place(evaluation, id));
        Ok(ConsensusRecorded {
            application: id.clone(),
            indicator: request.indicator.clone(),
            effect: Effect { before, after },
        })
    }

    /// Records a vote on applications that share a place, the preferred first.
    ///
    /// # Errors
    /// Fewer than two applications, an unknown or repeated one, no reason.
    pub fn vote(
        &mut self,
        order: &[ApplicationId],
        reason: &str,
        by: &[String],
        ctx: &Context,
    ) -> Result<Voted> {
        let mut record = self.opened_record(ctx)?;
        self.vote_in(&mut record, order, reason, by, ctx)
    }

    pub(super) fn vote_in(
        &mut self,
        record: &mut Record,
        order: &[ApplicationId],
        reason: &str,
        by: &[String],
        ctx: &Context,
    ) -> Result<Voted> {
        needs("reason", reason)?;
        order
            .iter()
            .try_for_each(|id| record.application(id).map(drop))?;
        let repeated = (1..)
            .zip(order)
            .any(|(next, id)| order.iter().skip(next).any(|o| o == id));
        if order.len() < 2 || repeated {
            return Err(Refused::BadArgument {
                name: "applications".to_owned(),
            }
            .into());
        }
        let decides = record.evaluate(|evaluation| {
            let mut ties = evaluation.outcome.ranking.ties.iter();
            ties.any(|tie| order.iter().all(|id| tie.contains(id)))
        });
        let by = match by {
            [] => vec![self.own_name()?],
            named => named.to_vec(),
        };
        let vote = VoteAct {
            order: order.to_vec(),
            reason: reason.to_owned(),
            by,
            at: ctx.now,
        };
        self.add_act(record, Act::Vote(vote), "tie-voted", ctx.now)?;
        let places = record.evaluate(|evaluation| {
            order
                .iter()
                .map(|id| (id.clone(), place(evaluation, id).place))
                .collect()
        });
        Ok(Voted {
            order: order.to_vec(),
            places,
            decides,
        })
    }

    /// Records the panel's opinion and freezes the proposed list with the result it stands on.
    ///
    /// # Errors
    /// Before the opening; an empty opinion; when it stands decided and nothing was corrected since;
    /// a bundle that is admitted and still closed.
    pub fn decide(&mut self, opinion: &str, ctx: &Context) -> Result<Decided> {
        self.decide_with(opinion, &[], ctx)
    }

    /// The same with opinions that differ from it.
    ///
    /// # Errors
    /// As for [`Panel::decide`]; a minority opinion without words or name.
    pub fn decide_with(
        &mut self,
        opinion: &str,
        minority: &[Minority],
        ctx: &Context,
    ) -> Result<Decided> {
        let mut record = self.opened_record(ctx)?;
        needs("opinion", opinion)?;
        for one in minority {
            needs("minority", &one.text).and_then(|()| needs("by", &one.by))?;
        }
        if let Some(Act::Opinion(_)) = record.last_step() {
            return Err(Refused::AlreadyDecided.into());
        }
        if let Some(label) = record.admitted_closed() {
            return Err(self.still_closed(label)?.into());
        }
        let results = Digest::of(&archive::results_json(&record)?);
        let (proposed, undecided, open_seats) = record.evaluate(standing);
        let act = Act::Opinion(PanelOpinion {
            text: opinion.to_owned(),
            minority: minority.to_vec(),
            results,
            standing: record.frozen().digest,
            proposed: proposed.clone(),
            by: vec![self.own_name()?],
            at: ctx.now,
        });
        self.add_act(&mut record, act, "panel-decided", ctx.now)?;
        Ok(Decided {
            results: Fingerprint::of(results),
            proposed,
            undecided,
            open_seats,
        })
    }
}

/// The proposed list, what is undecided, open seats.
fn standing(evaluation: &Evaluation<'_>) -> (Vec<ApplicationId>, usize, u32) {
    let selection = evaluation.outcome.selection.as_ref();
    let lines = selection.into_iter().flat_map(|selection| &selection.lines);
    let proposed = lines.filter(|line| matches!(line.fate, Fate::Selected(_)));
    let queue = evaluation.facts.queue();
    (
        proposed.map(|line| line.application.clone()).collect(),
        queue
            .iter()
            .filter(|entry| entry.decision.is_none())
            .count(),
        selection.map_or(0, |selection| selection.open_seats),
    )
}

fn check_mark(record: &Record, request: &ConsensusRequest) -> Result<()> {
    let scheme = &record.scheme;
    record.application(&request.application)?;
    let at = scheme.leaf(&request.indicator);
    let at = at.ok_or_else(|| Refused::UnknownIndicator {
        indicator: request.indicator.to_string(),
    })?;
    if let Some(ticket) = &request.ticket
        && !record
            .register
            .tickets
            .iter()
            .any(|row| row.ticket == *ticket)
    {
        return Err(Refused::UnknownTicket {
            ticket: ticket.to_string(),
        }
        .into());
    }
    let Some(judgement) = &request.judgement else {
        return Ok(());
    };
    // Facts as they hold: a decided type has its own scale, a decided value may turn a leaf over.
    let applied = record.evaluate(|evaluation| evaluation.facts.applied(&request.application));
    let application = applied.ok_or(Refused::Internal)?;
    let kind = &application.enterprise_type;
    let accepted = match turned_over(scheme, at, &application) {
        true => scheme.accepts_turned_over(&request.indicator, judgement, kind),
        false => scheme.accepts(&request.indicator, judgement, kind),
    };
    Ok(accepted.map_err(|fault| mark_refused(&request.indicator, &fault))?)
}

fn mark_refused(leaf: &IndicatorCode, fault: &MarkFault) -> Refused {
    let indicator = leaf.to_string();
    match fault {
        MarkFault::Computed(_) => Refused::ComputedLeaf { indicator },
        MarkFault::UnknownOption(_) => Refused::UnknownOption { indicator },
        _ => Refused::MarkRefused {
            indicator,
            detail: fault.to_string(),
        },
    }
}

fn unrecordable(error: LayerError) -> Refused {
    let name = match error {
        LayerError::ReasonMissing => "reason",
        LayerError::Keyed { .. } => "by",
    };
    Refused::BadArgument {
        name: name.to_owned(),
    }
}
