//! After the opinion: a late bundle, the archive and its replay, and experts who look for
//! themselves among those who were counted.

use super::office::Packed;
use super::receipts::Receipts;
use super::text;
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
    receipts: &Receipts,
) -> Result<Value> {
    let drawn = packed.drawn(cast);
    stage.expect(6 + drawn.len());
    let chair = &cast.chair()?.person;
    let panel = |words: &[Word<'_>]| stage.must(chair, words);
    let arrived = panel(&[&"panel", &"arrive", &receipts.late])?;
    let late = text(&arrived, "/bundles/0/bundle")?;
    let reason = "开封之后送达，评审组决定不予采用。";
    let kept_out = panel(&[&"panel", &"keep-out", &late, &"--reason", &reason])?;
    let transcript = stage.place("receipts")?.join("transcript.json");
    let signed = panel(&[&"panel", &"transcript", &"--out", &transcript])?;
    let archive = stage.place("archive")?;
    let ((status, archived, replayed), checked) = crowd::both(
        || {
            let status = panel(&[&"panel", &"status"])?;
            let archived = panel(&[&"panel", &"archive", &"--out", &archive])?;
            Ok((status, archived, panel(&[&"panel", &"replay", &archive])?))
        },
        || check(stage, &drawn, receipts, &transcript),
    )?;
    Ok(json!({
        "late": arrived, "kept_out": kept_out, "status": status, "transcript": signed,
        "archived": archived, "replayed": replayed,
        "receipts": receipts.signed, "checked": checked,
    }))
}

/// Every expert loads what came back: the receipt, and the transcript with the own bundle in it.
fn check(
    stage: &Stage,
    experts: &[&Member],
    receipts: &Receipts,
    transcript: &Path,
) -> Result<Value> {
    let checked = crowd::each(experts, |_, member| {
        let me = &member.person;
        let receipt = receipts.of.get(&me.key);
        let receipt = receipt.context("a receipt for everybody")?;
        let words: [Word<'_>; 4] = [&"expert", &"receipt", receipt, &transcript];
        // Whoever came late is told that the last bundle is not on the list, which is right.
        let found = stage.call(me, &words)?.data;
        Ok(json!({
            "expert": me.key, "receipt": found["receipts"][0]["number"],
            "own_bundles_counted": found["transcripts"][0]["own"].as_array().map_or(0, Vec::len),
        }))
    })?;
    Ok(Value::Array(checked))
}
