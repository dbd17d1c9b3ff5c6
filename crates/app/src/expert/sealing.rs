//! Check, seal and unseal, application by application.

use std::collections::{BTreeMap, BTreeSet};

use hengping_core::completeness::{self, Draft, Missing, Unusual};
use hengping_core::id::{ApplicationId, Digest, EvidenceCode, IndicatorCode};
use hengping_core::mark::Mark;
use hengping_core::plausible_text::{self, Texts};
use hengping_core::review::Review;
use hengping_format::Document;
use hengping_format::doc::{Card, SealedReview};
use hengping_format::document::verify_with_key;
use hengping_format::suite::Suite;
use hengping_store::table::applications::AssignmentState;
use hengping_store::table::seals::SealRow;
use hengping_store::{Event, StoreError};
use serde::Serialize;

use super::leaf::is_in;
use super::{Desk, Expert, OpenApplication};
use crate::context::Context;
use crate::error::{Refused, Result};
use crate::identity::Fingerprint;

/// What one application lacks before it can be sealed.
#[derive(Debug, Serialize)]
pub struct ApplicationCheck {
    /// The application.
    pub application: ApplicationId,
    /// Name of the enterprise.
    pub enterprise: String,
    /// Whether it is sealed.
    pub sealed: bool,
    /// Leaves that are marked.
    pub marked: usize,
    /// Leaves that are to be marked.
    pub asked: usize,
    /// What is missing.
    pub missing: Vec<Missing>,
    /// What is unusual.
    pub unusual: Vec<Unusual>,
}

/// A review that was sealed.
#[derive(Debug, Serialize)]
pub struct Sealed {
    /// The application.
    pub application: ApplicationId,
    /// Number of the seal.
    pub seal: u32,
    /// Digest words for the sheet.
    pub digest: Fingerprint,
}

/// A review that was opened again.
#[derive(Debug, Serialize)]
pub struct Unsealed {
    /// The application.
    pub application: ApplicationId,
    /// Number of the seal that was opened.
    pub seal: u32,
}

/// Everything of one application that goes into a review.
struct Work {
    marks: BTreeMap<IndicatorCode, Mark>,
    opinion: hengping_core::opinion::Opinion,
    opened: BTreeSet<EvidenceCode>,
}

impl Expert {
    /// Checks every assigned application, and their texts against each other.
    ///
    /// # Errors
    /// When the pledge is not signed.
    pub fn check(&self) -> Result<Vec<ApplicationCheck>> {
        let desk = self.pledged_desk()?;
        let open = self.assigned(&desk)?;
        let checks = open
            .iter()
            .map(|open| self.check_one(&desk, &open.key.application));
        let mut checks: Vec<ApplicationCheck> = checks.collect::<Result<_>>()?;
        let words = self.words_pointed_out(&desk, &open)?;
        for (check, found) in checks.iter_mut().zip(words) {
            check.unusual.extend(found);
        }
        Ok(checks)
    }

    /// What is unusual about the texts of each of these applications.
    fn words_pointed_out(&self, desk: &Desk, all: &[OpenApplication]) -> Result<Vec<Vec<Unusual>>> {
        let round = self
            .store
            .read()
            .conflicts()
            .of_round(&desk.package.round.id)?;
        let expert = self.name()?;
        let works = all.iter().map(|open| self.work_on(open));
        let works: Vec<Work> = works.collect::<Result<_>>()?;
        let drafts = works.iter().zip(all).map(|(work, open)| work.draft(open));
        let texts: Vec<Texts> = drafts.map(plausible_text::texts).collect();
        let by_application = all.iter().map(|open| &open.key.application).zip(&texts);
        let mut equal = plausible_text::equal_texts(&by_application.collect::<Vec<_>>());
        let pointed = works
            .iter()
            .zip(all)
            .zip(&texts)
            .map(|((work, open), texts)| {
                let others = round.iter().filter(|row| row.application != open.body.id);
                let others = others.map(|row| (&row.application, &row.enterprise));
                let names = plausible_text::foreign_names(&open.body, others, &expert);
                let mut found = equal.remove(&open.key.application).unwrap_or_default();
                found.extend(plausible_text::names_in_texts(texts, &names));
                let draft = work.draft(open);
                found.extend(plausible_text::contradictions(
                    &desk.scheme,
                    &open.body,
                    draft,
                ));
                found
            });
        Ok(pointed.collect())
    }

