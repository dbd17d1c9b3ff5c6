//! Views of leaves that cards, tables and the fact sheet share.
//!
//! Trap: a leaf that is passed or failed is stored as the score 1 or 0 and shown as a yes or no.

use hengping_core::amount::Hundredths;
use hengping_core::id::{IndicatorCode, OptionCode, TypeCode};
use hengping_core::mark::Judgement;
use hengping_core::scheme::{Anchor, Decider, LeafMode, LeafRef, Scheme};
use hengping_store::table::marks::MarkRow;
use rust_decimal::Decimal;

use super::acts::round::count;
use super::wire::TextView;
use super::wire::desk::{
    AnchorView, ClaimView, JudgementView, LeafEvidence, LeafEvidenceItem, MarkView, MarkingWay,
    ProgressLine, RailLeaf,
};
use super::wire::round::NamedView;
use crate::error::{Refused, Result};
use crate::expert::{Claim, LeafState, NeededEvidence, Progress};

/// A judgement as the window shows it.
pub(super) fn judgement(scheme: &Scheme, leaf: &IndicatorCode, found: &Judgement) -> JudgementView {
    match found {
        Judgement::Score(score) if is_pass_fail(scheme, leaf) => {
            JudgementView::Pass(*score != Hundredths(0))
        }
        Judgement::Score(score) => JudgementView::Score(score.to_decimal().to_string()),
        Judgement::Choice(option) => JudgementView::Choice(option.to_string()),
        Judgement::NotApplicable => JudgementView::NotApplicable,
    }
}

fn is_pass_fail(scheme: &Scheme, leaf: &IndicatorCode) -> bool {
    let at = scheme.leaf(leaf);
    at.is_some_and(|at| matches!(at.leaf.mode, LeafMode::PassFail))
}

/// A judgement as the window gave it.
pub(super) fn read_judgement(leaf: &IndicatorCode, view: &JudgementView) -> Result<Judgement> {
    let unclear = || Refused::UnclearEntry {
        place: leaf.to_string(),
    };
    Ok(match view {
        JudgementView::Score(text) => {
            let value: Decimal = text.trim().parse().map_err(|_| unclear())?;
            Judgement::Score(Hundredths::from_decimal(value).ok_or_else(unclear)?)
        }
        JudgementView::Choice(code) => {
            Judgement::Choice(OptionCode::new(code.as_str()).map_err(|_| unclear())?)
        }
        JudgementView::Pass(passed) => Judgement::Score(Hundredths(100 * i64::from(*passed))),
        JudgementView::NotApplicable => Judgement::NotApplicable,
    })
}

/// A mark.
pub(super) fn mark(scheme: &Scheme, row: &MarkRow) -> MarkView {
    let mark = &row.mark;
    MarkView {
        judgement: judgement(scheme, &mark.indicator, &mark.judgement),
        comment: mark.comment.clone(),
        citations: mark.citations.iter().map(ToString::to_string).collect(),
        at: row.at.to_string(),
    }
}

/// How a leaf is marked.
pub(super) fn way(scheme: &Scheme, at: LeafRef<'_>, kind: &TypeCode) -> MarkingWay {
    match &at.leaf.mode {
        LeafMode::Choice { decides, options } => MarkingWay::Choice {
            options: options
                .iter()
                .map(|option| named(&option.code, &option.name))
                .collect(),
            proposed_only: *decides != Decider::Experts,
        },
        LeafMode::PassFail => MarkingWay::PassFail {},
        _ => on_scale(scheme, at, kind),
    }
}

fn on_scale(scheme: &Scheme, at: LeafRef<'_>, kind: &TypeCode) -> MarkingWay {
    let text = |value: Option<Decimal>| value.map_or_else(String::new, decimal);
    let scale = scheme.marking_scale(at, kind);
    MarkingWay::Scale {
        min: text(scale.as_ref().map(|scale| scale.min)),
        max: text(scale.as_ref().map(|scale| scale.max)),
        step: text(scale.as_ref().map(|scale| scale.step)),
        anchors: scheme.anchors_of(at.leaf).iter().map(anchor).collect(),
    }
}

fn anchor(anchor: &Anchor) -> AnchorView {
    AnchorView {
        name: TextView::from(&anchor.name),
        meaning: TextView::from(&anchor.meaning),
        from: decimal(anchor.from),
        to: decimal(anchor.to),
    }
}

/// A decimal in its shortest form.
pub(super) fn decimal(value: Decimal) -> String {
    value.normalize().to_string()
}

/// A code with its name.
pub(super) fn named(code: &impl std::fmt::Display, name: &hengping_core::text::Text) -> NamedView {
    NamedView {
        code: code.to_string(),
        name: TextView::from(name),
    }
}

/// Declared values.
pub(super) fn claims(claims: &[Claim]) -> Vec<ClaimView> {
    let views = claims.iter().map(|claim| ClaimView {
        field: claim.field.to_string(),
        name: TextView::from(&claim.name),
        unit: claim.unit.clone(),
        values: claim.values.clone(),
        year: i32::from(claim.year),
        source: claim
            .source
            .as_ref()
            .map(|source| (source.evidence.to_string(), source.page)),
    });
    views.collect()
}

/// Required evidence.
pub(super) fn evidence(needed: &[NeededEvidence]) -> Vec<LeafEvidence> {
    let views = needed.iter().map(|needed| LeafEvidence {
        code: needed.code.to_string(),
        name: TextView::from(&needed.name),
        items: needed
            .items
            .iter()
            .map(|item| LeafEvidenceItem {
                title: item.title.clone(),
                document: item.document.to_string(),
                page: item.page,
                seen: item.seen,
            })
            .collect(),
    });
    views.collect()
}

/// How far an application is.
pub(super) fn progress(progress: Progress) -> ProgressLine {
    ProgressLine {
        marked: count(progress.marked),
        asked: count(progress.asked),
        missing: count(progress.missing),
    }
}

/// A leaf of the rail.
pub(super) fn rail_leaf(scheme: &Scheme, state: &LeafState) -> RailLeaf {
    let indicator = scheme.indicator(&state.indicator);
    RailLeaf {
        indicator: state.indicator.to_string(),
        name: indicator.map_or_else(TextView::empty, |found| TextView::from(&found.name)),
        mark: state.mark.as_ref().map(|row| mark(scheme, row)),
        needs_comment: state.needs_comment,
        has_draft: state.has_draft,
    }
}
