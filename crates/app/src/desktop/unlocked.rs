//! The one store that is unlocked, whichever work it is for.
//!
//! Owns what all kinds of work have in common at the desk: opening, lock, passphrase, card, copy on
//! a stick. What is particular to a kind is asked of it through `Session::expert`, `panel` and the
//! like. Trap: an observer reads the store of a chair and must never come to hold its lock, so a
//! PIN, which opens for writing, is not for them.

use std::path::Path;

use hengping_core::id::{ApplicationId, Digest, EvidenceCode, Lineage, PackageId};
use hengping_core::time::Instant;
use hengping_format::doc::{Card, TicketKind};
use hengping_render::Document;
use hengping_store::table::documents::DocumentKind;
use hengping_store::{Access, Event, Kind, OpenError, PinnedKey, Settings, Store, Unlock};
use zeroize::Zeroizing;

use super::identities::Identity;
use super::wire::start::Workspace;
use crate::backup::{self, BackupMade};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::expert::{self, Expert, Recovered, TicketFit, fit_of};
use crate::files::PIN;
use crate::office::Office;
use crate::panel::{self, Panel};
use crate::visit::{self, Visit};

/// An unlocked store.
pub(crate) enum Unlocked {
    /// Of an expert.
    Expert(Expert),
    /// Of the office.
    Office(Office),
    /// Of a chair, a holder or an observer.
    Panel(Panel),
    /// Of a visit team.
    Visit(Visit),
}

