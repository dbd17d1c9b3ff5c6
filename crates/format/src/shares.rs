//! The committee key: split once per ceremony, recombined at the opening, rehearsed before.
//!
//! Trap: the library that recombines returns a *wrong* secret without an error for a repeated or
//! corrupt share. So every share is compared with its listed digest first (which names the corrupt
//! one), repeated ones are dropped, and the derived recipient is compared at the end.

use std::collections::BTreeMap;

use blahaj::{Share as RawShare, Sharks};
use hengping_core::id::{CeremonyId, Digest, RoundId};
use zeroize::Zeroizing;

use crate::doc::Share;
use crate::document::{Document, DocumentKind, Signed, Verified};
use crate::refusal::{Reason, Refusal, Result, require};
use crate::suite::{
    DOCUMENT_BLOCK, Identity, Recipient, SigningKey, Suite, open_bytes, seal_bytes,
};
use crate::trust::TrustState;

/// One byte of index and the 74 characters of the secret.
const SHARE_BYTES: usize = 75;

/// A ceremony: whose secret is split among whom.
#[derive(Debug, Clone)]
pub struct Ceremony {
    /// Name of the authority, as in the root.
    pub authority: String,
    /// The round.
    pub round: RoundId,
    /// The ceremony.
    pub ceremony: CeremonyId,
    /// How many shares are needed.
    pub needed: u32,
    /// Recipients of the holders, in order; equal ones are refused.
    pub holders: Vec<Recipient>,
}

/// Splits the committee secret; one signed share per holder, in order.
///
/// # Errors
/// [`Reason::FieldValue`] for impossible numbers, [`Reason::Doubled`] for a holder named twice.
pub fn split(
    ceremony: &Ceremony,
    committee: &Identity,
    authority: &[&SigningKey],
) -> Result<Vec<Signed>> {
    let different = |(n, holder)| !ceremony.holders.iter().take(n).any(|other| other == holder);
    let once = ceremony.holders.iter().enumerate().all(different);
    require(once, Reason::Doubled, "holders")?;
    let needed = u8::try_from(ceremony.needed).map_err(|_| Reason::FieldValue)?;
    let secret = committee.to_secret_text();
    let shares: Vec<Zeroizing<Vec<u8>>> = Sharks(needed)
        .dealer(secret.as_bytes())
        .take(ceremony.holders.len())
        .map(|share| Zeroizing::new(Vec::from(&share)))
        .collect();
    let digests: Vec<Digest> = shares.iter().map(|share| Digest::of(share)).collect();
    let mut signed = Vec::with_capacity(shares.len());
    for ((number, share), holder) in (1..).zip(&shares).zip(&ceremony.holders) {
        let document = Share {
            suite: Suite::intl_1(),
            authority: ceremony.authority.clone(),
            round: ceremony.round.clone(),
            ceremony: ceremony.ceremony.clone(),
            recipient: committee.recipient(),
            index: number,
            needed: ceremony.needed,
            shares: ceremony.holders.len() as u32,
            holder: holder.clone(),
            digests: digests.clone(),
            sealed: seal_bytes(holder, DOCUMENT_BLOCK, share)?,
        };
        signed.push(document.sign(authority)?);
    }
    Ok(signed)
}

/// A share that was verified and opened by its holder. Wiped when dropped.
pub struct OpenShare {
    outside: Verified<Share>,
    secret: Zeroizing<Vec<u8>>,
}

impl OpenShare {
    /// The signed outside.
    #[must_use]
    pub fn outside(&self) -> &Verified<Share> {
        &self.outside
    }
}

/// Verifies a share and that it belongs to the round's committee key.
///
/// # Errors
/// Those of envelope and authority; [`Reason::AuthorityDiffers`], [`Reason::CommitteeDiffers`].
pub fn verify(bytes: &[u8], state: &TrustState) -> Result<Verified<Share>> {
    let share: Verified<Share> = state.verify(bytes)?;
    check_round(&share, state).map_err(named)?;
    Ok(share)
}

fn named(refusal: Refusal) -> Refusal {
    refusal.with_document(DocumentKind::Share)
}

fn check_round(share: &Share, state: &TrustState) -> Result<()> {
    let authority = share.authority == state.root().authority;
    require(authority, Reason::AuthorityDiffers, "authority")?;
    let round = state.round(&share.round)?;
    require(
        share.recipient == round.committee,
        Reason::CommitteeDiffers,
        "recipient",
    )?;
    require(
        share.ceremony == round.ceremony,
        Reason::SharesMixed,
        "ceremony",
    )
}

/// Opens a verified share with its holder's identity and compares it with its listed digest.
///
/// # Errors
/// [`Reason::NotForThisKey`], [`Reason::ShareCorrupt`] and those of decryption.
pub fn open(share: Verified<Share>, holder: &Identity) -> Result<OpenShare> {
    let secret =
        open_bytes(&share.sealed, holder, DOCUMENT_BLOCK, SHARE_BYTES as u64).map_err(named)?;
    check_secret(&share, &secret).map_err(named)?;
    Ok(OpenShare {
        outside: share,
        secret,
    })
}

fn check_secret(share: &Share, secret: &[u8]) -> Result<()> {
    let place = (share.index as usize).checked_sub(1);
    let listed = place.and_then(|place| share.digests.get(place));
    let fits = listed == Some(&Digest::of(secret))
        && secret.len() == SHARE_BYTES
        && secret.first().map(|&x| u32::from(x)) == Some(share.index);
    require(fits, Reason::ShareCorrupt, "sealed")
}

/// Recombines the committee identity from the shares of one ceremony.
///
/// # Errors
/// [`Reason::SharesMixed`], [`Reason::SharesTooFew`], [`Reason::RecipientDiffers`].
pub fn recombine(shares: &[OpenShare]) -> Result<Identity> {
    let first = shares
        .first()
        .ok_or(Reason::SharesTooFew)
        .map_err(|r| named(r.into()))?;
    let ceremony = first.outside.content();
    let same = |share: &OpenShare| is_same_ceremony(share.outside.content(), ceremony);
    require(shares.iter().all(same), Reason::SharesMixed, "ceremony").map_err(named)?;
    let distinct: BTreeMap<u32, &OpenShare> = shares
        .iter()
        .map(|share| (share.outside.index, share))
        .collect();
    let enough = distinct.len() >= ceremony.needed as usize;
    require(enough, Reason::SharesTooFew, "needed").map_err(named)?;
    let identity = join(&distinct, ceremony.needed).map_err(named)?;
    let meant = identity.recipient() == ceremony.recipient;
    require(meant, Reason::RecipientDiffers, "recipient").map_err(named)?;
    Ok(identity)
}

fn is_same_ceremony(one: &Share, other: &Share) -> bool {
    one.round == other.round
        && one.ceremony == other.ceremony
        && one.recipient == other.recipient
        && one.needed == other.needed
        && one.shares == other.shares
        && one.digests == other.digests
}

fn join(shares: &BTreeMap<u32, &OpenShare>, needed: u32) -> Result<Identity> {
    let differs = || Refusal::at(Reason::RecipientDiffers, "recipient");
    let raw = shares
        .values()
        .map(|share| RawShare::try_from(share.secret.as_slice()).map_err(|_| differs()))
        .collect::<Result<Vec<_>>>()?;
    let sharks = Sharks(u8::try_from(needed).map_err(|_| differs())?);
    let secret = Zeroizing::new(sharks.recover(&raw).map_err(|_| differs())?);
    let text = std::str::from_utf8(&secret).map_err(|_| differs())?;
    Identity::from_secret_text(text).map_err(|_| differs())
}
