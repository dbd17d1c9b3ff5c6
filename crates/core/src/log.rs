//! The log of a store as pure values: numbered entries, each chained to all before it.
//!
//! Owns the byte form of an entry, the chain and its checks. Does not own where entries are kept
//! or when one is written. An entry has no place for text: a kind and subjects that are ids, codes
//! or digests. Trap: the time of an entry is what the machine's clock said; it may run backwards
//! and proves nothing. Only the chain does.
//!
//! # Chain
//! `h(0)` is 32 zero bytes and `h(n) = SHA-256(bytes(n))`, where `bytes(n)` are the netstrings
//! (`<bytes>:<content>,`) of, in this order: `hengping-log-1`; `h(n−1)` as 64 hexadecimal digits;
//! the number `n` in decimal; the instant as written (`2026-11-22T10:00:00Z`); the kind; how many
//! subjects; each subject.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::canonical::Canonical;
use crate::id::{Digest, LogKind, LogSubject};
use crate::time::Instant;

/// One committed action of a user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Counted from 1 without gaps.
    pub number: u64,
    /// When it was committed, by the clock of the machine.
    pub at: Instant,
    /// What was done.
    pub kind: LogKind,
    /// What it was done to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<LogSubject>,
}

/// State of a log after its last entry: what bundles, receipts and sheets carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Number of entries.
    pub length: u64,
    /// Chain hash of the last one; zeros for an empty log.
    pub digest: Digest,
}

/// Why entries do not form the log they should.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum LogError {
    /// The entry does not carry the next number.
    #[error("log entry {found} where {expected} was due")]
    Number {
        /// Number that was due.
        expected: u64,
        /// Number found.
        found: u64,
    },
    /// The entries given leave out some between the earlier head and the first of them.
    #[error("log entries start at {first}, after an earlier head of length {earlier}")]
    Disjoint {
        /// Length of the earlier log.
        earlier: u64,
        /// Number of the first entry given.
        first: u64,
    },
    /// The log is shorter than it was.
    #[error("log has {now} entries, it had {earlier}")]
    Shorter {
        /// Length it had.
        earlier: u64,
        /// Length it has.
        now: u64,
    },
    /// The log continues, but not from the earlier head.
    #[error("log differs from its earlier head at entry {at}")]
    Diverged {
        /// Number of the entry whose hash differs.
        at: u64,
    },
}

impl Head {
    /// Head of a log without entries.
    pub const EMPTY: Self = Self {
        length: 0,
        digest: Digest([0; 32]),
    };

    /// Head after `entry` is added.
    ///
    /// # Errors
    /// [`LogError::Number`] when `entry` is not the next one.
    pub fn then(self, entry: &Entry) -> Result<Self, LogError> {
        let expected = self.length.saturating_add(1);
        if entry.number != expected {
            return Err(LogError::Number {
                expected,
                found: entry.number,
            });
        }
        Ok(Self {
            length: expected,
            digest: Digest::of(&entry.canonical_bytes(self.digest)),
        })
    }
}

impl Entry {
    /// The bytes that are hashed when this entry follows one with hash `previous`.
    #[must_use]
    pub fn canonical_bytes(&self, previous: Digest) -> Vec<u8> {
        Canonical::of("hengping-log-1")
            .item(previous)
            .item(self.number)
            .item(self.at)
            .item(&self.kind)
            .list(self.subjects.iter(), Canonical::item)
            .into_bytes()
    }
}

/// Head of the whole log `entries`, from its first entry.
///
/// # Errors
/// [`LogError::Number`] when numbers do not run 1, 2, 3 …
pub fn verify(entries: &[Entry]) -> Result<Head, LogError> {
    entries
        .iter()
        .try_fold(Head::EMPTY, |head, entry| head.then(entry))
}

/// Head of a log that must contain the log `earlier` as its beginning.
///
/// `entries` is either the whole log or exactly the part after `earlier`; the part after it alone
/// proves as much, because its hashes start from the earlier head.
///
/// # Errors
/// [`LogError`] when numbers are wrong, entries are missing in between, or the log is another one.
pub fn extends(earlier: Head, entries: &[Entry]) -> Result<Head, LogError> {
    let Some(first) = entries.first().map(|entry| entry.number) else {
        return Ok(earlier);
    };
    if first == earlier.length.saturating_add(1) {
        return entries
            .iter()
            .try_fold(earlier, |head, entry| head.then(entry));
    }
    if first != 1 {
        return Err(LogError::Disjoint {
            earlier: earlier.length,
            first,
        });
    }
    whole_extends(earlier, entries)
}

