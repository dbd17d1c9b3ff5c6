//! `hengping office …`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};

use super::common::RestoreArgs;

mod materials;

pub(crate) use materials::{
    DescribeArgs, DeskArgs, FormArgs, KindArg, LayOutArgs, LetterArgs, LetterStepArg, SticksArgs,
    TableArgs,
};

#[derive(Debug, Subcommand)]
pub(crate) enum OfficeCommand {
    Init {
        #[arg(long, default_value = "评审办")]
        authority: String,
        #[arg(long, value_name = "FILE")]
        recovery_sheet: Option<PathBuf>,
    },
    LayOut(LayOutArgs),
    Form(FormArgs),
    Table(TableArgs),
    Round {
        folder: PathBuf,
    },
    Revise {
        folder: PathBuf,
    },
    Check,
    Letters {
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    Blanks {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Letter(LetterArgs),
    Enrol(EnrolArgs),
    Invite {
        #[arg(long)]
        name: String,
        #[arg(long)]
        unit: String,
    },
    Describe(DescribeArgs),
    Confirm {
        #[arg(required = true)]
        fingerprints: Vec<String>,
    },
    Committee(CommitteeArgs),
    Draw(DrawArgs),
    Assign,
    Sizes,
    Pack(PackArgs),
    Sticks(SticksArgs),
    Desk(DeskArgs),
    Issue(IssueArgs),
    Rewrite {
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        #[arg(long = "package", value_name = "FILE")]
        package_copy: Option<PathBuf>,
        #[arg(long = "shares")]
        with_shares: bool,
        #[arg(long, value_name = "DIR")]
        slips: Option<PathBuf>,
    },
    HandOut {
        #[arg(value_name = "TICKET")]
        ticket: String,
        #[arg(long, value_enum, default_value = "handed-out")]
        step: StepArg,
        #[arg(long, default_value = "")]
        way: String,
        #[arg(long = "by", value_name = "NAME")]
        hand: String,
    },
    Handouts,
    Replace {
        #[arg(long, value_name = "TICKET")]
        ticket: String,
        #[arg(long, value_name = "CARD")]
        card: PathBuf,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Withdraw {
        application: String,
        #[arg(long)]
        reason: String,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Extend {
        #[arg(long, value_name = "TIME")]
        due: String,
        #[arg(long = "ticket", value_name = "TICKET")]
        tickets: Vec<String>,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Revoke {
        #[arg(value_name = "TICKET")]
        ticket: String,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Notices {
        #[arg(long, value_name = "DIR")]
        out: Option<PathBuf>,
    },
    Receipt {
        #[arg(required = true)]
        bundles: Vec<PathBuf>,
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
    },
    Status,
    Log,
    Backup {
        folder: PathBuf,
    },
    Restore(RestoreArgs),
    Continue,
}

/// Cards by what their owners will be.
#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
pub(crate) struct EnrolArgs {
    #[arg(long = "expert", value_name = "CARD", num_args = 1..)]
    pub(crate) experts: Vec<PathBuf>,
    #[arg(long = "panel", value_name = "CARD", num_args = 1..)]
    pub(crate) chairs: Vec<PathBuf>,
    #[arg(long = "visit", value_name = "CARD", num_args = 1..)]
    pub(crate) teams: Vec<PathBuf>,
    #[arg(long = "observer", value_name = "CARD", num_args = 1..)]
    pub(crate) observers: Vec<PathBuf>,
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
    #[arg(long)]
    pub(crate) declarations_first: bool,
    #[arg(long, value_name = "DIR")]
    pub(crate) slips: Option<PathBuf>,
    /// A later edition: who gets tickets stands already.
    #[arg(long, conflicts_with_all = ["panel", "visit", "declarations_first", "slips"])]
    pub(crate) supersede: bool,
    #[arg(long, requires = "supersede")]
    pub(crate) lost: bool,
}

#[derive(Debug, Args)]
pub(crate) struct IssueArgs {
    #[arg(long, value_name = "DIR")]
    pub(crate) out: PathBuf,
    #[arg(long = "ticket", value_name = "TICKET")]
    pub(crate) waiting: Vec<String>,
    #[arg(long = "recused", value_name = "TICKET=APPLICATION")]
    pub(crate) recused: Vec<String>,
}

/// A step of a ticket's way to its holder and back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum StepArg {
    HandedOut,
    Acknowledged,
    Returned,
}
