//! What recusal destroys, and that nothing confidential lies on the disk in the clear.

use std::fs;
use std::path::Path;

use hengping_app::error::Error;
use hengping_app::expert::{Expert, ImportFiles};
use hengping_core::id::Digest;
use hengping_store::StoreError;
use hengping_store::table::applications::{ApplicationRef, AssignmentState};
use hengping_store::table::pages::PageRow;
use hengping_tests::{Applicant, Plan, Round, disk, evidence, person};

/// Words that stand nowhere but in the materials and in what the expert writes.
const IN_NAME: &str = "金丝雀一号有限公司";
const IN_PDF: &str = "canary-nine-in-the-mine";
const IN_FILE_NAME: &str = "金丝雀的审计报告.pdf";
const IN_COMMENT: &str = "评语里的金丝雀";
/// On a page as it was read for search.
const ON_PAGE: &str = "矿井里的金丝雀";
const ALL: [&str; 4] = [IN_NAME, IN_PDF, IN_FILE_NAME, IN_COMMENT];

fn canary_round() -> Round {
    let file = (
        IN_FILE_NAME.to_owned(),
        evidence::pdf(&[IN_PDF, "page two"]),
    );
    let applicants = vec![
        Applicant::new("a01", IN_NAME).with_files(vec![file]),
        Applicant::new("a02", "乙公司"),
    ];
    Round::of(&Plan {
        applicants,
        ..Plan::default()
    })
}

#[test]
fn the_search_finds_a_canary_in_each_of_its_forms() {
    let folder = tempfile::tempdir().unwrap();
    for (number, form) in disk::forms_of(IN_NAME).into_iter().enumerate() {
        let path = folder.path().join(format!("deep/{number}"));
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, [b"before".as_slice(), &form, b"after"].concat()).unwrap();
        assert_eq!(disk::holding(folder.path(), &[IN_NAME]), vec![path.clone()]);
        assert!(disk::holding(folder.path(), &[IN_COMMENT]).is_empty());
        fs::remove_file(path).unwrap();
    }
}

#[test]
fn nothing_of_an_application_lies_in_the_clear() {
    let round = canary_round();
    assert!(!disk::holding(&round.path("materials"), &[IN_PDF]).is_empty());
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    person::judge(&mut expert, "a01", 7, IN_COMMENT, &round.moment);
    person::deliver(&mut expert, &round.path("bundles"), &round.moment);
    expert
        .back_up(&round.path("stick"), &round.moment.context())
        .unwrap();
    let places = [
        round.experts[0].home.clone(),
        round.path("bundles"),
        round.path("stick"),
    ];
    for place in places
        .iter()
        .chain([&round.path("out"), &round.path("office")])
    {
        assert_eq!(disk::holding(place, &ALL), Vec::<std::path::PathBuf>::new());
    }
    drop(expert);
    assert_eq!(
        disk::holding(&round.experts[0].home, &ALL),
        Vec::<std::path::PathBuf>::new()
    );
}

#[test]
fn recusal_leaves_neither_identity_nor_content() {
    let round = canary_round();
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    let identity = identity_of(&round, expert);
    let mut expert = round.experts[0].open(&round.moment);
    expert
        .recuse(&person::id("a01"), "kinship", &round.moment.context())
        .unwrap();
    drop(expert);
    let store = round.experts[0].store(&round.moment);
    let row = store.read().applications().get(&key()).unwrap().unwrap();
    assert_eq!(row.state, AssignmentState::Recused);
    assert!(row.body.is_none());
    let row = store.read().applications().get(&key()).unwrap().unwrap();
    assert!(row.identity.is_none());
    drop(store);
    let home = &round.experts[0].home;
    let left = disk::holding(home, &[IN_NAME, IN_PDF, IN_FILE_NAME, &identity]);
    assert_eq!(left, Vec::<std::path::PathBuf>::new());
    refuses_everything(&round, home);
}

