//! Assignment 分配: which expert judges which application, with loads as equal as can be.
//!
//! Owns the rules *all to all* and *k of n*. Does not know why somebody is barred. Trap: giving
//! each application to the least loaded expert is not enough under conflicts; applications are
//! moved along chains of experts until no chain evens the loads out any further.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};

use super::recusal::Ground;
use crate::id::{ApplicationId, ExpertId};

/// What is to be assigned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Task {
    /// Experts; who stands earlier gets the application where loads are equal.
    pub experts: Vec<ExpertId>,
    /// Applications.
    pub applications: BTreeSet<ApplicationId>,
    /// Who must not judge what, and why.
    pub barred: BTreeMap<(ExpertId, ApplicationId), Ground>,
    /// The rule.
    pub rule: Rule,
}

/// How many experts an application gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Rule {
    /// Everyone who is not barred: a single panel.
    All,
    /// A fixed number.
    Each {
        /// Experts per application.
        experts: u32,
        /// Most applications one expert takes besides the common sample.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        most: Option<u32>,
        /// Applications everyone judges who is not barred, so that all can be compared.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        common: BTreeSet<ApplicationId>,
    },
}

/// Who judges what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assignment {
    /// Per application.
    pub applications: BTreeMap<ApplicationId, Assigned>,
    /// How many applications each expert has, the common sample included.
    pub loads: BTreeMap<ExpertId, u32>,
}

/// Who judges one application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assigned {
    /// The experts.
    pub experts: BTreeSet<ExpertId>,
    /// Everyone else, and why not.
    pub excluded: BTreeMap<ExpertId, Exclusion>,
    /// Experts that are missing.
    pub short: u32,
}

/// Why an expert does not judge an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Exclusion {
    /// Barred on this ground.
    Barred(Ground),
    /// Has as many applications as allowed.
    Full,
    /// The application has its experts.
    NotNeeded,
}

impl Assignment {
    /// The applications of each expert.
    #[must_use]
    pub fn by_expert(&self) -> BTreeMap<ExpertId, BTreeSet<ApplicationId>> {
        let mut rows: BTreeMap<_, BTreeSet<_>> = self
            .loads
            .keys()
            .map(|expert| (expert.clone(), BTreeSet::new()))
            .collect();
        for (application, assigned) in &self.applications {
            for expert in &assigned.experts {
                rows.entry(expert.clone())
                    .or_default()
                    .insert(application.clone());
            }
        }
        rows
    }
}

/// Assigns `task`; every application that falls short says so.
#[must_use]
pub fn assign(task: &Task) -> Assignment {
    let mut table = Table::new(task);
    match &task.rule {
        Rule::All => table.give_to_all(task.applications.iter()),
        Rule::Each {
            experts, common, ..
        } => {
            let shared = |application: &&ApplicationId| common.contains(*application);
            for application in task.applications.iter().filter(|a| !shared(a)) {
                for _ in 0..*experts {
                    if !table.add(application) {
                        break;
                    }
                }
            }
            table.even_out();
            table.give_to_all(task.applications.iter().filter(shared));
        }
    }
    table.result()
}

/// An assignment under construction; experts by their place in the task.
struct Table<'t> {
    task: &'t Task,
    most: usize,
    given: Vec<BTreeSet<&'t ApplicationId>>,
}

/// A way to hand applications on: each expert gives one to the next.
type Chain<'t> = Vec<(usize, &'t ApplicationId, usize)>;

impl<'t> Table<'t> {
    fn new(task: &'t Task) -> Self {
        let most = match task.rule {
            Rule::Each {
                most: Some(most), ..
            } => usize::try_from(most).unwrap_or(usize::MAX),
            _ => usize::MAX,
        };
        Self {
            task,
            most,
            given: vec![BTreeSet::new(); task.experts.len()],
        }
    }

    fn barred(&self, expert: usize, application: &ApplicationId) -> Option<Ground> {
        let expert = self.task.experts.get(expert)?;
        self.task
            .barred
            .get(&(expert.clone(), application.clone()))
            .copied()
    }

    fn load(&self, expert: usize) -> usize {
        self.given.get(expert).map_or(0, BTreeSet::len)
    }

    /// Experts who could take `application` and have not, least loaded first.
    fn takers(&self, application: &ApplicationId) -> Vec<usize> {
        let mut takers: Vec<usize> = (0..self.given.len())
            .filter(|expert| !self.given[*expert].contains(application))
            .filter(|expert| self.barred(*expert, application).is_none())
            .collect();
        takers.sort_by_key(|expert| self.load(*expert));
        takers
    }

