//! The client's side: documents are opened, drawn, read and searched here; workers come and go.
//!
//! Owns which worker serves which application, the spare, and what a request is worth after a
//! crash. Does not own the process itself (`process`), whose turn it is (`queue`), what a screen
//! wants beyond that (`viewer`) nor the bytes (`source`).
//! Trap: a worker never serves two applications, so that a hostile document of one enterprise can
//! never reach the pages of another.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::model::{Examination, Kind, PageImage, PageText, PictureSize};
use crate::picture;
use crate::search::{self, Hit, Located};
use crate::{Card, Config, SandboxState, SetupError};

mod document;
mod process;
mod queue;
pub(crate) mod source;
mod viewer;

pub use document::Document;
use document::TextCache;
use process::Process;
use queue::Queue;
pub use queue::{Cancel, Priority};
use source::{BlockSource, Source};

/// Stands for an application where there is none; no application can be called so.
const SELF_CHECK: &str = "(self-check)";

/// Pages that may fail before an examination gives a document up.
const MAX_UNREAD: usize = 3;

/// Workers for the documents of a few applications.
pub struct Pool {
    config: Config,
    slots: Mutex<Slots>,
    next_document: AtomicU64,
    counts: Counts,
}

#[derive(Default)]
struct Slots {
    /// In order of use, the latest last.
    busy: Vec<Slot>,
    spare: Option<Process>,
}

#[derive(Clone)]
struct Slot {
    application: Arc<str>,
    process: Arc<Queue<Option<Process>>>,
}

#[derive(Default)]
struct Counts {
    started: AtomicU64,
    lost: AtomicU64,
}

/// How many workers a pool has used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counters {
    /// Workers started, spares included.
    pub started: u64,
    /// Workers that crashed or were ended because they took too long.
    pub lost: u64,
}

/// What a search found, and what it could not look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchOutcome {
    /// Places in page order.
    pub hits: Vec<Hit>,
    /// Whether there are more than asked for.
    pub more: bool,
    /// Pages without text, counted from 1: nothing could be found there.
    pub pages_without_text: Vec<u32>,
    /// Pages that could not be read, counted from 1.
    pub pages_unread: Vec<(u32, Card)>,
}

impl Pool {
    /// A pool with these settings; the spare worker starts at once.
    ///
    /// # Errors
    /// [`SetupError::BadPath`] when program, PDFium or font are not existing files named absolutely.
    pub fn new(config: Config) -> Result<Pool, SetupError> {
        config.check()?;
        let pool = Pool {
            config,
            slots: Mutex::default(),
            next_document: AtomicU64::new(1),
            counts: Counts::default(),
        };
        pool.warm();
        Ok(pool)
    }

    /// The settings it works with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Opens a document of an application from its authenticated bytes.
    ///
    /// # Errors
    /// The card to show in its place.
    pub fn open(&self, application: &str, kind: Kind, bytes: &[u8]) -> Result<Document, Card> {
        if bytes.is_empty() {
            return Err(Card::Empty);
        }
        self.open_source(
            application,
            kind,
            Source::whole(self.config.transport, bytes)?,
        )
    }

    /// Opens a large PDF from blocks that are authenticated one by one as they are needed.
    ///
    /// # Errors
    /// The card to show in its place; pictures are only opened whole ([`Card::OutOfMemory`]).
    pub fn open_blocks(
        &self,
        application: &str,
        kind: Kind,
        blocks: Box<dyn BlockSource>,
    ) -> Result<Document, Card> {
        self.open_source(application, kind, Source::blocks(blocks))
    }

    fn open_source(&self, application: &str, kind: Kind, source: Source) -> Result<Document, Card> {
        let id = self.next_document.fetch_add(1, Ordering::Relaxed);
        let mut document = Document::new(id, application, kind, source);
        let info = self.with_process(&document, |process| process.open(&document))?;
        document.set_info(info);
        Ok(document)
    }

