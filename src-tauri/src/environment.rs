//! Variables that the web view of Linux reads before anything of ours runs.
//!
//! Owns that they are set: a variable cannot be set safely in a running program, so the program
//! starts itself once more with it.

/// Without it WebKitGTK shows an empty window on some graphics drivers.
#[cfg(target_os = "linux")]
const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Starts the program again where a variable is missing; returns where nothing is.
///
/// # Errors
/// When the program cannot be started again.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> std::io::Result<()> {
    use std::os::unix::process::CommandExt;
    if std::env::var_os(RENDERER).is_some() {
        return Ok(());
    }
    let mut again = std::process::Command::new(std::env::current_exe()?);
    Err(again
        .args(std::env::args_os().skip(1))
        .env(RENDERER, "1")
        .exec())
}

/// Nothing to prepare elsewhere.
///
/// # Errors
/// Never.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() -> std::io::Result<()> {
    Ok(())
}
