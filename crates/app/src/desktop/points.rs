//! Between PDF space and the page as the window shows it.
//!
//! In the store boxes are in PDF space, in hundredths of a point, origin bottom left. The window
//! has points of the page as displayed: its own rotation applied, origin top left. Two pure
//! functions convert; how the reader turned a page on the screen is the window's own business.

use hengping_core::citation::PdfBox;
use hengping_render::{Geometry, PageRect, PageSize};
use hengping_store::table::shapes::PageShape;

const HUNDREDTHS: f64 = 100.0;
/// Shown edges are tenths of a hundredth: finer than what is stored, and short in writing.
const TENTHS: f64 = 10.0;
/// Longest edge of a page, in hundredths of a point; PDF allows 200 inches, more with user units.
const LONGEST: f64 = 1e8;

/// The shape of a page.
pub(super) fn shape(geometry: Geometry, size: PageSize) -> PageShape {
    let edge = |points: f32| (f64::from(points) * HUNDREDTHS).round().clamp(1.0, LONGEST) as u32;
    PageShape {
        area: stored_box(geometry.area),
        rotation: geometry.rotation,
        width: edge(size.width),
        height: edge(size.height),
    }
}

/// A box of PDF space on the page as displayed: left, top, right, bottom.
pub(super) fn shown(shape: &PageShape, found: PdfBox) -> Option<[f64; 4]> {
    let geometry = geometry(shape);
    let [left, top, width, height] =
        geometry.on_picture(render_box(found), shape.width, shape.height)?;
    let edges = [left, top, left + width, top + height];
    Some(edges.map(|edge| (edge * TENTHS).round() / TENTHS / HUNDREDTHS))
}

/// The box of PDF space under a box of the page as displayed; nothing for an empty one.
pub(super) fn stored(shape: &PageShape, edges: [f64; 4]) -> Option<PdfBox> {
    if !edges.iter().all(|edge| edge.is_finite()) {
        return None;
    }
    let corners = edges.map(|edge| edge * HUNDREDTHS);
    let found = geometry(shape).on_page(corners, shape.width, shape.height)?;
    let within = found.common(geometry(shape).area)?;
    Some(stored_box(within))
}

fn geometry(shape: &PageShape) -> Geometry {
    Geometry {
        area: render_box(shape.area),
        rotation: shape.rotation,
    }
}

pub(super) fn stored_box(found: PageRect) -> PdfBox {
    PdfBox {
        left: found.left,
        bottom: found.bottom,
        right: found.right,
        top: found.top,
    }
}

fn render_box(found: PdfBox) -> PageRect {
    PageRect {
        left: found.left,
        bottom: found.bottom,
        right: found.right,
        top: found.top,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn page(left: i32, bottom: i32, width: i32, height: i32, turns: u16) -> PageShape {
        let (across, down) = match turns % 2 {
            0 => (width, height),
            _ => (height, width),
        };
        PageShape {
            area: PdfBox {
                left,
                bottom,
                right: left + width,
                top: bottom + height,
            },
            rotation: turns * 90,
            width: across.unsigned_abs(),
            height: down.unsigned_abs(),
        }
    }

    #[test]
    fn a_box_at_the_foot_of_an_upright_page_is_shown_at_its_foot() {
        let page = page(0, 0, 60_000, 80_000, 0);
        let foot = PdfBox {
            left: 1_000,
            bottom: 2_000,
            right: 3_000,
            top: 4_000,
        };
        assert_eq!(shown(&page, foot), Some([10.0, 760.0, 30.0, 780.0]));
    }

    #[test]
    fn what_lies_beside_the_page_or_is_no_number_is_no_box() {
        let page = page(0, 0, 60_000, 80_000, 0);
        assert_eq!(stored(&page, [700.0, 0.0, 800.0, 10.0]), None);
        assert_eq!(stored(&page, [f64::NAN, 0.0, 1.0, 1.0]), None);
        assert_eq!(stored(&page, [5.0, 5.0, 5.0, 5.0]), None);
    }

    proptest! {
        /// There and back again is the same box, whatever the page's origin and rotation.
        #[test]
        fn showing_and_storing_undo_each_other(
            origin in (-50_000..50_000_i32, -50_000..50_000_i32),
            size in (100..200_000_i32, 100..200_000_i32),
            corner in (0.0..0.99_f64, 0.0..0.99_f64),
            extent in (1..90_i32, 1..90_i32),
            turns in 0..4_u16,
        ) {
            let page = page(origin.0, origin.1, size.0, size.1, turns);
            let left = origin.0 + (f64::from(size.0) * corner.0) as i32;
            let bottom = origin.1 + (f64::from(size.1) * corner.1) as i32;
            let found = PdfBox {
                left,
                bottom,
                right: (left + extent.0).min(page.area.right),
                top: (bottom + extent.1).min(page.area.top),
            };
            prop_assume!(found.left < found.right && found.bottom < found.top);
            let edges = shown(&page, found).unwrap();
            prop_assert!(edges[0] < edges[2] && edges[1] < edges[3]);
            prop_assert!(edges.iter().all(|edge| *edge >= -1e-6));
            prop_assert!(edges[2] <= f64::from(page.width) / 100.0 + 1e-6);
            prop_assert_eq!(stored(&page, edges), Some(found));
        }

        /// A hostile answer of the window is a box within the page, or none.
        #[test]
        fn whatever_is_stored_lies_within_the_page(
            edges in prop::array::uniform4(-1e12..1e12_f64),
            turns in 0..4_u16,
        ) {
            let page = page(0, 0, 60_000, 80_000, turns);
            if let Some(found) = stored(&page, edges) {
                prop_assert!(found.left >= 0 && found.right <= 60_000);
                prop_assert!(found.bottom >= 0 && found.top <= 80_000);
            }
        }
    }
}
