//! Old tickets and packages, and clocks that are wrong.

use hengping_app::expert::ImportFiles;
use hengping_format::Reason;
use hengping_tests::{Moment, Plan, Round};

use crate::reason;

fn import_at(round: &Round, moment: &Moment) -> Reason {
    let mut expert = round.experts[0].open(moment);
    reason(expert.import(&round.import_files(0), &moment.context()))
}

#[test]
fn an_expired_package_is_not_imported() {
    let round = Round::of(&Plan::default());
    let late = Moment::at("2026-05-01T00:00:01Z");
    assert_eq!(import_at(&round, &late), Reason::Expired);
}

#[test]
fn a_package_is_not_imported_before_its_time() {
    let plan = Plan {
        valid_from: "2026-04-10T09:00:00Z".to_owned(),
        ..Plan::default()
    };
    let round = Round::of(&plan);
    assert_eq!(import_at(&round, &round.moment), Reason::NotYetValid);
}

#[test]
fn what_was_imported_in_time_can_be_finished_after_expiry() {
    let round = Round::of(&Plan::default());
    let mut expert = round.experts[0].open(&round.moment);
    hengping_tests::person::begin(&mut expert, &round.import_files(0), &round.moment);
    drop(expert);
    let late = Moment::at("2026-05-03T00:00:00Z");
    let mut expert = round.experts[0].open(&late);
    hengping_tests::person::judge(&mut expert, "a01", 6, "迟", &late);
    hengping_tests::person::deliver(&mut expert, &round.path("bundles"), &late);
}

#[test]
fn what_was_signed_a_day_ahead_of_the_clock_is_refused() {
    let round = Round::of(&Plan::default());
    let hour = 3600;
    assert_eq!(
        import_at(&round, &round.moment.later(-25 * hour)),
        Reason::SignedInFuture
    );
    let mut expert = round.experts[0].open(&round.moment.later(-23 * hour));
    expert
        .import(
            &round.import_files(0),
            &round.moment.later(-23 * hour).context(),
        )
        .unwrap();
}

/// The machine has seen a later signed time; its clock was set back since.
#[test]
fn a_clock_a_day_behind_what_was_seen_signed_is_refused() {
    let mut round = Round::of(&Plan::default());
    round.moment = round.moment.later(5 * 24 * 3600);
    let later = round.pack_again("later");
    let mut expert = round.experts[0].open(&round.moment);
    expert
        .import(&round.import_of(&later, 0), &round.moment.context())
        .unwrap();
    let back = round.moment.later(-2 * 24 * 3600);
    let refused = reason(expert.import(&round.import_of(&later, 0), &back.context()));
    assert!(
        matches!(refused, Reason::ClockBehind | Reason::SignedInFuture),
        "{refused:?}"
    );
    let refused = reason(expert.import(&round.import_files(0), &back.context()));
    assert_eq!(refused, Reason::ClockBehind);
}

#[test]
fn an_older_ticket_is_refused_after_the_one_that_replaced_it() {
    let mut round = Round::of(&Plan::default());
    let old = round.ticket_of(&round.packed, 0).ticket.clone();
    let out = round.path("replaced");
    let card = round.experts[0].card.clone();
    let new = round
        .office
        .replace_ticket(&old, &card, &out, &round.moment.context())
        .unwrap();
    let mut expert = round.experts[0].open(&round.moment);
    let files = ImportFiles {
        ticket: Some(new.file),
        ..round.import_files(0)
    };
    expert.import(&files, &round.moment.context()).unwrap();
    let refused = reason(expert.import(&round.import_files(0), &round.moment.context()));
    assert_eq!(refused, Reason::TicketRollback);
    expert.import(&files, &round.moment.context()).unwrap();
}

#[test]
fn importing_the_same_twice_changes_nothing_that_was_marked() {
    let round = Round::of(&Plan::default());
    let mut expert = round.experts[0].open(&round.moment);
    hengping_tests::person::begin(&mut expert, &round.import_files(0), &round.moment);
    hengping_tests::person::mark(&mut expert, "a01", "impact", (7, "留"), &round.moment);
    expert
        .import(&round.import_files(0), &round.moment.context())
        .unwrap();
    let listed = expert.list().unwrap();
    assert_eq!(listed.iter().map(|entry| entry.marked).sum::<usize>(), 1);
}
