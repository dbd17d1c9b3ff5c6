//! The numbers of a round as tables that need no program of ours: for the archive.
//!
//! Owns the tables and their columns, which FORMAT.md names. Trap: a replay compares them byte for byte,
//! years later and with another version: codes and numbers stand here and no word of a catalogue, and a
//! column is added as a table of its own, never in between.

use hengping_core::merge::facts::Provenance;
use hengping_core::score::exact::{Exact, PRINTED_DIGITS};
use hengping_core::score::outcome::{LeafOutcome, MarkState};
use hengping_report::workbook::csv_of_texts;

use super::evaluation::Evaluation;
use super::record::Record;
use super::results;
use crate::error::{Refused, Result};
use crate::written;

/// Folder of the tables in an archive.
pub(super) const TABLES: &str = "tables/";

type Rows = Vec<Vec<String>>;

/// The tables by their names in the archive.
pub(super) fn tables(record: &Record) -> Result<Vec<(String, Vec<u8>)>> {
    record.evaluate(|evaluation| {
        let tables: [(&str, &[&str], Rows); 5] = [
            (
                "ranking",
                &[
                    "place",
                    "application",
                    "enterprise",
                    "type",
                    "unit",
                    "composite",
                    "status",
                    "valid",
                    "asked",
                    "proposed",
                ],
                ranking(record, evaluation),
            ),
            (
                "leaves",
                &[
                    "application",
                    "indicator",
                    "state",
                    "valid",
                    "asked",
                    "mark",
                    "points",
                ],
                leaves(evaluation),
            ),
            (
                "marks",
                &[
                    "application",
                    "indicator",
                    "ticket",
                    "state",
                    "mark",
                    "dropped",
                ],
                marks(evaluation),
            ),
            (
                "totals",
                &["application", "ticket", "judged", "total", "dropped"],
                totals(evaluation),
            ),
            (
                "facts",
                &["application", "fact", "declared", "holds", "source"],
                facts(record, evaluation),
            ),
        ];
        let tables = tables.into_iter().map(|(name, heads, rows)| {
            let bytes = csv_of_texts(heads, rows).map_err(|_| Refused::Internal)?;
            Ok((format!("{TABLES}{name}.csv"), bytes))
        });
        tables.collect()
    })
}

fn exact(value: &Exact) -> String {
    value.to_text(PRINTED_DIGITS)
}

fn some(value: Option<&Exact>) -> String {
    value.map(exact).unwrap_or_default()
}

fn yes(is: bool) -> String {
    if is { "1" } else { "0" }.to_owned()
}

/// The stable word of a value: its name in JSON.
fn word(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(serde_json::Value::Object(fields)) => fields.keys().next().cloned().unwrap_or_default(),
        _ => String::new(),
    }
}

fn ranking(record: &Record, evaluation: &Evaluation<'_>) -> Rows {
    let results = results::results(record, evaluation);
    let proposed = |line: &results::ResultLine| {
        let mut all = results.selection.iter();
        all.any(|one| one.application == line.application && one.proposed)
    };
    let row = |line: &results::ResultLine| {
        vec![
            line.place
                .map(|place| place.to_string())
                .unwrap_or_default(),
            line.application.to_string(),
            line.enterprise.clone(),
            line.enterprise_type.to_string(),
            line.unit
                .as_ref()
                .map(ToString::to_string)
                .unwrap_or_default(),
            line.composite.clone().unwrap_or_default(),
            word(&line.status),
            line.experts.valid.to_string(),
            line.experts.asked.to_string(),
            yes(proposed(line)),
        ]
    };
    results.applications.iter().map(row).collect()
}

fn leaves(evaluation: &Evaluation<'_>) -> Rows {
    let outcomes = evaluation.outcome.applications.iter();
    let rows = outcomes.flat_map(|one| {
        one.leaves.iter().map(|leaf| {
            vec![
                one.id.to_string(),
                leaf.indicator.to_string(),
                word(&leaf.state),
                leaf.valid.to_string(),
                leaf.asked.to_string(),
                some(leaf.mark.as_ref()),
                some(leaf.points.as_ref()),
            ]
        })
    });
    rows.collect()
}

fn marks(evaluation: &Evaluation<'_>) -> Rows {
    let row = |id: &str, leaf: &LeafOutcome, at: usize| {
        let mark = leaf.marks.get(at)?;
        let value = match &mark.state {
            MarkState::Scored(value) => exact(value),
            _ => String::new(),
        };
        Some(vec![
            id.to_owned(),
            leaf.indicator.to_string(),
            mark.expert.to_string(),
            word(&mark.state),
            value,
            yes(mark.dropped),
        ])
    };
    let mut rows = Rows::new();
    for one in &evaluation.outcome.applications {
        for leaf in &one.leaves {
            rows.extend((0..leaf.marks.len()).filter_map(|at| row(one.id.as_str(), leaf, at)));
        }
    }
    rows
}

fn totals(evaluation: &Evaluation<'_>) -> Rows {
    let outcomes = evaluation.outcome.applications.iter();
    let rows = outcomes.flat_map(|one| {
        one.totals.iter().map(|total| {
            vec![
                one.id.to_string(),
                total.expert.to_string(),
                exact(&total.judged),
                exact(&total.total),
                yes(total.dropped),
            ]
        })
    });
    rows.collect()
}

fn facts(record: &Record, evaluation: &Evaluation<'_>) -> Rows {
    let mut rows = Rows::new();
    for id in record.applications().keys() {
        for (key, fact) in evaluation.facts.of(id) {
            let source = match &fact.provenance {
                Provenance::Declared => "declared",
                Provenance::Office => "office",
                Provenance::Decided { .. } => "decided",
                Provenance::Visited { .. } => "visited",
            };
            let is_declared = matches!(fact.provenance, Provenance::Declared | Provenance::Office);
            let declared = fact.before.as_ref().or(is_declared.then_some(&fact.value));
            rows.push(vec![
                id.to_string(),
                written::fact(&key),
                declared.map(written::value).unwrap_or_default(),
                written::value(&fact.value),
                source.to_owned(),
            ]);
        }
    }
    rows
}
