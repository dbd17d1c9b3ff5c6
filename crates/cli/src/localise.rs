//! Gives every command and option its help text from the catalogue.
//!
//! A command `office pack` is explained by `cmd-office-pack`, its example by the attribute
//! `.example`; an option `--out` by `arg-out`. A test walks the whole tree in both languages.

use clap::Command;
use hengping_app::messages::Catalogue;

/// `command` with the texts of `catalogue`.
pub(crate) fn localise(command: Command, catalogue: &Catalogue) -> Command {
    localise_at(command, catalogue, "cmd")
}

fn localise_at(command: Command, catalogue: &Catalogue, key: &str) -> Command {
    let names: Vec<String> =
        command.get_subcommands().map(|child| child.get_name().to_owned()).collect();
    let mut command = describe(command, catalogue, key);
    for name in names {
        let child_key = format!("{key}-{name}");
        command = command.mut_subcommand(&name, |child| localise_at(child, catalogue, &child_key));
    }
    command
}

fn describe(command: Command, catalogue: &Catalogue, key: &str) -> Command {
    let say = |key: &str| catalogue.say(key, &[]);
    let mut command = command
        .about(say(key))
        .long_about(None)
        .disable_help_subcommand(true)
        .subcommand_help_heading(say("help-commands"))
        .next_help_heading(say("help-options"))
        .help_template(template(catalogue));
    let example = format!("{key}.example");
    if catalogue.has(&example) {
        command = command.after_help(format!("{} {}", say("help-example"), say(&example)));
    }
    command.mut_args(|arg| {
        let key = format!("arg-{}", arg.get_id().as_str().replace('_', "-"));
        let heading = if arg.is_positional() { "help-arguments" } else { "help-options" };
        arg.help(say(&key)).help_heading(say(heading))
    })
}

fn template(catalogue: &Catalogue) -> String {
    let usage = catalogue.say("help-usage", &[]);
    format!("{{about}}\n\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}")
}
