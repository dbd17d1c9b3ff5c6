//! The store key and the key file with its wraps.
//!
//! A store is encrypted under a random 32-byte key. The key file holds that key several times,
//! each wrapped under another secret (ChaCha20-Poly1305 under an Argon2id key); any one opens the
//! store. Trap: parameters are read from a file that anyone may have changed, so they are bounded
//! before they are used, and bound into the wrap.

mod pin;
mod recovery;

use std::path::Path;

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

pub use pin::PinnedKey;
pub use recovery::{RecoveryCode, RecoveryTypo};

use crate::error::{OpenError, StoreError};
use crate::files;

/// Longest key file that is read, in bytes.
const MAX_KEY_FILE: u64 = 64 * 1024;
/// What `format` says in a key file.
const FORMAT: &str = "hengping-store-key-1";

/// How much work one guess of a passphrase costs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KdfCost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// Passes over the memory.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
}

impl KdfCost {
    /// What stores are made with: 256 MiB, three passes, and the four lanes of RFC 9106, which are
    /// filled side by side.
    pub const STANDARD: Self = Self {
        memory_kib: 256 * 1024,
        passes: 3,
        lanes: 4,
    };

    /// For a secret that is random throughout: a recovery code has 110 random bits, which no guessing
    /// reaches, so stretching it would cost its owner time and a thief nothing.
    pub(crate) const RANDOM_SECRET: Self = Self {
        memory_kib: 8 * 1024,
        passes: 1,
        lanes: 1,
    };

    /// For tests only: 8 MiB, one pass.
    pub const TEST: Self = Self {
        memory_kib: 8 * 1024,
        passes: 1,
        lanes: 1,
    };

    /// Bounds of what a key file may ask for, so that a changed one cannot exhaust the machine.
    fn is_bounded(self) -> bool {
        (8 * 1024..=1024 * 1024).contains(&self.memory_kib)
            && (1..=10).contains(&self.passes)
            && (1..=4).contains(&self.lanes)
    }
}

/// What opens a store.
#[derive(Clone, Copy)]
pub enum Unlock<'a> {
    /// The passphrase of its owner.
    Passphrase(&'a str),
    /// The code on the recovery sheet.
    Recovery(&'a RecoveryCode),
}

impl Unlock<'_> {
    fn kind(self) -> WrapKind {
        match self {
            Self::Passphrase(_) => WrapKind::Passphrase,
            Self::Recovery(_) => WrapKind::Recovery,
        }
    }

    /// The bytes that are stretched. Compatibility forms are folded, so that a passphrase typed
    /// with a full-width keyboard is the same.
    fn bytes(self) -> Zeroizing<Vec<u8>> {
        match self {
            Self::Passphrase(text) => {
                let folded: Zeroizing<String> = Zeroizing::new(text.nfkc().collect());
                Zeroizing::new(folded.as_bytes().to_vec())
            }
            Self::Recovery(code) => Zeroizing::new(code.canonical().as_bytes().to_vec()),
        }
    }

    /// What stretching this secret costs, where passphrases cost `chosen`.
    fn cost(self, chosen: KdfCost) -> KdfCost {
        match self {
            Self::Passphrase(_) => chosen,
            Self::Recovery(_) => KdfCost::RANDOM_SECRET,
        }
    }

    fn refusal(self) -> OpenError {
        match self {
            Self::Passphrase(_) => OpenError::WrongPassphrase,
            Self::Recovery(_) => OpenError::WrongRecoveryCode,
        }
    }
}

/// The key under which the database is encrypted.
#[derive(Clone)]
pub(crate) struct StoreKey(Zeroizing<[u8; 32]>);

impl StoreKey {
    fn random() -> Result<Self, OpenError> {
        Ok(Self(Zeroizing::new(random_bytes()?)))
    }

    /// The key as SQLCipher takes raw keys: `x'…'`.
    pub(crate) fn as_raw(&self) -> Zeroizing<String> {
        let mut text = Zeroizing::new(String::with_capacity(67));
        text.push_str("x'");
        for byte in self.0.iter() {
            for nibble in [byte >> 4, byte & 15] {
                text.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
            }
        }
        text.push('\'');
        text
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum WrapKind {
    Passphrase,
    Recovery,
}

/// The store key under one secret.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrap {
    kind: WrapKind,
    cost: KdfCost,
    salt: [u8; 16],
    nonce: [u8; 12],
    sealed: Vec<u8>,
}

impl Wrap {
    /// `chosen` is what a passphrase costs.
    fn new(key: &StoreKey, unlock: Unlock<'_>, chosen: KdfCost) -> Result<Self, OpenError> {
        Self::at_cost(key, unlock, unlock.cost(chosen))
    }

    fn at_cost(key: &StoreKey, unlock: Unlock<'_>, cost: KdfCost) -> Result<Self, OpenError> {
        let (salt, nonce) = (random_bytes()?, random_bytes()?);
        let cipher = cipher(unlock, cost, &salt)?;
        let associated = associated(unlock.kind(), cost);
        let payload = Payload {
            msg: key.0.as_slice(),
            aad: &associated,
        };
        let sealed = cipher
            .encrypt(&nonce.into(), payload)
            .map_err(|_| OpenError::KeyFile)?;
        Ok(Self {
            kind: unlock.kind(),
            cost,
            salt,
            nonce,
            sealed,
        })
    }

