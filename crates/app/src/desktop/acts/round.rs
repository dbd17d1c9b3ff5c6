//! Import, pledge, conflicts, the list of applications.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hengping_core::id::{PackageId, UnitCode};
use hengping_core::panel::recusal::Ground;
use hengping_core::round::Unit;
use hengping_core::time::Instant;
use hengping_format::DocumentKind;
use hengping_format::envelope::Envelope;
use hengping_store::table::applications::AssignmentState;

use super::super::session::Session;
use super::super::unlocked::Unlocked;
use super::super::views;
use super::super::wire::TextView;
use super::super::wire::round::*;
use super::super::wire::start::{Nothing, OfferedFile};
use super::text;
use crate::clock;
use crate::delivery::pin_of;
use crate::error::{Refused, Result};
use crate::expert::{
    ApplicationState, Conflicts, Expert, ImportFiles, TicketFit, package_in, ticket_inside,
};
use crate::{files, trust};

/// Largest file that is looked into to tell what it is; packages are told by their first bytes.
const LOOKED_INTO: u64 = 16 * 1024 * 1024;

/// What was dropped, sorted.
#[derive(Default)]
pub(super) struct Sorted {
    pub(super) package: Option<(PathBuf, OfferedFile)>,
    pub(super) tickets: Vec<(PathBuf, OfferedFile)>,
    pub(super) root: Option<(PathBuf, OfferedFile)>,
    /// For a panel; to an expert one more file of no use.
    pub(super) register: Option<(PathBuf, OfferedFile)>,
    others: Vec<String>,
}

impl Sorted {
    pub(super) fn of(session: &Session, ids: &[String]) -> Result<Self> {
        let mut sorted = Self::default();
        for id in ids {
            let path = session.files.path(id)?;
            for file in files_in(&path) {
                sorted.add(session, &file);
            }
        }
        Ok(sorted)
    }

    fn add(&mut self, session: &Session, path: &Path) {
        let offered = session.files.offer(path);
        let place = match kind_of(path) {
            Some(Found::Package) => &mut self.package,
            Some(Found::Document(DocumentKind::Ticket)) => {
                self.tickets.push((path.to_owned(), offered));
                return;
            }
            Some(Found::Document(DocumentKind::Root)) => &mut self.root,
            Some(Found::Document(DocumentKind::Register)) => &mut self.register,
            _ => {
                self.others.push(offered.name);
                return;
            }
        };
        // Of several the first counts; the later volumes of a package are found beside it.
        match place {
            Some(_) => self.others.push(offered.name),
            None => *place = Some((path.to_owned(), offered)),
        }
    }
}

/// The file itself, or the files of a folder and of its folder `tickets`, by name.
pub(super) fn files_in(path: &Path) -> Vec<PathBuf> {
    if !path.is_dir() {
        return vec![path.to_owned()];
    }
    let listed = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
        entries
            .map(|entry| entry.path())
            .filter(|path| path.is_file())
            .collect()
    };
    let mut all = listed(path);
    all.extend(listed(&path.join("tickets")));
    all.sort();
    all
}

pub(super) enum Found {
    Package,
    Document(DocumentKind),
}

/// What a file claims to be; whether it is, its reader says.
pub(super) fn kind_of(path: &Path) -> Option<Found> {
    let mut first = [0_u8; 4];
    let mut file = std::fs::File::open(path).ok()?;
    std::io::Read::read_exact(&mut file, &mut first).ok()?;
    if first == *b"PK\x03\x04" {
        let is_first = path.extension().is_some_and(|extension| extension == "orp");
        return is_first.then_some(Found::Package);
    }
    if file.metadata().ok()?.len() > LOOKED_INTO {
        return None;
    }
    let bytes = std::fs::read(path).ok()?;
    let envelope = Envelope::read(&bytes, bytes.len()).ok()?;
    let known = DocumentKind::ALL.iter().copied();
    known
        .filter(|kind| kind.payload_type() == envelope.payload_type())
        .map(Found::Document)
        .next()
}

