//! The crates that the programs are compiled from, as cargo resolves them.
//!
//! Trap: the graph knows dependencies of tests and build scripts too; neither is shipped.

use super::{Part, holds_terms, texts_below};
use crate::package::{said, tree};
use crate::{external, places};
use anyhow::{Context, Result, bail};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

/// How deep a crate keeps the terms of what it contains, such as SQLCipher.
const DEPTH: u32 = 3;

/// Every crate of others that is shipped, by name.
pub(super) fn shipped() -> Result<Vec<Part>> {
    let metadata = metadata()?;
    let packages = packages(&metadata)?;
    let mut parts = Vec::new();
    for id in reached(&metadata, &packages)? {
        let package = packages.get(id).context("a crate without a description")?;
        // Ours come from no registry.
        if !package["source"].is_null() {
            parts.push(part(package)?);
        }
    }
    parts.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(parts)
}

fn metadata() -> Result<Value> {
    let described = said(Command::new("rustc").arg("-vV"))?;
    let host = described
        .lines()
        .find_map(|line| line.strip_prefix("host: "));
    let platform = format!("--filter-platform={}", host.context("rustc names no host")?);
    let mut cargo = places::cargo()?;
    cargo.args(["metadata", "--format-version=1", "--locked", &platform]);
    Ok(serde_json::from_slice(&external::output(&mut cargo)?)?)
}

fn packages(metadata: &Value) -> Result<BTreeMap<&str, &Value>> {
    let all = metadata["packages"].as_array().context("no packages")?;
    all.iter()
        .map(|package| Some((package["id"].as_str()?, package)))
        .collect::<Option<_>>()
        .context("a package without an id")
}

/// Ids of everything that the programs are compiled from.
fn reached<'a>(
    metadata: &'a Value,
    packages: &BTreeMap<&str, &Value>,
) -> Result<BTreeSet<&'a str>> {
    let nodes = metadata["resolve"]["nodes"]
        .as_array()
        .context("no graph")?;
    let by_id: BTreeMap<&str, &Value> = nodes
        .iter()
        .filter_map(|node| Some((node["id"].as_str()?, node)))
        .collect();
    let is_program = |id: &str| {
        let name = packages
            .get(id)
            .and_then(|package| package["name"].as_str());
        name.is_some_and(|name| tree::PROGRAMS.contains(&name))
    };
    let mut open: Vec<&str> = by_id.keys().copied().filter(|id| is_program(id)).collect();
    let mut seen: BTreeSet<&str> = open.iter().copied().collect();
    while let Some(id) = open.pop() {
        let node = by_id.get(id).context("a hole in the graph")?;
        let uses = node["deps"].as_array().into_iter().flatten();
        let compiled_in = uses.filter(|used| is_compiled_in(used));
        let next = compiled_in.filter_map(|used| used["pkg"].as_str());
        open.extend(next.filter(|id| seen.insert(id)));
    }
    Ok(seen)
}

/// Whether one crate uses another in what it becomes, not only in tests or build scripts.
fn is_compiled_in(used: &Value) -> bool {
    let kinds = used["dep_kinds"].as_array();
    kinds.is_some_and(|kinds| kinds.iter().any(|kind| kind["kind"].is_null()))
}

fn part(package: &Value) -> Result<Part> {
    let text = |member: &str| package[member].as_str().map(str::to_owned);
    let name = format!(
        "{} {}",
        text("name").unwrap_or_default(),
        text("version").unwrap_or_default()
    );
    let manifest = text("manifest_path").context("a crate without a manifest")?;
    let folder = Path::new(&manifest).parent().unwrap_or(Path::new("/"));
    let texts = texts_below(folder, holds_terms, DEPTH)?;
    let stated = text("license").or_else(|| text("license_file"));
    let Some(licence) = stated else {
        bail!("{name} states no licence");
    };
    Ok(Part {
        name,
        licence,
        texts,
    })
}
