//! `cargo xtask package --check`: install, use and remove, as an office would on one laptop.
//!
//! Owns the order, and that the package is removed whatever went wrong. Everything runs as a user
//! without rights, in a folder of its own, with no variable of ours: what works only in the
//! sources does not work here. Trap: a release cannot be driven, so the window is looked at from
//! outside, by its title and its picture; what happens inside is the desktop specs' matter.

mod doors;
mod ground;
mod parts;
mod screen;
mod window;

use crate::{external, say};
use anyhow::{Context, Result, bail};
use ground::Ground;
use std::path::Path;
use std::process::Command;

/// What was looked at, and how it was found.
#[derive(Default)]
struct Findings {
    good: usize,
    bad: Vec<String>,
}

impl Findings {
    /// Notes one thing that must hold; what was seen is said when it does not.
    fn note(&mut self, what: &str, outcome: Result<String>) {
        match outcome {
            Ok(seen) => {
                self.good += 1;
                say::line(format_args!("      ok  {what}: {seen}"));
            }
            Err(error) => {
                say::line(format_args!("  FAILED  {what}: {error:#}"));
                self.bad.push(what.to_owned());
            }
        }
    }
}

/// Installs `file`, looks, removes it.
pub(super) fn run(file: &Path) -> Result<()> {
    refuse_without_rights()?;
    refuse_where_installed()?;
    say::heading("check: installing");
    let mut findings = Findings::default();
    apt(&["install", &file.to_string_lossy()])?;
    let list = installed_files()?;
    say::heading("check: in use");
    let looked = Ground::new().and_then(|ground| {
        let looked = look(&ground, file, &mut findings);
        say::heading("check: removing");
        apt(&["purge", "hengping"])?;
        parts::removed(&list, &ground, &mut findings);
        looked
    });
    if looked.is_err() && is_installed() {
        apt(&["purge", "hengping"])?;
    }
    looked?;
    let Findings { good, bad } = findings;
    say::result(format_args!("{good} passed, {} failed", bad.len()));
    if !bad.is_empty() {
        bail!("the package fails: {}", bad.join(", "));
    }
    Ok(())
}

fn look(ground: &Ground, file: &Path, findings: &mut Findings) -> Result<()> {
    parts::whole(findings);
    parts::stands_on_its_own(ground, findings)?;
    parts::update(ground, file, findings);
    parts::files_are_known(ground, findings)?;
    doors::policy_is_inside(findings)?;
    window::opens_and_takes_files(ground, findings)?;
    doors::are_shut(ground, findings)?;
    parts::only_user_data(ground, findings);
    Ok(())
}

fn refuse_without_rights() -> Result<()> {
    let user = super::said(Command::new("id").arg("-u"))?;
    if user != "0" {
        bail!("installing and removing takes root; the package itself was made");
    }
    Ok(())
}

/// A program that somebody uses here is not replaced by a check.
fn refuse_where_installed() -> Result<()> {
    if is_installed() {
        bail!("hengping is installed here; remove it first (apt remove hengping)");
    }
    Ok(())
}

fn is_installed() -> bool {
    let status = super::said(Command::new("dpkg-query").args(["-W", "-f=${Status}", "hengping"]));
    status.is_ok_and(|status| status.ends_with(" installed"))
}

fn apt(words: &[&str]) -> Result<()> {
    let mut apt = Command::new("apt-get");
    apt.args([
        "-o",
        "DPkg::Lock::Timeout=300",
        "--yes",
        "--no-install-recommends",
    ]);
    apt.args(words).env("DEBIAN_FRONTEND", "noninteractive");
    external::output(&mut apt).map(drop).context("apt")
}

/// Everything that dpkg laid, but for folders that others have too.
fn installed_files() -> Result<Vec<String>> {
    let list = super::said(Command::new("dpkg").args(["--listfiles", "hengping"]))?;
    let ours = |place: &&str| place.contains("hengping");
    Ok(list.lines().filter(ours).map(str::to_owned).collect())
}
