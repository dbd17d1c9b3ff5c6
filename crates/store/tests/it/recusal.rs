//! Recusal destroys and does not come back.

use hengping_core::id::Digest;
use hengping_store::table::applications::{AssignmentState, RecusalRow};
use hengping_store::table::pages::{PageRow, Scope};
use hengping_store::table::seals::SealRow;
use hengping_store::table::unreadable::Unread;
use hengping_store::work::WorkStore;
use hengping_store::{Event, StoreError};

use crate::support::{Bench, arrival, at, key, lineage, mark, set_mark};

fn page(number: u32, text: &str) -> PageRow {
    PageRow {
        number,
        text: text.to_owned(),
        has_text: true,
        recognised: false,
    }
}

fn recuse(store: &mut WorkStore) -> Result<(), StoreError> {
    let row = RecusalRow {
        key: key("a01"),
        ground: "三年内同一单位".to_owned(),
        slip: None,
        at: at(20),
    };
    store.write(at(20), |tx| {
        tx.applications().recuse(&row)?;
        Ok(((), Event::act("recuse").about(&row.key.application)))
    })
}

/// What could not be read is forgotten with the rest, and not noted again.
#[test]
fn outcomes_of_documents_go() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let document = Digest::of(b"file");
    let unread = Unread {
        reader: "8149".to_owned(),
        reason: "damaged".to_owned(),
    };
    let note = |store: &mut WorkStore, id: &str| {
        store.write_private(|write| write.unreadable().put(&key(id), document, &unread))
    };
    note(&mut store, "a01").unwrap();
    note(&mut store, "a02").unwrap();
    recuse(&mut store).unwrap();
    let known = |id: &str| store.read().unreadable().get(&key(id), document).unwrap();
    assert_eq!((known("a01"), known("a02")), (None, Some(unread.clone())));
    let refused = note(&mut store, "a01");
    assert!(matches!(refused, Err(StoreError::Recused)));
}

#[test]
fn content_keys_text_index_and_what_was_written_go() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let document = Digest::of(b"file");
    for id in ["a01", "a02"] {
        let pages = [page(1, "增值税专用发票"), page(2, "网络零售额")];
        store
            .write_pages(|tx| tx.put(&key(id), document, &pages))
            .unwrap();
    }
    set_mark(&mut store, "a01", &mark("A1.1", 750, ""), 10).unwrap();
    recuse(&mut store).unwrap();

    let row = store
        .read()
        .applications()
        .get(&key("a01"))
        .unwrap()
        .unwrap();
    assert_eq!(row.state, AssignmentState::Recused);
    assert_eq!((row.identity, row.body), (None, None));
    assert_eq!(store.read().pages().of(&key("a01"), document).unwrap(), []);
    let round = key("a01").round;
    let found = store
        .read()
        .pages()
        .search("增值税", Scope::Round(&round), 10)
        .unwrap();
    let keys: Vec<_> = found.hits.iter().map(|hit| hit.key.clone()).collect();
    assert_eq!(keys, [key("a02")]);
    assert_eq!(store.read().marks().of(&key("a01")).unwrap(), []);
    assert_eq!(store.read().marks().history(&key("a01")).unwrap(), []);
}

/// Tables of which a cell holds `text`.
fn tables_holding(store: &WorkStore, text: &str) -> Vec<String> {
    let mut tables = Vec::new();
    let shown = store.read().cells(|table, bytes| {
        let mut windows = bytes.windows(text.len());
        if windows.any(|window| window == text.as_bytes()) {
            tables.push(table.to_owned());
        }
    });
    shown.unwrap();
    tables.sort();
    tables.dedup();
    tables
}

/// A review of `a01` as it was signed.
fn seal(store: &mut WorkStore, signed: &str) {
    let row = SealRow {
        key: key("a01"),
        number: 1,
        signed: signed.as_bytes().to_vec(),
        digest: Digest::of(signed.as_bytes()),
        lineage: lineage("n1"),
        at: at(15),
        unsealed: None,
    };
    let sealed = store.write(at(15), |tx| {
        tx.seals().add(&row)?;
        Ok::<_, StoreError>(((), Event::act("seal")))
    });
    sealed.unwrap();
}

#[test]
fn no_table_holds_a_word_of_it_afterwards() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let pages = [page(1, "增值税专用发票")];
    let put = store.write_pages(|tx| tx.put(&key("a01"), Digest::of(b"file"), &pages));
    put.unwrap();
    set_mark(&mut store, "a01", &mark("A1.1", 750, "评语之一"), 10).unwrap();
    set_mark(&mut store, "a01", &mark("A1.1", 700, "评语之二"), 11).unwrap();
    seal(&mut store, "签过名的评审");
    // One word for each way in which it was kept; the index keeps pairs of characters.
    let words = ["增值税", "值税", "评语之一", "评语之二", "签过名"];
    for word in words {
        assert_ne!(tables_holding(&store, word), [""; 0], "{word}");
    }
    assert!(tables_holding(&store, "值税").contains(&"page_index".to_owned()));
    recuse(&mut store).unwrap();
    for word in words {
        assert_eq!(tables_holding(&store, word), [""; 0], "{word}");
    }
}

#[test]
fn a_later_import_does_not_bring_it_back() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    recuse(&mut store).unwrap();
    drop(store);
    let mut store = bench.open("wang");
    let put = store.write(at(30), |tx| {
        let result = tx.applications().put(&arrival("a01"));
        tx.applications().put(&arrival("a02"))?;
        Ok::<_, StoreError>((result, Event::act("import")))
    });
    assert_eq!(put.unwrap(), Err(StoreError::Recused));
    let row = store
        .read()
        .applications()
        .get(&key("a01"))
        .unwrap()
        .unwrap();
    assert_eq!((row.identity, row.body), (None, None));
    let text = store.write_pages(|tx| tx.put(&key("a01"), Digest::of(b"f"), &[page(1, "x")]));
    assert_eq!(text, Err(StoreError::Recused));
    assert_eq!(recuse(&mut store), Err(StoreError::Recused));
    let marked = set_mark(&mut store, "a01", &mark("A1.1", 1, ""), 40);
    assert_eq!(marked, Err(StoreError::Recused));
}

#[test]
fn older_pages_go_from_the_log_of_the_database_and_from_copies() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let copy = bench.path("wang").join("before-migration");
    std::fs::create_dir(&copy).unwrap();
    std::fs::write(copy.join("store.db"), b"older pages").unwrap();
    let wal = bench.path("wang").join("store.db-wal");
    let length = || std::fs::metadata(&wal).unwrap().len();
    let document = Digest::of(b"file");
    let pages: Vec<_> = (1..200).map(|number| page(number, "零售额")).collect();
    store
        .write_pages(|tx| tx.put(&key("a01"), document, &pages))
        .unwrap();
    let before = length();
    recuse(&mut store).unwrap();
    assert!(!copy.exists());
    // One page of the note that this was done, and its frame.
    assert!(length() < 3 * 4200 && length() < before, "{}", length());
}

#[test]
fn a_purge_that_a_crash_prevented_is_done_at_the_next_start() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let copy = bench.path("wang").join("before-migration");
    // A copy that cannot be removed as a folder stands for the crash.
    std::fs::write(&copy, b"in the way").unwrap();
    recuse(&mut store).unwrap();
    drop(store);
    std::fs::remove_file(&copy).unwrap();
    std::fs::create_dir(&copy).unwrap();
    drop(bench.open("wang"));
    assert!(!copy.exists());
}
