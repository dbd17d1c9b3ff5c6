//! What every use case is given from outside: the time, fresh ids, a place to report progress and
//! the PDF workers. Use cases never ask for these themselves, so tests can fix them.

use std::cell::RefCell;

use hengping_core::time::Instant;
use hengping_render::Pool;

/// Told how far a long work has come. Absolute values; the end is the call's return.
pub trait Progress {
    /// A work `task` (a message key) of `total` units starts.
    fn begin(&self, task: &'static str, total: u64, unit: Unit);
    /// `done` units are done.
    fn at(&self, done: u64);
    /// The work is over.
    fn end(&self);
}

/// What progress counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Bytes.
    Bytes,
    /// Files, documents, applications: things.
    Items,
}

/// Progress that nobody watches.
#[derive(Debug, Clone, Copy, Default)]
pub struct Silent;

impl Progress for Silent {
    fn begin(&self, _: &'static str, _: u64, _: Unit) {}
    fn at(&self, _: u64) {}
    fn end(&self) {}
}

/// Where new identifiers come from.
#[derive(Debug)]
pub enum Ids {
    /// 128 random bits each.
    Random,
    /// Counted from a prefix, for tests that compare bytes.
    Counted {
        /// What every id starts with.
        prefix: String,
        /// The last number given.
        last: RefCell<u64>,
    },
}

impl Ids {
    /// A fresh opaque id: 26 characters of base 32, or prefix and number.
    ///
    /// # Panics
    /// When the operating system gives no randomness.
    #[must_use]
    pub fn fresh(&self) -> String {
        match self {
            Self::Random => {
                let mut bits = [0_u8; 16];
                getrandom::fill(&mut bits).expect("the operating system gives randomness");
                base32(u128::from_be_bytes(bits))
            }
            Self::Counted { prefix, last } => {
                let mut last = last.borrow_mut();
                *last += 1;
                format!("{prefix}{last:06}")
            }
        }
    }
}

/// Digits of the ids: no `i`, `l`, `o`, `u`, which are misread.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

fn base32(mut bits: u128) -> String {
    let mut digits = [0_u8; 26];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[(bits & 31) as usize];
        bits >>= 5;
    }
    digits.iter().map(|byte| char::from(*byte)).collect()
}

/// What a use case is given.
pub struct Context<'a> {
    /// The moment it happens.
    pub now: Instant,
    /// Who watches.
    pub progress: &'a dyn Progress,
    /// Fresh ids.
    pub ids: &'a Ids,
    /// The PDF workers, where PDFium was found.
    pub pool: Option<&'a Pool>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_ids_are_opaque_ids_and_differ() {
        let (one, other) = (Ids::Random.fresh(), Ids::Random.fresh());
        assert!(hengping_core::id::ObjectId::new(one.as_str()).is_ok());
        assert_eq!(one.len(), 26);
        assert_ne!(one, other);
    }
}
