//! Python, which fetches PDFium and runs the independent verifier in the tests.
//!
//! Packages go into a folder of our own: a distribution's Python forbids installing into itself.

use crate::{external, places, say};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Old enough to be on every index, new enough for the raw Ed25519 and X25519 keys that the
/// verifier reads. Tests run it, nothing shipped does, so a range serves.
const CRYPTOGRAPHY: &str = "cryptography>=42,<60";
/// The engine that computes the formulas of workbooks anew. From Python rather than from Rust: as a
/// Rust dependency it would have most of the workspace compiled twice, with other features.
const IRONCALC: &str = "ironcalc>=0.9,<1";

/// A call of pip.
pub(crate) fn pip(words: &[&str]) -> Command {
    let mut command = Command::new("python3");
    command
        .args(["-m", "pip", "--disable-pip-version-check"])
        .args(words);
    command
}

/// The folder to put on Python's path for the packages `cryptography` and `ironcalc`.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    let folder = places::cache()?.join("python");
    std::fs::create_dir_all(&folder)?;
    if imports(&folder) {
        return Ok(folder);
    }
    say::line("  installing the Python packages cryptography and ironcalc into the cache");
    let into = folder.to_string_lossy();
    external::output(&mut pip(&[
        "install",
        "--upgrade",
        "--target",
        &into,
        CRYPTOGRAPHY,
        IRONCALC,
    ]))?;
    imports(&folder)
        .then_some(folder)
        .context("installed, but Python cannot load it")
}

fn imports(folder: &Path) -> bool {
    let code =
        "from cryptography.hazmat.primitives.asymmetric import ed25519, x25519; import ironcalc";
    external::succeeds(
        Command::new("python3")
            .args(["-c", code])
            .env("PYTHONPATH", folder),
    )
}
