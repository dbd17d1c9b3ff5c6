//! The panel: rehearsal, arrivals, opening, facts, results, divergences, decision.

use super::experts::{self, Reviewed};
use super::office::Packed;
use super::{list, text};
use crate::demo::cast::{Cast, sample};
use crate::demo::stage::Stage;
use crate::places;
use anyhow::{Context, Result};
use serde_json::{Value, json};
use std::ffi::OsStr;
use std::path::PathBuf;

type Word<'a> = &'a dyn AsRef<OsStr>;

/// A bundle of another office, another round and another authority.
const FOREIGN: &str = "review-packages/vectors/valid/bundle/review.orb";

/// Before any bundle is there: the chair takes the package in, and the holders try their shares.
pub(crate) fn rehearse(stage: &Stage, cast: &Cast, packed: &Packed) -> Result<Value> {
    stage.expect(2);
    experts::import(stage, "panel", &cast.chair()?.person, packed)?;
    holders(stage, cast, packed, "rehearse")
}

/// From closed bundles to the panel's opinion.
pub(crate) fn play(
    stage: &Stage,
    cast: &Cast,
    packed: &Packed,
    reviewed: &Reviewed,
    visit: &Value,
) -> Result<Value> {
    stage.expect(9);
    let chair = &cast.chair()?.person;
    let panel = |words: &[Word<'_>]| stage.must(chair, words);
    let arrived = arrive(stage, cast, reviewed, visit)?;
    let opened = holders(stage, cast, packed, "open")?;
    let at_opening = panel(&[&"panel", &"status"])?;
    let named = name_seal(stage, cast, reviewed, &at_opening)?;
    let queue = panel(&[&"panel", &"facts"])?;
    let decisions = decisions(stage, packed)?;
    let decided = stage.call(chair, &[&"panel", &"from", &decisions])?.data;
    let results = panel(&[&"panel", &"results"])?;
    let divergences = panel(&[&"panel", &"divergences"])?;
    let opinion = panel(&[&"panel", &"decide", &"--opinion", &"同意排名与建议名单。"])?;
    Ok(json!({
        "arrived": arrived, "opened": opened,
        "conflicts": at_opening["conflicts"], "named": named,
        "facts": queue, "decided": decided, "results": results,
        "divergences": divergences, "opinion": opinion,
    }))
}

/// All bundles in the order of their files, and one that has no business here.
fn arrive(stage: &Stage, cast: &Cast, reviewed: &Reviewed, visit: &Value) -> Result<Value> {
    let visited = PathBuf::from(text(visit, "/bundle")?);
    let foreign = stage.place("bundles/foreign")?.join("review.orb");
    std::fs::copy(places::workspace().join(FOREIGN), &foreign)?;
    let mut words: Vec<Word<'_>> = vec![&"panel", &"arrive"];
    words.extend(reviewed.bundles.iter().map(|bundle| bundle as Word<'_>));
    words.extend([&visited as Word<'_>, &foreign]);
    Ok(stage.call(&cast.chair()?.person, &words)?.data)
}

/// Two of the three holders come together; the chair, whose store is open, is one of them.
fn holders(stage: &Stage, cast: &Cast, packed: &Packed, act: &str) -> Result<Value> {
    let (chair, other) = (
        cast.chair()?,
        cast.holders.get(1).context("a second holder")?,
    );
    let (own, others) = (packed.shares.first(), packed.shares.get(1));
    let (own, others) = own.zip(others).context("a share for each holder")?;
    let (home, passphrase) = (&other.person.home, &other.person.passphrase);
    stage.must(
        &chair.person,
        &[
            &"panel",
            &act,
            &"--share",
            own,
            &"--share",
            others,
            &"--holder",
            home,
            &"--holder-passphrase-file",
            passphrase,
        ],
    )
}

/// The expert with two histories says which seal is theirs.
fn name_seal(stage: &Stage, cast: &Cast, reviewed: &Reviewed, status: &Value) -> Result<Value> {
    let conflict = list(status, "/conflicts")?
        .first()
        .context("two stories were told")?;
    let (ticket, application) = (text(conflict, "/ticket")?, text(conflict, "/application")?);
    let reason = "经本人确认，以第一份为准；另一份出自备份盘。";
    let seal = &reviewed.own_seal;
    stage.must(
        &cast.chair()?.person,
        &[
            &"panel",
            &"name-seal",
            &ticket,
            &application,
            seal,
            &"--reason",
            &reason,
        ],
    )
}

/// The decisions of the sample, with tickets where it names experts.
fn decisions(stage: &Stage, packed: &Packed) -> Result<PathBuf> {
    let mut decisions = std::fs::read_to_string(sample("panel.toml"))?;
    for (key, ticket) in &packed.tickets {
        let (name, id) = (
            format!("expert = \"{key}\""),
            format!("ticket = \"{}\"", ticket.id),
        );
        decisions = decisions.replace(&name, &id);
    }
    let file = stage.place("panel")?.join("panel.toml");
    std::fs::write(&file, decisions)?;
    Ok(file)
}
