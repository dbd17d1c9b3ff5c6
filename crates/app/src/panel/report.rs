//! The papers of a round, written into a folder of the user's choice.
//!
//! Owns which files there are and their names. Trap: they are plaintext and leave the store, so
//! each is written only by this named command and never on the way to something else.

use std::path::{Path, PathBuf};

use hengping_core::id::Digest;
use serde::Serialize;

use super::Panel;
use crate::context::Context;
use crate::error::Result;
use crate::files;
use crate::identity::Fingerprint;
use crate::messages::Catalogue;

/// Name of the workbook.
const WORKBOOK: &str = "results.xlsx";

/// Papers that were written.
#[derive(Debug, Serialize)]
pub struct Reported {
    /// The files, in order.
    pub files: Vec<ReportedFile>,
}

/// One file.
#[derive(Debug, Serialize)]
pub struct ReportedFile {
    /// Where it lies.
    pub file: PathBuf,
    /// Digest of its bytes.
    pub digest: Fingerprint,
}

impl Panel {
    /// Writes the papers of the round into `folder`, in the language of `say`. Files with the same
    /// bytes may be there already.
    ///
    /// # Errors
    /// Before the opening; other files of these names; a full disk.
    pub fn report(&self, folder: &Path, say: &Catalogue, ctx: &Context) -> Result<Reported> {
        let papers = [(WORKBOOK, self.workbook(say, ctx)?)];
        let files = papers.into_iter().map(|(name, bytes)| {
            let file = folder.join(name);
            files::write_same(&file, &bytes)?;
            Ok(ReportedFile {
                file,
                digest: Fingerprint::of(Digest::of(&bytes)),
            })
        });
        Ok(Reported {
            files: files.collect::<Result<_>>()?,
        })
    }
}
