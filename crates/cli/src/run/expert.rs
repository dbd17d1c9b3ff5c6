//! `hengping expert …`.

use std::collections::BTreeMap;
use std::path::Path;

use hengping_app::TicketKind;
use hengping_app::activation::ActivationCode;
use hengping_app::error::{Error, Refused};
use hengping_app::expert::{
    self, CitationRequest, Expert, MarkRequest, OpinionRequest, Place, ProposalRequest,
    read_judgement,
};
use hengping_app::files;
use hengping_core::id::ApplicationId;

use super::{Run, id, identity, ids, import_files, unlock};
use crate::args::{CiteArgs, DeliveryArgs, ExpertCommand, MarkArgs, ProposeArgs};
use crate::consent;
use crate::outcome::{Outcome, Result};
use crate::print::expert::Worded;
use crate::print::{self, expert as show};

pub(super) fn run(run: &Run<'_>, command: ExpertCommand) -> Result {
    match command {
        ExpertCommand::Enrol(args) => identity::enrol(run, &args, |folder, passphrase, who| {
            let (settings, ctx) = (&run.settings, run.context());
            Ok(expert::enrol(folder, passphrase, who, TicketKind::Expert, settings, &ctx)?.1)
        }),
        ExpertCommand::Import {
            delivery,
            activation_file,
        } => import(run, delivery, activation_file.as_deref()),
        ExpertCommand::Restore(args) => identity::restore(run, &args, |from, home, unlock| {
            Ok(Expert::restore(from, home, unlock, &run.settings, &run.context())?.1)
        }),
        command => {
            let mut expert = open(run)?;
            if matches!(command, ExpertCommand::Continue) {
                return identity::continued(run, &expert.continue_as_restored(&run.context())?);
            }
            identity::warn_if_behind(run, expert.is_behind());
            unlocked(run, &mut expert, command)
        }
    }
}

/// Commands of an expert whose store is unlocked: those that look, then those that change.
fn unlocked(run: &Run<'_>, expert: &mut Expert, command: ExpertCommand) -> Result {
    let say = run.say;
    match command {
        ExpertCommand::Conflicts => {
            let table = expert.conflicts()?;
            let words = show::pledge_words(&table, say);
            let text = show::conflicts(&table, &words, say);
            Outcome::new(&Worded::of(&table, words), text)
        }
        ExpertCommand::List => {
            let list = expert.list()?;
            Outcome::new(&list, show::list(&list, say))
        }
        ExpertCommand::Facts { application } => {
            let sheet = expert.fact_sheet(&id("application", &application)?)?;
            Outcome::new(&sheet, show::facts(&sheet, say))
        }
        ExpertCommand::Search { words, application } => {
            let within: Option<ApplicationId> = application
                .as_deref()
                .map(|text| id("application", text))
                .transpose()?;
            let report = expert.search(&words, within.as_ref())?;
            Outcome::new(&report, show::search(&report, say))
        }
        ExpertCommand::Check => {
            let checks = expert.check()?;
            let findings = checks.iter().any(|check| !check.missing.is_empty());
            Ok(Outcome::new(&checks, show::checks(&checks, say))?.with_findings(findings))
        }
        ExpertCommand::Notice { files } if files.is_empty() => {
            let known = expert.notices()?;
            Outcome::new(&known, print::notices::known(&known, say))
        }
        ExpertCommand::Export { out } => {
            let exported = expert.export(&out)?;
            Outcome::new(&exported, show::exported(&exported, say))
        }
        ExpertCommand::Status => {
            let status = expert.status(&run.context())?;
            Outcome::new(&status, show::status(&status, say))
        }
        ExpertCommand::Log => {
            let log = expert.log()?;
            Outcome::new(&log, print::log(&log, say))
        }
        command => change(run, expert, command),
    }
}

