//! The first hour by the window's commands: identity, import, pledge, seal, hand in, receipt; what
//! the lock, the preferences and the rolling copy do.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use hengping_app::context::Ids;
use hengping_app::desktop::{Desktop, Ground, Identities, Workspace};
use hengping_app::error::{Error, Refused};
use hengping_app::expert::Expert;
use hengping_app::notice::Notice;
use hengping_app::office::PackRequest;
use hengping_core::time::Instant;
use hengping_store::OpenError;
use serde_json::{Value, json};

use crate::support::{PASSPHRASE, Place, Round, mark, settings, unlock};

pub(crate) struct Window(Desktop);

impl Window {
    fn over(home: &Path, place: &Place) -> Self {
        Self::of(Workspace::Expert, home, place)
    }

    pub(crate) fn of(workspace: Workspace, home: &Path, place: &Place) -> Self {
        Self::at(workspace, home, place.ctx().now)
    }

    /// A window over one store of `workspace`, at a moment that stands still.
    pub(crate) fn at(workspace: Workspace, store: &Path, now: Instant) -> Self {
        let ground = Ground {
            identities: Identities::Only(workspace, store.to_owned()),
            preferences: store.with_extension("preferences.json"),
            settings: settings(),
            now: Box::new(move || now),
            ids: Ids::Random,
            pool: None,
        };
        Self(Desktop::start(ground).unwrap())
    }

    pub(crate) fn call(&self, name: &str, request: Value) -> Value {
        let answer = self.0.call(name, request);
        answer.unwrap_or_else(|notice| panic!("{name}: {} {}", notice.code, notice.en))
    }

    pub(crate) fn ask(&self, name: &str) -> Value {
        self.call(name, json!({}))
    }

    pub(crate) fn refused(&self, name: &str, request: Value) -> String {
        self.0.call(name, request).unwrap_err().code
    }

    pub(crate) fn unlock(&self) -> Value {
        self.call("unlock", secret(PASSPHRASE, false))
    }

    /// The id under which a path is given to the window.
    pub(crate) fn offer(&self, path: &Path) -> String {
        self.0.files().offer(path).id
    }

    pub(crate) fn folder(&self, path: &Path) -> String {
        std::fs::create_dir_all(path).unwrap();
        self.offer(path)
    }
}

fn secret(secret: &str, is_recovery_code: bool) -> Value {
    json!({ "secret": secret, "is_recovery_code": is_recovery_code })
}

pub(crate) fn code(error: impl Into<Error>) -> String {
    Notice::from(&error.into()).code.to_owned()
}

/// Score sheets of what is sealed, and the cover of what was handed in.
fn sheets_are_written(window: &Window, folder: &Path) {
    let printed = window.call("print_sheets", json!({ "folder": window.folder(folder) }));
    let files = printed["files"].as_array().unwrap();
    let is_there = |end: &str| {
        let mut names = files.iter().filter_map(|file| file["name"].as_str());
        names.any(|name| name.ends_with(end) && folder.join(name).is_file())
    };
    assert!(
        is_there("-scores.pdf") && is_there("-bundle.pdf"),
        "{printed}"
    );
}

#[test]
fn the_first_hour_ends_with_a_receipt() {
    let mut drawn = Round::drawn();
    let place = Rc::clone(&drawn.place);
    let request = PackRequest {
        out: place.at("package"),
        panel: vec![drawn.chair_card.clone()],
        ..PackRequest::default()
    };
    let packed = drawn.office.pack(&request, &place.ctx()).unwrap();
    drawn.experts.clear();
    let home = place.at("e1");
    let window = Window::over(&home, &place);
    assert_eq!(window.ask("start_state")["stage"], "closed");
    let wrong = code(OpenError::WrongPassphrase);
    assert_eq!(window.refused("unlock", secret("another", false)), wrong);
    assert_eq!(window.unlock()["stage"], "open");

    let ticket = packed
        .tickets
        .iter()
        .find(|one| one.holder == "e1")
        .unwrap();
    let given: [&PathBuf; 3] = [&packed.files[0].0, &ticket.file, &packed.root];
    let files = given.map(|path| window.offer(path));
    let preview = window.call("inspect_import", json!({ "files": files }));
    assert!(preview["fingerprint"]["hex"].is_string() && preview["authority_known"] == false);
    let ticket = &preview["tickets"][0]["file"]["id"];
    let import = |compared: bool| json!({ "files": files, "ticket": ticket, "compared": compared });
    let refused = window.refused("import", import(false));
    assert_eq!(refused, code(Refused::AuthorityNotCompared));
    assert_eq!(window.call("import", import(true))["applications"], 2);
    assert_eq!(
        window.refused("check", json!({})),
        code(Refused::NotPledged)
    );
    assert!(window.ask("pledge")["pledged_at"].is_string());

    window.ask("lock");
    let mut expert = Expert::open(&home, unlock(), &settings(), &place.ctx()).unwrap();
    mark(&mut expert, "a1", (800, 700), &place.ctx());
    drop(expert);
    window.unlock();
    assert_eq!(window.ask("check")["applications"][0]["missing"], json!([]));
    let seal = |passphrase: &str| json!({ "applications": ["a1"], "passphrase": passphrase });
    assert_eq!(window.refused("seal", seal("another")), wrong);
    assert_eq!(
        window.call("seal", seal(PASSPHRASE))["sealed"][0]["seal"],
        1
    );
    let handed_in = window.call("hand_in", json!({ "passphrase": PASSPHRASE }));
    assert_eq!(handed_in["bundles"][0]["exported"], false);
    assert_eq!(handed_in["waiting"], 0);
    // The clock of this test stands still: what waits is known by the order of acts, not by time.
    window.call(
        "unseal",
        json!({ "application": "a1", "reason": "once more" }),
    );
    window.call("seal", seal(PASSPHRASE));
    assert_eq!(window.ask("hand_ins")["waiting"], 1);
    let folder = window.folder(&place.at("stick"));
    sheets_are_written(&window, &place.at("paper"));
    let exported = window.call("export_bundle", json!({ "seq": 1, "folder": folder }));
    let name = exported["files"][0]["name"].as_str().unwrap();

    let bundle = place.at("stick").join(name);
    let out = place.at("receipts");
    let received = drawn.office.receive(&[bundle], &out, &place.ctx()).unwrap();
    let receipt = window.offer(&received.receipts[0].file);
    let bundles = window.call("load_receipt", json!({ "file": receipt }));
    assert!(bundles["bundles"][0]["exported"] == true);
    assert_eq!(bundles["bundles"][0]["receipt"], 1);
}

