//! Verifying a package against `sha256sum` of it, importing it against `sha256sum` and `age -d` of
//! the same number of bytes.
//!
//! Import also unlocks a store (half a second of key derivation), writes the ciphertext durably
//! and reads every assigned document through; the counterpart does none of that, so the ratio is
//! an upper bound of what the formats cost.

use super::clock::{ROUNDS, compare};
use super::{Ground, Row, word};
use crate::demo::acts::office;
use crate::demo::{Cast, Person, Stage};
use crate::{external, materials};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

pub(super) fn run(ground: &Ground) -> Result<Vec<Row>> {
    let folder = ground.place("package")?;
    std::fs::remove_dir_all(&folder)?;
    let stage = Stage::new(&folder, &ground.ready, &ground.program, "en")?;
    let cast = Cast::enter(&stage)?;
    let materials = materials::folder(&ground.ready, None)?;
    let packed = office::play(&stage, &cast, &materials)?;
    stage.pause();
    let size = std::fs::metadata(&packed.package)?.len();
    let note = format!("{:.1} MB", size as f64 / 1e6);
    Ok(vec![
        verify(ground, &packed, note.clone())?,
        import(&stage, &cast, &packed, &folder, note)?,
    ])
}

fn verify(ground: &Ground, packed: &office::Packed, note: String) -> Result<Row> {
    let (package, root) = (word(&packed.package)?, word(&packed.root)?);
    let words = ["package", "verify", package, "--root", root];
    let mut ours = || external::run(ground.hengping(&words).stdout(Stdio::null()));
    let mut theirs = || sha256sum(&packed.package);
    let pair = compare(&mut ours, &mut theirs)?;
    Ok(Row {
        what: "package verify".into(),
        against: "sha256sum",
        pair,
        note,
    })
}

fn import(
    stage: &Stage,
    cast: &Cast,
    packed: &office::Packed,
    folder: &Path,
    note: String,
) -> Result<Row> {
    let holds_ticket = |key: &&String| cast.pool.iter().any(|member| member.person.key == **key);
    let key = packed
        .tickets
        .keys()
        .find(holds_ticket)
        .context("an expert was drawn")?;
    let member = cast
        .pool
        .iter()
        .find(|member| member.person.key == *key)
        .context("a member")?;
    let ticket = packed.tickets.get(key).context("a ticket")?;
    // A package is imported once into a store, so every round gets a store of its own.
    let mut homes = copies(&member.person, folder)?.into_iter();
    let (identity, encrypted) = encrypted(&packed.package, folder)?;
    let mut ours = || {
        let me = homes.next().context("a copy for each round")?;
        let package = &packed.package;
        stage
            .must(
                &me,
                &[
                    &"expert",
                    &"import",
                    package,
                    &"--ticket",
                    &ticket.file,
                    &"--root",
                    &packed.root,
                ],
            )
            .map(drop)
    };
    let mut theirs = || {
        sha256sum(&packed.package)?;
        let mut age = Command::new("age");
        external::run(
            age.args(["-d", "-i"])
                .args([&identity, &encrypted])
                .stdout(Stdio::null()),
        )
    };
    let pair = compare(&mut ours, &mut theirs)?;
    Ok(Row {
        what: "package import".into(),
        against: "sha256sum + age -d",
        pair,
        note,
    })
}

fn sha256sum(file: &Path) -> Result<()> {
    external::run(Command::new("sha256sum").arg(file).stdout(Stdio::null()))
}

fn copies(person: &Person, folder: &Path) -> Result<Vec<Person>> {
    let copy = |number: usize| {
        let home = folder.join(format!("copy-{number}"));
        external::output(Command::new("cp").arg("-r").arg(&person.home).arg(&home))?;
        Ok(Person {
            home,
            ..person.clone()
        })
    };
    (0..ROUNDS).map(copy).collect()
}

/// The package once more, encrypted by the stock tool to a key made for this.
fn encrypted(package: &Path, folder: &Path) -> Result<(PathBuf, PathBuf)> {
    let (identity, file) = (folder.join("identity.txt"), folder.join("package.age"));
    external::output(Command::new("age-keygen").arg("-o").arg(&identity))?;
    let recipient = external::output(Command::new("age-keygen").arg("-y").arg(&identity))?;
    let recipient = String::from_utf8(recipient)?;
    let mut age = Command::new("age");
    external::output(
        age.args(["-r", recipient.trim(), "-o"])
            .args([&file, package]),
    )?;
    Ok((identity, file))
}
