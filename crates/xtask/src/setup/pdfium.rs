//! The pinned PDFium, from the wheel of the Python package `pypdfium2`, with its licences.
//!
//! pip fetches it, so the index that the machine is configured for is used and this code names
//! none. Trap: the digest of the library itself is compared at every start, because this file is
//! loaded into a process that reads foreign documents.

use crate::{external, places, say};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};
use std::process::Command;

/// PDFium's build number; also the folder's name.
const BUILD: &str = "8149";
const WHEEL: &str = "pypdfium2==5.15.2";
const LIBRARY: &str = "libpdfium.so";

/// What the pinned wheel is on one kind of machine.
struct Pinned {
    machine: &'static str,
    wheel: &'static str,
    library: &'static str,
}

const PINNED: &[Pinned] = &[
    Pinned {
        machine: "x86_64",
        wheel: "dc31aea5b0fb9fefc9b537a65f4113980b2c40798445736a7e6565bc85161e37",
        library: "c76dc0f7839644bfa7c3e3107a6068df714e339c861bb7d4519907b821d427f9",
    },
    Pinned {
        machine: "aarch64",
        wheel: "dd46e93c0c3a73f6cea8489baff6d77a5d0759dd53fbbce0aeb49c91830176fc",
        library: "4378615ad9710397c96c112611be9018629bbfe38805d91a2663a534b99c28ca",
    },
];

/// The library's file.
pub(crate) fn find_or_fetch() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("HENGPING_PDFIUM") {
        return Ok(PathBuf::from(chosen));
    }
    let pinned = pinned()?;
    let folder = places::cache()?.join("pdfium").join(BUILD);
    let file = folder.join(LIBRARY);
    if digest(&file).is_ok_and(|found| found == pinned.library) {
        return Ok(file);
    }
    say::line(format_args!("  fetching PDFium {BUILD} ({WHEEL})"));
    fetch(pinned, &folder)?;
    let found = digest(&file)?;
    if found != pinned.library {
        bail!(
            "{} has SHA-256 {found}, expected {}",
            file.display(),
            pinned.library
        );
    }
    Ok(file)
}

/// Whether nothing has to be fetched.
pub(crate) fn kept() -> bool {
    std::env::var_os("HENGPING_PDFIUM").is_some()
        || places::cache()
            .is_ok_and(|cache| cache.join("pdfium").join(BUILD).join(LIBRARY).is_file())
}

fn pinned() -> Result<&'static Pinned> {
    let here = (std::env::consts::OS, std::env::consts::ARCH);
    let found = PINNED
        .iter()
        .find(|pinned| here == ("linux", pinned.machine));
    found.with_context(|| {
        format!(
            "no pinned build for {} {}; set HENGPING_PDFIUM to a PDFium {BUILD}",
            here.0, here.1
        )
    })
}

fn fetch(pinned: &Pinned, folder: &Path) -> Result<()> {
    let scratch = folder.with_extension("fetched");
    std::fs::create_dir_all(&scratch)?;
    std::fs::create_dir_all(folder)?;
    let list = scratch.join("requirements.txt");
    std::fs::write(&list, format!("{WHEEL} --hash=sha256:{}\n", pinned.wheel))?;
    let (list, into) = (list.to_string_lossy(), scratch.to_string_lossy());
    let options = [
        "--no-deps",
        "--only-binary=:all:",
        "--require-hashes",
        "--dest",
    ];
    let mut pip = super::python::pip(&["download"]);
    external::output(pip.args(options).args([&*into, "--requirement", &*list]))
        .context("the wheel pypdfium2 comes through pip (package python3-pip)")?;
    unpack(&scratch, folder)?;
    Ok(std::fs::remove_dir_all(scratch)?)
}

/// A wheel is a ZIP; Python, which is there because pip is, reads it.
fn unpack(scratch: &Path, folder: &Path) -> Result<()> {
    let wheel = std::fs::read_dir(scratch)?
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "whl"))
        .context("pip fetched no wheel")?;
    let inside = scratch.join("wheel");
    external::output(
        Command::new("python3")
            .args(["-m", "zipfile", "-e"])
            .args([&wheel, &inside]),
    )?;
    // By renaming, so that a library in use is replaced and never rewritten.
    std::fs::rename(
        inside.join("pypdfium2_raw").join(LIBRARY),
        folder.join(LIBRARY),
    )?;
    for entry in std::fs::read_dir(&inside)?.flatten() {
        let licences = entry.path().join("licenses");
        if licences.is_dir() {
            let kept = folder.join("licences");
            if kept.exists() {
                std::fs::remove_dir_all(&kept)?;
            }
            std::fs::rename(licences, kept)?;
        }
    }
    Ok(())
}

fn digest(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file)?;
    let digest = Sha256::digest(&bytes);
    Ok(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}
