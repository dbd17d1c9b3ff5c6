//! The folder of materials: every file of every application, as an office receives it.
//!
//! Owns binding of items into files, page ranges and the damage done on purpose. Trap: a page
//! range is known only after layout, so `application.toml` is written last.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use anyhow::{Context, Result, bail, ensure};
use typst_layout::PagedDocument;

use crate::foreign::{self, Foreign};
use crate::inputs::{Content, Enterprise, Inputs, Item};
use crate::press::{Press, Sheets, bind};
use crate::scan;

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Written {
    /// Files, `application.toml` included.
    pub files: usize,
    /// Pages of all PDFs and pictures made here.
    pub pages: usize,
    /// Bytes of all files.
    pub bytes: usize,
}

impl Written {
    fn add(&mut self, other: Self) {
        self.files += other.files;
        self.pages += other.pages;
        self.bytes += other.bytes;
    }
}

/// Writes the whole round to `out_dir`; PDFs in `evidence` are added to the applications.
///
/// # Errors
/// When `out_dir` is not empty, an input is faulty or a file cannot be written.
pub fn write_round(
    press: &Press,
    inputs: &Inputs,
    out_dir: &Path,
    evidence: Option<&Path>,
) -> Result<Written> {
    fs::create_dir_all(out_dir)?;
    let empty = fs::read_dir(out_dir)?.next().is_none();
    ensure!(empty, "{} is not empty", out_dir.display());
    fs::write(out_dir.join("round.toml"), &inputs.round)?;
    let foreign = evidence.map(foreign::list).transpose()?.unwrap_or_default();
    let more = foreign::catalogue(&foreign, inputs.enterprises.len());
    copy_scheme(&inputs.scheme, &more, out_dir)?;
    let mut written = write_all(press, inputs, &out_dir.join("applications"), &foreign)?;
    let practice = out_dir.join(&inputs.practice_folder);
    let beside = practice
        .parent()
        .context("round.toml names no folder for practice")?;
    written.add(write_enterprise(
        press,
        inputs,
        &inputs.practice,
        beside,
        &[],
    )?);
    Ok(written)
}

/// The scheme, with the lines of evidence that only this folder has.
fn copy_scheme(scheme: &Path, more: &str, out_dir: &Path) -> Result<()> {
    let name = scheme.file_name().context("round.toml names no scheme")?;
    let text = fs::read_to_string(scheme).with_context(|| scheme.display().to_string())?;
    fs::write(out_dir.join(name), text + more)?;
    Ok(())
}

/// Every application on its own; as many at once as there are processors.
fn write_all(
    press: &Press,
    inputs: &Inputs,
    folder: &Path,
    foreign: &[Foreign],
) -> Result<Written> {
    let next = AtomicUsize::new(0);
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let work = || -> Result<Written> {
        let mut written = Written::default();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(enterprise) = inputs.enterprises.get(at) else {
                return Ok(written);
            };
            let share = foreign::share(foreign, at, inputs.enterprises.len());
            written.add(write_enterprise(press, inputs, enterprise, folder, &share)?);
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let mut total = Written::default();
        for thread in threads {
            let Ok(written) = thread.join() else {
                bail!("a worker panicked");
            };
            total.add(written?);
        }
        Ok(total)
    })
}

/// Writes one application below `folder`.
///
/// # Errors
/// When an input is faulty or a file cannot be written.
pub fn write_enterprise(
    press: &Press,
    inputs: &Inputs,
    enterprise: &Enterprise,
    folder: &Path,
    foreign: &[&Foreign],
) -> Result<Written> {
    let content = &enterprise.content;
    let folder = folder.join(&content.id);
    fs::create_dir_all(&folder)?;
    let mut catalogue = content.evidence.clone();
    let mut written = Written::default();
    for file in file_names(content) {
        let made = make_file(press, inputs, enterprise, &file, &mut catalogue)
            .with_context(|| format!("{} {file}", content.id))?;
        let bytes = damaged(content, &file, made.bytes);
        fs::write(folder.join(&file), &bytes)?;
        written.add(Written {
            files: 1,
            pages: made.pages,
            bytes: bytes.len(),
        });
    }
    written.add(foreign::copy(foreign, &folder, &mut catalogue)?);
    let text = content.application_file(&catalogue)?;
    fs::write(folder.join("application.toml"), &text)?;
    written.add(Written {
        files: 1,
        pages: 0,
        bytes: text.len(),
    });
    Ok(written)
}

