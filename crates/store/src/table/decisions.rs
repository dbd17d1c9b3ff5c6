//! What an office or a panel decided: a record that only grows, on top of the individual marks.
//!
//! Each decision has who, why and when; of several about one subject the last is in force and the
//! others stay to be read. The content is a core value, kept as JSON text.

use hengping_core::id::{ApplicationId, RoundId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word, maybe_word, word, words};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE decision (
        number INTEGER PRIMARY KEY,
        round TEXT NOT NULL,
        kind TEXT NOT NULL,
        application TEXT,
        subject TEXT NOT NULL,
        content TEXT NOT NULL,
        by TEXT NOT NULL,
        reason TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX decision_of ON decision (round, kind, application, subject)",
)];

words! {
    /// Kinds of decisions; what stands as subject is said with each.
    DecisionKind {
        /// A finding of the materials check; subject: the finding.
        Finding = "finding",
        /// A fact of an application; subject: the fact.
        Fact = "fact",
        /// Whether a bundle after the frozen list counts; subject: its payload digest.
        Late = "late",
        /// Which of several histories or seals counts; subject: the ticket.
        Held = "held",
        /// Written explanation of a divergence; subject: leaf and ticket.
        Divergence = "divergence",
        /// An agreed mark; subject: the leaf.
        Consensus = "consensus",
        /// A vote on a tie; subject: the tie.
        Vote = "vote",
        /// The panel's opinion on an application.
        Opinion = "opinion",
        /// A change of the result after signing; subject: one of the four reasons.
        Correction = "correction",
        /// Anything else the panel decides of an application or the round.
        Other = "other",
    }
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionRow {
    /// Running number; 0 before it is stored.
    pub number: u64,
    /// The round.
    pub round: RoundId,
    /// What was decided.
    pub kind: DecisionKind,
    /// The application, where it is about one.
    pub application: Option<ApplicationId>,
    /// What within that, as its kind says; may be empty.
    pub subject: String,
    /// The content, as JSON text.
    pub content: String,
    /// Who decided or keyed it.
    pub by: String,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Instant,
}

impl DecisionRow {
    /// The content as the value it is.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it is another one.
    pub fn read_content<T: DeserializeOwned>(&self) -> Result<T, StoreError> {
        serde_json::from_str(&self.content).map_err(|_| StoreError::Damaged)
    }

    /// A value as content.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when it has no JSON form.
    pub fn write_content(value: &impl Serialize) -> Result<String, StoreError> {
        serde_json::to_string(value).map_err(|_| StoreError::Damaged)
    }
}

/// Reads decisions.
pub struct Decisions<'c>(pub(crate) &'c Connection);

/// Writes decisions.
pub struct DecisionsMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str =
    "SELECT number, round, kind, application, subject, content, by, reason, at FROM decision";

fn read(row: &Row<'_>) -> rusqlite::Result<DecisionRow> {
    Ok(DecisionRow {
        number: row.get::<_, i64>(0)?.cast_unsigned(),
        round: word(row, 1)?,
        kind: word(row, 2)?,
        application: maybe_word(row, 3)?,
        subject: row.get(4)?,
        content: row.get(5)?,
        by: row.get(6)?,
        reason: row.get(7)?,
        at: word(row, 8)?,
    })
}

impl Decisions<'_> {
    /// Every decision of a round, oldest first.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_round(&self, round: &RoundId) -> Result<Vec<DecisionRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 ORDER BY number");
        sql::rows(self.0, &sql, [round.as_str()], read)
    }

    /// The decisions of a kind that are in force: the last about each subject, oldest first.
    ///
    /// # Errors
    /// What reading meets.
    pub fn in_force(
        &self,
        round: &RoundId,
        kind: DecisionKind,
    ) -> Result<Vec<DecisionRow>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE number IN (SELECT max(number) FROM decision
                WHERE round = ?1 AND kind = ?2 GROUP BY application, subject)
            ORDER BY number"
        );
        sql::rows(self.0, &sql, (round.as_str(), Word(kind)), read)
    }
}

impl DecisionsMut<'_> {
    /// Adds a decision; the number it got.
    ///
    /// # Errors
    /// What writing meets.
    pub fn add(&self, row: &DecisionRow) -> Result<u64, StoreError> {
        let sql =
            "INSERT INTO decision (round, kind, application, subject, content, by, reason, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let values = (
            row.round.as_str(),
            Word(row.kind),
            row.application.as_ref().map(ApplicationId::as_str),
            &row.subject,
            &row.content,
            &row.by,
            &row.reason,
            Word(row.at),
        );
        sql::execute(self.0, sql, values)?;
        Ok(self.0.last_insert_rowid().cast_unsigned())
    }
}
