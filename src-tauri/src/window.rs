//! The one window.

use std::path::PathBuf;

use hengping_app::desktop::Desktop;
use tauri::plugin::TauriPlugin;
use tauri::webview::DownloadEvent;
use tauri::{
    AppHandle, DragDropEvent, Emitter, Manager, Runtime, WebviewUrl, WebviewWindow,
    WebviewWindowBuilder, WindowEvent,
};
use tauri_plugin_window_state::StateFlags;
use url::Url;

use crate::rehearsal;

/// Name of the window; permissions name it too.
pub(crate) const MAIN: &str = "main";

/// Opens the window: nothing of it is kept on disk, it leads nowhere and downloads nothing.
///
/// # Errors
/// When the system gives no window.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let mut window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("衡评")
        .inner_size(1366.0, 720.0)
        .min_inner_size(880.0, 420.0)
        .incognito(!rehearsal::driven())
        .devtools(cfg!(debug_assertions))
        .on_navigation(stays_inside)
        .on_download(|_, event| !matches!(event, DownloadEvent::Requested { .. }));
    if cfg!(target_os = "linux") {
        remove_of_the_dead();
        window = window.data_directory(scratch());
    }
    if let Some(script) = rehearsal::script() {
        window = window.initialization_script(script);
    }
    let window = window.build()?;
    allow_composition(&window)?;
    let handle = app.clone();
    window.on_window_event(move |event| {
        if let WindowEvent::DragDrop(event) = event {
            dropped(&handle, event);
        }
    });
    Ok(())
}

/// The web view of Linux makes a folder even where nothing of the window is kept: it lies in
/// memory where the system offers that, and goes with the program.
fn scratch() -> PathBuf {
    let below = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let below = below.filter(|folder| folder.is_dir());
    below
        .unwrap_or_else(std::env::temp_dir)
        .join(format!("hengping-{}", std::process::id()))
}

/// Removes what starts that were killed left: nobody else would before the next one of the machine.
fn remove_of_the_dead() {
    let scratch = scratch();
    let entries = scratch
        .parent()
        .and_then(|below| std::fs::read_dir(below).ok());
    for entry in entries.into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name
            .to_str()
            .and_then(|name| name.strip_prefix("hengping-"));
        let process = process.and_then(|number| number.parse::<u32>().ok());
        if process.is_some_and(is_dead) {
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// Whether no program runs under the number; one that ended and was not collected has none.
fn is_dead(process: u32) -> bool {
    let program = std::fs::read_link(format!("/proc/{process}/exe"));
    program.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
}

/// Removes what the web view left.
pub(crate) fn leave_nothing() {
    let _ = std::fs::remove_dir_all(scratch());
}

/// Keeps size and place of the window from one start to the next.
pub(crate) fn remembered<R: Runtime>() -> TauriPlugin<R> {
    let kept = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri_plugin_window_state::Builder::new()
        .with_state_flags(kept)
        .build()
}

/// Brings the window to the front.
pub(crate) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

fn stays_inside(url: &Url) -> bool {
    url.scheme() == "tauri" || url.host_str() == Some("tauri.localhost")
}

fn dropped(app: &AppHandle, event: &DragDropEvent) {
    let told = match event {
        DragDropEvent::Enter { .. } => app.emit_to(MAIN, "files-over", true),
        DragDropEvent::Leave => app.emit_to(MAIN, "files-over", false),
        DragDropEvent::Drop { paths, .. } => {
            let desktop = app.state::<Desktop>();
            let offered = paths.iter().map(|path| desktop.files().offer(path));
            let _ = app.emit_to(MAIN, "files-over", false);
            app.emit_to(MAIN, "files-dropped", offered.collect::<Vec<_>>())
        }
        _ => Ok(()),
    };
    let _ = told;
}

/// The web view of Linux comes with in-place composition switched off; Chinese input needs it.
#[cfg(target_os = "linux")]
fn allow_composition(window: &WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{InputMethodContextExt, WebViewExt};
    window.with_webview(|view| {
        if let Some(context) = view.inner().input_method_context() {
            context.set_enable_preedit(true);
        }
    })
}

#[cfg(not(target_os = "linux"))]
fn allow_composition(_: &WebviewWindow) -> tauri::Result<()> {
    Ok(())
}
