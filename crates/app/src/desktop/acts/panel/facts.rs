//! The fact queue: what is proposed by whom, and deciding it once, with the effect before and after.

use hengping_core::merge::facts::{Backing, QueueEntry};
use hengping_core::scheme::{LeafMode, Scheme};

use super::application::{citations, fact_name, provenance};
use super::{both, results, who};
use crate::desktop::acts::text::id;
use crate::desktop::session::Session;
use crate::desktop::wire::TextView;
use crate::desktop::wire::panel::PanelName;
use crate::desktop::wire::panel::decisions::*;
use crate::desktop::wire::panel::results::PanelEffect;
use crate::desktop::wire::start::Nothing;
use crate::error::Result;
use crate::panel::{Evaluation, FactDecided, FactRequest, Names, Record, Visited};
use crate::written;

pub(in crate::desktop) fn panel_facts(session: &mut Session, _: Nothing) -> Result<PanelFacts> {
    let ctx = session.context();
    let panel = session.panel()?;
    let queue = panel.facts(&ctx)?;
    let seen = panel.seen_opened(&ctx)?;
    let names = Names::of(&seen.record.scheme);
    let record = &seen.record;
    let visited = queue.visited.iter();
    Ok(PanelFacts {
        visited: visited.map(|one| view(record, &names, one)).collect(),
        facts: seen.evaluate(|evaluation| {
            let entries = evaluation.facts.queue().into_iter();
            entries
                .map(|entry| fact(record, evaluation, &names, &entry))
                .collect()
        }),
    })
}

fn view(record: &Record, names: &Names, one: &Visited) -> PanelVisited {
    let value = |value: &str| both(|say| names.value(&one.fact, value, say));
    PanelVisited {
        application: one.application.to_string(),
        enterprise: record.enterprise(&one.application),
        name: fact_name(names, &one.fact),
        declared: one.declared.as_deref().map(value),
        verified: value(&one.verified),
    }
}

fn fact(
    record: &Record,
    evaluation: &Evaluation<'_>,
    names: &Names,
    entry: &QueueEntry,
) -> PanelFact {
    let fact = written::fact(&entry.fact);
    let now = entry.now.as_ref();
    let decision = entry.decision.as_ref();
    let proposals = entry.proposals.iter().map(|gathered| PanelProposal {
        value: written::value(&gathered.value),
        by: gathered
            .by
            .iter()
            .map(|(ticket, backing)| backed(record, evaluation, entry, (ticket.as_str(), backing)))
            .collect(),
    });
    PanelFact {
        application: entry.application.to_string(),
        enterprise: record.enterprise(&entry.application),
        name: fact_name(names, &fact),
        unit: names.unit(&fact).to_owned(),
        now: now.map(|held| written::value(&held.value)),
        from: now.map_or_else(TextView::empty, |held| provenance(&held.provenance)),
        declared: now
            .and_then(|held| held.before.as_ref())
            .map(written::value),
        options: options(&record.scheme, &fact),
        proposals: proposals.collect(),
        decided: decision.is_some(),
        reason: decision.map(|decision| decision.reason.clone()),
        decided_at: decision.map(|decision| decision.at.to_string()),
        fact,
    }
}

/// One expert behind a value, with the places cited for it.
fn backed(
    record: &Record,
    evaluation: &Evaluation<'_>,
    entry: &QueueEntry,
    (ticket, backing): (&str, &Backing),
) -> PanelBacking {
    let reviews = evaluation.pieces.reviews();
    let mut of_ticket = reviews.values().filter(|review| {
        review.ticket.as_str() == ticket && review.application == entry.application
    });
    let cited = of_ticket.find_map(|review| {
        let proposals = review.proposals.iter();
        let found = proposals.clone().find(|one| one.fact == entry.fact)?;
        Some(citations(review, &found.citations))
    });
    PanelBacking {
        who: who(&record.register, ticket),
        reason: backing.reason.clone(),
        citations: cited.unwrap_or_default(),
    }
}

/// What may be chosen for a fact that is a choice or the type.
fn options(scheme: &Scheme, fact: &str) -> Vec<PanelName> {
    if fact == "type" {
        let types = scheme.types.iter();
        return types.map(|one| super::name(&one.code, &one.name)).collect();
    }
    let leaf = fact
        .strip_prefix("choice:")
        .and_then(|code| code.parse().ok());
    match leaf
        .and_then(|leaf| scheme.leaf(&leaf))
        .map(|at| &at.leaf.mode)
    {
        Some(LeafMode::Choice { options, .. }) => options
            .iter()
            .map(|one| super::name(&one.code, &one.name))
            .collect(),
        _ => Vec::new(),
    }
}

fn read(request: &PanelDecideFact) -> Result<FactRequest> {
    Ok(FactRequest {
        application: id(&request.application)?,
        fact: request.fact.clone(),
        value: request.value.clone(),
        reason: request.reason.clone(),
        by: request.by.clone(),
    })
}

/// What a decision would do; nothing is recorded.
pub(in crate::desktop) fn panel_try_fact(
    session: &mut Session,
    request: PanelDecideFact,
) -> Result<PanelEffect> {
    let ctx = session.context();
    let tried = session.panel()?.try_fact(&read(&request)?, &ctx)?;
    Ok(view_effect(&tried))
}

pub(in crate::desktop) fn panel_decide_fact(
    session: &mut Session,
    request: PanelDecideFact,
) -> Result<PanelEffect> {
    let read = read(&request)?;
    session.correcting(request.correction.as_ref())?;
    let (panel, ctx) = session.panel_mut()?;
    let decided = panel.decide_fact(&read, &ctx)?;
    Ok(view_effect(&decided))
}

fn view_effect(decided: &FactDecided) -> PanelEffect {
    PanelEffect {
        value_before: decided.before.clone(),
        value_after: decided.after.clone(),
        ..results::effect(&decided.effect)
    }
}
