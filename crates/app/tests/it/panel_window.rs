//! The panel's table by the window's commands: the same bytes as by command line, an observer who
//! looks on, and nothing told before the opening.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::rc::Rc;

use hengping_app::context::{Context, Ids, Silent};
use hengping_app::desktop::Workspace;
use hengping_app::error::Refused;
use hengping_app::notice::Notice;
use hengping_app::panel::{self, ConsensusRequest, Panel};
use hengping_core::amount::Hundredths;
use hengping_core::mark::Judgement;
use hengping_core::merge::consensus::ChangeGround;
use hengping_core::time::Instant;
use hengping_store::StoreError;
use serde_json::{Value, json};

use crate::panel::fact;
use crate::support::{PASSPHRASE, Place, Round, copy_folder, id, settings, unlock};
use crate::window::Window;

fn code(error: impl Into<hengping_app::error::Error>) -> String {
    Notice::from(&error.into()).code.to_owned()
}

/// A round that was reviewed; the chair's store lies free at `chair`, and a copy at `twin`.
fn reviewed() -> (Round, Rc<Place>) {
    let mut round = Round::reviewed();
    let place = Rc::clone(&round.place);
    let spare = place.at("spare");
    copy_folder(&place.at("chair"), &spare);
    copy_folder(&place.at("chair"), &place.at("twin"));
    round.panel = Panel::open_store(&spare, unlock(), &settings(), &place.ctx()).unwrap();
    (round, place)
}

fn holder_of(window: &Window, place: &Place) -> Value {
    json!({ "identity": null, "folder": window.offer(&place.at("second")), "passphrase": PASSPHRASE })
}

/// The ceremony in the window: two shares, the second holder beside the chair.
fn open_in(window: &Window, round: &Round) {
    let shares: Vec<String> = round.shares[..2]
        .iter()
        .map(|share| window.offer(share))
        .collect();
    let ceremony = window.call("panel_ceremony", json!({ "files": shares }));
    assert_eq!(
        (&ceremony["needed"], &ceremony["opened"]),
        (&json!(2), &json!(1))
    );
    let open = json!({ "files": [], "correction": null });
    assert_eq!(window.refused("panel_open", open.clone()), "F043");
    let ceremony = window.call("panel_add_holder", holder_of(window, &round.place));
    assert_eq!(ceremony["opened"], 2);
    assert_eq!(
        window.ask("panel_rehearse")["present"],
        json!(["chair", "second"])
    );
    let opened = window.call("panel_open", open);
    assert_eq!(
        (&opened["opened"], &opened["reviews"]),
        (&json!(3), &json!(6))
    );
}

/// Every file of an archive with its bytes.
fn archive(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            match path.is_dir() {
                true => folders.push(path),
                false => {
                    let name = path.strip_prefix(folder).unwrap().display().to_string();
                    found.insert(name, fs::read(&path).unwrap());
                }
            }
        }
    }
    found
}

/// What a chair does at the command line, one act after another, at one moment.
fn by_command_line(round: &Round, now: Instant) -> BTreeMap<String, Vec<u8>> {
    let ids = Ids::Random;
    let ctx = Context {
        now,
        progress: &Silent,
        ids: &ids,
        pool: None,
    };
    let place = &round.place;
    let mut chair = Panel::open_store(&place.at("twin"), unlock(), &settings(), &ctx).unwrap();
    let second = panel::holder(&place.at("second"), unlock(), &settings()).unwrap();
    chair
        .rehearse(&round.shares[..2], std::slice::from_ref(&second), &ctx)
        .unwrap();
    chair.open(&round.shares[..2], &[second], &ctx).unwrap();
    chair
        .decide_fact(&fact("a1", "item:J1", "1"), &ctx)
        .unwrap();
    let agreed = ConsensusRequest {
        application: id("a2"),
        indicator: id("A2"),
        ticket: Some(round.ticket("e1")),
        judgement: Some(Judgement::Score(Hundredths(700))),
        ground: ChangeGround::MembersDiffer,
        reason: "the report was read again".to_owned(),
        by: vec!["chair".to_owned()],
    };
    chair.consensus(&agreed, &ctx).unwrap();
    let ticket = round.ticket("e1");
    chair
        .explain_divergence(&id("a1"), None, &ticket, "stands by it", &ctx)
        .unwrap();
    chair.decide("all agree", &ctx).unwrap();
    chair.archive(&place.at("by-hand"), &ctx).unwrap();
    archive(&place.at("by-hand"))
}

