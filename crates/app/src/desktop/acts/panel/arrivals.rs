//! Arrivals, the grid, contradictions, and what is decided about bundles.

use std::collections::BTreeMap;
use std::path::PathBuf;

use hengping_core::id::{ApplicationId, Digest, RecommendationCode};
use hengping_core::merge::difference::Difference;
use hengping_core::merge::{ConflictKind, Ruling};
use hengping_core::review::Review;
use hengping_format::doc::TicketKind;

use super::application::{fact_name, judgement_text};
use super::{both, named, ticket, twelve, who};
use crate::desktop::acts::round::{count, files_in};
use crate::desktop::acts::text::id;
use crate::desktop::session::Session;
use crate::desktop::wire::NoticeView;
use crate::desktop::wire::panel::*;
use crate::desktop::wire::start::Nothing;
use crate::error::Result;
use crate::panel::{
    Act, ArrivalLine, ConflictLine, GridRow, Names, PanelStatus, Record, Seen, words,
};
use crate::written;

pub(in crate::desktop) fn panel_arrive(
    session: &mut Session,
    request: PanelFiles,
) -> Result<PanelArrived> {
    let mut bundles: Vec<PathBuf> = Vec::new();
    for id in &request.files {
        let path = session.files.path(id)?;
        let is_folder = path.is_dir();
        let inside = files_in(&path).into_iter();
        bundles.extend(inside.filter(|path| !is_folder || is_bundle(path)));
    }
    let (panel, ctx) = session.panel_mut()?;
    let mut arrived = PanelArrived {
        new: 0,
        duplicates: 0,
        late: 0,
        refused: Vec::new(),
    };
    ctx.progress.begin(
        "task-import",
        bundles.len() as u64,
        crate::context::Unit::Items,
    );
    for (done, bundle) in (1..).zip(&bundles) {
        let one = panel.arrive(std::slice::from_ref(bundle), &ctx);
        if let Err(error) = one {
            ctx.progress.end();
            return Err(error);
        }
        let one = one?;
        arrived.new += count(one.new);
        arrived.duplicates += count(one.duplicates);
        arrived.late += count(one.late);
        let refused = one.refused.into_iter().map(|refused| PanelRefusedFile {
            name: refused
                .file
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            notice: NoticeView::of_notice(&refused.notice),
        });
        arrived.refused.extend(refused);
        ctx.progress.at(done);
    }
    ctx.progress.end();
    Ok(arrived)
}

fn is_bundle(path: &std::path::Path) -> bool {
    path.extension().is_some_and(|extension| extension == "orb")
}

pub(in crate::desktop) fn panel_status(
    session: &mut Session,
    _: Nothing,
) -> Result<PanelStatusView> {
    let ctx = session.context();
    let panel = session.panel()?;
    let status = panel.status(&ctx)?;
    let seen = panel.seen(&ctx)?;
    let record = &seen.record;
    let columns = columns(&status);
    let cards = match record.opening {
        Some(_) => panel.cards(&ctx)?,
        None => Vec::new(),
    };
    let opening = record.opening.as_ref();
    let list = record.sources.opening.as_deref();
    Ok(PanelStatusView {
        opened: status.opened.map(|at| at.to_string()),
        list: list.map_or_else(Vec::new, |list| twelve(Digest::of(list))),
        present: opening.map_or_else(Vec::new, |opening| opening.present.clone()),
        arrivals: status
            .arrivals
            .iter()
            .map(|line| arrival(record, line))
            .collect(),
        rows: status
            .grid
            .iter()
            .map(|row| grid_row(record, row, &columns))
            .collect(),
        conflicts: status
            .conflicts
            .iter()
            .map(|line| conflict(&seen, &status, line))
            .collect(),
        cards: cards
            .iter()
            .map(|card| PanelCard {
                who: who(&record.register, card.ticket.as_str()),
                words: twelve(card.fingerprint.digest),
                hex: card.fingerprint.digest.to_string(),
                confirmed: card.confirmed,
            })
            .collect(),
        columns,
    })
}

