//! Photographs of on-site visits: their bytes, and what they were taken of.
//!
//! The bytes are stored as they are kept and never changed; previews are drawn when they are looked
//! at. Trap: one photograph may show two claims; it is then kept once and named by both.

use hengping_core::id::Digest;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Word, maybe_word, word, words};
use crate::table::applications::{ApplicationRef, require_open};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::visit(
    "CREATE TABLE photo (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        digest TEXT NOT NULL,
        original TEXT,
        media TEXT NOT NULL,
        taken_at TEXT NOT NULL,
        bytes BLOB NOT NULL,
        PRIMARY KEY (round, application, digest)
    ) STRICT;
    CREATE TABLE photo_of (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        subject TEXT NOT NULL,
        digest TEXT NOT NULL,
        PRIMARY KEY (round, application, subject, digest)
    ) STRICT",
)];

words! {
    /// What a photograph is.
    PhotoMedia {
        /// JPEG.
        Jpeg = "jpeg",
        /// PNG.
        Png = "png",
    }
}

/// A photograph without its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoRow {
    /// Digest of the bytes that are kept.
    pub digest: Digest,
    /// Digest of the file as it came, where that is another one.
    pub original: Option<Digest>,
    /// What it is.
    pub media: PhotoMedia,
    /// When it was taken.
    pub taken_at: Instant,
}

/// Reads photographs.
pub struct Photos<'c>(pub(crate) &'c Connection);

/// Writes photographs.
pub struct PhotosMut<'c>(pub(crate) &'c Connection);

fn read(row: &Row<'_>) -> rusqlite::Result<PhotoRow> {
    Ok(PhotoRow {
        digest: word(row, 0)?,
        original: maybe_word(row, 1)?,
        media: word(row, 2)?,
        taken_at: word(row, 3)?,
    })
}

fn read_named(row: &Row<'_>) -> rusqlite::Result<(String, PhotoRow)> {
    Ok((row.get(4)?, read(row)?))
}

impl Photos<'_> {
    /// Photographs of an application with the subject each was taken of, in the order taken.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, key: &ApplicationRef) -> Result<Vec<(String, PhotoRow)>, StoreError> {
        let sql = "SELECT digest, original, media, taken_at, subject FROM photo_of
            NATURAL JOIN photo WHERE round = ?1 AND application = ?2
            ORDER BY subject, taken_at, digest";
        sql::rows(self.0, sql, key.key(), read_named)
    }

    /// The bytes of a photograph.
    ///
    /// # Errors
    /// What reading meets.
    pub fn bytes(
        &self,
        key: &ApplicationRef,
        digest: Digest,
    ) -> Result<Option<(PhotoMedia, Vec<u8>)>, StoreError> {
        let sql = "SELECT media, bytes FROM photo
            WHERE round = ?1 AND application = ?2 AND digest = ?3";
        let (round, application) = key.key();
        let values = (round, application, Word(digest));
        sql::row(self.0, sql, values, |row| Ok((word(row, 0)?, row.get(1)?)))
    }
}

impl PhotosMut<'_> {
    /// Keeps a photograph as one of `subject`; one that is there already is not kept twice.
    ///
    /// # Errors
    /// [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn put(
        &self,
        key: &ApplicationRef,
        subject: &str,
        row: &PhotoRow,
        bytes: &[u8],
    ) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let (round, application) = key.key();
        let sql = "INSERT OR IGNORE INTO photo VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let values = (
            round,
            application,
            Word(row.digest),
            row.original.map(Word),
            Word(row.media),
            Word(row.taken_at),
            bytes,
        );
        sql::execute(self.0, sql, values)?;
        let of = "INSERT OR IGNORE INTO photo_of VALUES (?1, ?2, ?3, ?4)";
        let values = (round, application, subject, Word(row.digest));
        sql::execute(self.0, of, values).map(drop)
    }

    /// Takes a photograph off a subject; its bytes go with the last one.
    ///
    /// # Errors
    /// [`StoreError::NotStored`], [`StoreError::Sealed`], [`StoreError::Recused`].
    pub fn remove(
        &self,
        key: &ApplicationRef,
        subject: &str,
        digest: Digest,
    ) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let (round, application) = key.key();
        let sql = "DELETE FROM photo_of
            WHERE round = ?1 AND application = ?2 AND subject = ?3 AND digest = ?4";
        let values = (round, application, subject, Word(digest));
        sql::change(self.0, "photograph", sql, values)?;
        let rest = "DELETE FROM photo WHERE round = ?1 AND application = ?2 AND digest = ?3
            AND NOT EXISTS (SELECT 1 FROM photo_of AS other WHERE other.round = ?1
                AND other.application = ?2 AND other.digest = ?3)";
        sql::execute(self.0, rest, (round, application, Word(digest))).map(drop)
    }
}
