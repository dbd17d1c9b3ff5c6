//! The roster: whose cards an office has, as what it took them in, and whether a fingerprint was
//! compared.
//!
//! A card says nothing of its owner's part in a round; the office does. Trap: only experts may be
//! drawn, so whoever reads the whole roster has to look at what a row was taken in as.

use hengping_core::id::{Digest, ExpertId};
use hengping_core::panel::Member;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::{FIRST, Migration, Older};
use crate::sql::{self, Json, Word, json, maybe_word, word};
use crate::table::register::Holder;

/// Rosters knew experts only at first. An older program would draw from everybody on it.
const TAKEN_IN_AS: Migration = Migration {
    number: FIRST + 2,
    older: Older::MustNotOpen,
    sql: "ALTER TABLE roster ADD COLUMN taken_in_as TEXT NOT NULL DEFAULT 'expert'",
};

const CREATED: Migration = Migration::first(
    "CREATE TABLE roster (
        expert TEXT PRIMARY KEY,
        fingerprint TEXT NOT NULL UNIQUE,
        card BLOB NOT NULL,
        member TEXT NOT NULL,
        confirmed_by TEXT,
        confirmed_at TEXT,
        revoked_at TEXT,
        at TEXT NOT NULL
    ) STRICT",
);

pub(crate) const MIGRATIONS: &[Migration] = &[CREATED, TAKEN_IN_AS];

/// One person of the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterRow {
    /// Their number; of experts and all others.
    pub expert: ExpertId,
    /// As what the office took them in.
    pub kind: Holder,
    /// Payload digest of the card; without one, a digest of name and unit.
    pub fingerprint: Digest,
    /// The enrolment card, as signed; empty for a person who gets an activation code, whose keys
    /// are made when the ticket is opened.
    pub card: Vec<u8>,
    /// What the draw needs to know of them.
    pub member: Member,
    /// Who compared the fingerprint with the person, and when.
    pub confirmed: Option<Confirmation>,
    /// When the card was revoked.
    pub revoked_at: Option<Instant>,
    /// When the card came.
    pub at: Instant,
}

/// The comparison of a fingerprint in person, on paper or by voice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmation {
    /// Who compared it.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// Reads the roster.
pub struct Roster<'c>(pub(crate) &'c Connection);

/// Writes the roster.
pub struct RosterMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT expert, fingerprint, card, member, confirmed_by, confirmed_at,
    revoked_at, at, taken_in_as FROM roster";

fn read(row: &Row<'_>) -> rusqlite::Result<RosterRow> {
    let by = row.get::<_, Option<String>>(4)?;
    let confirmed = by.zip(maybe_word(row, 5)?);
    Ok(RosterRow {
        expert: word(row, 0)?,
        kind: word(row, 8)?,
        fingerprint: word(row, 1)?,
        card: row.get(2)?,
        member: json(row, 3)?,
        confirmed: confirmed.map(|(by, at)| Confirmation { by, at }),
        revoked_at: maybe_word(row, 6)?,
        at: word(row, 7)?,
    })
}

impl Roster<'_> {
    /// The whole roster, by expert.
    ///
    /// # Errors
    /// What reading meets.
    pub fn all(&self) -> Result<Vec<RosterRow>, StoreError> {
        sql::rows(self.0, &format!("{COLUMNS} ORDER BY expert"), [], read)
    }

    /// One person.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, expert: &ExpertId) -> Result<Option<RosterRow>, StoreError> {
        sql::row(
            self.0,
            &format!("{COLUMNS} WHERE expert = ?1"),
            [expert.as_str()],
            read,
        )
    }

    /// The person with a fingerprint.
    ///
    /// # Errors
    /// What reading meets.
    pub fn with_fingerprint(&self, card: Digest) -> Result<Option<RosterRow>, StoreError> {
        sql::row(
            self.0,
            &format!("{COLUMNS} WHERE fingerprint = ?1"),
            [Word(card)],
            read,
        )
    }
}

impl RosterMut<'_> {
    /// Stores a person.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when the number or the card is there.
    pub fn add(&self, row: &RosterRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO roster VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";
        let confirmed = row.confirmed.as_ref();
        let values = (
            row.expert.as_str(),
            Word(row.fingerprint),
            &row.card,
            Json(&row.member),
            confirmed.map(|confirmation| &confirmation.by),
            confirmed.map(|confirmation| Word(confirmation.at)),
            row.revoked_at.map(Word),
            Word(row.at),
            Word(row.kind),
        );
        sql::insert(self.0, "roster entry", sql, values)
    }

    /// Takes a person in as something else than before.
    ///
    /// # Errors
    /// [`StoreError::NotStored`].
    pub fn set_kind(&self, expert: &ExpertId, kind: Holder) -> Result<(), StoreError> {
        let sql = "UPDATE roster SET taken_in_as = ?2 WHERE expert = ?1";
        sql::change(self.0, "roster entry", sql, (expert.as_str(), Word(kind)))
    }

    /// Replaces what the draw needs to know of an expert.
    ///
    /// # Errors
    /// [`StoreError::NotStored`].
    pub fn set_member(&self, expert: &ExpertId, member: &Member) -> Result<(), StoreError> {
        let sql = "UPDATE roster SET member = ?2 WHERE expert = ?1";
        sql::change(self.0, "roster entry", sql, (expert.as_str(), Json(member)))
    }

    /// Notes that the fingerprint was compared.
    ///
    /// # Errors
    /// [`StoreError::NotStored`].
    pub fn confirm(&self, expert: &ExpertId, by: &str, at: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE roster SET confirmed_by = ?2, confirmed_at = ?3 WHERE expert = ?1";
        sql::change(self.0, "roster entry", sql, (expert.as_str(), by, Word(at)))
    }

    /// Notes that the card was revoked.
    ///
    /// # Errors
    /// [`StoreError::NotStored`].
    pub fn revoke(&self, expert: &ExpertId, at: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE roster SET revoked_at = ?2 WHERE expert = ?1";
        sql::change(self.0, "roster entry", sql, (expert.as_str(), Word(at)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_stood_on_a_roster_before_it_told_kinds_was_an_expert() {
        let connection = Connection::open_in_memory().unwrap();
        connection.execute_batch(CREATED.sql).unwrap();
        let member = r#"{"name": "王", "unit": "大学"}"#;
        let values = ("x001", Word(Digest::of(b"card")), b"card", member);
        let sql = "INSERT INTO roster VALUES (?1, ?2, ?3, ?4, '李', '2026-03-01T00:00:00Z', NULL,
            '2026-02-01T00:00:00Z')";
        connection.execute(sql, values).unwrap();
        connection.execute_batch(TAKEN_IN_AS.sql).unwrap();
        let row = Roster(&connection).all().unwrap().pop().unwrap();
        assert_eq!(row.kind, Holder::Expert);
        assert_eq!(row.confirmed.unwrap().by, "李");
    }
}
