//! Start, identity, lock.

use hengping_store::{RecoveryCode, StoreError};
use zeroize::Zeroizing;
use zxcvbn::zxcvbn;

use super::super::identities::Identity;
use super::super::session::{Handed, Session};
use super::super::unlocked::{Opening, Unlocked};
use super::super::views;
use super::super::wire::start::*;
use crate::error::{Refused, Result};
use crate::expert::{self, LastChange, Recovered, check_passphrase};
use crate::{Unlock as Secret, files, recovery_code};

/// Name under which a store keeps that its recovery sheet was confirmed.
const CONFIRMED: &str = "recovery-confirmed";
/// Characters of a passphrase whose strength is looked at; more are strong anyway.
const LOOKED_AT: usize = 64;

pub(in crate::desktop) fn start_state(session: &mut Session, _: Nothing) -> Result<StartState> {
    state(session)
}

fn state(session: &Session) -> Result<StartState> {
    let identities = session.ground.identities.all();
    let chosen = chosen(session, &identities);
    let was_open = chosen.is_some() && chosen == session.lock.was_open;
    let stage = match &session.open {
        Some(open) if open.is_behind() => Stage::Behind,
        Some(open) if open.is_read_only() => Stage::ReadOnly,
        Some(_) => Stage::Open,
        None if was_open => Stage::Locked,
        None if identities.is_empty() => Stage::Fresh,
        None => Stage::Closed,
    };
    let pinned = session.lock.pinned.as_ref().filter(|_| was_open);
    let workspace = session.open.as_ref().map(Unlocked::workspace);
    Ok(StartState {
        stage,
        identities: identities.iter().map(Identity::view).collect(),
        chosen,
        observing: session.observing,
        workspace,
        has_pin: pinned.is_some(),
        pin_tries_left: pinned.map_or(0, hengping_store::PinnedKey::tries_left),
        recovered: session.recovered.iter().map(recovered).collect(),
        behind_since: behind_since(session)?,
        holder: session.open.as_ref().map(holder).transpose()?,
        handed_over: workspace.map_or_else(Vec::new, |work| {
            session.files.take_handed_over(|name| work.takes(name))
        }),
        for_others: session.files.waiting(),
    })
}

fn behind_since(session: &Session) -> Result<Option<String>> {
    let behind = session.open.as_ref().filter(|open| open.is_behind());
    let last = behind.map(Unlocked::last_entry).transpose()?.flatten();
    Ok(last.map(|at| at.to_string()))
}

/// Goes on with a store that is older than its record: what came after it is given up, and the new
/// history says so.
pub(in crate::desktop) fn go_on_behind(session: &mut Session, _: Nothing) -> Result<StartState> {
    if session.unlocked()?.is_behind() {
        let (open, ctx) = session.unlocked_mut()?;
        open.go_on(&ctx)?;
        session.read_again();
    }
    state(session)
}

fn recovered(found: &Recovered) -> RecoveredView {
    match found {
        Recovered::Work(last) => RecoveredView::Work {
            last: last.as_ref().map(last_change),
        },
        Recovered::Import { bytes } => RecoveredView::Import { bytes: *bytes },
        Recovered::Erased => RecoveredView::Erased,
    }
}

fn last_change(last: &LastChange) -> LastChangeView {
    let place = last.place.as_ref();
    let indicator = place.and_then(|place| place.indicator.as_ref());
    LastChangeView {
        at: last.at.to_string(),
        application: place.map(|place| place.application.to_string()),
        number: place.map_or(0, |place| place.number),
        enterprise: place.map_or_else(String::new, |place| place.enterprise.clone()),
        indicator: indicator.map(ToString::to_string),
    }
}

/// The identity chosen before, else the first that takes what was handed over.
fn chosen(session: &Session, identities: &[Identity]) -> Option<String> {
    let is_there = |name: &&String| identities.iter().any(|one| one.name == **name);
    if let Some(name) = session.chosen.as_ref().filter(is_there) {
        return Some(name.clone());
    }
    let waiting = session.files.waiting();
    let takes = |one: &&Identity| waiting.iter().all(|name| one.workspace.takes(name));
    let fitting = identities.iter().find(takes).or(identities.first());
    fitting.map(|one| one.name.clone())
}

pub(in crate::desktop) fn choose_identity(
    session: &mut Session,
    request: ChooseIdentity,
) -> Result<StartState> {
    let identity = session.ground.identities.find(&request.identity)?;
    if request.observing && identity.workspace != Workspace::Panel {
        return Err(Refused::OtherWorkspace.into());
    }
    session.lock();
    session.chosen = Some(identity.name);
    session.observing = request.observing;
    state(session)
}