pub(in crate::desktop) fn inspect_import(
    session: &mut Session,
    request: InspectImport,
) -> Result<ImportPreview> {
    let sorted = Sorted::of(session, &request.files)?;
    let (path, package) = sorted.package.ok_or(Refused::NoPackageFile)?;
    let open = session.unlocked()?;
    let known = open.authority()?;
    let pin = match &sorted.root {
        Some((path, _)) => Some(pin_of(&files::read(path)?)?),
        None => None,
    };
    let meant = pin.or(known);
    let id = meant.and_then(|pin| package_in(&path, pin, &session.context()));
    let inside = ticket_inside(&path)?;
    let inside = inside.map(|bytes| fit_view(&open.fit_of(&bytes, id.as_ref())));
    let unknown = pin.filter(|pin| known.as_ref() != Some(pin));
    Ok(ImportPreview {
        package,
        tickets: offers(open, sorted.tickets, id.as_ref()),
        inside,
        root: sorted.root.map(|(_, file)| file),
        fingerprint: unknown.map(views::fingerprint).transpose()?,
        authority_known: known.is_some(),
        others: sorted.others,
    })
}

/// Tickets with whether they fit; the newest that fits comes first, what does not fit last.
fn offers(
    open: &Unlocked,
    tickets: Vec<(PathBuf, OfferedFile)>,
    package: Option<&PackageId>,
) -> Vec<TicketOffer> {
    let fit = |(path, file): (PathBuf, OfferedFile)| {
        let bytes = files::read(&path).unwrap_or_default();
        let fit = fit_view(&open.fit_of(&bytes, package));
        TicketOffer { file, fit }
    };
    let mut offers: Vec<TicketOffer> = tickets.into_iter().map(fit).collect();
    offers.sort_by_key(|offer| match &offer.fit {
        TicketFitView::Fits { seq, .. } => (0, u32::MAX - seq),
        TicketFitView::OtherPackage => (1, 0),
        TicketFitView::NotMine => (2, 0),
    });
    offers
}

/// The ticket that is meant where nobody is asked: the newest that fits.
pub(super) fn own_ticket(
    session: &Session,
    tickets: Vec<(PathBuf, OfferedFile)>,
) -> Result<Option<PathBuf>> {
    let offers = offers(session.unlocked()?, tickets, None);
    let first = offers
        .first()
        .map(|offer| session.files.path(&offer.file.id));
    first.transpose()
}

fn fit_view(fit: &TicketFit) -> TicketFitView {
    match fit {
        TicketFit::Fits(claim) => TicketFitView::Fits {
            ticket: claim.ticket.to_string(),
            seq: claim.seq,
        },
        TicketFit::OtherPackage => TicketFitView::OtherPackage,
        TicketFit::NotMine => TicketFitView::NotMine,
    }
}

pub(in crate::desktop) fn import(session: &mut Session, request: Import) -> Result<ImportReport> {
    let sorted = Sorted::of(session, &request.files)?;
    let (package, _) = sorted.package.ok_or(Refused::NoPackageFile)?;
    let known = trust::pin(&session.holder()?.store.read().meta()).ok();
    let root = sorted.root.map(|(path, _)| path);
    match (&root, known) {
        (None, None) => return Err(Refused::NoRootFile.into()),
        (Some(_), None) if !request.compared => {
            return Err(Refused::AuthorityNotCompared.into());
        }
        _ => {}
    }
    let ticket = request.ticket.map(|id| session.files.path(&id));
    let files = ImportFiles {
        package,
        ticket: ticket.transpose()?,
        root: root.clone().unwrap_or_default(),
    };
    // An earlier edition's evidence may go with this, so nobody may be reading it.
    session.read_again();
    let (expert, ctx) = session.holder_mut()?;
    let done = match root {
        Some(_) => expert.import(&files, &ctx),
        None => expert.import_known(&files, &ctx),
    };
    session.progress_ends();
    let done = done?;
    Ok(ImportReport {
        round: TextView::from(&done.round),
        signed_by: done.authority,
        digest: views::fingerprint(done.digest)?,
        applications: count(done.applications.len()),
        bytes: done.bytes,
        due: done.due.to_string(),
        not_carried: done
            .not_carried
            .iter()
            .map(|lost| (lost.application.to_string(), lost.indicator.to_string()))
            .collect(),
    })
}