    fn give_to_all(&mut self, applications: impl Iterator<Item = &'t ApplicationId>) {
        for application in applications {
            for expert in self.takers(application) {
                self.given[expert].insert(application);
            }
        }
    }

    /// Gives `application` to one more expert, making room along a chain if everyone is full.
    fn add(&mut self, application: &'t ApplicationId) -> bool {
        for first in self.takers(application) {
            let room = |table: &Self, expert: usize| table.load(expert) < table.most;
            if let Some(chain) = self.chain(first, room) {
                self.hand_on(&chain);
                self.given[first].insert(application);
                return true;
            }
        }
        false
    }

    /// Moves applications from the more to the less loaded until loads cannot be more equal.
    fn even_out(&mut self) {
        loop {
            let mut heavy: Vec<usize> = (0..self.given.len()).collect();
            heavy.sort_by_key(|expert| std::cmp::Reverse(self.load(*expert)));
            let chain = heavy.into_iter().find_map(|expert| {
                let target = self.load(expert).checked_sub(2)?;
                self.chain(expert, |table, other| table.load(other) <= target)
            });
            match chain {
                Some(chain) => self.hand_on(&chain),
                None => return,
            }
        }
    }

    /// The shortest chain from `first` to an expert who satisfies `goal`; empty if `first` does.
    fn chain(&self, first: usize, goal: impl Fn(&Self, usize) -> bool) -> Option<Chain<'t>> {
        let mut from: BTreeMap<usize, (usize, &'t ApplicationId)> = BTreeMap::new();
        let mut open = VecDeque::from([first]);
        while let Some(expert) = open.pop_front() {
            if goal(self, expert) {
                return Some(unwind(&from, first, expert));
            }
            for application in &self.given[expert] {
                for next in self.takers(application) {
                    if next != first && !from.contains_key(&next) {
                        from.insert(next, (expert, application));
                        open.push_back(next);
                    }
                }
            }
        }
        None
    }

    fn hand_on(&mut self, chain: &Chain<'t>) {
        for (giver, application, taker) in chain {
            self.given[*giver].remove(application);
            self.given[*taker].insert(application);
        }
    }

    fn result(&self) -> Assignment {
        let row =
            |application: &'t ApplicationId| (application.clone(), self.assigned(application));
        let load = |expert| u32::try_from(self.load(expert)).unwrap_or(u32::MAX);
        let experts = self.task.experts.iter().enumerate();
        Assignment {
            applications: self.task.applications.iter().map(row).collect(),
            loads: experts
                .map(|(place, expert)| (expert.clone(), load(place)))
                .collect(),
        }
    }

    fn assigned(&self, application: &ApplicationId) -> Assigned {
        let mut experts = BTreeSet::new();
        let mut excluded = BTreeMap::new();
        let wanted = self.wanted(application);
        for (place, expert) in self.task.experts.iter().enumerate() {
            if self.given[place].contains(application) {
                experts.insert(expert.clone());
            } else if let Some(ground) = self.barred(place, application) {
                excluded.insert(expert.clone(), Exclusion::Barred(ground));
            }
        }
        let short = wanted.saturating_sub(experts.len());
        let otherwise = if short > 0 {
            Exclusion::Full
        } else {
            Exclusion::NotNeeded
        };
        for expert in self
            .task
            .experts
            .iter()
            .filter(|expert| !experts.contains(*expert))
        {
            excluded.entry(expert.clone()).or_insert(otherwise);
        }
        let short = u32::try_from(short).unwrap_or(u32::MAX);
        Assigned {
            experts,
            excluded,
            short,
        }
    }

    fn wanted(&self, application: &ApplicationId) -> usize {
        match &self.task.rule {
            Rule::Each {
                experts, common, ..
            } if !common.contains(application) => usize::try_from(*experts).unwrap_or(usize::MAX),
            _ => 0,
        }
    }
}

