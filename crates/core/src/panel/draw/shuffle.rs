//! Steps 3 and 5 of the draw: numbers from a seed, an order from numbers.
//!
//! Owns the keystream and the shuffle. Trap: a plain remainder favours small numbers; hence the
//! rejection.

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};

use crate::id::Digest;

/// Numbers from the keystream of a seed.
pub(crate) struct Numbers(ChaCha20);

impl Numbers {
    pub(crate) fn new(seed: Digest) -> Self {
        Self(ChaCha20::new(&seed.0.into(), &[0; 12].into()))
    }

    fn next(&mut self) -> u64 {
        let mut bytes = [0; 8];
        self.0.apply_keystream(&mut bytes);
        u64::from_le_bytes(bytes)
    }

    /// Uniform below `bound`, which is at least 1.
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        // 2⁶⁴ mod bound, without leaving 64 bits.
        let surplus = (u64::MAX % bound + 1) % bound;
        let last = u64::MAX - surplus;
        loop {
            let number = self.next();
            if number <= last {
                return number % bound;
            }
        }
    }
}

/// `items` in the order the seed gives them.
pub(crate) fn shuffled<T>(mut items: Vec<T>, seed: Digest) -> Vec<T> {
    let mut numbers = Numbers::new(seed);
    for index in (1..items.len()).rev() {
        let bound = u64::try_from(index).map_or(u64::MAX, |index| index + 1);
        // The number is at most `index`, so it fits.
        let other = usize::try_from(numbers.below(bound)).unwrap_or(index);
        items.swap(index, other);
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_from_the_published_keystream() {
        // Zero key, zero nonce, counter 0: first block of RFC 8439, appendix A.1, vector 1.
        let mut numbers = Numbers::new(Digest([0; 32]));
        assert_eq!(
            numbers.next().to_le_bytes(),
            [0x76, 0xb8, 0xe0, 0xad, 0xa0, 0xf1, 0x3d, 0x90]
        );
        assert_eq!(
            numbers.next().to_le_bytes(),
            [0x40, 0x5d, 0x6a, 0xe5, 0x53, 0x86, 0xbd, 0x28]
        );
    }

    #[test]
    fn every_order_comes_about_as_often() {
        let mut counts = std::collections::BTreeMap::new();
        for round in 0..6_000_u32 {
            let seed = Digest::of(&round.to_be_bytes());
            *counts.entry(shuffled(vec![1, 2, 3], seed)).or_insert(0) += 1;
        }
        assert_eq!(counts.len(), 6);
        // 1 000 expected each; ±150 is five standard deviations.
        assert!(
            counts.values().all(|count| (850..1150).contains(count)),
            "{counts:?}"
        );
    }

    #[test]
    fn numbers_beyond_the_last_whole_multiple_are_rejected() {
        let bound = u64::MAX / 2 + 2;
        let mut numbers = Numbers::new(Digest::of(b"x"));
        // Nearly half of all numbers are beyond; without rejection they would wrap to small ones.
        let drawn: Vec<u64> = (0..200).map(|_| numbers.below(bound)).collect();
        assert!(drawn.iter().all(|number| *number < bound));
        let mut plain = Numbers::new(Digest::of(b"x"));
        let accepted: Vec<u64> = std::iter::repeat_with(|| plain.next())
            .filter(|number| *number < bound)
            .take(200)
            .collect();
        assert_eq!(drawn, accepted);
    }
}
