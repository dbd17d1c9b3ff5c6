//! Corrected materials: the folder is read again into the round that exists.
//!
//! Owns what a correction may touch. Trap: once a panel was drawn, who may judge what stands on the
//! applications as they were, and tickets name them; so none may come or go, and the rules of the
//! round stay.

use std::collections::BTreeSet;
use std::path::Path;

use hengping_core::id::{ApplicationId, RoundId};
use hengping_store::Event;
use hengping_store::table::intake::IntakeRow;
use hengping_store::table::rounds::RoundRow;
use serde::Serialize;

use super::Office;
use super::intake::{NotPackable, Taken, take};
use crate::context::Context;
use crate::error::{Refused, Result};

/// Materials that were read again.
#[derive(Debug, Serialize)]
pub struct Revised {
    /// The round.
    pub round: RoundId,
    /// Applications that changed.
    pub changed: Vec<Changed>,
    /// Whether the round itself changed: its title, its dates, its units.
    pub round_changed: bool,
    /// Whether a package is out that does not have the change yet.
    pub outdated: bool,
    /// Files that cannot be packed.
    pub not_packable: Vec<NotPackable>,
}

/// An application that changed.
#[derive(Debug, Serialize)]
pub struct Changed {
    /// The application.
    pub application: ApplicationId,
    /// Its material version now.
    pub material_version: u32,
    /// Whether it is for practice.
    pub practice: bool,
}

impl Office {
    /// Reads the folder of materials again, after something in it was corrected.
    ///
    /// # Errors
    /// Faults of the folder; another round; applications that came or went after the draw; nothing
    /// that changed.
    pub fn revise(&mut self, folder: &Path, ctx: &Context) -> Result<Revised> {
        let round = self.round()?;
        let id = round.round.id.clone();
        let known = self.store.read().intake().of_round(&id)?;
        let taken = take(folder, &known, ctx)?;
        let is_drawn = !self.store.read().draws().of_round(&id)?.is_empty();
        check_round(&round, &taken.round, is_drawn)?;
        if is_drawn {
            check_applications(&known, &taken.rows)?;
        }
        let changed = changed(&known, &taken.rows);
        let round_changed = is_other(&round, &taken.round);
        let is_moved = known
            .iter()
            .zip(&taken.rows)
            .any(|(old, new)| old.directory != new.directory);
        let is_same = known.len() == taken.rows.len() && changed.is_empty() && !round_changed;
        if is_same && !is_moved {
            return Err(Refused::NothingChanged.into());
        }
        self.keep_revised(&round, &taken, &changed, ctx)?;
        let is_packed = !self.store.read().packed().of_round(&id)?.is_empty();
        Ok(Revised {
            round: id,
            outdated: is_packed && !is_same,
            changed,
            round_changed,
            not_packable: taken.not_packable,
        })
    }

    fn keep_revised(
        &mut self,
        before: &RoundRow,
        taken: &Taken,
        changed: &[Changed],
        ctx: &Context,
    ) -> Result<()> {
        let id = &before.round.id;
        let event = Event::act("materials-revised").about(&changed.len());
        // The place among rounds is that of the day it was made.
        let round = RoundRow {
            at: before.at,
            ..taken.round.clone()
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.rounds().put(&round)?;
            write.intake().clear(id)?;
            taken
                .rows
                .iter()
                .try_for_each(|row| write.intake().put(id, row))?;
            Ok(((), event))
        })
    }
}

/// The folder must be of this round; after the draw its rules stay as well.
fn check_round(before: &RoundRow, after: &RoundRow, is_drawn: bool) -> Result<()> {
    let (old, new) = (&before.round, &after.round);
    let ruled = [
        ("scheme", old.scheme == new.scheme),
        ("review_year", old.review_year == new.review_year),
        ("kind", old.kind == new.kind),
    ];
    let id = std::iter::once(("id", old.id == new.id));
    let mut all = id.chain(ruled.into_iter().filter(|_| is_drawn));
    match all.find(|(_, same)| !same) {
        Some((name, _)) => Err(Refused::RoundDiffers {
            name: name.to_owned(),
        }
        .into()),
        None => Ok(()),
    }
}

fn is_other(before: &RoundRow, after: &RoundRow) -> bool {
    before.round != after.round
        || before.valid_from != after.valid_from
        || before.valid_until != after.valid_until
}

fn check_applications(before: &[IntakeRow], after: &[IntakeRow]) -> Result<()> {
    let ids = |rows: &[IntakeRow]| -> BTreeSet<ApplicationId> {
        let judged = rows.iter().filter(|row| !row.practice);
        judged.map(|row| row.body.id.clone()).collect()
    };
    let (before, after) = (ids(before), ids(after));
    match before.symmetric_difference(&after).next() {
        Some(id) => Err(Refused::ApplicationsDiffer {
            application: id.to_string(),
        }
        .into()),
        None => Ok(()),
    }
}

fn changed(before: &[IntakeRow], after: &[IntakeRow]) -> Vec<Changed> {
    let same = |row: &IntakeRow| {
        before
            .iter()
            .any(|known| known.body == row.body && known.practice == row.practice)
    };
    let rows = after.iter().filter(|row| !same(row));
    rows.map(|row| Changed {
        application: row.body.id.clone(),
        material_version: row.body.material_version,
        practice: row.practice,
    })
    .collect()
}
