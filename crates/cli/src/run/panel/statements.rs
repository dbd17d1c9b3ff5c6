//! What people sign beside the panel's work, and the kit of a visit.

use hengping_app::error::{Error, Refused};
use hengping_app::panel::{KitRequest, Panel, Signatory, Subject, signatory};

use super::super::{Run, ids, office, unlock};
use crate::args::{KitArgs, PanelCommand, SignerArgs};
use crate::outcome::{Outcome, Result};
use crate::print::panel as show;
use crate::secret;

pub(super) fn run(run: &Run<'_>, panel: &mut Panel, command: PanelCommand) -> Result {
    let (say, ctx) = (run.say, run.context());
    match command {
        PanelCommand::Note { text, signer } => state(run, panel, Subject::Record, &text, &signer),
        PanelCommand::Sign(signer) => state(run, panel, Subject::List, "", &signer),
        PanelCommand::TakeStatement { statements } => {
            for file in &statements {
                panel.take_statement(file, &ctx)?;
            }
            let all = panel.statements(&ctx)?;
            Outcome::new(&all, show::statements(&all, say))
        }
        PanelCommand::Statements => {
            let all = panel.statements(&ctx)?;
            Outcome::new(&all, show::statements(&all, say))
        }
        PanelCommand::Kit(args) => kit(run, panel, args),
        _ => Err(Refused::Internal.into()),
    }
}

fn state(run: &Run<'_>, panel: &Panel, subject: Subject, words: &str, args: &SignerArgs) -> Result {
    let who = signer(run, panel, args)?;
    let made = panel.state(subject, words, &who, &args.out, &run.context())?;
    Outcome::new(&made, show::stated(&made, run.say))
}

fn signer(
    run: &Run<'_>,
    panel: &Panel,
    args: &SignerArgs,
) -> std::result::Result<Signatory, Error> {
    match (&args.signer, &args.signer_passphrase) {
        (Some(folder), Some(file)) => {
            let passphrase = secret::from_file(file)?;
            signatory(folder, unlock(&passphrase), &run.settings)
        }
        _ => panel.oneself(),
    }
}

fn kit(run: &Run<'_>, panel: &mut Panel, args: KitArgs) -> Result {
    let request = KitRequest {
        card: args.card,
        applications: ids("application", &args.applications)?,
        sample: args.sample,
        typed: office::contributions(&args.digits)?,
    };
    let made = panel.kit(&request, &args.out, &run.context())?;
    Outcome::new(&made, show::kit(&made, run.say))
}
