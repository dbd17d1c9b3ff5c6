//! The register of tickets: issued by an office, known to a panel; and what was handed out.

use std::collections::BTreeSet;

use hengping_core::id::{ApplicationId, Digest, ExpertId, PackageId, RoundId, TicketId};
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::StoreError;
use crate::migration::Migration;
use crate::sql::{self, Json, Word, json, maybe_word, word, words};

pub(crate) const MIGRATIONS: &[Migration] = &[Migration::first(
    "CREATE TABLE issued (
        ticket TEXT NOT NULL,
        seq INTEGER NOT NULL,
        round TEXT NOT NULL,
        package TEXT NOT NULL,
        holder TEXT NOT NULL,
        expert TEXT,
        signer TEXT,
        label_key TEXT NOT NULL,
        assigned TEXT NOT NULL,
        replaces TEXT,
        digest TEXT NOT NULL,
        bytes BLOB NOT NULL,
        due TEXT NOT NULL,
        revoked_at TEXT,
        at TEXT NOT NULL,
        PRIMARY KEY (ticket, seq)
    ) STRICT;
    CREATE TABLE handed_out (
        number INTEGER PRIMARY KEY,
        ticket TEXT NOT NULL,
        seq INTEGER NOT NULL,
        step TEXT NOT NULL,
        way TEXT NOT NULL,
        by TEXT NOT NULL,
        at TEXT NOT NULL
    ) STRICT",
)];

words! {
    /// For whom a ticket is.
    Holder {
        /// An expert.
        Expert = "expert",
        /// The panel.
        Panel = "panel",
        /// A visit team.
        Visit = "visit",
        /// An observer.
        Observer = "observer",
    }
}

words! {
    /// What the list of what was handed out says of a ticket.
    HandStep {
        /// Given or sent.
        HandedOut = "handed-out",
        /// Its holder has said that it came.
        Acknowledged = "acknowledged",
        /// Stick and papers came back.
        Returned = "returned",
    }
}

/// One issued ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedRow {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number; of several the highest holds.
    pub seq: u32,
    /// Its round.
    pub round: RoundId,
    /// The package it opens.
    pub package: PackageId,
    /// For whom it is.
    pub holder: Holder,
    /// The expert, where it is for one.
    pub expert: Option<ExpertId>,
    /// Fingerprint of the identity key that may sign under it; nothing for an activation code.
    pub signer: Option<Digest>,
    /// Public half of its label key, as the format crate writes it.
    pub label_key: String,
    /// Applications to be judged or visited under it.
    pub assigned: BTreeSet<ApplicationId>,
    /// The ticket whose place it takes.
    pub replaces: Option<TicketId>,
    /// Its payload digest.
    pub digest: Digest,
    /// The ticket itself; empty where only the register was handed on.
    pub bytes: Vec<u8>,
    /// When the bundle is due.
    pub due: Instant,
    /// When it was revoked.
    pub revoked_at: Option<Instant>,
    /// When it was issued.
    pub at: Instant,
}

/// One line of the list of what was handed out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOutRow {
    /// The ticket.
    pub ticket: TicketId,
    /// Its number.
    pub seq: u32,
    /// What happened.
    pub step: HandStep,
    /// How: at the desk, by courier, on a stick …
    pub way: String,
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Instant,
}

/// Reads the register.
pub struct Register<'c>(pub(crate) &'c Connection);

/// Writes the register.
pub struct RegisterMut<'c>(pub(crate) &'c Connection);

const COLUMNS: &str = "SELECT ticket, seq, round, package, holder, expert, signer, label_key,
    assigned, replaces, digest, bytes, due, revoked_at, at FROM issued";

fn read(row: &Row<'_>) -> rusqlite::Result<IssuedRow> {
    Ok(IssuedRow {
        ticket: word(row, 0)?,
        seq: row.get(1)?,
        round: word(row, 2)?,
        package: word(row, 3)?,
        holder: word(row, 4)?,
        expert: maybe_word(row, 5)?,
        signer: maybe_word(row, 6)?,
        label_key: row.get(7)?,
        assigned: json(row, 8)?,
        replaces: maybe_word(row, 9)?,
        digest: word(row, 10)?,
        bytes: row.get(11)?,
        due: word(row, 12)?,
        revoked_at: maybe_word(row, 13)?,
        at: word(row, 14)?,
    })
}

