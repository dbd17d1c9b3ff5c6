//! The ranking with its cut line, spreads and denominators; one application down to its leaves.

use std::collections::BTreeSet;

use hengping_app::messages::Catalogue;
use hengping_app::panel::{Names, ResultLine, Results, WithdrawnLine, words};
use hengping_core::id::ApplicationId;
use hengping_core::score::ExpertKey;
use hengping_core::score::exact::PRINTED_DIGITS;
use hengping_core::score::outcome::{ApplicationOutcome, LeafOutcome, LeafState};

use super::super::page::{Column, Page};
use super::super::{joined, or_dash};
use super::corrections::corrections;
use hengping_app::panel::words::with_name;

/// Places of marks and values of formulas beside each other.
const SHOWN_DIGITS: u32 = 4;

/// The result of a round.
pub(crate) fn results(results: &Results, names: &Names, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line(
        "panel-results",
        &[("title", results.title.in_language(say.language()).into())],
    );
    let scheme = format!("{} {}", results.scheme.id, results.scheme.version);
    page.facts(&[
        ("fact-scheme", scheme),
        ("fact-method", results.method.to_owned()),
        ("fact-divergences", results.divergences.to_string()),
        ("fact-open-seats", results.open_seats.to_string()),
    ]);
    page.gap();
    ranking(&mut page, results, names, say);
    not_ranked(&mut page, results, say);
    withdrawn(&mut page, results);
    for tie in &results.ties {
        page.section("panel-tie", &[("applications", joined(tie).into())]);
    }
    groups(&mut page, results, names, say);
    apart(&mut page, &results.experts_apart);
    notes(&mut page, results, say);
    corrections(&mut page, &results.corrections, say);
    page.done()
}

/// What left the round, with what is kept of it.
fn withdrawn(page: &mut Page<'_>, results: &Results) {
    if results.withdrawn.is_empty() {
        return;
    }
    page.section("panel-withdrawn", &[]);
    let columns = [
        Column::code("table-application"),
        Column::text("table-enterprise"),
        Column::number("table-notice-number"),
        Column::text("table-reason"),
        Column::number("table-kept"),
    ];
    let row = |line: &WithdrawnLine| {
        vec![
            line.application.to_string(),
            line.enterprise.clone(),
            line.notice.to_string(),
            line.reason.clone(),
            line.kept.to_string(),
        ]
    };
    page.table(&columns, results.withdrawn.iter().map(row));
}

fn ranking(page: &mut Page<'_>, results: &Results, names: &Names, say: &Catalogue) {
    let mut columns = vec![
        Column::number("table-rank"),
        Column::code("table-application"),
        Column::text("table-enterprise"),
        Column::code("table-type"),
        Column::code("table-unit-code"),
        Column::number("table-composite"),
        Column::code("table-grade"),
        Column::number("table-range"),
        Column::number("table-deviation"),
        Column::number("table-experts"),
    ];
    let selects = !results.selection.is_empty();
    if selects {
        columns.push(Column::code("table-proposed"));
    }
    let ranked: Vec<&ResultLine> = results
        .applications
        .iter()
        .filter(|line| line.place.is_some())
        .collect();
    let last = ranked
        .iter()
        .rposition(|line| is_proposed(results, &line.application));
    let mut rows = Vec::new();
    for (at, line) in ranked.iter().enumerate() {
        let mut row = result_row(line, names, say);
        if selects {
            row.push(fate(results, &line.application, say));
        }
        rows.push(row);
        if Some(at) == last && at + 1 < ranked.len() {
            rows.push(cut_line(say));
        }
    }
    page.table(&columns, rows.into_iter());
}