    /// The key, when `unlock` is the secret of this wrap.
    fn open(&self, unlock: Unlock<'_>) -> Result<Option<StoreKey>, OpenError> {
        if !self.cost.is_bounded() {
            return Err(OpenError::KeyFile);
        }
        let cipher = cipher(unlock, self.cost, &self.salt)?;
        let associated = associated(self.kind, self.cost);
        let payload = Payload {
            msg: &self.sealed,
            aad: &associated,
        };
        let Ok(opened) = cipher.decrypt(&self.nonce.into(), payload) else {
            return Ok(None);
        };
        let opened = Zeroizing::new(opened);
        let key = <[u8; 32]>::try_from(opened.as_slice()).map_err(|_| OpenError::KeyFile)?;
        Ok(Some(StoreKey(Zeroizing::new(key))))
    }
}

/// What is bound into a wrap besides the key.
fn associated(kind: WrapKind, cost: KdfCost) -> Vec<u8> {
    let kind = match kind {
        WrapKind::Passphrase => "passphrase",
        WrapKind::Recovery => "recovery",
    };
    let KdfCost {
        memory_kib,
        passes,
        lanes,
    } = cost;
    format!("{FORMAT} {kind} {memory_kib} {passes} {lanes}").into_bytes()
}

fn cipher(
    unlock: Unlock<'_>,
    cost: KdfCost,
    salt: &[u8; 16],
) -> Result<ChaCha20Poly1305, OpenError> {
    let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, Some(32))
        .map_err(|_| OpenError::KeyFile)?;
    let mut key = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(&unlock.bytes(), salt, key.as_mut_slice())
        .map_err(|_| OpenError::KeyFile)?;
    Ok(ChaCha20Poly1305::new(key.as_slice().into()))
}

fn random_bytes<const N: usize>() -> Result<[u8; N], OpenError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|_| OpenError::Store(StoreError::Io(std::io::ErrorKind::Other)))?;
    Ok(bytes)
}

/// The key file of a store.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct KeyFile {
    format: String,
    wraps: Vec<Wrap>,
}

impl KeyFile {
    /// A fresh key, wrapped under each of `secrets`.
    pub(crate) fn create(
        secrets: &[Unlock<'_>],
        cost: KdfCost,
    ) -> Result<(Self, StoreKey), OpenError> {
        let key = StoreKey::random()?;
        let wraps = secrets.iter().map(|secret| Wrap::new(&key, *secret, cost));
        let file = Self {
            format: FORMAT.to_owned(),
            wraps: wraps.collect::<Result<_, _>>()?,
        };
        Ok((file, key))
    }

    pub(crate) fn read(path: &Path) -> Result<Self, OpenError> {
        let size = match std::fs::metadata(path) {
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(OpenError::NoStore);
            }
            Err(error) => return Err(error.into()),
        };
        if size > MAX_KEY_FILE {
            return Err(OpenError::KeyFile);
        }
        let file: Self =
            serde_json::from_slice(&std::fs::read(path)?).map_err(|_| OpenError::KeyFile)?;
        if file.format == FORMAT && (1..=16).contains(&file.wraps.len()) {
            Ok(file)
        } else {
            Err(OpenError::KeyFile)
        }
    }

    pub(crate) fn write(&self, path: &Path) -> Result<(), OpenError> {
        let bytes = serde_json::to_vec_pretty(self).map_err(|_| OpenError::KeyFile)?;
        Ok(files::replace(path, &bytes)?)
    }

    /// The store key, opened by `unlock`.
    pub(crate) fn open(&self, unlock: Unlock<'_>) -> Result<StoreKey, OpenError> {
        let kind = unlock.kind();
        for wrap in self.wraps.iter().filter(|wrap| wrap.kind == kind) {
            if let Some(key) = wrap.open(unlock)? {
                return Ok(key);
            }
        }
        Err(unlock.refusal())
    }

    /// Puts a wrap under `secret` in place of those of its kind.
    pub(crate) fn rewrap(
        &mut self,
        key: &StoreKey,
        secret: Unlock<'_>,
        cost: KdfCost,
    ) -> Result<(), OpenError> {
        let fresh = Wrap::new(key, secret, cost)?;
        self.wraps.retain(|wrap| wrap.kind != secret.kind());
        self.wraps.push(fresh);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DEAR: KdfCost = KdfCost {
        memory_kib: 9 * 1024,
        passes: 2,
        lanes: 2,
    };

    #[test]
    fn a_passphrase_costs_what_was_chosen_and_a_random_code_little() {
        let code = RecoveryCode::random().expect("randomness");
        let secrets = [
            Unlock::Passphrase("a passphrase of the tests"),
            Unlock::Recovery(&code),
        ];
        let (file, key) = KeyFile::create(&secrets, DEAR).expect("a key file");
        let costs: Vec<KdfCost> = file.wraps.iter().map(|wrap| wrap.cost).collect();
        assert_eq!(costs, [DEAR, KdfCost::RANDOM_SECRET]);
        for secret in secrets {
            let opened = file.open(secret).expect("opened");
            assert_eq!(opened.0, key.0);
        }
    }

    #[test]
    fn a_recovery_sheet_from_when_codes_were_stretched_still_opens() {
        let code = RecoveryCode::random().expect("randomness");
        let key = StoreKey::random().expect("randomness");
        let wrap = Wrap::at_cost(&key, Unlock::Recovery(&code), DEAR).expect("a wrap");
        let opened = wrap.open(Unlock::Recovery(&code)).expect("read");
        assert_eq!(opened.expect("opened").0, key.0);
    }
}
