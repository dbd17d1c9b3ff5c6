//! The kit of a visit: which claims a team verifies, drawn from what the panel knows.
//!
//! Owns where the lines come from: leaves that the scheme has checked on site or whose marks
//! diverge, facts that experts dispute and nobody decided, and a sample of the rest. Trap: a kit names
//! no expert and no value; the team finds, it does not confirm.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hengping_core::application::Application;
use hengping_core::id::{ApplicationId, TicketId};
use hengping_core::panel::draw::Contribution;
use hengping_core::scheme::LeafRef;
use hengping_core::visit::{DrawnLine, Subject, draw_lines, sample_seed};
use hengping_format::doc::{
    Card, Kit, KitLine, KitLines, KitVisit, Registered, TicketKind, verify_card,
};
use hengping_format::{Reason, Refusal};
use hengping_store::Event;
use serde::Serialize;

use super::evaluation::Evaluation;
use super::record::Record;
use super::{Panel, unknown_application};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::identity::Fingerprint;
use crate::visit::{declared, subjects};
use crate::{files, trust};

/// What a kit is to hold.
#[derive(Debug, Clone)]
pub struct KitRequest {
    /// The team's card.
    pub card: PathBuf,
    /// Which applications; all of the team's when none is named.
    pub applications: Vec<ApplicationId>,
    /// Claims drawn at random for each application.
    pub sample: usize,
    /// Digits that people present typed.
    pub typed: Vec<Contribution>,
}

/// A kit that was written.
#[derive(Debug, Serialize)]
pub struct KitMade {
    /// Name of the team.
    pub team: String,
    /// Its ticket.
    pub ticket: TicketId,
    /// Seed of the sample.
    pub seed: Fingerprint,
    /// Lines by application.
    pub visits: Vec<(ApplicationId, usize)>,
    /// Digest of the kit.
    pub digest: Fingerprint,
    /// The file.
    pub file: PathBuf,
}

impl Panel {
    /// Draws the claims a visit team is to verify, seals them to the team and writes them.
    ///
    /// # Errors
    /// Before the opening; a card that is no team's of this round; an application that is not the
    /// team's; digits of fewer than two people; a signer who is no chair.
    pub fn kit(&mut self, request: &KitRequest, file: &Path, ctx: &Context) -> Result<KitMade> {
        self.as_chair()?;
        let record = self.opened_record(ctx)?;
        let card = verify_card(&files::read(&request.card)?)?;
        let team = team_of(&record, &card)?;
        let seed = sample_seed(&team.ticket, &request.typed);
        let seed = seed.ok_or_else(|| bad("digits"))?;
        let ids = match request.applications.is_empty() {
            true => team.assigned.clone(),
            false => request.applications.clone(),
        };
        if let Some(foreign) = ids.iter().find(|id| !team.assigned.contains(id)) {
            return Err(unknown_application(foreign));
        }
        let drawn = |id: &ApplicationId| -> Result<KitVisit> {
            let body = record.application(id)?;
            let sources = record.evaluate(|evaluation| Sources::of(&record, evaluation, body));
            let Sources { flagged, open, all } = sources;
            let lines = draw_lines(&flagged, &open, &all, request.sample, seed);
            Ok(KitVisit {
                application: id.clone(),
                lines: lines.into_iter().map(line).collect(),
            })
        };
        let lines = KitLines {
            type_name: KitLines::TYPE.to_owned(),
            round: record.sources.round.id.clone(),
            ticket: team.ticket.clone(),
            seed,
            visits: ids.iter().map(drawn).collect::<Result<_>>()?,
            made_at: ctx.now,
        };
        let signed = Kit::make(&lines, &card.recipient, &self.keys.signing)?;
        trust::state(&self.store.read().meta(), ctx)?.verify::<Kit>(signed.bytes())?;
        files::write_new(file, signed.bytes())?;
        let event = Event::act("kit-drawn").about(&signed.digest()).about(&seed);
        self.store
            .write(ctx.now, |_| -> Result<_> { Ok(((), event)) })?;
        let count = |visit: &KitVisit| (visit.application.clone(), visit.lines.len());
        Ok(KitMade {
            team: card.name.clone(),
            ticket: lines.ticket,
            seed: Fingerprint::of(seed),
            visits: lines.visits.iter().map(count).collect(),
            digest: Fingerprint::of(signed.digest()),
            file: file.to_owned(),
        })
    }
}

fn bad(name: &str) -> Refused {
    Refused::BadArgument {
        name: name.to_owned(),
    }
}

fn line(drawn: DrawnLine) -> KitLine {
    KitLine {
        subject: drawn.subject,
        reasons: drawn.reasons.into_iter().collect(),
    }
}

/// The team's ticket in force, found by the key of its card.
fn team_of<'a>(record: &'a Record, card: &Card) -> Result<&'a Registered> {
    let mut teams = record.register.tickets.iter();
    let is_its = |row: &&Registered| {
        row.kind == TicketKind::Visit && !row.revoked && row.holder == Some(card.signing)
    };
    let found = teams.find(is_its);
    Ok(found.ok_or_else(|| Refusal::new(Reason::NotForThisKey))?)
}

/// What lines are drawn from.
struct Sources {
    flagged: BTreeSet<Subject>,
    open: BTreeSet<Subject>,
    all: BTreeSet<Subject>,
}

impl Sources {
    fn of(record: &Record, evaluation: &Evaluation<'_>, body: &Application) -> Self {
        let flags = evaluation.outcome.divergences.iter();
        let flags = flags.filter(|flag| flag.application == body.id);
        let diverging: BTreeSet<_> = flags.filter_map(|flag| flag.leaf.clone()).collect();
        let is_claim = |subject: &Subject| {
            declared(body, subject).is_some() || matches!(subject, Subject::Indicator(_))
        };
        let of_leaves = |wanted: &dyn Fn(&LeafRef<'_>) -> bool| -> BTreeSet<Subject> {
            let leaves = record.scheme.leaves().into_iter().filter(wanted);
            let subjects = leaves.flat_map(|at| subjects(&record.scheme, &at));
            subjects.filter(is_claim).collect()
        };
        let queue = evaluation.facts.queue().into_iter();
        let open = queue.filter(|one| one.application == body.id && one.decision.is_none());
        Self {
            flagged: of_leaves(&|at| at.leaf.on_site || diverging.contains(&at.indicator.code)),
            open: open.map(|one| Subject::Fact(one.fact)).collect(),
            all: of_leaves(&|_| true),
        }
    }
}
