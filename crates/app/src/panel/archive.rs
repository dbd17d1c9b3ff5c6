//! The archive: everything the result is a function of, the result itself, and a list of digests.
//!
//! Owns the layout of the folder. `replay.rs` reads it back. Trap: `results.json` must be the same
//! bytes whenever it is computed from the same record, so it holds ordered maps and exact numbers
//! only. What vouches for a file: the chair's signature under the list, for all of them; beneath it the
//! authority's or an identity's for `trust.json`, `register.json`, `packages/`, `notices/`, `opening.json`,
//! `bundles/`, `opened/` and `statements/`. A chair who changes any other file, computes the result again and signs
//! anew makes an archive that replays: its list has another digest than the one that was printed and
//! logged.
//!
//! ```text
//! manifest.json            signed: round, root, and name, size and SHA-256 of every other file
//! trust.json               the authority's documents
//! register.json            the register of tickets, signed
//! round.json, scheme.toml  the round and the text of its scheme
//! packages/<id>.json       signed lists of the packages
//! applications/<id>.json   what was judged
//! bundles/<label>.orb      bundles as they came
//! opened/<label>.json      the signed document that was inside
//! notices/<number>.json    round notices, signed
//! opening.json             the frozen list, signed
//! statements/<digest>.json notes and signatures, each signed by its person
//! decisions.json           everything the panel decided, in order
//! results.json             what follows from all that
//! ```

use std::path::{Path, PathBuf};

use hengping_core::id::Digest;
use hengping_core::merge::Merged;
use hengping_core::score::Outcome;
use hengping_format::Document;
use hengping_format::doc::{Archive, ArchivedFile};
use hengping_format::suite::Suite;
use hengping_store::Event;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use serde::Serialize;

use super::Panel;
use super::correction::ListState;
use super::record::Record;
use super::results::{self, Results};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::identity::Fingerprint;
use crate::{files, trust};

/// Name of the list of digests.
pub(super) const MANIFEST: &str = "manifest.json";
/// Name of the result.
pub(super) const RESULTS: &str = "results.json";
/// Name of the frozen list.
pub(super) const OPENING: &str = "opening.json";

/// An archive that was written.
#[derive(Debug, Serialize)]
pub struct Archived {
    /// The folder.
    pub folder: PathBuf,
    /// Files in it, besides the list.
    pub files: usize,
    /// Bundles in it.
    pub bundles: usize,
    /// Whether the panel has decided; an archive from before tells what would follow.
    pub list: ListState,
    /// Digest of the list: what the archive is known by.
    pub digest: Fingerprint,
    /// Digest of the result.
    pub results: Fingerprint,
}

/// The result as it is archived: the report, and everything beneath it.
#[derive(Serialize)]
struct FullResults<'a> {
    report: Results,
    outcome: &'a Outcome,
    merged: &'a Merged,
}

/// The bytes of the result.
pub(super) fn results_json(record: &Record) -> Result<Vec<u8>> {
    record.evaluate(|evaluation| {
        to_json(&FullResults {
            report: results::results(record, evaluation),
            outcome: evaluation.outcome,
            merged: evaluation.merged,
        })
    })
}

pub(super) fn to_json(value: &impl Serialize) -> Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|_| Refused::Internal)?;
    bytes.push(b'\n');
    Ok(bytes)
}