#[test]
fn a_later_import_of_the_same_ticket_does_not_bring_it_back() {
    let round = canary_round();
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    expert
        .recuse(&person::id("a01"), "kinship", &round.moment.context())
        .unwrap();
    let again = expert
        .import(&round.import_files(0), &round.moment.context())
        .unwrap();
    assert_eq!(again.applications, vec![person::id("a02")]);
    assert_eq!(again.recused, vec![person::id("a01")]);
    drop(expert);
    let store = round.experts[0].store(&round.moment);
    let row = store.read().applications().get(&key()).unwrap().unwrap();
    assert!(row.identity.is_none());
}

/// Before the pledge too: who sees the name in the table recuses before reading anything.
#[test]
fn recusal_before_the_pledge_holds_after_it() {
    let round = canary_round();
    let mut expert = round.experts[0].open(&round.moment);
    let files: ImportFiles = round.import_files(0);
    expert.import(&files, &round.moment.context()).unwrap();
    expert
        .recuse(&person::id("a01"), "kinship", &round.moment.context())
        .unwrap();
    let pledged = expert.pledge(&round.moment.context()).unwrap();
    assert_eq!((pledged.declared, pledged.recused), (1, 1));
    refuses(&mut expert, &round);
}

fn key() -> ApplicationRef {
    ApplicationRef::new(&"r2026".parse().unwrap(), &person::id("a01"))
}

fn identity_of(round: &Round, expert: Expert) -> String {
    drop(expert);
    let store = round.experts[0].store(&round.moment);
    let row = store.read().applications().get(&key()).unwrap().unwrap();
    let secret = row.identity.unwrap();
    String::from_utf8(secret.expose().to_vec()).unwrap()
}

#[test]
fn recusal_leaves_no_text_in_any_table() {
    let round = canary_round();
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    person::judge(&mut expert, "a01", 7, IN_COMMENT, &round.moment);
    drop(expert);
    let mut store = round.experts[0].store(&round.moment);
    let page = PageRow {
        number: 1,
        text: ON_PAGE.to_owned(),
        has_text: true,
        recognised: false,
    };
    let read = store.write_pages(|tx| tx.put(&key(), Digest::of(b"file"), &[page]));
    read.unwrap();
    let written = disk::tables_holding(&store, &[IN_NAME, IN_FILE_NAME, IN_COMMENT, ON_PAGE]);
    for table in [
        "application",
        "mark",
        "opinion",
        "seal",
        "page",
        "page_index",
    ] {
        assert!(written.contains(table), "{table} of {written:?}");
    }
    drop(store);
    let mut expert = round.experts[0].open(&round.moment);
    let recused = expert.recuse(&person::id("a01"), "kinship", &round.moment.context());
    recused.unwrap();
    drop(expert);
    let store = round.experts[0].store(&round.moment);
    let left = disk::tables_holding(&store, &[IN_PDF, IN_FILE_NAME, IN_COMMENT, ON_PAGE]);
    assert!(left.is_empty(), "{left:?}");
    // Who applied stands in the table of conflicts, which everybody is given.
    let named: Vec<String> = disk::tables_holding(&store, &[IN_NAME])
        .into_iter()
        .collect();
    assert_eq!(named, ["conflict"]);
}

fn refuses_everything(round: &Round, home: &Path) {
    refuses(&mut person::open(home, &round.moment), round);
}

fn refuses(expert: &mut Expert, round: &Round) {
    let request = hengping_app::expert::OpinionRequest::default();
    let refused = expert.write_opinion(&person::id("a01"), &request, &round.moment.context());
    assert!(
        matches!(refused, Err(Error::Store(StoreError::Recused))),
        "{refused:?}"
    );
    let refused = expert.seal(&[person::id("a01")], &round.moment.context());
    assert!(matches!(refused, Err(Error::Store(StoreError::Recused))));
    let listed = expert.list().unwrap();
    let entry = listed
        .iter()
        .find(|entry| entry.application == person::id("a01"))
        .unwrap();
    assert_eq!(entry.enterprise, "");
}
