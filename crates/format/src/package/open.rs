//! Opening a package: trust, manifest, comparison of everything around the content.

use std::collections::HashMap;
use std::io::Read;

use hengping_core::time::Instant;

use super::files::open_volume;
use super::{
    MANIFEST_ENTRY, PACKAGE_MIMETYPE, Progress, TRUST_ENTRY, VOLUME_MIMETYPE, VolumeSource,
};
use crate::container::{Checked, LayoutEntry, Leading, ReadSeek};
use crate::doc::{Entry, Manifest, Volume, VolumeEntry};
use crate::document::{DocumentKind, Verified};
use crate::refusal::{Reason, Refusal, Result, require};
use crate::suite::ContentHasher;
use crate::trust::{MAX_TRUST_BYTES, Purpose, Seen, Trust, TrustState};

/// A package whose list has been verified and whose every byte around content has been compared.
pub struct Package {
    pub(super) manifest: Verified<Manifest>,
    pub(super) volumes: Vec<Checked<Box<dyn ReadSeek>>>,
    /// Volume and index within it, by entry.
    pub(super) places: HashMap<Entry, (usize, usize)>,
    state: TrustState,
    trust_json: Vec<u8>,
    manifest_bytes: Vec<u8>,
}

impl Package {
    /// Verifies trust, list, validity and order, and compares all headers.
    ///
    /// # Errors
    /// The refusals of container, envelope, trust, rollback and time.
    pub fn open(
        source: &mut dyn VolumeSource,
        trust: &Trust,
        clock: Instant,
        purpose: Purpose,
    ) -> Result<Self> {
        let first = Manifest::volume_name(0);
        let mut leading = Leading::start(open_volume(source, &first)?, PACKAGE_MIMETYPE)
            .map_err(|refusal| refusal.with_entry(&first))?;
        let trust_json = leading.read_next(TRUST_ENTRY, MAX_TRUST_BYTES)?;
        let max = DocumentKind::Manifest.max_bytes() as u64;
        let manifest_bytes = leading.read_next(MANIFEST_ENTRY, max)?;
        let (manifest, state) = read_manifest(&trust_json, &manifest_bytes, trust, clock, purpose)?;
        let volumes = check_volumes(source, leading, &manifest)?;
        let places = places(&manifest);
        Ok(Self {
            manifest,
            volumes,
            places,
            state,
            trust_json,
            manifest_bytes,
        })
    }

    /// The list.
    #[must_use]
    pub fn manifest(&self) -> &Verified<Manifest> {
        &self.manifest
    }

    /// The authority's documents; its memory is to be stored when the import is complete.
    #[must_use]
    pub fn trust(&self) -> &TrustState {
        &self.state
    }

    /// `trust.json` as it came, to be stored beside the list.
    #[must_use]
    pub fn trust_json(&self) -> &[u8] {
        &self.trust_json
    }

    /// The list's envelope as it came.
    #[must_use]
    pub fn manifest_bytes(&self) -> &[u8] {
        &self.manifest_bytes
    }

    /// Bytes of all files of the package.
    #[must_use]
    pub fn total_bytes(&self) -> u64 {
        self.volumes
            .iter()
            .map(|volume| volume.layout().total())
            .sum()
    }

    /// The ciphertext of a small entry, compared with its digest.
    ///
    /// # Errors
    /// [`Reason::NoSuchEntry`], [`Reason::TooLarge`], [`Reason::ContentDigest`].
    pub fn entry_bytes(&mut self, entry: &Entry) -> Result<Vec<u8>> {
        let listed = self.manifest.entry(entry)?.clone();
        let max = 2 * super::MAX_BODY_BYTES;
        require(listed.size <= max, Reason::TooLarge, "size")?;
        let mut bytes = Vec::new();
        self.ciphertext(entry)?.read_to_end(&mut bytes)?;
        let mut hasher = ContentHasher::default();
        hasher.update(&bytes);
        compare_content(&listed, hasher)?;
        Ok(bytes)
    }

    /// The ciphertext of an entry as it stands in the file, **not** compared with its digest: the
    /// store that takes it over compares while it writes.
    ///
    /// # Errors
    /// [`Reason::NoSuchEntry`]; storage failures.
    pub fn ciphertext(&mut self, entry: &Entry) -> Result<impl Read + '_> {
        let missing = || Refusal::new(Reason::NoSuchEntry).with_entry(&entry.name());
        let &(volume, index) = self.places.get(entry).ok_or_else(missing)?;
        self.volumes
            .get_mut(volume)
            .ok_or_else(missing)?
            .content(index)
    }
}

