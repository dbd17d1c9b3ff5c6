//! After the opening: a late bundle, receipts, and experts who check that they were counted.

use super::experts::Reviewed;
use super::files;
use super::office::Packed;
use crate::demo::cast::Cast;
use crate::demo::crowd;
use crate::demo::stage::Stage;
use anyhow::Result;
use serde_json::{Value, json};
use std::ffi::OsStr;

type Word<'a> = &'a dyn AsRef<OsStr>;

/// What happens when the ranking stands.
pub(crate) fn play(stage: &Stage, cast: &Cast, _: &Packed, reviewed: &Reviewed) -> Result<Value> {
    stage.expect(2 + reviewed.drawn.len());
    let chair = &cast.chair()?.person;
    let late = stage
        .call(chair, &[&"panel", &"arrive", &reviewed.late])?
        .data;
    let receipts = stage.place("receipts")?;
    let mut words: Vec<Word<'_>> = vec![&"office", &"receipt", &"--out", &receipts];
    words.extend(reviewed.bundles.iter().map(|bundle| bundle as Word<'_>));
    let given = stage.call(&cast.office, &words)?.data;
    let transcript = files(&receipts, "json")?.pop();
    let checked = crowd::each(&cast.pool, |_, member| {
        let drawn = reviewed.drawn.contains(&member.person.key);
        let Some(file) = transcript.as_ref().filter(|_| drawn) else {
            return Ok(Value::Null);
        };
        Ok(stage
            .call(&member.person, &[&"expert", &"transcript", file])?
            .data)
    })?;
    Ok(json!({ "late": late, "receipts": given, "transcripts": checked }))
}
