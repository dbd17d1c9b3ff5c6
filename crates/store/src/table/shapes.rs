//! How cited pages lie, so that citations can be drawn before their document is open.
//!
//! Derived from documents, therefore not logged.

use hengping_core::citation::PdfBox;
use hengping_core::id::Digest;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json};
use crate::table::applications::ApplicationRef;

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::desk(
    "CREATE TABLE page_shape (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        document TEXT NOT NULL,
        page INTEGER NOT NULL,
        shape TEXT NOT NULL,
        PRIMARY KEY (round, application, document, page)
    ) STRICT",
)];

/// How a page lies in PDF space and how large it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageShape {
    /// The visible part of the page.
    pub area: PdfBox,
    /// Clockwise turn for display: 0, 90, 180 or 270 degrees.
    pub rotation: u16,
    /// Width as displayed, in hundredths of a point.
    pub width: u32,
    /// Height as displayed, in hundredths of a point.
    pub height: u32,
}

/// Reads shapes of pages.
pub struct Shapes<'c>(pub(crate) &'c Connection);

/// Writes shapes of pages.
pub struct ShapesMut<'c>(pub(crate) &'c Connection);

impl Shapes<'_> {
    /// The shape of a page, when it is known.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(
        &self,
        key: &ApplicationRef,
        document: Digest,
        page: u32,
    ) -> Result<Option<PageShape>, StoreError> {
        let sql = "SELECT shape FROM page_shape
            WHERE round = ?1 AND application = ?2 AND document = ?3 AND page = ?4";
        let (round, application) = key.key();
        let place = (round, application, Word(document), page);
        sql::row(self.0, sql, place, |row| json(row, 0))
    }
}

impl ShapesMut<'_> {
    /// Stores the shape of a page.
    ///
    /// # Errors
    /// What writing meets.
    pub fn put(
        &self,
        key: &ApplicationRef,
        document: Digest,
        page: u32,
        shape: PageShape,
    ) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO page_shape VALUES (?1, ?2, ?3, ?4, ?5)";
        let (round, application) = key.key();
        let values = (round, application, Word(document), page, Json(shape));
        sql::execute(self.0, sql, values).map(drop)
    }
}
