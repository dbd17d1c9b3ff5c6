//! What the draw needs to know of a person besides the card: fields and ties.

use std::collections::BTreeSet;

use hengping_core::id::ExpertId;
use hengping_core::panel::{Affiliation, Member};
use hengping_store::Event;
use hengping_store::table::roster::RosterRow;
use serde::Serialize;

use super::Office;
use crate::context::Context;
use crate::error::{Refused, Result};

/// A person as the draw will know them.
#[derive(Debug, Serialize)]
pub struct Described {
    /// The person's number on the roster.
    pub expert: ExpertId,
    /// Who they are.
    pub member: Member,
}

impl Office {
    /// Records a person's fields and where they work, sit on a board or hold shares. A pool that
    /// was frozen stays as it was.
    ///
    /// # Errors
    /// Nobody of this number.
    pub fn describe(
        &mut self,
        expert: &ExpertId,
        fields: BTreeSet<String>,
        affiliations: BTreeSet<Affiliation>,
        ctx: &Context,
    ) -> Result<Described> {
        let row = self.on_roster(expert)?;
        let member = Member {
            fields,
            affiliations,
            ..row.member
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.roster().set_member(expert, &member)?;
            Ok(((), Event::act("described").about(expert)))
        })?;
        Ok(Described {
            expert: expert.clone(),
            member,
        })
    }

    /// The row of a person.
    pub(crate) fn on_roster(&self, expert: &ExpertId) -> Result<RosterRow> {
        let row = self.store.read().roster().get(expert)?;
        let unknown = || Refused::NotInPool {
            name: expert.to_string(),
        };
        Ok(row.ok_or_else(unknown)?)
    }
}
