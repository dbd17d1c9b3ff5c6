//! `hengping office …`.

use std::path::Path;

use hengping_app::error::{Error, Refused};
use hengping_app::office::{Office, PackRequest};
use hengping_core::panel::draw::Contribution;

use super::{Run, id, unlock};
use crate::args::{CommitteeArgs, DrawArgs, OfficeCommand, PackArgs};
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
        OfficeCommand::Round { folder } => {
            let made = open(run)?.new_round(&folder, &ctx)?;
            Outcome::new(&made, show::round(&made, say))
        }
        OfficeCommand::Check => {
            let pool = run.pool();
            let report = open(run)?.check(&run.context_with(pool.as_ref()))?;
            let findings = !report.findings.is_empty();
            Ok(Outcome::new(&report, show::check(&report, say))?.with_findings(findings))
        }
        OfficeCommand::Enrol { cards } => {
            let enrolled = open(run)?.enrol(&cards, &ctx)?;
            Outcome::new(&enrolled, show::enrolled(&enrolled, say))
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
        OfficeCommand::Replace { ticket, card, out } => {
            let ticket = id("ticket", &ticket)?;
            let file = open(run)?.replace_ticket(&ticket, &card, &out, &ctx)?;
            Outcome::new(&file, show::tickets(std::slice::from_ref(&file), say))
        }
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
        OfficeCommand::Restore { folder } => {
            let passphrase = run.passphrase()?;
            let (_, restored) = Office::restore(
                &folder,
                run.home()?,
                unlock(&passphrase),
                &run.settings,
                &ctx,
            )?;
            Outcome::new(&restored, print::restored(&restored, say))
        }
    }
}

fn open(run: &Run<'_>) -> std::result::Result<Office, Error> {
    let home = run.home()?;
    let passphrase = run.passphrase()?;
    Office::open(home, unlock(&passphrase), &run.settings, &run.context())
}

fn init(run: &Run<'_>, authority: &str, sheet: Option<&Path>) -> Result {
    let home = run.home()?;
    let passphrase = run.new_passphrase()?;
    let ctx = run.context();
    let (_, made) = Office::create(home, &passphrase, authority, &run.settings, &ctx)?;
    let sheet = print::recovery(&made.recovery_code, sheet, run.say)?;
    Outcome::new(&made, show::made(&made, run.say) + sheet.as_str())
}

fn committee(run: &Run<'_>, args: &CommitteeArgs) -> Result {
    let mut office = open(run)?;
    let made = office.make_committee(&args.holders, args.threshold, &args.out, &run.context())?;
    Outcome::new(&made, show::committee(&made, run.say))
}

fn draw(run: &Run<'_>, args: DrawArgs) -> Result {
    let contributions = args.digits.iter().map(|text| {
        let (person, digits) = text.split_once('=')?;
        Some(Contribution {
            person: person.to_owned(),
            digits: digits.to_owned(),
        })
    });
    let contributions: Option<Vec<_>> = contributions.collect();
    let unclear = || Refused::BadArgument {
        name: "digits".to_owned(),
    };
    let contributions = contributions.ok_or_else(unclear)?;
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
    let request = PackRequest {
        out: args.out,
        panel: args.panel,
        visit: args.visit,
        due: args
            .due
            .as_deref()
            .map(|text| id("due", text))
            .transpose()?,
    };
    let packed = open(run)?.pack(&request, &run.context_with(pool.as_ref()))?;
    Outcome::new(&packed, show::packed(&packed, run.say))
}
