//! Whether panels can be compared: do shared applications connect them?
//!
//! Owns the grouping. Says nothing of how well they are connected. Trap: a panel without any
//! application is a group of its own.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::ApplicationId;

/// Groups of judges — panels or experts — connected through applications they share, each group
/// and all groups in ascending order. One group means that everything can be compared.
#[must_use]
pub fn groups<J: Ord + Clone>(judged: &BTreeMap<J, BTreeSet<ApplicationId>>) -> Vec<BTreeSet<J>> {
    let mut groups: Vec<(BTreeSet<J>, BTreeSet<&ApplicationId>)> = Vec::new();
    for (judge, applications) in judged {
        let mut judges = BTreeSet::from([judge.clone()]);
        let mut reach: BTreeSet<&ApplicationId> = applications.iter().collect();
        let (joined, apart): (Vec<_>, Vec<_>) = groups
            .into_iter()
            .partition(|group| !group.1.is_disjoint(&reach));
        for group in joined {
            judges.extend(group.0);
            reach.extend(group.1);
        }
        groups = apart;
        groups.push((judges, reach));
    }
    let mut groups: Vec<BTreeSet<J>> = groups.into_iter().map(|group| group.0).collect();
    groups.sort();
    groups
}

/// Whether all judges are connected.
#[must_use]
pub fn connected<J: Ord + Clone>(judged: &BTreeMap<J, BTreeSet<ApplicationId>>) -> bool {
    groups(judged).len() <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(rows: &[(&'static str, &[&str])]) -> BTreeMap<&'static str, BTreeSet<ApplicationId>> {
        let ids = |names: &[&str]| {
            names
                .iter()
                .map(|name| ApplicationId::new(*name).unwrap())
                .collect()
        };
        rows.iter()
            .map(|(judge, names)| (*judge, ids(names)))
            .collect()
    }

    #[test]
    fn a_chain_of_shared_applications_connects() {
        let panels = judged(&[
            ("p1", &["a1", "a2"]),
            ("p2", &["a3", "a4"]),
            ("p3", &["a2", "a3"]),
        ]);
        assert!(connected(&panels));
        assert_eq!(groups(&panels), [BTreeSet::from(["p1", "p2", "p3"])]);
    }

    #[test]
    fn panels_without_a_common_application_are_named_apart() {
        let panels = judged(&[
            ("p1", &["a1"]),
            ("p2", &["a2"]),
            ("p3", &["a1"]),
            ("p4", &[]),
        ]);
        assert!(!connected(&panels));
        assert_eq!(
            groups(&panels),
            [
                BTreeSet::from(["p1", "p3"]),
                BTreeSet::from(["p2"]),
                BTreeSet::from(["p4"])
            ]
        );
    }

    #[test]
    fn nothing_is_connected() {
        assert!(connected(&judged(&[])));
    }
}
