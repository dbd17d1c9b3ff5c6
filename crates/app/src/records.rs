//! The log as people read it.

use hengping_core::log::Entry;
use hengping_core::time::Instant;
use hengping_store::{Kind, Store};
use serde::Serialize;

use crate::clock::TimeZoneName;
use crate::error::{Refused, Result};

/// A log that was checked.
#[derive(Debug, Serialize)]
pub struct LogReport {
    /// Its entries.
    pub entries: Vec<LogLine>,
    /// Digest of the chain.
    pub head: hengping_core::id::Digest,
    /// Zone in which instants are shown; that of the round where the store knows one.
    pub time_zone: TimeZoneName,
}

/// One entry of the log.
#[derive(Debug, Serialize)]
pub struct LogLine {
    /// Its number.
    pub number: u64,
    /// When.
    pub at: Instant,
    /// What.
    pub kind: String,
    /// About what: ids and digests, never text.
    pub subjects: Vec<String>,
}

impl From<Entry> for LogLine {
    fn from(entry: Entry) -> Self {
        Self {
            number: entry.number,
            at: entry.at,
            kind: entry.kind.to_string(),
            subjects: entry.subjects.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Reads and checks the log of any store.
pub(crate) fn log_of<K: Kind>(store: &Store<K>) -> Result<LogReport> {
    let log = store.read().log();
    let head = log.verify().map_err(|_| Refused::LogBroken)?;
    let entries = log.since(0)?.into_iter().map(LogLine::from).collect();
    Ok(LogReport {
        entries,
        head: head.digest,
        time_zone: TimeZoneName::UTC,
    })
}

impl crate::expert::Expert {
    /// The log, checked link by link.
    ///
    /// # Errors
    /// [`Refused::LogBroken`].
    pub fn log(&self) -> Result<LogReport> {
        Ok(LogReport {
            time_zone: self.zone(),
            ..log_of(&self.store)?
        })
    }

    /// The zone of the round in force; UTC before one is.
    pub(crate) fn zone(&self) -> TimeZoneName {
        let package = self.package();
        package.map_or(TimeZoneName::UTC, |package| {
            TimeZoneName::of(&package.round)
        })
    }
}
