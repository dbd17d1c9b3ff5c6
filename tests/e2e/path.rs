//! The thin path: materials, package, reviews, bundles, committee key.

use std::fs;

use hengping_app::error::Error;
use hengping_tests::{Applicant, Plan, Round, person};

#[test]
fn what_an_expert_sealed_is_what_the_committee_reads() {
    let round = Round::of(&Plan::default());
    let exported = round.review(0, 7, "论证充分,数据可查。");
    let content = round.open_bundle(&exported.file);
    let reviews: Vec<_> = content.sealed_reviews().collect();
    assert_eq!(reviews.len(), 2);
    assert!(content.payload.not_done.is_empty());
    for (_, review) in reviews {
        assert_eq!(review.marks.len(), 3);
        assert!(
            review
                .marks
                .iter()
                .all(|mark| mark.comment == "论证充分,数据可查。")
        );
    }
}

#[test]
fn every_export_has_the_same_bytes() {
    let round = Round::of(&Plan::default());
    let exported = round.review(0, 6, "可");
    let first = fs::read(&exported.file).unwrap();
    let expert = round.experts[0].open(&round.moment.later(3600));
    let again = expert.export(&round.path("stick")).unwrap();
    assert_eq!(fs::read(&again.file).unwrap(), first);
    let over_it = expert.export(&round.path("bundles")).unwrap();
    assert_eq!(over_it.file, exported.file);
    assert_eq!(fs::read(&over_it.file).unwrap(), first);
}

#[test]
fn a_later_hand_in_names_the_one_before_and_brings_everything() {
    let round = Round::of(&Plan::default());
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    person::judge(&mut expert, "a01", 8, "先交", &round.moment);
    let first = person::deliver(&mut expert, &round.path("bundles"), &round.moment);
    let later = round.moment.later(3600);
    person::judge(&mut expert, "a02", 5, "后交", &later);
    let second = person::deliver(&mut expert, &round.path("bundles"), &later);
    let first = round.open_bundle(&first.file);
    let second = round.open_bundle(&second.file);
    assert_eq!(first.payload.not_done.len(), 1);
    assert_eq!(second.label.previous, Some(first.label.digest()));
    assert_eq!((first.reviews.len(), second.reviews.len()), (1, 2));
    assert_eq!(second.reviews[0].digest(), first.reviews[0].digest());
}

/// What the log of the store says after each act, the bundle repeats.
#[test]
fn the_log_in_the_bundle_is_a_beginning_of_the_log_of_the_store() {
    let round = Round::of(&Plan::default());
    let exported = round.review(0, 6, "可");
    let payload = round.open_bundle(&exported.file).payload;
    let log = round.experts[0].open(&round.moment).log().unwrap();
    assert!(payload.log_length < log.entries.len() as u64);
    let store = round.experts[0].store(&round.moment);
    let head = store.read().log().head_at(payload.log_length).unwrap();
    assert_eq!(head.unwrap().digest, payload.log_head);
}

#[test]
fn practice_is_marked_and_written_and_never_leaves() {
    let round = Round::of(&Plan {
        practice: Some(Applicant::new("t01", "试评样例公司")),
        ..Plan::default()
    });
    let mut expert = round.experts[0].open(&round.moment);
    person::begin(&mut expert, &round.import_files(0), &round.moment);
    for leaf in ["excellence", "impact", "implementation"] {
        person::mark(&mut expert, "t01", leaf, (8, "只为试一试"), &round.moment);
    }
    person::opine(&mut expert, "t01", "只为试一试", &round.moment);
    let sealed = expert.seal(&[person::id("t01")], &round.moment.context());
    assert!(matches!(sealed, Err(Error::Refused(_))), "{sealed:?}");
    for application in ["a01", "a02"] {
        person::judge(&mut expert, application, 7, "可", &round.moment);
    }
    let exported = person::deliver(&mut expert, &round.path("bundles"), &round.moment);
    let content = round.open_bundle(&exported.file);
    assert_eq!(content.reviews.len(), 2);
    assert!(content.payload.not_done.is_empty());
    let whole = String::from_utf8_lossy(&content.plain);
    for word in ["t01", "只为试一试"] {
        assert!(!whole.contains(word), "{word}");
    }
}