    /// Draws a page, counted from 1.
    ///
    /// # Errors
    /// The card to show in its place.
    pub fn page_image(
        &self,
        document: &Document,
        page: u32,
        size: PictureSize,
    ) -> Result<PageImage, Card> {
        let drawing = picture::bounded(document.page_size(page)?, size)?;
        self.with_open(document, |process| {
            process.page_image(document, page, drawing)
        })
    }

    /// The text of a page, counted from 1, with a box for each character.
    ///
    /// # Errors
    /// The card to show in its place.
    pub fn page_text(&self, document: &Document, page: u32) -> Result<Arc<PageText>, Card> {
        document.check_page(page)?;
        if let Some(text) = document.texts().get(page) {
            return Ok(text);
        }
        let read = self.with_open(document, |process| process.page_text(document, page))?;
        let text = Arc::new(read);
        TextCache::put(&mut document.texts(), text.clone());
        Ok(text)
    }

    /// Whether a page, counted from 1, has text that can be searched and cited.
    ///
    /// # Errors
    /// The card to show in its place.
    pub fn has_text(&self, document: &Document, page: u32) -> Result<bool, Card> {
        Ok(self.page_text(document, page)?.has_text())
    }

    /// Searches a document, across line ends, for at most `most` places.
    ///
    /// # Errors
    /// A card only when several pages in a row end the worker; single pages are reported.
    pub fn search(
        &self,
        document: &Document,
        needle: &str,
        most: usize,
    ) -> Result<SearchOutcome, Card> {
        let mut outcome = SearchOutcome {
            hits: Vec::new(),
            more: false,
            pages_without_text: Vec::new(),
            pages_unread: Vec::new(),
        };
        let document = &document.at(Priority::Search);
        for page in 1..=document.info().page_count() {
            document.urgency().check()?;
            match self.page_text(document, page) {
                Ok(text) if !text.has_text() => outcome.pages_without_text.push(page),
                Ok(text) => {
                    let room = most.saturating_sub(outcome.hits.len());
                    let mut found = search::find(&text, needle, room.saturating_add(1));
                    outcome.more |= found.len() > room;
                    found.truncate(room);
                    outcome.hits.append(&mut found);
                }
                Err(card) => note_unread(&mut outcome.pages_unread, page, card)?,
            }
        }
        Ok(outcome)
    }

    /// Looks a quote up on a page, counted from 1; `None` when the page does not have it.
    ///
    /// # Errors
    /// The card to show in its place.
    pub fn locate(
        &self,
        document: &Document,
        page: u32,
        quote: &str,
    ) -> Result<Option<Located>, Card> {
        Ok(search::locate(&*self.page_text(document, page)?, quote))
    }

    /// Reads a document through: number of pages, text of each, pages without text.
    ///
    /// # Errors
    /// A card when several pages cannot be read; single ones are listed.
    pub fn examine(&self, document: &Document) -> Result<Examination, Card> {
        let document = &document.at(Priority::Search);
        let pages = document.info().page_count();
        let mut result = Examination {
            pages,
            pages_without_text: Vec::new(),
            pages_unread: Vec::new(),
            text: Vec::new(),
        };
        for page in 1..=pages {
            let text = match self.with_open(document, |process| process.page_text(document, page)) {
                Ok(text) if text.has_text() => text.text(),
                Ok(_) => {
                    result.pages_without_text.push(page);
                    String::new()
                }
                Err(card) => {
                    note_unread(&mut result.pages_unread, page, card)?;
                    String::new()
                }
            };
            result.text.push(text);
        }
        Ok(result)
    }

    /// Ends the worker of an application and with it every page it holds.
    pub fn forget(&self, application: &str) {
        self.slots()
            .busy
            .retain(|slot| &*slot.application != application);
    }

    /// What confinement the worker of this document reports.
    ///
    /// # Errors
    /// A card when no worker can be started.
    pub fn sandbox(&self, document: &Document) -> Result<SandboxState, Card> {
        self.with_process(document, |process| process.ready())
    }

    /// Starts a worker over no document, to see that PDFium loads and what confines it.
    ///
    /// # Errors
    /// A card when no worker can be started.
    pub fn self_check(&self) -> Result<SandboxState, Card> {
        let document = Document::new(0, SELF_CHECK, Kind::Pdf, Source::nothing());
        let state = self.with_process(&document, |process| process.ready());
        self.forget(SELF_CHECK);
        state
    }

