//! `hengping office …`.

mod materials;
mod notices;

use std::path::{Path, PathBuf};

use hengping_app::TicketKind;
use hengping_app::error::{Error, Refused};
use hengping_app::office::{
    HandStep, IssueRequest, Office, PackRequest, RewriteRequest, SupersedeRequest,
};
use hengping_core::panel::draw::Contribution;

use super::{Run, id, identity, ids, unlock};
use crate::args::{
    CommitteeArgs, DrawArgs, EnrolArgs, IssueArgs, OfficeCommand, PackArgs, StepArg,
};
use crate::outcome::{Outcome, Result};
use crate::print::{self, office as show};

pub(super) fn run(run: &Run<'_>, command: OfficeCommand) -> Result {
    let say = run.say;
    let ctx = run.context();
    match command {
        OfficeCommand::Init {
            authority,
            recovery_sheet,
        } => init(run, &authority, recovery_sheet.as_deref()),
        OfficeCommand::LayOut(args) => materials::lay_out_round(run, args),
        OfficeCommand::Form(args) => materials::form(run, &args),
        OfficeCommand::Table(args) => materials::table(run, &args),
        OfficeCommand::Letters { out } => materials::letters(run, out.as_deref()),
        OfficeCommand::Blanks { out } => materials::blanks(run, &out),
        OfficeCommand::Letter(args) => materials::letter(run, &args),
        OfficeCommand::Describe(args) => materials::describe(run, args),
        OfficeCommand::Round { folder } => {
            let made = open(run)?.new_round(&folder, &ctx)?;
            Outcome::new(&made, show::round(&made, say))
        }
        OfficeCommand::Revise { folder } => {
            let revised = open(run)?.revise(&folder, &ctx)?;
            Outcome::new(&revised, show::revised(&revised, say))
        }
        OfficeCommand::Check => {
            let pool = run.pool();
            let report = open(run)?.check(&run.context_with(pool.as_ref()))?;
            let findings = !report.findings.is_empty();
            Ok(Outcome::new(&report, show::check(&report, say))?.with_findings(findings))
        }
        OfficeCommand::Enrol(args) => {
            let enrolled = open(run)?.enrol(&by_kind(args), &ctx)?;
            Outcome::new(&enrolled, show::enrolled(&enrolled, say))
        }
        OfficeCommand::Invite { name, unit } => {
            let invited = open(run)?.invite(&name, &unit, &ctx)?;
            Outcome::new(&invited, show::invited(&invited, say))
        }
        OfficeCommand::Confirm { fingerprints } => {
            let confirmed = open(run)?.confirm(&fingerprints, &ctx)?;
            Outcome::new(&confirmed, show::confirmed(&confirmed, say))
        }
        OfficeCommand::Committee(args) => committee(run, &args),
        OfficeCommand::Draw(args) => draw(run, args),
        OfficeCommand::Assign => {
            let assigned = open(run)?.assign(&ctx)?;
            Outcome::new(&assigned, show::assigned(&assigned, say))
        }
        OfficeCommand::Pack(args) => pack(run, args),
        command => handing(run, command),
    }
}

/// What goes out and comes back after packing, and what is kept.
fn handing(run: &Run<'_>, command: OfficeCommand) -> Result {
    let (say, ctx) = (run.say, run.context());
    match command {
        OfficeCommand::Sizes => materials::sizes(run),
        OfficeCommand::Sticks(args) => materials::sticks(run, &args),
        OfficeCommand::Desk(args) => materials::desk(run, &args),
        OfficeCommand::Issue(args) => issue(run, args),
        OfficeCommand::Rewrite {
            out,
            package_copy,
            with_shares,
            slips,
        } => {
            let request = RewriteRequest {
                out,
                package: package_copy,
                shares: with_shares,
                slips,
            };
            let rewritten = open(run)?.rewrite(&request, &ctx)?;
            Outcome::new(&rewritten, show::rewritten(&rewritten, say))
        }
        OfficeCommand::HandOut {
            ticket,
            step,
            way,
            hand,
        } => {
            let step = match step {
                StepArg::HandedOut => HandStep::HandedOut,
                StepArg::Acknowledged => HandStep::Acknowledged,
                StepArg::Returned => HandStep::Returned,
            };
            let ticket = id("ticket", &ticket)?;
            let line = open(run)?.hand_out(&ticket, step, (&way, &hand), &ctx)?;
            Outcome::new(&line, show::handouts(std::slice::from_ref(&line), say))
        }
        OfficeCommand::Handouts => {
            let lines = open(run)?.handouts()?;
            Outcome::new(&lines, show::handouts(&lines, say))
        }
        OfficeCommand::Replace { ticket, card, out } => {
            let ticket = id("ticket", &ticket)?;
            let file = open(run)?.replace_ticket(&ticket, &card, &out, &ctx)?;
            Outcome::new(&file, show::tickets(std::slice::from_ref(&file), say))
        }
        OfficeCommand::Withdraw { .. }
        | OfficeCommand::Extend { .. }
        | OfficeCommand::Revoke { .. }
        | OfficeCommand::Notices { .. } => notices::run(run, &mut open(run)?, command),
        OfficeCommand::Receipt { bundles, out } => {
            let received = open(run)?.receive(&bundles, &out, &ctx)?;
            let refused = !received.refused.is_empty();
            Ok(Outcome::new(&received, show::received(&received, say))?.with_findings(refused))
        }
        OfficeCommand::Status => {
            let status = open(run)?.status(&ctx)?;
            Outcome::new(&status, show::status(&status, say))
        }
        OfficeCommand::Log => {
            let log = open(run)?.log()?;
            Outcome::new(&log, print::log(&log, say))
        }
        OfficeCommand::Backup { folder } => {
            let backup = open(run)?.back_up(&folder, &ctx)?;
            Outcome::new(&backup, print::backup(&backup, say))
        }
        OfficeCommand::Restore(args) => identity::restore(run, &args, |from, home, unlock| {
            Ok(Office::restore(from, home, unlock, &run.settings, &run.context())?.1)
        }),
        OfficeCommand::Continue => {
            identity::continued(run, &open_store(run)?.continue_as_restored(&ctx)?)
        }
        _ => Err(Refused::Internal.into()),
    }
}

