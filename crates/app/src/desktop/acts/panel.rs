//! The panel's table: where it stands, import, decisions about bundles. Opening, results, one
//! application and what is decided have files of their own below.
//!
//! Trap: a panel knows experts by number only; whatever is shown here goes through [`who`].

pub(in crate::desktop) mod application;
pub(in crate::desktop) mod arrivals;
pub(in crate::desktop) mod decisions;
pub(in crate::desktop) mod derivation;
pub(in crate::desktop) mod facts;
pub(in crate::desktop) mod opening;
pub(in crate::desktop) mod results;
pub(in crate::desktop) mod statements;

use hengping_core::id::{Digest, TicketId};
use hengping_core::merge::consensus::ChangeGround;
use hengping_core::scheme::Scheme;
use hengping_core::words;
use hengping_format::doc::{Register, TicketKind};

use super::super::session::Session;
use super::super::wire::TextView;
use super::super::wire::panel::*;
use super::super::wire::start::Nothing;
use super::round::{Sorted, count, own_ticket};
use crate::Language;
use crate::error::{Refused, Result};
use crate::messages::Catalogue;
use crate::panel::Act;
use crate::panel::PanelFiles as Files;
use crate::panel::Seen;
use crate::trust;

/// What `say` says, in both languages.
fn both(say: impl Fn(&Catalogue) -> String) -> TextView {
    TextView {
        zh: say(&Catalogue::new(Language::Zh)),
        en: say(&Catalogue::new(Language::En)),
    }
}

/// A name that the scheme gives, or the code where it gives none.
fn named(code: &str, name: Option<&hengping_core::text::Text>) -> TextView {
    let plain = || TextView {
        zh: code.to_owned(),
        en: code.to_owned(),
    };
    name.map_or_else(plain, TextView::from)
}

/// A digest as twelve characters.
fn twelve(digest: Digest) -> Vec<String> {
    words::words(digest).map(str::to_owned).to_vec()
}

/// Whose ticket it is: a kind and a number, never a name.
fn who(register: &Register, ticket: &str) -> PanelWho {
    let found = register
        .tickets
        .iter()
        .find(|row| row.ticket.as_str() == ticket);
    let kind = found.map_or(TicketKind::Expert, |row| row.kind);
    let mut of_kind = register.tickets.iter().filter(|row| row.kind == kind);
    let place = of_kind.position(|row| row.ticket.as_str() == ticket);
    PanelWho {
        ticket: ticket.to_owned(),
        kind: match kind {
            TicketKind::Visit => "visit",
            _ => "expert",
        }
        .to_owned(),
        number: place.map_or(0, |place| count(place + 1)),
    }
}

/// One of the four grounds on which something may change.
fn ground(slug: &str) -> Result<ChangeGround> {
    let all = [
        ChangeGround::Arithmetic,
        ChangeGround::OutOfRange,
        ChangeGround::MembersDiffer,
        ChangeGround::Unreasonable,
    ];
    let found = all.into_iter().find(|ground| ground.slug() == slug);
    let bad = || Refused::BadArgument {
        name: "ground".to_owned(),
    };
    Ok(found.ok_or_else(bad)?)
}

impl Session {
    /// What follows corrects a decided list on this ground, where one is given.
    fn correcting(&mut self, on: Option<&PanelGround>) -> Result<()> {
        let on = on.map(|on| Ok::<_, crate::error::Error>((ground(&on.ground)?, on.note.clone())));
        let on = on.transpose()?;
        self.panel_mut()?.0.correct_on(on)
    }
}

