//! Where the owner stopped in each application, and in which one last.
//!
//! For the owner's screen only. Instants are whole seconds, so the last place is told by a running
//! number.

use hengping_core::id::{Digest, EvidenceCode, IndicatorCode, RoundId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, word};
use crate::table::applications::{ApplicationRef, read_key};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::desk(
    "CREATE TABLE place (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        place TEXT NOT NULL,
        number INTEGER NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application)
    ) STRICT",
)];

/// A place on the desk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Leaf that was open.
    pub indicator: Option<IndicatorCode>,
    /// Documents that were open, in the order of their tabs.
    pub tabs: Vec<Digest>,
    /// Evidence item that was shown.
    pub evidence: Option<EvidenceCode>,
    /// Page of the file, counted from 1.
    pub page: u32,
    /// What the screen wants remembered besides; never looked into.
    pub layout: String,
}

/// A place with its application and time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceRow {
    /// Round and id of the application.
    pub key: ApplicationRef,
    /// The place.
    pub place: Place,
    /// When it was left.
    pub at: Instant,
}

/// Reads places.
pub struct Places<'c>(pub(crate) &'c Connection);

/// Writes places.
pub struct PlacesMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT round, application, place, at FROM place";

fn read(row: &Row<'_>) -> rusqlite::Result<PlaceRow> {
    Ok(PlaceRow {
        key: read_key(row)?,
        place: json(row, 2)?,
        at: word(row, 3)?,
    })
}

impl Places<'_> {
    /// Where the owner stopped in an application.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, key: &ApplicationRef) -> Result<Option<PlaceRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 AND application = ?2");
        sql::row(self.0, &sql, key.key(), read)
    }

    /// Where the owner stopped last in `round`.
    ///
    /// # Errors
    /// What reading meets.
    pub fn last(&self, round: &RoundId) -> Result<Option<PlaceRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 ORDER BY number DESC LIMIT 1");
        sql::row(self.0, &sql, [round.as_str()], read)
    }
}

impl PlacesMut<'_> {
    /// Stores the place of an application, which becomes the last one.
    ///
    /// # Errors
    /// What writing meets.
    pub fn put(&self, key: &ApplicationRef, place: &Place, at: Instant) -> Result<(), StoreError> {
        let sql = "INSERT OR REPLACE INTO place VALUES
            (?1, ?2, ?3, (SELECT ifnull(max(number), 0) + 1 FROM place), ?4)";
        let (round, application) = key.key();
        sql::execute(self.0, sql, (round, application, Json(place), Word(at))).map(drop)
    }
}