#[test]
fn the_round_done_in_the_window_is_the_round_done_by_command_line() {
    let (round, place) = reviewed();
    let now = place.ctx().now;
    let window = Window::at(Workspace::Panel, &place.at("chair"), now);
    assert_eq!(window.unlock()["workspace"], "panel");
    for early in [
        "panel_results",
        "panel_facts",
        "panel_divergences",
        "panel_list",
    ] {
        assert_eq!(
            window.refused(early, json!({})),
            code(Refused::NotOpened),
            "{early}"
        );
    }
    open_in(&window, &round);

    let decide = json!({ "application": "a1", "fact": "item:J1", "value": "1",
        "reason": "seen in the meeting", "by": ["chair"], "correction": null });
    let before = window.ask("panel_results")["rows"].clone();
    let tried = window.call("panel_try_fact", decide.clone());
    assert_eq!(
        window.ask("panel_results")["rows"],
        before,
        "a try records nothing"
    );
    assert_eq!(window.call("panel_decide_fact", decide), tried);
    assert_ne!(tried["before"], tried["after"]);
    let ticket = round.ticket("e1").to_string();
    let agree = json!({ "application": "a2", "indicator": "A2", "ticket": ticket,
        "judgement": { "kind": "score", "value": "7" }, "ground": "members_differ",
        "reason": "the report was read again", "by": ["chair"], "correction": null });
    window.call("panel_agree", agree);
    let explain = json!({ "application": "a1", "indicator": null, "ticket": ticket,
        "text": "stands by it", "correction": null });
    window.call("panel_explain", explain);
    let opinion = |passphrase: &str| json!({ "opinion": "all agree", "minority": [], "passphrase": passphrase });
    assert_eq!(window.refused("panel_decide", opinion("another")), "S011");
    let list = window.call("panel_decide", opinion(PASSPHRASE));
    assert_eq!(list["proposed"].as_array().unwrap().len(), 1);
    let folder = window.folder(&place.at("papers"));
    let written = window.call("panel_report", json!({ "folder": folder }));
    let reports = place.at("papers/reports");
    assert!(reports.join("summary.pdf").is_file() && reports.join("opinion.docx").is_file());
    assert!(written["files"].as_u64().unwrap() > 20, "{written}");
    let told = window.call("panel_feedback", json!({ "folder": folder }));
    assert_eq!((&told["files"], &told["held_back"]), (&json!(1), &json!(0)));
    let folder = window.folder(&place.at("by-window"));
    window.call("panel_archive", json!({ "folder": folder }));

    let made = fs::read_dir(place.at("by-window"))
        .unwrap()
        .next()
        .unwrap()
        .unwrap();
    let (in_window, by_hand) = (archive(&made.path()), by_command_line(&round, now));
    let names: Vec<_> = in_window.keys().collect();
    assert_eq!(names, by_hand.keys().collect::<Vec<_>>());
    for (name, bytes) in &in_window {
        assert!(*bytes == by_hand[name], "{name} differs");
    }
}

