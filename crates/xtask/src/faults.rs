//! `cargo xtask faults [--kills N]`: the kill tests again, with many more kills.
//!
//! The tests themselves live with the others and take their number from `HENGPING_KILLS`; the
//! test command runs them with the few that a change deserves.

use crate::arguments::Arguments;
use crate::setup::{self, Purpose};
use crate::{external, places, say};
use anyhow::Result;

const KILLS: usize = 2_000;

/// Runs them; fails when something acknowledged was lost or a start was not clean.
pub(crate) fn run(mut given: Arguments) -> Result<()> {
    let kills = given.number("--kills")?.unwrap_or(KILLS);
    given.finish()?;
    let ready = setup::prepare(Purpose::Tests)?;
    say::heading(format_args!("{kills} kills"));
    let mut cargo = places::cargo()?;
    cargo.args([
        "test",
        "--package",
        "hengping-tests",
        "--",
        "--nocapture",
        "kill",
    ]);
    cargo
        .current_dir(places::workspace())
        .envs(ready.environment());
    cargo
        .env("CARGO_TARGET_DIR", places::target()?)
        .env("HENGPING_KILLS", kills.to_string());
    external::run(&mut cargo)
}
