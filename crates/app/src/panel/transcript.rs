//! The transcript: the list of bundles that count, in which every expert finds their own.

use std::path::{Path, PathBuf};

use hengping_core::id::Digest;
use hengping_format::Document;
use hengping_format::doc::Transcript;
use hengping_format::suite::Suite;
use hengping_store::Event;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use serde::Serialize;

use super::Panel;
use super::correction::ListState;
use crate::context::Context;
use crate::error::Result;
use crate::identity::Fingerprint;
use crate::{files, trust};

/// A transcript that was signed.
#[derive(Debug, Serialize)]
pub struct TranscriptMade {
    /// Bundles that count.
    pub counted: usize,
    /// Whether the panel has decided; before, bundles may still come to count.
    pub list: ListState,
    /// Digest of the transcript, for the summary on paper.
    pub digest: Fingerprint,
    /// The file.
    pub file: PathBuf,
}

impl Panel {
    /// Signs the list of counted bundles, as it stands; report and log say whether the panel has
    /// decided.
    ///
    /// # Errors
    /// Before the opening; a signer who is no chair of this authority.
    pub fn transcript(&mut self, file: &Path, ctx: &Context) -> Result<TranscriptMade> {
        self.as_chair()?;
        let record = self.opened_record(ctx)?;
        let bundles: Vec<Digest> =
            record.evaluate(|evaluation| evaluation.merged.transcript().into_iter().collect());
        let round = record.sources.round.id.clone();
        let transcript = Transcript {
            suite: Suite::intl_1(),
            round: round.clone(),
            bundles,
            made_at: ctx.now,
        };
        let signed = transcript.sign(&[&self.keys.signing])?;
        trust::state(&self.store.read().meta(), ctx)?.verify::<Transcript>(signed.bytes())?;
        let row = DocumentRow {
            digest: signed.digest(),
            kind: DocumentKind::Transcript,
            round: Some(round),
            subject: String::new(),
            number: 0,
            signed: signed.bytes().to_vec(),
            at: ctx.now,
        };
        let is_known = self.store.read().documents().get(row.digest)?.is_some();
        files::write_new(file, signed.bytes())?;
        let list = record.list_state();
        if !is_known {
            let event = Event::act("transcript-signed")
                .about(&row.digest)
                .about(&list.word());
            self.store.write(ctx.now, |write| -> Result<_> {
                write.documents().add(&row)?;
                Ok(((), event))
            })?;
        }
        Ok(TranscriptMade {
            counted: transcript.bundles.len(),
            list,
            digest: Fingerprint::of(row.digest),
            file: file.to_owned(),
        })
    }
}