    /// The expert's name as it stands on the enrolment card.
    fn name(&self) -> Result<String> {
        let identity = self.store.read().identity().get()?;
        let card = identity.ok_or(Refused::Internal)?.card;
        let key = self.keys.signing.verifying_key();
        Ok(verify_with_key::<Card>(&card, &key)?.into_content().name)
    }

    pub(super) fn check_one(&self, desk: &Desk, id: &ApplicationId) -> Result<ApplicationCheck> {
        let open = self.application(desk, id)?;
        let work = self.work_on(&open)?;
        let draft = work.draft(&open);
        let asked = completeness::asked_leaves(&desk.scheme, &open.body);
        let last = self.store.read().seals().last(&open.key)?;
        Ok(ApplicationCheck {
            application: id.clone(),
            enterprise: open.body.enterprise.name.clone(),
            sealed: last.is_some_and(|seal| seal.unsealed.is_none()),
            marked: asked
                .iter()
                .filter(|at| work.marks.contains_key(&at.indicator.code))
                .count(),
            asked: asked.len(),
            missing: completeness::missing(&desk.scheme, &open.body, draft),
            unusual: completeness::unusual(&desk.scheme, &open.body, draft),
        })
    }

    fn work_on(&self, open: &OpenApplication) -> Result<Work> {
        let read = self.store.read();
        let marks = read.marks().of(&open.key)?.into_iter();
        let seen = read.seen().of(&open.key)?;
        let items = open.body.evidence.iter().filter(|item| {
            let mut pages = seen.iter().filter(|page| page.document == item.digest);
            pages.any(|page| is_in(item, page.page))
        });
        // Who cites words or a place has looked there, on the screen or in a printed copy.
        let cited = read.citations().of(&open.key)?.into_iter();
        let cited = cited.map(|citation| citation.evidence);
        Ok(Work {
            opened: items.map(|item| item.code.clone()).chain(cited).collect(),
            marks: marks
                .map(|row| (row.mark.indicator.clone(), row.mark))
                .collect(),
            opinion: read.opinions().get(&open.key)?,
        })
    }

    /// Seals the named applications, or every complete one when none is named.
    ///
    /// # Errors
    /// A named application that lacks something; nothing to seal at all.
    pub fn seal(&mut self, ids: &[ApplicationId], ctx: &Context) -> Result<Vec<Sealed>> {
        let desk = self.pledged_desk()?;
        let ready: Vec<ApplicationId> = if ids.is_empty() {
            let checks = self.check()?.into_iter();
            checks
                .filter(|check| !check.sealed && check.missing.is_empty())
                .map(|check| check.application)
                .collect()
        } else {
            ids.to_vec()
        };
        if ready.is_empty() {
            return Err(Refused::NothingToSeal.into());
        }
        ready
            .iter()
            .map(|id| self.seal_one(&desk, id, ctx))
            .collect()
    }

    fn seal_one(&mut self, desk: &Desk, id: &ApplicationId, ctx: &Context) -> Result<Sealed> {
        let check = self.check_one(desk, id)?;
        if !check.missing.is_empty() {
            let (application, count) = (id.to_string(), check.missing.len() as u64);
            return Err(Refused::Incomplete { application, count }.into());
        }
        let open = self.application(desk, id)?;
        if open.row.state == AssignmentState::Withdrawn {
            return Err(StoreError::Withdrawn.into());
        }
        if open.row.state != AssignmentState::Assigned {
            let application = id.to_string();
            return Err(Refused::PracticeStays { application }.into());
        }
        let review = self.review(desk, &open, ctx)?;
        let number = review.seal;
        let document = SealedReview {
            suite: Suite::intl_1(),
            review,
        };
        self.keep_seal(&open, number, &document, ctx)
    }

