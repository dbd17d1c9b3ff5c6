//! A release: its maker's word about one file to install.
//!
//! Trap: an older release is as well signed as the newest. Who installs compares versions, so a
//! version here has one written form and an order.

use std::fmt;
use std::str::FromStr;

use hengping_core::id::{Digest, InvalidId};
use hengping_core::time::Instant;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// What is released; another program's releases are not ours, whoever signs them.
const PRODUCT: &str = "hengping";
/// Longest name of a target.
const MAX_TARGET: usize = 40;

/// Three numbers, the first the weightiest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(pub [u32; 3]);

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.0;
        write!(f, "{major}.{minor}.{patch}")
    }
}

impl FromStr for Version {
    type Err = InvalidId;
    fn from_str(text: &str) -> std::result::Result<Self, InvalidId> {
        const INVALID: InvalidId = InvalidId { kind: "version" };
        let numbers: Vec<u32> = text
            .split('.')
            .map(|part| part.parse().map_err(|_| INVALID))
            .collect::<std::result::Result<_, _>>()?;
        let version = Self(numbers.try_into().map_err(|_| INVALID)?);
        // `01` or `+1` would be a second spelling.
        (version.to_string() == text)
            .then_some(version)
            .ok_or(INVALID)
    }
}

impl Serialize for Version {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Version {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}

/// One file to install.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Release {
    /// The suite.
    pub suite: Suite,
    /// The program.
    pub product: String,
    /// Its version.
    pub version: Version,
    /// System and architecture, such as `debian-amd64`.
    pub target: String,
    /// Bytes of the file.
    pub size: u64,
    /// Digest of the file.
    pub sha256: Digest,
    /// When it was signed.
    pub issued: Instant,
}

impl Release {
    /// A release of this program.
    #[must_use]
    pub fn of(version: Version, target: &str, file: (u64, Digest), issued: Instant) -> Self {
        Self {
            suite: Suite::intl_1(),
            product: PRODUCT.to_owned(),
            version,
            target: target.to_owned(),
            size: file.0,
            sha256: file.1,
            issued,
        }
    }
}

impl Document for Release {
    const KIND: DocumentKind = DocumentKind::Release;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(self.product == PRODUCT, Reason::FieldValue, "product")?;
        let legal = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let named = (1..=MAX_TARGET).contains(&self.target.len());
        let target = named && self.target.bytes().all(legal);
        require(target, Reason::FieldValue, "target")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::verify_with_key;
    use crate::suite::SigningKey;

    fn release(product: &str, target: &str) -> Release {
        let at = "2026-04-12T08:00:00Z".parse().unwrap();
        Release {
            product: product.to_owned(),
            ..Release::of(Version([0, 2, 0]), target, (3, Digest::of(b"abc")), at)
        }
    }

    #[test]
    fn a_release_is_read_back_by_its_key_only() {
        let (key, other) = (
            SigningKey::from_secret(&[1; 32]),
            SigningKey::from_secret(&[2; 32]),
        );
        let signed = release("hengping", "debian-amd64").sign(&[&key]).unwrap();
        let read = verify_with_key::<Release>(signed.bytes(), &key.verifying_key()).unwrap();
        assert_eq!(read.version, Version([0, 2, 0]));
        let refused = verify_with_key::<Release>(signed.bytes(), &other.verifying_key());
        assert_eq!(refused.unwrap_err().reason, Reason::UnknownSigner);
    }

    #[test]
    fn what_no_reader_would_take_is_not_signed() {
        let key = SigningKey::from_secret(&[1; 32]);
        for (product, target) in [
            ("other", "debian-amd64"),
            ("hengping", ""),
            ("hengping", "../x"),
        ] {
            let refused = release(product, target).sign(&[&key]).unwrap_err();
            assert_eq!(refused.reason, Reason::FieldValue, "{product} {target}");
        }
    }

    #[test]
    fn versions_have_one_spelling_and_an_order() {
        let read = |text: &str| text.parse::<Version>();
        assert!(read("0.10.0").unwrap() > read("0.9.12").unwrap());
        for wrong in [
            "1",
            "1.2",
            "1.2.3.4",
            "01.2.3",
            "1.2.x",
            "+1.2.3",
            "1.2.3-rc1",
            "",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }
}
