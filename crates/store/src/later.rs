//! The work store as a release to come will have it: one more step, which goes over every mark.
//!
//! Only tests that kill a program in the middle of an upgrade are compiled with this. Trap: the
//! step number lies far ahead of all real ones, so that no real step is ever taken for it.

use crate::error::StoreError;
use crate::migration::{Migration, Older};
use crate::sql;
use crate::store::{Kind, Store, sealed::Sealed, sorted};
use crate::work::Work;

/// Kind of that store; it is a work store to whoever looks at the file.
#[derive(Debug, Clone, Copy)]
pub enum LaterWork {}

const STEP: Migration = Migration {
    number: 20_991_231,
    older: Older::MustNotOpen,
    sql: "CREATE TABLE mark_rebuilt (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        indicator TEXT NOT NULL,
        mark TEXT NOT NULL,
        PRIMARY KEY (round, application, indicator)
    ) STRICT;
    INSERT INTO mark_rebuilt SELECT round, application, indicator, mark FROM mark;
    CREATE INDEX mark_rebuilt_by_indicator ON mark_rebuilt (indicator);",
};

impl Kind for LaterWork {}

impl Sealed for LaterWork {
    const APPLICATION_ID: i32 = Work::APPLICATION_ID;

    fn migrations() -> Vec<Migration> {
        sorted(&[&Work::migrations(), &[STEP]])
    }
}

impl Store<LaterWork> {
    /// Marks as they were before the upgrade, and those that the upgrade carried over unchanged.
    ///
    /// # Errors
    /// When the store cannot be read.
    pub fn marks_carried(&self) -> Result<(i64, i64), StoreError> {
        let count = "SELECT (SELECT count(*) FROM mark),
            (SELECT count(*) FROM mark JOIN mark_rebuilt USING (round, application, indicator, mark))";
        let counts = sql::row(&self.reader, count, [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
        Ok(counts.unwrap_or_default())
    }
}
