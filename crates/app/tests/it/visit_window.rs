//! A visit by the window's commands: the same record as by a file, photographs, signatures, the
//! counterpart's page, and a value that changes the ranking.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use hengping_app::desktop::Workspace;
use hengping_app::error::Refused;
use hengping_core::id::Digest;
use hengping_store::table::applications::ApplicationRef;
use hengping_store::work::WorkStore;
use serde_json::{Value, json};

use crate::support::{PASSPHRASE, Place, Round, id, settings, unlock};
use crate::window::{Window, code};

/// The team's store in a window of its own; whoever had it open has closed it.
fn team() -> (Window, Rc<Place>) {
    let Round { place, visit, .. } = Round::packed();
    drop(visit);
    let window = Window::of(Workspace::Visit, &place.at("team"), &place);
    window.unlock();
    (window, place)
}

fn finding(verified: Option<&str>, verdict: &str, treatment: &str, note: &str) -> Value {
    json!({
        "verified": verified, "verdict": verdict, "treatment": treatment, "note": note,
        "difference_percent": null,
    })
}

fn found(subject: &str, finding: Value, seen: Value) -> Value {
    json!({ "application": "a1", "subject": subject, "finding": finding, "seen": seen })
}

fn statement() -> Value {
    json!({
        "members": ["one", "two"],
        "conclusion": "recompute",
        "enterprise": { "kind": "agrees", "signatory": "director" },
        "interviews": [{ "with": "bookkeeper", "said": "counted twice" }],
        "documents": [{ "title": "ledger", "kept_by": "finance", "note": "" }],
    })
}

/// Finds, and states; ready to be signed and sealed.
fn complete(window: &Window) -> Value {
    let of_f1 = finding(Some("90"), "inconsistent", "use_verified", "counted twice");
    let seen = json!([{ "title": "ledger", "page": 3, "evidence": "E1" }]);
    window.call("save_finding", found("F1", of_f1, seen));
    let stated = json!({ "application": "a1", "statement": statement() });
    window.call("save_statement", stated)
}

fn application() -> Value {
    json!({ "application": "a1" })
}

fn seal(window: &Window) -> Value {
    window.call(
        "seal_visit",
        json!({ "application": "a1", "passphrase": PASSPHRASE }),
    )
}

/// The signed record of a store.
fn signed(store: &Path) -> Vec<u8> {
    let store = WorkStore::open_read_only(store, unlock(), &settings()).unwrap();
    let package = store.read().packages().all().unwrap().pop().unwrap();
    let key = ApplicationRef::new(&package.round.id, &id("a1"));
    store.read().seals().last(&key).unwrap().unwrap().signed
}

/// What `visit take` reads for the same visit.
const FILE: &str = r#"
    [[application]]
    id = "a1"
    members = ["one", "two"]
    conclusion = "recompute"
    enterprise = { agrees = { signatory = "director" } }
    interview = [{ with = "bookkeeper", said = "counted twice" }]
    document = [{ title = "ledger", kept_by = "finance" }]
    [[application.line]]
    fact = "F1"
    verified = "90"
    verdict = "inconsistent"
    treatment = "use_verified"
    note = "counted twice"
    seen = [{ title = "ledger", page = 3, evidence = "E1" }]
"#;

#[test]
fn a_visit_by_the_window_is_byte_for_byte_that_by_a_file() {
    let Round {
        place, mut visit, ..
    } = Round::packed();
    let copy = place.at("team-copy");
    copy_folder(&place.at("team"), &copy);
    let window = Window::of(Workspace::Visit, &copy, &place);
    // The window's clock stands still at the minute it was opened in.
    let mut ctx = place.ctx();
    ctx.now = ctx.now.plus_seconds(-60);
    let taken = visit.take(FILE, &ctx).unwrap();
    assert_eq!((taken.findings, taken.refused.len()), (1, 0));
    visit.seal(&id("a1"), &ctx).unwrap();
    drop(visit);
    window.unlock();
    assert_eq!(complete(&window)["faults"], json!([]));
    seal(&window);
    window.ask("lock");
    assert_eq!(signed(&copy), signed(&place.at("team")));
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.file_type().unwrap().is_dir() {
            true => copy_folder(&entry.path(), &target),
            false => drop(std::fs::copy(entry.path(), target).unwrap()),
        }
    }
}

