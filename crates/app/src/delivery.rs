//! What the office delivers: a package with a ticket, verified before anything of it is stored.
//!
//! Owns the one way from files to verified content, whoever imports. Trap: the ticket's secrets
//! open the package, so nothing inside is looked at before package, authority, ticket and key agree.

use std::path::Path;

use hengping_core::id::Digest;
use hengping_format::doc::{Inner, TicketKind};
use hengping_format::envelope::Envelope;
use hengping_format::package::{Combined, Package, VolumeSource};
use hengping_format::suite::{Identity, VerifyingKey};
use hengping_format::ticket::{self, OpenTicket};
use hengping_format::trust::{Purpose, Trust, TrustState};
use hengping_format::{Reason, Verified};
use hengping_store::table::meta::Meta;

use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::volumes::Folder;
use crate::{files, trust};

/// The files of a delivery.
pub(crate) struct Delivery<'a> {
    /// `package.orp`, or the one-file form with the ticket inside.
    pub(crate) package: &'a Path,
    /// The ticket, unless it is inside.
    pub(crate) ticket: Option<&'a Path>,
}

/// Whose delivery it must be.
pub(crate) struct Owner<'a> {
    /// Opens the ticket: the owner's own, or that of an activation code.
    pub(crate) identity: &'a Identity,
    /// The owner's own key, which the ticket names unless it is addressed to a code.
    pub(crate) signing: VerifyingKey,
    /// As what the owner works.
    pub(crate) kind: TicketKind,
}

/// A delivery that was verified.
pub(crate) struct Delivered {
    pub(crate) package: Package,
    /// The authority's documents with what was accepted of them.
    pub(crate) state: TrustState,
    pub(crate) inner: Verified<Inner>,
    pub(crate) ticket: OpenTicket,
    pub(crate) ticket_bytes: Vec<u8>,
}

impl Delivery<'_> {
    /// Verifies package and ticket for their owner, under a pinned authority and with what the
    /// owner's store remembers of it.
    ///
    /// # Errors
    /// The refusals of package, trust, ticket and time; a ticket of another kind.
    pub(crate) fn verify(
        &self,
        pin: Digest,
        owner: &Owner<'_>,
        meta: &Meta<'_>,
        ctx: &Context,
    ) -> Result<Delivered> {
        let (mut source, inside) = source_of(self.package)?;
        let ticket_bytes = match (self.ticket, inside) {
            (Some(path), _) => files::read(path)?,
            (None, Some(bytes)) => bytes,
            (None, None) => return Err(Refused::NoTicket.into()),
        };
        let trust = Trust::pinned(pin).with_memory(trust::memory(meta, pin)?);
        let mut package = Package::open(source.as_mut(), &trust, ctx.now, Purpose::Import)?;
        let mut state = package.trust().clone();
        let manifest = package.manifest();
        let outside = ticket::verify(&ticket_bytes, manifest, &state)?;
        let own = Some(&owner.signing);
        let ticket = ticket::open(outside, owner.identity, own, manifest, &mut state)?;
        if ticket.secrets().kind != owner.kind {
            return Err(Refused::WrongTicketKind.into());
        }
        let inner = package.open_inner(&ticket.secrets().index)?;
        Ok(Delivered {
            package,
            state,
            inner,
            ticket,
            ticket_bytes,
        })
    }
}

/// Where a package is read from, and the ticket when that is in the same file.
type Source = (Box<dyn VolumeSource>, Option<Vec<u8>>);

/// A package file in either form.
pub(crate) fn source_of(path: &Path) -> Result<Source> {
    let file = std::fs::File::open(path).map_err(|error| Error::file(path, error))?;
    match Combined::open(Box::new(file)) {
        Ok(combined) => {
            let ticket = combined.ticket().to_vec();
            Ok((Box::new(combined), Some(ticket)))
        }
        Err(refusal) if refusal.reason == Reason::Mimetype => {
            Ok((Box::new(Folder::of_package(path)), None))
        }
        Err(refusal) => Err(refusal.into()),
    }
}

/// The digest that pins a root document.
pub(crate) fn pin_of(root: &[u8]) -> Result<Digest> {
    Ok(Digest::of(Envelope::read(root, root.len())?.payload()))
}