fn columns(status: &PanelStatus) -> Vec<PanelColumn> {
    let mut found: BTreeMap<&ApplicationId, PanelColumn> = status
        .enterprises
        .iter()
        .map(|(id, enterprise)| {
            let column = PanelColumn {
                application: id.to_string(),
                enterprise: enterprise.clone(),
                counts: 0,
                asked: 0,
            };
            (id, column)
        })
        .collect();
    let experts = status.grid.iter();
    let experts = experts.filter(|row| row.kind == TicketKind::Expert && !row.revoked);
    for (id, cell) in experts.flat_map(|row| &row.cells) {
        if let Some(column) = found.get_mut(id) {
            column.counts += u32::from(*cell == "counts");
            column.asked += u32::from(!matches!(*cell, "recused" | "replaced" | "withdrawn"));
        }
    }
    found.into_values().collect()
}

fn arrival(record: &Record, line: &ArrivalLine) -> PanelArrival {
    let reasons = line.reasons.iter();
    PanelArrival {
        number: line.number,
        bundle: line.bundle.to_string(),
        who: who(&record.register, line.ticket.as_str()),
        seq: line.seq,
        words: twelve(line.label),
        label: line.label.to_string(),
        late: line.late,
        state: line.state.to_owned(),
        reasons: reasons
            .map(|reason| both(|say| words::hold(reason, say)))
            .collect(),
        counts_for: count(line.counts_for.len()),
        at: line.at.to_string(),
        ruling: ruling_of(record, line.label).map(|ruling| PanelRuling {
            refused: ruling.refused,
            reason: ruling.reason.clone(),
            by: ruling.decided_by.join("; "),
            at: ruling.at.to_string(),
        }),
    }
}

fn ruling_of(record: &Record, label: Digest) -> Option<&Ruling> {
    record
        .acts
        .iter()
        .rev()
        .find_map(|act| match act.decision() {
            Act::Ruling(ruling) if ruling.bundle == label => Some(ruling),
            _ => None,
        })
}

fn grid_row(record: &Record, row: &GridRow, columns: &[PanelColumn]) -> PanelGridRow {
    let at = |id: &ApplicationId| {
        let found = columns.binary_search_by(|column| column.application.as_str().cmp(id.as_str()));
        found.ok().map(count)
    };
    let cells = row.cells.iter();
    PanelGridRow {
        who: who(&record.register, row.ticket.as_str()),
        revoked: row.revoked,
        bundles: count(row.bundles),
        cells: cells
            .filter_map(|(id, cell)| Some((at(id)?, (*cell).to_owned())))
            .collect(),
    }
}

fn conflict(seen: &Seen, status: &PanelStatus, line: &ConflictLine) -> PanelConflict {
    seen.evaluate(|evaluation| {
        let reviews = evaluation.pieces.reviews();
        let mut here = line.claims.iter().filter_map(|seal| reviews.get(seal));
        let base = here.find_map(|review| review.previous);
        let before = base.and_then(|seal| reviews.get(&seal).copied());
        let claim = |seal: &Digest| PanelClaim {
            seal: seal.to_string(),
            words: twelve(*seal),
            at: reviews.get(seal).map(|review| review.sealed_at.to_string()),
        };
        let enterprise = status.enterprises.get(&line.application);
        let differences = line.differences.iter();
        PanelConflict {
            who: who(&seen.record.register, line.ticket.as_str()),
            application: line.application.to_string(),
            enterprise: enterprise.cloned().unwrap_or_default(),
            seal: line.seal,
            kind: match line.kind {
                ConflictKind::Equivocation => "equivocation",
                ConflictKind::Fork => "fork",
            }
            .to_owned(),
            base: base.as_ref().map(claim),
            claims: line.claims.iter().map(claim).collect(),
            differences: differences
                .map(|one| difference(&seen.record, before, one))
                .collect(),
        }
    })
}

