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

mod block;
mod card;
mod config;
mod encode;
mod model;
mod order;
mod picture;
mod pool;
mod runs;
mod search;
mod wire;
mod worker;

pub use card::Card;
pub use config::{
    Config, Enforcement, PDFIUM_BUILD, SandboxPolicy, SandboxState, SetupError, Transport,
    WORKER_ARGUMENT, find_font, find_pdfium,
};
pub use model::{
    Character, DocumentInfo, Examination, Geometry, Kind, Link, MAX_CHARACTERS, MAX_LINKS,
    MAX_OUTLINE, MAX_PAGES, MAX_PIXELS, OutlineEntry, PageImage, PageLinks, PageRect, PageSize,
    PageText, PictureSize, Position,
};
pub use picture::{MAX_SIDE, Picture, PictureRequest, PixelRect, Seals};
pub use pool::source::{BLOCK, BlockFailed, BlockSource, MAX_WHOLE};
pub use pool::{Cancel, Counters, Document, Pool, Priority, SearchOutcome};
pub use runs::{Direction, TextRun};
pub use search::{Hit, Located, find, fold, locate, select};
pub use worker::{Probe, worker_main_if_requested, worker_main_with_probe};