fn change(run: &Run<'_>, expert: &mut Expert, command: ExpertCommand) -> Result {
    let (say, ctx) = (run.say, run.context());
    match command {
        ExpertCommand::Pledge { yes } => pledge(run, expert, yes),
        ExpertCommand::Recuse {
            application,
            ground,
        } => {
            let recusal = expert.recuse(&id("application", &application)?, &ground, &ctx)?;
            Outcome::new(&recusal, show::recused(&recusal, say))
        }
        ExpertCommand::Notice { files } => {
            let taken = expert.take_notices(&files, &ctx)?;
            Outcome::new(&taken, print::notices::taken(&taken, say))
        }
        ExpertCommand::Read { application } => {
            let application: ApplicationId = id("application", &application)?;
            expert.read_fact_sheet(&application, &ctx)?;
            Outcome::new(&application, say.say("fact-sheet-read", &[]))
        }
        ExpertCommand::Seal { applications } => {
            let sealed = expert.seal(&ids("application", &applications)?, &ctx)?;
            Outcome::new(&sealed, show::sealed(&sealed, say))
        }
        ExpertCommand::Unseal {
            application,
            reason,
        } => {
            let unsealed = expert.unseal(&id("application", &application)?, &reason, &ctx)?;
            Outcome::new(&unsealed, show::unsealed(&unsealed, say))
        }
        ExpertCommand::Print { applications, out } => {
            let printed = expert.print(&ids("application", &applications)?, &out, say)?;
            Outcome::new(&printed, print::printed(&printed, say))
        }
        ExpertCommand::HandIn { seal_complete, out } => {
            hand_in(run, expert, seal_complete, out.as_deref())
        }
        ExpertCommand::Receipt { files } => {
            let returned = expert.take_returned(&files, &ctx)?;
            let refused = !returned.refused.is_empty();
            Ok(Outcome::new(&returned, show::returned(&returned, say))?.with_findings(refused))
        }
        ExpertCommand::Backup { folder } => {
            let backup = expert.back_up(&folder, &ctx)?;
            Outcome::new(&backup, print::backup(&backup, say))
        }
        ExpertCommand::RecoverySheet { out } => recovery_sheet(run, expert, out.as_deref()),
        command => judge(run, expert, command),
    }
}

/// The words are shown with their count before they are signed.
fn pledge(run: &Run<'_>, expert: &mut Expert, in_advance: bool) -> Result {
    let table = expert.conflicts()?;
    let words = show::pledge_words(&table, run.say);
    if table.pledged_at.is_none() {
        consent::to(&words, in_advance, run.say)?;
    }
    let pledged = expert.pledge(&run.context())?;
    let text = show::pledged(&pledged, &words, run.say);
    Outcome::new(&Worded::of(&pledged, words), text)
}

/// A fresh code in place of the old one. It is on the paper, where one is named, before it counts.
fn recovery_sheet(run: &Run<'_>, expert: &mut Expert, out: Option<&Path>) -> Result {
    let code = hengping_app::RecoveryCode::random()?;
    let shown = zeroize::Zeroizing::new(code.to_string());
    let paper = print::recovery_sheet(&shown, out, run.say);
    expert.hand_out_recovery(&code, paper, &run.settings, &run.context())?;
    print::recovery_renewed(&shown, out, run.say)
}

/// Commands that may open documents or write marks.
fn judge(run: &Run<'_>, expert: &mut Expert, command: ExpertCommand) -> Result {
    match command {
        ExpertCommand::Examine { again } => examine(run, expert, again),
        ExpertCommand::Mark(args) => mark(run, expert, args),
        ExpertCommand::Cite(args) => cite(run, expert, &args),
        ExpertCommand::Propose(args) => propose(run, expert, args),
        ExpertCommand::Opinion {
            application,
            fields,
            recommendation,
        } => {
            let request = opinion(&fields, recommendation.as_deref())?;
            let id = id("application", &application)?;
            let written = expert.write_opinion(&id, &request, &run.context())?;
            Outcome::new(&written, run.say.say("opinion-written", &[]))
        }
        _ => Err(Refused::Internal.into()),
    }
}

/// Closes the work in one unlock: seals what is complete when asked to, hands in, and exports when
/// told where to. What was done stays done when a later part is refused.
fn hand_in(run: &Run<'_>, expert: &mut Expert, seal: bool, out: Option<&Path>) -> Result {
    let ctx = run.context();
    let seals = match seal.then(|| expert.seal(&[], &ctx)) {
        // Everything complete may have been sealed before.
        None | Some(Err(Error::Refused(Refused::NothingToSeal))) => Vec::new(),
        Some(made) => made?,
    };
    let handed_in = expert.hand_in(&ctx)?;
    let exported = out.map(|folder| expert.export(folder)).transpose()?;
    let done = show::HandIn {
        handed_in,
        seals,
        exported,
    };
    Outcome::new(&done, done.text(run.say))
}

fn open(run: &Run<'_>) -> std::result::Result<Expert, Error> {
    let home = run.home()?;
    let passphrase = run.passphrase()?;
    Expert::open(home, unlock(&passphrase), &run.settings, &run.context())
}

