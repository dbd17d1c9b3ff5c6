//! The story as a text: sections, short facts as lines, lists of records as tables.
//!
//! Shows the same data that `--json` prints; lists too long for a screen are cut and say so.

use crate::table::table;
use serde_json::{Map, Value};

/// Rows of a table that are shown.
const ROWS: usize = 20;
/// Columns of a table that are shown, and characters of a cell.
const COLUMNS: usize = 8;
const CELL: usize = 28;

/// The whole story.
pub(crate) fn text(story: &Value) -> String {
    let mut out = String::new();
    section(&mut out, "", story);
    out
}

fn section(out: &mut String, title: &str, value: &Value) {
    match value {
        Value::Object(members) => object(out, title, members),
        Value::Array(items) if items.iter().any(Value::is_object) => records(out, title, items),
        other => out.push_str(&format!("{title}: {}\n", cell(other))),
    }
}

fn object(out: &mut String, title: &str, members: &Map<String, Value>) {
    if !title.is_empty() {
        out.push_str(&format!("\n── {title}\n"));
    }
    let (plain, nested): (Vec<_>, Vec<_>) = members.iter().partition(|(_, value)| is_plain(value));
    for (name, value) in plain {
        out.push_str(&format!("{name}: {}\n", cell(value)));
    }
    for (name, value) in nested {
        let inner = if title.is_empty() {
            name.clone()
        } else {
            format!("{title} · {name}")
        };
        section(out, &inner, value);
    }
}

fn records(out: &mut String, title: &str, items: &[Value]) {
    let mut columns: Vec<&str> = Vec::new();
    for item in items.iter().filter_map(Value::as_object) {
        for (name, value) in item {
            if is_plain(value) && !columns.contains(&name.as_str()) && columns.len() < COLUMNS {
                columns.push(name);
            }
        }
    }
    let row = |item: &Value| columns.iter().map(|name| cell(&item[*name])).collect();
    let rows: Vec<Vec<String>> = items.iter().take(ROWS).map(row).collect();
    out.push_str(&format!("\n── {title}\n{}\n", table(&columns, &rows)));
    if items.len() > ROWS {
        out.push_str(&format!("… and {} more\n", items.len() - ROWS));
    }
}

fn is_plain(value: &Value) -> bool {
    match value {
        Value::Object(_) => false,
        Value::Array(items) => items
            .iter()
            .all(|item| !item.is_object() && !item.is_array()),
        _ => true,
    }
}

fn cell(value: &Value) -> String {
    let text = match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    };
    if text.chars().count() <= CELL || text.contains('/') {
        return text;
    }
    text.chars().take(CELL - 1).chain(['…']).collect()
}
