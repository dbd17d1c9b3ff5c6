//! One application on the desk, and the card of one of its leaves.

use std::collections::BTreeMap;
use std::rc::Rc;

use hengping_core::application::Application;
use hengping_core::completeness;
use hengping_core::id::{ApplicationId, IndicatorCode};
use hengping_core::mark::{Judgement, Mark};
use hengping_core::scheme::{ComputedOutcome, LeafMode, LeafRef, Scheme, computed_leaf};
use hengping_core::time::Instant;
use hengping_store::table::applications::AssignmentState;
use hengping_store::table::drafts::Draft;
use hengping_store::table::marks::MarkRow;
use hengping_store::table::places::PlaceRow;
use hengping_store::table::seen::SeenPage;
use rust_decimal::Decimal;

use super::fact_sheet::{doubts, turn_over_word};
use super::leaf::{Claim, NeededEvidence, claims, needed};
use super::saving::{LeafState, Progress};
use super::{Desk, Expert, OpenApplication};
use crate::error::{Refused, Result};

/// An application as the desk shows it.
pub struct ApplicationOnDesk {
    /// The rules.
    pub scheme: Rc<Scheme>,
    /// Its content.
    pub body: Application,
    /// Name of the unit that recommends it.
    pub unit: String,
    /// Place in the reading order; 0 for practice.
    pub number: u32,
    /// Whether it is for practice.
    pub practice: bool,
    /// Whether it is sealed.
    pub sealed: bool,
    /// Whether it left the round: it is read and not changed.
    pub withdrawn: bool,
    /// Whether the fact sheet was read as a whole.
    pub facts_read: bool,
    /// Plausibility warnings.
    pub doubts: usize,
    /// Leaves that are computed.
    pub computed: usize,
    /// Points that they give now.
    pub computed_points: Decimal,
    /// Leaves to be marked, in the order of the scheme.
    pub leaves: Vec<LeafState>,
    /// Where the expert stopped.
    pub place: Option<PlaceRow>,
    /// Pages that were seen.
    pub seen: Vec<SeenPage>,
    /// How far it is.
    pub progress: Progress,
}

/// The card of one leaf.
pub struct Card {
    /// The rules.
    pub scheme: Rc<Scheme>,
    /// The application.
    pub body: Application,
    /// The leaf.
    pub indicator: IndicatorCode,
    /// Required evidence.
    pub evidence: Vec<NeededEvidence>,
    /// Declared values it looks at.
    pub claims: Vec<Claim>,
    /// The mark.
    pub mark: Option<MarkRow>,
    /// What was written before there is a mark.
    pub draft: Draft,
    /// Private note.
    pub note: String,
    /// Own marks of this leaf on all applications, in reading order.
    pub own: Vec<OwnMark>,
    /// Judgements from then on, newest first; nothing where it was taken away.
    pub history: Vec<(Instant, Option<Judgement>)>,
    /// Why a computed leaf was turned over to the expert.
    pub turned_over: Option<String>,
    /// Whether it is sealed.
    pub sealed: bool,
}

/// An own mark of a leaf, on one application.
pub struct OwnMark {
    /// The application.
    pub application: ApplicationId,
    /// Place in the reading order.
    pub number: u32,
    /// Name of the enterprise.
    pub enterprise: String,
    /// The mark.
    pub row: MarkRow,
}

