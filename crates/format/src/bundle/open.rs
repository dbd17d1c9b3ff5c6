//! Reading a bundle: the label alone, or everything.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use hengping_core::id::{ApplicationId, Digest, TicketId};
use hengping_core::review::Review;

use super::{BUNDLE_MIMETYPE, LABEL_ENTRY, PAYLOAD_ENTRY};
use crate::container::{LayoutEntry, Leading};
use crate::doc::{BundleKind, Card, Label, Payload, Pledge, SealedReview, VisitRecord};
use crate::document::{
    DocumentKind, Verified, read_envelope, read_payload, verify_envelope, verify_with_key,
};
use crate::refusal::{Reason, Refusal, Result, require};
use crate::suite::{ENTRY_BLOCK, Identity, VerifyingKey, open_bytes};

/// The keys that a ticket was issued with.
#[derive(Debug, Clone)]
pub struct TicketKeys {
    /// The ticket.
    pub ticket: TicketId,
    /// Public half of its label key.
    pub label: VerifyingKey,
    /// Key of the holder; absent while a card that travels in the bundle is not yet confirmed.
    pub holder: Option<VerifyingKey>,
}

type Source<'a> = Cursor<&'a [u8]>;

fn leading(bytes: &[u8]) -> Result<(Leading<Source<'_>>, Vec<u8>)> {
    let mut leading = Leading::start(Cursor::new(bytes), BUNDLE_MIMETYPE)?;
    let label = leading.read_next(LABEL_ENTRY, DocumentKind::Label.max_bytes() as u64)?;
    Ok((leading, label))
}

/// What the label claims, **unverified**: only to look up whose keys to verify it with.
///
/// # Errors
/// Those of container, envelope and strict JSON.
pub fn claimed_label(bytes: &[u8]) -> Result<Label> {
    let (_, label) = leading(bytes)?;
    read_payload(&read_envelope::<Label>(&label)?)
}

/// Verifies label, container and payload ciphertext, without opening anything.
///
/// # Errors
/// Those of container and envelope, [`Reason::ContentDigest`].
pub fn read_label(bytes: &[u8], label_key: &VerifyingKey) -> Result<Verified<Label>> {
    read_outside(bytes, label_key).map(|(label, _)| label)
}

fn read_outside(bytes: &[u8], label_key: &VerifyingKey) -> Result<(Verified<Label>, Vec<u8>)> {
    let (leading, label) = leading(bytes)?;
    let label: Verified<Label> =
        verify_with_key(&label, label_key).map_err(|refusal| refusal.with_entry(LABEL_ENTRY))?;
    let mut checked = leading.check([LayoutEntry {
        name: PAYLOAD_ENTRY.to_owned(),
        size: label.payload_size,
        crc32: label.payload_crc32,
    }])?;
    let mut ciphertext = Vec::new();
    checked.content(2)?.read_to_end(&mut ciphertext)?;
    let named = |refusal: Refusal| refusal.with_entry(PAYLOAD_ENTRY);
    let same = Digest::of(&ciphertext) == label.payload_sha256;
    require(same, Reason::ContentDigest, "payload_sha256").map_err(named)?;
    let crc = crc32fast::hash(&ciphertext) == label.payload_crc32;
    require(crc, Reason::ContentCrc, "payload_crc32").map_err(named)?;
    Ok((label, ciphertext))
}

/// A bundle that was verified and opened.
#[derive(Clone)]
pub struct BundleContent {
    /// The outside; its digest is what the bundle is known by.
    pub label: Verified<Label>,
    /// The inside.
    pub payload: Verified<Payload>,
    /// Sealed reviews with the suite; empty in a visit bundle.
    pub reviews: Vec<Verified<SealedReview>>,
    /// Visit records; empty in a review bundle.
    pub visits: Vec<Verified<VisitRecord>>,
    /// The card that travelled along, the holder's own. Where the ticket was addressed to an
    /// activation code, its fingerprint is yet to be confirmed.
    pub card: Option<Verified<Card>>,
    /// The holder's pledge. It covers every application of which a review is here.
    pub pledge: Option<Verified<Pledge>>,
    /// The payload's envelope as it lay inside, for [`reopen`].
    pub plain: Vec<u8>,
}

impl BundleContent {
    /// The reviews with their payload digests.
    pub fn sealed_reviews(&self) -> impl Iterator<Item = (Digest, &Review)> {
        self.reviews
            .iter()
            .map(|sealed| (sealed.digest(), &sealed.content().review))
    }
}

/// Verifies and opens a bundle.
///
/// # Errors
/// Those of [`read_label`] and of decryption; [`Reason::LabelDiffers`], [`Reason::KeyDiffers`],
/// [`Reason::ScopeDiffers`], [`Reason::CommitteeDiffers`], [`Reason::Doubled`].
pub fn open(bytes: &[u8], committee: &Identity, keys: &TicketKeys) -> Result<BundleContent> {
    let (label, ciphertext) = read_outside(bytes, &keys.label)?;
    let named = |refusal: Refusal| refusal.with_entry(PAYLOAD_ENTRY);
    let scope = require(label.ticket == keys.ticket, Reason::ScopeDiffers, "ticket");
    scope.map_err(|refusal| refusal.with_entry(LABEL_ENTRY))?;
    let meant = label.committee == committee.recipient();
    require(meant, Reason::CommitteeDiffers, "committee")
        .map_err(|refusal| refusal.with_entry(LABEL_ENTRY))?;
    let max = DocumentKind::Payload.max_bytes() as u64;
    let plain = open_bytes(&ciphertext, committee, ENTRY_BLOCK, max).map_err(named)?;
    read_inside(label, &plain, keys).map_err(named)
}

