//! What the host is started with.

use std::path::PathBuf;

use clap::Parser;

/// Serves the UI over loopback.
#[derive(Parser, Debug)]
pub(crate) struct Arguments {
    /// The built UI.
    #[arg(long)]
    pub(crate) ui: PathBuf,
    /// Folder of the store.
    #[arg(long)]
    pub(crate) store: PathBuf,
    /// The folder that every folder dialog gives.
    #[arg(long)]
    pub(crate) folder: Option<PathBuf>,
    /// The files that every file dialog gives.
    #[arg(long)]
    pub(crate) pick: Vec<PathBuf>,
    /// Files handed over as by a double click.
    #[arg(long)]
    pub(crate) hand_over: Vec<PathBuf>,
    /// Port; 0 takes a free one.
    #[arg(long, default_value_t = 0)]
    pub(crate) port: u16,
    /// A fixed clock, RFC 3339.
    #[arg(long)]
    pub(crate) clock: Option<String>,
    /// Ids counted from this prefix instead of random ones.
    #[arg(long)]
    pub(crate) ids: Option<String>,
    /// Stores that are cheap to unlock and may lie on any disk.
    #[arg(long)]
    pub(crate) cheap: bool,
}
