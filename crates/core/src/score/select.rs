//! The proposed list: seats filled by the scheme's rules in the scheme's order.
//!
//! Trap: a tie across the line. Which of the tied gets the seat is nobody's business but a vote's,
//! so the filling is done once for every rotation of each tie; who gets a seat in all of them is
//! selected, who in none is not, and the rest is reported as tied on the line.

use std::collections::BTreeMap;

use crate::id::{ApplicationId, TypeCode, UnitCode};
use crate::scheme::{FillStep, Scheme, Selection};

use super::exact::Exact;
use super::outcome::{Criterion, Fate, LeftOut, SeatRule, SelectionLine, SelectionOutcome};
use super::rank::{Contender, decided_by};
use super::sheet::size;

/// Applies the selection rule of `scheme`, if it has one, to ordered contenders.
pub(super) fn select(scheme: &Scheme, contenders: &[Contender]) -> Option<SelectionOutcome> {
    let rule = scheme.selection.as_ref()?;
    let groups = contenders.chunk_by(|a, b| a.place == b.place);
    let rotations = groups.map(<[_]>::len).max().unwrap_or(1);
    let fillings: Vec<Filling<'_>> = (0..rotations)
        .map(|by| Filling::of(rule, &rotated(contenders, by)))
        .collect();
    let fates: Vec<Fate> = contenders
        .iter()
        .map(|contender| fate(rule, contenders, contender, &fillings))
        .collect();
    let certain = fates.iter().filter(|f| matches!(f, Fate::Selected(_)));
    let seats = fillings.iter().map(|f| f.seats.len()).max().unwrap_or(0);
    let open_seats = size(seats.saturating_sub(certain.count()));
    let lines = contenders.iter().zip(fates).map(|(c, fate)| SelectionLine {
        application: c.id.clone(),
        place: c.place,
        fate,
    });
    Some(SelectionOutcome {
        lines: lines.collect(),
        open_seats,
    })
}

/// The contenders with every tie turned by so many.
fn rotated(contenders: &[Contender], by: usize) -> Vec<&Contender> {
    let groups = contenders.chunk_by(|a, b| a.place == b.place);
    groups
        .flat_map(|group| {
            let mut group: Vec<&Contender> = group.iter().collect();
            let turn = by % group.len().max(1);
            group.rotate_left(turn);
            group
        })
        .collect()
}

/// Seats given in one order of contenders.
struct Filling<'a> {
    rule: &'a Selection,
    seats: BTreeMap<ApplicationId, SeatRule>,
    by_unit: BTreeMap<UnitCode, u32>,
}

impl<'a> Filling<'a> {
    fn of(rule: &'a Selection, contenders: &[&Contender]) -> Self {
        let mut filling = Self {
            rule,
            seats: BTreeMap::new(),
            by_unit: BTreeMap::new(),
        };
        let admitted: Vec<&Contender> = contenders
            .iter()
            .copied()
            .filter(|contender| reaches_score(rule, contender))
            .collect();
        for step in &rule.order {
            match step {
                FillStep::UnitFloor => filling.unit_floor(&admitted),
                FillStep::TypeSeats => filling.type_seats(&admitted),
                FillStep::Rank => filling.by_rank(&admitted),
            }
        }
        filling
    }

    fn unit_floor(&mut self, admitted: &[&Contender]) {
        let Some(floor) = self.rule.unit_floor else {
            return;
        };
        for contender in admitted {
            let has = contender.unit.as_ref().map(|unit| self.seats_of(unit));
            if has.is_some_and(|has| has < floor) {
                self.seat(contender, SeatRule::UnitFloor);
            }
        }
    }

    fn type_seats(&mut self, admitted: &[&Contender]) {
        for (kind, seats) in &self.rule.seats_by_type {
            let of_type = |c: &&&Contender| c.enterprise_type == *kind;
            let mut left = seats.saturating_sub(self.seats_of_type(kind, admitted));
            for contender in admitted.iter().filter(of_type) {
                if left > 0 && self.seat(contender, SeatRule::TypeSeats) {
                    left -= 1;
                }
            }
        }
    }

