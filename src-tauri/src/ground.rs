//! What the program stands on: where its stores lie, the clock, the PDF workers.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use chrono::Utc;
use hengping_app::context::Ids;
use hengping_app::desktop::{Ground, Identities};
use hengping_app::{Pool, RenderConfig, Settings};
use hengping_core::time::Instant;
use tauri::{AppHandle, Manager};

use crate::rehearsal;

/// Where the stores lie instead of the usual place.
const HOME: &str = "HENGPING_HOME";

/// The folder of everything the program keeps; it is there afterwards.
///
/// # Errors
/// When the system names none or it cannot be made.
pub(crate) fn home(app: &AppHandle) -> anyhow::Result<PathBuf> {
    let home = match std::env::var_os(HOME) {
        Some(home) => PathBuf::from(home),
        None => app
            .path()
            .app_local_data_dir()
            .context("no folder for data")?,
    };
    std::fs::create_dir_all(&home)?;
    Ok(home)
}

/// The ground over the stores in `home`.
///
/// # Errors
/// When a PDF worker that is there cannot be used.
pub(crate) fn over(home: PathBuf) -> anyhow::Result<Ground> {
    let pool = match RenderConfig::locate() {
        Ok(config) => Some(Arc::new(Pool::new(config)?)),
        Err(_) => None,
    };
    let fixed = rehearsal::clock()?;
    Ok(Ground {
        preferences: home.join("preferences.json"),
        identities: Identities::Below(home),
        settings: Settings::default(),
        now: Box::new(move || fixed.unwrap_or_else(|| Instant::from_utc(Utc::now()))),
        ids: Ids::Random,
        pool,
    })
}
