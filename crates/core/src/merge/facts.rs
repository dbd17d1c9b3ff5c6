//! Facts after merge: what experts propose, what was decided, what was verified, what holds.
//!
//! Owns the fact queue and effective facts with their provenance. Does not compute a leaf. Trap: a
//! proposal changes nothing by itself, however many experts make it; only the panel's decision and
//! a visit's verified value do. Of these the panel's decision holds, whatever clocks say: they run
//! on different machines. A record that its own program could not have sealed, or a value the
//! scheme does not know, is referred to the panel.

mod decision;
mod queue;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

pub use decision::{DecisionError, FactDecision, fits, is_known};
pub use queue::{Backing, Gathered, QueueEntry};
use queue::{Proposed, gathered};

use super::{Merged, Pieces};
use crate::application::Application;
use crate::id::{ApplicationId, Digest, IndicatorCode};
use crate::mark::{FactKey, FactValue};
use crate::scheme::Scheme;
use crate::time::Instant;
use crate::visit::{Subject, Treatment, VisitLine};

/// A fact as it holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EffectiveFact {
    /// Its value.
    pub value: FactValue,
    /// Where the value comes from.
    pub provenance: Provenance,
    /// What the package says, where the value is from somebody else.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<FactValue>,
}

/// Where the value of a fact comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Provenance {
    /// Declared by the applicant.
    Declared,
    /// Packed by the office, from the form or its own check.
    Office,
    /// Decided by the panel.
    Decided {
        /// Why.
        reason: String,
        /// Who.
        by: Vec<String>,
        /// When.
        at: Instant,
    },
    /// Verified on site.
    Visited {
        /// The visit record.
        record: Digest,
        /// When it was sealed.
        at: Instant,
    },
}

/// A line of a visit that the panel must act on: nothing follows from it by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Referred {
    /// The application.
    pub application: ApplicationId,
    /// The visit record.
    pub record: Digest,
    /// The line.
    pub line: VisitLine,
}

/// All facts of a round.
#[derive(Debug)]
pub struct Facts<'a> {
    applications: &'a BTreeMap<ApplicationId, Application>,
    proposals: BTreeMap<(&'a ApplicationId, &'a FactKey), Vec<Proposed<'a>>>,
    decisions: BTreeMap<(&'a ApplicationId, &'a FactKey), &'a FactDecision>,
    verified: BTreeMap<(&'a ApplicationId, &'a FactKey), Verified>,
    referred: Vec<Referred>,
}

#[derive(Debug)]
struct Verified {
    value: FactValue,
    record: Digest,
    at: Instant,
}

impl<'a> Facts<'a> {
    /// Gathers proposals and verified values of the documents that count, and decisions. Of several
    /// decisions on a fact the latest holds, at one instant the one later in `decisions`.
    #[must_use]
    pub fn gather(
        scheme: &Scheme,
        applications: &'a BTreeMap<ApplicationId, Application>,
        pieces: &'a Pieces,
        merged: &'a Merged,
        decisions: &'a [FactDecision],
    ) -> Self {
        let mut facts = Self {
            applications,
            proposals: BTreeMap::new(),
            decisions: BTreeMap::new(),
            verified: BTreeMap::new(),
            referred: Vec::new(),
        };
        facts.take_decisions(decisions);
        facts.take_proposals(pieces, merged);
        facts.take_visits(scheme, pieces, merged);
        facts
    }

    fn take_decisions(&mut self, decisions: &'a [FactDecision]) {
        let fitting = |d: &&FactDecision| d.value.as_ref().is_none_or(|v| fits(&d.fact, v));
        for decision in decisions.iter().filter(fitting) {
            let key = (&decision.application, &decision.fact);
            let latest = self.decisions.entry(key).or_insert(decision);
            if decision.at >= latest.at {
                *latest = decision;
            }
        }
    }

    fn take_proposals(&mut self, pieces: &'a Pieces, merged: &'a Merged) {
        let reviews = pieces.reviews();
        for (ticket, application, counted) in merged.all_counted() {
            let review = counted.digest;
            let Some(content) = reviews.get(&review) else {
                continue;
            };
            for proposal in content.proposals.iter().filter(|p| fits(&p.fact, &p.value)) {
                let key = (application, &proposal.fact);
                let proposed = Proposed {
                    ticket,
                    review,
                    proposal,
                };
                self.proposals.entry(key).or_default().push(proposed);
            }
        }
    }

    fn take_visits(&mut self, scheme: &Scheme, pieces: &'a Pieces, merged: &'a Merged) {
        let records = pieces.visits();
        for (_, application, counted) in merged.all_counted() {
            let record = counted.digest;
            let Some(content) = records.get(&record) else {
                continue;
            };
            let sound = content.faults().is_empty();
            for line in &content.lines {
                match (&line.subject, line.replacing_value()) {
                    (Subject::Fact(fact), Some(value))
                        if sound && is_known(scheme, fact, &value) =>
                    {
                        let verified = Verified {
                            value,
                            record,
                            at: content.sealed_at,
                        };
                        self.verify((application, fact), verified);
                    }
                    _ if line.treatment == Treatment::Keep => {}
                    _ => self.referred.push(Referred {
                        application: application.clone(),
                        record,
                        line: line.clone(),
                    }),
                }
            }
        }
    }

    /// Of two visits the one sealed later holds; at one instant the greater digest.
    fn verify(&mut self, key: (&'a ApplicationId, &'a FactKey), verified: Verified) {
        let rank = |v: &Verified| (v.at, v.record);
        let earlier = self.verified.get(&key).map(rank);
        if earlier.is_none_or(|earlier| earlier <= rank(&verified)) {
            self.verified.insert(key, verified);
        }
    }

