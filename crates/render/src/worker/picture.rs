//! JPEG and PNG evidence, shown as a document of one page.
//!
//! Owns decoding within bounds, turning by the camera's mark, the page size from the resolution.
//! Trap: a small file may unfold to gigabytes; sizes are checked from the header, before decoding.

use std::io::Cursor;

use image::imageops::{crop_imm, rotate90, rotate180, rotate270, thumbnail};
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, RgbaImage};

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
    /// A much smaller picture is made as a whole and kept, others pixel by pixel: either way the
    /// tiles of a page fit together without a seam.
    pub(super) fn draw(&mut self, page: u32, drawing: Drawing) -> Result<Vec<u8>, Card> {
        only_page(page)?;
        let image = self.turned(drawing.quarters)?;
        let tile = drawing.tile;
        let pixels = if image.dimensions() == (tile.width, tile.height)
            && image.dimensions() == (drawing.width, drawing.height)
        {
            image.as_raw().clone()
        } else if drawing.width.saturating_mul(2) > image.width() {
            resampled(image, drawing)
        } else {
            let scaled = self.scaled(drawing)?;
            let tile = crop_imm(scaled, tile.left, tile.top, tile.width, tile.height);
            tile.to_image().into_raw()
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
            None => thumbnail(image, width, height),
        };
        Ok(&self.scaled.insert((wanted, scaled)).1)
    }

    pub(super) fn release(&mut self) {
        self.decoded = None;
        self.scaled = None;
    }
}

/// Where a pixel of the drawing lies between two pixels of the picture: both, and how near to the
/// second in 256ths.
type Between = (usize, usize, u32);

fn between(at: u32, drawn: u32, source: u32) -> Between {
    let middle = (u64::from(at) * 2 + 1) * u64::from(source) * 128 / u64::from(drawn.max(1));
    let last = u64::from(source.saturating_sub(1));
    let place = middle.saturating_sub(128).min(last * 256);
    let first = place / 256;
    let second = (first + 1).min(last);
    (first as usize, second as usize, (place % 256) as u32)
}

/// A tile of the picture at about its size or larger, each pixel from its four neighbours.
///
/// Own code, because the general one takes ten times as long, and a page waits for it.
fn resampled(image: &RgbaImage, drawing: Drawing) -> Vec<u8> {
    let tile = drawing.tile;
    let row_bytes = image.width() as usize * 4;
    let rows: Vec<&[u8]> = image.as_raw().chunks_exact(row_bytes.max(1)).collect();
    let across: Vec<Between> = (tile.left..tile.left + tile.width)
        .map(|x| between(x, drawing.width, image.width()))
        .collect();
    let mut out = Vec::with_capacity(tile.width as usize * tile.height as usize * 4);
    for y in tile.top..tile.top + tile.height {
        let (upper, lower, down) = between(y, drawing.height, image.height());
        let row = |at: usize| rows.get(at).copied().unwrap_or_default().as_chunks::<4>().0;
        let (upper, lower) = (row(upper), row(lower));
        for (left, right, share) in &across {
            let pixel = |row: &[[u8; 4]], at: usize| row.get(at).copied().unwrap_or([255; 4]);
            let (a, b) = (pixel(upper, *left), pixel(upper, *right));
            let (c, d) = (pixel(lower, *left), pixel(lower, *right));
            let mix = |channel: usize| {
                let side = |from: [u8; 4], to: [u8; 4]| {
                    u32::from(from[channel]) * (256 - share) + u32::from(to[channel]) * share
                };
                ((side(a, b) * (256 - down) + side(c, d) * down + 32_768) >> 16) as u8
            };
            out.extend_from_slice(&[mix(0), mix(1), mix(2), mix(3)]);
        }
    }
    out
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
fn on_white(mut rgba: Vec<u8>) -> Vec<u8> {
    let transparent = |pixel: &&mut [u8; 4]| pixel[3] != 255;
    for pixel in rgba.as_chunks_mut::<4>().0.iter_mut().filter(transparent) {
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
