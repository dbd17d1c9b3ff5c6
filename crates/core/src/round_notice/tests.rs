//! What a series amounts to: dates, withdrawals, tickets, and what contradicts.

use super::*;

fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

fn ticket(text: &str) -> TicketId {
    TicketId::new(text).expect("a ticket id")
}

fn application(text: &str) -> ApplicationId {
    ApplicationId::new(text).expect("an application id")
}

fn withdraw(id: &str) -> Word {
    Word::Withdraw {
        application: application(id),
        reason: "企业注销".to_owned(),
    }
}

fn extend(due: &str, tickets: &[&str]) -> Word {
    Word::Extend {
        due: at(due),
        tickets: tickets.iter().map(|id| ticket(id)).collect(),
    }
}

const ISSUED: &str = "2026-11-30T08:00:00Z";
const FIRST: &str = "2026-12-05T08:00:00Z";
const LATER: &str = "2026-12-07T08:00:00Z";
const LAST: &str = "2026-12-09T08:00:00Z";

fn series(words: &[Word]) -> Result<InForce, Contradiction> {
    InForce::of(
        (1..)
            .zip(words)
            .map(|(number, word)| (number, at(ISSUED), word)),
    )
}

#[test]
fn an_extension_for_all_and_one_for_some_give_each_the_later_date() {
    let known = series(&[extend(LATER, &[]), extend(LAST, &["t2"])]).expect("a series");
    assert_eq!(known.due(&ticket("t1"), at(FIRST)), at(LATER));
    assert_eq!(known.due(&ticket("t2"), at(FIRST)), at(LAST));
    // A ticket that was issued with more time than that keeps it.
    assert_eq!(known.due(&ticket("t1"), at(LAST)), at(LAST));
}

#[test]
fn an_extension_takes_no_time_away() {
    let shorter = series(&[extend(LATER, &[]), extend(FIRST, &[])]);
    assert_eq!(shorter, Err(Contradiction::NotLater));
    let of_one = series(&[extend(LATER, &[]), extend(FIRST, &["t1"])]);
    assert_eq!(of_one, Err(Contradiction::NotLater));
}

#[test]
fn a_withdrawal_says_which_notice_it_came_with() {
    let known = series(&[extend(LATER, &[]), withdraw("a07")]).expect("a series");
    let withdrawal = &known.withdrawn()[&application("a07")];
    assert_eq!((withdrawal.notice, known.last()), (2, 2));
    assert_eq!(
        series(&[withdraw("a07"), withdraw("a07")]),
        Err(Contradiction::WithdrawnBefore)
    );
}

#[test]
fn a_ticket_goes_once() {
    let replace = |old: &str, new: &str| Word::Replace {
        ticket: ticket(old),
        by: ticket(new),
    };
    let revoke = |id: &str| Word::Revoke { ticket: ticket(id) };
    let known = series(&[replace("t1", "t2"), replace("t2", "t3")]).expect("a chain");
    assert!(known.is_gone(&ticket("t2")) && !known.is_gone(&ticket("t3")));
    for wrong in [
        [replace("t1", "t2"), revoke("t1")],
        [revoke("t1"), revoke("t1")],
        [revoke("t2"), replace("t1", "t2")],
        [revoke("t1"), extend(LATER, &["t1"])],
    ] {
        assert_eq!(series(&wrong), Err(Contradiction::TicketGone));
    }
}

#[test]
fn a_gap_and_a_repetition_change_nothing() {
    let mut known = series(&[withdraw("a01")]).expect("a series");
    let before = known.clone();
    for number in [0, 1, 3, u32::MAX] {
        let taken = known.take(number, at(ISSUED), &withdraw("a02"));
        assert_eq!(taken, Err(Contradiction::Number));
    }
    assert_eq!(known, before);
}

#[test]
fn words_out_of_bounds_are_not_sound() {
    let reasoned = |reason: String| Word::Withdraw {
        application: application("a01"),
        reason,
    };
    assert!(reasoned("退".repeat(MAX_REASON)).is_sound());
    for wrong in [
        reasoned("退".repeat(MAX_REASON + 1)),
        reasoned("  ".to_owned()),
        reasoned("a\nb".to_owned()),
        extend(LATER, &["t2", "t1"]),
        extend(LATER, &["t1", "t1"]),
        extend(
            LATER,
            &["t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9"],
        ),
        Word::Replace {
            ticket: ticket("t1"),
            by: ticket("t1"),
        },
    ] {
        assert!(!wrong.is_sound(), "{wrong:?}");
    }
}
