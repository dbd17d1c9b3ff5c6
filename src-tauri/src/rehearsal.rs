//! What a test may choose instead of a person or the machine: picked files, the clock, a script.
//!
//! Trap: every choice is made here, because here it is shut in a release.

use std::ffi::OsString;
use std::path::PathBuf;

use anyhow::Context as _;
use hengping_core::time::Instant;

/// What the variable says, in a debug build.
fn given(name: &str) -> Option<OsString> {
    match cfg!(debug_assertions) {
        true => std::env::var_os(name),
        false => None,
    }
}

/// What a dialog would give: native dialogs cannot be driven.
pub(crate) fn picked(folder: bool) -> Option<Vec<PathBuf>> {
    let paths = given(match folder {
        true => "HENGPING_TEST_FOLDER",
        false => "HENGPING_TEST_FILES",
    })?;
    Some(std::env::split_paths(&paths).collect())
}

/// A fixed clock, in RFC 3339: packages are valid for some weeks only.
///
/// # Errors
/// When it is no instant.
pub(crate) fn clock() -> anyhow::Result<Option<Instant>> {
    let Some(text) = given("HENGPING_TEST_CLOCK") else {
        return Ok(None);
    };
    let text = text.to_str().context("the clock is not text")?;
    let instant = text.parse().ok().context("the clock is not RFC 3339")?;
    Ok(Some(instant))
}

/// A script that runs in the window, for what must be seen without a driver beside it.
pub(crate) fn script() -> Option<String> {
    std::fs::read_to_string(given("HENGPING_TEST_SCRIPT")?).ok()
}

/// Whether a driver steers the window. The web view of Linux lets itself be driven only in a
/// context that is not private, so this is one of two differences to what people run; specs of
/// what is kept on disk use [`script`] instead.
pub(crate) fn driven() -> bool {
    given("TAURI_WEBVIEW_AUTOMATION").is_some_and(|word| word == "true")
}
