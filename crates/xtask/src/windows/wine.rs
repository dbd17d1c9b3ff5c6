//! Wine: runs what was built for Windows, in a prefix of its own in the cache.
//!
//! Trap: Rust's standard library takes its random bytes from a library that Wine has only since its
//! ninth version; for older ones a library with that one function is compiled into the prefix.

use crate::{external, places, say};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where Debian puts the program without its wrapper, which complains of 32 bits.
const DEBIAN: &str = "/usr/lib/wine/wine64";

/// The program.
pub(super) fn program() -> Result<PathBuf> {
    let debian = PathBuf::from(DEBIAN);
    let found = debian.is_file().then_some(debian);
    let found = found.or_else(|| external::find("wine64"));
    found
        .or_else(|| external::find("wine"))
        .context("there is no Wine")
}

/// Its own disk.
fn prefix() -> Result<PathBuf> {
    Ok(places::cache()?.join("windows/wine"))
}

/// Sets what Wine needs: its own disk, no dialogs, no words of its own among the tests'.
pub(super) fn dress(command: &mut Command) -> Result<()> {
    command
        .env("WINEPREFIX", prefix()?)
        .env("WINEDEBUG", "-all")
        .env("WINEDLLOVERRIDES", "mscoree,mshtml=")
        .env_remove("DISPLAY");
    Ok(())
}

/// Makes the prefix, which takes a while the first time.
pub(super) fn prepare() -> Result<()> {
    say::line("  preparing Wine");
    let mut boot = Command::new(program()?);
    dress(boot.args(["wineboot", "--init"]))?;
    external::output(&mut boot)?;
    add_primitives(&prefix()?.join("drive_c/windows/system32"))
}

/// The library for random bytes, where this Wine brings none.
fn add_primitives(system: &Path) -> Result<()> {
    let library = system.join("bcryptprimitives.dll");
    if library.is_file() {
        return Ok(());
    }
    let source = places::workspace().join("crates/xtask/src/windows/primitives.c");
    let mut compiler = Command::new(super::LINKER);
    compiler.args(["-shared", "-O2", "-o"]);
    compiler.arg(library).arg(source).arg("-ladvapi32");
    external::output(&mut compiler)?;
    Ok(())
}
