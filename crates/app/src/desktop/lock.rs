//! What stays of an unlocked store behind the lock: its key under a PIN, and nothing else.

use hengping_store::PinnedKey;

use super::session::Session;
use super::unlocked::{Opening, Unlocked};
use crate::error::{Refused, Result};

/// The state of the lock.
#[derive(Default)]
pub(crate) struct Lock {
    /// The identity that was open last in this run, by name.
    pub(crate) was_open: Option<String>,
    /// Its key under the PIN, when one was set in this run.
    pub(crate) pinned: Option<PinnedKey>,
}

impl Lock {
    /// An identity was opened; the PIN of another one is forgotten.
    pub(crate) fn opened(&mut self, identity: &str) {
        if self.was_open.as_deref() != Some(identity) {
            self.pinned = None;
            self.was_open = Some(identity.to_owned());
        }
    }
}

impl Session {
    /// Sets the PIN that re-opens the store within this run.
    pub(crate) fn set_pin(&mut self, pin: &str) -> Result<()> {
        if self.observing {
            // A PIN opens for writing.
            return Err(hengping_store::StoreError::ReadOnly.into());
        }
        self.lock.pinned = Some(self.unlocked()?.pin(pin)?);
        Ok(())
    }

    /// Closes the store and forgets every document.
    pub(crate) fn lock(&mut self) {
        // A sheet that was not confirmed before the lock replaces nothing; the first one, which is
        // in force already, can still be confirmed afterwards.
        self.recovery = self.recovery.take().filter(|handed| !handed.replaces);
        self.close();
    }

    /// Opens the store again with the PIN; a PIN that is used up is forgotten.
    pub(crate) fn unlock_with_pin(&mut self, pin: &str) -> Result<()> {
        if self.lock.was_open != self.chosen {
            return Err(Refused::Locked.into());
        }
        let name = self.chosen.clone().ok_or(Refused::Locked)?;
        let identity = self.ground.identities.find(&name)?;
        let mut pinned = self.lock.pinned.take().ok_or(Refused::Locked)?;
        let how = Opening::Pin(&mut pinned, pin);
        let opened = Unlocked::open(&identity, how, &self.ground.settings, &self.context());
        if pinned.tries_left() > 0 {
            self.lock.pinned = Some(pinned);
        }
        self.take(&name, opened?);
        Ok(())
    }
}
