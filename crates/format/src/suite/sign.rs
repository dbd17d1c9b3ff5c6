//! Signing keys and their fingerprints.

use std::fmt;
use std::str::FromStr;

use ed25519_dalek::Signer;
use hengping_core::id::{Digest, InvalidId};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use zeroize::{Zeroize, Zeroizing};

use crate::refusal::Result;

const KEY_PREFIX: &str = "ed25519:";
const INVALID_KEY: InvalidId = InvalidId {
    kind: "verifying key",
};

/// SHA-256 over the written form of a verifying key; the `keyid` of signatures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Fingerprint(pub Digest);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A signature of 64 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Signature(pub [u8; 64]);

/// A secret signing key; wiped when dropped, never printed.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// A new key from the system's randomness.
    ///
    /// # Errors
    /// [`crate::Reason::NoRandomness`].
    pub fn generate() -> Result<Self> {
        Ok(Self::from_secret(&*super::random_bytes()?))
    }

    /// The key of these 32 secret bytes.
    #[must_use]
    pub fn from_secret(secret: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(secret))
    }

    /// The 32 secret bytes.
    #[must_use]
    pub fn to_secret(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// The public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    /// Shorthand for the fingerprint of the public half.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        self.verifying_key().fingerprint()
    }

    pub(crate) fn sign(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.fingerprint())
    }
}

/// Written as 64 hexadecimal digits; only ever inside a sealed part.
impl Serialize for SigningKey {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        let text = Zeroizing::new(Digest(*self.to_secret()).to_string());
        to.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for SigningKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(from)?);
        let mut secret: Digest = text.parse().map_err(|_| D::Error::custom("signing key"))?;
        let key = Self::from_secret(&secret.0);
        secret.0.zeroize();
        Ok(key)
    }
}

/// A public key that can verify signatures; written `ed25519:` and 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// The fingerprint.
    #[must_use]
    pub fn fingerprint(&self) -> Fingerprint {
        Fingerprint(Digest::of(self.to_string().as_bytes()))
    }

    /// Whether `signature` is this key's over `message`, by the strict rules.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &Signature) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(&signature.0);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

/// A y coordinate of p or more would be a second spelling of another key.
fn has_canonical_y(bytes: &[u8; 32]) -> bool {
    let [first, middle @ .., last] = bytes;
    !(last & 0x7f == 0x7f && middle.iter().all(|&b| b == 0xff) && *first >= 0xed)
}

impl fmt::Display for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{KEY_PREFIX}{}", Digest(self.0.to_bytes()))
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for VerifyingKey {
    type Err = InvalidId;
    fn from_str(text: &str) -> std::result::Result<Self, InvalidId> {
        let digits = text.strip_prefix(KEY_PREFIX).ok_or(INVALID_KEY)?;
        let bytes: Digest = digits.parse().map_err(|_| INVALID_KEY)?;
        let key = ed25519_dalek::VerifyingKey::from_bytes(&bytes.0).map_err(|_| INVALID_KEY)?;
        if key.is_weak() || !has_canonical_y(&bytes.0) {
            return Err(INVALID_KEY);
        }
        Ok(Self(key))
    }
}

impl Serialize for VerifyingKey {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for VerifyingKey {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_of_small_order_or_a_second_spelling_is_no_key() {
        let mut one = [0; 32];
        one[0] = 1;
        let mut p_plus_three = [0xff; 32];
        p_plus_three[0] = 0xf0;
        p_plus_three[31] = 0x7f;
        for bad in [one, p_plus_three, [0; 32]] {
            let text = format!("{KEY_PREFIX}{}", Digest(bad));
            assert!(text.parse::<VerifyingKey>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_key_has_one_written_form() {
        let key = SigningKey::from_secret(&[7; 32]).verifying_key();
        assert_eq!(key.to_string().parse(), Ok(key));
        assert!(
            key.to_string()
                .to_uppercase()
                .parse::<VerifyingKey>()
                .is_err()
        );
    }
}
