//! `cargo xtask bench ui [NAME] [--write]`: what a person waits for in the window, beside Evince and
//! pdf.js in Chromium on the same files.
//!
//! Owns building what is measured, the aims, and the table. Measuring is the driver's
//! (`tests/bench`) and the script's (`ui/scripts/bench-pdfjs.mjs`). Trap: the program is the optimised
//! one but for its own few hundred lines, which are built with the doors for tests open: a driver, a
//! fixed clock. Everything that takes time lies in crates that are built as for a release.

use super::machine;
use crate::arguments::Arguments;
use crate::setup::{self, Purpose, Ready};
use crate::table::table;
use crate::{external, materials, places, say, window};
use anyhow::{Context, Result};
use serde_json::Value;
use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Opens the doors for tests in the shell alone.
const DOORS: &str = "profile.release.package.hengping-desktop.debug-assertions=true";
/// Where results are kept, and what stands around them.
const DOCUMENT: &str = "docs/benchmarks.md";
const BEGIN: &str = "<!-- window: written by `cargo xtask bench ui --write` -->";
const END: &str = "<!-- window: end -->";

/// What is aimed at on two cores: figure, whether its tail counts, bound, unit.
const AIMS: &[(&str, bool, f64)] = &[
    ("start to usable", false, 1500.0),
    ("open a document, first page", true, 150.0),
    ("next page, prefetched", true, 50.0),
    ("search the sample, first hits", true, 100.0),
    ("search 20 000 pages, first hits", true, 100.0),
    ("memory with 100 pages open", false, 350.0),
];
/// Of whom.
const OURS: &str = "Hengping";

/// Runs all or one and shows the figures; `--write` puts them into the document.
pub(super) fn run(mut given: Arguments) -> Result<()> {
    let writes = given.flag("--write");
    let only = given.command();
    given.finish()?;
    let ready = setup::prepare(Purpose::Benches)?;
    let program = build(&ready)?;
    let sample = materials::folder(&ready, None)?.join("applications");
    let folder = places::target()?.join("bench/ui");
    std::fs::create_dir_all(&folder)?;
    let before = machine::describe();
    let mut figures = Vec::new();
    let is_other = only.as_deref() == Some("pdf.js");
    if !is_other {
        let mut driver = driver(&ready)?;
        driver.arg(&sample).arg(&folder).args(&only);
        driver.env("HENGPING_TEST_PROGRAM", program);
        figures.extend(read(&mut driver)?);
    }
    if only.is_none() || is_other {
        let mut node = Command::new("node");
        node.arg("scripts/bench-pdfjs.mjs")
            .arg(&sample)
            .arg(&folder);
        figures.extend(read(node.current_dir(places::workspace().join("ui")))?);
    }
    let rows: Vec<Vec<String>> = figures.iter().map(row).collect();
    say::result(table(&HEADING, &rows));
    say::result(format_args!("\nmachine: {before}"));
    if writes {
        write(&rows, &before)?;
    }
    Ok(())
}

/// The program, optimised, with the doors for tests open.
fn build(ready: &Ready) -> Result<PathBuf> {
    window::install()?;
    say::line("building the pages and the program for release");
    external::output(&mut window::npm(&["run", "build"]))?;
    let mut cargo = places::cargo()?;
    cargo.args(["build", "--release", "--package", "hengping-desktop"]);
    cargo.args(["--config", DOORS]).envs(ready.environment());
    external::run(&mut cargo)?;
    let target = places::target()?;
    let kept = target.join("bench/ui/hengping-desktop");
    std::fs::create_dir_all(target.join("bench/ui"))?;
    // A copy: what is built without the doors later must not be measured by mistake.
    std::fs::copy(target.join("release/hengping-desktop"), &kept)?;
    Ok(kept)
}

/// The driver, which is not optimised itself and times nothing of its own.
fn driver(ready: &Ready) -> Result<Command> {
    let mut cargo = places::cargo()?;
    cargo.args(["test", "--quiet", "--package", "hengping-tests"]);
    cargo
        .args(["--bench", "ui", "--"])
        .envs(ready.environment());
    Ok(cargo)
}