#[test]
fn the_list_and_the_sheet_say_what_is_to_be_verified_and_what_it_would_do() {
    let (window, _place) = team();
    let row = window.ask("visits")["rows"][0].clone();
    assert_eq!(
        (&row["application"], &row["lines"], &row["found"]),
        (&json!("a1"), &json!(1), &json!(0))
    );
    let line = window.call("visit", application())["lines"][0].clone();
    assert_eq!(line["declared"], "120");
    assert_eq!(line["way"]["kind"], "number");
    assert_eq!(line["evidence"][0]["code"], "E1");
    let consider = |verified: Option<&str>, treatment: &str| {
        window.call(
            "visit_consider",
            json!({ "application": "a1", "subject": "F1", "verified": verified, "treatment": treatment }),
        )
    };
    let effect = consider(Some("90"), "use_verified");
    assert_eq!(effect["difference_percent"], "-25");
    let leaf = &effect["leaves"][0];
    assert_eq!(
        (&leaf["before"], &leaf["after"]),
        (&json!("10"), &json!("0"))
    );
    let kept = &consider(Some("90"), "keep")["leaves"][0];
    assert_eq!(
        (&kept["before"], &kept["after"]),
        (&json!("10"), &json!("10"))
    );
    assert_eq!(consider(None, "count_zero")["leaves"][0]["after"], "0");
    let to_add = window.call("lines_to_add", application())["lines"].clone();
    let named: Vec<&str> = to_add
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["subject"].as_str().unwrap())
        .collect();
    assert_eq!(named, ["F2", "indicator:A2", "indicator:A3"]);
    assert_eq!(complete(&window)["changed"][0]["after"], "0");
}

/// A JPEG with a place in its notes; the picture itself is never decoded here.
fn camera(picture: &str) -> Vec<u8> {
    let segment = |marker: u8, content: &[u8]| {
        let length = u16::try_from(content.len() + 2).unwrap().to_be_bytes();
        [&[0xff, marker], &length[..], content].concat()
    };
    [
        b"\xff\xd8".to_vec(),
        segment(0xe1, b"Exif\0\0MM\0*\0\0\0\x08\0\0 GPS 30.25N"),
        segment(0xda, picture.as_bytes()),
        b"data\xff\xd9".to_vec(),
    ]
    .concat()
}

fn photo(place: &Place, name: &str) -> PathBuf {
    std::fs::create_dir_all(place.at("DCIM")).unwrap();
    let file = place.at("DCIM").join(name);
    std::fs::write(&file, camera(name)).unwrap();
    file
}

#[test]
fn a_photograph_comes_in_without_its_place_and_both_digests_tell_it() {
    let (window, place) = team();
    let (one, two) = (photo(&place, "one.jpg"), photo(&place, "two.jpg"));
    std::fs::write(place.at("DCIM").join("list.txt"), "no picture").unwrap();
    let folder = json!({ "application": "a1", "files": [window.offer(&place.at("DCIM"))] });
    let seen = window.call("look_at_photos", folder.clone());
    assert_eq!(
        (seen["photos"].as_array().unwrap().len(), &seen["others"]),
        (2, &json!(1))
    );
    let add = |files: &[&Path]| {
        let files: Vec<String> = files.iter().map(|file| window.offer(file)).collect();
        window.call(
            "add_photos",
            json!({ "application": "a1", "subject": "F1", "files": files }),
        )
    };
    let added = add(&[&one, &place.at("DCIM/list.txt")]);
    assert_eq!(added["done"].as_array().unwrap().len(), 1);
    assert_eq!(
        added["refused"][0][1]["code"],
        code(Refused::NotAPhotograph)
    );
    let kept = added["visit"]["lines"][0]["photos"][0].clone();
    let original = Digest::of(&camera("one.jpg")).to_string();
    assert_eq!(kept["original"], original);
    assert_ne!(kept["photo"], original);

    window.call("keep_place", json!({ "keep": true }));
    let photos = add(&[&two])["visit"]["lines"][0]["photos"].clone();
    let whole = Digest::of(&camera("two.jpg")).to_string();
    let of_two = photos
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["photo"] == whole);
    assert_eq!(of_two.unwrap()["original"], Value::Null);

    assert_eq!(
        window.call("look_at_photos", folder)["photos"][0]["known"],
        true
    );
    let stranger = photo(&place, "stranger.jpg");
    let origins = [&one, &stranger].map(|file| window.offer(file));
    let deleted = window.call(
        "delete_origins",
        json!({ "application": "a1", "files": origins }),
    );
    assert_eq!(deleted["done"].as_array().unwrap().len(), 1);
    assert!(!one.exists() && stranger.exists() && two.exists());

    let of = json!({ "application": "a1", "subject": "F1", "photo": whole });
    let left = window.call("remove_photo", of)["lines"][0]["photos"].clone();
    assert_eq!(left, json!([kept]));
    complete(&window);
    seal(&window);
    let signed = window_record(&window, &place);
    assert_eq!(signed["lines"][0]["photos"][0]["original"], original);
    let of = json!({ "application": "a1", "subject": "F1", "photo": kept["photo"] });
    assert_eq!(window.refused("remove_photo", of), "S008");
}

/// The record that was sealed last.
fn window_record(window: &Window, place: &Place) -> Value {
    window.ask("lock");
    let bytes = signed(&place.at("team"));
    window.unlock();
    let envelope = hengping_format::envelope::Envelope::read(&bytes, bytes.len()).unwrap();
    let payload: Value = serde_json::from_slice(envelope.payload()).unwrap();
    payload["record"].clone()
}