#[test]
fn one_application_shows_every_mark_under_a_number_and_an_agreed_one_on_top() {
    let (round, place) = reviewed();
    let window = Window::at(Workspace::Panel, &place.at("chair"), place.ctx().now);
    window.unlock();
    open_in(&window, &round);
    let page = window.call("panel_application", json!({ "application": "a1" }));
    let nodes = page["nodes"].as_array().unwrap();
    let leaf = nodes.iter().find(|node| node["indicator"] == "A2").unwrap();
    let marks = leaf["leaf"]["marks"].as_array().unwrap();
    let mut values: Vec<_> = marks
        .iter()
        .map(|mark| mark["value"].as_str().unwrap())
        .collect();
    // Numbers follow the tickets, whose ids are random.
    values.sort_unstable();
    assert_eq!(values, ["8", "8.5", "9"]);
    let numbers: Vec<_> = marks
        .iter()
        .map(|mark| mark["who"]["number"].as_u64().unwrap())
        .collect();
    assert_eq!(numbers, [1, 2, 3]);
    assert!(
        !page.to_string().contains("unit of e1"),
        "no name of an expert is told"
    );
    let ticket = round.ticket("e1").to_string();
    let agree = json!({ "application": "a1", "indicator": "A2", "ticket": ticket,
        "judgement": { "kind": "score", "value": "9" }, "ground": "unreasonable",
        "reason": "keyed wrongly", "by": ["chair"], "correction": null });
    window.call("panel_agree", agree);
    let page = window.call("panel_application", json!({ "application": "a1" }));
    let nodes = page["nodes"].as_array().unwrap();
    let leaf = nodes.iter().find(|node| node["indicator"] == "A2").unwrap();
    let layered = leaf["leaf"]["marks"].as_array().unwrap().iter();
    let layered: Vec<_> = layered.filter(|mark| mark["agreed"].is_object()).collect();
    assert_eq!(layered.len(), 1);
    assert_eq!(layered[0]["agreed"]["value"], "9");
    let tree = window.call("panel_derivation", json!({ "application": "a1" }));
    assert!(
        tree["children"]
            .as_array()
            .is_some_and(|steps| !steps.is_empty())
    );
}

#[test]
fn an_observer_sees_what_the_chair_does_and_can_do_none_of_it() {
    let (round, place) = reviewed();
    let now = place.ctx().now;
    let chair = Window::at(Workspace::Panel, &place.at("chair"), now);
    chair.unlock();
    open_in(&chair, &round);
    let observer = Window::at(Workspace::Panel, &place.at("chair"), now);
    observer.call(
        "choose_identity",
        json!({ "identity": "panel", "observing": true }),
    );
    assert_eq!(observer.unlock()["stage"], "read_only");
    let looks = [
        "panel_results",
        "panel_status",
        "panel_facts",
        "panel_divergences",
        "panel_log",
    ];
    for look in looks {
        assert_eq!(observer.ask(look), chair.ask(look), "{look}");
    }
    let decide = json!({ "application": "a1", "fact": "item:J1", "value": "1",
        "reason": "seen", "by": ["chair"], "correction": null });
    let read_only = code(StoreError::ReadOnly);
    assert_eq!(
        observer.refused("panel_decide_fact", decide.clone()),
        read_only
    );
    let folder = json!({ "folder": observer.folder(&place.at("out")) });
    assert_eq!(observer.refused("panel_archive", folder), read_only);
    // What the chair does meanwhile is seen at the next look.
    chair.call("panel_decide_fact", decide);
    assert_eq!(observer.ask("panel_results"), chair.ask("panel_results"));
}

#[test]
fn what_changed_since_the_last_look_is_told_until_it_was_looked_at() {
    let (round, place) = reviewed();
    let window = Window::at(Workspace::Panel, &place.at("chair"), place.ctx().now);
    window.unlock();
    open_in(&window, &round);
    assert!(window.ask("panel_results")["changes"].is_null());
    assert_eq!(window.ask("panel_looked")["changes"]["rows"], json!([]));
    let decide = json!({ "application": "a1", "fact": "item:J1", "value": "1",
        "reason": "seen", "by": ["chair"], "correction": null });
    window.call("panel_decide_fact", decide);
    window.ask("lock");
    window.unlock();
    let changes = window.ask("panel_results")["changes"]["rows"].clone();
    assert_eq!(changes[0]["application"], "a1");
    assert_ne!(changes[0]["before"], changes[0]["after"]);
    assert_eq!(window.ask("panel_looked")["changes"]["rows"], json!([]));
}
