//! What the panel looks at and decides once its bundles are open.

use hengping_app::error::Refused;
use hengping_app::expert::read_judgement;
use hengping_app::files;
use hengping_app::panel::{ConsensusRequest, FactRequest, Panel};

use super::super::{Run, id, ids};
use crate::args::{ConsensusArgs, FactArgs, PanelCommand};
use crate::outcome::{Outcome, Result};
use crate::print::panel as show;

/// Name of the judged total where an indicator is asked for.
const TOTAL: &str = "total";

pub(super) fn run(run: &Run<'_>, panel: &mut Panel, command: PanelCommand) -> Result {
    let (say, ctx) = (run.say, run.context());
    match command {
        PanelCommand::Facts => {
            let queue = panel.facts(&ctx)?;
            Outcome::new(&queue, show::facts(&queue, &panel.names(&ctx)?, say))
        }
        // Statistics cost more than the result; people ask for them by their own name.
        PanelCommand::Results { application: None } if run.global.json => {
            let results = panel.results_with_statistics(&ctx)?;
            Outcome::new(&results, String::new())
        }
        PanelCommand::Results { application: None } => {
            let results = panel.results(&ctx)?;
            Outcome::new(&results, show::results(&results, &panel.names(&ctx)?, say))
        }
        PanelCommand::Stats => {
            let statistics = panel.statistics(&ctx)?;
            let text = show::statistics(&statistics, &panel.names(&ctx)?, say);
            Outcome::new(&statistics, text)
        }
        PanelCommand::Results {
            application: Some(application),
        } => {
            let outcome = panel.outcome_of(&id("application", &application)?, &ctx)?;
            Outcome::new(&outcome, show::outcome(&outcome, &panel.names(&ctx)?, say))
        }
        PanelCommand::Explain { application } => {
            let tree = panel.explain(&id("application", &application)?, &ctx)?;
            Outcome::new(
                &tree,
                show::tree(&application, &tree, &panel.names(&ctx)?, say),
            )
        }
        PanelCommand::Divergences => {
            let lines = panel.divergences(&ctx)?;
            Outcome::new(&lines, show::divergences(&lines, &panel.names(&ctx)?, say))
        }
        command => decide(run, panel, command),
    }
}

fn decide(run: &Run<'_>, panel: &mut Panel, command: PanelCommand) -> Result {
    let (say, ctx) = (run.say, run.context());
    match command {
        PanelCommand::DecideFact(args) => decide_fact(run, panel, args),
        PanelCommand::Consensus(args) => consensus(run, panel, &args),
        PanelCommand::ExplainDivergence {
            application,
            indicator,
            ticket,
            text,
            ..
        } => {
            let leaf = match indicator.as_str() {
                TOTAL => None,
                code => Some(id("indicator", code)?),
            };
            let application = id("application", &application)?;
            let ticket = id("ticket", &ticket)?;
            let explained =
                panel.explain_divergence(&application, leaf.as_ref(), &ticket, &text, &ctx)?;
            Outcome::new(&explained, show::explained(&explained, say))
        }
        PanelCommand::Vote {
            applications,
            reason,
            ..
        } => {
            let voted = panel.vote(&ids("application", &applications)?, &reason, &[], &ctx)?;
            Outcome::new(&voted, show::voted(&voted, say))
        }
        PanelCommand::Decide { opinion } => {
            let decided = panel.decide(&opinion, &ctx)?;
            Outcome::new(&decided, show::decided(&decided, say))
        }
        PanelCommand::From { file, .. } => {
            let taken = panel.take(&files::read_text(&file)?, &ctx)?;
            let refused = !taken.refused.is_empty();
            Ok(Outcome::new(&taken, show::taken(&taken, say))?.with_findings(refused))
        }
        _ => Err(Refused::Internal.into()),
    }
}

fn decide_fact(run: &Run<'_>, panel: &mut Panel, args: FactArgs) -> Result {
    let request = FactRequest {
        application: id("application", &args.application)?,
        fact: args.fact,
        value: args.value,
        reason: args.reason,
        by: args.by,
    };
    let ctx = run.context();
    let decided = panel.decide_fact(&request, &ctx)?;
    let names = panel.names(&ctx)?;
    Outcome::new(&decided, show::fact_decided(&decided, &names, run.say))
}

fn consensus(run: &Run<'_>, panel: &mut Panel, args: &ConsensusArgs) -> Result {
    let request = ConsensusRequest {
        application: id("application", &args.application)?,
        indicator: id("indicator", &args.indicator)?,
        ticket: args
            .ticket
            .as_deref()
            .map(|text| id("ticket", text))
            .transpose()?,
        judgement: Some(read_judgement(&args.value)?),
        ground: args.change_ground.into(),
        reason: args.reason.clone(),
        by: args.by.clone(),
    };
    let recorded = panel.consensus(&request, &run.context())?;
    Outcome::new(&recorded, show::consensus(&recorded, run.say))
}