/// How far the reading of evidence for search is.
pub(in crate::desktop) fn reading(session: &mut Session, _: Nothing) -> Result<ReadingView> {
    session.holder()?;
    let Some(reading) = &session.reading else {
        return Ok(ReadingView::nothing());
    };
    let examined = &reading.examined;
    let unreadable = examined.unreadable.iter();
    Ok(ReadingView {
        running: reading.is_running(),
        done: count(reading.done()),
        documents: count(reading.total),
        pages: examined.pages,
        pages_without_text: examined.pages_without_text,
        unreadable: unreadable
            .map(|it| {
                (
                    it.application.to_string(),
                    it.evidence.to_string(),
                    it.reason.clone(),
                )
            })
            .collect(),
        fault: reading.fault.clone(),
    })
}

pub(in crate::desktop) fn round(session: &mut Session, _: Nothing) -> Result<RoundView> {
    let expert = session.holder()?;
    let now = session.context().now;
    let desk = expert.desk()?;
    let round = &desk.package.round;
    let read = expert.store.read();
    let pledged = read.conflicts().pledge(&round.id)?;
    let doubtful = read
        .meta()
        .signed_time()?
        .is_some_and(|signed| now < signed);
    let last = match &pledged {
        Some(_) => last_place(expert)?,
        None => None,
    };
    Ok(RoundView {
        last,
        title: TextView::from(&round.title),
        time_zone: round.time_zone.clone(),
        due: desk.ticket.due.to_string(),
        days_left: (!doubtful).then(|| days_between(now, desk.ticket.due)),
        clock_doubtful: doubtful,
        pledged_at: pledged.map(|pledge| pledge.at.to_string()),
        shows_totals: true,
    })
}

fn days_between(now: Instant, due: Instant) -> i64 {
    due.seconds_since(now).div_euclid(24 * 3600)
}

pub(in crate::desktop) fn conflicts(session: &mut Session, _: Nothing) -> Result<ConflictTable> {
    table(session.expert()?)
}

fn table(expert: &Expert) -> Result<ConflictTable> {
    let found: Conflicts = expert.conflicts()?;
    let units = expert.desk()?.package.round.units;
    let grounds = Ground::ALL.into_iter().map(|ground| NamedView {
        code: ground.code().to_owned(),
        name: text::said(&format!("ground-{}", ground.code())),
    });
    let rows = found.rows.into_iter().map(|row| ConflictRow {
        application: row.application.to_string(),
        enterprise: row.enterprise.name,
        legal_representative: row.enterprise.legal_representative,
        group: row.enterprise.group,
        shareholders: row.enterprise.shareholders,
        unit: unit_name(&units, &row.enterprise.unit),
        assigned: row.assigned,
        recused: row.recused,
    });
    Ok(ConflictTable {
        pledged_at: found.pledged_at.map(|at| at.to_string()),
        grounds: grounds.collect(),
        rows: rows.collect(),
    })
}

/// The name of a recommending unit; its code where the round does not list it.
fn unit_name(units: &BTreeMap<UnitCode, Unit>, code: &UnitCode) -> String {
    let known = units.get(code);
    known.map_or_else(|| code.to_string(), |unit| unit.name.clone())
}

pub(in crate::desktop) fn recuse(session: &mut Session, request: Recuse) -> Result<ConflictTable> {
    let id = text::id(&request.application)?;
    session.pages.forget();
    session.read_again();
    let (expert, ctx) = session.expert_mut()?;
    expert.recuse(&id, &request.ground, &ctx)?;
    table(expert)
}

pub(in crate::desktop) fn pledge(session: &mut Session, _: Nothing) -> Result<ConflictTable> {
    let (expert, ctx) = session.expert_mut()?;
    expert.pledge(&ctx)?;
    session.read_again();
    table(session.expert()?)
}

