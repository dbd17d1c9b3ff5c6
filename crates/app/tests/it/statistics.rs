//! Statistics of a whole round, beside its result.

use hengping_app::error::Refused;
use hengping_core::stats::resample::Course;
use hengping_core::stats::round::Fit;

use crate::support::{Round, id, is_refused};

#[test]
fn statistics_stand_beside_the_result_and_are_the_same_each_time() {
    let mut round = Round::reviewed();
    assert!(is_refused(
        round.panel.statistics(&round.ctx()),
        &Refused::NotOpened
    ));
    round.open();
    let before = serde_json::to_value(round.panel.results(&round.ctx()).unwrap()).unwrap();
    let found = round.panel.statistics(&round.ctx()).unwrap();
    let figures = &found.figures;
    let composites = figures.composites.as_ref().unwrap();
    assert_eq!(
        (composites.count, composites.mean.to_fixed(2)),
        (2, "72.75".to_owned())
    );
    let standing = figures.standing.as_ref().unwrap();
    assert_eq!(standing.course, Course::Exact { resamples: 27 });
    assert_eq!(standing.ranges[0].application, id("a1"));
    let Fit::Fitted { severity, places } = &figures.severity else {
        panic!("three experts on two applications can be fitted");
    };
    assert_eq!(severity.experts.len(), 3);
    assert_eq!(places[0].application, id("a1"));
    assert!(figures.apart.is_empty());
    let again = round.panel.statistics(&round.ctx()).unwrap();
    assert_eq!(figures, &again.figures);
    let both = serde_json::to_value(round.panel.results_with_statistics(&round.ctx()).unwrap());
    let mut both = both.unwrap();
    let beside = both.as_object_mut().unwrap().remove("statistics").unwrap();
    assert_eq!(both, before, "statistics change nothing of the result");
    assert_eq!(beside, serde_json::to_value(&again.figures).unwrap());
}
