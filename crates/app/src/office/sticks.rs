//! The package onto several sticks: each copy verified before the next is begun.
//!
//! Trap: one bad stick must not cost the others, so what was refused is said of each by itself.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{Office, RewriteRequest};
use crate::context::Context;
use crate::error::Result;
use crate::notice::Notice;

/// What became of a stick.
#[derive(Debug, Serialize)]
pub struct StickDone {
    /// The folder on the stick.
    pub folder: PathBuf,
    /// Files of the package that were copied and compared.
    pub files: usize,
    /// Tickets written beside them.
    pub tickets: usize,
    /// Why not, where it was refused.
    pub refused: Option<Notice>,
}

impl Office {
    /// Copies a package that verifies, with root, register and tickets, into each folder.
    ///
    /// # Errors
    /// When nothing was packed; what a stick refuses is said of that stick.
    pub fn copy_to_sticks(
        &self,
        package: &Path,
        sticks: &[PathBuf],
        ctx: &Context,
    ) -> Result<Vec<StickDone>> {
        self.packed()?;
        let copy = |folder: &PathBuf| {
            let request = RewriteRequest {
                out: folder.clone(),
                package: Some(package.to_owned()),
                ..RewriteRequest::default()
            };
            let done = self.rewrite(&request, ctx);
            let counted = done
                .as_ref()
                .map(|done| (done.package.len(), done.tickets.len()));
            let (files, tickets) = counted.unwrap_or_default();
            StickDone {
                folder: folder.clone(),
                files,
                tickets,
                refused: done.err().as_ref().map(Notice::from),
            }
        };
        Ok(sticks.iter().map(copy).collect())
    }
}
