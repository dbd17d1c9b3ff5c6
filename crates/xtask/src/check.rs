//! `cargo xtask test`: everything that must hold before a change is kept.
//!
//! Owns the steps and their order. All steps run even when one fails, so that one round tells
//! everything. Trap: documentation tests come before the others, because the last runner's
//! closing line is what people and machines read, and it should count the tests that matter.

mod desktop;
mod tally;

use crate::arguments::Arguments;
use crate::setup::{self, Purpose, Ready};
use crate::{external, fonts, places, say, window};
use anyhow::{Result, bail};
use std::process::Command;
use std::time::{Duration, Instant};
use tally::Tally;

/// Who does a step.
#[derive(Clone, Copy, PartialEq)]
enum By {
    Cargo,
    Npm,
}

/// One step: what is said, and the words given to cargo or npm.
struct Step {
    title: &'static str,
    by: By,
    words: Vec<&'static str>,
    environment: &'static [(&'static str, &'static str)],
}

const fn step(title: &'static str, words: Vec<&'static str>) -> Step {
    Step {
        title,
        by: By::Cargo,
        words,
        environment: &[],
    }
}

fn npm(title: &'static str, words: Vec<&'static str>) -> Step {
    Step {
        by: By::Npm,
        ..step(title, words)
    }
}

/// Runs every step, or the desktop specs alone and many times; fails when one failed.
pub(crate) fn run(mut given: Arguments) -> Result<()> {
    let desktop = given.number("--desktop")?;
    given.finish()?;
    desktop.map_or_else(all, desktop::run)
}

fn all() -> Result<()> {
    let began = Instant::now();
    say::heading("setup");
    let ready = setup::prepare(Purpose::Tests)?;
    window::install()?;
    fonts::prepare()?;
    let steps = steps(external::has("cargo-nextest"));
    let mut tally = Tally::default();
    let mut times: Vec<(&str, Duration, bool)> = Vec::new();
    for (number, step) in steps.iter().enumerate() {
        say::heading(format_args!(
            "step {} of {}: {}",
            number + 1,
            steps.len(),
            step.title
        ));
        let start = Instant::now();
        let outcome = external::watch(&mut command(step, &ready)?, &mut |line| tally.read(line));
        if let Err(error) = &outcome {
            say::line(format_args!("error: {error:#}"));
        }
        times.push((step.title, start.elapsed(), outcome.is_ok()));
    }
    report(&times, &tally, began.elapsed())
}

fn steps(nextest: bool) -> Vec<Step> {
    let tests = if nextest {
        vec!["nextest", "run", "--workspace", "--no-fail-fast"]
    } else {
        vec![
            "test",
            "--workspace",
            "--lib",
            "--bins",
            "--tests",
            "--no-fail-fast",
        ]
    };
    vec![
        step("format", vec!["fmt", "--all", "--", "--check"]),
        npm("the pages: types, lints, tests", vec!["run", "check"]),
        // Before anything of the workspace is compiled: the program embeds them.
        npm("the pages: build", vec!["run", "build"]),
        step(
            "lints",
            vec![
                "clippy",
                "--workspace",
                "--all-targets",
                "--",
                "-D",
                "warnings",
            ],
        ),
        Step {
            title: "documentation",
            by: By::Cargo,
            words: vec!["doc", "--workspace", "--no-deps"],
            environment: &[("RUSTDOCFLAGS", "-D warnings")],
        },
        step(
            "programs that the tests call",
            vec!["build", "--workspace", "--bins"],
        ),
        step(
            "examples in the documentation",
            vec!["test", "--workspace", "--doc"],
        ),
        npm("the pages in a browser", vec!["run", "browser"]),
        step("tests", tests),
    ]
}

fn command(step: &Step, ready: &Ready) -> Result<Command> {
    let mut command = match step.by {
        By::Cargo => places::cargo()?,
        By::Npm => window::npm(&[]),
    };
    if step.by == By::Npm {
        // Colours would hide the closing line from the count.
        command.env("NO_COLOR", "1").env_remove("FORCE_COLOR");
    }
    command.args(&step.words).envs(ready.environment());
    // Browser specs start programs that cargo built.
    command.env("HENGPING_PROGRAMS", places::built("")?);
    command.envs(step.environment.iter().copied());
    Ok(command)
}

fn report(times: &[(&str, Duration, bool)], tally: &Tally, all: Duration) -> Result<()> {
    say::heading("summary");
    for (title, time, good) in times {
        let word = if *good { "ok" } else { "FAILED" };
        say::line(format_args!(
            "{word:>6}  {:>12}  {title}",
            say::duration(*time)
        ));
    }
    say::line(format_args!("{:>6}  {:>12}", "", say::duration(all)));
    say::result(tally);
    let failed: Vec<&str> = times
        .iter()
        .filter(|step| !step.2)
        .map(|step| step.0)
        .collect();
    if !failed.is_empty() {
        bail!("failed: {}", failed.join(", "));
    }
    if tally.passed() == 0 {
        bail!("no test ran");
    }
    Ok(())
}
