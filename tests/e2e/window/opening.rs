//! Opening a store: what an earlier run left, which ticket is meant, and a fresh recovery sheet.

use hengping_app::desktop::{Desktop, Ground, Identities, Workspace};
use hengping_tests::{PASSPHRASE, Plan, Round, disk, settings, today};
use serde_json::{Value, json};

use super::{Window, begun, counted};

#[test]
fn the_next_start_after_a_kill_says_what_was_found() {
    let round = begun(&Plan::default());
    let home = &round.experts[0].home;
    let window = Window::over(home, &round.moment, None);
    assert_eq!(
        window.call("start_state", json!({}))["recovered"],
        json!([])
    );
    window.mark("a01", "impact", "3.5");
    // What lies on the disk now is what a cut of power would leave.
    let cut = round.path("cut");
    disk::copy_folder(home, &cut);
    std::fs::write(cut.join("evidence/0123456789abcdef.partial"), [0; 4096]).unwrap();
    window.close();

    let window = Window::over(&cut, &round.moment, None);
    let recovered = window.call("start_state", json!({}))["recovered"].clone();
    assert_eq!(recovered[0]["kind"], "work");
    let last = &recovered[0]["last"];
    assert_eq!(
        (
            &last["application"],
            &last["indicator"],
            &last["enterprise"]
        ),
        (&json!("a01"), &json!("impact"), &json!("甲公司"))
    );
    assert_eq!(recovered[1], json!({ "kind": "import", "bytes": 4096 }));
    let card = window.card("a01", "impact");
    assert_eq!(card["mark"]["judgement"]["value"], "3.5");
    window.close();

    // Closed as it should be, there is nothing to tell.
    let window = Window::over(&cut, &round.moment, None);
    assert_eq!(
        window.call("start_state", json!({}))["recovered"],
        json!([])
    );
}

#[test]
fn the_place_where_one_stopped_is_told_with_the_round() {
    let round = begun(&Plan::default());
    let window = Window::over(&round.experts[0].home, &round.moment, None);
    assert_eq!(window.call("round", json!({}))["last"], Value::Null);
    let place = json!({ "indicator": "impact", "tabs": [], "evidence": "B1", "page": 2,
        "layout": "", "at": null });
    window.call(
        "save_place",
        json!({ "application": "a02", "place": place }),
    );
    let last = window.call("round", json!({}))["last"].clone();
    assert_eq!(
        (&last["application"], &last["indicator"]),
        (&json!("a02"), &json!("impact"))
    );
}

#[test]
fn of_the_tickets_of_everybody_ones_own_is_taken_and_the_others_are_named() {
    let round = Round::of(&Plan::default());
    let window = Window::over(&round.experts[1].home, &round.moment, None);
    let folder = round.path("handed-out");
    std::fs::create_dir_all(&folder).unwrap();
    let take = |from: &std::path::Path, name: &str| {
        std::fs::copy(from, folder.join(name)).unwrap();
    };
    take(&round.package(), "package.orp");
    take(&round.packed.root, "root.json");
    for number in 0..3 {
        take(&round.ticket(number), &format!("{number}.ort"));
    }
    let files = [window.desktop.files().offer(&folder).id];
    let preview = window.call("inspect_import", json!({ "files": files }));
    let tickets = preview["tickets"].as_array().unwrap();
    let shown: Vec<_> = tickets
        .iter()
        .map(|offer| (offer["file"]["name"].clone(), offer["fit"]["kind"].clone()))
        .collect();
    let pair = |name: &str, kind: &str| (json!(name), json!(kind));
    let expected = [
        pair("1.ort", "fits"),
        pair("0.ort", "not_mine"),
        pair("2.ort", "not_mine"),
    ];
    assert_eq!(shown, expected);
    let ticket = &tickets[0]["file"]["id"];
    let request = json!({ "files": files, "ticket": ticket, "compared": true });
    assert_eq!(window.call("import", request)["applications"], 2);
    // Somebody else's, taken all the same, is refused by what verifies it.
    let other = &tickets[1]["file"]["id"];
    let request = json!({ "files": files, "ticket": other, "compared": true });
    assert_eq!(window.refused("import", request).len(), 4);
}

/// A window over a machine on which the program was never started.
fn fresh(folder: &std::path::Path) -> Window {
    let now = today().now;
    let ground = Ground {
        identities: Identities::Only(Workspace::Expert, folder.join("store")),
        preferences: folder.join("preferences.json"),
        settings: settings(),
        now: Box::new(move || now),
        ids: counted(),
        pool: None,
    };
    let desktop = Desktop::start(ground).unwrap();
    Window { desktop }
}

fn confirm(window: &Window, code: &[Value]) {
    let groups: Vec<_> = (1..)
        .zip(code)
        .map(|(at, group)| json!([at, group]))
        .collect();
    window.call("confirm_recovery", json!({ "groups": groups }));
}

#[test]
fn a_fresh_recovery_sheet_voids_the_old_one_when_it_is_confirmed_and_not_before() {
    let folder = tempfile::tempdir().unwrap();
    let window = fresh(folder.path());
    let made = window.call(
        "create_identity",
        json!({ "workspace": "expert", "label": "", "name": "甲", "unit": "某大学",
            "passphrase": PASSPHRASE }),
    );
    let groups = |made: &Value| made["recovery_code"].as_array().unwrap().clone();
    let old = groups(&made);
    confirm(&window, &old);
    let by_code = |code: &[Value]| {
        let groups: Vec<&str> = code.iter().map(|group| group.as_str().unwrap()).collect();
        json!({ "secret": groups.join("-"), "is_recovery_code": true })
    };

    let wrong = json!({ "passphrase": "不是这个口令" });
    assert_eq!(window.refused("renew_recovery", wrong).len(), 4);
    let right = json!({ "passphrase": PASSPHRASE });
    let dropped = groups(&window.call("renew_recovery", right.clone()));
    assert_ne!(dropped, old);
    window.call("lock", json!({}));
    assert_eq!(window.refused("unlock", by_code(&dropped)).len(), 4);
    assert_eq!(window.call("unlock", by_code(&old))["stage"], "open");

    let new = groups(&window.call("renew_recovery", right));
    let swapped = json!({ "groups": [[1, new[1]], [2, new[0]]] });
    assert_eq!(window.refused("confirm_recovery", swapped).len(), 4);
    confirm(&window, &new);
    window.call("lock", json!({}));
    assert_eq!(window.refused("unlock", by_code(&old)).len(), 4);
    assert_eq!(window.call("unlock", by_code(&new))["stage"], "open");
    let passphrase = json!({ "secret": PASSPHRASE, "is_recovery_code": false });
    assert_eq!(window.call("unlock", passphrase)["stage"], "open");
}
