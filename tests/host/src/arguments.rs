//! What the host is started with.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};
use hengping_app::desktop::Workspace;

/// Serves the UI over loopback.
#[derive(Parser, Debug)]
pub(crate) struct Arguments {
    /// The built UI.
    #[arg(long)]
    pub(crate) ui: PathBuf,
    /// Folder of the one store.
    #[arg(long)]
    pub(crate) store: Option<PathBuf>,
    /// Whose the one store is.
    #[arg(long, value_enum, default_value = "expert")]
    whose: Whose,
    /// Folder of any number of stores, as the program keeps them.
    #[arg(long)]
    pub(crate) home: Option<PathBuf>,
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

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Whose {
    Expert,
    Panel,
    Visit,
    Office,
}

impl Arguments {
    /// The kind of work of the one store.
    pub(crate) fn workspace(&self) -> Workspace {
        match self.whose {
            Whose::Expert => Workspace::Expert,
            Whose::Panel => Workspace::Panel,
            Whose::Visit => Workspace::Visit,
            Whose::Office => Workspace::Office,
        }
    }
}
