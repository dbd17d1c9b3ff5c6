//! What a decided list rests on, and what changes it afterwards.
//!
//! Owns the standing that a decision freezes, the one way decisions are recorded, and the check
//! that a later change names one of the four grounds. Trap: not only decisions change a standing;
//! an opening, a register and a later edition of the package do too, and ask here first.

use std::collections::BTreeSet;

use hengping_core::id::{ApplicationId, Digest, TicketId};
use hengping_core::merge::consensus::ChangeGround;
use hengping_core::merge::correction::{
    self, Change, CorrectionError, CorrectionGround, Position, Step,
};
use hengping_core::score::Outcome;
use hengping_core::score::outcome::Fate;
use hengping_core::time::Instant;
use hengping_store::Event;
use hengping_store::table::decisions::{DecisionKind, DecisionRow};
use serde::Serialize;

use super::Panel;
use super::acts::{Act, Corrected, CorrectionAct, Explanation};
use super::evaluation::Evaluation;
use super::facts::place;
use super::record::Record;
use super::results::{self, Results};
use crate::context::Context;
use crate::error::{Refused, Result};

/// A correction, as it stands beside the result.
#[derive(Debug, Serialize)]
pub struct CorrectionLine {
    /// One of the four grounds.
    pub ground: ChangeGround,
    /// In words.
    pub note: String,
    /// Who corrected.
    pub by: Vec<String>,
    /// When.
    pub at: Instant,
    /// What was done.
    pub what: CorrectedThing,
    /// What it was done to, as its kind says; may be empty.
    pub subject: String,
    /// What that changed, by application.
    pub changes: Vec<Change>,
}

/// How far the panel has come with its list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ListState {
    /// Nothing was decided: what is shown is not the panel's list yet.
    Undecided,
    /// Decided, and nothing corrected since.
    Decided,
    /// Corrected since it was decided, and not decided anew.
    Corrected,
}

impl ListState {
    /// As a word of the log.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Undecided => "undecided",
            Self::Decided => "decided",
            Self::Corrected => "corrected",
        }
    }
}

/// What a correction consists of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CorrectedThing {
    /// A fact was decided.
    Fact,
    /// A bundle was let in or kept out.
    Ruling,
    /// A seal was named.
    Naming,
    /// A mark was agreed.
    Mark,
    /// A tie was voted on.
    Vote,
    /// A divergence was explained.
    Explanation,
    /// Bundles were opened.
    Opening,
    /// A later register was taken over.
    Register,
    /// A later edition of the package was taken over.
    Package,
    /// A round notice was followed.
    Notice,
}

/// What a decision freezes.
pub(super) struct Frozen {
    pub(super) digest: Digest,
    pub(super) positions: Vec<(ApplicationId, Position)>,
}

/// All that must not change without a ground: the result, what it counts, what explains it. Bundles
/// that wait change nothing by being here.
#[derive(Serialize)]
struct Standing<'a> {
    report: Results,
    outcome: &'a Outcome,
    bundles: BTreeSet<Digest>,
    documents: Vec<(&'a TicketId, &'a ApplicationId, Digest)>,
    explanations: Vec<&'a Explanation>,
}

impl Panel {
    /// What follows may change what is decided, on this ground; without one nothing may.
    ///
    /// # Errors
    /// A ground without a note.
    pub fn correct_on(&mut self, ground: Option<(ChangeGround, String)>) -> Result<()> {
        self.correcting = match ground {
            None => None,
            Some((ground, note)) => {
                let ground = CorrectionGround {
                    ground,
                    note,
                    by: vec![self.own_name()?],
                };
                ground.check().map_err(unrecordable)?;
                Some(ground)
            }
        };
        Ok(())
    }

    /// Adds a decision to the store and to `record`, logged under `kind`: as a correction where it
    /// changes what is decided.
    pub(super) fn add_act(
        &mut self,
        record: &mut Record,
        mut act: Act,
        kind: &'static str,
        now: Instant,
    ) -> Result<()> {
        let at = self.next_moment(now)?;
        act.set_at(at);
        let is_decision = matches!(act, Act::Opinion(_));
        let frozen = (record.last_step().is_some() && !is_decision).then(|| record.frozen());
        record.acts.push(act.clone());
        if let Some(before) = frozen {
            let after = record.frozen();
            // Kept only once it may be recorded: a record outlives a refused entry.
            record.acts.pop();
            let what = Corrected::Act(Box::new(act.clone()));
            let correction = self.corrected(what, &before, &after, at)?;
            act = correction.map_or(act, Act::Correction);
            record.acts.push(act.clone());
        }
        let row = act.to_row(&record.sources.round.id, at)?;
        let mut event = Event::act(match act {
            Act::Correction(_) => "corrected",
            _ => kind,
        });
        if let Some(application) = &row.application {
            event = event.about(application);
        }
        self.store.write(now, |write| -> Result<_> {
            write.decisions().add(&row)?;
            Ok(((), event))
        })
    }

