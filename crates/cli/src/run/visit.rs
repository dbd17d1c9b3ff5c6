//! `hengping visit …`.

use hengping_app::error::{Error, Refused};
use hengping_app::files;
use hengping_app::visit::{self, FindingRequest, Visit};
use hengping_core::id::ApplicationId;
use hengping_core::visit::{Treatment, Verdict};

use super::{Run, id, identity, import_files, unlock};
use crate::args::{FindingArgs, TreatmentArg, VerdictArg, VisitCommand};
use crate::outcome::{Outcome, Result};
use crate::print::{self, expert as common, visit as show};

pub(super) fn run(run: &Run<'_>, command: VisitCommand) -> Result {
    match command {
        VisitCommand::Enrol(args) => identity::enrol(run, &args, |folder, passphrase, who| {
            Ok(visit::enrol(folder, passphrase, who, &run.settings, &run.context())?.1)
        }),
        VisitCommand::Restore(args) => identity::restore(run, &args, |from, home, unlock| {
            Ok(Visit::restore(from, home, unlock, &run.settings, &run.context())?.1)
        }),
        command => {
            let home = run.home()?;
            let passphrase = run.passphrase()?;
            let ctx = run.context();
            let mut visit = Visit::open(home, unlock(&passphrase), &run.settings, &ctx)?;
            if matches!(command, VisitCommand::Continue) {
                return identity::continued(run, &visit.continue_as_restored(&ctx)?);
            }
            identity::warn_if_behind(run, visit.is_behind());
            unlocked(run, &mut visit, command)
        }
    }
}

fn unlocked(run: &Run<'_>, visit: &mut Visit, command: VisitCommand) -> Result {
    let (say, ctx) = (run.say, run.context());
    match command {
        VisitCommand::Import(delivery) => {
            let imported = visit.import(&import_files(delivery), &ctx)?;
            Outcome::new(&imported, show::imported(&imported, say))
        }
        VisitCommand::Lines { application } => {
            let within: Option<ApplicationId> = application
                .as_deref()
                .map(|text| id("application", text))
                .transpose()?;
            let sheets = visit.lines(within.as_ref())?;
            Outcome::new(&sheets, show::sheets(&sheets, say))
        }
        VisitCommand::Kit { file } => {
            let kit = visit.take_kit(&file, &ctx)?;
            Outcome::new(&kit, show::kit(&kit, say))
        }
        VisitCommand::Notice { files } if files.is_empty() => {
            let known = visit.notices()?;
            Outcome::new(&known, print::notices::known(&known, say))
        }
        VisitCommand::Notice { files } => {
            let taken = visit.take_notices(&files, &ctx)?;
            Outcome::new(&taken, print::notices::taken(&taken, say))
        }
        VisitCommand::Finding(args) => finding(run, visit, args),
        VisitCommand::Check { application } => {
            let faults = visit.faults(&id("application", &application)?, &ctx)?;
            let found = !faults.is_empty();
            let text = show::faults(&application, &faults, say);
            Ok(Outcome::new(&faults, text)?.with_findings(found))
        }
        VisitCommand::HandIn { out } => {
            let done = common::HandIn {
                handed_in: visit.hand_in(&ctx)?,
                seals: Vec::new(),
                exported: out.map(|folder| visit.export(&folder)).transpose()?,
            };
            Outcome::new(&done, done.text(say))
        }
        VisitCommand::Export { out } => {
            let exported = visit.export(&out)?;
            Outcome::new(&exported, common::exported(&exported, say))
        }
        command => keeping(run, visit, command),
    }
}

/// Seals, log and backup.
fn keeping(run: &Run<'_>, visit: &mut Visit, command: VisitCommand) -> Result {
    let (say, ctx) = (run.say, run.context());
    match command {
        VisitCommand::Seal { application } => {
            let sealed = visit.seal(&id("application", &application)?, &ctx)?;
            Outcome::new(&sealed, show::sealed(&sealed, say))
        }
        VisitCommand::Unseal {
            application,
            reason,
        } => {
            let unsealed = visit.unseal(&id("application", &application)?, &reason, &ctx)?;
            Outcome::new(&unsealed, common::unsealed(&unsealed, say))
        }
        VisitCommand::Print { application, out } => {
            let printed = visit.print(&id("application", &application)?, &out, say)?;
            let text = print::printed(std::slice::from_ref(&printed), say);
            Outcome::new(&printed, text)
        }
        VisitCommand::Log => {
            let log = visit.log()?;
            Outcome::new(&log, print::log(&log, say))
        }
        VisitCommand::Backup { folder } => {
            let backup = visit.back_up(&folder, &ctx)?;
            Outcome::new(&backup, print::backup(&backup, say))
        }
        _ => Err(Refused::Internal.into()),
    }
}

fn finding(run: &Run<'_>, visit: &mut Visit, args: FindingArgs) -> Result {
    if let Some(file) = &args.from {
        let taken = visit.take(&files::read_text(file)?, &run.context())?;
        let refused = !taken.refused.is_empty();
        return Ok(Outcome::new(&taken, show::taken(&taken, run.say))?.with_findings(refused));
    }
    let made = visit.finding(&request(args)?, &run.context())?;
    Outcome::new(&made, show::finding(&made, run.say))
}

fn request(args: FindingArgs) -> std::result::Result<FindingRequest, Error> {
    let missing = |name: &str| Refused::BadArgument {
        name: name.to_owned(),
    };
    let application = args.application.ok_or_else(|| missing("application"))?;
    let verdict = match args.verdict.ok_or_else(|| missing("verdict"))? {
        VerdictArg::Consistent => Verdict::Consistent,
        VerdictArg::Mostly => Verdict::MostlyConsistent,
        VerdictArg::Inconsistent => Verdict::Inconsistent,
        VerdictArg::Unverifiable => Verdict::Unverifiable,
    };
    let treatment = match args.treatment.unwrap_or(TreatmentArg::Keep) {
        TreatmentArg::Keep => Treatment::Keep,
        TreatmentArg::Recompute => Treatment::UseVerified,
        TreatmentArg::Zero => Treatment::CountZero,
        TreatmentArg::Deduct => Treatment::Deduct,
        TreatmentArg::Veto => Treatment::ReferToVeto,
    };
    Ok(FindingRequest {
        application: id("application", &application)?,
        subject: args.fact.ok_or_else(|| missing("fact"))?,
        verified: args.verified,
        verdict,
        treatment,
        note: args.note,
        seen: Vec::new(),
    })
}
