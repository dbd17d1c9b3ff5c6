//! The office: round, check, roster, committee, draw, assignment, package.

use super::{files, list};
use crate::demo::cast::{Cast, Member};
use crate::demo::stage::Stage;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

type Word<'a> = &'a dyn AsRef<OsStr>;

/// What the office sends out.
pub(crate) struct Packed {
    pub(crate) package: PathBuf,
    pub(crate) root: PathBuf,
    /// Tickets by the key of the person.
    pub(crate) tickets: BTreeMap<String, PathBuf>,
    pub(crate) shares: Vec<PathBuf>,
    pub(crate) summary: Value,
}

/// From the folder of materials to package and tickets.
pub(crate) fn play(
    stage: &Stage,
    cast: &Cast,
    materials: &Path,
    fingerprints: &[String],
) -> Result<Packed> {
    stage.expect(9);
    let office = |words: &[Word<'_>]| stage.must(&cast.office, words);
    let out = stage.place("package")?;
    office(&[&"office", &"init"])?;
    let round = office(&[&"office", &"round", &materials])?;
    let check = stage.call(&cast.office, &[&"office", &"check"])?.data;
    roster(&office, cast, fingerprints)?;
    committee(stage, cast, &office)?;
    let draw = office(&[
        &"office",
        &"draw",
        &"--digits",
        &"主持人=271828",
        &"--digits",
        &"监督员=314159",
    ])?;
    let assigned = office(&[&"office", &"assign"])?;
    let chair = &cast.chair()?.card;
    let visitor = &cast.visitor.card;
    let packed = office(&[
        &"office", &"pack", &"--out", &out, &"--panel", chair, &"--visit", visitor,
    ])?;
    Ok(Packed {
        package: one(&out, "orp", "package")?,
        root: one(&out, "json", "root")?,
        tickets: tickets(cast, &packed)?,
        shares: files(&stage.place("shares")?, "share")?,
        summary: json!({
            "round": round, "check": check, "draw": draw, "assigned": assigned, "packed": packed,
        }),
    })
}

fn roster(
    office: &dyn Fn(&[Word<'_>]) -> Result<Value>,
    cast: &Cast,
    fingerprints: &[String],
) -> Result<()> {
    let mut words: Vec<Word<'_>> = vec![&"office", &"enrol"];
    words.extend(cast.pool.iter().map(|member| &member.card as Word<'_>));
    office(&words)?;
    let mut words: Vec<Word<'_>> = vec![&"office", &"confirm"];
    words.extend(
        fingerprints
            .iter()
            .take(cast.pool.len())
            .map(|print| print as Word<'_>),
    );
    office(&words)?;
    Ok(())
}

fn committee(
    stage: &Stage,
    cast: &Cast,
    office: &dyn Fn(&[Word<'_>]) -> Result<Value>,
) -> Result<()> {
    let shares = stage.place("shares")?;
    let mut words: Vec<Word<'_>> = vec![&"office", &"committee", &"--threshold", &"2"];
    for holder in &cast.holders {
        words.extend([&"--holder" as Word<'_>, &holder.card]);
    }
    words.extend([&"--out" as Word<'_>, &shares]);
    office(&words).map(drop)
}

fn one(folder: &Path, extension: &str, name: &str) -> Result<PathBuf> {
    let fits = |path: &PathBuf| path.to_string_lossy().contains(name);
    let found = files(folder, extension)?.into_iter().find(fits);
    found.with_context(|| format!("no {name}.{extension} in {}", folder.display()))
}

/// Whose ticket lies where, from the list that packing answers with.
fn tickets(cast: &Cast, packed: &Value) -> Result<BTreeMap<String, PathBuf>> {
    let entries = list(packed, "/tickets")?;
    let of = |member: &&Member| {
        let entry = entries
            .iter()
            .find(|entry| entry["holder"] == member.name)?;
        Some((
            member.person.key.clone(),
            PathBuf::from(entry["file"].as_str()?),
        ))
    };
    Ok(cast.members().iter().filter_map(of).collect())
}
