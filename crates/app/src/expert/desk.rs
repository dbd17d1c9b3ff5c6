//! Conflicts, pledge, recusals and the list of applications.

use hengping_core::application::Enterprise;
use hengping_core::id::{ApplicationId, RoundId};
use hengping_core::panel::recusal::Ground;
use hengping_core::time::Instant;
use hengping_format::Document;
use hengping_format::doc::{Declaration, Pledge, Sentence};
use hengping_format::suite::Suite;
use hengping_store::Event;
use hengping_store::table::applications::{ApplicationRef, AssignmentState, RecusalRow};
use hengping_store::table::conflicts::{DeclarationRow, PledgeRow};
use serde::Serialize;

use super::{Desk, Expert, unknown};
use crate::clock::TimeZoneName;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::trust;

/// The table of conflicts, before the pledge.
#[derive(Debug, Serialize)]
pub struct Conflicts {
    /// The round.
    pub round: RoundId,
    /// When the pledge was signed.
    pub pledged_at: Option<Instant>,
    /// Zone in which instants are shown.
    pub time_zone: TimeZoneName,
    /// One row per application of the round, assigned or not.
    pub rows: Vec<ConflictEntry>,
    /// The sentence that the pledge signs.
    pub sentence: Sentence,
    /// How many applications it covers as the table stands: those without a recusal.
    pub covered: usize,
}

/// One row of the table of conflicts.
#[derive(Debug, Serialize)]
pub struct ConflictEntry {
    /// The application.
    pub application: ApplicationId,
    /// Who applies.
    pub enterprise: Enterprise,
    /// Whether it is assigned to this expert.
    pub assigned: bool,
    /// Ground of the recusal, when there is one.
    pub recused: Option<String>,
}

/// A pledge that was signed.
#[derive(Debug, Serialize)]
pub struct Pledged {
    /// The sentence that was signed.
    pub sentence: Sentence,
    /// How many applications were declared free of conflict.
    pub declared: usize,
    /// How many were recused.
    pub recused: usize,
}

/// A recusal that was carried out.
#[derive(Debug, Serialize)]
pub struct Recusal {
    /// The application.
    pub application: ApplicationId,
    /// The ground.
    pub ground: Ground,
}

/// What state one application is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ApplicationState {
    /// Nothing was marked.
    Untouched,
    /// Something is missing.
    Open,
    /// Complete, not sealed.
    Complete,
    /// Sealed.
    Sealed,
    /// Recused.
    Recused,
    /// It left the round; what was marked can be read.
    Withdrawn,
}

/// One application in the list.
#[derive(Debug, Serialize)]
pub struct DeskEntry {
    /// The application.
    pub application: ApplicationId,
    /// Name of the enterprise; empty when recused.
    pub enterprise: String,
    /// Whether it is for practice: nothing of it leaves this machine, and it counts nowhere.
    pub practice: bool,
    /// Its state.
    pub state: ApplicationState,
    /// Leaves that are marked.
    pub marked: usize,
    /// Leaves that are to be marked.
    pub asked: usize,
    /// How many things are missing before it can be sealed.
    pub missing: usize,
}

/// The sentence that pledges sign now.
const SENTENCE: Sentence = Sentence::NoTies1;

impl Expert {
    /// The table of conflicts.
    ///
    /// # Errors
    /// When no package was imported.
    pub fn conflicts(&self) -> Result<Conflicts> {
        let desk = self.desk()?;
        let round = &desk.package.round.id;
        let read = self.store.read();
        let recusals = read.applications().recusals(round)?;
        let recused = |id: &ApplicationId| {
            recusals
                .iter()
                .find(|row| row.key.application == *id)
                .map(|row| row.ground.clone())
        };
        let mine = read.applications().of_round(round)?;
        let rows = read
            .conflicts()
            .of_round(round)?
            .into_iter()
            .map(|row| ConflictEntry {
                assigned: mine
                    .iter()
                    .any(|known| known.key.application == row.application),
                recused: recused(&row.application),
                application: row.application,
                enterprise: row.enterprise,
            });
        let rows: Vec<ConflictEntry> = rows.collect();
        Ok(Conflicts {
            sentence: SENTENCE,
            covered: rows.iter().filter(|row| row.recused.is_none()).count(),
            time_zone: TimeZoneName::of(&desk.package.round),
            pledged_at: read.conflicts().pledge(round)?.map(|pledge| pledge.at),
            rows,
            round: round.clone(),
        })
    }

