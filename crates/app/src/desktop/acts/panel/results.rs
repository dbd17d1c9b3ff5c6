//! The ranking with its cut line, and what changed since the panel looked last.
//!
//! Trap: what was seen last is kept in the chair's store; an observer changes nothing there, so
//! theirs is forgotten with the lock.

use std::collections::BTreeMap;

use hengping_core::id::ApplicationId;
use hengping_core::score::exact::PRINTED_DIGITS;
use hengping_core::score::outcome::Status;
use serde::{Deserialize, Serialize};

use super::{both, named};
use crate::desktop::acts::round::count;
use crate::desktop::session::Session;
use crate::desktop::wire::panel::results::*;
use crate::desktop::wire::start::Nothing;
use crate::error::{Refused, Result};
use crate::panel::{CorrectionLine, Effect, Names, Place, ResultLine, Results, Seen, words};

/// Name under which a store keeps what its panel looked at last.
const LOOKED: &str = "looked";
/// Digits of totals in the strip.
const SHOWN: u32 = 2;

/// What the panel looked at last.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Looked {
    at: String,
    places: BTreeMap<String, (Option<u32>, Option<String>)>,
}

pub(in crate::desktop) fn panel_results(session: &mut Session, _: Nothing) -> Result<PanelResults> {
    let ctx = session.context();
    let panel = session.panel()?;
    let seen = panel.seen_opened(&ctx)?;
    let results = panel.results(&ctx)?;
    let names = Names::of(&seen.record.scheme);
    let rows: Vec<PanelResultRow> = results
        .applications
        .iter()
        .map(|line| row(&seen, &results, &names, line))
        .collect();
    let ranked = rows.iter().take_while(|row| row.place.is_some());
    let ranked: Vec<bool> = ranked.map(|row| row.proposed).collect();
    let last = ranked.iter().rposition(|proposed| *proposed);
    let cut = last.filter(|at| at + 1 < ranked.len());
    let changes = looked(session)?.map(|looked| changes(&looked, &rows));
    Ok(PanelResults {
        method: results.method.to_owned(),
        scheme: format!("{} {}", results.scheme.id, results.scheme.version),
        selects: !results.selection.is_empty(),
        cut: cut.map(count),
        ties: results.ties.iter().map(|tie| ids(tie)).collect(),
        open_seats: results.open_seats,
        corrections: results.corrections.iter().map(correction).collect(),
        changes,
        rows,
    })
}

