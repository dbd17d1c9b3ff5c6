//! What statistics say of the ranking: intervals, weights, other ways, divergences, drift.

use std::collections::BTreeMap;

use hengping_app::messages::Catalogue;
use hengping_app::panel::Names;
use hengping_core::id::ApplicationId;
use hengping_core::stats::Figure;
use hengping_core::stats::alternatives::{Alternative, Arranged, Placed, Way};
use hengping_core::stats::drift::Drift;
use hengping_core::stats::resample::Course;
use hengping_core::stats::round::{Fit, RoundStatistics, Standings};
use hengping_core::stats::triage::{Accord, Deviation, Divergence, SamePage};
use hengping_core::stats::weights::Sensitivity;

use super::super::super::joined;
use super::super::super::page::{Column, Page};
use super::{COEFFICIENT, POINTS, optional};
use hengping_app::panel::words::with_name;

pub(super) fn ranking(
    page: &mut Page<'_>,
    figures: &RoundStatistics,
    names: &Names,
    say: &Catalogue,
) {
    if let Some(standing) = &figures.standing {
        standings(page, standing, say);
    }
    if let Some(found) = &figures.sensitivity {
        sensitivity(page, found, names, say);
    }
    alternatives(page, figures, say);
    divergences(page, &figures.divergences, say);
    drift(page, &figures.drift);
}

fn standings(page: &mut Page<'_>, standing: &Standings, say: &Catalogue) {
    let (key, resamples) = match standing.course {
        Course::Exact { resamples } => ("stats-standing-exact", resamples),
        Course::Seeded { resamples, .. } => ("stats-standing-seeded", resamples),
    };
    page.section(key, &[("resamples", resamples.to_string().into())]);
    let columns = [
        Column::number("table-rank"),
        Column::code("table-application"),
        Column::number("stats-places"),
        Column::number("stats-above"),
        Column::code("table-note"),
    ];
    let rows = standing.ranges.iter().map(|one| {
        let across = if one.across_line {
            say.say("stats-across", &[])
        } else {
            String::new()
        };
        vec![
            one.place.to_string(),
            one.application.to_string(),
            format!("{}–{}", place(one.best), place(one.worst)),
            one.above_line.map_or_else(|| "—".to_owned(), percent),
            across,
        ]
    });
    page.table(&columns, rows);
    if !standing.band.is_empty() {
        page.section(
            "stats-band",
            &[("applications", joined(&standing.band).into())],
        );
    }
}

fn percent(share: Figure) -> String {
    let shown = Figure::new(share.value() * 100.0);
    format!("{} %", optional(shown, 1))
}

/// A place; halves are those of ties.
fn place(place: Figure) -> String {
    let whole = place.value() % 1.0 == 0.0;
    place.to_fixed(usize::from(!whole))
}

fn sensitivity(page: &mut Page<'_>, found: &Sensitivity, names: &Names, say: &Catalogue) {
    let by = found.percent.to_fixed(POINTS);
    page.section("stats-sensitivity", &[("percent", by.into())]);
    let columns = [
        Column::text("table-indicator"),
        Column::code("stats-change"),
        Column::number("stats-moved"),
        Column::number("stats-furthest"),
        Column::code("stats-in"),
        Column::code("stats-out"),
    ];
    let rows = found.changes.iter().map(|change| {
        let code = change.indicator.as_str();
        vec![
            with_name(code, names.indicator(code), say),
            if change.raised { "+" } else { "−" }.to_owned(),
            change.moved.to_string(),
            place(change.furthest),
            joined(&change.comes_in),
            joined(&change.drops_out),
        ]
    });
    page.table(&columns, rows);
}

/// A row for each application in order of official places, a column for each way.
fn alternatives(page: &mut Page<'_>, figures: &RoundStatistics, say: &Catalogue) {
    if figures.official.is_empty() {
        return;
    }
    page.section("stats-alternatives", &[]);
    let mut ways: Vec<(&str, &[Placed])> = vec![("way-official", &figures.official)];
    if let Fit::Fitted { places, .. } = &figures.severity {
        ways.push(("way-adjusted", places));
    }
    for one in &figures.alternatives {
        if let Arranged::Places(places) = &one.result {
            ways.push((way(one.way), places));
        }
    }
    let mut columns = vec![Column::code("table-application")];
    columns.extend(ways.iter().map(|(key, _)| Column::number(key)));
    let places: Vec<BTreeMap<&ApplicationId, String>> =
        ways.iter().map(|(_, places)| spans(places)).collect();
    let rows = figures.official.iter().map(|one| {
        let own = places.iter().map(|own| {
            let place = own.get(&one.application).cloned();
            place.unwrap_or_else(|| "—".to_owned())
        });
        std::iter::once(one.application.to_string())
            .chain(own)
            .collect()
    });
    page.table(&columns, rows);
    refused(page, &figures.alternatives, say);
}

