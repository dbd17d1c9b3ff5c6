//! The roster and the committee key.

use std::path::PathBuf;

use hengping_core::id::ExpertId;
use hengping_core::panel::{Affiliation, draw::Draw};
use hengping_core::time::Instant;
use hengping_core::words;
use hengping_store::table::documents::DocumentKind;
use hengping_store::table::register::{HandStep, IssuedRow};
use hengping_store::table::roster::RosterRow;

use super::super::super::session::Session;
use super::super::super::wire::NoticeView;
use super::super::super::wire::office::people::*;
use super::super::super::wire::start::Nothing;
use super::super::text;
use super::home::of_word;
use crate::TicketKind;
use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::identity::Fingerprint;
use crate::office::{Office, kind_word};

pub(in crate::desktop) fn office_roster(session: &mut Session, _: Nothing) -> Result<OfficeRoster> {
    roster(session.office()?)
}

fn roster(office: &Office) -> Result<OfficeRoster> {
    let read = office.store.read();
    let known = Known {
        draws: match office.round() {
            Ok(round) => read.draws().of_round(&round.round.id)?,
            Err(_) => Vec::new(),
        },
        issued: match office.round() {
            Ok(round) => read.register().of_round(&round.round.id)?,
            Err(_) => Vec::new(),
        },
        steps: read.register().handed_out()?,
    };
    let committee = read.documents().latest(DocumentKind::Round, None)?;
    let rows = read.roster().all()?;
    Ok(OfficeRoster {
        rows: rows.iter().map(|row| known.expert(row)).collect(),
        committee: committee.is_some(),
        refused: Vec::new(),
    })
}

/// What a person's row is made from besides the roster.
struct Known {
    draws: Vec<Draw>,
    issued: Vec<IssuedRow>,
    steps: Vec<hengping_store::table::register::HandedOutRow>,
}

impl Known {
    fn expert(&self, row: &RosterRow) -> OfficeExpert {
        let words = match row.card.is_empty() {
            true => Vec::new(),
            false => words::words(row.fingerprint).map(str::to_owned).to_vec(),
        };
        let tie = |tie: &Affiliation| OfficeTie {
            organisation: tie.organisation.clone(),
            until: tie.until,
        };
        let in_force =
            |one: &&IssuedRow| one.expert.as_ref() == Some(&row.expert) && one.revoked_at.is_none();
        OfficeExpert {
            expert: row.expert.to_string(),
            kind: kind_word(row.kind).to_owned(),
            name: row.member.name.clone(),
            unit: row.member.unit.clone(),
            fields: row.member.fields.iter().cloned().collect(),
            ties: row.member.affiliations.iter().map(tie).collect(),
            words,
            confirmed: row.confirmed.as_ref().map(|one| one.at.to_string()),
            place: self
                .draws
                .last()
                .map_or("", |draw| place(draw, &row.expert))
                .to_owned(),
            ticket: self
                .issued
                .iter()
                .rfind(in_force)
                .map(|one| one.ticket.to_string()),
            history: self.history(row),
        }
    }

    fn history(&self, row: &RosterRow) -> Vec<OfficeHappened> {
        let came = match row.card.is_empty() {
            true => "event-invited",
            false => "event-enrolled",
        };
        let mut all: Vec<(Instant, &str, String)> = vec![(row.at, came, String::new())];
        if let Some(confirmed) = &row.confirmed {
            all.push((
                confirmed.at,
                "event-fingerprint-confirmed",
                confirmed.by.clone(),
            ));
        }
        for draw in &self.draws {
            if matches!(place(draw, &row.expert), "seat" | "reserve") {
                let number = draw.request.number.to_string();
                all.push((draw.request.at, "event-drawn", number));
            }
        }
        for one in &self.issued {
            if one.expert.as_ref() == Some(&row.expert) {
                all.push((
                    one.at,
                    "event-tickets-issued",
                    format!("{} {}", one.ticket, one.seq),
                ));
                all.extend(self.way(one));
            }
        }
        all.sort_by_key(|(at, ..)| *at);
        let happened = |(at, key, detail): (Instant, &str, String)| OfficeHappened {
            at: at.to_string(),
            said: text::said(key),
            detail,
        };
        all.into_iter().map(happened).collect()
    }

