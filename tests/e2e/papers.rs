//! Papers of a large round: 370 applications before 7 experts.
//!
//! Owns the measure of time. The papers themselves are shown in the crates that make them.

use std::time::Instant;

use hengping_app::Language;
use hengping_app::messages::Catalogue;
use hengping_tests::{Plan, Round};

/// What a whole round takes, in experts.
const EXPERTS: usize = 7;
/// And in applications.
const APPLICATIONS: usize = 370;
/// What its papers may take in a development build, in seconds.
const MOST: f64 = 60.0;

#[test]
#[ignore = "minutes of sealing before the papers: for whoever measures"]
fn the_papers_of_a_large_round_are_written_within_a_minute() {
    let mut plan = Plan::default();
    let first = plan.applicants[0].clone();
    plan.experts = EXPERTS;
    plan.applicants = (0..APPLICATIONS)
        .map(|at| {
            let mut one = first.clone();
            one.id = format!("a{at:03}");
            one.name = format!("\u{7532}{at}\u{516c}\u{53f8}");
            one
        })
        .collect();
    let round = Round::of(&plan);
    let bundles: Vec<_> = (0..EXPERTS)
        .map(|number| {
            let halves = 6 + i64::try_from(number % 3).unwrap_or_default();
            round.review(number, halves, "\u{53ef}").file
        })
        .collect();
    let mut panel = round.panel();
    let context = round.moment.context();
    panel.arrive(&bundles, &context).unwrap();
    round.unlock_bundles(&mut panel, &round.moment);
    let began = Instant::now();
    let say = Catalogue::new(Language::Zh);
    let written = panel
        .report(&round.path("reports"), &say, &context)
        .unwrap();
    let seconds = began.elapsed().as_secs_f64();
    let pages: usize = written.papers.iter().map(|paper| paper.pages).sum();
    println!("{pages} pages in {seconds:.1} s");
    assert!(seconds < MOST, "{seconds} s");
}
