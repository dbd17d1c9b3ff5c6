//! JPEG and PNG evidence, shown as a document of one page.
//!
//! Owns decoding within bounds, turning by the camera's mark, the page size from the resolution.
//! Trap: a small file may unfold to gigabytes; sizes are checked from the header, before decoding.

use std::io::Cursor;

use image::imageops::{
    FilterType, crop_imm, resize, rotate90, rotate180, rotate270, sample_bilinear, thumbnail,
};
use image::{
    DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, Rgba, RgbaImage,
};

use super::{Answer, only_page};
use crate::Card;
use crate::model::{Geometry, Kind, PageRect, PageSize};
use crate::wire::{Drawing, Reply, encode_sizes};

const MAX_EDGE: u32 = 32_767;
const MAX_DECODED: u64 = 400 * 1024 * 1024;
const USUAL_DPI: f32 = 96.0;

/// An open picture; the pixels are decoded when wanted.
pub(super) struct Picture {
    format: ImageFormat,
    bytes: Vec<u8>,
    /// With the quarters by which it was turned.
    decoded: Option<(u8, RgbaImage)>,
    /// The one asked for last: edges and quarters, and the whole picture at that size.
    scaled: Option<((u32, u32, u8), RgbaImage)>,
    size: PageSize,
}

impl Picture {
    pub(super) fn open(kind: Kind, bytes: Vec<u8>) -> Result<Picture, Card> {
        let format = match kind {
            Kind::Jpeg => ImageFormat::Jpeg,
            Kind::Png => ImageFormat::Png,
            Kind::Pdf => return Err(Card::NotThisKind),
        };
        if Kind::sniff(&bytes) != Some(kind) {
            return Err(Card::NotThisKind);
        }
        let decoded = decode(format, &bytes)?;
        let dpi = resolution(kind, &bytes).filter(|dpi| (30.0..=2400.0).contains(dpi));
        let scale = 72.0 / dpi.unwrap_or(USUAL_DPI);
        let (width, height) = decoded.dimensions();
        let size = PageSize {
            width: width as f32 * scale,
            height: height as f32 * scale,
        };
        Ok(Picture {
            format,
            bytes,
            decoded: Some((0, decoded)),
            scaled: None,
            size,
        })
    }

    pub(super) fn describe(&self) -> Answer {
        (
            Reply::Opened {
                pages: 1,
                outline: Vec::new(),
            },
            encode_sizes(&[self.size]),
        )
    }

    /// A picture has no text of its own.
    pub(super) fn text(&self, page: u32) -> Result<Answer, Card> {
        only_page(page)?;
        let hundredths = |points: f32| (points * 100.0).round() as i32;
        let area = PageRect {
            right: hundredths(self.size.width),
            top: hundredths(self.size.height),
            ..PageRect::default()
        };
        let geometry = Geometry { area, rotation: 0 };
        Ok((
            Reply::Text {
                characters: 0,
                geometry,
                has_picture: true,
                pictures: area,
            },
            Vec::new(),
        ))
    }

    /// Draws the tile.
    ///
    /// A smaller picture is made as a whole and kept, an enlarged one pixel by pixel: either way
    /// the tiles of a page fit together without a seam.
    pub(super) fn draw(&mut self, page: u32, drawing: Drawing) -> Result<Vec<u8>, Card> {
        only_page(page)?;
        let image = self.turned(drawing.quarters)?;
        let tile = drawing.tile;
        let pixels = if drawing.width > image.width() || drawing.height > image.height() {
            enlarged(image, drawing)
        } else {
            let scaled = self.scaled(drawing)?;
            crop_imm(scaled, tile.left, tile.top, tile.width, tile.height).to_image()
        };
        Ok(on_white(pixels))
    }

    /// The decoded picture, turned.
    fn turned(&mut self, quarters: u8) -> Result<&RgbaImage, Card> {
        let (before, image) = match self.decoded.take() {
            Some(decoded) => decoded,
            None => (0, decode(self.format, &self.bytes)?),
        };
        let image = match (4 + quarters - before) % 4 {
            1 => rotate90(&image),
            2 => rotate180(&image),
            3 => rotate270(&image),
            _ => image,
        };
        Ok(&self.decoded.insert((quarters, image)).1)
    }

