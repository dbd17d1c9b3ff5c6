//! The fact queue, and deciding a fact once for all.
//!
//! Owns the report of the queue and the effect of a decision. What is proposed, verified and in
//! force is core's word.

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, TicketId};
use hengping_core::mark::{FactKey, FactValue};
use hengping_core::merge::facts::{
    DecisionError, EffectiveFact, FactDecision, Gathered, Provenance, QueueEntry, Referred,
};
use hengping_core::time::Instant;
use serde::Serialize;

use super::Panel;
use super::acts::Act;
use super::arrivals::needs;
use super::evaluation::Evaluation;
use super::record::Record;
use super::results::enterprise;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::expert::read_fact;
use crate::written;

/// Everything proposed or verified.
#[derive(Debug, Serialize)]
pub struct FactQueue {
    /// Facts that experts want otherwise, by application and fact.
    pub facts: Vec<FactState>,
    /// How many of them nobody has decided.
    pub open: usize,
    /// Facts that a visit has verified.
    pub visited: Vec<Visited>,
    /// Lines of visits from which nothing follows by itself.
    pub referred: Vec<Referred>,
}

/// One fact with all that is proposed for it.
#[derive(Debug, Serialize)]
pub struct FactState {
    /// The application.
    pub application: ApplicationId,
    /// Name of the enterprise.
    pub enterprise: String,
    /// The fact, as it is written.
    pub fact: String,
    /// The value that holds now.
    pub now: Option<String>,
    /// Where that value comes from.
    pub provenance: Option<Provenance>,
    /// What the package says, where another value holds.
    pub declared: Option<String>,
    /// Proposed values, the most supported first.
    pub proposals: Vec<Proposed>,
    /// Whether the panel has decided.
    pub decided: bool,
    /// Why it decided as it did.
    pub reason: Option<String>,
    /// When.
    pub decided_at: Option<Instant>,
}

/// A value that is proposed.
#[derive(Debug, Serialize)]
pub struct Proposed {
    /// The value, as it is written.
    pub value: String,
    /// How many propose it.
    pub count: usize,
    /// How many places they cite.
    pub citations: usize,
    /// Who.
    pub tickets: Vec<TicketId>,
    /// Their reasons.
    pub reasons: Vec<String>,
}

/// A fact that a visit has verified.
#[derive(Debug, Serialize)]
pub struct Visited {
    /// The application.
    pub application: ApplicationId,
    /// The fact.
    pub fact: String,
    /// The value declared.
    pub declared: Option<String>,
    /// The value verified, which holds.
    pub verified: String,
}

/// A decision to be recorded.
#[derive(Debug, Clone)]
pub struct FactRequest {
    /// The application.
    pub application: ApplicationId,
    /// The fact, as it is written.
    pub fact: String,
    /// The value; nothing for *as declared*.
    pub value: Option<String>,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: Vec<String>,
}

/// A decision that was recorded.
#[derive(Debug, Serialize)]
pub struct FactDecided {
    /// The application.
    pub application: ApplicationId,
    /// The fact.
    pub fact: String,
    /// What held before.
    pub before: Option<String>,
    /// What holds now.
    pub after: Option<String>,
    /// What it does to the application.
    pub effect: Effect,
}

/// Before and after.
#[derive(Debug, Serialize)]
pub struct Effect {
    /// Before the decision.
    pub before: Place,
    /// After it.
    pub after: Place,
}

/// Where an application stands.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The published composite.
    pub composite: Option<String>,
    /// The place; `None` unless ranked.
    pub place: Option<u32>,
}

impl Panel {
    /// The fact queue.
    ///
    /// # Errors
    /// Before the opening.
    pub fn facts(&self, ctx: &Context) -> Result<FactQueue> {
        let seen = self.seen_opened(ctx)?;
        Ok(seen.evaluate(|evaluation| queue(&seen.record, evaluation)))
    }

    /// Decides a fact.
    ///
    /// # Errors
    /// An unknown application or fact, a value that is not of its kind, no reason, nobody named.
    pub fn decide_fact(&mut self, request: &FactRequest, ctx: &Context) -> Result<FactDecided> {
        let mut record = self.opened_record(ctx)?;
        self.decide_fact_in(&mut record, request, ctx)
    }

    /// What deciding a fact would do; nothing is recorded.
    ///
    /// # Errors
    /// As for [`Panel::decide_fact`].
    pub fn try_fact(&self, request: &FactRequest, ctx: &Context) -> Result<FactDecided> {
        let mut record = self.opened_record(ctx)?;
        let (fact, decision) = decision_of(&record, request, ctx)?;
        let (before, was) = look(&record, &request.application, &fact);
        record.acts.push(Act::Fact(decision));
        let (after, is) = look(&record, &request.application, &fact);
        Ok(decided(request, (before, after), (was, is)))
    }

    pub(super) fn decide_fact_in(
        &mut self,
        record: &mut Record,
        request: &FactRequest,
        ctx: &Context,
    ) -> Result<FactDecided> {
        let id = &request.application;
        let (fact, decision) = decision_of(record, request, ctx)?;
        let (before, was) = look(record, id, &fact);
        self.add_act(record, Act::Fact(decision), "fact-decided", ctx.now)?;
        let (after, is) = look(record, id, &fact);
        Ok(decided(request, (before, after), (was, is)))
    }
}