    /// Of several decisions on one thing the latest holds, so a later one is never dated before an
    /// earlier one, whatever the clock says.
    fn next_moment(&self, now: Instant) -> Result<Instant> {
        let earlier = self
            .store
            .read()
            .decisions()
            .of_round(&self.round()?.round.id)?;
        let last = earlier.iter().map(|row| row.at).max();
        Ok(last.map_or(now, |last| now.max(last.plus_seconds(1))))
    }

    /// What a step that is no decision corrects; nothing before the panel has decided.
    pub(super) fn correction_of(
        &self,
        what: Corrected,
        ctx: &Context,
        change: impl FnOnce(&mut Record) -> Result<()>,
    ) -> Result<Option<DecisionRow>> {
        let Some(round) = self.store.read().rounds().all()?.pop() else {
            return Ok(None);
        };
        let decisions = self.store.read().decisions().of_round(&round.round.id)?;
        let decided = |row: &DecisionRow| row.kind == DecisionKind::Opinion;
        if !decisions.iter().any(decided) {
            return Ok(None);
        }
        let mut record = self.record(ctx)?;
        let at = self.next_moment(ctx.now)?;
        let before = record.frozen();
        change(&mut record)?;
        let correction = self.corrected(what, &before, &record.frozen(), at)?;
        let row = |act| Act::Correction(act).to_row(&record.sources.round.id, at);
        correction.map(row).transpose()
    }

    /// The correction from one standing to another, where it is one.
    fn corrected(
        &self,
        what: Corrected,
        before: &Frozen,
        after: &Frozen,
        at: Instant,
    ) -> Result<Option<CorrectionAct>> {
        if before.digest == after.digest {
            return Ok(None);
        }
        let ground = self.correcting.clone().ok_or(Refused::Decided)?;
        Ok(Some(CorrectionAct {
            ground,
            before: before.digest,
            after: after.digest,
            changes: changes(&before.positions, &after.positions),
            what,
            at,
        }))
    }
}

impl Record {
    /// The last decision of the panel or correction of it; nothing before the first decision.
    pub(crate) fn last_step(&self) -> Option<&Act> {
        let mut acts = self.acts.iter().rev();
        acts.find(|act| matches!(act, Act::Opinion(_) | Act::Correction(_)))
    }

    /// Whether what follows from the record is what the panel decided.
    pub(super) fn list_state(&self) -> ListState {
        match self.last_step() {
            None => ListState::Undecided,
            Some(Act::Opinion(_)) => ListState::Decided,
            Some(_) => ListState::Corrected,
        }
    }

    /// A bundle that a ruling lets in and nobody has opened.
    pub(super) fn admitted_closed(&self) -> Option<Digest> {
        let pieces = self.pieces();
        let mut rulings = pieces.rulings.iter().filter(|ruling| {
            let mut of_it = pieces
                .rulings
                .iter()
                .filter(|one| one.bundle == ruling.bundle);
            !ruling.refused && of_it.all(|one| one <= *ruling)
        });
        rulings
            .find(|ruling| !self.bundles.contains_key(&ruling.bundle))
            .map(|ruling| ruling.bundle)
    }

    /// What a decision would freeze now.
    pub(super) fn frozen(&self) -> Frozen {
        self.evaluate(|evaluation| {
            let mut report = results::results(self, evaluation);
            report.corrections.clear();
            let counted = evaluation.merged.all_counted();
            let standing = Standing {
                report,
                outcome: evaluation.outcome,
                bundles: evaluation.merged.transcript(),
                documents: counted
                    .map(|(t, a, counted)| (t, a, counted.digest))
                    .collect(),
                explanations: self.explanations(),
            };
            Frozen {
                // A value of ordered maps and strings always has a JSON form.
                digest: Digest::of(&serde_json::to_vec(&standing).unwrap_or_default()),
                positions: positions(evaluation),
            }
        })
    }

