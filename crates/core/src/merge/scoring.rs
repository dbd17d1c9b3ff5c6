//! From a merged round to what a composite is computed from.
//!
//! Owns the adaptation of [`Merged`] and [`Facts`] to [`score::Input`](crate::score::Input). Does
//! not compute. Trap: everyone who was asked must appear, also who handed in nothing; a ticket that
//! was replaced must not, its place is the other ticket's.

use std::collections::{BTreeMap, BTreeSet};

use super::consensus::{LayerMark, Whose, layer};
use super::facts::Facts;
use super::{Absence, Merged, Pieces, Purpose, Standing};
use crate::application::{Application, FieldValue};
use crate::id::{ApplicationId, Digest, IndicatorCode, TicketId};
use crate::mark::{FactKey, FactValue};
use crate::review::Review;
use crate::scheme::{Decider, Scheme};
use crate::score::{
    ApplicationInput, Attendance, EvidencePresence, ExpertKey, ExpertMarks, Input, ItemDecision,
    Vote,
};

/// What is brought together for scoring.
#[derive(Debug, Clone, Copy)]
pub struct Gathering<'a> {
    /// The rules.
    pub scheme: &'a Scheme,
    /// Applications as packed.
    pub applications: &'a BTreeMap<ApplicationId, Application>,
    /// The pieces merge was given.
    pub pieces: &'a Pieces,
    /// What merge said.
    pub merged: &'a Merged,
    /// Facts as they hold.
    pub facts: &'a Facts<'a>,
    /// Agreed marks, all of them, in order of recording.
    pub layers: &'a [LayerMark],
    /// Recorded votes on ties.
    pub votes: &'a [Vote],
}

/// The input of the composite: all applications that are not withdrawn, in ascending order.
#[must_use]
pub fn input<'a>(gathering: &Gathering<'a>) -> Input<'a> {
    let reviews = gathering.pieces.reviews();
    let asked = asked(gathering);
    let withdrawn = &gathering.pieces.withdrawn;
    let applications = gathering
        .applications
        .keys()
        .filter(|id| !withdrawn.contains(*id));
    let nobody = Vec::new();
    Input {
        scheme: gathering.scheme,
        applications: applications
            .filter_map(|id| {
                let asked = asked.get(id).unwrap_or(&nobody);
                application_input(gathering, id, asked, &reviews)
            })
            .collect(),
        votes: gathering.votes.to_vec(),
    }
}

type Asked<'a> = BTreeMap<&'a ApplicationId, Vec<(&'a TicketId, &'a Standing)>>;

/// Who was asked about each application, with what became of it.
fn asked<'a>(gathering: &Gathering<'a>) -> Asked<'a> {
    let tickets = gathering.pieces.tickets.iter();
    let experts: BTreeSet<&TicketId> = tickets
        .filter(|ticket| ticket.purpose == Purpose::Review)
        .map(|ticket| &ticket.id)
        .collect();
    let mut asked: Asked<'a> = BTreeMap::new();
    for (ticket, row) in gathering
        .merged
        .standings
        .iter()
        .filter(|(t, _)| experts.contains(t))
    {
        for (application, standing) in row {
            asked
                .entry(application)
                .or_default()
                .push((ticket, standing));
        }
    }
    asked
}

