//! Reading all evidence for search while the person already works.
//!
//! Owns the thread that decrypts and reads, with a worker of its own, so that the page before the
//! eyes never waits for it. What was read goes back to the session thread, which alone writes.
//! Trap: the thread holds keys of applications; whatever closes the store, recuses or imports drops
//! the [`Reading`] first, which waits until the thread and its worker are gone.

use std::sync::mpsc::{Receiver, SyncSender, TryRecvError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use hengping_core::id::ApplicationId;
use hengping_render::{Cancel, Config, Pool};

use super::host::Job;
use super::session::Session;
use super::unlocked::Unlocked;
use crate::error::{Error, Refused, Result};
use crate::expert::{Examined, Pass, ReadDocument, Unread};
use crate::notice::Notice;
use crate::visit::Visit;

/// How long a part waits at most while somebody calls all the time.
const LATE: Duration = Duration::from_millis(500);

/// The reading of what was left when it began.
pub(crate) struct Reading {
    /// What is known so far.
    pub(crate) examined: Examined,
    /// Documents there are in all.
    pub(crate) total: usize,
    /// Code of what stopped it.
    pub(crate) fault: Option<String>,
    line: Option<Line>,
    /// What is being stored, part by part, and how many parts are.
    storing: Option<(ReadDocument, usize)>,
    /// When the last part was stored.
    stored: Instant,
}

/// The way to the thread that reads.
struct Line {
    stop: Cancel,
    came: Option<Receiver<Result<ReadDocument>>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Line {
    fn drop(&mut self) {
        self.stop.cancel();
        // A thread that waits to hand something over is let go before it is waited for.
        self.came = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

impl Reading {
    /// Begins to read `unread`; `known` was read before.
    fn begin(
        unread: Vec<Unread>,
        known: Examined,
        config: Config,
        jobs: SyncSender<Job>,
    ) -> Result<Self> {
        let left: usize = unread.iter().map(Unread::len).sum();
        let total = known.documents + known.unreadable.len() + left;
        let mut reading = Self {
            examined: known,
            total,
            fault: None,
            line: None,
            storing: None,
            stored: Instant::now(),
        };
        if left > 0 {
            reading.line = Some(Line::start(unread, config, jobs)?);
        }
        Ok(reading)
    }

    /// Whether it goes on.
    pub(crate) fn is_running(&self) -> bool {
        self.line.is_some() || self.storing.is_some()
    }

    /// Documents that were read, or found unreadable.
    pub(crate) fn done(&self) -> usize {
        self.examined.documents + self.examined.unreadable.len()
    }

    /// What is to be stored next: of what is begun, or of what came; the end is taken down.
    fn next(&mut self) -> Option<(ReadDocument, usize)> {
        if let Some(begun) = self.storing.take() {
            return Some(begun);
        }
        let came = self.line.as_ref()?.came.as_ref()?.try_recv();
        match came {
            Ok(Ok(read)) => Some((read, 0)),
            Ok(Err(error)) => {
                self.give_up(&error);
                None
            }
            Err(TryRecvError::Empty) => None,
            Err(TryRecvError::Disconnected) => {
                self.line = None;
                None
            }
        }
    }

    fn give_up(&mut self, error: &Error) {
        self.fault = Some(Notice::from(error).code.to_owned());
        self.line = None;
    }
}

impl Line {
    fn start(unread: Vec<Unread>, config: Config, jobs: SyncSender<Job>) -> Result<Self> {
        let stop = Cancel::new();
        // One document waits at most: what is read ahead of the disk is held in memory.
        let (come, came) = sync_channel(1);
        let until = stop.clone();
        let thread = std::thread::Builder::new().name("reading".to_owned());
        let thread = thread.spawn(move || {
            if let Err(error) = read_all(&unread, config, &until, &come, &jobs) {
                let _ = come.send(Err(error));
            }
            drop(come);
            let _ = jobs.try_send(Job::Look);
        });
        Ok(Self {
            stop,
            came: Some(came),
            thread: Some(thread.map_err(|_| Refused::Internal)?),
        })
    }
}

/// Reads everything with a worker that ends with it.
fn read_all(
    unread: &[Unread],
    config: Config,
    until: &Cancel,
    come: &SyncSender<Result<ReadDocument>>,
    jobs: &SyncSender<Job>,
) -> Result<()> {
    let pool = Pool::new(Config {
        workers: 1,
        spare: false,
        ..config
    });
    let pool = pool.map_err(|_| Refused::NoRenderer)?;
    for some in unread {
        some.read_each(&pool, until, |read| {
            come.send(Ok(read)).map_err(|_| Refused::Locked)?;
            // A full queue means that the session looks soon by itself.
            let _ = jobs.try_send(Job::Look);
            Ok(())
        })?;
        if until.is_cancelled() {
            return Ok(());
        }
        pool.forget(some.application().as_str());
    }
    Ok(())
}

impl Session {
    /// Begins to read what was not read yet, where that is possible and due.
    pub(super) fn read_on(&mut self) {
        if !std::mem::take(&mut self.reading_due) {
            return;
        }
        self.reading = None;
        let config = self.ground.pool.as_ref().map(|pool| pool.config().clone());
        let expert = self.holder().ok();
        let writable = expert.filter(|expert| !expert.is_read_only());
        let (Some(config), Some(expert)) = (config, writable) else {
            return;
        };
        // Before the pledge nothing is read: evidence of what will be recused stays closed.
        if expert.pledged_desk().is_err() {
            return;
        }
        let begun = expert.unread(Pass::New).and_then(|(mut unread, known)| {
            self.begin_where_one_works(&mut unread);
            Reading::begin(unread, known, config, self.pages.jobs())
        });
        self.reading = begun.ok();
    }

    /// The application that was worked on last comes first.
    fn begin_where_one_works(&self, unread: &mut [Unread]) {
        let last = self.holder().ok().and_then(|it| it.last_place().ok()?);
        let last: Option<ApplicationId> = last.map(|row| row.key.application);
        unread.sort_by_key(|some| Some(some.application()) != last.as_ref());
    }

    /// Whether nothing was stored for long, because somebody calls all the time.
    pub(super) fn is_storing_late(&self) -> bool {
        let reading = self.reading.as_ref();
        reading.is_some_and(|it| it.stored.elapsed() > LATE)
    }

    /// Stores a part of a document that was read, if one waits.
    pub(super) fn store_read(&mut self) {
        self.looks = false;
        let expert = match &mut self.open {
            Some(Unlocked::Expert(expert) | Unlocked::Visit(Visit { expert })) => expert,
            _ => return,
        };
        let Some(reading) = &mut self.reading else {
            return;
        };
        let Some((read, part)) = reading.next() else {
            return;
        };
        self.looks = true;
        match expert.take_part(&read, part) {
            Ok(true) => reading.examined.note(&read),
            Ok(false) => reading.storing = Some((read, part + 1)),
            Err(error) => reading.give_up(&error),
        }
        reading.stored = Instant::now();
    }

    /// Ends the reading and what it holds; it begins again when the command is over.
    pub(super) fn read_again(&mut self) {
        self.reading = None;
        self.reading_due = true;
    }
}
