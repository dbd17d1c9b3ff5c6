//! The fact sheet: doubts first, then each computed leaf with its numbers filled in.

use hengping_app::expert::{FactLine, FactOutcome, FactSheet};
use hengping_app::messages::Catalogue;

use super::super::page::{Column, Page};
use super::super::yes_no;

/// The fact sheet of one application.
pub(crate) fn facts(sheet: &FactSheet, say: &Catalogue) -> String {
    let mut page = Page::new(say);
    page.line(
        "facts-title",
        &[("application", sheet.application.as_str().into())],
    );
    for doubt in &sheet.doubts {
        let message = doubt.message.in_language(say.language());
        let params = [
            ("code", doubt.code.as_str().into()),
            ("message", message.into()),
        ];
        page.line("facts-doubt", &params);
    }
    page.gap();
    let columns = [
        Column::code("table-indicator"),
        Column::text("table-name-of"),
        Column::text("table-formula"),
        Column::number("table-value"),
        Column::number("table-band"),
        Column::number("table-points"),
        Column::text("table-has-evidence"),
    ];
    page.table(&columns, sheet.lines.iter().map(|line| row(line, say)));
    page.note(if sheet.read {
        "facts-read"
    } else {
        "facts-not-read"
    });
    page.done()
}

fn row(line: &FactLine, say: &Catalogue) -> Vec<String> {
    let values = line.values.iter().map(|one| {
        let value = one
            .value
            .clone()
            .unwrap_or_else(|| say.say("word-not-declared", &[]));
        format!("{} = {value}", one.variable)
    });
    let mut formula: Vec<String> = line.formula.split("; ").map(str::to_owned).collect();
    formula.extend(values);
    let (value, band, points) = outcome(&line.outcome, say);
    vec![
        line.indicator.to_string(),
        line.name.in_language(say.language()).to_owned(),
        formula.join("\n"),
        value,
        band,
        points,
        yes_no(line.has_evidence, say),
    ]
}

fn outcome(outcome: &FactOutcome, say: &Catalogue) -> (String, String, String) {
    let word = |key: &str| (say.say(key, &[]), String::new(), String::new());
    match outcome {
        FactOutcome::Points {
            value,
            band,
            points,
        } => (
            value.clone(),
            band.clone().unwrap_or_default(),
            points.clone(),
        ),
        FactOutcome::Zero => (say.say("facts-zero", &[]), String::new(), "0".to_owned()),
        FactOutcome::Open => word("facts-open"),
        FactOutcome::TurnedOver(_) => word("facts-turned-over"),
    }
}