fn unwind<'t>(
    from: &BTreeMap<usize, (usize, &'t ApplicationId)>,
    first: usize,
    last: usize,
) -> Chain<'t> {
    let mut chain = Vec::new();
    let mut taker = last;
    while taker != first {
        let Some((giver, application)) = from.get(&taker) else {
            break;
        };
        chain.push((*giver, *application, taker));
        taker = *giver;
    }
    chain
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn expert(number: usize) -> ExpertId {
        ExpertId::new(format!("e{number:02}")).unwrap()
    }

    fn application(number: usize) -> ApplicationId {
        ApplicationId::new(format!("a{number:02}")).unwrap()
    }

    fn task(experts: usize, applications: usize, barred: &[(usize, usize)], rule: Rule) -> Task {
        let pair = |(e, a): &(usize, usize)| ((expert(*e), application(*a)), Ground::Kinship);
        Task {
            experts: (0..experts).map(expert).collect(),
            applications: (0..applications).map(application).collect(),
            barred: barred.iter().map(pair).collect(),
            rule,
        }
    }

    fn each(experts: u32, most: Option<u32>) -> Rule {
        Rule::Each {
            experts,
            most,
            common: BTreeSet::new(),
        }
    }

    #[test]
    fn a_single_panel_judges_everything_but_its_conflicts() {
        let assignment = assign(&task(3, 4, &[(1, 2)], Rule::All));
        let row = &assignment.applications[&application(2)];
        assert_eq!(row.experts, BTreeSet::from([expert(0), expert(2)]));
        assert_eq!(row.excluded[&expert(1)], Exclusion::Barred(Ground::Kinship));
        assert_eq!(assignment.loads[&expert(1)], 3);
    }

    #[test]
    fn room_is_made_along_a_chain() {
        // e0 may only take a0, e1 may take both: whoever comes first, both must be placed.
        let assignment = assign(&task(2, 2, &[(0, 1)], each(1, Some(1))));
        assert!(assignment.applications.values().all(|row| row.short == 0));
        assert_eq!(
            assignment.applications[&application(0)].experts,
            BTreeSet::from([expert(0)])
        );
    }

    #[test]
    fn what_falls_short_says_why() {
        let assignment = assign(&task(2, 2, &[(0, 0)], each(2, Some(1))));
        let short: u32 = assignment.applications.values().map(|row| row.short).sum();
        assert_eq!(short, 2);
        let row = &assignment.applications[&application(0)];
        assert_eq!(row.excluded[&expert(0)], Exclusion::Barred(Ground::Kinship));
        assert!(assignment.loads.values().all(|load| *load == 1));
    }

    #[test]
    fn the_common_sample_goes_to_everyone() {
        let common = BTreeSet::from([application(0)]);
        let assignment = assign(&task(
            6,
            9,
            &[(2, 0)],
            Rule::Each {
                experts: 2,
                most: None,
                common,
            },
        ));
        assert_eq!(assignment.applications[&application(0)].experts.len(), 5);
        assert!(super::super::connectedness::connected(
            &assignment
                .by_expert()
                .into_iter()
                .filter(|(e, _)| *e != expert(2))
                .collect()
        ));
    }

    proptest! {
        #[test]
        fn loads_are_as_equal_as_conflicts_allow(
            experts in 1..8_usize,
            applications in 0..12_usize,
            wanted in 1..4_u32,
            barred in prop::collection::vec((0..8_usize, 0..12_usize), 0..30),
            most in prop::option::of(1..8_u32),
        ) {
            let task = task(experts, applications, &barred, each(wanted, most));
            let assignment = assign(&task);
            let rows = assignment.by_expert();
            for (expert, row) in &rows {
                prop_assert_eq!(row.len(), assignment.loads[expert] as usize);
                prop_assert!(most.is_none_or(|most| row.len() <= most as usize));
                for application in row {
                    let key = (expert.clone(), application.clone());
                    prop_assert!(!task.barred.contains_key(&key));
                }
            }
            for (application, row) in &assignment.applications {
                prop_assert_eq!(row.experts.len() + row.excluded.len(), experts);
                prop_assert_eq!(row.experts.len() + row.short as usize, wanted as usize);
                if most.is_none() {
                    let free = |e: &&ExpertId| {
                        !task.barred.contains_key(&((*e).clone(), application.clone()))
                    };
                    let possible = task.experts.iter().filter(free).count().min(wanted as usize);
                    prop_assert_eq!(row.experts.len(), possible);
                }
            }
            // No single move evens loads out further; chains are the algorithm's own business.
            for (heavy, row) in &rows {
                for (light, other) in &rows {
                    if row.len() >= other.len() + 2 {
                        let movable = row.iter().any(|a| {
                            !other.contains(a)
                                && !task.barred.contains_key(&(light.clone(), a.clone()))
                        });
                        prop_assert!(!movable, "{heavy} could give one to {light}");
                    }
                }
            }
        }
    }
}
