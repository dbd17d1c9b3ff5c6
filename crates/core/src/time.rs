//! Instants. Always UTC, always whole seconds, always RFC 3339 with `Z` when written.
//!
//! Core never asks for the time; it is a parameter everywhere.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};

use crate::id::InvalidId;

/// A moment, to the second.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Instant(DateTime<Utc>);

impl Instant {
    /// Takes a chrono time, dropping what is finer than a second.
    #[must_use]
    pub fn from_utc(time: DateTime<Utc>) -> Self {
        Self(DateTime::from_timestamp(time.timestamp(), 0).unwrap_or(time))
    }

    /// The moment as a chrono time.
    #[must_use]
    pub fn to_utc(self) -> DateTime<Utc> {
        self.0
    }

    /// This moment moved by `seconds` (negative: earlier); stays put where it would overflow.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let moved = chrono::TimeDelta::try_seconds(seconds)
            .and_then(|delta| self.0.checked_add_signed(delta));
        Self(moved.unwrap_or(self.0))
    }

    /// Seconds from `earlier` to this moment; negative when it lies before.
    #[must_use]
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_seconds()
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

impl fmt::Debug for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Instant {
    type Err = InvalidId;
    fn from_str(text: &str) -> Result<Self, InvalidId> {
        let invalid = InvalidId { kind: "instant" };
        let time = DateTime::parse_from_rfc3339(text).map_err(|_| invalid.clone())?;
        let instant = Self(time.with_timezone(&Utc));
        // One written form: what does not print back as it came is refused.
        if instant.to_string() == text {
            Ok(instant)
        } else {
            Err(invalid)
        }
    }
}

impl TryFrom<String> for Instant {
    type Error = InvalidId;
    fn try_from(text: String) -> Result<Self, InvalidId> {
        text.parse()
    }
}

impl From<Instant> for String {
    fn from(instant: Instant) -> String {
        instant.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_written_form_is_read() {
        assert!("2026-11-22T10:00:00Z".parse::<Instant>().is_ok());
        for bad in [
            "2026-11-22T10:00:00.5Z",
            "2026-11-22T18:00:00+08:00",
            "2026-11-22",
            "x",
        ] {
            assert!(bad.parse::<Instant>().is_err(), "{bad}");
        }
    }
}
