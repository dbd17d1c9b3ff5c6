//! Applications assigned to the owner, and recusal, which destroys them.
//!
//! Owns the rule that an application is named by round *and* id (an office may use `a01` every
//! year) and the guard every table of work asks before it writes. Trap: recusal must also reach
//! what other tables derived from the application; they are listed in [`ApplicationsMut::recuse`].

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, PackageId, RoundId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::secret::Secret;
use crate::sql::{self, Json, Word, maybe_json, maybe_word, word, words};
use crate::table::meta::MetaMut;
use crate::table::{pages, seals, unreadable};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE application (
        round TEXT NOT NULL,
        id TEXT NOT NULL,
        package TEXT NOT NULL,
        position INTEGER NOT NULL,
        state TEXT NOT NULL,
        identity BLOB,
        body TEXT,
        fact_sheet_read TEXT,
        PRIMARY KEY (round, id)
    ) STRICT;
    CREATE TABLE recusal (
        round TEXT NOT NULL,
        application TEXT NOT NULL,
        ground TEXT NOT NULL,
        slip BLOB,
        at TEXT NOT NULL,
        PRIMARY KEY (round, application)
    ) STRICT",
)];

/// An application of a round.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApplicationRef {
    /// The round.
    pub round: RoundId,
    /// The application.
    pub application: ApplicationId,
}

impl ApplicationRef {
    /// `application` of `round`.
    #[must_use]
    pub fn new(round: &RoundId, application: &ApplicationId) -> Self {
        Self {
            round: round.clone(),
            application: application.clone(),
        }
    }

    /// Both parts as SQL parameters.
    pub(crate) fn key(&self) -> (&str, &str) {
        (self.round.as_str(), self.application.as_str())
    }
}

words! {
    /// What an application is to the owner.
    AssignmentState {
        /// To be reviewed.
        Assigned = "assigned",
        /// For practice; nothing of it leaves the machine.
        Practice = "practice",
        /// Recused; its content is destroyed.
        Recused = "recused",
        /// Withdrawn by the office; marks are kept.
        Withdrawn = "withdrawn",
    }
}

/// One assigned application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Round and id.
    pub key: ApplicationRef,
    /// The package that holds it now.
    pub package: PackageId,
    /// Place in the reading order, from 0.
    pub position: u32,
    /// What it is to the owner.
    pub state: AssignmentState,
    /// Identity that decrypts it; gone after recusal.
    pub identity: Option<Secret>,
    /// Its content; gone after recusal.
    pub body: Option<Application>,
    /// When its fact sheet was read as a whole.
    pub fact_sheet_read: Option<Instant>,
}

/// An application as an import brings it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// Round and id.
    pub key: ApplicationRef,
    /// The package it came in.
    pub package: PackageId,
    /// Place in the reading order, from 0.
    pub position: u32,
    /// Whether it is for practice.
    pub practice: bool,
    /// Identity that decrypts it.
    pub identity: Secret,
    /// Its content.
    pub body: Application,
}

/// A recusal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecusalRow {
    /// Round and id of the application.
    pub key: ApplicationRef,
    /// The ground, in the expert's words.
    pub ground: String,
    /// The signed slip to the office, once it is made.
    pub slip: Option<Vec<u8>>,
    /// When.
    pub at: Instant,
}

/// Reads applications.
pub struct Applications<'c>(pub(crate) &'c Connection);

/// Writes applications.
pub struct ApplicationsMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT round, id, package, position, state, identity, body, fact_sheet_read
    FROM application";

fn read(row: &Row<'_>) -> rusqlite::Result<ApplicationRow> {
    Ok(ApplicationRow {
        key: read_key(row)?,
        package: word(row, 2)?,
        position: row.get(3)?,
        state: word(row, 4)?,
        identity: row.get(5)?,
        body: maybe_json(row, 6)?,
        fact_sheet_read: maybe_word(row, 7)?,
    })
}

/// Round and id from the first two columns.
pub(crate) fn read_key(row: &Row<'_>) -> rusqlite::Result<ApplicationRef> {
    Ok(ApplicationRef {
        round: word(row, 0)?,
        application: word(row, 1)?,
    })
}

