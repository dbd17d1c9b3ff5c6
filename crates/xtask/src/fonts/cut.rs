//! The cutting: HarfBuzz takes the characters out, woff2 packs them, and the result is read back.
//!
//! Owns two calls per slice and the styles that name it. Trap: HarfBuzz passes over characters that
//! a font lacks without a word, so what a browser is promised is what was found afterwards.

use super::Face;
use super::slices::Slice;
use crate::external;
use anyhow::{Context, Result, bail};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

/// HarfBuzz's subsetter (package libharfbuzz-bin).
pub(super) const SUBSET: &str = "hb-subset";
/// The packer (package woff2).
pub(super) const COMPRESS: &str = "woff2_compress";

/// One slice still to be cut.
struct Order<'a> {
    face: &'a Face,
    source: &'a Path,
    inside: u32,
    slice: Slice,
}

/// Cuts every slice into `folder` and returns the styles that name them.
pub(super) fn all(faces: &[Face], sources: &[PathBuf], folder: &Path) -> Result<String> {
    let mut orders = Vec::new();
    for (face, source) in faces.iter().zip(sources) {
        let inside = index_of(source, face.inside)?;
        orders.extend((face.slices)().into_iter().map(|slice| Order {
            face,
            source,
            inside,
            slice,
        }));
    }
    let rules = in_parallel(&orders, |order| cut(order, folder))?;
    Ok(rules.concat())
}

/// Runs `work` for every order on all processors; results in the order of the orders.
fn in_parallel<T: Sync, R: Send>(
    orders: &[T],
    work: impl Fn(&T) -> Result<R> + Sync,
) -> Result<Vec<R>> {
    let next = Mutex::new(orders.iter().enumerate());
    let done = Mutex::new(Vec::new());
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((at, order)) = next.lock().ok().and_then(|mut all| all.next()) {
                    let result = work(order);
                    if let Ok(mut done) = done.lock() {
                        done.push((at, result));
                    }
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap_or_default();
    if done.len() != orders.len() {
        bail!("not every part was worked on");
    }
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Cuts one slice and returns its rule.
fn cut(order: &Order, folder: &Path) -> Result<String> {
    let name = format!("{}-{}", order.face.name, order.slice.name);
    let plain = folder.join(format!("{name}.otf"));
    let list = folder.join(format!("{name}.txt"));
    std::fs::write(&list, ranges(order.slice.wanted.iter().copied(), ""))?;
    external::output(
        Command::new(SUBSET)
            .arg(format!("--font-file={}", order.source.display()))
            .arg(format!("--face-index={}", order.inside))
            .arg(format!("--unicodes-file={}", list.display()))
            // Forms of other countries: the window is written in one.
            .arg("--layout-features-=locl")
            // Shared parts of outlines save space in a plain file and cost it in a packed one.
            .arg("--desubroutinize")
            .arg(format!("--output-file={}", plain.display())),
    )?;
    let found = covered(&plain, &order.slice)?;
    external::output(Command::new(COMPRESS).arg(&plain))?;
    for file in [plain, list] {
        std::fs::remove_file(file)?;
    }
    Ok(rule(order.face, &name, &found))
}

/// The wanted characters that the cut font has.
fn covered(file: &Path, slice: &Slice) -> Result<Vec<u32>> {
    let bytes = std::fs::read(file)?;
    let face = ttf_parser::Face::parse(&bytes, 0).context("the cut font cannot be read")?;
    let has = |one: u32| char::from_u32(one).and_then(|one| face.glyph_index(one));
    let (found, missing): (Vec<u32>, Vec<u32>) =
        slice.wanted.iter().partition(|one| has(**one).is_some());
    if slice.complete && !missing.is_empty() {
        bail!(
            "{} characters of the slice {} are missing: {}",
            missing.len(),
            slice.name,
            ranges(missing.into_iter().take(20), "U+")
        );
    }
    Ok(found)
}

fn rule(face: &Face, name: &str, found: &[u32]) -> String {
    let Face { family, weight, .. } = face;
    let range = ranges(found.iter().copied(), "U+");
    let mut text = String::new();
    // Writing into a text cannot fail.
    let _ = writeln!(
        text,
        "@font-face {{ font-family: '{family}'; font-weight: {weight}; font-display: swap; \
         src: url('./{name}.woff2') format('woff2'); unicode-range: {range}; }}"
    );
    text
}

/// Ascending code points as `4E00-4E02,4E05`, each run with `mark` before it.
fn ranges(points: impl Iterator<Item = u32>, mark: &str) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for one in points {
        match runs.last_mut() {
            Some((_, end)) if *end + 1 == one => *end = one,
            _ => runs.push((one, one)),
        }
    }
    let shown = runs.iter().map(|(from, to)| match from == to {
        true => format!("{mark}{from:X}"),
        false => format!("{mark}{from:X}-{to:X}"),
    });
    shown.collect::<Vec<_>>().join(",")
}

/// Place of a named face in a collection; a single font has one.
fn index_of(file: &Path, wanted: &str) -> Result<u32> {
    let bytes = std::fs::read(file)?;
    let count = ttf_parser::fonts_in_collection(&bytes).unwrap_or(1);
    let named = |index: &u32| {
        let face = ttf_parser::Face::parse(&bytes, *index);
        face.is_ok_and(|face| {
            let mut names = face.names().into_iter();
            names.any(|name| {
                name.name_id == ttf_parser::name_id::FAMILY
                    && name.to_string().is_some_and(|text| text == wanted)
            })
        })
    };
    (0..count)
        .find(named)
        .with_context(|| format!("{} holds no {wanted}", file.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_become_runs() {
        let points = [0x4e00, 0x4e01, 0x4e02, 0x4e05, 0x20bb7];
        assert_eq!(ranges(points.into_iter(), ""), "4E00-4E02,4E05,20BB7");
        assert_eq!(ranges([0x20].into_iter(), "U+"), "U+20");
    }

    #[test]
    fn results_stand_in_the_order_of_the_orders() {
        let orders: Vec<u64> = (0..40).collect();
        let slow_first = |one: &u64| {
            std::thread::sleep(std::time::Duration::from_millis((40 - one) / 8));
            Ok(one * 2)
        };
        let doubled: Vec<u64> = orders.iter().map(|one| one * 2).collect();
        assert_eq!(in_parallel(&orders, slow_first).unwrap(), doubled);
        assert!(in_parallel(&orders, |_| -> Result<()> { bail!("no") }).is_err());
    }
}