fn spans(places: &[Placed]) -> BTreeMap<&ApplicationId, String> {
    places
        .iter()
        .map(|one| (&one.application, span(one)))
        .collect()
}

fn refused(page: &mut Page<'_>, alternatives: &[Alternative], say: &Catalogue) {
    for one in alternatives {
        if let Arranged::TooLarge { size, most } = one.result {
            let params = [
                ("way", say.say(way(one.way), &[]).into()),
                ("size", size.into()),
                ("most", most.into()),
            ];
            page.section("stats-too-large", &params);
        }
    }
}

/// A place, or the best and the worst of several equally good orders.
fn span(one: &Placed) -> String {
    if one.place == one.last {
        one.place.to_string()
    } else {
        format!("{}–{}", one.place, one.last)
    }
}

fn way(way: Way) -> &'static str {
    match way {
        Way::Mean => "way-mean",
        Way::TrimmedMean => "way-trimmed-mean",
        Way::WithoutExtremes => "way-without-extremes",
        Way::Median => "way-median",
        Way::ZScores => "way-z-scores",
        Way::Borda => "way-borda",
        Way::Kemeny => "way-kemeny",
        Way::Schulze => "way-schulze",
        Way::RankedPairs => "way-ranked-pairs",
    }
}

fn divergences(page: &mut Page<'_>, found: &[Divergence], say: &Catalogue) {
    if found.is_empty() {
        return;
    }
    page.section("panel-divergences", &[("count", found.len().into())]);
    let columns = [
        Column::code("table-application"),
        Column::code("table-indicator"),
        Column::code("table-ticket"),
        Column::number("table-mark"),
        Column::number("stats-mean"),
        Column::number("stats-off"),
        Column::code("stats-pages"),
        Column::code("stats-comment"),
    ];
    let rows = found.iter().flat_map(|one| {
        let leaf = one.leaf.as_ref().map(ToString::to_string);
        let leaf = leaf.unwrap_or_else(|| say.say("word-total", &[]));
        let row = move |own| deviation_row(one, own, &leaf, say);
        one.experts.iter().map(row)
    });
    page.table(&columns, rows);
}

fn deviation_row(one: &Divergence, own: &Deviation, leaf: &str, say: &Catalogue) -> Vec<String> {
    let sign = if own.deviation.value() > 0.0 { "+" } else { "" };
    let share = own
        .percent
        .map(|percent| format!(" ({} %)", percent.to_fixed(0)));
    let pages = own.pages.map_or("stats-none", |pages| match pages {
        SamePage::Shared => "pages-shared",
        SamePage::Other => "pages-other",
        SamePage::Alone => "pages-alone",
        SamePage::NotCited => "pages-not-cited",
    });
    let comment = own.comment.map_or("stats-none", |accord| match accord {
        Accord::Agrees => "comment-agrees",
        Accord::Disagrees => "comment-disagrees",
        Accord::NamesNone => "comment-names-none",
        Accord::Silent => "comment-silent",
    });
    vec![
        one.application.to_string(),
        leaf.to_owned(),
        own.expert.to_string(),
        own.mark.to_fixed(POINTS),
        format!("{} ({})", one.mean.to_fixed(POINTS), one.valid),
        format!(
            "{sign}{}{}",
            own.deviation.to_fixed(POINTS),
            share.unwrap_or_default()
        ),
        say.say(pages, &[]),
        say.say(comment, &[]),
    ]
}

fn drift(page: &mut Page<'_>, drift: &Drift) {
    page.section("stats-drift", &[]);
    let columns = [
        Column::code("table-ticket"),
        Column::number("stats-each"),
        Column::number("stats-first"),
        Column::number("stats-second"),
        Column::number("stats-drifted"),
    ];
    let rows = drift.experts.iter().map(|(key, halves)| {
        vec![
            key.to_string(),
            halves.each.to_string(),
            halves.first.to_fixed(POINTS),
            halves.second.to_fixed(POINTS),
            halves.drift.to_fixed(POINTS),
        ]
    });
    page.table(&columns, rows);
    match &drift.order {
        Some(effect) => {
            let params = [
                ("slope", effect.slope.to_fixed(POINTS).into()),
                ("pairs", effect.pairs.into()),
                ("r", optional(effect.correlation, COEFFICIENT).into()),
            ];
            page.line("stats-order", &params);
        }
        None => page.line("stats-one-order", &[]),
    }
}
