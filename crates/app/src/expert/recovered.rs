//! What is found when a store is opened that nobody had closed: after a kill or a cut of power.
//!
//! Owns what is worth telling. Everything here was made good already, by the store when it opened;
//! trap: a person who is told nothing cannot know that, so nothing is made good silently.

use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::time::Instant;
use hengping_store::evidence;
use hengping_store::table::changes::Direction;

use super::Expert;
use crate::error::Result;

/// Something that was found and made good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recovered {
    /// The work was not closed; all that was saved is there, and this was the last of it.
    Work(Option<LastChange>),
    /// An import was broken off after so many bytes; importing the same file again goes on there.
    Import {
        /// Bytes that are there.
        bytes: u64,
    },
    /// What a recusal destroyed was erased from the disk.
    Erased,
}

/// The last change that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LastChange {
    /// When.
    pub at: Instant,
    /// Where, if it was about an application on the desk.
    pub place: Option<ChangedPlace>,
}

/// What the last change was about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedPlace {
    /// The application.
    pub application: ApplicationId,
    /// Its place in the reading order.
    pub number: u32,
    /// Name of the enterprise.
    pub enterprise: String,
    /// The leaf.
    pub indicator: Option<IndicatorCode>,
}

impl Recovered {
    /// What any store found, with the time of its last act.
    pub(crate) fn of(found: hengping_store::Recovered, last: Option<Instant>) -> Vec<Self> {
        let last = last.map(|at| LastChange { at, place: None });
        let work = found.unclosed.then_some(Self::Work(last));
        let erased = found.erased.then_some(Self::Erased);
        work.into_iter().chain(erased).collect()
    }
}

impl Expert {
    /// What was found when the store was opened; nothing when it had been closed.
    ///
    /// # Errors
    /// What reading meets.
    pub fn recovered(&self) -> Result<Vec<Recovered>> {
        let found = self.store.recovered();
        let mut recovered = Vec::new();
        if found.unclosed {
            recovered.push(Recovered::Work(self.last_change()?));
            let bytes = evidence::begun(&self.store.evidence_folder());
            if bytes > 0 {
                recovered.push(Recovered::Import { bytes });
            }
        }
        if found.erased {
            recovered.push(Recovered::Erased);
        }
        Ok(recovered)
    }

    fn last_change(&self) -> Result<Option<LastChange>> {
        let logged = self.store.read().log().last()?.map(|entry| entry.at);
        let Ok(desk) = self.pledged_desk() else {
            return Ok(logged.map(|at| LastChange { at, place: None }));
        };
        let round = &desk.package.round.id;
        let changed = self.store.read().changes().next(round, Direction::Undo)?;
        let place = match &changed {
            Some(row) => {
                let open = self.application(&desk, &row.key.application)?;
                let numbers = self.numbers(round)?;
                Some(ChangedPlace {
                    number: numbers
                        .get(&row.key.application)
                        .copied()
                        .unwrap_or_default(),
                    application: row.key.application.clone(),
                    enterprise: open.body.enterprise.name,
                    indicator: row.change.indicator.clone(),
                })
            }
            None => None,
        };
        let at = logged.max(changed.map(|row| row.at));
        Ok(at.map(|at| LastChange { at, place }))
    }
}
