//! Evidence as documents: from the evidence store through decryption to the PDF worker.
//!
//! Owns both ways of evidence: taking its ciphertext over from a package, and opening it. Trap:
//! PDFium must never see a byte that was not authenticated, so a document is decrypted whole,
//! compared with its digest and only then handed on; nothing of it touches the disk.

use std::path::Path;

use hengping_core::application::{Application, EvidenceItem, Media};
use hengping_core::id::{Digest, EvidenceCode, PackageId};
use hengping_format::Reason;
use hengping_format::doc::{Entry, Manifest};
use hengping_format::package::{Package, decrypt_document};
use hengping_format::suite::Identity;
use hengping_render::{Card, Document, Kind, Pool};
use hengping_store::StoreError;
use hengping_store::evidence::{EvidenceError, EvidenceStore, EvidenceWriter, ObjectEntry};
use zeroize::Zeroizing;

use crate::context::{Context, Unit};
use crate::error::{Error, Refused, Result};

/// Evidence of one application, ready to be opened.
pub(crate) struct Evidence<'a> {
    pub(crate) store: &'a EvidenceStore,
    pub(crate) body: &'a Application,
    pub(crate) identity: &'a Identity,
}

/// The name under which the evidence of one edition of a package is stored: a later edition is
/// taken over beside the earlier one, which goes only when the later one is usable.
pub(crate) fn evidence_name(manifest: &Digest) -> Result<PackageId> {
    let name: String = manifest.to_string().chars().take(40).collect();
    Ok(PackageId::new(name).map_err(|_| Refused::Internal)?)
}

/// Opens the evidence of an edition beside the work store.
pub(crate) fn evidence_of(folder: &std::path::Path, manifest: &Digest) -> Result<EvidenceStore> {
    Ok(EvidenceStore::open(folder, &evidence_name(manifest)?)?)
}

/// The kind the worker is told.
pub(crate) fn kind_of(media: Media) -> Kind {
    match media {
        Media::Pdf => Kind::Pdf,
        Media::Jpeg => Kind::Jpeg,
        Media::Png => Kind::Png,
    }
}

/// The workers, or the refusal that says what is missing.
pub(crate) fn pool_of<'a>(ctx: &Context<'a>) -> Result<&'a Pool> {
    ctx.pool.ok_or_else(|| Refused::NoRenderer.into())
}

impl Evidence<'_> {
    /// The item of the catalogue.
    pub(crate) fn item(&self, code: &EvidenceCode) -> Result<&EvidenceItem> {
        let found = self.body.evidence.iter().find(|item| item.code == *code);
        let unknown = || Refused::UnknownEvidence {
            application: self.body.id.to_string(),
            evidence: code.to_string(),
        };
        Ok(found.ok_or_else(unknown)?)
    }

    /// The file of an item, decrypted and compared with its digest.
    pub(crate) fn plain(&self, item: &EvidenceItem) -> Result<Zeroizing<Vec<u8>>> {
        let ciphertext = self.store.read(&item.object)?;
        Ok(decrypt_document(
            ciphertext,
            self.identity,
            item.digest,
            item.size,
        )?)
    }

    /// The document of an item in the worker of this application.
    pub(crate) fn open(&self, item: &EvidenceItem, pool: &Pool) -> Result<Document> {
        let plain = self.plain(item)?;
        let opened = pool.open(self.body.id.as_str(), kind_of(item.media), &plain);
        opened.map_err(|card| unreadable(&item.code, card))
    }
}

/// The refusal for a document that shows a card instead of pages.
pub(crate) fn unreadable(code: &EvidenceCode, card: Card) -> Error {
    let (evidence, reason) = (code.to_string(), card.code().to_owned());
    Refused::DocumentUnreadable { evidence, reason }.into()
}

/// The page of the file for page `page` of the item, both counted from 1.
pub(crate) fn page_of_file(item: &EvidenceItem, page: u32) -> Option<u32> {
    let first = item.pages.map_or(1, |range| range.first);
    let in_file = first.checked_add(page.checked_sub(1)?)?;
    match item.pages {
        Some(range) if in_file > range.last => None,
        _ => Some(in_file),
    }
}

/// Takes over the ciphertext of a package, object by object; what is there already stays.
pub(crate) fn take_evidence(folder: &Path, package: &mut Package, ctx: &Context) -> Result<()> {
    let name = evidence_name(&package.manifest().digest())?;
    let entries = object_entries(package);
    let mut writer = match EvidenceWriter::start(folder, &name) {
        Err(StoreError::AlreadyStored(_)) => return Ok(()),
        other => other?,
    };
    let there = writer.objects()?;
    let total = entries.iter().map(|entry| entry.size).sum();
    let mut done = 0;
    ctx.progress.begin("task-import", total, Unit::Bytes);
    for old in there.iter().filter(|old| !entries.contains(old)) {
        writer.drop_object(&old.id)?;
    }
    for entry in &entries {
        if !there.contains(entry) {
            let name = Entry::Object(entry.id.clone());
            let added = writer.add(entry, &mut package.ciphertext(&name)?);
            added.map_err(|error| named(evidence_error(error), package, entry))?;
        }
        done += entry.size;
        ctx.progress.at(done);
    }
    ctx.progress.end();
    writer.finish(&entries).map_err(evidence_error)?;
    Ok(())
}

fn object_entries(package: &Package) -> Vec<ObjectEntry> {
    let objects = package.object_entries();
    objects
        .filter_map(|entry| match &entry.name {
            Entry::Object(object) => Some(ObjectEntry {
                id: object.clone(),
                size: entry.size,
                digest: entry.sha256,
            }),
            _ => None,
        })
        .collect()
}

fn evidence_error(error: EvidenceError) -> Error {
    match error {
        EvidenceError::Source(kind) => {
            hengping_format::Refusal::from(std::io::Error::from(kind)).into()
        }
        EvidenceError::Mismatch => hengping_format::Refusal::new(Reason::ContentDigest).into(),
        EvidenceError::Store(error) => error.into(),
    }
}

/// A refusal of an object names its volume, so that one knows which file to ask for again.
fn named(error: Error, package: &Package, entry: &ObjectEntry) -> Error {
    let Error::Format(refusal) = error else {
        return error;
    };
    let name = Entry::Object(entry.id.clone());
    let mut listed = package.manifest().entries();
    let volume = listed
        .find(|(_, listed)| listed.name == name)
        .map_or(0, |(volume, _)| volume);
    let place = format!("{}/{}", Manifest::volume_name(volume), name.name());
    refusal.with_entry(&place).into()
}

#[cfg(test)]
mod tests {
    use hengping_core::application::PageRange;
    use hengping_core::id::ObjectId;

    use super::*;

    #[test]
    fn pages_are_counted_within_the_item() {
        let mut item = EvidenceItem {
            code: EvidenceCode::new("E04").unwrap(),
            title: String::new(),
            file_name: String::new(),
            object: ObjectId::new("o").unwrap(),
            digest: Digest::of(b""),
            size: 0,
            media: Media::Pdf,
            pages: Some(PageRange {
                first: 11,
                last: 13,
            }),
        };
        assert_eq!(page_of_file(&item, 1), Some(11));
        assert_eq!(page_of_file(&item, 3), Some(13));
        assert_eq!(page_of_file(&item, 4), None);
        assert_eq!(page_of_file(&item, 0), None);
        item.pages = None;
        assert_eq!(page_of_file(&item, 4), Some(4));
    }
}
