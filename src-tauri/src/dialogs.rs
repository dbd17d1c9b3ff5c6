//! The system's dialogs. The window gets ids and names, never paths.

use std::path::PathBuf;

use hengping_app::desktop::Desktop;
use serde_json::{Value, json};
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FilePath};

use crate::rehearsal;

/// Lets the person pick files, or a folder; blocks until the dialog is closed.
pub(crate) fn pick(app: &AppHandle, folder: bool) -> Value {
    let paths = rehearsal::picked(folder).unwrap_or_else(|| ask(app, folder));
    let desktop = app.state::<Desktop>();
    let offered = paths.iter().map(|path| desktop.files().offer(path));
    json!(offered.collect::<Vec<_>>())
}

fn ask(app: &AppHandle, folder: bool) -> Vec<PathBuf> {
    let dialog = app.dialog().file();
    let picked: Vec<FilePath> = match folder {
        true => dialog.blocking_pick_folder().into_iter().collect(),
        false => dialog.blocking_pick_files().unwrap_or_default(),
    };
    picked
        .into_iter()
        .filter_map(|path| path.into_path().ok())
        .collect()
}