/// Verifies a bundle again whose payload was opened before: everything [`open`] checks but the
/// decryption, so that the committee key is not needed a second time.
///
/// # Errors
/// Those of [`open`] but decryption.
pub fn reopen(bytes: &[u8], plain: &[u8], keys: &TicketKeys) -> Result<BundleContent> {
    let (label, _) = read_outside(bytes, &keys.label)?;
    let scope = require(label.ticket == keys.ticket, Reason::ScopeDiffers, "ticket");
    scope.map_err(|refusal| refusal.with_entry(LABEL_ENTRY))?;
    read_inside(label, plain, keys).map_err(|refusal| refusal.with_entry(PAYLOAD_ENTRY))
}

fn read_inside(label: Verified<Label>, plain: &[u8], keys: &TicketKeys) -> Result<BundleContent> {
    let envelope = read_envelope::<Payload>(plain)?;
    let holder = match keys.holder {
        Some(holder) => holder,
        None => claimed_holder(&read_payload(&envelope)?)?,
    };
    let payload: Verified<Payload> =
        verify_envelope(&envelope, &[holder], 1).map_err(|refusal| match refusal.reason {
            Reason::UnknownSigner => Refusal::at(Reason::KeyDiffers, "signatures"),
            _ => refusal,
        })?;
    require(payload.log_is_whole(), Reason::FieldValue, "log")?;
    let card = card_of(&payload, &holder)?;
    let pledge = pledge_of(&payload, &holder)?;
    require(payload.agrees_with(&label), Reason::LabelDiffers, "payload")?;
    let mut content = BundleContent {
        label,
        payload,
        reviews: Vec::new(),
        visits: Vec::new(),
        card,
        pledge,
        plain: plain.to_vec(),
    };
    content.read_documents(&holder)?;
    Ok(content)
}

/// The key that the card which travels along names; a bundle without a card names no holder.
fn claimed_holder(claimed: &Payload) -> Result<VerifyingKey> {
    let missing = Refusal::at(Reason::KeyDiffers, "card");
    let card = claimed.card.as_ref().ok_or(missing)?;
    Ok(crate::doc::verify_card(&card.to_bytes()?)?.signing)
}

/// The card that travels along, where there is one: sound by itself and the holder's own.
fn card_of(payload: &Payload, holder: &VerifyingKey) -> Result<Option<Verified<Card>>> {
    let Some(card) = &payload.card else {
        return Ok(None);
    };
    let card = crate::doc::verify_card(&card.to_bytes()?)?;
    require(card.signing == *holder, Reason::KeyDiffers, "card")?;
    Ok(Some(card))
}

/// The pledge that travels along, where there is one: the holder's own, of the round.
fn pledge_of(payload: &Payload, holder: &VerifyingKey) -> Result<Option<Verified<Pledge>>> {
    let Some(envelope) = &payload.pledge else {
        return Ok(None);
    };
    let pledge = verify_envelope::<Pledge>(envelope, &[*holder], 1)?;
    require(pledge.round == payload.round, Reason::ScopeDiffers, "round")
        .map_err(|r| r.with_document(DocumentKind::Pledge))?;
    Ok(Some(pledge))
}

impl BundleContent {
    /// Verifies the sealed documents and that each belongs here, once.
    fn read_documents(&mut self, holder: &VerifyingKey) -> Result<()> {
        let payload = self.payload.content();
        for envelope in &payload.documents {
            match payload.kind {
                BundleKind::Review => {
                    let review = verify_envelope::<SealedReview>(envelope, &[*holder], 1)?;
                    let named = |r: Refusal| r.with_document(DocumentKind::Review);
                    check_review(payload, &review.review).map_err(named)?;
                    self.reviews.push(review);
                }
                BundleKind::Visit => {
                    let visit = verify_envelope::<VisitRecord>(envelope, &[*holder], 1)?;
                    let here = visit.round == payload.round && visit.ticket == payload.ticket;
                    require(here, Reason::ScopeDiffers, "ticket")
                        .map_err(|r| r.with_document(DocumentKind::Visit))?;
                    self.visits.push(visit);
                }
            }
        }
        self.check_applications()?;
        self.check_pledged()
    }

    /// Nothing is reviewed that was not declared free of conflict.
    fn check_pledged(&self) -> Result<()> {
        let pledge = self.pledge.as_deref();
        let covered = |id| pledge.is_some_and(|pledge: &Pledge| pledge.covers(id));
        let mut reviews = self.reviews.iter().map(|sealed| &sealed.review.application);
        require(reviews.all(covered), Reason::ListsDisagree, "pledge")
    }

    /// Each application is sealed once, named as not done, or recused.
    fn check_applications(&self) -> Result<()> {
        let mut ids: HashSet<&ApplicationId> = self.payload.not_done.iter().collect();
        ids.extend(self.payload.recused.iter().map(|row| &row.application));
        let mut reviews = self.reviews.iter().map(|sealed| &sealed.review.application);
        require(
            reviews.all(|id| ids.insert(id)),
            Reason::Doubled,
            "documents",
        )
    }
}

fn check_review(payload: &Payload, review: &Review) -> Result<()> {
    require(review.round == payload.round, Reason::ScopeDiffers, "round")?;
    require(
        review.package == payload.package,
        Reason::ScopeDiffers,
        "package",
    )?;
    require(
        review.ticket == payload.ticket,
        Reason::ScopeDiffers,
        "ticket",
    )
}
