//! What the panel agrees on: marks, votes on ties, the opinion with the proposed list.

use std::collections::BTreeMap;

use hengping_core::id::{ApplicationId, Digest, IndicatorCode, TicketId};
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::{ChangeGround, LayerMark, LayerSource, Whose};
use hengping_core::score::outcome::Fate;
use serde::Serialize;

use super::acts::{Act, PanelOpinion, VoteAct};
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
        let id = &request.application;
        check_mark(&record, request)?;
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
        let unclear = |_| Refused::BadArgument {
            name: "reason".to_owned(),
        };
        mark.check().map_err(unclear)?;
        let before = record.evaluate(|evaluation| place(evaluation, id));
        let act = Act::Layer(mark);
        self.add_act(&act, "mark-agreed", ctx.now)?;
        record.acts.push(act);
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
        let act = Act::Vote(vote);
        self.add_act(&act, "tie-voted", ctx.now)?;
        record.acts.push(act);
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
    /// Before the opening; an empty opinion.
    pub fn decide(&mut self, opinion: &str, ctx: &Context) -> Result<Decided> {
        let record = self.opened_record(ctx)?;
        needs("opinion", opinion)?;
        let results = Digest::of(&archive::results_json(&record)?);
        let (proposed, undecided, open_seats) = record.evaluate(standing);
        let act = Act::Opinion(PanelOpinion {
            text: opinion.to_owned(),
            results,
            proposed: proposed.clone(),
            by: vec![self.own_name()?],
            at: ctx.now,
        });
        self.add_act(&act, "panel-decided", ctx.now)?;
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
    let application = record.application(&request.application)?;
    let leaf = request.indicator.to_string();
    if record.scheme.leaf(&request.indicator).is_none() {
        return Err(Refused::UnknownIndicator { indicator: leaf }.into());
    }
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
    let (scheme, kind) = (&record.scheme, &application.enterprise_type);
    let accepted = scheme.accepts(&request.indicator, judgement, kind);
    accepted.map_err(|fault| {
        Refused::MarkRefused {
            indicator: leaf,
            detail: fault.to_string(),
        }
        .into()
    })
}
