//! Desks that seal, restore and hand in, so that tests tell stories instead of building structs.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::str::FromStr;

use crate::amount::Hundredths;
use crate::id::{ApplicationId, Digest, Lineage, TicketId};
use crate::log;
use crate::mark::{FactProposal, Judgement, Mark};
use crate::merge::{Bundle, Content, Naming, Pieces, Purpose, Ruling, Sealed, Ticket, TicketKey};
use crate::opinion::Opinion;
use crate::review::Review;
use crate::time::Instant;

/// Applications assigned to every ticket of [`round`].
pub(super) const ASSIGNED: [&str; 3] = ["a1", "a2", "a3"];
/// Tickets of [`round`].
pub(super) const TICKETS: [&str; 3] = ["t1", "t2", "t3"];

pub(super) fn id<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(super) fn at(seconds: i64) -> Instant {
    id::<Instant>("2026-11-22T10:00:00Z").plus_seconds(seconds)
}

pub(super) fn scheme() -> Digest {
    Digest::of(b"scheme")
}

fn signer(ticket: &str) -> Digest {
    Digest::of(format!("key of {ticket}").as_bytes())
}

pub(super) fn ticket(ticket: &str, replaces: Option<&str>) -> Ticket {
    Ticket {
        id: id(ticket),
        seq: 1,
        package: id("p1"),
        purpose: Purpose::Review,
        replaces: replaces.map(id),
        assigned: ASSIGNED.into_iter().map(id).collect(),
    }
}

pub(super) fn key(ticket: &str) -> TicketKey {
    TicketKey {
        ticket: id(ticket),
        signer: signer(ticket),
    }
}

/// A round with three tickets and nothing handed in.
pub(super) fn round() -> Pieces {
    Pieces {
        packages: BTreeSet::from([id("p1")]),
        schemes: BTreeSet::from([scheme()]),
        tickets: TICKETS.into_iter().map(|name| ticket(name, None)).collect(),
        keys: TICKETS.into_iter().map(key).collect(),
        ..Pieces::default()
    }
}

pub(super) fn naming(ticket: &str, application: &str, seal: Digest) -> Naming {
    Naming {
        ticket: id(ticket),
        application: id(application),
        at: at(0),
        seal,
        reason: "restored from backup".to_owned(),
        recorded_by: vec!["chair".to_owned()],
    }
}

pub(super) fn ruling(bundle: &Bundle, seconds: i64, refused: bool) -> Ruling {
    Ruling {
        bundle: bundle.digest,
        at: at(seconds),
        refused,
        reason: "train was late".to_owned(),
        decided_by: vec!["chair".to_owned()],
    }
}

/// One expert's store.
#[derive(Debug, Clone)]
pub(super) struct Desk {
    pub(super) ticket: TicketId,
    lineage: Lineage,
    sealed: BTreeMap<ApplicationId, Sealed<Review>>,
    log: Vec<log::Entry>,
    handed_in: Option<(u32, Digest)>,
    pub(super) proposals: Vec<FactProposal>,
}

impl Desk {
    pub(super) fn new(ticket: &str) -> Self {
        Self {
            ticket: id(ticket),
            lineage: id("l1"),
            sealed: BTreeMap::new(),
            log: Vec::new(),
            handed_in: None,
            proposals: Vec::new(),
        }
    }

    /// The same store, put back on another machine.
    pub(super) fn restore(&self, lineage: &str) -> Self {
        Self {
            lineage: id(lineage),
            ..self.clone()
        }
    }

    fn record(&mut self, kind: &str) {
        let number = self.log.len() as u64 + 1;
        let (kind, subjects) = (id(kind), vec![id(self.lineage.as_str())]);
        self.log.push(log::Entry {
            number,
            at: at(0),
            kind,
            subjects,
        });
    }

    /// Puts another past into the log.
    pub(super) fn rewrite_log(&mut self) {
        for entry in &mut self.log {
            entry.kind = id("rewritten");
        }
    }

    /// Seals `application` with `mark` on its one leaf; gives the digest.
    pub(super) fn seal(&mut self, application: &str, mark: i64) -> Digest {
        let application: ApplicationId = id(application);
        let before = self.sealed.get(&application);
        let review = self.review(&application, before, mark);
        let digest = Digest::of(serde_json::to_string(&review).unwrap().as_bytes());
        self.sealed.insert(
            application,
            Sealed {
                digest,
                content: review,
            },
        );
        self.record("review-sealed");
        digest
    }

    fn review(
        &self,
        application: &ApplicationId,
        before: Option<&Sealed<Review>>,
        mark: i64,
    ) -> Review {
        let mark = Mark {
            indicator: id("A1"),
            judgement: Judgement::Score(Hundredths(mark)),
            comment: String::new(),
            citations: vec![],
            material_version: 1,
        };
        Review {
            round: id("r1"),
            package: id("p1"),
            ticket: self.ticket.clone(),
            application: application.clone(),
            seal: before.map_or(1, |sealed| sealed.content.seal + 1),
            previous: before.map(|sealed| sealed.digest),
            lineage: self.lineage.clone(),
            scheme: scheme(),
            material_version: 1,
            last_notice: 0,
            unseal_reason: before.map(|_| "second thoughts".to_owned()),
            fact_sheet_read: None,
            proposals: self.proposals.clone(),
            marks: vec![mark],
            citations: vec![],
            opinion: Opinion::default(),
            sealed_at: at(0),
        }
    }

    /// Loses a sealed review, as a store that was partly restored may.
    pub(super) fn forget(&mut self, application: &str) {
        self.sealed.remove(&id::<ApplicationId>(application));
    }

    pub(super) fn hand_in(&mut self) -> Bundle {
        self.record("handed-in");
        let seq = self.handed_in.map_or(1, |(seq, _)| seq + 1);
        let previous = self.handed_in.map(|(_, digest)| digest);
        let reviews: Vec<Sealed<Review>> = self.sealed.values().cloned().collect();
        let documents: Vec<Digest> = reviews.iter().map(|sealed| sealed.digest).collect();
        let log_head = log::verify(&self.log).ok();
        // A digest covers all that is said: two logs under one digest cannot be.
        let said = (
            &self.ticket,
            &self.lineage,
            seq,
            previous,
            documents,
            log_head,
        );
        let name = format!("{said:?}");
        let digest = Digest::of(name.as_bytes());
        self.handed_in = Some((seq, digest));
        let done = |application: &ApplicationId| self.sealed.contains_key(application);
        Bundle {
            id: id(&digest.to_string()),
            digest,
            label: Digest::of(format!("label of {name}").as_bytes()),
            package: id("p1"),
            ticket: self.ticket.clone(),
            signer: signer(self.ticket.as_str()),
            lineage: self.lineage.clone(),
            seq,
            previous,
            not_done: ASSIGNED.into_iter().map(id).filter(|a| !done(a)).collect(),
            log_head,
            log: self.log.clone(),
            content: Content::Reviews(reviews),
        }
    }
}
