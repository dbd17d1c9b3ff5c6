//! The desk of one application: cards, marks, notes, places, the way back.

use hengping_core::application::{EvidenceItem, Media};
use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::scheme::Scheme;
use hengping_store::table::changes::Direction;
use hengping_store::table::places::{Place, PlaceRow};
use hengping_store::table::seen::SeenPage;

use super::super::leaf_views as leaf;
use super::super::session::Session;
use super::super::wire::TextView;
use super::super::wire::desk::*;
use super::super::wire::round::{NamedView, OfApplication, WorkState};
use super::super::wire::start::Nothing;
use super::round::count;
use super::text::id;
use crate::error::Result;
use crate::expert::{ApplicationOnDesk, Card, OwnMark};

pub(in crate::desktop) fn open_application(
    session: &mut Session,
    request: OfApplication,
) -> Result<ApplicationView> {
    let application: ApplicationId = id(&request.application)?;
    let open = session.expert()?.open_application(&application)?;
    let kind = open.scheme.enterprise_type(&open.body.enterprise_type);
    let items = open.body.evidence.iter();
    Ok(ApplicationView {
        application: request.application,
        number: open.number,
        enterprise: open.body.enterprise.name.clone(),
        kind: kind.map_or_else(TextView::empty, |kind| TextView::from(&kind.name)),
        unit: open.unit.clone(),
        state: state(&open),
        sections: sections(&open),
        evidence: items.map(|item| evidence(item, &open.seen)).collect(),
        missing_evidence: missing_evidence(&open),
        facts: FactsLine {
            leaves: count(open.computed),
            points: leaf::decimal(open.computed_points),
            read: open.facts_read,
            doubts: count(open.doubts),
        },
        place: place(open.place.as_ref()),
        progress: leaf::progress(open.progress),
        material_version: open.body.material_version,
    })
}

fn state(open: &ApplicationOnDesk) -> WorkState {
    match (open.progress.marked, open.progress.missing) {
        _ if open.practice => WorkState::Practice,
        _ if open.withdrawn => WorkState::Withdrawn,
        _ if open.sealed => WorkState::Sealed,
        (_, 0) => WorkState::Complete,
        (0, _) => WorkState::Untouched,
        _ => WorkState::Open,
    }
}

/// First-level indicators with leaves that the expert marks.
fn sections(open: &ApplicationOnDesk) -> Vec<RailSection> {
    let sections = open.scheme.tree.iter().map(|top| {
        let below = |code: &IndicatorCode| top.walk().any(|indicator| indicator.code == *code);
        let leaves = open.leaves.iter().filter(|state| below(&state.indicator));
        RailSection {
            code: top.code.to_string(),
            name: TextView::from(&top.name),
            leaves: leaves
                .map(|state| leaf::rail_leaf(&open.scheme, state))
                .collect(),
        }
    });
    sections
        .filter(|section| !section.leaves.is_empty())
        .collect()
}

fn evidence(item: &EvidenceItem, seen: &[SeenPage]) -> EvidenceView {
    let mine = seen.iter().filter(|page| {
        let range = item.pages;
        page.document == item.digest
            && range.is_none_or(|range| (range.first..=range.last).contains(&page.page))
    });
    EvidenceView {
        code: item.code.to_string(),
        title: item.title.clone(),
        document: item.digest.to_string(),
        pages: item.pages.map(|range| (range.first, range.last)),
        bytes: item.size,
        media: match item.media {
            Media::Pdf => "pdf",
            Media::Jpeg => "jpeg",
            Media::Png => "png",
        }
        .to_owned(),
        seen: mine.map(|page| page.page).collect(),
    }
}

/// Evidence that some leaf requires and the application does not have, in catalogue order.
fn missing_evidence(open: &ApplicationOnDesk) -> Vec<NamedView> {
    let leaves = open.scheme.leaves();
    let missing = open.scheme.evidence.iter().filter(|kind| {
        let required = kind.required
            || leaves
                .iter()
                .any(|at| at.leaf.evidence.contains(&kind.code));
        required && !open.body.evidence.iter().any(|item| item.code == kind.code)
    });
    missing
        .map(|kind| leaf::named(&kind.code, &kind.name))
        .collect()
}

fn place(row: Option<&PlaceRow>) -> PlaceView {
    let empty = Place {
        page: 1,
        ..Place::default()
    };
    let place = row.map_or(&empty, |row| &row.place);
    PlaceView {
        indicator: place.indicator.as_ref().map(ToString::to_string),
        tabs: place.tabs.iter().map(ToString::to_string).collect(),
        evidence: place.evidence.as_ref().map(ToString::to_string),
        page: place.page,
        layout: place.layout.clone(),
        at: row.map(|row| row.at.to_string()),
    }
}

pub(in crate::desktop) fn leaf_card(session: &mut Session, request: OfLeaf) -> Result<LeafCard> {
    let (application, indicator) = (id(&request.application)?, id(&request.indicator)?);
    let card = session.expert()?.card(&application, &indicator)?;
    let scheme = &card.scheme;
    let unknown = || crate::error::Refused::UnknownIndicator {
        indicator: request.indicator.clone(),
    };
    let at = scheme.leaf(&indicator).ok_or_else(unknown)?;
    let kind = &card.body.enterprise_type;
    Ok(LeafCard {
        name: TextView::from(&at.indicator.name),
        path: path(scheme, &indicator),
        points: leaf::decimal(at.indicator.points.of(kind)),
        note: TextView::from(&at.leaf.note),
        way: leaf::way(scheme, at, kind),
        evidence: leaf::evidence(&card.evidence),
        claims: leaf::claims(&card.claims),
        mark: card.mark.as_ref().map(|row| leaf::mark(scheme, row)),
        draft: card.draft.comment.clone(),
        private_note: card.note.clone(),
        own: card.own.iter().map(|own| own_mark(scheme, own)).collect(),
        history: history(&card),
        turned_over: card.turned_over.clone(),
        sealed: card.sealed,
        indicator: request.indicator,
    })
}

