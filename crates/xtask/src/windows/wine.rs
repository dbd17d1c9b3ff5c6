//! Wine: runs what was built for Windows, in a prefix of its own in the cache.

use crate::{external, places, say};
use anyhow::{Context, Result};
use std::path::PathBuf;
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

/// Sets what Wine needs: its own disk, no dialogs, no words of its own among the tests'.
pub(super) fn dress(command: &mut Command) -> Result<()> {
    command
        .env("WINEPREFIX", places::cache()?.join("windows/wine"))
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
    Ok(())
}