fn ids(ids: &[ApplicationId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}

/// One line of the results.
pub(super) fn row(
    seen: &Seen,
    results: &Results,
    names: &Names,
    line: &ResultLine,
) -> PanelResultRow {
    let selected = results.selection.iter();
    let selected = selected
        .clone()
        .find(|one| one.application == line.application);
    let grade = line.grade.as_deref();
    let (status, status_text) = status(&line.status);
    let spread = line.spread.as_ref();
    let other = line.other_method.as_ref();
    let mut notes: Vec<_> = line.notes.iter().map(said_note).collect();
    if let Some(items) = results.undecided_items.get(&line.application) {
        let items = items.join(" ");
        let params = || [("items", items.as_str().into())];
        notes.push(both(|say| say.say("panel-undecided-items", &params())));
    }
    PanelResultRow {
        application: line.application.to_string(),
        enterprise: line.enterprise.clone(),
        kind: line.enterprise_type.to_string(),
        unit: line
            .unit
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        place: line.place,
        place_in_kind: line.place_in_type,
        place_in_unit: line.place_in_unit,
        composite: line.composite.clone(),
        other_method: other.map(|other| {
            let params = || {
                [
                    ("method", other.method.as_str().into()),
                    ("composite", other.text.as_str().into()),
                ]
            };
            both(|say| say.say("panel-other-method", &params()))
        }),
        totals: totals(seen, &line.application),
        range: spread.map(|spread| spread.range.clone()),
        deviation: spread.map(|spread| spread.deviation.clone()),
        grade: grade.map(|code| named(code, names.grade(code))),
        status: status.to_owned(),
        status_text,
        reasons: reasons(&line.status),
        valid: line.experts.valid,
        asked: line.experts.asked,
        recused: line.experts.recused,
        absent: line.experts.absent,
        bonus: line.bonus.to_text(PRINTED_DIGITS),
        deductions: line.deductions.to_text(PRINTED_DIGITS),
        decided_by: line
            .decided_by
            .map(|by| both(|say| words::criterion(by, say))),
        proposed: selected.is_some_and(|one| one.proposed),
        fate: selected.map(|one| both(|say| words::fate(&one.fate, say))),
        notes,
    }
}

fn said_note(note: &hengping_core::score::Note) -> crate::desktop::wire::TextView {
    both(|say| say.phrase(&note.to_string()))
}

fn status(status: &Status) -> (&'static str, crate::desktop::wire::TextView) {
    let code = match status {
        Status::Ranked => "ranked",
        Status::Vetoed(_) => "vetoed",
        Status::BelowThreshold(_) => "below_threshold",
        Status::NotDecidable(_) => "not_decidable",
    };
    (code, both(|say| words::status(status, say).0))
}

fn reasons(status: &Status) -> Vec<crate::desktop::wire::TextView> {
    let many = words::status(
        status,
        &crate::messages::Catalogue::new(crate::Language::Zh),
    )
    .1;
    (0..many.len())
        .map(|at| {
            both(|say| {
                words::status(status, say)
                    .1
                    .get(at)
                    .cloned()
                    .unwrap_or_default()
            })
        })
        .collect()
}

/// Totals of the experts with complete marks, least first.
fn totals(seen: &Seen, id: &ApplicationId) -> Vec<String> {
    seen.evaluated(|outcome| {
        let one = outcome.application(id);
        let totals = one.into_iter().flat_map(|one| &one.totals);
        let mut totals: Vec<_> = totals.map(|total| total.total.clone()).collect();
        totals.sort();
        totals.iter().map(|total| total.to_fixed(SHOWN)).collect()
    })
}

fn correction(line: &CorrectionLine) -> PanelCorrection {
    PanelCorrection {
        ground: line.ground.slug().to_owned(),
        note: line.note.clone(),
        by: line.by.join("; "),
        at: line.at.to_string(),
        applications: line
            .changes
            .iter()
            .map(|change| change.application.to_string())
            .collect(),
    }
}

fn looked(session: &Session) -> Result<Option<Looked>> {
    if let Some(looked) = &session.looked {
        return Ok(Some(looked.clone()));
    }
    let kept = session.unlocked()?.kept(LOOKED)?;
    Ok(kept.and_then(|text| serde_json::from_str(&text).ok()))
}

fn changes(looked: &Looked, rows: &[PanelResultRow]) -> PanelChanges {
    let changed = rows.iter().filter_map(|row| {
        let before = looked.places.get(&row.application).cloned();
        let (place, composite) = before.unwrap_or((None, None));
        let is_same = place == row.place && composite == row.composite;
        (!is_same).then(|| PanelChange {
            application: row.application.clone(),
            enterprise: row.enterprise.clone(),
            before: PanelPlace { place, composite },
            after: PanelPlace {
                place: row.place,
                composite: row.composite.clone(),
            },
        })
    });
    PanelChanges {
        since: looked.at.clone(),
        rows: changed.collect(),
    }
}

/// What is shown now counts as looked at.
pub(in crate::desktop) fn panel_looked(session: &mut Session, _: Nothing) -> Result<PanelResults> {
    let results = panel_results(session, Nothing {})?;
    let places = results.rows.iter().map(|row| {
        let stands = (row.place, row.composite.clone());
        (row.application.clone(), stands)
    });
    let looked = Looked {
        at: session.context().now.to_string(),
        places: places.collect(),
    };
    if !session.unlocked()?.is_read_only() {
        let text = serde_json::to_string(&looked).map_err(|_| Refused::Internal)?;
        let (open, ctx) = session.unlocked_mut()?;
        open.keep((LOOKED, &text), "results-looked-at", ctx.now)?;
    }
    session.looked = Some(looked);
    panel_results(session, Nothing {})
}

/// Before and after, as the window shows it.
pub(super) fn effect(effect: &Effect) -> PanelEffect {
    PanelEffect {
        value_before: None,
        value_after: None,
        before: place(&effect.before),
        after: place(&effect.after),
    }
}

fn place(place: &Place) -> PanelPlace {
    PanelPlace {
        place: place.place,
        composite: place.composite.clone(),
    }
}
