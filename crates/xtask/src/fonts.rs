//! The window's own Chinese faces: cut into slices, kept in the cache, laid beside the styles.
//!
//! Owns which fonts they come from and when they are made anew; `slices` owns which characters
//! belong together, `cut` the work. Trap: a subset from a registry may lack a sixth of GB 2312
//! without a word, so every slice is read back and what GB 2312 has must be in it.

mod cut;
mod slices;

use crate::setup::{self, packages};
use crate::{external, places, say};
use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Changes whenever what is cut does.
const EDITION: &str = "1";
/// The styles that name the slices; absent where there are none.
const STYLES: &str = "faces.css";

/// One family and weight, and the file it is cut from.
pub(crate) struct Face {
    /// Name in the styles.
    family: &'static str,
    /// Beginning of the slices' names.
    name: &'static str,
    weight: u16,
    /// Path below the root of the system, as its package lays it.
    file: &'static str,
    package: &'static str,
    /// Name of the face inside a collection.
    inside: &'static str,
    slices: fn() -> Vec<slices::Slice>,
}

const FACES: &[Face] = &[
    Face {
        family: "Hengping Sans",
        name: "sans",
        weight: 400,
        file: "usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        package: "fonts-noto-cjk",
        inside: "Noto Sans CJK SC",
        slices: slices::common,
    },
    Face {
        family: "Hengping Sans",
        name: "bold",
        weight: 700,
        file: "usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
        package: "fonts-noto-cjk",
        inside: "Noto Sans CJK SC",
        slices: slices::common,
    },
    // A family of its own: it has no bold, and a family with one would never be asked for these.
    Face {
        family: "Hengping Rare",
        name: "rare",
        weight: 400,
        file: "usr/share/fonts/truetype/hanazono/HanaMinB.ttf",
        package: "fonts-hanazono",
        inside: "HanaMinB",
        slices: slices::rare,
    },
];

/// Lays the slices beside the styles, making them the first time. Without the tools or fonts the
/// window takes the system's, which is said; true when the faces lie there.
pub(crate) fn prepare() -> Result<bool> {
    let laid = made().and_then(|from| lay(&from));
    if let Err(error) = &laid {
        say::line(format_args!(
            "  the window's own fonts: not available, the system's are used: {error:#}"
        ));
        remove_laid()?;
    }
    Ok(laid.is_ok())
}

/// The folder of the slices in the cache.
fn made() -> Result<PathBuf> {
    for tool in [cut::SUBSET, cut::COMPRESS] {
        external::find(tool).with_context(|| format!("{tool} is not installed"))?;
    }
    let sources = FACES.iter().map(source).collect::<Result<Vec<_>>>()?;
    let folder = places::cache()?.join("faces").join(edition(&sources)?);
    if folder.is_dir() {
        return Ok(folder);
    }
    say::line("  cutting the window's fonts (a minute, once)");
    let began = Instant::now();
    let scratch = folder.with_extension(format!("{}.part", std::process::id()));
    std::fs::create_dir_all(&scratch)?;
    let styles = cut::all(FACES, &sources, &scratch)?;
    std::fs::write(scratch.join(STYLES), styles)?;
    // Somebody else may have been faster with the same slices.
    if std::fs::rename(&scratch, &folder).is_err() && folder.is_dir() {
        std::fs::remove_dir_all(&scratch)?;
    }
    say::line(format_args!(
        "  the fonts took {}",
        say::duration(began.elapsed())
    ));
    Ok(folder)
}

/// Where a face's file lies: installed, or unpacked into the cache.
fn source(face: &Face) -> Result<PathBuf> {
    let installed = Path::new("/").join(face.file);
    if installed.is_file() {
        return Ok(installed);
    }
    let root = places::cache()?.join("fonts");
    let unpacked = root.join(face.file);
    if !unpacked.is_file() {
        say::line(format_args!("  unpacking {} into the cache", face.package));
        packages::unpack(&[face.package], &root)?;
    }
    if !unpacked.is_file() {
        bail!("{} holds no {}", face.package, face.file);
    }
    Ok(unpacked)
}

/// Name of the slices that come from these files: sizes and times tell a font's edition well
/// enough, and reading seventy megabytes before every test would not be worth more.
fn edition(sources: &[PathBuf]) -> Result<String> {
    let mut text = EDITION.to_owned();
    for file in sources {
        let about = std::fs::metadata(file)?;
        let time = about.modified()?.duration_since(std::time::UNIX_EPOCH)?;
        write!(text, " {} {}", about.len(), time.as_secs())?;
    }
    let digest = Sha256::digest(text.as_bytes());
    Ok(digest
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect())
}

fn lay(from: &Path) -> Result<()> {
    let into = laid();
    let note = into.join(".made");
    let edition = from
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    if std::fs::read_to_string(&note).is_ok_and(|found| found == edition) {
        return Ok(());
    }
    remove_laid()?;
    std::fs::create_dir_all(&into)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        std::fs::copy(entry.path(), into.join(entry.file_name()))?;
    }
    Ok(std::fs::write(note, edition)?)
}

fn remove_laid() -> Result<()> {
    match std::fs::remove_dir_all(laid()) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// Beside the styles, where the build of the pages finds them.
fn laid() -> PathBuf {
    places::workspace().join("ui/src/styles/faces")
}

/// The packages that the fonts come from, with the copyright files that travel along.
pub(crate) fn licences() -> Vec<(&'static str, PathBuf)> {
    let place = |package: &'static str| {
        let below = format!("usr/share/doc/{package}/copyright");
        let installed = Path::new("/").join(&below);
        let unpacked = places::cache().map(|cache| cache.join("fonts").join(&below));
        let there = installed.is_file();
        (
            package,
            if there {
                installed
            } else {
                unpacked.unwrap_or(installed)
            },
        )
    };
    ["fonts-noto-cjk", "fonts-hanazono"].map(place).to_vec()
}

/// The font for documents that bring none.
pub(crate) fn fallback() -> Result<PathBuf> {
    setup::font::find_or_unpack()
}
