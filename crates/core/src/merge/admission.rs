//! Which bundles and documents take part in the merge.
//!
//! Owns rules 1 and 2 of [`merge`](super::merge). Knows nothing of seals that contradict each
//! other (`chain`). Trap: every question here is asked of the whole set, never of what came before.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bundle, Content, Hold, Pieces, Place, Purpose, Ruling, Ticket};
use crate::id::{ApplicationId, Digest, Lineage, PackageId, TicketId};
use crate::log;

/// What makes a sealed document a link of a chain, whatever it says.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link<'p> {
    pub(super) digest: Digest,
    pub(super) seal: u32,
    pub(super) previous: Option<Digest>,
    pub(super) lineage: &'p Lineage,
    pub(super) package: &'p PackageId,
    pub(super) ticket: &'p TicketId,
    pub(super) application: &'p ApplicationId,
    pub(super) scheme: Digest,
}

/// A bundle with what admission says of it.
pub(super) struct Admission<'p> {
    pub(super) bundle: &'p Bundle,
    /// Whether it takes part at all.
    pub(super) takes_part: bool,
    /// Why it or a document of it does not.
    pub(super) holds: BTreeSet<Hold>,
    /// Documents that take part.
    pub(super) links: Vec<Link<'p>>,
    /// Applications of documents that do not.
    pub(super) kept_out: BTreeSet<&'p ApplicationId>,
}

/// All that two bundles must share to be the same hand-in signed twice.
pub(super) type Said<'p> = (
    &'p TicketId,
    &'p Lineage,
    u32,
    Option<Digest>,
    &'p BTreeSet<ApplicationId>,
    BTreeSet<Digest>,
);

impl<'p> Admission<'p> {
    pub(super) fn said(&self) -> Said<'p> {
        let bundle = self.bundle;
        (
            &bundle.ticket,
            &bundle.lineage,
            bundle.seq,
            bundle.previous,
            &bundle.not_done,
            links(bundle).map(|link| link.digest).collect(),
        )
    }
}

/// What the office and the panel have recorded, indexed for questions.
pub(super) struct Office<'p> {
    pieces: &'p Pieces,
    tickets: BTreeMap<&'p TicketId, KnownTicket<'p>>,
    replaced: BTreeMap<&'p TicketId, &'p TicketId>,
    keys: BTreeMap<&'p TicketId, BTreeSet<Digest>>,
    rulings: BTreeMap<Digest, &'p Ruling>,
    namings: BTreeMap<Place<'p>, Digest>,
    recused: BTreeSet<Place<'p>>,
}

struct KnownTicket<'p> {
    seq: u32,
    packages: BTreeSet<&'p PackageId>,
    purposes: BTreeSet<Purpose>,
    assigned: BTreeSet<&'p ApplicationId>,
}

impl<'p> Office<'p> {
    pub(super) fn of(pieces: &'p Pieces) -> Self {
        let mut keys: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
        for key in &pieces.keys {
            keys.entry(&key.ticket).or_default().insert(key.signer);
        }
        // Sets iterate in ascending order, so the latest of several overwrites the others.
        let rulings = pieces.rulings.iter().map(|r| (r.bundle, r)).collect();
        let namings = pieces
            .namings
            .iter()
            .map(|n| ((&n.ticket, &n.application), n.seal));
        let recused = pieces.recusals.iter().map(|r| (&r.ticket, &r.application));
        Self {
            pieces,
            tickets: known_tickets(&pieces.tickets),
            replaced: replaced_tickets(&pieces.tickets),
            keys,
            rulings,
            namings: namings.collect(),
            recused: recused.collect(),
        }
    }