    /// The facts of `application` as they hold; empty when it is unknown.
    #[must_use]
    pub fn of(&self, application: &ApplicationId) -> BTreeMap<FactKey, EffectiveFact> {
        let Some(packed) = self.applications.get(application) else {
            return BTreeMap::new();
        };
        let mut facts = packed_facts(packed);
        let touched = self.touched(application);
        for fact in touched {
            let before = facts.get(&fact).map(|effective| effective.value.clone());
            if let Some((value, provenance)) = self.act(application, &fact, before.as_ref()) {
                facts.insert(
                    fact,
                    EffectiveFact {
                        value,
                        provenance,
                        before,
                    },
                );
            }
        }
        facts
    }

    fn touched(&self, application: &ApplicationId) -> BTreeSet<FactKey> {
        let decided = self.decisions.keys();
        let verified = self.verified.keys();
        decided
            .chain(verified)
            .filter(|(of, _)| *of == application)
            .map(|(_, fact)| (*fact).clone())
            .collect()
    }

    /// The act that holds for a fact, with the value it gives.
    fn act(
        &self,
        application: &ApplicationId,
        fact: &FactKey,
        packed: Option<&FactValue>,
    ) -> Option<(FactValue, Provenance)> {
        match self.decisions.get(&(application, fact)) {
            None => {
                let Verified { value, record, at } = self.verified.get(&(application, fact))?;
                let provenance = Provenance::Visited {
                    record: *record,
                    at: *at,
                };
                Some((value.clone(), provenance))
            }
            Some(decision) => {
                let provenance = Provenance::Decided {
                    reason: decision.reason.clone(),
                    by: decision.decided_by.clone(),
                    at: decision.at,
                };
                let value = decision.value.as_ref().or(packed)?;
                Some((value.clone(), provenance))
            }
        }
    }

    /// `application` with its facts as they hold; items are not part of it ([`Facts::items`]).
    #[must_use]
    pub fn applied(&self, application: &ApplicationId) -> Option<Application> {
        let mut changed = self.applications.get(application)?.clone();
        for (fact, effective) in self.of(application) {
            if effective.before.as_ref() != Some(&effective.value) {
                apply(&mut changed, fact, effective.value);
            }
        }
        Some(changed)
    }

    /// How often items apply, as decided or verified.
    #[must_use]
    pub fn items(&self, application: &ApplicationId) -> BTreeMap<IndicatorCode, u32> {
        self.of(application)
            .into_iter()
            .filter_map(|(fact, effective)| match (fact, effective.value) {
                (FactKey::Item(item), FactValue::Count(count)) => Some((item, count)),
                _ => None,
            })
            .collect()
    }

    /// Items of `application` that somebody proposes and nobody has decided.
    #[must_use]
    pub fn undecided_items(&self, application: &ApplicationId) -> BTreeSet<IndicatorCode> {
        let settled = self.items(application);
        self.proposals
            .keys()
            .filter(|(of, _)| *of == application)
            .filter_map(|(_, fact)| match fact {
                FactKey::Item(item) => Some(item.clone()),
                _ => None,
            })
            .filter(|item| !settled.contains_key(item))
            .collect()
    }

    /// The fact queue, by application and fact: everything anyone proposes, decided or not.
    #[must_use]
    pub fn queue(&self) -> Vec<QueueEntry> {
        self.proposals
            .iter()
            .map(|(&(application, fact), proposals)| QueueEntry {
                application: application.clone(),
                fact: fact.clone(),
                now: self.of(application).remove(fact),
                proposals: gathered(proposals),
                decision: self
                    .decisions
                    .get(&(application, fact))
                    .map(|d| (*d).clone()),
            })
            .collect()
    }

    /// Lines of visits that wait for the panel.
    #[must_use]
    pub fn referred(&self) -> &[Referred] {
        &self.referred
    }
}

fn packed_facts(packed: &Application) -> BTreeMap<FactKey, EffectiveFact> {
    let fact = |value, provenance| EffectiveFact {
        value,
        provenance,
        before: None,
    };
    let fields = packed.fields.iter().map(|(key, declared)| {
        let value = FactValue::Field(declared.value.clone());
        (
            FactKey::Field(key.clone()),
            fact(value, Provenance::Declared),
        )
    });
    let choices = packed.choices.iter().map(|(leaf, option)| {
        let value = FactValue::Option(option.clone());
        (
            FactKey::Choice(leaf.clone()),
            fact(value, Provenance::Office),
        )
    });
    let enterprise_type = FactValue::EnterpriseType(packed.enterprise_type.clone());
    let own = (
        FactKey::EnterpriseType,
        fact(enterprise_type, Provenance::Declared),
    );
    fields.chain(choices).chain([own]).collect()
}

/// Puts a value in the place of a fact. Items are not part of an application and change nothing.
pub fn apply(application: &mut Application, fact: FactKey, value: FactValue) {
    match (fact, value) {
        (FactKey::Field(key), FactValue::Field(value)) => {
            let source = application
                .fields
                .get(&key)
                .and_then(|old| old.source.clone());
            let declared = crate::application::DeclaredValue { value, source };
            application.fields.insert(key, declared);
        }
        (FactKey::Choice(leaf), FactValue::Option(option)) => {
            application.choices.insert(leaf, option);
        }
        (FactKey::EnterpriseType, FactValue::EnterpriseType(code)) => {
            application.enterprise_type = code;
        }
        // Items live beside the application; anything else does not fit and never gets here.
        _ => {}
    }
}