    fn way(&self, one: &IssuedRow) -> impl Iterator<Item = (Instant, &'static str, String)> {
        let own = |step: &&hengping_store::table::register::HandedOutRow| {
            step.ticket == one.ticket && step.seq == one.seq
        };
        let steps = self.steps.iter().filter(own).map(|step| {
            let key = match step.step {
                HandStep::HandedOut => "event-handed-out",
                HandStep::Acknowledged => "event-acknowledged",
                HandStep::Returned => "event-returned",
            };
            (step.at, key, step.by.clone())
        });
        steps.collect::<Vec<_>>().into_iter()
    }
}

/// Where a person stands in a draw.
fn place(draw: &Draw, expert: &ExpertId) -> &'static str {
    match expert {
        one if draw.seats.contains(one) => "seat",
        one if draw.reserves.contains(one) => "reserve",
        one if draw.excluded.contains_key(one) => "excluded",
        _ => "",
    }
}

/// The files behind ids; of a folder, those that lie in it.
pub(super) fn files(session: &Session, ids: &[String]) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for id in ids {
        let path = session.files.path(id)?;
        match std::fs::read_dir(&path) {
            Ok(entries) => {
                let paths = entries.flatten().map(|entry| entry.path());
                let mut inside: Vec<_> = paths.filter(|path| path.is_file()).collect();
                inside.sort();
                files.extend(inside);
            }
            Err(_) => files.push(path),
        }
    }
    Ok(files)
}

pub(super) fn refused(path: &std::path::Path, error: &Error) -> OfficeRefusedFile {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    OfficeRefusedFile {
        name: name.into_owned(),
        notice: NoticeView::of(error),
    }
}

pub(in crate::desktop) fn office_take_cards(
    session: &mut Session,
    request: OfficeCards,
) -> Result<OfficeRoster> {
    let paths = files(session, &request.files)?;
    let kind: TicketKind = of_word("kind", &request.kind)?;
    let (office, ctx) = session.office_mut()?;
    let mut no_cards = Vec::new();
    for path in paths {
        match office.enrol(&[(kind, path.clone())], &ctx) {
            Ok(_) => {}
            Err(error @ (Error::Format(_) | Error::File { .. } | Error::Refused(_))) => {
                no_cards.push(refused(&path, &error));
            }
            Err(other) => return Err(other),
        }
    }
    Ok(OfficeRoster {
        refused: no_cards,
        ..roster(office)?
    })
}

pub(in crate::desktop) fn office_confirm(
    session: &mut Session,
    request: OfficeConfirm,
) -> Result<OfficeRoster> {
    let expert: ExpertId = text::id(&request.expert)?;
    let (office, ctx) = session.office_mut()?;
    let row = office.on_roster(&expert)?;
    if !Fingerprint::of(row.fingerprint).is_written(&request.typed) {
        return Err(Refused::UnknownFingerprint.into());
    }
    office.confirm(&[request.typed], &ctx)?;
    roster(office)
}

pub(in crate::desktop) fn office_invite(
    session: &mut Session,
    request: OfficeInvite,
) -> Result<OfficeRoster> {
    let (office, ctx) = session.office_mut()?;
    office.invite(&request.name, &request.unit, &ctx)?;
    roster(office)
}

pub(in crate::desktop) fn office_describe(
    session: &mut Session,
    request: OfficeDescribe,
) -> Result<OfficeRoster> {
    let expert: ExpertId = text::id(&request.expert)?;
    let tie = |tie: OfficeTie| Affiliation {
        organisation: tie.organisation,
        until: tie.until,
    };
    let ties = request.ties.into_iter().map(tie).collect();
    let fields = request.fields.into_iter().collect();
    let (office, ctx) = session.office_mut()?;
    office.describe(&expert, fields, ties, &ctx)?;
    roster(office)
}

pub(in crate::desktop) fn office_make_committee(
    session: &mut Session,
    request: OfficeCommittee,
) -> Result<OfficeCommitteeMade> {
    let cards = files(session, &request.cards)?;
    let out = session.files.path(&request.folder)?;
    let (office, ctx): (&mut Office, Context<'_>) = session.office_mut()?;
    let made = office.make_committee(&cards, request.threshold, &out, &ctx)?;
    let share = |share: &crate::office::ShareFile| OfficeShare {
        holder: share.holder.clone(),
        words: share.fingerprint.words.clone(),
        name: share
            .file
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
    };
    Ok(OfficeCommitteeMade {
        threshold: made.threshold,
        shares: made.shares.iter().map(share).collect(),
    })
}
