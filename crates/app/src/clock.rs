//! Instants as people read them: in the time zone of the round.
//!
//! Owns the one written form for screens and papers. Data and stores keep UTC. Trap: the zone's
//! name comes from a package, so it may be any text; what names no zone is read as UTC, and the
//! offset that is printed says so.

use std::fmt;
use std::str::FromStr;

use chrono_tz::Tz;
use hengping_core::round::Round;
use hengping_core::time::Instant;
use serde::{Serialize, Serializer};

/// A time zone by its IANA name (`Asia/Shanghai`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TimeZoneName(Tz);

/// A name under which the IANA has no time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the name of a time zone")]
pub struct UnknownTimeZone;

impl TimeZoneName {
    /// Coordinated universal time: where no round is known.
    pub const UTC: Self = Self(Tz::UTC);

    /// The zone of `round`; UTC where the round names none that exists.
    #[must_use]
    pub fn of(round: &Round) -> Self {
        round.time_zone.parse().unwrap_or_default()
    }
}

impl FromStr for TimeZoneName {
    type Err = UnknownTimeZone;
    fn from_str(name: &str) -> Result<Self, UnknownTimeZone> {
        name.parse().map(Self).map_err(|_| UnknownTimeZone)
    }
}

impl fmt::Display for TimeZoneName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name())
    }
}

impl Serialize for TimeZoneName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.name())
    }
}

/// `instant` to the minute by the clocks of `zone`, with their offset: `2026-11-22 18:00 +08:00`.
///
/// An abbreviation would not do: `CST` is three different zones.
#[must_use]
pub fn in_round(instant: Instant, zone: &TimeZoneName) -> String {
    let local = instant.to_utc().with_timezone(&zone.0);
    local.format("%Y-%m-%d %H:%M %:z").to_string()
}

/// The day of `instant` by the calendar of `zone`.
#[must_use]
pub fn day_in_round(instant: Instant, zone: &TimeZoneName) -> chrono::NaiveDate {
    instant.to_utc().with_timezone(&zone.0).date_naive()
}

/// The instant that the clocks of `zone` showed as `local`; nothing in an hour that was left out.
#[must_use]
pub(crate) fn from_round(local: chrono::NaiveDateTime, zone: &TimeZoneName) -> Option<Instant> {
    let found = local.and_local_timezone(zone.0).earliest()?;
    Some(Instant::from_utc(found.to_utc()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(instant: &str, zone: &str) -> String {
        in_round(instant.parse().unwrap(), &zone.parse().unwrap_or_default())
    }

    #[test]
    fn instants_stand_in_the_zone_of_the_round() {
        let late = "2026-11-22T18:30:00Z";
        assert_eq!(shown(late, "Asia/Shanghai"), "2026-11-23 02:30 +08:00");
        assert_eq!(shown(late, "Asia/Urumqi"), "2026-11-23 00:30 +06:00");
        // Daylight saving time is the zone's business, not the reader's.
        assert_eq!(shown(late, "Europe/Berlin"), "2026-11-22 19:30 +01:00");
        let summer = "2026-07-01T18:30:00Z";
        assert_eq!(shown(summer, "Europe/Berlin"), "2026-07-01 20:30 +02:00");
    }

    #[test]
    fn what_names_no_zone_is_read_as_utc_and_says_so() {
        for junk in ["", "Mars/Olympus", "北京", "Asia/shanghai "] {
            assert_eq!(
                shown("2026-11-22T18:30:00Z", junk),
                "2026-11-22 18:30 +00:00",
                "{junk}"
            );
        }
    }
}