pub(in crate::desktop) fn applications(
    session: &mut Session,
    _: Nothing,
) -> Result<ApplicationList> {
    let now = session.context().now;
    let expert = session.expert()?;
    let rows = rows(expert, now)?;
    let left = |row: &&ApplicationRow| matches!(row.state, WorkState::Untouched | WorkState::Open);
    let left = rows.iter().filter(left).count();
    let days = days_between(now, expert.desk()?.ticket.due).max(1);
    let doubtful = expert
        .store
        .read()
        .meta()
        .signed_time()?
        .is_some_and(|signed| now < signed);
    let needed = u32::try_from(left as u64)
        .ok()
        .map(|left| left.div_ceil(days.try_into().unwrap_or(1)));
    Ok(ApplicationList {
        rows,
        last: last_place(expert)?,
        needed_today: needed.filter(|needed| *needed > 0 && !doubtful),
    })
}

/// Where the expert stopped last; a recusal takes its place with it.
fn last_place(expert: &Expert) -> Result<Option<LastPlace>> {
    let last = expert.last_place()?;
    Ok(last.map(|row| LastPlace {
        application: row.key.application.to_string(),
        indicator: row.place.indicator.map(|leaf| leaf.to_string()),
        at: row.at.to_string(),
    }))
}

/// The rows of the list, in reading order, practice first.
pub(in crate::desktop) fn rows(expert: &Expert, now: Instant) -> Result<Vec<ApplicationRow>> {
    let desk = expert.pledged_desk()?;
    let zone = clock::TimeZoneName::of(&desk.package.round);
    let today = clock::day_in_round(now, &zone);
    let listed = expert.list()?;
    let known = expert
        .store
        .read()
        .applications()
        .of_round(&desk.package.round.id)?;
    let mut rows = Vec::new();
    for stored in &known {
        let id = &stored.key.application;
        let entry = listed.iter().find(|entry| entry.application == *id);
        let touched = match stored.state {
            AssignmentState::Recused => None,
            _ => touched_at(expert, &stored.key)?,
        };
        let body = stored.body.as_ref();
        let kind = body.and_then(|body| desk.scheme.enterprise_type(&body.enterprise_type));
        let state = match (stored.state, entry.map(|entry| entry.state)) {
            (AssignmentState::Practice, _) => WorkState::Practice,
            (AssignmentState::Recused, _) | (_, Some(ApplicationState::Recused)) => {
                WorkState::Recused
            }
            (AssignmentState::Withdrawn, _) => WorkState::Withdrawn,
            (_, Some(ApplicationState::Sealed)) => WorkState::Sealed,
            (_, Some(ApplicationState::Complete)) => WorkState::Complete,
            (_, Some(ApplicationState::Open)) => WorkState::Open,
            (_, _) => WorkState::Untouched,
        };
        let done = matches!(state, WorkState::Sealed | WorkState::Complete);
        rows.push(ApplicationRow {
            application: id.to_string(),
            number: stored.position,
            enterprise: body.map_or_else(String::new, |body| body.enterprise.name.clone()),
            kind: kind.map_or_else(TextView::empty, |kind| TextView::from(&kind.name)),
            unit: body.map_or_else(String::new, |body| {
                unit_name(&desk.package.round.units, &body.enterprise.unit)
            }),
            state,
            marked: entry.map_or(0, |entry| count(entry.marked)),
            asked: entry.map_or(0, |entry| count(entry.asked)),
            missing: entry.map_or(0, |entry| count(entry.missing)),
            today: done && touched.is_some_and(|at| clock::day_in_round(at, &zone) == today),
            touched_at: touched.map(|at| at.to_string()),
        });
    }
    rows.sort_by_key(|row| (row.state != WorkState::Practice, row.number));
    Ok(rows)
}

/// When a mark or a seal of the application was last made.
fn touched_at(
    expert: &Expert,
    key: &hengping_store::table::applications::ApplicationRef,
) -> Result<Option<Instant>> {
    let read = expert.store.read();
    let marks = read.marks().of(key)?.into_iter().map(|row| row.at).max();
    let seal = read.seals().last(key)?.map(|seal| seal.at);
    Ok(marks.max(seal))
}

pub(in crate::desktop) fn count(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
