//! Bundles that arrive: registered by label, never opened; and rulings on those that would not
//! count.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hengping_core::id::{ApplicationId, BundleId, Digest, TicketId};
use hengping_core::merge::{self, Content, Naming, Pieces, Ruling};
use hengping_format::bundle;
use hengping_format::doc::Register;
use hengping_store::Event;
use hengping_store::table::arrivals::ArrivalRow;
use serde::Serialize;

use super::acts::Act;
use super::record::keys_of;
use super::{Panel, REGISTER};
use crate::context::Context;
use crate::error::{Error, Refused, Result};
use crate::notice::Notice;
use crate::office::{RefusedFile, arrival_row};
use crate::{files, trust};

/// What arrived.
#[derive(Debug, Serialize)]
pub struct Arrived {
    /// Bundles that were registered, or were registered before.
    pub bundles: Vec<ArrivedBundle>,
    /// How many of them are new.
    pub new: usize,
    /// How many were here already.
    pub duplicates: usize,
    /// How many came after the opening.
    pub late: usize,
    /// Files that were refused.
    pub refused: Vec<RefusedFile>,
}

/// A bundle that arrived.
#[derive(Debug, Serialize)]
pub struct ArrivedBundle {
    /// The file.
    pub file: PathBuf,
    /// The bundle.
    pub bundle: BundleId,
    /// Its ticket.
    pub ticket: TicketId,
    /// Its number under the ticket.
    pub seq: u32,
    /// What it is known by.
    pub label: Digest,
    /// Number of the arrival.
    pub number: u32,
    /// Whether it was here already.
    pub known: bool,
    /// Whether it came after the opening.
    pub late: bool,
}

/// A ruling that lets a bundle in.
#[derive(Debug, Serialize)]
pub struct Admitted {
    /// The bundle.
    pub bundle: BundleId,
    /// Its ticket.
    pub ticket: TicketId,
    /// What it is known by.
    pub label: Digest,
    /// Whether it is open; the holders must come again where it is not.
    pub opened: bool,
}

/// A seal that was named.
#[derive(Debug, Serialize)]
pub struct SealNamed {
    /// The ticket.
    pub ticket: TicketId,
    /// The application.
    pub application: ApplicationId,
    /// The seal that is the expert's.
    pub seal: Digest,
}

impl Panel {
    /// Registers bundles by their labels.
    ///
    /// # Errors
    /// When nothing was imported or the store fails; files that are refused are listed.
    pub fn arrive(&mut self, bundles: &[PathBuf], ctx: &Context) -> Result<Arrived> {
        let register = self.register(ctx)?;
        let late = !self
            .store
            .read()
            .openings()
            .of_round(&register.round)?
            .is_empty();
        let mut arrived = Arrived {
            bundles: Vec::new(),
            new: 0,
            duplicates: 0,
            late: 0,
            refused: Vec::new(),
        };
        for file in bundles {
            match self.arrive_one(file, &register, late, ctx) {
                Ok(bundle) => arrived.bundles.push(bundle),
                Err(error @ (Error::Format(_) | Error::Refused(_) | Error::File { .. })) => {
                    let notice = Notice::from(&error);
                    arrived.refused.push(RefusedFile {
                        file: file.clone(),
                        notice,
                    });
                }
                Err(error) => return Err(error),
            }
        }
        let count = |fits: fn(&&ArrivedBundle) -> bool| arrived.bundles.iter().filter(fits).count();
        (arrived.new, arrived.duplicates) = (count(|one| !one.known), count(|one| one.known));
        arrived.late = count(|one| one.late && !one.known);
        Ok(arrived)
    }

    fn arrive_one(
        &mut self,
        file: &Path,
        register: &Register,
        late: bool,
        ctx: &Context,
    ) -> Result<ArrivedBundle> {
        let bytes = files::read(file)?;
        let claimed = bundle::claimed_label(&bytes)?;
        let unknown = || Refused::UnknownTicket {
            ticket: claimed.ticket.to_string(),
        };
        let keys = keys_of(register, &claimed.ticket).ok_or_else(unknown)?;
        let label = bundle::read_label(&bytes, &keys.label)?;
        let known = self.store.read().arrivals().get(label.digest())?;
        let mut row = ArrivalRow {
            late,
            ..arrival_row(&label, bytes, ctx)
        };
        let is_known = known.is_some();
        match known {
            Some(known) => (row.number, row.late) = (known.number, known.late),
            None => {
                let event = Event::act("arrived").about(&row.bundle).about(&row.label);
                row.number = self.store.write(ctx.now, |write| -> Result<_> {
                    Ok((write.arrivals().add(&row)?, event))
                })?;
            }
        }
        Ok(ArrivedBundle {
            file: file.to_owned(),
            bundle: row.bundle,
            ticket: row.ticket,
            seq: row.seq,
            label: row.label,
            number: row.number,
            known: is_known,
            late: row.late,
        })
    }

    pub(super) fn register(&self, ctx: &Context) -> Result<Register> {
        let meta = self.store.read().meta();
        let bytes = meta.kept(REGISTER)?.ok_or(Refused::NoPackage)?;
        let register = trust::state(&meta, ctx)?.verify::<Register>(bytes.as_bytes())?;
        Ok(register.into_content())
    }

