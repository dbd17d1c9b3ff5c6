//! The authority's documents as a store keeps them.
//!
//! Owns reading them back. Trap: what is accepted is written by the import alone, in the same
//! action as what it vouches for.

use hengping_core::id::Digest;
use hengping_core::time::Instant;
use hengping_format::trust::{CLOCK_TOLERANCE, Memory, Purpose, Trust, TrustState};
use hengping_format::{Reason, Refusal};
use hengping_store::table::meta::{Meta, MetaMut};

use crate::context::Context;
use crate::error::{Refused, Result};
use crate::files::{MEMORY, PIN, TRUST};

/// What was accepted before, unless it was under another authority.
pub(crate) fn memory(meta: &Meta<'_>, pin: Digest) -> Result<Memory> {
    match (meta.kept(PIN)?, meta.kept(MEMORY)?) {
        (Some(known), _) if known != pin.to_string() => {
            Err(Refusal::new(Reason::AuthorityDiffers).into())
        }
        (_, Some(memory)) => {
            let mut memory: Memory =
                serde_json::from_str(&memory).map_err(|_| Refused::Internal)?;
            // Receipts and transcripts tell the time too, and the memory does not see them.
            memory.latest = memory.latest.max(meta.signed_time()?);
            Ok(memory)
        }
        (_, None) => Ok(Memory::default()),
    }
}

/// The moment that counts: the clock, or the latest signed time when that is later.
pub(crate) fn now(meta: &Meta<'_>, ctx: &Context) -> Result<Instant> {
    Ok(meta
        .signed_time()?
        .map_or(ctx.now, |signed| signed.max(ctx.now)))
}

/// The latest signed time, where the clock is so far behind it that it must be set.
pub(crate) fn clock_behind(meta: &Meta<'_>, ctx: &Context) -> Result<Option<Instant>> {
    let behind = |signed: &Instant| signed.seconds_since(ctx.now) > CLOCK_TOLERANCE;
    Ok(meta.signed_time()?.filter(behind))
}

/// Refuses a signed time that lies too far ahead of the clock.
pub(crate) fn check_ahead(signed: Instant, ctx: &Context) -> Result<()> {
    match signed.seconds_since(ctx.now) > CLOCK_TOLERANCE {
        true => Err(Refusal::new(Reason::SignedInFuture).into()),
        false => Ok(()),
    }
}

/// The digest the authority is pinned by.
pub(crate) fn pin(meta: &Meta<'_>) -> Result<Digest> {
    let pin = meta.kept(PIN)?.ok_or(Refused::NoPackage)?;
    Ok(pin.parse().map_err(|_| Refused::Internal)?)
}

/// The documents as they came with the package.
pub(crate) fn state(meta: &Meta<'_>, ctx: &Context) -> Result<TrustState> {
    let trust = meta.kept(TRUST)?.ok_or(Refused::NoPackage)?;
    Ok(Trust::pinned(pin(meta)?).accept(trust.as_bytes(), ctx.now, Purpose::Reading)?)
}

/// The same documents when something new is taken in beside them: with what was accepted before,
/// and with the clock.
pub(crate) fn state_for_import(meta: &Meta<'_>, ctx: &Context) -> Result<TrustState> {
    let trust = meta.kept(TRUST)?.ok_or(Refused::NoPackage)?;
    let pin = pin(meta)?;
    let pinned = Trust::pinned(pin).with_memory(memory(meta, pin)?);
    Ok(pinned.accept(trust.as_bytes(), ctx.now, Purpose::Import)?)
}

/// Keeps what was accepted.
pub(crate) fn keep(
    meta: &MetaMut<'_>,
    pin: Digest,
    trust_json: &[u8],
    memory: &Memory,
) -> Result<()> {
    let memory = serde_json::to_string(memory).map_err(|_| Refused::Internal)?;
    let trust = std::str::from_utf8(trust_json).map_err(|_| Refused::Internal)?;
    meta.keep(PIN, &pin.to_string())?;
    meta.keep(TRUST, trust)?;
    Ok(meta.keep(MEMORY, &memory)?)
}
