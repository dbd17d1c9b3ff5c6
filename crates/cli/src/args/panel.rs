//! `hengping panel …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

#[derive(Debug, Subcommand)]
pub(crate) enum PanelCommand {
    Enrol {
        #[arg(long)]
        name: String,
        #[arg(long)]
        unit: String,
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        #[arg(long, value_name = "FILE")]
        recovery_sheet: Option<PathBuf>,
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
    Register {
        file: PathBuf,
    },
    Arrive {
        #[arg(required = true)]
        bundles: Vec<PathBuf>,
    },
    Rehearse(HolderArgs),
    Open(HolderArgs),
    Status,
    Admit {
        bundle: String,
        #[arg(long)]
        reason: String,
    },
    KeepOut {
        bundle: String,
        #[arg(long)]
        reason: String,
    },
    NameSeal {
        ticket: String,
        application: String,
        seal: String,
        #[arg(long)]
        reason: String,
    },
    Facts,
    DecideFact(FactArgs),
    Results {
        #[arg(long)]
        application: Option<String>,
    },
    Explain {
        application: String,
    },
    Divergences,
    ExplainDivergence {
        application: String,
        /// `total` for the judged total.
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
    From {
        file: PathBuf,
    },
    Transcript {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    Archive {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Replay {
        folder: PathBuf,
    },
    Log,
    Backup {
        folder: PathBuf,
    },
    Restore {
        folder: PathBuf,
    },
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
    /// Nothing for *as declared*.
    pub(crate) value: Option<String>,
    #[arg(long)]
    pub(crate) reason: String,
    #[arg(long, required = true)]
    pub(crate) by: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct ConsensusArgs {
    pub(crate) application: String,
    pub(crate) indicator: String,
    pub(crate) value: String,
    /// Whose mark it replaces; the aggregate when nobody is named.
    #[arg(long, value_name = "TICKET")]
    pub(crate) ticket: Option<String>,
    #[arg(long = "ground", value_enum)]
    pub(crate) change_ground: ChangeGroundArg,
    #[arg(long)]
    pub(crate) reason: String,
    #[arg(long, required = true)]
    pub(crate) by: Vec<String>,
}

/// The only reasons for which a signed result may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChangeGroundArg {
    Arithmetic,
    OutOfRange,
    MembersDiffer,
    Unreasonable,
}
