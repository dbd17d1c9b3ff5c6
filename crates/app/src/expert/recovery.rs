//! A fresh recovery sheet in place of an old one.
//!
//! Owns the order: the code is handed to the person first, then it opens the store instead of the
//! old one, then the log says so. Trap: copies made before hold the
//! old key file, which the old sheet goes on opening; that cannot be taken back from a stick.

use hengping_store::{Event, RecoveryCode, Settings, Unlock};

use super::Expert;
use crate::context::Context;
use crate::error::Result;
use crate::fresh::{self, Paper};

/// The act in the log of a store whose recovery code was replaced.
pub(crate) const RECOVERY_RENEWED: &str = "recovery-renewed";

impl Expert {
    /// Puts a fresh code in place of the old one. It is written on `paper` first; without a paper
    /// whoever calls shows it.
    ///
    /// # Errors
    /// A paper that cannot be written, which leaves the old code in force; what writing meets.
    pub fn hand_out_recovery(
        &mut self,
        code: &RecoveryCode,
        paper: Option<Paper>,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<()> {
        let papers: Vec<Paper> = paper.into_iter().collect();
        fresh::hand_out(&papers, || {
            Ok(self.store.rewrap(Unlock::Recovery(code), settings)?)
        })?;
        let renewed = || Ok(((), Event::act(RECOVERY_RENEWED)));
        self.store.write(ctx.now, |_| renewed())
    }
}