    /// Signs the document of one application and keeps it under the number of its seal.
    pub(crate) fn keep_seal(
        &mut self,
        open: &OpenApplication,
        number: u32,
        document: &impl Document,
        ctx: &Context,
    ) -> Result<Sealed> {
        let signed = document.sign(&[&self.keys.signing])?;
        let (id, digest) = (open.key.application.clone(), signed.digest());
        let row = SealRow {
            key: open.key.clone(),
            number,
            lineage: self.store.read().meta().lineage()?,
            signed: signed.into_bytes(),
            digest,
            at: ctx.now,
            unsealed: None,
        };
        self.store.write(ctx.now, |write| -> Result<_> {
            write.seals().add(&row)?;
            Ok(((), Event::act("sealed").about(&id).about(&digest)))
        })?;
        Ok(Sealed {
            application: id,
            seal: number,
            digest: Fingerprint::of(digest),
        })
    }

    /// The content of the next seal.
    fn review(&self, desk: &Desk, open: &OpenApplication, ctx: &Context) -> Result<Review> {
        let read = self.store.read();
        let mut work = self.work_on(open)?;
        let in_order = completeness::asked_leaves(&desk.scheme, &open.body);
        let marks: Vec<Mark> = in_order
            .iter()
            .filter_map(|at| work.marks.remove(&at.indicator.code))
            .collect();
        let proposals = read.proposals().of(&open.key)?;
        let used = |id: &hengping_core::id::CitationId| {
            marks.iter().any(|mark| mark.citations.contains(id))
                || proposals
                    .iter()
                    .any(|proposal| proposal.citations.contains(id))
        };
        let mut citations = read.citations().of(&open.key)?;
        citations.retain(|citation| used(&citation.id));
        let last = read.seals().last(&open.key)?;
        let previous: Option<Digest> = last.as_ref().map(|seal| seal.digest);
        Ok(Review {
            round: desk.package.round.id.clone(),
            package: open.row.package.clone(),
            ticket: desk.ticket.id.clone(),
            application: open.key.application.clone(),
            seal: last.as_ref().map_or(1, |seal| seal.number + 1),
            previous,
            lineage: read.meta().lineage()?,
            scheme: desk.package.round.scheme,
            material_version: open.body.material_version,
            last_notice: self.in_force(&desk.package.round.id)?.last(),
            unseal_reason: last
                .and_then(|seal| seal.unsealed)
                .map(|opened| opened.reason),
            fact_sheet_read: open.row.fact_sheet_read,
            proposals,
            marks,
            citations,
            opinion: work.opinion,
            sealed_at: crate::trust::now(&read.meta(), ctx)?,
        })
    }

    /// Opens a sealed review again; the sealed version is kept.
    ///
    /// # Errors
    /// When it is not sealed.
    pub fn unseal(&mut self, id: &ApplicationId, reason: &str, ctx: &Context) -> Result<Unsealed> {
        if reason.trim().is_empty() {
            return Err(Refused::NoReason.into());
        }
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        if open.row.state == AssignmentState::Withdrawn {
            return Err(StoreError::Withdrawn.into());
        }
        let last = self.store.read().seals().last(&open.key)?;
        let sealed = last.filter(|seal| seal.unsealed.is_none());
        let not_sealed = || Refused::NotSealed {
            application: id.to_string(),
        };
        let seal = sealed.ok_or_else(not_sealed)?.number;
        self.store.write(ctx.now, |write| -> Result<_> {
            write.seals().open(&open.key, reason, ctx.now)?;
            Ok(((), Event::act("unsealed").about(id)))
        })?;
        Ok(Unsealed {
            application: id.clone(),
            seal,
        })
    }
}

impl Work {
    fn draft<'a>(&'a self, open: &OpenApplication) -> Draft<'a> {
        Draft {
            marks: &self.marks,
            opinion: &self.opinion,
            fact_sheet_read: open.row.fact_sheet_read.is_some(),
            opened: &self.opened,
        }
    }
}
