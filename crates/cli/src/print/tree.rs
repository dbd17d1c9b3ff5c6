//! A derivation as a tree: from the published composite down to raw marks and declared values.

use hengping_app::messages::Catalogue;
use hengping_app::panel::Names;
use hengping_core::score::Derivation;
use hengping_core::score::exact::{Exact, PRINTED_DIGITS};
use hengping_core::score::explain::{Label, Operation};
use hengping_core::score::outcome::ItemKind;

use super::page::Page;
use super::panel::{mark_text, with_name};

/// The derivation of one composite.
pub(crate) fn tree(
    application: &str,
    derivation: &Derivation,
    names: &Names,
    say: &Catalogue,
) -> String {
    let mut page = Page::new(say);
    page.line("tree-title", &[("application", application.into())]);
    page.raw(&line(derivation, names, say));
    branches(&mut page, derivation, "", names, say);
    page.done()
}

fn branches(page: &mut Page<'_>, of: &Derivation, indent: &str, names: &Names, say: &Catalogue) {
    let children = &of.children;
    for (at, child) in children.iter().enumerate() {
        let is_last = at + 1 == children.len();
        let (branch, below) = if is_last {
            ("└─ ", "   ")
        } else {
            ("├─ ", "│  ")
        };
        page.raw(&format!("{indent}{branch}{}", line(child, names, say)));
        branches(page, child, &format!("{indent}{below}"), names, say);
    }
}

fn line(step: &Derivation, names: &Names, say: &Catalogue) -> String {
    let label = label(&step.label, names, say);
    let how = operation(&step.operation, say);
    let value = match &step.operation {
        Operation::Raw { state, .. } => mark_text(state, say),
        _ => step.printed.clone().unwrap_or_else(|| "—".to_owned()),
    };
    if how.is_empty() {
        format!("{label}  {value}")
    } else {
        format!("{label}  {value}  [{how}]")
    }
}

fn label(label: &Label, names: &Names, say: &Catalogue) -> String {
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

fn operation(operation: &Operation, say: &Catalogue) -> String {
    let text = |value: &Exact| value.to_text(PRINTED_DIGITS);
    let digits = |digits: &Option<u32>| match digits {
        Some(digits) => say.say("op-digits", &[("digits", (*digits).into())]),
        None => String::new(),
    };
    match operation {
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
        Operation::Option(option) => say.say("op-option", &[("option", option.as_str().into())]),
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
