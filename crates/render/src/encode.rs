//! Pixels as a picture a web view can show.
//!
//! Owns which encoding suits which pixels, and the removal of red seals. Encoders are libraries.
//! Trap: a screen waits for this. Both the time of encoding and the length of the result count,
//! as each megabyte takes a web view about ten milliseconds; the smallest file is the wrong aim.

use std::io::Cursor;

use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

use crate::Card;
use crate::block::paper;
use crate::model::PageImage;
use crate::picture::{Picture, Seals};

/// Quality of JPEG, at which print on a scan shows no trace of it.
const QUALITY: u8 = 88;
/// Pixels that differ from their neighbour, in per cent, from which a picture is photographic.
const BUSY: usize = 30;

type Pixel = [u8; 4];

/// Encodes the pixels: flat ones lossless, photographic ones as JPEG, grey ones as grey.
pub(crate) fn picture(image: &PageImage, seals: Seals) -> Result<Picture, Card> {
    let pixels = image.rgba.as_chunks::<4>().0;
    let grey = seals == Seals::Remove || pixels.iter().all(is_grey);
    let samples: Vec<u8> = match seals {
        Seals::Remove => without_seals(pixels),
        Seals::Keep if grey => pixels.iter().map(|pixel| pixel[0]).collect(),
        Seals::Keep => colours(pixels),
    };
    let (width, height) = (image.width, image.height);
    let (mime, bytes) = if is_busy(pixels, width) {
        ("image/jpeg", jpeg(&samples, width, height, grey))
    } else {
        ("image/png", png(&samples, width, height, grey))
    };
    Ok(Picture {
        width,
        height,
        mime,
        bytes: bytes.ok_or(Card::OutOfMemory)?,
    })
}

fn png(samples: &[u8], width: u32, height: u32, grey: bool) -> Option<Vec<u8>> {
    let mut out = Cursor::new(Vec::with_capacity(samples.len() / 8));
    let color = if grey {
        ExtendedColorType::L8
    } else {
        ExtendedColorType::Rgb8
    };
    PngEncoder::new_with_quality(&mut out, CompressionType::Fast, FilterType::Up)
        .write_image(samples, width, height, color)
        .ok()?;
    Some(out.into_inner())
}

fn jpeg(samples: &[u8], width: u32, height: u32, grey: bool) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(samples.len() / 8);
    let mut encoder = Encoder::new(&mut out, QUALITY);
    // Colour at half the resolution, as scanners themselves write it: half the time.
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    let (width, height) = (width.try_into().ok()?, height.try_into().ok()?);
    let color = if grey {
        ColorType::Luma
    } else {
        ColorType::Rgb
    };
    encoder.encode(samples, width, height, color).ok()?;
    Some(out)
}

fn is_grey(pixel: &Pixel) -> bool {
    let [red, green, blue, _] = *pixel;
    red == green && green == blue
}

fn colours(pixels: &[Pixel]) -> Vec<u8> {
    let mut out = Vec::with_capacity(pixels.len() * 3);
    for [red, green, blue, _] in pixels {
        out.extend_from_slice(&[*red, *green, *blue]);
    }
    out
}

/// The red of the pixels as their tone. Light red ink, which is still visible then, fades to the
/// tone of the paper and not beyond, so that no white seal is left on grey paper.
fn without_seals(pixels: &[Pixel]) -> Vec<u8> {
    let mut tones: Vec<u8> = pixels.iter().map(|pixel| pixel[0]).collect();
    let paper = i32::from(paper(&tones));
    for (tone, pixel) in tones.iter_mut().zip(pixels) {
        let [red, green, blue, _] = pixel.map(i32::from);
        let colour = (red - green.max(blue)).max(0);
        let faded = red + colour * (red - 128).max(0) / 128;
        *tone = faded.min(paper.max(red)) as u8;
    }
    tones
}

/// Whether so many neighbours differ that a lossless picture would be long and slow.
fn is_busy(pixels: &[Pixel], width: u32) -> bool {
    let rows = pixels.chunks_exact(width.max(1) as usize).step_by(8);
    let (mut seen, mut differ) = (0_usize, 0_usize);
    for row in rows {
        seen += row.len();
        differ += row.windows(2).filter(|pair| pair[0] != pair[1]).count();
    }
    differ * 100 > seen * BUSY
}

#[cfg(test)]
mod tests {
    use super::*;

    fn image(pixel: impl Fn(u32, u32) -> [u8; 3]) -> PageImage {
        let (width, height) = (64, 48);
        let places = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
        let rgba = places.flat_map(|(x, y)| {
            let [red, green, blue] = pixel(x, y);
            [red, green, blue, 255]
        });
        PageImage {
            page: 1,
            width,
            height,
            rgba: rgba.collect(),
        }
    }

    fn decoded(picture: &Picture) -> image::RgbImage {
        image::load_from_memory(&picture.bytes).unwrap().into_rgb8()
    }

    #[test]
    fn flat_pixels_come_back_as_they_were() {
        let colour = |x: u32, y: u32| match (x / 16 + y / 16) % 3 {
            0 => [255, 255, 255],
            1 => [20, 40, 200],
            _ => [0, 0, 0],
        };
        let grey = |x: u32, _| [(x / 8 * 30) as u8; 3];
        for image in [image(colour), image(grey)] {
            let picture = picture(&image, Seals::Keep).unwrap();
            assert_eq!(picture.mime, "image/png");
            assert_eq!(
                decoded(&picture).into_raw(),
                colours(image.rgba.as_chunks::<4>().0)
            );
        }
    }

    #[test]
    fn noisy_pixels_are_no_reason_to_be_slow() {
        let noise = |x: u32, y: u32| [(x * 37 + y * 91) as u8, (x * 13) as u8, 90];
        let picture = picture(&image(noise), Seals::Keep).unwrap();
        assert_eq!(picture.mime, "image/jpeg");
    }

    #[test]
    fn red_seals_vanish_and_what_they_cover_stays() {
        let page = |x: u32, _| match x / 16 {
            0 => [250, 250, 250],
            1 => [215, 30, 40],
            2 => [95, 20, 25],
            _ => [30, 30, 30],
        };
        let shown = decoded(&picture(&image(page), Seals::Remove).unwrap());
        let tone = |x: u32| shown.get_pixel(x, 10).0;
        assert_eq!(tone(20), [paper(&[250]); 3], "as light as the paper");
        assert!(tone(40).iter().all(|value| *value < 110), "{:?}", tone(40));
        assert_eq!(tone(60), [30; 3]);
        assert_eq!(tone(4), [250; 3]);
    }
}
