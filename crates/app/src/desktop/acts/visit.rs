//! The visit: sheets, findings, statement, photographs, signatures, seal, the counterpart's page.

mod photos;
mod views;

use hengping_core::id::ApplicationId;
use zeroize::Zeroizing;

pub(in crate::desktop) use photos::{
    add_photos, delete_origins, keep_place, look_at_photos, remove_photo,
};

use super::super::session::Session;
use super::super::wire::round::OfApplication;
use super::super::wire::start::{Nothing, Pin};
use super::super::wire::visit::*;
use super::round::count;
use super::text::id;
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::visit::{Considered, FindingRequest, Visit, VisitRow};

pub(in crate::desktop) fn visits(session: &mut Session, _: Nothing) -> Result<VisitList> {
    let visit = session.visit()?;
    Ok(VisitList {
        rows: visit.rows()?.into_iter().map(row).collect(),
        keeps_place: visit.keeps_place()?,
    })
}

pub(in crate::desktop) fn take_kit(session: &mut Session, request: VisitKit) -> Result<VisitList> {
    let file = session.files.path(&request.file)?;
    let (visit, ctx) = session.visit_mut()?;
    visit.take_kit(&file, &ctx)?;
    visits(session, Nothing {})
}

fn row(row: VisitRow) -> VisitRowView {
    VisitRowView {
        application: row.application.to_string(),
        number: row.number,
        enterprise: row.enterprise,
        unit: row.unit,
        lines: count(row.lines),
        found: count(row.found),
        photos: count(row.photos),
        sealed: row.sealed,
    }
}

pub(in crate::desktop) fn visit(
    session: &mut Session,
    request: OfApplication,
) -> Result<VisitView> {
    let application = id(&request.application)?;
    views::sheet(session.visit()?, &application, &session.context())
}

/// Does something to an application and shows it as it is then.
fn done(
    session: &mut Session,
    application: &str,
    act: impl FnOnce(&mut Visit, &ApplicationId, &Context) -> Result<()>,
) -> Result<VisitView> {
    let application = id(application)?;
    let (visit, ctx) = session.visit_mut()?;
    act(visit, &application, &ctx)?;
    views::sheet(visit, &application, &ctx)
}

pub(in crate::desktop) fn visit_consider(
    session: &mut Session,
    request: VisitConsider,
) -> Result<VisitEffect> {
    let application = id(&request.application)?;
    let considered = Considered {
        subject: request.subject,
        verified: request.verified,
        treatment: views::treatment(&request.treatment),
    };
    let effect = session.visit()?.effect(&application, &considered)?;
    Ok(VisitEffect {
        difference_percent: effect.difference_percent,
        leaves: effect.leaves.iter().map(views::leaf_effect).collect(),
    })
}

pub(in crate::desktop) fn save_finding(
    session: &mut Session,
    request: SaveFinding,
) -> Result<VisitView> {
    let seen = request.seen.into_iter().map(views::read_seen);
    let finding = FindingRequest {
        application: id(&request.application)?,
        subject: request.subject,
        verified: request.finding.verified,
        verdict: views::verdict(&request.finding.verdict),
        treatment: views::treatment(&request.finding.treatment),
        note: request.finding.note,
        seen: seen.collect::<Result<_>>()?,
    };
    done(session, &request.application, |visit, _, ctx| {
        visit.finding(&finding, ctx).map(drop)
    })
}

pub(in crate::desktop) fn lines_to_add(
    session: &mut Session,
    request: OfApplication,
) -> Result<LinesToAdd> {
    let (year, scheme, lines) = session.visit()?.lines_to_add(&id(&request.application)?)?;
    let lines = lines.iter().map(|line| views::line(&scheme, year, line));
    Ok(LinesToAdd {
        lines: lines.collect(),
    })
}

pub(in crate::desktop) fn save_statement(
    session: &mut Session,
    request: SaveStatement,
) -> Result<VisitView> {
    let statement = views::read_statement(request.statement);
    done(session, &request.application, |visit, id, ctx| {
        visit.state(id, &statement, ctx)
    })
}

pub(in crate::desktop) fn sign_visit(
    session: &mut Session,
    request: SignVisit,
) -> Result<VisitView> {
    if let Some(shown) = &session.counterpart
        && shown.as_str() != request.application
    {
        return Err(Refused::CounterpartShown.into());
    }
    let side = views::side(&request.side);
    done(session, &request.application, |visit, id, ctx| {
        visit.sign(id, (side, &request.name), request.strokes, ctx)
    })
}

pub(in crate::desktop) fn unsign_visit(
    session: &mut Session,
    request: SignVisit,
) -> Result<VisitView> {
    let side = views::side(&request.side);
    done(session, &request.application, |visit, id, ctx| {
        visit.unsign(id, (side, &request.name), ctx)
    })
}

pub(in crate::desktop) fn seal_visit(
    session: &mut Session,
    request: SealVisit,
) -> Result<VisitView> {
    session.confirm_passphrase(&Zeroizing::new(request.passphrase))?;
    let sealed = done(session, &request.application, |visit, id, ctx| {
        visit.seal(id, ctx).map(drop)
    })?;
    session.copy.completed = true;
    Ok(sealed)
}

pub(in crate::desktop) fn show_counterpart(
    session: &mut Session,
    request: OfApplication,
) -> Result<VisitView> {
    if session.lock.pinned.is_none() {
        return Err(Refused::NoPin.into());
    }
    let application = id(&request.application)?;
    let shown = views::sheet(session.visit()?, &application, &session.context())?;
    session.counterpart = Some(application);
    Ok(shown)
}

pub(in crate::desktop) fn counterpart(session: &mut Session, _: Nothing) -> Result<Counterpart> {
    let Some(application) = &session.counterpart else {
        return Ok(Counterpart { visit: None });
    };
    let shown = views::sheet(session.visit()?, application, &session.context())?;
    Ok(Counterpart { visit: Some(shown) })
}

pub(in crate::desktop) fn leave_counterpart(
    session: &mut Session,
    request: Pin,
) -> Result<Nothing> {
    session.leave_counterpart(&Zeroizing::new(request.pin))?;
    Ok(Nothing {})
}