#[test]
fn five_wrong_pins_leave_the_passphrase_alone() {
    let mut round = Round::packed();
    round.experts.clear();
    let window = Window::over(&round.place.at("e1"), &round.place);
    window.unlock();
    window.call("set_pin", json!({ "pin": "246810" }));
    window.ask("lock");
    assert_eq!(
        window.refused("conflicts", json!({})),
        code(Refused::Locked)
    );
    assert_eq!(
        window.call("unlock_with_pin", json!({ "pin": "246810" }))["stage"],
        "open"
    );
    window.ask("lock");
    for left in [4, 3, 2, 1, 0] {
        window.refused("unlock_with_pin", json!({ "pin": "111111" }));
        assert_eq!(window.ask("start_state")["pin_tries_left"], left);
    }
    window.refused("unlock_with_pin", json!({ "pin": "246810" }));
    let state = window.ask("start_state");
    assert!(state["stage"] == "locked" && state["has_pin"] == false);
    assert_eq!(window.unlock()["stage"], "open");
    // Asked once more, it stays open: its own lock is no other window's.
    assert_eq!(window.unlock()["stage"], "open");
    let wrong = secret("not the passphrase", false);
    assert_eq!(window.refused("unlock", wrong), "S011");
}

#[test]
fn a_second_opener_reads_only() {
    let round = Round::packed();
    let window = Window::over(&round.place.at("e1"), &round.place);
    assert_eq!(window.unlock()["stage"], "read_only");
    let rows = window.ask("conflicts")["rows"].as_array().unwrap().len();
    assert_eq!(rows, 2);
    let recuse = json!({ "application": "a1", "ground": "kinship" });
    let refused = window.refused("recuse", recuse);
    assert_eq!(refused, code(hengping_store::StoreError::ReadOnly));
}

#[test]
fn damaged_preferences_are_the_defaults_until_they_are_saved() {
    let round = Round::packed();
    let home = round.place.at("nobody");
    std::fs::write(home.with_extension("preferences.json"), b"{ \"theme\": 7").unwrap();
    let window = Window::over(&home, &round.place);
    let mut preferences = window.ask("preferences");
    assert_eq!(preferences["language"], "zh-CN");
    preferences["theme"] = json!("dark");
    window.call("save_preferences", preferences.clone());
    assert_eq!(window.ask("preferences"), preferences);
}

#[test]
fn a_copy_on_a_stick_comes_back_under_the_recovery_code() {
    let round = Round::packed();
    let place = &round.place;
    let window = Window::over(&place.at("lin"), place);
    assert_eq!(window.ask("start_state")["stage"], "fresh");
    let about = json!({ "workspace": "expert", "label": "", "name": "林某", "unit": "某大学",
        "passphrase": PASSPHRASE });
    let made = window.call("create_identity", about);
    let groups: Vec<&str> = made["recovery_code"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| group.as_str().unwrap())
        .collect();
    let confirm = |group: &str| json!({ "groups": [[2, group]] });
    let wrong = window.refused("confirm_recovery", confirm("nothing"));
    assert_eq!(wrong, code(Refused::WrongGroups));

    let stick = place.at("stick");
    let folder = json!({ "folder": window.folder(&stick) });
    window.ask("lock");
    for command in ["save_recovery_sheet", "confirm_recovery"] {
        let request = match command {
            "confirm_recovery" => confirm(groups[1]),
            _ => folder.clone(),
        };
        assert_eq!(
            window.refused(command, request),
            code(Refused::Locked),
            "{command}"
        );
    }
    window.unlock();
    window.call("confirm_recovery", confirm(groups[1]));
    window.call("name_stick", folder);
    let copied = window.ask("copy_now");
    assert!(
        copied["last"].is_string() && copied["due"] == false,
        "{copied}"
    );

    let other = Window::over(&place.at("another-machine"), place);
    let restore = |secret: &str| {
        json!({ "workspace": "expert", "folder": other.offer(&stick),
        "secret": secret, "is_recovery_code": true })
    };
    let state = other.call("restore", restore(&groups.join("-")));
    assert!(
        state["stage"] == "open" && state["holder"]["name"] == "林某",
        "{state}"
    );
}

