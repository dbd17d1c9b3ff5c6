//! What stays of an unlocked store behind the lock: its key under a PIN, and nothing else.

use hengping_core::time::Instant;
use hengping_store::PinnedKey;
use hengping_store::work::WorkStore;

use super::session::Session;
use crate::error::{Refused, Result};
use crate::expert::Expert;

/// The state of the lock.
#[derive(Default)]
pub(crate) struct Lock {
    /// Whether the store was open before in this run.
    pub(crate) was_open: bool,
    /// The key under the PIN, when one was set in this run.
    pub(crate) pinned: Option<PinnedKey>,
}

impl Session {
    /// Sets the PIN that re-opens the store within this run.
    pub(crate) fn set_pin(&mut self, pin: &str) -> Result<()> {
        self.lock.pinned = Some(self.expert()?.store.pin(pin)?);
        Ok(())
    }

    /// Closes the store and forgets every document.
    pub(crate) fn lock(&mut self) {
        self.lock.was_open |= self.expert.is_some();
        self.expert = None;
        self.pages.forget();
    }

    /// Opens the store again with the PIN; a PIN that is used up is forgotten.
    pub(crate) fn unlock_with_pin(&mut self, pin: &str) -> Result<()> {
        let now: Instant = (self.ground.now)();
        let pinned = self.lock.pinned.as_mut().ok_or(Refused::Locked)?;
        let opened = WorkStore::open_pinned(&self.ground.folder, pinned, pin, now);
        if pinned.tries_left() == 0 {
            self.lock.pinned = None;
        }
        self.take(Expert::over(opened?, crate::TicketKind::Expert)?);
        Ok(())
    }
}
