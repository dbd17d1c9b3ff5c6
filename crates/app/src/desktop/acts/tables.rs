//! Fact sheet, score sheet, across.

use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::scheme::{ComputedOutcome, LeafMode, Scheme};

use super::super::leaf_views as leaf;
use super::super::session::Session;
use super::super::wire::TextView;
use super::super::wire::desk::MarkingWay;
use super::super::wire::round::OfApplication;
use super::super::wire::tables::*;
use super::round::count;
use super::text::id;
use crate::error::Result;
use crate::expert::{
    AcrossEntry, ChoiceShown, ComputedShown, OwnSheet, ProposalRequest, ProposalShown, SheetLine,
    fact_text,
};

/// Places of points on the score sheet; more come only from points that were spread over others.
pub(super) const SHOWN_DIGITS: u32 = 4;

pub(in crate::desktop) fn fact_sheet(
    session: &mut Session,
    request: OfApplication,
) -> Result<FactSheetView> {
    sheet_of(session, &id(&request.application)?)
}

fn sheet_of(session: &Session, application: &ApplicationId) -> Result<FactSheetView> {
    let facts = session.expert()?.facts_shown(application)?;
    Ok(FactSheetView {
        application: application.to_string(),
        read: facts.read,
        doubts: facts.doubts.iter().map(TextView::from).collect(),
        lines: facts.computed.iter().map(line).collect(),
        choices: facts.choices.iter().map(choice).collect(),
        proposals: facts.proposals.iter().map(proposal).collect(),
    })
}

fn line(shown: &ComputedShown) -> FactLineView {
    let (band, points, outcome) = match &shown.outcome {
        ComputedOutcome::Value { band, points, .. } => {
            (band.map(count), Some(leaf::decimal(*points)), "points")
        }
        ComputedOutcome::Zero => (None, Some("0".to_owned()), "zero"),
        ComputedOutcome::Open => (None, None, "open"),
        ComputedOutcome::TurnedOver { .. } => (None, None, "turned_over"),
    };
    let bands = shown.bands.iter();
    FactLineView {
        indicator: shown.indicator.to_string(),
        name: TextView::from(&shown.name),
        most: leaf::decimal(shown.most),
        formula: shown.formula.clone(),
        filled: shown.filled.clone(),
        claims: leaf::claims(&shown.claims),
        value: shown.value(),
        unit: shown.unit.clone(),
        bands: bands
            .map(|band| (leaf::decimal(band.from), leaf::decimal(band.points)))
            .collect(),
        band,
        points,
        outcome: outcome.to_owned(),
        evidence: leaf::evidence(&shown.evidence),
    }
}

fn choice(shown: &ChoiceShown) -> ChoiceFact {
    let options = shown.options.iter();
    ChoiceFact {
        fact: format!("choice:{}", shown.indicator),
        name: TextView::from(&shown.name),
        options: options
            .map(|(code, name)| leaf::named(code, name))
            .collect(),
        declared: shown.declared.as_ref().map(ToString::to_string),
    }
}

fn proposal(shown: &ProposalShown) -> ProposalView {
    let citations = shown.proposal.citations.iter();
    ProposalView {
        fact: fact_text(&shown.proposal.fact),
        name: TextView::from(&shown.name),
        declared: shown.declared.clone(),
        value: shown.value.clone(),
        reason: shown.proposal.reason.clone(),
        citations: citations.map(ToString::to_string).collect(),
    }
}

pub(in crate::desktop) fn read_fact_sheet(
    session: &mut Session,
    request: OfApplication,
) -> Result<FactSheetView> {
    let application = id(&request.application)?;
    let (expert, ctx) = session.expert_mut()?;
    expert.read_fact_sheet(&application, &ctx)?;
    sheet_of(session, &application)
}

pub(in crate::desktop) fn propose(
    session: &mut Session,
    request: Propose,
) -> Result<FactSheetView> {
    let application = id(&request.application)?;
    let citations = request.citations.iter().map(|citation| id(citation));
    let proposal = ProposalRequest {
        fact: request.fact,
        value: request.value,
        reason: request.reason,
        citations: citations.collect::<Result<_>>()?,
    };
    let (expert, ctx) = session.expert_mut()?;
    expert.propose(&application, &proposal, &ctx)?;
    sheet_of(session, &application)
}

