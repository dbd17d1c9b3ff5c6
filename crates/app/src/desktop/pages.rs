//! Pages as pictures: from a path of the page scheme to encoded bytes, beside the session thread.
//!
//! Owns the open documents of the window and the answer for each path. Documents are opened by the
//! session thread, which alone has the keys; drawing needs only the handle. Trap: whatever a path
//! says, the answer is a picture or a status, never a panic and never another application's page.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use hengping_render::{Cancel, Card, Document, PictureRequest, PixelRect, Pool, Priority, Seals};

use super::asked::{Ask, Asked};
use super::host::Job;

/// What the page scheme answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAnswer {
    /// HTTP status: 200, 204 (not wanted any more), 400 (path that says nothing), 404 (nothing
    /// there), 500 (cannot be drawn).
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
    open: Mutex<Open>,
    asked: Asked,
}

type Key = (String, String);

/// Documents with the order in which they were used.
#[derive(Default)]
struct Open {
    documents: BTreeMap<Key, Kept>,
    uses: u64,
    /// Applications whose worker may hold something.
    served: BTreeSet<String>,
}

struct Kept {
    /// Nothing when the document cannot be shown.
    document: Option<Document>,
    used: u64,
}

/// Documents that stay open; each holds its decrypted bytes.
const MOST_OPEN: usize = 12;

impl Open {
    fn keep(&mut self, key: Key, document: Option<Document>) {
        self.uses += 1;
        let used = self.uses;
        self.served.insert(key.0.clone());
        self.documents.insert(key, Kept { document, used });
        while self.documents.len() > MOST_OPEN {
            let oldest = self.documents.iter().min_by_key(|(_, kept)| kept.used);
            let Some(key) = oldest.map(|(key, _)| key.clone()) else {
                return;
            };
            self.documents.remove(&key);
        }
    }

    fn get(&mut self, key: &Key) -> Option<Option<Document>> {
        self.uses += 1;
        let kept = self.documents.get_mut(key)?;
        kept.used = self.uses;
        Some(kept.document.clone())
    }

    fn any(&self) -> Option<Document> {
        self.documents
            .values()
            .find_map(|kept| kept.document.clone())
    }
}

impl Pages {
    pub(crate) fn new(pool: Option<Arc<Pool>>, jobs: SyncSender<Job>) -> Self {
        Self {
            pool,
            jobs,
            open: Mutex::default(),
            asked: Asked::default(),
        }
    }

    /// The way to the session thread.
    pub(crate) fn jobs(&self) -> SyncSender<Job> {
        self.jobs.clone()
    }

    /// Takes what came of opening a document: the document, or nothing when it cannot be shown.
    pub(crate) fn keep(&self, application: &str, document: &str, opened: Option<Document>) {
        let key = (application.to_owned(), document.to_owned());
        self.lock().keep(key, opened);
    }

    /// The open document, if it is.
    pub(crate) fn get(&self, application: &str, document: &str) -> Option<Document> {
        self.known(application, document).flatten()
    }

    /// What came of opening it, if that was tried.
    fn known(&self, application: &str, document: &str) -> Option<Option<Document>> {
        let key = (application.to_owned(), document.to_owned());
        self.lock().get(&key)
    }

    /// Forgets every document and its worker: nothing decrypted stays behind the lock.
    pub(crate) fn forget(&self) {
        let gone = std::mem::take(&mut *self.lock());
        if let Some(pool) = &self.pool {
            for application in &gone.served {
                pool.forget(application);
            }
        }
    }

