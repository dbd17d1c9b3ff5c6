//! The papers of a round, written into a folder of the user's choice.
//!
//! Owns which files there are and their names. Trap: they are plaintext and leave the store, so
//! each is written only by this named command and never on the way to something else.

use std::path::{Path, PathBuf};

use hengping_core::id::Digest;
use serde::Serialize;

use super::Panel;
use super::summary::Summary;
use crate::context::Context;
use crate::error::Result;
use crate::files;
use crate::identity::Fingerprint;
use crate::messages::Catalogue;
use crate::papers::{PaperWritten, Printing, Writing};

/// Name of the workbook.
const WORKBOOK: &str = "results.xlsx";
/// Name of the summary.
const SUMMARY: &str = "summary.pdf";
/// Name of the sign-in sheet.
const SIGN_IN: &str = "sign-in.pdf";

/// Papers that were written.
#[derive(Debug, Serialize)]
pub struct Reported {
    /// The workbook.
    pub workbook: PathBuf,
    /// Digest of its bytes.
    pub digest: Fingerprint,
    /// The papers for signature.
    pub papers: Vec<PaperWritten>,
}

impl Panel {
    /// Writes the papers of the round into `folder`, in the language of `say`. Files with the same
    /// bytes may be there already.
    ///
    /// # Errors
    /// Before the opening; other files of these names; no face for Chinese text; a full disk.
    pub fn report(&self, folder: &Path, say: &Catalogue, ctx: &Context) -> Result<Reported> {
        let bytes = self.workbook(say, ctx)?;
        let printing = Printing::new()?;
        let seen = self.seen_opened(ctx)?;
        let zone = self.zone();
        let printed = seen.evaluate(|evaluation| -> Result<_> {
            let writing = Writing { say, zone };
            let summary = Summary::of(&seen.record, evaluation, writing)?;
            Ok([(SUMMARY, summary.paper()), (SIGN_IN, summary.sign_in())])
        })?;
        let workbook = folder.join(WORKBOOK);
        files::write_same(&workbook, &bytes)?;
        let papers = printed.iter();
        let papers = papers.map(|(name, paper)| printing.write(paper, folder.join(name)));
        Ok(Reported {
            workbook,
            digest: Fingerprint::of(Digest::of(&bytes)),
            papers: papers.collect::<Result<_>>()?,
        })
    }
}
