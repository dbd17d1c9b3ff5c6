//! Real, old, broken and hostile PDFs as evidence, through the office's check and the expert's
//! machine, with what came of each counted.

use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

use hengping_app::{Pool, RenderConfig};
use hengping_tests::{Applicant, Plan, Round, data, disk};

/// Documents per application: a worker serves one application.
const PER_APPLICATION: usize = 40;

/// One in so many documents, unless all are asked for with `HENGPING_ALL_PDFS`.
const STEP: usize = 16;

fn documents() -> Option<Vec<PathBuf>> {
    let mut files = disk::files_under(&data::find("pdf")?);
    files.retain(|path| path.extension().is_some_and(|extension| extension == "pdf"));
    let step = if std::env::var_os("HENGPING_ALL_PDFS").is_some() {
        1
    } else {
        STEP
    };
    Some(files.into_iter().step_by(step).collect())
}

fn pool() -> Option<Pool> {
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
    let mut cards: BTreeMap<&str, usize> = BTreeMap::new();
    for one in &examined.unreadable {
        *cards.entry(&one.reason).or_default() += 1;
    }
    data::report(&format!(
        "{} files, {} documents, {} pages, {} without text, cards {cards:?}, told {told}",
        files.len(),
        examined.documents,
        examined.pages,
        examined.pages_without_text
    ));
    assert!(
        examined.documents > examined.unreadable.len(),
        "most documents can be read"
    );
    assert!(!cards.contains_key("unavailable"), "{cards:?}");
    assert_eq!(cards.get("poisoned"), None, "{cards:?}");
}
