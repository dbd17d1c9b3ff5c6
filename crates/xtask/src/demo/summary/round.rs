//! What the office sent out and what the experts did with it.

use super::{Told, cells, count, items, joined, name, say};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Round, draw, package, findings.
pub(super) fn office(told: &Told<'_>) -> String {
    let office = &told.story["office"];
    let mut out = told.heading("round.heading");
    let counts = [
        ("title", &office["title"]["zh"]),
        ("applications", &office["applications"]),
        ("items", &office["evidence_items"]),
        ("documents", &office["documents"]),
    ];
    out += &told.line("round.counts", &counts);
    out += &drawn(told, office);
    for file in items(&office["files"]) {
        let values = [("file", &json!(name(&file[0]))), ("bytes", &file[1])];
        out += &told.line("round.package", &values);
    }
    let tickets = [
        ("count", &office["tickets"]),
        ("words", &office["digest"]["words"]),
    ];
    out += &told.line("round.tickets", &tickets);
    let left_out = count(&office["left_out"]);
    if left_out != 0 {
        out += &told.line("round.left-out", &[("count", &left_out)]);
    }
    out + "\n" + &findings(told, office)
}

fn drawn(told: &Told<'_>, office: &Value) -> String {
    let seats: Vec<String> = items(&office["seats"])
        .map(|seat| say(&seat["name"]))
        .collect();
    let pool = seats.len() + items(&office["reserves"]).count();
    let digits = joined(&office["digits"], told.words.comma());
    let seats = seats.join(" ");
    let values = [
        ("digits", &json!(digits)),
        ("pool", &json!(pool)),
        ("seats", &json!(seats)),
    ];
    told.line("round.drawn", &values)
}

fn findings(told: &Told<'_>, office: &Value) -> String {
    let row = |one: &Value| {
        vec![
            told.words.code_in("weight", &say(&one["severity"])),
            joined(&one["applications"], " "),
            told.code(&one["kind"]),
            what_about(one),
        ]
    };
    let rows: Vec<Vec<String>> = items(&office["findings"]).map(row).collect();
    let columns = [
        "round.weight",
        "round.application",
        "round.finding",
        "round.words",
    ];
    told.line("round.findings", &[("count", &rows.len().into())]) + &told.cut(&columns, &rows, 12)
}

/// The scheme's own words where it has some, else the values alone: the kind of finding stands
/// beside them in the reader's language, and the program's sentence is English in its data.
fn what_about(finding: &Value) -> String {
    let details = || items(&finding["details"]);
    let message = details().find(|detail| detail[0] == "message");
    match message {
        Some(message) => say(&message[1]),
        None => details()
            .map(|detail| say(&detail[1]))
            .collect::<Vec<_>>()
            .join(" "),
    }
}

/// One line for each expert, and what became of the documents.
pub(super) fn experts(told: &Told<'_>) -> String {
    let first = ["expert", "name", "assigned", "recused", "marks"];
    let then = ["citations", "proposals", "sealed", "hand_ins"];
    let row = |one: &Value| {
        let mut row = cells(one, &first);
        row.extend(cells(one, &then));
        let habit = one["habit"].as_str();
        row.push(habit.map_or_else(String::new, |habit| told.words.code_in("habit", habit)));
        row
    };
    let rows: Vec<Vec<String>> = items(&told.story["experts"]).map(row).collect();
    let columns = [
        "experts.expert",
        "experts.name",
        "experts.assigned",
        "experts.recused",
        "experts.marks",
        "experts.citations",
        "experts.proposals",
        "experts.sealed",
        "experts.hand-ins",
        "experts.besides",
    ];
    told.heading("experts.heading")
        + &told.table(&columns, &rows)
        + &examined(told, &told.story["experts"][0])
}

/// What the first expert's machine made of the documents, cards counted by their reason.
fn examined(told: &Told<'_>, expert: &Value) -> String {
    let found = &expert["files_examined"];
    let values = [
        ("expert", &expert["expert"]),
        ("documents", &found["documents"]),
        ("pages", &found["pages"]),
        ("without", &found["pages_without_text"]),
    ];
    let read = told.line("experts.examined", &values);
    let mut reasons: BTreeMap<&str, usize> = BTreeMap::new();
    for one in items(&found["unreadable"]) {
        *reasons
            .entry(one["reason"].as_str().unwrap_or("–"))
            .or_default() += 1;
    }
    if reasons.is_empty() {
        return read + &told.line("experts.no-cards", &[]);
    }
    let reasons = reasons.iter();
    let reasons = reasons.map(|(reason, count)| format!("{} {count}", told.words.code(reason)));
    let reasons = reasons.collect::<Vec<_>>().join(told.words.comma());
    let values = [
        ("count", &count(&found["unreadable"])),
        ("reasons", &json!(reasons)),
    ];
    read + &told.line("experts.cards", &values)
}
