//! PDF and picture evidence: pages, text with boxes, search, through a worker process.
//!
//! Owns everything that touches PDFium, which lives only in the worker: a process without network,
//! files or children that serves the documents of one application and may die at any time. Owns no
//! storage, no keys and no screen, and knows nothing of reviewing.
//! Trap: the bytes handed to [`Pool::open`] must have been authenticated by the caller; PDFium opens
//! corrupted bytes without an error.
//!
//! A program that uses a [`Pool`] calls [`worker_main_if_requested`] first thing in `main`, because
//! the worker is the same program called with another first argument.

#![deny(unsafe_code)]

mod card;
mod config;
mod model;
mod pool;
mod search;
mod wire;
mod worker;

pub use card::Card;
pub use config::{
    Config, Enforcement, PDFIUM_BUILD, SandboxPolicy, SandboxState, SetupError, Transport,
    WORKER_ARGUMENT, find_font, find_pdfium,
};
pub use model::{
    Character, DocumentInfo, Examination, Geometry, Kind, MAX_CHARACTERS, MAX_OUTLINE, MAX_PAGES,
    MAX_PIXELS, OutlineEntry, PageImage, PageRect, PageSize, PageText, PictureSize,
};
pub use pool::source::{BLOCK, BlockFailed, BlockSource, MAX_WHOLE};
pub use pool::{Counters, Document, Pool, SearchOutcome};
pub use search::{Hit, Located, find, fold, locate};
pub use worker::{Probe, worker_main_if_requested, worker_main_with_probe};
