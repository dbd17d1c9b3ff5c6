//! Values by application and expert: what every statistic of agreement starts from.
//!
//! Owns gathering them out of an outcome, the groups of experts that shared applications connect,
//! and the largest block without gaps. Trap: both maps are ordered, and everything computed from
//! them goes through them in that order; that is why the order of input never matters.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::{ApplicationId, IndicatorCode};
use crate::panel::connectedness;
use crate::score::outcome::{ApplicationOutcome, MarkState};
use crate::score::{Exact, ExpertKey, Outcome};

/// Values by application and expert; a pair without a value is missing, never zero.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ratings {
    rows: BTreeMap<ApplicationId, BTreeMap<ExpertKey, Exact>>,
}

/// Applications and experts between whom no value is missing.
#[derive(Debug, Clone, PartialEq)]
pub struct Block {
    /// The applications, in ascending order.
    pub applications: Vec<ApplicationId>,
    /// The experts, in ascending order.
    pub experts: Vec<ExpertKey>,
    /// A row for each application, in it a value for each expert.
    pub values: Vec<Vec<Exact>>,
}

impl Ratings {
    /// The valid marks of one leaf that experts mark; where it rests on something else, nothing.
    #[must_use]
    pub fn of_leaf(outcome: &Outcome, leaf: &IndicatorCode) -> Self {
        let mut ratings = Self::default();
        for application in &outcome.applications {
            let marks = application.leaf(leaf).map(|found| found.marks.as_slice());
            for mark in marks.unwrap_or_default() {
                if let MarkState::Scored(value) = &mark.state {
                    ratings.insert(&application.id, &mark.expert, value.clone());
                }
            }
        }
        ratings
    }

    /// The points that each expert with complete marks gave in all that experts judge.
    #[must_use]
    pub fn of_judged(outcome: &Outcome) -> Self {
        let mut ratings = Self::default();
        for application in &outcome.applications {
            for total in &application.totals {
                ratings.insert(&application.id, &total.expert, total.judged.clone());
            }
        }
        ratings
    }

    /// What the composite would be by each expert alone: the total of the expert, with bonus and
    /// deductions, of every application that `counts`.
    #[must_use]
    pub fn of_totals(outcome: &Outcome, counts: impl Fn(&ApplicationOutcome) -> bool) -> Self {
        let mut ratings = Self::default();
        for application in outcome.applications.iter().filter(|one| counts(one)) {
            let items = &application.bonus - &application.deductions;
            for total in &application.totals {
                ratings.insert(&application.id, &total.expert, &total.total + &items);
            }
        }
        ratings
    }

    /// Enters a value; one that is there already is replaced.
    pub fn insert(&mut self, application: &ApplicationId, expert: &ExpertKey, value: Exact) {
        let row = self.rows.entry(application.clone()).or_default();
        row.insert(expert.clone(), value);
    }

    /// The rows, in ascending order of applications.
    #[must_use]
    pub fn rows(&self) -> &BTreeMap<ApplicationId, BTreeMap<ExpertKey, Exact>> {
        &self.rows
    }

    /// The values of one application, in ascending order of experts.
    #[must_use]
    pub fn of(&self, application: &ApplicationId) -> Vec<&Exact> {
        let row = self.rows.get(application);
        row.map(|row| row.values().collect()).unwrap_or_default()
    }

    /// All values.
    pub fn values(&self) -> impl Iterator<Item = &Exact> {
        self.rows.values().flat_map(BTreeMap::values)
    }

    /// The same values by expert.
    #[must_use]
    pub fn by_expert(&self) -> BTreeMap<&ExpertKey, BTreeMap<&ApplicationId, &Exact>> {
        let mut experts: BTreeMap<_, BTreeMap<_, _>> = BTreeMap::new();
        for (application, row) in &self.rows {
            for (expert, value) in row {
                let own = experts.entry(expert).or_default();
                own.insert(application, value);
            }
        }
        experts
    }

    /// Groups of experts that shared applications connect; one group when all can be compared.
    #[must_use]
    pub fn groups(&self) -> Vec<BTreeSet<ExpertKey>> {
        let judged: BTreeMap<ExpertKey, BTreeSet<ApplicationId>> = self
            .by_expert()
            .into_iter()
            .map(|(expert, own)| (expert.clone(), own.into_keys().cloned().collect()))
            .collect();
        connectedness::groups(&judged)
    }

    /// Of the applications whose values come from the same experts those with most values together;
    /// of several the first in the order of experts. Nothing when there is no value.
    #[must_use]
    pub fn largest_block(&self) -> Option<Block> {
        let mut benches: BTreeMap<Vec<&ExpertKey>, Vec<&ApplicationId>> = BTreeMap::new();
        for (application, row) in self.rows.iter().filter(|(_, row)| !row.is_empty()) {
            benches
                .entry(row.keys().collect())
                .or_default()
                .push(application);
        }
        let size =
            |(experts, applications): &(&Vec<_>, &Vec<_>)| experts.len() * applications.len();
        let most = benches.iter().map(|bench| size(&bench)).max()?;
        let (experts, applications) = benches.iter().find(|bench| size(bench) == most)?;
        let values = applications.iter().map(|id| {
            let row = self.rows.get(*id).into_iter().flatten();
            row.map(|(_, value)| value.clone()).collect()
        });
        Some(Block {
            applications: applications.iter().map(|id| (*id).clone()).collect(),
            experts: experts.iter().map(|key| (*key).clone()).collect(),
            values: values.collect(),
        })
    }
}

impl Block {
    /// The values of each expert, over all applications.
    #[must_use]
    pub fn by_expert(&self) -> Vec<Vec<Exact>> {
        (0..self.experts.len())
            .map(|at| {
                let column = self.values.iter().filter_map(|row| row.get(at));
                column.cloned().collect()
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::tests::{application, expert, ratings};

    #[test]
    fn the_largest_block_has_no_gaps() {
        let table = ratings(&[
            ("a1", &[("e1", 1), ("e2", 2), ("e3", 3)]),
            ("a2", &[("e1", 1), ("e3", 3)]),
            ("a3", &[("e1", 4), ("e2", 5), ("e3", 6)]),
        ]);
        let block = table.largest_block().unwrap();
        assert_eq!(block.applications, [application("a1"), application("a3")]);
        assert_eq!(block.experts, [expert("e1"), expert("e2"), expert("e3")]);
        let row = |values: [u32; 3]| values.map(Exact::from).to_vec();
        assert_eq!(block.values, [row([1, 2, 3]), row([4, 5, 6])]);
        assert_eq!(Ratings::default().largest_block(), None);
    }

    #[test]
    fn experts_without_a_common_application_are_apart() {
        let table = ratings(&[("a1", &[("e1", 1), ("e2", 2)]), ("a2", &[("e3", 3)])]);
        assert_eq!(table.groups().len(), 2);
    }
}
