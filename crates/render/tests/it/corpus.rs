//! Every public test file through the workers: real, old, broken, locked and hostile PDFs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use hengping_render::{Card, Kind, PictureSize, Pool};

use crate::support::{config, data};

/// Files that stand in for one application.
const FOLDER: usize = 40;

#[derive(Default, Debug)]
struct Outcomes {
    files: usize,
    refused: BTreeMap<Card, Vec<String>>,
    drawn: usize,
    not_drawn: BTreeMap<Card, Vec<String>>,
    with_text: usize,
    not_read: BTreeMap<Card, Vec<String>>,
}

#[test]
#[allow(
    clippy::print_stderr,
    reason = "the counts are what the test is read for"
)]
fn every_public_file_yields_a_page_or_a_card() {
    let (Some(data), Some(config)) = (data(), config()) else {
        return;
    };
    let files = pdf_files(&data.join("pdf"));
    let queue = Mutex::new(files.chunks(FOLDER).collect::<Vec<_>>());
    let outcomes = Mutex::new(Outcomes::default());
    let mut two = config;
    two.workers = 2;
    let pool = Pool::new(two).expect("a pool");
    let start = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(folder) = { queue.lock().expect("no panic").pop() } {
                    let application = folder[0].display().to_string();
                    for file in folder {
                        look_at(&pool, &application, file, &outcomes);
                    }
                }
            });
        }
    });
    let outcomes = outcomes.into_inner().expect("no panic");
    eprintln!(
        "{outcomes:#?}\n{:?}\n{:?}",
        pool.counters(),
        start.elapsed()
    );
    assert_eq!(outcomes.files, files.len());
    assert!(!outcomes.refused.contains_key(&Card::Unavailable));
    assert!(
        outcomes.drawn * 100 >= files.len() * 85,
        "most files are drawn"
    );
}

fn look_at(pool: &Pool, application: &str, file: &Path, outcomes: &Mutex<Outcomes>) {
    let bytes = std::fs::read(file).expect("the file is there");
    let opened = pool.open(application, Kind::Pdf, &bytes);
    let drawn = opened.as_ref().map(|document| {
        let drawn = pool.page_image(document, 1, PictureSize::Dpi(96));
        let text = pool.page_text(document, 1);
        (drawn, text)
    });
    let name = file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let mut outcomes = outcomes.lock().expect("no panic");
    outcomes.files += 1;
    match drawn {
        Err(card) => outcomes.refused.entry(*card).or_default().push(name),
        Ok((drawn, text)) => {
            match drawn {
                Ok(_) => outcomes.drawn += 1,
                Err(card) => outcomes
                    .not_drawn
                    .entry(card)
                    .or_default()
                    .push(name.clone()),
            }
            match text {
                Ok(text) => outcomes.with_text += usize::from(text.has_text()),
                Err(card) => outcomes.not_read.entry(card).or_default().push(name),
            }
        }
    }
}

fn pdf_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let is_pdf = |path: &Path| {
                path.extension()
                    .is_some_and(|ending| ending.eq_ignore_ascii_case("pdf"))
            };
            match path.is_dir() {
                true => folders.push(path),
                false if is_pdf(&path) => found.push(path),
                false => {}
            }
        }
    }
    found.sort();
    found
}
