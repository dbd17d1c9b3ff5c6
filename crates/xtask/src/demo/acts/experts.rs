//! The experts who were drawn: import, pledge, marks, seal, hand in. Some do what experts do:
//! export twice, correct themselves, tell two stories, come late.

use super::office::Packed;
use super::{list, text};
use crate::demo::cast::{Cast, Member, sample};
use crate::demo::crowd;
use crate::demo::stage::{Person, Stage};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

type Word<'a> = &'a dyn AsRef<OsStr>;

/// Calls each expert makes.
const CALLS: usize = 4;
/// Further calls of those who do something special.
const MORE_CALLS: usize = 9;

/// What is special about an expert.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Habit {
    Plain,
    ExportsTwice,
    Corrects,
    TellsTwoStories,
    ComesLate,
}

impl Habit {
    fn of(key: &str) -> Self {
        match key {
            "e1" => Self::ExportsTwice,
            "e3" => Self::Corrects,
            "e5" => Self::TellsTwoStories,
            "e7" => Self::ComesLate,
            _ => Self::Plain,
        }
    }

    /// What it is called in the story; the words for it are in the catalogue.
    fn code(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::ExportsTwice => Some("exports_twice"),
            Self::Corrects => Some("corrects"),
            Self::TellsTwoStories => Some("two_stories"),
            Self::ComesLate => Some("late"),
        }
    }
}

/// What the experts bring.
pub(crate) struct Reviewed {
    /// Bundles that arrive before the opening.
    pub(crate) bundles: Vec<PathBuf>,
    /// Digest of the seal that its expert stands by, where there are two.
    pub(crate) own_seal: String,
    pub(crate) summary: Value,
}

/// What one expert brings.
struct Brought {
    bundles: Vec<PathBuf>,
    own_seal: Option<String>,
    summary: Value,
}

/// Everybody who has a ticket reviews.
pub(crate) fn play(stage: &Stage, cast: &Cast, packed: &Packed) -> Result<Reviewed> {
    let drawn = packed.drawn(cast);
    stage.expect(drawn.len() * CALLS + MORE_CALLS);
    let done = crowd::each(&drawn, |_, member| review(stage, member, packed))?;
    let own_seal = done.iter().find_map(|one| one.own_seal.clone());
    Ok(Reviewed {
        bundles: done.iter().flat_map(|one| one.bundles.clone()).collect(),
        own_seal: own_seal.context("somebody tells two stories")?,
        summary: done.into_iter().map(|one| one.summary).collect(),
    })
}

fn review(stage: &Stage, member: &Member, packed: &Packed) -> Result<Brought> {
    let me = &member.person;
    let Some(key) = member.marks else {
        bail!(
            "{} was drawn and has no marks: the digits of the demo do not fit",
            member.name
        );
    };
    let habit = Habit::of(key);
    let imported = import(stage, "expert", me, packed)?;
    stage.must(me, &[&"expert", &"pledge"])?;
    let taken = mark(stage, me, &format!("reviews/{key}.toml"))?;
    let mut own_seal = None;
    let mut handed_in = Vec::new();
    if habit == Habit::TellsTwoStories {
        let disputed = "a11";
        seal_all_but(stage, me, &imported, disputed)?;
        let double = copy_of(stage, me)?;
        let sealed = stage.must(me, &[&"expert", &"seal", &disputed])?;
        own_seal = Some(text(&sealed, "/0/digest/digest")?.to_owned());
        mark(stage, &double, &format!("variants/{key}-other.toml"))?;
        handed_in.push(hand_in(stage, &double, "other")?);
    }
    handed_in.push(hand_in(stage, me, "")?);
    if habit == Habit::Corrects {
        let variant = format!("{key}-second");
        handed_in.push(again(stage, me, &variant, &["a01", "a10"])?);
    }
    let mut bundles = handed_in.iter().map(file).collect::<Result<Vec<_>>>()?;
    if habit == Habit::ExportsTwice {
        bundles.push(export(stage, me, "again")?);
    }
    let last = handed_in.last().context("everybody hands in")?;
    Ok(Brought {
        bundles,
        own_seal,
        summary: summary(member, packed, &imported, &taken, last, habit)?,
    })
}

/// The one who comes late changes a review when the bundles are being opened, and hands in again.
pub(crate) fn late(stage: &Stage, cast: &Cast, packed: &Packed) -> Result<PathBuf> {
    let comes_late = |member: &&Member| member.marks.map(Habit::of) == Some(Habit::ComesLate);
    let drawn = packed.drawn(cast);
    let member = drawn.into_iter().find(comes_late);
    let me = &member.context("somebody comes late")?.person;
    file(&again(stage, me, &format!("{}-late", me.key), &["a02"])?)
}

