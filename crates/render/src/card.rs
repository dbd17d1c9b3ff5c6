//! What a person is shown in place of a page: one reason per card, never a library's own words.
//!
//! Owns the reasons and their meaning; the sentences are chosen by whoever shows them.
//! Trap: a card is an answer, not a fault of the program. Faults of the set-up are [`crate::SetupError`].

use serde::{Deserialize, Serialize};

/// Why a document or a page cannot be shown.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    thiserror::Error,
    Serialize,
    Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    /// The bytes are of the right kind but cannot be read.
    #[error("the document is damaged")]
    Damaged,
    /// The document asks for a password or uses an unknown protection.
    #[error("the document is locked by a password")]
    Locked,
    /// No bytes, or a document without a page.
    #[error("the document has no page")]
    Empty,
    /// More pages than [`crate::MAX_PAGES`].
    #[error("the document has too many pages")]
    TooManyPages,
    /// The bytes are not of the kind they were announced as.
    #[error("the file is not of the announced kind")]
    NotThisKind,
    /// The page number lies outside the document.
    #[error("the document has no such page")]
    NoSuchPage,
    /// The worker process ended while it dealt with this document; also when PDFium itself ran
    /// into the limit of memory, which it answers by ending the process.
    #[error("the page program ended unexpectedly")]
    WorkerCrashed,
    /// The document kept the worker busy for longer than allowed.
    #[error("the document takes too long to read")]
    TimedOut,
    /// The document or picture needs more memory than allowed.
    #[error("the document needs too much memory")]
    OutOfMemory,
    /// A block of the document could not be authenticated; it is not read any more.
    #[error("the stored document failed its check")]
    Poisoned,
    /// The worker program, PDFium or a required sandbox is not usable on this machine.
    #[error("the page program could not be started")]
    Unavailable,
    /// The request was withdrawn before its turn came; nobody is shown this.
    #[error("the request was withdrawn")]
    Withdrawn,
}

impl Card {
    /// Every reason, in the order of the cards.
    pub const ALL: [Card; 12] = [
        Card::Damaged,
        Card::Locked,
        Card::Empty,
        Card::TooManyPages,
        Card::NotThisKind,
        Card::NoSuchPage,
        Card::WorkerCrashed,
        Card::TimedOut,
        Card::OutOfMemory,
        Card::Poisoned,
        Card::Unavailable,
        Card::Withdrawn,
    ];

    /// A stable word for logs, JSON and message catalogues.
    pub fn code(self) -> &'static str {
        match self {
            Card::Damaged => "damaged",
            Card::Locked => "locked",
            Card::Empty => "empty",
            Card::TooManyPages => "too_many_pages",
            Card::NotThisKind => "not_this_kind",
            Card::NoSuchPage => "no_such_page",
            Card::WorkerCrashed => "worker_crashed",
            Card::TimedOut => "timed_out",
            Card::OutOfMemory => "out_of_memory",
            Card::Poisoned => "poisoned",
            Card::Unavailable => "unavailable",
            Card::Withdrawn => "withdrawn",
        }
    }
}
