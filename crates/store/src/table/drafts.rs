//! What was written about a leaf before it had a mark: comment and citations.
//!
//! A draft is no part of a review. It goes into the mark when one is made, and what a mark had
//! comes back here when the mark is taken away, so that no word is lost on either way.

use hengping_core::id::{CitationId, IndicatorCode};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};
use crate::table::applications::{ApplicationRef, require_open};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::desk(
    "CREATE TABLE draft (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        indicator TEXT NOT NULL,
        draft TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application, indicator)
    ) STRICT",
)];

/// Comment and citations of a leaf without a mark.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Draft {
    /// Comment.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub comment: String,
    /// Citations.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub citations: Vec<CitationId>,
}

impl Draft {
    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.comment.is_empty() && self.citations.is_empty()
    }
}

/// Reads drafts.
pub struct Drafts<'c>(pub(crate) &'c Connection);

/// Writes drafts.
pub struct DraftsMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<(IndicatorCode, Draft)> {
    Ok((word(row, 0)?, json(row, 1)?))
}

impl Drafts<'_> {
    /// Drafts of an application, by leaf code.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, key: &ApplicationRef) -> Result<Vec<(IndicatorCode, Draft)>, StoreError> {
        let sql = "SELECT indicator, draft FROM draft WHERE round = ?1 AND application = ?2
            ORDER BY indicator";
        sql::rows(self.0, sql, key.key(), read)
    }

    /// The draft of one leaf; empty when there is none.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(
        &self,
        key: &ApplicationRef,
        indicator: &IndicatorCode,
    ) -> Result<Draft, StoreError> {
        let sql = "SELECT indicator, draft FROM draft
            WHERE round = ?1 AND application = ?2 AND indicator = ?3";
        let (round, application) = key.key();
        let found = sql::row(self.0, sql, (round, application, indicator.as_str()), read)?;
        Ok(found.map(|(_, draft)| draft).unwrap_or_default())
    }
}

impl DraftsMut<'_> {
    /// Stores a draft in place of the one before; an empty one is removed.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn put(
        &self,
        key: &ApplicationRef,
        indicator: &IndicatorCode,
        draft: &Draft,
        at: Instant,
    ) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let (round, application) = key.key();
        if draft.is_empty() {
            let sql = "DELETE FROM draft WHERE round = ?1 AND application = ?2 AND indicator = ?3";
            return sql::execute(self.0, sql, (round, application, indicator.as_str())).map(drop);
        }
        let sql = "INSERT OR REPLACE INTO draft VALUES (?1, ?2, ?3, ?4, ?5)";
        let values = (
            round,
            application,
            indicator.as_str(),
            Json(draft),
            Word(at),
        );
        sql::execute(self.0, sql, values).map(drop)
    }
}
