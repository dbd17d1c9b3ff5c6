//! The rules of reviewing, as pure functions over plain values.
//!
//! Owns the vocabulary (identifiers, amounts, applications, marks, opinions, reviews), the scheme
//! engine, the composite, the draw and the merge. Does not read files, ask for the time, draw
//! randomness or know SQL: whoever calls passes those in.
//!
//! Numbers are exact: integers in hundredths for marks ([`amount::Hundredths`]), fen for money
//! ([`amount::Fen`]), decimals for everything declared, rationals inside the composite. A binary
//! float anywhere in this crate but in [`stats`], which no official number comes from, is a bug.

#![forbid(unsafe_code)]

pub mod amount;
pub mod application;
mod canonical;
pub mod citation;
pub mod completeness;
pub mod credit_code;
pub mod id;
pub mod intake;
pub mod log;
pub mod mark;
pub mod merge;
pub mod opinion;
pub mod panel;
pub mod plausible_text;
pub mod review;
pub mod round;
pub mod round_notice;
pub mod scheme;
pub mod score;
pub mod stats;
pub mod text;
pub mod time;
pub mod visit;
pub mod words;
