//! The list of an archive: every file with its digest, signed by the chair who made it.
//!
//! Trap: the list names the root that its own chain of trust begins at. Whoever reads an archive
//! compares that digest with the one they know; nothing else tells a whole foreign archive apart.

use hengping_core::id::{Digest, RoundId};
use hengping_core::time::Instant;
use serde::{Deserialize, Serialize};

use super::RoundDocument;
use crate::document::{Document, DocumentKind, read_envelope, read_payload};
use crate::refusal::{Reason, Result, require};
use crate::suite::Suite;

/// Longest name of an archived file, in bytes.
const MAX_FILE_NAME: usize = 200;

/// The files of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Archive {
    /// The suite.
    pub suite: Suite,
    /// The round.
    pub round: RoundId,
    /// Digest the authority is pinned by.
    pub root: Digest,
    /// The files besides the list, strictly ascending by name.
    pub files: Vec<ArchivedFile>,
    /// When it was made.
    pub made_at: Instant,
}

/// One file of an archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArchivedFile {
    /// Relative path with `/`, of the characters of container entries.
    pub name: String,
    /// Bytes.
    pub size: u64,
    /// Digest of the bytes.
    pub sha256: Digest,
}

impl Document for Archive {
    const KIND: DocumentKind = DocumentKind::Archive;

    fn suite(&self) -> &Suite {
        &self.suite
    }

    fn check(&self) -> Result<()> {
        let mut pairs = self.files.windows(2);
        let ascending = pairs.all(|pair| matches!(pair, [a, b] if a.name < b.name));
        require(ascending, Reason::EntryList, "files")?;
        let legal = self.files.iter().all(|file| is_file_name(&file.name));
        require(legal, Reason::EntryName, "files")
    }
}

impl RoundDocument for Archive {
    fn round(&self) -> &RoundId {
        &self.round
    }
}

/// Below the folder: no segment is empty or begins with a dot.
fn is_file_name(name: &str) -> bool {
    let legal = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'/');
    name.len() <= MAX_FILE_NAME
        && name.bytes().all(legal)
        && name
            .split('/')
            .all(|segment| !segment.is_empty() && !segment.starts_with('.'))
}

/// What a list claims, unverified: where its chain of trust would begin.
///
/// # Errors
/// The refusals of the envelope and of the content; the signature is not looked at.
pub fn claimed_archive(bytes: &[u8]) -> Result<Archive> {
    let envelope = read_envelope::<Archive>(bytes)?;
    read_payload(&envelope).map_err(|refusal| refusal.with_document(DocumentKind::Archive))
}
