//! The panel: arrivals, rehearsal, opening, facts, results, divergences, decision, archive.

use super::experts::Reviewed;
use super::office::Packed;
use super::{list, text};
use crate::demo::cast::Cast;
use crate::demo::stage::Stage;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::PathBuf;

type Word<'a> = &'a dyn AsRef<OsStr>;

/// From closed bundles to an archive that replays.
pub(crate) fn play(
    stage: &Stage,
    cast: &Cast,
    packed: &Packed,
    reviewed: &Reviewed,
    visit: &Value,
) -> Result<Value> {
    stage.expect(14);
    let chair = &cast.chair()?.person;
    let panel = |words: &[Word<'_>]| stage.must(chair, words);
    let ticket = packed
        .tickets
        .get(&chair.key)
        .context("the chair has a ticket")?;
    panel(&[
        &"panel",
        &"import",
        &packed.package,
        &"--ticket",
        ticket,
        &"--root",
        &packed.root,
    ])?;
    let visited = PathBuf::from(text(visit, "/bundle")?);
    let mut words: Vec<Word<'_>> = vec![&"panel", &"arrive"];
    words.extend(
        reviewed
            .bundles
            .iter()
            .chain([&visited])
            .map(|bundle| bundle as Word<'_>),
    );
    let arrivals = stage.call(chair, &words)?.data;
    let rehearsed = holders(stage, cast, packed, "rehearse")?;
    let opened = holders(stage, cast, packed, "open")?;
    let facts = decide_facts(&panel)?;
    let results = panel(&[&"panel", &"results"])?;
    let divergences = panel(&[&"panel", &"divergences"])?;
    let status = panel(&[&"panel", &"status"])?;
    panel(&[&"panel", &"decide", &"--opinion", &"同意排名与建议名单。"])?;
    let archive = stage.place("archive")?;
    panel(&[&"panel", &"archive", &"--out", &archive])?;
    let replay = panel(&[&"panel", &"replay", &archive])?;
    let transcript = stage.place("receipts")?.join("transcript.json");
    panel(&[&"panel", &"transcript", &"--out", &transcript])?;
    Ok(json!({
        "arrivals": arrivals, "rehearsed": rehearsed, "opened": opened, "facts": facts,
        "results": results, "divergences": divergences, "status": status, "replay": replay,
    }))
}

/// Two of the three holders come together; the chair is one of them.
fn holders(stage: &Stage, cast: &Cast, packed: &Packed, act: &str) -> Result<Value> {
    let mut words: Vec<Word<'_>> = vec![&"panel", &act];
    for (share, holder) in packed.shares.iter().zip(&cast.holders).take(2) {
        words.extend([
            &"--share" as Word<'_>,
            share,
            &"--holder",
            &holder.person.home,
        ]);
        words.extend([
            &"--holder-passphrase-file" as Word<'_>,
            &holder.person.passphrase,
        ]);
    }
    stage.must(&cast.chair()?.person, &words)
}

/// Each fact that somebody disputes is decided once, for the first value proposed.
fn decide_facts(panel: &dyn Fn(&[Word<'_>]) -> Result<Value>) -> Result<Value> {
    let queue = panel(&[&"panel", &"facts"])?;
    for fact in list(&queue, "/facts")? {
        let (application, key) = (text(fact, "/application")?, text(fact, "/fact")?);
        let value = text(fact, "/proposals/0/value")?;
        let reason = "与佐证核对一致";
        panel(&[
            &"panel",
            &"decide-fact",
            &application,
            &key,
            &value,
            &"--reason",
            &reason,
            &"--by",
            &"主持人",
        ])?;
    }
    Ok(queue)
}
