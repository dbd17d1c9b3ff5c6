//! Making an identity: keys on the person's own machine, a store, a card, a recovery code.

use std::path::Path;

use hengping_format::doc::TicketKind;
use hengping_store::table::identity::IdentityRow;
use hengping_store::work::WorkStore;
use hengping_store::{Event, RecoveryCode, Settings};
use zeroize::Zeroizing;

use super::{Expert, HOLDER, holder_word};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::fresh;
use crate::identity::{Enrolment, Keys};

/// Fewest characters of a passphrase.
const LEAST_PASSPHRASE: usize = 8;

pub(crate) fn check_passphrase(passphrase: &str) -> Result<()> {
    if passphrase.chars().count() < LEAST_PASSPHRASE {
        return Err(Refused::PassphraseWeak {
            least: LEAST_PASSPHRASE as u64,
        }
        .into());
    }
    Ok(())
}

/// Makes an identity and its store in `folder`.
///
/// # Errors
/// A weak passphrase, an occupied or non-local folder, a name that is none.
pub fn enrol(
    folder: &Path,
    passphrase: &str,
    (name, unit): (&str, &str),
    kind: TicketKind,
    settings: &Settings,
    ctx: &Context,
) -> Result<(Expert, Enrolment)> {
    check_passphrase(passphrase)?;
    let keys = Keys::generate()?;
    let card = keys.card(name, unit, ctx)?;
    let recovery = RecoveryCode::random()?;
    let is_owned = |store: &WorkStore| Ok(store.read().identity().get()?.is_some());
    let mut store = fresh::store(folder, (passphrase, &recovery), is_owned, settings, ctx)?;
    let row = IdentityRow {
        secret: keys.to_secret()?,
        card: card.bytes.clone(),
        made_at: ctx.now,
    };
    let event = Event::act("identity-made").about(&card.fingerprint.digest);
    store.write(ctx.now, |write| -> Result<_> {
        write.identity().add(&row)?;
        write.meta().keep(HOLDER, holder_word(kind))?;
        Ok(((), event))
    })?;
    let enrolment = Enrolment {
        name: name.to_owned(),
        unit: unit.to_owned(),
        fingerprint: card.fingerprint,
        card: card.bytes,
        recovery_code: Zeroizing::new(recovery.to_string()),
    };
    Ok((Expert::over(store, kind)?, enrolment))
}
