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
//! bagit.txt, bag-info.txt, manifest-sha256.txt, tagmanifest-sha256.txt
//!                          the bag (RFC 8493) around what follows, which lies in data/
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
//! tables/<name>.csv        its numbers, in codes
//! metadata.json            what this is, by which software and method, and the formats in it
//! format.md                the specification of the formats
//! ```

use std::path::{Path, PathBuf};

use hengping_core::id::Digest;
use hengping_core::merge::Merged;
use hengping_core::round::Round;
use hengping_core::score::Outcome;
use hengping_core::score::outcome::SchemeIdentity;
use hengping_core::text::Language;
use hengping_format::Document;
use hengping_format::doc::{Archive, ArchivedFile};
use hengping_format::suite::Suite;
use hengping_store::Event;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use serde::Serialize;

use super::correction::ListState;
use super::record::Record;
use super::results::{self, Results};
use super::{Panel, bag, numbers};
use crate::clock::{TimeZoneName, day_in_round};
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

/// Name of what says what an archive is.
pub(super) const METADATA: &str = "metadata.json";
/// Name of the specification.
pub(super) const FORMAT: &str = "format.md";
/// The specification as it holds for this version.
const SPECIFICATION: &str = include_str!("../../../../review-packages/FORMAT.md");

/// What an archive is, for whoever finds it without us. Holds no time, so that an attempt that a full disk
/// ended can be made again; the list and the bag tell when.
#[derive(Serialize)]
struct Metadata<'a> {
    round: &'a Round,
    software: &'static str,
    version: &'static str,
    scheme: SchemeIdentity,
    method: &'static str,
    applications: usize,
    bundles: usize,
    decisions: usize,
    formats: [(&'static str, &'static str); 6],
}

impl<'a> Metadata<'a> {
    fn of(record: &'a Record) -> Self {
        let identity = record.evaluate(|evaluation| {
            let outcome = evaluation.outcome;
            (outcome.scheme.clone(), outcome.method_version.as_str())
        });
        Self {
            round: &record.sources.round,
            software: "Hengping",
            version: env!("CARGO_PKG_VERSION"),
            scheme: identity.0,
            method: identity.1,
            applications: record.applications().len(),
            bundles: record.bundles.len(),
            decisions: record.acts.len(),
            formats: [
                (
                    "*.json",
                    "JSON; signed ones are DSSE envelopes, as format.md says",
                ),
                ("scheme.toml", "TOML"),
                (
                    "bundles/*.orb",
                    "ZIP without compression, encrypted by age; opened/ has the content",
                ),
                (
                    "tables/*.csv",
                    "CSV in UTF-8 with a byte order mark, RFC 4180",
                ),
                ("format.md", "Markdown: the specification of all of these"),
                ("../*.txt", "BagIt 1.0, RFC 8493"),
            ],
        }
    }
}

fn bag_info(record: &Record, ctx: &Context) -> bag::Info {
    let round = &record.sources.round;
    let day = day_in_round(ctx.now, &TimeZoneName::of(round));
    bag::Info {
        title: round.title.in_language(Language::Zh).to_owned(),
        id: round.id.to_string(),
        date: day.format("%Y-%m-%d").to_string(),
    }
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
        let data = folder.join(bag::DATA);
        if data.join(MANIFEST).exists() {
            let file = data.join(MANIFEST).display().to_string();
            return Err(Refused::FileExists { file }.into());
        }
        let results = results_json(&record)?;
        let mut parts = parts(&record)?;
        parts.extend(self.statement_parts()?);
        parts.push((RESULTS.to_owned(), results.clone()));
        parts.extend(numbers::tables(&record)?);
        parts.push((METADATA.to_owned(), to_json(&Metadata::of(&record))?));
        parts.push((FORMAT.to_owned(), SPECIFICATION.as_bytes().to_vec()));
        parts.sort();
        for (name, bytes) in &parts {
            files::write_same(&data.join(name), bytes)?;
        }
        let list = list(&record, &parts, ctx).sign(&[&self.keys.signing])?;
        trust::state(&self.store.read().meta(), ctx)?.verify::<Archive>(list.bytes())?;
        let mut content: Vec<(&str, &[u8])> = parts
            .iter()
            .map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
            .collect();
        content.push((MANIFEST, list.bytes()));
        content.sort_unstable();
        bag::write(folder, &content, &bag_info(&record, ctx))?;
        // Last: a folder without its list is no archive.
        files::write_new(&data.join(MANIFEST), list.bytes())?;
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
