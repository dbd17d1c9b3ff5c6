//! `hengping update …`: a newer program without a network.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum UpdateCommand {
    Verify {
        file: PathBuf,
        #[arg(long, value_name = "KEY")]
        release_key: Option<String>,
    },
    Prepare {
        file: PathBuf,
        #[arg(long, value_name = "DIR")]
        backup: Option<PathBuf>,
        #[arg(long, conflicts_with = "backup")]
        without_backup: bool,
        #[arg(long, value_name = "KEY")]
        release_key: Option<String>,
    },
    Key {
        file: PathBuf,
    },
    Sign {
        file: PathBuf,
        #[arg(long, value_name = "VERSION")]
        of: String,
        #[arg(id = "for", long, value_name = "TARGET")]
        target: String,
        #[arg(long, value_name = "FILE")]
        key: PathBuf,
    },
}
