//! What a document looks like from outside: pages, outline, links, text with boxes, raw pictures.
//!
//! Owns the plain data that crosses from the worker to the caller and its bounds. Does not own
//! pictures for a screen (`picture`) nor the lines of a page (`runs`).
//! Trap: boxes are in PDF user space (origin bottom left, not turned by the page's rotation);
//! pictures and page sizes are as displayed, that is after rotation.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use serde::{Deserialize, Serialize};

use crate::Card;
use crate::search::is_mark;

/// A document with more pages is refused with a card.
pub const MAX_PAGES: u32 = 10_000;
/// Characters kept of one page; what follows is left out.
pub const MAX_CHARACTERS: usize = 200_000;
/// Entries kept of an outline.
pub const MAX_OUTLINE: usize = 1_000;
/// Links kept of one page.
pub const MAX_LINKS: usize = 2_000;
/// Pixels of one page picture; a larger wish is scaled down to this.
pub const MAX_PIXELS: u64 = 32 * 1024 * 1024;

/// What an evidence file is announced to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A PDF document.
    Pdf,
    /// A JPEG picture, shown as a document of one page.
    Jpeg,
    /// A PNG picture, shown as a document of one page.
    Png,
}

impl Kind {
    /// Recognises a kind by its first bytes; PDF headers may stand within the first KiB.
    pub fn sniff(bytes: &[u8]) -> Option<Kind> {
        let head = bytes.get(..bytes.len().min(1024)).unwrap_or_default();
        if head.starts_with(&[0xff, 0xd8, 0xff]) {
            Some(Kind::Jpeg)
        } else if head.starts_with(b"\x89PNG\r\n\x1a\n") {
            Some(Kind::Png)
        } else if head.windows(5).any(|window| window == b"%PDF-") {
            Some(Kind::Pdf)
        } else {
            None
        }
    }
}

/// Width and height of a page as displayed, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct PageSize {
    /// Width in points.
    pub width: f32,
    /// Height in points.
    pub height: f32,
}

/// A rectangle in PDF user space, origin bottom left, in hundredths of a point.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PageRect {
    /// Left edge.
    pub left: i32,
    /// Bottom edge.
    pub bottom: i32,
    /// Right edge.
    pub right: i32,
    /// Top edge.
    pub top: i32,
}

impl PageRect {
    /// Whether the rectangle covers nothing.
    pub fn is_empty(&self) -> bool {
        self.right <= self.left || self.top <= self.bottom
    }

    /// What both cover; `None` when that is nothing.
    pub fn common(self, other: PageRect) -> Option<PageRect> {
        let common = PageRect {
            left: self.left.max(other.left),
            bottom: self.bottom.max(other.bottom),
            right: self.right.min(other.right),
            top: self.top.min(other.top),
        };
        (!common.is_empty()).then_some(common)
    }

    /// The smallest rectangle around both.
    pub fn union(self, other: PageRect) -> PageRect {
        PageRect {
            left: self.left.min(other.left),
            bottom: self.bottom.min(other.bottom),
            right: self.right.max(other.right),
            top: self.top.max(other.top),
        }
    }
}

/// One line of a document's outline, in document order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OutlineEntry {
    /// Nesting depth, the outermost being 0.
    pub depth: u8,
    /// Title, at most 120 characters, without control characters.
    pub title: String,
    /// Page it leads to, counted from 1, when it leads to one.
    pub page: Option<u32>,
    /// Where on that page, as far as the document says.
    #[serde(default)]
    pub position: Position,
}

/// A point in PDF user space, in hundredths of a point; what a document leaves open is `None`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Distance from the left edge of user space.
    pub left: Option<i32>,
    /// Distance from the bottom of user space; it is to be shown at the top of the window.
    pub top: Option<i32>,
}

/// A place on a page that leads to another place of the same document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Where it can be clicked.
    pub rect: PageRect,
    /// Page it leads to, counted from 1.
    pub page: u32,
    /// Where on that page, as far as the document says.
    pub position: Position,
}

/// The links of one page, and its printed number.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageLinks {
    /// The page's own label ("iv", "A-3"), at most 40 characters, when the document has labels.
    pub label: Option<String>,
    /// Links inside the document, at most [`MAX_LINKS`].
    pub links: Vec<Link>,
    /// Links that lead outside (addresses, programs, other files); they are dropped.
    pub external: u32,
}

