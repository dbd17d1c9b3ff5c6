//! The desktop shell: one window over the program of `hengping-app`.
//!
//! Owns the window, its dialogs, dropped files, the page scheme, the hand-over from a second
//! start and the notes of crashes. Decides nothing: every command of the window goes to [`hengping_app::desktop::Desktop`].
//! Trap: what runs on the main thread freezes the window, so commands and pages go to threads.

#![forbid(unsafe_code)]
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod commands;
mod crash;
mod dialogs;
mod environment;
mod ground;
mod page;
mod rehearsal;
mod window;

use std::path::PathBuf;

use hengping_app::desktop::Desktop;
use tauri::{AppHandle, Emitter, Manager, RunEvent};

fn main() -> anyhow::Result<()> {
    hengping_app::become_worker_if_asked();
    environment::prepare()?;
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(second_start))
        .plugin(tauri_plugin_dialog::init())
        .plugin(window::remembered())
        .register_asynchronous_uri_scheme_protocol("page", page::answer)
        .invoke_handler(commands::handle)
        .setup(|app| {
            let home = ground::home(app.handle())?;
            crash::note_into(&home);
            let desktop = Desktop::start(ground::over(home)?)?;
            for file in files_of(std::env::args()) {
                desktop.files().hand_over(&file);
            }
            app.manage(desktop);
            end_when_told(app.handle())?;
            window::open(app.handle())?;
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            if matches!(event, RunEvent::Exit) {
                // The process ends without dropping what it manages; a store that stays open looks
                // at the next start as if the power had failed.
                if let Some(desktop) = app.try_state::<Desktop>() {
                    desktop.close();
                }
                window::leave_nothing();
            }
        });
    Ok(())
}

/// The end of a session tells programs to end: it is taken as closing the window, so that the store is
/// closed and nothing stays in memory.
fn end_when_told(app: &AppHandle) -> Result<(), ctrlc::Error> {
    let app = app.clone();
    ctrlc::set_handler(move || app.exit(0))
}

/// A second start hands its files to the window that is there and ends.
fn second_start(app: &AppHandle, arguments: Vec<String>, _folder: String) {
    if let Some(desktop) = app.try_state::<Desktop>() {
        for file in files_of(arguments.into_iter()) {
            desktop.files().hand_over(&file);
        }
        let _ = app.emit_to(window::MAIN, "files-handed-over", ());
    }
    window::show(app);
}

/// The files named on a command line, as the system gives them on a double click.
fn files_of(arguments: impl Iterator<Item = String>) -> Vec<PathBuf> {
    let named = arguments.skip(1).map(PathBuf::from);
    named.filter(|path| path.is_file()).collect()
}
