//! `hengping`: every use case without a screen.
//!
//! Owns the command line, what it prints and its exit codes: 0 done, 1 refused or findings,
//! 2 usage, 3 internal. Decides nothing; the use cases are `hengping-app`.

#![forbid(unsafe_code)]

mod args;
mod consent;
mod localise;
mod outcome;
mod print;
mod progress;
mod run;
mod secret;
mod usage;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};
use hengping_app::Language;
use hengping_app::messages::Catalogue;

use args::Cli;

fn main() -> ExitCode {
    hengping_app::become_worker_if_asked();
    let language = language_of(std::env::args_os());
    let catalogue = Catalogue::new(language);
    let command = localise::localise(Cli::command(), &catalogue);
    let cli = match command
        .try_get_matches()
        .and_then(|found| Cli::from_arg_matches(&found))
    {
        Ok(cli) => cli,
        Err(error) => return usage::show(&error, &catalogue),
    };
    let json = cli.global.json;
    let result = run::run(cli, &catalogue);
    outcome::finish(result, json, &catalogue)
}

/// The language is needed before the arguments are parsed, because help is in it.
fn language_of(args: impl Iterator<Item = std::ffi::OsString>) -> Language {
    let args: Vec<_> = args.collect();
    let value = args
        .windows(2)
        .find(|pair| pair[0] == "--lang")
        .map(|pair| pair[1].clone());
    let joined = args
        .iter()
        .find_map(|arg| arg.to_str()?.strip_prefix("--lang=").map(Into::into));
    match value.or(joined).as_ref().and_then(|value| value.to_str()) {
        Some("en") => Language::En,
        Some(_) => Language::Zh,
        None => match std::env::var("HENGPING_LANG").as_deref() {
            Ok("en") => Language::En,
            _ => Language::Zh,
        },
    }
}
