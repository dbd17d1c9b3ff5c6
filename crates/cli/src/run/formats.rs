//! `hengping package|ticket|bundle …`.

use hengping_app::inspect::{self, BundleKeys};

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
            let package = inspect::show_package(&file, &root, &run.context())?;
            Outcome::new(&package, print::formats::open_part(&package, run.say))
        }
    }
}

pub(super) fn ticket(run: &Run<'_>, command: TicketCommand) -> Result {
    let TicketCommand::Show { file } = command;
    let ticket = inspect::show_ticket(&file)?;
    Outcome::new(&ticket, print::formats::ticket(&ticket, run.say))
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
