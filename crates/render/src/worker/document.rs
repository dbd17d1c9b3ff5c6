//! A PDF as PDFium reads it.
//!
//! Owns opening, describing, drawing and reading the text. Does not own the walks through outline
//! and links.
//! Trap: PDFium says "Ok" to damaged bytes; they were authenticated before they came here, so
//! damage found here is the sender's own.

use std::cell::RefCell;
use std::rc::Rc;

use pdfium_render::prelude::{
    PdfBitmap, PdfBitmapFormat, PdfDocument, PdfPage, PdfPageIndex, PdfPageObjectCommon,
    PdfPageObjectType, PdfPageObjectsCommon, PdfPageRenderRotation, PdfPageText, PdfRect,
    PdfRenderConfig, Pdfium, PdfiumError, PdfiumInternalError,
};

use super::source::{BlockReader, Failure};
use super::{Answer, links, outline};
use crate::Card;
use crate::model::{Character, Geometry, Kind, MAX_CHARACTERS, MAX_PAGES, PageRect, PageSize};
use crate::wire::{Drawing, Reply, encode_characters, encode_sizes};

/// Page objects looked at in the search for pictures.
const MAX_OBJECTS: usize = 2_000;
/// Size shown for a page that does not tell its own: A4.
const FALLBACK_SIZE: PageSize = PageSize {
    width: 595.0,
    height: 842.0,
};

/// An open PDF.
pub(super) struct PdfEvidence {
    // Before the document: a page is closed before the document it belongs to.
    latest: RefCell<Option<(u32, Rc<PdfPage<'static>>)>>,
    document: PdfDocument<'static>,
    pages: u32,
    failure: Failure,
}

impl PdfEvidence {
    pub(super) fn from_bytes(pdfium: &'static Pdfium, bytes: Vec<u8>) -> Result<Self, Card> {
        let announced = Kind::sniff(&bytes) == Some(Kind::Pdf);
        let document = pdfium.load_pdf_from_byte_vec(bytes, None);
        Self::opened(
            document.map_err(|error| card_of(&error, announced))?,
            Failure::default(),
        )
    }

    pub(super) fn from_blocks(pdfium: &'static Pdfium, reader: BlockReader) -> Result<Self, Card> {
        let failure = reader.failure();
        let document = pdfium.load_pdf_from_reader(reader, None);
        failure.check()?;
        Self::opened(document.map_err(|error| card_of(&error, true))?, failure)
    }

    fn opened(document: PdfDocument<'static>, failure: Failure) -> Result<Self, Card> {
        match u32::try_from(document.pages().len()) {
            Err(_) | Ok(0) => Err(Card::Empty),
            Ok(pages) if pages > MAX_PAGES => Err(Card::TooManyPages),
            Ok(pages) => Ok(PdfEvidence {
                latest: RefCell::default(),
                document,
                pages,
                failure,
            }),
        }
    }

    pub(super) fn describe(&self) -> Result<Answer, Card> {
        let sizes: Vec<PageSize> = (0..self.pages).map(|page| self.size(page)).collect();
        let outline = outline::read(&self.document, self.pages);
        self.failure.check()?;
        Ok((
            Reply::Opened {
                pages: self.pages,
                outline,
            },
            encode_sizes(&sizes),
        ))
    }

    fn size(&self, page: u32) -> PageSize {
        let Ok(rect) = self.document.pages().page_size(page as PdfPageIndex) else {
            return FALLBACK_SIZE;
        };
        let size = PageSize {
            width: rect.width().value,
            height: rect.height().value,
        };
        let sensible = |edge: f32| edge.is_finite() && edge > 0.0;
        if sensible(size.width) && sensible(size.height) {
            size
        } else {
            FALLBACK_SIZE
        }
    }

    /// A page; the one looked at last is kept, as picture, text, links and tiles of it are wanted
    /// one after the other.
    fn page(&self, page: u32) -> Result<Rc<PdfPage<'static>>, Card> {
        if page >= self.pages {
            return Err(Card::NoSuchPage);
        }
        if let Some((number, kept)) = &*self.latest.borrow()
            && *number == page
        {
            return Ok(kept.clone());
        }
        self.release();
        let loaded = self.document.pages().get(page as PdfPageIndex);
        self.failure.check()?;
        let loaded = Rc::new(loaded.map_err(|_| Card::Damaged)?);
        self.latest.replace(Some((page, loaded.clone())));
        Ok(loaded)
    }

    /// Pixels a point of a drawing.
    pub(super) fn scale(&self, page: u32, drawing: Drawing) -> Result<f64, Card> {
        let page = self.page(page)?;
        let points = page.width().value.max(page.height().value).max(1.0);
        Ok(f64::from(drawing.width.max(drawing.height)) / f64::from(points))
    }

