//! Draw and assignment.

use std::collections::BTreeMap;

use hengping_core::id::{ApplicationId, ExpertId};
use hengping_core::panel::assignment::{Assigned, Exclusion};
use hengping_core::panel::connectedness;
use hengping_core::panel::draw::{Contribution, Draw, Pool};
use hengping_core::words;
use hengping_store::table::register::Holder;
use hengping_store::table::roster::RosterRow;

use super::super::super::session::Session;
use super::super::super::wire::office::people::*;
use super::super::super::wire::start::Nothing;
use super::super::round::count;
use super::super::text;
use crate::error::{Error, Refused, Result};
use crate::office::Office;

pub(in crate::desktop) fn office_panel(session: &mut Session, _: Nothing) -> Result<OfficePanel> {
    panel(session.office()?)
}

fn panel(office: &Office) -> Result<OfficePanel> {
    let rules = office.scheme()?.panel;
    let round = office.round()?.round.id;
    let read = office.store.read();
    let roster = read.roster().all()?;
    let is_in_pool = |row: &&RosterRow| row.kind == Holder::Expert && row.revoked_at.is_none();
    let pools: BTreeMap<_, _> = read
        .draws()
        .pools(&round)?
        .into_iter()
        .map(|row| (row.digest, row.pool))
        .collect();
    let draws = read.draws().of_round(&round)?;
    let made = draws.iter().rev().map(|draw| {
        let pool = pools.get(&draw.pool).ok_or(Refused::Internal)?;
        Ok(drawn(pool, draw))
    });
    Ok(OfficePanel {
        pool: count(roster.iter().filter(is_in_pool).count()),
        seats: rules.size,
        reserves: rules.reserves,
        same_unit_years: rules.same_unit_years,
        draws: made.collect::<Result<_>>()?,
        assignment: assignment(office)?,
    })
}

fn person(pool: &Pool, expert: &ExpertId) -> OfficePerson {
    let member = pool.members.get(expert);
    OfficePerson {
        expert: expert.to_string(),
        name: member.map_or_else(|| expert.to_string(), |member| member.name.clone()),
        unit: member.map(|member| member.unit.clone()).unwrap_or_default(),
    }
}

fn drawn(pool: &Pool, draw: &Draw) -> OfficeDrawMade {
    let people = |ids: &[ExpertId]| ids.iter().map(|id| person(pool, id)).collect();
    let typed = draw.request.contributions.iter();
    OfficeDrawMade {
        number: draw.request.number,
        at: draw.request.at.to_string(),
        reason: draw.request.reason.clone(),
        pool: words::words_text(draw.pool),
        seed: words::words_text(draw.seed),
        persons: typed.map(|one| one.person.clone()).collect(),
        seats: people(&draw.seats),
        reserves: people(&draw.reserves),
        excluded: draw.excluded.keys().map(|id| person(pool, id)).collect(),
    }
}

/// The last assignment; nothing while it is older than the last draw.
fn assignment(office: &Office) -> Result<Option<OfficeAssignment>> {
    let round = office.round()?.round.id;
    let read = office.store.read();
    let row = read.draws().assignments(&round)?.pop();
    let (pool, draw) = match office.last_draw() {
        Ok(last) => last,
        Err(Error::Refused(Refused::NoDraw)) => return Ok(None),
        Err(other) => return Err(other),
    };
    let Some(row) = row.filter(|row| row.at >= draw.request.at) else {
        return Ok(None);
    };
    let of = row.assignment;
    let load = |(expert, load): (&ExpertId, &u32)| OfficeLoad {
        person: person(&pool, expert),
        count: *load,
        barred: count(pool.barred_from(expert).len()),
    };
    Ok(Some(OfficeAssignment {
        at: row.at.to_string(),
        loads: of.loads.iter().map(load).collect(),
        benches: of
            .applications
            .iter()
            .map(|one| bench(&pool, one))
            .collect(),
        connected: connectedness::connected(&of.by_expert()),
    }))
}

fn bench(pool: &Pool, (id, assigned): (&ApplicationId, &Assigned)) -> OfficeBench {
    let excluded = |(expert, why): (&ExpertId, &Exclusion)| OfficeExcluded {
        name: person(pool, expert).name,
        why: match why {
            Exclusion::Barred(ground) => {
                text::said(&format!("ground-{}", ground.code().replace('_', "-")))
            }
            Exclusion::Full => text::said("exclusion-full"),
            Exclusion::NotNeeded => text::said("exclusion-not-needed"),
        },
    };
    let enterprise = pool.applications.get(id);
    OfficeBench {
        application: id.to_string(),
        enterprise: enterprise.map(|one| one.name.clone()).unwrap_or_default(),
        experts: assigned
            .experts
            .iter()
            .map(|one| person(pool, one).name)
            .collect(),
        excluded: assigned.excluded.iter().map(excluded).collect(),
        short: assigned.short,
    }
}

pub(in crate::desktop) fn office_draw(
    session: &mut Session,
    request: OfficeDraw,
) -> Result<OfficePanel> {
    let (office, ctx) = session.office_mut()?;
    let typed = request.contributions.into_iter();
    let contributions = typed.map(|(person, digits)| Contribution { person, digits });
    office.draw(None, contributions.collect(), request.reason, &ctx)?;
    panel(office)
}

pub(in crate::desktop) fn office_assign(session: &mut Session, _: Nothing) -> Result<OfficePanel> {
    let (office, ctx) = session.office_mut()?;
    office.assign(&ctx)?;
    panel(office)
}