fn by_kind(args: EnrolArgs) -> Vec<(TicketKind, PathBuf)> {
    let kinds = [
        (TicketKind::Expert, args.experts),
        (TicketKind::Panel, args.chairs),
        (TicketKind::Visit, args.teams),
        (TicketKind::Observer, args.observers),
    ];
    let cards = kinds
        .into_iter()
        .flat_map(|(kind, files)| files.into_iter().map(move |file| (kind, file)));
    cards.collect()
}

fn issue(run: &Run<'_>, args: IssueArgs) -> Result {
    let recused = args.recused.iter().map(|text| {
        let (ticket, application) = text.split_once('=').unwrap_or((text.as_str(), ""));
        Ok((id("recused", ticket)?, id("recused", application)?))
    });
    let request = IssueRequest {
        tickets: ids("ticket", &args.waiting)?,
        recused: recused.collect::<std::result::Result<_, Error>>()?,
        out: args.out,
    };
    let tickets = open(run)?.issue(&request, &run.context())?;
    Outcome::new(&tickets, show::tickets(&tickets, run.say))
}

fn open(run: &Run<'_>) -> std::result::Result<Office, Error> {
    let office = open_store(run)?;
    identity::warn_if_behind(run, office.is_behind());
    Ok(office)
}

fn open_store(run: &Run<'_>) -> std::result::Result<Office, Error> {
    let home = run.home()?;
    let passphrase = run.passphrase()?;
    Office::open(home, unlock(&passphrase), &run.settings, &run.context())
}

fn init(run: &Run<'_>, authority: &str, sheet: Option<&Path>) -> Result {
    let home = run.home()?;
    let passphrase = run.new_passphrase()?;
    let ctx = run.context();
    let made = hengping_app::with_papers(home, |folder| {
        let made = Office::create(folder, &passphrase, authority, &run.settings, &ctx)?.1;
        let paper = print::recovery_sheet(&made.recovery_code, sheet, run.say);
        Ok((made, paper.into_iter().collect()))
    })?;
    let data = print::with_secret(&made, &made.recovery_code, sheet);
    let data = data.map_err(|_| Refused::Internal)?;
    let recovery = print::recovery(&made.recovery_code, sheet, run.say);
    Outcome::new(&data, show::made(&made, run.say) + recovery.as_str())
}

fn committee(run: &Run<'_>, args: &CommitteeArgs) -> Result {
    let mut office = open(run)?;
    let made = office.make_committee(&args.holders, args.threshold, &args.out, &run.context())?;
    Outcome::new(&made, show::committee(&made, run.say))
}

/// What people typed, each as NAME=DIGITS.
pub(super) fn contributions(typed: &[String]) -> std::result::Result<Vec<Contribution>, Refused> {
    let typed = typed.iter().map(|text| {
        let (person, digits) = text.split_once('=')?;
        Some(Contribution {
            person: person.to_owned(),
            digits: digits.to_owned(),
        })
    });
    let unclear = || Refused::BadArgument {
        name: "digits".to_owned(),
    };
    typed.collect::<Option<_>>().ok_or_else(unclear)
}

fn draw(run: &Run<'_>, args: DrawArgs) -> Result {
    let contributions = contributions(&args.digits)?;
    let mut office = open(run)?;
    let report = office.draw(
        args.pool.as_deref(),
        contributions,
        args.reason,
        &run.context(),
    )?;
    Outcome::new(&report, show::drawn(&report, run.say))
}

fn pack(run: &Run<'_>, args: PackArgs) -> Result {
    let pool = run.pool();
    let ctx = run.context_with(pool.as_ref());
    let due = args.due.as_deref().map(|text| id("due", text));
    let due = due.transpose()?;
    let mut office = open(run)?;
    let packed = match args.supersede {
        true => office.supersede(
            &SupersedeRequest {
                out: args.out,
                due,
                lost: args.lost,
            },
            &ctx,
        )?,
        false => office.pack(
            &PackRequest {
                out: args.out,
                panel: args.panel,
                visit: args.visit,
                due,
                declarations_first: args.declarations_first,
                slips: args.slips,
            },
            &ctx,
        )?,
    };
    Outcome::new(&packed, show::packed(&packed, run.say))
}
