//! Notes, signatures under the list, kits for visit teams.
//!
//! Trap: who looks on signs too, so signing asks for no right to change the chair's store.

use std::path::{Path, PathBuf};

use hengping_core::panel::draw::Contribution;
use hengping_store::StoreError;
use zeroize::Zeroizing;

use super::{twelve, who};
use crate::Unlock;
use crate::desktop::acts::round::count;
use crate::desktop::acts::text::id;
use crate::desktop::session::Session;
use crate::desktop::wire::panel::statements::*;
use crate::desktop::wire::start::Nothing;
use crate::error::{Error, Refused, Result};
use crate::panel::{KitRequest, Signatory, StatementLine, Subject, signatory};

pub(in crate::desktop) fn panel_statements(
    session: &mut Session,
    _: Nothing,
) -> Result<PanelStatements> {
    view(session, None)
}

fn view(session: &Session, written: Option<String>) -> Result<PanelStatements> {
    let ctx = session.context();
    let panel = session.panel()?;
    let all = panel.statements(&ctx)?;
    let seen = panel.seen(&ctx)?;
    let register = &seen.record.register;
    let missing = all.missing.iter();
    Ok(PanelStatements {
        notes: all.notes.iter().map(statement).collect(),
        decision: all
            .decision
            .map_or_else(Vec::new, |decision| twelve(decision.digest)),
        signed: all.signed.iter().map(statement).collect(),
        missing: missing
            .map(|ticket| who(register, ticket.as_str()))
            .collect(),
        chair_signed: all.chair_signed,
        written,
    })
}

fn statement(line: &StatementLine) -> PanelStatement {
    PanelStatement {
        name: line.name.clone(),
        unit: line.unit.clone(),
        card: twelve(line.card.digest),
        entries: line.entries,
        words: line.words.clone(),
        at: line.made_at.to_string(),
    }
}

pub(in crate::desktop) fn panel_state(
    session: &mut Session,
    request: PanelState,
) -> Result<PanelStatements> {
    let folder = session.files.path(&request.into)?;
    let passphrase = Zeroizing::new(request.passphrase);
    let places = (request.identity.as_deref(), request.folder.as_deref());
    let who = signer(session, places, &passphrase)?;
    let (subject, words) = match &request.words {
        Some(words) => (Subject::Record, words.as_str()),
        None => (Subject::List, ""),
    };
    let ctx = session.context();
    let file = free_name(&folder, who.name());
    let made = session.panel()?.state(subject, words, &who, &file, &ctx)?;
    let (panel, ctx) = session.panel_mut()?;
    match panel.take_statement(&made.file, &ctx) {
        // Who looks on hands the file to the chair.
        Err(Error::Store(StoreError::ReadOnly)) => {}
        taken => drop(taken?),
    }
    view(session, Some(name_of(&made.file)))
}

/// Who signs: oneself, another identity of this machine, or whose store lies in a folder.
fn signer(
    session: &Session,
    places: (Option<&str>, Option<&str>),
    passphrase: &str,
) -> Result<Signatory> {
    let folder = match places {
        (None, None) => {
            session.confirm_passphrase(passphrase)?;
            return session.panel()?.oneself();
        }
        (Some(name), None) => session.ground.identities.find(name)?.folder,
        (None, Some(folder)) => session.files.path(folder)?,
        _ => return Err(Refused::UnknownIdentity.into()),
    };
    let unlock = Unlock::Passphrase(passphrase);
    signatory(&folder, unlock, &session.ground.settings)
}

/// A name that nothing in the folder has.
fn free_name(folder: &Path, name: &str) -> PathBuf {
    let name: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    let short: String = name.chars().take(16).collect();
    let numbered = |number: u32| folder.join(format!("statement-{short}-{number}.json"));
    (1..)
        .map(numbered)
        .find(|file| !file.exists())
        .unwrap_or_else(|| numbered(1))
}

fn name_of(file: &Path) -> String {
    let name = file.file_name().unwrap_or(file.as_os_str());
    name.to_string_lossy().into_owned()
}

pub(in crate::desktop) fn panel_take_statements(
    session: &mut Session,
    request: PanelTakeStatements,
) -> Result<PanelStatements> {
    let files = request.files.iter().map(|file| session.files.path(file));
    let files: Vec<PathBuf> = files.collect::<Result<_>>()?;
    let (panel, ctx) = session.panel_mut()?;
    for file in &files {
        panel.take_statement(file, &ctx)?;
    }
    view(session, None)
}

pub(in crate::desktop) fn panel_kit(
    session: &mut Session,
    request: PanelKit,
) -> Result<PanelKitMade> {
    let folder = session.files.path(&request.into)?;
    let typed = request.typed.into_iter();
    let applications = request.applications.iter().map(|one| id(one));
    let kit = KitRequest {
        card: session.files.path(&request.card)?,
        applications: applications.collect::<Result<_>>()?,
        sample: request.sample as usize,
        typed: typed
            .map(|(person, digits)| Contribution { person, digits })
            .collect(),
    };
    let (panel, ctx) = session.panel_mut()?;
    let file = (1..)
        .map(|number: u32| folder.join(format!("kit-{number}.json")))
        .find(|file| !file.exists());
    let made = panel.kit(&kit, &file.ok_or(Refused::Internal)?, &ctx)?;
    Ok(PanelKitMade {
        team: made.team,
        lines: count(made.visits.iter().map(|(_, lines)| lines).sum()),
        seed: twelve(made.seed.digest),
        name: name_of(&made.file),
    })
}
