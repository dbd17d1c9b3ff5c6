//! Writing a package: encrypt to a spool, list, sign, lay out, copy.
//!
//! The spool exists because the list stands in front of the objects and names their ciphertext.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, Digest, ObjectId, PackageId};
use hengping_core::round::Round;
use hengping_core::time::Instant;

use super::{
    MANIFEST_ENTRY, PACKAGE_MIMETYPE, Progress, ReadWriteSeek, TRUST_ENTRY, VOLUME_MIMETYPE,
    VolumeSink,
};
use crate::container::{ContainerWriter, Layout, LayoutEntry, MAX_CONTAINER_BYTES, MIMETYPE};
use crate::doc::{
    Body, Entry, Inner, InnerApplication, Manifest, RecognisedText, Supersedes, Volume, VolumeEntry,
};
use crate::document::Document;
use crate::json;
use crate::refusal::{Reason, Refusal, Result, require};
use crate::suite::{ContentHasher, ENTRY_BLOCK, Identity, Recipient, SigningKey, Suite, seal};

/// Gives the plaintext of objects.
pub trait ObjectSource {
    /// The file of this object; exactly as long as its evidence item says.
    ///
    /// # Errors
    /// Storage failures.
    fn open(&mut self, object: &ObjectId) -> std::io::Result<Box<dyn Read + '_>>;
}

/// One application with recognised texts.
#[derive(Debug, Clone)]
pub struct Material {
    /// The application.
    pub application: Application,
    /// Recognised text of its scans.
    pub recognised: Vec<RecognisedText>,
}

/// What goes into a package.
#[derive(Debug, Clone)]
pub struct PackageSpec {
    /// The package.
    pub package: PackageId,
    /// Number of this edition, from 1.
    pub seq: u32,
    /// The edition before.
    pub supersedes: Option<Supersedes>,
    /// The round.
    pub round: Round,
    /// Text of the scheme file.
    pub scheme: String,
    /// When it is signed.
    pub issued: Instant,
    /// First moment at which it may be taken in.
    pub valid_from: Instant,
    /// Last moment at which it may be taken in.
    pub valid_until: Instant,
    /// The practice application.
    pub practice: Option<Material>,
    /// The applications.
    pub applications: Vec<Material>,
    /// Largest file, in bytes; at most [`MAX_CONTAINER_BYTES`].
    pub volume_limit: u64,
}

/// The identities of a package. The office keeps them all; tickets carry some.
#[derive(Debug, Clone)]
pub struct PackageKeys {
    /// Opens what every expert may know.
    pub index: Identity,
    /// Opens one application each.
    pub applications: BTreeMap<ApplicationId, Identity>,
}

impl PackageKeys {
    /// Fresh identities for these applications.
    pub fn generate<'a>(applications: impl IntoIterator<Item = &'a ApplicationId>) -> Self {
        let fresh = |id: &ApplicationId| (id.clone(), Identity::generate());
        Self {
            index: Identity::generate(),
            applications: applications.into_iter().map(fresh).collect(),
        }
    }

    fn application(&self, id: &ApplicationId) -> Result<&Identity> {
        let missing = || Refusal::at(Reason::NoSuchEntry, "keys");
        self.applications.get(id).ok_or_else(missing)
    }
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenFile {
    /// Its name.
    pub name: String,
    /// Its size, in bytes.
    pub size: u64,
}

/// A package that was written.
#[derive(Debug, Clone)]
pub struct Written {
    /// The signed list.
    pub manifest: Manifest,
    /// The list's payload digest: what tickets name and people compare.
    pub digest: Digest,
    /// The files.
    pub files: Vec<WrittenFile>,
}

/// Writes a package.
///
/// `trust_json` is what [`crate::trust::write_trust_file`] made; `signers` are publishers.
///
/// # Errors
/// [`Reason::FileSize`] or [`Reason::PlainDigest`] when an object is not as its evidence item
/// says; [`Reason::ListsDisagree`], [`Reason::SchemeDigest`], [`Reason::TooLarge`]; storage
/// failures.
pub fn write(
    spec: &PackageSpec,
    keys: &PackageKeys,
    trust_json: &[u8],
    signers: &[&SigningKey],
    objects: &mut dyn ObjectSource,
    out: &mut dyn VolumeSink,
    progress: &mut dyn FnMut(Progress),
) -> Result<Written> {
    let plan = Plan::new(spec, keys)?;
    let mut spool = Spool::new(out.spool()?);
    plan.fill(&mut spool, objects, progress)?;
    let manifest = manifest(spec, &spool)?;
    let signed = manifest.sign(signers)?;
    let leading = [(TRUST_ENTRY, trust_json), (MANIFEST_ENTRY, signed.bytes())];
    let files = write_volumes(&manifest, &leading, spool, out)?;
    Ok(Written {
        digest: signed.digest(),
        manifest,
        files,
    })
}

