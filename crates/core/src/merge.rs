//! Merge 汇总: from the set of verified bundles to one state, whatever the order of arrival.
//!
//! Owns the rules which sealed review of an expert counts, and why the others do not; the fact
//! queue, effective facts and the consensus layer stand in the files below. Does not verify
//! signatures, keep anything, or compute a score. Trap: [`merge`] must stay a function of the *set*
//! [`Pieces`]: no clock, no counter, nothing that knows which file came first.
//!
//! # Rules
//! 1. A bundle takes part when its package, ticket and key are known, its ticket is not revoked,
//!    its label is on the opening list (once there is one) and its log continues the previous
//!    bundle's. A recorded ruling lets in what fails the last three, or keeps anything out.
//! 2. Of the documents in bundles that take part, those count that speak of their own ticket, an
//!    assigned application and a scheme in force, and whose seal number fits their predecessor.
//! 3. Per ticket and application the highest seal counts; a missing predecessor is a recorded gap.
//! 4. Two digests that claim one seal number hold that ticket's application — equivocation when one
//!    lineage made both, fork when two did — until a recorded naming says which line is the
//!    expert's: then the highest seal on that line counts.
//! 5. A ticket that replaces another takes its whole place. Withdrawn and recused applications keep
//!    what was sealed but do not count it.
//!
//! What does not take part under rule 1 leaves no trace in rules 3 and 4: a late bundle cannot
//! raise a conflict against a bundle that came in time.

mod admission;
mod chain;
pub mod consensus;
pub mod correction;
pub mod difference;
pub mod facts;
mod outcome;
mod pieces;
pub mod scoring;

use std::collections::{BTreeMap, BTreeSet};

pub use outcome::{
    Absence, BundleState, BundleStatus, Conflict, ConflictKind, Counted, Gap, Hold, Merged,
    Standing,
};
pub use pieces::{
    Bundle, Content, Naming, Pieces, Purpose, Recused, Ruling, Sealed, Ticket, TicketKey,
};

use crate::id::{ApplicationId, Digest, TicketId};
use admission::{Admission, Office};
use chain::{Line, Resolution};

/// The state that `pieces` amount to.
#[must_use]
pub fn merge(pieces: &Pieces) -> Merged {
    let office = Office::of(pieces);
    let admissions: BTreeMap<Digest, Admission<'_>> = pieces
        .bundles
        .iter()
        .map(|(digest, bundle)| (*digest, office.admit(bundle)))
        .collect();
    let resolutions = resolve_all(&office, &admissions);
    Merged {
        standings: standings(&office, &admissions, &resolutions),
        bundles: bundle_states(&office, &admissions, &resolutions),
        gaps: gaps(pieces, &admissions, &resolutions),
    }
}

/// Bundles that take part under rule 1, whatever is recused: recusals that a hand-in states hold
/// only when it does.
#[must_use]
pub fn taking_part(pieces: &Pieces) -> BTreeSet<Digest> {
    let office = Office::of(pieces);
    let bundles = pieces.bundles.iter();
    bundles
        .filter(|(_, bundle)| office.admit(bundle).takes_part)
        .map(|(digest, _)| *digest)
        .collect()
}

/// One place: an expert's ticket and an application.
type Place<'p> = (&'p TicketId, &'p ApplicationId);

fn resolve_all<'p>(
    office: &Office<'p>,
    admissions: &BTreeMap<Digest, Admission<'p>>,
) -> BTreeMap<Place<'p>, Resolution<'p>> {
    let mut lines: BTreeMap<Place<'p>, Line<'p>> = BTreeMap::new();
    for link in admissions.values().flat_map(|admission| &admission.links) {
        let line = lines.entry((link.ticket, link.application)).or_default();
        line.insert(link.digest, *link);
    }
    lines
        .into_iter()
        .map(|(place, line)| (place, chain::resolve(&line, office.naming(place))))
        .collect()
}

