//! Start, identity, lock.

use hengping_core::id::Digest;
use hengping_format::doc::{Card, TicketKind};
use hengping_format::document::verify_with_key;
use hengping_store::{Event, OpenError};
use zeroize::Zeroizing;
use zxcvbn::zxcvbn;

use super::super::session::Session;
use super::super::views;
use super::super::wire::start::*;
use crate::error::{Error, Refused, Result};
use crate::expert::{Expert, check_passphrase, enrol};
use crate::identity::Keys;
use crate::{Unlock as Secret, files, recovery_code};

/// Name under which a store keeps that its recovery sheet was confirmed.
const CONFIRMED: &str = "recovery-confirmed";
/// Characters of a passphrase whose strength is looked at; more are strong anyway.
const LOOKED_AT: usize = 64;

pub(in crate::desktop) fn start_state(session: &mut Session, _: Nothing) -> Result<StartState> {
    state(session)
}

fn state(session: &Session) -> Result<StartState> {
    let is_there = hengping_store::exists(&session.ground.folder);
    let stage = match &session.expert {
        Some(expert) if expert.is_read_only() => Stage::ReadOnly,
        Some(_) => Stage::Open,
        None if session.lock.was_open => Stage::Locked,
        None if is_there => Stage::Closed,
        None => Stage::Fresh,
    };
    let pinned = session.lock.pinned.as_ref();
    Ok(StartState {
        stage,
        has_pin: pinned.is_some(),
        pin_tries_left: pinned.map_or(0, hengping_store::PinnedKey::tries_left),
        recovered: session.recovered.clone(),
        holder: session.expert.as_ref().map(holder).transpose()?,
        handed_over: session.files.take_handed_over(),
    })
}

/// Answered beside the queue by the handle; here for the table's sake.
pub(in crate::desktop) fn progress(session: &mut Session, _: Nothing) -> Result<ProgressView> {
    Ok(session.progress.view())
}

fn holder(expert: &Expert) -> Result<Holder> {
    let (card, digest) = own_card(expert)?;
    let confirmed = expert.store.read().meta().kept(CONFIRMED)?;
    Ok(Holder {
        name: card.name,
        fingerprint: views::fingerprint(digest)?,
        recovery_confirmed: confirmed.is_some(),
    })
}

fn own_card(expert: &Expert) -> Result<(Card, Digest)> {
    let row = expert.store.read().identity().get()?;
    let row = row.ok_or(Refused::Internal)?;
    let key = Keys::from_secret(&row.secret)?.signing.verifying_key();
    let card = verify_with_key::<Card>(&row.card, &key)?;
    let digest = card.digest();
    Ok((card.into_content(), digest))
}

pub(in crate::desktop) fn passphrase_strength(
    _: &mut Session,
    typed: PassphraseTyped,
) -> Result<Strength> {
    let typed = Zeroizing::new(typed.passphrase);
    let looked_at: Zeroizing<String> = Zeroizing::new(typed.chars().take(LOOKED_AT).collect());
    Ok(Strength {
        score: zxcvbn(&looked_at, &[]).score().into(),
        accepted: check_passphrase(&typed).is_ok(),
    })
}

pub(in crate::desktop) fn create_identity(
    session: &mut Session,
    request: CreateIdentity,
) -> Result<IdentityCreated> {
    let passphrase = Zeroizing::new(request.passphrase);
    let ground = &session.ground;
    let (expert, enrolment) = enrol(
        &ground.folder,
        &passphrase,
        (&request.name, &request.unit),
        TicketKind::Expert,
        &ground.settings,
        &session.context(),
    )?;
    session.take(expert);
    let code = enrolment.recovery_code;
    let groups = code.split('-').map(str::to_owned).collect();
    session.recovery = Some(code);
    Ok(IdentityCreated {
        holder: holder(session.expert()?)?,
        recovery_code: groups,
    })
}

pub(in crate::desktop) fn confirm_recovery(
    session: &mut Session,
    request: ConfirmRecovery,
) -> Result<Nothing> {
    let code = recovery(session)?;
    let groups: Vec<&str> = code.split('-').collect();
    let agrees = |(number, typed): &(u8, String)| {
        let group = usize::from(*number)
            .checked_sub(1)
            .and_then(|at| groups.get(at));
        group.is_some_and(|group| group.eq_ignore_ascii_case(typed.trim()))
    };
    if request.groups.is_empty() || !request.groups.iter().all(agrees) {
        return Err(Refused::WrongGroups.into());
    }
    let (expert, ctx) = session.expert_mut()?;
    expert.store.write(ctx.now, |write| -> Result<_> {
        write.meta().keep(CONFIRMED, "yes")?;
        Ok(((), Event::act("recovery-confirmed")))
    })?;
    session.recovery = None;
    Ok(Nothing {})
}

