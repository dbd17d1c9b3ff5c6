//! `cargo xtask bench [NAME]`: ratios, measured side by side in one run, with the machine named.
//!
//! Owns the list of benches and how they are shown. Every bench compares with another program
//! doing the same work on the same bytes; absolute times alone say little about another machine.
//! Trap: release builds only, and a bench whose counterpart is missing says so instead of
//! inventing a ratio.

mod bundles;
mod clock;
pub(crate) mod machine;
mod marks;
mod package;
mod pages;
mod statistics;
mod ui;

use crate::arguments::Arguments;
use crate::setup::{self, Purpose, Ready};
use crate::table::table;
use crate::{external, places, say};
use anyhow::{Context, Result, bail};
use clock::Pair;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where a bench works and what it may call.
struct Ground {
    ready: Ready,
    /// The program, built for release.
    program: PathBuf,
    /// Calls the libraries where no command does.
    probe: PathBuf,
    /// Inputs, kept between runs.
    folder: PathBuf,
}

/// One line of the result.
struct Row {
    what: String,
    against: &'static str,
    pair: Pair,
    note: String,
}

type Bench = fn(&Ground) -> Result<Vec<Row>>;

const BENCHES: &[(&str, Bench)] = &[
    ("scheme-try", marks::run),
    ("package", package::run),
    ("bundles", bundles::run),
    ("pages", pages::draw),
    ("search", pages::search),
    ("statistics", statistics::run),
];

/// Runs one bench or all of those without a screen; `ui` measures the window.
pub(crate) fn run(mut given: Arguments) -> Result<()> {
    if given.takes("ui") {
        return ui::run(given);
    }
    let as_data = given.flag("--json");
    let only = given.command();
    given.finish()?;
    let chosen: Vec<_> = BENCHES
        .iter()
        .filter(|(name, _)| only.as_ref().is_none_or(|only| only == name))
        .collect();
    if chosen.is_empty() {
        let names: Vec<&str> = BENCHES.iter().map(|(name, _)| *name).collect();
        bail!("no such bench; there are {}", names.join(", "));
    }
    let ground = prepare()?;
    let mut rows = Vec::new();
    for (name, bench) in chosen {
        say::heading(name);
        // One bench that cannot be run must not hide the others.
        match bench(&ground) {
            Ok(found) => rows.extend(found),
            Err(error) => say::line(format_args!("  not measured: {error:#}")),
        }
    }
    show(&rows, as_data);
    Ok(())
}

fn prepare() -> Result<Ground> {
    let ready = setup::prepare(Purpose::Benches)?;
    say::line("building for release");
    let mut cargo = places::cargo()?;
    let packages = ["--package", "hengping", "--package", "hengping-probe"];
    cargo.args(["build", "--release"]).args(packages);
    external::run(cargo.envs(ready.environment()))?;
    let release = places::target()?.join("release");
    let folder = places::target()?.join("bench");
    std::fs::create_dir_all(&folder)?;
    Ok(Ground {
        ready,
        program: release.join("hengping"),
        probe: release.join("hengping-probe"),
        folder,
    })
}

impl Ground {
    /// A call of the program.
    fn hengping(&self, words: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command
            .args(["--json", "--quiet", "--lang", "en"])
            .args(words);
        command.envs(self.ready.environment());
        command
    }

    /// Calls the probe and reads its answer.
    fn probe(&self, words: &[&str]) -> Result<Value> {
        let mut command = Command::new(&self.probe);
        let output = external::output(command.args(words).envs(self.ready.environment()))?;
        serde_json::from_slice(&output).context("the probe prints JSON")
    }

    /// An empty or earlier folder for inputs of one bench.
    fn place(&self, name: &str) -> Result<PathBuf> {
        let place = self.folder.join(name);
        std::fs::create_dir_all(&place)?;
        Ok(place)
    }
}

/// A path as an argument.
fn word(path: &Path) -> Result<&str> {
    path.to_str()
        .context("the build folder's name is not UTF-8")
}

fn show(rows: &[Row], as_data: bool) {
    let machine = machine::describe();
    if as_data {
        let entry = |row: &Row| {
            json!({
                "what": row.what, "against": row.against, "note": row.note,
                "seconds": row.pair.ours.as_secs_f64(),
                "seconds_against": row.pair.theirs.as_secs_f64(),
                "ratio": row.pair.ratio(),
            })
        };
        let all: Vec<Value> = rows.iter().map(entry).collect();
        say::result(json!({ "machine": machine, "benches": all }));
        return;
    }
    let line = |row: &Row| {
        let (ours, theirs) = (row.pair.ours.as_secs_f64(), row.pair.theirs.as_secs_f64());
        let times = [format!("{ours:.3}"), format!("{theirs:.3}")];
        let ratio = format!("{:.2}", row.pair.ratio());
        vec![
            row.what.clone(),
            row.against.into(),
            times[0].clone(),
            times[1].clone(),
            ratio,
            row.note.clone(),
        ]
    };
    let lines: Vec<Vec<String>> = rows.iter().map(line).collect();
    let heading = ["what", "against", "s", "s against", "ratio", "note"];
    say::result(format_args!(
        "{}\n\nmachine: {machine}",
        table(&heading, &lines)
    ));
}