    /// State of the sandbox around the workers, as message keys; empty while no document is open.
    pub(crate) fn sandbox(&self) -> Vec<String> {
        let Some(pool) = &self.pool else {
            return Vec::new();
        };
        let document = self.lock().any();
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

    fn lock(&self) -> std::sync::MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn answer(&self, path_and_query: &str) -> PageAnswer {
        let Some(wanted) = Wanted::read(path_and_query) else {
            return PageAnswer::status(400);
        };
        let Some(ask) = wanted.ask else {
            return self.draw(&wanted, None);
        };
        let cancel = self.asked.begin(ask);
        let answer = match cancel.is_cancelled() {
            true => PageAnswer::status(204),
            false => self.draw(&wanted, Some(&cancel)),
        };
        self.asked.end(ask);
        answer
    }

    fn draw(&self, wanted: &Wanted, cancel: Option<&Cancel>) -> PageAnswer {
        let (Some(document), Some(pool)) = (self.document(wanted), &self.pool) else {
            return PageAnswer::status(404);
        };
        let document = document.at(wanted.priority);
        let document = match cancel {
            Some(cancel) => document.until(cancel),
            None => document,
        };
        match pool.page_picture(&document, wanted.page, &wanted.picture) {
            Ok(picture) => PageAnswer {
                status: 200,
                mime: picture.mime,
                bytes: picture.bytes,
            },
            Err(Card::NoSuchPage) => PageAnswer::status(404),
            Err(Card::Withdrawn) => PageAnswer::status(204),
            Err(_) => PageAnswer::status(500),
        }
    }

    /// The document, opened by the session thread when it is not yet.
    fn document(&self, wanted: &Wanted) -> Option<Document> {
        let (application, document) = (&wanted.application, &wanted.document);
        if let Some(known) = self.known(application, document) {
            return known;
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

/// A path of the page scheme, read:
/// `<application>/<document>/<page>?width=<device pixels>&rotation=<0..3>[&tile=x,y,w,h]
/// [&seals=remove][&priority=visible|next|thumbnail][&ask=<view>.<number>.<oldest wanted>]`.
#[derive(Debug, PartialEq)]
struct Wanted {
    application: String,
    document: String,
    page: u32,
    picture: PictureRequest,
    priority: Priority,
    ask: Option<Ask>,
}

impl Wanted {
    fn read(path_and_query: &str) -> Option<Self> {
        let (path, query) = path_and_query.split_once('?')?;
        let mut parts = path.trim_matches('/').split('/');
        let (application, document) = (parts.next()?, parts.next()?);
        let page = parts.next()?.parse().ok()?;
        let mut wanted = Self {
            application: application.to_owned(),
            document: document.to_owned(),
            page,
            picture: PictureRequest::width(0),
            priority: Priority::Visible,
            ask: None,
        };
        let mut width = None;
        for pair in query.split('&') {
            match pair.split_once('=')? {
                ("width", value) => width = value.parse().ok().filter(|width| *width > 0),
                (name, value) => wanted.take(name, value)?,
            }
        }
        let picture = PictureRequest {
            size: PictureRequest::width(width?).size,
            ..wanted.picture
        };
        parts.next().is_none().then_some(Self { picture, ..wanted })
    }

    fn take(&mut self, name: &str, value: &str) -> Option<()> {
        match (name, value) {
            ("rotation", value) => {
                self.picture.quarters = value.parse().ok().filter(|quarters| *quarters < 4)?;
            }
            ("tile", value) => self.picture.tile = Some(tile(value)?),
            ("seals", "remove") => self.picture.seals = Seals::Remove,
            ("seals", "keep") => self.picture.seals = Seals::Keep,
            ("ask", value) => self.ask = Some(Ask::read(value)?),
            ("priority", "visible") => self.priority = Priority::Visible,
            ("priority", "next") => self.priority = Priority::Prefetch,
            ("priority", "thumbnail") => self.priority = Priority::Thumbnail,
            _ => return None,
        }
        Some(())
    }
}

/// Left, top, width and height in pixels of the whole turned page.
fn tile(text: &str) -> Option<PixelRect> {
    let edges = text.split(',').map(|edge| edge.parse::<u32>().ok());
    let edges: Vec<u32> = edges.collect::<Option<_>>()?;
    let [left, top, width, height] = edges.try_into().ok()?;
    (width > 0 && height > 0).then_some(PixelRect {
        left,
        top,
        width,
        height,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_says_page_size_turn_tile_and_urgency() {
        let path = "/a01/9f/12?width=1200&rotation=3&tile=0,512,512,256&seals=remove&priority=next\
                    &ask=7.20.18";
        let wanted = Wanted::read(path).unwrap();
        assert_eq!((wanted.application.as_str(), wanted.page), ("a01", 12));
        assert_eq!(wanted.priority, Priority::Prefetch);
        assert_eq!(wanted.ask, Ask::read("7.20.18"));
        let expected = PictureRequest {
            quarters: 3,
            seals: Seals::Remove,
            tile: Some(PixelRect {
                left: 0,
                top: 512,
                width: 512,
                height: 256,
            }),
            ..PictureRequest::width(1200)
        };
        assert_eq!(wanted.picture, expected);
    }

    #[test]
    fn a_path_that_says_nothing_clear_is_none() {
        for path in [
            "a01/9f/12",
            "a01/9f/12?width=0",
            "a01/9f/12?rotation=1",
            "a01/9f/12?width=10&rotation=4",
            "a01/9f/12?width=10&tile=0,0,0,5",
            "a01/9f/12?width=10&tile=1,2,3",
            "a01/9f/-1?width=10",
            "a01/9f?width=10",
            "a01/9f/12/13?width=10",
            "a01/9f/12?width=10&ask=1.2",
            "a01/9f/12?width=10&more",
        ] {
            assert_eq!(Wanted::read(path), None, "{path}");
        }
    }
}
