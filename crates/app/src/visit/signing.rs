//! Signatures drawn on the screen: over the content as it was shown, and gone when it changes.
//!
//! Trap: what changes with every sealing (number, time, lineage) is not part of what somebody signs
//! by hand; everything they were shown is.

use hengping_core::id::{ApplicationId, Digest};
use hengping_core::visit::{Side, Signature, Stroke, VisitRecord};
use hengping_store::Event;
use serde::{Deserialize, Serialize};

use super::Visit;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::expert::OpenApplication;

/// Signatures with the content they were drawn under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Drawn {
    content: Digest,
    signatures: Vec<Signature>,
}

/// Signatures as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signed {
    /// Those that hold.
    pub signatures: Vec<Signature>,
    /// How many were drawn under another content and hold no longer.
    pub fallen: usize,
}

impl Visit {
    /// Takes a signature, in place of an earlier one of the same person.
    ///
    /// # Errors
    /// Somebody the record does not name, or a drawing that is none; nothing to sign; a sealed
    /// record.
    pub fn sign(
        &mut self,
        id: &ApplicationId,
        (side, name): (Side, &str),
        strokes: Vec<Stroke>,
        ctx: &Context,
    ) -> Result<()> {
        let mut record = self.record_of(id, ctx)?;
        let name = name.trim().to_owned();
        let at = ctx.now;
        let one = Signature {
            side,
            name,
            strokes,
            at,
        };
        let named = record.signatories(side).contains(&one.name.as_str());
        if !named || !one.is_drawn() {
            return Err(Refused::SignatureUnfit.into());
        }
        let is_same = |other: &Signature| other.side == one.side && other.name == one.name;
        record.signatures.retain(|other| !is_same(other));
        record.signatures.push(one);
        self.keep_signatures(id, record, "visit-signed", ctx)
    }

    /// Takes a signature away.
    ///
    /// # Errors
    /// A sealed record.
    pub fn unsign(
        &mut self,
        id: &ApplicationId,
        (side, name): (Side, &str),
        ctx: &Context,
    ) -> Result<()> {
        let mut record = self.record_of(id, ctx)?;
        let is_it = |one: &Signature| one.side == side && one.name == name;
        record.signatures.retain(|one| !is_it(one));
        self.keep_signatures(id, record, "visit-unsigned", ctx)
    }

    fn keep_signatures(
        &mut self,
        id: &ApplicationId,
        record: VisitRecord,
        event: &'static str,
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        self.require_open(&open)?;
        let drawn = Drawn {
            content: content_of(&record)?,
            signatures: record.signatures,
        };
        let text = serde_json::to_string(&drawn).map_err(|_| Refused::Internal)?;
        self.expert.store.write(ctx.now, |write| -> Result<_> {
            write.meta().keep(&name_of(&open), &text)?;
            Ok(((), Event::act(event).about(id)))
        })
    }

    /// Signatures of an application, those under `record` apart from those that fell.
    pub(super) fn signed(&self, open: &OpenApplication, record: &VisitRecord) -> Result<Signed> {
        let Some(text) = self.expert.store.read().meta().kept(&name_of(open))? else {
            return Ok(Signed::default());
        };
        let drawn: Drawn = serde_json::from_str(&text).map_err(|_| Refused::Internal)?;
        Ok(match drawn.content == content_of(record)? {
            true => Signed {
                signatures: drawn.signatures,
                fallen: 0,
            },
            false => Signed {
                signatures: Vec::new(),
                fallen: drawn.signatures.len(),
            },
        })
    }
}

fn name_of(open: &OpenApplication) -> String {
    format!("visit-signed:{}/{}", open.key.round, open.key.application)
}

/// Digest of everything somebody is shown before they sign.
fn content_of(record: &VisitRecord) -> Result<Digest> {
    let shown = (
        (&record.application, &record.lines, &record.members),
        (&record.conclusion, &record.enterprise),
        (&record.interviews, &record.documents),
    );
    let bytes = serde_json::to_vec(&shown).map_err(|_| Refused::Internal)?;
    Ok(Digest::of(&bytes))
}
