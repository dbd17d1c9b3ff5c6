//! The visit team: what was declared, what was seen.

use super::office::Packed;
use super::text;
use crate::demo::cast::Cast;
use crate::demo::stage::Stage;
use crate::places;
use anyhow::{Context, Result};
use serde_json::{Value, json};

/// Imports, records findings from a file, hands in.
pub(crate) fn play(stage: &Stage, cast: &Cast, packed: &Packed) -> Result<Value> {
    stage.expect(6);
    let me = &cast.visitor.person;
    let ticket = packed
        .tickets
        .get(&me.key)
        .context("the visit team has a ticket")?;
    let findings = places::workspace().join("review-packages/sample/visit.toml");
    stage.must(
        me,
        &[
            &"visit",
            &"import",
            &packed.package,
            &"--ticket",
            ticket,
            &"--root",
            &packed.root,
        ],
    )?;
    let lines = stage.must(me, &[&"visit", &"lines"])?;
    let found = stage.must(me, &[&"visit", &"finding", &"--from", &findings])?;
    stage.must(me, &[&"visit", &"seal", &"a03"])?;
    stage.must(me, &[&"visit", &"hand-in"])?;
    let out = stage.place("bundles/visit")?;
    let exported = stage.must(me, &[&"visit", &"export", &"--out", &out])?;
    let bundle = text(&exported, "/file")?.to_owned();
    Ok(json!({ "lines": lines, "findings": found, "bundle": bundle }))
}
