//! What the program stands on, for the help desk: versions, PDFium, font, confinement, release key.
//!
//! Owns looking; a worker is started for it, because only a worker knows whether PDFium loads and
//! what confines it. Trap: paths are shown, so this is for a person's own screen, never for a log.

use std::path::PathBuf;

use hengping_render::{Enforcement, PDFIUM_BUILD, Pool};
use serde::Serialize;

use crate::error::Result;
use crate::update;

/// What the program stands on.
#[derive(Debug, Serialize)]
pub struct About {
    /// Version of the program.
    pub version: String,
    /// Operating system and architecture.
    pub system: String,
    /// SQLCipher version.
    pub sqlcipher: String,
    /// PDFium, where it was found and loads.
    pub pdfium: Option<Pdfium>,
    /// Font for documents that bring none.
    pub font: Option<PathBuf>,
    /// Key whose releases are taken, if one is built in.
    pub release_key: Option<String>,
}

/// The library that reads documents.
#[derive(Debug, Serialize)]
pub struct Pdfium {
    /// Build that the program was tested with.
    pub build: &'static str,
    /// The file that a worker loaded.
    pub file: PathBuf,
    /// Parts of its confinement that are not in force; empty when it is full.
    pub unconfined: Vec<&'static str>,
}

/// Looks at everything.
///
/// # Errors
/// When SQLCipher does not answer.
pub fn about(pool: Option<&Pool>) -> Result<About> {
    Ok(About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
        sqlcipher: hengping_store::cipher_version()?,
        pdfium: pool.and_then(pdfium),
        font: pool.and_then(|pool| pool.config().font.clone()),
        release_key: update::built_in_key().map(|key| key.to_string()),
    })
}

fn pdfium(pool: &Pool) -> Option<Pdfium> {
    let state = pool.self_check().ok()?;
    let parts = [
        ("landlock", state.landlock == Enforcement::Full),
        ("seccomp", state.seccomp),
        ("limits", state.limits),
    ];
    let missing = parts.iter().filter(|(_, on)| !on).map(|(name, _)| *name);
    Some(Pdfium {
        build: PDFIUM_BUILD,
        file: pool.config().pdfium.clone(),
        unconfined: missing.collect(),
    })
}
