//! Scans: laid-out pages turned into pictures that look as if they came out of a scanner.
//!
//! Owns rasterising, the scanner's faults (skew, noise, grey paper) and picture files. Trap: the
//! noise must be the same in every run, so it comes from a small generator seeded by the caller.

use anyhow::{Context, Result};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, RgbImage};
use typst_layout::{Page, PagedDocument};
use typst_render::RenderOptions;

/// Pixels per point of scans: 110 dpi, enough to read, small enough to carry.
const SCAN_SCALE: f64 = 110.0 / 72.0;
/// Pixels per point of screenshots.
const SCREEN_SCALE: f64 = 96.0 / 72.0;
const JPEG_QUALITY: u8 = 55;
/// Steepest skew: the tangent of about half a degree, in thousandths.
const MOST_SKEW: i64 = 9;

/// The first page of `document` as a scanned JPEG.
///
/// # Errors
/// When it has no page or cannot be encoded.
pub fn scanned_jpeg(document: &PagedDocument, seed: u64) -> Result<Vec<u8>> {
    let page = document.pages().first().context("no page")?;
    jpeg(&scanned(page, seed))
}

/// Every page of `document` as a scanned JPEG.
///
/// # Errors
/// When one cannot be encoded.
pub fn scanned_pages(document: &PagedDocument, seed: u64) -> Result<Vec<Vec<u8>>> {
    let pages = document.pages().iter().zip(0u64..);
    pages
        .map(|(page, n)| jpeg(&scanned(page, seed.wrapping_add(n))))
        .collect()
}

/// The first page of `document` as a sharp PNG, like a screenshot.
///
/// # Errors
/// When it has no page or cannot be encoded.
pub fn screenshot(document: &PagedDocument) -> Result<Vec<u8>> {
    let page = document.pages().first().context("no page")?;
    let picture = raster(page, SCREEN_SCALE);
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(&mut bytes, CompressionType::Default, FilterType::Adaptive)
        .write_image(
            picture.as_raw(),
            picture.width(),
            picture.height(),
            ExtendedColorType::Rgb8,
        )?;
    Ok(bytes)
}

fn jpeg(picture: &RgbImage) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY).encode_image(picture)?;
    Ok(bytes)
}

fn raster(page: &Page, scale: f64) -> RgbImage {
    let options = RenderOptions {
        pixel_per_pt: scale.into(),
        render_bleed: false,
    };
    let pixmap = typst_render::render(page, &options);
    let rgb: Vec<u8> = pixmap
        .data()
        .chunks_exact(4)
        .flat_map(|pixel| [pixel[0], pixel[1], pixel[2]])
        .collect();
    RgbImage::from_raw(pixmap.width(), pixmap.height(), rgb).unwrap_or_default()
}

/// Skews the page a little, greys the paper and adds noise.
fn scanned(page: &Page, seed: u64) -> RgbImage {
    let clean = raster(page, SCAN_SCALE);
    let mut noise = Noise(seed | 1);
    let skew = noise.below(2 * MOST_SKEW + 1) - MOST_SKEW;
    let (width, height) = (i64::from(clean.width()), i64::from(clean.height()));
    let mut scan = clean.clone();
    for (x, y, pixel) in scan.enumerate_pixels_mut() {
        let (x, y) = (i64::from(x), i64::from(y));
        // A small rotation: both axes shift in proportion to the other.
        let from_x = x + (y - height / 2) * skew / 1000;
        let from_y = y - (x - width / 2) * skew / 1000;
        let shade = 236 - (x * 10 / width.max(1));
        let grain = noise.below(13) - 6;
        *pixel = aged(&clean, from_x, from_y, shade, grain);
    }
    scan
}

fn aged(clean: &RgbImage, x: i64, y: i64, shade: i64, grain: i64) -> image::Rgb<u8> {
    let inside = u32::try_from(x).ok().zip(u32::try_from(y).ok());
    let pixel = inside.and_then(|(x, y)| clean.get_pixel_checked(x, y));
    // Outside the sheet the scanner sees its grey lid.
    let Some(pixel) = pixel else {
        return image::Rgb([198, 198, 196]);
    };
    image::Rgb(pixel.0.map(|channel| {
        let value = i64::from(channel) * shade / 255 + 12 + grain;
        u8::try_from(value.clamp(0, 255)).unwrap_or(u8::MAX)
    }))
}

/// A linear congruential generator (Knuth's MMIX constants): noise, not randomness.
struct Noise(u64);

impl Noise {
    fn below(&mut self, limit: i64) -> i64 {
        let next = self.0.wrapping_mul(6_364_136_223_846_793_005);
        self.0 = next.wrapping_add(1_442_695_040_888_963_407);
        let high = i64::try_from(self.0 >> 40).unwrap_or(0);
        high % limit.max(1)
    }
}
