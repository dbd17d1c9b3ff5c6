//! `hengping office …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum OfficeCommand {
    Init {
        #[arg(long, default_value = "评审办")]
        authority: String,
        #[arg(long, value_name = "FILE")]
        recovery_sheet: Option<PathBuf>,
    },
    Round {
        folder: PathBuf,
    },
    Check,
    Enrol {
        cards: Vec<PathBuf>,
    },
    Confirm {
        fingerprints: Vec<String>,
    },
    Committee(CommitteeArgs),
    Draw(DrawArgs),
    Assign,
    Pack(PackArgs),
    Replace {
        #[arg(long, value_name = "TICKET")]
        ticket: String,
        #[arg(long, value_name = "CARD")]
        card: PathBuf,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Receipt {
        bundles: Vec<PathBuf>,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Status,
    Log,
    Backup {
        folder: PathBuf,
    },
    Restore {
        folder: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct CommitteeArgs {
    #[arg(long = "holder", value_name = "CARD", required = true)]
    pub(crate) holders: Vec<PathBuf>,
    #[arg(long, value_name = "M")]
    pub(crate) threshold: u8,
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct DrawArgs {
    #[arg(long, value_name = "FILE")]
    pub(crate) pool: Option<PathBuf>,
    #[arg(long = "digits", value_name = "NAME=DIGITS", required = true)]
    pub(crate) digits: Vec<String>,
    #[arg(long)]
    pub(crate) reason: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct PackArgs {
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[arg(long = "panel", value_name = "CARD")]
    pub(crate) panel: Vec<PathBuf>,
    #[arg(long = "visit", value_name = "CARD")]
    pub(crate) visit: Vec<PathBuf>,
    #[arg(long)]
    pub(crate) due: Option<String>,
}
