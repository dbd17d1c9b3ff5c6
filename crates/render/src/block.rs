//! The part of a page that carries something, so that a page can be opened fitted to it.
//!
//! Owns telling content from margin. Trap: a scan is one picture as large as the page, with grey
//! paper, black edges and specks; only its ink says where its text is.

use std::ops::Range;

use crate::model::{Geometry, PageImage, PageRect, PageText};

/// Pixels across in which ink is looked for.
pub(crate) const LOOK: u32 = 400;
/// A picture that covers so much of both edges of a page is the page.
const WHOLE_PAGE: f64 = 0.8;
/// How much darker than the paper ink is, of 255.
const CONTRAST: u8 = 56;
/// A row or column with a larger dark part is the edge of a scan.
const EDGE_OF_SCAN: f64 = 0.6;

/// The rectangle around text and pictures; `None` when ink has to be looked for.
pub(crate) fn of_content(text: &PageText) -> Option<PageRect> {
    let area = text.geometry.area;
    if text.has_picture && is_most_of(text.pictures, area) {
        return None;
    }
    let characters = text.characters.iter().map(|character| character.rect);
    let boxes = characters.chain([text.pictures]);
    boxes
        .filter(|rect| !rect.is_empty())
        .filter_map(|rect| area.common(rect))
        .reduce(PageRect::union)
}

fn is_most_of(part: PageRect, area: PageRect) -> bool {
    let share = |(from, to): (i32, i32), (low, high): (i32, i32)| {
        (f64::from(to) - f64::from(from)) / (f64::from(high) - f64::from(low))
    };
    !area.is_empty()
        && share((part.left, part.right), (area.left, area.right)) >= WHOLE_PAGE
        && share((part.bottom, part.top), (area.bottom, area.top)) >= WHOLE_PAGE
}

/// The rectangle around the ink of a small picture of the page.
pub(crate) fn of_ink(image: &PageImage, geometry: Geometry) -> Option<PageRect> {
    let width = image.width as usize;
    let luma: Vec<u8> = image.rgba.as_chunks::<4>().0.iter().map(luma).collect();
    let ink = paper(&luma).saturating_sub(CONTRAST);
    let dark: Vec<bool> = luma.iter().map(|value| *value < ink).collect();
    let whole = (0..image.height as usize, 0..width);
    let (rows, columns) = counts(&dark, width, &whole);
    let sheet = (
        inside(&rows, image.width as usize),
        inside(&columns, image.height as usize),
    );
    let (rows, columns) = counts(&dark, width, &sheet);
    let (top, bottom) = extent(&rows, sheet.1.len())?;
    let (left, right) = extent(&columns, sheet.0.len())?;
    let (down, across) = (sheet.0.start, sheet.1.start);
    let corners = [across + left, down + top, across + right, down + bottom];
    let corners = corners.map(|edge| edge as f64);
    let found = geometry.on_page(corners, image.width, image.height)?;
    geometry.area.common(found)
}

/// Dark pixels of each row and of each column, within these rows and columns.
fn counts(
    dark: &[bool],
    width: usize,
    (rows, columns): &(Range<usize>, Range<usize>),
) -> (Vec<usize>, Vec<usize>) {
    let mut by_row = vec![0; rows.len()];
    let mut by_column = vec![0; columns.len()];
    let lines = dark.chunks_exact(width.max(1)).skip(rows.start);
    for (row, line) in by_row.iter_mut().zip(lines) {
        let line = line.get(columns.clone()).unwrap_or_default();
        for (column, _) in by_column.iter_mut().zip(line).filter(|(_, dark)| **dark) {
            *row += 1;
            *column += 1;
        }
    }
    (by_row, by_column)
}

/// Rows without the dark edges of a scan and a narrow margin, of rows so many pixels long.
fn inside(inked: &[usize], length: usize) -> Range<usize> {
    let edge = |count: &&usize| **count as f64 > length as f64 * EDGE_OF_SCAN;
    let margin = inked.len() / 100;
    let first = margin.max(inked.iter().take_while(edge).count());
    let last = margin.max(inked.iter().rev().take_while(edge).count());
    first..inked.len().saturating_sub(last).max(first)
}

/// First row with ink and the one after the last, of rows so many pixels long.
fn extent(inked: &[usize], length: usize) -> Option<(usize, usize)> {
    let specks = (length / 300).max(1);
    let start = inked.iter().position(|count| *count > specks)?;
    let end = inked.iter().rposition(|count| *count > specks)?;
    Some((start, end + 1))
}

fn luma(pixel: &[u8; 4]) -> u8 {
    let [red, green, blue, _] = pixel.map(u32::from);
    ((red * 2 + green * 5 + blue) / 8) as u8
}

/// The tone of the paper: the most frequent light one.
pub(crate) fn paper(luma: &[u8]) -> u8 {
    let mut counts = [0_u32; 32];
    for value in luma {
        if let Some(count) = counts.get_mut(usize::from(*value / 8)) {
            *count += 1;
        }
    }
    let light = counts.iter().enumerate().skip(16);
    let most = light.max_by_key(|(_, count)| **count);
    most.map_or(255, |(tone, _)| (tone * 8 + 7) as u8)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A scan 400 by 600 of grey paper with a black left edge, a speck, and text in the middle.
    fn scan() -> PageImage {
        let tone = |x: u32, y: u32| match (x, y) {
            (0..=6, _) | (395, 20) => 10,
            (100..300, 150..450) if y % 10 < 4 => 40,
            _ => 215,
        };
        let pixels = (0..600).flat_map(|y| (0..400).map(move |x| tone(x, y)));
        PageImage {
            page: 1,
            width: 400,
            height: 600,
            rgba: pixels.flat_map(|tone| [tone, tone, tone, 255]).collect(),
        }
    }

    fn area(rotation: u16) -> Geometry {
        Geometry {
            area: PageRect {
                left: 0,
                bottom: 0,
                right: 40_000,
                top: 60_000,
            },
            rotation,
        }
    }

    #[test]
    fn the_ink_of_a_scan_is_found_without_its_edge_and_specks() {
        let found = of_ink(&scan(), area(0)).unwrap();
        let expected = PageRect {
            left: 10_000,
            bottom: 15_600,
            right: 30_000,
            top: 45_000,
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn an_empty_page_has_no_block() {
        let mut image = scan();
        image.rgba.fill(240);
        assert_eq!(of_ink(&image, area(0)), None);
    }
}
