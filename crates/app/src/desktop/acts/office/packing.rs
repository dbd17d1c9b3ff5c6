//! Packing and sticks.

use std::path::Path;

use hengping_core::id::{ApplicationId, TicketId};

use super::super::super::session::Session;
use super::super::super::views;
use super::super::super::wire::NoticeView;
use super::super::super::wire::office::packing::*;
use super::super::super::wire::start::Nothing;
use super::super::round::count;
use super::super::text;
use super::home::word;
use super::roster::files;
use crate::error::{Error, Refused, Result};
use crate::office::{IssueRequest, PackRequest, Packed, SupersedeRequest, TicketFile};

pub(in crate::desktop) fn office_plan(session: &mut Session, _: Nothing) -> Result<OfficePlan> {
    let office = session.office()?;
    let plan = office.size_plan()?;
    let round = office.round()?.round.id;
    let read = office.store.read();
    let experts = match office.assignment() {
        Ok(assignment) => assignment.loads.into_keys().collect(),
        Err(Error::Refused(Refused::NotAssigned)) => Vec::new(),
        Err(other) => return Err(other),
    };
    let mut coded = 0;
    for expert in &experts {
        coded += usize::from(office.on_roster(expert)?.card.is_empty());
    }
    let sticks = plan
        .sticks
        .iter()
        .map(|stick| (stick.gigabytes, stick.fits));
    Ok(OfficePlan {
        documents: count(plan.documents),
        bytes: plan.bytes,
        files: plan.files,
        sticks: sticks.collect(),
        experts: count(experts.len()),
        coded: count(coded),
        edition: read
            .packed()
            .of_round(&round)?
            .pop()
            .map_or(0, |row| row.seq),
    })
}

pub(in crate::desktop) fn office_pack(
    session: &mut Session,
    request: OfficePack,
) -> Result<OfficePacked> {
    let slips = request.slips.as_ref().map(|id| session.files.path(id));
    let wanted = PackRequest {
        out: session.files.path(&request.folder)?,
        panel: files(session, &request.panel)?,
        visit: files(session, &request.visit)?,
        due: None,
        declarations_first: request.declarations_first,
        slips: slips.transpose()?,
    };
    let (office, ctx) = session.office_mut()?;
    let packed = office.pack(&wanted, &ctx);
    session.progress_ends();
    view(session, packed?)
}

pub(in crate::desktop) fn office_supersede(
    session: &mut Session,
    request: OfficeSupersede,
) -> Result<OfficePacked> {
    let wanted = SupersedeRequest {
        out: session.files.path(&request.folder)?,
        due: None,
        lost: request.lost,
    };
    let (office, ctx) = session.office_mut()?;
    let packed = office.supersede(&wanted, &ctx);
    session.progress_ends();
    view(session, packed?)
}

fn view(session: &Session, packed: Packed) -> Result<OfficePacked> {
    let (first, _) = packed.files.first().ok_or(Refused::Internal)?;
    let files = packed.files.iter();
    Ok(OfficePacked {
        package: packed.package.to_string(),
        seq: packed.seq,
        digest: views::fingerprint(packed.digest.digest)?,
        first: session.files.offer(first),
        files: files.map(|(path, size)| (name_of(path), *size)).collect(),
        tickets: packed.tickets.iter().map(ticket).collect::<Result<_>>()?,
        slips: count(packed.slips.len()),
        practice: packed.practice,
    })
}

/// Name of a file without its folder.
pub(super) fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

/// A ticket that was written, as the window shows it.
pub(super) fn ticket(file: &TicketFile) -> Result<OfficeTicketFile> {
    Ok(OfficeTicketFile {
        ticket: file.ticket.to_string(),
        seq: file.seq,
        holder: file.holder.clone(),
        kind: word(&file.kind)?,
        applications: count(file.applications),
        name: name_of(&file.file),
    })
}

pub(in crate::desktop) fn office_sticks(
    session: &mut Session,
    request: OfficeSticks,
) -> Result<OfficeSticksDone> {
    let package = session.files.path(&request.package)?;
    let folders = request.sticks.iter().map(|id| session.files.path(id));
    let folders: Vec<_> = folders.collect::<Result<_>>()?;
    let done = session
        .office()?
        .copy_to_sticks(&package, &folders, &session.context());
    session.progress_ends();
    let rows = done?.into_iter().map(|stick| OfficeStick {
        files: count(stick.files),
        tickets: count(stick.tickets),
        refused: stick.refused.as_ref().map(NoticeView::of_notice),
    });
    Ok(OfficeSticksDone {
        rows: rows.collect(),
    })
}

pub(in crate::desktop) fn office_issue(
    session: &mut Session,
    request: OfficeIssue,
) -> Result<OfficeTickets> {
    let pair = |(ticket, application): &(String, String)| -> Result<(TicketId, ApplicationId)> {
        Ok((text::id(ticket)?, text::id(application)?))
    };
    let tickets = request.tickets.iter().map(|id| text::id(id));
    let wanted = IssueRequest {
        tickets: tickets.collect::<Result<_>>()?,
        recused: request.recused.iter().map(pair).collect::<Result<_>>()?,
        out: session.files.path(&request.folder)?,
    };
    let (office, ctx) = session.office_mut()?;
    let written = office.issue(&wanted, &ctx)?;
    Ok(OfficeTickets {
        tickets: written.iter().map(ticket).collect::<Result<_>>()?,
    })
}
