//! Divergences, agreed marks, votes, the decided list; the list of decisions and the log.

use hengping_core::id::{ApplicationId, Digest};
use hengping_core::score::outcome::DivergenceFlag;

use super::{both, ground, named, results, ticket, twelve, who};
use crate::Language;
use crate::desktop::acts::round::count;
use crate::desktop::acts::text::id;
use crate::desktop::leaf_views;
use crate::desktop::session::Session;
use crate::desktop::wire::panel::decisions::*;
use crate::desktop::wire::panel::results::PanelEffect;
use crate::desktop::wire::start::{IntoFolder, Nothing};
use crate::error::Result;
use crate::messages::Catalogue;
use crate::panel::{Act, ConsensusRequest, Minority, Names, Record, Seen};

/// Digits of printed marks, means and percentages.
const SHOWN: u32 = 2;

pub(in crate::desktop) fn panel_divergences(
    session: &mut Session,
    _: Nothing,
) -> Result<PanelDivergences> {
    let ctx = session.context();
    let seen = session.panel()?.seen_opened(&ctx)?;
    let names = Names::of(&seen.record.scheme);
    Ok(PanelDivergences {
        rows: seen.evaluate(|evaluation| {
            let flags = evaluation.outcome.divergences.iter();
            flags
                .map(|flag| divergence(&seen.record, &names, flag))
                .collect()
        }),
    })
}

fn divergence(record: &Record, names: &Names, flag: &DivergenceFlag) -> PanelDivergence {
    let effect = flag.effect.as_ref();
    let total = || both(|say| say.say("word-total", &[]));
    PanelDivergence {
        application: flag.application.to_string(),
        enterprise: record.enterprise(&flag.application),
        indicator: flag.leaf.as_ref().map(ToString::to_string),
        name: flag.leaf.as_ref().map_or_else(total, |code| {
            named(code.as_str(), names.indicator(code.as_str()))
        }),
        who: who(&record.register, flag.expert.as_str()),
        mark: flag.mark.to_fixed(SHOWN),
        mean: flag.panel_mean.to_fixed(SHOWN),
        valid: flag.valid,
        percent: flag.percent.as_ref().map(|percent| percent.to_fixed(SHOWN)),
        place: effect.map(|effect| effect.place),
        place_without: effect.map(|effect| effect.place_without),
        composite_without: effect.map(|effect| effect.composite_without.to_fixed(SHOWN)),
        explanation: explanation(record, flag).map(str::to_owned),
    }
}

/// The explanation of a divergence on record, the last one.
pub(super) fn explanation<'a>(record: &'a Record, flag: &DivergenceFlag) -> Option<&'a str> {
    record
        .acts
        .iter()
        .rev()
        .find_map(|act| match act.decision() {
            Act::Explanation(one)
                if one.application == flag.application
                    && one.indicator == flag.leaf
                    && one.ticket.as_str() == flag.expert.as_str() =>
            {
                Some(one.text.as_str())
            }
            _ => None,
        })
}

pub(in crate::desktop) fn panel_explain(
    session: &mut Session,
    request: PanelExplain,
) -> Result<PanelDivergences> {
    let (application, of) = (id(&request.application)?, ticket(&request.ticket)?);
    let leaf = request.indicator.as_deref().map(id).transpose()?;
    session.correcting(request.correction.as_ref())?;
    let (panel, ctx) = session.panel_mut()?;
    panel.explain_divergence(&application, leaf.as_ref(), &of, &request.text, &ctx)?;
    panel_divergences(session, Nothing {})
}

pub(in crate::desktop) fn panel_agree(
    session: &mut Session,
    request: PanelAgree,
) -> Result<PanelEffect> {
    let indicator = id(&request.indicator)?;
    let judgement = request.judgement.as_ref();
    let judgement = judgement.map(|view| leaf_views::read_judgement(&indicator, view));
    let agreed = ConsensusRequest {
        application: id(&request.application)?,
        ticket: request.ticket.as_deref().map(ticket).transpose()?,
        judgement: judgement.transpose()?,
        ground: ground(&request.ground)?,
        reason: request.reason,
        by: request.by,
        indicator,
    };
    session.correcting(request.correction.as_ref())?;
    let (panel, ctx) = session.panel_mut()?;
    let recorded = panel.consensus(&agreed, &ctx)?;
    Ok(results::effect(&recorded.effect))
}

pub(in crate::desktop) fn panel_vote(
    session: &mut Session,
    request: PanelVote,
) -> Result<crate::desktop::wire::panel::results::PanelResults> {
    let order: Vec<ApplicationId> = request
        .order
        .iter()
        .map(|one| id(one))
        .collect::<Result<_>>()?;
    session.correcting(request.correction.as_ref())?;
    let (panel, ctx) = session.panel_mut()?;
    panel.vote(&order, &request.reason, &request.by, &ctx)?;
    results::panel_results(session, Nothing {})
}

