//! Marks in force and everything they were before.
//!
//! *Not scored* is the absence of a row. Every change is kept as old → new with its time, also a
//! removal; the history is never shortened. Comments are typed letter by letter, so what is typed
//! within a minute is one change.

use hengping_core::id::{ApplicationId, IndicatorCode, RoundId};
use hengping_core::mark::Mark;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::event::EDIT_SECONDS;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, maybe_json, word};
use crate::table::applications::{ApplicationRef, require_open};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE mark (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        indicator TEXT NOT NULL,
        mark TEXT NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application, indicator)
    ) STRICT;
    CREATE TABLE mark_history (
        number INTEGER PRIMARY KEY,
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        indicator TEXT NOT NULL,
        old TEXT,
        new TEXT,
        at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX mark_history_of ON mark_history (round, application, indicator)",
)];

/// A mark in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkRow {
    /// The mark.
    pub mark: Mark,
    /// When it was set.
    pub at: Instant,
}

/// One change of a mark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkChange {
    /// The leaf.
    pub indicator: IndicatorCode,
    /// The mark before; nothing when there was none.
    pub old: Option<Mark>,
    /// The mark after; nothing when it was removed.
    pub new: Option<Mark>,
    /// When.
    pub at: Instant,
}

/// Reads marks.
pub struct Marks<'c>(pub(crate) &'c Connection);

/// Writes marks.
pub struct MarksMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<MarkRow> {
    Ok(MarkRow {
        mark: json(row, 0)?,
        at: word(row, 1)?,
    })
}

fn read_change(row: &Row<'_>) -> rusqlite::Result<MarkChange> {
    Ok(MarkChange {
        indicator: word(row, 0)?,
        old: maybe_json(row, 1)?,
        new: maybe_json(row, 2)?,
        at: word(row, 3)?,
    })
}

impl Marks<'_> {
    /// Marks of an application, by leaf code.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, key: &ApplicationRef) -> Result<Vec<MarkRow>, StoreError> {
        let sql = "SELECT mark, at FROM mark WHERE round = ?1 AND application = ?2
            ORDER BY indicator";
        sql::rows(self.0, sql, key.key(), read)
    }

    /// The mark of one leaf.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(
        &self,
        key: &ApplicationRef,
        indicator: &IndicatorCode,
    ) -> Result<Option<MarkRow>, StoreError> {
        let sql = "SELECT mark, at FROM mark
            WHERE round = ?1 AND application = ?2 AND indicator = ?3";
        let (round, application) = key.key();
        sql::row(self.0, sql, (round, application, indicator.as_str()), read)
    }

    /// The marks of one leaf on all applications of `round`, by application.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_leaf(
        &self,
        round: &RoundId,
        indicator: &IndicatorCode,
    ) -> Result<Vec<(ApplicationId, MarkRow)>, StoreError> {
        let sql = "SELECT mark, at, application FROM mark WHERE round = ?1 AND indicator = ?2
            ORDER BY application";
        let values = (round.as_str(), indicator.as_str());
        sql::rows(self.0, sql, values, |row| Ok((word(row, 2)?, read(row)?)))
    }

    /// The applications of `round` in which a leaf was ever marked, in the order of the first
    /// mark.
    ///
    /// # Errors
    /// What reading meets.
    pub fn order_of_marking(
        &self,
        round: &RoundId,
        indicator: &IndicatorCode,
    ) -> Result<Vec<ApplicationId>, StoreError> {
        let sql = "SELECT application FROM mark_history WHERE round = ?1 AND indicator = ?2
            GROUP BY application ORDER BY min(number)";
        let values = (round.as_str(), indicator.as_str());
        sql::rows(self.0, sql, values, |row| word(row, 0))
    }

    /// Every change of an application's marks, oldest first.
    ///
    /// # Errors
    /// What reading meets.
    pub fn history(&self, key: &ApplicationRef) -> Result<Vec<MarkChange>, StoreError> {
        let sql = "SELECT indicator, old, new, at FROM mark_history
            WHERE round = ?1 AND application = ?2 ORDER BY number";
        sql::rows(self.0, sql, key.key(), read_change)
    }
}

impl MarksMut<'_> {
    /// Sets the mark of a leaf; the mark it takes the place of, if there was one.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn set(
        &self,
        key: &ApplicationRef,
        mark: &Mark,
        at: Instant,
    ) -> Result<Option<Mark>, StoreError> {
        let old = self.note(key, &mark.indicator, Some(mark), at)?;
        let sql = "INSERT OR REPLACE INTO mark VALUES (?1, ?2, ?3, ?4, ?5)";
        let (round, application) = key.key();
        let values = (
            round,
            application,
            mark.indicator.as_str(),
            Json(mark),
            Word(at),
        );
        sql::execute(self.0, sql, values)?;
        Ok(old)
    }

    /// Makes a leaf *not scored* again; the mark it had, if there was one.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn remove(
        &self,
        key: &ApplicationRef,
        indicator: &IndicatorCode,
        at: Instant,
    ) -> Result<Option<Mark>, StoreError> {
        let old = self.note(key, indicator, None, at)?;
        let sql = "DELETE FROM mark WHERE round = ?1 AND application = ?2 AND indicator = ?3";
        let (round, application) = key.key();
        sql::execute(self.0, sql, (round, application, indicator.as_str()))?;
        Ok(old)
    }

    /// Adds a change to the history, unless nothing changes; the mark before it.
    fn note(
        &self,
        key: &ApplicationRef,
        indicator: &IndicatorCode,
        new: Option<&Mark>,
        at: Instant,
    ) -> Result<Option<Mark>, StoreError> {
        require_open(self.0, key)?;
        let old = Marks(self.0).get(key, indicator)?.map(|row| row.mark);
        if old.as_ref() != new && !self.goes_on(key, old.as_ref(), new, at)? {
            let sql = "INSERT INTO mark_history (round, application, indicator, old, new, at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
            let (round, application) = key.key();
            let change = (old.as_ref().map(Json), new.map(Json));
            let values = (
                round,
                application,
                indicator.as_str(),
                change.0,
                change.1,
                Word(at),
            );
            sql::execute(self.0, sql, values)?;
        }
        Ok(old)
    }

    /// Joins typing in a comment to the change it goes on with; whether it did.
    fn goes_on(
        &self,
        key: &ApplicationRef,
        old: Option<&Mark>,
        new: Option<&Mark>,
        at: Instant,
    ) -> Result<bool, StoreError> {
        let (Some(old), Some(new)) = (old, new) else {
            return Ok(false);
        };
        let sql = "SELECT indicator, old, new, at, number FROM mark_history
            WHERE round = ?1 AND application = ?2 AND indicator = ?3
            ORDER BY number DESC LIMIT 1";
        let (round, application) = key.key();
        let place = (round, application, old.indicator.as_str());
        let last = sql::row(self.0, sql, place, |row| {
            Ok((read_change(row)?, row.get::<_, i64>(4)?))
        })?;
        let Some((last, number)) = last else {
            return Ok(false);
        };
        let typed = |from: &Mark, to: &Mark| {
            let comment = to.comment.clone();
            from.comment != to.comment
                && Mark {
                    comment,
                    ..from.clone()
                } == *to
        };
        let joins = last.new.as_ref() == Some(old)
            && last.old.as_ref().is_some_and(|first| typed(first, old))
            && typed(old, new)
            && (0..EDIT_SECONDS).contains(&at.seconds_since(last.at));
        if joins {
            let sql = "UPDATE mark_history SET new = ?2 WHERE number = ?1";
            sql::execute(self.0, sql, (number, Json(new)))?;
        }
        Ok(joins)
    }
}