    fn explanations(&self) -> Vec<&Explanation> {
        let explained = self.acts.iter().filter_map(|act| match act.decision() {
            Act::Explanation(explanation) => Some(explanation),
            _ => None,
        });
        explained.collect()
    }

    /// Whether everything that changed since the decision was a correction.
    pub(super) fn chain_holds(&self) -> bool {
        let steps = self.acts.iter().filter_map(|act| match act {
            Act::Opinion(opinion) => Some(Step::Decision(opinion.standing)),
            Act::Correction(act) => Some(Step::Correction(act.before, act.after)),
            _ => None,
        });
        let steps: Vec<Step> = steps.collect();
        steps.is_empty() || correction::check_chain(&steps, self.frozen().digest).is_ok()
    }
}

/// The corrections of a record, in order.
pub(super) fn lines(record: &Record) -> Vec<CorrectionLine> {
    let corrections = record.acts.iter().filter_map(|act| match act {
        Act::Correction(correction) => Some(line(correction)),
        _ => None,
    });
    corrections.collect()
}

fn line(act: &CorrectionAct) -> CorrectionLine {
    let (what, subject) = match &act.what {
        Corrected::Act(act) => {
            let (_, application, subject) = act.place();
            let application = application.map(|id| format!("{id} ")).unwrap_or_default();
            (thing(act), format!("{application}{subject}"))
        }
        Corrected::Opened(labels) => (CorrectedThing::Opening, labels.len().to_string()),
        Corrected::Register(number) => (CorrectedThing::Register, number.to_string()),
        Corrected::Notice(number) => (CorrectedThing::Notice, number.to_string()),
        Corrected::Package(manifest) => (CorrectedThing::Package, manifest.to_string()),
    };
    CorrectionLine {
        ground: act.ground.ground,
        note: act.ground.note.clone(),
        by: act.ground.by.clone(),
        at: act.at,
        what,
        subject,
        changes: act.changes.clone(),
    }
}

fn thing(act: &Act) -> CorrectedThing {
    match act {
        Act::Fact(_) => CorrectedThing::Fact,
        // A confirmed card lets the bundles of its key in.
        Act::Ruling(_) | Act::Card(_) => CorrectedThing::Ruling,
        Act::Naming(_) => CorrectedThing::Naming,
        Act::Layer(_) => CorrectedThing::Mark,
        Act::Vote(_) => CorrectedThing::Vote,
        // Neither of the latter is ever corrected by itself.
        Act::Explanation(_) | Act::Opinion(_) | Act::Correction(_) => CorrectedThing::Explanation,
    }
}

fn positions(evaluation: &Evaluation<'_>) -> Vec<(ApplicationId, Position)> {
    let lines = evaluation.outcome.selection.iter();
    let lines = lines.flat_map(|selection| &selection.lines);
    let proposed: BTreeSet<&ApplicationId> = lines
        .filter(|line| matches!(line.fate, Fate::Selected(_)))
        .map(|line| &line.application)
        .collect();
    let applications = evaluation.outcome.applications.iter();
    applications
        .map(|one| {
            let stands = place(evaluation, &one.id);
            let position = Position {
                composite: stands.composite,
                place: stands.place,
                proposed: proposed.contains(&one.id),
            };
            (one.id.clone(), position)
        })
        .collect()
}

fn changes(
    before: &[(ApplicationId, Position)],
    after: &[(ApplicationId, Position)],
) -> Vec<Change> {
    let ids: BTreeSet<&ApplicationId> = before.iter().chain(after).map(|(id, _)| id).collect();
    let find = |all: &[(ApplicationId, Position)], id: &ApplicationId| {
        let found = all.iter().find(|(other, _)| other == id);
        found.map(|(_, position)| position.clone())
    };
    let changed = ids.into_iter().filter_map(|id| {
        let (before, after) = (find(before, id), find(after, id));
        (before != after).then(|| Change {
            application: id.clone(),
            before,
            after,
        })
    });
    changed.collect()
}

fn unrecordable(error: CorrectionError) -> Refused {
    let name = match error {
        CorrectionError::Anonymous => "by",
        _ => "note",
    };
    Refused::BadArgument {
        name: name.to_owned(),
    }
}