fn result_row(line: &ResultLine, names: &Names, say: &Catalogue) -> Vec<String> {
    let unit = line
        .unit
        .as_ref()
        .map(ToString::to_string)
        .unwrap_or_default();
    let place = line
        .place_in_type
        .map_or_else(String::new, |place| format!(" {place}"));
    let spread = line.spread.as_ref();
    let grade = line.grade.as_deref().unwrap_or_default();
    let named = names.grade(grade);
    let grade = named.map_or(grade, |name| name.in_language(say.language()));
    vec![
        line.place
            .map_or_else(|| "—".to_owned(), |place| place.to_string()),
        line.application.to_string(),
        line.enterprise.clone(),
        format!("{}{place}", line.enterprise_type),
        or_dash(&unit),
        or_dash(line.composite.as_deref().unwrap_or_default()),
        or_dash(grade),
        or_dash(spread.map_or("", |spread| &spread.range)),
        or_dash(spread.map_or("", |spread| &spread.deviation)),
        format!("{}/{}", line.experts.valid, line.experts.asked),
    ]
}

fn cut_line(say: &Catalogue) -> Vec<String> {
    let mut row = vec![String::new(), String::new()];
    row.push(format!("┈┈ {} ┈┈", say.say("word-cut-line", &[])));
    row
}

fn is_proposed(results: &Results, id: &ApplicationId) -> bool {
    results
        .selection
        .iter()
        .any(|line| line.application == *id && line.proposed)
}

fn fate(results: &Results, id: &ApplicationId, say: &Catalogue) -> String {
    let Some(line) = results
        .selection
        .iter()
        .find(|line| line.application == *id)
    else {
        return String::new();
    };
    words::fate(&line.fate, say)
}

fn not_ranked(page: &mut Page<'_>, results: &Results, say: &Catalogue) {
    let others: Vec<&ResultLine> = results
        .applications
        .iter()
        .filter(|line| line.place.is_none())
        .collect();
    if others.is_empty() {
        return;
    }
    page.section("panel-not-ranked", &[("count", others.len().into())]);
    let columns = [
        Column::code("table-application"),
        Column::text("table-enterprise"),
        Column::number("table-composite"),
        Column::number("table-experts"),
        Column::code("table-state"),
        Column::text("table-reason"),
    ];
    let rows = others.iter().map(|line| {
        let (state, reasons) = words::status(&line.status, say);
        vec![
            line.application.to_string(),
            line.enterprise.clone(),
            or_dash(line.composite.as_deref().unwrap_or_default()),
            format!("{}/{}", line.experts.valid, line.experts.asked),
            state,
            reasons.join("\n"),
        ]
    });
    page.table(&columns, rows);
}

/// Rankings within types and units, in one line each.
fn groups(page: &mut Page<'_>, results: &Results, names: &Names, say: &Catalogue) {
    if results.types.len() > 1 {
        page.section("panel-by-type", &[]);
        let columns = [Column::code("table-type"), Column::text("table-order")];
        let rows = results.types.iter().map(|one| {
            let places = one.places.iter();
            let code = one.enterprise_type.as_str();
            let places = places.map(|place| format!("{} {}", place.place, place.application));
            vec![
                with_name(code, names.enterprise_type(code), say),
                places.collect::<Vec<_>>().join("  "),
            ]
        });
        page.table(&columns, rows);
    }
    if results.units.len() > 1 {
        page.section("panel-by-unit", &[]);
        let columns = [Column::code("table-unit-code"), Column::text("table-order")];
        let rows = results.units.iter();
        page.table(
            &columns,
            rows.map(|(unit, ids)| vec![unit.to_string(), joined(ids)]),
        );
    }
}

/// That experts who share no application cannot be compared, and who they are.
pub(super) fn apart(page: &mut Page<'_>, groups: &[BTreeSet<ExpertKey>]) {
    if groups.is_empty() {
        return;
    }
    page.section("panel-apart", &[("count", groups.len().into())]);
    for group in groups {
        page.raw(&format!(" {}", joined(&Vec::from_iter(group))));
    }
}