/// The figures that a program prints, one of JSON per line.
fn read(command: &mut Command) -> Result<Vec<Value>> {
    let shown = external::shown(command);
    command.stdin(Stdio::null()).stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start `{shown}`"))?;
    let output = child.stdout.take().context("its output")?;
    let mut figures = Vec::new();
    for line in BufReader::new(output).lines() {
        let line = line?;
        match serde_json::from_str(&line) {
            Ok(figure) => figures.push(figure),
            Err(_) => say::line(line),
        }
    }
    let status = child.wait()?;
    if !status.success() {
        // What was measured before is still true.
        say::line(format_args!("  `{shown}` ended with {status}"));
    }
    Ok(figures)
}

const HEADING: [&str; 8] = ["what", "of", "p50", "p95", "most", "n", "aim", "note"];

fn row(figure: &Value) -> Vec<String> {
    let unit = figure["unit"].as_str().unwrap_or_default();
    let text = |name: &str| figure[name].as_str().unwrap_or_default().to_owned();
    let shown = |name: &str| match figure[name].as_f64() {
        Some(value) if value < 10.0 => format!("{value:.1} {unit}"),
        Some(value) => format!("{value:.0} {unit}"),
        None => String::new(),
    };
    let middle = if figure["value"].is_null() {
        "p50"
    } else {
        "value"
    };
    vec![
        text("what"),
        text("of"),
        shown(middle),
        shown("p95"),
        shown("most"),
        figure["n"].to_string(),
        aim(figure),
        text("note"),
    ]
}

/// The bound that stands for a figure of ours, and whether it holds.
fn aim(figure: &Value) -> String {
    let aim = AIMS
        .iter()
        .find(|aim| figure["what"] == aim.0 && figure["of"] == OURS);
    let Some((_, tail, bound)) = aim else {
        return String::new();
    };
    let middle = figure["value"].as_f64().or(figure["p50"].as_f64());
    let value = if *tail {
        figure["p95"].as_f64()
    } else {
        middle
    };
    let holds = value.is_some_and(|value| value <= *bound);
    let word = if holds { "held" } else { "MISSED" };
    let unit = figure["unit"].as_str().unwrap_or_default();
    let at = if *tail { " at p95" } else { "" };
    format!("≤ {bound:.0} {unit}{at}: {word}")
}

/// Replaces what the document says of the window.
fn write(rows: &[Vec<String>], machine: &Value) -> Result<()> {
    let path = places::workspace().join(DOCUMENT);
    let text = std::fs::read_to_string(&path).unwrap_or_default();
    let (before, after) = match (text.find(BEGIN), text.find(END)) {
        (Some(begin), Some(end)) => (&text[..begin], &text[end + END.len()..]),
        _ => (text.as_str(), "\n"),
    };
    let said = |name: &str| match &machine[name] {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut lines = vec![
        BEGIN.to_owned(),
        String::new(),
        format!(
            "{} cores ({}), {}, Linux {}; load before the run {}.",
            said("cores"),
            said("processor"),
            said("memory"),
            said("kernel"),
            said("load")
        ),
        String::new(),
        format!("| {} |", HEADING.join(" | ")),
        "|---|---|---:|---:|---:|---:|---|---|".to_owned(),
    ];
    lines.extend(rows.iter().map(|row| format!("| {} |", row.join(" | "))));
    lines.extend([String::new(), END.to_owned()]);
    Ok(std::fs::write(
        path,
        format!("{before}{}{after}", lines.join("\n")),
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_aim_is_held_by_its_tail_or_its_middle() {
        let figure = |what: &str, p50: f64, p95: f64| {
            aim(&json!({ "what": what, "of": OURS, "unit": "ms", "p50": p50, "p95": p95 }))
        };
        assert!(figure("next page, prefetched", 20.0, 49.0).ends_with("held"));
        assert!(figure("next page, prefetched", 20.0, 51.0).ends_with("MISSED"));
        assert!(figure("start to usable", 1400.0, 1600.0).ends_with("held"));
        assert_eq!(figure("something else", 1.0, 1.0), "");
    }
}
