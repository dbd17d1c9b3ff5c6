//! Replay: reads an archive, verifies it, computes everything again and compares.
//!
//! Owns reading the folder. Needs no store and no key: whoever holds the archive can do it. Trap: a
//! replay proves that a chair signed this archive and that it agrees with itself. That the authority
//! is the known one is proved by its digest, that the chair signed no other archive by the list's.

use std::collections::BTreeMap;
use std::path::{Component, Path};

use hengping_core::id::{Digest, RoundId};
use hengping_format::Verified;
use hengping_format::doc::{Archive, claimed_archive, verify_statement};
use hengping_format::trust::{Purpose, Trust};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::archive::{FORMAT, MANIFEST, METADATA, OPENING, RESULTS, results_json};
use super::correction::{self, CorrectionLine, ListState};
use super::record::{Record, Sources};
use super::{bag, numbers};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files;
use crate::identity::Fingerprint;

/// Name of the authority's documents.
const TRUST: &str = "trust.json";

/// A replay that came to the same result.
#[derive(Debug, Serialize)]
pub struct Replayed {
    /// The round.
    pub round: RoundId,
    /// Digest that pins the authority: to be compared with the one that is known.
    pub root: Fingerprint,
    /// Digest of the list: to be compared with the one that was printed and logged when the archive
    /// was made.
    pub digest: Fingerprint,
    /// Files compared with the list.
    pub files: usize,
    /// Bundles verified again.
    pub bundles: usize,
    /// Signed reviews and visit records in them.
    pub documents: usize,
    /// Decisions applied.
    pub decisions: usize,
    /// Whether the panel had decided when it was archived.
    pub list: ListState,
    /// What was changed after the panel had decided, in order.
    pub corrections: Vec<CorrectionLine>,
    /// Digest of the result, which is the archived one byte for byte.
    pub results: Fingerprint,
}

/// Verifies an archive and computes its result again.
///
/// # Errors
/// [`Refused::ArchiveDamaged`] for a file that is not as listed or not of its form, the refusals
/// of signatures, [`Refused::ArchiveDiffers`] for another result.
pub fn replay(folder: &Path, ctx: &Context) -> Result<Replayed> {
    let is_bag = bag::is_one(folder);
    let data = folder.join(bag::DATA);
    let folder = if is_bag { data.as_path() } else { folder };
    let manifest = read_list(folder, ctx)?;
    let mut parts = read_parts(folder, &manifest)?;
    let tables = take_tables(&mut parts);
    // What they say is said for people, and follows from the rest.
    for name in [METADATA, FORMAT] {
        parts.remove(name);
    }
    let archived = take(&mut parts, RESULTS)?;
    let count = manifest.files.len();
    let record = Record::verify(sources(&manifest, parts)?, ctx.now)?;
    if record.sources.round.id != manifest.round {
        return Err(damaged("round.json"));
    }
    if !record.chain_holds() {
        return Err(differs("decisions.json"));
    }
    let results = results_json(&record)?;
    if results != archived {
        return Err(differs(RESULTS));
    }
    // Archives from before have none.
    if !tables.is_empty() {
        compare(&tables, numbers::tables(&record)?)?;
    }
    // Last, as it vouches for nothing: what is signed says better what is wrong.
    if is_bag {
        bag::check(folder.parent().unwrap_or(folder))?;
    }
    let documents = record
        .bundles
        .values()
        .map(|one| one.reviews.len() + one.visits.len());
    Ok(Replayed {
        root: Fingerprint::of(manifest.root),
        digest: Fingerprint::of(manifest.digest()),
        round: manifest.round.clone(),
        files: count,
        bundles: record.bundles.len(),
        documents: documents.sum(),
        decisions: record.acts.len(),
        list: record.list_state(),
        corrections: correction::lines(&record),
        results: Fingerprint::of(Digest::of(&results)),
    })
}

/// The tables of an archive.
fn take_tables(parts: &mut Parts) -> Parts {
    let names = parts
        .keys()
        .filter(|name| name.starts_with(numbers::TABLES));
    let names: Vec<String> = names.cloned().collect();
    let mut tables = Parts::new();
    for name in names {
        if let Some(bytes) = parts.remove(&name) {
            tables.insert(name, bytes);
        }
    }
    tables
}

