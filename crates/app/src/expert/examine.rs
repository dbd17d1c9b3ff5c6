//! After an import: every assigned document is decrypted once, compared with its digest, counted
//! and read for search. What cannot be read shows a card with the reason; the rest goes on.
//!
//! Reading needs the keys of an application and nothing of the store, so it may go on elsewhere
//! while the store is worked with; only what was read is written by its owner. Trap: a document is
//! stored whole or not at all, which is how one tells what is left; one that cannot be read may cost
//! its worker ten seconds, so the outcome is kept with the reader that met it, and the document is
//! not tried again until another reader comes or somebody asks.

use std::collections::BTreeSet;
use std::path::PathBuf;

use hengping_core::application::{Application, EvidenceItem};
use hengping_core::id::{ApplicationId, Digest, EvidenceCode};
use hengping_format::suite::Identity;
use hengping_render::{Cancel, Card, PDFIUM_BUILD, Pool};
use hengping_store::table::applications::ApplicationRef;
use hengping_store::table::pages::{PageRow, Scope};
use hengping_store::table::unreadable;
use serde::Serialize;

use super::citing::identity_of;
use super::{Expert, OpenApplication};
use crate::context::{Context, Unit};
use crate::documents::{self, Evidence};
use crate::error::{Error, Refused, Result};

/// Reason of a document whose bytes are not those that were signed.
const ALTERED: &str = "altered";

/// Pages that are stored at a time beside other work: some hundredths of a second's worth.
const PART: usize = 25;

/// What the pass over the documents found.
#[derive(Debug, Clone, Default, Serialize)]
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
#[derive(Debug, Clone, Serialize)]
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
pub(crate) enum Pass {
    /// Those of which nothing is known.
    New,
    /// Those that could not be read as well.
    Again,
}

impl Examined {
    /// Takes down what came of reading a document.
    pub(crate) fn note(&mut self, read: &ReadDocument) {
        match &read.outcome {
            Ok(pages) => {
                self.documents += 1;
                self.pages += pages.len() as u64;
                let without = pages.iter().filter(|page| !page.has_text).count();
                self.pages_without_text += without as u64;
            }
            Err(reason) => self.unreadable.push(Unreadable {
                application: read.key.application.clone(),
                evidence: read.evidence.clone(),
                reason: reason.clone(),
                known: false,
            }),
        }
    }
}

/// Documents of one application that were not read yet, with all that reading them takes: it may be
/// done on another thread, away from the store.
pub(crate) struct Unread {
    key: ApplicationRef,
    folder: PathBuf,
    manifest: Digest,
    body: Application,
    identity: Identity,
    items: Vec<EvidenceItem>,
}