/// What is to be encrypted to whom, checked before the first byte is written.
struct Plan<'a> {
    keys: &'a PackageKeys,
    inner: Inner,
    bodies: Vec<(Recipient, Body)>,
}

impl<'a> Plan<'a> {
    fn new(spec: &PackageSpec, keys: &'a PackageKeys) -> Result<Self> {
        let bodies = spec
            .applications
            .iter()
            .map(|material| {
                let key = keys.application(&material.application.id)?;
                let body = body(&spec.package, material);
                body.check().map(|()| (key.recipient(), body))
            })
            .collect::<Result<Vec<_>>>()?;
        let inner = Inner {
            kind: Inner::TYPE.to_owned(),
            suite: Suite::intl_1(),
            package: spec.package.clone(),
            round: spec.round.clone(),
            scheme: spec.scheme.clone(),
            practice: spec
                .practice
                .as_ref()
                .map(|material| body(&spec.package, material)),
            applications: bodies
                .iter()
                .map(|(to, body)| inner_row(to, body))
                .collect(),
        };
        inner.check()?;
        Ok(Self {
            keys,
            inner,
            bodies,
        })
    }

    /// Encrypts everything, in the order of the manifest.
    fn fill(
        &self,
        spool: &mut Spool,
        objects: &mut dyn ObjectSource,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<()> {
        let index = self.keys.index.recipient();
        spool.add_document(Entry::Inner, &index, &json::write(&self.inner)?)?;
        for (recipient, body) in &self.bodies {
            let entry = Entry::Application(body.application.id.clone());
            spool.add_document(entry, recipient, &json::write(body)?)?;
        }
        let practice = self.inner.practice.iter().map(|body| (&index, body));
        let all: Vec<_> = practice
            .chain(self.bodies.iter().map(|(to, body)| (to, body)))
            .collect();
        let files = all
            .iter()
            .flat_map(|(to, body)| body.objects().map(move |id| (*to, *body, id)));
        let files: Vec<_> = files
            .filter_map(|(to, body, id)| body.file(id).map(|file| (to, id, file)))
            .collect();
        let total = files.iter().map(|(_, _, (_, size))| size).sum();
        let mut done = 0;
        for (to, id, (digest, size)) in files {
            spool.add_object(id, to, digest, size, objects)?;
            done += size;
            progress(Progress { done, total });
        }
        Ok(())
    }
}

fn body(package: &PackageId, material: &Material) -> Body {
    Body {
        kind: Body::TYPE.to_owned(),
        suite: Suite::intl_1(),
        package: package.clone(),
        application: material.application.clone(),
        recognised: material.recognised.clone(),
    }
}

fn inner_row(recipient: &Recipient, body: &Body) -> InnerApplication {
    InnerApplication {
        id: body.application.id.clone(),
        recipient: recipient.clone(),
        objects: body.objects().cloned().collect(),
        enterprise: body.application.enterprise.clone(),
        material_version: body.application.material_version,
    }
}

/// Ciphertext of all entries, one after the other, and what the list will say of them.
struct Spool {
    file: Box<dyn ReadWriteSeek>,
    entries: Vec<VolumeEntry>,
}

impl Spool {
    fn new(file: Box<dyn ReadWriteSeek>) -> Self {
        Self {
            file,
            entries: Vec::new(),
        }
    }

    fn add_document(&mut self, name: Entry, to: &Recipient, content: &[u8]) -> Result<()> {
        require(
            content.len() as u64 <= super::MAX_BODY_BYTES,
            Reason::TooLarge,
            "document",
        )
        .map_err(|refusal| refusal.with_entry(&name.name()))?;
        self.add(name, to, content.len() as u64, &mut Cursor::new(content))
    }

    /// Encrypts a file and checks on the way that it is the file of its evidence item.
    fn add_object(
        &mut self,
        id: &ObjectId,
        to: &Recipient,
        digest: Digest,
        size: u64,
        objects: &mut dyn ObjectSource,
    ) -> Result<()> {
        let name = Entry::Object(id.clone());
        let named = |refusal: Refusal| refusal.with_entry(&name.name());
        let plain = objects.open(id).map_err(Refusal::from).map_err(named)?;
        let mut plain = HashedRead {
            inner: plain,
            hasher: ContentHasher::default(),
        };
        self.add(name.clone(), to, size, &mut plain)
            .map_err(named)?;
        let same = plain.hasher.finish().0 == digest;
        require(same, Reason::PlainDigest, "digest").map_err(named)
    }

