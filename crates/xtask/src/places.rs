//! Where things lie: the workspace, the cache that outlives it, the build folder.
//!
//! Trap: the build folder is handed to child cargo processes only; this program itself was built
//! by whoever called it, possibly elsewhere.

use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Root of the workspace.
pub(crate) fn workspace() -> PathBuf {
    // crates/xtask lies two levels below the root.
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// What may be kept between clones: PDFium, fonts, the sample's materials.
pub(crate) fn cache() -> Result<PathBuf> {
    let home = std::env::var_os("HOME").context("HOME is not set")?;
    Ok(PathBuf::from(home).join(".cache/hengping"))
}

/// The build folder of child processes: the caller's choice, else the shared one when somebody
/// made it, else the workspace's own.
pub(crate) fn target() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("CARGO_TARGET_DIR") {
        return Ok(std::path::absolute(chosen)?);
    }
    let shared = cache()?.join("target");
    Ok(if shared.is_dir() {
        shared
    } else {
        workspace().join("target")
    })
}

/// A call of cargo in the workspace, building into [`target`].
pub(crate) fn cargo() -> Result<Command> {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    command
        .current_dir(workspace())
        .env("CARGO_TARGET_DIR", target()?);
    Ok(command)
}

/// A program that `cargo build` made in the development profile.
pub(crate) fn built(program: &str) -> Result<PathBuf> {
    Ok(target()?.join("debug").join(program))
}
