//! Where an expert stands: progress, hand-ins, receipts.

use hengping_core::id::{BundleId, TicketId};
use hengping_core::text::Text;
use hengping_core::time::Instant;
use hengping_store::evidence;
use serde::Serialize;

use super::{ApplicationState, Expert};
use crate::clock::TimeZoneName;
use crate::context::Context;
use crate::error::Result;
use crate::identity::Fingerprint;
use crate::trust;

/// Where an expert stands.
#[derive(Debug, Serialize)]
pub struct ExpertStatus {
    /// Title of the round.
    pub round: Text,
    /// The ticket.
    pub ticket: TicketId,
    /// Until when bundles are due.
    pub due: Instant,
    /// Zone in which instants are shown.
    pub time_zone: TimeZoneName,
    /// The latest time the authority has signed, where the clock is more than a day behind it:
    /// the clock must be set.
    pub clock_behind: Option<Instant>,
    /// Whole days until then; negative when it is over.
    pub days_left: i64,
    /// Applications assigned; those recused or withdrawn not counted.
    pub assigned: usize,
    /// Of these, complete or sealed.
    pub complete: usize,
    /// Of these, sealed.
    pub sealed: usize,
    /// Applications recused.
    pub recused: usize,
    /// Applications that left the round.
    pub withdrawn: usize,
    /// Number of the last round notice known; 0 before the first.
    pub last_notice: u32,
    /// What was handed in.
    pub bundles: Vec<BundleStatus>,
    /// Whether the evidence of the package is on this machine.
    pub evidence: bool,
}

/// One bundle that was handed in.
#[derive(Debug, Serialize)]
pub struct BundleStatus {
    /// The bundle.
    pub bundle: BundleId,
    /// Number of the hand-in.
    pub seq: u32,
    /// What it is known by.
    pub digest: Fingerprint,
    /// When.
    pub at: Instant,
    /// Number of its receipt, once loaded.
    pub receipt: Option<u32>,
}

const DAY: i64 = 24 * 3600;

impl Expert {
    /// Where the expert stands.
    ///
    /// # Errors
    /// When no package was imported or the pledge is not signed.
    pub fn status(&self, ctx: &Context) -> Result<ExpertStatus> {
        let desk = self.pledged_desk()?;
        let mut list = self.list()?;
        list.retain(|entry| !entry.practice);
        let count = |wanted: &[ApplicationState]| {
            list.iter()
                .filter(|entry| wanted.contains(&entry.state))
                .count()
        };
        let recused = count(&[ApplicationState::Recused]);
        let withdrawn = count(&[ApplicationState::Withdrawn]);
        let handins = self.store.read().handins();
        let receipts = handins.receipts(&desk.ticket.id)?;
        let bundles = handins
            .bundles(&desk.ticket.id)?
            .into_iter()
            .map(|row| BundleStatus {
                receipt: receipts
                    .iter()
                    .find(|receipt| receipt.bundle_payload == row.label)
                    .map(|receipt| receipt.number),
                bundle: row.id,
                seq: row.seq,
                digest: Fingerprint::of(row.label),
                at: row.at,
            });
        let packages = [crate::documents::evidence_name(&desk.package.manifest)?];
        let meta = self.store.read().meta();
        let now = trust::now(&meta, ctx)?;
        Ok(ExpertStatus {
            time_zone: TimeZoneName::of(&desk.package.round),
            clock_behind: trust::clock_behind(&meta, ctx)?,
            ticket: desk.ticket.id.clone(),
            due: desk.ticket.due,
            days_left: desk.ticket.due.seconds_since(now).div_euclid(DAY),
            assigned: list.len() - recused - withdrawn,
            complete: count(&[ApplicationState::Complete, ApplicationState::Sealed]),
            sealed: count(&[ApplicationState::Sealed]),
            recused,
            withdrawn,
            last_notice: self.in_force(&desk.package.round.id)?.last(),
            bundles: bundles.collect(),
            evidence: evidence::missing(&self.store.evidence_folder(), &packages).is_empty(),
            round: desk.package.round.title,
        })
    }
}
