//! Identifiers. Each kind is a type of its own, so that a ticket cannot be passed for a package.
//!
//! Two families: *opaque ids* (lower-case letters, digits and hyphens, made by us, safe as file
//! names) and *codes* (chosen by a scheme or an office: `A1.2`, `E04`, `R`). Neither carries
//! meaning that code may parse.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An identifier that does not have the form of its kind.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("not a valid {kind}")]
pub struct InvalidId {
    /// Name of the kind, as in the vocabulary.
    pub kind: &'static str,
}

/// Longest identifier of either family, in bytes.
pub const MAX_ID_BYTES: usize = 64;

fn is_opaque(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_ID_BYTES
        && !text.starts_with('-')
        && text
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

fn is_code(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= MAX_ID_BYTES
        && text
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-'))
        && text.starts_with(|c: char| c.is_ascii_alphanumeric())
}

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident, $check:ident, $kind:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Takes `text` if it has the form of this kind.
            ///
            /// # Errors
            /// [`InvalidId`] when it has not.
            pub fn new(text: impl Into<String>) -> Result<Self, InvalidId> {
                let text = text.into();
                if $check(&text) { Ok(Self(text)) } else { Err(InvalidId { kind: $kind }) }
            }

            /// The identifier as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = InvalidId;
            fn from_str(text: &str) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl TryFrom<String> for $name {
            type Error = InvalidId;
            fn try_from(text: String) -> Result<Self, InvalidId> {
                Self::new(text)
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> String {
                id.0
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

identifiers! {
    /// One review round.
    RoundId, is_opaque, "round id";
    /// One application of a round; says nothing about the enterprise.
    ApplicationId, is_opaque, "application id";
    /// One review package.
    PackageId, is_opaque, "package id";
    /// One ticket: one person's place in one round.
    TicketId, is_opaque, "ticket id";
    /// One result bundle.
    BundleId, is_opaque, "bundle id";
    /// One encrypted object of a package.
    ObjectId, is_opaque, "object id";
    /// One citation, unique within its author's store.
    CitationId, is_opaque, "citation id";
    /// One opening ceremony of the committee key.
    CeremonyId, is_opaque, "ceremony id";
    /// One history of a store; renewed by restore and by a new machine.
    Lineage, is_opaque, "lineage";
    /// One person of an expert pool, before and beyond any ticket.
    ExpertId, is_opaque, "expert id";
    /// Kind of a log entry (`review-sealed`).
    LogKind, is_opaque, "log kind";
    /// Something a log entry is about: an id, a code or a digest, never text.
    LogSubject, is_code, "log subject";
    /// A panel of experts within a round.
    PanelCode, is_code, "panel";
    /// A scheme, without its version.
    SchemeId, is_code, "scheme id";
    /// An indicator of any level, bonus, deduction and veto items included (`A1.2`, `J1`, `V3`).
    IndicatorCode, is_code, "indicator code";
    /// An enterprise type (`R`).
    TypeCode, is_code, "enterprise type";
    /// A form field (`F20`).
    FieldCode, is_code, "field code";
    /// A catalogue number of the evidence catalogue (`E04`).
    EvidenceCode, is_code, "evidence code";
    /// An option of a choice leaf.
    OptionCode, is_code, "option code";
    /// A field of the opinion form (`strengths`).
    OpinionFieldCode, is_code, "opinion field";
    /// A recommendation an opinion may give (`recommend`).
    RecommendationCode, is_code, "recommendation";
    /// A recommending unit (a province, for instance).
    UnitCode, is_code, "recommending unit";
}

/// SHA-256 over exact bytes, written as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest(pub [u8; 32]);

impl Digest {
    /// The digest of `bytes`.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        Self(sha2::Sha256::digest(bytes).into())
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Digest({self})")
    }
}

impl FromStr for Digest {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid = InvalidId { kind: "digest" };
        let lower = |b: &u8| b.is_ascii_digit() || (b'a'..=b'f').contains(b);
        if text.len() != 64 || !text.as_bytes().iter().all(lower) {
            return Err(invalid);
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| invalid.clone())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| invalid.clone())?;
        }
        Ok(Self(bytes))
    }
}

impl TryFrom<String> for Digest {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> String {
        digest.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opaque_ids_are_safe_as_file_names() {
        assert!(ApplicationId::new("a-01").is_ok());
        for bad in ["", "A", "a/b", "..", "-a", "a b", "企业", &"a".repeat(65)] {
            assert!(ApplicationId::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn codes_take_dots_but_not_paths() {
        assert!(IndicatorCode::new("A1.2").is_ok());
        for bad in ["", ".A", "A/1", "A 1"] {
            assert!(IndicatorCode::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_digest_has_one_written_form() {
        let digest = Digest::of(b"abc");
        let text = digest.to_string();
        assert!(text.starts_with("ba7816bf"));
        assert_eq!(text.parse(), Ok(digest));
        assert!(text.to_uppercase().parse::<Digest>().is_err());
    }
}
