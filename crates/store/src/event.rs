//! What a committed action leaves in the log: a kind and the ids, codes and digests it was about.
//!
//! Trap: the log has no place for text. Kind and subjects are checked when the entry is made; an
//! action whose event does not have their form is rolled back.

use std::fmt::Display;

use hengping_core::id::{LogKind, LogSubject};

use crate::error::StoreError;

/// One action to be logged with its commit.
///
/// An *act* (import, seal, draw …) always makes an entry. An *edit* (a field, a mark, an opinion)
/// of the same kind and subjects within a minute of the last entry belongs to that entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    kind: &'static str,
    subjects: Vec<String>,
    is_edit: bool,
}

/// Seconds within which edits of one thing are one entry.
pub(crate) const EDIT_SECONDS: i64 = 60;

impl Event {
    /// An act of `kind`: lower-case letters, digits and hyphens (`review-sealed`).
    #[must_use]
    pub fn act(kind: &'static str) -> Self {
        Self {
            kind,
            subjects: Vec::new(),
            is_edit: false,
        }
    }

    /// An edit of `kind` (`mark-set`).
    #[must_use]
    pub fn edit(kind: &'static str) -> Self {
        Self {
            is_edit: true,
            ..Self::act(kind)
        }
    }

    /// Adds an id, code or digest it is about.
    #[must_use]
    pub fn about(mut self, subject: &impl Display) -> Self {
        self.subjects.push(subject.to_string());
        self
    }

    /// Whether it is an edit.
    #[must_use]
    pub fn is_edit(&self) -> bool {
        self.is_edit
    }

    /// Kind and subjects in the form the log takes.
    pub(crate) fn checked(&self) -> Result<(LogKind, Vec<LogSubject>), StoreError> {
        let kind = LogKind::new(self.kind).map_err(|_| StoreError::Event)?;
        let subjects = self.subjects.iter().map(LogSubject::new);
        let subjects = subjects.collect::<Result<_, _>>();
        Ok((kind, subjects.map_err(|_| StoreError::Event)?))
    }

    /// Name of the failpoints around its commit: `import`, `seal` …, or `save` for edits.
    #[cfg(feature = "failpoints")]
    pub(crate) fn failpoint(&self, place: &str) -> String {
        let name = if self.is_edit { "save" } else { self.kind };
        format!("store::{name}::{place}")
    }
}
