//! Where the expert stopped, which pages were seen, and own phrases: for the expert's screen only.

use hengping_core::id::{ApplicationId, Digest};
use hengping_store::table::places::{Place, PlaceRow};
use hengping_store::table::seen::SeenPage;

use super::Expert;
use crate::context::Context;
use crate::error::{Refused, Result};

/// Longest layout that is kept, in bytes.
const MOST_LAYOUT: usize = 64 * 1024;
/// Most tabs that are kept.
const MOST_TABS: usize = 64;
/// Last page that can be seen; documents with more are not opened.
const LAST_PAGE: u32 = hengping_render::MAX_PAGES;
/// Most phrases, and the longest in bytes.
const MOST_PHRASES: (usize, usize) = (500, 4_000);

impl Expert {
    /// Keeps where the expert stopped in an application, which becomes the last one.
    ///
    /// # Errors
    /// An application that is not on the desk; more than a screen can mean.
    pub fn save_place(&mut self, id: &ApplicationId, place: &Place, ctx: &Context) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        if place.layout.len() > MOST_LAYOUT || place.tabs.len() > MOST_TABS {
            return Err(bad("place"));
        }
        self.store
            .write_private(|write| write.places().put(&open.key, place, ctx.now))?;
        Ok(())
    }

    /// Where the expert stopped in an application.
    ///
    /// # Errors
    /// An application that is not on the desk.
    pub fn place(&self, id: &ApplicationId) -> Result<Option<PlaceRow>> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        Ok(self.store.read().places().get(&open.key)?)
    }

    /// Where the expert stopped last.
    ///
    /// # Errors
    /// When no package was imported or the pledge is not signed.
    pub fn last_place(&self) -> Result<Option<PlaceRow>> {
        let desk = self.pledged_desk()?;
        Ok(self.store.read().places().last(&desk.package.round.id)?)
    }

    /// Notes that pages were seen.
    ///
    /// # Errors
    /// A document that the application does not have; a page that no document has.
    pub fn pages_seen(
        &mut self,
        id: &ApplicationId,
        document: Digest,
        pages: &[u32],
    ) -> Result<()> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        open.know_document(document)?;
        if pages.iter().any(|page| !(1..=LAST_PAGE).contains(page)) {
            return Err(bad("pages"));
        }
        self.store
            .write_private(|write| write.seen().add(&open.key, document, pages))?;
        Ok(())
    }

    /// Pages of an application that were seen.
    ///
    /// # Errors
    /// An application that is not on the desk.
    pub fn seen(&self, id: &ApplicationId) -> Result<Vec<SeenPage>> {
        let desk = self.pledged_desk()?;
        let open = self.application(&desk, id)?;
        Ok(self.store.read().seen().of(&open.key)?)
    }

    /// Own phrases.
    ///
    /// # Errors
    /// What reading meets.
    pub fn phrases(&self) -> Result<Vec<String>> {
        Ok(self.store.read().phrases().all()?)
    }

    /// Keeps these phrases in place of all there were.
    ///
    /// # Errors
    /// Too many of them, or too long ones.
    pub fn save_phrases(&mut self, phrases: &[String]) -> Result<()> {
        let (most, longest) = MOST_PHRASES;
        if phrases.len() > most || phrases.iter().any(|text| text.len() > longest) {
            return Err(bad("phrases"));
        }
        self.store
            .write_private(|write| write.phrases().put(phrases))?;
        Ok(())
    }
}

fn bad(name: &str) -> crate::error::Error {
    Refused::BadArgument {
        name: name.to_owned(),
    }
    .into()
}
