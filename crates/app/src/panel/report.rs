//! The papers of a round, written into a folder of the user's choice.
//!
//! Owns which files there are and their names. Trap: they are plaintext and leave the store, so
//! each is written only by this named command and never on the way to something else.

use std::path::{Path, PathBuf};

use hengping_core::id::Digest;
use serde::Serialize;

use super::Panel;
use super::statistics::figures;
use super::summary::Summary;
use super::workbook;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::Fingerprint;
use crate::messages::Catalogue;
use crate::papers::{PaperWritten, Printing, Writing};

/// Name of the workbook.
const WORKBOOK: &str = "results.xlsx";

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
        let log = self.log()?;
        let status = self.status(ctx)?;
        let printing = Printing::new()?;
        let seen = self.seen_opened(ctx)?;
        let zone = self.zone();
        let (workbook, sheets) = seen.evaluate(|evaluation| -> Result<_> {
            let record = &seen.record;
            let figures = figures(record, evaluation);
            let workbook = workbook::book(record, evaluation, &figures, log, say);
            let writing = Writing { say, zone };
            let summary = Summary::of(record, evaluation, &figures, &status, writing)?;
            Ok((workbook, summary.sheets()))
        })?;
        let bytes = hengping_report::workbook::write(&workbook).map_err(|_| Refused::Internal)?;
        let workbook = folder.join(WORKBOOK);
        files::write_same(&workbook, &bytes)?;
        let papers = sheets.iter();
        let papers =
            papers.map(|(name, paper)| printing.write(paper, folder.join(format!("{name}.pdf"))));
        Ok(Reported {
            workbook,
            digest: Fingerprint::of(Digest::of(&bytes)),
            papers: papers.collect::<Result<_>>()?,
        })
    }
}
