//! What was accepted before, so that nothing older is accepted after it.

use std::collections::BTreeMap;

use hengping_core::id::{Digest, PackageId, RoundId, TicketId};
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use crate::doc::TicketKind;
use crate::refusal::{Reason, Refusal, Result};

/// A numbered document that was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// Its version or number.
    pub number: u32,
    /// Its digest.
    pub digest: Digest,
}

/// A ticket that was accepted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketSeen {
    /// The package.
    pub package: PackageId,
    /// Whom it was for.
    pub kind: TicketKind,
    /// The ticket.
    pub ticket: TicketId,
    /// Number and digest.
    pub seen: Seen,
}

/// State against rollback, one per pinned authority and store.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Memory {
    /// Newest root.
    pub root: Option<Seen>,
    /// Newest roles.
    pub roles: Option<Seen>,
    /// Newest document of each round.
    pub rounds: BTreeMap<RoundId, Seen>,
    /// Newest edition of each package.
    pub packages: BTreeMap<PackageId, Seen>,
    /// Newest ticket per package and kind.
    pub tickets: Vec<TicketSeen>,
    /// Latest time this authority has signed.
    pub latest: Option<Instant>,
}

impl Memory {
    /// Notes an edition of a package; refuses an older one and a second one of the same number.
    pub(crate) fn note_package(&mut self, package: &PackageId, seen: Seen) -> Result<()> {
        advance_in(&mut self.packages, package, seen).map_err(|refusal| match refusal.reason {
            Reason::TrustRollback => Refusal::at(Reason::PackageRollback, "seq"),
            _ => Refusal::at(Reason::PackageFork, "seq"),
        })
    }

    /// Notes a ticket; refuses every one that is not newer for its package and kind.
    pub(crate) fn note_ticket(&mut self, new: TicketSeen) -> Result<()> {
        let same = |old: &&mut TicketSeen| old.package == new.package && old.kind == new.kind;
        match self.tickets.iter_mut().find(same) {
            None => self.tickets.push(new),
            Some(old) => {
                let mut slot = Some(old.seen);
                advance(&mut slot, new.seen)
                    .map_err(|_| Refusal::at(Reason::TicketRollback, "seq"))?;
                *old = new;
            }
        }
        Ok(())
    }
}

/// Moves `slot` on to `new` unless that would go back or sideways.
pub(super) fn advance(slot: &mut Option<Seen>, new: Seen) -> Result<()> {
    if let Some(old) = slot {
        if new.number < old.number {
            return Err(Refusal::at(Reason::TrustRollback, "version"));
        }
        if new.number == old.number && new.digest != old.digest {
            return Err(Refusal::at(Reason::TrustFork, "version"));
        }
    }
    *slot = Some(new);
    Ok(())
}

/// [`advance`] for an entry of a map.
pub(super) fn advance_in<K: Ord + Clone>(
    map: &mut BTreeMap<K, Seen>,
    key: &K,
    new: Seen,
) -> Result<()> {
    let mut slot = map.get(key).copied();
    advance(&mut slot, new)?;
    map.insert(key.clone(), new);
    Ok(())
}