    /// Counts of workers so far.
    pub fn counters(&self) -> Counters {
        Counters {
            started: self.counts.started.load(Ordering::Relaxed),
            lost: self.counts.lost.load(Ordering::Relaxed),
        }
    }

    /// Sends a command to the worker of a test program.
    ///
    /// # Errors
    /// [`Card::Unavailable`] from a worker that takes no such commands.
    #[doc(hidden)]
    pub fn probe(&self, application: &str, name: &str) -> Result<String, Card> {
        let document = Document::new(0, application, Kind::Pdf, Source::nothing());
        self.with_process(&document, |process| process.probe(name))
    }

    /// The process number of an application's worker, for tests that end it.
    #[doc(hidden)]
    pub fn worker_id(&self, application: &str) -> Option<u32> {
        let slot = self
            .slots()
            .busy
            .iter()
            .find(|slot| &*slot.application == application)?
            .clone();
        let process = slot.process.peek();
        process.as_ref().map(Process::id)
    }

    /// Runs a request on a document that is open in the worker, opening it again if need be.
    fn with_open<T>(
        &self,
        document: &Document,
        request: impl FnOnce(&mut Process) -> Result<T, Card>,
    ) -> Result<T, Card> {
        self.with_process(document, |process| {
            if !process.has(document) {
                process.open(document)?;
            }
            request(process)
        })
    }

    fn with_process<T>(
        &self,
        document: &Document,
        request: impl FnOnce(&mut Process) -> Result<T, Card>,
    ) -> Result<T, Card> {
        document.check()?;
        let slot = self.slot(document.application());
        let mut held = slot.process.enter(document.urgency())?;
        // A worker that ended between two requests must not cost the next document a card.
        if held.take_if(|process| process.has_ended()).is_some() {
            self.counts.lost.fetch_add(1, Ordering::Relaxed);
        }
        if held.as_ref().is_none_or(Process::is_worn) {
            *held = Some(self.take_spare().map_or_else(|| self.start(), Ok)?);
            self.warm();
        }
        let process = held.as_mut().ok_or(Card::Unavailable)?;
        let answer = request(process);
        if process.is_dead() {
            self.counts.lost.fetch_add(1, Ordering::Relaxed);
            *held = None;
        }
        answer
    }

    /// The slot of an application, which becomes the latest; the oldest gives way.
    fn slot(&self, application: &Arc<str>) -> Slot {
        let mut slots = self.slots();
        let known = slots
            .busy
            .iter()
            .position(|slot| slot.application == *application);
        let slot = match known {
            Some(at) => slots.busy.remove(at),
            None => Slot {
                application: application.clone(),
                process: Arc::default(),
            },
        };
        if slots.busy.len() >= self.config.workers.max(1) {
            slots.busy.remove(0);
        }
        slots.busy.push(slot.clone());
        slot
    }

    fn take_spare(&self) -> Option<Process> {
        self.slots().spare.take().filter(|spare| !spare.has_ended())
    }

    fn start(&self) -> Result<Process, Card> {
        self.counts.started.fetch_add(1, Ordering::Relaxed);
        Process::start(&self.config)
    }

    /// Starts a spare worker unless there is one; that it cannot be started shows when it is needed.
    fn warm(&self) {
        let mut slots = self.slots();
        if self.config.spare && slots.spare.is_none() {
            slots.spare = self.start().ok();
        }
    }

    fn slots(&self) -> MutexGuard<'_, Slots> {
        lock(&self.slots)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn note_unread(unread: &mut Vec<(u32, Card)>, page: u32, card: Card) -> Result<(), Card> {
    if card == Card::Withdrawn {
        return Err(card);
    }
    unread.push((page, card));
    let costly = |(_, card): &&(u32, Card)| *card != Card::Damaged;
    if unread.iter().filter(costly).count() >= MAX_UNREAD {
        Err(card)
    } else {
        Ok(())
    }
}
