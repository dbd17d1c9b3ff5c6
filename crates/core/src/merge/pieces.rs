//! What merge is a function of: verified bundles and what the office and the panel know of them.
//!
//! Owns the set and its union. Does not verify a signature or open a file: `hengping-format` has
//! done so before anything comes in here. Every part is a set keyed by content, so a union knows no
//! order. Trap: a digest stands for its content; two different contents under one digest cannot
//! come from verified documents, and the union keeps either of them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::id::{ApplicationId, BundleId, Digest, Lineage, PackageId, TicketId};
use crate::log;
use crate::review::Review;
use crate::time::Instant;
use crate::visit::VisitRecord;

/// Everything merge looks at. The union of two sets is a set; the order of insertion leaves no trace.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Pieces {
    /// Verified bundles by payload digest.
    pub bundles: BTreeMap<Digest, Bundle>,
    /// Packages of the round.
    pub packages: BTreeSet<PackageId>,
    /// Scheme texts in force in the round; a review under any other counts for nothing.
    pub schemes: BTreeSet<Digest>,
    /// Tickets issued.
    pub tickets: BTreeSet<Ticket>,
    /// Tickets the office has revoked.
    pub revoked: BTreeSet<TicketId>,
    /// Identity keys that may sign under a ticket: as issued, or confirmed on paper afterwards.
    pub keys: BTreeSet<TicketKey>,
    /// Digests of the labels on the frozen opening list; `None` while arrivals are still taken.
    pub opening: Option<BTreeSet<Digest>>,
    /// Recorded decisions on bundles that otherwise would not count.
    pub rulings: BTreeSet<Ruling>,
    /// Which of several conflicting seals the expert has named.
    pub namings: BTreeSet<Naming>,
    /// Applications that are out of the round.
    pub withdrawn: BTreeSet<ApplicationId>,
    /// Applications an expert must not judge.
    pub recusals: BTreeSet<Recused>,
}

/// A bundle whose label, outer and inner signature and contents agree with each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Its id.
    pub id: BundleId,
    /// Digest of its signed payload: what it is identified by.
    pub digest: Digest,
    /// Digest of the payload of its label: what the opening list holds.
    pub label: Digest,
    /// Package it belongs to.
    pub package: PackageId,
    /// Ticket it was handed in under.
    pub ticket: TicketId,
    /// Fingerprint of the identity key that signed it.
    pub signer: Digest,
    /// History of the store it was made in.
    pub lineage: Lineage,
    /// 1 for the first hand-in, one more each time.
    pub seq: u32,
    /// Payload digest of hand-in `seq − 1`.
    pub previous: Option<Digest>,
    /// Assigned applications it names as not done.
    pub not_done: BTreeSet<ApplicationId>,
    /// State of the store's log when it was made.
    pub log_head: Option<log::Head>,
    /// Log entries it carries: all, or those since the previous hand-in; empty when none.
    pub log: Vec<log::Entry>,
    /// What it hands in.
    pub content: Content,
}

/// What a bundle hands in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Reviews of one expert.
    Reviews(Vec<Sealed<Review>>),
    /// Records of a visit team.
    Visits(Vec<Sealed<VisitRecord>>),
}

impl Content {
    /// The purpose of tickets under which such content is handed in.
    #[must_use]
    pub fn purpose(&self) -> Purpose {
        match self {
            Self::Reviews(_) => Purpose::Review,
            Self::Visits(_) => Purpose::Visit,
        }
    }
}

/// A signed document with the digest of its payload.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed<T> {
    /// Digest of the signed payload.
    pub digest: Digest,
    /// What was signed.
    pub content: T,
}

/// A ticket as issued.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticket {
    /// The ticket.
    pub id: TicketId,
    /// Its number; of several under one id the highest holds.
    pub seq: u32,
    /// Package it opens.
    pub package: PackageId,
    /// What is done under it; a bundle of another kind does not take part.
    pub purpose: Purpose,
    /// Ticket whose place it takes, with all its reviews.
    pub replaces: Option<TicketId>,
    /// Applications to be judged or visited under it.
    pub assigned: BTreeSet<ApplicationId>,
}

/// What a ticket is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// An expert's reviews.
    Review,
    /// A team's site visits.
    Visit,
}

/// A key that may sign under a ticket.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TicketKey {
    /// The ticket.
    pub ticket: TicketId,
    /// Fingerprint of the identity key.
    pub signer: Digest,
}

/// A recorded decision on a bundle that came late, under a revoked ticket or with a broken log.
///
/// Of several on one bundle the latest holds; at one instant the refusal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ruling {
    /// Payload digest of the bundle.
    pub bundle: Digest,
    /// When it was decided.
    pub at: Instant,
    /// Whether the bundle is kept out.
    pub refused: bool,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub decided_by: Vec<String>,
}

/// The expert's word which of several conflicting seals is theirs. The latest holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Naming {
    /// The expert's ticket.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
    /// When it was recorded.
    pub at: Instant,
    /// Digest of the seal named.
    pub seal: Digest,
    /// Why there were several.
    pub reason: String,
    /// Who recorded it.
    pub recorded_by: Vec<String>,
}

/// An application one expert must not judge.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recused {
    /// The expert's ticket.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
}

impl Pieces {
    /// Adds a bundle; says whether it was not there before.
    pub fn insert_bundle(&mut self, bundle: Bundle) -> bool {
        let before = self.bundles.len();
        self.bundles.entry(bundle.digest).or_insert(bundle);
        self.bundles.len() > before
    }

    /// The union of both sets.
    #[must_use]
    pub fn union(mut self, other: Self) -> Self {
        for bundle in other.bundles.into_values() {
            self.insert_bundle(bundle);
        }
        self.packages.extend(other.packages);
        self.schemes.extend(other.schemes);
        self.tickets.extend(other.tickets);
        self.revoked.extend(other.revoked);
        self.keys.extend(other.keys);
        self.rulings.extend(other.rulings);
        self.namings.extend(other.namings);
        self.withdrawn.extend(other.withdrawn);
        self.recusals.extend(other.recusals);
        self.opening = match (self.opening, other.opening) {
            (Some(one), Some(two)) => Some(&one | &two),
            (one, two) => one.or(two),
        };
        self
    }

    /// The review with payload digest `digest`.
    ///
    /// Walks all bundles; for many look-ups take [`Pieces::reviews`] once.
    #[must_use]
    pub fn review(&self, digest: Digest) -> Option<&Review> {
        self.sealed_reviews()
            .find(|sealed| sealed.digest == digest)
            .map(|sealed| &sealed.content)
    }

    /// All reviews by payload digest, whether they count or not.
    #[must_use]
    pub fn reviews(&self) -> BTreeMap<Digest, &Review> {
        self.sealed_reviews()
            .map(|sealed| (sealed.digest, &sealed.content))
            .collect()
    }

    /// All visit records by payload digest, whether they count or not.
    #[must_use]
    pub fn visits(&self) -> BTreeMap<Digest, &VisitRecord> {
        self.bundles
            .values()
            .filter_map(|bundle| match &bundle.content {
                Content::Visits(records) => Some(records),
                Content::Reviews(_) => None,
            })
            .flatten()
            .map(|sealed| (sealed.digest, &sealed.content))
            .collect()
    }

    fn sealed_reviews(&self) -> impl Iterator<Item = &Sealed<Review>> {
        self.bundles
            .values()
            .filter_map(|bundle| match &bundle.content {
                Content::Reviews(reviews) => Some(reviews),
                Content::Visits(_) => None,
            })
            .flatten()
    }
}
