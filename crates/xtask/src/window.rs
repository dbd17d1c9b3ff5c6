//! The window: its pages built by npm, the program around them by cargo.
//!
//! Owns when `npm ci` is due, `cargo xtask ui` and `cargo xtask app`. Trap: the program embeds
//! `ui/dist` when it is compiled, so the pages are built before it, always.

use crate::arguments::Arguments;
use crate::setup::{self, Purpose, Ready};
use crate::{external, fonts, places, say};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The least major version of Node.js that builds the pages.
const NODE: u32 = 20;

/// `cargo xtask ui`: the pages, into `ui/dist`.
pub(crate) fn pages(given: Arguments) -> Result<()> {
    given.finish()?;
    install()?;
    fonts::prepare()?;
    external::run(&mut npm(&["run", "build"]))
}

/// `cargo xtask app [FILE …]`: builds the program and opens it, with the files handed over.
pub(crate) fn open(mut given: Arguments) -> Result<()> {
    let files = given.rest();
    if !there_is_a_display() {
        bail!("there is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set)");
    }
    say::heading("setup");
    let ready = setup::prepare(Purpose::Window)?;
    let program = build(&ready)?;
    external::run(Command::new(program).args(files).envs(ready.environment()))
}

/// Opens the program over a copy of a person's store.
pub(crate) fn show(store: &Path, into: &Path) -> Result<()> {
    say::heading("the window (its packages are installed and it is compiled the first time)");
    let ready = setup::prepare(Purpose::Window)?;
    let program = build(&ready)?;
    std::fs::create_dir_all(into)?;
    external::output(
        Command::new("cp")
            .arg("-r")
            .arg(store)
            .arg(into.join("work")),
    )?;
    let mut window = Command::new(program);
    window.env("HENGPING_HOME", into).envs(ready.environment());
    external::run(&mut window)
}

/// The pages, then the program around them.
pub(crate) fn build(ready: &Ready) -> Result<PathBuf> {
    say::heading("building the pages");
    install()?;
    fonts::prepare()?;
    external::output(&mut npm(&["run", "build"]))?;
    say::heading("compiling the program (some minutes the first time)");
    let mut cargo = places::cargo()?;
    external::run(
        cargo
            .args(["build", "--package", "hengping-desktop"])
            .envs(ready.environment()),
    )?;
    places::built("hengping-desktop")
}

/// Whether a window can be shown.
pub(crate) fn there_is_a_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// The exact versions of the lock file; nothing happens when they lie there.
pub(crate) fn install() -> Result<()> {
    refuse_old_node()?;
    let lock = std::fs::read(folder().join("package-lock.json"))?;
    let digest = Sha256::digest(&lock);
    let wanted: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let note = folder().join("node_modules/.installed-for");
    if std::fs::read_to_string(&note).is_ok_and(|found| found == wanted) {
        return Ok(());
    }
    say::line("  npm ci");
    external::output(&mut npm(&["ci", "--no-audit", "--no-fund"]))?;
    Ok(std::fs::write(note, wanted)?)
}

fn refuse_old_node() -> Result<()> {
    let install = "Node.js 20.19 or newer with npm has to be installed by hand";
    external::find("npm").context(install)?;
    let said = external::output(Command::new("node").arg("--version")).context(install)?;
    let said = String::from_utf8_lossy(&said);
    let major = said.trim().trim_start_matches('v').split('.').next();
    let major: u32 = major.and_then(|text| text.parse().ok()).unwrap_or(0);
    if major < NODE {
        bail!("{install}; this is {}", said.trim());
    }
    Ok(())
}

/// A call of npm in the folder of the pages.
pub(crate) fn npm(words: &[&str]) -> Command {
    let mut command = Command::new("npm");
    command.args(words).current_dir(folder());
    command
}

fn folder() -> PathBuf {
    places::workspace().join("ui")
}
