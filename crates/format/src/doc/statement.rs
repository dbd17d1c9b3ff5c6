//! A statement: what one person says about the panel's record or its decision, as a file of its
//! own. An observer's note and a member's signature under the proposed list are statements.
//!
//! Trap: the card travels inside and vouches for itself alone; whose it is must be compared with the
//! person, as with every card.

use hengping_core::id::{Digest, RoundId};
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::{Card, RoundDocument, verify_card};
use crate::document::{
    Document, DocumentKind, Verified, read_envelope, read_payload, verify_envelope,
};
use crate::envelope::Envelope;
use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// Most characters of the words.
const MAX_WORDS: usize = 4000;

/// What a person says, and about what.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Statement {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// The person's card, whose key signs.
    pub card: Envelope,
    /// What it is about.
    pub about: About,
    /// The words; a note has some.
    pub words: String,
    /// When it was signed.
    pub made_at: Instant,
}

/// What a statement is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum About {
    /// A note on everything that was recorded up to an entry of the panel's log.
    Log {
        /// Head of the log.
        head: Digest,
        /// Its length.
        length: u64,
    },
    /// Consent to a decision, by its digest.
    Decision(Digest),
}

impl Document for Statement {
    const KIND: DocumentKind = DocumentKind::Statement;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        let is_text = |c: char| c == '\n' || !c.is_control();
        let bounded = self.words.chars().count() <= MAX_WORDS && self.words.chars().all(is_text);
        require(bounded, Reason::FieldValue, "words")?;
        let silent = self.words.trim().is_empty();
        let may = !silent || matches!(self.about, About::Decision(_));
        require(may, Reason::FieldValue, "words")
    }
}

impl RoundDocument for Statement {
    fn round(&self) -> &RoundId {
        &self.round
    }
}

/// Reads a statement with the card in it: both must be signed by the key that the card names.
///
/// # Errors
/// The refusals of both envelopes, their signatures and strict JSON.
pub fn verify_statement(bytes: &[u8]) -> Result<(Verified<Statement>, Verified<Card>)> {
    let envelope = read_envelope::<Statement>(bytes)?;
    let claimed: Statement = read_payload(&envelope)
        .map_err(|refusal| refusal.with_document(DocumentKind::Statement))?;
    let card = verify_card(&claimed.card.to_bytes()?)?;
    Ok((verify_envelope(&envelope, &[card.signing], 1)?, card))
}
