//! `hengping visit …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum VisitCommand {
    Enrol {
        #[arg(long)]
        name: String,
        #[arg(long)]
        unit: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    Import {
        package: PathBuf,
        #[arg(long, value_name = "FILE")]
        ticket: Option<PathBuf>,
        #[arg(long, value_name = "FILE")]
        root: PathBuf,
    },
    Lines { application: Option<String> },
    Finding(FindingArgs),
    Seal { application: String },
    HandIn,
    Export {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
}

#[derive(Debug, Args)]
pub(crate) struct FindingArgs {
    pub(crate) application: Option<String>,
    pub(crate) fact: Option<String>,
    #[arg(long)]
    pub(crate) verified: Option<String>,
    #[arg(long)]
    pub(crate) verdict: Option<String>,
    #[arg(long)]
    pub(crate) treatment: Option<String>,
    #[arg(long, default_value = "")]
    pub(crate) note: String,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["application", "fact"])]
    pub(crate) from: Option<PathBuf>,
}
