//! Round notices on the desk of an expert or a visit team.
//!
//! Owns what follows from them there: later due dates, applications that left the round. What was
//! marked on these stays and can be read; it is handed in where it was sealed, and counts nowhere.

use std::path::PathBuf;

use hengping_core::id::RoundId;
use hengping_core::round_notice::{InForce, Word};
use hengping_store::Event;
use hengping_store::StoreError;
use hengping_store::table::applications::{ApplicationRef, AssignmentState};
use hengping_store::work::Write;

use super::Expert;
use crate::context::Context;
use crate::error::Result;
use crate::round_notices::{self, Notices};
use crate::trust;

impl Expert {
    /// Takes in notices of the office; those that are known already are passed over.
    ///
    /// # Errors
    /// Before a package; a notice that is not the office's or of another round, one whose
    /// predecessor is missing, that differs from a known one or contradicts those before.
    pub fn take_notices(&mut self, files: &[PathBuf], ctx: &Context) -> Result<Notices> {
        let round = self.desk()?.package.round;
        let read = self.store.read();
        let state = trust::state_for_import(&read.meta(), ctx)?;
        let known = read.round_notices().of_round(&round.id)?;
        let new = round_notices::taken_from(&known, (&round.id, &state), files, ctx)?;
        let report = round_notices::listed(&known, &new, &round);
        if new.is_empty() {
            return Ok(report);
        }
        let mut event = Event::act("notice-taken");
        for row in &new {
            event = event.about(&row.digest);
        }
        self.store.write(ctx.now, |write| -> Result<_> {
            for row in &new {
                write.round_notices().add(row)?;
                write.meta().saw_signed_time(row.issued)?;
            }
            follow(write, &round.id, new.iter().map(|row| &row.word))?;
            Ok(((), event))
        })?;
        Ok(report)
    }

    /// The notices that are known, in order.
    ///
    /// # Errors
    /// Before a package.
    pub fn notices(&self) -> Result<Notices> {
        let round = self.desk()?.package.round;
        let rows = self.store.read().round_notices().of_round(&round.id)?;
        Ok(round_notices::listed(&[], &rows, &round))
    }

    /// What the notices of a round amount to.
    pub(crate) fn in_force(&self, round: &RoundId) -> Result<InForce> {
        round_notices::in_force(&self.store.read().round_notices().of_round(round)?)
    }
}

/// Notes the withdrawals among `words` on the applications that are here; also when a later edition
/// of the package brings them again.
pub(super) fn follow<'w>(
    write: &Write<'_>,
    round: &RoundId,
    words: impl IntoIterator<Item = &'w Word>,
) -> std::result::Result<(), StoreError> {
    for word in words {
        let Word::Withdraw { application, .. } = word else {
            continue;
        };
        let key = ApplicationRef::new(round, application);
        let known = write.read().applications().get(&key)?;
        if known.is_some_and(|row| row.state == AssignmentState::Assigned) {
            write.applications().withdraw(&key)?;
        }
    }
    Ok(())
}
