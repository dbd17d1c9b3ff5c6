//! The holders of the committee key, and the rehearsal of the opening.
//!
//! Owns putting the key together for the length of one call. Trap: fewer shares than needed, a
//! share of another ceremony or a changed one must end in a refusal, never in a wrong key; the
//! format crate compares every digest and the recipient.

use std::path::{Path, PathBuf};

use hengping_core::id::CeremonyId;
use hengping_format::shares::{self, OpenShare};
use hengping_format::suite::{Identity, Recipient};
use hengping_format::{DocumentKind, Reason, Refusal};
use hengping_store::panel::PanelStore;
use hengping_store::{Event, Settings, Unlock};
use serde::Serialize;

use super::{Panel, keys_of, name_of};
use crate::context::Context;
use crate::error::Result;
use crate::identity::Keys;
use crate::{files, trust};

/// A person who holds a share, with the keys that open it.
pub struct Holder {
    name: String,
    keys: Keys,
}

impl Holder {
    /// Name on the holder's card.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is the same person's keys.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        self.keys.identity.recipient() == other.keys.identity.recipient()
    }
}

/// A share that is here, and who opens it.
#[derive(Debug, Serialize)]
pub struct ShareShown {
    /// Its number.
    pub index: u32,
    /// Shares that are needed.
    pub needed: u32,
    /// Shares that there are.
    pub of: u32,
    /// Who opens it, where they are present.
    pub holder: Option<String>,
}

/// The holder whose panel store lies in `folder`; nothing is written there.
///
/// # Errors
/// Those of the store.
pub fn holder(folder: &Path, unlock: Unlock<'_>, settings: &Settings) -> Result<Holder> {
    let store = PanelStore::open_read_only(folder, unlock, settings)?;
    Ok(Holder {
        name: name_of(&store)?,
        keys: keys_of(&store)?,
    })
}

/// A rehearsal that went well: with these people the bundles can be opened.
#[derive(Debug, Serialize)]
pub struct Rehearsed {
    /// The ceremony.
    pub ceremony: CeremonyId,
    /// Recipient of the bundles; the shares give its key.
    pub recipient: Recipient,
    /// Shares that were opened.
    pub shares: usize,
    /// Shares that are needed.
    pub needed: u32,
    /// Shares that there are.
    pub of: u32,
    /// Who opened one.
    pub present: Vec<String>,
}

/// The committee key, for the length of one call.
pub(super) struct Committee {
    pub(super) identity: Identity,
    pub(super) rehearsed: Rehearsed,
}

impl Panel {
    /// Puts the committee key together and forgets it: nothing is opened.
    ///
    /// # Errors
    /// The refusals of shares: changed, mixed, too few, of another round, for nobody present.
    pub fn rehearse(
        &mut self,
        shares: &[PathBuf],
        holders: &[Holder],
        ctx: &Context,
    ) -> Result<Rehearsed> {
        let rehearsed = self.committee(shares, holders, ctx)?.rehearsed;
        self.store.write(ctx.now, |_| -> Result<_> {
            Ok((
                (),
                Event::act("opening-rehearsed").about(&rehearsed.ceremony),
            ))
        })?;
        Ok(rehearsed)
    }

    /// The shares that are here, by number, and who of those present opens each.
    ///
    /// # Errors
    /// A share that is none of this round, or a changed one.
    pub fn shares_shown(
        &self,
        shares: &[PathBuf],
        holders: &[Holder],
        ctx: &Context,
    ) -> Result<Vec<ShareShown>> {
        let state = trust::state(&self.store.read().meta(), ctx)?;
        let own = (self.own_name()?, self.keys.identity.recipient());
        let others = holders.iter();
        let others = others.map(|one| (one.name.clone(), one.keys.identity.recipient()));
        let people: Vec<_> = std::iter::once(own).chain(others).collect();
        let mut shown: Vec<ShareShown> = Vec::new();
        for path in shares {
            let share = shares::verify(&files::read(path)?, &state)?;
            if shown.iter().any(|known| known.index == share.index) {
                continue;
            }
            let opens = people.iter().find(|(_, key)| *key == share.holder);
            shown.push(ShareShown {
                index: share.index,
                needed: share.needed,
                of: share.shares,
                holder: opens.map(|(name, _)| name.clone()),
            });
        }
        shown.sort_by_key(|share| share.index);
        Ok(shown)
    }

    pub(super) fn committee(
        &self,
        shares: &[PathBuf],
        holders: &[Holder],
        ctx: &Context,
    ) -> Result<Committee> {
        let state = trust::state(&self.store.read().meta(), ctx)?;
        let round = self.round()?.round.id;
        let record = state.round(&round)?;
        let own = Holder {
            name: self.own_name()?,
            keys: self.keys.clone(),
        };
        let people: Vec<&Holder> = holders.iter().chain([&own]).collect();
        let mut open: Vec<OpenShare> = Vec::new();
        let mut present = Vec::new();
        for path in shares {
            let named = |refusal: Refusal| named_share(refusal, path);
            let share = shares::verify(&files::read(path)?, &state).map_err(named)?;
            // The same share named twice is one share, and one person.
            if open
                .iter()
                .any(|known| known.outside().digest() == share.digest())
            {
                continue;
            }
            if share.round != round {
                return Err(named(Refusal::new(Reason::ScopeDiffers)).into());
            }
            let holds = |person: &&&Holder| person.keys.identity.recipient() == share.holder;
            let person = people
                .iter()
                .find(holds)
                .ok_or_else(|| named(Refusal::new(Reason::NotForThisKey)))?;
            open.push(shares::open(share, &person.keys.identity).map_err(named)?);
            present.push(person.name.clone());
        }
        let identity = shares::recombine(&open)?;
        let first = open
            .first()
            .ok_or(Refusal::new(Reason::SharesTooFew))?
            .outside();
        let rehearsed = Rehearsed {
            ceremony: record.ceremony.clone(),
            recipient: record.committee.clone(),
            shares: open.len(),
            needed: first.needed,
            of: first.shares,
            present,
        };
        Ok(Committee {
            identity,
            rehearsed,
        })
    }
}

/// Names the file of a share, so that of several the right one is looked at.
fn named_share(refusal: Refusal, path: &Path) -> Refusal {
    let file = path.file_name().unwrap_or(path.as_os_str());
    refusal
        .with_document(DocumentKind::Share)
        .with_entry(&file.to_string_lossy())
}
