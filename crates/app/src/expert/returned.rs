//! What comes back to an expert after handing in: receipts and the transcript, in one go.
//!
//! Owns telling one from the other by what is signed, not by a name. Trap: one file that is refused
//! leaves the others.

use std::path::{Path, PathBuf};

use hengping_format::DocumentKind;
use hengping_format::envelope::Envelope;
use serde::Serialize;

use super::{Expert, ReceiptLoaded, TranscriptChecked};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::files;
use crate::notice::Notice;
use crate::office::RefusedFile;

/// What came back.
#[derive(Debug, Default, Serialize)]
pub struct Returned {
    /// Receipts that were loaded.
    pub receipts: Vec<ReceiptLoaded>,
    /// What transcripts say of one's own bundles.
    pub transcripts: Vec<TranscriptChecked>,
    /// Files that were refused.
    pub refused: Vec<RefusedFile>,
}

impl Expert {
    /// Takes receipts and transcripts, whichever each file is.
    ///
    /// # Errors
    /// Before the pledge, or when the store fails. A file that is refused is listed; one that is
    /// given alone is the error itself.
    pub fn take_returned(&mut self, paths: &[PathBuf], ctx: &Context) -> Result<Returned> {
        self.pledged_desk()?;
        let mut returned = Returned::default();
        for path in paths {
            match self.take_one(path, &mut returned, ctx) {
                Ok(()) => {}
                Err(error @ (Error::Format(_) | Error::Refused(_) | Error::File { .. }))
                    if paths.len() > 1 =>
                {
                    returned.refused.push(RefusedFile {
                        file: path.clone(),
                        notice: Notice::from(&error),
                    });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(returned)
    }

    fn take_one(&mut self, path: &Path, returned: &mut Returned, ctx: &Context) -> Result<()> {
        let bytes = files::read(path)?;
        match is_transcript(&bytes) {
            true => returned
                .transcripts
                .push(self.check_transcript(&bytes, ctx)?),
            false => returned.receipts.push(self.load_receipt(&bytes, ctx)?),
        }
        Ok(())
    }
}

/// Whether an envelope claims to hold a transcript; verifying tells whether it does.
fn is_transcript(bytes: &[u8]) -> bool {
    let kind = DocumentKind::Transcript;
    Envelope::read(bytes, kind.max_bytes())
        .is_ok_and(|envelope| envelope.payload_type() == kind.payload_type())
}
