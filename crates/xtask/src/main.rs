//! `cargo xtask …`: the commands that the README names.
//!
//! Owns the choice of command and nothing else. Trap: this program is compiled before the user
//! sees its first line, so it depends on a few small crates and on no crate of the project.

#![forbid(unsafe_code)]

mod arguments;
mod bench;
mod check;
mod demo;
mod external;
mod faults;
mod fonts;
mod materials;
mod package;
mod places;
mod reports;
mod say;
mod setup;
mod table;
mod window;
mod windows;

use anyhow::{Result, bail};
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask COMMAND

  setup             install what the other commands need
  test [--desktop N]
                    everything that must hold: format, lints, tests, documentation; or the
                    specs of the real window alone, N times in a row
  ui                the pages of the window, into ui/dist
  app [FILE ...]    the program in its window
  package [--check] [--sign KEY]
                    a .deb of window and program; --check installs, runs and removes it as root,
                    --sign writes the signed word about it for those without a network
  demo [--json] [--lang zh|en] [--evidence DIR] [--keep]
                    the sample round with the real program, and a summary; where there is a
                    display, the window of one of its experts at the end
  bench [NAME] [--json]
                    ratios against other programs, measured side by side
  bench ui [NAME] [--write]
                    what a person waits for in the window, beside Evince and pdf.js;
                    --write puts the figures into docs/benchmarks.md
  reports [--check] every paper of the sample round, into target/reports; --check has LibreOffice
                    compute the workbook anew and lay out the documents, and looks at every PDF
  faults [--kills N]
                    the kill tests with 2 000 kills instead of the few of `test`
  windows [--build] the command line and what it rests on, built for Windows; tests under Wine;
                    exit code 2 when the machine lacks what that needs
";

/// Exit code of a command that could not begin because the machine lacks something: not a failure.
const NOT_TO_BE_HAD: u8 = 2;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match run(&words) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if error.is::<windows::Missing>() => {
            say::line(&error);
            ExitCode::from(NOT_TO_BE_HAD)
        }
        Err(error) => {
            say::line(format_args!("error: {error:#}"));
            ExitCode::FAILURE
        }
    }
}

fn run(words: &[String]) -> Result<()> {
    let mut given = arguments::Arguments::new(words);
    match given.command().as_deref() {
        Some("setup") => given.finish().and_then(|()| setup::command()),
        Some("ui") => window::pages(given),
        Some("app") => window::open(given),
        Some("package") => package::run(given),
        Some("demo") => demo::run(given),
        Some("bench") => bench::run(given),
        Some("reports") => reports::run(given),
        Some("faults") => faults::run(given),
        Some("windows") => windows::run(given),
        Some("test") => check::run(given),
        None | Some("help" | "--help" | "-h") => {
            say::result(USAGE);
            Ok(())
        }
        Some(other) => bail!("no command `{other}`\n\n{USAGE}"),
    }
}