struct Made {
    bytes: Vec<u8>,
    pages: usize,
}

/// Files in the order in which the catalogue first names them.
fn file_names(content: &Content) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for item in &content.evidence {
        if !names.contains(&item.file) {
            names.push(item.file.clone());
        }
    }
    names
}

fn make_file(
    press: &Press,
    inputs: &Inputs,
    enterprise: &Enterprise,
    file: &str,
    catalogue: &mut [Item],
) -> Result<Made> {
    let mut parts = Vec::new();
    let items = catalogue.iter_mut().filter(|item| item.file == file);
    for item in items {
        let laid_out = lay_out_item(press, inputs, enterprise, item)?;
        let first = pages_of(&parts) + 1;
        item.pages = Some(format!("{first}-{}", first + laid_out.pages().len() - 1));
        parts.push(laid_out);
    }
    if let [_] = parts.as_slice() {
        let alone = catalogue.iter_mut().filter(|item| item.file == file);
        alone.for_each(|item| item.pages = None);
    }
    let pages = pages_of(&parts);
    let bytes = encode(file, parts, seed(&enterprise.content.id))?;
    Ok(Made { bytes, pages })
}

fn pages_of(parts: &[PagedDocument]) -> usize {
    parts.iter().map(|part| part.pages().len()).sum()
}

fn encode(file: &str, parts: Vec<PagedDocument>, seed: u64) -> Result<Vec<u8>> {
    let extension = Path::new(file).extension().and_then(|e| e.to_str());
    match (extension, parts.as_slice()) {
        (Some("pdf"), _) => bind(parts),
        (Some("jpg"), [part]) => scan::scanned_jpeg(part, seed),
        (Some("png"), [part]) => scan::screenshot(part),
        _ => bail!("cannot make this file"),
    }
}

/// Lays out one evidence item by itself.
///
/// # Errors
/// When its template does not exist or fails.
pub fn lay_out_item(
    press: &Press,
    inputs: &Inputs,
    enterprise: &Enterprise,
    item: &Item,
) -> Result<PagedDocument> {
    let template = item.template.as_deref().unwrap_or(&item.code);
    let (code, title) = (&item.code, &item.title);
    let job = format!("code = {code:?}\ntitle = {title:?}\ntemplate = {template:?}\n");
    let sheets = vec![
        ("/job.toml".to_owned(), job.into_bytes()),
        (
            "/data.toml".to_owned(),
            enterprise.text.clone().into_bytes(),
        ),
        ("/round.toml".to_owned(), inputs.round.clone().into_bytes()),
        (
            "/papers.toml".to_owned(),
            inputs.papers.clone().into_bytes(),
        ),
    ];
    let document = press.lay_out("/main.typ", sheets)?;
    if item.scan {
        let seed = seed(&format!("{}{}", enterprise.content.id, item.code));
        return lay_out_scan(press, scan::scanned_pages(&document, seed)?);
    }
    Ok(document)
}

/// Pictures back on pages: what a scanner makes of paper.
fn lay_out_scan(press: &Press, pictures: Vec<Vec<u8>>) -> Result<PagedDocument> {
    let count = format!("count = {}\n", pictures.len());
    let mut sheets: Sheets = vec![("/scan.toml".to_owned(), count.into_bytes())];
    for (n, picture) in pictures.into_iter().enumerate() {
        sheets.push((format!("/scan-{n}.jpg"), picture));
    }
    press.lay_out("/scan.typ", sheets)
}

fn damaged(content: &Content, file: &str, mut bytes: Vec<u8>) -> Vec<u8> {
    if let Some(keep) = content.truncated.get(file) {
        bytes.truncate(*keep);
    }
    bytes
}

/// FNV-1a: a seed that depends on the name only.
fn seed(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
