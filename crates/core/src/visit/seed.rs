//! The seed of a visit's sample: from digits that several people type, so that nobody chooses it
//! alone and an enterprise cannot know it beforehand.

use std::collections::BTreeSet;

use crate::canonical::Canonical;
use crate::id::{Digest, TicketId};
use crate::panel::draw::{Contribution, LEAST_DIGITS, LEAST_PERSONS, MOST_DIGITS};

/// The seed for a team's ticket; nothing unless enough different people typed enough digits.
#[must_use]
pub fn sample_seed(ticket: &TicketId, typed: &[Contribution]) -> Option<Digest> {
    let persons: BTreeSet<&str> = typed.iter().map(|one| one.person.trim()).collect();
    let named = persons.len() == typed.len() && !persons.contains("");
    let is_digits = |one: &Contribution| {
        (LEAST_DIGITS..=MOST_DIGITS).contains(&one.digits.len())
            && one.digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    if typed.len() < LEAST_PERSONS || !named || !typed.iter().all(is_digits) {
        return None;
    }
    let typed: BTreeSet<&Contribution> = typed.iter().collect();
    let seed = Canonical::of("hengping-kit-seed-1")
        .item(ticket)
        .list(typed.iter(), |bytes, one| {
            bytes.item(&one.person).item(&one.digits)
        });
    Some(seed.digest())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(all: &[(&str, &str)]) -> Vec<Contribution> {
        let one = |(person, digits): &(&str, &str)| Contribution {
            person: (*person).to_owned(),
            digits: (*digits).to_owned(),
        };
        all.iter().map(one).collect()
    }

    #[test]
    fn two_people_make_a_seed_whoever_typed_first() {
        let ticket = "t9".parse().unwrap();
        let one = sample_seed(&ticket, &typed(&[("a", "123456"), ("b", "654321")]));
        let other = sample_seed(&ticket, &typed(&[("b", "654321"), ("a", "123456")]));
        assert!(one.is_some());
        assert_eq!(one, other);
        let changed = sample_seed(&ticket, &typed(&[("a", "123457"), ("b", "654321")]));
        assert_ne!(one, changed);
    }

    #[test]
    fn one_person_or_few_digits_make_none() {
        let ticket = "t9".parse().unwrap();
        for bad in [
            typed(&[("a", "123456")]),
            typed(&[("a", "123456"), ("a", "654321")]),
            typed(&[("a", "123456"), ("b", "12345")]),
            typed(&[("a", "123456"), ("b", "12345x")]),
        ] {
            assert_eq!(sample_seed(&ticket, &bad), None);
        }
    }
}
