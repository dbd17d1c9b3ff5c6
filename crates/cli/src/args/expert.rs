//! `hengping expert …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::common::{DeliveryArgs, IdentityArgs, RestoreArgs};

#[derive(Debug, Subcommand)]
pub(crate) enum ExpertCommand {
    Enrol(IdentityArgs),
    Import {
        #[command(flatten)]
        delivery: DeliveryArgs,
        #[arg(long, value_name = "FILE")]
        activation_file: Option<PathBuf>,
    },
    Examine {
        #[arg(long)]
        again: bool,
    },
    Conflicts,
    Pledge {
        #[arg(long)]
        yes: bool,
    },
    Recuse {
        application: String,
        #[arg(long)]
        ground: String,
    },
    List,
    Facts {
        application: String,
    },
    Read {
        application: String,
    },
    Propose(ProposeArgs),
    Mark(MarkArgs),
    Cite(CiteArgs),
    Opinion {
        application: String,
        #[arg(long = "field", value_name = "FIELD=TEXT")]
        fields: Vec<String>,
        #[arg(long)]
        recommendation: Option<String>,
    },
    Search {
        words: String,
        #[arg(long)]
        application: Option<String>,
    },
    Check,
    Seal {
        applications: Vec<String>,
    },
    Unseal {
        application: String,
        #[arg(long)]
        reason: String,
    },
    Print {
        applications: Vec<String>,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    HandIn {
        #[arg(long)]
        seal_complete: bool,
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    Export {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Receipt {
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    Notice {
        files: Vec<PathBuf>,
    },
    Status,
    Log,
    Backup {
        folder: PathBuf,
    },
    RecoverySheet {
        #[arg(long, value_name = "FILE")]
        out: Option<PathBuf>,
    },
    Restore(RestoreArgs),
    Continue,
}

#[derive(Debug, Args)]
pub(crate) struct MarkArgs {
    pub(crate) application: Option<String>,
    pub(crate) indicator: Option<String>,
    pub(crate) value: Option<String>,
    #[arg(long, default_value = "")]
    pub(crate) comment: String,
    #[arg(long = "citation", value_name = "ID")]
    pub(crate) citations: Vec<String>,
    #[arg(long, value_name = "FILE", conflicts_with_all = ["application", "indicator", "value"])]
    pub(crate) from: Option<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct CiteArgs {
    pub(crate) application: String,
    pub(crate) evidence: String,
    pub(crate) page: u32,
    #[arg(long, required_unless_present = "rectangle")]
    pub(crate) quote: Option<String>,
    #[arg(long = "box", value_name = "L,B,R,T")]
    pub(crate) rectangle: Option<String>,
    #[arg(long = "for", value_name = "INDICATOR")]
    pub(crate) indicators: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ProposeArgs {
    pub(crate) application: String,
    pub(crate) fact: String,
    pub(crate) value: String,
    #[arg(long)]
    pub(crate) reason: String,
    #[arg(long = "citation", value_name = "ID", required = true)]
    pub(crate) citations: Vec<String>,
}
