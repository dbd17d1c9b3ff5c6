//! `hengping panel …`.

mod decisions;
mod statements;

use std::path::PathBuf;

use hengping_app::error::{Error, Refused};
use hengping_app::panel::{self, Holder, Panel, PanelFiles};

use super::{Run, id, identity, unlock};
use crate::args::{HolderArgs, PanelArgs, PanelCommand};
use crate::outcome::{Outcome, Result};
use crate::print::{self, panel as show};
use crate::secret;

pub(super) fn run(run: &Run<'_>, args: PanelArgs) -> Result {
    match args.command {
        PanelCommand::Enrol(args) => identity::enrol(run, &args, |folder, passphrase, who| {
            Ok(panel::enrol(folder, passphrase, who, &run.settings, &run.context())?.1)
        }),
        PanelCommand::Replay { folder } => {
            let replayed = panel::replay(&folder, &run.context())?;
            Outcome::new(&replayed, show::replayed(&replayed, run.say))
        }
        PanelCommand::Restore(args) => identity::restore(run, &args, |from, home, unlock| {
            Ok(Panel::restore(from, home, unlock, &run.settings, &run.context())?.1)
        }),
        command => {
            let mut panel = open(run, args.observe || command.only_reads())?;
            if matches!(command, PanelCommand::Continue) {
                return identity::continued(run, &panel.continue_as_restored(&run.context())?);
            }
            identity::warn_if_behind(run, panel.is_behind());
            let ground = command.correction();
            panel.correct_on(ground.map(|(ground, note)| (ground.into(), note.to_owned())))?;
            arrivals(run, &mut panel, command)
        }
    }
}

fn open(run: &Run<'_>, observe: bool) -> std::result::Result<Panel, Error> {
    let home = run.home()?;
    let passphrase = run.passphrase()?;
    if observe {
        return Panel::observe(home, unlock(&passphrase), &run.settings);
    }
    Panel::open_store(home, unlock(&passphrase), &run.settings, &run.context())
}

/// From the package to the open bundles.
fn arrivals(run: &Run<'_>, panel: &mut Panel, command: PanelCommand) -> Result {
    let (say, ctx) = (run.say, run.context());
    match command {
        PanelCommand::Import {
            delivery, register, ..
        } => {
            let files = PanelFiles {
                package: delivery.package,
                ticket: delivery.ticket,
                register,
                root: delivery.root,
            };
            let imported = panel.import(&files, &ctx)?;
            Outcome::new(&imported, show::imported(&imported, say))
        }
        PanelCommand::Register { file, .. } => {
            let register = panel.import_register(&file, &ctx)?;
            Outcome::new(&register, show::register(&register, say))
        }
        PanelCommand::Notice { files, .. } => notices(run, panel, &files),
        PanelCommand::Arrive { bundles } => {
            let arrived = panel.arrive(&bundles, &ctx)?;
            let refused = !arrived.refused.is_empty();
            Ok(Outcome::new(&arrived, show::arrived(&arrived, say))?.with_findings(refused))
        }
        PanelCommand::Rehearse(args) => {
            let holders = holders(run, &args)?;
            let rehearsed = panel.rehearse(&args.shares, &holders, &ctx)?;
            Outcome::new(&rehearsed, show::rehearsed(&rehearsed, say))
        }
        PanelCommand::Open(args) => {
            let holders = holders(run, &args)?;
            let opened = panel.open(&args.shares, &holders, &ctx)?;
            Outcome::new(&opened, show::opened(&opened, say))
        }
        PanelCommand::Status => {
            let status = panel.status(&ctx)?;
            Outcome::new(&status, show::status(&status, say))
        }
        PanelCommand::Cards => {
            let cards = panel.cards(&ctx)?;
            Outcome::new(&cards, show::cards(&cards, say))
        }
        PanelCommand::ConfirmCard {
            ticket,
            fingerprint,
            by,
            ..
        } => {
            let ticket = id("ticket", &ticket)?;
            let card = panel.confirm_card(&ticket, &fingerprint, &by, &ctx)?;
            Outcome::new(&card, show::cards(std::slice::from_ref(&card), say))
        }
        PanelCommand::Admit { bundle, reason, .. } => {
            let admitted = panel.admit(&bundle, &reason, &ctx)?;
            Outcome::new(&admitted, show::admitted(&admitted, say))
        }
        PanelCommand::KeepOut { bundle, reason, .. } => {
            let kept_out = panel.keep_out(&bundle, &reason, &ctx)?;
            Outcome::new(&kept_out, show::kept_out(&kept_out, say))
        }
        PanelCommand::NameSeal {
            ticket,
            application,
            seal,
            reason,
            ..
        } => {
            let (ticket, application) = (id("ticket", &ticket)?, id("application", &application)?);
            let named =
                panel.name_seal(&ticket, &application, id("seal", &seal)?, &reason, &ctx)?;
            Outcome::new(&named, show::named(&named, say))
        }
        command => keeping(run, panel, command),
    }
}

/// Round notices: taken in, or those that are known when none is named.
fn notices(run: &Run<'_>, panel: &mut Panel, files: &[PathBuf]) -> Result {
    if files.is_empty() {
        let known = panel.notices()?;
        return Outcome::new(&known, print::notices::known(&known, run.say));
    }
    let taken = panel.take_notices(files, &run.context())?;
    Outcome::new(&taken, print::notices::taken(&taken, run.say))
}

/// What stays of a panel: papers, log, backup, archive.
fn keeping(run: &Run<'_>, panel: &mut Panel, command: PanelCommand) -> Result {
    let (say, ctx) = (run.say, run.context());
    match command {
        PanelCommand::Transcript { out } => {
            let made = panel.transcript(&out, &ctx)?;
            Outcome::new(&made, show::transcript(&made, say))
        }
        PanelCommand::Report { out } => {
            let reported = panel.report(&out, say, &ctx)?;
            Outcome::new(&reported, show::reported(&reported, say))
        }
        PanelCommand::Dossier { application, out } => {
            let id = id("application", &application)?;
            let written = [panel.dossier(&id, &out, say, &ctx)?];
            Outcome::new(&written, print::printed(&written, say))
        }
        PanelCommand::Feedback { out } => {
            let written = panel.feedback(&out, say, &ctx)?;
            Outcome::new(&written, show::fed_back(&written, say))
        }
        PanelCommand::Note { .. }
        | PanelCommand::Sign(_)
        | PanelCommand::TakeStatement { .. }
        | PanelCommand::Statements
        | PanelCommand::Kit(_) => statements::run(run, panel, command),
        PanelCommand::Archive { out } => {
            let archived = panel.archive(&out, &ctx)?;
            Outcome::new(&archived, show::archived(&archived, say))
        }
        PanelCommand::Log => {
            let log = panel.log()?;
            Outcome::new(&log, print::log(&log, say))
        }
        PanelCommand::Backup { folder } => {
            let backup = panel.back_up(&folder, &ctx)?;
            Outcome::new(&backup, print::backup(&backup, say))
        }
        command => decisions::run(run, panel, command),
    }
}

/// The holders who are present besides the chair, each with their own passphrase.
fn holders(run: &Run<'_>, args: &HolderArgs) -> std::result::Result<Vec<Holder>, Error> {
    if args.holders.len() != args.holder_passphrases.len() {
        return Err(Refused::HolderCount.into());
    }
    let pairs = args.holders.iter().zip(&args.holder_passphrases);
    pairs
        .map(|(folder, file)| {
            let passphrase = secret::from_file(file)?;
            panel::holder(folder, unlock(&passphrase), &run.settings)
        })
        .collect()
}
