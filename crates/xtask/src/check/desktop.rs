//! `cargo xtask test --desktop N`: the specs of the real window, N times in a row.
//!
//! What passes once may have been lucky; windows, displays and drivers have a timing of their own.

use super::{external, places, say, setup, window};
use crate::setup::Purpose;
use anyhow::{Result, bail};
use std::process::Command;
use std::time::Instant;

/// Runs them; fails when one run failed.
pub(super) fn run(times: usize) -> Result<()> {
    say::heading("setup");
    let ready = setup::prepare(Purpose::Tests)?;
    window::build(&ready)?;
    let specs = |words: &[&str]| -> Result<Command> {
        let mut cargo = places::cargo()?;
        cargo.args(["test", "--quiet", "--package", "hengping-tests"]);
        cargo.args(["--test", "desktop"]).args(words);
        cargo.envs(ready.environment());
        Ok(cargo)
    };
    external::run(&mut specs(&["--no-run"])?)?;
    let mut failed = Vec::new();
    for run in 1..=times {
        let began = Instant::now();
        let outcome = external::output(&mut specs(&[])?);
        let word = if outcome.is_ok() { "ok" } else { "FAILED" };
        let taken = say::duration(began.elapsed());
        say::line(format_args!("{word:>6}  {taken:>12}  run {run} of {times}"));
        if let Err(error) = outcome {
            say::line(format_args!("{error:#}"));
            failed.push(run);
        }
    }
    let passed = times - failed.len();
    say::result(format_args!("{passed} passed, {} failed", failed.len()));
    if failed.is_empty() {
        return Ok(());
    }
    bail!("the runs {failed:?} of the desktop specs failed");
}
