//! After an import: every assigned document is decrypted once, compared with its digest, counted
//! and read for search. What cannot be read shows a card with the reason; the rest goes on.
//!
//! Trap: a document that cannot be read may cost its worker ten seconds, so the outcome is kept
//! with the reader that met it, and the document is not tried again until another reader comes or
//! somebody asks.

use std::collections::BTreeSet;

use hengping_core::application::EvidenceItem;
use hengping_core::id::{ApplicationId, Digest, EvidenceCode};
use hengping_render::{Card, PDFIUM_BUILD, Pool};
use hengping_store::table::pages::{PageRow, Scope};
use hengping_store::table::unreadable::Unread;
use serde::Serialize;

use super::citing::identity_of;
use super::{Expert, OpenApplication};
use crate::context::{Context, Unit};
use crate::documents::{self, Evidence};
use crate::error::{Error, Refused, Result};

/// What the pass over the documents found.
#[derive(Debug, Default, Serialize)]
pub struct Examined {
    /// Documents that can be shown.
    pub documents: usize,
    /// Of these, known from an earlier pass and not read again.
    pub read_before: usize,
    /// Their pages.
    pub pages: u64,
    /// Pages without text, which search cannot find.
    pub pages_without_text: u64,
    /// Documents that cannot be shown.
    pub unreadable: Vec<Unreadable>,
}

/// A document that shows a card instead of pages.
#[derive(Debug, Serialize)]
pub struct Unreadable {
    /// The application.
    pub application: ApplicationId,
    /// The evidence item.
    pub evidence: EvidenceCode,
    /// The reason, as a word.
    pub reason: String,
    /// Whether that is known from an earlier pass, and it was not tried again.
    pub known: bool,
}

/// Which documents a pass reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pass {
    /// Those of which nothing is known.
    New,
    /// Those that could not be read as well.
    Again,
}

impl Expert {
    /// Reads every document of every application on the desk of which nothing is known yet.
    ///
    /// # Errors
    /// When there is no desk or no PDF worker, or the store fails.
    pub fn examine(&mut self, ctx: &Context) -> Result<Examined> {
        self.pass(Pass::New, ctx)
    }

    /// The same, and tries again what could not be read.
    ///
    /// # Errors
    /// As for [`Expert::examine`].
    pub fn examine_again(&mut self, ctx: &Context) -> Result<Examined> {
        self.pass(Pass::Again, ctx)
    }

    fn pass(&mut self, pass: Pass, ctx: &Context) -> Result<Examined> {
        let desk = self.desk()?;
        let pool = documents::pool_of(ctx)?;
        let assigned = self.on_desk(&desk)?;
        let total = assigned
            .iter()
            .map(|open| open.body.evidence.len() as u64)
            .sum();
        let mut examined = Examined::default();
        let mut done = 0;
        ctx.progress.begin("task-examine", total, Unit::Items);
        for open in &assigned {
            let manifest = &desk.package.manifest;
            self.examine_application(open, manifest, (pass, pool), &mut examined)?;
            done += open.body.evidence.len() as u64;
            ctx.progress.at(done);
            pool.forget(open.key.application.as_str());
        }
        ctx.progress.end();
        Ok(examined)
    }

