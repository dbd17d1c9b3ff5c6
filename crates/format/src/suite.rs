//! The algorithms: every call into a cryptographic library is made in this module.
//!
//! Suite `intl-1` is Ed25519 (strict verification), SHA-256 and age X25519. There is no
//! negotiation: a document names its suite and an unknown one is refused. `intl-2` and `gm-1` are
//! reserved names.
//!
//! Trap: keys have **one** written form each; the readers here refuse every other spelling,
//! because fingerprints are taken over the written form and thresholds count fingerprints.

mod seal;
mod sign;

use serde::{Deserialize, Serialize};

pub use seal::{
    DOCUMENT_BLOCK, ENTRY_BLOCK, Identity, Opened, Recipient, open, open_bytes, padded_size,
    raw_open, seal, seal_bytes,
};
pub use sign::{Fingerprint, Signature, SigningKey, VerifyingKey};

use crate::refusal::{Reason, Refusal, Result};

/// Name of a complete set of algorithms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Suite(String);

impl Suite {
    /// Ed25519, SHA-256, age X25519.
    #[must_use]
    pub fn intl_1() -> Self {
        Self("intl-1".to_owned())
    }

    /// Refuses every suite this program does not have.
    ///
    /// # Errors
    /// [`Reason::SuiteUnknown`].
    pub fn check(&self) -> Result<()> {
        if *self == Self::intl_1() {
            Ok(())
        } else {
            Err(Refusal::at(Reason::SuiteUnknown, "suite"))
        }
    }
}

impl Default for Suite {
    fn default() -> Self {
        Self::intl_1()
    }
}

/// SHA-256 over a stream, together with CRC-32 and length: what a signed list says of an entry.
#[derive(Clone, Default)]
pub struct ContentHasher {
    sha: sha2::Sha256,
    crc: crc32fast::Hasher,
    size: u64,
}

impl ContentHasher {
    /// Takes in the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        use sha2::Digest as _;
        self.sha.update(bytes);
        self.crc.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// Digest, CRC-32 and number of the bytes taken in.
    #[must_use]
    pub fn finish(self) -> (hengping_core::id::Digest, u32, u64) {
        use sha2::Digest as _;
        (
            hengping_core::id::Digest(self.sha.finalize().into()),
            self.crc.finalize(),
            self.size,
        )
    }
}

/// Random bytes from the operating system.
///
/// # Errors
/// [`Reason::NoRandomness`] when it gives none.
pub(crate) fn random_bytes<const N: usize>() -> Result<zeroize::Zeroizing<[u8; N]>> {
    let mut bytes = zeroize::Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|_| Refusal::new(Reason::NoRandomness))?;
    Ok(bytes)
}
