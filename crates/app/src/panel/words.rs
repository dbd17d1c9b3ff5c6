//! What people read of a result: the words for states, steps and reasons.
//!
//! Owns the choice of the message; the texts are the catalogue's. Command line and window say the
//! same. Trap: what experts wrote never passes through here.

use hengping_core::score::Derivation;
use hengping_core::score::exact::{Exact, PRINTED_DIGITS};
use hengping_core::score::explain::{Label, Operation};
use hengping_core::score::outcome::{
    Criterion, Fate, ItemKind, LeftOut, MarkState, SeatRule, Status,
};
use hengping_core::text::Text;

use super::Names;
use crate::messages::Catalogue;

/// A code with what the scheme calls it.
#[must_use]
pub fn with_name(code: &str, name: Option<&Text>, say: &Catalogue) -> String {
    let name = name.map(|name| name.in_language(say.language()));
    name.map_or_else(|| code.to_owned(), |name| format!("{code} {name}"))
}

/// By which rule an application is proposed, or why it is not.
#[must_use]
pub fn fate(fate: &Fate, say: &Catalogue) -> String {
    let key = match fate {
        Fate::Selected(SeatRule::UnitFloor) => "fate-unit-floor",
        Fate::Selected(SeatRule::TypeSeats) => "fate-type-seats",
        Fate::Selected(SeatRule::Rank) => "fate-rank",
        Fate::TiedOnTheLine => "fate-tied",
        Fate::NotSelected(LeftOut::BelowScore) => "fate-below-score",
        Fate::NotSelected(LeftOut::UnitCeiling) => "fate-unit-ceiling",
        Fate::NotSelected(LeftOut::NoSeatLeft { .. }) => "fate-no-seat",
    };
    say.say(key, &[])
}

/// What put an application behind the one before it.
#[must_use]
pub fn criterion(criterion: Criterion, say: &Catalogue) -> String {
    match criterion {
        Criterion::Composite => say.say("criterion-composite", &[]),
        Criterion::TieBreak(at) => say.say("criterion-tie-break", &[("number", (at + 1).into())]),
        Criterion::Vote => say.say("criterion-vote", &[]),
    }
}

/// Whether an application is ranked, and the reasons where it is not.
#[must_use]
pub fn status(status: &Status, say: &Catalogue) -> (String, Vec<String>) {
    let (key, reasons) = match status {
        Status::Ranked => ("status-ranked", Vec::new()),
        Status::Vetoed(vetoes) => (
            "status-vetoed",
            vetoes.iter().map(ToString::to_string).collect(),
        ),
        Status::BelowThreshold(missed) => (
            "status-below-threshold",
            missed.iter().map(ToString::to_string).collect(),
        ),
        Status::NotDecidable(open) => (
            "status-not-decidable",
            open.iter().map(ToString::to_string).collect(),
        ),
    };
    let reasons = reasons
        .iter()
        .map(|reason: &String| say.phrase(reason))
        .collect();
    (say.say(key, &[]), reasons)
}

/// A raw mark as one short word.
#[must_use]
pub fn mark_text(state: &MarkState, say: &Catalogue) -> String {
    let key = match state {
        MarkState::Scored(value) => return value.to_text(PRINTED_DIGITS),
        MarkState::NotScored => "mark-not-scored",
        MarkState::NotApplicable => "mark-not-applicable",
        MarkState::Recused => "mark-recused",
        MarkState::Absent => "mark-absent",
        MarkState::Refused => "mark-refused",
    };
    say.say(key, &[])
}

/// What a step of a derivation is.
#[must_use]
pub fn step(label: &Label, names: &Names, say: &Catalogue) -> String {
    let key = match label {
        Label::Composite => "tree-composite",
        Label::Sum => "tree-sum",
        Label::Tree => "tree-tree",
        Label::Mark => "tree-mark",
        Label::Items(ItemKind::Bonus) => "tree-bonus",
        Label::Items(ItemKind::Deduction) => "tree-deductions",
        Label::Items(ItemKind::Veto) => "tree-vetoes",
        Label::Indicator(code) => {
            return with_name(code.as_str(), names.indicator(code.as_str()), say);
        }
        Label::Fact(name) => return with_name(name, names.fact(name), say),
        Label::Expert(key) => {
            return say.say("tree-expert", &[("expert", key.to_string().into())]);
        }
    };
    say.say(key, &[])
}

/// How a step follows from those below it; empty where that needs no word.
#[must_use]
pub fn operation(step: &Derivation, names: &Names, say: &Catalogue) -> String {
    let text = |value: &Exact| value.to_text(PRINTED_DIGITS);
    let digits = |digits: &Option<u32>| match digits {
        Some(digits) => say.say("op-digits", &[("digits", (*digits).into())]),
        None => String::new(),
    };
    match &step.operation {
        Operation::Rounded(places) => digits(places),
        Operation::Sum => say.say("op-sum", &[]),
        Operation::Rescaled {
            declared,
            applicable,
        } => {
            let params = [
                ("declared", text(declared).into()),
                ("applicable", text(applicable).into()),
            ];
            say.say("op-rescaled", &params)
        }
        Operation::BonusLessDeductions => say.say("op-bonus-less-deductions", &[]),
        Operation::PointsOfMark {
            points,
            digits: places,
        } => {
            let said = say.say("op-points-of-mark", &[("points", text(points).into())]);
            and(said, digits(places))
        }
        Operation::Aggregated {
            method,
            digits: places,
        } => {
            let key = format!("method-{}", method.as_str().replace(' ', "-"));
            and(say.say(&key, &[]), digits(places))
        }
        Operation::Bands { .. } => say.say("op-bands", &[]),
        Operation::Option(option) => {
            let name = match &step.label {
                Label::Indicator(code) => names.option(code.as_str(), option.as_str()),
                _ => None,
            };
            let option = with_name(option.as_str(), name, say);
            say.say("op-option", &[("option", option.into())])
        }
        Operation::Limited { limit } => say.say("op-limited", &[("limit", text(limit).into())]),
        Operation::Item { count: Some(count) } => {
            say.say("op-item", &[("count", text(count).into())])
        }
        Operation::Item { count: None } | Operation::Undecided => say.say("op-undecided", &[]),
        Operation::Formula => say.say("op-formula", &[]),
        Operation::Declared => say.say("op-declared", &[]),
        Operation::Decided => say.say("from-decided", &[]),
        Operation::Visited => say.say("from-visited", &[]),
        Operation::Decision => say.say("op-decision", &[]),
        Operation::Agreed => say.say("op-agreed", &[]),
        Operation::NotApplicable => say.say("op-not-applicable", &[]),
        Operation::Raw { dropped: true, .. } => say.say("op-dropped", &[]),
        Operation::Raw { dropped: false, .. } => String::new(),
    }
}

/// How, and the rounding where there is one.
fn and(how: String, rounding: String) -> String {
    if rounding.is_empty() {
        how
    } else {
        format!("{how} · {rounding}")
    }
}

/// A reason is a word, sometimes with the application it is about; of an unreadable bundle it is
/// the key of a refusal.
#[must_use]
pub fn hold(reason: &str, say: &Catalogue) -> String {
    let (word, application) = reason.split_once(' ').unwrap_or((reason, ""));
    let params = [("application", application.into())];
    match (format!("hold-{word}"), format!("refusal-{word}")) {
        (hold, _) if say.has(&hold) => say.say(&hold, &params),
        (_, refusal) if say.has(&refusal) => say.say(&refusal, &[]),
        _ => reason.to_owned(),
    }
}