/// A window over a home with any number of identities.
fn machine(home: &Path, place: &Place) -> Window {
    let now = place.ctx().now;
    let ground = Ground {
        identities: Identities::Below(home.to_owned()),
        preferences: home.join("preferences.json"),
        settings: settings(),
        now: Box::new(move || now),
        ids: Ids::Random,
        pool: None,
    };
    Window(Desktop::start(ground).unwrap())
}

fn create(window: &Window, workspace: &str, label: &str) {
    let about = json!({ "workspace": workspace, "label": label, "name": "林某", "unit": "某大学",
        "passphrase": PASSPHRASE });
    window.call("create_identity", about);
}

#[test]
fn identities_of_every_kind_lie_on_one_machine_and_are_opened_one_at_a_time() {
    let round = Round::packed();
    let (place, home) = (&round.place, round.place.at("machine"));
    let window = machine(&home, place);
    assert_eq!(window.ask("start_state")["stage"], "fresh");
    for (workspace, label) in [
        ("expert", ""),
        ("office", ""),
        ("panel", ""),
        ("panel", "乙"),
    ] {
        create(&window, workspace, label);
        assert_eq!(window.ask("start_state")["workspace"], workspace);
    }
    create(&window, "visit", "");
    window.ask("lock");
    let state = window.ask("start_state");
    let listed = state["identities"].as_array().unwrap().iter();
    let listed: Vec<_> = listed
        .map(|one| {
            (
                one["identity"].as_str().unwrap(),
                one["label"].as_str().unwrap(),
            )
        })
        .collect();
    let all = [
        ("work", ""),
        ("panel", ""),
        ("panel-2", "乙"),
        ("visit", ""),
        ("office", ""),
    ];
    assert_eq!(listed, all);
    assert!(
        state["stage"] == "locked" && state["chosen"] == "visit",
        "{state}"
    );

    let choose = |identity: &str, observing: bool| {
        let request = json!({ "identity": identity, "observing": observing });
        window.call("choose_identity", request)
    };
    assert_eq!(choose("panel-2", false)["stage"], "closed");
    let state = window.unlock();
    assert!(
        state["stage"] == "open" && state["workspace"] == "panel",
        "{state}"
    );
    // What belongs to another kind of work is refused, not answered from the wrong store.
    let other = code(Refused::OtherWorkspace);
    assert_eq!(window.refused("conflicts", json!({})), other);
    let observe = json!({ "identity": "work", "observing": true });
    assert_eq!(window.refused("choose_identity", observe), other);
    let nobody = json!({ "identity": "panel-7", "observing": false });
    let unknown = code(Refused::UnknownIdentity);
    assert_eq!(window.refused("choose_identity", nobody), unknown);
}

#[test]
fn an_observer_reads_the_store_of_a_chair_and_gets_no_pin() {
    let round = Round::packed();
    let home = round.place.at("machine");
    let window = machine(&home, &round.place);
    create(&window, "panel", "");
    window.call("set_pin", json!({ "pin": "246810" }));
    let observe = json!({ "identity": "panel", "observing": true });
    assert_eq!(window.call("choose_identity", observe)["observing"], true);
    let state = window.unlock();
    assert!(
        state["stage"] == "read_only" && state["observing"] == true,
        "{state}"
    );
    let read_only = code(hengping_store::StoreError::ReadOnly);
    let stick = json!({ "folder": window.folder(&round.place.at("stick")) });
    assert_eq!(window.refused("name_stick", stick), read_only);
    assert_eq!(
        window.refused("set_pin", json!({ "pin": "246810" })),
        read_only
    );
    // The chair works on beside the observer.
    let beside = machine(&home, &round.place);
    assert_eq!(beside.unlock()["stage"], "open");
}

#[test]
fn files_handed_over_wait_for_the_work_that_understands_them() {
    let round = Round::packed();
    let window = machine(&round.place.at("machine"), &round.place);
    create(&window, "expert", "");
    create(&window, "panel", "");
    window.ask("lock");
    let bundle = round.place.at("a.orb");
    std::fs::write(&bundle, b"x").unwrap();
    window.0.files().hand_over(&bundle);
    let choose = |identity: &str| {
        let request = json!({ "identity": identity, "observing": false });
        window.call("choose_identity", request);
        window.unlock()
    };
    let state = choose("work");
    assert!(state["handed_over"] == json!([]) && state["for_others"] == json!(["a.orb"]));
    let state = choose("panel");
    assert_eq!(state["handed_over"][0]["name"], "a.orb");
    assert_eq!(window.ask("start_state")["handed_over"], json!([]));
}