fn read_handed_out(row: &Row<'_>) -> rusqlite::Result<HandedOutRow> {
    Ok(HandedOutRow {
        ticket: word(row, 0)?,
        seq: row.get(1)?,
        step: word(row, 2)?,
        way: row.get(3)?,
        by: row.get(4)?,
        at: word(row, 5)?,
    })
}

impl Register<'_> {
    /// Every ticket of `round`, replaced numbers included.
    ///
    /// # Errors
    /// What reading meets.
    pub fn of_round(&self, round: &RoundId) -> Result<Vec<IssuedRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE round = ?1 ORDER BY at, ticket, seq");
        sql::rows(self.0, &sql, [round.as_str()], read)
    }

    /// The highest number of one ticket.
    ///
    /// # Errors
    /// What reading meets.
    pub fn get(&self, ticket: &TicketId) -> Result<Option<IssuedRow>, StoreError> {
        let sql = format!("{COLUMNS} WHERE ticket = ?1 ORDER BY seq DESC LIMIT 1");
        sql::row(self.0, &sql, [ticket.as_str()], read)
    }

    /// What was handed out, in order.
    ///
    /// # Errors
    /// What reading meets.
    pub fn handed_out(&self) -> Result<Vec<HandedOutRow>, StoreError> {
        let sql = "SELECT ticket, seq, step, way, by, at FROM handed_out ORDER BY number";
        sql::rows(self.0, sql, [], read_handed_out)
    }
}

impl RegisterMut<'_> {
    /// Stores a ticket.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when this number of it is there.
    pub fn add(&self, row: &IssuedRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO issued VALUES
            (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)";
        let values = (
            row.ticket.as_str(),
            row.seq,
            row.round.as_str(),
            row.package.as_str(),
            Word(row.holder),
            row.expert.as_ref().map(ExpertId::as_str),
            row.signer.map(Word),
            &row.label_key,
            Json(&row.assigned),
            row.replaces.as_ref().map(TicketId::as_str),
            Word(row.digest),
            &row.bytes,
            Word(row.due),
            row.revoked_at.map(Word),
            Word(row.at),
        );
        sql::insert(self.0, "ticket", sql, values)
    }

    /// Notes that a ticket was revoked, all its numbers.
    ///
    /// # Errors
    /// [`StoreError::NotStored`].
    pub fn revoke(&self, ticket: &TicketId, at: Instant) -> Result<(), StoreError> {
        let sql = "UPDATE issued SET revoked_at = ?2 WHERE ticket = ?1";
        sql::change(self.0, "ticket", sql, (ticket.as_str(), Word(at)))
    }

    /// Names the identity key that may sign under a ticket issued to an activation code, once the
    /// fingerprint on the signed paper was compared.
    ///
    /// # Errors
    /// [`StoreError::AlreadyStored`] when it has another key: a second key is held, never taken.
    pub fn set_signer(&self, ticket: &TicketId, signer: Digest) -> Result<(), StoreError> {
        let known = Register(self.0)
            .get(ticket)?
            .ok_or(StoreError::NotStored("ticket"))?;
        if known.signer.is_some_and(|known| known != signer) {
            return Err(StoreError::AlreadyStored("signer"));
        }
        let sql = "UPDATE issued SET signer = ?2 WHERE ticket = ?1";
        sql::change(self.0, "ticket", sql, (ticket.as_str(), Word(signer)))
    }

    /// Adds a line to the list of what was handed out.
    ///
    /// # Errors
    /// What writing meets.
    pub fn hand_out(&self, row: &HandedOutRow) -> Result<(), StoreError> {
        let sql = "INSERT INTO handed_out (ticket, seq, step, way, by, at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
        let values = (
            row.ticket.as_str(),
            row.seq,
            Word(row.step),
            &row.way,
            &row.by,
            Word(row.at),
        );
        sql::execute(self.0, sql, values).map(drop)
    }
}
