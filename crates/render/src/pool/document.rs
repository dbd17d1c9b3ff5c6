//! A document as the caller holds it.
//!
//! Owns the way back to its bytes, so that a new worker can open it again, the texts, text
//! blocks and pictures found so far, and the urgency of whoever holds it. Trap: it holds decrypted evidence; dropping the last handle gives the memory back.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard};

use super::lock;
use super::queue::{Cancel, Priority, Urgency};
use super::source::Source;
use crate::Card;
use crate::model::{DocumentInfo, Kind, PageRect, PageSize, PageText};
use crate::picture::{Picture, PictureRequest};

/// Characters of page texts kept for one document.
const KEPT_CHARACTERS: usize = 1_000_000;

/// Bytes of encoded pictures kept for one document: some forty pages of print.
const KEPT_BYTES: usize = 12 * 1024 * 1024;

/// An open document; cheap to clone, and each clone may ask with an urgency of its own.
#[derive(Clone)]
pub struct Document {
    inner: Arc<Inner>,
    info: Arc<DocumentInfo>,
    urgency: Urgency,
}

struct Inner {
    id: u64,
    application: Arc<str>,
    kind: Kind,
    source: Source,
    texts: Mutex<TextCache>,
    blocks: Mutex<HashMap<u32, Option<PageRect>>>,
    pictures: Mutex<PictureCache>,
}

impl Document {
    pub(super) fn new(id: u64, application: &str, kind: Kind, source: Source) -> Document {
        let texts = Mutex::default();
        let inner = Arc::new(Inner {
            id,
            application: application.into(),
            kind,
            source,
            texts,
            blocks: Mutex::default(),
            pictures: Mutex::default(),
        });
        Document {
            inner,
            info: Arc::new(DocumentInfo {
                pages: Vec::new(),
                outline: Vec::new(),
            }),
            urgency: Urgency::default(),
        }
    }

    pub(super) fn set_info(&mut self, info: DocumentInfo) {
        self.info = Arc::new(info);
    }

    /// The same document for requests of another urgency; [`Priority::Visible`] unless said.
    #[must_use]
    pub fn at(&self, priority: Priority) -> Document {
        let mut document = self.clone();
        document.urgency.priority = priority;
        document
    }

    /// The same document for requests that may be withdrawn.
    #[must_use]
    pub fn until(&self, cancel: &Cancel) -> Document {
        let mut document = self.clone();
        document.urgency.cancel = Some(cancel.clone());
        document
    }

    /// Pages and outline.
    pub fn info(&self) -> &DocumentInfo {
        &self.info
    }

    /// The kind it was opened as.
    pub fn kind(&self) -> Kind {
        self.inner.kind
    }

    /// The application it belongs to.
    pub(super) fn application(&self) -> &Arc<str> {
        &self.inner.application
    }

    pub(super) fn id(&self) -> u64 {
        self.inner.id
    }

    pub(super) fn source(&self) -> &Source {
        &self.inner.source
    }

    pub(super) fn urgency(&self) -> &Urgency {
        &self.urgency
    }

    /// Text blocks found so far, by page.
    pub(super) fn blocks(&self) -> MutexGuard<'_, HashMap<u32, Option<PageRect>>> {
        lock(&self.inner.blocks)
    }

    pub(super) fn pictures(&self) -> MutexGuard<'_, PictureCache> {
        lock(&self.inner.pictures)
    }

    pub(super) fn texts(&self) -> MutexGuard<'_, TextCache> {
        lock(&self.inner.texts)
    }

    /// Refuses a document of which a block failed.
    pub(super) fn check(&self) -> Result<(), Card> {
        if self.inner.source.is_poisoned() {
            Err(Card::Poisoned)
        } else {
            Ok(())
        }
    }

    pub(super) fn check_page(&self, page: u32) -> Result<(), Card> {
        self.page_size(page).map(drop)
    }

    /// Size of a page, counted from 1.
    pub(super) fn page_size(&self, page: u32) -> Result<PageSize, Card> {
        let index = page.checked_sub(1).ok_or(Card::NoSuchPage)?;
        let size = self.info.pages.get(index as usize);
        size.copied().ok_or(Card::NoSuchPage)
    }
}

impl std::fmt::Debug for Document {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let pages = self.info.page_count();
        formatter
            .debug_struct("Document")
            .field("pages", &pages)
            .finish_non_exhaustive()
    }
}

/// Pictures encoded last, so that a page drawn ahead of time is there when it is wanted.
#[derive(Default)]
pub(super) struct PictureCache {
    kept: VecDeque<(u32, PictureRequest, Picture)>,
    bytes: usize,
}

impl PictureCache {
    pub(super) fn get(&mut self, page: u32, request: &PictureRequest) -> Option<Picture> {
        let same = |(kept, wish, _): &(u32, PictureRequest, _)| *kept == page && wish == request;
        let at = self.kept.iter().position(same)?;
        let found = self.kept.remove(at)?;
        let picture = found.2.clone();
        self.kept.push_back(found);
        Some(picture)
    }

    pub(super) fn put(&mut self, page: u32, request: PictureRequest, picture: &Picture) {
        if self.get(page, &request).is_some() {
            return;
        }
        self.bytes += picture.bytes.len();
        self.kept.push_back((page, request, picture.clone()));
        while self.bytes > KEPT_BYTES {
            let Some((_, _, oldest)) = self.kept.pop_front() else {
                return;
            };
            self.bytes -= oldest.bytes.len();
        }
    }
}

/// Texts of the pages read last.
#[derive(Default)]
pub(super) struct TextCache {
    pages: VecDeque<Arc<PageText>>,
    characters: usize,
}

impl TextCache {
    pub(super) fn get(&self, page: u32) -> Option<Arc<PageText>> {
        self.pages.iter().find(|text| text.page == page).cloned()
    }

    pub(super) fn put(&mut self, text: Arc<PageText>) {
        if self.pages.iter().any(|kept| kept.page == text.page) {
            return;
        }
        self.characters += text.characters.len();
        self.pages.push_back(text);
        while self.characters > KEPT_CHARACTERS && self.pages.len() > 1 {
            let oldest = self.pages.pop_front();
            self.characters -= oldest.map_or(0, |oldest| oldest.characters.len());
        }
    }
}
