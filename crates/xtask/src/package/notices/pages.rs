//! The packages of npm that the pages contain.
//!
//! Owns nothing of the choice: the build of the pages notes which packages it took in
//! (`vite.config.ts`), because what npm installs is mostly tools.

use super::{Part, holds_terms, texts_below};
use crate::places;
use anyhow::{Context, Result};
use serde_json::Value;
use std::path::Path;

/// Every package in the pages, by name.
pub(super) fn shipped() -> Result<Vec<Part>> {
    let modules = places::workspace().join("ui/node_modules");
    let note = std::fs::read(modules.join(".bundled.json"));
    let note = note.context("the build of the pages noted no packages")?;
    let names: Vec<String> = serde_json::from_slice(&note)?;
    names.iter().map(|name| part(&modules.join(name))).collect()
}

fn part(folder: &Path) -> Result<Part> {
    let about: Value = serde_json::from_slice(&std::fs::read(folder.join("package.json"))?)?;
    let text = |member: &str| about[member].as_str().unwrap_or_default().to_owned();
    let texts = texts_below(folder, holds_terms, 1)?;
    let licence = match text("license") {
        // Some only enclose their terms.
        stated if stated.is_empty() && !texts.is_empty() => "as its text says".to_owned(),
        stated => stated,
    };
    anyhow::ensure!(!licence.is_empty(), "{} states no licence", text("name"));
    Ok(Part {
        name: format!("{} {}", text("name"), text("version")),
        licence,
        texts,
    })
}
