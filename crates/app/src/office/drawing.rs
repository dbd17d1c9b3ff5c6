//! Draw and assignment.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use hengping_core::id::{ApplicationId, Digest, ExpertId, PanelCode};
use hengping_core::panel::assignment::{self, Assignment, Rule, Task};
use hengping_core::panel::connectedness;
use hengping_core::panel::draw::{self, Contribution, Draw, DrawRequest, DrawRules, Pool};
use hengping_core::panel::{Affiliation, Member};
use hengping_format::doc::TicketKind;
use hengping_store::Event;
use hengping_store::table::draws::{AssignmentRow, PoolRow};
use hengping_store::table::register;
use serde::{Deserialize, Serialize};

use super::Office;
use super::roster::check_vouched;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;

/// A draw that was made.
#[derive(Debug, Serialize)]
pub struct DrawReport {
    /// Digest of the frozen pool.
    pub pool: Digest,
    /// Which draw of the round it is.
    pub number: u32,
    /// Seats, in the order drawn.
    pub seats: Vec<Drawn>,
    /// Reserves, in the order drawn.
    pub reserves: Vec<Drawn>,
    /// Members barred from every application.
    pub excluded: Vec<Drawn>,
}

/// A person of a draw.
#[derive(Debug, Clone, Serialize)]
pub struct Drawn {
    /// Number on the roster.
    pub expert: ExpertId,
    /// Name.
    pub name: String,
    /// Unit.
    pub unit: String,
}

/// An assignment that was made.
#[derive(Debug, Serialize)]
pub struct Assigned {
    /// How many applications each expert has.
    pub loads: Vec<(Drawn, u32)>,
    /// Applications that lack experts, with how many.
    pub short: BTreeMap<ApplicationId, u32>,
    /// Whether all applications are connected by shared experts.
    pub connected: bool,
    /// Who may not judge what, and why.
    pub barred: Vec<Barred>,
}

/// A person who may not judge an application.
#[derive(Debug, Serialize)]
pub struct Barred {
    /// The person.
    pub expert: ExpertId,
    /// The application.
    pub application: ApplicationId,
    /// The ground.
    pub ground: String,
}

/// What a pool file adds to the cards: fields and affiliations, by name and unit.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PoolFile {
    #[serde(default)]
    expert: Vec<PoolEntry>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PoolEntry {
    name: String,
    unit: String,
    #[serde(default)]
    fields: BTreeSet<String>,
    #[serde(default)]
    affiliations: BTreeSet<Affiliation>,
}

/// Rounds have one panel until several are asked for.
const PANEL: &str = "P1";

impl Office {
    /// Freezes the pool, which is every expert of the roster, and draws the panel from it.
    ///
    /// # Errors
    /// Unconfirmed cards, digits of fewer than two people, a pool that is too small.
    pub fn draw(
        &mut self,
        pool_file: Option<&Path>,
        contributions: Vec<Contribution>,
        reason: Option<String>,
        ctx: &Context,
    ) -> Result<DrawReport> {
        let pool = self.pool(pool_file)?;
        let round = pool.round.clone();
        let number = self.store.read().draws().of_round(&round)?.len() as u32 + 1;
        let request = DrawRequest {
            number,
            reason,
            contributions,
            at: ctx.now,
        };
        let refused = |error: draw::DrawError| Refused::Draw {
            detail: error.to_string(),
        };
        let drawn = draw::draw(&pool, &request).map_err(refused)?;
        let report = report(&pool, &drawn);
        let row = PoolRow {
            digest: drawn.pool,
            pool,
            at: ctx.now,
        };
        let known = self.store.read().draws().pools(&round)?;
        self.store.write(ctx.now, |write| -> Result<_> {
            if !known.iter().any(|pool| pool.digest == row.digest) {
                write.draws().freeze(&row)?;
            }
            write.draws().add(&round, &panel()?, &drawn)?;
            Ok((
                (),
                Event::act("drawn").about(&drawn.pool).about(&drawn.seed),
            ))
        })?;
        Ok(report)
    }

