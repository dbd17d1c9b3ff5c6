//! Whole rounds through the use cases, and bad input at every door.
//!
//! Owns what is refused and what stays as it was; how formats and stores refuse on their own is
//! shown in their crates.

#![forbid(unsafe_code)]

mod ages;
mod citations;
mod committee;
mod damage;
mod destroyed;
mod full_disk;
mod grafts;
mod merge;
mod names;
mod outsider;
mod path;
mod pdfs;
mod replay;
mod swaps;
mod texts;
mod volumes;

use hengping_app::error::{Error, Refused};
use hengping_format::Reason;

/// The reason for which a file from outside was refused.
fn reason<T>(result: Result<T, Error>) -> Reason {
    match result {
        Err(Error::Format(refusal)) => refusal.reason,
        Err(other) => panic!("refused as {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}

/// The rule that stood against something.
fn rule<T>(result: Result<T, Error>) -> Refused {
    match result {
        Err(Error::Refused(refused)) => refused,
        Err(other) => panic!("refused as {other:?}"),
        Ok(_) => panic!("not refused"),
    }
}
