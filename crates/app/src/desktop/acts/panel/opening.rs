//! The opening ceremony: holders unlock one after another, a rehearsal, the opening.
//!
//! Trap: a holder's keys stay in memory from unlocking until the opening, the lock or their leaving,
//! whichever comes first; the committee key itself lives within one call.

use std::path::PathBuf;

use hengping_core::id::Digest;
use hengping_format::DocumentKind;
use zeroize::Zeroizing;

use super::twelve;
use crate::Unlock;
use crate::desktop::acts::round::{Found, count, files_in, kind_of};
use crate::desktop::session::Session;
use crate::desktop::wire::NoticeView;
use crate::desktop::wire::panel::*;
use crate::desktop::wire::start::{Nothing, Workspace};
use crate::error::{Refused, Result};
use crate::panel::{self, Holder};

/// What lies ready for an opening.
#[derive(Default)]
pub(crate) struct Ceremony {
    shares: Vec<PathBuf>,
    others: Vec<String>,
    holders: Vec<Holder>,
}

pub(in crate::desktop) fn panel_ceremony(
    session: &mut Session,
    request: PanelShares,
) -> Result<PanelCeremony> {
    for id in &request.files {
        for path in files_in(&session.files.path(id)?) {
            match kind_of(&path) {
                Some(Found::Document(DocumentKind::Share)) => {
                    if !session.ceremony.shares.contains(&path) {
                        session.ceremony.shares.push(path);
                    }
                }
                _ => session.ceremony.others.push(file_name(&path)),
            }
        }
    }
    view(session)
}

fn file_name(path: &std::path::Path) -> String {
    let name = path.file_name();
    name.map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

fn view(session: &Session) -> Result<PanelCeremony> {
    let ceremony = &session.ceremony;
    let ctx = session.context();
    let panel = session.panel()?;
    let shown = panel.shares_shown(&ceremony.shares, &ceremony.holders, &ctx)?;
    let opened = shown.iter().filter(|share| share.holder.is_some()).count();
    let mut present = vec![panel.own_name()?];
    present.extend(ceremony.holders.iter().map(|one| one.name().to_owned()));
    let first = shown.first();
    Ok(PanelCeremony {
        needed: first.map_or(0, |share| share.needed),
        of: first.map_or(0, |share| share.of),
        present,
        opened: count(opened),
        shares: shown
            .iter()
            .map(|share| PanelShareRow {
                index: share.index,
                holder: share.holder.clone(),
            })
            .collect(),
        others: ceremony.others.clone(),
    })
}

pub(in crate::desktop) fn panel_add_holder(
    session: &mut Session,
    request: PanelAddHolder,
) -> Result<PanelCeremony> {
    let passphrase = Zeroizing::new(request.passphrase);
    session.panel()?;
    let folder = match (&request.identity, &request.folder) {
        (Some(name), None) => {
            let identity = session.ground.identities.find(name)?;
            if identity.workspace != Workspace::Panel {
                return Err(Refused::OtherWorkspace.into());
            }
            identity.folder
        }
        (None, Some(folder)) => session.files.path(folder)?,
        _ => return Err(Refused::UnknownIdentity.into()),
    };
    let unlock = Unlock::Passphrase(&passphrase);
    let holder = panel::holder(&folder, unlock, &session.ground.settings)?;
    let known = session.ceremony.holders.iter();
    if !known.clone().any(|one| one.is_same(&holder)) {
        session.ceremony.holders.push(holder);
    }
    view(session)
}

pub(in crate::desktop) fn panel_clear_holders(
    session: &mut Session,
    _: Nothing,
) -> Result<PanelCeremony> {
    session.ceremony = Ceremony::default();
    view(session)
}

pub(in crate::desktop) fn panel_rehearse(
    session: &mut Session,
    _: Nothing,
) -> Result<PanelRehearsed> {
    let ceremony = std::mem::take(&mut session.ceremony);
    let done = session
        .panel_mut()
        .and_then(|(panel, ctx)| panel.rehearse(&ceremony.shares, &ceremony.holders, &ctx));
    session.ceremony = ceremony;
    let done = done?;
    Ok(PanelRehearsed {
        shares: count(done.shares),
        needed: done.needed,
        of: done.of,
        present: done.present,
    })
}

pub(in crate::desktop) fn panel_open(
    session: &mut Session,
    request: PanelFiles,
) -> Result<PanelOpened> {
    session.correcting(request.correction.as_ref())?;
    let ceremony = std::mem::take(&mut session.ceremony);
    let done = session
        .panel_mut()
        .and_then(|(panel, ctx)| panel.open(&ceremony.shares, &ceremony.holders, &ctx));
    session.progress_ends();
    if done.is_err() {
        // The holders are still there, and what is missing can be brought.
        session.ceremony = ceremony;
    }
    let done = done?;
    let list: Digest = done.list.digest;
    Ok(PanelOpened {
        present: done.present,
        list: twelve(list),
        listed: count(done.listed),
        opened: count(done.opened),
        reviews: count(done.reviews),
        visits: count(done.visits),
        late: done.late,
        refused: done
            .refused
            .iter()
            .map(|one| PanelRefusedFile {
                name: one.bundle.to_string(),
                notice: NoticeView::of_notice(&one.notice),
            })
            .collect(),
    })
}