fn read_recusal(row: &Row<'_>) -> rusqlite::Result<RecusalRow> {
    Ok(RecusalRow {
        key: read_key(row)?,
        ground: row.get(2)?,
        slip: row.get(3)?,
        at: word(row, 4)?,
    })
}

impl Applications<'_> {
    /// Applications of `round`, in reading order.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_round(&self, round: &RoundId) -> Result<Vec<ApplicationRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 ORDER BY position, id");
        sql::rows(self.0, &sql, [round.as_str()], read)
    }

    /// One application.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, key: &ApplicationRef) -> Result<Option<ApplicationRow>, StoreError> {
        sql::row(
            self.0,
            &format!("{COLUMNS} WHERE round = ?1 AND id = ?2"),
            key.key(),
            read,
        )
    }

    /// Applications of `round` without their content: id, place and state, in reading order.
    ///
    /// # Errors
    /// What reading meets.
    pub fn states(
        &self,
        round: &RoundId,
    ) -> Result<Vec<(ApplicationId, u32, AssignmentState)>, StoreError> {
        let sql = "SELECT id, position, state FROM application WHERE round = ?1
            ORDER BY position, id";
        sql::rows(self.0, sql, [round.as_str()], |row| {
            Ok((word(row, 0)?, row.get(1)?, word(row, 2)?))
        })
    }

    /// What an application is to the owner; nothing when it is not assigned.
    ///
    /// # Errors
    /// What reading meets.
    pub fn state(&self, key: &ApplicationRef) -> Result<Option<AssignmentState>, StoreError> {
        let sql = "SELECT state FROM application WHERE round = ?1 AND id = ?2";
        sql::row(self.0, sql, key.key(), |row| word(row, 0))
    }

    /// Recusals of `round`.
    ///
    /// # Errors
    /// What reading meets.
    pub fn recusals(&self, round: &RoundId) -> Result<Vec<RecusalRow>, StoreError> {
        let sql = "SELECT round, application, ground, slip, at FROM recusal WHERE round = ?1
            ORDER BY at, application";
        sql::rows(self.0, sql, [round.as_str()], read_recusal)
    }

    fn is_recused(&self, key: &ApplicationRef) -> Result<bool, StoreError> {
        let sql = "SELECT 1 FROM recusal WHERE round = ?1 AND application = ?2";
        Ok(sql::row(self.0, sql, key.key(), |_| Ok(()))?.is_some())
    }
}

