//! Use cases of office, expert, visit team and panel, without a screen.
//!
//! Owns what a person can do, step by step, and nothing below it: rules are `hengping-core`,
//! bytes `hengping-format`, rows `hengping-store`, pages `hengping-render`. The command line, the
//! desktop shell and the tests call the same functions. This crate adapts between the crates
//! below, which never see each other.

#![forbid(unsafe_code)]

pub mod about;
pub mod activation;
mod backup;
pub mod clock;
pub mod context;
mod delivery;
pub mod desktop;
mod documents;
pub mod error;
pub mod expert;
pub mod files;
mod fresh;
pub mod identity;
pub mod inspect;
pub mod marks_file;
pub mod materials;
pub mod messages;
pub mod notice;
pub mod office;
pub mod panel;
pub mod papers;
mod photo;
pub mod records;
pub mod round_notices;
pub mod scheme_try;
pub mod tables;
mod trust;
pub mod update;
pub mod visit;
mod volumes;
mod written;

pub use hengping_core::text::Language;
pub use hengping_format::doc::TicketKind;
pub use hengping_render::{Config as RenderConfig, Pool, find_pdfium};
pub use hengping_store::{RecoveryCode, Settings, Unlock};

pub use fresh::{Paper, with_papers};

pub use backup::{BackupMade, StoreContinued, StoreRestored, recovery_code};

/// Becomes the PDF worker when this process was started as one; does not return then.
pub fn become_worker_if_asked() {
    hengping_render::worker_main_if_requested();
}
