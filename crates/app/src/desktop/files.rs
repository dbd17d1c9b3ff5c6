//! Files and folders that a person picked, dropped or opened with the program.
//!
//! Owns the only way from the window to a path: the shell offers a path, the window gets an
//! opaque id and the name, commands give the id back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::wire::start::OfferedFile;
use crate::error::{Refused, Result};

/// Paths offered within this run.
#[derive(Default)]
pub struct OfferedFiles {
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    last: u64,
    paths: BTreeMap<String, PathBuf>,
    handed_over: Vec<OfferedFile>,
}

impl OfferedFiles {
    /// Offers a path to the window.
    pub fn offer(&self, path: &Path) -> OfferedFile {
        let meta = std::fs::metadata(path).ok();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.last += 1;
        let id = format!("f{}", known.last);
        known.paths.insert(id.clone(), path.to_owned());
        OfferedFile {
            id,
            name: path
                .file_name()
                .map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
            bytes: meta
                .filter(std::fs::Metadata::is_file)
                .map(|meta| meta.len()),
        }
    }

    /// Offers a path that the system handed over (double click, second start).
    pub fn hand_over(&self, path: &Path) -> OfferedFile {
        let file = self.offer(path);
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.handed_over.push(file.clone());
        file
    }

    /// What was handed over, not yet shown, and is for whoever asks; taken once.
    pub(crate) fn take_handed_over(&self, is_mine: impl Fn(&str) -> bool) -> Vec<OfferedFile> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let all = std::mem::take(&mut known.handed_over);
        let (mine, others) = all.into_iter().partition(|file| is_mine(&file.name));
        known.handed_over = others;
        mine
    }

    /// Names of what was handed over and waits.
    pub(crate) fn waiting(&self) -> Vec<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let names = known.handed_over.iter().map(|file| file.name.clone());
        names.collect()
    }

    /// The path behind an id.
    pub(crate) fn path(&self, id: &str) -> Result<PathBuf> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let path = known.paths.get(id).cloned();
        Ok(path.ok_or(Refused::UnknownFile)?)
    }
}