fn standings<'p>(
    office: &Office<'p>,
    admissions: &BTreeMap<Digest, Admission<'p>>,
    resolutions: &BTreeMap<Place<'p>, Resolution<'p>>,
) -> BTreeMap<TicketId, BTreeMap<ApplicationId, Standing>> {
    let spoken = Spoken::of(admissions);
    let row = |ticket: &'p TicketId| {
        office
            .applications(ticket)
            .into_iter()
            .map(|application| {
                let place = (ticket, application);
                let standing = standing(office, &spoken, place, resolutions.get(&place));
                (application.clone(), standing)
            })
            .collect()
    };
    office
        .tickets()
        .map(|ticket| (ticket.clone(), row(ticket)))
        .collect()
}

/// What bundles say of places without a document that takes part.
#[derive(Default)]
struct Spoken<'p> {
    held: BTreeMap<Place<'p>, BTreeSet<Digest>>,
    not_done: BTreeSet<Place<'p>>,
}

impl<'p> Spoken<'p> {
    fn of(admissions: &BTreeMap<Digest, Admission<'p>>) -> Self {
        let mut spoken = Self::default();
        for (digest, admission) in admissions {
            for application in &admission.kept_out {
                let place = (&admission.bundle.ticket, *application);
                spoken.held.entry(place).or_default().insert(*digest);
            }
            if admission.takes_part {
                let named = admission.bundle.not_done.iter();
                spoken
                    .not_done
                    .extend(named.map(|a| (&admission.bundle.ticket, a)));
            }
        }
        spoken
    }
}

fn standing<'p>(
    office: &Office<'p>,
    spoken: &Spoken<'p>,
    place: Place<'p>,
    resolution: Option<&Resolution<'p>>,
) -> Standing {
    let kept = resolution.and_then(Resolution::counted_digest);
    let absence = if office.is_withdrawn(place.1) {
        Absence::Withdrawn { kept }
    } else if let Some(by) = office.replaced_by(place.0) {
        // Before the recusal: the place is asked once, through the other ticket.
        Absence::Replaced {
            by: by.clone(),
            kept,
        }
    } else if office.is_recused(place) {
        Absence::Recused { kept }
    } else if let Some(resolution) = resolution {
        return resolution.standing();
    } else if let Some(bundles) = spoken.held.get(&place) {
        Absence::Held {
            bundles: bundles.clone(),
        }
    } else if spoken.not_done.contains(&place) {
        Absence::NotDone
    } else {
        Absence::NotHandedIn
    };
    Standing::Absent(absence)
}

fn bundle_states<'p>(
    office: &Office<'p>,
    admissions: &BTreeMap<Digest, Admission<'p>>,
    resolutions: &BTreeMap<Place<'p>, Resolution<'p>>,
) -> BTreeMap<Digest, BundleState> {
    let carriers = Carriers::of(admissions);
    let state = |admission: &Admission<'p>| {
        let counted = counted_through(office, admission, resolutions, &carriers);
        BundleState {
            ticket: admission.bundle.ticket.clone(),
            status: status(office, admission, resolutions, &carriers, &counted),
            counted,
        }
    };
    admissions
        .iter()
        .map(|(digest, admission)| (*digest, state(admission)))
        .collect()
}

/// Which bundle stands for what: the latest hand-ins that carry a document, the latest of a
/// ticket, the first of several that say the same.
///
/// Trap: a copied store hands in under the same number as its original. Whose digest is greater
/// is chance, so both stand for what both carry.
#[derive(Default)]
struct Carriers<'p> {
    of_document: BTreeMap<Digest, u32>,
    latest: BTreeMap<&'p TicketId, (u32, Digest)>,
    duplicates: BTreeMap<Digest, Digest>,
}

impl<'p> Carriers<'p> {
    fn of(admissions: &BTreeMap<Digest, Admission<'p>>) -> Self {
        let mut carriers = Self::default();
        let mut firsts = BTreeMap::new();
        // Ascending digests: the first of equals is the one with the smallest digest.
        for (digest, admission) in admissions.iter().filter(|(_, a)| a.takes_part) {
            let first = *firsts.entry(admission.said()).or_insert(*digest);
            if first != *digest {
                carriers.duplicates.insert(*digest, first);
                continue;
            }
            let rank = (admission.bundle.seq, *digest);
            let latest = carriers
                .latest
                .entry(&admission.bundle.ticket)
                .or_insert(rank);
            *latest = rank.max(*latest);
            for link in &admission.links {
                let carrier = carriers.of_document.entry(link.digest).or_default();
                *carrier = admission.bundle.seq.max(*carrier);
            }
        }
        carriers
    }
}

