//! `panel.toml`: decisions of a meeting, keyed once and taken in one unlock.

use std::collections::BTreeMap;

use hengping_core::id::{ApplicationId, IndicatorCode, OptionCode, TicketId};
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::ChangeGround;
use serde::{Deserialize, Serialize};

use super::Panel;
use super::agreed::ConsensusRequest;
use super::facts::FactRequest;
use super::record::Record;
use crate::context::{Context, Unit};
use crate::error::{Error, Refused, Result};
use crate::expert::read_judgement;
use crate::files;
use crate::notice::Notice;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct PanelToml {
    #[serde(default)]
    fact: Vec<FactToml>,
    #[serde(default)]
    explanation: Vec<ExplanationToml>,
    #[serde(default)]
    consensus: Vec<ConsensusToml>,
    #[serde(default)]
    vote: Vec<VoteToml>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FactToml {
    application: ApplicationId,
    fact: String,
    value: Option<String>,
    /// Whether the proposed value is taken; otherwise the declared one holds.
    #[serde(default = "yes")]
    accepted: bool,
    reason: String,
    by: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ExplanationToml {
    #[serde(alias = "expert")]
    ticket: TicketId,
    application: ApplicationId,
    indicator: Option<IndicatorCode>,
    text: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ConsensusToml {
    application: ApplicationId,
    indicator: IndicatorCode,
    score: Option<String>,
    choice: Option<OptionCode>,
    #[serde(default)]
    not_applicable: bool,
    ticket: Option<TicketId>,
    ground: Option<ChangeGround>,
    reason: String,
    #[serde(default)]
    keyed_by: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct VoteToml {
    question: String,
    #[serde(rename = "for")]
    preferred: ApplicationId,
    votes: BTreeMap<ApplicationId, u32>,
    #[serde(default)]
    note: String,
}

fn yes() -> bool {
    true
}

/// What was taken from a file.
#[derive(Debug, Default, Serialize)]
pub struct FileTaken {
    /// Facts decided.
    pub facts: usize,
    /// Explanations recorded.
    pub explanations: usize,
    /// Agreed marks recorded.
    pub consensus: usize,
    /// Votes recorded.
    pub votes: usize,
    /// Entries that were refused; the rest was taken.
    pub refused: Vec<EntryRefused>,
}

/// An entry that was refused.
#[derive(Debug, Serialize)]
pub struct EntryRefused {
    /// What the entry is about.
    pub entry: String,
    /// Why.
    pub notice: Notice,
}

impl Panel {
    /// Takes everything a file says; entries that are refused are listed.
    ///
    /// # Errors
    /// A file that cannot be read; before the opening; when the store fails.
    pub fn take(&mut self, text: &str, ctx: &Context) -> Result<FileTaken> {
        self.as_chair()?;
        let unreadable = |error: toml::de::Error| Refused::MarksFile {
            detail: files::toml_fault(text, &error),
        };
        let file: PanelToml = toml::from_str(text).map_err(unreadable)?;
        // Verified once: every entry adds its decision to it.
        let mut record = self.opened_record(ctx)?;
        let mut taken = FileTaken::default();
        let total =
            file.fact.len() + file.explanation.len() + file.consensus.len() + file.vote.len();
        ctx.progress
            .begin("task-decisions", total as u64, Unit::Items);
        for entry in file.fact {
            let name = format!("{} {}", entry.application, entry.fact);
            let done = self.take_fact(&mut record, entry, ctx);
            taken.facts += note(&mut taken.refused, name, done)?;
            ctx.progress.at(taken.done());
        }
        for entry in file.explanation {
            let name = format!("{} {}", entry.application, entry.ticket);
            let leaf = entry.indicator.as_ref();
            let done = self
                .explain_in(
                    &mut record,
                    &entry.application,
                    leaf,
                    &entry.ticket,
                    &entry.text,
                    ctx,
                )
                .map(drop);
            taken.explanations += note(&mut taken.refused, name, done)?;
            ctx.progress.at(taken.done());
        }
        for entry in file.consensus {
            let name = format!("{} {}", entry.application, entry.indicator);
            let done = self.take_consensus(&mut record, entry, ctx);
            taken.consensus += note(&mut taken.refused, name, done)?;
            ctx.progress.at(taken.done());
        }
        for entry in file.vote {
            let name = entry.preferred.to_string();
            let done = self.take_vote(&mut record, &entry, ctx);
            taken.votes += note(&mut taken.refused, name, done)?;
            ctx.progress.at(taken.done());
        }
        ctx.progress.end();
        Ok(taken)
    }

    fn take_fact(&mut self, record: &mut Record, entry: FactToml, ctx: &Context) -> Result<()> {
        let by = match entry.by {
            Some(by) => by,
            None => self.own_name()?,
        };
        let place = || Refused::UnclearEntry {
            place: entry.fact.clone(),
        };
        let value = match entry.accepted {
            true => Some(entry.value.ok_or_else(place)?),
            false => None,
        };
        let request = FactRequest {
            application: entry.application,
            fact: entry.fact,
            value,
            reason: entry.reason,
            by: vec![by],
        };
        self.decide_fact_in(record, &request, ctx).map(drop)
    }

    fn take_consensus(
        &mut self,
        record: &mut Record,
        entry: ConsensusToml,
        ctx: &Context,
    ) -> Result<()> {
        let place = || Refused::UnclearEntry {
            place: entry.indicator.to_string(),
        };
        let judgement = match (&entry.score, &entry.choice, entry.not_applicable) {
            (Some(score), None, false) => match read_judgement(score)? {
                Judgement::Score(score) => Judgement::Score(score),
                _ => return Err(place().into()),
            },
            (None, Some(option), false) => Judgement::Choice(option.clone()),
            (None, None, true) => Judgement::NotApplicable,
            _ => return Err(place().into()),
        };
        let request = ConsensusRequest {
            application: entry.application,
            indicator: entry.indicator,
            ticket: entry.ticket,
            judgement: Some(judgement),
            ground: entry.ground.unwrap_or(ChangeGround::Unreasonable),
            reason: entry.reason,
            by: entry.keyed_by,
        };
        self.consensus_in(record, &request, ctx).map(drop)
    }

    /// The applications by votes, the preferred first whatever the count says of equals.
    fn take_vote(&mut self, record: &mut Record, entry: &VoteToml, ctx: &Context) -> Result<()> {
        let mut order: Vec<(&ApplicationId, u32)> =
            entry.votes.iter().map(|(id, votes)| (id, *votes)).collect();
        order.sort_by_key(|(id, votes)| (std::cmp::Reverse(*votes), **id != entry.preferred));
        if order.first().map(|(id, _)| *id) != Some(&entry.preferred) {
            return Err(Refused::UnclearEntry {
                place: entry.preferred.to_string(),
            }
            .into());
        }
        let counts: Vec<String> = order
            .iter()
            .map(|(id, votes)| format!("{id}={votes}"))
            .collect();
        let reason = format!("{} ({}) {}", entry.question, counts.join(", "), entry.note);
        let order: Vec<ApplicationId> = order.into_iter().map(|(id, _)| id.clone()).collect();
        self.vote_in(record, &order, reason.trim(), &[], ctx)
            .map(drop)
    }
}

impl FileTaken {
    fn done(&self) -> u64 {
        let taken = self.facts + self.explanations + self.consensus + self.votes;
        (taken + self.refused.len()) as u64
    }
}

/// Counts what was done; a refusal of the entry itself is listed, a failing store is not.
fn note(refused: &mut Vec<EntryRefused>, entry: String, done: Result<()>) -> Result<usize> {
    match done {
        Ok(()) => Ok(1),
        Err(error @ Error::Refused(_)) => {
            refused.push(EntryRefused {
                entry,
                notice: Notice::from(&error),
            });
            Ok(0)
        }
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_is_of_this_form() {
        let sample = include_str!("../../../../review-packages/sample/panel.toml");
        let file: PanelToml = toml::from_str(sample).unwrap();
        assert!(file.fact.len() > 5 && file.fact.iter().all(|fact| fact.accepted));
        assert!(!file.explanation.is_empty() && !file.consensus.is_empty());
        assert_eq!(file.vote[0].preferred.as_str(), "a04");
    }
}
