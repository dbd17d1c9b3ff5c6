//! The manifest: every entry of a package with size, CRC-32 and digest.
//!
//! Every byte of the package's files that is not listed content is a function of this document.

use hengping_core::id::{ApplicationId, Digest, ObjectId, PackageId, RoundId};
use hengping_core::time::Instant;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::collections::HashSet;

use super::RoundDocument;
use crate::container::{MAX_ENTRIES, MAX_ENTRY_BYTES};
use crate::document::{Document, DocumentKind};
use crate::refusal::{Reason, Refusal, Result, require};
use crate::suite::Suite;

/// What an entry of a package holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Entry {
    /// What every expert may know.
    Inner,
    /// Fields, catalogue and texts of one application.
    Application(ApplicationId),
    /// One encrypted file.
    Object(ObjectId),
}

impl Entry {
    /// Name in the container.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Inner => "inner.age".to_owned(),
            Self::Application(id) => format!("applications/{id}.age"),
            Self::Object(id) => format!("objects/{id}.age"),
        }
    }

    /// The entry of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        let stem = name.strip_suffix(".age")?;
        match stem.split_once('/') {
            None => (stem == "inner").then_some(Self::Inner),
            Some(("applications", id)) => ApplicationId::new(id).ok().map(Self::Application),
            Some(("objects", id)) => ObjectId::new(id).ok().map(Self::Object),
            Some(_) => None,
        }
    }
}

impl Serialize for Entry {
    fn serialize<S: Serializer>(&self, to: S) -> std::result::Result<S::Ok, S::Error> {
        to.serialize_str(&self.name())
    }
}

impl<'de> Deserialize<'de> for Entry {
    fn deserialize<D: Deserializer<'de>>(from: D) -> std::result::Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        Self::from_name(&name).ok_or_else(|| D::Error::custom("entry name"))
    }
}

/// One entry with what its bytes must be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VolumeEntry {
    /// What it holds.
    pub name: Entry,
    /// Size in bytes.
    pub size: u64,
    /// CRC-32 of the bytes, repeated in the headers.
    pub crc32: u32,
    /// SHA-256 of the bytes.
    pub sha256: Digest,
}

/// The listed entries of one file of the package, in file order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Volume {
    /// Entries after the fixed ones.
    pub entries: Vec<VolumeEntry>,
}

/// The package that this one takes the place of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Supersedes {
    /// Its manifest.
    pub manifest: Digest,
    /// Its number.
    pub seq: u32,
}

/// The list of a package.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// The suite.
    pub suite: Suite,
    /// The package; a superseding one keeps the id and has a higher number.
    pub package: PackageId,
    /// The round.
    pub round: RoundId,
    /// Number of this edition of the package, from 1.
    pub seq: u32,
    /// The edition before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<Supersedes>,
    /// When it was signed.
    pub issued: Instant,
    /// First moment at which it may be taken in.
    pub valid_from: Instant,
    /// Last moment at which it may be taken in.
    pub valid_until: Instant,
    /// `package.orp` first, then `v0001.orp` and so on.
    pub volumes: Vec<Volume>,
}

/// Most volumes of a package.
const MAX_VOLUMES: usize = 9_999;

impl Manifest {
    /// File name of the volume at `index`.
    #[must_use]
    pub fn volume_name(index: usize) -> String {
        match index {
            0 => "package.orp".to_owned(),
            n => format!("v{n:04}.orp"),
        }
    }

    /// All listed entries with the index of their volume.
    pub fn entries(&self) -> impl Iterator<Item = (usize, &VolumeEntry)> {
        self.volumes
            .iter()
            .enumerate()
            .flat_map(|(index, volume)| volume.entries.iter().map(move |entry| (index, entry)))
    }

    /// What is listed for `entry`.
    ///
    /// # Errors
    /// [`Reason::NoSuchEntry`].
    pub fn entry(&self, entry: &Entry) -> Result<&VolumeEntry> {
        self.entries()
            .map(|(_, listed)| listed)
            .find(|listed| listed.name == *entry)
            .ok_or_else(|| Refusal::new(Reason::NoSuchEntry).with_entry(&entry.name()))
    }

    fn check_entries(&self) -> Result<()> {
        let mut names = HashSet::new();
        require(
            self.entries().all(|(_, entry)| names.insert(&entry.name)),
            Reason::EntryList,
            "volumes",
        )?;
        let counts = self
            .volumes
            .iter()
            .all(|volume| volume.entries.len() < MAX_ENTRIES);
        require(counts, Reason::EntryList, "volumes")?;
        let sizes = self
            .entries()
            .all(|(_, entry)| entry.size <= MAX_ENTRY_BYTES);
        require(sizes, Reason::TooLarge, "size")
    }

    /// Inner first, then applications, then objects; later volumes hold objects only.
    fn check_order(&self) -> Result<()> {
        let rank = |(volume, entry): (usize, &VolumeEntry)| match entry.name {
            Entry::Inner => (volume, 0),
            Entry::Application(_) => (volume, 1),
            Entry::Object(_) => (volume, 2),
        };
        let ranks: Vec<_> = self.entries().map(rank).collect();
        let sorted = ranks.is_sorted();
        let inner_first = ranks.iter().filter(|(_, kind)| *kind == 0).count() == 1
            && ranks.first() == Some(&(0, 0));
        let objects_after = ranks.iter().all(|&(volume, kind)| volume == 0 || kind == 2);
        require(
            sorted && inner_first && objects_after,
            Reason::EntryList,
            "volumes",
        )
    }
}

impl RoundDocument for Manifest {
    fn round(&self) -> &RoundId {
        &self.round
    }
}

impl Document for Manifest {
    const KIND: DocumentKind = DocumentKind::Manifest;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        require(self.seq >= 1, Reason::FieldValue, "seq")?;
        let before = self
            .supersedes
            .as_ref()
            .is_none_or(|before| before.seq < self.seq);
        require(before, Reason::FieldValue, "supersedes")?;
        require(
            self.valid_from <= self.valid_until,
            Reason::FieldValue,
            "valid_until",
        )?;
        let count = self.volumes.len();
        require(
            (1..=MAX_VOLUMES).contains(&count),
            Reason::EntryList,
            "volumes",
        )?;
        self.check_entries()?;
        self.check_order()
    }
}
