//! The opening: the list of arrivals is frozen, every bundle on it is decrypted.
//!
//! Owns freezing and decrypting. The first opening freezes the list; a later one opens what came
//! since, which stays held until a ruling lets it in, and tries again what an earlier one could not:
//! a register may have brought the missing key. The committee key lives within the call.

use std::collections::BTreeSet;
use std::path::PathBuf;

use hengping_core::id::{ApplicationId, BundleId, CeremonyId, Digest, TicketId};
use hengping_format::Document;
use hengping_format::bundle::{self, BundleContent};
use hengping_format::doc::{self, BundleKind, Register};
use hengping_format::refusal::{self, Refusal};
use hengping_format::suite::{Identity, Suite};
use hengping_store::Event;
use hengping_store::table::arrivals::ArrivalRow;
use hengping_store::table::decisions::DecisionRow;
use hengping_store::table::handins;
use hengping_store::table::openings::{OpenedRow, OpeningRow, SealedRow};
use serde::Serialize;

use super::acts::Corrected;
use super::record::{keys_of, to_bundle};
use super::{Holder, Panel};
use crate::context::{Context, Unit};
use crate::error::{Error, Refused, Result};
use crate::identity::Fingerprint;
use crate::notice::Notice;
use crate::trust;

/// What an opening brought.
#[derive(Debug, Serialize)]
pub struct Opened {
    /// The ceremony whose shares were put together.
    pub ceremony: CeremonyId,
    /// Who brought a share.
    pub present: Vec<String>,
    /// Digest of the frozen list.
    pub list: Fingerprint,
    /// Bundles on the frozen list.
    pub listed: usize,
    /// Bundles opened now.
    pub opened: usize,
    /// Reviews they brought.
    pub reviews: usize,
    /// Visit records they brought.
    pub visits: usize,
    /// Whether any of them came after the list was frozen; such are held until a ruling.
    pub late: bool,
    /// Bundles that could not be opened, with the reason; they stay as they came, and the next
    /// opening tries them again.
    pub refused: Vec<Unopened>,
}

/// A bundle that could not be opened.
#[derive(Debug, Serialize)]
pub struct Unopened {
    /// The bundle.
    pub bundle: BundleId,
    /// Its ticket.
    pub ticket: TicketId,
    /// What it is known by.
    pub label: Digest,
    /// Why.
    pub notice: Notice,
}

/// What opening one bundle brought.
enum Tried<'a> {
    Opened(OpenedRow, Vec<SealedRow>, BundleKind),
    Refused(&'a ArrivalRow, &'static str, Notice),
}

impl Panel {
    /// Opens the bundles that are here.
    ///
    /// # Errors
    /// The refusals of shares; nothing arrived; nothing new since the last opening.
    pub fn open(
        &mut self,
        shares: &[PathBuf],
        holders: &[Holder],
        ctx: &Context,
    ) -> Result<Opened> {
        let register = self.register(ctx)?;
        let arrivals = self.store.read().arrivals().all()?;
        if arrivals.is_empty() {
            return Err(Refused::NoArrivals.into());
        }
        let frozen = self
            .store
            .read()
            .openings()
            .of_round(&register.round)?
            .into_iter()
            .next();
        let pending = self.pending(&arrivals)?;
        if frozen.is_some() && pending.is_empty() {
            return Err(Refused::AlreadyOpened.into());
        }
        let committee = self.committee(shares, holders, ctx)?;
        let tried = try_all(&pending, &committee.identity, &register, ctx)?;
        let (ceremony, present) = (committee.rehearsed.ceremony, committee.rehearsed.present);
        let is_first = frozen.is_none();
        let list = match frozen {
            Some(row) => row,
            None => self.freeze(&arrivals, (ceremony.clone(), present.clone()), ctx)?,
        };
        let correction = self.correction_by(&tried, &register, ctx)?;
        self.keep_opened(is_first.then_some(&list), &tried, correction.as_ref(), ctx)?;
        Ok(report(&list, &tried, (ceremony, present)))
    }

