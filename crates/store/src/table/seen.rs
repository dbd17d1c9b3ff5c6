//! Pages of evidence that the owner has looked at, for the owner only.

use hengping_core::id::Digest;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word, word};
use crate::table::applications::ApplicationRef;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::desk(
    "CREATE TABLE page_seen (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        document TEXT NOT NULL,
        page INTEGER NOT NULL,
        number INTEGER NOT NULL,
        PRIMARY KEY (round, application, document, page)
    ) STRICT",
)];

/// A page that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeenPage {
    /// Digest of the file.
    pub document: Digest,
    /// Page of the file, counted from 1.
    pub page: u32,
    /// The greatest number was seen last.
    pub number: i64,
}

/// Reads pages seen.
pub struct Seen<'c>(pub(crate) &'c Connection);

/// Writes pages seen.
pub struct SeenMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<SeenPage> {
    Ok(SeenPage {
        document: word(row, 0)?,
        page: row.get(1)?,
        number: row.get(2)?,
    })
}

impl Seen<'_> {
    /// Pages of an application that were seen, by document and page.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, key: &ApplicationRef) -> Result<Vec<SeenPage>, StoreError> {
        let sql = "SELECT document, page, number FROM page_seen
            WHERE round = ?1 AND application = ?2 ORDER BY document, page";
        sql::rows(self.0, sql, key.key(), read)
    }
}

impl SeenMut<'_> {
    /// Notes that pages of a document were seen, the last of them last.
    ///
    /// # Errors
    /// What writing meets.
    pub fn add(
        &self,
        key: &ApplicationRef,
        document: Digest,
        pages: &[u32],
    ) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO page_seen VALUES (?1, ?2, ?3, ?4,
            (SELECT ifnull(max(number), 0) + 1 FROM page_seen
                WHERE round = ?1 AND application = ?2))";
        let (round, application) = key.key();
        for page in pages {
            sql::execute(self.0, sql, (round, application, Word(document), page))?;
        }
        Ok(())
    }
}
