//! `hengping visit …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::common::{DeliveryArgs, IdentityArgs, RestoreArgs};

#[derive(Debug, Subcommand)]
pub(crate) enum VisitCommand {
    Enrol(IdentityArgs),
    Import(DeliveryArgs),
    Kit {
        file: PathBuf,
    },
    Notice {
        files: Vec<PathBuf>,
    },
    Lines {
        application: Option<String>,
    },
    Finding(FindingArgs),
    Check {
        application: String,
    },
    Seal {
        application: String,
    },
    Unseal {
        application: String,
        #[arg(long)]
        reason: String,
    },
    Print {
        application: String,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    HandIn {
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    Export {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Log,
    Backup {
        folder: PathBuf,
    },
    Restore(RestoreArgs),
    Continue,
}

#[derive(Debug, Args)]
pub(crate) struct FindingArgs {
    pub(crate) application: Option<String>,
    pub(crate) fact: Option<String>,
    #[arg(long)]
    pub(crate) verified: Option<String>,
    #[arg(long, value_enum)]
    pub(crate) verdict: Option<VerdictArg>,
    #[arg(long, value_enum)]
    pub(crate) treatment: Option<TreatmentArg>,
    #[arg(long, default_value = "")]
    pub(crate) note: String,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["application", "fact"])]
    pub(crate) from: Option<PathBuf>,
}

/// How declared and seen agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum VerdictArg {
    Consistent,
    Mostly,
    Inconsistent,
    Unverifiable,
}

/// What follows from a line; the declared value stands when nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum TreatmentArg {
    Keep,
    Recompute,
    Zero,
    Deduct,
    Veto,
}
