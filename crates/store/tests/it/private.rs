//! What is the owner's alone: durable, out of the log, gone with a recusal; and the way back.

use hengping_core::id::Digest;
use hengping_store::table::applications::RecusalRow;
use hengping_store::table::changes::{Change, ChangeKind, Direction, Piece};
use hengping_store::table::drafts::Draft;
use hengping_store::table::places::Place;
use hengping_store::work::WorkStore;
use hengping_store::{Event, StoreError};

use crate::support::{Bench, at, key, mark};

fn draft(comment: &str) -> Draft {
    Draft {
        comment: comment.to_owned(),
        citations: Vec::new(),
    }
}

fn leaf() -> hengping_core::id::IndicatorCode {
    "A1.1".parse().unwrap()
}

/// Types a comment of a leaf that has no mark.
fn type_comment(store: &mut WorkStore, from: &str, to: &str, second: i64) {
    let change = Change {
        kind: ChangeKind::Comment,
        indicator: Some(leaf()),
        field: None,
        pieces: vec![(
            Piece::Draft(leaf(), draft(from)),
            Piece::Draft(leaf(), draft(to)),
        )],
    };
    let made = store.write_private(|tx| tx.changes().make(&key("a01"), &change, at(second)));
    made.unwrap();
}

fn set_score(
    store: &mut WorkStore,
    application: &str,
    (old, new): (Option<i64>, i64),
    second: i64,
) {
    let piece =
        |score: Option<i64>| Piece::Mark(leaf(), score.map(|score| mark("A1.1", score, "")));
    let change = Change {
        kind: ChangeKind::Mark,
        indicator: Some(leaf()),
        field: None,
        pieces: vec![(piece(old), piece(Some(new)))],
    };
    let made = store.write(at(second), |tx| {
        tx.changes().make(&key(application), &change, at(second))?;
        Ok::<_, StoreError>(((), Event::edit("mark")))
    });
    made.unwrap();
}

fn turn(store: &mut WorkStore, direction: Direction) -> Option<String> {
    let row = store.read().changes().next(&key("a01").round, direction);
    let row = row.unwrap()?;
    let turned = store.write(at(900), |tx| {
        tx.changes().turn(&row, direction, at(900))?;
        Ok::<_, StoreError>(((), Event::edit("mark")))
    });
    turned.unwrap();
    Some(row.key.application.to_string())
}

fn score(store: &WorkStore, application: &str) -> Option<hengping_core::mark::Judgement> {
    let row = store
        .read()
        .marks()
        .get(&key(application), &leaf())
        .unwrap();
    row.map(|row| row.mark.judgement)
}

#[test]
fn private_things_are_durable_and_leave_no_entry() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let before = store.read().log().head().unwrap();
    let place = Place {
        page: 7,
        tabs: vec![Digest::of(b"file")],
        ..Place::default()
    };
    let written = store.write_private(|tx| {
        tx.notes().put(&key("a01"), Some(&leaf()), "记", at(10))?;
        tx.notes().put(&key("a01"), None, "总记", at(10))?;
        tx.places().put(&key("a01"), &place, at(10))?;
        tx.places().put(&key("a02"), &Place::default(), at(10))?;
        tx.seen().add(&key("a01"), Digest::of(b"file"), &[3, 1])?;
        tx.phrases().put(&["一".to_owned(), "二".to_owned()])
    });
    written.unwrap();
    assert_eq!(store.read().log().head().unwrap(), before);
    drop(store);
    let store = bench.open("wang");
    let read = store.read();
    assert_eq!(read.notes().get(&key("a01"), Some(&leaf())).unwrap(), "记");
    assert_eq!(read.notes().get(&key("a01"), None).unwrap(), "总记");
    assert_eq!(
        read.places().get(&key("a01")).unwrap().unwrap().place,
        place
    );
    let last = read.places().last(&key("a01").round).unwrap().unwrap();
    assert_eq!(last.key, key("a02"), "of two in one second the later one");
    let seen = read.seen().of(&key("a01")).unwrap();
    let last = seen.iter().max_by_key(|page| page.number).unwrap();
    assert_eq!((seen.len(), last.page), (2, 1));
    assert_eq!(read.phrases().all().unwrap(), ["一", "二"]);
}