fn import(run: &Run<'_>, delivery: DeliveryArgs, slip: Option<&Path>) -> Result {
    let mut expert = open(run)?;
    let named = &import_files(delivery);
    let imported = match slip {
        Some(slip) => {
            let text = zeroize::Zeroizing::new(files::read_text(slip)?);
            expert.activate(named, &ActivationCode::of_slip(&text)?, &run.context())?
        }
        None => expert.import(named, &run.context())?,
    };
    let pool = run.pool();
    let examined = match &pool {
        Some(pool) => Some(expert.examine(&run.context_with(Some(pool)))?),
        None => None,
    };
    let text = show::imported(&imported, examined.as_ref(), run.say);
    Outcome::new(
        &serde_json::json!({ "imported": imported, "examined": examined }),
        text,
    )
}

fn examine(run: &Run<'_>, expert: &mut Expert, again: bool) -> Result {
    let pool = run.pool();
    let ctx = run.context_with(pool.as_ref());
    let examined = match again {
        true => expert.examine_again(&ctx)?,
        false => expert.examine(&ctx)?,
    };
    Outcome::new(&examined, show::examined(&examined, run.say))
}

fn mark(run: &Run<'_>, expert: &mut Expert, args: MarkArgs) -> Result {
    if let Some(file) = &args.from {
        let unclear = |error: String| Refused::MarksFile { detail: error };
        let marks = hengping_app::marks_file::read(&files::read_text(file)?).map_err(unclear)?;
        let pool = run.pool();
        let taken = expert.take_marks(&marks, &run.context_with(pool.as_ref()))?;
        let refused = !taken.refused.is_empty();
        return Ok(Outcome::new(&taken, show::taken(&taken, run.say))?.with_findings(refused));
    }
    let missing = |name: &str| Refused::BadArgument {
        name: name.to_owned(),
    };
    let application = args.application.ok_or_else(|| missing("application"))?;
    let indicator = args.indicator.ok_or_else(|| missing("indicator"))?;
    let value = args.value.ok_or_else(|| missing("value"))?;
    let request = MarkRequest {
        indicator: id("indicator", &indicator)?,
        judgement: read_judgement(&value)?,
        comment: args.comment,
        citations: ids("citation", &args.citations)?,
    };
    let marked = expert.mark(&id("application", &application)?, request, &run.context())?;
    Outcome::new(&marked, show::marked(&marked, run.say))
}

fn cite(run: &Run<'_>, expert: &mut Expert, args: &CiteArgs) -> Result {
    let place = match (&args.quote, &args.rectangle) {
        (Some(quote), _) => Place::Quote(quote.clone()),
        (None, Some(edges)) => Place::from_edges(edges)?,
        (None, None) => {
            return Err(Refused::BadArgument {
                name: "quote".to_owned(),
            }
            .into());
        }
    };
    let request = CitationRequest {
        evidence: id("evidence", &args.evidence)?,
        page: args.page,
        place,
    };
    let indicators = ids("indicator", &args.indicators)?;
    let pool = run.pool();
    let ctx = run.context_with(pool.as_ref());
    let made = expert.cite_for(
        &id("application", &args.application)?,
        &request,
        &indicators,
        &ctx,
    )?;
    Outcome::new(&made, show::cited(&made, run.say))
}

fn propose(run: &Run<'_>, expert: &mut Expert, args: ProposeArgs) -> Result {
    let request = ProposalRequest {
        fact: args.fact,
        value: args.value,
        reason: args.reason,
        citations: ids("citation", &args.citations)?,
    };
    let proposal = expert.propose(
        &id("application", &args.application)?,
        &request,
        &run.context(),
    )?;
    Outcome::new(&proposal, run.say.say("proposal-taken", &[]))
}

fn opinion(
    fields: &[String],
    recommendation: Option<&str>,
) -> std::result::Result<OpinionRequest, Error> {
    let mut texts = BTreeMap::new();
    for field in fields {
        let unclear = || Refused::BadArgument {
            name: "field".to_owned(),
        };
        let (code, text) = field.split_once('=').ok_or_else(unclear)?;
        texts.insert(id("field", code)?, text.to_owned());
    }
    let recommendation = recommendation
        .map(|code| id("recommendation", code))
        .transpose()?;
    Ok(OpinionRequest {
        fields: texts,
        recommendation,
    })
}