    /// Arrivals that are not open yet.
    fn pending<'a>(&self, arrivals: &'a [ArrivalRow]) -> Result<Vec<&'a ArrivalRow>> {
        let opened = self.store.read().openings().bundles()?;
        let opened: BTreeSet<Digest> = opened.iter().map(|row| row.label).collect();
        let pending = |row: &&ArrivalRow| !opened.contains(&row.label);
        Ok(arrivals.iter().filter(pending).collect())
    }

    /// The list of what is here, signed by the chair.
    fn freeze(
        &self,
        arrivals: &[ArrivalRow],
        (ceremony, present): (CeremonyId, Vec<String>),
        ctx: &Context,
    ) -> Result<OpeningRow> {
        let labels: BTreeSet<Digest> = arrivals.iter().map(|row| row.label).collect();
        let list = doc::Opening {
            suite: Suite::intl_1(),
            round: self.round()?.round.id,
            ceremony,
            labels: labels.into_iter().collect(),
            present,
            opened_at: ctx.now,
        };
        let signed = list.sign(&[&self.keys.signing])?;
        // A list that no reader of the archive would accept is not kept.
        trust::state(&self.store.read().meta(), ctx)?.verify::<doc::Opening>(signed.bytes())?;
        Ok(OpeningRow {
            round: list.round,
            ceremony: list.ceremony,
            labels: list.labels,
            list: signed.into_bytes(),
            present: list.present,
            at: list.opened_at,
        })
    }

    /// What an opening after the decision corrects.
    fn correction_by(
        &self,
        tried: &[Tried<'_>],
        register: &Register,
        ctx: &Context,
    ) -> Result<Option<DecisionRow>> {
        let mut labels = BTreeSet::new();
        for one in tried {
            if let Tried::Opened(row, ..) = one {
                labels.insert(row.label);
            }
        }
        let arrivals = self.store.read().arrivals();
        self.correction_of(Corrected::Opened(labels), ctx, |record| {
            for one in tried {
                let Tried::Opened(row, ..) = one else {
                    continue;
                };
                let arrival = arrivals.get(row.label)?.ok_or(Refused::Internal)?;
                let keys = keys_of(register, &arrival.ticket).ok_or(Refused::Internal)?;
                let content = bundle::reopen(&arrival.bytes, &row.document, &keys)?;
                record.bundles.insert(row.label, content);
            }
            Ok(())
        })
    }

    fn keep_opened(
        &mut self,
        list: Option<&OpeningRow>,
        tried: &[Tried<'_>],
        correction: Option<&DecisionRow>,
        ctx: &Context,
    ) -> Result<()> {
        let opened = tried
            .iter()
            .filter(|one| matches!(one, Tried::Opened(..)))
            .count();
        let mut event = Event::act("bundles-opened").about(&opened);
        if let Some(list) = list {
            event = event.about(&Digest::of(&list.list)).about(&list.ceremony);
        }
        self.store.write(ctx.now, |write| -> Result<_> {
            if let Some(list) = list {
                write.openings().add(list)?;
            }
            if let Some(correction) = correction {
                write.decisions().add(correction)?;
            }
            for one in tried {
                match one {
                    Tried::Opened(row, sealed, _) => {
                        write.openings().add_bundle(row, sealed)?;
                        write.arrivals().set_held(row.label, None)?;
                    }
                    Tried::Refused(row, reason, _) => {
                        write.arrivals().set_held(row.label, Some(reason))?;
                    }
                }
            }
            Ok(((), event))
        })
    }
}

fn try_all<'a>(
    pending: &[&'a ArrivalRow],
    committee: &Identity,
    register: &Register,
    ctx: &Context,
) -> Result<Vec<Tried<'a>>> {
    let mut tried = Vec::with_capacity(pending.len());
    ctx.progress
        .begin("task-open", pending.len() as u64, Unit::Items);
    for (done, row) in (1..).zip(pending) {
        let unknown = || Refused::UnknownTicket {
            ticket: row.ticket.to_string(),
        };
        let keys = keys_of(register, &row.ticket).ok_or_else(unknown)?;
        // What merge could not take is refused now, while the reason can be shown.
        let opened = bundle::open(&row.bytes, committee, &keys)
            .and_then(|content| to_bundle(&content).map(|_| content));
        tried.push(match opened.and_then(|content| rows(&content, ctx)) {
            Ok((opened, sealed, kind)) => Tried::Opened(opened, sealed, kind),
            Err(refusal) => refused(row, refusal),
        });
        ctx.progress.at(done);
    }
    ctx.progress.end();
    Ok(tried)
}