#[test]
fn recusal_takes_drafts_notes_and_the_way_back() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    type_comment(&mut store, "", "想法", 10);
    store
        .write_private(|tx| tx.notes().put(&key("a01"), Some(&leaf()), "记", at(10)))
        .unwrap();
    let row = RecusalRow {
        key: key("a01"),
        ground: "kinship".to_owned(),
        slip: None,
        at: at(20),
    };
    let recused = store.write(at(20), |tx| {
        tx.applications().recuse(&row)?;
        Ok::<_, StoreError>(((), Event::act("recuse")))
    });
    recused.unwrap();
    let read = store.read();
    assert_eq!(read.drafts().of(&key("a01")).unwrap(), []);
    assert_eq!(read.notes().get(&key("a01"), Some(&leaf())).unwrap(), "");
    let next = read.changes().next(&key("a01").round, Direction::Undo);
    assert_eq!(next.unwrap(), None);
}

#[test]
fn typing_within_a_minute_is_one_change() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    for (from, to, second) in [("", "一", 10), ("一", "一二", 40), ("一二", "一二三", 90)]
    {
        type_comment(&mut store, from, to, second);
    }
    let comment = |store: &WorkStore| store.read().drafts().get(&key("a01"), &leaf()).unwrap();
    turn(&mut store, Direction::Undo).unwrap();
    assert_eq!(comment(&store), draft("一二"));
    turn(&mut store, Direction::Undo).unwrap();
    assert_eq!(comment(&store), draft(""));
    assert_eq!(turn(&mut store, Direction::Undo), None);
    turn(&mut store, Direction::Redo).unwrap();
    turn(&mut store, Direction::Redo).unwrap();
    assert_eq!(comment(&store), draft("一二三"));
}

#[test]
fn sealed_applications_are_passed_over() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    set_score(&mut store, "a02", (None, 100), 10);
    set_score(&mut store, "a01", (None, 200), 11);
    let seal = hengping_store::table::seals::SealRow {
        key: key("a01"),
        number: 1,
        signed: b"signed".to_vec(),
        digest: Digest::of(b"signed"),
        lineage: crate::support::lineage("n1"),
        at: at(20),
        unsealed: None,
    };
    let sealed = store.write(at(20), |tx| {
        tx.seals().add(&seal)?;
        Ok::<_, StoreError>(((), Event::act("seal")))
    });
    sealed.unwrap();
    assert_eq!(turn(&mut store, Direction::Undo).as_deref(), Some("a02"));
    assert_eq!(turn(&mut store, Direction::Undo), None);
    assert!(score(&store, "a01").is_some());
    assert_eq!(score(&store, "a02"), None);
}

#[test]
fn a_change_that_something_else_overtook_is_not_undone() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    set_score(&mut store, "a01", (None, 100), 10);
    crate::support::set_mark(&mut store, "a01", &mark("A1.1", 300, ""), 11).unwrap();
    assert_eq!(turn(&mut store, Direction::Undo), None);
    assert!(score(&store, "a01").is_some());
}

#[test]
fn a_new_change_ends_what_could_be_brought_back() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    set_score(&mut store, "a01", (None, 100), 10);
    turn(&mut store, Direction::Undo).unwrap();
    set_score(&mut store, "a02", (None, 100), 11);
    assert_eq!(turn(&mut store, Direction::Redo), None);
}

#[test]
fn typing_in_a_comment_does_not_swell_the_history() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let texts = ["", "好", "好的", "好的。"];
    for (second, text) in (10..).zip(texts) {
        crate::support::set_mark(&mut store, "a01", &mark("A1.1", 750, text), second).unwrap();
    }
    let history = store.read().marks().history(&key("a01")).unwrap();
    assert_eq!(history.len(), 2, "the mark, and the comment as one change");
    assert_eq!(history[1].new.as_ref().unwrap().comment, "好的。");
    assert_eq!(history[1].old.as_ref().unwrap().comment, "");
}
