//! Where the panel stands: arrivals with their verdicts, the grid of who handed in what, gaps.

use std::collections::BTreeSet;

use hengping_app::clock::in_round;
use hengping_app::messages::Catalogue;
use hengping_app::panel::{ArrivalLine, GridRow, PanelStatus, words};
use hengping_core::id::ApplicationId;
use hengping_core::merge::Gap;

use super::super::office::kebab;
use super::super::page::{Column, Page};
use super::super::{joined, or_dash, words_of};

/// Applications beside each other in one grid.
const BESIDE: usize = 16;
/// Most applications that are named one by one.
const MOST_NAMED: usize = 4;
/// What a cell of the grid can be, as the report names it.
const CELLS: [&str; 8] = [
    "counts",
    "recused",
    "not_done",
    "not_handed_in",
    "held",
    "conflicting",
    "replaced",
    "withdrawn",
];

/// Where the panel stands.
pub(crate) fn status(status: &PanelStatus, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line(
        "panel-status",
        &[("title", status.title.in_language(say.language()).into())],
    );
    let opened = status.opened.map_or_else(
        || say.say("word-not-yet", &[]),
        |at| in_round(at, &status.time_zone),
    );
    page.facts(&[
        ("fact-opened-at", opened),
        ("fact-register-number", status.register.to_string()),
        ("state-accepted", status.accepted.to_string()),
        ("state-superseded", status.superseded.to_string()),
        ("state-duplicate", status.duplicates.to_string()),
        ("state-held", status.held.to_string()),
    ]);
    if !status.arrivals.is_empty() {
        page.section("panel-arrivals", &[]);
    }
    arrivals(&mut page, &status.arrivals, say);
    grid(&mut page, status, say);
    missing(&mut page, status);
    page.done()
}

fn arrivals(page: &mut Page<'_>, arrivals: &[ArrivalLine], say: &Catalogue) {
    let columns = [
        Column::number("table-number"),
        Column::code("table-ticket"),
        Column::number("table-seq"),
        Column::code("table-digest-words"),
        Column::code("table-state"),
        Column::text("table-counts-for"),
        Column::text("table-reason"),
    ];
    let rows = arrivals.iter().map(|line| {
        let reasons: Vec<String> = line
            .reasons
            .iter()
            .map(|text| words::hold(text, say))
            .collect();
        vec![
            line.number.to_string(),
            line.ticket.to_string(),
            line.seq.to_string(),
            words_of(line.label),
            say.say(&format!("state-{}", line.state), &[]),
            counts_for(&line.counts_for, say),
            reasons.join("\n"),
        ]
    });
    page.table(&columns, rows);
}

/// Which applications, or how many where there are many.
fn counts_for(ids: &[ApplicationId], say: &Catalogue) -> String {
    match ids.len() {
        0..=MOST_NAMED => joined(ids),
        count => say.say("count-applications", &[("count", count.into())]),
    }
}

fn grid(page: &mut Page<'_>, status: &PanelStatus, say: &Catalogue) {
    let grid = &status.grid;
    let all: BTreeSet<&ApplicationId> = grid.iter().flat_map(|row| row.cells.keys()).collect();
    if all.is_empty() {
        return;
    }
    page.section("panel-grid", &[]);
    let all: Vec<&ApplicationId> = all.into_iter().collect();
    for part in all.chunks(BESIDE) {
        let mut columns = vec![Column::code("table-ticket"), Column::code("table-kind")];
        columns.extend(part.iter().map(|id| Column::number(id.as_str())));
        let rows = grid.iter().map(|row| grid_row(row, part, say));
        page.table(&columns, rows);
    }
    let used: BTreeSet<&str> = grid
        .iter()
        .flat_map(|row| row.cells.values().copied())
        .collect();
    let legend = CELLS
        .iter()
        .filter(|cell| used.contains(**cell))
        .map(|cell| {
            let name = kebab(cell);
            let mark = say.say(&format!("cell-{name}"), &[]);
            format!("{mark} {}", say.say(&format!("cell-{name}.name"), &[]))
        });
    let legend: Vec<String> = legend.collect();
    page.raw(&format!(" {}", legend.join("   ")));
    page.gap();
    let columns = [
        Column::code("table-application"),
        Column::text("table-enterprise"),
    ];
    let named = all.into_iter().map(|id| {
        let name = status.enterprises.get(id).map(String::as_str);
        vec![id.to_string(), or_dash(name.unwrap_or_default())]
    });
    page.table(&columns, named);
}

fn grid_row(row: &GridRow, part: &[&ApplicationId], say: &Catalogue) -> Vec<String> {
    let kind = serde_json::to_value(row.kind).ok();
    let kind = kind
        .as_ref()
        .and_then(|kind| kind.as_str())
        .unwrap_or_default();
    let mut cells = vec![
        row.ticket.to_string(),
        say.say(&format!("kind-{kind}"), &[]),
    ];
    // Visits are made where they are wanted; elsewhere nothing is missing.
    let optional = |cell: &str| kind == "visit" && matches!(cell, "not_done" | "not_handed_in");
    cells.extend(part.iter().map(|id| match row.cells.get(*id) {
        Some(cell) if !optional(cell) => say.say(&format!("cell-{}", kebab(cell)), &[]),
        _ => String::new(),
    }));
    cells
}

fn missing(page: &mut Page<'_>, status: &PanelStatus) {
    if !status.missing.is_empty() {
        page.section("panel-missing", &[("count", status.missing.len().into())]);
        let columns = [
            Column::code("table-ticket"),
            Column::text("table-applications-open"),
        ];
        let rows = status.missing.iter();
        page.table(
            &columns,
            rows.map(|one| vec![one.ticket.to_string(), joined(&one.applications)]),
        );
    }
    for conflict in &status.conflicts {
        let params = [
            ("ticket", conflict.ticket.as_str().into()),
            ("application", conflict.application.as_str().into()),
            ("seal", conflict.seal.into()),
            ("claims", conflict.claims.len().into()),
            ("differences", conflict.differences.len().into()),
        ];
        page.section("panel-conflict", &params);
        for claim in &conflict.claims {
            page.raw(&format!("  {}  {claim}", words_of(*claim)));
        }
    }
    for gap in &status.gaps {
        match gap {
            Gap::Seal {
                ticket,
                application,
                seal,
                ..
            } => {
                let params = [
                    ("ticket", ticket.as_str().into()),
                    ("application", application.as_str().into()),
                    ("seal", (*seal).into()),
                ];
                page.section("panel-gap-seal", &params);
            }
            Gap::Bundle { ticket, seq, .. } => {
                let params = [("ticket", ticket.as_str().into()), ("seq", (*seq).into())];
                page.section("panel-gap-bundle", &params);
            }
        }
    }
}
