//! A person's keys: made on their own machine, kept in their own store, shown as a card.
//!
//! Owns making, storing and reading back the two independent keys (signing, encryption). Knows no
//! role: experts, chairs, visit teams and offices hold the same kind of identity.

use hengping_core::words;
use hengping_format::Document;
use hengping_format::doc::Card;
use hengping_format::suite::{Identity, SigningKey, Suite};
use hengping_store::Secret;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::context::Context;
use crate::error::{Refused, Result};

/// The two keys of a person.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// Signs cards, reviews and bundles.
    pub(crate) signing: SigningKey,
    /// Opens tickets and shares.
    pub(crate) identity: Identity,
}

impl Keys {
    pub(crate) fn generate() -> Result<Self> {
        Ok(Self {
            signing: SigningKey::generate()?,
            identity: Identity::generate(),
        })
    }

    pub(crate) fn to_secret(&self) -> Result<Secret> {
        let text = serde_json::to_vec(self).map_err(|_| Refused::Internal)?;
        Ok(Secret::new(text))
    }

    pub(crate) fn from_secret(secret: &Secret) -> Result<Self> {
        Ok(serde_json::from_slice(secret.expose()).map_err(|_| Refused::Internal)?)
    }

    /// The enrolment card of these keys, signed by themselves.
    pub(crate) fn card(&self, name: &str, unit: &str, ctx: &Context) -> Result<CardFile> {
        let card = Card {
            suite: Suite::intl_1(),
            signing: self.signing.verifying_key(),
            recipient: self.identity.recipient(),
            name: name.to_owned(),
            unit: unit.to_owned(),
            made_at: ctx.now,
        };
        let signed = card.sign(&[&self.signing])?;
        let fingerprint = Fingerprint::of(signed.digest());
        Ok(CardFile {
            bytes: signed.into_bytes(),
            fingerprint,
        })
    }
}

/// An enrolment card as a file.
#[derive(Debug, Clone)]
pub struct CardFile {
    /// The signed bytes.
    pub bytes: Vec<u8>,
    /// What is compared in person.
    pub fingerprint: Fingerprint,
}

/// The digest of a card's payload in the forms people compare.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fingerprint {
    /// The digest.
    pub digest: hengping_core::id::Digest,
    /// Twelve characters, for reading beside paper.
    pub words: String,
    /// Twelve groups of five digits, for the telephone.
    pub spoken: String,
}

impl Fingerprint {
    /// The forms of `digest`.
    #[must_use]
    pub fn of(digest: hengping_core::id::Digest) -> Self {
        Self {
            digest,
            words: words::words_text(digest),
            spoken: words::digits(digest),
        }
    }

    /// Whether `text` is this fingerprint in one of its forms; spaces do not matter.
    #[must_use]
    pub fn is_written(&self, text: &str) -> bool {
        let plain =
            |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
        let typed = plain(text);
        typed == self.digest.to_string()
            || typed == plain(&self.words)
            || typed == plain(&self.spoken)
    }
}

/// What a person is given once, at enrolment.
#[derive(Serialize)]
pub struct Enrolment {
    /// Name on the card.
    pub name: String,
    /// Unit on the card.
    pub unit: String,
    /// What is compared in person.
    pub fingerprint: Fingerprint,
    /// The card.
    #[serde(skip)]
    pub card: Vec<u8>,
    /// The recovery code, to be written down; never stored.
    #[serde(skip)]
    pub recovery_code: Zeroizing<String>,
}
