//! The command line as types. Help texts come from the catalogue (`localise.rs`), so nothing here
//! carries words: a command's message is `cmd-<path>`, an option's `arg-<name>`.

mod common;
mod expert;
mod formats;
mod office;
mod panel;
mod scheme;
mod update;
mod visit;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

pub(crate) use common::{DeliveryArgs, IdentityArgs, RestoreArgs};
pub(crate) use expert::{CiteArgs, ExpertCommand, MarkArgs, ProposeArgs};
pub(crate) use formats::{BundleCommand, PackageCommand, TicketCommand};
pub(crate) use office::{
    CommitteeArgs, DescribeArgs, DeskArgs, DrawArgs, EnrolArgs, FormArgs, IssueArgs, KindArg,
    LayOutArgs, LetterArgs, LetterStepArg, OfficeCommand, PackArgs, StepArg, SticksArgs, TableArgs,
};
pub(crate) use panel::{
    ConsensusArgs, FactArgs, HolderArgs, KitArgs, PanelArgs, PanelCommand, SignerArgs,
};
pub(crate) use scheme::{SchemeCommand, TryArgs};
pub(crate) use update::UpdateCommand;
pub(crate) use visit::{FindingArgs, TreatmentArg, VerdictArg, VisitCommand};

#[derive(Debug, Parser)]
#[command(name = "hengping", version)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) area: Area,
}

#[derive(Debug, Args)]
pub(crate) struct Global {
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<LanguageArg>,
    #[arg(long, global = true, value_name = "DIR", env = "HENGPING_HOME")]
    pub(crate) home: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(long, global = true, value_name = "FD")]
    pub(crate) passphrase_fd: Option<i32>,
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// The moment to take for now, for tests of clocks.
    #[arg(long, global = true, hide = true, env = "HENGPING_CLOCK")]
    pub(crate) clock: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageArg {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Area {
    #[command(subcommand)]
    Scheme(SchemeCommand),
    #[command(subcommand)]
    Package(PackageCommand),
    #[command(subcommand)]
    Ticket(TicketCommand),
    #[command(subcommand)]
    Bundle(BundleCommand),
    #[command(subcommand)]
    Office(OfficeCommand),
    #[command(subcommand)]
    Expert(ExpertCommand),
    #[command(subcommand)]
    Visit(VisitCommand),
    Panel(PanelArgs),
    About,
    #[command(subcommand)]
    Update(UpdateCommand),
    Completions {
        shell: clap_complete::Shell,
    },
}