pub(in crate::desktop) fn panel_list(session: &mut Session, _: Nothing) -> Result<PanelList> {
    let ctx = session.context();
    let panel = session.panel()?;
    let seen = panel.seen_opened(&ctx)?;
    let record = &seen.record;
    let opinion = record.acts.iter().rev().find_map(|act| match act {
        Act::Opinion(opinion) => Some(opinion),
        _ => None,
    });
    let ids = match opinion {
        Some(opinion) => opinion.proposed.clone(),
        None => proposed(&seen),
    };
    let results = panel.results(&ctx)?;
    let proposed = ids.iter();
    Ok(PanelList {
        opinion: opinion.map(|one| one.text.clone()),
        minority: opinion.map_or_else(Vec::new, |one| {
            let all = one.minority.iter();
            all.map(|one| PanelMinority {
                text: one.text.clone(),
                by: one.by.clone(),
            })
            .collect()
        }),
        by: opinion.map_or_else(String::new, |one| one.by.join("; ")),
        at: opinion.map(|one| one.at.to_string()),
        results: opinion.map_or_else(Vec::new, |one| twelve(one.results)),
        corrected: matches!(record.last_step(), Some(Act::Correction(_))),
        proposed: proposed
            .map(|id| (id.to_string(), record.enterprise(id)))
            .collect(),
        undecided: undecided(&seen),
        open_seats: results.open_seats,
    })
}

/// The list as the rule gives it now.
fn proposed(seen: &Seen) -> Vec<ApplicationId> {
    use hengping_core::score::outcome::Fate;
    seen.evaluated(|outcome| {
        let lines = outcome.selection.iter().flat_map(|all| &all.lines);
        let proposed = lines.filter(|line| matches!(line.fate, Fate::Selected(_)));
        proposed.map(|line| line.application.clone()).collect()
    })
}

fn undecided(seen: &Seen) -> u32 {
    seen.evaluate(|evaluation| {
        let queue = evaluation.facts.queue();
        let open = queue.iter().filter(|entry| entry.decision.is_none());
        count(open.count())
    })
}

pub(in crate::desktop) fn panel_decide(
    session: &mut Session,
    request: PanelDecide,
) -> Result<PanelList> {
    let passphrase = zeroize::Zeroizing::new(request.passphrase);
    session.confirm_passphrase(&passphrase)?;
    let minority = request.minority.into_iter();
    let minority: Vec<Minority> = minority
        .map(|one| Minority {
            text: one.text,
            by: one.by,
        })
        .collect();
    let (panel, ctx) = session.panel_mut()?;
    panel.decide_with(&request.opinion, &minority, &ctx)?;
    panel_list(session, Nothing {})
}

pub(in crate::desktop) fn panel_decisions(
    session: &mut Session,
    _: Nothing,
) -> Result<PanelDecisions> {
    let rows = session.panel()?.decisions()?;
    let rows = rows.into_iter().map(|row| PanelDecision {
        number: row.number,
        kind: row.kind.to_string(),
        application: row.application.map(|id| id.to_string()),
        subject: row.subject,
        reason: row.reason,
        by: row.by,
        at: row.at.to_string(),
    });
    Ok(PanelDecisions {
        rows: rows.collect(),
    })
}

pub(in crate::desktop) fn panel_log(session: &mut Session, _: Nothing) -> Result<PanelLog> {
    let log = session.panel()?.log()?;
    let entries = log.entries.into_iter().map(|line| PanelLogEntry {
        number: line.number,
        at: line.at.to_string(),
        kind: line.kind,
        subjects: line.subjects,
    });
    Ok(PanelLog {
        head: twelve(log.head),
        entries: entries.collect(),
    })
}

pub(in crate::desktop) fn panel_archive(
    session: &mut Session,
    request: IntoFolder,
) -> Result<PanelWritten> {
    let folder = session.files.path(&request.folder)?;
    let (panel, ctx) = session.panel_mut()?;
    let short: String = ctx.now.to_string().chars().take(10).collect();
    let made = panel.archive(&folder.join(format!("archive-{short}")), &ctx)?;
    Ok(PanelWritten {
        files: count(made.files),
        words: twelve(made.digest.digest),
    })
}

/// The papers are Chinese, as what is signed is.
pub(in crate::desktop) fn panel_report(
    session: &mut Session,
    request: IntoFolder,
) -> Result<PanelWritten> {
    let folder = session.files.path(&request.folder)?;
    let ctx = session.context();
    let panel = session.panel()?;
    let made = panel.report(&folder.join("reports"), &Catalogue::new(Language::Zh), &ctx)?;
    Ok(PanelWritten {
        files: count(1 + made.tables.len() + 2 * made.papers.len()),
        words: twelve(made.digest.digest),
    })
}

pub(in crate::desktop) fn panel_feedback(
    session: &mut Session,
    request: IntoFolder,
) -> Result<PanelFedBack> {
    let folder = session.files.path(&request.folder)?;
    let ctx = session.context();
    let panel = session.panel()?;
    let made = panel.feedback(
        &folder.join("feedback"),
        &Catalogue::new(Language::Zh),
        &ctx,
    )?;
    Ok(PanelFedBack {
        files: count(made.papers.len()),
        held_back: count(made.held_back.len()),
    })
}

pub(in crate::desktop) fn panel_transcript(
    session: &mut Session,
    request: IntoFolder,
) -> Result<PanelWritten> {
    let folder = session.files.path(&request.folder)?;
    let (panel, ctx) = session.panel_mut()?;
    let made = panel.transcript(&folder.join("transcript.json"), &ctx)?;
    let digest: Digest = made.digest.digest;
    Ok(PanelWritten {
        files: 1,
        words: twelve(digest),
    })
}
