//! `hengping package|ticket|bundle …`.

use hengping_app::inspect::{self, BundleKeys};
use serde_json::Value;

use super::Run;
use crate::args::{BundleCommand, PackageCommand, TicketCommand};
use crate::outcome::{Outcome, Result};
use crate::print;

pub(super) fn package(run: &Run<'_>, command: PackageCommand) -> Result {
    match command {
        PackageCommand::Verify { file, root } => {
            let verified = inspect::verify_package(&file, &root, &run.context())?;
            Outcome::new(&verified, print::formats::package(&verified, run.say))
        }
        PackageCommand::Show { file, root } => {
            shown(&inspect::show_package(&file, &root, &run.context())?)
        }
    }
}

pub(super) fn ticket(_: &Run<'_>, command: TicketCommand) -> Result {
    let TicketCommand::Show { file } = command;
    shown(&inspect::show_ticket(&file)?)
}

pub(super) fn bundle(run: &Run<'_>, command: BundleCommand) -> Result {
    match command {
        BundleCommand::Verify {
            file,
            package,
            register,
            root,
        } => {
            let keys = BundleKeys {
                package: &package,
                register: &register,
                root: &root,
            };
            let verified = inspect::verify_bundle(&file, &keys, &run.context())?;
            Outcome::new(&verified, print::formats::bundle(&verified, run.say))
        }
        BundleCommand::Show { file } => {
            let bundle = inspect::show_bundle(&file)?;
            let text = print::formats::label(&bundle, run.say);
            Outcome::new(&bundle, text)
        }
    }
}

/// Decoded content is data in either form.
fn shown(value: &Value) -> Result {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    Outcome::new(value, text)
}