/// One difference, with what the earlier seal said of it.
fn difference(record: &Record, before: Option<&Review>, found: &Difference) -> PanelDifference {
    let names = Names::of(&record.scheme);
    let said = |one: &Option<_>| one.as_ref().map_or_else(String::new, judgement_text);
    let value = |one: &Option<_>| one.as_ref().map_or_else(String::new, written::value);
    let plain = || (String::new(), String::new(), String::new());
    let (about, (base, one, other)) = match found {
        Difference::Judgement {
            indicator,
            one,
            other,
        } => {
            let code = indicator.as_str();
            let marks = before.into_iter().flat_map(|review| &review.marks);
            let mut earlier = marks.filter(|mark| mark.indicator == *indicator);
            let base = earlier.next().map(|mark| mark.judgement.clone());
            let texts = (said(&base), said(one), said(other));
            (named(code, names.indicator(code)), texts)
        }
        Difference::Grounds { indicator } => {
            let code = indicator.as_str();
            (named(code, names.indicator(code)), plain())
        }
        Difference::Proposal { fact, one, other } => {
            let proposals = before.into_iter().flat_map(|review| &review.proposals);
            let mut earlier = proposals.filter(|proposal| proposal.fact == *fact);
            let base = earlier.next().map(|proposal| proposal.value.clone());
            let texts = (value(&base), value(one), value(other));
            (fact_name(&names, &written::fact(fact)), texts)
        }
        Difference::OpinionField { field } => {
            let mut fields = record.scheme.opinion.fields.iter();
            let known = fields.find(|one| one.code == *field);
            (named(field.as_str(), known.map(|one| &one.name)), plain())
        }
        Difference::Recommendation { one, other } => {
            let text = |one: &Option<RecommendationCode>| {
                one.as_ref().map_or_else(String::new, ToString::to_string)
            };
            let base = before.and_then(|review| review.opinion.recommendation.clone());
            let about = both(|say| say.say("panel-recommendation", &[]));
            (about, (text(&base), text(one), text(other)))
        }
    };
    PanelDifference {
        about,
        base,
        one,
        other,
    }
}

pub(in crate::desktop) fn panel_admit(
    session: &mut Session,
    request: PanelRule,
) -> Result<PanelStatusView> {
    session.correcting(request.correction.as_ref())?;
    let (panel, ctx) = session.panel_mut()?;
    panel.admit(&request.label, &request.reason, &ctx)?;
    panel_status(session, Nothing {})
}

pub(in crate::desktop) fn panel_keep_out(
    session: &mut Session,
    request: PanelRule,
) -> Result<PanelStatusView> {
    session.correcting(request.correction.as_ref())?;
    let (panel, ctx) = session.panel_mut()?;
    panel.keep_out(&request.label, &request.reason, &ctx)?;
    panel_status(session, Nothing {})
}

pub(in crate::desktop) fn panel_name_seal(
    session: &mut Session,
    request: PanelNameSeal,
) -> Result<PanelStatusView> {
    session.correcting(request.correction.as_ref())?;
    let (of, application) = (ticket(&request.ticket)?, id(&request.application)?);
    let seal = id(&request.seal)?;
    let (panel, ctx) = session.panel_mut()?;
    panel.name_seal(&of, &application, seal, &request.reason, &ctx)?;
    panel_status(session, Nothing {})
}

pub(in crate::desktop) fn panel_confirm_card(
    session: &mut Session,
    request: PanelConfirmCard,
) -> Result<PanelStatusView> {
    session.correcting(request.correction.as_ref())?;
    let of = ticket(&request.ticket)?;
    let (panel, ctx) = session.panel_mut()?;
    panel.confirm_card(&of, &request.fingerprint, &request.by, &ctx)?;
    panel_status(session, Nothing {})
}
