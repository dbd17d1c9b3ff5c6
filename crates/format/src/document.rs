//! Documents: typed payloads in envelopes, and the only way from bytes to a [`Verified`] value.
//!
//! A document is identified by the SHA-256 of its signed payload ([`Verified::digest`]), never of
//! its file.

use std::fmt;

use hengping_core::id::Digest;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::envelope::Envelope;
use crate::json;
use crate::refusal::{Reason, Result, require};
use crate::suite::{Fingerprint, SigningKey, Suite, VerifyingKey};

macro_rules! kinds {
    ($($(#[doc = $doc:literal])+ $name:ident, $slug:literal, $max:expr;)+) => {
        /// Kinds of signed documents.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum DocumentKind { $($(#[doc = $doc])+ $name,)+ }

        impl DocumentKind {
            /// Every kind there is.
            pub const ALL: &'static [DocumentKind] = &[$(DocumentKind::$name,)+];

            /// Name in payload types and messages.
            #[must_use]
            pub fn slug(self) -> &'static str {
                match self { $(DocumentKind::$name => $slug,)+ }
            }

            /// The DSSE payload type.
            #[must_use]
            pub fn payload_type(self) -> &'static str {
                match self {
                    $(DocumentKind::$name =>
                        concat!("application/vnd.hengping.", $slug, ".v1+json"),)+
                }
            }

            /// Largest envelope of this kind, in bytes.
            #[must_use]
            pub fn max_bytes(self) -> usize {
                match self { $(DocumentKind::$name => $max,)+ }
            }
        }
    };
}

const KIB: usize = 1024;
const MIB: usize = 1024 * KIB;

kinds! {
    /// Keys and threshold of an authority.
    Root, "root", 64 * KIB;
    /// Who holds which role.
    Roles, "roles", 256 * KIB;
    /// A round's committee recipient.
    Round, "round", 64 * KIB;
    /// An expert's enrolment card.
    Card, "card", 16 * KIB;
    /// The list of a package's entries.
    Manifest, "manifest", 64 * MIB;
    /// A ticket.
    Ticket, "ticket", 4 * MIB;
    /// The outside of a result bundle.
    Label, "label", 16 * KIB;
    /// The inside of a result bundle.
    Payload, "payload", 64 * MIB;
    /// What an expert declared of every application, before reading any.
    Pledge, "pledge", 4 * MIB;
    /// One sealed review.
    Review, "review", 8 * MIB;
    /// One sealed visit record.
    Visit, "visit", 8 * MIB;
    /// A station's word that a bundle was accepted.
    Receipt, "receipt", 16 * KIB;
    /// The list of counted bundles.
    Transcript, "transcript", 4 * MIB;
    /// The frozen list of arrivals.
    Opening, "opening", 4 * MIB;
    /// The list of an archive's files.
    Archive, "archive", 64 * MIB;
    /// Tickets of a round with their keys, for the panel.
    Register, "register", 8 * MIB;
    /// One share of the committee key.
    Share, "share", 64 * KIB;
    /// What one person says about the panel's record or decision.
    Statement, "statement", 64 * KIB;
    /// The claims a visit team is to verify.
    Kit, "kit", 4 * MIB;
    /// One numbered word of the office after packing.
    Notice, "notice", 4 * KIB;
    /// A maker's word about a file to install.
    Release, "release", 16 * KIB;
}

impl fmt::Display for DocumentKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// The content of a signed document.
pub trait Document: Serialize + DeserializeOwned {
    /// The kind.
    const KIND: DocumentKind;

    /// The suite it names.
    fn suite(&self) -> &Suite;

    /// Bounds that types alone do not express.
    ///
    /// # Errors
    /// [`Reason::FieldValue`] and others, with the field.
    fn check(&self) -> Result<()> {
        Ok(())
    }

