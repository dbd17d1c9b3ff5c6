//! What was refused, what came after the opinion, and where everything lies.

use super::{Told, cells, items, name, say};
use serde_json::{Value, json};

/// Everything that the program refused, with its reason.
pub(super) fn refused(told: &Told<'_>) -> String {
    let row = |one: &Value| {
        let mut row = cells(one, &["who", "command"]);
        row.push(name(&one["about"]));
        row.extend(cells(one, &["code", "sentence"]));
        row
    };
    let rows: Vec<Vec<String>> = items(&told.story["refused"]).map(row).collect();
    let columns = [
        "refused.who",
        "refused.command",
        "refused.about",
        "refused.code",
        "refused.why",
    ];
    told.heading("refused.heading")
        + &match rows.is_empty() {
            true => told.line("refused.none", &[]),
            false => told.table(&columns, &rows),
        }
}

/// Receipts, archive, replay.
pub(super) fn afterwards(told: &Told<'_>) -> String {
    let after = &told.story["afterwards"];
    let found = items(&after["checked"]).filter(|one| one["own_bundles_counted"] != 0);
    let receipts = [
        ("receipts", &after["receipts"]),
        ("experts", &json!(found.count())),
        ("counted", &after["transcript"]["counted"]),
    ];
    let archive = [
        ("files", &after["archived"]["files"]),
        ("bundles", &after["replayed"]["bundles"]),
        ("decisions", &after["replayed"]["decisions"]),
    ];
    let words = [("words", &after["archived"]["results"]["words"])];
    told.heading("afterwards.heading")
        + &told.line("afterwards.receipts", &receipts)
        + &told.line("afterwards.archive", &archive)
        + &told.line("afterwards.result", &words)
}

/// Places of files, and what the time went into.
pub(super) fn files(told: &Told<'_>) -> String {
    let files = told.story["files"].as_object().into_iter().flatten();
    let row = |(what, path): (&String, &Value)| vec![told.words.code_in("files", what), say(path)];
    let rows: Vec<Vec<String>> = files.map(row).collect();
    told.heading("files.heading")
        + &told.table(&["files.what", "files.where"], &rows)
        + "\n"
        + &time(told)
        + told.words.get("files.passphrases")
}

/// Acts that were played at the same time overlap.
fn time(told: &Told<'_>) -> String {
    let seconds = |value: &Value| format!("{:.0}", value.as_f64().unwrap_or_default());
    let times = &told.story["times"];
    let act = |one: &Value| {
        let name = told.words.code_in("act", &say(&one["act"]));
        format!("{name} {}", seconds(&one["seconds"]))
    };
    let acts: Vec<String> = items(&times["acts"]).map(act).collect();
    let values = [
        ("seconds", &json!(seconds(&told.story["seconds"]))),
        ("calls", &times["calls"]),
        ("acts", &json!(acts.join(told.words.comma()))),
        ("load", &told.story["machine"]["load"]),
        ("cores", &told.story["machine"]["cores"]),
    ];
    told.line("files.time", &values)
}
