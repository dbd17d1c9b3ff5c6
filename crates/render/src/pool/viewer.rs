//! What a screen wants of a page: an encoded picture, lines to select, links, the text block.
//!
//! Owns these four questions. Does not own the encoding (`encode`), the lines (`runs`) nor the
//! looking for ink (`block`).
//! Trap: encoding happens in the caller's thread, outside of the worker's turn, so that the worker
//! draws the next page meanwhile; nothing here may hold the turn longer than drawing takes.

use super::{Document, Pool};
use crate::model::{PageLinks, PageRect, PictureSize};
use crate::picture::{self, Picture, PictureRequest};
use crate::runs::TextRun;
use crate::{Card, block, encode};

impl Pool {
    /// An encoded picture of a page, counted from 1, or of a tile of it.
    ///
    /// What consists of few tones or flat areas (text, tables, drawings, clean scans) comes
    /// lossless, photographic pixels as JPEG. Pictures made last are remembered, so that asking
    /// ahead with [`crate::Priority::Prefetch`] makes the page ready for when it is turned to.
    ///
    /// # Errors
    /// The card to show in its place; [`Card::OutOfMemory`] when an edge exceeds
    /// [`crate::MAX_SIDE`], [`Card::NoSuchPage`] also for a tile beside the page,
    /// [`Card::Withdrawn`] when it is not wanted any more.
    pub fn page_picture(
        &self,
        document: &Document,
        page: u32,
        request: &PictureRequest,
    ) -> Result<Picture, Card> {
        let drawing = request.drawing(document.page_size(page)?)?;
        document.check()?;
        document.urgency().check()?;
        if let Some(ready) = document.pictures().get(page, request) {
            return Ok(ready);
        }
        let image = self.with_open(document, |process| {
            process.page_image(document, page, drawing)
        })?;
        document.urgency().check()?;
        let picture = encode::picture(&image, request.seals)?;
        document.pictures().put(page, *request, &picture);
        Ok(picture)
    }

    /// The lines of a page, counted from 1, as it is shown after the reader turned it clockwise by
    /// so many quarters; see [`TextRun`].
    ///
    /// # Errors
    /// The card to show in its place.
    pub fn page_runs(
        &self,
        document: &Document,
        page: u32,
        quarters: u8,
    ) -> Result<Vec<TextRun>, Card> {
        Ok(self.page_text(document, page)?.runs(quarters))
    }

    /// The links of a page, counted from 1, that stay inside the document, and the page's label.
    ///
    /// # Errors
    /// The card to show in its place.
    pub fn page_links(&self, document: &Document, page: u32) -> Result<PageLinks, Card> {
        document.check_page(page)?;
        self.with_open(document, |process| process.links(document, page))
    }

    /// The part of a page, counted from 1, that carries something: its text and pictures, or the
    /// ink of a scan. `None` for an empty page. Found once and remembered.
    ///
    /// # Errors
    /// The card to show in its place.
    pub fn text_block(&self, document: &Document, page: u32) -> Result<Option<PageRect>, Card> {
        document.check_page(page)?;
        if let Some(known) = document.blocks().get(&page) {
            return Ok(*known);
        }
        let text = self.page_text(document, page)?;
        let found = match block::of_content(&text) {
            Some(block) => Some(block),
            None => {
                let size = PictureSize::Width(block::LOOK);
                let drawing = picture::bounded(document.page_size(page)?, size)?;
                let image = self.with_open(document, |process| {
                    process.page_image(document, page, drawing)
                })?;
                block::of_ink(&image, text.geometry)
            }
        };
        document.blocks().insert(page, found);
        Ok(found)
    }
}
