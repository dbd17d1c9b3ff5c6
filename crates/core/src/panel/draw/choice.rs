//! Steps 5 to 7 of the draw: who is eligible, who sits, who judges what.
//!
//! Owns the choice from an order that is already shuffled. Trap: exclusion looks at *every*
//! application; a member barred from some keeps the seat and is stood in for there.

use std::collections::{BTreeMap, BTreeSet};

use super::{Bench, DrawError, Pool};
use crate::id::{ApplicationId, ExpertId};
use crate::panel::recusal::Ground;

type Barred = BTreeMap<ApplicationId, Ground>;

/// Members barred from every application, and the others in ascending order.
pub(super) fn split(pool: &Pool) -> (BTreeMap<ExpertId, Barred>, Vec<ExpertId>) {
    let mut excluded = BTreeMap::new();
    let mut eligible = Vec::new();
    for expert in pool.members.keys() {
        let barred = pool.barred_from(expert);
        if !barred.is_empty() && barred.len() == pool.applications.len() {
            excluded.insert(expert.clone(), barred);
        } else {
            eligible.push(expert.clone());
        }
    }
    (excluded, eligible)
}

/// Seats and reserves, both in the order of `order`.
pub(super) fn choose(
    pool: &Pool,
    order: &[ExpertId],
) -> Result<(Vec<ExpertId>, Vec<ExpertId>), DrawError> {
    let rules = &pool.rules;
    let mut seating = Seating {
        pool,
        order,
        seated: BTreeSet::new(),
    };
    for (field, least) in &rules.least_per_field {
        seating
            .take(count(*least), |expert| seating_field(pool, expert, field))
            .map_err(|_| DrawError::FieldTooSmall {
                field: field.clone(),
            })?;
    }
    let size = count(rules.size);
    let seated = seating.take(size, |_| true);
    let needed = size.saturating_add(count(rules.reserves));
    let too_small = |eligible| DrawError::PoolTooSmall { needed, eligible };
    seated.map_err(too_small)?;
    let (seats, others): (Vec<_>, Vec<_>) = order
        .iter()
        .cloned()
        .partition(|expert| seating.seated.contains(expert));
    if others.len() < count(rules.reserves) {
        return Err(too_small(order.len()));
    }
    let reserves = others.into_iter().take(count(rules.reserves)).collect();
    Ok((seats, reserves))
}

fn count(number: u32) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

fn seating_field(pool: &Pool, expert: &ExpertId, field: &str) -> bool {
    pool.members
        .get(expert)
        .is_some_and(|member| member.fields.contains(field))
}

struct Seating<'p> {
    pool: &'p Pool,
    order: &'p [ExpertId],
    seated: BTreeSet<&'p ExpertId>,
}

impl Seating<'_> {
    /// Seats members who `fit` until there are `least` of them, never more than `size` in all.
    /// Fails with the number there can be.
    fn take(&mut self, least: usize, fit: impl Fn(&ExpertId) -> bool) -> Result<(), usize> {
        let mut have = self.seated.iter().filter(|expert| fit(expert)).count();
        for expert in self.order.iter().filter(|expert| fit(expert)) {
            if have >= least || self.seated.len() >= count(self.pool.rules.size) {
                break;
            }
            if !self.seated.contains(expert) && self.unit_has_room(expert) {
                self.seated.insert(expert);
                have += 1;
            }
        }
        if have >= least { Ok(()) } else { Err(have) }
    }

    fn unit_has_room(&self, expert: &ExpertId) -> bool {
        let unit = |expert: &ExpertId| self.pool.members.get(expert).map(|member| &member.unit);
        let same = self
            .seated
            .iter()
            .filter(|other| unit(other) == unit(expert))
            .count();
        self.pool
            .rules
            .most_per_unit
            .is_none_or(|most| same < count(most))
    }
}

/// Who judges each application.
pub(super) fn benches(
    pool: &Pool,
    seats: &[ExpertId],
    reserves: &[ExpertId],
) -> BTreeMap<ApplicationId, Bench> {
    let bench = |application: &ApplicationId| bench(pool, application, seats, reserves);
    pool.applications
        .keys()
        .map(|application| (application.clone(), bench(application)))
        .collect()
}

fn bench(
    pool: &Pool,
    application: &ApplicationId,
    seats: &[ExpertId],
    reserves: &[ExpertId],
) -> Bench {
    let barred: BTreeMap<ExpertId, Ground> = seats
        .iter()
        .chain(reserves)
        .filter_map(|expert| Some((expert.clone(), pool.barred(expert, application)?)))
        .collect();
    let experts: Vec<ExpertId> = seats
        .iter()
        .chain(reserves)
        .filter(|expert| !barred.contains_key(*expert))
        .take(seats.len())
        .cloned()
        .collect();
    let short = u32::try_from(seats.len() - experts.len()).unwrap_or(u32::MAX);
    Bench {
        experts,
        barred,
        short,
    }
}
