//! One expert's seals of one application: which of them counts.
//!
//! Owns rules 3 and 4 of [`merge`](super::merge). Does not look at what was sealed. Trap: a seal
//! speaks of two numbers, its own and that of the predecessor it names; both are claims, and a
//! predecessor nobody has seen can still contradict one that is there.

use std::collections::{BTreeMap, BTreeSet};

use super::admission::Link;
use super::{Absence, Conflict, ConflictKind, Counted, Standing};
use crate::id::{Digest, Lineage};

/// Seals of one ticket and application by digest.
pub(super) type Line<'p> = BTreeMap<Digest, Link<'p>>;

/// What a line amounts to.
#[derive(Default)]
pub(super) struct Resolution<'p> {
    counted: Option<Link<'p>>,
    supersedes: BTreeSet<Digest>,
    conflicts: Vec<Conflict>,
    /// Seals that are named and missing, with their numbers.
    pub(super) gaps: BTreeSet<(u32, Digest)>,
}

impl Resolution<'_> {
    pub(super) fn counted_digest(&self) -> Option<Digest> {
        self.counted.map(|link| link.digest)
    }

    pub(super) fn standing(&self) -> Standing {
        match self.counted {
            Some(link) => Standing::Counts(Counted {
                digest: link.digest,
                seal: link.seal,
                supersedes: self.supersedes.clone(),
            }),
            None => Standing::Absent(Absence::Conflicting(self.conflicts.clone())),
        }
    }

    /// Kind of the unresolved conflict that `digest` is part of.
    pub(super) fn conflict_over(&self, digest: Digest) -> Option<ConflictKind> {
        let conflict = self.conflicts.iter().find(|c| c.claims.contains(&digest))?;
        Some(conflict.kind)
    }
}

/// Applies rules 3 and 4 to a line that is not empty.
pub(super) fn resolve<'p>(line: &Line<'p>, named: Option<Digest>) -> Resolution<'p> {
    let conflicts = conflicts(line);
    let base = named.and_then(|digest| Base::of(line, digest));
    match base {
        Some(base) if !conflicts.is_empty() => resolve_named(line, &base),
        _ => settle(line, line, conflicts),
    }
}

/// The seal a naming chose. It may be known by its successor's word only: a hand-in carries the
/// latest seals, not their predecessors.
struct Base<'p> {
    digest: Digest,
    seal: u32,
    lineage: &'p Lineage,
}

impl<'p> Base<'p> {
    fn of(line: &Line<'p>, named: Digest) -> Option<Self> {
        let known = line.get(&named).map(|link| (link.seal, link.lineage));
        let claimed = || {
            let above = line.values().find(|link| link.previous == Some(named))?;
            Some((above.seal.saturating_sub(1), above.lineage))
        };
        let (seal, lineage) = known.or_else(claimed)?;
        Some(Self {
            digest: named,
            seal,
            lineage,
        })
    }
}

/// Only the named seal and what was sealed on top of it are looked at.
fn resolve_named<'p>(line: &Line<'p>, base: &Base<'p>) -> Resolution<'p> {
    let mut chosen: Line<'p> = Line::new();
    if let Some(named) = line.get(&base.digest) {
        // What lies below is settled by the naming; the seal's own link must not reopen it.
        chosen.insert(
            base.digest,
            Link {
                previous: None,
                ..*named
            },
        );
    }
    let mut above: Vec<&Link<'p>> = line.values().filter(|link| link.seal > base.seal).collect();
    above.sort_by_key(|link| (link.seal, link.digest));
    for link in above {
        if stands_on(link, base, line, &chosen) {
            chosen.insert(link.digest, *link);
        }
    }
    settle(line, &chosen, conflicts(&chosen))
}

/// Whether `link` was sealed on a chosen seal, or beyond a gap in the named seal's own lineage.
fn stands_on(link: &Link<'_>, base: &Base<'_>, line: &Line<'_>, chosen: &Line<'_>) -> bool {
    let Some(previous) = link.previous else {
        return false;
    };
    if previous == base.digest || line.contains_key(&previous) {
        return previous == base.digest || chosen.contains_key(&previous);
    }
    // Directly above the named seal the predecessor is known to be another one.
    link.lineage == base.lineage && link.seal > base.seal.saturating_add(1)
}

fn settle<'p>(line: &Line<'p>, chosen: &Line<'p>, conflicts: Vec<Conflict>) -> Resolution<'p> {
    let gaps = gaps(line, chosen);
    if !conflicts.is_empty() {
        return Resolution {
            conflicts,
            gaps,
            ..Resolution::default()
        };
    }
    let counted = chosen.values().max_by_key(|link| link.seal).copied();
    let counted_digest = counted.map(|link| link.digest);
    let supersedes = line
        .keys()
        .copied()
        .filter(|d| Some(*d) != counted_digest)
        .collect();
    Resolution {
        counted,
        supersedes,
        conflicts,
        gaps,
    }
}

fn gaps(line: &Line<'_>, chosen: &Line<'_>) -> BTreeSet<(u32, Digest)> {
    chosen
        .values()
        .filter_map(|link| Some((link.seal.saturating_sub(1), link.previous?)))
        .filter(|(_, previous)| !line.contains_key(previous))
        .collect()
}

/// Everything `line` claims: number, digest, and the lineage that says so.
fn claims<'a>(line: &'a Line<'a>) -> impl Iterator<Item = (u32, Digest, &'a Lineage)> {
    line.values().flat_map(|link| {
        let own = (link.seal, link.digest, link.lineage);
        let below = link.previous.map(|previous| {
            // A predecessor that is there speaks for its own lineage.
            let lineage = line
                .get(&previous)
                .map_or(link.lineage, |known| known.lineage);
            (link.seal.saturating_sub(1), previous, lineage)
        });
        std::iter::once(own).chain(below)
    })
}

fn conflicts(line: &Line<'_>) -> Vec<Conflict> {
    let mut by_seal: BTreeMap<u32, BTreeMap<Digest, &Lineage>> = BTreeMap::new();
    let mut numbers: BTreeMap<Digest, BTreeSet<u32>> = BTreeMap::new();
    for (seal, digest, lineage) in claims(line) {
        by_seal.entry(seal).or_default().insert(digest, lineage);
        numbers.entry(digest).or_default().insert(seal);
    }
    let double = |digest: &Digest| numbers.get(digest).is_some_and(|seals| seals.len() > 1);
    by_seal
        .into_iter()
        .filter(|(_, claims)| claims.len() > 1 || claims.keys().any(double))
        .map(|(seal, claims)| conflict(seal, &claims))
        .collect()
}

fn conflict(seal: u32, claims: &BTreeMap<Digest, &Lineage>) -> Conflict {
    let lineages: BTreeSet<_> = claims.values().collect();
    // Fewer lineages than claims: one of them said two things.
    let kind = if claims.len() > 1 && lineages.len() == claims.len() {
        ConflictKind::Fork
    } else {
        ConflictKind::Equivocation
    };
    Conflict {
        seal,
        kind,
        claims: claims.keys().copied().collect(),
    }
}
