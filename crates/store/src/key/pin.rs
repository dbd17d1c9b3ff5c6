//! The store key under a PIN, within one run and in memory only.
//!
//! A PIN re-opens a locked program. Trap: a PIN is short, so it is worth nothing to whoever can
//! guess at leisure: the wrap is never written anywhere, and after five wrong ones it is wiped.

use zeroize::Zeroizing;

use super::{KdfCost, StoreKey, Unlock, Wrap};
use crate::error::OpenError;

/// How often a PIN may be wrong before the passphrase is asked.
const TRIES: u8 = 5;
/// Digits of a PIN.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// Memory for one guess in KiB; the store's own cost is for a file that can be carried away.
const MEMORY_KIB: u32 = 64 * 1024;

/// A store key that only its PIN opens again.
pub struct PinnedKey {
    wrap: Option<Zeroizing<Vec<u8>>>,
    tries_left: u8,
}

impl PinnedKey {
    pub(crate) fn seal(key: &StoreKey, pin: &str) -> Result<Self, OpenError> {
        if !DIGITS.contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(OpenError::WeakPin);
        }
        let cost = KdfCost {
            memory_kib: MEMORY_KIB,
            ..KdfCost::STANDARD
        };
        let wrap = Wrap::new(key, Unlock::Passphrase(pin), cost)?;
        let bytes = serde_json::to_vec(&wrap).map_err(|_| OpenError::KeyFile)?;
        Ok(Self {
            wrap: Some(Zeroizing::new(bytes)),
            tries_left: TRIES,
        })
    }

    /// How often the PIN may still be tried.
    #[must_use]
    pub fn tries_left(&self) -> u8 {
        self.tries_left
    }

    /// Whether `pin` is the right one; a wrong one counts as a try.
    ///
    /// # Errors
    /// [`OpenError::WrongPin`], [`OpenError::PinSpent`].
    pub fn confirm(&mut self, pin: &str) -> Result<(), OpenError> {
        self.open(pin).map(drop)
    }

    pub(crate) fn open(&mut self, pin: &str) -> Result<StoreKey, OpenError> {
        let bytes = self.wrap.as_ref().ok_or(OpenError::PinSpent)?;
        let wrap: Wrap = serde_json::from_slice(bytes).map_err(|_| OpenError::KeyFile)?;
        if let Some(key) = wrap.open(Unlock::Passphrase(pin))? {
            self.tries_left = TRIES;
            return Ok(key);
        }
        self.tries_left -= 1;
        if self.tries_left == 0 {
            self.wrap = None;
            return Err(OpenError::PinSpent);
        }
        Err(OpenError::WrongPin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_right_pin_opens_and_gives_the_tries_back() {
        let key = StoreKey::random().unwrap();
        let mut pinned = PinnedKey::seal(&key, "2468").unwrap();
        for _ in 0..TRIES - 1 {
            assert!(matches!(pinned.open("1111"), Err(OpenError::WrongPin)));
        }
        assert_eq!(*pinned.open("2468").unwrap().0, *key.0);
        assert_eq!(pinned.tries_left(), TRIES);
    }

    #[test]
    fn five_wrong_pins_wipe_the_key() {
        let mut pinned = PinnedKey::seal(&StoreKey::random().unwrap(), "2468").unwrap();
        for _ in 1..TRIES {
            assert!(matches!(pinned.open("1111"), Err(OpenError::WrongPin)));
        }
        assert!(matches!(pinned.open("1111"), Err(OpenError::PinSpent)));
        assert!(matches!(pinned.open("2468"), Err(OpenError::PinSpent)));
        assert!(pinned.wrap.is_none());
    }

    #[test]
    fn a_pin_is_four_to_eight_digits() {
        let key = StoreKey::random().unwrap();
        for weak in ["123", "123456789", "12a4", "１２３４"] {
            assert!(matches!(
                PinnedKey::seal(&key, weak),
                Err(OpenError::WeakPin)
            ));
        }
    }
}
