//! From a parsed command line to a use case and back to an outcome.
//!
//! Owns what every command needs: the clock, the home, the passphrase, the PDF workers. One file
//! per area holds the mapping; no rule is decided here.

mod expert;
mod formats;
mod identity;
mod office;
mod panel;
mod scheme;
mod update;
mod visit;

use std::path::Path;

use chrono::Utc;
use clap::CommandFactory;
use hengping_app::context::{Context, Ids};
use hengping_app::error::{Error, Refused};
use hengping_app::expert::ImportFiles;
use hengping_app::messages::Catalogue;
use hengping_app::{Pool, RenderConfig, Settings, Unlock};
use hengping_core::time::Instant;
use zeroize::Zeroizing;

use crate::args::{Area, Cli, DeliveryArgs, Global};
use crate::localise;
use crate::outcome::{Outcome, Result};
use crate::progress::Bars;
use crate::secret;

/// What every command is given.
pub(crate) struct Run<'a> {
    pub(crate) global: &'a Global,
    pub(crate) say: &'a Catalogue,
    pub(crate) settings: Settings,
    now: Instant,
    bars: Bars<'a>,
    ids: Ids,
}

/// Carries out a command.
pub(crate) fn run(cli: Cli, say: &Catalogue) -> Result {
    let Cli { global, area } = cli;
    let run = Run {
        now: now(&global)?,
        bars: Bars::new(say, global.quiet || global.json),
        ids: Ids::Random,
        settings: Settings::default(),
        global: &global,
        say,
    };
    match area {
        Area::Scheme(command) => scheme::run(&run, command),
        Area::Package(command) => formats::package(&run, command),
        Area::Ticket(command) => formats::ticket(&run, command),
        Area::Bundle(command) => formats::bundle(&run, command),
        Area::Office(command) => office::run(&run, command),
        Area::Expert(command) => expert::run(&run, command),
        Area::Visit(command) => visit::run(&run, command),
        Area::Panel(args) => panel::run(&run, args),
        Area::About => update::about(&run),
        Area::Update(command) => update::update(&run, command),
        Area::Completions { shell } => completions(shell, say),
    }
}

fn now(global: &Global) -> std::result::Result<Instant, Error> {
    match &global.clock {
        Some(text) => Ok(text.parse().map_err(|_| Refused::ClockArgument)?),
        None => Ok(Instant::from_utc(Utc::now())),
    }
}

fn completions(shell: clap_complete::Shell, say: &Catalogue) -> Result {
    let mut script = Vec::new();
    let mut command = localise::localise(Cli::command(), say);
    clap_complete::generate(shell, &mut command, "hengping", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    Outcome::new(&script, script.clone())
}

impl Run<'_> {
    /// The context of use cases that open no document.
    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            progress: &self.bars,
            ids: &self.ids,
            pool: None,
        }
    }

    /// The context of use cases that open documents.
    pub(crate) fn context_with<'a>(&'a self, pool: Option<&'a Pool>) -> Context<'a> {
        Context {
            pool,
            ..self.context()
        }
    }

    /// PDF workers, where PDFium is installed.
    pub(crate) fn pool(&self) -> Option<Pool> {
        let config = RenderConfig::locate().ok()?;
        Pool::new(RenderConfig {
            spare: false,
            ..config
        })
        .ok()
    }

    /// The folder of the store.
    pub(crate) fn home(&self) -> std::result::Result<&Path, Error> {
        Ok(self.global.home.as_deref().ok_or(Refused::NoHome)?)
    }

    /// The passphrase of the store in the home.
    pub(crate) fn passphrase(&self) -> std::result::Result<Zeroizing<String>, Error> {
        secret::passphrase(self.global, &self.say.say("ask-passphrase", &[]), None)
    }

    /// The passphrase of a store that is being made.
    pub(crate) fn new_passphrase(&self) -> std::result::Result<Zeroizing<String>, Error> {
        let say = |key| self.say.say(key, &[]);
        secret::passphrase(
            self.global,
            &say("ask-new-passphrase"),
            Some(&say("ask-again")),
        )
    }
}

/// Opens a store with a passphrase.
pub(crate) fn unlock(passphrase: &Zeroizing<String>) -> Unlock<'_> {
    Unlock::Passphrase(passphrase.as_str())
}

/// The files of an expert's or a visit team's import.
pub(crate) fn import_files(delivery: DeliveryArgs) -> ImportFiles {
    let DeliveryArgs {
        package,
        ticket,
        root,
    } = delivery;
    ImportFiles {
        package,
        ticket,
        root,
    }
}

/// An argument that must be an identifier of some kind.
pub(crate) fn id<T: std::str::FromStr>(name: &str, text: &str) -> std::result::Result<T, Error> {
    text.parse().map_err(|_| {
        Refused::BadArgument {
            name: name.to_owned(),
        }
        .into()
    })
}

/// Several of them.
pub(crate) fn ids<T: std::str::FromStr>(
    name: &str,
    texts: &[String],
) -> std::result::Result<Vec<T>, Error> {
    texts.iter().map(|text| id(name, text)).collect()
}