    fn examine_application(
        &mut self,
        open: &OpenApplication,
        manifest: &Digest,
        (pass, pool): (Pass, &Pool),
        examined: &mut Examined,
    ) -> Result<()> {
        let store = documents::evidence_of(&self.store.evidence_folder(), manifest)?;
        let identity = identity_of(open)?;
        let evidence = Evidence {
            store: &store,
            body: &open.body,
            identity: &identity,
        };
        let mut seen = BTreeSet::new();
        for item in &open.body.evidence {
            if !seen.insert(item.digest) {
                continue;
            }
            if self.is_known(open, item.digest, examined)? {
                continue;
            }
            let known = self.outcome(open, item.digest)?;
            if let Some(reason) = known.filter(|_| pass == Pass::New) {
                examined.card(open, item, reason, true);
                continue;
            }
            match examine_item(&evidence, item, pool) {
                Ok(pages) => {
                    examined.read(&pages);
                    self.keep_pages(open, item.digest, &pages)?;
                }
                Err(Error::Refused(Refused::DocumentUnreadable { reason, .. })) => {
                    self.keep_outcome(open, item.digest, &reason)?;
                    examined.card(open, item, reason, false);
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    fn keep_pages(
        &mut self,
        open: &OpenApplication,
        document: Digest,
        pages: &[PageRow],
    ) -> Result<()> {
        self.store
            .write_pages(|write| write.put(&open.key, document, pages))?;
        // It may have been known as unreadable.
        self.store
            .write_private(|write| write.unreadable().remove(&open.key, document))?;
        Ok(())
    }

    /// Why this reader could not read a document at an earlier pass.
    fn outcome(&self, open: &OpenApplication, document: Digest) -> Result<Option<String>> {
        let known = self.store.read().unreadable().get(&open.key, document)?;
        let known = known.filter(|unread| unread.reader == reader());
        Ok(known.map(|unread| unread.reason))
    }

    fn keep_outcome(
        &mut self,
        open: &OpenApplication,
        document: Digest,
        reason: &str,
    ) -> Result<()> {
        if !is_the_documents(reason) {
            return Ok(());
        }
        let unread = Unread {
            reader: reader(),
            reason: reason.to_owned(),
        };
        self.store
            .write_private(|write| write.unreadable().put(&open.key, document, &unread))?;
        Ok(())
    }
}

impl Examined {
    fn read(&mut self, pages: &[PageRow]) {
        self.documents += 1;
        self.pages += pages.len() as u64;
        let without = pages.iter().filter(|page| !page.has_text).count();
        self.pages_without_text += without as u64;
    }

    fn card(&mut self, open: &OpenApplication, item: &EvidenceItem, reason: String, known: bool) {
        self.unreadable.push(Unreadable {
            application: open.key.application.clone(),
            evidence: item.code.clone(),
            reason,
            known,
        });
    }
}

/// What reads documents here: PDFium, and this program for pictures.
fn reader() -> String {
    format!("{PDFIUM_BUILD} {}", env!("CARGO_PKG_VERSION"))
}

/// Whether a reason lies in the document; what lies in the machine may be over at the next pass.
fn is_the_documents(reason: &str) -> bool {
    let of_the_machine = [Card::Poisoned, Card::Unavailable, Card::Withdrawn];
    !of_the_machine.iter().any(|card| card.code() == reason)
}

impl Expert {
    /// Whether a document was read before; its pages are counted then as they were found. What is
    /// the same file by its digest reads the same.
    fn is_known(
        &self,
        open: &OpenApplication,
        document: Digest,
        examined: &mut Examined,
    ) -> Result<bool> {
        let pages = self.store.read().pages();
        let scope = Scope::Document(&open.key, document);
        let count = pages.count(scope)?;
        if count == 0 {
            return Ok(false);
        }
        examined.documents += 1;
        examined.read_before += 1;
        examined.pages += count;
        examined.pages_without_text += pages.unsearchable(scope)?;
        Ok(true)
    }
}

fn examine_item(evidence: &Evidence<'_>, item: &EvidenceItem, pool: &Pool) -> Result<Vec<PageRow>> {
    let document = evidence.open(item, pool)?;
    let read = pool
        .examine(&document)
        .map_err(|card| documents::unreadable(&item.code, card))?;
    let without: BTreeSet<u32> = read.pages_without_text.iter().copied().collect();
    let unread: BTreeSet<u32> = read.pages_unread.iter().map(|(page, _)| *page).collect();
    let pages = (1..).zip(read.text).map(|(number, text)| PageRow {
        has_text: !without.contains(&number) && !unread.contains(&number),
        recognised: false,
        number,
        text,
    });
    Ok(pages.collect())
}