impl ApplicationsMut<'_> {
    /// Stores an application, or a new version of it from a later package. What the owner has done
    /// with it stays; the fact sheet has to be read again when the content changed.
    ///
    /// # Errors
    /// [`StoreError::Recused`] when the owner is recused: it does not come back.
    pub fn put(&self, arrival: &Arrival) -> Result<(), StoreError> {
        if Applications(self.0).is_recused(&arrival.key)? {
            return Err(StoreError::Recused);
        }
        let sql = "INSERT INTO application VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL)
            ON CONFLICT (round, id) DO UPDATE SET (package, position, state, identity, body,
                fact_sheet_read) = (excluded.package, excluded.position, excluded.state,
                excluded.identity, excluded.body,
                iif(body IS excluded.body, fact_sheet_read, NULL))";
        let state = if arrival.practice {
            AssignmentState::Practice
        } else {
            AssignmentState::Assigned
        };
        let (round, id) = arrival.key.key();
        let (package, position) = (arrival.package.as_str(), arrival.position);
        let content = (&arrival.identity, Json(&arrival.body));
        let values = (
            round,
            id,
            package,
            position,
            Word(state),
            content.0,
            content.1,
        );
        sql::execute(self.0, sql, values).map(drop)
    }

    /// Notes that the fact sheet was read as a whole.
    ///
    /// # Errors
    /// [`StoreError::Recused`], [`StoreError::Sealed`].
    pub fn read_fact_sheet(&self, key: &ApplicationRef, at: Instant) -> Result<(), StoreError> {
        require_open(self.0, key)?;
        let sql = "UPDATE application SET fact_sheet_read = ?3 WHERE round = ?1 AND id = ?2";
        let (round, id) = key.key();
        sql::change(self.0, "application", sql, (round, id, Word(at)))
    }

    /// Notes that the office has withdrawn the application.
    ///
    /// # Errors
    /// [`StoreError::NotStored`] when it is not there, [`StoreError::Recused`].
    pub fn withdraw(&self, key: &ApplicationRef) -> Result<(), StoreError> {
        if Applications(self.0).is_recused(key)? {
            return Err(StoreError::Recused);
        }
        let sql = "UPDATE application SET state = 'withdrawn' WHERE round = ?1 AND id = ?2";
        sql::change(self.0, "application", sql, key.key())
    }

    /// Recuses the owner: identity, content, extracted text and its index are destroyed and do not
    /// come back. Marks already made are kept; the panel excludes and shows them.
    ///
    /// An application of the conflict table that was never assigned can be recused as well.
    ///
    /// # Errors
    /// [`StoreError::Recused`] when that happened before.
    pub fn recuse(&self, row: &RecusalRow) -> Result<(), StoreError> {
        if Applications(self.0).is_recused(&row.key)? {
            return Err(StoreError::Recused);
        }
        let (round, id) = row.key.key();
        let note = "INSERT INTO recusal VALUES (?1, ?2, ?3, ?4, ?5)";
        let values = (round, id, &row.ground, &row.slip, Word(row.at));
        sql::insert(self.0, "recusal", note, values)?;
        let destroy = "UPDATE application SET state = 'recused', identity = NULL, body = NULL
            WHERE round = ?1 AND id = ?2";
        sql::execute(self.0, destroy, row.key.key())?;
        destroy_work(self.0, &row.key)?;
        pages::forget(self.0, &row.key)?;
        unreadable::forget(self.0, &row.key)?;
        MetaMut(self.0).set_purge_due()
    }

    /// Files the signed slip of a recusal.
    ///
    /// # Errors
    /// [`StoreError::NotStored`] when there is no recusal.
    pub fn set_slip(&self, key: &ApplicationRef, slip: &[u8]) -> Result<(), StoreError> {
        let sql = "UPDATE recusal SET slip = ?3 WHERE round = ?1 AND application = ?2";
        let (round, id) = key.key();
        sql::change(self.0, "recusal", sql, (round, id, slip))
    }

    /// Destroys identities, content and text of all applications of `round`, when it is closed.
    ///
    /// # Errors
    /// What writing meets.
    pub fn forget_round(&self, round: &RoundId) -> Result<(), StoreError> {
        for row in Applications(self.0).of_round(round)? {
            pages::forget(self.0, &row.key)?;
            unreadable::forget(self.0, &row.key)?;
        }
        let sql = "UPDATE application SET identity = NULL, body = NULL WHERE round = ?1";
        sql::execute(self.0, sql, [round.as_str()])?;
        MetaMut(self.0).set_purge_due()
    }
}

/// What was written about an application goes with it, and so do the tickets' bytes: with the
/// holder's key they would open it again.
fn destroy_work(connection: &Connection, key: &ApplicationRef) -> Result<(), StoreError> {
    const WRITTEN: [&str; 16] = [
        "mark",
        "mark_history",
        "citation",
        "proposal",
        "opinion",
        "note",
        "visit_line",
        "photo",
        "photo_of",
        "change",
        "draft",
        "leaf_note",
        "place",
        "page_seen",
        "page_shape",
        "seal",
    ];
    for table in WRITTEN {
        let sql = format!("DELETE FROM {table} WHERE round = ?1 AND application = ?2");
        sql::execute(connection, &sql, key.key())?;
    }
    let sql = "UPDATE ticket SET bytes = x'' WHERE round = ?1";
    sql::execute(connection, sql, [key.round.as_str()]).map(drop)
}

/// Refuses writing on an application that is not there, recused, withdrawn, or sealed.
pub(crate) fn require_open(
    connection: &Connection,
    key: &ApplicationRef,
) -> Result<(), StoreError> {
    match Applications(connection).state(key)? {
        None => Err(StoreError::NotStored("application")),
        Some(AssignmentState::Recused) => Err(StoreError::Recused),
        Some(AssignmentState::Withdrawn) => Err(StoreError::Withdrawn),
        Some(_) if seals::is_sealed(connection, key)? => Err(StoreError::Sealed),
        Some(_) => Ok(()),
    }
}