fn whole_extends(earlier: Head, entries: &[Entry]) -> Result<Head, LogError> {
    let mut head = Head::EMPTY;
    for entry in entries {
        head = head.then(entry)?;
        if head.length == earlier.length && head != earlier {
            return Err(LogError::Diverged { at: head.length });
        }
    }
    if head.length < earlier.length {
        return Err(LogError::Shorter {
            earlier: earlier.length,
            now: head.length,
        });
    }
    Ok(head)
}

/// Whether a log with head `later` can be the continuation of one with head `earlier`, as far as
/// the entries `between` tell; without entries only lengths and equal heads can be compared.
///
/// # Errors
/// [`LogError`] when it cannot.
pub fn check_link(earlier: Head, later: Head, between: &[Entry]) -> Result<Proof, LogError> {
    if later.length < earlier.length {
        return Err(LogError::Shorter {
            earlier: earlier.length,
            now: later.length,
        });
    }
    if later.length == earlier.length || !between.is_empty() {
        let reached = extends(earlier, between)?;
        return if reached == later {
            Ok(Proof::Proven)
        } else {
            Err(LogError::Diverged { at: later.length })
        };
    }
    Ok(Proof::Unproven)
}

/// How much is known of a link between two logs that may be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// The later contains the earlier.
    Proven,
    /// Nothing speaks against it, but no entries were given.
    Unproven,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(kinds: &[&str]) -> Vec<Entry> {
        let entry = |(number, kind): (u64, &&str)| Entry {
            number,
            at: "2026-11-22T10:00:00Z".parse().unwrap(),
            kind: kind.parse().unwrap(),
            subjects: vec!["a01".parse().unwrap()],
        };
        (1..).zip(kinds).map(entry).collect()
    }

    #[test]
    fn the_byte_form_is_the_documented_one() {
        let entry = &entries(&["review-sealed"])[0];
        let bytes = entry.canonical_bytes(Head::EMPTY.digest);
        let expected = format!(
            "14:hengping-log-1,64:{},1:1,20:2026-11-22T10:00:00Z,13:review-sealed,1:1,3:a01,",
            "0".repeat(64)
        );
        assert_eq!(String::from_utf8(bytes).unwrap(), expected);
        let head = verify(std::slice::from_ref(entry)).unwrap();
        assert_eq!(head.digest, Digest::of(expected.as_bytes()));
    }

    #[test]
    fn every_change_of_the_past_shows() {
        let log = entries(&["opened", "marked", "sealed"]);
        let head = verify(&log).unwrap();
        for place in 0..log.len() {
            let mut changed = log.clone();
            changed[place].subjects.clear();
            assert_ne!(verify(&changed).unwrap(), head);
        }
        let mut swapped = log.clone();
        swapped.swap(0, 1);
        assert_eq!(
            verify(&swapped),
            Err(LogError::Number {
                expected: 1,
                found: 2
            })
        );
    }

    #[test]
    fn a_longer_log_extends_whole_or_by_its_tail() {
        let log = entries(&["opened", "marked", "sealed"]);
        let earlier = verify(&log[..2]).unwrap();
        let head = verify(&log).unwrap();
        assert_eq!(extends(earlier, &log), Ok(head));
        assert_eq!(extends(earlier, &log[2..]), Ok(head));
        assert_eq!(extends(Head::EMPTY, &log), Ok(head));
        let first = verify(&log[..1]).unwrap();
        let gap = LogError::Disjoint {
            earlier: 1,
            first: 3,
        };
        assert_eq!(extends(first, &log[2..]), Err(gap));
        assert_eq!(
            extends(head, &log[..2]),
            Err(LogError::Shorter { earlier: 3, now: 2 })
        );
        let other = verify(&entries(&["opened", "other"])).unwrap();
        assert_eq!(extends(other, &log), Err(LogError::Diverged { at: 2 }));
    }

    #[test]
    fn heads_alone_prove_little_but_can_contradict() {
        let log = entries(&["opened", "marked", "sealed"]);
        let (earlier, later) = (verify(&log[..2]).unwrap(), verify(&log).unwrap());
        assert_eq!(check_link(earlier, later, &[]), Ok(Proof::Unproven));
        assert_eq!(check_link(earlier, later, &log[2..]), Ok(Proof::Proven));
        assert_eq!(check_link(later, later, &[]), Ok(Proof::Proven));
        assert!(check_link(later, earlier, &[]).is_err());
        let forged = Head {
            digest: Digest::of(b"x"),
            ..later
        };
        assert!(check_link(earlier, forged, &log[2..]).is_err());
        assert!(check_link(later, forged, &[]).is_err());
    }

    #[test]
    fn text_has_no_place_in_an_entry() {
        let json =
            r#"{"number":1,"at":"2026-11-22T10:00:00Z","kind":"marked","subjects":["好 评"]}"#;
        assert!(serde_json::from_str::<Entry>(json).is_err());
    }
}
