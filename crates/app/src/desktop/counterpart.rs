//! The page that the enterprise reads and signs: while it is shown, the program does nothing else.
//!
//! Owns which commands are answered then. Trap: the window hides the rest, but whoever holds the
//! tablet could reload it; so it is the program that refuses, until the team's PIN or the lock.

use super::session::Session;
use crate::error::{Refused, Result};

/// What is answered while the page is shown. The lock is among them: behind it the team's secret
/// is asked.
const ANSWERED: [&str; 7] = [
    "start_state",
    "preferences",
    "progress",
    "counterpart",
    "sign_visit",
    "leave_counterpart",
    "lock",
];

impl Session {
    /// Whether the command may be answered now.
    pub(super) fn check_counterpart(&self, command: &str) -> Result<()> {
        match self.counterpart.is_some() && !ANSWERED.contains(&command) {
            true => Err(Refused::CounterpartShown.into()),
            false => Ok(()),
        }
    }

    /// Ends the page with the PIN of this run; one that is used up closes the store.
    pub(super) fn leave_counterpart(&mut self, pin: &str) -> Result<()> {
        let pinned = self.lock.pinned.as_mut().ok_or(Refused::NoPin)?;
        let confirmed = pinned.confirm(pin);
        if pinned.tries_left() == 0 {
            self.lock.pinned = None;
            self.lock();
        }
        confirmed?;
        self.counterpart = None;
        Ok(())
    }
}
