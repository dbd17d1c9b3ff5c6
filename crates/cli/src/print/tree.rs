//! A derivation as a tree: from the published composite down to raw marks and declared values.

use hengping_app::messages::Catalogue;
use hengping_app::panel::{Names, words};
use hengping_core::score::Derivation;
use hengping_core::score::explain::Operation;

use super::page::Page;

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
    let label = words::step(&step.label, names, say);
    let how = words::operation(step, names, say);
    let value = match &step.operation {
        Operation::Raw { state, .. } => words::mark_text(state, say),
        _ => step.printed.clone().unwrap_or_else(|| "—".to_owned()),
    };
    if how.is_empty() {
        format!("{label}  {value}")
    } else {
        format!("{label}  {value}  [{how}]")
    }
}
