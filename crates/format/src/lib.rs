//! Bytes to domain values and back: the only reader of signed or encrypted foreign bytes.
//!
//! Owns the container (a canonical stored ZIP), the signature envelope, the strict JSON reader,
//! the algorithm suite, trust, and one file per document under [`doc`]. Owns no files, no clock
//! and no database: sources and sinks, the time and the ids are parameters.
//!
//! The rule of the whole crate: a value that came from outside is either a [`Verified`] or does
//! not exist. [`Verified`] has no public constructor.
//!
//! `review-packages/FORMAT.md` is the normative description of every byte written here.

#![forbid(unsafe_code)]

pub mod bundle;
pub mod container;
pub mod doc;
pub mod document;
pub mod envelope;
pub mod json;
pub mod package;
pub mod refusal;
pub mod shares;
pub mod show;
pub mod suite;
pub mod ticket;
pub mod trust;

pub use document::{Document, DocumentKind, Signed, Verified};
pub use refusal::{Class, Place, Reason, Refusal};
