//! Pages as pictures: from a path of the page scheme to encoded bytes, beside the session thread.
//!
//! Owns the open documents of the window and the answer for each path. Documents are opened by the
//! session thread, which alone has the keys; drawing needs only the handle. Trap: whatever a path
//! says, the answer is a picture or a status, never a panic and never another application's page.

use std::collections::BTreeMap;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use hengping_render::{Document, PictureSize, Pool};

use super::host::Job;

/// What the page scheme answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAnswer {
    /// HTTP status: 200, 400 (path that says nothing), 404 (nothing there), 500 (cannot be drawn).
    pub status: u16,
    /// Media type of the bytes.
    pub mime: &'static str,
    /// The picture; empty unless the status is 200.
    pub bytes: Vec<u8>,
}

/// Documents open in the window.
pub(crate) struct Pages {
    pool: Option<Arc<Pool>>,
    jobs: SyncSender<Job>,
    open: Mutex<BTreeMap<Key, Document>>,
}

type Key = (String, String);

/// Device pixels of the widest picture.
const WIDEST: u32 = 8192;

impl Pages {
    pub(crate) fn new(pool: Option<Arc<Pool>>, jobs: SyncSender<Job>) -> Self {
        Self {
            pool,
            jobs,
            open: Mutex::default(),
        }
    }

    /// Takes a document that the session thread opened.
    pub(crate) fn keep(&self, application: &str, document: &str, opened: Document) {
        let key = (application.to_owned(), document.to_owned());
        self.lock().insert(key, opened);
    }

    /// The open document, if it is.
    pub(crate) fn get(&self, application: &str, document: &str) -> Option<Document> {
        let key = (application.to_owned(), document.to_owned());
        self.lock().get(&key).cloned()
    }

    /// Forgets every document and its worker: nothing decrypted stays behind the lock.
    pub(crate) fn forget(&self) {
        let gone = std::mem::take(&mut *self.lock());
        if let Some(pool) = &self.pool {
            for (application, _) in gone.keys() {
                pool.forget(application);
            }
        }
    }

    /// State of the sandbox around the workers, as message keys; empty while no document is open.
    pub(crate) fn sandbox(&self) -> Vec<String> {
        let Some(pool) = &self.pool else {
            return Vec::new();
        };
        let document = self.lock().values().next().cloned();
        let state = document.and_then(|document| pool.sandbox(&document).ok());
        state.map_or_else(Vec::new, |state| {
            let part = |name: &str, on: bool| format!("{name}-{}", if on { "on" } else { "off" });
            vec![
                part(
                    "landlock",
                    state.landlock == hengping_render::Enforcement::Full,
                ),
                part("seccomp", state.seccomp),
                part("limits", state.limits),
            ]
        })
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, BTreeMap<Key, Document>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn answer(&self, path_and_query: &str) -> PageAnswer {
        let Some(wanted) = Wanted::read(path_and_query) else {
            return PageAnswer::status(400);
        };
        let Some(document) = self.document(&wanted) else {
            return PageAnswer::status(404);
        };
        let Some(pool) = &self.pool else {
            return PageAnswer::status(404);
        };
        let size = PictureSize::Width(wanted.width);
        match pool
            .page_image(&document, wanted.page, size)
            .and_then(|image| image.to_png())
        {
            Ok(bytes) => PageAnswer {
                status: 200,
                mime: "image/png",
                bytes,
            },
            Err(_) => PageAnswer::status(500),
        }
    }

    /// The document, opened by the session thread when it is not yet.
    fn document(&self, wanted: &Wanted) -> Option<Document> {
        let (application, document) = (&wanted.application, &wanted.document);
        if let Some(open) = self.get(application, document) {
            return Some(open);
        }
        let (done, opened) = sync_channel(1);
        let job = Job::Open {
            application: application.clone(),
            document: document.clone(),
            done,
        };
        self.jobs.send(job).ok()?;
        opened.recv().ok()?;
        self.get(application, document)
    }
}

impl PageAnswer {
    fn status(status: u16) -> Self {
        Self {
            status,
            mime: "text/plain",
            bytes: Vec::new(),
        }
    }
}

/// A path of the page scheme, read.
struct Wanted {
    application: String,
    document: String,
    page: u32,
    width: u32,
}

impl Wanted {
    fn read(path_and_query: &str) -> Option<Self> {
        let (path, query) = path_and_query.split_once('?')?;
        let mut parts = path.trim_matches('/').split('/');
        let (application, document) = (parts.next()?, parts.next()?);
        let page = parts.next()?.parse().ok()?;
        let width = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("width="))?
            .parse()
            .ok()
            .filter(|width| (1..=WIDEST).contains(width))?;
        parts.next().is_none().then(|| Self {
            application: application.to_owned(),
            document: document.to_owned(),
            page,
            width,
        })
    }
}