/// The decision that a request asks for, checked.
fn decision_of(
    record: &Record,
    request: &FactRequest,
    ctx: &Context,
) -> Result<(FactKey, FactDecision)> {
    let declared = record.application(&request.application)?;
    needs("reason", &request.reason)?;
    let (fact, value) = read_request(record, declared, request)?;
    let decision = FactDecision {
        application: request.application.clone(),
        fact: fact.clone(),
        value,
        reason: request.reason.clone(),
        decided_by: request.by.clone(),
        at: ctx.now,
    };
    decision
        .check()
        .map_err(|error| unrecordable(error, &request.fact))?;
    Ok((fact, decision))
}

/// The value that holds, and where its application stands.
fn look(record: &Record, id: &ApplicationId, fact: &FactKey) -> (Option<String>, Place) {
    record.evaluate(|evaluation| {
        let held = evaluation.facts.of(id).remove(fact);
        let value = held.map(|held| written::value(&held.value));
        (value, place(evaluation, id))
    })
}

fn decided(
    request: &FactRequest,
    (before, after): (Option<String>, Option<String>),
    (was, is): (Place, Place),
) -> FactDecided {
    FactDecided {
        application: request.application.clone(),
        fact: request.fact.clone(),
        before,
        after,
        effect: Effect {
            before: was,
            after: is,
        },
    }
}

fn unrecordable(error: DecisionError, fact: &str) -> Refused {
    let argument = |name: &str| Refused::BadArgument {
        name: name.to_owned(),
    };
    match error {
        DecisionError::Kind => Refused::BadValue {
            fact: fact.to_owned(),
        },
        DecisionError::ReasonMissing => argument("reason"),
        DecisionError::Anonymous => argument("by"),
    }
}

/// The fact and its value; a fact is taken *as declared* only where something is.
fn read_request(
    record: &Record,
    declared: &Application,
    request: &FactRequest,
) -> Result<(FactKey, Option<FactValue>)> {
    if let Some(text) = &request.value {
        let (fact, value) = read_fact(&record.scheme, &request.fact, text)?;
        return Ok((fact, Some(value)));
    }
    let unknown = || Refused::UnknownFact {
        fact: request.fact.clone(),
    };
    let fact = crate::marks_file::fact_key(&request.fact).map_err(|_| unknown())?;
    match &fact {
        FactKey::Field(key) if !declared.fields.contains_key(key) => Err(unknown().into()),
        FactKey::Choice(leaf) if !declared.choices.contains_key(leaf) => Err(unknown().into()),
        _ => Ok((fact, None)),
    }
}

pub(super) fn place(evaluation: &Evaluation<'_>, id: &ApplicationId) -> Place {
    let outcome = evaluation.outcome.application(id);
    let composite = outcome.and_then(|one| one.composite.as_ref());
    Place {
        composite: composite.map(|composite| composite.text.clone()),
        place: outcome
            .and_then(|one| one.places)
            .map(|places| places.overall),
    }
}

fn queue(record: &Record, evaluation: &Evaluation<'_>) -> FactQueue {
    let entries = evaluation.facts.queue().into_iter();
    let facts: Vec<FactState> = entries.map(|entry| state(record, entry)).collect();
    FactQueue {
        open: facts.iter().filter(|fact| !fact.decided).count(),
        facts,
        visited: visited(record, evaluation),
        referred: evaluation.facts.referred().to_vec(),
    }
}

fn state(record: &Record, entry: QueueEntry) -> FactState {
    let text = |value: &FactValue| written::value(value);
    let now = entry.now.as_ref();
    FactState {
        enterprise: enterprise(record, &entry.application),
        fact: written::fact(&entry.fact),
        now: now.map(|held| text(&held.value)),
        provenance: now.map(|held| held.provenance.clone()),
        declared: now.and_then(|held| held.before.as_ref()).map(text),
        proposals: entry.proposals.iter().map(proposed).collect(),
        decided: entry.decision.is_some(),
        reason: entry
            .decision
            .as_ref()
            .map(|decision| decision.reason.clone()),
        decided_at: entry.decision.as_ref().map(|decision| decision.at),
        application: entry.application,
    }
}

fn proposed(gathered: &Gathered) -> Proposed {
    let mut reasons: Vec<String> = Vec::new();
    for backing in gathered.by.values() {
        if !reasons.contains(&backing.reason) {
            reasons.push(backing.reason.clone());
        }
    }
    Proposed {
        value: written::value(&gathered.value),
        count: gathered.by.len(),
        citations: gathered.by.values().map(|backing| backing.citations).sum(),
        tickets: gathered.by.keys().cloned().collect(),
        reasons,
    }
}

fn visited(record: &Record, evaluation: &Evaluation<'_>) -> Vec<Visited> {
    let mut visited = Vec::new();
    for id in record.applications().keys() {
        for (fact, held) in evaluation.facts.of(id) {
            if let EffectiveFact {
                value,
                provenance: Provenance::Visited { .. },
                before,
            } = held
            {
                visited.push(Visited {
                    application: id.clone(),
                    fact: written::fact(&fact),
                    declared: before.as_ref().map(written::value),
                    verified: written::value(&value),
                });
            }
        }
    }
    visited
}