fn refused(row: &ArrivalRow, refusal: Refusal) -> Tried<'_> {
    let reason = refusal.reason.slug();
    Tried::Refused(row, reason, Notice::from(&Error::from(refusal)))
}

fn rows(
    content: &BundleContent,
    ctx: &Context,
) -> refusal::Result<(OpenedRow, Vec<SealedRow>, BundleKind)> {
    let label = content.label.digest();
    // Kept under the label: one payload may come in two encryptions, and both are arrivals.
    let opened = OpenedRow {
        digest: label,
        label,
        document: content.plain.clone(),
        at: ctx.now,
    };
    let bundle = to_bundle(content)?;
    let places: Vec<(Digest, ApplicationId, u32)> = match &bundle.content {
        hengping_core::merge::Content::Reviews(all) => all
            .iter()
            .map(|one| {
                (
                    one.digest,
                    one.content.application.clone(),
                    one.content.seal,
                )
            })
            .collect(),
        hengping_core::merge::Content::Visits(all) => all
            .iter()
            .map(|one| {
                (
                    one.digest,
                    one.content.application.clone(),
                    one.content.seal,
                )
            })
            .collect(),
    };
    let mut sealed = Vec::new();
    for ((digest, application, number), envelope) in
        places.into_iter().zip(&content.payload.documents)
    {
        sealed.push(SealedRow {
            digest,
            bundle: label,
            kind: match content.payload.kind {
                BundleKind::Review => handins::BundleKind::Review,
                BundleKind::Visit => handins::BundleKind::Visit,
            },
            ticket: content.payload.ticket.clone(),
            application,
            number,
            signed: envelope.to_bytes()?,
        });
    }
    Ok((opened, sealed, content.payload.kind))
}

fn report(
    list: &OpeningRow,
    tried: &[Tried<'_>],
    (ceremony, present): (CeremonyId, Vec<String>),
) -> Opened {
    let documents = |wanted: BundleKind| {
        let brought = tried.iter().map(|one| match one {
            Tried::Opened(_, sealed, kind) if *kind == wanted => sealed.len(),
            _ => 0,
        });
        brought.sum()
    };
    let refused = tried.iter().filter_map(|one| match one {
        Tried::Refused(row, _, notice) => Some(Unopened {
            bundle: row.bundle.clone(),
            ticket: row.ticket.clone(),
            label: row.label,
            notice: notice.clone(),
        }),
        Tried::Opened(..) => None,
    });
    let refused: Vec<Unopened> = refused.collect();
    let is_late = |one: &Tried<'_>| match one {
        Tried::Opened(row, ..) => !list.labels.contains(&row.label),
        Tried::Refused(row, ..) => !list.labels.contains(&row.label),
    };
    Opened {
        ceremony,
        present,
        list: Fingerprint::of(Digest::of(&list.list)),
        listed: list.labels.len(),
        opened: tried.len() - refused.len(),
        reviews: documents(BundleKind::Review),
        visits: documents(BundleKind::Visit),
        late: tried.iter().any(is_late),
        refused,
    }
}