impl Panel {
    /// Writes the archive into a folder that has none. A round that ends without a decision has an
    /// archive too; report and log say so.
    ///
    /// # Errors
    /// Before the opening; files that are there already; a full disk.
    pub fn archive(&mut self, folder: &Path, ctx: &Context) -> Result<Archived> {
        self.as_chair()?;
        let record = self.opened_record(ctx)?;
        if folder.join(MANIFEST).exists() {
            let file = folder.join(MANIFEST).display().to_string();
            return Err(Refused::FileExists { file }.into());
        }
        let results = results_json(&record)?;
        let mut parts = parts(&record)?;
        parts.extend(self.statement_parts()?);
        parts.push((RESULTS.to_owned(), results.clone()));
        parts.sort();
        for (name, bytes) in &parts {
            files::write_same(&folder.join(name), bytes)?;
        }
        let list = list(&record, &parts, ctx).sign(&[&self.keys.signing])?;
        trust::state(&self.store.read().meta(), ctx)?.verify::<Archive>(list.bytes())?;
        // Last: a folder without its list is no archive.
        files::write_new(&folder.join(MANIFEST), list.bytes())?;
        let digest = list.digest();
        self.note_archive(&record, digest, &results, ctx)?;
        Ok(Archived {
            folder: folder.to_owned(),
            files: parts.len(),
            bundles: record.bundles.len(),
            list: record.list_state(),
            digest: Fingerprint::of(digest),
            results: Fingerprint::of(Digest::of(&results)),
        })
    }

    /// Keeps the result that was archived, and logs the archive.
    fn note_archive(
        &mut self,
        record: &Record,
        list: Digest,
        results: &[u8],
        ctx: &Context,
    ) -> Result<()> {
        let (digest, round) = (Digest::of(results), record.sources.round.id.clone());
        let event = Event::act("archived")
            .about(&list)
            .about(&digest)
            .about(&record.list_state().word());
        let kept = self
            .store
            .read()
            .documents()
            .of(DocumentKind::Result, Some(&round))?;
        let is_known = kept.iter().any(|row| row.digest == digest);
        let row = DocumentRow {
            digest,
            kind: DocumentKind::Result,
            round: Some(round),
            subject: String::new(),
            number: u32::try_from(kept.len()).map_err(|_| Refused::Internal)? + 1,
            signed: results.to_vec(),
            at: ctx.now,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            if !is_known {
                write.documents().add(&row)?;
            }
            Ok(((), event))
        })
    }
}

fn list(record: &Record, parts: &[(String, Vec<u8>)], ctx: &Context) -> Archive {
    let files = parts.iter().map(|(name, bytes)| ArchivedFile {
        name: name.clone(),
        size: bytes.len() as u64,
        sha256: Digest::of(bytes),
    });
    Archive {
        suite: Suite::intl_1(),
        round: record.sources.round.id.clone(),
        root: record.sources.root,
        made_at: ctx.now,
        files: files.collect(),
    }
}

/// Every file but the result and the list.
fn parts(record: &Record) -> Result<Vec<(String, Vec<u8>)>> {
    let sources = &record.sources;
    let opening = sources.opening.clone();
    let mut parts = vec![
        ("trust.json".to_owned(), sources.trust.clone()),
        ("register.json".to_owned(), sources.register.clone()),
        ("round.json".to_owned(), to_json(&sources.round)?),
        (
            "scheme.toml".to_owned(),
            sources.scheme.clone().into_bytes(),
        ),
        (OPENING.to_owned(), opening.ok_or(Refused::NotOpened)?),
        ("decisions.json".to_owned(), to_json(&record.acts)?),
    ];
    for (id, signed) in &sources.packages {
        parts.push((format!("packages/{id}.json"), signed.clone()));
    }
    for (number, signed) in (1..).zip(&sources.notices) {
        parts.push((format!("notices/{number:06}.json"), signed.clone()));
    }
    for (id, body) in &sources.applications {
        parts.push((format!("applications/{id}.json"), to_json(body)?));
    }
    for (file, plain) in &sources.bundles {
        let label = hengping_format::bundle::claimed_label(file)?;
        let content = record
            .bundles
            .values()
            .find(|one| *one.label.content() == label);
        let label = content.ok_or(Refused::Internal)?.label.digest();
        parts.push((format!("bundles/{label}.orb"), file.clone()));
        parts.push((format!("opened/{label}.json"), plain.clone()));
    }
    Ok(parts)
}