    pub(super) fn tickets(&self) -> impl Iterator<Item = &'p TicketId> {
        self.tickets.keys().copied()
    }

    /// Applications a row of `ticket` must show.
    pub(super) fn applications(&self, ticket: &TicketId) -> BTreeSet<&'p ApplicationId> {
        let assigned = self
            .tickets
            .get(ticket)
            .into_iter()
            .flat_map(|known| &known.assigned);
        let recused = self.recused.iter().filter(|place| place.0 == ticket);
        assigned
            .copied()
            .chain(recused.map(|place| place.1))
            .collect()
    }

    pub(super) fn naming(&self, place: Place<'p>) -> Option<Digest> {
        self.namings.get(&place).copied()
    }

    pub(super) fn is_withdrawn(&self, application: &ApplicationId) -> bool {
        self.pieces.withdrawn.contains(application)
    }

    pub(super) fn is_recused(&self, place: Place<'p>) -> bool {
        self.recused.contains(&place)
    }

    pub(super) fn replaced_by(&self, ticket: &TicketId) -> Option<&'p TicketId> {
        self.replaced.get(ticket).copied()
    }

    /// Whether a seal at `place` may count at all.
    pub(super) fn counts(&self, place: Place<'p>) -> bool {
        !self.is_withdrawn(place.1)
            && !self.is_recused(place)
            && self.replaced_by(place.0).is_none()
    }

    /// Applies rules 1 and 2 to `bundle`.
    pub(super) fn admit(&self, bundle: &'p Bundle) -> Admission<'p> {
        let mut holds = self.bundle_holds(bundle);
        let takes_part = holds.is_empty();
        let mut admitted = Vec::new();
        let mut kept_out = BTreeSet::new();
        for link in links(bundle) {
            match self.document_hold(bundle, &link) {
                None if takes_part => admitted.push(link),
                None => {
                    kept_out.insert(link.application);
                }
                Some(hold) => {
                    kept_out.insert(link.application);
                    if takes_part {
                        holds.insert(hold);
                    }
                }
            }
        }
        Admission {
            bundle,
            takes_part,
            holds,
            links: admitted,
            kept_out,
        }
    }

    fn bundle_holds(&self, bundle: &Bundle) -> BTreeSet<Hold> {
        let mut holds = self.stranger(bundle);
        let ruling = self.rulings.get(&bundle.digest);
        match ruling {
            Some(ruling) if ruling.refused => {
                holds.insert(Hold::Refused);
            }
            Some(_) => {}
            None => holds.extend(self.irregular(bundle)),
        }
        holds
    }

    /// What no ruling can cure: only the missing knowledge itself can.
    fn stranger(&self, bundle: &Bundle) -> BTreeSet<Hold> {
        let mut holds = BTreeSet::new();
        if !self.pieces.packages.contains(&bundle.package) {
            holds.insert(Hold::UnknownPackage);
        }
        let ticket = self.tickets.get(&bundle.ticket);
        if !ticket.is_some_and(|known| known.packages.contains(&bundle.package)) {
            holds.insert(Hold::UnknownTicket);
        }
        if ticket.is_some_and(|known| !known.purposes.contains(&bundle.content.purpose())) {
            holds.insert(Hold::WrongKind);
        }
        match self.keys.get(&bundle.ticket) {
            None => holds.insert(Hold::UnconfirmedKey),
            Some(keys) => !keys.contains(&bundle.signer) && holds.insert(Hold::ForeignKey),
        };
        holds
    }

    /// What a ruling can let pass.
    fn irregular(&self, bundle: &Bundle) -> impl Iterator<Item = Hold> {
        let revoked = self.pieces.revoked.contains(&bundle.ticket);
        let in_time = |list: &BTreeSet<Digest>| list.contains(&bundle.label);
        let late = !self.pieces.opening.as_ref().is_none_or(in_time);
        [
            revoked.then_some(Hold::TicketRevoked),
            late.then_some(Hold::Late),
            self.log_broken(bundle).then_some(Hold::LogBroken),
        ]
        .into_iter()
        .flatten()
    }

    fn log_broken(&self, bundle: &Bundle) -> bool {
        let Some(head) = bundle.log_head else {
            return false;
        };
        let whole = bundle.log.first().is_some_and(|entry| entry.number == 1);
        if whole && log::verify(&bundle.log) != Ok(head) {
            return true;
        }
        let earlier = bundle
            .previous
            .and_then(|digest| self.pieces.bundles.get(&digest))
            .filter(|earlier| earlier.ticket == bundle.ticket && earlier.signer == bundle.signer)
            .and_then(|earlier| earlier.log_head);
        earlier.is_some_and(|earlier| log::check_link(earlier, head, &bundle.log).is_err())
    }

    fn document_hold(&self, bundle: &Bundle, link: &Link<'_>) -> Option<Hold> {
        let document = link.digest;
        let fits = link.seal > 0 && (link.seal == 1) == link.previous.is_none();
        let assigned = self
            .tickets
            .get(&bundle.ticket)
            .is_some_and(|known| known.assigned.contains(link.application));
        if *link.ticket != bundle.ticket || !self.pieces.packages.contains(link.package) {
            Some(Hold::ForeignDocument { document })
        } else if !fits {
            Some(Hold::Incoherent { document })
        } else if !self.pieces.schemes.contains(&link.scheme) {
            Some(Hold::UnknownScheme { document })
        } else if !assigned {
            Some(Hold::Unassigned {
                application: link.application.clone(),
            })
        } else {
            None
        }
    }
}

fn known_tickets(tickets: &BTreeSet<Ticket>) -> BTreeMap<&TicketId, KnownTicket<'_>> {
    let mut known: BTreeMap<&TicketId, KnownTicket<'_>> = BTreeMap::new();
    // Ascending by id, then seq: a higher seq replaces what was known, an equal one adds to it.
    for ticket in tickets {
        let entry = known.entry(&ticket.id).or_insert_with(|| KnownTicket {
            seq: ticket.seq,
            packages: BTreeSet::new(),
            purposes: BTreeSet::new(),
            assigned: BTreeSet::new(),
        });
        if entry.seq < ticket.seq {
            entry.seq = ticket.seq;
            entry.packages.clear();
            entry.purposes.clear();
            entry.assigned.clear();
        }
        entry.packages.insert(&ticket.package);
        entry.purposes.insert(ticket.purpose);
        entry.assigned.extend(&ticket.assigned);
    }
    known
}

fn replaced_tickets(tickets: &BTreeSet<Ticket>) -> BTreeMap<&TicketId, &TicketId> {
    let mut replaced = BTreeMap::new();
    for ticket in tickets {
        if let Some(old) = ticket.replaces.as_ref().filter(|old| **old != ticket.id) {
            replaced.entry(old).or_insert(&ticket.id);
        }
    }
    replaced
}

fn links(bundle: &Bundle) -> Box<dyn Iterator<Item = Link<'_>> + '_> {
    macro_rules! link {
        ($sealed:expr) => {
            Link {
                digest: $sealed.digest,
                seal: $sealed.content.seal,
                previous: $sealed.content.previous,
                lineage: &$sealed.content.lineage,
                package: &$sealed.content.package,
                ticket: &$sealed.content.ticket,
                application: &$sealed.content.application,
                scheme: $sealed.content.scheme,
            }
        };
    }
    match &bundle.content {
        Content::Reviews(reviews) => Box::new(reviews.iter().map(|sealed| link!(sealed))),
        Content::Visits(visits) => Box::new(visits.iter().map(|sealed| link!(sealed))),
    }
}
