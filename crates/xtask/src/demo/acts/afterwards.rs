//! After the opinion: a late bundle, the archive and its replay, receipts, and experts who check
//! that they were counted.

use super::experts::Reviewed;
use super::office::Packed;
use super::{list, text};
use crate::demo::cast::{Cast, Member};
use crate::demo::crowd;
use crate::demo::stage::Stage;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::Path;

type Word<'a> = &'a dyn AsRef<OsStr>;

/// What happens when the ranking stands.
pub(crate) fn play(
    stage: &Stage,
    cast: &Cast,
    packed: &Packed,
    reviewed: &Reviewed,
) -> Result<Value> {
    stage.expect(7 + 2 * packed.drawn(cast).len());
    let chair = &cast.chair()?.person;
    let panel = |words: &[Word<'_>]| stage.must(chair, words);
    let arrived = panel(&[&"panel", &"arrive", &reviewed.late])?;
    let late = text(&arrived, "/bundles/0/bundle")?;
    let reason = "开封之后送达，评审组决定不予采用。";
    let kept_out = panel(&[&"panel", &"keep-out", &late, &"--reason", &reason])?;
    let status = panel(&[&"panel", &"status"])?;
    let transcript = stage.place("receipts")?.join("transcript.json");
    let signed = panel(&[&"panel", &"transcript", &"--out", &transcript])?;
    let archive = stage.place("archive")?;
    let archived = panel(&[&"panel", &"archive", &"--out", &archive])?;
    let replayed = panel(&[&"panel", &"replay", &archive])?;
    let receipts = receipts(stage, cast, reviewed)?;
    let checked = check(stage, &packed.drawn(cast), packed, &receipts, &transcript)?;
    Ok(json!({
        "late": arrived, "kept_out": kept_out, "status": status, "transcript": signed,
        "archived": archived, "replayed": replayed,
        "receipts": list(&receipts, "/receipts")?.len(), "checked": checked,
    }))
}

/// The station signs a receipt for every bundle, the late one too.
fn receipts(stage: &Stage, cast: &Cast, reviewed: &Reviewed) -> Result<Value> {
    let out = stage.place("receipts")?;
    let mut words: Vec<Word<'_>> = vec![&"office", &"receipt", &"--out", &out];
    words.extend(reviewed.bundles.iter().map(|bundle| bundle as Word<'_>));
    words.push(&reviewed.late);
    Ok(stage.call(&cast.office, &words)?.data)
}

/// Every expert loads a receipt and looks for the own bundle in the panel's transcript.
fn check(
    stage: &Stage,
    experts: &[&Member],
    packed: &Packed,
    receipts: &Value,
    transcript: &Path,
) -> Result<Value> {
    let all = list(receipts, "/receipts")?;
    let checked = crowd::each(experts, |_, member| {
        let me = &member.person;
        let own = |receipt: &&Value| packed.holder(&receipt["ticket"]) == Some(me.key.as_str());
        // The disk that was copied made bundles that the first one does not know: the last counts.
        let receipt = all.iter().rfind(own).context("a receipt for everybody")?;
        let file = text(receipt, "/file")?;
        let loaded = stage.must(me, &[&"expert", &"receipt", &file])?;
        // Whoever came late is told that the last bundle is not on the list, which is right.
        let found = stage
            .call(me, &[&"expert", &"transcript", &transcript])?
            .data;
        Ok(json!({
            "expert": me.key, "receipt": loaded["number"],
            "own_bundles_counted": found["own"].as_array().map_or(0, Vec::len),
        }))
    })?;
    Ok(Value::Array(checked))
}
