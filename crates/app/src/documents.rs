//! Evidence as documents: from the evidence store through decryption to the PDF worker.
//!
//! Owns the one way in which evidence is opened. Trap: PDFium must never see a byte that was not
//! authenticated, so a document is decrypted whole, compared with its digest and only then handed
//! on; nothing of it touches the disk.

use hengping_core::application::{Application, EvidenceItem, Media};
use hengping_core::id::{Digest, EvidenceCode, PackageId};
use hengping_format::package::decrypt_document;
use hengping_format::suite::Identity;
use hengping_render::{Card, Document, Kind, Pool};
use hengping_store::evidence::EvidenceStore;
use zeroize::Zeroizing;

use crate::context::Context;
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
