//! What an expert's store knows of the time, and what a second taking of a file does.

use std::rc::Rc;

use hengping_app::context::{Context, Ids, Silent};
use hengping_app::marks_file;

use crate::support::{Round, id, import_files, key};

fn at(instant: &str) -> Context<'static> {
    Context {
        now: id(instant),
        progress: &Silent,
        ids: &Ids::Random,
        pool: None,
    }
}

/// A clock that fell back, as of a machine with an empty battery, hides no date: the office's own
/// receipt says what day it is at least.
#[test]
fn a_receipt_tells_the_time_to_a_clock_that_fell_back() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    let bundle = round.review(0, (800, 700), (600, 600));
    let later = at("2026-06-01T08:00:00Z");
    let out = place.at("receipts");
    let received = round.office.receive(&[bundle], &out, &later).unwrap();
    let receipt = std::fs::read(&received.receipts[0].file).unwrap();

    let early = round.experts[0].load_receipt(&receipt, &place.ctx());
    assert_eq!(key(early), "signed-in-future", "months ahead of the clock");
    round.experts[0].load_receipt(&receipt, &later).unwrap();

    let fallen_back = place.ctx();
    let status = round.experts[0].status(&fallen_back).unwrap();
    assert_eq!(status.clock_behind, Some(later.now));
    let true_time = round.experts[0].status(&later).unwrap();
    assert_eq!(status.days_left, true_time.days_left);
    assert_eq!(true_time.clock_behind, None);
    let again = import_files(&round.packed, Some(round.packed.tickets[0].file.clone()));
    let import = round.experts[0].import(&again, &fallen_back);
    assert_eq!(key(import), "clock-behind");
}

#[test]
fn a_marks_file_with_a_recusal_is_taken_a_second_time() {
    let mut round = Round::packed();
    let file = marks_file::read(
        r#"
        [[application]]
        id = "a1"
        recuse = "kinship"
        [[application]]
        id = "a2"
        recuse = "no-such-ground"
        [[application]]
        id = "a2"
        fact_sheet_read = true
        "#,
    )
    .unwrap();
    let ctx = round.place.ctx();
    let first = round.experts[0].take_marks(&file, &ctx).unwrap();
    let second = round.experts[0].take_marks(&file, &ctx).unwrap();
    assert_eq!((first.recused, second.recused), (1, 0));
    for taken in [first, second] {
        assert_eq!(taken.applications, 3, "what stands after it is taken too");
        let refused: Vec<&str> = taken.refused.iter().map(|one| one.notice.key).collect();
        assert_eq!(refused, ["unknown-ground"]);
    }
}