/// Answered beside the queue by the handle; here for the table's sake.
pub(in crate::desktop) fn progress(session: &mut Session, _: Nothing) -> Result<ProgressView> {
    Ok(session.progress.view())
}

fn holder(open: &Unlocked) -> Result<Holder> {
    let bearer = open.bearer()?;
    Ok(Holder {
        name: bearer.name,
        fingerprint: views::fingerprint(bearer.digest)?,
        recovery_confirmed: open.kept(CONFIRMED)?.is_some(),
    })
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
    let identity = session.ground.identities.next(request.workspace)?;
    let who = (request.name.as_str(), request.unit.as_str());
    let settings = &session.ground.settings;
    let made = Unlocked::make(&identity, &passphrase, who, settings, &session.context());
    let (open, code) = made?;
    identity.keep_label(&request.label);
    session.observing = false;
    session.take(&identity.name, open);
    Ok(IdentityCreated {
        holder: holder(session.unlocked()?)?,
        recovery_code: hand_out(session, code, false),
    })
}

/// Keeps a code until it is confirmed, and gives its groups to be shown.
fn hand_out(session: &mut Session, code: Zeroizing<String>, replaces: bool) -> Vec<String> {
    let groups = code.split('-').map(str::to_owned).collect();
    session.recovery = Some(Handed { code, replaces });
    groups
}

/// A fresh recovery code to be written down. It replaces the old one when it is confirmed.
pub(in crate::desktop) fn renew_recovery(
    session: &mut Session,
    request: RenewRecovery,
) -> Result<RecoveryShown> {
    session.confirm_passphrase(&Zeroizing::new(request.passphrase))?;
    if session.unlocked()?.is_read_only() {
        return Err(StoreError::ReadOnly.into());
    }
    let code = Zeroizing::new(RecoveryCode::random()?.to_string());
    Ok(RecoveryShown {
        recovery_code: hand_out(session, code, true),
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
    let handed = session.recovery.take().ok_or(Refused::RecoveryGone)?;
    let confirmed = take_sheet(session, &handed);
    if confirmed.is_err() {
        session.recovery = Some(handed);
    }
    confirmed.map(|()| Nothing {})
}

/// The sheet is on paper: it takes the place of the old one, if there was one.
fn take_sheet(session: &mut Session, handed: &Handed) -> Result<()> {
    let settings = session.ground.settings;
    let (open, ctx) = session.unlocked_mut()?;
    if !handed.replaces {
        return open.keep((CONFIRMED, "yes"), "recovery-confirmed", ctx.now);
    }
    let code = recovery_code(&handed.code)?;
    open.rewrap(Secret::Recovery(&code), &settings)?;
    open.keep((CONFIRMED, "yes"), expert::RECOVERY_RENEWED, ctx.now)
}

/// The recovery code that waits for its confirmation. Behind the lock nobody is told of it.
fn recovery(session: &Session) -> Result<&str> {
    session.unlocked()?;
    let handed = session.recovery.as_ref().ok_or(Refused::RecoveryGone)?;
    Ok(handed.code.as_str())
}

pub(in crate::desktop) fn save_card(
    session: &mut Session,
    request: IntoFolder,
) -> Result<WrittenFile> {
    let folder = session.files.path(&request.folder)?;
    let open = session.unlocked()?;
    let bearer = open.bearer()?;
    let short: String = bearer.digest.to_string().chars().take(8).collect();
    let name = match open.workspace() {
        Workspace::Office => "root.json".to_owned(),
        _ => format!("card-{short}.json"),
    };
    write(&folder, &name, &bearer.bytes)
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
    if let Some(open) = &session.open {
        // Opening it again would meet its own lock and come back for reading only.
        open.confirm(unlock)?;
        return state(session);
    }
    let name = chosen(session, &session.ground.identities.all());
    let identity = name.ok_or(hengping_store::OpenError::NoStore)?;
    let identity = session.ground.identities.find(&identity)?;
    let how = match session.observing {
        true => Opening::Reading(unlock),
        false => Opening::Secret(unlock),
    };
    let opened = Unlocked::open(&identity, how, &session.ground.settings, &session.context());
    session.take(&identity.name, opened?);
    state(session)
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
    let settings = session.ground.settings;
    let (open, _) = session.unlocked_mut()?;
    open.rewrap(Secret::Passphrase(&new), &settings)?;
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
