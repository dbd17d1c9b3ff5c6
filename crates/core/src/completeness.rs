//! What a review lacks before it can be sealed, and what about it is unusual.
//!
//! Owns the rule; the marks come from whoever keeps them. What is missing stops the seal, what is
//! unusual is only pointed out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::application::Application;
use crate::id::{ApplicationId, EvidenceCode, IndicatorCode, OpinionFieldCode};
use crate::mark::{Judgement, Mark};
use crate::opinion::Opinion;
use crate::plausible_text::TextPlace;
use crate::scheme::{ComputedOutcome, LeafMode, LeafRef, Scheme, computed_leaf};

/// Something without which a review cannot be sealed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Missing {
    /// The fact sheet was not read as a whole.
    FactSheet,
    /// A leaf has no mark.
    Mark(IndicatorCode),
    /// A mark needs a comment: not applicable, or a computed leaf that was turned over.
    Comment(IndicatorCode),
    /// A required field of the opinion is empty.
    OpinionField(OpinionFieldCode),
    /// A recommendation is asked and none is given.
    Recommendation,
}

/// Something to look at again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unusual {
    /// The least or greatest mark of the scale without a comment.
    ExtremeWithoutComment(IndicatorCode),
    /// A good mark although none of the required evidence is there.
    MarkWithoutEvidence(IndicatorCode),
    /// A mark although nothing of the required evidence, which is there, was ever opened.
    EvidenceNeverOpened(IndicatorCode),
    /// The same text stands on another application.
    EqualText {
        /// Where it stands here.
        place: TextPlace,
        /// The other application.
        other: ApplicationId,
    },
    /// A text holds a name that should not be there.
    NameInText {
        /// Where.
        place: TextPlace,
        /// The application whose name it is; none when it is the expert's own.
        whose: Option<ApplicationId>,
    },
    /// A text says otherwise than the mark or the recommendation, in the scheme's own words.
    TextContradictsMark {
        /// Where.
        place: TextPlace,
    },
}

/// What an expert has done on one application.
#[derive(Debug, Clone, Copy)]
pub struct Draft<'a> {
    /// Marks by leaf.
    pub marks: &'a BTreeMap<IndicatorCode, Mark>,
    /// The opinion.
    pub opinion: &'a Opinion,
    /// Whether the fact sheet was read.
    pub fact_sheet_read: bool,
    /// Evidence of which some page was looked at.
    pub opened: &'a BTreeSet<EvidenceCode>,
}

/// Leaves of `application` that experts mark: the scheme's own and those turned over to them.
#[must_use]
pub fn asked_leaves<'s>(scheme: &'s Scheme, application: &Application) -> Vec<LeafRef<'s>> {
    let asked =
        |at: &LeafRef| at.leaf.is_marked_by_experts() || turned_over(scheme, *at, application);
    scheme.leaves().into_iter().filter(asked).collect()
}

/// Whether a computed leaf cannot be computed from what this application declares.
#[must_use]
pub fn turned_over(scheme: &Scheme, at: LeafRef<'_>, application: &Application) -> bool {
    let outcome = computed_leaf(scheme, at.leaf, &application.enterprise_type, application);
    matches!(outcome, Some(ComputedOutcome::TurnedOver { .. }))
}

/// Everything `draft` lacks, in the order of the scheme.
#[must_use]
pub fn missing(scheme: &Scheme, application: &Application, draft: Draft<'_>) -> Vec<Missing> {
    let mut found = Vec::new();
    let has_facts = scheme
        .leaves()
        .iter()
        .any(|at| matches!(at.leaf.mode, LeafMode::Computed(_)));
    if has_facts && !draft.fact_sheet_read {
        found.push(Missing::FactSheet);
    }
    for at in asked_leaves(scheme, application) {
        found.extend(missing_at(at, draft));
    }
    for field in scheme.opinion.fields.iter().filter(|field| field.required) {
        let text = draft.opinion.fields.get(&field.code);
        if text.is_none_or(|text| text.trim().is_empty()) {
            found.push(Missing::OpinionField(field.code.clone()));
        }
    }
    if !scheme.opinion.recommendations.is_empty() && draft.opinion.recommendation.is_none() {
        found.push(Missing::Recommendation);
    }
    found
}

fn missing_at(at: LeafRef<'_>, draft: Draft<'_>) -> Option<Missing> {
    let code = &at.indicator.code;
    let Some(mark) = draft.marks.get(code) else {
        return Some(Missing::Mark(code.clone()));
    };
    let turned_over = matches!(at.leaf.mode, LeafMode::Computed(_));
    let needs_comment = turned_over || mark.judgement == Judgement::NotApplicable;
    (needs_comment && mark.comment.trim().is_empty()).then(|| Missing::Comment(code.clone()))
}

/// What is unusual about `draft`, in the order of the scheme.
#[must_use]
pub fn unusual(scheme: &Scheme, application: &Application, draft: Draft<'_>) -> Vec<Unusual> {
    let mut found = Vec::new();
    for at in asked_leaves(scheme, application) {
        let code = &at.indicator.code;
        let Some(mark) = draft.marks.get(code) else {
            continue;
        };
        if mark.judgement != Judgement::NotApplicable && never_opened(at, application, draft) {
            found.push(Unusual::EvidenceNeverOpened(code.clone()));
        }
        let Judgement::Score(score) = mark.judgement else {
            continue;
        };
        let scale = scheme.marking_scale(at, &application.enterprise_type);
        let value = score.to_decimal();
        let extreme = scale
            .as_ref()
            .is_some_and(|s| value == s.min || value == s.max);
        if extreme && mark.comment.trim().is_empty() {
            found.push(Unusual::ExtremeWithoutComment(code.clone()));
        }
        let zero = scale.as_ref().is_some_and(|scale| value <= scale.zero);
        if !zero && crate::scheme::without_evidence(at.leaf, application) {
            found.push(Unusual::MarkWithoutEvidence(code.clone()));
        }
    }
    found
}

/// Whether evidence of this leaf is there and none of it was opened.
fn never_opened(at: LeafRef<'_>, application: &Application, draft: Draft<'_>) -> bool {
    let there = |code: &&EvidenceCode| application.evidence.iter().any(|item| item.code == **code);
    let mut present = at.leaf.evidence.iter().filter(there).peekable();
    present.peek().is_some() && present.all(|code| !draft.opened.contains(code))
}
