//! What an office does with materials before and beside the round.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Debug, Args)]
pub(crate) struct LayOutArgs {
    pub(crate) folder: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) scheme: PathBuf,
    #[arg(long, value_name = "ID")]
    pub(crate) id: String,
    #[arg(long)]
    pub(crate) title: String,
    #[arg(long, value_enum, default_value = "selection")]
    pub(crate) kind: KindArg,
    #[arg(long)]
    pub(crate) year: u16,
    #[arg(long, default_value = "Asia/Shanghai")]
    pub(crate) zone: String,
    #[arg(long, value_name = "INSTANT")]
    pub(crate) valid_from: String,
    #[arg(long, value_name = "INSTANT")]
    pub(crate) valid_until: String,
    #[arg(long = "unit", value_name = "CODE=UNIT=QUOTA", required = true)]
    pub(crate) units: Vec<String>,
}

/// Why a round is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum KindArg {
    Selection,
    Annual,
    ReReview,
}

#[derive(Debug, Args)]
pub(crate) struct FormArgs {
    #[arg(value_name = "DIR")]
    pub(crate) layout: PathBuf,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct TableArgs {
    pub(crate) folder: PathBuf,
    #[arg(value_name = "FILE")]
    pub(crate) table: PathBuf,
}

#[derive(Debug, Args)]
pub(crate) struct LetterArgs {
    #[arg(value_name = "UNIT")]
    pub(crate) addressee: String,
    #[arg(long = "step", value_enum, default_value = "asked")]
    pub(crate) letter_step: LetterStepArg,
}

/// A step of a letter's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LetterStepArg {
    Asked,
    Answered,
}

#[derive(Debug, Args)]
pub(crate) struct DescribeArgs {
    #[arg(value_name = "EXPERT")]
    pub(crate) member: String,
    #[arg(long = "field", value_name = "TEXT")]
    pub(crate) expertise: Vec<String>,
    #[arg(long = "tie", value_name = "UNIT[=YEAR]")]
    pub(crate) ties: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct SticksArgs {
    #[arg(value_name = "PACKAGE")]
    pub(crate) package_copy: PathBuf,
    #[arg(value_name = "DIR", required = true)]
    pub(crate) sticks: Vec<PathBuf>,
}

#[derive(Debug, Args)]
pub(crate) struct DeskArgs {
    pub(crate) card: PathBuf,
    #[arg(long)]
    pub(crate) compared: bool,
    #[arg(long = "by", value_name = "NAME", default_value = "")]
    pub(crate) hand: String,
    #[arg(long, value_name = "DIR", requires = "compared")]
    pub(crate) out: Option<PathBuf>,
}
