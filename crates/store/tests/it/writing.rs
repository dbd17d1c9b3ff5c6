//! Writing: what is acknowledged survives, what fails leaves nothing, every action is logged once.

use std::collections::BTreeMap;

use hengping_core::mark::Mark;
use hengping_store::table::seals::SealRow;
use hengping_store::{Event, StoreError};
use proptest::prelude::*;

use crate::support::{Bench, at, key, lineage, mark, set_mark};

#[test]
fn a_failed_action_leaves_nothing() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let before = store.read().log().head().unwrap();
    let failed: Result<(), StoreError> = store.write(at(5), |tx| {
        tx.marks().set(&key("a01"), &mark("A1.1", 750, ""), at(5))?;
        Err(StoreError::NotStored("something else"))
    });
    assert!(failed.is_err());
    assert_eq!(store.read().marks().of(&key("a01")).unwrap(), []);
    assert_eq!(store.read().log().head().unwrap(), before);
}

#[test]
fn the_log_takes_no_text() {
    let bench = Bench::new();
    let mut store = bench.create("wang");
    for event in [
        Event::act("mark-set").about(&"评语 with spaces"),
        Event::act("Mark set"),
    ] {
        let written: Result<(), StoreError> = store.write(at(1), |_| Ok(((), event)));
        assert_eq!(written, Err(StoreError::Event));
    }
    assert_eq!(store.read().log().head().unwrap().length, 1);
}

#[test]
fn edits_of_one_field_within_a_minute_are_one_entry() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let start = store.read().log().head().unwrap().length;
    let steps = [
        ("A1.1", 0, 1),
        ("A1.1", 30, 1),
        ("A1.1", 61, 2),
        ("A1.2", 62, 3),
        ("A1.1", 63, 4),
    ];
    for (leaf, second, entries) in steps {
        set_mark(
            &mut store,
            "a01",
            &mark(leaf, 100 + second, ""),
            100 + second,
        )
        .unwrap();
        assert_eq!(
            store.read().log().head().unwrap().length,
            start + entries,
            "{second}"
        );
    }
    assert_eq!(store.read().marks().history(&key("a01")).unwrap().len(), 5);
    store.read().log().verify().unwrap();
}

#[test]
fn a_mark_keeps_what_it_was() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let (first, second) = (mark("A1.1", 750, "稳"), mark("A1.1", 800, "更稳"));
    set_mark(&mut store, "a01", &first, 10).unwrap();
    set_mark(&mut store, "a01", &second, 20).unwrap();
    set_mark(&mut store, "a01", &second, 30).unwrap();
    let removed = store.write(at(40), |tx| {
        let old = tx.marks().remove(&key("a01"), &second.indicator, at(40))?;
        Ok::<_, StoreError>((old, Event::edit("mark-removed")))
    });
    assert_eq!(removed.unwrap(), Some(second.clone()));
    let history = store.read().marks().history(&key("a01")).unwrap();
    let changes: Vec<_> = history.into_iter().map(|c| (c.old, c.new)).collect();
    let expected = [
        (None, Some(first.clone())),
        (Some(first), Some(second.clone())),
        (Some(second), None),
    ];
    assert_eq!(changes, expected);
    assert_eq!(store.read().marks().of(&key("a01")).unwrap(), []);
}

fn seal(number: u32) -> SealRow {
    SealRow {
        key: key("a01"),
        number,
        signed: format!("signed {number}").into_bytes(),
        digest: hengping_core::id::Digest::of(&number.to_be_bytes()),
        lineage: lineage("n1"),
        at: at(50),
        unsealed: None,
    }
}