/// Compares the tables with those computed anew, byte for byte.
fn compare(archived: &Parts, computed: Vec<(String, Vec<u8>)>) -> Result<()> {
    let computed: Parts = computed.into_iter().collect();
    for (name, bytes) in archived {
        if computed.get(name) != Some(bytes) {
            return Err(differs(name));
        }
    }
    match computed.keys().find(|name| !archived.contains_key(*name)) {
        Some(missing) => Err(damaged(missing)),
        None => Ok(()),
    }
}

/// The list, once a chair of the authority it names has signed it.
fn read_list(folder: &Path, ctx: &Context) -> Result<Verified<Archive>> {
    let list = files::read(&folder.join(MANIFEST))?;
    let root = claimed_archive(&list)?.root;
    let trust = files::read(&folder.join(TRUST))?;
    let state = Trust::pinned(root).accept(&trust, ctx.now, Purpose::Reading)?;
    Ok(state.verify::<Archive>(&list)?)
}

type Parts = BTreeMap<String, Vec<u8>>;

/// Every listed file, compared with the list.
fn read_parts(folder: &Path, manifest: &Archive) -> Result<Parts> {
    let mut parts = Parts::new();
    for file in &manifest.files {
        let path = Path::new(&file.name);
        // The list came from outside: it may name nothing beyond the folder.
        if !path
            .components()
            .all(|part| matches!(part, Component::Normal(_)))
        {
            return Err(damaged(&file.name));
        }
        let bytes = files::read(&folder.join(path))?;
        if bytes.len() as u64 != file.size || Digest::of(&bytes) != file.sha256 {
            return Err(damaged(&file.name));
        }
        if parts.insert(file.name.clone(), bytes).is_some() {
            return Err(damaged(&file.name));
        }
    }
    Ok(parts)
}

fn sources(manifest: &Archive, mut parts: Parts) -> Result<Sources> {
    let json = |parts: &mut Parts, name: &str| take(parts, name);
    let scheme = String::from_utf8(take(&mut parts, "scheme.toml")?);
    let mut sources = Sources {
        root: manifest.root,
        trust: take(&mut parts, TRUST)?,
        register: take(&mut parts, "register.json")?,
        round: read_json("round.json", &json(&mut parts, "round.json")?)?,
        scheme: scheme.map_err(|_| damaged("scheme.toml"))?,
        applications: BTreeMap::new(),
        packages: BTreeMap::new(),
        notices: Vec::new(),
        bundles: Vec::new(),
        opening: Some(take(&mut parts, OPENING)?),
        acts: read_json("decisions.json", &json(&mut parts, "decisions.json")?)?,
    };
    let bundles: Vec<String> = parts
        .keys()
        .filter(|name| name.starts_with("bundles/"))
        .cloned()
        .collect();
    for name in bundles {
        let label = name
            .trim_start_matches("bundles/")
            .trim_end_matches(".orb")
            .to_owned();
        let file = take(&mut parts, &name)?;
        let plain = take(&mut parts, &format!("opened/{label}.json"))?;
        sources.bundles.push((file, plain));
    }
    for (name, bytes) in parts {
        let stem = |folder: &str| name.strip_prefix(folder)?.strip_suffix(".json");
        if let Some(id) = stem("packages/") {
            let id = id.parse().map_err(|_| damaged(&name))?;
            sources.packages.insert(id, bytes);
        } else if stem("notices/").is_some() {
            // Names are numbers of one length, so they come in order; the series tells a gap.
            sources.notices.push(bytes);
        } else if stem("applications/").is_some() {
            let body: hengping_core::application::Application = read_json(&name, &bytes)?;
            sources.applications.insert(body.id.clone(), body);
        } else if let Some(digest) = stem("statements/") {
            let (statement, _) = verify_statement(&bytes)?;
            let is_listed = statement.digest().to_string() == digest;
            if !is_listed || statement.round != sources.round.id {
                return Err(damaged(&name));
            }
        } else {
            return Err(damaged(&name));
        }
    }
    Ok(sources)
}

fn take(parts: &mut Parts, name: &str) -> Result<Vec<u8>> {
    parts.remove(name).ok_or_else(|| damaged(name))
}

fn read_json<T: DeserializeOwned>(name: &str, bytes: &[u8]) -> Result<T> {
    serde_json::from_slice(bytes).map_err(|_| damaged(name))
}

fn differs(file: &str) -> crate::error::Error {
    Refused::ArchiveDiffers {
        file: file.to_owned(),
    }
    .into()
}

fn damaged(file: &str) -> crate::error::Error {
    Refused::ArchiveDamaged {
        file: file.to_owned(),
    }
    .into()
}
