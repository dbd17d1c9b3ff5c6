//! The office at a glance; a new round from a folder, and the folder from a scheme.

use std::collections::BTreeMap;

use chrono::{NaiveDate, NaiveTime, TimeZone};
use hengping_core::round::{RoundKind, Unit};
use hengping_core::text::Text;
use hengping_core::time::Instant;

use super::super::super::session::Session;
use super::super::super::wire::TextView;
use super::super::super::wire::office::OfficeFault;
use super::super::super::wire::office::home::*;
use super::super::super::wire::start::{IntoFolder, Nothing};
use super::super::round::count;
use super::super::text;
use super::faults::{self, Said};
use super::scheme::path_of;
use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::office::{LayoutRequest, NotPackable, Office, OfficeStatus, TicketStatus, lay_out};

/// Hours of a day.
const LAST_SECOND: (u32, u32, u32) = (23, 59, 59);

pub(in crate::desktop) fn office_home(session: &mut Session, _: Nothing) -> Result<OfficeHome> {
    let office = session.office()?;
    match office.status(&session.context()) {
        Ok(status) => Ok(OfficeHome {
            round: Some(round(office, &status, &session.context())?),
            next: word(&status.next)?,
        }),
        Err(Error::Refused(Refused::NoRound)) => Ok(OfficeHome {
            round: None,
            next: "round".to_owned(),
        }),
        Err(other) => Err(other),
    }
}

fn round(office: &Office, status: &OfficeStatus, ctx: &Context) -> Result<OfficeRound> {
    let row = office.round()?;
    let scheme = office.scheme()?;
    let in_force = |one: &&TicketStatus| one.revoked.is_none();
    let tickets: Vec<_> = status.tickets.iter().filter(in_force).collect();
    let experts = || tickets.iter().filter(|one| one.kind == "expert");
    let days = row.valid_until.seconds_since(ctx.now).div_euclid(24 * 3600);
    Ok(OfficeRound {
        round: status.round.to_string(),
        title: TextView::from(&status.title),
        time_zone: row.round.time_zone.clone(),
        due: row.valid_until.to_string(),
        days_left: days,
        scheme: TextView::from(&scheme.title),
        applications: count(status.applications),
        roster: count(status.roster),
        confirmed: count(status.confirmed),
        committee: status.committee,
        draws: count(status.draws),
        assigned: status.assigned,
        edition: status.edition,
        tickets: count(tickets.len()),
        handed_out: count(
            tickets
                .iter()
                .filter(|one| one.handed_out.is_some())
                .count(),
        ),
        receipted: count(experts().filter(|one| one.receipts > 0).count()),
        experts: count(experts().count()),
    })
}

/// The word of an enumeration, as its serialisation has it.
pub(super) fn word<T: serde::Serialize>(value: &T) -> Result<String> {
    let value = serde_json::to_value(value).map_err(|_| Refused::Internal)?;
    Ok(value.as_str().ok_or(Refused::Internal)?.to_owned())
}

/// A value from its word.
pub(super) fn of_word<T: serde::de::DeserializeOwned>(name: &str, word: &str) -> Result<T> {
    let bad = |_| Refused::BadArgument {
        name: name.to_owned(),
    };
    Ok(serde_json::from_value(word.into()).map_err(bad)?)
}

pub(in crate::desktop) fn office_lay_out(
    session: &mut Session,
    request: OfficeLayOut,
) -> Result<OfficeLaidOut> {
    session.office()?;
    let folder = session.files.path(&request.folder)?.join(&request.id);
    let wanted = LayoutRequest {
        folder: folder.clone(),
        scheme: path_of(session, &request.scheme)?,
        id: text::id(&request.id)?,
        title: Text {
            zh: request.title.zh,
            en: Some(request.title.en).filter(|text| !text.is_empty()),
        },
        kind: of_word::<RoundKind>("kind", &request.kind)?,
        review_year: request.review_year,
        valid_from: instant(&request.valid_from, &request.time_zone, (0, 0, 0))?,
        valid_until: instant(&request.valid_until, &request.time_zone, LAST_SECOND)?,
        time_zone: request.time_zone,
        units: units(request.units)?,
    };
    let (faults, made) = match faults::said(lay_out(&wanted))? {
        Said::Done(_) => (Vec::new(), Some(session.files.offer(&folder))),
        Said::Faulty(faults) => (faults, None),
    };
    Ok(OfficeLaidOut {
        faults,
        folder: made,
        path: folder.display().to_string(),
    })
}

fn units(typed: Vec<OfficeUnitTyped>) -> Result<BTreeMap<hengping_core::id::UnitCode, Unit>> {
    let unit = |one: OfficeUnitTyped| {
        let (name, quota) = (one.name, one.quota);
        Ok((text::id(&one.code)?, Unit { name, quota }))
    };
    typed.into_iter().map(unit).collect()
}

/// A time of a day by the clocks of a zone.
pub(super) fn instant(day: &str, zone: &str, (h, m, s): (u32, u32, u32)) -> Result<Instant> {
    let bad = |name: &str| Refused::BadArgument {
        name: name.to_owned(),
    };
    let zone: chrono_tz::Tz = zone.parse().map_err(|_| bad("time_zone"))?;
    let day = NaiveDate::parse_from_str(day, "%Y-%m-%d").map_err(|_| bad("day"))?;
    let time = NaiveTime::from_hms_opt(h, m, s).ok_or(Refused::Internal)?;
    // A clock that is put back shows a time twice: the first one counts.
    let local = zone.from_local_datetime(&day.and_time(time)).earliest();
    let local = local.ok_or_else(|| bad("day"))?;
    Ok(Instant::from_utc(local.to_utc()))
}

pub(in crate::desktop) fn office_new_round(
    session: &mut Session,
    request: IntoFolder,
) -> Result<OfficeTakenIn> {
    let folder = session.files.path(&request.folder)?;
    let (office, ctx) = session.office_mut()?;
    let made = faults::said(office.new_round(&folder, &ctx));
    session.progress_ends();
    Ok(match made? {
        Said::Done(made) => OfficeTakenIn {
            faults: Vec::new(),
            applications: count(made.applications),
            items: count(made.items),
            outdated: false,
            not_packable: not_packable(&made.not_packable),
        },
        Said::Faulty(faults) => faulty(faults),
    })
}

pub(in crate::desktop) fn office_revise(
    session: &mut Session,
    request: IntoFolder,
) -> Result<OfficeTakenIn> {
    let folder = session.files.path(&request.folder)?;
    let (office, ctx) = session.office_mut()?;
    let revised = faults::said(office.revise(&folder, &ctx));
    session.progress_ends();
    Ok(match revised? {
        Said::Done(revised) => OfficeTakenIn {
            faults: Vec::new(),
            applications: count(revised.changed.len()),
            items: 0,
            outdated: revised.outdated,
            not_packable: not_packable(&revised.not_packable),
        },
        Said::Faulty(faults) => faulty(faults),
    })
}

fn faulty(faults: Vec<OfficeFault>) -> OfficeTakenIn {
    OfficeTakenIn {
        faults,
        applications: 0,
        items: 0,
        outdated: false,
        not_packable: Vec::new(),
    }
}

fn not_packable(files: &[NotPackable]) -> Vec<OfficeFault> {
    let fault = |one: &NotPackable| OfficeFault {
        file: one.file.clone(),
        place: one.application.to_string(),
        said: text::said(&format!("media-{}", one.reason)),
    };
    files.iter().map(fault).collect()
}