    /// Signs the pledge: everything that was not recused is declared free of conflict.
    ///
    /// # Errors
    /// When it was signed already.
    pub fn pledge(&mut self, ctx: &Context) -> Result<Pledged> {
        let desk = self.desk()?;
        let round = desk.package.round.id.clone();
        let conflicts = self.conflicts()?;
        if conflicts.pledged_at.is_some() {
            return Err(Refused::AlreadyPledged.into());
        }
        let pledge = self.pledge_on(&desk, &conflicts, ctx)?;
        let signed = pledge.sign(&[&self.keys.signing])?;
        let pledge_row = PledgeRow {
            round: round.clone(),
            digest: signed.digest(),
            signed: signed.into_bytes(),
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.conflicts().pledge(&pledge_row)?;
            for row in &conflicts.rows {
                let declaration = DeclarationRow {
                    application: row.application.clone(),
                    ground: row.recused.clone(),
                    at: ctx.now,
                };
                write.conflicts().declare(&round, &declaration)?;
            }
            Ok(((), Event::act("pledge-signed").about(&pledge_row.digest)))
        })?;
        let covered = pledge.count as usize;
        Ok(Pledged {
            sentence: pledge.sentence,
            declared: covered,
            recused: pledge.declarations.len() - covered,
        })
    }

    /// The pledge on these rows: what was recused with its ground, all others free of conflict.
    fn pledge_on(&self, desk: &Desk, conflicts: &Conflicts, ctx: &Context) -> Result<Pledge> {
        let rows = conflicts.rows.iter().map(|row| {
            let ground = row.recused.as_deref().map(str::parse).transpose();
            Ok(Declaration {
                application: row.application.clone(),
                ground: ground.map_err(|_| Refused::Internal)?,
            })
        });
        let declarations: Vec<Declaration> = rows.collect::<Result<_>>()?;
        Ok(Pledge {
            suite: Suite::intl_1(),
            round: conflicts.round.clone(),
            ticket: desk.ticket.id.clone(),
            sentence: conflicts.sentence,
            count: Pledge::count_of(&declarations),
            declarations,
            made_at: trust::now(&self.store.read().meta(), ctx)?,
        })
    }

    /// Recuses from an application and destroys what this machine can read of it.
    ///
    /// # Errors
    /// An unknown ground or application; one that was recused already.
    pub fn recuse(&mut self, id: &ApplicationId, ground: &str, ctx: &Context) -> Result<Recusal> {
        let known = Ground::ALL.into_iter().find(|known| known.code() == ground);
        let ground = known.ok_or_else(|| Refused::UnknownGround {
            ground: ground.to_owned(),
        })?;
        let desk = self.desk()?;
        let key = ApplicationRef::new(&desk.package.round.id, id);
        let conflicts = self.store.read().conflicts();
        let shown = conflicts.of_round(&desk.package.round.id)?;
        if !shown.iter().any(|row| row.application == *id) {
            return Err(unknown(id));
        }
        let row = RecusalRow {
            key,
            ground: ground.code().to_owned(),
            slip: None,
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.applications().recuse(&row)?;
            Ok(((), Event::act("recused").about(id)))
        })?;
        Ok(Recusal {
            application: id.clone(),
            ground,
        })
    }

    /// The applications with their progress, in reading order, the one for practice first.
    ///
    /// # Errors
    /// When no package was imported or the pledge is not signed.
    pub fn list(&self) -> Result<Vec<DeskEntry>> {
        let desk = self.pledged_desk()?;
        let rows = self
            .store
            .read()
            .applications()
            .of_round(&desk.package.round.id)?;
        rows.iter()
            .map(|row| match row.state {
                AssignmentState::Assigned => self.entry(&desk, &row.key.application),
                AssignmentState::Practice => Ok(DeskEntry {
                    practice: true,
                    ..self.entry(&desk, &row.key.application)?
                }),
                AssignmentState::Withdrawn => Ok(DeskEntry {
                    state: ApplicationState::Withdrawn,
                    ..self.entry(&desk, &row.key.application)?
                }),
                AssignmentState::Recused => Ok(DeskEntry {
                    application: row.key.application.clone(),
                    enterprise: String::new(),
                    practice: false,
                    state: ApplicationState::Recused,
                    marked: 0,
                    asked: 0,
                    missing: 0,
                }),
            })
            .collect()
    }

    fn entry(&self, desk: &Desk, id: &ApplicationId) -> Result<DeskEntry> {
        let check = self.check_one(desk, id)?;
        let state = match (check.sealed, check.marked, check.missing.len()) {
            (true, _, _) => ApplicationState::Sealed,
            (false, 0, _) => ApplicationState::Untouched,
            (false, _, 0) => ApplicationState::Complete,
            _ => ApplicationState::Open,
        };
        Ok(DeskEntry {
            application: id.clone(),
            enterprise: check.enterprise,
            practice: false,
            state,
            marked: check.marked,
            asked: check.asked,
            missing: check.missing.len(),
        })
    }
}