/// The package with somebody's ticket.
pub(super) fn import(stage: &Stage, area: &str, me: &Person, packed: &Packed) -> Result<Value> {
    let ticket = packed
        .tickets
        .get(&me.key)
        .context("everybody here has a ticket")?;
    let (package, root) = (&packed.package, &packed.root);
    stage.must(
        me,
        &[
            &area,
            &"import",
            package,
            &"--ticket",
            &ticket.file,
            &"--root",
            root,
        ],
    )
}

fn mark(stage: &Stage, me: &Person, file: &str) -> Result<Value> {
    let reply = stage.call(me, &[&"expert", &"mark", &"--from", &sample(file)])?;
    match reply.refusal() {
        Some(refusal) => bail!("{file} was refused: {}", refusal["sentence"]),
        None => Ok(reply.data),
    }
}

/// Seals everything that is complete, hands in and exports.
fn hand_in(stage: &Stage, me: &Person, name: &str) -> Result<Value> {
    let out = bundles_of(stage, me, name)?;
    stage.must(
        me,
        &[&"expert", &"hand-in", &"--seal-complete", &"--out", &out],
    )
}

/// Where a hand-in was exported to.
fn file(handed_in: &Value) -> Result<PathBuf> {
    text(handed_in, "/exported/file").map(PathBuf::from)
}

fn export(stage: &Stage, me: &Person, name: &str) -> Result<PathBuf> {
    let out = bundles_of(stage, me, name)?;
    let exported = stage.must(me, &[&"expert", &"export", &"--out", &out])?;
    Ok(PathBuf::from(text(&exported, "/file")?))
}

/// A folder for somebody's bundles, another for each `name`.
fn bundles_of(stage: &Stage, me: &Person, name: &str) -> Result<PathBuf> {
    let key = me.key.trim_end_matches("-copy");
    let folder = [key, name].into_iter().filter(|part| !part.is_empty());
    stage.place(&format!("bundles/{}", folder.collect::<Vec<_>>().join("-")))
}

/// After handing in, some reviews are opened with a reason, changed and handed in once more.
fn again(stage: &Stage, me: &Person, variant: &str, ids: &[&str]) -> Result<Value> {
    let reason = "上交后复核，补充理由并调整分数。";
    for id in ids {
        stage.must(me, &[&"expert", &"unseal", id, &"--reason", &reason])?;
    }
    mark(stage, me, &format!("variants/{variant}.toml"))?;
    let name = variant.trim_start_matches(&me.key).trim_start_matches('-');
    hand_in(stage, me, name)
}

fn seal_all_but(stage: &Stage, me: &Person, imported: &Value, left: &str) -> Result<()> {
    let assigned = list(imported, "/imported/applications")?;
    let ids: Vec<&str> = assigned.iter().filter_map(Value::as_str).collect();
    let mut words: Vec<Word<'_>> = vec![&"expert", &"seal"];
    words.extend(
        ids.iter()
            .filter(|id| **id != left)
            .map(|id| id as Word<'_>),
    );
    stage.must(me, &words).map(drop)
}

/// The same store twice, as if a laptop's disk had been copied.
fn copy_of(stage: &Stage, me: &Person) -> Result<Person> {
    let double = stage.person(&format!("{}-copy", me.key))?;
    std::fs::remove_dir_all(&double.home)?;
    std::fs::copy(&me.passphrase, &double.passphrase)?;
    let (from, to): (&Path, &Path) = (&me.home, &double.home);
    crate::external::output(Command::new("cp").arg("-r").args([from, to]))?;
    Ok(double)
}

fn summary(
    member: &Member,
    packed: &Packed,
    imported: &Value,
    taken: &Value,
    last: &Value,
    habit: Habit,
) -> Result<Value> {
    let key = &member.person.key;
    let ticket = packed
        .tickets
        .get(key)
        .context("everybody here has a ticket")?;
    Ok(json!({
        "expert": key, "name": member.name, "unit": member.unit, "ticket": ticket.id,
        "assigned": list(imported, "/imported/applications")?.len(), "recused": taken["recused"],
        "marks": taken["marks"], "citations": taken["citations"],
        "proposals": taken["proposals"], "entries_refused": list(taken, "/refused")?.len(),
        "sealed": list(last, "/sealed")?.len(), "hand_ins": last["seq"],
        "files_examined": imported["examined"], "habit": habit.code(),
    }))
}
