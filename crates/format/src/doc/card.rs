//! The enrolment card: an expert's public keys, signed by the expert's own key.
//!
//! Trap: a card proves only that its maker holds the keys. Its fingerprint (the payload digest)
//! must be confirmed with the person before anything is addressed to it.

use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use crate::document::{
    Document, DocumentKind, Verified, read_envelope, read_payload, verify_envelope,
};
use crate::refusal::{Reason, Result, require};
use crate::suite::{Recipient, Suite, VerifyingKey};

/// An expert's card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Card {
    /// The suite.
    pub suite: Suite,
    /// Key that signs reviews and bundles.
    pub signing: VerifyingKey,
    /// Recipient of tickets.
    pub recipient: Recipient,
    /// Name of the person.
    pub name: String,
    /// Where the person works.
    pub unit: String,
    /// When the keys were made.
    pub made_at: Instant,
}

impl Document for Card {
    const KIND: DocumentKind = DocumentKind::Card;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(super::is_name(&self.name), Reason::FieldValue, "name")?;
        require(super::is_name(&self.unit), Reason::FieldValue, "unit")
    }
}

/// Reads a card and checks that the key it names signed it. The digest is its fingerprint.
///
/// # Errors
/// The refusals of the envelope, the signature and strict JSON.
pub fn verify_card(bytes: &[u8]) -> Result<Verified<Card>> {
    let envelope = read_envelope::<Card>(bytes)?;
    let claimed: Card =
        read_payload(&envelope).map_err(|refusal| refusal.with_document(DocumentKind::Card))?;
    verify_envelope(&envelope, &[claimed.signing], 1)
}
