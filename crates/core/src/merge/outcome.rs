//! What merge says: which review counts, what every bundle is, what is missing.
//!
//! Owns the result types. Values hold digests, not reviews; [`Pieces`](super::Pieces) holds those.
//! Trap: a held bundle may still contribute: a conflict on one application holds that application
//! alone, and `counted` says what went through.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::id::{ApplicationId, Digest, TicketId};

/// State of a round as far as its pieces tell.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Merged {
    /// Per ticket and application: what counts, or why nothing does. Every known ticket has all
    /// its assigned applications.
    pub standings: BTreeMap<TicketId, BTreeMap<ApplicationId, Standing>>,
    /// What became of every bundle, by payload digest.
    pub bundles: BTreeMap<Digest, BundleState>,
    /// Everything known to be missing.
    pub gaps: BTreeSet<Gap>,
}

/// What counts for one ticket and application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// This seal counts.
    Counts(Counted),
    /// Nothing counts.
    Absent(Absence),
}

/// A review or visit record that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counted {
    /// Its payload digest.
    pub digest: Digest,
    /// Its seal number.
    pub seal: u32,
    /// Earlier or unnamed seals it supersedes.
    pub supersedes: BTreeSet<Digest>,
}

/// Why nothing counts. Where several reasons hold, the first in this order is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Absence {
    /// The application is out of the round; what was sealed is kept.
    Withdrawn {
        /// The seal that would count.
        kept: Option<Digest>,
    },
    /// The expert must not judge it; what was sealed is kept.
    Recused {
        /// The seal that would count.
        kept: Option<Digest>,
    },
    /// Another ticket has taken the place of this one.
    Replaced {
        /// The ticket that has.
        by: TicketId,
        /// The seal that would count.
        kept: Option<Digest>,
    },
    /// Seals contradict each other.
    Conflicting(Vec<Conflict>),
    /// All seals came in bundles that are held, or are themselves inadmissible.
    Held {
        /// Those bundles.
        bundles: BTreeSet<Digest>,
    },
    /// A bundle names it as not done.
    NotDone,
    /// No bundle speaks of it.
    NotHandedIn,
}

/// Several claims to one seal number.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Conflict {
    /// The seal number.
    pub seal: u32,
    /// Whether one history contradicts itself or two exist.
    pub kind: ConflictKind,
    /// Digests that claim the number; some may be known by a successor's word only.
    pub claims: BTreeSet<Digest>,
}

/// Kinds of conflicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConflictKind {
    /// Two different seals from one lineage.
    Equivocation,
    /// Seals from two lineages.
    Fork,
}

/// What became of one bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleState {
    /// Ticket it was handed in under.
    pub ticket: TicketId,
    /// The verdict.
    pub status: BundleStatus,
    /// Its documents that count.
    pub counted: BTreeMap<ApplicationId, Digest>,
}

/// Verdict on a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BundleStatus {
    /// Something of it counts through no later bundle, or it is the latest of its ticket.
    Accepted,
    /// Everything of it is repeated or replaced by this later bundle or those before that.
    Superseded {
        /// The latest bundle of the ticket.
        by: Digest,
    },
    /// Another ticket has taken the place of its own.
    TicketReplaced {
        /// The ticket that has.
        by: TicketId,
    },
    /// The same hand-in signed once more.
    Duplicate {
        /// The one that is kept.
        of: Digest,
    },
    /// All or part of it waits for somebody's word.
    Held(BTreeSet<Hold>),
}

/// Why a bundle, or one application in it, is held.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Hold {
    /// Its package is none of this round. Nothing of it counts.
    UnknownPackage,
    /// Its ticket is not known, or belongs to another package. Nothing of it counts.
    UnknownTicket,
    /// It hands in reviews under a visit team's ticket or the other way round. Nothing of it counts.
    WrongKind,
    /// No key is confirmed for its ticket yet. Nothing of it counts.
    UnconfirmedKey,
    /// Another key signs under its ticket. Nothing of it counts.
    ForeignKey,
    /// Its ticket is revoked and no ruling lets it in. Nothing of it counts.
    TicketRevoked,
    /// It is not on the opening list and no ruling lets it in. Nothing of it counts.
    Late,
    /// A ruling keeps it out. Nothing of it counts.
    Refused,
    /// Its log contradicts itself or does not continue that of the previous bundle, and no ruling
    /// lets it in. Nothing of it counts.
    LogBroken,
    /// A document in it speaks of another round's package or ticket; the rest counts.
    ForeignDocument {
        /// The document.
        document: Digest,
    },
    /// A document's seal number and predecessor do not fit together; the rest counts.
    Incoherent {
        /// The document.
        document: Digest,
    },
    /// A document was made under a scheme that is not in force; the rest counts.
    UnknownScheme {
        /// The document.
        document: Digest,
    },
    /// A document speaks of an application that was not assigned; the rest counts.
    Unassigned {
        /// The application.
        application: ApplicationId,
    },
    /// One lineage sealed an application differently under one number; the rest counts.
    Equivocation {
        /// The application.
        application: ApplicationId,
    },
    /// Two lineages sealed an application under one number; the rest counts.
    Fork {
        /// The application.
        application: ApplicationId,
    },
}

/// Something that must exist and has not arrived. Gaps are recorded and hold nothing back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gap {
    /// A seal that a later seal names.
    Seal {
        /// The ticket.
        ticket: TicketId,
        /// The application.
        application: ApplicationId,
        /// Number of the missing seal.
        seal: u32,
        /// Digest it must have.
        missing: Digest,
    },
    /// A hand-in that a later one names.
    Bundle {
        /// The ticket.
        ticket: TicketId,
        /// Number of the missing hand-in.
        seq: u32,
        /// Digest it must have.
        missing: Digest,
    },
}

impl Merged {
    /// The digest that counts for `ticket` and `application`.
    #[must_use]
    pub fn counted(&self, ticket: &TicketId, application: &ApplicationId) -> Option<Digest> {
        match self.standings.get(ticket)?.get(application)? {
            Standing::Counts(counted) => Some(counted.digest),
            Standing::Absent(_) => None,
        }
    }

    /// Everything that counts.
    pub fn all_counted(&self) -> impl Iterator<Item = (&TicketId, &ApplicationId, &Counted)> {
        self.standings.iter().flat_map(|(ticket, row)| {
            row.iter()
                .filter_map(move |(application, standing)| match standing {
                    Standing::Counts(counted) => Some((ticket, application, counted)),
                    Standing::Absent(_) => None,
                })
        })
    }

    /// Payload digests of the bundles that something counts from: the transcript's list.
    #[must_use]
    pub fn transcript(&self) -> BTreeSet<Digest> {
        self.bundles
            .iter()
            .filter(|(_, state)| !state.counted.is_empty())
            .map(|(digest, _)| *digest)
            .collect()
    }
}
