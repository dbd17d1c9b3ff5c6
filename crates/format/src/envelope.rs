//! The DSSE envelope: exact payload bytes, their type, signatures. One byte form.
//!
//! Owns the byte form and the signed message (DSSE's pre-authentication encoding). Does not know
//! who may sign what (`trust`) or what payloads mean (`doc`).
//!
//! Trap: plain DSSE readers accept many spellings of one envelope; here the reader writes the
//! envelope again and compares every byte, so an accepted file has no unsigned freedom.

use serde::{Deserialize, Serialize};

use crate::json::{self, base64_bytes};
use crate::refusal::{Reason, Result};
use crate::suite::{Fingerprint, Signature, SigningKey, VerifyingKey};

/// Most signatures on one document.
pub const MAX_SIGNATURES: usize = 16;

/// An envelope in its one form. Nothing in it is verified yet.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope {
    #[serde(rename = "payloadType")]
    payload_type: String,
    #[serde(with = "base64_bytes")]
    payload: Vec<u8>,
    signatures: Vec<SignatureRecord>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignatureRecord {
    keyid: Fingerprint,
    #[serde(with = "base64_bytes")]
    sig: Vec<u8>,
}

impl Envelope {
    /// Signs `payload` with every key.
    ///
    /// # Errors
    /// [`Reason::SignatureList`] for no key, too many keys or a key twice.
    pub fn sign(payload_type: &str, payload: Vec<u8>, keys: &[&SigningKey]) -> Result<Self> {
        let message = signed_message(payload_type, &payload);
        let mut signatures: Vec<_> = keys
            .iter()
            .map(|key| SignatureRecord {
                keyid: key.fingerprint(),
                sig: key.sign(&message).0.to_vec(),
            })
            .collect();
        signatures.sort_by_key(|record| record.keyid);
        let envelope = Self {
            payload_type: payload_type.to_owned(),
            payload,
            signatures,
        };
        envelope.check_signature_list()?;
        Ok(envelope)
    }

    /// Reads an envelope of at most `max` bytes and checks that it has its one byte form.
    ///
    /// # Errors
    /// [`Reason::TooLarge`], [`Reason::EnvelopeSyntax`], [`Reason::EnvelopeForm`],
    /// [`Reason::SignatureList`].
    pub fn read(bytes: &[u8], max: usize) -> Result<Self> {
        if bytes.len() > max {
            return Err(Reason::TooLarge.into());
        }
        let envelope: Self = json::read(bytes).map_err(|_| Reason::EnvelopeSyntax)?;
        envelope.check_signature_list()?;
        if envelope.to_bytes()? != bytes {
            return Err(Reason::EnvelopeForm.into());
        }
        Ok(envelope)
    }

    /// The only bytes of this envelope.
    ///
    /// # Errors
    /// None in practice.
    pub fn to_bytes(&self) -> Result<Vec<u8>> {
        json::write(self)
    }

    /// How many bytes [`Envelope::to_bytes`] gives, or a few less for a type with escapes.
    #[must_use]
    pub(crate) fn length(&self) -> usize {
        const FIXED: usize = r#"{"payloadType":"","payload":"","signatures":[]}"#.len();
        const SIGNATURE: usize = r#"{"keyid":"","sig":""}"#.len() + 64 + 88;
        let signatures = self.signatures.len();
        let commas = signatures.saturating_sub(1);
        let payload = self.payload.len().div_ceil(3) * 4;
        FIXED + self.payload_type.len() + payload + signatures * SIGNATURE + commas
    }

    /// The payload type, unverified.
    #[must_use]
    pub fn payload_type(&self) -> &str {
        &self.payload_type
    }

    /// The payload, unverified.
    #[must_use]
    pub fn payload(&self) -> &[u8] {
        &self.payload
    }

    /// Fingerprints that claim to have signed, in order.
    pub fn claimed_signers(&self) -> impl Iterator<Item = Fingerprint> + '_ {
        self.signatures.iter().map(|record| record.keyid)
    }

    /// Signatures present, strictly ascending by key, of the right length.
    pub(crate) fn check_signature_list(&self) -> Result<()> {
        let count_fits = (1..=MAX_SIGNATURES).contains(&self.signatures.len());
        let ascending = self
            .signatures
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if a.keyid < b.keyid));
        let lengths = self.signatures.iter().all(|record| record.sig.len() == 64);
        if count_fits && ascending && lengths {
            Ok(())
        } else {
            Err(Reason::SignatureList.into())
        }
    }

    /// Checks **every** signature: each must be by one of `keys` and fit.
    ///
    /// # Errors
    /// [`Reason::UnknownSigner`] or [`Reason::SignatureInvalid`].
    pub(crate) fn verify_all(&self, keys: &[VerifyingKey]) -> Result<Vec<Fingerprint>> {
        let message = signed_message(&self.payload_type, &self.payload);
        self.signatures
            .iter()
            .map(|record| {
                let key = keys.iter().find(|key| key.fingerprint() == record.keyid);
                let key = key.ok_or(Reason::UnknownSigner)?;
                let sig: [u8; 64] = record
                    .sig
                    .as_slice()
                    .try_into()
                    .map_err(|_| Reason::SignatureList)?;
                if key.verifies(&message, &Signature(sig)) {
                    Ok(record.keyid)
                } else {
                    Err(Reason::SignatureInvalid.into())
                }
            })
            .collect()
    }
}

/// DSSE's pre-authentication encoding: type and payload with their lengths.
fn signed_message(payload_type: &str, payload: &[u8]) -> Vec<u8> {
    let head = format!(
        "DSSEv1 {} {payload_type} {} ",
        payload_type.len(),
        payload.len()
    );
    [head.as_bytes(), payload].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_is_known_without_writing() {
        let keys = [(), ()].map(|()| SigningKey::generate().unwrap());
        for size in 0..7 {
            for keys in [&keys[..1], &keys] {
                let keys: Vec<_> = keys.iter().collect();
                let envelope = Envelope::sign("application/x", vec![7; size], &keys).unwrap();
                assert_eq!(envelope.length(), envelope.to_bytes().unwrap().len());
            }
        }
    }
}
