//! Round notices at the panel: kept, and followed where results are computed.
//!
//! Owns taking them in. What a withdrawal does to a result is core's; after the panel has decided it
//! is a correction like any other.

use std::path::PathBuf;

use hengping_core::id::ApplicationId;
use hengping_core::merge::{Absence, Standing};
use hengping_store::Event;
use serde::Serialize;

use super::Panel;
use super::acts::Corrected;
use super::evaluation::Evaluation;
use super::record::Record;
use crate::context::Context;
use crate::error::Result;
use crate::round_notices::{self, Notices};
use crate::trust;

/// An application that left the round.
#[derive(Debug, Serialize)]
pub struct WithdrawnLine {
    /// The application.
    pub application: ApplicationId,
    /// Name of the enterprise.
    pub enterprise: String,
    /// Number of the notice.
    pub notice: u32,
    /// Why.
    pub reason: String,
    /// Reviews and visit records of it that came in: kept, and not counted.
    pub kept: usize,
}

impl Panel {
    /// Takes in notices of the office; those that are known already are passed over.
    ///
    /// # Errors
    /// Before a package; a notice that is not the office's or of another round, one whose
    /// predecessor is missing, that differs from a known one or contradicts those before; one that
    /// changes what was decided, without a ground.
    pub fn take_notices(&mut self, files: &[PathBuf], ctx: &Context) -> Result<Notices> {
        let round = self.round()?.round;
        let read = self.store.read();
        let state = trust::state_for_import(&read.meta(), ctx)?;
        let known = read.round_notices().of_round(&round.id)?;
        let new = round_notices::taken_from(&known, (&round.id, &state), files, ctx)?;
        let report = round_notices::listed(&known, &new, &round);
        if new.is_empty() {
            return Ok(report);
        }
        let what = Corrected::Notice(report.last);
        let correction = self.correction_of(what, ctx, |record| {
            let signed = new.iter().map(|row| row.signed.clone());
            record.sources.notices.extend(signed);
            let rows: Vec<_> = known.iter().chain(&new).cloned().collect();
            record.notices = round_notices::in_force(&rows)?;
            Ok(())
        })?;
        let mut event = Event::act("notice-taken");
        for row in &new {
            event = event.about(&row.digest);
        }
        self.store.write(ctx.now, |write| -> Result<_> {
            for row in &new {
                write.round_notices().add(row)?;
                write.meta().saw_signed_time(row.issued)?;
            }
            if let Some(correction) = &correction {
                write.decisions().add(correction)?;
            }
            Ok(((), event))
        })?;
        Ok(report)
    }

    /// The notices that are known, in order.
    ///
    /// # Errors
    /// Before a package.
    pub fn notices(&self) -> Result<Notices> {
        let round = self.round()?.round;
        let rows = self.store.read().round_notices().of_round(&round.id)?;
        Ok(round_notices::listed(&[], &rows, &round))
    }
}

fn is_kept(standing: &Standing) -> bool {
    matches!(
        standing,
        Standing::Absent(Absence::Withdrawn { kept: Some(_) })
    )
}

/// Applications that left the round, with what is kept of them.
pub(super) fn withdrawn(record: &Record, evaluation: &Evaluation<'_>) -> Vec<WithdrawnLine> {
    let kept = |id: &ApplicationId| {
        let standings = evaluation.merged.standings.values();
        let of_it = standings.filter_map(|row| row.get(id));
        of_it.filter(|standing| is_kept(standing)).count()
    };
    let lines = record
        .notices
        .withdrawn()
        .iter()
        .map(|(id, left)| WithdrawnLine {
            application: id.clone(),
            enterprise: record.enterprise(id),
            notice: left.notice,
            reason: left.reason.clone(),
            kept: kept(id),
        });
    lines.collect()
}