pub(in crate::desktop) fn withdraw_proposal(
    session: &mut Session,
    request: OfFact,
) -> Result<FactSheetView> {
    let application = id(&request.application)?;
    let (expert, ctx) = session.expert_mut()?;
    expert.withdraw_proposal(&application, &request.fact, &ctx)?;
    sheet_of(session, &application)
}

pub(in crate::desktop) fn score_sheet(
    session: &mut Session,
    request: OfApplication,
) -> Result<ScoreSheet> {
    let application = id(&request.application)?;
    let expert = session.expert()?;
    let sheet = expert.score_sheet(&application)?;
    Ok(ScoreSheet {
        enterprise: sheet.body.enterprise.name.clone(),
        rows: sheet.lines.iter().map(|line| row(&sheet, line)).collect(),
        // No round says yet that totals are hidden until the seal.
        total: Some(sheet.total.to_text(SHOWN_DIGITS)),
        progress: leaf::progress(expert.progress(&application)?),
        application: request.application,
    })
}

fn row(sheet: &OwnSheet, line: &SheetLine) -> SheetRow {
    let (scheme, kind) = (&sheet.scheme, &sheet.body.enterprise_type);
    let indicator = scheme.indicator(&line.indicator);
    let points = indicator.map(|indicator| leaf::decimal(indicator.points.of(kind)));
    SheetRow {
        indicator: line.indicator.to_string(),
        name: indicator.map_or_else(TextView::empty, |found| TextView::from(&found.name)),
        depth: line.depth,
        points: points.unwrap_or_default(),
        reached: line
            .reached
            .as_ref()
            .map(|reached| reached.to_text(SHOWN_DIGITS)),
        way: way(scheme, &line.indicator, kind, line.asked),
        mark: line.mark.as_ref().map(|mark| leaf::mark(scheme, mark)),
        computed: !line.asked && is_computed(scheme, &line.indicator),
    }
}

fn way(
    scheme: &Scheme,
    indicator: &IndicatorCode,
    kind: &hengping_core::id::TypeCode,
    asked: bool,
) -> Option<MarkingWay> {
    let at = scheme.leaf(indicator)?;
    let is_choice = matches!(at.leaf.mode, LeafMode::Choice { .. });
    (asked || is_choice).then(|| leaf::way(scheme, at, kind))
}

fn is_computed(scheme: &Scheme, indicator: &IndicatorCode) -> bool {
    let at = scheme.leaf(indicator);
    at.is_some_and(|at| matches!(at.leaf.mode, LeafMode::Computed(_)))
}

pub(in crate::desktop) fn across(
    session: &mut Session,
    request: OfIndicator,
) -> Result<AcrossView> {
    let indicator = id(&request.indicator)?;
    let across = session.expert()?.across(&indicator)?;
    let scheme = &across.scheme;
    let found = scheme.indicator(&indicator);
    let first = across.entries.iter().find(|entry| entry.asked);
    let way = first.and_then(|entry| way(scheme, &indicator, &entry.body.enterprise_type, true));
    let drift = across.drift;
    Ok(AcrossView {
        name: found.map_or_else(TextView::empty, |found| TextView::from(&found.name)),
        way,
        rows: across
            .entries
            .iter()
            .map(|entry| entry_row(scheme, entry))
            .collect(),
        drift: drift.map(|(first, second)| (leaf::decimal(first), leaf::decimal(second))),
        indicator: request.indicator,
    })
}

fn entry_row(scheme: &Scheme, entry: &AcrossEntry) -> AcrossRow {
    AcrossRow {
        application: entry.body.id.to_string(),
        number: entry.number,
        enterprise: entry.body.enterprise.name.clone(),
        mark: entry.mark.as_ref().map(|row| leaf::mark(scheme, row)),
        claims: leaf::claims(&entry.claims),
        sealed: entry.sealed,
        asked: entry.asked,
        evidence: leaf::evidence(&entry.evidence),
    }
}
