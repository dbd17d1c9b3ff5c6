//! Citations: which words on which page of which document a mark or a proposal rests on.

use serde::{Deserialize, Serialize};

use crate::id::{CitationId, Digest, EvidenceCode};

/// A place in a document, found again by content, never by path.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Unique within the expert's store; marks refer to it, several may share it.
    pub id: CitationId,
    /// Evidence item it was made in.
    pub evidence: EvidenceCode,
    /// Digest of the file.
    pub document: Digest,
    /// Page of the file, counted from 1.
    pub page: u32,
    /// The words as the document has them; empty on scans.
    pub quote: String,
    /// Where they stand, in PDF space.
    pub boxes: Vec<PdfBox>,
}

/// A rectangle in PDF user space (origin bottom left), in hundredths of a point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PdfBox {
    /// Left edge.
    pub left: i32,
    /// Bottom edge.
    pub bottom: i32,
    /// Right edge.
    pub right: i32,
    /// Top edge.
    pub top: i32,
}