    /// Draws the tile onto white pixels of its size.
    pub(super) fn draw(&self, page: u32, drawing: Drawing, rgba: &mut [u8]) -> Result<(), Card> {
        let page = self.page(page)?;
        let tile = drawing.tile;
        let signed = u32::cast_signed;
        let mut bitmap = PdfBitmap::from_bytes(
            signed(tile.width),
            signed(tile.height),
            PdfBitmapFormat::BGRA,
            rgba,
        )
        .map_err(|_| Card::OutOfMemory)?;
        let config = PdfRenderConfig::new()
            .set_fixed_size(signed(drawing.width), signed(drawing.height))
            .rotate(turn(drawing.quarters), false)
            .set_origin(-signed(tile.left), -signed(tile.top))
            .clear_before_rendering(false);
        let drawn = page.render_into_bitmap_with_config(&mut bitmap, &config);
        drop(bitmap);
        self.failure.check()?;
        drawn.map_err(|_| Card::Damaged)
    }

    /// The links of a page, and its label.
    pub(super) fn links(&self, page: u32) -> Result<Answer, Card> {
        let page = self.page(page)?;
        let links = links::read(&page, self.pages);
        self.failure.check()?;
        Ok((Reply::Links(links), Vec::new()))
    }

    /// Forgets the page that was looked at last.
    pub(super) fn release(&self) {
        self.latest.take();
    }

    pub(super) fn text(&self, page: u32) -> Result<Answer, Card> {
        let page = self.page(page)?;
        let characters = page.text().map(|text| characters(&text));
        let geometry = geometry(&page);
        let (has_picture, pictures) = pictures(&page, geometry.area);
        self.failure.check()?;
        let characters = characters.map_err(|_| Card::Damaged)?;
        let count = characters.len() as u32;
        Ok((
            Reply::Text {
                characters: count,
                geometry,
                has_picture,
                pictures,
            },
            encode_characters(&characters),
        ))
    }
}

fn card_of(error: &PdfiumError, announced: bool) -> Card {
    match error {
        PdfiumError::PdfiumLibraryInternalError(
            PdfiumInternalError::PasswordError | PdfiumInternalError::SecurityError,
        ) => Card::Locked,
        _ if announced => Card::Damaged,
        _ => Card::NotThisKind,
    }
}

fn characters(text: &PdfPageText<'_>) -> Vec<Character> {
    let mut out = Vec::new();
    let mut high = None;
    for character in text.chars().iter().take(MAX_CHARACTERS) {
        let rect = character
            .loose_bounds()
            .map(|rect| page_rect(&rect))
            .unwrap_or_default();
        let unit = character.unicode_value();
        let value = match (high.take(), unit) {
            (_, 0xd800..=0xdbff) => {
                high = Some(unit);
                continue;
            }
            (Some(high), 0xdc00..=0xdfff) => 0x1_0000 + ((high - 0xd800) << 10) + (unit - 0xdc00),
            _ => unit,
        };
        let value = char::from_u32(value).unwrap_or(char::REPLACEMENT_CHARACTER);
        // Blanks found by layout carry the box of a neighbour or none; neither means anything.
        let rect = if value.is_whitespace() || value == '\0' {
            PageRect::default()
        } else {
            rect
        };
        out.push(Character { value, rect });
    }
    out
}

/// Hundredths of a point; what is not a number becomes 0, what is too large the largest number.
pub(super) fn hundredths(points: f32) -> i32 {
    (f64::from(points) * 100.0).round() as i32
}

pub(super) fn page_rect(rect: &PdfRect) -> PageRect {
    PageRect {
        left: hundredths(rect.left().value),
        bottom: hundredths(rect.bottom().value),
        right: hundredths(rect.right().value),
        top: hundredths(rect.top().value),
    }
}

fn geometry(page: &PdfPage<'_>) -> Geometry {
    let rotation = match page.rotation() {
        Ok(PdfPageRenderRotation::Degrees90) => 90,
        Ok(PdfPageRenderRotation::Degrees180) => 180,
        Ok(PdfPageRenderRotation::Degrees270) => 270,
        _ => 0,
    };
    let area = page
        .boundaries()
        .bounding()
        .map(|b| page_rect(&b.bounds))
        .unwrap_or_default();
    Geometry { area, rotation }
}

/// Whether the page carries pictures, and the smallest rectangle around them within its area.
fn pictures(page: &PdfPage<'_>, area: PageRect) -> (bool, PageRect) {
    let mut around: Option<PageRect> = None;
    let mut any = false;
    for object in page.objects().iter().take(MAX_OBJECTS) {
        if object.object_type() != PdfPageObjectType::Image {
            continue;
        }
        any = true;
        let bounds = object.bounds().map(|bounds| page_rect(&bounds.to_rect()));
        if let Some(seen) = bounds.ok().and_then(|bounds| area.common(bounds)) {
            around = Some(around.map_or(seen, |around| around.union(seen)));
        }
    }
    (any, around.unwrap_or_default())
}

fn turn(quarters: u8) -> PdfPageRenderRotation {
    match quarters % 4 {
        1 => PdfPageRenderRotation::Degrees90,
        2 => PdfPageRenderRotation::Degrees180,
        3 => PdfPageRenderRotation::Degrees270,
        _ => PdfPageRenderRotation::None,
    }
}
