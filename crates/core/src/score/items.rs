//! Bonus, deduction and veto items.
//!
//! Owns whether an item applies and what a group of items gives after its limit. Trap: an item
//! that was stated but not decided is *undecided*: it gives nothing and is noted, which differs
//! from a decision that it does not apply.

use crate::id::IndicatorCode;
use crate::scheme::{Decider, Item, ItemGroup};

use super::aggregate::aggregate;
use super::exact::Exact;
use super::ground::Case;
use super::input::{Attendance, ItemDecision};
use super::note::{Note, NoteKind};
use super::outcome::{ItemKind, ItemOutcome};

/// The items of one application.
#[derive(Debug, Default)]
pub(super) struct Items {
    pub(super) outcomes: Vec<ItemOutcome>,
    pub(super) bonus: Exact,
    pub(super) deductions: Exact,
    pub(super) vetoes: Vec<IndicatorCode>,
    pub(super) notes: Vec<Note>,
}

/// What is known of one item.
enum Word {
    /// Nobody said anything.
    None,
    /// So many times.
    Count(Exact),
    /// Said, but not decided.
    Undecided,
}

impl Items {
    /// Looks at every item of the scheme.
    pub(super) fn of(case: Case<'_>) -> Self {
        let scheme = case.plan.scheme;
        let mut items = Self::default();
        items.bonus = items.group(case, &scheme.bonus, ItemKind::Bonus);
        items.deductions = items.group(case, &scheme.deductions, ItemKind::Deduction);
        for veto in &scheme.vetoes {
            items.veto(case, &veto.code);
        }
        items
    }

    fn group(&mut self, case: Case<'_>, group: &ItemGroup, kind: ItemKind) -> Exact {
        let mut sum = Exact::ZERO;
        for item in &group.items {
            let word = word(case, &item.code, group.decides, item.most);
            sum = &sum + &self.item(item, kind, word);
        }
        let limit = Exact::from(group.limit);
        if sum <= limit {
            return sum;
        }
        self.notes.push(Note {
            indicator: None,
            kind: NoteKind::LimitReached { kind },
        });
        limit
    }

    fn item(&mut self, item: &Item, kind: ItemKind, word: Word) -> Exact {
        let count = match word {
            Word::None => return Exact::ZERO,
            Word::Count(count) => Some(count),
            Word::Undecided => None,
        };
        if count.is_none() {
            self.undecided(&item.code);
        }
        let points = count
            .as_ref()
            .map_or(Exact::ZERO, |count| count * &Exact::from(item.points));
        self.outcomes.push(ItemOutcome {
            indicator: item.code.clone(),
            kind,
            count,
            points: points.clone(),
        });
        points
    }

    fn veto(&mut self, case: Case<'_>, code: &IndicatorCode) {
        let count = match word(case, code, Decider::Panel, 1) {
            Word::None => return,
            Word::Count(count) => Some(count),
            Word::Undecided => None,
        };
        match &count {
            None => self.undecided(code),
            Some(count) if count.is_zero() => {}
            Some(_) => self.vetoes.push(code.clone()),
        }
        self.outcomes.push(ItemOutcome {
            indicator: code.clone(),
            kind: ItemKind::Veto,
            count,
            points: Exact::ZERO,
        });
    }

    fn undecided(&mut self, code: &IndicatorCode) {
        self.notes.push(Note {
            indicator: Some(code.clone()),
            kind: NoteKind::ItemUndecided,
        });
    }
}

/// What is known of one item: the decision, else equal words of experts, else their mean where
/// each decides for themselves.
fn word(case: Case<'_>, code: &IndicatorCode, decides: Decider, most: u32) -> Word {
    match case.application.items.get(code) {
        Some(ItemDecision::Count(count)) => return Word::Count((*count).min(most).into()),
        Some(ItemDecision::Undecided) => return Word::Undecided,
        None => {}
    }
    let experts = case.application.experts.values();
    let present = experts.filter(|expert| expert.attendance == Attendance::Present);
    let words = present.filter_map(|expert| expert.items.get(code));
    let counts: Vec<Exact> = words.map(|count| (*count).min(most).into()).collect();
    match counts.split_first() {
        None => Word::None,
        Some((first, rest)) if rest.iter().all(|other| other == first) => {
            Word::Count(first.clone())
        }
        Some(_) if decides == Decider::Experts => {
            let values: Vec<&Exact> = counts.iter().collect();
            let method = case.plan.scheme.aggregation.method;
            aggregate(method, case.course, &values).map_or(Word::None, |a| Word::Count(a.value))
        }
        Some(_) => Word::Undecided,
    }
}
