//! The handle that shell, test host and tests hold: commands in, answers out, from any thread.
//!
//! Owns the session thread. Trap: a panic inside a command must not take the window with it; the
//! thread answers it as an internal refusal and goes on with the store closed.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::JoinHandle;
use std::time::Duration;

use serde_json::Value;

use super::files::OfferedFiles;
use super::pages::{PageAnswer, Pages};
use super::progress::Watched;
use super::session::{Ground, Session};
use super::table;
use super::wire::NoticeView;
use crate::error::Refused;

/// What a command gives: the answer, or what the person is told.
pub type Answer = Result<Value, NoticeView>;

pub(super) enum Job {
    Call {
        name: String,
        request: Value,
        answer: SyncSender<Answer>,
    },
    Open {
        application: String,
        document: String,
        done: SyncSender<()>,
    },
    /// Something was read and waits to be stored.
    Look,
    /// The last handle is gone.
    End,
}

/// The program behind a window; cheap to clone. With the last clone the store is closed.
#[derive(Clone)]
pub struct Desktop {
    shared: Arc<Shared>,
}

struct Shared {
    jobs: SyncSender<Job>,
    files: Arc<OfferedFiles>,
    progress: Arc<Watched>,
    pages: Arc<Pages>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Shared {
    fn drop(&mut self) {
        // The pages hold the queue too, so that it does not end by itself. Waiting for it frees the
        // store before whoever drops the handle opens it again.
        let _ = self.jobs.send(Job::End);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Commands that may wait in the queue; the window sends them one by one.
const QUEUE: usize = 64;
/// How long nobody calls before a part of what was read is stored: a screen that asks for one thing
/// after another is not kept waiting between them.
const PAUSE: Duration = Duration::from_millis(30);
/// How long nobody calls before the session looks after itself.
const IDLE: Duration = Duration::from_secs(5);

impl Desktop {
    /// Starts the session thread.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(ground: Ground) -> std::io::Result<Self> {
        let (jobs, queue) = sync_channel(QUEUE);
        let files = Arc::new(OfferedFiles::default());
        let progress = Arc::new(Watched::default());
        let pages = Arc::new(Pages::new(ground.pool.clone(), jobs.clone()));
        let held = (
            Arc::clone(&files),
            Arc::clone(&progress),
            Arc::clone(&pages),
        );
        let thread = std::thread::Builder::new().name("session".to_owned());
        // The session holds what must not leave its thread, so it is made there.
        let thread = thread.spawn(move || {
            let (files, progress, pages) = held;
            serve(&queue, Session::new(ground, files, progress, pages));
        })?;
        let shared = Shared {
            jobs,
            files,
            progress,
            pages,
            thread: Some(thread),
        };
        Ok(Self {
            shared: Arc::new(shared),
        })
    }

    /// Calls a command and waits for its answer.
    ///
    /// # Errors
    /// What the person is told.
    pub fn call(&self, name: &str, request: Value) -> Answer {
        if name == "progress" {
            return serde_json::to_value(self.shared.progress.view()).map_err(|_| internal());
        }
        let (answer, answered) = sync_channel(1);
        let job = Job::Call {
            name: name.to_owned(),
            request,
            answer,
        };
        self.shared.jobs.send(job).map_err(|_| internal())?;
        answered.recv().map_err(|_| internal())?
    }

    /// Closes the store, as the lock does: for a process that ends without dropping its handles.
    pub fn close(&self) {
        let _ = self.call("lock", Value::Object(serde_json::Map::new()));
    }

    /// The picture behind a path of the page scheme. Never waits for a command longer than it
    /// takes to open the document.
    #[must_use]
    pub fn page(&self, path_and_query: &str) -> PageAnswer {
        self.shared.pages.answer(path_and_query)
    }

    /// Files on their way to the window.
    #[must_use]
    pub fn files(&self) -> &OfferedFiles {
        &self.shared.files
    }
}

fn serve(queue: &Receiver<Job>, mut session: Session) {
    loop {
        let wait = if session.looks { PAUSE } else { IDLE };
        let job = match queue.recv_timeout(wait) {
            Ok(job) => job,
            Err(RecvTimeoutError::Timeout) => {
                let act = match session.looks {
                    true => Session::store_read,
                    false => Session::copy_when_due,
                };
                guarded(&mut session, act);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
        };
        match job {
            Job::End => return,
            Job::Look => {
                session.looks = true;
                // Reading keeps the queue from being idle, and the copy must not wait for its end.
                guarded(&mut session, Session::copy_when_due);
            }
            Job::Call {
                name,
                request,
                answer,
            } => {
                let result = guarded(&mut session, |session| {
                    table::route(session, &name, request)
                });
                let _ = answer.send(result.unwrap_or_else(|| Err(internal())));
            }
            Job::Open {
                application,
                document,
                done,
            } => {
                guarded(&mut session, |session| {
                    session.open_for_pages(&application, &document)
                });
                let _ = done.send(());
            }
        }
        guarded(&mut session, |session| {
            session.read_on();
            if session.looks && session.is_storing_late() {
                session.store_read();
            }
        });
    }
}

/// Runs a job; after a panic the store is closed, because nobody knows what state it was left in.
fn guarded<T>(session: &mut Session, job: impl FnOnce(&mut Session) -> T) -> Option<T> {
    let result = catch_unwind(AssertUnwindSafe(|| job(session)));
    if result.is_err() {
        session.close();
    }
    result.ok()
}

pub(super) fn internal() -> NoticeView {
    NoticeView::of(&Refused::Internal.into())
}
