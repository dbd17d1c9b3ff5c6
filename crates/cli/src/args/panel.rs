//! `hengping panel …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use hengping_core::merge::consensus::ChangeGround;

use super::common::{DeliveryArgs, IdentityArgs, RestoreArgs};

#[derive(Debug, Args)]
pub(crate) struct PanelArgs {
    #[arg(long, global = true)]
    pub(crate) observe: bool,
    #[command(subcommand)]
    pub(crate) command: PanelCommand,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PanelCommand {
    Enrol(IdentityArgs),
    Import {
        #[command(flatten)]
        delivery: DeliveryArgs,
        #[arg(long, value_name = "FILE")]
        register: Option<PathBuf>,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    Register {
        file: PathBuf,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    Notice {
        files: Vec<PathBuf>,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    Arrive {
        #[arg(required = true)]
        bundles: Vec<PathBuf>,
    },
    Rehearse(HolderArgs),
    Open(HolderArgs),
    Status,
    Cards,
    ConfirmCard {
        ticket: String,
        fingerprint: String,
        #[arg(long, required = true)]
        by: Vec<String>,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    Admit {
        bundle: String,
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    KeepOut {
        bundle: String,
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    NameSeal {
        ticket: String,
        application: String,
        seal: String,
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        correction: CorrectionArgs,
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
    Stats,
    Divergences,
    ExplainDivergence {
        application: String,
        /// `total` for the judged total.
        indicator: String,
        ticket: String,
        #[arg(long)]
        text: String,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    Consensus(ConsensusArgs),
    Vote {
        #[arg(required = true, num_args = 2..)]
        applications: Vec<String>,
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    Decide {
        #[arg(long)]
        opinion: String,
    },
    From {
        file: PathBuf,
        #[command(flatten)]
        correction: CorrectionArgs,
    },
    Transcript {
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
    },
    Report {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Dossier {
        application: String,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Feedback {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Note {
        #[arg(long)]
        text: String,
        #[command(flatten)]
        signer: SignerArgs,
    },
    Sign(SignerArgs),
    TakeStatement {
        #[arg(required = true)]
        statements: Vec<PathBuf>,
    },
    Statements,
    Kit(KitArgs),
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
    Restore(RestoreArgs),
    Continue,
}

#[derive(Debug, Args)]
pub(crate) struct HolderArgs {
    #[arg(long = "share", value_name = "FILE", required = true)]
    pub(crate) shares: Vec<PathBuf>,
    #[arg(long = "holder", value_name = "DIR")]
    pub(crate) holders: Vec<PathBuf>,
    #[arg(long = "holder-passphrase-file", value_name = "FILE")]
    pub(crate) holder_passphrases: Vec<PathBuf>,
    #[command(flatten)]
    pub(crate) correction: CorrectionArgs,
}

/// Who signs a statement; the owner of the store when nobody is named.
#[derive(Debug, Args)]
pub(crate) struct SignerArgs {
    #[arg(long, value_name = "DIR", requires = "signer_passphrase")]
    pub(crate) signer: Option<PathBuf>,
    #[arg(
        long = "signer-passphrase-file",
        value_name = "FILE",
        requires = "signer"
    )]
    pub(crate) signer_passphrase: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// What a visit team is to verify.
#[derive(Debug, Args)]
pub(crate) struct KitArgs {
    #[arg(long, value_name = "FILE")]
    pub(crate) card: PathBuf,
    pub(crate) applications: Vec<String>,
    #[arg(long, default_value_t = 0)]
    pub(crate) sample: usize,
    #[arg(long = "digits", value_name = "NAME=DIGITS", required = true)]
    pub(crate) digits: Vec<String>,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

/// On which ground a decided list changes.
#[derive(Debug, Args)]
pub(crate) struct CorrectionArgs {
    #[arg(long, value_enum, value_name = "GROUND", requires = "note")]
    pub(crate) correction: Option<ChangeGroundArg>,
    #[arg(long, value_name = "TEXT", requires = "correction")]
    pub(crate) note: Option<String>,
}

impl PanelCommand {
    /// Whether it leaves the store as it is, so that it may be open elsewhere.
    pub(crate) fn only_reads(&self) -> bool {
        matches!(self, Self::Note { .. } | Self::Sign(_) | Self::Statements)
    }

    /// The ground on which what a command does is a correction.
    pub(crate) fn correction(&self) -> Option<(ChangeGroundArg, &str)> {
        let args = match self {
            Self::Import { correction, .. }
            | Self::Register { correction, .. }
            | Self::Notice { correction, .. }
            | Self::Admit { correction, .. }
            | Self::ConfirmCard { correction, .. }
            | Self::KeepOut { correction, .. }
            | Self::NameSeal { correction, .. }
            | Self::ExplainDivergence { correction, .. }
            | Self::Vote { correction, .. }
            | Self::From { correction, .. } => correction,
            Self::Open(args) => &args.correction,
            Self::DecideFact(args) => &args.correction,
            Self::Consensus(args) => &args.correction,
            _ => return None,
        };
        args.correction.zip(args.note.as_deref())
    }
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
    #[command(flatten)]
    pub(crate) correction: CorrectionArgs,
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
    #[command(flatten)]
    pub(crate) correction: CorrectionArgs,
}

/// The only reasons for which a signed result may change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ChangeGroundArg {
    Arithmetic,
    OutOfRange,
    MembersDiffer,
    Unreasonable,
}

impl From<ChangeGroundArg> for ChangeGround {
    fn from(ground: ChangeGroundArg) -> Self {
        match ground {
            ChangeGroundArg::Arithmetic => Self::Arithmetic,
            ChangeGroundArg::OutOfRange => Self::OutOfRange,
            ChangeGroundArg::MembersDiffer => Self::MembersDiffer,
            ChangeGroundArg::Unreasonable => Self::Unreasonable,
        }
    }
}