    fn by_rank(&mut self, admitted: &[&Contender]) {
        for contender in admitted {
            self.seat(contender, SeatRule::Rank);
        }
    }

    fn seats_of(&self, unit: &UnitCode) -> u32 {
        self.by_unit.get(unit).copied().unwrap_or(0)
    }

    /// Seats a type already has from earlier steps; they count towards its own.
    fn seats_of_type(&self, kind: &TypeCode, admitted: &[&Contender]) -> u32 {
        let of_type = admitted.iter().filter(|c| c.enterprise_type == *kind);
        size(of_type.filter(|c| self.seats.contains_key(&c.id)).count())
    }

    /// Gives a seat if there is one; whether it did.
    fn seat(&mut self, contender: &Contender, rule: SeatRule) -> bool {
        let taken = self.seats.contains_key(&contender.id);
        if taken || self.is_full() || self.unit_is_full(contender) {
            return false;
        }
        self.seats.insert(contender.id.clone(), rule);
        if let Some(unit) = &contender.unit {
            *self.by_unit.entry(unit.clone()).or_default() += 1;
        }
        true
    }

    fn is_full(&self) -> bool {
        let count = self.rule.count;
        count.is_some_and(|count| size(self.seats.len()) >= count)
    }

    fn unit_is_full(&self, contender: &Contender) -> bool {
        match (&contender.unit, self.rule.unit_ceiling) {
            (Some(unit), Some(ceiling)) => self.seats_of(unit) >= ceiling,
            _ => false,
        }
    }
}

fn reaches_score(rule: &Selection, contender: &Contender) -> bool {
    rule.least_score
        .is_none_or(|least| contender.key.composite >= Exact::from(least))
}

fn fate(
    rule: &Selection,
    contenders: &[Contender],
    contender: &Contender,
    fillings: &[Filling<'_>],
) -> Fate {
    let seats = fillings.iter().filter_map(|f| f.seats.get(&contender.id));
    let seats: Vec<&SeatRule> = seats.collect();
    match seats.first() {
        Some(first) if seats.len() == fillings.len() => Fate::Selected((*first).clone()),
        Some(_) => Fate::TiedOnTheLine,
        None => Fate::NotSelected(left_out(rule, contenders, contender, fillings)),
    }
}

fn left_out(
    rule: &Selection,
    contenders: &[Contender],
    contender: &Contender,
    fillings: &[Filling<'_>],
) -> LeftOut {
    if !reaches_score(rule, contender) {
        return LeftOut::BelowScore;
    }
    let Some(filling) = fillings.first() else {
        return LeftOut::NoSeatLeft { decided_by: None };
    };
    // Below the last seat given by rank the count decided, not the ceiling.
    let last = last_by_rank(contenders, filling);
    let behind_last = last.is_none_or(|last| contender.place > last.place);
    if filling.unit_is_full(contender) && !(filling.is_full() && behind_last) {
        return LeftOut::UnitCeiling;
    }
    LeftOut::NoSeatLeft {
        decided_by: last.and_then(|last| criterion(last, contender)),
    }
}

/// The last one in order that got a seat by rank, else by any step.
fn last_by_rank<'a>(contenders: &'a [Contender], filling: &Filling<'_>) -> Option<&'a Contender> {
    let seated = |rank_only: bool| {
        contenders.iter().rev().find(|c| {
            let seat = filling.seats.get(&c.id);
            seat.is_some_and(|seat| !rank_only || *seat == SeatRule::Rank)
        })
    };
    seated(true).or_else(|| seated(false))
}

fn criterion(last: &Contender, behind: &Contender) -> Option<Criterion> {
    if behind.place < last.place {
        return None;
    }
    decided_by(last, behind)
}
