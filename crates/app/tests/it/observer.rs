//! An observer beside the chair sees everything and changes nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use hengping_app::error::Refused;
use hengping_app::panel::{ConsensusRequest, Panel, PanelFiles};
use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::ChangeGround;
use serde_json::{Value, json};

use crate::panel::fact;
use crate::support::{Place, Round, id, is_refused, key, settings, unlock};

fn observer(place: &Place) -> Panel {
    Panel::observe(&place.at("chair"), unlock(), &settings()).unwrap()
}

/// Everything a panel tells after the opening.
fn told(panel: &Panel, place: &Place) -> Value {
    let (ctx, a1) = (place.ctx(), id("a1"));
    json!([
        panel.status(&ctx).unwrap(),
        panel.results(&ctx).unwrap(),
        panel.outcome_of(&a1, &ctx).unwrap(),
        panel.explain(&a1, &ctx).unwrap(),
        panel.facts(&ctx).unwrap(),
        panel.divergences(&ctx).unwrap(),
        panel.log().unwrap(),
    ])
}

/// Every file below a folder with its bytes.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => found.extend(files(&path)),
            false => drop(found.insert(path.display().to_string(), fs::read(&path).unwrap())),
        }
    }
    // What readers of one database share in memory is no content.
    found.retain(|name, _| !name.ends_with("-shm"));
    found
}

#[test]
fn an_observer_is_told_what_the_chair_is_told() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    let early = observer(&place);
    assert!(is_refused(early.results(&place.ctx()), &Refused::NotOpened));
    round.open();
    let decision = fact("a1", "item:J1", "1");
    round.panel.decide_fact(&decision, &place.ctx()).unwrap();
    let seen = observer(&place);
    assert_eq!(told(&seen, &place), told(&round.panel, &place));
    // What is decided while somebody looks on is seen at once.
    round.panel.decide("all agree", &place.ctx()).unwrap();
    assert_eq!(told(&seen, &place), told(&round.panel, &place));
}

#[test]
fn an_observer_changes_nothing() {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    let expert = &mut round.experts[0];
    expert.unseal(&id("a1"), "a slip", &place.ctx()).unwrap();
    round.seal(0, "a1", (700, 700));
    let later = round.hand_in(0, "later");
    let (ctx, out) = (place.ctx(), place.at("out"));
    let (shares, second) = (round.shares.clone(), round.holder("second"));
    let ask = |panel: &mut Panel| panel.open(&shares[..2], &[second], &ctx).map(drop);
    assert_eq!(key(ask(&mut observer(&place))), "read-only");
    round.open();
    let before = (files(&place.at("chair")), told(&round.panel, &place));
    let mut panel = observer(&place);
    let label = panel.status(&ctx).unwrap().arrivals[0].label.to_string();
    let tickets: Vec<_> = round.packed.tickets.iter().collect();
    let ticket = tickets.iter().find(|ticket| ticket.holder == "chair");
    let import = PanelFiles {
        package: place.at("package/package.orp"),
        ticket: Some(ticket.unwrap().file.clone()),
        register: None,
        root: round.packed.root.clone(),
    };
    let agreed = ConsensusRequest {
        application: id("a1"),
        indicator: id("A2"),
        ticket: None,
        judgement: Some(Judgement::Score(Hundredths(1000))),
        ground: ChangeGround::Unreasonable,
        reason: "all agree".to_owned(),
        by: vec!["clerk".to_owned()],
    };
    let order = [id("a1"), id("a2")];
    let refused = [
        ("import", key(panel.import(&import, &ctx))),
        ("arrive", key(panel.arrive(&[later], &ctx))),
        ("keep out", key(panel.keep_out(&label, "why", &ctx))),
        (
            "fact",
            key(panel.decide_fact(&fact("a1", "item:J1", "1"), &ctx)),
        ),
        ("consensus", key(panel.consensus(&agreed, &ctx))),
        ("vote", key(panel.vote(&order, "why", &[], &ctx))),
        ("decide", key(panel.decide("all agree", &ctx))),
        ("take", key(panel.take("", &ctx))),
        ("transcript", key(panel.transcript(&out.join("t"), &ctx))),
        ("archive", key(panel.archive(&out.join("a"), &ctx))),
        ("back up", key(panel.back_up(&out.join("b"), &ctx))),
    ];
    for (act, key) in refused {
        assert_eq!(key, "read-only", "{act}");
    }
    assert!(!out.exists(), "nothing was written elsewhere either");
    assert_eq!(files(&place.at("chair")), before.0);
    assert_eq!(told(&round.panel, &place), before.1);
}
