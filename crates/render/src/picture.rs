//! Pictures of pages for a screen: what may be asked for, and what comes back.
//!
//! Owns the request, its bounds, and the pixels a page has at a scale. Does not own drawing
//! (`worker`) nor the encoding (`encode`).
//! Trap: the size of the whole page in pixels decides where a tile lies, so whoever lays tiles
//! asks [`PictureRequest::whole`] and never computes it.

use crate::Card;
use crate::model::{MAX_PIXELS, PageSize, PictureSize};
use crate::wire::{Drawing, MAX_EDGE};

/// Longest edge of one picture for a screen; what is larger is asked for in tiles.
pub const MAX_SIDE: u32 = 8_192;

/// A rectangle of pixels, counted from the top left.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct PixelRect {
    /// Pixels to the left of it.
    pub left: u32,
    /// Pixels above it.
    pub top: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
}

impl PixelRect {
    /// The part of it within a picture; `None` when there is none.
    fn within(self, width: u32, height: u32) -> Option<PixelRect> {
        let cut = PixelRect {
            width: self.width.min(width.checked_sub(self.left)?),
            height: self.height.min(height.checked_sub(self.top)?),
            ..self
        };
        (cut.width > 0 && cut.height > 0).then_some(cut)
    }
}

/// What becomes of red seals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Seals {
    /// The page as it is.
    #[default]
    Keep,
    /// The red of the page as grey: red ink is nearly white there, and what it covers can be read.
    Remove,
}

/// A picture of a page, or of a part of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PictureRequest {
    /// Size of the whole page, after the reader's turn.
    pub size: PictureSize,
    /// Quarters by which the reader turned the page clockwise, beyond the page's own rotation.
    pub quarters: u8,
    /// The part that is wanted, in pixels of the whole turned page; cut off at its edges.
    pub tile: Option<PixelRect>,
    /// What becomes of red seals.
    pub seals: Seals,
}

impl PictureRequest {
    /// The whole page, upright, so many pixels wide.
    pub fn width(pixels: u32) -> PictureRequest {
        PictureRequest::sized(PictureSize::Width(pixels))
    }

    /// The whole page, upright, with so many pixels a point.
    pub fn scale(scale: f64) -> PictureRequest {
        PictureRequest::sized(PictureSize::Scale(scale))
    }

    fn sized(size: PictureSize) -> PictureRequest {
        PictureRequest {
            size,
            quarters: 0,
            tile: None,
            seals: Seals::Keep,
        }
    }

    /// Width and height in pixels of the whole page of this size (unturned, as
    /// [`crate::DocumentInfo`] has it); `None` when that is beyond what can be counted.
    pub fn whole(&self, page: PageSize) -> Option<(u32, u32)> {
        let page = page.turned(self.quarters);
        let scale = self.size.scale(page.width)?;
        let longest = f64::from(page.width.max(page.height)) * scale;
        (longest <= f64::from(MAX_EDGE)).then(|| page.pixels(scale, MAX_EDGE))
    }

    /// What the worker is asked for.
    pub(crate) fn drawing(&self, page: PageSize) -> Result<Drawing, Card> {
        let (width, height) = self.whole(page).ok_or(Card::OutOfMemory)?;
        let whole = PixelRect {
            width,
            height,
            ..PixelRect::default()
        };
        let tile = self.tile.unwrap_or(whole);
        let tile = tile.within(width, height).ok_or(Card::NoSuchPage)?;
        if tile.width.max(tile.height) > MAX_SIDE {
            return Err(Card::OutOfMemory);
        }
        let drawing = Drawing {
            width,
            height,
            quarters: self.quarters % 4,
            tile,
        };
        Some(drawing)
            .filter(Drawing::is_sound)
            .ok_or(Card::OutOfMemory)
    }
}

/// An encoded picture, ready for a web view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Media type of the bytes: `image/png` or `image/jpeg`.
    pub mime: &'static str,
    /// The encoded picture.
    pub bytes: Vec<u8>,
}

/// A whole page for [`crate::PageImage`]: a wish beyond the bound on pixels is scaled down to it.
pub(crate) fn bounded(page: PageSize, size: PictureSize) -> Result<Drawing, Card> {
    // Very long and thin pages: no edge beyond what a drawing surface takes.
    const MOST: u32 = 32_767;
    let scale = size.scale(page.width).ok_or(Card::OutOfMemory)?;
    let pixels = f64::from(page.width) * scale * f64::from(page.height) * scale;
    let most = MAX_PIXELS as f64;
    let scale = if pixels > most {
        scale * (most / pixels).sqrt()
    } else {
        scale
    };
    let (width, height) = page.pixels(scale, MOST);
    let tile = PixelRect {
        width,
        height,
        ..PixelRect::default()
    };
    let drawing = Drawing {
        width,
        height,
        quarters: 0,
        tile,
    };
    Some(drawing)
        .filter(Drawing::is_sound)
        .ok_or(Card::OutOfMemory)
}

#[cfg(test)]
mod tests {
    use super::*;

    const A4: PageSize = PageSize {
        width: 595.0,
        height: 842.0,
    };

    #[test]
    fn a_turned_page_changes_its_edges() {
        let mut request = PictureRequest::scale(2.0);
        assert_eq!(request.whole(A4), Some((1190, 1684)));
        request.quarters = 3;
        assert_eq!(request.whole(A4), Some((1684, 1190)));
        request.size = PictureSize::Width(842);
        assert_eq!(request.whole(A4), Some((842, 595)));
    }

    #[test]
    fn what_is_too_large_is_refused_unless_in_tiles() {
        let mut request = PictureRequest::scale(10.0);
        assert_eq!(request.drawing(A4), Err(Card::OutOfMemory));
        request.tile = Some(PixelRect {
            left: 5_900,
            top: 8_000,
            width: 512,
            height: 512,
        });
        let drawing = request.drawing(A4).unwrap();
        assert_eq!((drawing.tile.width, drawing.tile.height), (50, 420));
        for scale in [f64::NAN, f64::INFINITY, 0.0, -1.0, 1e9] {
            let wish = PictureRequest {
                size: PictureSize::Scale(scale),
                ..request
            };
            assert_eq!(wish.drawing(A4), Err(Card::OutOfMemory), "{scale}");
        }
    }

    #[test]
    fn a_tile_beside_the_page_is_no_page() {
        let mut request = PictureRequest::scale(1.0);
        for (left, top) in [(595, 0), (0, 842), (u32::MAX, u32::MAX)] {
            request.tile = Some(PixelRect {
                left,
                top,
                width: u32::MAX,
                height: u32::MAX,
            });
            assert_eq!(request.drawing(A4), Err(Card::NoSuchPage));
        }
    }
}
