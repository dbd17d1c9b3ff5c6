//! What is out and what came back; the registration desk; letters; the log.

use hengping_core::id::{TicketId, UnitCode};

use super::super::super::session::Session;
use super::super::super::views;
use super::super::super::wire::NoticeView;
use super::super::super::wire::office::OfficeFile;
use super::super::super::wire::office::board::*;
use super::super::super::wire::office::packing::OfficeTicketFile;
use super::super::super::wire::office::people::OfficeRefusedFile;
use super::super::super::wire::start::Nothing;
use super::super::round::count;
use super::super::text;
use super::home::of_word;
use super::materials::finding;
use super::packing::{name_of, ticket};
use super::roster::files;
use crate::context::Context;
use crate::error::Result;
use crate::office::{HandStep, Handed, Office};

pub(in crate::desktop) fn office_board(session: &mut Session, _: Nothing) -> Result<OfficeBoard> {
    board(session.office()?, &session.context())
}

fn board(office: &Office, ctx: &Context) -> Result<OfficeBoard> {
    let status = office.status(ctx)?;
    let row = |line: crate::office::HandoutLine| {
        let known = status.tickets.iter().find(|one| one.ticket == line.ticket);
        OfficeTicket {
            ticket: line.ticket.to_string(),
            seq: line.seq,
            holder: line.holder,
            kind: line.kind.to_owned(),
            applications: known.map_or(0, |one| count(one.applications)),
            handed_out: line.handed_out.map(handed),
            acknowledged: line.acknowledged.map(handed),
            returned: line.returned.map(handed),
            bundles: count(line.bundles),
            receipts: known.map_or(0, |one| count(one.receipts)),
            revoked: line.revoked.map(|at| at.to_string()),
            days_left: known.map_or(0, |one| one.days_left),
        }
    };
    Ok(OfficeBoard {
        rows: office.handouts()?.into_iter().map(row).collect(),
    })
}

fn handed(step: Handed) -> OfficeHanded {
    OfficeHanded {
        at: step.at.to_string(),
        way: step.way,
        by: step.by,
    }
}

pub(in crate::desktop) fn office_hand_out(
    session: &mut Session,
    request: OfficeHandOut,
) -> Result<OfficeBoard> {
    let id: TicketId = text::id(&request.ticket)?;
    let step: HandStep = match request.step.as_str() {
        "acknowledged" => HandStep::Acknowledged,
        "returned" => HandStep::Returned,
        _ => HandStep::HandedOut,
    };
    let (office, ctx) = session.office_mut()?;
    office.hand_out(&id, step, (&request.way, &request.by), &ctx)?;
    board(office, &ctx)
}

pub(in crate::desktop) fn office_receive(
    session: &mut Session,
    request: OfficeReceive,
) -> Result<OfficeReceived> {
    let bundles = files(session, &request.files)?;
    let out = session.files.path(&request.folder)?;
    let (office, ctx) = session.office_mut()?;
    let received = office.receive(&bundles, &out, &ctx)?;
    let receipt = |made: &crate::office::ReceiptMade| OfficeReceipt {
        ticket: made.ticket.to_string(),
        number: made.number,
        known: made.known,
        name: name_of(&made.file),
    };
    let refused = |one: &crate::office::RefusedFile| OfficeRefusedFile {
        name: name_of(&one.file),
        notice: NoticeView::of_notice(&one.notice),
    };
    Ok(OfficeReceived {
        receipts: received.receipts.iter().map(receipt).collect(),
        refused: received.refused.iter().map(refused).collect(),
    })
}

pub(in crate::desktop) fn office_replace(
    session: &mut Session,
    request: OfficeReplace,
) -> Result<OfficeTicketFile> {
    let id: TicketId = text::id(&request.ticket)?;
    let card = session.files.path(&request.card)?;
    let out = session.files.path(&request.folder)?;
    let (office, ctx) = session.office_mut()?;
    ticket(&office.replace_ticket(&id, &card, &out, &ctx)?)
}

pub(in crate::desktop) fn office_look_at_card(
    session: &mut Session,
    request: OfficeFile,
) -> Result<OfficeAtDesk> {
    let card = session.files.path(&request.file)?;
    let there = session.office()?.look_at_card(&card)?;
    Ok(OfficeAtDesk {
        fingerprint: views::fingerprint(there.fingerprint.digest)?,
        name: there.name,
        unit: there.unit,
        confirmed: there.confirmed,
        ticket: there.ticket.map(|id| id.to_string()),
        applications: count(there.applications),
        handed_out: there.handed_out,
    })
}

pub(in crate::desktop) fn office_check_in(
    session: &mut Session,
    request: OfficeCheckIn,
) -> Result<OfficeTicketFile> {
    let card = session.files.path(&request.card)?;
    let out = session.files.path(&request.folder)?;
    let (office, ctx) = session.office_mut()?;
    let who = (request.compared, request.by.as_str());
    ticket(&office.check_in(&card, who, &out, &ctx)?.ticket)
}

pub(in crate::desktop) fn office_letters(
    session: &mut Session,
    _: Nothing,
) -> Result<OfficeLetters> {
    let letters = session.office()?.letters(&session.context());
    session.progress_ends();
    let row = |letter: crate::office::Letter| {
        Ok(OfficeLetter {
            unit: letter.unit.to_string(),
            name: letter.name,
            findings: letter.findings.iter().map(finding).collect::<Result<_>>()?,
            asked: letter.asked.map(|at| at.to_string()),
            answered: letter.answered.map(|at| at.to_string()),
        })
    };
    Ok(OfficeLetters {
        rows: letters?.into_iter().map(row).collect::<Result<_>>()?,
    })
}

pub(in crate::desktop) fn office_letter(
    session: &mut Session,
    request: OfficeLetterStep,
) -> Result<Nothing> {
    let unit: UnitCode = text::id(&request.unit)?;
    let step = of_word("step", &request.step)?;
    let (office, ctx) = session.office_mut()?;
    office.letter_step(&unit, step, &ctx)?;
    Ok(Nothing {})
}

pub(in crate::desktop) fn office_log(session: &mut Session, _: Nothing) -> Result<OfficeLog> {
    let log = session.office()?.log()?;
    let row = |line: crate::records::LogLine| OfficeLogLine {
        number: line.number,
        at: line.at.to_string(),
        said: text::said(&format!("event-{}", line.kind)),
        subjects: line.subjects,
    };
    Ok(OfficeLog {
        rows: log.entries.into_iter().rev().map(row).collect(),
        head: views::fingerprint(log.head)?,
    })
}
