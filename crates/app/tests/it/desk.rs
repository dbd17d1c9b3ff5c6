//! The expert's tables: what own marks come to so far, and the fact sheet with its numbers.

use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;

use crate::support::{Round, id};

#[test]
fn the_score_sheet_sums_what_is_known_and_spreads_what_does_not_apply() {
    let mut round = Round::packed();
    let total = |round: &Round| {
        let sheet = round.experts[0].score_sheet(&id("a1")).unwrap();
        sheet.total.to_text(4)
    };
    assert_eq!(total(&round), "10", "the computed leaf alone");
    let save = |round: &mut Round, leaf: &str, judgement| {
        let ctx = round.place.ctx();
        let expert = &mut round.experts[0];
        expert
            .save_judgement(&id("a1"), &id(leaf), Some(judgement), &ctx)
            .unwrap();
    };
    save(&mut round, "A2", Judgement::Score(Hundredths(800)));
    assert_eq!(total(&round), "50");
    save(&mut round, "A3", Judgement::NotApplicable);
    assert_eq!(total(&round), "71.4286", "50 of the 70 points that apply");
    let sheet = round.experts[0].score_sheet(&id("a1")).unwrap();
    let reached: Vec<_> = sheet
        .lines
        .iter()
        .map(|line| line.reached.as_ref().map(|points| points.to_text(2)))
        .collect();
    assert_eq!(reached, [Some("10".into()), Some("40".into()), None]);
}

#[test]
fn the_fact_sheet_shows_numbers_bands_and_takes_proposals_back() {
    let round = Round::packed();
    let facts = round.experts[0].facts_shown(&id("a1")).unwrap();
    let line = &facts.computed[0];
    assert_eq!((line.formula.as_str(), line.filled.as_str()), ("F1", "120"));
    assert_eq!(
        (line.value().as_deref(), line.bands.len()),
        (Some("120"), 3)
    );
    assert_eq!(line.claims[0].values, [Some("120".to_owned())]);
    assert_eq!(line.evidence[0].items.len(), 1);
    let mut round = round;
    let ctx = round.place.ctx();
    let unknown = round.experts[0].withdraw_proposal(&id("a1"), "F1", &ctx);
    assert_eq!(crate::support::key(unknown), "unknown-fact");
}
