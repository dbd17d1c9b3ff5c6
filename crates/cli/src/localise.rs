//! Gives every command and option its help text from the catalogue.
//!
//! A command `office pack` is explained by `cmd-office-pack`, its example by the attribute
//! `.example`; an option `--out` by `arg-out`, or by the attribute `.out` of a command where it means
//! something of its own. Help flags are ours, because clap adds its own only
//! after texts can be set. A test walks the whole tree in both languages.

use clap::{Arg, ArgAction, Command};
use hengping_app::messages::Catalogue;

/// Place of help and version among the common options.
const LAST: usize = 1000;

/// `command` with the texts of `catalogue`.
pub(crate) fn localise(command: Command, catalogue: &Catalogue) -> Command {
    let version = Arg::new("version")
        .short('V')
        .long("version")
        .action(ArgAction::Version);
    let version = version.display_order(LAST);
    let command = command.disable_version_flag(true).arg(version);
    localise_at(command, catalogue, "cmd")
}

fn localise_at(command: Command, catalogue: &Catalogue, key: &str) -> Command {
    let names: Vec<String> = command
        .get_subcommands()
        .map(|child| child.get_name().to_owned())
        .collect();
    let mut command = describe(command, catalogue, key);
    for name in names {
        let child_key = format!("{key}-{name}");
        command = command.mut_subcommand(&name, |child| localise_at(child, catalogue, &child_key));
    }
    command
}

fn describe(command: Command, catalogue: &Catalogue, key: &str) -> Command {
    let say = |key: &str| catalogue.say(key, &[]);
    let help = Arg::new("help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .display_order(LAST);
    let mut command = command
        .about(say(key))
        .long_about(None)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .arg(help)
        .subcommand_help_heading(say("help-commands"))
        .subcommand_value_name(say("help-command"))
        .help_template(template(catalogue));
    let example = format!("{key}.example");
    if catalogue.has(&example) {
        command = command.after_help(format!("{} {}", say("help-example"), say(&example)));
    }
    command.mut_args(|arg| {
        let name = arg.get_id().as_str().replace('_', "-");
        let own = Some(format!("{key}.{name}")).filter(|own| catalogue.has(own));
        let key = own.unwrap_or_else(|| format!("arg-{name}"));
        let heading = heading(&arg);
        // What clap would add in English stands in the texts.
        let takes_value = arg.get_action().takes_values();
        let values = takes_value.then(|| value_names(&arg, catalogue));
        let arg = match values {
            Some(names) => arg.value_names(names),
            None => arg,
        };
        arg.help(say(&key))
            .help_heading(say(heading))
            .hide_possible_values(takes_value)
            .hide_env(takes_value)
            .hide_default_value(takes_value)
    })
}

/// The names that stand for an argument's values: `FILE`, or words put together as `CODE=NAME`.
fn value_names(arg: &Arg, catalogue: &Catalogue) -> Vec<String> {
    words_of_values(arg)
        .iter()
        .map(|name| {
            let said = |word: &str| match word.contains(char::is_alphabetic) {
                true => catalogue.say(&value_key(word), &[]),
                false => word.to_owned(),
            };
            parts(name).into_iter().map(said).collect()
        })
        .collect()
}

/// What an argument's values are called in code; the argument's own name where nothing is said.
fn words_of_values(arg: &Arg) -> Vec<String> {
    match arg.get_value_names() {
        Some(names) => names.iter().map(|name| name.replace('_', "-")).collect(),
        None => vec![arg.get_id().as_str().to_uppercase().replace('_', "-")],
    }
}

/// `CODE=NAME` as words and what stands between them.
fn parts(name: &str) -> Vec<&str> {
    let letter = |c: char| c.is_ascii_uppercase() || c == '-';
    name.split_inclusive(|c| !letter(c))
        .flat_map(|part| match part.char_indices().next_back() {
            Some((at, last)) if !letter(last) => vec![&part[..at], &part[at..]],
            _ => vec![part],
        })
        .filter(|part| !part.is_empty())
        .collect()
}

fn value_key(word: &str) -> String {
    format!("value-{}", word.to_lowercase())
}

fn heading(arg: &Arg) -> &'static str {
    match arg.get_id().as_str() {
        "help" | "version" => "help-common",
        _ if arg.is_global_set() => "help-common",
        _ if arg.is_positional() => "help-arguments",
        _ => "help-options",
    }
}

fn template(catalogue: &Catalogue) -> String {
    let usage = catalogue.say("help-usage", &[]);
    format!("{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}")
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use hengping_app::Language;

    use super::*;
    use crate::args::Cli;

    /// Commands that are nothing without a subcommand have no example of their own.
    fn walk(command: &Command, key: &str, catalogue: &Catalogue, missing: &mut Vec<String>) {
        let mut need = |key: String| {
            if !catalogue.has(&key) {
                missing.push(key);
            }
        };
        need(key.to_owned());
        if !command.has_subcommands() {
            need(format!("{key}.example"));
        }
        for arg in command.get_arguments() {
            need(format!("arg-{}", arg.get_id().as_str().replace('_', "-")));
            if !arg.get_action().takes_values() {
                continue;
            }
            for name in words_of_values(arg) {
                let words = parts(&name).into_iter();
                words
                    .filter(|word| word.contains(char::is_alphabetic))
                    .for_each(|word| need(value_key(word)));
            }
        }
        for child in command.get_subcommands() {
            walk(
                child,
                &format!("{key}-{}", child.get_name()),
                catalogue,
                missing,
            );
        }
    }

    #[test]
    fn every_command_and_option_has_its_text_in_both_languages() {
        for language in [Language::Zh, Language::En] {
            let catalogue = Catalogue::new(language);
            let mut missing = Vec::new();
            // As it is in code: localised, its values have the names of the language already.
            walk(&Cli::command(), "cmd", &catalogue, &mut missing);
            assert_eq!(missing, Vec::<String>::new(), "{language:?}");
        }
    }

    #[test]
    fn the_localised_command_is_sound() {
        localise(Cli::command(), &Catalogue::new(Language::Zh)).debug_assert();
    }
}