/// What is known of a document once it is open.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DocumentInfo {
    /// Size of every page as displayed; never empty.
    pub pages: Vec<PageSize>,
    /// Outline, at most [`MAX_OUTLINE`] entries.
    pub outline: Vec<OutlineEntry>,
}

impl DocumentInfo {
    /// Number of pages, at least 1.
    pub fn page_count(&self) -> u32 {
        u32::try_from(self.pages.len()).unwrap_or(MAX_PAGES)
    }
}

/// How a page lies in PDF user space.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Geometry {
    /// The visible part of the page (crop box within media box).
    pub area: PageRect,
    /// Clockwise turn applied for display: 0, 90, 180 or 270 degrees.
    pub rotation: u16,
}

impl Geometry {
    /// The same page turned clockwise by more quarters, as a reader does who looks at a page that
    /// was scanned lying on its side.
    #[must_use]
    pub fn turned(self, quarters: u8) -> Geometry {
        let rotation = (self.rotation + 90 * u16::from(quarters % 4)) % 360;
        Geometry { rotation, ..self }
    }

    /// Where a rectangle of the page lies on a picture of it: left, top, width and height in pixels.
    ///
    /// `None` for a page without an area.
    pub fn on_picture(&self, rect: PageRect, width: u32, height: u32) -> Option<[f64; 4]> {
        let area = self.area;
        if area.is_empty() {
            return None;
        }
        let across = |edge: i32| share(edge, area.left, area.right);
        let up = |edge: i32| share(edge, area.bottom, area.top);
        let (left, right) = (across(rect.left), across(rect.right));
        let (bottom, top) = (up(rect.bottom), up(rect.top));
        let [x0, y0, x1, y1] = match self.rotation {
            90 => [bottom, left, top, right],
            180 => [1.0 - right, bottom, 1.0 - left, top],
            270 => [1.0 - top, 1.0 - right, 1.0 - bottom, 1.0 - left],
            _ => [left, 1.0 - top, right, 1.0 - bottom],
        };
        let (width, height) = (f64::from(width), f64::from(height));
        Some([
            x0 * width,
            y0 * height,
            (x1 - x0) * width,
            (y1 - y0) * height,
        ])
    }

    /// The rectangle of the page under two corners on a picture of it, in pixels from the top left.
    ///
    /// `None` for a page or a picture without an area.
    pub fn on_page(&self, corners: [f64; 4], width: u32, height: u32) -> Option<PageRect> {
        let area = self.area;
        if area.is_empty() || width == 0 || height == 0 {
            return None;
        }
        let [x0, y0, x1, y1] = corners;
        let (x0, x1) = (x0.min(x1) / f64::from(width), x0.max(x1) / f64::from(width));
        let (y0, y1) = (
            y0.min(y1) / f64::from(height),
            y0.max(y1) / f64::from(height),
        );
        let [left, bottom, right, top] = match self.rotation {
            90 => [y0, x0, y1, x1],
            180 => [1.0 - x1, y0, 1.0 - x0, y1],
            270 => [1.0 - y1, 1.0 - x1, 1.0 - y0, 1.0 - x0],
            _ => [x0, 1.0 - y1, x1, 1.0 - y0],
        };
        Some(PageRect {
            left: point(left, area.left, area.right),
            bottom: point(bottom, area.bottom, area.top),
            right: point(right, area.left, area.right),
            top: point(top, area.bottom, area.top),
        })
    }
}

/// Where `edge` lies between `from` (0) and `to` (1).
fn share(edge: i32, from: i32, to: i32) -> f64 {
    (f64::from(edge) - f64::from(from)) / (f64::from(to) - f64::from(from))
}

/// The edge at a share between `from` and `to`.
fn point(share: f64, from: i32, to: i32) -> i32 {
    (f64::from(from) + share * (f64::from(to) - f64::from(from))).round() as i32
}

/// One character and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Character {
    /// The character; spaces and line ends found by layout are included.
    pub value: char,
    /// Its box; empty for spaces and line ends found by layout.
    pub rect: PageRect,
}

