//! Start, identity, lock.

use super::super::session::Session;
use super::super::wire::start::{Nothing, ProgressView, Stage, StartState};
use crate::error::Result;

pub(in crate::desktop) fn start_state(session: &mut Session, _: Nothing) -> Result<StartState> {
    let stage = match (&session.expert, session.ground.folder.exists()) {
        (Some(_), _) => Stage::Open,
        (None, true) => Stage::Closed,
        (None, false) => Stage::Fresh,
    };
    Ok(StartState {
        stage,
        has_pin: false,
        pin_tries_left: 0,
        recovered: Vec::new(),
        holder: None,
        handed_over: session.files.take_handed_over(),
    })
}

/// Answered beside the queue by the handle; here for the table's sake.
pub(in crate::desktop) fn progress(session: &mut Session, _: Nothing) -> Result<ProgressView> {
    Ok(session.progress.view())
}
