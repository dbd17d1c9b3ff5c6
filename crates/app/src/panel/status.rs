//! Where the panel stands: what came, what counts, what is held and why, who is missing.

use std::collections::{BTreeMap, BTreeSet};

use hengping_core::id::{ApplicationId, BundleId, Digest, RoundId, TicketId};
use hengping_core::merge::difference::{Difference, differences};
use hengping_core::merge::{
    Absence, BundleStatus, ConflictKind, Gap, Hold, Merged, Pieces, Recused, Standing,
};
use hengping_core::panel::recusal::Ground;
use hengping_core::text::Text;
use hengping_core::time::Instant;
use hengping_format::doc::TicketKind;
use hengping_store::table::arrivals::ArrivalRow;
use serde::Serialize;

use super::Panel;
use super::record::Record;
use crate::clock::TimeZoneName;
use crate::context::Context;
use crate::error::Result;

/// Where the panel stands.
#[derive(Debug, Serialize)]
pub struct PanelStatus {
    /// The round.
    pub round: RoundId,
    /// Its title.
    pub title: Text,
    /// Number of the register.
    pub register: u32,
    /// The time zone in which instants are read.
    pub time_zone: TimeZoneName,
    /// When the list was frozen and the bundles opened.
    pub opened: Option<Instant>,
    /// Bundles from which something counts.
    pub accepted: usize,
    /// Bundles whose content a later one replaces.
    pub superseded: usize,
    /// Bundles that repeat another one.
    pub duplicates: usize,
    /// Bundles that wait for somebody's word.
    pub held: usize,
    /// The arrivals, by number.
    pub arrivals: Vec<ArrivalLine>,
    /// Enterprises by application.
    pub enterprises: BTreeMap<ApplicationId, String>,
    /// Per ticket, what stands for each of its applications.
    pub grid: Vec<GridRow>,
    /// What is expected and is not here.
    pub missing: Vec<Missing>,
    /// Who has recused themselves from what.
    pub recusals: Vec<RecusalLine>,
    /// Seals that contradict each other.
    pub conflicts: Vec<ConflictLine>,
    /// Earlier hand-ins and seals that later ones speak of and that never came.
    pub gaps: BTreeSet<Gap>,
}

/// One arrival.
#[derive(Debug, Serialize)]
pub struct ArrivalLine {
    /// Its number.
    pub number: u32,
    /// The bundle.
    pub bundle: BundleId,
    /// Its ticket.
    pub ticket: TicketId,
    /// Its number under the ticket.
    pub seq: u32,
    /// What it is known by.
    pub label: Digest,
    /// Whether it came after the opening.
    pub late: bool,
    /// `closed`, `accepted`, `superseded`, `replaced`, `duplicate`, `held` or `unreadable`.
    pub state: &'static str,
    /// Why it is held.
    pub reasons: Vec<String>,
    /// Applications it counts for.
    pub counts_for: Vec<ApplicationId>,
    /// When it came.
    pub at: Instant,
}

/// One row of the grid.
#[derive(Debug, Serialize)]
pub struct GridRow {
    /// The ticket.
    pub ticket: TicketId,
    /// Whom it is for.
    pub kind: TicketKind,
    /// Whether it was revoked.
    pub revoked: bool,
    /// Bundles that came under it.
    pub bundles: usize,
    /// `counts`, `withdrawn`, `recused`, `replaced`, `conflicting`, `held`, `not_done` or
    /// `not_handed_in`, by application.
    pub cells: BTreeMap<ApplicationId, &'static str>,
}

/// A recusal.
#[derive(Debug, Serialize)]
pub struct RecusalLine {
    /// The ticket.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
    /// The ground.
    pub ground: Ground,
}

/// Something that is expected.
#[derive(Debug, Serialize)]
pub struct Missing {
    /// The ticket.
    pub ticket: TicketId,
    /// The applications; all of the ticket before the opening.
    pub applications: Vec<ApplicationId>,
}

