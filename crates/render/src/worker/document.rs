//! A PDF as PDFium reads it.
//!
//! Owns opening, describing, drawing and reading the text. Does not own the outline's walk.
//! Trap: PDFium says "Ok" to damaged bytes; they were authenticated before they came here, so
//! damage found here is the sender's own.

use pdfium_render::prelude::{
    PdfBitmap, PdfBitmapFormat, PdfDocument, PdfPage, PdfPageIndex, PdfPageObjectType,
    PdfPageObjectsCommon, PdfPageRenderRotation, PdfPageText, PdfRect, PdfRenderConfig, Pdfium,
    PdfiumError, PdfiumInternalError,
};

use super::source::{BlockReader, Failure};
use super::{Answer, outline, pixel_memory, pixels_for};
use crate::Card;
use crate::model::{
    Character, Geometry, Kind, MAX_CHARACTERS, MAX_PAGES, PageRect, PageSize, PictureSize,
};
use crate::wire::{Reply, encode_characters, encode_sizes};

/// Page objects looked at in the search for a picture.
const MAX_OBJECTS: usize = 2_000;
/// Size shown for a page that does not tell its own: A4.
const FALLBACK_SIZE: PageSize = PageSize {
    width: 595.0,
    height: 842.0,
};

/// An open PDF.
pub(super) struct PdfEvidence {
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

    fn page(&self, page: u32) -> Result<PdfPage<'static>, Card> {
        if page >= self.pages {
            return Err(Card::NoSuchPage);
        }
        let loaded = self.document.pages().get(page as PdfPageIndex);
        self.failure.check()?;
        loaded.map_err(|_| Card::Damaged)
    }

    pub(super) fn draw(&self, page: u32, size: PictureSize) -> Result<(u32, u32, Vec<u8>), Card> {
        let page = self.page(page)?;
        let (width, height) = pixels_for((page.width().value, page.height().value), size)?;
        let mut rgba = pixel_memory(width, height)?;
        let (w, h) = (width.cast_signed(), height.cast_signed());
        let mut bitmap = PdfBitmap::from_bytes(w, h, PdfBitmapFormat::BGRA, &mut rgba)
            .map_err(|_| Card::OutOfMemory)?;
        let config = PdfRenderConfig::new().set_fixed_size(w, h);
        let drawn = page.render_into_bitmap_with_config(&mut bitmap, &config);
        drop(bitmap);
        self.failure.check()?;
        drawn.map_err(|_| Card::Damaged)?;
        Ok((width, height, rgba))
    }

    pub(super) fn text(&self, page: u32) -> Result<Answer, Card> {
        let page = self.page(page)?;
        let characters = page.text().map(|text| characters(&text));
        let has_picture = has_picture(&page);
        let geometry = geometry(&page);
        self.failure.check()?;
        let characters = characters.map_err(|_| Card::Damaged)?;
        let count = characters.len() as u32;
        Ok((
            Reply::Text {
                characters: count,
                geometry,
                has_picture,
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
fn page_rect(rect: &PdfRect) -> PageRect {
    let hundredths = |points: f32| (f64::from(points) * 100.0).round() as i32;
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

fn has_picture(page: &PdfPage<'_>) -> bool {
    page.objects()
        .iter()
        .take(MAX_OBJECTS)
        .any(|object| object.object_type() == PdfPageObjectType::Image)
}