/// How a store is opened.
pub(crate) enum Opening<'a> {
    /// For writing, or for reading when another window or process has it.
    Secret(Unlock<'a>),
    /// For reading, whoever has it.
    Reading(Unlock<'a>),
    /// With the PIN of this run.
    Pin(&'a mut PinnedKey, &'a str),
    /// From the copy in a folder.
    Copy(&'a Path, Unlock<'a>),
}

/// The person or authority a store belongs to, as their card or root document says.
pub(crate) struct Bearer {
    pub(crate) name: String,
    pub(crate) digest: Digest,
    /// The card, or the root document of an office.
    pub(crate) bytes: Vec<u8>,
}

macro_rules! each {
    ($unlocked:expr, $store:ident => $do:expr) => {
        match $unlocked {
            Unlocked::Expert(Expert { store: $store, .. }) => $do,
            Unlocked::Visit(Visit {
                expert: Expert { store: $store, .. },
            }) => $do,
            Unlocked::Office(Office { store: $store, .. }) => $do,
            Unlocked::Panel(Panel { store: $store, .. }) => $do,
        }
    };
}

fn store<K: Kind>(
    folder: &Path,
    how: Opening<'_>,
    settings: &Settings,
    ctx: &Context,
) -> Result<Store<K>> {
    Ok(match how {
        Opening::Secret(unlock) => match Store::open(folder, unlock, ctx.now, settings) {
            Err(OpenError::InUse) => Store::open_read_only(folder, unlock, settings)?,
            other => other?,
        },
        Opening::Reading(unlock) => Store::open_read_only(folder, unlock, settings)?,
        Opening::Pin(pinned, pin) => Store::open_pinned(folder, pinned, pin, ctx.now)?,
        Opening::Copy(from, unlock) => backup::restore(from, folder, unlock, settings, ctx)?.0,
    })
}

impl Unlocked {
    /// Opens the store of an identity.
    ///
    /// # Errors
    /// Those of the store.
    pub(crate) fn open(
        identity: &Identity,
        how: Opening<'_>,
        settings: &Settings,
        ctx: &Context,
    ) -> Result<Self> {
        let folder = &identity.folder;
        Ok(match identity.workspace {
            Workspace::Expert => {
                let store = store(folder, how, settings, ctx)?;
                Self::Expert(Expert::over(store, TicketKind::Expert)?)
            }
            Workspace::Visit => Self::Visit(Visit::over(store(folder, how, settings, ctx)?)?),
            Workspace::Office => Self::Office(Office::over(store(folder, how, settings, ctx)?)),
            Workspace::Panel => Self::Panel(Panel::over(store(folder, how, settings, ctx)?)?),
        })
    }

    /// Makes an identity; gives it with its recovery code. For an office, `name` is the authority.
    ///
    /// # Errors
    /// A weak passphrase, an occupied or non-local folder, a name that is none.
    pub(crate) fn make(
        identity: &Identity,
        passphrase: &str,
        who: (&str, &str),
        settings: &Settings,
        ctx: &Context,
    ) -> Result<(Self, Zeroizing<String>)> {
        let folder = &identity.folder;
        Ok(match identity.workspace {
            Workspace::Expert => {
                let kind = TicketKind::Expert;
                let made = expert::enrol(folder, passphrase, who, kind, settings, ctx)?;
                (Self::Expert(made.0), made.1.recovery_code)
            }
            Workspace::Visit => {
                let made = visit::enrol(folder, passphrase, who, settings, ctx)?;
                (Self::Visit(made.0), made.1.recovery_code)
            }
            Workspace::Panel => {
                let made = panel::enrol(folder, passphrase, who, settings, ctx)?;
                (Self::Panel(made.0), made.1.recovery_code)
            }
            Workspace::Office => {
                let made = Office::create(folder, passphrase, who.0, settings, ctx)?;
                (Self::Office(made.0), made.1.recovery_code)
            }
        })
    }

    /// The kind of work.
    pub(crate) fn workspace(&self) -> Workspace {
        match self {
            Self::Expert(_) => Workspace::Expert,
            Self::Office(_) => Workspace::Office,
            Self::Panel(_) => Workspace::Panel,
            Self::Visit(_) => Workspace::Visit,
        }
    }

    /// Whether changes are refused.
    pub(crate) fn is_read_only(&self) -> bool {
        each!(self, store => store.access() != Access::Full)
    }

    /// Whether it is older than its record: somebody put an old copy back.
    pub(crate) fn is_behind(&self) -> bool {
        each!(self, store => store.access() == Access::Behind)
    }

    /// When its last entry was made.
    pub(crate) fn last_entry(&self) -> Result<Option<Instant>> {
        let last = each!(self, store => store.read().log().last())?;
        Ok(last.map(|entry| entry.at))
    }

    /// Goes on with a store that is older than its record, as a new history.
    pub(crate) fn go_on(&mut self, ctx: &Context) -> Result<()> {
        let lineage = Lineage::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?;
        Ok(each!(self, store => store.continue_as_restored(&lineage, ctx.now))?)
    }

    /// Whether `secret` opens the store.
    pub(crate) fn confirm(&self, secret: Unlock<'_>) -> Result<()> {
        Ok(each!(self, store => store.confirm(secret))?)
    }

    /// The key of the store under a PIN.
    pub(crate) fn pin(&self, pin: &str) -> Result<PinnedKey> {
        Ok(each!(self, store => store.pin(pin))?)
    }

    /// Puts a new passphrase in place of the old one.
    pub(crate) fn rewrap(&mut self, secret: Unlock<'_>, settings: &Settings) -> Result<()> {
        Ok(each!(self, store => store.rewrap(secret, settings))?)
    }

    /// Whether a ticket is for this identity, and for `package` where that is known.
    pub(crate) fn fit_of(&self, ticket: &[u8], package: Option<&PackageId>) -> TicketFit {
        match self {
            Self::Expert(expert) | Self::Visit(Visit { expert }) => {
                fit_of((&expert.keys.identity, expert.kind), ticket, package)
            }
            Self::Panel(panel) => fit_of((panel.identity(), TicketKind::Panel), ticket, package),
            Self::Office(_) => TicketFit::NotMine,
        }
    }

    /// What was found when the store was opened that nobody had closed.
    pub(crate) fn recovered(&self) -> Result<Vec<Recovered>> {
        match self {
            Self::Expert(expert) => expert.recovered(),
            other => each!(other, store => {
                let last = store.read().log().last()?;
                Ok(Recovered::of(store.recovered(), last.map(|entry| entry.at)))
            }),
        }
    }

    /// What the store keeps under `name`.
    pub(crate) fn kept(&self, name: &str) -> Result<Option<String>> {
        Ok(each!(self, store => store.read().meta().kept(name))?)
    }

    /// The authority that was accepted before, by the digest it is pinned by.
    pub(crate) fn authority(&self) -> Result<Option<Digest>> {
        self.kept(PIN)?.map_or(Ok(None), |pin| {
            let pin = pin.parse().map_err(|_| Refused::Internal)?;
            Ok(Some(pin))
        })
    }

    /// Keeps `value` under `name`, as the act `event`.
    pub(crate) fn keep(
        &mut self,
        (name, value): (&str, &str),
        event: &'static str,
        now: Instant,
    ) -> Result<()> {
        each!(self, store => store.write(now, |write| -> Result<_> {
            write.meta().keep(name, value)?;
            Ok(((), Event::act(event)))
        }))
    }

    /// Copies the store to a folder and reads it back.
    pub(crate) fn back_up(&mut self, to: &Path, ctx: &Context) -> Result<BackupMade> {
        match self {
            Self::Expert(expert) => expert.back_up(to, ctx),
            Self::Office(office) => office.back_up(to, ctx),
            Self::Panel(panel) => panel.back_up(to, ctx),
            Self::Visit(visit) => visit.back_up(to, ctx),
        }
    }

    /// A document of an application, opened from the package on this machine.
    pub(crate) fn document(
        &self,
        application: &ApplicationId,
        digest: Digest,
        ctx: &Context,
    ) -> Result<Document> {
        match self {
            Self::Expert(expert) => expert.document(application, digest, ctx),
            Self::Visit(visit) => match visit.photo_document(application, digest, ctx)? {
                Some(photo) => Ok(photo),
                None => visit.expert.document(application, digest, ctx),
            },
            Self::Panel(panel) => panel.document(application, digest, ctx),
            Self::Office(_) => Err(Refused::OtherWorkspace.into()),
        }
    }

    /// The evidence item a document of an application belongs to.
    pub(crate) fn evidence_of(
        &self,
        application: &ApplicationId,
        digest: Digest,
    ) -> Result<EvidenceCode> {
        match self {
            Self::Expert(expert) | Self::Visit(Visit { expert }) => {
                expert.evidence_of(application, digest)
            }
            Self::Panel(panel) => panel.evidence_of(application, digest),
            Self::Office(_) => Err(Refused::OtherWorkspace.into()),
        }
    }

    /// Whose store it is.
    pub(crate) fn bearer(&self) -> Result<Bearer> {
        match self {
            Self::Expert(expert) | Self::Visit(Visit { expert }) => {
                let row = expert.store.read().identity().get()?;
                card(row.ok_or(Refused::Internal)?.card)
            }
            Self::Panel(panel) => {
                let cards = panel
                    .store
                    .read()
                    .documents()
                    .of(DocumentKind::Card, None)?;
                card(
                    cards
                        .into_iter()
                        .next_back()
                        .ok_or(Refused::Internal)?
                        .signed,
                )
            }
            Self::Office(office) => {
                let bytes = office.root()?;
                Ok(Bearer {
                    name: office.authority_name()?,
                    digest: crate::delivery::pin_of(&bytes)?,
                    bytes,
                })
            }
        }
    }
}

fn card(bytes: Vec<u8>) -> Result<Bearer> {
    let card: hengping_format::Verified<Card> = hengping_format::doc::verify_card(&bytes)?;
    Ok(Bearer {
        name: card.name.clone(),
        digest: card.digest(),
        bytes,
    })
}