/// Seals of one ticket and application that contradict each other.
#[derive(Debug, Serialize)]
pub struct ConflictLine {
    /// The ticket.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
    /// Number of the seal they claim.
    pub seal: u32,
    /// Whether one history contradicts itself or two exist.
    pub kind: ConflictKind,
    /// The seals.
    pub claims: BTreeSet<Digest>,
    /// What the first two that are here say differently.
    pub differences: Vec<Difference>,
}

impl Panel {
    /// Where the panel stands.
    ///
    /// # Errors
    /// When nothing was imported.
    pub fn status(&self, ctx: &Context) -> Result<PanelStatus> {
        let seen = self.seen(ctx)?;
        let record = &seen.record;
        let arrivals = self.store.read().arrivals().all()?;
        Ok(seen.evaluate(|evaluation| {
            let (merged, pieces) = (evaluation.merged, evaluation.pieces);
            let lines: Vec<ArrivalLine> = arrivals
                .iter()
                .map(|row| arrival_line(row, merged, pieces))
                .collect();
            let count = |state: &str| lines.iter().filter(|line| line.state == state).count();
            let grid = grid(record, merged, &arrivals);
            PanelStatus {
                round: record.sources.round.id.clone(),
                title: record.sources.round.title.clone(),
                register: record.register.number,
                time_zone: TimeZoneName::of(&record.sources.round),
                opened: record.opening.as_ref().map(|opening| opening.at),
                accepted: count("accepted"),
                superseded: count("superseded"),
                duplicates: count("duplicate"),
                held: count("held") + count("unreadable"),
                missing: missing(&grid, record.opening.is_some()),
                enterprises: enterprises(record),
                grid,
                recusals: recusals(record),
                conflicts: conflicts(merged, pieces),
                gaps: merged.gaps.clone(),
                arrivals: lines,
            }
        }))
    }
}

fn arrival_line(row: &ArrivalRow, merged: &Merged, pieces: &Pieces) -> ArrivalLine {
    let state = merged.bundles.get(&row.label);
    let (name, reasons) = match (state.map(|state| &state.status), &row.held) {
        (Some(BundleStatus::Accepted), _) => ("accepted", Vec::new()),
        (Some(BundleStatus::Superseded { .. }), _) => ("superseded", Vec::new()),
        (Some(BundleStatus::TicketReplaced { .. }), _) => ("replaced", Vec::new()),
        (Some(BundleStatus::Duplicate { .. }), _) => ("duplicate", Vec::new()),
        (Some(BundleStatus::Held(holds)), _) => ("held", holds.iter().map(hold_name).collect()),
        (None, Some(reason)) => ("unreadable", vec![reason.clone()]),
        // Closed after an opening: it came late, and waits for holders and a ruling.
        (None, None) if pieces.opening.is_some() => ("held", vec![unopened(row, pieces)]),
        (None, None) => ("closed", Vec::new()),
    };
    ArrivalLine {
        number: row.number,
        bundle: row.bundle.clone(),
        ticket: row.ticket.clone(),
        seq: row.seq,
        label: row.label,
        late: row.late,
        state: name,
        reasons,
        counts_for: state
            .map(|state| state.counted.keys().cloned().collect())
            .unwrap_or_default(),
        at: row.at,
    }
}

fn unopened(row: &ArrivalRow, pieces: &Pieces) -> String {
    let ruling = pieces
        .rulings
        .iter()
        .rfind(|ruling| ruling.bundle == row.label);
    let hold = match ruling {
        Some(ruling) if ruling.refused => Hold::Refused,
        _ => Hold::Late,
    };
    hold_name(&hold)
}

/// A reason with what it is about.
fn hold_name(hold: &Hold) -> String {
    match hold {
        Hold::UnknownPackage => "unknown-package".to_owned(),
        Hold::UnknownTicket => "unknown-ticket".to_owned(),
        Hold::WrongKind => "wrong-kind".to_owned(),
        Hold::UnconfirmedKey => "unconfirmed-key".to_owned(),
        Hold::ForeignKey => "foreign-key".to_owned(),
        Hold::TicketRevoked => "ticket-revoked".to_owned(),
        Hold::Late => "late".to_owned(),
        Hold::Refused => "refused".to_owned(),
        Hold::LogBroken => "log-broken".to_owned(),
        Hold::ForeignDocument { .. } => "foreign-document".to_owned(),
        Hold::Incoherent { .. } => "incoherent".to_owned(),
        Hold::UnknownScheme { .. } => "unknown-scheme".to_owned(),
        Hold::Unassigned { application } => format!("unassigned {application}"),
        Hold::Equivocation { application } => format!("equivocation {application}"),
        Hold::Fork { application } => format!("fork {application}"),
    }
}

