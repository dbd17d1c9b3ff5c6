//! Secret keys of an office: authority, publisher, package and application identities.
//!
//! Each has a purpose and a name that is unique within it: for an application's identity
//! `<package>.<application>` (of a later edition `<package>.<application>.<seq>`), for a label key
//! or an activation code its ticket, for a role key what the office calls it.

use hengping_core::id::PackageId;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::secret::Secret;
use crate::sql::{self, Word, word, words};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE secret (
        purpose TEXT NOT NULL,
        name TEXT NOT NULL,
        public TEXT NOT NULL,
        secret BLOB NOT NULL,
        at TEXT NOT NULL,
        PRIMARY KEY (purpose, name)
    ) STRICT",
)];

words! {
    /// What a secret key is for.
    SecretPurpose {
        /// Signs root, roles and round documents.
        Authority = "authority",
        /// Signs packages, tickets and notices.
        Publisher = "publisher",
        /// Signs roster entries.
        Registrar = "registrar",
        /// Signs receipts.
        Receiver = "receiver",
        /// Signs transcripts and decisions of the panel.
        Chair = "chair",
        /// Opens what is addressed to the office.
        Office = "office",
        /// Opens what is addressed to the panel after the opening.
        Panel = "panel",
        /// Opens the index of a package.
        PackageIndex = "package-index",
        /// Opens one application of a package.
        Application = "application",
        /// Signs labels of a ticket.
        Label = "label",
        /// Activation code of a ticket that was issued without a card.
        Activation = "activation",
    }
}

/// One secret key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretRow {
    /// What it is for.
    pub purpose: SecretPurpose,
    /// Its name, unique within the purpose.
    pub name: String,
    /// Its public half, recipient or fingerprint.
    pub public: String,
    /// The key.
    pub secret: Secret,
    /// When it was made.
    pub at: Instant,
}

/// Reads secret keys.
pub struct Secrets<'c>(pub(crate) &'c Connection);

/// Writes secret keys.
pub struct SecretsMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT purpose, name, public, secret, at FROM secret";

fn read(row: &Row<'_>) -> rusqlite::Result<SecretRow> {
    Ok(SecretRow {
        purpose: word(row, 0)?,
        name: row.get(1)?,
        public: row.get(2)?,
        secret: row.get(3)?,
        at: word(row, 4)?,
    })
}

impl Secrets<'_> {
    /// Keys of a purpose, oldest first.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of(&self, purpose: SecretPurpose) -> Result<Vec<SecretRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE purpose = ?1 ORDER BY at, name");
        sql::rows(self.0, &sql, [Word(purpose)], read)
    }

    /// One key.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, purpose: SecretPurpose, name: &str) -> Result<Option<SecretRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE purpose = ?1 AND name = ?2");
        sql::row(self.0, &sql, (Word(purpose), name), read)
    }

    /// Identities of the applications of `package`, by name.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_package(&self, package: &PackageId) -> Result<Vec<SecretRow>, StoreError> {
        let sql = format!(
            "{COLUMNS} WHERE purpose = 'application' AND substr(name, 1, ?2) = ?1 ORDER BY name"
        );
        let prefix = format!("{package}.");
        let length = i64::try_from(prefix.len()).unwrap_or(i64::MAX);
        sql::rows(self.0, &sql, (prefix, length), read)
    }
}

impl SecretsMut<'_> {
    /// Stores a key.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when its name is taken: keys are never replaced.
    pub fn add(&self, row: &SecretRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO secret VALUES (?1, ?2, ?3, ?4, ?5)";
        let values = (
            Word(row.purpose),
            &row.name,
            &row.public,
            &row.secret,
            Word(row.at),
        );
        sql::insert(self.0, "secret key", sql, values)
    }

    /// Destroys a key.
    ///
    /// # Errors
    /// [`StoreError::NotStored`] when it is not there.
    pub fn destroy(&self, purpose: SecretPurpose, name: &str) -> Result<(), StoreError> {
        let sql = "DELETE FROM secret WHERE purpose = ?1 AND name = ?2";
        sql::change(self.0, "secret key", sql, (Word(purpose), name))
    }
}
