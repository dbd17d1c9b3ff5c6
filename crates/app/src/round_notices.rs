//! Round notices 通知单, taken in one after the other.
//!
//! Owns the one way from files to rows that may be kept: verified, of this round, in order, without
//! contradiction. Who keeps them and what follows is the business of each workspace. Trap: a notice
//! that came before is passed over, so a folder with the whole series can be given every time.

use std::path::PathBuf;

use hengping_core::id::RoundId;
use hengping_core::round::Round;
use hengping_core::round_notice::{Contradiction, InForce, Word};
use hengping_core::time::Instant;
use hengping_format::Verified;
use hengping_format::doc::RoundNotice;
use hengping_format::trust::TrustState;
use hengping_store::table::round_notices::RoundNoticeRow;
use serde::Serialize;

use crate::clock::TimeZoneName;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::{files, trust};

/// One notice as people are shown it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeLine {
    /// Its number.
    pub number: u32,
    /// When it was signed.
    pub issued: Instant,
    /// What it says.
    pub word: Word,
}

/// Notices of a round: those that are known, or those that were new.
#[derive(Debug, Serialize)]
pub struct Notices {
    /// The notices, in order.
    pub notices: Vec<NoticeLine>,
    /// Number of the last one that is known; 0 before the first.
    pub last: u32,
    /// Zone in which instants are shown.
    pub time_zone: TimeZoneName,
}

impl From<&RoundNoticeRow> for NoticeLine {
    fn from(row: &RoundNoticeRow) -> Self {
        Self {
            number: row.number,
            issued: row.issued,
            word: row.word.clone(),
        }
    }
}

/// What a kept series amounts to.
pub(crate) fn in_force(rows: &[RoundNoticeRow]) -> Result<InForce> {
    let series = rows.iter().map(|row| (row.number, row.issued, &row.word));
    Ok(InForce::of(series).map_err(|_| Refused::Internal)?)
}

/// What a verified series says, as a record of a panel has it: the whole series, in order.
///
/// # Errors
/// A notice of another round, a gap, a contradiction.
pub(crate) fn verified_series(
    signed: &[Vec<u8>],
    state: &TrustState,
    round: &RoundId,
) -> Result<InForce> {
    let mut series = Series::default();
    for bytes in signed {
        let notice = state.verify::<RoundNotice>(bytes)?;
        series.follow(&notice, round)?;
    }
    Ok(series.in_force)
}

/// What files bring beyond the series that is known.
///
/// # Errors
/// A notice that is not signed by the office, of another round, signed ahead of the clock; one whose
/// number is taken by another, whose predecessor is missing, or that contradicts those before.
pub(crate) fn taken_from(
    known: &[RoundNoticeRow],
    (round, state): (&RoundId, &TrustState),
    paths: &[PathBuf],
    ctx: &Context,
) -> Result<Vec<RoundNoticeRow>> {
    let mut incoming = Vec::new();
    for path in paths {
        let bytes = files::read(path)?;
        let notice = state.verify::<RoundNotice>(&bytes)?;
        trust::check_ahead(notice.issued, ctx)?;
        incoming.push((notice, bytes));
    }
    incoming.sort_by_key(|(notice, _)| (notice.number, notice.digest()));
    let mut series = Series::of(known)?;
    let mut rows = Vec::new();
    for (notice, signed) in incoming {
        if !series.follow(&notice, round)? {
            continue;
        }
        rows.push(RoundNoticeRow {
            round: round.clone(),
            number: notice.number,
            digest: notice.digest(),
            issued: notice.issued,
            word: notice.word.clone(),
            signed,
            at: ctx.now,
        });
    }
    Ok(rows)
}

/// `shown` of a round's notices, of which `before` were known.
pub(crate) fn listed(
    before: &[RoundNoticeRow],
    shown: &[RoundNoticeRow],
    round: &Round,
) -> Notices {
    let last = before.iter().chain(shown).map(|row| row.number).max();
    Notices {
        notices: shown.iter().map(NoticeLine::from).collect(),
        last: last.unwrap_or(0),
        time_zone: TimeZoneName::of(round),
    }
}

/// A series as it grows.
#[derive(Default)]
struct Series {
    digests: Vec<hengping_core::id::Digest>,
    in_force: InForce,
}

impl Series {
    fn of(known: &[RoundNoticeRow]) -> Result<Self> {
        Ok(Self {
            digests: known.iter().map(|row| row.digest).collect(),
            in_force: in_force(known)?,
        })
    }

    /// Takes a notice; whether it was new.
    fn follow(&mut self, notice: &Verified<RoundNotice>, round: &RoundId) -> Result<bool> {
        if notice.round != *round {
            return Err(Refused::NoticeForeign.into());
        }
        let number = u64::from(notice.number);
        let place = notice.number as usize - 1;
        match self.digests.get(place) {
            Some(known) if *known == notice.digest() => return Ok(false),
            Some(_) => return Err(Refused::NoticeDiffers { number }.into()),
            None if place > self.digests.len() => {
                let number = self.digests.len() as u64 + 1;
                return Err(Refused::NoticeMissing { number }.into());
            }
            None => {}
        }
        if notice.previous != self.digests.last().copied() {
            return Err(Refused::NoticeDiffers { number: number - 1 }.into());
        }
        let taken = self
            .in_force
            .take(notice.number, notice.issued, &notice.word);
        taken.map_err(|_| Refused::NoticeContradicts { number })?;
        self.digests.push(notice.digest());
        Ok(true)
    }
}

/// Why an office may not sign a word.
pub(crate) fn unsayable(why: Contradiction, word: &Word) -> Refused {
    match (why, word) {
        (Contradiction::WithdrawnBefore, Word::Withdraw { application, .. }) => {
            Refused::WithdrawnBefore {
                application: application.to_string(),
            }
        }
        (Contradiction::NotLater, _) => Refused::NotLater,
        (Contradiction::TicketGone, Word::Replace { ticket, .. } | Word::Revoke { ticket }) => {
            Refused::UnknownTicket {
                ticket: ticket.to_string(),
            }
        }
        (Contradiction::TicketGone, Word::Extend { tickets, .. }) => Refused::UnknownTicket {
            ticket: tickets.first().map(ToString::to_string).unwrap_or_default(),
        },
        _ => Refused::Internal,
    }
}
