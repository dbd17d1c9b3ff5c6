//! What the office says after packing.

use std::path::Path;

use hengping_app::office::Office;
use hengping_core::round_notice::Word;

use crate::args::OfficeCommand;
use crate::outcome::{Outcome, Result};
use crate::print::notices as show;
use crate::run::{Run, id, ids};

/// Runs one of the commands about round notices.
pub(super) fn run(run: &Run<'_>, office: &mut Office, command: OfficeCommand) -> Result {
    match command {
        OfficeCommand::Withdraw {
            application,
            reason,
            out,
        } => {
            let application = id("application", &application)?;
            let word = Word::Withdraw {
                application,
                reason,
            };
            give(run, office, word, &out)
        }
        OfficeCommand::Extend { due, tickets, out } => {
            let mut tickets = ids("ticket", &tickets)?;
            tickets.sort();
            let due = id("due", &due)?;
            give(run, office, Word::Extend { due, tickets }, &out)
        }
        OfficeCommand::Revoke { ticket, out } => {
            let ticket = id("ticket", &ticket)?;
            give(run, office, Word::Revoke { ticket }, &out)
        }
        OfficeCommand::Notices { out } => {
            if let Some(folder) = out {
                office.write_notices(&folder)?;
            }
            let known = office.notices()?;
            Outcome::new(&known, show::known(&known, run.say))
        }
        _ => Err(hengping_app::error::Refused::Internal.into()),
    }
}

fn give(run: &Run<'_>, office: &mut Office, word: Word, out: &Path) -> Result {
    let made = office.give_notice(word, out, &run.context())?;
    Outcome::new(&made, show::made(&made, run.say))
}
