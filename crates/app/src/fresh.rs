//! The store of a new identity.
//!
//! Owns one case: a store whose making was broken off before its identity was written holds
//! nothing of anybody's, and must not stand in the way of the next attempt in the same folder.

use std::path::Path;

use hengping_core::id::Lineage;
use hengping_store::{Kind, OpenError, RecoveryCode, Settings, Store, Unlock};

use crate::context::Context;
use crate::error::{Refused, Result};

/// Makes a store in `folder`, or takes the one there that opens with `passphrase` and of which
/// `is_owned` says that nothing was written to it yet.
pub(crate) fn store<K: Kind>(
    folder: &Path,
    (passphrase, recovery): (&str, &RecoveryCode),
    is_owned: impl FnOnce(&Store<K>) -> Result<bool>,
    settings: &Settings,
    ctx: &Context,
) -> Result<Store<K>> {
    let lineage = Lineage::new(ctx.ids.fresh()).map_err(|_| Refused::Internal)?;
    match Store::create(
        folder,
        passphrase,
        Some(recovery),
        &lineage,
        ctx.now,
        settings,
    ) {
        Err(OpenError::AlreadyExists) => {}
        made => return Ok(made?),
    }
    let begun = Store::open(folder, Unlock::Passphrase(passphrase), ctx.now, settings);
    let mut begun: Store<K> = begun.map_err(|error| match error {
        OpenError::WrongPassphrase | OpenError::Foreign => OpenError::AlreadyExists,
        other => other,
    })?;
    if is_owned(&begun)? {
        return Err(OpenError::AlreadyExists.into());
    }
    begun.rewrap(Unlock::Recovery(recovery), settings)?;
    Ok(begun)
}