fn enterprises(record: &Record) -> BTreeMap<ApplicationId, String> {
    let applications = record.applications().iter();
    applications
        .map(|(id, body)| (id.clone(), body.enterprise.name.clone()))
        .collect()
}

fn grid(record: &Record, merged: &Merged, arrivals: &[ArrivalRow]) -> Vec<GridRow> {
    let marked = |kind| matches!(kind, TicketKind::Expert | TicketKind::Visit);
    let tickets = record
        .register
        .tickets
        .iter()
        .filter(|ticket| marked(ticket.kind));
    tickets
        .map(|ticket| {
            let row = merged.standings.get(&ticket.ticket);
            let cells = row.into_iter().flatten();
            GridRow {
                ticket: ticket.ticket.clone(),
                kind: ticket.kind,
                revoked: ticket.revoked,
                bundles: arrivals
                    .iter()
                    .filter(|row| row.ticket == ticket.ticket)
                    .count(),
                cells: cells
                    .map(|(id, standing)| (id.clone(), cell(standing)))
                    .collect(),
            }
        })
        .collect()
}

/// What stands in a cell of the grid.
pub(crate) fn cell(standing: &Standing) -> &'static str {
    match standing {
        Standing::Counts(_) => "counts",
        Standing::Absent(Absence::Withdrawn { .. }) => "withdrawn",
        Standing::Absent(Absence::Recused { .. }) => "recused",
        Standing::Absent(Absence::Replaced { .. }) => "replaced",
        Standing::Absent(Absence::Conflicting(_)) => "conflicting",
        Standing::Absent(Absence::Held { .. }) => "held",
        Standing::Absent(Absence::NotDone) => "not_done",
        Standing::Absent(Absence::NotHandedIn) => "not_handed_in",
    }
}

/// Experts' tickets of which something is expected. Visits are made where they are wanted.
fn missing(grid: &[GridRow], is_open: bool) -> Vec<Missing> {
    let experts = grid
        .iter()
        .filter(|row| row.kind == TicketKind::Expert && !row.revoked);
    experts
        .filter(|row| is_open || row.bundles == 0)
        .map(|row| {
            let cells = row.cells.iter();
            let open = cells.filter(|(_, cell)| matches!(**cell, "not_done" | "not_handed_in"));
            Missing {
                ticket: row.ticket.clone(),
                applications: open.map(|(id, _)| id.clone()).collect(),
            }
        })
        .filter(|missing| !missing.applications.is_empty())
        .collect()
}

fn recusals(record: &Record) -> Vec<RecusalLine> {
    let recusals = record.recusals().into_iter();
    let line = |(recused, ground): (Recused, Ground)| RecusalLine {
        ticket: recused.ticket,
        application: recused.application,
        ground,
    };
    recusals.map(line).collect()
}

fn conflicts(merged: &Merged, pieces: &Pieces) -> Vec<ConflictLine> {
    let reviews = pieces.reviews();
    let mut lines = Vec::new();
    for (ticket, row) in &merged.standings {
        for (application, standing) in row {
            let Standing::Absent(Absence::Conflicting(conflicts)) = standing else {
                continue;
            };
            for conflict in conflicts {
                let mut here = conflict
                    .claims
                    .iter()
                    .filter_map(|digest| reviews.get(digest));
                let pair = here.next().zip(here.next());
                lines.push(ConflictLine {
                    ticket: ticket.clone(),
                    application: application.clone(),
                    seal: conflict.seal,
                    kind: conflict.kind,
                    claims: conflict.claims.clone(),
                    differences: pair
                        .map(|(one, two)| differences(one, two))
                        .unwrap_or_default(),
                });
            }
        }
    }
    lines
}
