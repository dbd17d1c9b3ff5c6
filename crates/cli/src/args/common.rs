//! Arguments that several kinds of people give alike.

use std::path::PathBuf;

use clap::Args;

/// Somebody who makes an identity on this machine.
#[derive(Debug, Args)]
pub(crate) struct IdentityArgs {
    #[arg(long)]
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) unit: String,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) recovery_sheet: Option<PathBuf>,
}

/// What the office delivered.
#[derive(Debug, Args)]
pub(crate) struct DeliveryArgs {
    pub(crate) package: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) ticket: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) root: PathBuf,
}

/// A backup, opened by the passphrase or by the recovery sheet.
#[derive(Debug, Args)]
pub(crate) struct RestoreArgs {
    pub(crate) folder: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) recovery_sheet: Option<PathBuf>,
}
