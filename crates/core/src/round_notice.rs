//! Round notices 通知单: what an office says after packing, and what holds once some are known.
//!
//! Owns the words a notice may say and what a series of them amounts to. Signatures, numbers of
//! files and keeping are others' business. Trap: notices are numbered in one series per round and
//! taken in order; what holds is a function of the series, never of when a file arrived.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::{ApplicationId, TicketId};
use crate::time::Instant;

/// Longest reason, in characters: a notice must fit a QR code.
pub const MAX_REASON: usize = 120;
/// Most tickets one notice names.
pub const MAX_TICKETS: usize = 8;

/// What one notice says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Word {
    /// Bundles are due later.
    Extend {
        /// The new date.
        due: Instant,
        /// Whom it is for, ascending; everybody when empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tickets: Vec<TicketId>,
    },
    /// An application leaves the round. Its marks are kept and not counted.
    Withdraw {
        /// The application.
        application: ApplicationId,
        /// Why.
        reason: String,
    },
    /// Another ticket takes the place of this one.
    Replace {
        /// The ticket that counts no more.
        ticket: TicketId,
        /// The one that does.
        by: TicketId,
    },
    /// A ticket counts no more.
    Revoke {
        /// The ticket.
        ticket: TicketId,
    },
}

/// Why a notice cannot follow those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Contradiction {
    /// Its number is not the next.
    #[error("not the next number")]
    Number,
    /// The application was withdrawn before.
    #[error("withdrawn before")]
    WithdrawnBefore,
    /// The date is not later than the one that holds.
    #[error("not later")]
    NotLater,
    /// The ticket counts no more already, or is to replace itself.
    #[error("ticket gone")]
    TicketGone,
}

/// A withdrawal that holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Withdrawal {
    /// Number of the notice.
    pub notice: u32,
    /// Why.
    pub reason: String,
    /// When it was signed.
    pub at: Instant,
}

/// What a series of notices amounts to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct InForce {
    last: u32,
    withdrawn: BTreeMap<ApplicationId, Withdrawal>,
    due: Option<Instant>,
    due_of: BTreeMap<TicketId, Instant>,
    gone: BTreeMap<TicketId, Option<TicketId>>,
}

impl Word {
    /// Whether the word is one that may be signed: bounds that its type does not express.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        match self {
            Self::Extend { tickets, .. } => {
                let ascending = tickets.windows(2).all(|two| matches!(two, [a, b] if a < b));
                ascending && tickets.len() <= MAX_TICKETS
            }
            Self::Withdraw { reason, .. } => {
                let length = reason.chars().count();
                !reason.trim().is_empty()
                    && length <= MAX_REASON
                    && !reason.chars().any(char::is_control)
            }
            Self::Replace { ticket, by } => ticket != by,
            Self::Revoke { .. } => true,
        }
    }
}

impl InForce {
    /// What a series says, from number 1 on.
    ///
    /// # Errors
    /// The first contradiction.
    pub fn of<'n>(
        series: impl IntoIterator<Item = (u32, Instant, &'n Word)>,
    ) -> Result<Self, Contradiction> {
        let mut all = Self::default();
        for (number, issued, word) in series {
            all.take(number, issued, word)?;
        }
        Ok(all)
    }

    /// Takes the next notice; one that contradicts changes nothing.
    ///
    /// # Errors
    /// [`Contradiction`].
    pub fn take(&mut self, number: u32, issued: Instant, word: &Word) -> Result<(), Contradiction> {
        if self.last.checked_add(1) != Some(number) {
            return Err(Contradiction::Number);
        }
        match word {
            Word::Extend { due, tickets } if tickets.is_empty() => {
                refuse(
                    self.due.is_some_and(|known| *due <= known),
                    Contradiction::NotLater,
                )?;
                self.due = Some(*due);
            }
            Word::Extend { due, tickets } => {
                for ticket in tickets {
                    let known = self.extended(ticket);
                    refuse(
                        known.is_some_and(|known| *due <= known),
                        Contradiction::NotLater,
                    )?;
                    self.still_counts(ticket)?;
                }
                let named = tickets.iter().cloned();
                self.due_of.extend(named.map(|ticket| (ticket, *due)));
            }
            Word::Withdraw {
                application,
                reason,
            } => {
                let known = self.withdrawn.contains_key(application);
                refuse(known, Contradiction::WithdrawnBefore)?;
                let withdrawal = Withdrawal {
                    notice: number,
                    reason: reason.clone(),
                    at: issued,
                };
                self.withdrawn.insert(application.clone(), withdrawal);
            }
            Word::Replace { ticket, by } => {
                self.still_counts(ticket)?;
                self.still_counts(by)?;
                self.gone.insert(ticket.clone(), Some(by.clone()));
            }
            Word::Revoke { ticket } => {
                self.still_counts(ticket)?;
                self.gone.insert(ticket.clone(), None);
            }
        }
        self.last = number;
        Ok(())
    }

    fn still_counts(&self, ticket: &TicketId) -> Result<(), Contradiction> {
        refuse(self.gone.contains_key(ticket), Contradiction::TicketGone)
    }

    fn extended(&self, ticket: &TicketId) -> Option<Instant> {
        self.due_of.get(ticket).copied().max(self.due)
    }

    /// Number of the last notice; 0 before the first.
    #[must_use]
    pub fn last(&self) -> u32 {
        self.last
    }

    /// Applications that left the round.
    #[must_use]
    pub fn withdrawn(&self) -> &BTreeMap<ApplicationId, Withdrawal> {
        &self.withdrawn
    }

    /// Until when the holder of `ticket` has, who was first told `due`. An extension never takes
    /// time away.
    #[must_use]
    pub fn due(&self, ticket: &TicketId, due: Instant) -> Instant {
        self.extended(ticket).map_or(due, |later| later.max(due))
    }

    /// Whether `ticket` counts no more.
    #[must_use]
    pub fn is_gone(&self, ticket: &TicketId) -> bool {
        self.gone.contains_key(ticket)
    }
}

fn refuse(is_wrong: bool, why: Contradiction) -> Result<(), Contradiction> {
    if is_wrong { Err(why) } else { Ok(()) }
}

#[cfg(test)]
mod tests;