impl Expert {
    /// Everything of one application that the desk shows at once.
    ///
    /// # Errors
    /// An application that is not on the desk.
    pub fn open_application(&self, id: &ApplicationId) -> Result<ApplicationOnDesk> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let read = self.store.read();
        let check = self.check_one(&desk, id)?;
        let round = &desk.package.round;
        let computed = computed_points(&desk.scheme, &open.body);
        let unit = round.units.get(&open.body.enterprise.unit);
        Ok(ApplicationOnDesk {
            unit: unit.map_or_else(String::new, |unit| unit.name.clone()),
            number: self
                .numbers(&round.id)?
                .get(id)
                .copied()
                .unwrap_or_default(),
            practice: open.row.state == AssignmentState::Practice,
            sealed: check.sealed,
            withdrawn: open.row.state == AssignmentState::Withdrawn,
            facts_read: open.row.fact_sheet_read.is_some(),
            doubts: doubts(&desk.scheme, &open).len(),
            computed: computed.len(),
            computed_points: computed.iter().sum(),
            leaves: self.leaf_states(&desk, &open)?,
            place: read.places().get(&open.key)?,
            seen: read.seen().of(&open.key)?,
            progress: Progress {
                marked: check.marked,
                asked: check.asked,
                missing: check.missing.len(),
            },
            scheme: desk.scheme,
            body: open.body,
        })
    }

    /// Leaves to be marked with what was done on them.
    pub(super) fn leaf_states(
        &self,
        desk: &Desk,
        open: &OpenApplication,
    ) -> Result<Vec<LeafState>> {
        let read = self.store.read();
        let marks = read.marks().of(&open.key)?.into_iter();
        let mut marks: BTreeMap<IndicatorCode, MarkRow> =
            marks.map(|row| (row.mark.indicator.clone(), row)).collect();
        let drafts: BTreeMap<IndicatorCode, Draft> =
            read.drafts().of(&open.key)?.into_iter().collect();
        let asked = completeness::asked_leaves(&desk.scheme, &open.body);
        let states = asked.into_iter().map(|at| {
            let code = &at.indicator.code;
            let mark = marks.remove(code);
            leaf_state(at, mark, drafts.get(code))
        });
        Ok(states.collect())
    }

    /// One leaf with what was done on it; nothing when the expert does not mark it.
    ///
    /// # Errors
    /// An application that is not on the desk.
    pub fn leaf_state(
        &self,
        id: &ApplicationId,
        indicator: &IndicatorCode,
    ) -> Result<Option<LeafState>> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let Some(at) = asked_leaf(&desk, &open, indicator) else {
            return Ok(None);
        };
        let read = self.store.read();
        let draft = read.drafts().get(&open.key, indicator)?;
        let mark = read.marks().get(&open.key, indicator)?;
        Ok(Some(leaf_state(at, mark, Some(&draft))))
    }

    /// The card of a leaf.
    ///
    /// # Errors
    /// An unknown leaf, a leaf that is computed.
    pub fn card(&self, id: &ApplicationId, indicator: &IndicatorCode) -> Result<Card> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        let unknown = || Refused::UnknownIndicator {
            indicator: indicator.to_string(),
        };
        let at = desk.scheme.leaf(indicator).ok_or_else(unknown)?;
        let turned_over = turned_over(&desk.scheme, at, &open.body);
        if matches!(at.leaf.mode, LeafMode::Computed(_)) && turned_over.is_none() {
            let indicator = indicator.to_string();
            return Err(Refused::ComputedLeaf { indicator }.into());
        }
        let read = self.store.read();
        let claims = claims(&desk.scheme, &open.body, at, desk.package.round.review_year);
        let seen = read.seen().of(&open.key)?;
        let last = read.seals().last(&open.key)?;
        Ok(Card {
            indicator: indicator.clone(),
            evidence: needed(&desk.scheme, &open.body, at, &claims, &seen),
            claims,
            mark: read.marks().get(&open.key, indicator)?,
            draft: read.drafts().get(&open.key, indicator)?,
            note: read.notes().get(&open.key, Some(indicator))?,
            own: self.own_marks(&desk, indicator)?,
            history: self.judgements(&open, indicator)?,
            turned_over,
            sealed: last.is_some_and(|seal| seal.unsealed.is_none()),
            scheme: desk.scheme.clone(),
            body: open.body,
        })
    }

    fn own_marks(&self, desk: &Desk, indicator: &IndicatorCode) -> Result<Vec<OwnMark>> {
        let round = &desk.package.round.id;
        let read = self.store.read();
        let numbers = self.numbers(round)?;
        let names: BTreeMap<ApplicationId, String> = read
            .conflicts()
            .of_round(round)?
            .into_iter()
            .map(|row| (row.application, row.enterprise.name))
            .collect();
        let rows = read.marks().of_leaf(round, indicator)?.into_iter();
        let mut own: Vec<OwnMark> = rows
            .filter_map(|(application, row)| {
                let number = numbers.get(&application).copied().filter(|n| *n > 0)?;
                Some(OwnMark {
                    number,
                    enterprise: names.get(&application).cloned().unwrap_or_default(),
                    application,
                    row,
                })
            })
            .collect();
        own.sort_by_key(|own| own.number);
        Ok(own)
    }

    /// Changes of a judgement, newest first; what changed only in words is left out.
    fn judgements(
        &self,
        open: &OpenApplication,
        indicator: &IndicatorCode,
    ) -> Result<Vec<(Instant, Option<Judgement>)>> {
        let judged = |mark: &Option<Mark>| mark.as_ref().map(|mark| mark.judgement.clone());
        let history = self.store.read().marks().history(&open.key)?;
        let mine = history
            .iter()
            .rev()
            .filter(|change| change.indicator == *indicator)
            .filter(|change| judged(&change.old) != judged(&change.new));
        Ok(mine
            .map(|change| (change.at, judged(&change.new)))
            .collect())
    }
}

/// The leaf, when the expert marks it on this application.
pub(super) fn asked_leaf<'s>(
    desk: &'s Desk,
    open: &OpenApplication,
    indicator: &IndicatorCode,
) -> Option<LeafRef<'s>> {
    let at = desk.scheme.leaf(indicator)?;
    let asked =
        at.leaf.is_marked_by_experts() || completeness::turned_over(&desk.scheme, at, &open.body);
    asked.then_some(at)
}

fn leaf_state(at: LeafRef<'_>, mark: Option<MarkRow>, draft: Option<&Draft>) -> LeafState {
    let turned_over = matches!(at.leaf.mode, LeafMode::Computed(_));
    let needs_comment = mark.as_ref().is_some_and(|row| {
        let asks = turned_over || row.mark.judgement == Judgement::NotApplicable;
        asks && row.mark.comment.trim().is_empty()
    });
    LeafState {
        indicator: at.indicator.code.clone(),
        needs_comment,
        has_draft: mark.is_none() && draft.is_some_and(|draft| !draft.is_empty()),
        mark,
    }
}

/// Points of each leaf that is computed and was not turned over.
fn computed_points(scheme: &Scheme, body: &Application) -> Vec<Decimal> {
    let leaves = scheme.leaves();
    let outcomes = leaves
        .iter()
        .filter_map(|at| computed_leaf(scheme, at.leaf, &body.enterprise_type, body));
    outcomes
        .filter_map(|outcome| match outcome {
            ComputedOutcome::Value { points, .. } => Some(points),
            ComputedOutcome::Zero | ComputedOutcome::Open => Some(Decimal::ZERO),
            ComputedOutcome::TurnedOver { .. } => None,
        })
        .collect()
}

/// Why a computed leaf goes to the expert, if it does.
fn turned_over(scheme: &Scheme, at: LeafRef<'_>, body: &Application) -> Option<String> {
    match computed_leaf(scheme, at.leaf, &body.enterprise_type, body) {
        Some(ComputedOutcome::TurnedOver { reason }) => Some(turn_over_word(reason)),
        _ => None,
    }
}
