//! The record as it was computed last: what screens look at, one after another.
//!
//! Verifying every signature and computing every composite takes seconds for a large round, and a
//! screen must not. Owns keeping the last record with what follows from it. Trap: it is known by
//! the head of the log, so every act of the chair, also of one in another window, makes it anew;
//! decisions are never made on it but on a record of their own.

use std::rc::Rc;

use hengping_core::log::Head;
use hengping_core::score::Outcome;

use super::Panel;
use super::evaluation::{Computed, Evaluation};
use super::record::Record;
use crate::context::Context;
use crate::error::{Refused, Result};

/// A record with what follows from it.
pub(crate) struct Seen {
    head: Head,
    pub(crate) record: Record,
    computed: Computed,
}

impl Seen {
    /// The outcome alone, for what needs no facts.
    pub(crate) fn evaluated<T>(&self, see: impl FnOnce(&Outcome) -> T) -> T {
        see(self.computed.outcome())
    }

    /// Lets `see` look at it.
    pub(crate) fn evaluate<T>(&self, see: impl FnOnce(&Evaluation<'_>) -> T) -> T {
        self.record.evaluate_with(&self.computed, see)
    }
}

impl Panel {
    /// The record as it stands, computed once per state of the log.
    pub(crate) fn seen(&self, ctx: &Context) -> Result<Rc<Seen>> {
        let head = self.store.read().log().head()?;
        if let Some(seen) = self.seen.borrow().as_ref().filter(|seen| seen.head == head) {
            return Ok(Rc::clone(seen));
        }
        let record = self.record(ctx)?;
        let seen = Rc::new(Seen {
            head,
            computed: record.compute(),
            record,
        });
        *self.seen.borrow_mut() = Some(Rc::clone(&seen));
        Ok(seen)
    }

    /// The same, once the bundles are open.
    pub(crate) fn seen_opened(&self, ctx: &Context) -> Result<Rc<Seen>> {
        let seen = self.seen(ctx)?;
        match seen.record.opening {
            Some(_) => Ok(seen),
            None => Err(Refused::NotOpened.into()),
        }
    }
}
