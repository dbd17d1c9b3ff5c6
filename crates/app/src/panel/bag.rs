//! The bag that an archive lies in: BagIt 1.0 (RFC 8493), so that any archive's tools can check it.
//!
//! Owns the tag files beside `data/`. Trap: a bag proves that files are whole and nothing about who made
//! them; that is the signed list's business, which lies within.

use std::collections::BTreeSet;
use std::path::Path;

use hengping_core::id::Digest;

use crate::error::{Refused, Result};
use crate::files;

/// Folder of the content.
pub(super) const DATA: &str = "data";
/// What makes a folder a bag.
const DECLARATION: &str = "bagit.txt";
const DECLARED: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
const INFO: &str = "bag-info.txt";
const MANIFEST: &str = "manifest-sha256.txt";
const TAGS: &str = "tagmanifest-sha256.txt";

/// What stands in a bag beside the digests.
pub(super) struct Info {
    /// What is in it: the round.
    pub(super) title: String,
    /// The round's id.
    pub(super) id: String,
    /// The day it was made, `2026-12-01`.
    pub(super) date: String,
}

/// Writes the tag files of a bag whose content lies in `data/`.
pub(super) fn write(folder: &Path, content: &[(&str, &[u8])], info: &Info) -> Result<()> {
    let size: usize = content.iter().map(|(_, bytes)| bytes.len()).sum();
    let one_line = |text: &str| text.replace(['\n', '\r'], " ");
    let about = format!(
        "Bagging-Date: {}\nBag-Software-Agent: Hengping {}\nExternal-Description: {}\nExternal-Identifier: {}\nPayload-Oxum: {size}.{}\n",
        info.date,
        env!("CARGO_PKG_VERSION"),
        one_line(&info.title),
        info.id,
        content.len(),
    );
    let line = |name: &str, bytes: &[u8]| format!("{}  {name}\n", Digest::of(bytes));
    let lines = content.iter();
    let manifest: String = lines
        .map(|(name, bytes)| line(&format!("{DATA}/{name}"), bytes))
        .collect();
    let tags = [
        (INFO, about),
        (DECLARATION, DECLARED.to_owned()),
        (MANIFEST, manifest),
    ];
    let listed = tags.iter();
    let listed: String = listed
        .map(|(name, text)| line(name, text.as_bytes()))
        .collect();
    for (name, text) in &tags {
        files::replace(&folder.join(name), text.as_bytes())?;
    }
    files::replace(&folder.join(TAGS), listed.as_bytes())
}

/// Whether a folder is a bag.
pub(super) fn is_one(folder: &Path) -> bool {
    folder.join(DECLARATION).is_file()
}

/// Checks every file of a bag against its digests.
///
/// # Errors
/// [`Refused::ArchiveDamaged`] with the first file that is not as listed, is missing, or is in `data/` and
/// in no list.
pub(super) fn check(folder: &Path) -> Result<()> {
    let declared = files::read(&folder.join(DECLARATION))?;
    if declared != DECLARED.as_bytes() {
        return Err(damaged(DECLARATION));
    }
    listed(folder, TAGS)?;
    let known = listed(folder, MANIFEST)?;
    let mut there = BTreeSet::new();
    collect(folder, DATA, &mut there)?;
    match there.difference(&known).next() {
        Some(surplus) => Err(damaged(surplus)),
        None => Ok(()),
    }
}

/// The names in a list, each compared with its file.
fn listed(folder: &Path, list: &str) -> Result<BTreeSet<String>> {
    let text = files::read_text(&folder.join(list))?;
    let mut names = BTreeSet::new();
    for line in text.lines() {
        let (digest, name) = line.split_once("  ").ok_or_else(|| damaged(list))?;
        let inside = Path::new(name).components();
        if !inside
            .into_iter()
            .all(|part| matches!(part, std::path::Component::Normal(_)))
        {
            return Err(damaged(list));
        }
        let bytes = files::read(&folder.join(name)).map_err(|_| damaged(name))?;
        if Digest::of(&bytes).to_string() != digest {
            return Err(damaged(name));
        }
        names.insert(name.to_owned());
    }
    Ok(names)
}

fn collect(folder: &Path, below: &str, names: &mut BTreeSet<String>) -> Result<()> {
    let failed = |_| damaged(below);
    for entry in std::fs::read_dir(folder.join(below)).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = format!("{below}/{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            collect(folder, &name, names)?;
        } else {
            names.insert(name);
        }
    }
    Ok(())
}

fn damaged(file: &str) -> crate::error::Error {
    Refused::ArchiveDamaged {
        file: file.to_owned(),
    }
    .into()
}
