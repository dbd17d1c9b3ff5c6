//! Steps that bring the tables of a store to the form this program knows.
//!
//! Every table file lists its own steps; a kind of store is the sorted list of those of its
//! tables. All missing steps run in one transaction. Each step says whether a program that does
//! not know it may still open the store, and the store remembers that, so an older program can
//! decide without knowing the step.

use std::collections::BTreeSet;

use fail::fail_point;
use hengping_core::time::Instant;
use rusqlite::{Connection, Row};

use crate::error::{OpenError, StoreError};
use crate::sql::{self, Word};

/// Whether a program that does not know a step may open the store after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Older {
    /// It reads and writes what it knows without harm.
    MayOpen,
    /// It would misread or damage what it does not know.
    MustNotOpen,
}

/// One step.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// Orders the steps of all tables; the day it was written and a running number.
    pub number: u32,
    /// What an older program may do after it.
    pub older: Older,
    /// The change.
    pub sql: &'static str,
}

/// First release of the store formats: 22 November 2026.
pub(crate) const FIRST: u32 = 20_261_122;

impl Migration {
    /// The step that creates a table of the first release.
    pub(crate) const fn first(sql: &'static str) -> Self {
        Self {
            number: FIRST,
            older: Older::MustNotOpen,
            sql,
        }
    }
}

impl Migration {
    /// The step that adds a table for the desk of an expert. An older program would leave what
    /// stands there when it recuses, so it must not open the store.
    pub(crate) const fn desk(sql: &'static str) -> Self {
        Self {
            number: FIRST + 1,
            older: Older::MustNotOpen,
            sql,
        }
    }
}

impl Migration {
    /// The step that adds a table for visits. An older program would seal a record without what
    /// stands there, so it must not open the store.
    pub(crate) const fn visit(sql: &'static str) -> Self {
        Self {
            number: 20_261_201,
            older: Older::MustNotOpen,
            sql,
        }
    }
}

impl Migration {
    /// The step that adds a table for what changes after packing. An older program would mark, and
    /// count, what has left the round, so it must not open the store.
    pub(crate) const fn change(sql: &'static str) -> Self {
        Self {
            number: 20_261_203,
            older: Older::MustNotOpen,
            sql,
        }
    }
}

const LEDGER: &str = "CREATE TABLE IF NOT EXISTS migration (
    number INTEGER PRIMARY KEY,
    older_may_open INTEGER NOT NULL,
    applied_at TEXT NOT NULL
) STRICT";

/// What has to be done to a store before it can be used.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Pending {
    numbers: BTreeSet<u32>,
    /// Whether the store holds anything yet.
    pub(crate) is_new: bool,
}

impl Pending {
    pub(crate) fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

/// Compares the steps `known` with those the store has seen.
///
/// # Errors
/// [`OpenError::Newer`] when a step is unknown that forbids older programs.
pub(crate) fn pending(connection: &Connection, known: &[Migration]) -> Result<Pending, OpenError> {
    let applied = applied(connection)?;
    let known: BTreeSet<u32> = known.iter().map(|step| step.number).collect();
    if applied
        .iter()
        .any(|step| !step.older_may_open && !known.contains(&step.number))
    {
        return Err(OpenError::Newer);
    }
    let applied_numbers: BTreeSet<u32> = applied.iter().map(|step| step.number).collect();
    Ok(Pending {
        numbers: known.difference(&applied_numbers).copied().collect(),
        is_new: applied.is_empty(),
    })
}

struct Applied {
    number: u32,
    older_may_open: bool,
}

fn applied(connection: &Connection) -> Result<Vec<Applied>, StoreError> {
    let there = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'migration'";
    if sql::row(connection, there, [], |_| Ok(()))?.is_none() {
        return Ok(Vec::new());
    }
    let read = |row: &Row<'_>| {
        Ok(Applied {
            number: row.get(0)?,
            older_may_open: row.get(1)?,
        })
    };
    sql::rows(
        connection,
        "SELECT number, older_may_open FROM migration",
        [],
        read,
    )
}

/// Runs all missing steps in one transaction.
pub(crate) fn run(
    connection: &mut Connection,
    known: &[Migration],
    pending: &Pending,
    at: Instant,
) -> Result<(), StoreError> {
    let transaction =
        connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    transaction.execute_batch(LEDGER)?;
    for number in &pending.numbers {
        for step in known.iter().filter(|step| step.number == *number) {
            transaction.execute_batch(step.sql)?;
            note(&transaction, step, at)?;
        }
    }
    fail_point!("store::migration::before_commit");
    transaction.commit()?;
    fail_point!("store::migration::after_commit");
    Ok(())
}

/// Several tables may have a step of one number; the strictest word about older programs counts.
fn note(connection: &Connection, step: &Migration, at: Instant) -> Result<(), StoreError> {
    let note = "INSERT INTO migration VALUES (?1, ?2, ?3) ON CONFLICT (number) DO UPDATE
        SET older_may_open = min(older_may_open, excluded.older_may_open)";
    let older_may_open = step.older == Older::MayOpen;
    sql::execute(connection, note, (step.number, older_may_open, Word(at))).map(drop)
}

#[cfg(test)]
mod tests;