fn application_input(
    gathering: &Gathering<'_>,
    id: &ApplicationId,
    asked: &[(&TicketId, &Standing)],
    reviews: &BTreeMap<Digest, &Review>,
) -> Option<ApplicationInput> {
    let application = gathering.facts.applied(id)?;
    let agreed = layer(gathering.layers, id);
    let mut input = ApplicationInput::new(id.clone(), application.enterprise_type.clone());
    input.unit = Some(application.enterprise.unit.clone());
    let present = application
        .evidence
        .iter()
        .map(|item| item.code.clone())
        .collect();
    input.evidence = EvidencePresence::Present(present);
    input.items = items(gathering, id);
    take_fields(&mut input, &application);
    input.choices = application.choices;
    let by_experts = items_by_experts(gathering.scheme);
    for (ticket, standing) in asked {
        if let Some(mut marks) = expert_marks(standing, reviews, &by_experts) {
            for ((whose, indicator), judgement) in &agreed {
                if **whose == Whose::Expert((*ticket).clone()) {
                    marks
                        .marks
                        .insert((*indicator).clone(), (*judgement).clone());
                }
            }
            input.experts.insert(ExpertKey::new(ticket.as_str()), marks);
        }
    }
    input.agreed = agreed
        .into_iter()
        .filter(|((whose, _), _)| **whose == Whose::Panel)
        .map(|((_, indicator), judgement)| (indicator.clone(), judgement.clone()))
        .collect();
    Some(input)
}

fn take_fields(input: &mut ApplicationInput, application: &Application) {
    for (key, declared) in &application.fields {
        match &declared.value {
            FieldValue::Money(fen) => {
                input.facts.insert(key.to_string(), fen.to_wan());
            }
            FieldValue::Number(number) => {
                input.facts.insert(key.to_string(), *number);
            }
            FieldValue::Code(code) if key.years_back == 0 => {
                input.codes.insert(key.code.clone(), code.clone());
            }
            _ => {}
        }
    }
}

/// Decided items, and as undecided those that are proposed only. Items that experts decide each
/// for themselves are left to their marks.
fn items(gathering: &Gathering<'_>, id: &ApplicationId) -> BTreeMap<IndicatorCode, ItemDecision> {
    let by_experts = items_by_experts(gathering.scheme);
    let open = gathering.facts.undecided_items(id);
    let open = open.into_iter().filter(|item| !by_experts.contains(item));
    let decided = gathering.facts.items(id).into_iter();
    open.map(|item| (item, ItemDecision::Undecided))
        .chain(decided.map(|(item, count)| (item, ItemDecision::Count(count))))
        .collect()
}

fn items_by_experts(scheme: &Scheme) -> BTreeSet<&IndicatorCode> {
    [&scheme.bonus, &scheme.deductions]
        .into_iter()
        .filter(|group| group.decides == Decider::Experts)
        .flat_map(|group| &group.items)
        .map(|item| &item.code)
        .collect()
}

/// What one expert brings in; nothing for a ticket whose place another has taken.
fn expert_marks(
    standing: &Standing,
    reviews: &BTreeMap<Digest, &Review>,
    by_experts: &BTreeSet<&IndicatorCode>,
) -> Option<ExpertMarks> {
    let (attendance, digest) = match standing {
        Standing::Counts(counted) => (Attendance::Present, Some(counted.digest)),
        Standing::Absent(Absence::Replaced { .. }) => return None,
        // Kept and shown, never counted.
        Standing::Absent(Absence::Recused { kept }) => (Attendance::Recused, *kept),
        Standing::Absent(_) => (Attendance::Absent, None),
    };
    let review = digest.and_then(|digest| reviews.get(&digest));
    Some(review.map_or_else(
        || ExpertMarks::with(attendance),
        |review| marks_of(attendance, review, by_experts),
    ))
}

fn marks_of(
    attendance: Attendance,
    review: &Review,
    by_experts: &BTreeSet<&IndicatorCode>,
) -> ExpertMarks {
    let mut marks = ExpertMarks::with(attendance);
    marks.marks = review
        .marks
        .iter()
        .map(|mark| (mark.indicator.clone(), mark.judgement.clone()))
        .collect();
    marks.items = review
        .proposals
        .iter()
        .filter_map(|proposal| match (&proposal.fact, &proposal.value) {
            (FactKey::Item(item), FactValue::Count(count)) if by_experts.contains(item) => {
                Some((item.clone(), *count))
            }
            _ => None,
        })
        .collect();
    marks
}
