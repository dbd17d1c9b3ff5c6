//! The papers of a round, written into a folder of the user's choice.
//!
//! Owns which files there are and their names. Trap: they are plaintext and leave the store, so
//! each is written only by this named command and never on the way to something else.

use std::path::{Path, PathBuf};

use hengping_core::id::Digest;
use hengping_report::workbook::{csv, write};
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
/// Folder of its sheets as CSV.
const TABLES: &str = "tables";

/// Papers that were written.
#[derive(Debug, Serialize)]
pub struct Reported {
    /// The workbook.
    pub workbook: PathBuf,
    /// Digest of its bytes.
    pub digest: Fingerprint,
    /// Its sheets as CSV, in order.
    pub tables: Vec<PathBuf>,
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
        let printing = Printing::new(say)?;
        let seen = self.seen_opened(ctx)?;
        let zone = self.zone();
        let (book, sheets) = seen.evaluate(|evaluation| -> Result<_> {
            let record = &seen.record;
            let figures = figures(record, evaluation);
            let book = workbook::book(record, evaluation, &figures, log, say);
            let writing = Writing { say, zone };
            let summary = Summary::of(record, evaluation, &figures, &status, writing)?;
            Ok((book, summary.sheets()))
        })?;
        let bytes = write(&book).map_err(|_| Refused::Internal)?;
        let workbook = folder.join(WORKBOOK);
        files::write_same(&workbook, &bytes)?;
        let names = workbook::FILES.iter().zip(&book.sheets);
        let tables = names.map(|(name, sheet)| -> Result<PathBuf> {
            let bytes = csv(sheet).map_err(|_| Refused::Internal)?;
            let file = folder.join(TABLES).join(format!("{name}.csv"));
            files::write_same(&file, &bytes)?;
            Ok(file)
        });
        let tables = tables.collect::<Result<_>>()?;
        let papers = sheets.iter();
        let papers =
            papers.map(|(name, paper)| printing.write(paper, folder.join(format!("{name}.pdf"))));
        Ok(Reported {
            workbook,
            digest: Fingerprint::of(Digest::of(&bytes)),
            tables,
            papers: papers.collect::<Result<_>>()?,
        })
    }
}
