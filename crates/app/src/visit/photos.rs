//! Photographs of a visit: taken in, shown, taken out again, and deleted where they came from.
//!
//! Owns the rule of places: when they are off, a position is taken out on import and both digests
//! are kept, so that the camera's file can still be told to be this photograph. Trap: whatever is
//! deleted at its origin must be here first, byte for byte or by its recorded digest.

use std::path::Path;

use hengping_core::id::{ApplicationId, Digest};
use hengping_core::time::Instant;
use hengping_core::visit::Photo;
use hengping_render::{Document, Kind};
use hengping_store::Event;
use hengping_store::table::photos::{PhotoMedia, PhotoRow};

use super::Visit;
use super::lines::read_subject;
use crate::clock::TimeZoneName;
use crate::context::Context;
use crate::documents::pool_of;
use crate::error::{Error, Refused, Result};
use crate::expert::OpenApplication;
use crate::files;
use crate::photo;

/// A photograph that was taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoAdded {
    /// Digest of the bytes that are kept.
    pub digest: Digest,
    /// Digest of the file, where that is another one.
    pub original: Option<Digest>,
    /// When it was taken.
    pub taken_at: Instant,
}

/// A photograph in a folder, as far as it can be told before it is taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhotoFound {
    /// When it was taken, where the file says so.
    pub taken_at: Option<Instant>,
    /// Whether it is here already.
    pub known: bool,
}

/// Largest photograph; cameras make a tenth of it.
const MOST_BYTES: usize = 64 * 1024 * 1024;
/// Name under which the store keeps whether positions stay in photographs.
const KEEP_PLACE: &str = "visit-keep-place";

impl Visit {
    /// Whether positions stay in photographs; they do not unless somebody said so.
    ///
    /// # Errors
    /// Those of the store.
    pub fn keeps_place(&self) -> Result<bool> {
        Ok(self.expert.store.read().meta().kept(KEEP_PLACE)?.as_deref() == Some("yes"))
    }

    /// Says whether positions stay in photographs taken in from now on.
    ///
    /// # Errors
    /// Those of the store.
    pub fn keep_place(&mut self, keep: bool, ctx: &Context) -> Result<()> {
        let word = if keep { "yes" } else { "no" };
        self.expert.store.write(ctx.now, |write| -> Result<_> {
            write.meta().keep(KEEP_PLACE, word)?;
            Ok(((), Event::act("place-in-photographs").about(&word)))
        })
    }

    /// Takes a photograph in as one of `subject`.
    ///
    /// # Errors
    /// What is neither JPEG nor PNG, or too large; an unknown subject; a sealed record.
    pub fn add_photo(
        &mut self,
        id: &ApplicationId,
        subject: &str,
        bytes: &[u8],
        ctx: &Context,
    ) -> Result<PhotoAdded> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        read_subject(&desk.scheme, subject, None)?;
        let found = photo::recognised(bytes).filter(|_| bytes.len() <= MOST_BYTES);
        let found = found.ok_or(Refused::NotAPhotograph)?;
        let stripped = match self.keeps_place()? {
            true => None,
            false => Some(photo::without_place(bytes).ok_or(Refused::NotAPhotograph)?),
        };
        let kept = stripped.as_deref().unwrap_or(bytes);
        let (digest, original) = (Digest::of(kept), Digest::of(bytes));
        let zone = TimeZoneName::of(&desk.package.round);
        let row = PhotoRow {
            digest,
            original: (original != digest).then_some(original),
            media: found.media,
            taken_at: found.taken_at(&zone).unwrap_or(ctx.now),
        };
        self.expert.store.write(ctx.now, |write| -> Result<_> {
            write.photos().put(&open.key, subject, &row, kept)?;
            Ok(((), Event::act("photo-added").about(id).about(&digest)))
        })?;
        Ok(PhotoAdded {
            digest,
            original: row.original,
            taken_at: row.taken_at,
        })
    }

    /// Takes a photograph off a subject.
    ///
    /// # Errors
    /// One that is not there; a sealed record.
    pub fn remove_photo(
        &mut self,
        id: &ApplicationId,
        subject: &str,
        digest: Digest,
        ctx: &Context,
    ) -> Result<()> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        self.expert.store.write(ctx.now, |write| -> Result<_> {
            write.photos().remove(&open.key, subject, digest)?;
            Ok(((), Event::act("photo-removed").about(id).about(&digest)))
        })
    }

    /// What can be told of a file before it is taken in; nothing when it is no photograph.
    ///
    /// # Errors
    /// A file that cannot be read; those of the store.
    pub fn look_at(&self, id: &ApplicationId, file: &Path) -> Result<Option<PhotoFound>> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        let bytes = files::read(file)?;
        let zone = TimeZoneName::of(&desk.package.round);
        let Some(found) = photo::recognised(&bytes) else {
            return Ok(None);
        };
        Ok(Some(PhotoFound {
            taken_at: found.taken_at(&zone),
            known: self.has(&open, Digest::of(&bytes))?,
        }))
    }

    /// Deletes the file a photograph came from.
    ///
    /// # Errors
    /// A file that is not a photograph of this application; one that cannot be deleted.
    pub fn delete_origin(&mut self, id: &ApplicationId, file: &Path, ctx: &Context) -> Result<()> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        let digest = Digest::of(&files::read(file)?);
        if !self.has(&open, digest)? {
            return Err(Refused::NotAPhotograph.into());
        }
        std::fs::remove_file(file).map_err(|error| Error::writing(file, error))?;
        self.expert.store.write(ctx.now, |_| -> Result<_> {
            Ok((
                (),
                Event::act("photo-origin-deleted").about(id).about(&digest),
            ))
        })
    }

    fn has(&self, open: &OpenApplication, digest: Digest) -> Result<bool> {
        let photos = self.expert.store.read().photos().of(&open.key)?;
        let is_it = |row: &PhotoRow| row.digest == digest || row.original == Some(digest);
        Ok(photos.iter().any(|(_, row)| is_it(row)))
    }

    /// A photograph in the worker that draws it; nothing when the application has none like it.
    pub(crate) fn photo_document(
        &self,
        id: &ApplicationId,
        digest: Digest,
        ctx: &Context,
    ) -> Result<Option<Document>> {
        let desk = self.expert.desk()?;
        let open = self.expert.application(&desk, id)?;
        let kept = self.expert.store.read().photos().bytes(&open.key, digest)?;
        let Some((media, bytes)) = kept else {
            return Ok(None);
        };
        let kind = match media {
            PhotoMedia::Jpeg => Kind::Jpeg,
            PhotoMedia::Png => Kind::Png,
        };
        let opened = pool_of(ctx)?.open(id.as_str(), kind, &bytes);
        Ok(Some(opened.map_err(|_| Refused::NotAPhotograph)?))
    }

    /// Photographs with the subject each was taken of.
    pub(super) fn photos(&self, open: &OpenApplication) -> Result<Vec<(String, PhotoRow)>> {
        Ok(self.expert.store.read().photos().of(&open.key)?)
    }
}

/// A photograph as a record names it.
pub(super) fn named(row: &PhotoRow) -> Photo {
    Photo {
        digest: row.digest,
        original: row.original,
        taken_at: row.taken_at,
    }
}