    /// Lets a bundle in that is late, under a revoked ticket or with a log that does not continue.
    /// It is named by its id, by its label's digest or by the beginning of that.
    ///
    /// # Errors
    /// A bundle that is not here; no reason.
    pub fn admit(&mut self, bundle: &str, reason: &str, ctx: &Context) -> Result<Admitted> {
        self.rule(bundle, reason, false, ctx)
    }

    /// Keeps a bundle out.
    ///
    /// # Errors
    /// As for [`Panel::admit`].
    pub fn keep_out(&mut self, bundle: &str, reason: &str, ctx: &Context) -> Result<Admitted> {
        self.rule(bundle, reason, true, ctx)
    }

    fn rule(
        &mut self,
        bundle: &str,
        reason: &str,
        refused: bool,
        ctx: &Context,
    ) -> Result<Admitted> {
        needs("reason", reason)?;
        let row = self.arrival(bundle)?;
        let mut record = self.record(ctx)?;
        // What a closed bundle changes cannot be said, so that it cannot be corrected.
        let closed = !record.bundles.contains_key(&row.label);
        if !refused && closed && record.last_step().is_some() {
            return Err(self.still_closed(row.label)?.into());
        }
        let ruling = Ruling {
            bundle: row.label,
            at: ctx.now,
            refused,
            reason: reason.to_owned(),
            decided_by: vec![self.own_name()?],
        };
        self.add_act(&mut record, Act::Ruling(ruling), "bundle-ruled", ctx.now)?;
        Ok(Admitted {
            opened: !closed,
            bundle: row.bundle,
            ticket: row.ticket,
            label: row.label,
        })
    }

    /// The refusal of a bundle that must be opened first.
    pub(super) fn still_closed(&self, label: Digest) -> Result<Refused> {
        let row = self.store.read().arrivals().get(label)?;
        Ok(Refused::StillClosed {
            bundle: row.ok_or(Refused::Internal)?.bundle.to_string(),
        })
    }

    fn arrival(&self, named: &str) -> Result<ArrivalRow> {
        let unknown = || Refused::UnknownBundle {
            bundle: named.to_owned(),
        };
        let all = self.store.read().arrivals().all()?;
        let fits = |row: &ArrivalRow| {
            let label = row.label.to_string();
            row.bundle.as_str() == named || (named.len() >= 8 && label.starts_with(named))
        };
        let mut found = all.into_iter().filter(fits);
        match (found.next(), found.next()) {
            (Some(row), None) => Ok(row),
            _ => Err(unknown().into()),
        }
    }

    /// Records which of several conflicting seals the expert has named as theirs.
    ///
    /// # Errors
    /// A seal that no bundle which takes part brings or names for this ticket and application; no
    /// reason.
    pub fn name_seal(
        &mut self,
        ticket: &TicketId,
        application: &ApplicationId,
        seal: Digest,
        reason: &str,
        ctx: &Context,
    ) -> Result<SealNamed> {
        needs("reason", reason)?;
        let mut record = self.opened_record(ctx)?;
        if !seals_of(&record.pieces(), ticket, application).contains(&seal) {
            return Err(Refused::BadArgument {
                name: "seal".to_owned(),
            }
            .into());
        }
        let naming = Naming {
            ticket: ticket.clone(),
            application: application.clone(),
            at: ctx.now,
            seal,
            reason: reason.to_owned(),
            recorded_by: vec![self.own_name()?],
        };
        self.add_act(&mut record, Act::Naming(naming), "seal-named", ctx.now)?;
        Ok(SealNamed {
            ticket: ticket.clone(),
            application: application.clone(),
            seal,
        })
    }
}

/// Seals of one ticket and application that bundles which take part bring, or name as the
/// predecessor of what they bring. A naming of any other would settle nothing.
fn seals_of(pieces: &Pieces, ticket: &TicketId, application: &ApplicationId) -> BTreeSet<Digest> {
    let part = merge::taking_part(pieces);
    let bundles = pieces.bundles.values();
    let bundles = bundles.filter(|one| one.ticket == *ticket && part.contains(&one.digest));
    let mut seals = BTreeSet::new();
    for bundle in bundles {
        match &bundle.content {
            Content::Reviews(all) => {
                for one in all
                    .iter()
                    .filter(|one| one.content.application == *application)
                {
                    seals.extend(
                        [Some(one.digest), one.content.previous]
                            .into_iter()
                            .flatten(),
                    );
                }
            }
            Content::Visits(all) => {
                for one in all
                    .iter()
                    .filter(|one| one.content.application == *application)
                {
                    seals.extend(
                        [Some(one.digest), one.content.previous]
                            .into_iter()
                            .flatten(),
                    );
                }
            }
        }
    }
    seals
}

/// A text that must not be empty.
pub(super) fn needs(name: &str, text: &str) -> Result<()> {
    match text.trim().is_empty() {
        true => Err(Refused::BadArgument {
            name: name.to_owned(),
        }
        .into()),
        false => Ok(()),
    }
}
