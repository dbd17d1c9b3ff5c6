//! `hengping package|ticket|bundle …`: look at files without a store.

use std::path::PathBuf;

use clap::Subcommand;

#[derive(Debug, Subcommand)]
pub(crate) enum PackageCommand {
    Verify {
        file: PathBuf,
        #[arg(long, value_name = "FILE")]
        root: PathBuf,
    },
    Show {
        file: PathBuf,
        #[arg(long, value_name = "FILE")]
        root: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
pub(crate) enum TicketCommand {
    Show { file: PathBuf },
}

#[derive(Debug, Subcommand)]
pub(crate) enum BundleCommand {
    Verify {
        file: PathBuf,
        #[arg(long, value_name = "FILE")]
        package: PathBuf,
        #[arg(long, value_name = "FILE")]
        register: PathBuf,
        #[arg(long, value_name = "FILE")]
        root: PathBuf,
    },
    Show {
        file: PathBuf,
    },
}
