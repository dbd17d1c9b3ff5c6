//! `cargo xtask windows`: core, format, store, use cases and command line built for Windows, their
//! tests run under Wine.
//!
//! Owns which crates and what a run may claim. Does not own where the standard library of Windows
//! comes from. Trap: Wine is not Windows; what passes here has been run by another loader over this
//! machine's file system, and the words at the end say so.

mod standard_library;
mod wine;

use crate::arguments::Arguments;
use crate::setup::{self, Purpose};
use crate::{external, places, say};
use anyhow::{Context, Result, bail};
use std::fmt;
use std::process::Command;

/// What is built, as rustc names it.
const TARGET: &str = "x86_64-pc-windows-gnu";
/// Who links for it.
const LINKER: &str = "x86_64-w64-mingw32-gcc";

/// Crates whose tests are run.
const CRATES: &[&str] = &[
    "hengping-core",
    "hengping-format",
    "hengping-store",
    "hengping",
];

/// Something the cross-build needs is not to be had here; nothing was built and nothing has failed.
#[derive(Debug)]
pub(crate) struct Missing(String);

impl fmt::Display for Missing {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "nothing was built for Windows: {} is missing here",
            self.0
        )
    }
}

impl std::error::Error for Missing {}

/// Whether what runs programs of Windows is installed.
pub(crate) fn has_wine() -> bool {
    wine::program().is_ok()
}

/// Builds and tests; `--build` only builds.
pub(crate) fn run(mut given: Arguments) -> Result<()> {
    let only_build = given.flag("--build");
    given.finish()?;
    say::heading("setup");
    let ready = setup::prepare(Purpose::Round)?;
    refuse_without_tools()?;
    let library = standard_library::find_or_make()?;
    say::heading(format_args!("the tests, compiled for {TARGET}"));
    let mut cargo = places::cargo()?;
    cargo.arg("test").args(["--target", TARGET]);
    cargo.args(CRATES.iter().flat_map(|name| ["--package", name]));
    // Examples in the documentation are run on this machine by `cargo xtask test`.
    cargo.args(["--lib", "--bins", "--tests", "--no-fail-fast"]);
    // A folder of its own: a build for two systems at once would make every other one wait.
    cargo.env("CARGO_TARGET_DIR", places::target()?.join("windows"));
    cargo.envs(ready.environment());
    configure(&mut cargo, &library)?;
    external::run(cargo.arg("--no-run"))?;
    if only_build {
        return Ok(());
    }
    say::heading("the tests, under Wine");
    wine::prepare()?;
    let mut cargo = again_without_no_run(&cargo);
    external::run(&mut cargo)?;
    say::line("passed under Wine, which is not Windows: no real machine has run it");
    Ok(())
}

fn refuse_without_tools() -> Result<()> {
    let missing = setup::install_for_windows();
    match missing.as_slice() {
        [] => Ok(()),
        [first, ..] => bail!(Missing(format!("the package {} ({})", first.0, first.1))),
    }
}

fn configure(cargo: &mut Command, library: &standard_library::Library) -> Result<()> {
    let name = TARGET.to_uppercase().replace('-', "_");
    cargo.env(format!("CARGO_TARGET_{name}_LINKER"), LINKER);
    cargo.env(format!("CARGO_TARGET_{name}_RUNNER"), wine::program()?);
    if let Some(flags) = library.flags() {
        cargo.env(format!("CARGO_TARGET_{name}_RUSTFLAGS"), flags);
    }
    wine::dress(cargo)
}

/// The same call, which runs what it compiled.
fn again_without_no_run(cargo: &Command) -> Command {
    let mut again = Command::new(cargo.get_program());
    again.args(cargo.get_args().filter(|word| *word != "--no-run"));
    for (name, value) in cargo.get_envs() {
        match value {
            Some(value) => again.env(name, value),
            None => again.env_remove(name),
        };
    }
    again.current_dir(places::workspace());
    again
}

/// What rustc says of itself under `name`.
fn of_rustc(name: &str) -> Result<String> {
    let said = external::output(Command::new("rustc").arg("-vV"))?;
    let said = String::from_utf8(said)?;
    let line = said.lines().find_map(|line| line.strip_prefix(name));
    let value = line.with_context(|| format!("rustc says no `{name}`"))?;
    Ok(value.trim().to_owned())
}
