//! `hengping panel …`.

use std::path::PathBuf;

use clap::{Args, Subcommand};

#[derive(Debug, Subcommand)]
pub(crate) enum PanelCommand {
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
        register: Option<PathBuf>,
        #[arg(long, value_name = "FILE")]
        root: PathBuf,
    },
    Arrive { bundles: Vec<PathBuf> },
    Rehearse(HolderArgs),
    Open(HolderArgs),
    Status,
    Admit {
        bundle: String,
        #[arg(long)]
        reason: String,
    },
    Facts,
    DecideFact(FactArgs),
    Results {
        #[arg(long)]
        application: Option<String>,
    },
    Explain { application: String },
    Divergences,
    ExplainDivergence {
        application: String,
        indicator: String,
        ticket: String,
        #[arg(long)]
        text: String,
    },
    Consensus(ConsensusArgs),
    Vote {
        applications: Vec<String>,
        #[arg(long)]
        reason: String,
    },
    Decide {
        #[arg(long)]
        opinion: String,
    },
    From { file: PathBuf },
    Transcript {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    Archive {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Replay { folder: PathBuf },
    Log,
    Backup { folder: PathBuf },
    Restore { folder: PathBuf },
}

#[derive(Debug, Args)]
pub(crate) struct HolderArgs {
    #[arg(long = "share", value_name = "FILE", required = true)]
    pub(crate) shares: Vec<PathBuf>,
    #[arg(long = "holder", value_name = "DIR")]
    pub(crate) holders: Vec<PathBuf>,
    #[arg(long = "holder-passphrase-file", value_name = "FILE")]
    pub(crate) holder_passphrases: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct FactArgs {
    pub(crate) application: String,
    pub(crate) fact: String,
    pub(crate) value: String,
    #[arg(long)]
    pub(crate) reason: String,
    #[arg(long)]
    pub(crate) by: String,
}

#[derive(Debug, Args)]
pub(crate) struct ConsensusArgs {
    pub(crate) application: String,
    pub(crate) indicator: String,
    pub(crate) value: String,
    #[arg(long)]
    pub(crate) reason: String,
    #[arg(long)]
    pub(crate) by: String,
}