#[test]
fn a_seal_locks_until_it_is_opened_with_a_reason() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    let add = |tx: &hengping_store::work::Write<'_>, number| {
        tx.seals().add(&seal(number))?;
        Ok::<_, StoreError>(((), Event::act("seal")))
    };
    assert!(store.write(at(50), |tx| add(tx, 2)).is_err());
    store.write(at(50), |tx| add(tx, 1)).unwrap();
    assert_eq!(
        store.write(at(50), |tx| add(tx, 2)),
        Err(StoreError::Sealed)
    );
    let marked = set_mark(&mut store, "a01", &mark("A1.1", 1, ""), 51);
    assert_eq!(marked, Err(StoreError::Sealed));
    set_mark(&mut store, "a02", &mark("A1.1", 1, ""), 51).unwrap();
    let open = store.write(at(60), |tx| {
        tx.seals().open(&key("a01"), "看错一页", at(60))?;
        Ok::<_, StoreError>(((), Event::act("unseal")))
    });
    open.unwrap();
    set_mark(&mut store, "a01", &mark("A1.1", 2, ""), 61).unwrap();
    store.write(at(70), |tx| add(tx, 2)).unwrap();
    let seals = store.read().seals().of(&key("a01")).unwrap();
    assert_eq!(seals.len(), 2);
    assert_eq!(seals[0].unsealed.as_ref().unwrap().reason, "看错一页");
    assert_eq!(
        store.read().seals().closed(&key("a01").round).unwrap(),
        [seal(2)]
    );
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half_written() {
    let bench = Bench::new();
    let mut store = bench.with_applications("wang");
    store.limit_pages(1).unwrap();
    let before = store.read().log().head().unwrap();
    let long = mark("A1.1", 750, &"长".repeat(200_000));
    assert_eq!(
        set_mark(&mut store, "a01", &long, 10),
        Err(StoreError::DiskFull)
    );
    assert_eq!(store.read().log().head().unwrap(), before);
    assert_eq!(store.read().marks().history(&key("a01")).unwrap(), []);
    store.limit_pages(1_000_000).unwrap();
    set_mark(&mut store, "a01", &long, 11).unwrap();
}

/// One step of a random day at the desk.
#[derive(Debug, Clone)]
enum Step {
    Set(u8, u8, i64, String),
    Remove(u8, u8),
    Fail(u8, u8),
    Reopen,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        8 => (0..2_u8, 0..4_u8, 0..1000_i64, "\\PC{0,12}").prop_map(|(a, m, v, c)| Step::Set(a, m, v, c)),
        2 => (0..2_u8, 0..4_u8).prop_map(|(a, m)| Step::Remove(a, m)),
        1 => (0..2_u8, 0..4_u8).prop_map(|(a, m)| Step::Fail(a, m)),
        1 => Just(Step::Reopen),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn what_was_acknowledged_is_there_after_reopening(steps in prop::collection::vec(step(), 1..40)) {
        let bench = Bench::new();
        let mut store = bench.with_applications("wang");
        let mut expected: BTreeMap<(u8, u8), Mark> = BTreeMap::new();
        let (application, leaf) = (|a: u8| format!("a0{}", a + 1), |m: u8| format!("A1.{m}"));
        for (second, step) in (100..).zip(steps) {
            match step {
                Step::Set(a, m, value, comment) => {
                    let mark = mark(&leaf(m), value, &comment);
                    set_mark(&mut store, &application(a), &mark, second).unwrap();
                    expected.insert((a, m), mark);
                }
                Step::Remove(a, m) => {
                    let key = key(&application(a));
                    let removed = store.write(at(second), |tx| {
                        let old = tx.marks().remove(&key, &leaf(m).parse().unwrap(), at(second))?;
                        Ok::<_, StoreError>((old, Event::edit("mark-removed")))
                    });
                    prop_assert_eq!(removed.unwrap(), expected.remove(&(a, m)));
                }
                Step::Fail(a, m) => {
                    let key = key(&application(a));
                    let failed: Result<(), StoreError> = store.write(at(second), |tx| {
                        tx.marks().set(&key, &mark(&leaf(m), 1, "never"), at(second))?;
                        Err(StoreError::Damaged)
                    });
                    prop_assert!(failed.is_err());
                }
                Step::Reopen => {
                    drop(store);
                    store = bench.open("wang");
                }
            }
        }
        drop(store);
        let store = bench.open("wang");
        store.read().log().verify().unwrap();
        for a in 0..2 {
            let stored = store.read().marks().of(&key(&application(a))).unwrap();
            let stored: Vec<Mark> = stored.into_iter().map(|row| row.mark).collect();
            let wanted = expected.iter().filter(|((of, _), _)| *of == a);
            prop_assert_eq!(stored, wanted.map(|(_, mark)| mark.clone()).collect::<Vec<_>>());
        }
    }
}
