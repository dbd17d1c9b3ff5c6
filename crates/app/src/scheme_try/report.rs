//! The report of `scheme try`.
//!
//! Owns its JSON form: decimals as strings in the declared rounding, applications by place, then by
//! name, those without a place last. Trap: this form is read by other programs; fields are added,
//! never renamed.

use hengping_core::id::Digest;
use hengping_core::scheme::{Aggregation, Basis, Scheme};
use hengping_core::score::exact::{Exact, PRINTED_DIGITS};
use hengping_core::score::outcome::{LeafOutcome, LeafSource, LeafState, Undecided};
use hengping_core::score::{ApplicationOutcome, Outcome, Status};
use serde::Serialize;

use super::draft::Names;

/// What a scheme makes of the tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TryReport {
    /// Which scheme.
    pub scheme: TryScheme,
    /// Version of the method.
    pub method: &'static str,
    /// The applications, by place.
    pub applications: Vec<TryApplication>,
    /// Applications that share a place after every criterion.
    pub ties: Vec<Vec<String>>,
}

/// Which scheme was tried.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TryScheme {
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: String,
    /// Digest of its text.
    pub digest: Digest,
}

/// One application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TryApplication {
    /// Its name in the tables.
    pub id: String,
    /// Its type.
    #[serde(rename = "type")]
    pub enterprise_type: String,
    /// The published composite; nothing when it is not decidable.
    pub composite: Option<String>,
    /// Its place; nothing unless it is ranked.
    pub rank: Option<u32>,
    /// `ranked`, `vetoed`, `below-threshold` or `not-decidable`.
    pub status: &'static str,
    /// Code of its grade, if it has one.
    pub grade: Option<String>,
    /// Experts that count.
    pub valid_experts: u32,
    /// Experts that were asked.
    pub experts: u32,
    /// Bonus points after the cap.
    pub bonus: String,
    /// Deducted points after the floor.
    pub deductions: String,
    /// The leaves, in the order of the scheme.
    pub leaves: Vec<TryLeaf>,
    /// Reasons and notes, as sentences in English; people read the message of the phrase.
    pub notes: Vec<String>,
    /// The stable name of each note, in the same order.
    pub note_codes: Vec<&'static str>,
}

/// One leaf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TryLeaf {
    /// The leaf.
    pub indicator: String,
    /// `scored`, `not-applicable` or `undecided`.
    pub state: &'static str,
    /// Valid marks.
    pub valid: u32,
    /// Experts that were asked.
    pub total: u32,
    /// The aggregated mark; of a computed leaf the value of its formula.
    pub mark: Option<String>,
    /// Its points.
    pub points: Option<String>,
}

/// Puts an outcome into the form of the report.
pub(super) fn report(scheme: &Scheme, outcome: &Outcome, names: &Names) -> TryReport {
    let rules = &scheme.aggregation;
    let mut applications: Vec<TryApplication> = outcome
        .applications
        .iter()
        .map(|found| application(rules, found, names))
        .collect();
    applications.sort_by(|a, b| {
        let place = |x: &TryApplication| (x.rank.is_none(), x.rank);
        place(a).cmp(&place(b)).then_with(|| a.id.cmp(&b.id))
    });
    let name = |id| names.by_id.get(id).cloned().unwrap_or_default();
    let ties = outcome.ranking.ties.iter();
    TryReport {
        scheme: TryScheme {
            id: scheme.id.to_string(),
            version: scheme.version.clone(),
            digest: scheme.digest,
        },
        method: outcome.method_version.as_str(),
        applications,
        ties: ties.map(|tie| tie.iter().map(name).collect()).collect(),
    }
}

fn application(rules: &Aggregation, outcome: &ApplicationOutcome, names: &Names) -> TryApplication {
    let (status, mut said) = status(&outcome.status);
    let notes = outcome.notes.iter();
    said.extend(notes.map(|note| (note.kind.code(), note.to_string())));
    let composite = outcome.composite.as_ref();
    if let Some(other) = composite.and_then(|composite| composite.other_method.as_ref()) {
        let (method, text) = (other.method.as_str(), &other.text);
        let text = format!("by {method} the composite would be {text}");
        said.push(("other-method", text));
    }
    if names.without_type.contains(&outcome.id) {
        let kind = &outcome.enterprise_type;
        let text = format!("{kind}: taken as the type, as the tables name none");
        said.push(("type-taken", text));
    }
    let (note_codes, notes) = said.into_iter().unzip();
    TryApplication {
        id: names.by_id.get(&outcome.id).cloned().unwrap_or_default(),
        enterprise_type: outcome.enterprise_type.to_string(),
        composite: composite.map(|composite| composite.text.clone()),
        rank: outcome.places.map(|places| places.overall),
        status,
        grade: outcome.grade.clone(),
        valid_experts: outcome.experts.valid,
        experts: outcome.experts.asked,
        bonus: outcome.bonus.to_text(PRINTED_DIGITS),
        deductions: outcome.deductions.to_text(PRINTED_DIGITS),
        leaves: outcome
            .leaves
            .iter()
            .map(|found| leaf(rules, found))
            .collect(),
        notes,
        note_codes,
    }
}

/// Code and sentence of a note.
type Said = (&'static str, String);

fn status(status: &Status) -> (&'static str, Vec<Said>) {
    match status {
        Status::Ranked => ("ranked", Vec::new()),
        Status::Vetoed(vetoes) => {
            let stands = vetoes.iter();
            let stands = stands.map(|veto| ("veto", format!("{veto}: veto stands")));
            ("vetoed", stands.collect())
        }
        Status::BelowThreshold(missed) => {
            let missed = missed.iter().map(|one| ("threshold", one.to_string()));
            ("below-threshold", missed.collect())
        }
        Status::NotDecidable(reasons) => {
            let reasons = reasons.iter().map(|one| (undecided(one), one.to_string()));
            ("not-decidable", reasons.collect())
        }
    }
}

fn undecided(reason: &Undecided) -> &'static str {
    match reason {
        Undecided::TooFewMarks { .. } => "too-few-marks",
        Undecided::TooFewExperts { .. } => "too-few-experts",
        Undecided::LeafOpen { .. } => "leaf-open",
        Undecided::NothingApplies => "nothing-applies",
        Undecided::UnknownType => "unknown-type",
    }
}

fn leaf(rules: &Aggregation, outcome: &LeafOutcome) -> TryLeaf {
    let by_leaf = rules.basis == Basis::Leaf;
    // Marks of facts and values aggregated after the leaf have no declared rounding of their own.
    let mark_digits = rules
        .round_mark
        .filter(|_| by_leaf && outcome.source == LeafSource::Experts);
    let point_digits = rules
        .round_leaf
        .filter(|_| by_leaf || outcome.source != LeafSource::Experts);
    let print = |value: &Option<Exact>, digits| value.as_ref().map(|v| v.published(digits));
    TryLeaf {
        indicator: outcome.indicator.to_string(),
        state: match outcome.state {
            LeafState::Scored => "scored",
            LeafState::NotApplicable => "not-applicable",
            LeafState::Undecided => "undecided",
        },
        valid: outcome.valid,
        total: outcome.asked,
        mark: print(&outcome.mark, mark_digits),
        points: print(&outcome.points, point_digits),
    }
}