/// Names of the indicators above a leaf, the first level first.
fn path(scheme: &Scheme, indicator: &IndicatorCode) -> Vec<TextView> {
    let mut names = Vec::new();
    let mut level = scheme.tree.as_slice();
    while let Some(above) = level.iter().find(|above| {
        above.code != *indicator && above.walk().any(|below| below.code == *indicator)
    }) {
        names.push(TextView::from(&above.name));
        level = above.children();
    }
    names
}

fn own_mark(scheme: &Scheme, own: &OwnMark) -> super::super::wire::desk::OwnMark {
    let mark = &own.row.mark;
    super::super::wire::desk::OwnMark {
        application: own.application.to_string(),
        number: own.number,
        enterprise: own.enterprise.clone(),
        judgement: leaf::judgement(scheme, &mark.indicator, &mark.judgement),
        citation: mark.citations.first().map(ToString::to_string),
        at: own.row.at.to_string(),
    }
}

fn history(card: &Card) -> Vec<MarkChange> {
    let view = |judgement: &_| leaf::judgement(&card.scheme, &card.indicator, judgement);
    let changes = card.history.iter().map(|(at, judgement)| MarkChange {
        at: at.to_string(),
        judgement: judgement.as_ref().map(view),
    });
    changes.collect()
}

pub(in crate::desktop) fn save_mark(session: &mut Session, request: SaveMark) -> Result<Saved> {
    let (application, indicator) = (id(&request.application)?, id(&request.indicator)?);
    let judgement = request.judgement.as_ref();
    let judgement = judgement.map(|view| leaf::read_judgement(&indicator, view));
    let judgement = judgement.transpose()?;
    let (expert, ctx) = session.expert_mut()?;
    expert.save_judgement(&application, &indicator, judgement, &ctx)?;
    saved(session, &application, Some(&indicator))
}

pub(in crate::desktop) fn save_comment(
    session: &mut Session,
    request: SaveComment,
) -> Result<Saved> {
    let (application, indicator) = (id(&request.application)?, id(&request.indicator)?);
    let (expert, ctx) = session.expert_mut()?;
    expert.save_comment(&application, &indicator, &request.comment, &ctx)?;
    saved(session, &application, Some(&indicator))
}

pub(in crate::desktop) fn save_note(session: &mut Session, request: SaveNote) -> Result<Saved> {
    let application = id(&request.application)?;
    let indicator = request.indicator.as_deref().map(id).transpose()?;
    let (expert, ctx) = session.expert_mut()?;
    expert.save_note(&application, indicator.as_ref(), &request.note, &ctx)?;
    saved(session, &application, indicator.as_ref())
}

/// What every change answers: the leaf as it is now, the progress, the way back.
pub(in crate::desktop) fn saved(
    session: &Session,
    application: &ApplicationId,
    indicator: Option<&IndicatorCode>,
) -> Result<Saved> {
    let expert = session.expert()?;
    let scheme = expert.pledged_desk()?.scheme;
    let state = indicator.map(|indicator| expert.leaf_state(application, indicator));
    let state = state.transpose()?.flatten();
    let way_back = expert.way_back()?;
    Ok(Saved {
        at: session.context().now.to_string(),
        leaf: state.map(|state| leaf::rail_leaf(&scheme, &state)),
        progress: leaf::progress(expert.progress(application)?),
        undo: way_back.undo.map(|kind| kind.as_str().to_owned()),
        redo: way_back.redo.map(|kind| kind.as_str().to_owned()),
    })
}

pub(in crate::desktop) fn save_place(session: &mut Session, request: SavePlace) -> Result<Nothing> {
    let application = id(&request.application)?;
    let view = request.place;
    let tabs = view.tabs.iter().map(|tab| id(tab));
    let place = Place {
        indicator: view.indicator.as_deref().map(id).transpose()?,
        tabs: tabs.collect::<Result<_>>()?,
        evidence: view.evidence.as_deref().map(id).transpose()?,
        page: view.page,
        layout: view.layout,
    };
    let (expert, ctx) = session.expert_quietly()?;
    if !expert.is_read_only() {
        expert.save_place(&application, &place, &ctx)?;
    }
    Ok(Nothing {})
}

pub(in crate::desktop) fn pages_seen(session: &mut Session, request: PagesSeen) -> Result<Nothing> {
    let (application, document) = (id(&request.application)?, id(&request.document)?);
    let (expert, _) = session.expert_quietly()?;
    if !expert.is_read_only() {
        expert.pages_seen(&application, document, &request.pages)?;
    }
    Ok(Nothing {})
}

pub(in crate::desktop) fn undo(session: &mut Session, _: Nothing) -> Result<Undone> {
    turn(session, Direction::Undo)
}

pub(in crate::desktop) fn redo(session: &mut Session, _: Nothing) -> Result<Undone> {
    turn(session, Direction::Redo)
}

fn turn(session: &mut Session, direction: Direction) -> Result<Undone> {
    let (expert, ctx) = session.expert_mut()?;
    let turned = expert.turn(direction, &ctx)?;
    Ok(Undone {
        saved: saved(session, &turned.application, turned.indicator.as_ref())?,
        application: turned.application.to_string(),
        indicator: turned.indicator.map(|leaf| leaf.to_string()),
        field: turned.field.map(|field| field.to_string()),
    })
}
