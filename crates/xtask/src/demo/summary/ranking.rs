//! The ranking with what separates neighbours, and the marks that diverge.

use super::{Told, cells, items, joined, say, short};
use serde_json::{Value, json};

/// Places, composites, spread, and why somebody is not on the list.
pub(super) fn ranking(told: &Told<'_>) -> String {
    let results = &told.story["panel"]["results"];
    let rows: Vec<Vec<String>> = items(&results["applications"])
        .map(|one| placed(told, results, one))
        .collect();
    let columns = [
        "ranking.place",
        "ranking.id",
        "ranking.enterprise",
        "ranking.composite",
        "ranking.least",
        "ranking.greatest",
        "ranking.deviation",
        "ranking.experts",
        "ranking.bonus",
        "ranking.deducted",
        "ranking.behind",
        "ranking.outcome",
    ];
    told.heading("ranking.heading") + &told.table(&columns, &rows) + &ties(told, results)
}

fn placed(told: &Told<'_>, results: &Value, one: &Value) -> Vec<String> {
    let experts = &one["experts"];
    let mut row = cells(one, &["place", "application", "enterprise", "composite"]);
    row.extend(cells(&one["spread"], &["least", "greatest", "deviation"]));
    row.push(format!(
        "{}/{}",
        say(&experts["valid"]),
        say(&experts["asked"])
    ));
    row.extend(cells(one, &["bonus", "deductions"]));
    row.push(decided_by(told, &one["decided_by"]));
    row.push(fate(told, results, one));
    row
}

fn ties(told: &Told<'_>, results: &Value) -> String {
    let ties: Vec<String> = items(&results["ties"])
        .map(|tie| joined(tie, " = "))
        .collect();
    match ties.is_empty() {
        true => told.line("ranking.no-ties", &[]),
        false => told.line("ranking.ties", &[("ties", &json!(ties.join("; ")))]),
    }
}

/// What separated an application from the one before it.
fn decided_by(told: &Told<'_>, criterion: &Value) -> String {
    match criterion["tie_break"].as_u64() {
        Some(at) => {
            let number = (at + 1).to_string();
            let values = [("number", number.as_str())];
            told.words.fill("ranking.tie-break", &values)
        }
        None => told.tagged(criterion),
    }
}

/// Proposed, left out, or why not ranked.
fn fate(told: &Told<'_>, results: &Value, one: &Value) -> String {
    let line = items(&results["selection"]).find(|line| line["application"] == one["application"]);
    match line {
        Some(line) if line["proposed"] == true => told.words.get("ranking.proposed").to_owned(),
        Some(line) => left_out(told, &line["fate"]),
        None => told.tagged(&one["status"]),
    }
}

/// Why a ranked application is not on the list.
fn left_out(told: &Told<'_>, fate: &Value) -> String {
    let reason = &fate["not_selected"];
    let last = &reason["no_seat_left"]["decided_by"];
    if !last.is_null() {
        let criterion = decided_by(told, last);
        let values = [("criterion", criterion.as_str())];
        return told.words.fill("ranking.no-seat", &values);
    }
    match reason.is_null() {
        true => told.tagged(fate),
        false => told.tagged(reason),
    }
}

/// Marks far from the others, by their effect.
pub(super) fn divergences(told: &Told<'_>) -> String {
    let rows: Vec<Vec<String>> = items(&told.story["panel"]["divergences"])
        .map(|one| diverging(told, one))
        .collect();
    let columns = [
        "divergences.application",
        "divergences.indicator",
        "divergences.expert",
        "divergences.mark",
        "divergences.mean",
        "divergences.percent",
        "divergences.without",
        "divergences.explanation",
    ];
    told.heading("divergences.heading")
        + &told.line("divergences.counts", &[("count", &rows.len().into())])
        + &told.cut(&columns, &rows, 10)
}

fn diverging(told: &Told<'_>, one: &Value) -> Vec<String> {
    let effect = &one["effect"];
    let places = match effect.is_null() {
        true => String::new(),
        false => format!(
            "{} → {}",
            say(&effect["place"]),
            say(&effect["place_without"])
        ),
    };
    let mut row = cells(one, &["application", "indicator"]);
    row.push(told.holder(&one["ticket"]));
    row.extend(cells(one, &["mark", "mean", "percent"]));
    row.extend([places, short(&say(&one["explanation"]), 30)]);
    row
}