    fn pool(&self, file: Option<&Path>) -> Result<Pool> {
        let round = self.round()?;
        let rules = self.scheme()?.panel;
        let rows = self.applications(&round.round.id)?;
        let applications = rows
            .into_iter()
            .map(|row| (row.body.id, row.body.enterprise))
            .collect();
        let mut members: BTreeMap<ExpertId, Member> = BTreeMap::new();
        for row in self.store.read().roster().all()? {
            if row.kind == register::Holder::Expert && row.revoked_at.is_none() {
                check_vouched(TicketKind::Expert, &row)?;
                members.insert(row.expert, row.member);
            }
        }
        if let Some(file) = file {
            enrich(&mut members, file)?;
        }
        Ok(Pool {
            round: round.round.id,
            panel: panel()?,
            review_year: round.round.review_year,
            rules: DrawRules {
                size: rules.size,
                reserves: rules.reserves,
                same_unit_years: rules.same_unit_years,
                most_per_unit: None,
                least_per_field: BTreeMap::new(),
            },
            members,
            applications,
            conflicts: BTreeSet::new(),
        })
    }

    /// Assigns every application to every drawn expert who is not barred from it.
    ///
    /// # Errors
    /// When nobody was drawn.
    pub fn assign(&mut self, ctx: &Context) -> Result<Assigned> {
        let (pool, drawn) = self.last_draw()?;
        let mut barred = BTreeMap::new();
        for expert in &drawn.seats {
            for (application, ground) in pool.barred_from(expert) {
                barred.insert((expert.clone(), application), ground);
            }
        }
        let task = Task {
            experts: drawn.seats.clone(),
            applications: pool.applications.keys().cloned().collect(),
            barred,
            rule: Rule::All,
        };
        let assignment = assignment::assign(&task);
        let report = assigned(&pool, &task, &assignment);
        let row = AssignmentRow {
            panel: panel()?,
            assignment,
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.draws().assign(&pool.round, &row)?;
            Ok(((), Event::act("assigned").about(&row.panel)))
        })?;
        Ok(report)
    }

    pub(crate) fn last_draw(&self) -> Result<(Pool, Draw)> {
        let round = self.round()?.round.id;
        let drawn = self
            .store
            .read()
            .draws()
            .of_round(&round)?
            .pop()
            .ok_or(Refused::NoDraw)?;
        let pools = self.store.read().draws().pools(&round)?;
        let pool = pools.into_iter().find(|pool| pool.digest == drawn.pool);
        Ok((pool.ok_or(Refused::Internal)?.pool, drawn))
    }

    pub(crate) fn assignment(&self) -> Result<Assignment> {
        let round = self.round()?.round.id;
        let row = self.store.read().draws().assignments(&round)?.pop();
        Ok(row.ok_or(Refused::NotAssigned)?.assignment)
    }
}

fn panel() -> Result<PanelCode> {
    Ok(PanelCode::new(PANEL).map_err(|_| Refused::Internal)?)
}

fn enrich(members: &mut BTreeMap<ExpertId, Member>, file: &Path) -> Result<()> {
    let text = files::read_text(file)?;
    let unclear = |error| Refused::PoolFile {
        detail: files::toml_fault(&text, &error),
    };
    let pool: PoolFile = toml::from_str(&text).map_err(unclear)?;
    for entry in pool.expert {
        let fits = |member: &&mut Member| member.name == entry.name && member.unit == entry.unit;
        let Some(member) = members.values_mut().find(fits) else {
            return Err(Refused::NotInPool { name: entry.name }.into());
        };
        member.fields = entry.fields;
        member.affiliations = entry.affiliations;
    }
    Ok(())
}

fn person(pool: &Pool, expert: &ExpertId) -> Drawn {
    let member = pool.members.get(expert);
    Drawn {
        expert: expert.clone(),
        name: member.map(|member| member.name.clone()).unwrap_or_default(),
        unit: member.map(|member| member.unit.clone()).unwrap_or_default(),
    }
}

fn report(pool: &Pool, drawn: &Draw) -> DrawReport {
    let people = |ids: &[ExpertId]| ids.iter().map(|id| person(pool, id)).collect();
    DrawReport {
        pool: drawn.pool,
        number: drawn.request.number,
        seats: people(&drawn.seats),
        reserves: people(&drawn.reserves),
        excluded: drawn.excluded.keys().map(|id| person(pool, id)).collect(),
    }
}

fn assigned(pool: &Pool, task: &Task, assignment: &Assignment) -> Assigned {
    let short = assignment
        .applications
        .iter()
        .filter(|(_, one)| one.short > 0);
    let barred = task
        .barred
        .iter()
        .map(|((expert, application), ground)| Barred {
            expert: expert.clone(),
            application: application.clone(),
            ground: ground.code().to_owned(),
        });
    Assigned {
        loads: assignment
            .loads
            .iter()
            .map(|(id, load)| (person(pool, id), *load))
            .collect(),
        short: short.map(|(id, one)| (id.clone(), one.short)).collect(),
        connected: connectedness::connected(&assignment.by_expert()),
        barred: barred.collect(),
    }
}
