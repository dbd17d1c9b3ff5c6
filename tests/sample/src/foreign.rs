//! Real PDFs from a folder, added to the applications as further evidence.
//!
//! Owns their distribution and the lines of the catalogue they stand under. They are taken as they are, damaged ones included: refusing them is
//! the business of the office's check. Trap: names differ from machine to machine, so files are
//! taken in sorted order and numbered.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::folder::Written;
use crate::inputs::Item;

/// Code of the line with this number, from 1: an application has each code once, so every document
/// needs a line of its own.
fn code(number: usize) -> String {
    format!("X{number:04}")
}

/// The lines that the scheme's catalogue needs for `foreign`, as they stand in a scheme file.
#[must_use]
pub fn catalogue(foreign: &[Foreign], applications: usize) -> String {
    let most = foreign.len().div_ceil(applications.max(1));
    let line = |number| {
        let code = code(number);
        format!(
            "\n[[evidence]]\ncode = \"{code}\"\nname = {{ zh = \"其他材料 {number}\", en = \"Other document {number}\" }}\n"
        )
    };
    (1..=most).map(line).collect()
}

/// A PDF that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    path: PathBuf,
    number: usize,
}

/// The PDFs in `folder` and below, sorted by path.
///
/// # Errors
/// When a folder cannot be read.
pub fn list(folder: &Path) -> Result<Vec<Foreign>> {
    let mut paths = Vec::new();
    collect(folder, &mut paths)?;
    paths.sort();
    let numbered = paths.into_iter().zip(1..);
    Ok(numbered
        .map(|(path, number)| Foreign { path, number })
        .collect())
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let entry = entry?;
        let path = entry.path();
        if entry.file_type()?.is_dir() {
            collect(&path, paths)?;
        } else if path
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("pdf"))
        {
            paths.push(path);
        }
    }
    Ok(())
}

/// The share of application `at` of `applications`: every so-many-th file.
#[must_use]
pub fn share(foreign: &[Foreign], at: usize, applications: usize) -> Vec<&Foreign> {
    foreign
        .iter()
        .skip(at)
        .step_by(applications.max(1))
        .collect()
}

/// Links or copies `foreign` into `folder` and names them in `catalogue`.
///
/// # Errors
/// When a file cannot be copied.
pub fn copy(foreign: &[&Foreign], folder: &Path, catalogue: &mut Vec<Item>) -> Result<Written> {
    let mut written = Written::default();
    for (number, file) in (1..).zip(foreign) {
        let name = format!("extra-{:04}.pdf", file.number);
        let target = folder.join(&name);
        // A hard link saves the space; across file systems only a copy works.
        if fs::hard_link(&file.path, &target).is_err() {
            fs::copy(&file.path, &target).with_context(|| file.path.display().to_string())?;
        }
        let title = file.path.file_stem().unwrap_or_default().to_string_lossy();
        catalogue.push(Item {
            code: code(number),
            title: title.chars().take(60).collect(),
            file: name,
            template: None,
            scan: false,
            pages: None,
        });
        written.files += 1;
        written.bytes += usize::try_from(fs::metadata(&target)?.len()).unwrap_or(usize::MAX);
    }
    Ok(written)
}