    /// Signs the document.
    ///
    /// # Errors
    /// [`Reason::SignatureList`] for no or doubled keys; those of [`Document::check`], so that
    /// nothing is signed that no reader would accept; [`Reason::TooLarge`].
    fn sign(&self, keys: &[&SigningKey]) -> Result<Signed> {
        self.suite().check().and_then(|()| self.check())?;
        let payload = json::write(self)?;
        let digest = Digest::of(&payload);
        let bytes = Envelope::sign(Self::KIND.payload_type(), payload, keys)?.to_bytes()?;
        require(
            bytes.len() <= Self::KIND.max_bytes(),
            Reason::TooLarge,
            "document",
        )?;
        Ok(Signed { bytes, digest })
    }
}

/// A document just signed: its bytes and the digest it is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    bytes: Vec<u8>,
    digest: Digest,
}

impl Signed {
    /// The envelope.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The envelope, taken out.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Digest of the signed payload.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }
}

/// A value that came through verification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified<T> {
    content: T,
    digest: Digest,
    signers: Vec<Fingerprint>,
}

impl<T> Verified<T> {
    pub(crate) fn new(content: T, digest: Digest, signers: Vec<Fingerprint>) -> Self {
        Self {
            content,
            digest,
            signers,
        }
    }

    /// What it says.
    #[must_use]
    pub fn content(&self) -> &T {
        &self.content
    }

    /// What it says, taken out.
    #[must_use]
    pub fn into_content(self) -> T {
        self.content
    }

    /// Digest of the payload: what the document is known by.
    #[must_use]
    pub fn digest(&self) -> Digest {
        self.digest
    }

    /// Who signed, ascending.
    #[must_use]
    pub fn signers(&self) -> &[Fingerprint] {
        &self.signers
    }
}

impl<T> std::ops::Deref for Verified<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.content
    }
}

/// Reads an envelope of the kind of `T`: form and type checked, signatures not yet.
pub(crate) fn read_envelope<T: Document>(bytes: &[u8]) -> Result<Envelope> {
    Envelope::read(bytes, T::KIND.max_bytes())
        .and_then(|envelope| check_type::<T>(&envelope).map(|()| envelope))
        .map_err(|refusal| refusal.with_document(T::KIND))
}

fn check_type<T: Document>(envelope: &Envelope) -> Result<()> {
    let expected = T::KIND.payload_type();
    require(
        envelope.payload_type() == expected,
        Reason::PayloadType,
        "payloadType",
    )
}

/// Verifies an envelope that needs `threshold` distinct of `keys`, surplus signers refused.
pub(crate) fn verify_envelope<T: Document>(
    envelope: &Envelope,
    keys: &[VerifyingKey],
    threshold: usize,
) -> Result<Verified<T>> {
    verify_and_read(envelope, keys, threshold).map_err(|refusal| refusal.with_document(T::KIND))
}

fn verify_and_read<T: Document>(
    envelope: &Envelope,
    keys: &[VerifyingKey],
    threshold: usize,
) -> Result<Verified<T>> {
    check_type::<T>(envelope)?;
    // Envelopes that lie inside another document were not bounded by reading them.
    let fits = envelope.length() <= T::KIND.max_bytes();
    require(fits, Reason::TooLarge, "document")?;
    envelope.check_signature_list()?;
    let signers = envelope.verify_all(keys)?;
    // The list is strictly ascending, so its length counts distinct keys.
    require(
        signers.len() >= threshold.max(1),
        Reason::Threshold,
        "signatures",
    )?;
    let content: T = read_payload(envelope)?;
    Ok(Verified::new(
        content,
        Digest::of(envelope.payload()),
        signers,
    ))
}

/// Reads the payload strictly. Call after verification only, except for documents that carry the
/// keys they are signed with (root, card).
pub(crate) fn read_payload<T: Document>(envelope: &Envelope) -> Result<T> {
    let content: T = json::read(envelope.payload())?;
    content.suite().check()?;
    content.check()?;
    Ok(content)
}

/// Verifies a document signed by exactly this key.
///
/// # Errors
/// The refusals of the envelope, the signature, strict JSON and [`Document::check`].
pub fn verify_with_key<T: Document>(bytes: &[u8], key: &VerifyingKey) -> Result<Verified<T>> {
    verify_envelope(&read_envelope::<T>(bytes)?, std::slice::from_ref(key), 1)
}