/// The recovery code that waits for its confirmation. Behind the lock nobody is told of it.
fn recovery(session: &Session) -> Result<&str> {
    session.expert()?;
    let code = session.recovery.as_ref().ok_or(Refused::RecoveryGone)?;
    Ok(code.as_str())
}

pub(in crate::desktop) fn save_card(
    session: &mut Session,
    request: IntoFolder,
) -> Result<WrittenFile> {
    let folder = session.files.path(&request.folder)?;
    let row = session.expert()?.store.read().identity().get()?;
    let card = row.ok_or(Refused::Internal)?.card;
    let (_, digest) = own_card(session.expert()?)?;
    let short: String = digest.to_string().chars().take(8).collect();
    write(&folder, &format!("card-{short}.json"), &card)
}

pub(in crate::desktop) fn save_recovery_sheet(
    session: &mut Session,
    request: IntoFolder,
) -> Result<WrittenFile> {
    let folder = session.files.path(&request.folder)?;
    let code = recovery(session)?;
    let text = Zeroizing::new(format!("{code}\n"));
    write(&folder, "recovery-sheet.txt", text.as_bytes())
}

pub(in crate::desktop) fn write(
    folder: &std::path::Path,
    name: &str,
    bytes: &[u8],
) -> Result<WrittenFile> {
    files::write_same(&folder.join(name), bytes)?;
    Ok(WrittenFile {
        name: name.to_owned(),
        bytes: bytes.len() as u64,
    })
}

pub(in crate::desktop) fn unlock(session: &mut Session, request: Unlock) -> Result<StartState> {
    let secret = Zeroizing::new(request.secret);
    let code = match request.is_recovery_code {
        true => Some(recovery_code(&secret)?),
        false => None,
    };
    let unlock = match &code {
        Some(code) => Secret::Recovery(code),
        None => Secret::Passphrase(&secret),
    };
    if let Some(open) = &session.expert {
        // Opening it again would meet its own lock and come back for reading only.
        open.store.confirm(unlock)?;
        return state(session);
    }
    let expert = open(session, unlock)?;
    session.take(expert);
    state(session)
}

/// Opens for writing, or for reading when another window or process has the store.
fn open(session: &Session, unlock: Secret<'_>) -> Result<Expert> {
    let ground = &session.ground;
    let ctx = session.context();
    match Expert::open(&ground.folder, unlock, &ground.settings, &ctx) {
        Err(Error::Open(OpenError::InUse)) => {
            Expert::open_read_only(&ground.folder, unlock, &ground.settings)
        }
        other => other,
    }
}

pub(in crate::desktop) fn unlock_with_pin(session: &mut Session, pin: Pin) -> Result<StartState> {
    session.unlock_with_pin(&Zeroizing::new(pin.pin))?;
    state(session)
}

pub(in crate::desktop) fn set_pin(session: &mut Session, pin: Pin) -> Result<Nothing> {
    session.set_pin(&Zeroizing::new(pin.pin))?;
    Ok(Nothing {})
}

pub(in crate::desktop) fn lock(session: &mut Session, _: Nothing) -> Result<Nothing> {
    session.lock();
    Ok(Nothing {})
}

pub(in crate::desktop) fn change_passphrase(
    session: &mut Session,
    request: ChangePassphrase,
) -> Result<Nothing> {
    let (old, new) = (Zeroizing::new(request.old), Zeroizing::new(request.new));
    check_passphrase(&new)?;
    session.confirm_passphrase(&old)?;
    let settings = hengping_store::Settings {
        cost: session.ground.settings.cost,
        disk: session.ground.settings.disk,
    };
    let (expert, _) = session.expert_mut()?;
    expert.store.rewrap(Secret::Passphrase(&new), &settings)?;
    Ok(Nothing {})
}

pub(in crate::desktop) fn about(session: &mut Session, _: Nothing) -> Result<About> {
    let config = session.ground.pool.as_ref().map(|pool| pool.config());
    Ok(About {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sqlcipher: hengping_store::cipher_version()?,
        pdfium: config.map_or_else(String::new, |_| hengping_render::PDFIUM_BUILD.to_owned()),
        font: config
            .and_then(|config| config.font.as_ref())
            .and_then(|font| Some(font.file_name()?.to_string_lossy().into_owned())),
        sandbox: session.pages.sandbox(),
        system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
    })
}