pub(in crate::desktop) fn panel_round(session: &mut Session, _: Nothing) -> Result<PanelRound> {
    let ctx = session.context();
    let panel = session.panel()?;
    let status = panel.status(&ctx)?;
    let seen = panel.seen(&ctx)?;
    let record = &seen.record;
    let is_open = record.opening.is_some();
    let (open_facts, unexplained, ties) = match is_open {
        true => waiting(&seen),
        false => (0, 0, 0),
    };
    let experts = record.register.tickets.iter();
    let experts = experts.filter(|row| row.kind == TicketKind::Expert && !row.revoked);
    let decided = record.acts.iter().rev().find_map(|act| match act {
        Act::Opinion(opinion) => Some(opinion.at.to_string()),
        _ => None,
    });
    let round = &record.sources.round;
    Ok(PanelRound {
        title: TextView::from(&status.title),
        time_zone: status.time_zone.to_string(),
        register: status.register,
        applications: count(record.applications().len()),
        experts: count(experts.count()),
        arrivals: count(status.arrivals.len()),
        held: count(status.held),
        opened: status.opened.map(|at| at.to_string()),
        open_facts,
        unexplained,
        ties,
        corrected: matches!(record.last_step(), Some(Act::Correction(_))),
        decided,
        units: round
            .units
            .iter()
            .map(|(code, unit)| PanelName {
                code: code.to_string(),
                name: TextView {
                    zh: unit.name.clone(),
                    en: String::new(),
                },
            })
            .collect(),
        kinds: record
            .scheme
            .types
            .iter()
            .map(|one| name(&one.code, &one.name))
            .collect(),
        leaves: leaves(&record.scheme),
    })
}

fn name(code: &impl std::fmt::Display, text: &hengping_core::text::Text) -> PanelName {
    PanelName {
        code: code.to_string(),
        name: TextView::from(text),
    }
}

fn leaves(scheme: &Scheme) -> Vec<PanelName> {
    let leaves = scheme.leaves();
    leaves
        .iter()
        .map(|at| name(&at.indicator.code, &at.indicator.name))
        .collect()
}

/// Facts undecided, divergences unexplained, ties open.
fn waiting(seen: &Seen) -> (u32, u32, u32) {
    seen.evaluate(|evaluation| {
        let queue = evaluation.facts.queue();
        let open = queue.iter().filter(|entry| entry.decision.is_none());
        let flags = evaluation.outcome.divergences.iter();
        let silent = flags.filter(|flag| decisions::explanation(&seen.record, flag).is_none());
        (
            count(open.count()),
            count(silent.count()),
            count(evaluation.outcome.ranking.ties.len()),
        )
    })
}

pub(in crate::desktop) fn panel_import(
    session: &mut Session,
    request: super::super::wire::round::Import,
) -> Result<PanelImportReport> {
    let sorted = Sorted::of(session, &request.files)?;
    let (package, _) = sorted.package.ok_or(Refused::NoPackageFile)?;
    let known = trust::pin(&session.panel()?.store.read().meta()).is_ok();
    let (root, _) = sorted.root.ok_or(Refused::NoRootFile)?;
    if !known && !request.compared {
        return Err(Refused::AuthorityNotCompared.into());
    }
    let files = Files {
        package,
        ticket: own_ticket(session, sorted.tickets)?,
        register: sorted.register.map(|(path, _)| path),
        root,
    };
    let (panel, ctx) = session.panel_mut()?;
    let done = panel
        .import(&files, &ctx)
        .and_then(|done| panel.keep_evidence(&files, &ctx).map(|()| done));
    session.progress_ends();
    let done = done?;
    Ok(PanelImportReport {
        round: TextView::from(&done.round),
        signed_by: done.authority,
        applications: count(done.applications.len()),
        register: done.register.number,
        experts: count(done.register.experts),
        visits: count(done.register.visits),
    })
}

pub(in crate::desktop) fn panel_register(
    session: &mut Session,
    request: PanelFiles,
) -> Result<PanelRound> {
    let sorted = Sorted::of(session, &request.files)?;
    let (register, _) = sorted.register.ok_or(Refused::BadArgument {
        name: "register".to_owned(),
    })?;
    session.correcting(request.correction.as_ref())?;
    let (panel, ctx) = session.panel_mut()?;
    panel.import_register(&register, &ctx)?;
    panel_round(session, Nothing {})
}

/// The ticket that the window named.
fn ticket(text: &str) -> Result<TicketId> {
    super::text::id(text)
}
