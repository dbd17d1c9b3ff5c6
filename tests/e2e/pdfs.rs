//! Real, old, broken and hostile PDFs as evidence, through the office's check and the expert's
//! machine, with what came of each counted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use hengping_app::{Pool, RenderConfig};
use hengping_core::id::Digest;
use hengping_tests::{Applicant, Plan, Round, data, disk};

/// Documents per application: a worker serves one application.
const PER_APPLICATION: usize = 40;

fn documents() -> Option<Vec<PathBuf>> {
    let mut files = disk::files_under(&data::find("pdf")?);
    files.retain(|path| path.file_name().is_some_and(|name| name != "MANIFEST.tsv"));
    Some(files)
}

pub(crate) fn pool() -> Option<Pool> {
    match RenderConfig::locate() {
        Ok(config) => {
            let config = config.with_program(env!("CARGO_BIN_EXE_hengping-tests-actor"));
            Some(Pool::new(config).expect("workers"))
        }
        Err(error) => {
            assert!(!data::is_ci(), "{error}");
            data::skipped("PDFs as evidence", "PDFium is not there");
            None
        }
    }
}

#[test]
fn every_document_has_pages_or_a_card_with_the_reason() {
    let (Some(files), Some(pool)) = (documents(), pool()) else {
        return;
    };
    let batches = files.chunks(PER_APPLICATION).enumerate();
    let applicants = batches.map(|(number, batch)| {
        let content = batch
            .iter()
            .enumerate()
            .map(|(place, path)| (format!("{place}.pdf"), fs::read(path).unwrap()));
        Applicant::new(&format!("a{number:02}"), &format!("公司{number}"))
            .with_files(content.collect())
    });
    let applicants: Vec<Applicant> = applicants.collect();
    let round = Round::of(&Plan {
        applicants,
        ..Plan::default()
    });
    let context = round.moment.with_pool(&pool);
    let check = round.office.check(&context).unwrap();
    let unreadable = check
        .findings
        .iter()
        .filter(|finding| finding.kind == "unreadable-file");
    let told = unreadable.count();
    let mut expert = round.experts[0].open(&round.moment);
    expert.import(&round.import_files(0), &context).unwrap();
    let examined = expert.examine(&context).unwrap();
    let not_packed = round.made.not_packable.len();
    let mut cards: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &examined.unreadable {
        *cards.entry(&one.reason).or_default() += 1;
    }
    let same = files.len() - examined.documents - examined.unreadable.len() - not_packed;
    data::report(&format!(
        "{} files: {} documents with {} pages, {} of them without text; cards {cards:?}; \
         {not_packed} of another format, {same} doubled",
        files.len(),
        examined.documents,
        examined.pages,
        examined.pages_without_text,
    ));
    assert_eq!(
        told,
        examined.unreadable.len(),
        "office and expert find the same"
    );
    assert_eq!(same, doubled(&files, &round));
    assert!(
        examined.documents > examined.unreadable.len(),
        "most documents can be read"
    );
    assert!(!cards.contains_key("unavailable"), "{cards:?}");
    assert_eq!(cards.get("poisoned"), None, "{cards:?}");
}

/// Files that stand in one application more than once, not counting those that are not packed.
fn doubled(files: &[PathBuf], round: &Round) -> usize {
    let mut not_packed = BTreeSet::new();
    for one in &round.made.not_packable {
        not_packed.insert((one.application.to_string(), one.file.clone()));
    }
    let mut seen = BTreeSet::new();
    let batches = files.chunks(PER_APPLICATION).enumerate();
    let all = batches.flat_map(|(number, batch)| {
        let places = batch.iter().enumerate();
        places.map(move |(place, path)| (format!("a{number:02}"), format!("{place}.pdf"), path))
    });
    let packed = all.filter(|one| !not_packed.contains(&(one.0.clone(), one.1.clone())));
    let mut again = packed.map(|(id, _, path)| (id, Digest::of(&fs::read(path).unwrap())));
    again
        .by_ref()
        .filter(|one| !seen.insert(one.clone()))
        .count()
}
