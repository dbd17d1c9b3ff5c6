//! The acts of the round, in order: one file each.
//!
//! Each act calls the program and keeps what a reader of the summary wants to know. Trap: a
//! refusal that the play expects is part of the story, any other ends it.

pub(crate) mod afterwards;
pub(crate) mod enrolment;
pub(crate) mod experts;
pub(crate) mod office;
pub(crate) mod panel;
pub(crate) mod visit;

use anyhow::{Context, Result};
use serde_json::Value;
use std::path::{Path, PathBuf};

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

/// Files below a folder with one of these extensions, in the order of their names.
pub(crate) fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
        for path in entries.flatten().map(|entry| entry.path()) {
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}
