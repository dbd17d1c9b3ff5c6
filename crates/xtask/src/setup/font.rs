//! A font that covers Chinese: installed, or unpacked into the cache without rights.

use super::packages;
use crate::{places, say};
use anyhow::{Context, Result};
use std::path::PathBuf;

const INSTALLED: &str = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc";

/// Whether the package manager has put the font in place.
pub(crate) fn installed() -> bool {
    PathBuf::from(INSTALLED).is_file()
}

/// The font's file.
pub(crate) fn find_or_unpack() -> Result<PathBuf> {
    if let Some(chosen) = std::env::var_os("HENGPING_CJK_FONT") {
        return Ok(PathBuf::from(chosen));
    }
    if installed() {
        return Ok(PathBuf::from(INSTALLED));
    }
    let root = places::cache()?.join("fonts");
    let file = root.join(INSTALLED.trim_start_matches('/'));
    if !file.is_file() {
        say::line("  unpacking fonts-noto-cjk into the cache");
        packages::unpack(&["fonts-noto-cjk"], &root)?;
    }
    file.is_file()
        .then_some(file)
        .context("the package holds no NotoSansCJK-Regular.ttc")
}
