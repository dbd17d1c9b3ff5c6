//! The experts who were drawn: import, pledge, marks, seal, hand in. Some do what experts do:
//! export twice, correct themselves, tell two stories, come late.

use super::office::Packed;
use super::text;
use crate::demo::cast::{Cast, Member};
use crate::demo::crowd;
use crate::demo::stage::{Person, Stage};
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// Calls each expert makes.
const CALLS: usize = 9;
/// Places in the draw of those who do something special.
const EXPORTS_TWICE: usize = 0;
const CORRECTS: usize = 1;
const TELLS_TWO_STORIES: usize = 2;

/// What the experts bring.
pub(crate) struct Reviewed {
    /// Bundles that arrive before the opening.
    pub(crate) bundles: Vec<PathBuf>,
    /// The bundle that comes too late.
    pub(crate) late: PathBuf,
    /// Who was drawn, by key.
    pub(crate) drawn: Vec<String>,
    pub(crate) summary: Value,
}

/// Everybody who has a ticket reviews.
pub(crate) fn play(stage: &Stage, cast: &Cast, packed: &Packed) -> Result<Reviewed> {
    let drawn: Vec<&Member> = cast
        .pool
        .iter()
        .filter(|member| packed.tickets.contains_key(&member.person.key))
        .collect();
    stage.expect(drawn.len() * CALLS + 9);
    let done = crowd::each(&drawn, |at, member| {
        let marks = cast
            .marks
            .get(at)
            .context("there is a marks file for each drawn expert")?;
        review(stage, member, at, marks, packed)
    })?;
    let mut bundles: Vec<PathBuf> = done
        .iter()
        .flat_map(|(bundles, _)| bundles.clone())
        .collect();
    let late = bundles.pop().context("the last expert handed in")?;
    Ok(Reviewed {
        bundles,
        late,
        drawn: drawn
            .iter()
            .map(|member| member.person.key.clone())
            .collect(),
        summary: done.into_iter().map(|(_, summary)| summary).collect(),
    })
}

fn review(
    stage: &Stage,
    member: &Member,
    at: usize,
    marks: &Path,
    packed: &Packed,
) -> Result<(Vec<PathBuf>, Value)> {
    let me = &member.person;
    let ticket = packed.tickets.get(&me.key).context("a ticket")?;
    let import = ["expert", "import"];
    let imported = stage.must(
        me,
        &[
            &import[0],
            &import[1],
            &packed.package,
            &"--ticket",
            ticket,
            &"--root",
            &packed.root,
        ],
    )?;
    stage.must(me, &[&"expert", &"pledge"])?;
    let taken = stage.must(me, &[&"expert", &"mark", &"--from", &marks])?;
    let double = (at == TELLS_TWO_STORIES)
        .then(|| copy_of(stage, me))
        .transpose()?;
    let mut bundles = vec![hand_in(stage, me, "")?];
    match at {
        EXPORTS_TWICE => bundles.push(export(stage, me, "again")?),
        CORRECTS => bundles.push(correct(stage, me)?),
        _ => {}
    }
    if let Some(double) = double {
        change(stage, &double, "5")?;
        bundles.push(hand_in(stage, &double, "other")?);
    }
    let status = stage.must(me, &[&"expert", &"status"])?;
    let summary = json!({
        "expert": me.key, "name": member.name, "imported": imported, "marks": taken, "status": status,
    });
    Ok((bundles, summary))
}

fn hand_in(stage: &Stage, me: &Person, name: &str) -> Result<PathBuf> {
    stage.must(me, &[&"expert", &"seal"])?;
    stage.must(me, &[&"expert", &"hand-in"])?;
    export(stage, me, name)
}

fn export(stage: &Stage, me: &Person, name: &str) -> Result<PathBuf> {
    let out = stage.place(&format!("bundles/{}{name}", me.key))?;
    let exported = stage.must(me, &[&"expert", &"export", &"--out", &out])?;
    Ok(PathBuf::from(text(&exported, "/file")?))
}

/// After handing in, one mark is corrected with a reason: the later bundle supersedes.
fn correct(stage: &Stage, me: &Person) -> Result<PathBuf> {
    let reason = "看错了一页，重新核对后更正";
    stage.must(me, &[&"expert", &"unseal", &"a01", &"--reason", &reason])?;
    change(stage, me, "9")?;
    hand_in(stage, me, "second")
}

fn change(stage: &Stage, me: &Person, value: &str) -> Result<()> {
    let comment = "复核后更正。";
    stage
        .must(
            me,
            &[
                &"expert",
                &"mark",
                &"a01",
                &"C3.2",
                &value,
                &"--comment",
                &comment,
            ],
        )
        .map(drop)
}

/// The same store twice, as if a laptop's disk had been copied.
fn copy_of(stage: &Stage, me: &Person) -> Result<Person> {
    let double = stage.person(&format!("{}-copy", me.key))?;
    std::fs::remove_dir_all(&double.home)?;
    std::fs::copy(&me.passphrase, &double.passphrase)?;
    let mut copy = Command::new("cp");
    crate::external::output(copy.arg("-r").arg(&me.home).arg(&double.home))?;
    Ok(double)
}
