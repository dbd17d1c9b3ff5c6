//! The archive: everything the result is a function of, the result itself, and a list of digests.
//!
//! Owns the layout of the folder. `replay.rs` reads it back. Trap: `results.json` must be the same
//! bytes whenever it is computed from the same record, so it holds ordered maps and exact numbers
//! only. What vouches for a file: the authority's or an identity's signature for `trust.json`,
//! `register.json`, `packages/`, `bundles/` and `opened/`. The rest, `round.json`, `scheme.toml`,
//! `applications/`, `opening.json`, `decisions.json` and `results.json`, is signed by nobody: whoever
//! changes it, computes the result again and writes the list anew makes an archive that replays.
//! For these files nothing vouches but the digest of the list, as it was printed when the archive
//! was made, stands on the summary and is in the panel's log; a replay names them.
//!
//! ```text
//! manifest.json            format, round, root, and name, size and SHA-256 of every other file
//! trust.json               the authority's documents
//! register.json            the register of tickets, signed
//! round.json, scheme.toml  the round and the text of its scheme
//! packages/<id>.json       signed lists of the packages
//! applications/<id>.json   what was judged
//! bundles/<label>.orb      bundles as they came
//! opened/<label>.json      the signed document that was inside
//! opening.json             the frozen list
//! decisions.json           everything the panel decided, in order
//! results.json             what follows from all that
//! ```

use std::path::{Path, PathBuf};

use hengping_core::id::{Digest, RoundId};
use hengping_core::merge::Merged;
use hengping_core::score::Outcome;
use hengping_core::time::Instant;
use hengping_store::Event;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use serde::{Deserialize, Serialize};

use super::Panel;
use super::record::Record;
use super::results::{self, Results};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::Fingerprint;

/// Name of the list of digests.
pub(super) const MANIFEST: &str = "manifest.json";
/// Name of the result.
pub(super) const RESULTS: &str = "results.json";
/// Files and folders that carry a signature of their own.
const SIGNED: &[&str] = &[
    "trust.json",
    "register.json",
    "packages/",
    "bundles/",
    "opened/",
];
/// Form of the folder.
pub(super) const FORMAT: &str = "hengping-archive-1";

/// An archive that was written.
#[derive(Debug, Serialize)]
pub struct Archived {
    /// The folder.
    pub folder: PathBuf,
    /// Files in it, besides the list.
    pub files: usize,
    /// Bundles in it.
    pub bundles: usize,
    /// Digest of the list: what the archive is known by.
    pub digest: Fingerprint,
    /// Digest of the result.
    pub results: Fingerprint,
}

/// The list of an archive.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArchiveManifest {
    pub(super) format: String,
    pub(super) round: RoundId,
    /// Digest the authority is pinned by.
    pub(super) root: Digest,
    pub(super) made_at: Instant,
    /// The files, ascending by name.
    pub(super) files: Vec<ArchivedFile>,
}

impl ArchiveManifest {
    /// Files that no signature covers: only the digest of this list vouches for them.
    pub(super) fn unsigned(&self) -> Vec<String> {
        let names = self.files.iter().map(|file| &file.name);
        let is_signed = |name: &&String| SIGNED.iter().any(|signed| name.starts_with(signed));
        names.filter(|name| !is_signed(name)).cloned().collect()
    }
}

/// One file of an archive.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ArchivedFile {
    pub(super) name: String,
    pub(super) size: u64,
    pub(super) sha256: Digest,
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
    /// Writes the archive into a folder that has none.
    ///
    /// # Errors
    /// Before the opening; files that are there already; a full disk.
    pub fn archive(&mut self, folder: &Path, ctx: &Context) -> Result<Archived> {
        let record = self.opened_record(ctx)?;
        if folder.join(MANIFEST).exists() {
            let file = folder.join(MANIFEST).display().to_string();
            return Err(Refused::FileExists { file }.into());
        }
        let results = results_json(&record)?;
        let mut parts = parts(&record)?;
        parts.push((RESULTS.to_owned(), results.clone()));
        parts.sort();
        for (name, bytes) in &parts {
            files::write_same(&folder.join(name), bytes)?;
        }
        let manifest = to_json(&manifest(&record, &parts, ctx))?;
        // Last: a folder without its list is no archive.
        files::write_new(&folder.join(MANIFEST), &manifest)?;
        let (digest, round) = (Digest::of(&manifest), record.sources.round.id.clone());
        self.note_archive(round, digest, &results, ctx)?;
        Ok(Archived {
            folder: folder.to_owned(),
            files: parts.len(),
            bundles: record.bundles.len(),
            digest: Fingerprint::of(digest),
            results: Fingerprint::of(Digest::of(&results)),
        })
    }

    /// Keeps the result that was archived, and logs the archive.
    fn note_archive(
        &mut self,
        round: RoundId,
        list: Digest,
        results: &[u8],
        ctx: &Context,
    ) -> Result<()> {
        let digest = Digest::of(results);
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
            Ok(((), Event::act("archived").about(&list).about(&digest)))
        })
    }
}

fn manifest(record: &Record, parts: &[(String, Vec<u8>)], ctx: &Context) -> ArchiveManifest {
    let files = parts.iter().map(|(name, bytes)| ArchivedFile {
        name: name.clone(),
        size: bytes.len() as u64,
        sha256: Digest::of(bytes),
    });
    ArchiveManifest {
        format: FORMAT.to_owned(),
        round: record.sources.round.id.clone(),
        root: record.sources.root,
        made_at: ctx.now,
        files: files.collect(),
    }
}

/// Every file but the result and the list.
fn parts(record: &Record) -> Result<Vec<(String, Vec<u8>)>> {
    let sources = &record.sources;
    let mut parts = vec![
        ("trust.json".to_owned(), sources.trust.clone()),
        ("register.json".to_owned(), sources.register.clone()),
        ("round.json".to_owned(), to_json(&sources.round)?),
        (
            "scheme.toml".to_owned(),
            sources.scheme.clone().into_bytes(),
        ),
        ("opening.json".to_owned(), to_json(&record.opening)?),
        ("decisions.json".to_owned(), to_json(&record.acts)?),
    ];
    for (id, signed) in &sources.packages {
        parts.push((format!("packages/{id}.json"), signed.clone()));
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
