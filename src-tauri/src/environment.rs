//! Variables that the web view of Linux reads before anything of ours runs.
//!
//! Owns that one is set, and that those by which a stranger could look into or steer the window are
//! not there in a release. A variable cannot be changed safely in a running program, so the program
//! starts itself once more. Trap: it must come to rest, or it starts itself for ever.

/// Without it WebKitGTK shows an empty window on some graphics drivers.
#[cfg(target_os = "linux")]
const RENDERER: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Open a door into the page: a port of the inspector, a driver.
#[cfg(target_os = "linux")]
const DOORS: [&str; 3] = [
    "WEBKIT_INSPECTOR_SERVER",
    "WEBKIT_INSPECTOR_HTTP_SERVER",
    "TAURI_WEBVIEW_AUTOMATION",
];

/// Starts the program again where a variable is missing or must not be; returns where all is well.
///
/// # Errors
/// When the program cannot be started again.
#[cfg(target_os = "linux")]
pub(crate) fn prepare() -> std::io::Result<()> {
    use std::os::unix::process::CommandExt;
    let is_set = |name: &&str| std::env::var_os(name).is_some();
    let shut = !cfg!(debug_assertions);
    let open: Vec<&str> = DOORS
        .into_iter()
        .filter(|name| shut && is_set(name))
        .collect();
    if is_set(&RENDERER) && open.is_empty() {
        return Ok(());
    }
    let mut again = std::process::Command::new(std::env::current_exe()?);
    if !is_set(&RENDERER) {
        again.env(RENDERER, "1");
    }
    for name in open {
        again.env_remove(name);
    }
    Err(again.args(std::env::args_os().skip(1)).exec())
}

/// Nothing to prepare elsewhere.
///
/// # Errors
/// Never.
#[cfg(not(target_os = "linux"))]
pub(crate) fn prepare() -> std::io::Result<()> {
    Ok(())
}
