//! The sample round's materials: typeset once for each version of their inputs, then kept.
//!
//! Owns where they lie and when they are stale. Trap: the folder's name is a digest of the inputs
//! and of the typesetter's sources, so a change of either makes a new folder and never a mixture.

use crate::setup::Ready;
use crate::{external, places, say};
use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

/// What decides the bytes of the materials.
const INPUTS: &[&str] = &[
    "review-packages/sample/enterprises",
    "review-packages/sample/papers.toml",
    "review-packages/sample/practice.toml",
    "review-packages/sample/round.toml",
    "review-packages/schemes",
    "tests/sample",
];

/// The folder of materials, made when there is none for these inputs.
pub(crate) fn folder(ready: &Ready, evidence: Option<&Path>) -> Result<PathBuf> {
    let mut hasher = Sha256::new();
    for input in INPUTS {
        add(&mut hasher, &places::workspace().join(input))?;
    }
    if let Some(evidence) = evidence {
        add(&mut hasher, evidence)?;
    }
    let digest = hasher.finalize();
    let name: String = digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let folder = places::cache()?.join("sample").join(name);
    if folder.join("round.toml").is_file() {
        say::line(format_args!(
            "materials: kept from before in {}",
            folder.display()
        ));
        return Ok(folder);
    }
    make(ready, evidence, &folder)?;
    Ok(folder)
}

fn make(ready: &Ready, evidence: Option<&Path>, folder: &Path) -> Result<()> {
    say::heading("compiling the typesetter of the sample (only when its inputs changed)");
    let mut cargo = places::cargo()?;
    cargo
        .args(["build", "--package", "hengping-sample"])
        .envs(ready.environment());
    external::run(&mut cargo)?;
    say::heading("typesetting the sample's evidence");
    // Into a folder beside, renamed at the end: what is there under the final name is complete.
    let scratch = folder.with_extension("partial");
    if scratch.exists() {
        std::fs::remove_dir_all(&scratch)?;
    }
    std::fs::create_dir_all(folder.parent().context("the cache has a folder")?)?;
    let mut sample = std::process::Command::new(places::built("hengping-sample")?);
    sample.arg(&scratch).envs(ready.environment());
    if let Some(evidence) = evidence {
        sample.arg("--evidence").arg(evidence);
    }
    // Its closing words belong to the progress; standard output is kept for the result.
    let words = external::output(&mut sample)?;
    say::line(String::from_utf8_lossy(&words).trim_end());
    Ok(std::fs::rename(scratch, folder)?)
}

/// Names and contents, in the order of names.
fn add(hasher: &mut Sha256, path: &Path) -> Result<()> {
    hasher.update(path.file_name().unwrap_or_default().as_encoded_bytes());
    if !path.is_dir() {
        let bytes = std::fs::read(path).with_context(|| path.display().to_string())?;
        hasher.update((bytes.len() as u64).to_le_bytes());
        hasher.update(&bytes);
        return Ok(());
    }
    let entries = std::fs::read_dir(path).with_context(|| path.display().to_string())?;
    let mut inside: Vec<PathBuf> = entries
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<_>>()?;
    inside.sort();
    inside.iter().try_for_each(|entry| add(hasher, entry))
}
