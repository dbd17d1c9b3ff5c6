//! What lies between two commands: the unlocked store, the lock, open documents.
//!
//! Owns the state; the acts change it. Trap: behind the lock nothing decrypted may stay: dropping
//! [`Session::open`] closes the store and its keys, `pages` forgets its documents and workers.

use std::path::PathBuf;
use std::sync::Arc;

use hengping_core::id::{ApplicationId, Digest};
use hengping_core::time::Instant;
use hengping_render::{Document, Pool};
use hengping_store::{Settings, Unlock};
use zeroize::Zeroizing;

use super::acts::panel::opening::Ceremony;
use super::acts::panel::results::Looked;
use super::files::OfferedFiles;
use super::identities::Identities;
use super::lock::Lock;
use super::pages::Pages;
use super::progress::Watched;
use super::reading::Reading;
use super::unlocked::Unlocked;
use crate::context::{Context, Ids};
use crate::error::{Error, Refused, Result};
use crate::expert::{Expert, Recovered};
use crate::office::Office;
use crate::panel::Panel;
use crate::visit::Visit;

/// What a desktop is started with.
pub struct Ground {
    /// Where the identities lie.
    pub identities: Identities,
    /// File of the preferences, which are in the clear.
    pub preferences: PathBuf,
    /// Cost and disk checks of stores.
    pub settings: Settings,
    /// The clock; tests fix it.
    pub now: Box<dyn Fn() -> Instant + Send>,
    /// Fresh ids; tests count them.
    pub ids: Ids,
    /// The PDF workers, where PDFium was found.
    pub pool: Option<Arc<Pool>>,
}

/// The state of the session thread.
pub(crate) struct Session {
    pub(crate) ground: Ground,
    pub(crate) open: Option<Unlocked>,
    /// The identity that is open, or is to be unlocked next, by name.
    pub(crate) chosen: Option<String>,
    /// Whether it is opened for an observer.
    pub(crate) observing: bool,
    pub(crate) files: Arc<OfferedFiles>,
    pub(crate) progress: Arc<Watched>,
    pub(crate) pages: Arc<Pages>,
    pub(crate) lock: Lock,
    pub(crate) copy: Copying,
    /// The recovery code between its making and its confirmation.
    pub(crate) recovery: Option<Handed>,
    /// The reading of evidence for search, while it goes on and afterwards.
    pub(crate) reading: Option<Reading>,
    /// Whether there may be something new to read.
    pub(crate) reading_due: bool,
    /// Whether something that was read waits to be stored.
    pub(crate) looks: bool,
    /// What was found and made good when the store was opened.
    pub(crate) recovered: Vec<Recovered>,
    /// What lies ready for an opening.
    pub(crate) ceremony: Ceremony,
    /// What the panel looked at last in this run.
    pub(crate) looked: Option<Looked>,
    /// The application whose record the enterprise is shown.
    pub(crate) counterpart: Option<ApplicationId>,
}

/// A recovery code that was shown and not proved to be on paper yet.
pub(crate) struct Handed {
    pub(crate) code: Zeroizing<String>,
    /// Whether it is to replace the one in force, which stays until the confirmation.
    pub(crate) replaces: bool,
}

/// Where the rolling copy stands.
#[derive(Default)]
pub(crate) struct Copying {
    /// When the last one of this run was made and read back.
    pub(crate) last: Option<Instant>,
    /// When one was last tried, whatever came of it: a full stick is not written to all the time.
    pub(crate) tried: Option<Instant>,
    /// Code of what went wrong last.
    pub(crate) fault: Option<String>,
    /// Whether something changed since.
    pub(crate) changed: bool,
    /// Whether an application was completed since.
    pub(crate) completed: bool,
}

impl Session {
    pub(crate) fn new(
        ground: Ground,
        files: Arc<OfferedFiles>,
        progress: Arc<Watched>,
        pages: Arc<Pages>,
    ) -> Self {
        Self {
            ground,
            open: None,
            chosen: None,
            observing: false,
            files,
            progress,
            pages,
            lock: Lock::default(),
            copy: Copying::default(),
            recovery: None,
            ceremony: Ceremony::default(),
            looked: None,
            reading: None,
            reading_due: false,
            looks: false,
            recovered: Vec::new(),
            counterpart: None,
        }
    }

    /// Takes the opened store of an identity.
    pub(crate) fn take(&mut self, identity: &str, open: Unlocked) {
        self.close();
        self.read_again();
        // Telling it is worth no refusal: the store is open and sound.
        self.recovered = open.recovered().unwrap_or_default();
        self.open = Some(open);
        self.lock.opened(identity);
        self.chosen = Some(identity.to_owned());
    }

    /// Closes what is open and forgets all that was decrypted.
    pub(crate) fn close(&mut self) {
        self.reading = None;
        self.open = None;
        self.ceremony = Ceremony::default();
        self.looked = None;
        self.counterpart = None;
        self.pages.forget();
    }