fn sign(side: &str, name: &str) -> Value {
    let strokes = json!([[[100, 200], [300, 250]]]);
    json!({ "application": "a1", "side": side, "name": name, "strokes": strokes })
}

#[test]
fn a_signature_stands_for_what_was_shown_and_falls_with_it() {
    let (window, place) = team();
    complete(&window);
    let unfit = code(Refused::SignatureUnfit);
    assert_eq!(
        window.refused("sign_visit", sign("team", "director")),
        unfit
    );
    let mut touch = sign("team", "one");
    touch["strokes"] = json!([[[1, 1]]]);
    assert_eq!(window.refused("sign_visit", touch), unfit);
    window.call("sign_visit", sign("team", "one"));
    let both = window.call("sign_visit", sign("enterprise", "director"));
    assert_eq!(
        (
            both["signatures"].as_array().unwrap().len(),
            &both["fallen"]
        ),
        (2, &json!(0))
    );
    let changed = finding(Some("95"), "inconsistent", "use_verified", "again");
    let fallen = window.call("save_finding", found("F1", changed, json!([])));
    assert_eq!(
        (&fallen["signatures"], &fallen["fallen"]),
        (&json!([]), &json!(2))
    );
    window.call("sign_visit", sign("enterprise", "director"));
    window.call("unsign_visit", sign("enterprise", "director"));
    window.call("sign_visit", sign("team", "two"));
    seal(&window);
    let record = window_record(&window, &place);
    assert_eq!(record["signatures"][0]["name"], "two");
    assert_eq!(record["signatures"].as_array().unwrap().len(), 1);
    assert_eq!(window.refused("sign_visit", sign("team", "one")), "S008");
}

#[test]
fn the_counterparts_page_is_left_with_the_teams_pin_alone() {
    let (window, _place) = team();
    complete(&window);
    let refused = window.refused("show_counterpart", application());
    assert_eq!(refused, code(Refused::NoPin));
    window.call("set_pin", json!({ "pin": "246810" }));
    let shown = window.call("show_counterpart", application());
    assert_eq!(window.ask("counterpart")["visit"], shown);
    let closed = code(Refused::CounterpartShown);
    for (command, request) in [
        ("visits", json!({})),
        (
            "save_statement",
            json!({ "application": "a1", "statement": statement() }),
        ),
        (
            "seal_visit",
            json!({ "application": "a1", "passphrase": PASSPHRASE }),
        ),
        ("set_pin", json!({ "pin": "0000" })),
        ("hand_ins", json!({})),
    ] {
        assert_eq!(window.refused(command, request), closed, "{command}");
    }
    window.call("sign_visit", sign("enterprise", "director"));
    let mut other = sign("enterprise", "director");
    other["application"] = json!("a2");
    assert_eq!(window.refused("sign_visit", other), closed);
    assert_eq!(
        window.refused("leave_counterpart", json!({ "pin": "0000" })),
        "D003"
    );
    window.call("leave_counterpart", json!({ "pin": "246810" }));
    assert_eq!(window.ask("counterpart")["visit"], Value::Null);
    window.ask("visits");

    window.call("show_counterpart", application());
    for _ in 0..5 {
        window.refused("leave_counterpart", json!({ "pin": "0000" }));
    }
    assert_eq!(window.refused("visits", json!({})), code(Refused::Locked));
    let state = window.ask("start_state");
    assert_eq!(
        (&state["stage"], &state["has_pin"]),
        (&json!("locked"), &json!(false))
    );
    window.unlock();
    assert_eq!(window.ask("counterpart")["visit"], Value::Null);
}

#[test]
fn what_the_window_sealed_changes_the_composite_as_it_does_by_a_file() {
    let mut round = Round::packed();
    let bundle = round.review(0, (800, 700), (600, 600));
    let Round {
        place,
        visit,
        mut panel,
        shares,
        ..
    } = round;
    drop(visit);
    let window = Window::of(Workspace::Visit, &place.at("team"), &place);
    window.unlock();
    complete(&window);
    window.call("sign_visit", sign("enterprise", "director"));
    seal(&window);
    window.call("hand_in", json!({ "passphrase": PASSPHRASE }));
    let folder = window.folder(&place.at("visited"));
    let exported = window.call("export_bundle", json!({ "seq": 1, "folder": folder }));
    let visited = place
        .at("visited")
        .join(exported["files"][0]["name"].as_str().unwrap());
    let ctx = place.ctx();
    panel.arrive(&[bundle, visited], &ctx).unwrap();
    let second = hengping_app::panel::holder(&place.at("second"), unlock(), &settings()).unwrap();
    let opened = panel.open(&shares[..2], &[second], &ctx).unwrap();
    assert_eq!((opened.reviews, opened.visits), (2, 1));
    let queue = panel.facts(&ctx).unwrap();
    assert_eq!(queue.visited[0].verified, "90");
    let outcome = panel.outcome_of(&id("a1"), &ctx).unwrap();
    assert_eq!(outcome.composite.unwrap().text, "61.00");
}