/// What came of reading a document.
pub(crate) struct ReadDocument {
    key: ApplicationRef,
    document: Digest,
    evidence: EvidenceCode,
    /// Its pages, or the reason why it cannot be shown, as a word.
    outcome: std::result::Result<Vec<PageRow>, String>,
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
        let pool = documents::pool_of(ctx)?;
        let (unread, mut examined) = self.unread(pass)?;
        let total = unread.iter().map(|some| some.len() as u64).sum();
        let mut done = 0;
        ctx.progress.begin("task-examine", total, Unit::Items);
        for some in &unread {
            some.read_each(pool, &Cancel::new(), |read| {
                examined.note(&read);
                done += 1;
                ctx.progress.at(done);
                self.take_read(&read)
            })?;
            pool.forget(some.application().as_str());
        }
        ctx.progress.end();
        Ok(examined)
    }

    /// What is left to be read, in reading order, and what is known from earlier.
    pub(crate) fn unread(&self, pass: Pass) -> Result<(Vec<Unread>, Examined)> {
        let desk = self.desk()?;
        let mut examined = Examined::default();
        let mut unread = Vec::new();
        for open in self.on_desk(&desk)? {
            let items = self.unread_items(&open, pass, &mut examined)?;
            if items.is_empty() {
                continue;
            }
            unread.push(Unread {
                identity: identity_of(&open)?,
                folder: self.store.evidence_folder(),
                manifest: desk.package.manifest,
                key: open.key,
                body: open.body,
                items,
            });
        }
        Ok((unread, examined))
    }

    /// Stores what came of reading a document: its text, or why there is none.
    ///
    /// # Errors
    /// What writing meets; the application may have been recused meanwhile.
    pub(crate) fn take_read(&mut self, read: &ReadDocument) -> Result<()> {
        match &read.outcome {
            Ok(pages) => {
                self.store
                    .write_pages(|write| write.put(&read.key, read.document, pages))?;
                self.keep_readable(read)
            }
            Err(reason) => self.keep_unreadable(read, reason),
        }
    }

    /// Stores the next part of a document that was read, and tells whether it was the last: a
    /// thick volume must not keep a mark waiting.
    ///
    /// # Errors
    /// As for [`Expert::take_read`].
    pub(crate) fn take_part(&mut self, read: &ReadDocument, part: usize) -> Result<bool> {
        let pages = match &read.outcome {
            Ok(pages) => pages,
            Err(reason) => return self.keep_unreadable(read, reason).map(|()| true),
        };
        let mut parts = pages.chunks(PART).skip(part);
        let (pages, is_last) = (parts.next().unwrap_or_default(), parts.next().is_none());
        self.store.write_pages(|write| {
            write.stage(&read.key, read.document, pages, part == 0)?;
            match is_last {
                true => write.finish(&read.key, read.document),
                false => Ok(()),
            }
        })?;
        if is_last {
            self.keep_readable(read)?;
        }
        Ok(is_last)
    }

    /// It may have been known as unreadable.
    fn keep_readable(&mut self, read: &ReadDocument) -> Result<()> {
        let (key, document) = (&read.key, read.document);
        self.store
            .write_private(|write| write.unreadable().remove(key, document))?;
        Ok(())
    }

    fn keep_unreadable(&mut self, read: &ReadDocument, reason: &str) -> Result<()> {
        if !is_the_documents(reason) {
            return Ok(());
        }
        let (key, document) = (&read.key, read.document);
        let unread = unreadable::Unread {
            reader: reader(),
            reason: reason.to_owned(),
        };
        self.store
            .write_private(|write| write.unreadable().put(key, document, &unread))?;
        Ok(())
    }

    /// Why this reader could not read a document at an earlier pass.
    fn outcome(&self, open: &OpenApplication, document: Digest) -> Result<Option<String>> {
        let known = self.store.read().unreadable().get(&open.key, document)?;
        let known = known.filter(|unread| unread.reader == reader());
        Ok(known.map(|unread| unread.reason))
    }

    /// Documents of an application that were not read before, each once. What is the same file by
    /// its digest reads the same.
    fn unread_items(
        &self,
        open: &OpenApplication,
        pass: Pass,
        examined: &mut Examined,
    ) -> Result<Vec<EvidenceItem>> {
        let mut seen = BTreeSet::new();
        let mut items = Vec::new();
        for item in &open.body.evidence {
            if !seen.insert(item.digest) || self.is_known(open, item.digest, examined)? {
                continue;
            }
            match self.outcome(open, item.digest)? {
                Some(reason) if pass == Pass::New => examined.unreadable.push(Unreadable {
                    application: open.key.application.clone(),
                    evidence: item.code.clone(),
                    reason,
                    known: true,
                }),
                _ => items.push(item.clone()),
            }
        }
        Ok(items)
    }

    /// Whether a document was read before; its pages are counted then as they were found.
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

impl Unread {
    /// Documents that are left.
    pub(crate) fn len(&self) -> usize {
        self.items.len()
    }

    /// The application.
    pub(crate) fn application(&self) -> &ApplicationId {
        &self.key.application
    }

    /// Reads one document after another and gives each to `take`, until it is withdrawn.
    ///
    /// # Errors
    /// Evidence that is not there; what `take` returns.
    pub(crate) fn read_each(
        &self,
        pool: &Pool,
        until: &Cancel,
        mut take: impl FnMut(ReadDocument) -> Result<()>,
    ) -> Result<()> {
        let store = documents::evidence_of(&self.folder, &self.manifest)?;
        let evidence = Evidence {
            store: &store,
            body: &self.body,
            identity: &self.identity,
        };
        for item in &self.items {
            let outcome = match read_item(&evidence, item, pool, until) {
                Ok(pages) => Ok(pages),
                Err(_) if until.is_cancelled() => return Ok(()),
                Err(Error::Refused(Refused::DocumentUnreadable { reason, .. })) => Err(reason),
                Err(Error::Format(_)) => Err(ALTERED.to_owned()),
                Err(error) => return Err(error),
            };
            take(ReadDocument {
                key: self.key.clone(),
                document: item.digest,
                evidence: item.code.clone(),
                outcome,
            })?;
        }
        Ok(())
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

fn read_item(
    evidence: &Evidence<'_>,
    item: &EvidenceItem,
    pool: &Pool,
    until: &Cancel,
) -> Result<Vec<PageRow>> {
    let unreadable = |card| documents::unreadable(&item.code, card);
    let document = evidence.open(item, pool)?.until(until);
    let read = pool.examine(&document).map_err(unreadable)?;
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
