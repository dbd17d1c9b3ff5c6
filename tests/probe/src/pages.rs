//! Drawing and searching through a worker process, as the program does it.

use anyhow::{Context, Result, anyhow};
use hengping_render::{Card, Config, Document, Kind, PictureSize, Pool};
use serde_json::{Value, json};
use std::path::Path;
use std::time::{Duration, Instant};

const MOST_HITS: usize = 10_000;

fn open(pdf: &Path) -> Result<(Pool, Document, Duration)> {
    let bytes = std::fs::read(pdf).with_context(|| pdf.display().to_string())?;
    let began = Instant::now();
    let pool = Pool::new(Config::locate()?)?;
    let document = pool.open("bench", Kind::Pdf, &bytes).map_err(shown)?;
    Ok((pool, document, began.elapsed()))
}

fn shown(card: Card) -> anyhow::Error {
    anyhow!("no page: {card}")
}

/// Draws every page once; the first time covers starting the worker and opening the document.
pub(crate) fn draw(pdf: &Path, dpi: u32) -> Result<Value> {
    let (pool, document, opened) = open(pdf)?;
    let pages = document.info().page_count();
    let began = Instant::now();
    for page in 1..=pages {
        pool.page_image(&document, page, PictureSize::Dpi(dpi))
            .map_err(shown)?;
    }
    Ok(json!({
        "pages": pages,
        "open_seconds": opened.as_secs_f64(),
        "seconds": began.elapsed().as_secs_f64(),
    }))
}

/// Searches twice: pages read once are kept, so the second time is what a person mostly sees.
pub(crate) fn search(pdf: &Path, needle: &str) -> Result<Value> {
    let (pool, document, opened) = open(pdf)?;
    let timed = || {
        let began = Instant::now();
        let found = pool.search(&document, needle, MOST_HITS).map_err(shown)?;
        anyhow::Ok((began.elapsed().as_secs_f64(), found.hits.len()))
    };
    let (first, hits) = timed()?;
    let (again, _) = timed()?;
    Ok(json!({
        "hits": hits,
        "open_seconds": opened.as_secs_f64(),
        "seconds": first,
        "seconds_again": again,
    }))
}
