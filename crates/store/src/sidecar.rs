//! The sidecar: a small file that remembers how far a store had come.
//!
//! It tells an old copy of a database that was put back by mistake. It does not tell an attacker
//! who puts back both files. Trap: it is written after the commit, so it may lag behind the
//! database by the entries of a crash, but never lead.

use std::path::Path;

use hengping_core::id::Lineage;
use hengping_core::log::Head;
use serde::{Deserialize, Serialize};

use crate::error::StoreError;
use crate::files;

/// What the sidecar says of its store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sidecar {
    /// History the store was in.
    pub lineage: Lineage,
    /// Log at that time.
    pub log: Head,
}

impl Sidecar {
    /// Reads the sidecar at `path`; nothing when there is none that can be read.
    pub(crate) fn read(path: &Path) -> Option<Self> {
        serde_json::from_slice(&std::fs::read(path).ok()?).ok()
    }

    /// Replaces the sidecar at `path`.
    pub(crate) fn write(&self, path: &Path) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec(self).map_err(|_| StoreError::Damaged)?;
        files::replace(path, &bytes)
    }
}