/// Verifies a whole package: everything [`Package::open`] checks and the digest of every entry.
///
/// # Errors
/// As for [`Package::open`], [`Reason::ContentDigest`], [`Reason::ContentCrc`].
pub fn verify(
    source: &mut dyn VolumeSource,
    trust: &Trust,
    clock: Instant,
    purpose: Purpose,
    progress: &mut dyn FnMut(Progress),
) -> Result<Package> {
    let mut package = Package::open(source, trust, clock, purpose)?;
    package.verify_content(progress)?;
    Ok(package)
}

/// Verifies a list under a trust file: what a store does with the bytes it kept.
///
/// # Errors
/// The refusals of trust, envelope, validity and rollback.
pub fn read_manifest(
    trust_json: &[u8],
    manifest_bytes: &[u8],
    trust: &Trust,
    clock: Instant,
    purpose: Purpose,
) -> Result<(Verified<Manifest>, TrustState)> {
    let named = |refusal: Refusal| refusal.with_entry(TRUST_ENTRY);
    let mut state = trust.accept(trust_json, clock, purpose).map_err(named)?;
    let manifest: Verified<Manifest> = state
        .verify(manifest_bytes)
        .map_err(|refusal| refusal.with_entry(MANIFEST_ENTRY))?;
    admit(&mut state, &manifest)
        .map_err(|refusal| refusal.with_document(DocumentKind::Manifest))?;
    Ok((manifest, state))
}

/// Round known, time right, not older than what was accepted.
fn admit(state: &mut TrustState, manifest: &Verified<Manifest>) -> Result<()> {
    let round_expires = state.round(&manifest.round)?.expires;
    if state.purpose() == Purpose::Reading {
        return Ok(());
    }
    state.admit_time(manifest.issued, "issued")?;
    let now = state.now();
    require(
        manifest.valid_from <= now,
        Reason::NotYetValid,
        "valid_from",
    )?;
    require(now <= manifest.valid_until, Reason::Expired, "valid_until")?;
    require(now <= round_expires, Reason::TrustExpired, "expires")?;
    let seen = Seen {
        number: manifest.seq,
        digest: manifest.digest(),
    };
    state.memory_mut().note_package(&manifest.package, seen)
}

fn check_volumes(
    source: &mut dyn VolumeSource,
    first: Leading<Box<dyn ReadSeek>>,
    manifest: &Manifest,
) -> Result<Vec<Checked<Box<dyn ReadSeek>>>> {
    let mut leading = Some(first);
    let mut volumes = Vec::with_capacity(manifest.volumes.len());
    for (index, volume) in manifest.volumes.iter().enumerate() {
        let name = Manifest::volume_name(index);
        let checked = match leading.take() {
            Some(leading) => leading.check(layout_entries(volume)),
            None => Leading::start(open_volume(source, &name)?, VOLUME_MIMETYPE)
                .and_then(|leading| leading.check(layout_entries(volume))),
        };
        volumes.push(checked.map_err(|refusal| in_volume(refusal, &name))?);
    }
    Ok(volumes)
}

fn layout_entries(volume: &Volume) -> impl Iterator<Item = LayoutEntry> {
    volume.entries.iter().map(|entry| LayoutEntry {
        name: entry.name.name(),
        size: entry.size,
        crc32: entry.crc32,
    })
}

/// Names the volume in front of the entry.
pub(super) fn in_volume(mut refusal: Refusal, volume: &str) -> Refusal {
    refusal.place.entry = Some(match refusal.place.entry.take() {
        Some(entry) => format!("{volume}/{entry}"),
        None => volume.to_owned(),
    });
    refusal
}

/// Fixed entries come before the listed ones: three in the first volume, one in the others.
fn places(manifest: &Manifest) -> HashMap<Entry, (usize, usize)> {
    let mut places = HashMap::new();
    for (index, volume) in manifest.volumes.iter().enumerate() {
        let fixed = if index == 0 { 3 } else { 1 };
        for (nth, entry) in volume.entries.iter().enumerate() {
            places.insert(entry.name.clone(), (index, fixed + nth));
        }
    }
    places
}

/// Compares what was read with what is listed.
pub(super) fn compare_content(listed: &VolumeEntry, hasher: ContentHasher) -> Result<()> {
    let (sha256, crc32, size) = hasher.finish();
    let name = listed.name.name();
    let refuse = |reason| Err(Refusal::new(reason).with_entry(&name));
    match () {
        () if size != listed.size => refuse(Reason::Truncated),
        () if sha256 != listed.sha256 => refuse(Reason::ContentDigest),
        () if crc32 != listed.crc32 => refuse(Reason::ContentCrc),
        () => Ok(()),
    }
}
