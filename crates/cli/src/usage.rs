//! A command line that does not parse: said in the language asked for, with the usage below.
//!
//! Owns the sentence per kind of mistake; clap finds the mistake. Trap: a value that was typed may
//! be a secret in the wrong place, so values are never repeated, only names of arguments.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use hengping_app::messages::Catalogue;

/// Shows a mistake, or the help or version that was asked for, and gives the exit code.
pub(crate) fn show(error: &clap::Error, catalogue: &Catalogue) -> ExitCode {
    // Help and version go to standard output and are no error.
    if !error.use_stderr() || is_help(error.kind()) {
        return help(error, catalogue);
    }
    let mut text = sentence(error, catalogue);
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let plain = usage.trim().trim_start_matches("Usage:").trim_start();
        let plain = in_language(plain, catalogue);
        text.push_str(&format!("\n{} {plain}", catalogue.say("help-usage", &[])));
    }
    text.push_str(&format!("\n{}", catalogue.say("usage-more", &[])));
    // A closed pipe is no error of ours.
    let _ = writeln!(std::io::stderr(), "{text}");
    ExitCode::from(2)
}

/// Help and version, in colours at a terminal.
fn help(error: &clap::Error, catalogue: &Catalogue) -> ExitCode {
    let text = error.render();
    let shown = |terminal: bool| {
        let text = match terminal {
            true => text.ansi().to_string(),
            false => text.to_string(),
        };
        in_language(&text, catalogue)
    };
    // A closed pipe is no error of ours.
    if error.use_stderr() {
        let mut err = std::io::stderr();
        let _ = write!(err, "{}", shown(err.is_terminal()));
        return ExitCode::from(2);
    }
    let mut out = std::io::stdout();
    let _ = write!(out, "{}", shown(out.is_terminal()));
    ExitCode::SUCCESS
}

/// The one word that clap puts into a usage by itself.
fn in_language(text: &str, catalogue: &Catalogue) -> String {
    text.replace("[OPTIONS]", &catalogue.say("help-any-options", &[]))
}

fn is_help(kind: ErrorKind) -> bool {
    kind == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand
}

fn sentence(error: &clap::Error, catalogue: &Catalogue) -> String {
    let of = |kind| error.get(kind).map(text).unwrap_or_default();
    let argument = of(ContextKind::InvalidArg);
    let (key, what) = match error.kind() {
        ErrorKind::MissingRequiredArgument => ("usage-missing-argument", argument),
        ErrorKind::UnknownArgument => ("usage-unknown-argument", argument),
        ErrorKind::InvalidSubcommand => {
            ("usage-unknown-command", of(ContextKind::InvalidSubcommand))
        }
        ErrorKind::MissingSubcommand => ("usage-missing-command", String::new()),
        ErrorKind::ArgumentConflict => (
            "usage-conflict",
            format!("{argument} / {}", of(ContextKind::PriorArg)),
        ),
        ErrorKind::InvalidValue
        | ErrorKind::ValueValidation
        | ErrorKind::NoEquals
        | ErrorKind::TooManyValues
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => ("usage-bad-value", argument),
        _ => ("usage-other", argument),
    };
    let mut sentence = catalogue.say(key, &[("what", what.into())]);
    for kind in [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg] {
        if let Some(found) = error.get(kind) {
            sentence.push_str(&catalogue.say("usage-suggestion", &[("what", text(found).into())]));
        }
    }
    sentence
}

fn text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join(" "),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
