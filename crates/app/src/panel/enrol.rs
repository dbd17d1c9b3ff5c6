//! Making a panel store: the keys of a chair or holder, a card, a recovery code.

use std::path::Path;

use hengping_store::panel::PanelStore;
use hengping_store::table::documents::{DocumentKind, DocumentRow};
use hengping_store::table::secrets::{SecretPurpose, SecretRow};
use hengping_store::{Event, RecoveryCode, Settings};
use zeroize::Zeroizing;

use super::{IDENTITY, Panel};
use crate::context::Context;
use crate::error::Result;
use crate::expert::check_passphrase;
use crate::fresh;
use crate::identity::{Enrolment, Keys};

/// Makes an identity and its panel store in `folder`.
///
/// # Errors
/// A weak passphrase, an occupied or non-local folder, a name that is none.
pub fn enrol(
    folder: &Path,
    passphrase: &str,
    (name, unit): (&str, &str),
    settings: &Settings,
    ctx: &Context,
) -> Result<(Panel, Enrolment)> {
    check_passphrase(passphrase)?;
    let keys = Keys::generate()?;
    let card = keys.card(name, unit, ctx)?;
    let recovery = RecoveryCode::random()?;
    let is_owned = |store: &PanelStore| {
        Ok(store
            .read()
            .secrets()
            .get(SecretPurpose::Panel, IDENTITY)?
            .is_some())
    };
    let mut store = fresh::store(folder, (passphrase, &recovery), is_owned, settings, ctx)?;
    let digest = card.fingerprint.digest;
    let secret = SecretRow {
        purpose: SecretPurpose::Panel,
        name: IDENTITY.to_owned(),
        public: keys.identity.recipient().to_string(),
        secret: keys.to_secret()?,
        at: ctx.now,
    };
    let document = DocumentRow {
        digest,
        kind: DocumentKind::Card,
        round: None,
        subject: digest.to_string(),
        number: 1,
        signed: card.bytes.clone(),
        at: ctx.now,
    };
    store.write(ctx.now, |write| -> Result<_> {
        write.secrets().add(&secret)?;
        write.documents().add(&document)?;
        Ok(((), Event::act("identity-made").about(&digest)))
    })?;
    let enrolment = Enrolment {
        name: name.to_owned(),
        unit: unit.to_owned(),
        fingerprint: card.fingerprint,
        card: card.bytes,
        recovery_code: Zeroizing::new(recovery.to_string()),
    };
    Ok((Panel::over(store)?, enrolment))
}
