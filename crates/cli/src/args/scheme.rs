//! `hengping scheme …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum SchemeCommand {
    Check { file: PathBuf },
    Try(TryArgs),
}

#[derive(Debug, Args)]
pub(crate) struct TryArgs {
    pub(crate) scheme: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) marks: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) fields: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) xlsx: Option<PathBuf>,
}
