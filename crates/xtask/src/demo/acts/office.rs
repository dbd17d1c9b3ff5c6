//! The office: round, check, roster, draw, committee, assignment, package; and everybody's cards,
//! which are made meanwhile.

use super::{enrolment, list, text};
use crate::demo::cast::{Cast, DIGITS, Member};
use crate::demo::crowd;
use crate::demo::stage::Stage;
use anyhow::Result;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

type Word<'a> = &'a dyn AsRef<OsStr>;

/// A ticket that was issued.
pub(crate) struct Ticket {
    pub(crate) id: String,
    pub(crate) file: PathBuf,
}

/// What the office sends out.
pub(crate) struct Packed {
    pub(crate) package: PathBuf,
    pub(crate) root: PathBuf,
    /// Tickets by the key of the person.
    pub(crate) tickets: BTreeMap<String, Ticket>,
    /// Shares of the committee key, in the order of the holders.
    pub(crate) shares: Vec<PathBuf>,
    pub(crate) summary: Value,
}

impl Packed {
    /// Members of the pool who have a ticket.
    pub(crate) fn drawn<'a>(&self, cast: &'a Cast) -> Vec<&'a Member> {
        let has_ticket = |member: &&Member| self.tickets.contains_key(&member.person.key);
        cast.pool.iter().filter(has_ticket).collect()
    }

    /// Whose ticket it is.
    pub(crate) fn holder(&self, ticket: &Value) -> Option<&str> {
        let mut tickets = self.tickets.iter();
        let (key, _) = tickets.find(|(_, known)| *ticket == known.id.as_str())?;
        Some(key)
    }
}

/// What the office knows of the materials before it packs.
struct Taken {
    round: Value,
    check: Value,
}

/// A new office takes the folder of materials and checks it.
fn take(stage: &Stage, cast: &Cast, materials: &Path) -> Result<Taken> {
    let office = &cast.office;
    stage.must(office, &[&"office", &"init"])?;
    let round = stage.must(office, &[&"office", &"round", &materials])?;
    let check = stage.call(office, &[&"office", &"check"])?.data;
    Ok(Taken { round, check })
}

/// From an empty folder to package and tickets; meanwhile everybody makes a card.
pub(crate) fn play(stage: &Stage, cast: &Cast, materials: &Path) -> Result<Packed> {
    stage.expect(9);
    let office = |words: &[Word<'_>]| stage.must(&cast.office, words);
    let out = stage.place("package")?;
    let (Taken { round, check }, fingerprints) = crowd::both(
        || take(stage, cast, materials),
        || enrolment::play(stage, &cast.everybody()),
    )?;
    roster(&office, cast, &fingerprints)?;
    let [one, two] = DIGITS;
    let draw = office(&[&"office", &"draw", &"--digits", &one, &"--digits", &two])?;
    let (committee, shares) = committee(stage, cast, &office)?;
    let assigned = office(&[&"office", &"assign"])?;
    let chair = &cast.chair()?.card;
    let visitor = &cast.visitor.card;
    let packed = office(&[
        &"office", &"pack", &"--out", &out, &"--panel", chair, &"--visit", visitor,
    ])?;
    let path = |pointer| text(&packed, pointer).map(PathBuf::from);
    Ok(Packed {
        package: path("/files/0/0")?,
        root: path("/root")?,
        tickets: tickets(cast, &packed)?,
        shares,
        summary: json!({
            "round": round["round"], "title": round["title"],
            "applications": packed["applications"], "evidence_items": round["items"],
            "documents": packed["documents"], "findings": check["findings"],
            "left_out": round["not_packable"],
            "package": packed["package"], "digest": packed["digest"], "files": packed["files"],
            "tickets": list(&packed, "/tickets")?.len(), "threshold": committee["threshold"],
            "digits": DIGITS, "pool": draw["pool"], "seats": draw["seats"],
            "reserves": draw["reserves"], "loads": assigned["loads"],
        }),
    })
}

fn roster(
    office: &dyn Fn(&[Word<'_>]) -> Result<Value>,
    cast: &Cast,
    fingerprints: &[String],
) -> Result<()> {
    let mut words: Vec<Word<'_>> = vec![&"office", &"enrol", &"--expert"];
    words.extend(cast.pool.iter().map(|member| &member.card as Word<'_>));
    words.push(&"--panel");
    words.extend(cast.holders.iter().map(|member| &member.card as Word<'_>));
    words.extend([&"--visit" as Word<'_>, &cast.visitor.card]);
    office(&words)?;
    let mut words: Vec<Word<'_>> = vec![&"office", &"confirm"];
    words.extend(fingerprints.iter().map(|print| print as Word<'_>));
    office(&words)?;
    Ok(())
}

/// The ceremony, and the files of the shares.
fn committee(
    stage: &Stage,
    cast: &Cast,
    office: &dyn Fn(&[Word<'_>]) -> Result<Value>,
) -> Result<(Value, Vec<PathBuf>)> {
    let folder = stage.place("shares")?;
    let mut words: Vec<Word<'_>> = vec![&"office", &"committee", &"--threshold", &"2"];
    for holder in &cast.holders {
        words.extend([&"--holder" as Word<'_>, &holder.card]);
    }
    words.extend([&"--out" as Word<'_>, &folder]);
    let made = office(&words)?;
    let files = list(&made, "/shares")?.iter();
    let files: Result<_> = files
        .map(|share| text(share, "/file").map(PathBuf::from))
        .collect();
    let files = files?;
    Ok((made, files))
}

/// Whose ticket lies where, from the list that packing answers with.
fn tickets(cast: &Cast, packed: &Value) -> Result<BTreeMap<String, Ticket>> {
    let entries = list(packed, "/tickets")?;
    let mut tickets = BTreeMap::new();
    for member in cast.everybody() {
        let Some(entry) = entries.iter().find(|entry| entry["holder"] == member.name) else {
            continue;
        };
        let (id, file) = (
            text(entry, "/ticket")?.to_owned(),
            text(entry, "/file")?.into(),
        );
        tickets.insert(member.person.key.clone(), Ticket { id, file });
    }
    Ok(tickets)
}
