//! After an import: every assigned document is decrypted once, compared with its digest, counted
//! and read for search. What cannot be read shows a card with the reason; the rest goes on.

use std::collections::BTreeSet;

use hengping_core::id::{ApplicationId, Digest, EvidenceCode};
use hengping_render::Pool;
use hengping_store::table::pages::{PageRow, Scope};
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
}

impl Expert {
    /// Reads every document of every application on the desk that was not read before.
    ///
    /// # Errors
    /// When there is no desk or no PDF worker, or the store fails.
    pub fn examine(&mut self, ctx: &Context) -> Result<Examined> {
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
            self.examine_application(open, &desk.package.manifest, pool, &mut examined)?;
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
        pool: &Pool,
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
            match examine_item(&evidence, item, pool) {
                Ok(pages) => {
                    examined.documents += 1;
                    examined.pages += pages.len() as u64;
                    let without = pages.iter().filter(|page| !page.has_text).count();
                    examined.pages_without_text += without as u64;
                    self.store
                        .write_pages(|write| write.put(&open.key, item.digest, &pages))?;
                }
                Err(Error::Refused(Refused::DocumentUnreadable { reason, .. })) => {
                    let (application, evidence) = (open.key.application.clone(), item.code.clone());
                    examined.unreadable.push(Unreadable {
                        application,
                        evidence,
                        reason,
                    });
                }
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
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

fn examine_item(
    evidence: &Evidence<'_>,
    item: &hengping_core::application::EvidenceItem,
    pool: &Pool,
) -> Result<Vec<PageRow>> {
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
