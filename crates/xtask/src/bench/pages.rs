//! Pages drawn and documents searched through the confined worker, against programs that do only
//! that. The time of starting the worker is in ours, as that of starting the program is in theirs.

use super::clock::compare;
use super::{Ground, Row, word};
use crate::{external, materials};
use anyhow::{Context, Result};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const DPI: &str = "150";
const WORDS: &str = "电子商务";

/// `pdftoppm` and `mutool draw` on a typeset report and on a scan.
pub(super) fn draw(ground: &Ground) -> Result<Vec<Row>> {
    let mut rows = Vec::new();
    for (kind, name) in [("report", "申报书"), ("scan", "扫描")] {
        let pdf = sample(ground, name)?;
        let mut pdftoppm = Command::new("pdftoppm");
        pdftoppm.args(["-r", DPI]).arg(&pdf);
        let mut mutool = Command::new("mutool");
        mutool
            .args(["draw", "-q", "-r", DPI, "-F", "ppm", "-o", "-"])
            .arg(&pdf);
        rows.push(drawn(ground, kind, &pdf, "pdftoppm", &mut pdftoppm)?);
        rows.push(drawn(ground, kind, &pdf, "mutool draw", &mut mutool)?);
    }
    Ok(rows)
}

fn drawn(
    ground: &Ground,
    kind: &str,
    pdf: &Path,
    against: &'static str,
    other: &mut Command,
) -> Result<Row> {
    let mut pages = 0;
    let mut ours = || {
        let answer = ground.probe(&["pages", word(pdf)?, DPI])?;
        pages = answer["pages"].as_u64().context("a number of pages")?;
        Ok(())
    };
    let mut theirs = || external::run(other.stdout(Stdio::null()));
    let pair = compare(&mut ours, &mut theirs)?;
    let each = pair.ours.as_secs_f64() * 1000.0 / pages as f64;
    let note = format!("{pages} pages at {DPI} dpi, {each:.1} ms each");
    Ok(Row {
        what: format!("pages of a {kind}"),
        against,
        pair,
        note,
    })
}

/// `pdfgrep` on the same report.
pub(super) fn search(ground: &Ground) -> Result<Vec<Row>> {
    let pdf = sample(ground, "申报书")?;
    let mut note = String::new();
    let mut ours = || {
        let answer = ground.probe(&["search", word(&pdf)?, WORDS])?;
        let again = answer["seconds_again"].as_f64().unwrap_or_default() * 1000.0;
        note = format!("{} hits; searched again: {again:.1} ms", answer["hits"]);
        Ok(())
    };
    let mut theirs = || {
        external::run(
            Command::new("pdfgrep")
                .args(["-c", WORDS])
                .arg(&pdf)
                .stdout(Stdio::null()),
        )
    };
    let pair = compare(&mut ours, &mut theirs)?;
    Ok(vec![Row {
        what: "search a report".into(),
        against: "pdfgrep",
        pair,
        note,
    }])
}

/// A document of the first application whose name contains some words.
fn sample(ground: &Ground, name: &str) -> Result<PathBuf> {
    let folder = materials::folder(&ground.ready, None)?.join("applications/a01");
    let entries = std::fs::read_dir(&folder).with_context(|| folder.display().to_string())?;
    let fits = |path: &PathBuf| {
        let text = path.to_string_lossy();
        text.ends_with(".pdf") && text.contains(name)
    };
    let found = entries.flatten().map(|entry| entry.path()).find(fits);
    found.with_context(|| format!("no {name} among the sample's materials"))
}