    fn add(
        &mut self,
        name: Entry,
        to: &Recipient,
        size: u64,
        content: &mut dyn Read,
    ) -> Result<()> {
        let mut out = HashedWrite {
            inner: &mut self.file,
            hasher: ContentHasher::default(),
        };
        seal(to, size, ENTRY_BLOCK, content, &mut out)?;
        let (sha256, crc32, size) = out.hasher.finish();
        self.entries.push(VolumeEntry {
            name,
            size,
            crc32,
            sha256,
        });
        Ok(())
    }
}

struct HashedRead<'a> {
    inner: Box<dyn Read + 'a>,
    hasher: ContentHasher,
}

impl Read for HashedRead<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hasher.update(buffer.get(..n).unwrap_or_default());
        Ok(n)
    }
}

struct HashedWrite<'a> {
    inner: &'a mut dyn ReadWriteSeek,
    hasher: ContentHasher,
}

impl Write for HashedWrite<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let n = self.inner.write(bytes)?;
        self.hasher.update(bytes.get(..n).unwrap_or_default());
        Ok(n)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.inner.flush()
    }
}

fn manifest(spec: &PackageSpec, spool: &Spool) -> Result<Manifest> {
    let limit = spec.volume_limit.min(MAX_CONTAINER_BYTES);
    Ok(Manifest {
        suite: Suite::intl_1(),
        package: spec.package.clone(),
        round: spec.round.id.clone(),
        seq: spec.seq,
        supersedes: spec.supersedes.clone(),
        issued: spec.issued,
        valid_from: spec.valid_from,
        valid_until: spec.valid_until,
        volumes: split(&spool.entries, limit)?,
    })
}

/// Generous bound on header, directory line and line in the list of one entry.
const ENTRY_OVERHEAD: u64 = 1024;
/// Entries of one volume; the fixed ones and some room are left out.
const ENTRIES_PER_VOLUME: usize = crate::container::MAX_ENTRIES - 8;

/// Spreads entries over volumes: documents stay in the first, objects follow while there is room.
fn split(entries: &[VolumeEntry], limit: u64) -> Result<Vec<Volume>> {
    let fixed = 2 * 1024 * 1024 + entries.len() as u64 * ENTRY_OVERHEAD;
    let mut volumes = vec![Volume {
        entries: Vec::new(),
    }];
    // The list itself stands in the first volume and grows with every entry of all volumes.
    let mut used = fixed;
    for entry in entries {
        let cost = entry.size + ENTRY_OVERHEAD;
        let current = volumes.last_mut().ok_or(Reason::EntryList)?;
        let full = used + cost > limit || current.entries.len() >= ENTRIES_PER_VOLUME;
        if matches!(entry.name, Entry::Object(_)) && full {
            volumes.push(Volume {
                entries: vec![entry.clone()],
            });
            used = ENTRY_OVERHEAD + cost;
        } else {
            current.entries.push(entry.clone());
            used += cost;
        }
    }
    Ok(volumes)
}

fn write_volumes(
    manifest: &Manifest,
    leading: &[(&str, &[u8])],
    spool: Spool,
    out: &mut dyn VolumeSink,
) -> Result<Vec<WrittenFile>> {
    let mut ciphertext = spool.file;
    ciphertext.seek(SeekFrom::Start(0))?;
    let mut files = Vec::new();
    for (index, volume) in manifest.volumes.iter().enumerate() {
        let (mimetype, fixed) = match index {
            0 => (PACKAGE_MIMETYPE, leading),
            _ => (VOLUME_MIMETYPE, [].as_slice()),
        };
        let name = Manifest::volume_name(index);
        let mut file = out.create(&name)?;
        let size = write_volume(volume, mimetype, fixed, &mut ciphertext, &mut *file)?;
        files.push(WrittenFile { name, size });
    }
    Ok(files)
}

fn write_volume(
    volume: &Volume,
    mimetype: &str,
    fixed: &[(&str, &[u8])],
    mut ciphertext: &mut dyn ReadWriteSeek,
    out: &mut dyn Write,
) -> Result<u64> {
    let mut entries = vec![LayoutEntry::of(MIMETYPE, mimetype.as_bytes())];
    entries.extend(
        fixed
            .iter()
            .map(|(name, content)| LayoutEntry::of(name, content)),
    );
    entries.extend(volume.entries.iter().map(|entry| LayoutEntry {
        name: entry.name.name(),
        size: entry.size,
        crc32: entry.crc32,
    }));
    let mut writer = ContainerWriter::new(Layout::new(entries)?, out);
    writer.put(&mut Cursor::new(mimetype))?;
    for (_, content) in fixed {
        writer.put(&mut Cursor::new(content))?;
    }
    for entry in &volume.entries {
        writer.put(&mut Read::by_ref(&mut ciphertext).take(entry.size))?;
    }
    writer.finish()
}
