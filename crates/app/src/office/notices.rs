//! Round notices 通知单: what the office tells everybody after packing.
//!
//! Owns signing the next notice of the series and writing the series to a folder. Trap: a notice is
//! in force once it is stored; a stick that was full gets the same bytes again.

use std::path::{Path, PathBuf};

use hengping_core::round_notice::{InForce, Word};
use hengping_format::Document;
use hengping_format::doc::RoundNotice;
use hengping_format::suite::Suite;
use hengping_store::Event;
use hengping_store::table::register::IssuedRow;
use hengping_store::table::round_notices::RoundNoticeRow;
use hengping_store::table::secrets::SecretPurpose;
use serde::Serialize;

use super::Office;
use super::issuing::Issue;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::Fingerprint;
use crate::round_notices::{self, Notices};

/// A notice that was signed.
#[derive(Debug, Serialize)]
pub struct NoticeMade {
    /// The notice, as the only one shown.
    pub notices: Notices,
    /// What it is known by.
    pub digest: Fingerprint,
    /// Its file, beside those of the notices before it.
    pub file: PathBuf,
}

impl Office {
    /// Signs the next notice, brings it into force and writes the series to a folder.
    ///
    /// # Errors
    /// Before packing; an unknown application or ticket, one that left before, a date that is not
    /// later than the one that holds, a reason that is missing or too long.
    pub fn give_notice(&mut self, word: Word, out: &Path, ctx: &Context) -> Result<NoticeMade> {
        let row = self.next_notice(word, ctx)?;
        let event = Event::act("notice-given").about(&row.digest);
        match &row.word {
            Word::Revoke { ticket } => {
                let issue = Issue {
                    edition: None,
                    tickets: Vec::new(),
                    revoked: Some(ticket.clone()),
                    notes: self.notes()?,
                    notice: Some(row.clone()),
                };
                self.commit(&issue, event, ctx)?;
                self.write_papers(out)?;
            }
            _ => self.store.write(ctx.now, |write| -> Result<_> {
                write.round_notices().add(&row)?;
                Ok(((), event))
            })?,
        }
        self.write_notices(out)?;
        Ok(NoticeMade {
            notices: round_notices::listed(&[], std::slice::from_ref(&row), &self.round()?.round),
            digest: Fingerprint::of(row.digest),
            file: out.join(file_name(&row)),
        })
    }

    /// The notices of the round, in order.
    ///
    /// # Errors
    /// When there is no round.
    pub fn notices(&self) -> Result<Notices> {
        let round = self.round()?.round;
        Ok(round_notices::listed(&[], &self.series()?, &round))
    }

    /// Writes the whole series to a folder, as it was signed.
    ///
    /// # Errors
    /// A full stick; files that are there with other bytes.
    pub fn write_notices(&self, out: &Path) -> Result<Vec<PathBuf>> {
        let series = self.series()?;
        let written = series.iter().map(|row| {
            let file = out.join(file_name(row));
            files::write_same(&file, &row.signed)?;
            Ok(file)
        });
        written.collect()
    }

    /// What the notices amount to.
    pub(super) fn in_force(&self) -> Result<InForce> {
        round_notices::in_force(&self.series()?)
    }

    /// The next notice, signed and not yet in force.
    pub(super) fn next_notice(&self, word: Word, ctx: &Context) -> Result<RoundNoticeRow> {
        let packed = self.packed()?;
        self.is_sayable(&word)?;
        let series = self.series()?;
        let mut in_force = round_notices::in_force(&series)?;
        let number = in_force.last() + 1;
        in_force
            .take(number, ctx.now, &word)
            .map_err(|why| round_notices::unsayable(why, &word))?;
        let notice = RoundNotice {
            suite: Suite::intl_1(),
            round: packed.round,
            number,
            previous: series.last().map(|row| row.digest),
            issued: ctx.now,
            word,
        };
        let signed = notice.sign(&[&self.signing_key(SecretPurpose::Publisher)?])?;
        Ok(RoundNoticeRow {
            round: notice.round,
            number,
            digest: signed.digest(),
            issued: notice.issued,
            word: notice.word,
            signed: signed.into_bytes(),
            at: ctx.now,
        })
    }

    fn series(&self) -> Result<Vec<RoundNoticeRow>> {
        let round = self.round()?.round.id;
        Ok(self.store.read().round_notices().of_round(&round)?)
    }

    /// Whether the word names what this round has.
    fn is_sayable(&self, word: &Word) -> Result<()> {
        let round = self.round()?.round.id;
        match word {
            Word::Withdraw { application, .. } => {
                let known = self.applications(&round)?;
                if !known.iter().any(|row| row.body.id == *application) {
                    let application = application.to_string();
                    return Err(Refused::UnknownApplication { application }.into());
                }
            }
            Word::Extend { due, tickets } => {
                let current = self.current(&round)?;
                for id in tickets {
                    known(&current, id)?;
                }
                let named = |row: &&IssuedRow| tickets.is_empty() || tickets.contains(&row.ticket);
                let last = current.iter().filter(named).map(|row| row.due).max();
                if last.is_some_and(|last| *due <= last) {
                    return Err(Refused::NotLater.into());
                }
            }
            Word::Revoke { ticket } => {
                known(&self.current(&round)?, ticket)?;
            }
            Word::Replace { .. } => {}
        }
        match word.is_sound() {
            true => Ok(()),
            false => {
                let name = match word {
                    Word::Withdraw { .. } => "reason",
                    _ => "ticket",
                };
                let name = name.to_owned();
                Err(Refused::BadArgument { name }.into())
            }
        }
    }
}

/// A ticket that counts.
fn known<'r>(rows: &'r [IssuedRow], id: &hengping_core::id::TicketId) -> Result<&'r IssuedRow> {
    let found = rows
        .iter()
        .find(|row| row.ticket == *id && row.revoked_at.is_none());
    let unknown = || Refused::UnknownTicket {
        ticket: id.to_string(),
    };
    Ok(found.ok_or_else(unknown)?)
}

fn file_name(row: &RoundNoticeRow) -> String {
    format!("notice-{:04}.orn", row.number)
}
