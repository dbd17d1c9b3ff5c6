//! Documents that could not be read, so that they are not tried again at every pass.
//!
//! Derived from documents, therefore not logged. Trap: what one reader cannot read another may, so
//! an outcome holds for the reader that is named with it.

use hengping_core::id::Digest;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::{FIRST, Migration, Older};
use crate::sql::{self, Word};
use crate::table::applications::{ApplicationRef, Applications, AssignmentState};

/// An older program would leave what stands here when it recuses.
pub(crate) const MIGRATIONS: &[Migration] = &[Migration {
    number: FIRST + 3,
    older: Older::MustNotOpen,
    sql: "CREATE TABLE unreadable (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        document TEXT NOT NULL,
        reader TEXT NOT NULL,
        reason TEXT NOT NULL,
        PRIMARY KEY (round, application, document)
    ) STRICT",
}];

/// Why a document could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unread {
    /// What tried to read it, with its version.
    pub reader: String,
    /// The reason, as a word.
    pub reason: String,
}

/// Reads outcomes.
pub struct Unreadable<'c>(pub(crate) &'c Connection);

/// Writes outcomes.
pub struct UnreadableMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<Unread> {
    Ok(Unread {
        reader: row.get(0)?,
        reason: row.get(1)?,
    })
}

impl Unreadable<'_> {
    /// The outcome for one document.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(
        &self,
        key: &ApplicationRef,
        document: Digest,
    ) -> Result<Option<Unread>, StoreError> {
        let sql = "SELECT reader, reason FROM unreadable
            WHERE round = ?1 AND application = ?2 AND document = ?3";
        let (round, application) = key.key();
        sql::row(self.0, sql, (round, application, Word(document)), read)
    }
}

impl UnreadableMut<'_> {
    /// Notes an outcome in place of what was known of the document.
    ///
    /// # Errors
    /// [`StoreError::Recused`] when the application was recused meanwhile,
    /// [`StoreError::NotStored`] when it is not assigned.
    pub fn put(
        &self,
        key: &ApplicationRef,
        document: Digest,
        unread: &Unread,
    ) -> Result<(), StoreError> {
        match Applications(self.0).state(key)? {
            None => return Err(StoreError::NotStored("application")),
            Some(AssignmentState::Recused) => return Err(StoreError::Recused),
            Some(_) => {}
        }
        let sql = "INSERT OR REPLACE INTO unreadable VALUES (?1, ?2, ?3, ?4, ?5)";
        let (round, application) = key.key();
        let place = (round, application, Word(document));
        let values = (place.0, place.1, place.2, &unread.reader, &unread.reason);
        sql::execute(self.0, sql, values).map(drop)
    }

    /// Forgets the outcome of a document.
    ///
    /// # Errors
    /// What writing meets.
    pub fn remove(&self, key: &ApplicationRef, document: Digest) -> Result<(), StoreError> {
        let sql = "DELETE FROM unreadable
            WHERE round = ?1 AND application = ?2 AND document = ?3";
        let (round, application) = key.key();
        sql::execute(self.0, sql, (round, application, Word(document))).map(drop)
    }
}

/// Forgets what is known of the documents of an application.
pub(crate) fn forget(connection: &Connection, key: &ApplicationRef) -> Result<(), StoreError> {
    let sql = "DELETE FROM unreadable WHERE round = ?1 AND application = ?2";
    sql::execute(connection, sql, key.key()).map(drop)
}
