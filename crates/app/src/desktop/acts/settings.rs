//! Preferences, the rolling copy on a stick, restore.

use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::super::session::Session;
use super::super::unlocked::{Opening, Unlocked};
use super::super::wire::settings::*;
use super::super::wire::start::{Nothing, StartState};
use super::start;
use crate::error::{Refused, Result};
use crate::{Unlock as Secret, recovery_code};

/// Name under which a store keeps the folder of its rolling copy.
const STICK: &str = "stick";
/// Name of the copy's folder on the stick.
const COPY: &str = "hengping-copy";
/// Seconds between two attempts at a copy, while there is something new.
const EVERY_SECONDS: i64 = 30 * 60;

impl Default for Preferences {
    fn default() -> Self {
        Self {
            language: "zh-CN".to_owned(),
            theme: "light".to_owned(),
            text_size: 100,
            tint: "white".to_owned(),
            idle_minutes: 10,
            show_passphrases: true,
            layout: String::new(),
        }
    }
}

/// What was saved, or the defaults: a file that cannot be read is no reason not to start.
pub(in crate::desktop) fn preferences(session: &mut Session, _: Nothing) -> Result<Preferences> {
    let text = std::fs::read_to_string(&session.ground.preferences);
    let saved = text.ok().and_then(|text| serde_json::from_str(&text).ok());
    Ok(saved.unwrap_or_default())
}

pub(in crate::desktop) fn save_preferences(
    session: &mut Session,
    preferences: Preferences,
) -> Result<Nothing> {
    let path = &session.ground.preferences;
    let text = serde_json::to_vec_pretty(&preferences).map_err(|_| Refused::Internal)?;
    replace(path, &text).map_err(|_| Refused::Preferences)?;
    Ok(Nothing {})
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let fresh = path.with_extension("new");
    std::fs::write(&fresh, bytes)?;
    std::fs::rename(&fresh, path)
}

pub(in crate::desktop) fn name_stick(
    session: &mut Session,
    request: NameStick,
) -> Result<CopyState> {
    let folder = request
        .folder
        .map(|id| session.files.path(&id))
        .transpose()?;
    let text = folder.map_or_else(String::new, |path| path.to_string_lossy().into_owned());
    let (open, ctx) = session.unlocked_mut()?;
    open.keep((STICK, &text), "stick-named", ctx.now)?;
    session.copy.last = None;
    session.copy.tried = None;
    copy_state(session, Nothing {})
}

pub(in crate::desktop) fn copy_state(session: &mut Session, _: Nothing) -> Result<CopyState> {
    let stick = stick(session)?;
    Ok(CopyState {
        named: stick.is_some(),
        present: stick.is_some_and(|folder| folder.is_dir()),
        last: session.copy.last.map(|at| at.to_string()),
        fault: session.copy.fault.clone(),
        due: session.copy.changed,
    })
}

fn stick(session: &Session) -> Result<Option<PathBuf>> {
    let kept = session.unlocked()?.kept(STICK)?;
    Ok(kept.filter(|text| !text.is_empty()).map(PathBuf::from))
}

pub(in crate::desktop) fn copy_now(session: &mut Session, _: Nothing) -> Result<CopyState> {
    let stick = stick(session)?.filter(|folder| folder.is_dir());
    let stick = stick.ok_or(Refused::NoStick)?;
    session.copy.tried = Some((session.ground.now)());
    let (open, ctx) = session.unlocked_mut()?;
    let made = open.back_up(&stick.join(COPY), &ctx);
    match &made {
        Ok(made) => {
            session.copy.last = Some(made.at);
            session.copy.changed = false;
            session.copy.fault = None;
        }
        Err(error) => session.copy.fault = Some(crate::notice::Notice::from(error).code.to_owned()),
    }
    made?;
    copy_state(session, Nothing {})
}

impl Session {
    /// Renews the rolling copy when it is due and the stick is there; quiet, because its time and
    /// faults stand in the status line.
    pub(in crate::desktop) fn copy_when_due(&mut self) {
        let now = (self.ground.now)();
        let waited = self
            .copy
            .tried
            .is_none_or(|tried| now.seconds_since(tried) >= EVERY_SECONDS);
        let is_due = self.copy.changed && (waited || self.copy.completed);
        let is_writing = self.open.as_ref().is_some_and(|it| !it.is_read_only());
        if is_due && is_writing {
            self.copy.completed = false;
            let _ = copy_now(self, Nothing {});
        }
    }
}

pub(in crate::desktop) fn restore(session: &mut Session, request: Restore) -> Result<StartState> {
    let given = session.files.path(&request.folder)?;
    let inside = given.join(COPY);
    let from = if inside.is_dir() { inside } else { given };
    let secret = Zeroizing::new(request.secret);
    let code = match request.is_recovery_code {
        true => Some(recovery_code(&secret)?),
        false => None,
    };
    let unlock = match &code {
        Some(code) => Secret::Recovery(code),
        None => Secret::Passphrase(&secret),
    };
    let identity = session.ground.identities.next(request.workspace)?;
    let how = Opening::Copy(&from, unlock);
    let opened = Unlocked::open(&identity, how, &session.ground.settings, &session.context());
    session.observing = false;
    session.take(&identity.name, opened?);
    start::start_state(session, Nothing {})
}
