//! The visit team: what was declared, what was seen.

use super::office::Packed;
use super::{experts, list, text};
use crate::demo::cast::{Cast, sample};
use crate::demo::stage::Stage;
use anyhow::Result;
use serde_json::{Value, json};

/// The application that is visited.
const VISITED: &str = "a07";

/// Imports, records findings from a file, hands in.
pub(crate) fn play(stage: &Stage, cast: &Cast, packed: &Packed) -> Result<Value> {
    stage.expect(5);
    let me = &cast.visitor.person;
    experts::import(stage, "visit", me, packed)?;
    let taken = stage.must(
        me,
        &[&"visit", &"finding", &"--from", &sample("visit.toml")],
    )?;
    let sheets = stage.must(me, &[&"visit", &"lines", &VISITED])?;
    stage.must(me, &[&"visit", &"seal", &VISITED])?;
    let out = stage.place("bundles/visit")?;
    let handed_in = stage.must(me, &[&"visit", &"hand-in", &"--out", &out])?;
    let found = |line: &&Value| !line["finding"].is_null();
    let lines = list(&sheets, "/0/lines")?.iter().filter(found).cloned();
    Ok(json!({
        "application": VISITED,
        "enterprise": sheets[0]["enterprise"],
        "findings": taken["findings"],
        "lines": lines.collect::<Vec<_>>(),
        "bundle": text(&handed_in, "/exported/file")?,
    }))
}
