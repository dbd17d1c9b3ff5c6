//! `cargo xtask test`: everything that must hold before a change is kept.
//!
//! Owns the steps and their order. All steps run even when one fails, so that one round tells
//! everything. Trap: documentation tests come before the others, because the last runner's
//! closing line is what people and machines read, and it should count the tests that matter.

mod tally;

use crate::setup::{self, Purpose, Ready};
use crate::{external, places, say};
use anyhow::{Result, bail};
use std::process::Command;
use std::time::{Duration, Instant};
use tally::Tally;

/// One step: what is said, and the words given to cargo.
struct Step {
    title: &'static str,
    words: Vec<&'static str>,
    environment: &'static [(&'static str, &'static str)],
}

const fn step(title: &'static str, words: Vec<&'static str>) -> Step {
    Step {
        title,
        words,
        environment: &[],
    }
}

/// Runs every step; fails when one failed.
pub(crate) fn run() -> Result<()> {
    let began = Instant::now();
    say::heading("setup");
    let ready = setup::prepare(Purpose::Tests)?;
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
        let outcome = external::watch(&mut cargo(step, &ready)?, &mut |line| tally.read(line));
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
        step("tests", tests),
    ]
}

fn cargo(step: &Step, ready: &Ready) -> Result<Command> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    command.args(&step.words).current_dir(places::workspace());
    command
        .env("CARGO_TARGET_DIR", places::target()?)
        .envs(ready.environment());
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