    /// The whole picture at a smaller size, turned.
    fn scaled(&mut self, drawing: Drawing) -> Result<&RgbaImage, Card> {
        let (width, height) = (drawing.width, drawing.height);
        let wanted = (width, height, drawing.quarters);
        let kept = self.scaled.take().filter(|(kept, _)| *kept == wanted);
        let image = self.turned(drawing.quarters)?;
        let scaled = match kept {
            Some((_, kept)) => kept,
            None if image.dimensions() == (width, height) => image.clone(),
            None if width.saturating_mul(2) <= image.width() => thumbnail(image, width, height),
            None => resize(image, width, height, FilterType::Triangle),
        };
        Ok(&self.scaled.insert((wanted, scaled)).1)
    }

    pub(super) fn release(&mut self) {
        self.decoded = None;
        self.scaled = None;
    }
}

/// A tile of the picture made larger, each pixel from its four neighbours.
fn enlarged(image: &RgbaImage, drawing: Drawing) -> RgbaImage {
    let tile = drawing.tile;
    let share = |at: u32, edge: u32| (at as f32 + 0.5) / edge as f32;
    RgbaImage::from_fn(tile.width, tile.height, |x, y| {
        let across = share(tile.left + x, drawing.width);
        let down = share(tile.top + y, drawing.height);
        sample_bilinear(image, across, down).unwrap_or(Rgba([255; 4]))
    })
}

fn decode(format: ImageFormat, bytes: &[u8]) -> Result<RgbaImage, Card> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_EDGE);
    limits.max_image_height = Some(MAX_EDGE);
    limits.max_alloc = Some(MAX_DECODED);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|error| card_of(&error))?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) * 4 > MAX_DECODED || decoder.total_bytes() > MAX_DECODED
    {
        return Err(Card::OutOfMemory);
    }
    let orientation = decoder.orientation().ok();
    let mut image = DynamicImage::from_decoder(decoder).map_err(|error| card_of(&error))?;
    if let Some(orientation) = orientation {
        image.apply_orientation(orientation);
    }
    if image.width() == 0 || image.height() == 0 {
        Err(Card::Empty)
    } else {
        Ok(image.into_rgba8())
    }
}

fn card_of(error: &ImageError) -> Card {
    match error {
        ImageError::Limits(_) => Card::OutOfMemory,
        _ => Card::Damaged,
    }
}

/// Pixels as they look on paper: transparent parts are white.
fn on_white(image: RgbaImage) -> Vec<u8> {
    let mut rgba = image.into_raw();
    for pixel in rgba.as_chunks_mut::<4>().0 {
        let alpha = u32::from(pixel[3]);
        for value in pixel.iter_mut().take(3) {
            *value = ((u32::from(*value) * alpha + 255 * (255 - alpha) + 127) / 255) as u8;
        }
        pixel[3] = 255;
    }
    rgba
}

/// Dots per inch as the file's header has it.
fn resolution(kind: Kind, bytes: &[u8]) -> Option<f32> {
    match kind {
        Kind::Jpeg => jpeg_resolution(bytes),
        Kind::Png => png_resolution(bytes),
        Kind::Pdf => None,
    }
}

/// The density in the JFIF segment, which stands first when it is there.
fn jpeg_resolution(bytes: &[u8]) -> Option<f32> {
    let segment = bytes.get(2..18)?;
    if segment.get(..2)? != [0xff, 0xe0] || segment.get(4..9)? != b"JFIF\0" {
        return None;
    }
    let density = f32::from(u16::from_be_bytes([*segment.get(12)?, *segment.get(13)?]));
    match segment.get(11)? {
        1 => Some(density),
        2 => Some(density * 2.54),
        _ => None,
    }
}

/// The `pHYs` chunk, which stands before the pixels when it is there.
fn png_resolution(bytes: &[u8]) -> Option<f32> {
    let mut rest = bytes.get(8..)?;
    loop {
        let (length, after) = rest.split_first_chunk::<4>()?;
        let (name, after) = after.split_first_chunk::<4>()?;
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        match name {
            b"pHYs" => {
                let (per_metre, unit) = after.get(..9)?.split_first_chunk::<4>()?;
                let metres = unit.get(4) == Some(&1);
                return metres.then(|| u32::from_be_bytes(*per_metre) as f32 * 0.0254);
            }
            b"IDAT" => return None,
            _ => rest = after.get(length.checked_add(4)?..)?,
        }
    }
}
