//! The acts of the round, in order: one file each.
//!
//! Each act calls the program and keeps what a reader of the summary wants to know. Trap: a
//! refusal that the play expects is part of the story, any other ends it.

pub(crate) mod afterwards;
pub(crate) mod enrolment;
pub(crate) mod experts;
pub(crate) mod office;
pub(crate) mod panel;
pub(crate) mod receipts;
pub(crate) mod visit;

use anyhow::{Context, Result};
use serde_json::Value;

/// A text that the program must have answered.
pub(crate) fn text<'a>(data: &'a Value, pointer: &str) -> Result<&'a str> {
    let found = data.pointer(pointer).and_then(Value::as_str);
    found.with_context(|| format!("the answer has no text at {pointer}: {data}"))
}

/// A list that the program must have answered.
pub(crate) fn list<'a>(data: &'a Value, pointer: &str) -> Result<&'a Vec<Value>> {
    let found = data.pointer(pointer).and_then(Value::as_array);
    found.with_context(|| format!("the answer has no list at {pointer}: {data}"))
}