/// The text of one page in reading order, as far as the document tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageText {
    /// Page, counted from 1.
    pub page: u32,
    /// How the page lies.
    pub geometry: Geometry,
    /// Characters with their boxes, at most [`MAX_CHARACTERS`].
    pub characters: Vec<Character>,
    /// Whether the page carries at least one picture.
    pub has_picture: bool,
    /// The smallest rectangle around the page's pictures, within the page; empty without any.
    pub pictures: PageRect,
}

impl PageText {
    /// The words alone, without the marks that layout leaves behind.
    pub fn text(&self) -> String {
        let values = self.characters.iter().map(|character| character.value);
        values.filter(|value| !is_mark(*value)).collect()
    }

    /// Whether anything but blanks and control characters can be read.
    pub fn has_text(&self) -> bool {
        self.characters
            .iter()
            .any(|character| is_visible(character.value))
    }

    /// Whether the page is a picture without text, so that it cannot be searched.
    pub fn is_scanned(&self) -> bool {
        self.has_picture && !self.has_text()
    }
}

fn is_visible(value: char) -> bool {
    let blank = value.is_whitespace() || value.is_control() || is_mark(value);
    !blank && value != char::REPLACEMENT_CHARACTER
}

/// How large a page picture should be.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PictureSize {
    /// So many pixels wide, as the page is shown.
    Width(u32),
    /// So many dots per inch.
    Dpi(u32),
    /// So many pixels a point.
    Scale(f64),
}

impl PictureSize {
    /// Pixels a point for a page so many points wide; `None` for what is no size.
    pub(crate) fn scale(self, width: f32) -> Option<f64> {
        let scale = match self {
            PictureSize::Width(pixels) => f64::from(pixels.max(1)) / f64::from(width),
            PictureSize::Dpi(dpi) => f64::from(dpi.max(1)) / 72.0,
            PictureSize::Scale(scale) => scale,
        };
        (scale.is_finite() && scale > 0.0).then_some(scale)
    }
}

impl PageSize {
    /// The size of the page turned by so many quarters.
    #[must_use]
    pub fn turned(self, quarters: u8) -> PageSize {
        let PageSize { width, height } = self;
        match quarters % 2 {
            0 => self,
            _ => PageSize {
                width: height,
                height: width,
            },
        }
    }

    /// Edges in pixels at a scale; never 0, never more than `most`.
    pub(crate) fn pixels(self, scale: f64, most: u32) -> (u32, u32) {
        let edge = |points: f32| {
            let pixels = (f64::from(points) * scale).floor();
            pixels.clamp(1.0, f64::from(most)) as u32
        };
        (edge(self.width), edge(self.height))
    }
}

/// A page as pixels.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageImage {
    /// Page, counted from 1.
    pub page: u32,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Rows from top to bottom, four bytes a pixel: red, green, blue, 255.
    pub rgba: Vec<u8>,
}

impl PageImage {
    /// Encodes as PNG, quickly rather than small, for files; screens are served by
    /// [`crate::Pool::page_picture`].
    pub fn to_png(&self) -> Result<Vec<u8>, Card> {
        let mut out = Cursor::new(Vec::new());
        PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Adaptive)
            .write_image(
                &self.rgba,
                self.width,
                self.height,
                ExtendedColorType::Rgba8,
            )
            .map_err(|_| Card::OutOfMemory)?;
        Ok(out.into_inner())
    }

    /// Encodes as JPEG of quality 1 to 100.
    pub fn to_jpeg(&self, quality: u8) -> Result<Vec<u8>, Card> {
        let rgb: Vec<u8> = self
            .rgba
            .chunks_exact(4)
            .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
            .collect();
        let mut out = Cursor::new(Vec::new());
        JpegEncoder::new_with_quality(&mut out, quality.clamp(1, 100))
            .write_image(&rgb, self.width, self.height, ExtendedColorType::Rgb8)
            .map_err(|_| Card::OutOfMemory)?;
        Ok(out.into_inner())
    }
}

/// What the background pass after an import, and the office's check of materials, want to know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Examination {
    /// Number of pages.
    pub pages: u32,
    /// Pages on which nothing can be searched, counted from 1.
    pub pages_without_text: Vec<u32>,
    /// Pages that could not be read at all, with the reason.
    pub pages_unread: Vec<(u32, Card)>,
    /// Text per page, one entry for each; empty where there is none.
    pub text: Vec<String>,
}
