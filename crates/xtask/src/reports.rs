//! `cargo xtask reports`: every paper of the sample round, and with `--check` what other programs say of
//! them.
//!
//! Owns which papers are written and where. The checks are `reports/check.py`'s: LibreOffice computes the
//! workbook anew after its numbers were taken out, and reads every document; Poppler looks at every PDF.
//! Trap: the round is that of the last `cargo xtask demo`, and is played when there is none.

use crate::arguments::Arguments;
use crate::demo;
use crate::setup::{self, Purpose};
use crate::{external, places, say};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

const CHECK: &str = "crates/xtask/src/reports/check.py";

/// Writes the papers, and checks them where that is asked for.
pub(crate) fn run(mut given: Arguments) -> Result<()> {
    let is_checked = given.flag("--check");
    given.finish()?;
    let ready = setup::prepare(Purpose::Tests)?;
    let target = places::workspace().join("target");
    let round = target.join("demo");
    if !round.join("people/holder-1/home").is_dir() {
        demo::run(Arguments::new(&[]))?;
    }
    let mut cargo = places::cargo()?;
    external::run(
        cargo
            .args(["build", "--package", "hengping"])
            .envs(ready.environment()),
    )?;
    let out = target.join("reports");
    if out.exists() {
        std::fs::remove_dir_all(&out).context("the papers of the last time")?;
    }
    write(&round, &out, &ready)?;
    say::line(format_args!("papers: {}", out.display()));
    if is_checked {
        check(&out)?;
    }
    Ok(())
}

/// What each person of the round prints.
fn write(round: &Path, out: &Path, ready: &setup::Ready) -> Result<()> {
    let program = places::built("hengping")?;
    let calls: [(&str, &[&str], &str); 7] = [
        ("holder-1", &["panel", "report"], "panel"),
        ("holder-1", &["panel", "dossier", "a01"], "panel"),
        ("holder-1", &["panel", "feedback"], "feedback"),
        ("office", &["office", "letters"], "office"),
        ("office", &["office", "blanks"], "office"),
        ("e1", &["expert", "print"], "expert"),
        ("visit", &["visit", "print", "a04"], "visit"),
    ];
    for (who, words, folder) in calls {
        let person = round.join("people").join(who);
        let mut command = Command::new(&program);
        command
            .args(words)
            .arg("--out")
            .arg(out.join(folder))
            .arg("--home")
            .arg(person.join("home"))
            .arg("--passphrase-file")
            .arg(person.join("passphrase"))
            .envs(ready.environment());
        if external::output(&mut command).is_err() && who == "visit" {
            say::line("  no visit to print in this round");
            continue;
        }
        say::line(format_args!("  {who}: {}", words.join(" ")));
    }
    Ok(())
}

fn check(out: &Path) -> Result<()> {
    let office: Option<PathBuf> = external::find("soffice");
    let Some(office) = office else {
        bail!("LibreOffice is not here: apt install libreoffice-calc libreoffice-writer");
    };
    let mut python = Command::new("python3");
    python
        .arg(places::workspace().join(CHECK))
        .arg(out)
        .arg(office);
    external::run(&mut python)
}
