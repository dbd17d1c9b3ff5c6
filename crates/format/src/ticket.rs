//! Tickets: made by the publisher for one holder, opened by that holder only.

use hengping_core::id::{Digest, PackageId, TicketId};
use zeroize::Zeroizing;

use crate::doc::{Manifest, Ticket, TicketKind, TicketSecrets};
use crate::document::{Document, DocumentKind, Signed, Verified};
use crate::envelope::Envelope;
use crate::json;
use crate::refusal::{Reason, Refusal, Result, require};
use crate::suite::{
    DOCUMENT_BLOCK, Identity, Recipient, SigningKey, Suite, VerifyingKey, open_bytes, seal_bytes,
};
use crate::trust::{Purpose, Seen, TicketSeen, TrustState};

const MAX_SECRETS: u64 = 1024 * 1024;

/// Makes a ticket for the holder of `recipient`.
///
/// # Errors
/// [`Reason::Doubled`] for an application assigned twice; those of signing.
pub fn make(
    secrets: &TicketSecrets,
    manifest: Digest,
    seq: u32,
    replaces: Option<TicketId>,
    recipient: &Recipient,
    publishers: &[&SigningKey],
) -> Result<Signed> {
    secrets.check()?;
    let plain = Zeroizing::new(json::write(secrets)?);
    Ticket {
        suite: Suite::intl_1(),
        package: secrets.package.clone(),
        manifest,
        ticket: secrets.ticket.clone(),
        seq,
        replaces,
        sealed: seal_bytes(recipient, DOCUMENT_BLOCK, &plain)?,
    }
    .sign(publishers)
}

/// Verifies the outside of a ticket for this package.
///
/// # Errors
/// Those of the envelope and the publisher's signature; [`Reason::ScopeDiffers`].
pub fn verify(
    bytes: &[u8],
    manifest: &Verified<Manifest>,
    state: &TrustState,
) -> Result<Verified<Ticket>> {
    let ticket: Verified<Ticket> = state.verify(bytes)?;
    require(
        ticket.package == manifest.package,
        Reason::ScopeDiffers,
        "package",
    )
    .and_then(|()| {
        require(
            ticket.manifest == manifest.digest(),
            Reason::ScopeDiffers,
            "manifest",
        )
    })
    .map_err(named)?;
    Ok(ticket)
}

/// Verifies the outside of a ticket without its package: for listings only.
///
/// # Errors
/// Those of the envelope and the publisher's signature.
pub fn verify_alone(bytes: &[u8], state: &TrustState) -> Result<Verified<Ticket>> {
    state.verify(bytes)
}

/// A ticket that was verified and opened.
pub struct OpenTicket {
    outside: Verified<Ticket>,
    secrets: TicketSecrets,
}

impl OpenTicket {
    /// The signed outside.
    #[must_use]
    pub fn outside(&self) -> &Verified<Ticket> {
        &self.outside
    }

    /// The secrets.
    #[must_use]
    pub fn secrets(&self) -> &TicketSecrets {
        &self.secrets
    }

    /// The ticket.
    #[must_use]
    pub fn id(&self) -> &TicketId {
        &self.outside.content().ticket
    }

    /// The package it opens.
    #[must_use]
    pub fn package(&self) -> &PackageId {
        &self.outside.content().package
    }
}

/// Opens a verified ticket. `holder` is the opener's own signing key, when there is one to compare.
///
/// `state` takes note of the ticket, so that an older one is refused after it.
///
/// # Errors
/// [`Reason::NotForThisKey`], [`Reason::KeyDiffers`], [`Reason::ScopeDiffers`],
/// [`Reason::CommitteeDiffers`], [`Reason::TicketRollback`], those of decryption and strict JSON.
pub fn open(
    ticket: Verified<Ticket>,
    identity: &Identity,
    holder: Option<&VerifyingKey>,
    manifest: &Verified<Manifest>,
    state: &mut TrustState,
) -> Result<OpenTicket> {
    let secrets = read_secrets(&ticket, identity).map_err(named)?;
    check_secrets(&secrets, &ticket, holder, manifest, state).map_err(named)?;
    if state.purpose() == Purpose::Import {
        let seen = Seen {
            number: ticket.seq,
            digest: ticket.digest(),
        };
        let new = TicketSeen {
            package: ticket.package.clone(),
            kind: secrets.kind,
            ticket: ticket.ticket.clone(),
            seen,
        };
        state.memory_mut().note_ticket(new).map_err(named)?;
    }
    Ok(OpenTicket {
        outside: ticket,
        secrets,
    })
}

fn named(refusal: Refusal) -> Refusal {
    refusal.with_document(DocumentKind::Ticket)
}

fn read_secrets(ticket: &Ticket, identity: &Identity) -> Result<TicketSecrets> {
    let plain = open_bytes(&ticket.sealed, identity, DOCUMENT_BLOCK, MAX_SECRETS)
        .map_err(|refusal| refusal.with_field("sealed"))?;
    let secrets: TicketSecrets =
        json::read(&plain).map_err(|refusal| refusal.with_field("sealed"))?;
    secrets.check()?;
    Ok(secrets)
}

/// Inside and outside agree, and both agree with the package and the round document.
fn check_secrets(
    secrets: &TicketSecrets,
    ticket: &Ticket,
    holder: Option<&VerifyingKey>,
    manifest: &Verified<Manifest>,
    state: &TrustState,
) -> Result<()> {
    require(
        secrets.ticket == ticket.ticket,
        Reason::ScopeDiffers,
        "ticket",
    )?;
    require(
        secrets.package == ticket.package,
        Reason::ScopeDiffers,
        "package",
    )?;
    require(
        secrets.round == manifest.round,
        Reason::ScopeDiffers,
        "round",
    )?;
    let own = secrets
        .holder
        .as_ref()
        .zip(holder)
        .is_none_or(|(named, own)| named == own);
    require(own, Reason::KeyDiffers, "holder")?;
    let round = state.round(&secrets.round)?;
    require(
        secrets.committee == round.committee,
        Reason::CommitteeDiffers,
        "committee",
    )
}

/// What a ticket says of itself to the holder of an identity. Nothing of it is verified: it tells
/// which of several files to try, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// The ticket.
    pub ticket: TicketId,
    /// The package it says it opens.
    pub package: PackageId,
    /// Its number among those for the same holder.
    pub seq: u32,
    /// Whom it is for.
    pub kind: TicketKind,
}

/// What a ticket claims, when `identity` opens it.
#[must_use]
pub fn claim(bytes: &[u8], identity: &Identity) -> Option<Claim> {
    let envelope = Envelope::read(bytes, DocumentKind::Ticket.max_bytes()).ok()?;
    let ticket: Ticket = json::read(envelope.payload()).ok()?;
    let secrets = read_secrets(&ticket, identity).ok()?;
    Some(Claim {
        ticket: ticket.ticket,
        package: ticket.package,
        seq: ticket.seq,
        kind: secrets.kind,
    })
}
