//! `cargo xtask demo`: the sample round, played with the real program by people with homes of
//! their own, and a summary of what came out.
//!
//! Owns the order of the acts. Every figure of the summary is what the program answered with
//! `--json`; nothing is computed here. Trap: the passphrases lie in files beside the stores,
//! which only a demo may do.

pub(crate) mod acts;
mod cast;
mod crowd;
mod stage;
mod summary;
mod words;

use crate::arguments::Arguments;
use crate::bench::machine;
use crate::setup::{self, Purpose};
use crate::{external, materials, places, say, window};
use anyhow::{Context, Result};
pub(crate) use cast::Cast;
use serde_json::{Value, json};
pub(crate) use stage::{Person, Stage};
use std::path::{Path, PathBuf};
use std::time::Instant;
use words::Words;

/// Plays the round and prints what came out.
pub(crate) fn run(mut given: Arguments) -> Result<()> {
    let as_data = given.flag("--json");
    let keep = given.flag("--keep");
    let words = Words::of(given.value("--lang")?.as_deref())?;
    let evidence = given
        .value("--evidence")?
        .map(std::path::absolute)
        .transpose()?;
    given.finish()?;
    let began = Instant::now();
    let machine = machine::describe();
    say::heading(words.get("progress.setup"));
    let ready = setup::prepare(Purpose::Round)?;
    say::heading(words.get("progress.compiling"));
    let mut cargo = places::cargo()?;
    external::run(
        cargo
            .args(["build", "--package", "hengping"])
            .envs(ready.environment()),
    )?;
    let materials = materials::folder(&ready, evidence.as_deref())?;
    let folder = empty_folder(keep)?;
    let shown = folder.display().to_string();
    say::heading(words.fill("progress.round", &[("folder", &shown)]));
    let program = places::built("hengping")?;
    let stage = Stage::new(&folder, &ready, &program, words.tag())?;
    let played = play(&stage, &materials);
    stage.pause();
    let mut story = played.with_context(|| {
        format!(
            "every call and answer is in {}",
            folder.join("protocol.jsonl").display()
        )
    })?;
    story["files"] = files(&folder, &materials);
    story["machine"] = machine;
    story["seconds"] = json!(began.elapsed().as_secs_f64());
    std::fs::write(folder.join("summary.json"), format!("{story:#}\n"))?;
    if as_data {
        say::result(format_args!("{story:#}"));
    } else {
        say::result(summary::text(&story, &words));
    }
    show_window(&folder, &words)
}

/// The window of an expert of the round, over a copy of the store, so that what is tried there
/// does not reach the round. The round has been played by then: a window that cannot be had is
/// said and is no fault.
fn show_window(folder: &Path, words: &Words) -> Result<()> {
    if !window::there_is_a_display() {
        say::line(words.get("window.no-display"));
        return Ok(());
    }
    let person = folder.join("people/e3");
    let passphrase = std::fs::read_to_string(person.join("passphrase"))?;
    let said = [("passphrase", passphrase.trim_end())];
    say::heading(words.fill("window.opens", &said));
    let shown = window::show(&person.join("home"), &folder.join("window"));
    shown.or_else(|error| {
        say::line(format_args!("{}: {error:#}", words.get("window.failed")));
        Ok(())
    })
}

/// All acts in order; what each brought is a member of the story.
fn play(stage: &Stage, materials: &Path) -> Result<Value> {
    let cast = Cast::enter(stage)?;
    let packed = stage.act("office", || acts::office::play(stage, &cast, materials))?;
    let ((visit, rehearsed), reviewed) = crowd::both(
        || {
            let visit = stage.act("visit", || acts::visit::play(stage, &cast, &packed))?;
            let rehearsed = acts::panel::rehearse(stage, &cast, &packed)?;
            Ok((visit, rehearsed))
        },
        || stage.act("experts", || acts::experts::play(stage, &cast, &packed)),
    )?;
    // While the panel works, the station hands out receipts, and one expert is late.
    let (receipts, panel) = crowd::both(
        || {
            stage.act("receipts", || {
                acts::receipts::play(stage, &cast, &packed, &reviewed)
            })
        },
        || {
            stage.act("panel", || {
                acts::panel::play(stage, &cast, &packed, &reviewed, &visit)
            })
        },
    )?;
    let afterwards = stage.act("afterwards", || {
        acts::afterwards::play(stage, &cast, &packed, &receipts)
    })?;
    let holders = packed.tickets.iter();
    let holders = holders.map(|(key, ticket)| (ticket.id.clone(), json!(key)));
    Ok(json!({
        "office": packed.summary, "experts": reviewed.summary, "visit": visit,
        "rehearsed": rehearsed, "panel": panel,
        "afterwards": afterwards, "tickets": holders.collect::<serde_json::Map<_, _>>(),
        "refused": stage.refused(), "times": stage.times(),
    }))
}

/// An empty folder for this run; with `keep` the ones of earlier runs stay.
fn empty_folder(keep: bool) -> Result<PathBuf> {
    let folder = places::workspace().join("target/demo");
    if !keep {
        if folder.exists() {
            std::fs::remove_dir_all(&folder)?;
        }
        return Ok(folder);
    }
    let numbered = (2..).map(|number| places::workspace().join(format!("target/demo-{number}")));
    std::iter::once(folder)
        .chain(numbered)
        .find(|folder| !folder.exists())
        .context("no free name for the folder of the demo")
}

fn files(folder: &Path, materials: &Path) -> Value {
    let below = |name: &str| folder.join(name).display().to_string();
    json!({
        "materials": materials.display().to_string(),
        "people": below("people"),
        "cards": below("cards"),
        "shares": below("shares"),
        "package": below("package"),
        "bundles": below("bundles"),
        "receipts": below("receipts"),
        "archive": below("archive"),
        "protocol": below("protocol.jsonl"),
        "summary": below("summary.json"),
    })
}
