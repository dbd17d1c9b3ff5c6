//! What arrived at the panel, and the facts it decided.

use super::{Told, cells, count, items, joined, say};
use serde_json::{Value, json};

/// Bundles, what each counts for, and seals that contradict each other.
pub(super) fn arrivals(told: &Told<'_>) -> String {
    let status = &told.story["afterwards"]["status"];
    let rows: Vec<Vec<String>> = items(&status["arrivals"])
        .map(|one| arrival(told, one))
        .collect();
    let columns = [
        "arrivals.number",
        "arrivals.from",
        "arrivals.hand-in",
        "arrivals.state",
        "arrivals.counts-for",
        "arrivals.because",
        "",
    ];
    told.heading("arrivals.heading")
        + &opened(told, status)
        + "\n"
        + &told.table(&columns, &rows)
        + &conflicts(told)
}

fn opened(told: &Told<'_>, status: &Value) -> String {
    let (opened, arrived) = (
        &told.story["panel"]["opened"],
        &told.story["panel"]["arrived"],
    );
    let holders = [
        ("shares", &count(&opened["present"])),
        (
            "people",
            &json!(joined(&opened["present"], told.words.comma())),
        ),
        ("bundles", &opened["opened"]),
        ("reviews", &opened["reviews"]),
        ("visits", &opened["visits"]),
    ];
    let counts = [
        ("accepted", &status["accepted"]),
        ("superseded", &status["superseded"]),
        ("held", &status["held"]),
        ("doubled", &arrived["duplicates"]),
        ("refused", &count(&arrived["refused"])),
    ];
    told.line("arrivals.opened", &holders) + &told.line("arrivals.counts", &counts)
}

fn arrival(told: &Told<'_>, one: &Value) -> Vec<String> {
    let reasons: Vec<String> = items(&one["reasons"]).map(|code| told.code(code)).collect();
    let late = match one["late"] == true {
        true => told.words.get("arrivals.late"),
        false => "",
    };
    vec![
        say(&one["number"]),
        told.holder(&one["ticket"]),
        say(&one["seq"]),
        told.code(&one["state"]),
        items(&one["counts_for"]).count().to_string(),
        reasons.join(told.words.comma()),
        late.to_owned(),
    ]
}

fn conflicts(told: &Told<'_>) -> String {
    let line = |conflict: &Value| {
        let values = [
            ("expert", &json!(told.holder(&conflict["ticket"]))),
            ("application", &conflict["application"]),
            ("seal", &conflict["seal"]),
            ("kind", &json!(told.code(&conflict["kind"]))),
            ("count", &count(&conflict["differences"])),
        ];
        "\n".to_owned() + &told.line("arrivals.conflict", &values)
    };
    items(&told.story["panel"]["conflicts"]).map(line).collect()
}

/// What the visit found, what experts propose, what was decided.
pub(super) fn facts(told: &Told<'_>) -> String {
    let decided = &told.story["panel"]["decided"];
    let counts = [
        ("facts", &decided["facts"]),
        ("explanations", &decided["explanations"]),
        ("consensus", &decided["consensus"]),
        ("votes", &decided["votes"]),
    ];
    told.heading("facts.heading")
        + &visited(told)
        + "\n"
        + &queue(told)
        + &told.line("facts.decided", &counts)
}

fn visited(told: &Told<'_>) -> String {
    let visit = &told.story["visit"];
    let row = |line: &Value| {
        let finding = &line["finding"];
        let mut row = cells(line, &["subject", "declared"]);
        row.extend([say(&finding["verified"]), told.code(&finding["verdict"])]);
        row.extend([
            say(&finding["difference_percent"]),
            told.code(&finding["treatment"]),
        ]);
        row
    };
    let rows: Vec<Vec<String>> = items(&visit["lines"]).map(row).collect();
    let columns = [
        "facts.visited",
        "facts.declared",
        "facts.verified",
        "facts.verdict",
        "facts.difference",
        "facts.treatment",
    ];
    let values = [
        ("application", &visit["application"]),
        ("enterprise", &visit["enterprise"]),
    ];
    told.line("facts.visit", &values) + &told.table(&columns, &rows)
}

fn queue(told: &Told<'_>) -> String {
    let row = |fact: &Value| {
        let mut row = cells(fact, &["application", "fact", "now"]);
        row.extend(cells(
            &fact["proposals"][0],
            &["value", "count", "citations"],
        ));
        row
    };
    let rows: Vec<Vec<String>> = items(&told.story["panel"]["facts"]["facts"])
        .map(row)
        .collect();
    let columns = [
        "facts.application",
        "facts.fact",
        "facts.holds",
        "facts.proposed",
        "facts.experts",
        "facts.citations",
    ];
    told.line("facts.queue", &[("count", &rows.len().into())]) + &told.cut(&columns, &rows, 12)
}
