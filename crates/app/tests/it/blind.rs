//! Back to back: before the opening nobody learns what is in a bundle.
//!
//! Two panels that differ in nothing but what one expert wrote are told the same. What people read
//! is printed from these reports alone, so it is the same too.

use std::fs;
use std::path::Path;
use std::rc::Rc;

use hengping_app::desktop::Workspace;
use hengping_app::error::Refused;
use hengping_app::expert::{Expert, MarkRequest};
use hengping_app::panel::Panel;
use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;
use serde_json::{Value, json};

use crate::support::{Place, Round, copy_folder, hand_in, id, is_refused, mark, settings, unlock};
use crate::window::Window;

/// What names a bundle or a moment, and is never the same twice.
const NAMES: [&str; 9] = [
    "bundle", "label", "at", "head", "file", "digest", "subject", "subjects", "words",
];

/// Code of the refusal of what needs open bundles.
const NOT_OPENED: &str = "R058";

/// A report without names and moments.
fn masked(value: &Value) -> Value {
    match value {
        Value::Object(members) => members
            .iter()
            .filter(|(name, _)| !NAMES.contains(&name.as_str()))
            .map(|(name, value)| (name.clone(), masked(value)))
            .collect(),
        Value::Array(items) => items.iter().map(masked).collect(),
        other => other.clone(),
    }
}

/// Everything a chair is told of an arrival before the opening.
fn told(panel: &mut Panel, bundle: &Path, place: &Place) -> Value {
    let files = [bundle.to_owned()];
    let arrived = panel.arrive(&files, &place.ctx()).unwrap();
    let status = panel.status(&place.ctx()).unwrap();
    let kept_out = panel.keep_out(
        &status.arrivals[0].label.to_string(),
        "to be seen",
        &place.ctx(),
    );
    let after = panel.status(&place.ctx()).unwrap();
    masked(&json!([
        arrived,
        status,
        kept_out.unwrap(),
        after,
        panel.log().unwrap()
    ]))
}

/// Everything that would show a mark.
fn everything_else_is_refused(panel: &mut Panel, place: &Place) {
    let ctx = place.ctx();
    let (a1, folder) = (id("a1"), place.at("early"));
    assert!(is_refused(panel.results(&ctx), &Refused::NotOpened));
    assert!(is_refused(panel.outcome_of(&a1, &ctx), &Refused::NotOpened));
    assert!(is_refused(panel.explain(&a1, &ctx), &Refused::NotOpened));
    assert!(is_refused(panel.divergences(&ctx), &Refused::NotOpened));
    assert!(is_refused(panel.facts(&ctx), &Refused::NotOpened));
    assert!(is_refused(panel.decide("early", &ctx), &Refused::NotOpened));
    assert!(is_refused(
        panel.archive(&folder, &ctx),
        &Refused::NotOpened
    ));
    assert!(is_refused(
        panel.transcript(&folder.join("t"), &ctx),
        &Refused::NotOpened
    ));
    assert!(is_refused(panel.take("", &ctx), &Refused::NotOpened));
    assert!(!folder.exists());
}

#[test]
fn before_the_opening_two_panels_that_differ_in_marks_alone_are_told_the_same() {
    let mut round = Round::packed();
    let place = Rc::clone(&round.place);
    copy_folder(&place.at("e1"), &place.at("e1-twin"));
    copy_folder(&place.at("chair"), &place.at("chair-twin"));
    let (settings, ctx) = (settings(), place.ctx());
    let mut expert = Expert::open(&place.at("e1-twin"), unlock(), &settings, &ctx).unwrap();
    let mut other = Panel::open_store(&place.at("chair-twin"), unlock(), &settings, &ctx).unwrap();

    let high = round.review(0, (1000, 1000), (950, 900));
    // One application only, in the other order, low, and with much to say.
    mark(&mut expert, "a2", (50, 100), &place.ctx());
    let request = MarkRequest {
        indicator: id("A2"),
        judgement: Judgement::Score(Hundredths(0)),
        comment: "这一项几乎没有任何证据。".repeat(40),
        citations: Vec::new(),
    };
    expert.mark(&id("a2"), request, &place.ctx()).unwrap();
    expert.seal(&[id("a2")], &place.ctx()).unwrap();
    let low = hand_in(&mut expert, &place.at("twin"), &place.ctx());

    let size = |file: &Path| fs::metadata(file).unwrap().len();
    assert!(
        size(&high).abs_diff(size(&low)) < 512,
        "{} {}",
        size(&high),
        size(&low)
    );
    let (one, two) = (
        told(&mut round.panel, &high, &place),
        told(&mut other, &low, &place),
    );
    assert_eq!(one, two);
    everything_else_is_refused(&mut round.panel, &place);
    everything_else_is_refused(&mut other, &place);

    drop((round, other));
    let now = place.ctx().now;
    let windows = ["chair", "chair-twin"]
        .map(|store| Window::at(Workspace::Panel, &place.at(store), now))
        .map(|window| shown(&window));
    assert_eq!(windows[0], windows[1]);
}

/// Everything a window shows before the opening; the rest is refused.
fn shown(window: &Window) -> Value {
    window.unlock();
    let a1 = json!({ "application": "a1" });
    for early in ["panel_application", "panel_derivation"] {
        assert_eq!(window.refused(early, a1.clone()), NOT_OPENED, "{early}");
    }
    for early in ["results", "looked", "facts", "divergences", "list"] {
        let early = format!("panel_{early}");
        assert_eq!(window.refused(&early, json!({})), NOT_OPENED, "{early}");
    }
    let looks = [
        "panel_round",
        "panel_status",
        "panel_decisions",
        "panel_log",
    ];
    masked(&json!(looks.map(|look| window.ask(look))))
}