fn notes(page: &mut Page<'_>, results: &Results, say: &Catalogue) {
    let mut rows = Vec::new();
    for line in &results.applications {
        if let Some(other) = &line.other_method {
            let params = [
                ("method", other.method.as_str().into()),
                ("composite", other.text.as_str().into()),
            ];
            let text = say.say("panel-other-method", &params);
            rows.push(vec![line.application.to_string(), text]);
        }
        for note in &line.notes {
            rows.push(vec![
                line.application.to_string(),
                say.phrase(&note.to_string()),
            ]);
        }
        if let Some(items) = results.undecided_items.get(&line.application) {
            let text = say.say(
                "panel-undecided-items",
                &[("items", items.join(" ").into())],
            );
            rows.push(vec![line.application.to_string(), text]);
        }
    }
    if !rows.is_empty() {
        page.section("panel-notes", &[]);
        let columns = [
            Column::code("table-application"),
            Column::text("table-note"),
        ];
        page.table(&columns, rows.into_iter());
    }
}

/// One application: totals of the experts, every leaf with its raw marks, items.
pub(crate) fn outcome(one: &ApplicationOutcome, names: &Names, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line("panel-outcome", &[("application", one.id.as_str().into())]);
    let (state, reasons) = words::status(&one.status, say);
    let composite = one
        .composite
        .as_ref()
        .map_or("", |composite| composite.text.as_str());
    let place = one
        .places
        .map(|places| places.overall.to_string())
        .unwrap_or_default();
    page.facts(&[
        ("table-state", state),
        ("table-composite", or_dash(composite)),
        ("table-rank", or_dash(&place)),
        (
            "table-experts",
            format!("{}/{}", one.experts.valid, one.experts.asked),
        ),
        ("fact-recused", one.experts.recused.to_string()),
        ("fact-absent", one.experts.absent.to_string()),
        ("table-bonus", one.bonus.to_text(PRINTED_DIGITS)),
        ("table-deductions", one.deductions.to_text(PRINTED_DIGITS)),
    ]);
    for reason in reasons {
        page.raw(&format!(" {reason}"));
    }
    page.section("panel-leaves", &[]);
    let columns = [
        Column::text("table-indicator"),
        Column::code("table-source"),
        Column::number("table-valid"),
        Column::text("table-marks"),
        Column::number("table-mark"),
        Column::number("table-points"),
    ];
    page.table(
        &columns,
        one.leaves.iter().map(|leaf| leaf_row(leaf, names, say)),
    );
    page.note("panel-leaves-legend");
    let notes: Vec<_> = one
        .notes
        .iter()
        .map(|note| say.phrase(&note.to_string()))
        .collect();
    if !notes.is_empty() {
        page.section("panel-notes", &[]);
        notes.iter().for_each(|note| page.raw(&format!(" {note}")));
    }
    page.done()
}

fn leaf_row(leaf: &LeafOutcome, names: &Names, say: &Catalogue) -> Vec<String> {
    let source = serde_json::to_value(leaf.source).ok();
    let source = source
        .as_ref()
        .and_then(|source| source.as_str())
        .unwrap_or_default();
    let marks = leaf.marks.iter().map(|mark| {
        let text = words::mark_text(&mark.state, say);
        if mark.dropped {
            format!("({text})")
        } else {
            text
        }
    });
    let marks: Vec<String> = marks.collect();
    let points = match (leaf.state, &leaf.points) {
        (LeafState::NotApplicable, _) => "/".to_owned(),
        (_, Some(points)) => points.to_text(PRINTED_DIGITS),
        (_, None) => "?".to_owned(),
    };
    let code = leaf.indicator.as_str();
    let option = leaf.option.as_ref().map(|option| {
        let name = names.option(code, option.as_str());
        with_name(option.as_str(), name, say)
    });
    let mark = leaf.mark.as_ref().map(|mark| mark.to_text(SHOWN_DIGITS));
    vec![
        with_name(code, names.indicator(code), say),
        say.say(&format!("source-{source}"), &[]),
        format!("{}/{}", leaf.valid, leaf.asked),
        marks.join(" "),
        option.or(mark).unwrap_or_default(),
        points,
    ]
}