    /// The long work is over, however it ended.
    pub(crate) fn progress_ends(&self) {
        crate::context::Progress::end(self.progress.as_ref());
    }

    /// Whether `passphrase` is the one of the store; asked again before sealing.
    pub(crate) fn confirm_passphrase(&self, passphrase: &str) -> Result<()> {
        self.unlocked()?.confirm(Unlock::Passphrase(passphrase))
    }

    /// What use cases are given.
    pub(crate) fn context(&self) -> Context<'_> {
        Context {
            now: (self.ground.now)(),
            progress: self.progress.as_ref(),
            ids: &self.ground.ids,
            pool: self.ground.pool.as_deref(),
        }
    }

    /// What is unlocked, for commands of every kind of work.
    pub(crate) fn unlocked(&self) -> Result<&Unlocked> {
        Ok(self.open.as_ref().ok_or(Refused::Locked)?)
    }

    /// The same with a context, for commands that change something.
    pub(crate) fn unlocked_mut(&mut self) -> Result<(&mut Unlocked, Context<'_>)> {
        self.copy.changed = true;
        self.quietly()
    }

    /// The same for what is no work: a place, a page that was seen. No copy is due for it.
    fn quietly(&mut self) -> Result<(&mut Unlocked, Context<'_>)> {
        let open = self.open.as_mut().ok_or(Refused::Locked)?;
        let ctx = Context {
            now: (self.ground.now)(),
            progress: self.progress.as_ref(),
            ids: &self.ground.ids,
            pool: self.ground.pool.as_deref(),
        };
        Ok((open, ctx))
    }

    /// Whoever works on a package with a ticket, an expert or a visit team, for commands that only
    /// look.
    pub(crate) fn holder(&self) -> Result<&Expert> {
        match self.unlocked()? {
            Unlocked::Expert(expert) | Unlocked::Visit(Visit { expert }) => Ok(expert),
            _ => Err(Refused::OtherWorkspace.into()),
        }
    }

    /// The same with a context, for commands that change something.
    pub(crate) fn holder_mut(&mut self) -> Result<(&mut Expert, Context<'_>)> {
        match self.unlocked_mut()? {
            (Unlocked::Expert(expert) | Unlocked::Visit(Visit { expert }), ctx) => {
                Ok((expert, ctx))
            }
            _ => Err(Refused::OtherWorkspace.into()),
        }
    }

    /// The unlocked expert with a context, for what is no work.
    pub(crate) fn expert_quietly(&mut self) -> Result<(&mut Expert, Context<'_>)> {
        match self.quietly()? {
            (Unlocked::Expert(expert), ctx) => Ok((expert, ctx)),
            _ => Err(Refused::OtherWorkspace.into()),
        }
    }
}

/// One kind of work, or the refusal that says another is unlocked.
macro_rules! workspace {
    ($kind:ident, $read:ident, $write:ident) => {
        /// The unlocked one, for commands that only look.
        #[allow(
            dead_code,
            reason = "not every kind of work has commands of both sorts"
        )]
        pub(crate) fn $read(&self) -> Result<&$kind> {
            match self.unlocked()? {
                Unlocked::$kind(one) => Ok(one),
                _ => Err(Refused::OtherWorkspace.into()),
            }
        }

        /// The unlocked one with a context, for commands that change something.
        #[allow(
            dead_code,
            reason = "not every kind of work has commands of both sorts"
        )]
        pub(crate) fn $write(&mut self) -> Result<(&mut $kind, Context<'_>)> {
            match self.unlocked_mut()? {
                (Unlocked::$kind(one), ctx) => Ok((one, ctx)),
                _ => Err(Refused::OtherWorkspace.into()),
            }
        }
    };
}

impl Session {
    workspace!(Expert, expert, expert_mut);
    workspace!(Office, office, office_mut);
    workspace!(Panel, panel, panel_mut);
    workspace!(Visit, visit, visit_mut);
}

impl Session {
    /// Opens a document for the page scheme when it is not open yet. What cannot be opened is
    /// answered as not there; `open_document` says why.
    pub(super) fn open_for_pages(&mut self, application: &str, document: &str) {
        if let (Ok(id), Ok(digest)) = (application.parse(), document.parse()) {
            let _ = self.document(&id, digest);
        }
    }

    /// A document of an application, opened when it is not open yet.
    pub(crate) fn document(&mut self, id: &ApplicationId, digest: Digest) -> Result<Document> {
        let (application, name) = (id.as_str(), digest.to_string());
        if let Some(open) = self.pages.get(application, &name) {
            return Ok(open);
        }
        let opened = self.unlocked()?.document(id, digest, &self.context());
        let unreadable = matches!(
            opened,
            Err(Error::Refused(Refused::DocumentUnreadable { .. }))
        );
        if opened.is_ok() || unreadable {
            let kept = opened.as_ref().ok().cloned();
            self.pages.keep(application, &name, kept);
        }
        opened
    }
}
