//! `hengping scheme …`: faults with their places, a scheme in numbers, what it makes of tables.

use std::path::Path;

use hengping_app::messages::Catalogue;
use hengping_app::scheme_try::{TryApplication, TryReport};
use hengping_core::scheme::{Fault, Summary};

use super::page::{Column, Page};
use super::{materials, or_dash, shown};

/// Modes of leaves, in the order of the columns.
const MODES: [(&str, &str); 5] = [
    ("computed", "mode-computed"),
    ("scored", "mode-scored"),
    ("choice", "mode-choice"),
    ("pass_fail", "mode-pass-fail"),
    ("deducted", "mode-deducted"),
];
/// Most applications whose leaves fit beside each other.
const MOST_BESIDE: usize = 12;

/// What `scheme check` found.
pub(crate) fn checked(
    file: &Path,
    faults: &[Fault],
    summary: Option<&Summary>,
    say: &Catalogue,
) -> String {
    let mut page = Page::new(say);
    let file = shown(file);
    match summary {
        Some(summary) => {
            page.line("scheme-sound", &[("file", file.into())]);
            in_numbers(&mut page, summary, say);
        }
        None => {
            let count = faults.len().into();
            page.line("scheme-faults", &[("file", file.into()), ("count", count)]);
            let columns = [
                Column::code("table-place"),
                Column::text("table-subject"),
                Column::text("table-fault"),
            ];
            let rows = faults.iter().map(|fault| {
                let place = format!("{}:{}", fault.line, fault.column);
                vec![
                    place,
                    fault.subject.clone(),
                    materials::fault_sentence(fault, say),
                ]
            });
            page.table(&columns, rows);
        }
    }
    page.done()
}

fn in_numbers(page: &mut Page<'_>, summary: &Summary, say: &Catalogue) {
    let levels: Vec<String> = summary.levels.iter().map(ToString::to_string).collect();
    page.facts(&[
        (
            "fact-title",
            summary.title.in_language(say.language()).to_owned(),
        ),
        ("fact-id", format!("{} {}", summary.id, summary.version)),
        ("fact-digest", summary.digest.clone()),
        ("fact-levels", levels.join(" / ")),
        ("fact-leaves", summary.leaves.to_string()),
        ("fact-fields", summary.fields.to_string()),
        ("fact-catalogue", summary.evidence.to_string()),
        ("fact-bonus", summary.bonus.clone()),
        ("fact-deductions", summary.deductions.clone()),
        ("fact-vetoes", summary.vetoes.to_string()),
    ]);
    page.section("scheme-points", &[]);
    let used: Vec<_> = MODES
        .iter()
        .filter(|(mode, _)| summary.leaves_by_mode.contains_key(mode))
        .collect();
    let mut columns = vec![Column::code("table-type")];
    columns.extend(used.iter().map(|(_, key)| Column::number(key)));
    columns.push(Column::number("table-total"));
    let rows = summary.types.iter().map(|one| {
        let mut row = vec![format!(
            "{} {}",
            one.code,
            one.name.in_language(say.language())
        )];
        let points = |mode: &str| one.by_mode.get(mode).cloned().unwrap_or_default();
        row.extend(used.iter().map(|(mode, _)| or_dash(&points(mode))));
        row.push(one.total.clone());
        row
    });
    page.table(&columns, rows);
}

/// What `scheme try` made of the tables.
pub(crate) fn tried(report: &TryReport, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    let scheme = format!("{} {}", report.scheme.id, report.scheme.version);
    page.line("try-title", &[("scheme", scheme.into())]);
    page.gap();
    ranking(&mut page, report, say);
    for tie in &report.ties {
        page.section("try-tie", &[("applications", tie.join(" ").into())]);
    }
    if report.applications.len() <= MOST_BESIDE {
        leaves(&mut page, &report.applications);
    }
    notes(&mut page, &report.applications);
    page.done()
}

fn ranking(page: &mut Page<'_>, report: &TryReport, say: &Catalogue) {
    let columns = [
        Column::number("table-rank"),
        Column::code("table-application"),
        Column::code("table-type"),
        Column::number("table-composite"),
        Column::code("table-grade"),
        Column::number("table-bonus"),
        Column::number("table-deductions"),
        Column::number("table-experts"),
        Column::code("table-state"),
    ];
    let rows = report.applications.iter().map(|one| {
        vec![
            one.rank
                .map_or_else(|| "—".to_owned(), |rank| rank.to_string()),
            one.id.clone(),
            one.enterprise_type.clone(),
            or_dash(one.composite.as_deref().unwrap_or_default()),
            or_dash(one.grade.as_deref().unwrap_or_default()),
            one.bonus.clone(),
            one.deductions.clone(),
            format!("{}/{}", one.valid_experts, one.experts),
            say.say(&format!("status-{}", one.status), &[]),
        ]
    });
    page.table(&columns, rows);
}

/// Points of every leaf, applications beside each other.
fn leaves(page: &mut Page<'_>, applications: &[TryApplication]) {
    let Some(first) = applications.first() else {
        return;
    };
    page.section("try-leaves", &[]);
    let mut columns = vec![Column::code("table-indicator")];
    columns.extend(applications.iter().map(|one| Column::number(&one.id)));
    let rows = first.leaves.iter().map(|leaf| {
        let mut row = vec![leaf.indicator.clone()];
        row.extend(applications.iter().map(|one| points(one, &leaf.indicator)));
        row
    });
    page.table(&columns, rows);
    page.note("try-legend");
}

fn points(application: &TryApplication, indicator: &str) -> String {
    let leaf = application
        .leaves
        .iter()
        .find(|leaf| leaf.indicator == indicator);
    match leaf.map(|leaf| (leaf.state, leaf.points.as_deref())) {
        Some(("not-applicable", _)) => "/".to_owned(),
        Some((_, Some(points))) => points.to_owned(),
        Some(_) => "?".to_owned(),
        None => String::new(),
    }
}

fn notes(page: &mut Page<'_>, applications: &[TryApplication]) {
    let of = |one: &TryApplication| {
        let row = |note: &String| vec![one.id.clone(), note.clone()];
        one.notes.iter().map(row).collect::<Vec<_>>()
    };
    let rows: Vec<Vec<String>> = applications.iter().flat_map(of).collect();
    if !rows.is_empty() {
        page.section("try-notes", &[]);
        let columns = [
            Column::code("table-application"),
            Column::text("table-note"),
        ];
        page.table(&columns, rows.into_iter());
    }
}
