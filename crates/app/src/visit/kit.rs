//! What reaches the team after its package: the kit, and round notices.
//!
//! The kit on the team's machine: taken in once, then part of every sheet.
//!
//! Trap: the lines are kept opened, in the encrypted store; who signed them was verified when they
//! came.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use hengping_core::id::ApplicationId;
use hengping_format::doc::{Kit, KitLine, KitLines};
use hengping_store::Event;
use serde::Serialize;

use super::Visit;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::identity::Fingerprint;
use crate::round_notices::Notices;
use crate::{files, trust};

/// Where the lines of the kit are kept.
const KIT: &str = "kit";

/// A kit that was taken in.
#[derive(Debug, Serialize)]
pub struct KitTaken {
    /// Lines by application.
    pub visits: Vec<(ApplicationId, usize)>,
    /// Seed of the sample.
    pub seed: Fingerprint,
}

impl Visit {
    /// Takes in round notices, as an expert does.
    ///
    /// # Errors
    /// Those of an expert's.
    pub fn take_notices(&mut self, files: &[PathBuf], ctx: &Context) -> Result<Notices> {
        self.expert.take_notices(files, ctx)
    }

    /// The round notices that are known, in order.
    ///
    /// # Errors
    /// Before a package.
    pub fn notices(&self) -> Result<Notices> {
        self.expert.notices()
    }

    /// Takes in the kit that the panel drew for this team, in place of an earlier one.
    ///
    /// # Errors
    /// Before the package; a kit of another round, ticket or team, or one no chair signed.
    pub fn take_kit(&mut self, file: &Path, ctx: &Context) -> Result<KitTaken> {
        let desk = self.expert.desk()?;
        let state = trust::state_for_import(&self.expert.store.read().meta(), ctx)?;
        let kit = state.verify::<Kit>(&files::read(file)?)?;
        if kit.round != desk.package.round.id || kit.ticket != desk.ticket.id {
            return Err(Refused::KitForeign.into());
        }
        let lines = kit.open(&self.expert.keys.identity)?;
        trust::check_ahead(lines.made_at, ctx)?;
        let text = serde_json::to_string(&lines).map_err(|_| Refused::Internal)?;
        let event = Event::act("kit-taken").about(&kit.digest());
        self.expert.store.write(ctx.now, |write| -> Result<_> {
            write.meta().keep(KIT, &text)?;
            write.meta().saw_signed_time(lines.made_at)?;
            Ok(((), event))
        })?;
        let count = |visit: &hengping_format::doc::KitVisit| {
            let lines = visit.lines.len();
            (visit.application.clone(), lines)
        };
        Ok(KitTaken {
            visits: lines.visits.iter().map(count).collect(),
            seed: Fingerprint::of(lines.seed),
        })
    }

    /// What the kit says of each application; empty before one came, or in another round.
    pub(super) fn kit(&self) -> Result<BTreeMap<ApplicationId, Vec<KitLine>>> {
        let Some(text) = self.expert.store.read().meta().kept(KIT)? else {
            return Ok(BTreeMap::new());
        };
        let lines: KitLines = serde_json::from_str(&text).map_err(|_| Refused::Internal)?;
        if lines.round != self.expert.desk()?.package.round.id {
            return Ok(BTreeMap::new());
        }
        let visits = lines.visits.into_iter();
        Ok(visits.map(|one| (one.application, one.lines)).collect())
    }
}
