//! Evidence at the panel's table: the package on this machine, opened at the page that is cited.
//!
//! Owns taking the ciphertext over and opening a document of it with the panel's ticket. Trap: the
//! keys of the applications are not stored; the ticket is opened anew each time, with the chair's.

use hengping_core::id::{ApplicationId, Digest, EvidenceCode};
use hengping_format::Verified;
use hengping_format::doc::Manifest;
use hengping_format::package::Package;
use hengping_format::suite::Identity;
use hengping_format::ticket;
use hengping_format::trust::{Purpose, Trust};
use hengping_render::Document;
use hengping_store::Event;
use hengping_store::table::packed::PackedRow;

use super::{Panel, PanelFiles, unknown_application};
use crate::context::Context;
use crate::delivery::source_of;
use crate::documents::{self, Evidence};
use crate::error::{Refused, Result};
use crate::{files, trust};

/// Name under which the panel's ticket is kept.
const TICKET: &str = "panel-ticket";

impl Panel {
    /// Takes over the evidence of a package that was imported, so that citations can be opened
    /// without the stick. An interrupted one goes on where it stopped.
    ///
    /// # Errors
    /// The refusals of the package; a full disk.
    pub fn keep_evidence(&mut self, from: &PanelFiles, ctx: &Context) -> Result<()> {
        let (mut source, inside) = source_of(&from.package)?;
        let bytes = match (&from.ticket, inside) {
            (Some(path), _) => files::read(path)?,
            (None, Some(bytes)) => bytes,
            (None, None) => return Err(Refused::NoTicket.into()),
        };
        let meta = self.store.read().meta();
        let pinned = Trust::pinned(trust::pin(&meta)?);
        let mut package = Package::open(source.as_mut(), &pinned, ctx.now, Purpose::Reading)?;
        ticket::verify(&bytes, package.manifest(), &trust::state(&meta, ctx)?)?;
        documents::take_evidence(&self.store.evidence_folder(), &mut package, ctx)?;
        let text = String::from_utf8(bytes).map_err(|_| Refused::Internal)?;
        let digest = package.manifest().digest();
        self.store.write(ctx.now, |write| -> Result<_> {
            write.meta().keep(TICKET, &text)?;
            Ok(((), Event::act("evidence-kept").about(&digest)))
        })
    }

    /// Opens a document of an application.
    ///
    /// # Errors
    /// A document that the application does not have, evidence that is not on this machine, a
    /// document that cannot be read.
    pub fn document(&self, id: &ApplicationId, digest: Digest, ctx: &Context) -> Result<Document> {
        let read = self.store.read();
        let body = self.body(id)?;
        let item = body.evidence.iter().find(|item| item.digest == digest);
        let item = item.ok_or_else(|| unknown_application(id))?;
        let packed = read.packed().of_round(&self.round()?.round.id)?.pop();
        let packed = packed.ok_or(Refused::NoPackage)?;
        let store = documents::evidence_of(&self.store.evidence_folder(), &packed.manifest)?;
        let identity = self.identity_of(id, &packed, ctx)?;
        let evidence = Evidence {
            store: &store,
            body: &body,
            identity: &identity,
        };
        evidence.open(item, documents::pool_of(ctx)?)
    }

    /// An evidence item of this document, for naming it to a person.
    ///
    /// # Errors
    /// A document that the application does not have.
    pub fn evidence_of(&self, id: &ApplicationId, document: Digest) -> Result<EvidenceCode> {
        let body = self.body(id)?;
        let item = body.evidence.iter().find(|item| item.digest == document);
        Ok(item.ok_or_else(|| unknown_application(id))?.code.clone())
    }

    fn body(&self, id: &ApplicationId) -> Result<hengping_core::application::Application> {
        let rows = self
            .store
            .read()
            .intake()
            .of_round(&self.round()?.round.id)?;
        let row = rows.into_iter().find(|row| row.body.id == *id);
        Ok(row.ok_or_else(|| unknown_application(id))?.body)
    }

    /// The key of an application, from the panel's ticket.
    fn identity_of(
        &self,
        id: &ApplicationId,
        packed: &PackedRow,
        ctx: &Context,
    ) -> Result<Identity> {
        let meta = self.store.read().meta();
        let text = meta.kept(TICKET)?.ok_or(Refused::NoTicket)?;
        let mut state = trust::state(&meta, ctx)?;
        let manifest: Verified<Manifest> = state.verify(&packed.signed)?;
        let outside = ticket::verify(text.as_bytes(), &manifest, &state)?;
        let own = self.keys.signing.verifying_key();
        let keys = &self.keys.identity;
        let open = ticket::open(outside, keys, Some(&own), &manifest, &mut state)?;
        let mut assigned = open.secrets().assignments.iter();
        let found = assigned.find(|one| one.application == *id);
        let identity = found.and_then(|one| one.identity.clone());
        identity.ok_or_else(|| unknown_application(id))
    }
}