fn counted_through<'p>(
    office: &Office<'p>,
    admission: &Admission<'p>,
    resolutions: &BTreeMap<Place<'p>, Resolution<'p>>,
    carriers: &Carriers<'p>,
) -> BTreeMap<ApplicationId, Digest> {
    if carriers.duplicates.contains_key(&admission.bundle.digest) {
        return BTreeMap::new();
    }
    let counts = |place: Place<'p>, digest: Digest| {
        office.counts(place)
            && resolutions.get(&place).and_then(Resolution::counted_digest) == Some(digest)
    };
    admission
        .links
        .iter()
        .filter(|link| carriers.of_document.get(&link.digest) == Some(&admission.bundle.seq))
        .filter(|link| counts((link.ticket, link.application), link.digest))
        .map(|link| (link.application.clone(), link.digest))
        .collect()
}

fn status<'p>(
    office: &Office<'p>,
    admission: &Admission<'p>,
    resolutions: &BTreeMap<Place<'p>, Resolution<'p>>,
    carriers: &Carriers<'p>,
    counted: &BTreeMap<ApplicationId, Digest>,
) -> BundleStatus {
    let bundle = admission.bundle;
    if !admission.takes_part {
        return BundleStatus::Held(admission.holds.clone());
    }
    if let Some(by) = office.replaced_by(&bundle.ticket) {
        return BundleStatus::TicketReplaced { by: by.clone() };
    }
    let mut holds = admission.holds.clone();
    holds.extend(conflicts_in(admission, resolutions));
    if !holds.is_empty() {
        return BundleStatus::Held(holds);
    }
    if let Some(of) = carriers.duplicates.get(&bundle.digest) {
        return BundleStatus::Duplicate { of: *of };
    }
    match carriers.latest.get(&bundle.ticket) {
        Some((seq, latest)) if counted.is_empty() && *seq > bundle.seq => {
            BundleStatus::Superseded { by: *latest }
        }
        _ => BundleStatus::Accepted,
    }
}

fn conflicts_in<'p>(
    admission: &Admission<'p>,
    resolutions: &BTreeMap<Place<'p>, Resolution<'p>>,
) -> impl Iterator<Item = Hold> {
    admission.links.iter().filter_map(|link| {
        let resolution = resolutions.get(&(link.ticket, link.application))?;
        let kind = resolution.conflict_over(link.digest)?;
        let application = link.application.clone();
        Some(match kind {
            ConflictKind::Equivocation => Hold::Equivocation { application },
            ConflictKind::Fork => Hold::Fork { application },
        })
    })
}

fn gaps<'p>(
    pieces: &Pieces,
    admissions: &BTreeMap<Digest, Admission<'p>>,
    resolutions: &BTreeMap<Place<'p>, Resolution<'p>>,
) -> BTreeSet<Gap> {
    let bundles = admissions
        .values()
        .filter(|a| a.takes_part)
        .filter_map(|admission| {
            let missing = admission.bundle.previous?;
            (!pieces.bundles.contains_key(&missing)).then(|| Gap::Bundle {
                ticket: admission.bundle.ticket.clone(),
                seq: admission.bundle.seq.saturating_sub(1),
                missing,
            })
        });
    let seals = resolutions
        .iter()
        .flat_map(|((ticket, application), resolution)| {
            resolution
                .gaps
                .iter()
                .map(move |(seal, missing)| Gap::Seal {
                    ticket: (*ticket).clone(),
                    application: (*application).clone(),
                    seal: *seal,
                    missing: *missing,
                })
        });
    bundles.chain(seals).collect()
}

#[cfg(test)]
mod tests;
